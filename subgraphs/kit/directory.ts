// The directory: who holds what, where, under which agreement. A file, validated whole, replaced whole.
import { readFileSync } from 'node:fs';
import type { JsonWebKey } from 'node:crypto';
import { ConfigError } from './errors.ts';
import type { ContactUnit } from './index-entry.ts';
import { importPublicKey, KeyError } from './wire/keys.ts';
import { watchFile } from './watch-file.ts';
import type { KeyKind } from './wire/keys.ts';

export type Publication = 'FULL' | 'KEYS' | 'NONE';
/** What an endpoint can be asked directly, by the identifier that a probe carries. */
export type ProbeRoute = 'cpf' | 'plate:BR' | 'plate:AR' | 'plate:UY' | 'serial' | 'warrantNumber';

export interface EndpointEntry {
  readonly source: string;
  readonly holder: string;
  /** http only on loopback; https elsewhere. */
  readonly url: string;
  readonly connection: 'https';
  /** X25519 public key; its `kid` is the key id on the wire. */
  readonly exchangeKey: JsonWebKey;
  /** SHA-256 of the pinned CA certificate, hex; required for https. */
  readonly caPin?: string;
  readonly schemaVersion: number;
  readonly schemaHash?: string;
  /** Coordinates that the holder does not keep, e.g. `IndividualRecord.photos`. */
  readonly fieldsNotHeld: readonly string[];
  readonly publication: Publication;
  readonly probes: readonly ProbeRoute[];
  readonly environment: string;
  readonly deadlineMs: number;
  /**
   * A read whose answer has not begun after this long is sent a second time beside the first, for at most a twentieth of the calls; the
   * first good answer is taken. Only with the holder's consent: it answers, and journals, both. From 10 to `deadlineMs`; absent: never.
   */
  readonly hedgeAfterMs?: number;
  readonly maxConcurrent: number;
  readonly perSecond: number;
  readonly maintenance: readonly { readonly from: string; readonly to: string; readonly reason: string }[];
  readonly paused?: { readonly since: string; readonly reason: string };
  readonly agreement: { readonly basis: string; readonly validTo?: string };
  readonly contact: ContactUnit;
}

export interface HolderEntry {
  readonly name: string;
  /** Ed25519 public key: the holder's identity, for checkpoints. */
  readonly identityKey?: JsonWebKey;
  readonly contact: ContactUnit;
}

export interface SourceEntry {
  /** Further behind a holder's feed than this, the index may not say "none" for it. */
  readonly indexLagMaxMs: number;
  readonly deadlineMs: number;
  readonly schemaVersion: number;
}

export interface Directory {
  readonly version: number;
  readonly environment: string;
  /** The asking side: its key signs questions. */
  readonly gateway: { readonly exchangeKey: JsonWebKey };
  readonly holders: Readonly<Record<string, HolderEntry>>;
  readonly sources: Readonly<Record<string, SourceEntry>>;
  readonly endpoints: readonly EndpointEntry[];
}

export const indexSource = 'national-index';

/** Reads and checks a directory file. @throws ConfigError naming the entry and the field */
export function loadDirectory(path: string): Directory {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new ConfigError('DIRECTORY', 'the directory file cannot be read');
  }
  return parseDirectory(text);
}

