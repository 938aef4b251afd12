// Writes of the index: batches of feeds, each with its cursor in one transaction. With records.ts, the only files here that hold SQL.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Database, Transaction } from '#kit/storage/database.ts';
import type { FeedEvent, IndexState } from '#kit/wire/protocol.ts';
import { copyText } from './copy-text.ts';
import type { ColumnType } from './copy-text.ts';
import { checkEntry, checkEvent, EntryError } from './entry-check.ts';
import type { EventOrigin } from './entry-check.ts';
import { entryIdOf, rowsOf } from './entry-rows.ts';
import type { EntryRows } from './entry-rows.ts';
import type { SubjectIds } from './subject-ids.ts';

export interface FeedBatch {
  readonly origin: EventOrigin;
  /** The cursor that the batch was read after; another one in the base means that somebody else follows the feed. */
  readonly after: number;
  readonly events: readonly FeedEvent[];
  /** The cursor from now on. */
  readonly position: number;
  /** State of the holder's base that the index reflects from now on; null where the batch does not tell. */
  readonly asOf: string | null;
  /** When the index was level with the feed, if it now is. */
  readonly caughtUpAt: Date | null;
}

export interface BatchOutcome {
  readonly applied: number;
  /** Older than what the index has, or the same again. */
  readonly stale: number;
  readonly refused: number;
}

export interface FeedCursor {
  readonly position: number;
  readonly asOf: string | null;
  readonly caughtUpAt: Date | null;
  /** Records whose newest version the index had to refuse. */
  readonly refusedRecords: number;
}

export interface IndexWriter {
  /** One batch at a time, in the order asked for; a follower that waits for its batch can never crowd out the others. */
  apply(batch: FeedBatch): Promise<BatchOutcome>;
  cursor(endpoint: Pick<IndexState, 'source' | 'holder'>): Promise<FeedCursor>;
  /** The feed starts anew: reads it from the beginning, while versions keep what is already known. */
  rewind(endpoint: Pick<IndexState, 'source' | 'holder'>): Promise<void>;
}

export class ApplyError extends Error {
  override readonly name = 'ApplyError';
  readonly code: 'CURSOR_MOVED' | 'OTHER_SECRET';

  constructor(code: 'CURSOR_MOVED' | 'OTHER_SECRET', message: string) {
    super(message);
    this.code = code;
  }
}

/** Throws ApplyError OTHER_SECRET where the base was filled under another secret. */
export async function openIndexWriter(sql: Database, ids: SubjectIds): Promise<IndexWriter> {
  await sql`insert into identity_secret (fingerprint) values (${ids.fingerprint}) on conflict do nothing`;
  const [known] = await sql<{ fingerprint: string }[]>`select fingerprint from identity_secret`;
  if (known?.fingerprint !== ids.fingerprint)
    throw new ApplyError(
      'OTHER_SECRET',
      'secret: the index was filled under another one; put it back, or fill the index afresh',
    );
  let queue: Promise<unknown> = Promise.resolve();
  const writer: IndexWriter = {
    apply(batch) {
      // Checked at once, while the base is still busy with the batch before.
      const prepared = prepareBatch(ids, batch);
      const run = queue.then(() => applyBatch(sql, batch, prepared));
      queue = run.catch(() => undefined);
      return run;
    },
    async cursor({ source, holder }) {
      const [row] = await sql<{ position: number; as_of: Date | null; caught_up_at: Date | null; refused: number }[]>`
        select c.position, c.as_of, c.caught_up_at, (
          select count(*)::int from refused_event r where r.source = ${source} and r.holder = ${holder}
        ) as refused
        from (select 1) one left join feed_cursor c on c.source = ${source} and c.holder = ${holder}`;
      return {
        position: row?.position ?? 0,
        asOf: row?.as_of?.toISOString() ?? null,
        caughtUpAt: row?.caught_up_at ?? null,
        refusedRecords: row?.refused ?? 0,
      };
    },
    async rewind({ source, holder }) {
      await sql`update feed_cursor set position = 0, caught_up_at = null where source = ${source} and holder = ${holder}`;
    },
  };
  return Object.freeze(writer);
}

