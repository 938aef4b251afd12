// Every setting of the gateway, with unit and default; read once, checked, frozen.
import { textSetting, integerSetting } from '#kit/settings.ts';
import type { Environment } from '#kit/settings.ts';
import { ConfigError } from '#kit/errors.ts';
import { engineSetting } from './engine/engine-setting.ts';
import type { EngineName } from './engine/engine-setting.ts';
import type { RateKind } from './errors.ts';
import { operationsFolder } from './operations.ts';
import { safelistSetting } from './persisted-operations.ts';
import type { Safelist } from './persisted-operations.ts';
import { addressRanges } from './limits/address.ts';
import type { AddressRanges } from './limits/address.ts';
import { costMaxDefault, costMaxRange } from './limits/cost.ts';

export interface GatewayConfig {
  readonly host: string;
  readonly port: number;
  /** The directory file. */
  readonly directoryPath: string;
  /** The composed supergraph. */
  readonly supergraphPath: string;
  /** Which engine runs the plans. */
  readonly engine: EngineName;
  /** Folder of the registered operations. */
  readonly operationsPath: string;
  /** For whom only registered operations are served. */
  readonly safelist: Safelist;
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
  /** What replicas share: the address of one server, or of several nodes of one cluster parted by commas. */
  readonly redisUrl: string | undefined;
  readonly bodyMaxBytes: number;
  /** Longest time for an answer; a source that the directory gives longer extends it. */
  readonly deadlineMs: number;
  /** What one operation may cost, in objects of the index. */
  readonly costMax: number;
  /** Requests held at once, whoever sends them; a quarter of it for one network address. */
  readonly inFlightMax: number;
  /** Requests a minute; of CPF_MINUTE and CPF_HOUR different people by CPF. */
  readonly rateLimits: Readonly<Record<RateKind, number>>;
  /** Proxies of ours, whose X-Forwarded-For is believed. */
  readonly trustedProxies: AddressRanges;
  /** Requests served at once, from parsing to the journal. */
  readonly concurrentMax: number;
  /** Requests that wait to be served. */
  readonly queueMax: number;
  readonly queuePerAgencyMax: number;
  /** Longest wait; it counts against the deadline. */
  readonly queueWaitMs: number;
  /** Who may read /metrics. */
  readonly metricsFrom: AddressRanges;
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
  const rate = (name: string, otherwise: number) =>
    integerSetting(env, name, { otherwise, min: 1, max: 1_000_000_000 });
  const demoTokenUrl = optional('DEMO_TOKEN_URL');
  if (demoTokenUrl && !/^http:\/\/127\.0\.0\.1:\d+\//.test(demoTokenUrl))
    throw new ConfigError('DEMO_TOKEN_URL', 'must be on 127.0.0.1: demo tokens are for one machine');
  const config = Object.freeze({
    host: textSetting(env, 'HOST', { otherwise: '127.0.0.1' }),
    port: integerSetting(env, 'PORT', { otherwise: 4000, min: 0, max: 65_535 }),
    directoryPath: textSetting(env, 'DIRECTORY'),
    supergraphPath: textSetting(env, 'SUPERGRAPH', { otherwise: 'gateway/supergraph/supergraph.generated.graphql' }),
    engine: engineSetting(env),
    operationsPath: textSetting(env, 'OPERATIONS', { otherwise: operationsFolder }),
    safelist: safelistSetting(env),
    keyPath: textSetting(env, 'GATEWAY_KEY'),
    journalKeyPath: textSetting(env, 'JOURNAL_KEY'),
    journalUrl: textSetting(env, 'JOURNAL_DATABASE_URL'),
    journalTimeoutMs: integerSetting(env, 'JOURNAL_TIMEOUT_MS', { otherwise: 2000, min: 50, max: 30_000 }),
    issuer: textSetting(env, 'ISSUER'),
    audience: textSetting(env, 'AUDIENCE', { otherwise: 'infoseg' }),
    jwksUrl: textSetting(env, 'JWKS_URL', { pattern: /^https?:\/\// }),
    caCertificatesPath: optional('CA_CERTIFICATES'),
    redisUrl: redisUrlSetting(optional('REDIS_URL')),
    bodyMaxBytes: integerSetting(env, 'BODY_MAX_BYTES', { otherwise: 102_400, min: 1024, max: 1_048_576 }),
    deadlineMs: integerSetting(env, 'DEADLINE_MS', { otherwise: 3000, min: 100, max: 60_000 }),
    costMax: integerSetting(env, 'COST_MAX', { otherwise: costMaxDefault, ...costMaxRange }),
    // A body is held whole: a thousand of the largest are 100 MB.
    inFlightMax: integerSetting(env, 'IN_FLIGHT_MAX', { otherwise: 1024, min: 4, max: 100_000 }),
    rateLimits: Object.freeze({
      // All officers of a body, or of a state's data centre, come from one address: two agencies at their limit fit in.
      ADDRESS: rate('RATE_ADDRESS_PER_MINUTE', 12_000),
      // An officer on patrol asks a few times a minute; an analyst opens a screen of four or five queries every few seconds.
      CALLER: rate('RATE_CALLER_PER_MINUTE', 120),
      // The whole network asks 250 times a minute in its peak hour (432 bodies, 140,000 people, 15,000 queries), and must bear 25,000:
      // the largest body alone may ask a quarter of that, and what runs wild in it does not take the rest from the others.
      AGENCY: rate('RATE_AGENCY_PER_MINUTE', 6000),
      // An officer at a stop checks those in a car, and a bus in a few minutes; a control post one person a minute all hour long. Of a
      // masked CPF a thousand numbers remain: to try them all takes seventeen hours, and every one is in the journal.
      CPF_MINUTE: rate('RATE_CPF_PER_MINUTE', 10),
      CPF_HOUR: rate('RATE_CPF_PER_HOUR', 60),
    }),
    trustedProxies: addressRanges('TRUSTED_PROXIES', optional('TRUSTED_PROXIES')),
    // Two hundred investigations at once on 2 cores: served 8, 16 or 32 at a time, all answers were complete and the cores busy; 64 at a
    // time, one in seven lost the index to its deadline, and with no bound every second one. Fewer would idle while a slow holder is
    // waited for.
    concurrentMax: integerSetting(env, 'CONCURRENT_MAX', { otherwise: 32, min: 1, max: 100_000 }),
    // By default what an agency may have waiting, and being served, is less than what its one address may hold (a quarter of
    // IN_FLIGHT_MAX). That all agencies together have room is checked below.
    queueMax: integerSetting(env, 'QUEUE_MAX', { otherwise: 512, min: 1, max: 100_000 }),
    queuePerAgencyMax: integerSetting(env, 'QUEUE_PER_AGENCY_MAX', { otherwise: 128, min: 1, max: 100_000 }),
    // Of a deadline of 3 s, what remains is still enough for a holder that takes all of its 1.5 s.
    queueWaitMs: integerSetting(env, 'QUEUE_WAIT_MS', { otherwise: 1000, min: 10, max: 60_000 }),
    metricsFrom: addressRanges('METRICS_FROM', optional('METRICS_FROM') ?? '127.0.0.1,::1'),
    corsOrigins: origins(optional('CORS_ORIGINS')),
    requestTimeoutMs: integerSetting(env, 'REQUEST_TIMEOUT_MS', { otherwise: 15_000, min: 1000, max: 120_000 }),
    demoTokenUrl,
    demoTabsPath: optional('DEMO_TABS'),
  });
  checkTogether(config);
  return config;
}

/** What each setting by itself cannot tell. */
function checkTogether(config: GatewayConfig): void {
  const { queueWaitMs, deadlineMs, inFlightMax, concurrentMax, queueMax } = config;
  if (queueWaitMs >= deadlineMs) throw new ConfigError('QUEUE_WAIT_MS', 'must be less than DEADLINE_MS');
  // Whoever waits or is served is held: with less room the queue could never fill, and would be fair to nobody.
  if (inFlightMax < concurrentMax + queueMax)
    throw new ConfigError('IN_FLIGHT_MAX', 'must be at least CONCURRENT_MAX and QUEUE_MAX together');
}

function redisUrlSetting(text: string | undefined): string | undefined {
  const wrong = text?.split(',').some((part) => {
    const url = URL.parse(part.trim());
    return (url?.protocol !== 'redis:' && url?.protocol !== 'rediss:') || url.hostname === '';
  });
  if (wrong) throw new ConfigError('REDIS_URL', 'must be redis:// or rediss:// with a host; several, parted by commas');
  return text;
}

/** `https://one.example,https://two.example:8443`; `*` and `null` name nobody and are refused. */
function origins(text: string | undefined): readonly string[] {
  const all = (text ?? '').split(',').filter((origin) => origin !== '');
  if (all.some((origin) => URL.parse(origin)?.origin !== origin))
    throw new ConfigError('CORS_ORIGINS', 'must be origins (scheme, host, port) parted by commas');
  return all;
}