export function parseDirectory(text: string): Directory {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ConfigError('DIRECTORY', 'the directory file is not JSON');
  }
  const root = object(value, 'directory', ['version', 'environment', 'gateway', 'holders', 'sources', 'endpoints']);
  integer(root.version, 'directory.version', 1, Number.MAX_SAFE_INTEGER);
  string(root.environment, 'directory.environment', /^[a-z]{2,20}$/);
  publicKey(
    'exchange',
    object(root.gateway, 'directory.gateway', ['exchangeKey']).exchangeKey,
    'directory.gateway.exchangeKey',
  );
  const holders = object(root.holders, 'directory.holders');
  for (const [code, holder] of Object.entries(holders)) {
    string(code, `directory.holders.${code}`, holderCode);
    const entry = object(holder, `directory.holders.${code}`, ['name', 'identityKey', 'contact']);
    string(entry.name, `directory.holders.${code}.name`);
    if (entry.identityKey !== undefined)
      publicKey('identity', entry.identityKey, `directory.holders.${code}.identityKey`);
    contact(entry.contact, `directory.holders.${code}.contact`);
  }
  const sources = object(root.sources, 'directory.sources');
  for (const [name, source] of Object.entries(sources)) {
    const entry = object(source, `directory.sources.${name}`, ['indexLagMaxMs', 'deadlineMs', 'schemaVersion']);
    integer(entry.indexLagMaxMs, `directory.sources.${name}.indexLagMaxMs`, 100, 86_400_000);
    integer(entry.deadlineMs, `directory.sources.${name}.deadlineMs`, 1, 60_000);
    integer(entry.schemaVersion, `directory.sources.${name}.schemaVersion`, 1, 1000);
  }
  if (!Array.isArray(root.endpoints)) throw new ConfigError('directory.endpoints', 'a list is expected');
  const seen = new Set<string>();
  for (const [index, value] of root.endpoints.entries()) {
    const name = checkEndpoint(value, `directory.endpoints[${index}]`, holders, sources);
    if (seen.has(name)) throw new ConfigError(`directory.endpoints[${index}]`, `${name} is listed twice`);
    seen.add(name);
  }
  checkKeysDiffer(value as Directory);
  return deepFreeze(value as Directory);
}

/** Calls back with each new valid version of the file; a broken one is reported and the last good one stays in force. */
export function watchDirectory(
  path: string,
  onChange: (directory: Directory) => void,
  onRefused: (error: ConfigError) => void,
): () => void {
  return watchFile(path, () => {
    try {
      onChange(loadDirectory(path));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      onRefused(error);
    }
  });
}

export function endpointName(endpoint: { readonly source: string; readonly holder: string }): string {
  return `${endpoint.source}/${endpoint.holder}`;
}

const holderCode = /^[A-Z][A-Z0-9_]{0,15}$/;
const endpointFields = [
  'source',
  'holder',
  'url',
  'connection',
  'exchangeKey',
  'caPin',
  'schemaVersion',
  'schemaHash',
  'fieldsNotHeld',
  'publication',
  'probes',
  'environment',
  'deadlineMs',
  'hedgeAfterMs',
  'maxConcurrent',
  'perSecond',
  'maintenance',
  'paused',
  'agreement',
  'contact',
];

function checkEndpoint(value: unknown, at: string, holders: object, sources: object): string {
  const entry = object(value, at, endpointFields);
  const source = string(entry.source, `${at}.source`, /^[a-z][a-z-]{1,30}$/);
  const holder = string(entry.holder, `${at}.holder`, holderCode);
  if (!Object.hasOwn(holders, holder)) throw new ConfigError(`${at}.holder`, 'is not among directory.holders');
  if (!Object.hasOwn(sources, source)) throw new ConfigError(`${at}.source`, 'is not among directory.sources');
  checkUrl(entry.url, entry.caPin, `${at}.url`);
  oneOf(entry.connection, `${at}.connection`, ['https']);
  publicKey('exchange', entry.exchangeKey, `${at}.exchangeKey`);
  integer(entry.schemaVersion, `${at}.schemaVersion`, 1, 1000);
  if (entry.schemaHash !== undefined) string(entry.schemaHash, `${at}.schemaHash`, /^[0-9a-f]{64}$/);
  strings(entry.fieldsNotHeld, `${at}.fieldsNotHeld`, /^[A-Za-z0-9_]+\.[A-Za-z0-9_]+$/);
  oneOf(entry.publication, `${at}.publication`, ['FULL', 'KEYS', 'NONE']);
  strings(entry.probes, `${at}.probes`, /^(cpf|plate:(BR|AR|UY)|serial|warrantNumber)$/);
  string(entry.environment, `${at}.environment`);
  integer(entry.deadlineMs, `${at}.deadlineMs`, 1, 60_000);
  if (entry.hedgeAfterMs !== undefined)
    integer(entry.hedgeAfterMs, `${at}.hedgeAfterMs`, 10, entry.deadlineMs as number);
  integer(entry.maxConcurrent, `${at}.maxConcurrent`, 1, 100_000);
  integer(entry.perSecond, `${at}.perSecond`, 1, 1_000_000);
  if (!Array.isArray(entry.maintenance)) throw new ConfigError(`${at}.maintenance`, 'a list is expected');
  for (const [index, window] of entry.maintenance.entries()) {
    const { from, to, reason } = object(window, `${at}.maintenance[${index}]`, ['from', 'to', 'reason']);
    instant(from, `${at}.maintenance[${index}].from`);
    instant(to, `${at}.maintenance[${index}].to`);
    string(reason, `${at}.maintenance[${index}].reason`);
  }
  if (entry.paused !== undefined) {
    const paused = object(entry.paused, `${at}.paused`, ['since', 'reason']);
    instant(paused.since, `${at}.paused.since`);
    string(paused.reason, `${at}.paused.reason`);
  }
  const agreement = object(entry.agreement, `${at}.agreement`, ['basis', 'validTo']);
  string(agreement.basis, `${at}.agreement.basis`);
  if (agreement.validTo !== undefined) instant(agreement.validTo, `${at}.agreement.validTo`);
  contact(entry.contact, `${at}.contact`);
  return endpointName({ source, holder });
}

