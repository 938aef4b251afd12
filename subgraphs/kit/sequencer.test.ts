import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startSequencer } from './sequencer.ts';
import type { Sequencer } from './sequencer.ts';
import { openDatabase } from './storage/database.ts';
import type { Database } from './storage/database.ts';
import { startPrivateServer } from './storage/embedded.ts';
import type { PrivateServer } from './storage/embedded.ts';
import { migrate } from './storage/migrate.ts';

let folder: string;
let server: PrivateServer;
let databases = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sequencer-test-'));
  // As root the database runs as another user, who must be able to enter.
  await chmod(folder, 0o755);
  server = await startPrivateServer({ dataDir: join(folder, 'data') });
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

/** A base of the kit, empty. */
async function emptyBase(): Promise<Database> {
  databases += 1;
  const name = `base_${databases}`;
  await server.ensureDatabases([name]);
  const sql = openDatabase({ connection: server.connection(name), poolMax: 4 });
  onTestFinished(() => sql.end({ timeout: 2 }));
  await migrate(sql, [{ name: 'kit', folder: new URL('migrations/', import.meta.url) }]);
  return sql;
}

async function sequencerOf(sql: Database): Promise<Sequencer> {
  const sequencer = await startSequencer(sql, (error) => {
    throw error;
  });
  onTestFinished(() => sequencer.stop());
  return sequencer;
}

const write = (sql: Database, from: number, to: number) => sql`
  insert into outbox (record_id, version, at) select 'r' || n, 1, now() from generate_series(${from}::int, ${to}::int) as n order by n`;

const feedOf = async (sql: Database) =>
  (await sql<{ position: number; record_id: string }[]>`select position, record_id from feed order by position`).map(
    (row) => [row.position, row.record_id] as const,
  );

const numbered = (count: number) => Array.from({ length: count }, (_, at) => [at + 1, `r${at + 1}`] as const);

describe('a sequencer', () => {
  it('gives positions to what is there at its start, in more than one batch', async () => {
    const sql = await emptyBase();
    await write(sql, 1, 4500);
    const sequencer = await sequencerOf(sql);
    expect(sequencer.head).toBe(4500);
    expect(await feedOf(sql)).toEqual(numbered(4500));
    expect(sequencer.levelAt).not.toBeNull();
    expect(await sql`select 1 from outbox`).toHaveLength(0);
  });

  it('wakes whoever waits as soon as a change is committed, and not for one that is rolled back', async () => {
    const sql = await emptyBase();
    const sequencer = await sequencerOf(sql);
    const waiting = [sequencer.waitBeyond(0, 25_000), sequencer.waitBeyond(1, 25_000)];
    await sql
      .begin(async (tx) => {
        await tx`insert into outbox (record_id, version, at) values ('undone', 1, now())`;
        throw new Error('undone');
      })
      .catch(() => undefined);
    expect(sequencer.head).toBe(0);
    await write(sql, 1, 1);
    expect(await waiting[0]).toBe(true);
    await write(sql, 2, 2);
    expect(await waiting[1]).toBe(true);
    expect(await feedOf(sql)).toEqual(numbered(2));
  });

  it('says at once what is there, and that nothing is when nobody may wait', async () => {
    const sql = await emptyBase();
    await write(sql, 1, 1);
    const sequencer = await sequencerOf(sql);
    expect(await sequencer.waitBeyond(0, 25_000)).toBe(true);
    expect(await sequencer.waitBeyond(1, 0)).toBe(false);
    expect(await sequencer.waitBeyond(1, 1)).toBe(false);
  });

  it('lets go of a reader that has left, before or while it waits', async () => {
    const sequencer = await sequencerOf(await emptyBase());
    expect(await sequencer.waitBeyond(0, 25_000, AbortSignal.abort())).toBe(false);
    const leaving = new AbortController();
    const waiting = sequencer.waitBeyond(0, 25_000, leaving.signal);
    leaving.abort();
    expect(await waiting).toBe(false);
  });

  it('shares an endpoint with another: no position twice, nothing lost, and the readers of both are woken', async () => {
    const sql = await emptyBase();
    const [one, other] = [await sequencerOf(sql), await sequencerOf(sql)];
    const waiting = [one.waitBeyond(0, 25_000), other.waitBeyond(0, 25_000)];
    await Promise.all(Array.from({ length: 20 }, (_, at) => write(sql, at * 10 + 1, at * 10 + 10)));
    expect(await Promise.all(waiting)).toEqual([true, true]);
    await Promise.all([one, other].map((sequencer) => untilHead(sequencer, 200)));
    const feed = await feedOf(sql);
    expect(feed.map(([position]) => position)).toEqual(numbered(200).map(([position]) => position));
    expect(new Set(feed.map(([, recordId]) => recordId)).size).toBe(200);
  });

  it('goes on from the last position after it was stopped, and lets nobody wait meanwhile', async () => {
    const sql = await emptyBase();
    const first = await startSequencer(sql, () => undefined);
    await write(sql, 1, 3);
    await untilHead(first, 3);
    const waiting = first.waitBeyond(3, 25_000);
    await first.stop();
    await write(sql, 4, 6);
    expect(await first.waitBeyond(3, 25_000)).toBe(false);
    const second = await sequencerOf(sql);
    expect(second.head).toBe(6);
    expect(await feedOf(sql)).toEqual(numbered(6));
    // The reader of the first was let go at the stop.
    expect(await waiting).toBe(false);
  });
});

async function untilHead(sequencer: Sequencer, head: number): Promise<void> {
  while (sequencer.head < head) await sequencer.waitBeyond(sequencer.head, 25_000);
}
