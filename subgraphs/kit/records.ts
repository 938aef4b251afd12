// How a source reads and writes its records. PostgreSQL is one implementation: a holder on Oracle or a mainframe writes another.
import type { IndexEntry } from './index-entry.ts';
import type { Database } from './storage/database.ts';

export interface StoredRecord<Facts> {
  readonly recordId: string;
  readonly version: number;
  readonly updatedAt: Date;
  readonly facts: Facts;
}

export interface Records<Facts> {
  /** Same length and order as `recordIds`; null where there is no such record. */
  findMany(recordIds: readonly string[]): Promise<readonly (StoredRecord<Facts> | null)[]>;
  /** Inserts or replaces, with the index facts in the same transaction. A record that did not change keeps its version. */
  save(facts: readonly Facts[]): Promise<void>;
  /** Removes the records from the base and from the index. */
  remove(recordIds: readonly string[]): Promise<void>;
}

/** What the index may know of a record; the kit adds source, holder, version and time. Null: nothing at all. */
export type EntryFacts = Pick<IndexEntry, 'audience' | 'contactUnit' | 'identifiers' | 'edges' | 'basics'>;

export interface RecordRow {
  readonly record_id: string;
  readonly version: number;
  readonly updated_at: Date;
  readonly facts: unknown;
}

/** Records in the kit's `record` table. A source extends the result with look-ups of its own. */
export function postgresRecords<Facts extends { readonly recordId: string }>(
  sql: Database,
  entryOf: (facts: Facts) => EntryFacts | null,
): Records<Facts> {
  return {
    async findMany(recordIds) {
      const rows = await sql<RecordRow[]>`
        select record_id, version, updated_at, facts from record
        where record_id = any(${recordIds as string[]}) and not removed`;
      const byId = new Map(rows.map((row) => [row.record_id, storedRecord<Facts>(row)]));
      return recordIds.map((id) => byId.get(id) ?? null);
    },

    async save(facts) {
      if (facts.length === 0) return;
      const incoming = facts.map((one) => ({ record_id: one.recordId, facts: one, entry: entryOf(one) }));
      // Rows are taken in one order everywhere, so that two writers wait for each other and never deadlock.
      await sql`
        with incoming as (
          select * from jsonb_to_recordset(${sql.json(incoming as never)}) as (record_id text, facts jsonb, entry jsonb)
        ), saved as (
          insert into record as r (record_id, version, updated_at, facts)
          select record_id, 1, now(), facts from incoming order by record_id
          on conflict (record_id) do update
            set version = r.version + 1, updated_at = now(), facts = excluded.facts, removed = false
            where r.removed or r.facts is distinct from excluded.facts
          returning record_id, version
        )
        insert into outbox (record_id, version, entry, at)
        select record_id, version, nullif(entry, 'null'), now() from saved join incoming using (record_id) order by record_id`;
    },

    async remove(recordIds) {
      await sql`
        with taken as (
          select record_id from record where record_id = any(${recordIds as string[]}) and not removed
          order by record_id for update
        ), removed as (
          update record as r set removed = true, version = r.version + 1, updated_at = now()
          from taken where r.record_id = taken.record_id
          returning r.record_id, r.version
        )
        insert into outbox (record_id, version, entry, at)
        select record_id, version, null, now() from removed order by record_id`;
    },
  };
}

export function storedRecord<Facts>(row: RecordRow): StoredRecord<Facts> {
  return { recordId: row.record_id, version: row.version, updatedAt: row.updated_at, facts: row.facts as Facts };
}
