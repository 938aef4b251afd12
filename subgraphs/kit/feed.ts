// The holder's feed: pages of positions, in order, from a cursor; at its publication level and no more.
import { createHmac } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Publication } from './directory.ts';
import { indexEntrySchema } from './index-entry.ts';
import type { IndexEntry, IndexIdentifier } from './index-entry.ts';
import type { EntryFacts } from './records.ts';
import type { Sequencer } from './sequencer.ts';
import type { Database } from './storage/database.ts';
import type { FeedPage, FeedRequest } from './wire/protocol.ts';

/** Where changes come from. The outbox is one; snapshot-diff and push are others. */
export interface ChangeSource {
  read(request: FeedRequest, signal?: AbortSignal): Promise<FeedPage>;
}

export interface OutboxFeedOptions {
  readonly sql: Database;
  readonly sequencer: Sequencer;
  readonly source: string;
  readonly holder: string;
  readonly publication: Publication;
  /** For publication KEYS: hashes an identifier so that only the index and this endpoint can tell which it is. */
  readonly hashKey?: KeyObject;
}

export const feedLimitMax = 5000;
export const feedWaitMaxMs = 30_000;

interface FeedRow {
  readonly position: number;
  readonly record_id: string;
  readonly version: number;
  readonly entry: EntryFacts | null;
  readonly at: Date;
}

export function outboxFeed(options: OutboxFeedOptions): ChangeSource {
  const { sql, sequencer, source, holder, publication, hashKey } = options;
  if (publication === 'KEYS' && !hashKey)
    throw new TypeError('hashKey: publication KEYS needs the key shared with the index');
  return {
    async read({ after, limit, waitMs }, signal) {
      await sequencer.waitBeyond(after, publication === 'NONE' ? 0 : waitMs, signal);
      // The head is read first: a page may then hold more than it promises, never less.
      const head = sequencer.head;
      const asOf = new Date().toISOString();
      if (publication === 'NONE') return { source, holder, head: 0, asOf, events: [] };
      const rows = await sql<FeedRow[]>`
        select position, record_id, version, entry, at from feed where position > ${after} order by position limit ${limit}`;
      const events = rows.map((row) => ({
        position: row.position,
        recordId: row.record_id,
        version: row.version,
        entry: row.entry && publish(row.entry, row),
      }));
      const last = events.at(-1)?.position;
      if (sequencer.current) return { source, holder, head: Math.max(head, last ?? 0), asOf, events };
      // Rows wait in the outbox and nobody moves them on: silence here would read as "nothing changed".
      if (last === undefined) throw new Error('the feed is behind its outbox');
      return { source, holder, head: Math.max(head, last) + 1, asOf, events };
    },
  };

  function publish(facts: EntryFacts, row: FeedRow): IndexEntry {
    const about = {
      schema: indexEntrySchema,
      source,
      holder,
      recordId: row.record_id,
      version: row.version,
      asOf: row.at.toISOString(),
      audience: facts.audience,
      ...(facts.contactUnit && { contactUnit: facts.contactUnit }),
    } as const;
    if (publication === 'FULL' || !hashKey)
      return { ...about, identifiers: facts.identifiers, edges: facts.edges, basics: facts.basics };
    const keyed = (identifier: IndexIdentifier) => ({
      kind: identifier.kind,
      value: keyedHash(hashKey, identifier.kind, identifier.value),
    });
    return {
      ...about,
      identifiers: facts.identifiers.map(keyed),
      edges: facts.edges.map(({ role, kind, identifier }) => ({ role, kind, identifier: keyed(identifier) })),
      basics: {},
      keyed: true,
    };
  }
}

/** HMAC-SHA256 of an identifier under the key of one endpoint and the index, base64url. */
export function keyedHash(key: KeyObject, kind: string, value: string): string {
  return createHmac('sha256', key).update(`${kind}\n${value}`).digest('base64url');
}
