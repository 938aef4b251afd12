// Every setting of the gateway, with unit and default; read once, checked, frozen.
import { textSetting, integerSetting } from '#kit/settings.ts';
import type { Environment } from '#kit/settings.ts';
import { ConfigError } from '#kit/errors.ts';

export interface GatewayConfig {
  readonly host: string;
  readonly port: number;
  /** The directory file. */
  readonly directoryPath: string;
  /** The composed supergraph. */
  readonly supergraphPath: string;
  /** File with the gateway's X25519 private key. */
  readonly keyPath: string;
  /** File with the key that hashes searched identifiers in the journal. */
  readonly journalKeyPath: string;
  readonly journalUrl: string;
  readonly journalTimeoutMs: number;
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
  /** PEM file of the authorities that the directory pins; needed for https alone. */
  readonly caCertificatesPath: string | undefined;
  readonly redisUrl: string | undefined;
  readonly bodyMaxBytes: number;
  /** Longest time for an answer; a source that the directory gives longer extends it. */
  readonly deadlineMs: number;
  readonly concurrentMax: number;
  /** Web origins whose pages may read answers. */
  readonly corsOrigins: readonly string[];
  /** How long a request may take to arrive whole. */
  readonly requestTimeoutMs: number;
  /** Where the demo's issuer gives tokens; absent outside the demo. */
  readonly demoTokenUrl: string | undefined;
  /** GraphiQL's tabs for the demo, with identifiers of the loaded nation. */
  readonly demoTabsPath: string | undefined;
}

/** @throws ConfigError naming the setting */
export function gatewayConfig(env: Environment): GatewayConfig {
  const optional = (name: string) => (env[name] ? textSetting(env, name) : undefined);
  const demoTokenUrl = optional('DEMO_TOKEN_URL');
  if (demoTokenUrl && !/^http:\/\/127\.0\.0\.1:\d+\//.test(demoTokenUrl))
    throw new ConfigError('DEMO_TOKEN_URL', 'must be on 127.0.0.1: demo tokens are for one machine');
  return Object.freeze({
    host: textSetting(env, 'HOST', { otherwise: '127.0.0.1' }),
    port: integerSetting(env, 'PORT', { otherwise: 4000, min: 0, max: 65_535 }),
    directoryPath: textSetting(env, 'DIRECTORY'),
    supergraphPath: textSetting(env, 'SUPERGRAPH', { otherwise: 'gateway/supergraph/supergraph.generated.graphql' }),
    keyPath: textSetting(env, 'GATEWAY_KEY'),
    journalKeyPath: textSetting(env, 'JOURNAL_KEY'),
    journalUrl: textSetting(env, 'JOURNAL_DATABASE_URL'),
    journalTimeoutMs: integerSetting(env, 'JOURNAL_TIMEOUT_MS', { otherwise: 2000, min: 50, max: 30_000 }),
    issuer: textSetting(env, 'ISSUER'),
    audience: textSetting(env, 'AUDIENCE', { otherwise: 'infoseg' }),
    jwksUrl: textSetting(env, 'JWKS_URL', { pattern: /^https?:\/\// }),
    caCertificatesPath: optional('CA_CERTIFICATES'),
    redisUrl: optional('REDIS_URL'),
    bodyMaxBytes: integerSetting(env, 'BODY_MAX_BYTES', { otherwise: 102_400, min: 1024, max: 1_048_576 }),
    deadlineMs: integerSetting(env, 'DEADLINE_MS', { otherwise: 3000, min: 100, max: 60_000 }),
    concurrentMax: integerSetting(env, 'CONCURRENT_MAX', { otherwise: 512, min: 1, max: 100_000 }),
    corsOrigins: origins(optional('CORS_ORIGINS')),
    requestTimeoutMs: integerSetting(env, 'REQUEST_TIMEOUT_MS', { otherwise: 15_000, min: 1000, max: 120_000 }),
    demoTokenUrl,
    demoTabsPath: optional('DEMO_TABS'),
  });
}

/** `https://one.example,https://two.example:8443`; `*` and `null` name nobody and are refused. */
function origins(text: string | undefined): readonly string[] {
  const all = (text ?? '').split(',').filter((origin) => origin !== '');
  if (all.some((origin) => URL.parse(origin)?.origin !== origin))
    throw new ConfigError('CORS_ORIGINS', 'must be origins (scheme, host, port) parted by commas');
  return all;
}
