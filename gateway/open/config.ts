// The settings of the open gateway: any supergraph, for tests and measurements, without any of the network's protections.
import { readFileSync } from 'node:fs';
import { ConfigError } from '#kit/errors.ts';
import { integerSetting, textSetting } from '#kit/settings.ts';
import type { Environment } from '#kit/settings.ts';
import { engineSetting } from '../engine/engine-setting.ts';
import type { EngineName } from '../engine/engine-setting.ts';

export interface OpenConfig {
  readonly supergraphPath: string;
  /** The address of each source, by its name in the supergraph; undefined: those that the supergraph states. */
  readonly urls: ReadonlyMap<string, string> | undefined;
  readonly host: string;
  readonly port: number;
  readonly engine: EngineName;
  /** Longest time for an answer, in milliseconds. */
  readonly deadlineMs: number;
  readonly bodyMaxBytes: number;
}

/** What a gateway has that serves for real: one variable more must not open it. */
const networkSettings = [
  'DIRECTORY',
  'GATEWAY_KEY',
  'JOURNAL_KEY',
  'JOURNAL_DATABASE_URL',
  'ISSUER',
  'JWKS_URL',
] as const;

/** Whether the process is to serve openly. @throws ConfigError for anything but a clear yes, and where it must never be */
export function isOpen(env: Environment): boolean {
  const value = env.OPEN_FOR_TESTS ?? '';
  if (value === '') return false;
  if (value !== '1') throw new ConfigError('OPEN_FOR_TESTS', 'must be 1 or not be set');
  if (/^prod/i.test(env.NODE_ENV ?? ''))
    throw new ConfigError('OPEN_FOR_TESTS', 'is refused with NODE_ENV=production: nobody would be authenticated');
  const ofNetwork = networkSettings.find((name) => (env[name] ?? '') !== '');
  if (ofNetwork !== undefined)
    throw new ConfigError(
      'OPEN_FOR_TESTS',
      `is refused beside ${ofNetwork}, which is a setting of the network's gateway`,
    );
  return true;
}

/** @throws ConfigError naming the setting */
export function openConfig(env: Environment): OpenConfig {
  if (!isOpen(env)) throw new ConfigError('OPEN_FOR_TESTS', 'must be 1 for the open gateway');
  const holdersPath = textSetting(env, 'HOLDERS', { otherwise: '' });
  return Object.freeze({
    supergraphPath: textSetting(env, 'SUPERGRAPH'),
    urls: holdersPath === '' ? undefined : readHolders(holdersPath),
    host: textSetting(env, 'HOST', { otherwise: '127.0.0.1' }),
    port: integerSetting(env, 'PORT', { otherwise: 4000, min: 0, max: 65_535 }),
    engine: engineSetting(env),
    deadlineMs: integerSetting(env, 'DEADLINE_MS', { otherwise: 30_000, min: 100, max: 600_000 }),
    bodyMaxBytes: integerSetting(env, 'BODY_MAX_BYTES', { otherwise: 2 ** 20, min: 1024, max: 64 * 2 ** 20 }),
  });
}

function readHolders(path: string): ReadonlyMap<string, string> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new ConfigError('HOLDERS', 'the file cannot be read');
  }
  let entries: readonly [string, unknown][];
  try {
    const holders: unknown = JSON.parse(text);
    if (typeof holders !== 'object' || holders === null || Array.isArray(holders)) throw new TypeError('no object');
    entries = Object.entries(holders);
  } catch {
    throw new ConfigError('HOLDERS', 'the file must hold a JSON object of addresses by source');
  }
  const urls = new Map<string, string>();
  for (const [source, url] of entries) {
    if (!isHttpUrl(url))
      throw new ConfigError('HOLDERS', `the address of ${JSON.stringify(source)} must be http or https`);
    urls.set(source, url);
  }
  return urls;
}

export function isHttpUrl(value: unknown): value is string {
  return typeof value === 'string' && /^https?:$/.test(URL.parse(value)?.protocol ?? '');
}