type Refusal = {
  readonly record_id: string;
  readonly version: number;
  readonly position: number;
  readonly code: string;
  readonly place: string;
};

interface Tombstone {
  readonly id: string;
  readonly record_id: string;
  readonly version: number;
}

/** What a batch comes to before the base is asked: the newest event of each record, checked. */
export interface PreparedBatch {
  readonly entries: readonly EntryRows[];
  readonly tombstones: readonly Tombstone[];
  readonly refusals: readonly Refusal[];
  readonly superseded: number;
}

export function prepareBatch(ids: SubjectIds, { origin, events }: Pick<FeedBatch, 'origin' | 'events'>): PreparedBatch {
  const entries: EntryRows[] = [];
  const tombstones: Tombstone[] = [];
  const refusals = new Map<string, Refusal>();
  const byRecord = new Map<string, FeedEvent[]>();
  for (const event of events) {
    const versions = byRecord.get(event.recordId);
    if (versions) versions.push(event);
    else byRecord.set(event.recordId, [event]);
  }
  let superseded = 0;
  for (const versions of byRecord.values()) {
    versions.sort((a, b) => b.version - a.version);
    // The newest that can be taken: one that cannot must not cost the last good one.
    const taken = versions.findIndex((event) => {
      const row = prepareEvent(ids, origin, event);
      if ('code' in row) {
        if (!refusals.has(row.record_id)) refusals.set(row.record_id, row);
        return false;
      }
      if ('entry' in row) entries.push(row);
      else tombstones.push(row);
      return true;
    });
    if (taken >= 0) superseded += versions.length - 1 - taken;
  }
  return { entries, tombstones, refusals: [...refusals.values()], superseded };
}

function prepareEvent(ids: SubjectIds, origin: EventOrigin, event: FeedEvent): EntryRows | Tombstone | Refusal {
  try {
    const { recordId, version } = checkEvent(event);
    if (event.entry !== null) return rowsOf(checkEntry(event.entry, origin, { recordId, version }), ids);
    return { id: entryIdOf(ids, origin.source, origin.holder, recordId), record_id: recordId, version };
  } catch (error) {
    if (!(error instanceof EntryError)) throw error;
    return {
      // An unusable identifier is not stored: it could be anything.
      record_id: error.place === 'event.recordId' ? '?' : event.recordId,
      version: Number.isSafeInteger(event.version) ? event.version : 0,
      position: event.position,
      code: error.code,
      place: error.place,
    };
  }
}

/** Any number that no other program uses: one writer at a time, whatever the number of processes. */
const writerLock = 7_031_966;