function checkUrl(value: unknown, caPin: unknown, at: string): void {
  const url = URL.parse(string(value, at));
  if (!url || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new ConfigError(at, 'a plain URL is expected');
  if (url.protocol === 'http:' && isLoopback(url.hostname)) return;
  if (url.protocol !== 'https:') throw new ConfigError(at, 'https is required outside loopback');
  if (caPin === undefined) throw new ConfigError(at.replace(/url$/, 'caPin'), 'https needs the pin of the CA');
  string(caPin, at.replace(/url$/, 'caPin'), /^[0-9a-f]{64}$/);
}

export function isLoopback(hostname: string): boolean {
  return hostname === '[::1]' || hostname === 'localhost' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** A key names its owner on the wire: shared by two, it would let one speak for the other. */
function checkKeysDiffer({ gateway, endpoints }: Directory): void {
  const owners = new Set([gateway.exchangeKey.kid]);
  for (const [index, { exchangeKey }] of endpoints.entries()) {
    if (owners.has(exchangeKey.kid))
      throw new ConfigError(`directory.endpoints[${index}].exchangeKey`, 'is the key of another');
    owners.add(exchangeKey.kid);
  }
}

/** Checked as far as use would check it: a key that is found wrong at the first question is found too late. */
function publicKey(kind: KeyKind, value: unknown, at: string): void {
  const key = object(value, at, ['kty', 'crv', 'x', 'kid']);
  string(key.kid, `${at}.kid`, /^[A-Za-z0-9_-]{43}$/);
  try {
    importPublicKey(kind, key, at);
  } catch (error) {
    if (error instanceof KeyError) throw new ConfigError(at, error.message.slice(at.length + 2));
    throw error;
  }
}

function contact(value: unknown, at: string): void {
  const fields = ['unit', 'phone', 'municipality', 'uf'];
  const entry = object(value, at, fields);
  for (const field of fields)
    if (field === 'unit' || entry[field] !== undefined) string(entry[field], `${at}.${field}`);
}

function object(value: unknown, at: string, fields?: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ConfigError(at, 'an object is expected');
  const unknown = fields && Object.keys(value).find((key) => !fields.includes(key));
  if (unknown !== undefined) throw new ConfigError(at, 'has a field that is not known');
  return value as Record<string, unknown>;
}

function string(value: unknown, at: string, pattern?: RegExp): string {
  if (typeof value !== 'string' || value === '' || value.length > 500) throw new ConfigError(at, 'a text is expected');
  if (pattern && !pattern.test(value)) throw new ConfigError(at, `must match ${pattern.source}`);
  return value;
}

function strings(value: unknown, at: string, pattern: RegExp): void {
  if (!Array.isArray(value)) throw new ConfigError(at, 'a list is expected');
  for (const [index, item] of value.entries()) string(item, `${at}[${index}]`, pattern);
}

function integer(value: unknown, at: string, min: number, max: number): void {
  if (!Number.isInteger(value) || (value as number) < min || (value as number) > max)
    throw new ConfigError(at, `a whole number from ${min} to ${max} is expected`);
}

function oneOf(value: unknown, at: string, values: readonly string[]): void {
  if (!values.includes(value as string)) throw new ConfigError(at, `one of ${values.join(', ')} is expected`);
}

function instant(value: unknown, at: string): void {
  const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
  if (typeof value !== 'string' || !form.test(value) || Number.isNaN(Date.parse(value)))
    throw new ConfigError(at, 'an instant (RFC 3339) is expected');
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) deepFreeze(item);
    Object.freeze(value);
  }
  return value;
}
