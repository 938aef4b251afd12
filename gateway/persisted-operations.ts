// Operations that are known by name before anybody sends them: clients may send the hash of one instead of its text, and where only
// registered operations are served, nothing else is. What clients send is never registered: a store that strangers fill can be filled.
import { hash } from 'node:crypto';
import { parse, print } from 'graphql';
import type { DocumentNode } from 'graphql';
import { profiles } from '#kit/caller.ts';
import type { Profile } from '#kit/caller.ts';
import { ConfigError } from '#kit/errors.ts';
import type { Environment } from '#kit/settings.ts';
import { RequestRefused } from './errors.ts';
import { readOnce } from './read-once.ts';

/** For whom only registered operations are served. */
export type Safelist = 'off' | 'on' | readonly Profile[];

export interface PersistedOperations {
  /**
   * The text of what is asked. `extensions` may hold `persistedQuery: { version: 1, sha256Hash }`, as Apollo's clients send it.
   * @throws RequestRefused PERSISTED_QUERY_NOT_FOUND, PERSISTED_QUERY_HASH_MISMATCH, BAD_REQUEST
   */
  textOf(query: unknown, extensions: unknown): string;
  /** @throws RequestRefused OPERATION_NOT_REGISTERED where the profile may ask registered operations alone */
  check(document: DocumentNode, profile: Profile): void;
}

/** `texts`: of documents. Equal is what reads equal: spaces, commas and comments do not count. */
export function createPersistedOperations(texts: readonly string[], safelist: Safelist = 'off'): PersistedOperations {
  const byHash = new Map(texts.map((text) => [sha256(text), text]));
  const registered = new Set(texts.map((text) => sha256(print(parse(text)))));
  const isRegistered = readOnce((document: DocumentNode) => registered.has(sha256(print(document))));

  return Object.freeze({
    textOf(query: unknown, extensions: unknown) {
      const stated = hashIn(extensions);
      if (stated === undefined) return textIn(query);
      if (query === undefined || query === null) {
        const text = byHash.get(stated);
        if (text === undefined) throw new RequestRefused('PERSISTED_QUERY_NOT_FOUND');
        return text;
      }
      const text = textIn(query);
      if (sha256(text) !== stated) throw new RequestRefused('PERSISTED_QUERY_HASH_MISMATCH');
      return text;
    },
    check(document: DocumentNode, profile: Profile) {
      const isBound = safelist === 'on' || (safelist !== 'off' && safelist.includes(profile));
      if (isBound && !isRegistered(document)) throw new RequestRefused('OPERATION_NOT_REGISTERED');
    },
  });
}

/** SAFELIST: `off`, `on`, or the profiles for which it is on, parted by commas. @throws ConfigError naming it */
export function safelistSetting({ SAFELIST: text = 'off' }: Environment): Safelist {
  if (text === '' || text === 'off' || text === '0') return 'off';
  if (text === 'on' || text === '1') return 'on';
  const named = text.split(',').map((one) => one.trim());
  const known = profiles.filter((profile) => named.includes(profile));
  if (known.length < named.length)
    throw new ConfigError('SAFELIST', `must be off, on, or profiles parted by commas: ${profiles.join(', ')}`);
  return Object.freeze(known);
}

function textIn(query: unknown): string {
  if (typeof query !== 'string') throw new RequestRefused('BAD_REQUEST');
  return query;
}

/** Of the wire format of automatic persisted queries; undefined where none is stated. */
function hashIn(extensions: unknown): string | undefined {
  const persisted = memberOf(extensions, 'persistedQuery');
  if (persisted === undefined || persisted === null) return undefined;
  const stated = memberOf(persisted, 'sha256Hash');
  if (memberOf(persisted, 'version') !== 1 || typeof stated !== 'string' || !/^[0-9a-f]{64}$/i.test(stated))
    throw new RequestRefused('BAD_REQUEST');
  return stated.toLowerCase();
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}