async function applyBatch(sql: Database, batch: FeedBatch, prepared: PreparedBatch): Promise<BatchOutcome> {
  const { origin } = batch;
  return (await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${writerLock})`;
    await moveCursor(tx, batch);
    if (batch.events.length === 0) return { applied: 0, stale: 0, refused: 0 };
    const touched = [...prepared.entries.map(({ entry }) => entry.id), ...prepared.tombstones.map(({ id }) => id)];
    const known = new Map(
      (
        await tx<{ id: string; version: number; subject_id: string | null }[]>`
          select id, version, subject_id from entry where id = any(${touched}::uuid[])`
      ).map((row) => [row.id, row]),
    );
    const isNewer = (id: string, version: number) => version > (known.get(id)?.version ?? 0);
    const entries = prepared.entries.filter(({ entry }) => isNewer(entry.id, entry.version));
    const tombstones = prepared.tombstones.filter(({ id, version }) => isNewer(id, version));
    const replaced = [...entries.map(({ entry }) => entry.id), ...tombstones.map(({ id }) => id)].filter((id) =>
      known.has(id),
    );
    if (replaced.length > 0) await clearRows(tx, replaced);
    await buryEntries(tx, origin, tombstones);
    await writeEntries(tx, entries, (id) => known.has(id));
    await noteMoves(
      tx,
      entries.flatMap(({ entry }) => {
        const before = known.get(entry.id)?.subject_id;
        return before && before !== entry.subject_id ? [{ subject_id: before, entry_id: entry.id }] : [];
      }),
    );
    await noteRefusals(tx, origin, prepared.refusals, [...entries.map(({ entry }) => entry), ...tombstones]);
    const applied = entries.length + tombstones.length;
    const offered = prepared.entries.length + prepared.tombstones.length;
    return { applied, stale: offered - applied + prepared.superseded, refused: prepared.refusals.length };
  })) as BatchOutcome;
}

async function moveCursor(tx: Transaction, { origin, after, position, asOf, caughtUpAt }: FeedBatch): Promise<void> {
  const moved = await tx`
    insert into feed_cursor as c (source, holder, position, as_of, caught_up_at)
    select ${origin.source}::text, ${origin.holder}::text, ${position}::bigint, ${asOf}::timestamptz, ${caughtUpAt}::timestamptz
     where ${after}::bigint = 0 or exists (select from feed_cursor where source = ${origin.source} and holder = ${origin.holder})
    on conflict (source, holder) do update
      set position = excluded.position, as_of = coalesce(excluded.as_of, c.as_of), caught_up_at = coalesce(excluded.caught_up_at, c.caught_up_at)
      where c.position = ${after}::bigint`;
  if (moved.count === 0) throw new ApplyError('CURSOR_MOVED', 'the cursor of the feed was moved by another follower');
}

async function clearRows(tx: Transaction, ids: readonly string[]): Promise<void> {
  const wanted = ids as string[];
  await tx`delete from identifier where entry_id = any(${wanted}::uuid[])`;
  await tx`delete from edge where entry_id = any(${wanted}::uuid[])`;
  await tx`delete from name where entry_id = any(${wanted}::uuid[])`;
  await tx`delete from vehicle_trait where entry_id = any(${wanted}::uuid[])`;
}

/** A tombstone has nothing to show and keeps version, subject and audience: it leads on only those who could see the record. */
async function buryEntries(
  tx: Transaction,
  { source, holder }: EventOrigin,
  tombstones: readonly Tombstone[],
): Promise<void> {
  if (tombstones.length === 0) return;
  await tx`
    insert into entry as e (id, source, holder, record_id, version)
    select t.id, ${source}::text, ${holder}::text, t.record_id, t.version
      from json_to_recordset(${JSON.stringify(tombstones)}::text::json) as t (id uuid, record_id text, version bigint)
    on conflict (id) do update
      set version = excluded.version, kind = null, as_of = null, keyed = false, contact_unit = null, basics = null`;
}

/** Entries that are new are copied in; the others replace what they were. */
async function writeEntries(
  tx: Transaction,
  entries: readonly EntryRows[],
  isKnown: (id: string) => boolean,
): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map(({ entry }) => entry);
  await copyIn(
    tx,
    'entry',
    entryColumns,
    rows.filter(({ id }) => !isKnown(id)),
  );
  const replaced = rows.filter(({ id }) => isKnown(id));
  if (replaced.length > 0)
    await tx`
      update entry as e
         set version = t.version, kind = t.kind, subject_id = t.subject_id, as_of = t.as_of, keyed = t.keyed, open = t.open,
             existence = t.existence, contact_unit = t.contact_unit, basics = t.basics
        from json_to_recordset(${JSON.stringify(replaced)}::text::json) as t (
          id uuid, version bigint, kind text, subject_id uuid, as_of timestamptz, keyed boolean, open text[], existence text[],
          contact_unit jsonb, basics jsonb)
       where e.id = t.id`;
  await copyIn(
    tx,
    'identifier',
    identifierColumns,
    entries.flatMap((one) => one.identifiers),
  );
  await copyIn(
    tx,
    'edge',
    edgeColumns,
    entries.flatMap((one) => one.edges),
  );
  await copyIn(
    tx,
    'name',
    nameColumns,
    entries.flatMap((one) => one.names),
  );
  await copyIn(
    tx,
    'vehicle_trait',
    traitColumns,
    entries.flatMap((one) => one.traits),
  );
}

type Columns<Row> = { readonly [Name in keyof Row]: ColumnType };

const audienceColumns = { open: 'text[]', existence: 'text[]' } as const;
const entryColumns: Columns<EntryRows['entry']> = {
  ...{
    id: 'text',
    source: 'text',
    holder: 'text',
    record_id: 'text',
    version: 'text',
    kind: 'text',
    subject_id: 'text',
  },
  ...{ as_of: 'text', keyed: 'text', contact_unit: 'json', basics: 'json', ...audienceColumns },
};
const identifierColumns: Columns<EntryRows['identifiers'][number]> = {
  ...{
    kind: 'text',
    value: 'text',
    place: 'text',
    entry_id: 'text',
    entry_kind: 'text',
    subject_id: 'text',
    ...audienceColumns,
  },
};
const edgeColumns: Columns<EntryRows['edges'][number]> = {
  ...{ entry_id: 'text', entry_kind: 'text', subject_id: 'text', role: 'text', party_kind: 'text', party_id: 'text' },
  ...{ kind: 'text', value: 'text', since: 'text', ...audienceColumns },
};
const nameColumns: Columns<EntryRows['names'][number]> = {
  ...{ entry_id: 'text', entry_kind: 'text', subject_id: 'text', role: 'text', key: 'text', mother_key: 'text' },
  ...{ birth_date: 'text', sex: 'text', sounds: 'text[]', ...audienceColumns },
};
const traitColumns: Columns<EntryRows['traits'][number]> = {
  ...{
    entry_id: 'text',
    subject_id: 'text',
    plates: 'text[]',
    marks: 'text[]',
    chassis_back: 'text',
    make_key: 'text',
  },
  ...{ model_key: 'text', colour_key: 'text', year: 'text', state: 'text', ...audienceColumns },
};

async function copyIn(
  tx: Transaction,
  table: string,
  columns: Readonly<Record<string, ColumnType>>,
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  const stream = await tx`copy ${tx(table)} (${tx(Object.keys(columns))}) from stdin`.writable();
  await pipeline(Readable.from([copyText(columns, rows)]), stream);
}

async function noteMoves(
  tx: Transaction,
  moves: readonly { readonly subject_id: string; readonly entry_id: string }[],
): Promise<void> {
  if (moves.length === 0) return;
  await tx`
    insert into former_subject (subject_id, entry_id)
    select subject_id, entry_id
      from json_to_recordset(${JSON.stringify(moves)}::text::json) as t (subject_id uuid, entry_id uuid)
    on conflict do nothing`;
}

/** A record that was refused stays noted until a newer version of it is taken. */
async function noteRefusals(
  tx: Transaction,
  { source, holder }: EventOrigin,
  refusals: readonly Refusal[],
  taken: readonly { readonly record_id: string; readonly version: number }[],
): Promise<void> {
  if (refusals.length > 0)
    await tx`
      insert into refused_event as r (source, holder, record_id, version, position, code, place, at)
      select ${source}::text, ${holder}::text, t.record_id, t.version, t.position, t.code, t.place, now()
        from json_to_recordset(${JSON.stringify(refusals)}::text::json) as t (
          record_id text, version bigint, position bigint, code text, place text)
       where not exists (
         select from entry e
          where e.source = ${source} and e.holder = ${holder} and e.record_id = t.record_id and e.version >= t.version)
      on conflict (source, holder, record_id) do update
        set version = excluded.version, position = excluded.position, code = excluded.code, place = excluded.place, at = excluded.at
        where excluded.version >= r.version`;
  if (taken.length > 0)
    await tx`
      delete from refused_event r using json_to_recordset(${JSON.stringify(
        taken.map(({ record_id, version }) => ({ record_id, version })),
      )}::text::json) as t (record_id text, version bigint)
       where r.source = ${source} and r.holder = ${holder} and r.record_id = t.record_id and r.version <= t.version`;
}
