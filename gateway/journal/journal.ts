// The record of accesses. `write` resolves once the entry is on disk: the answer waits for it, and without it there is no answer.
import type { Database } from '#kit/storage/database.ts';
import { rowText } from './entry.ts';
import type { JournalEntry } from './entry.ts';

export class JournalError extends Error {
  override readonly name = 'JournalError';
  readonly code = 'JOURNAL_UNAVAILABLE';

  constructor() {
    super('the journal could not record the access');
  }
}

export interface Journal {
  /** @throws JournalError when the entry is not known to be durable within the time limit */
  write(entry: JournalEntry): Promise<void>;
  /** Takes the locks of an entry and makes something durable. @throws when an entry could not be written now */
  check(): Promise<void>;
  /** Writes what is waiting, then closes. */
  close(): Promise<void>;
}

export interface JournalOptions {
  /** How long an entry may take to be durable. */
  readonly timeoutMs?: number;
  /** Told when entries can no longer be written, and when they can again. */
  readonly log?: (line: string) => void;
}

interface Waiting {
  readonly entry: JournalEntry;
  settle(error?: JournalError): void;
}

/** Entries that one commit makes durable together. */
const groupMax = 256;
/** Statements without an answer, on connections that may be dead; one connection is left for the check. */
const unansweredMax = 3;

export function createJournal(sql: Database, options: JournalOptions = {}): Journal {
  const { timeoutMs = 2000, log = () => undefined } = options;
  const waiting = new Set<Waiting>();
  let flushing: Promise<void> | null = null;
  let unanswered = 0;
  let failing = false;

  async function flush(): Promise<void> {
    while (waiting.size > 0) {
      const group = [...waiting].slice(0, groupMax);
      for (const one of group) waiting.delete(one);
      await save(group);
    }
    flushing = null;
  }

  async function save(group: readonly Waiting[], written = (row: string) => row): Promise<void> {
    try {
      await insertInTime(group.map(({ entry }, place) => written(rowText(entry, place))));
      note(undefined);
      for (const one of group) one.settle();
    } catch (error) {
      // A holder may have named what no database takes: that must cost neither its own entry nor its neighbours'.
      if (isAboutTheData(error) && written !== plainText) {
        for (const one of group) await save([one], plainText);
        return;
      }
      note(error);
      for (const one of group) one.settle(new JournalError());
    }
  }

  /** A statement on a dead connection may never be answered: the next group goes by another. */
  async function insertInTime(rows: readonly string[]): Promise<void> {
    if (unanswered >= unansweredMax) throw new JournalError();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new JournalError()), timeoutMs);
    });
    unanswered += 1;
    const inserted = insert(rows).finally(() => (unanswered -= 1));
    inserted.catch(() => undefined);
    try {
      await Promise.race([inserted, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  function note(error: unknown): void {
    const fails = error !== undefined;
    if (fails !== failing)
      log(fails ? `journal: entries cannot be written (${codeOf(error)})` : 'journal: entries are written again');
    failing = fails;
  }

  async function insert(rows: readonly string[]): Promise<void> {
    await sql`
      with incoming as materialized (
        select nextval(pg_get_serial_sequence('access', 'id')) as id, * from jsonb_to_recordset(${`[${rows.join()}]`}::text::jsonb) as (
          place int, trace_id text, caller text, body text, state text, unit text, profile text, level smallint, token_id text,
          purpose text, case_number text, justification text, policy_version int, operation_name text, operation_hash text, outcome text, live boolean,
          asked text[], fields text[], withheld jsonb, masked jsonb, endpoints jsonb, subjects jsonb)
      ), written as (
        insert into access (id, trace_id, caller, body, state, unit, profile, level, token_id, purpose, case_number, justification,
          policy_version, operation_name, operation_hash, outcome, live, asked, fields, withheld, masked, endpoints)
        overriding system value
        select id, trace_id, caller, body, state, unit, profile, level, token_id, purpose, case_number, justification,
          policy_version, operation_name, operation_hash, outcome, live, asked, fields, withheld, masked, endpoints from incoming order by place
      )
      insert into access_subject (access_id, origin, kind, value, digest)
      select id, origin, kind, value, digest
      from incoming, jsonb_to_recordset(subjects) as (origin text, kind text, value text, digest text)`;
  }

  return {
    write(entry) {
      return new Promise((resolve, reject) => {
        const one: Waiting = {
          entry,
          settle(error) {
            clearTimeout(timer);
            if (error) reject(error);
            else resolve();
          },
        };
        // An entry already sent may still become durable after this: recorded without having been answered, never the reverse. One not
        // yet sent is dropped, so that what waits is never more than the requests that wait for it.
        const timer = setTimeout(() => {
          waiting.delete(one);
          one.settle(new JournalError());
        }, timeoutMs);
        waiting.add(one);
        flushing ??= flush();
      });
    },
    async check() {
      await sql.begin(async (transaction) => {
        await transaction`lock table access, access_subject in row exclusive mode`;
        // Writes to the log of the database and nowhere else; the commit has to reach the disk.
        await transaction`select pg_logical_emit_message(true, 'journal', 'check')`;
      });
    },
    async close() {
      await flushing;
      await sql.end({ timeout: 2 });
    },
  };
}

/** SQLSTATE class 22, data exception; a repeated statement would fail again. */
function isAboutTheData(error: unknown): boolean {
  return codeOf(error).startsWith('22');
}

/** The row with U+FFFD for every NUL and every half of a character. */
function plainText(row: string): string {
  return JSON.stringify(
    JSON.parse(row, (_key, value: unknown) =>
      typeof value === 'string' ? value.replaceAll('\0', '\ufffd').toWellFormed() : value,
    ),
  );
}

function codeOf(error: unknown): string {
  if (error instanceof JournalError) return 'no answer in time';
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'no answer';
}
