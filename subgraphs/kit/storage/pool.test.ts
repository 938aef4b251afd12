import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from './database.ts';
import type { Database, DatabaseOptions } from './database.ts';
import { removePrivateServer, startPrivateServer } from './embedded.ts';
import type { PrivateServer } from './embedded.ts';

let server: PrivateServer;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'storage-test-'));
  // As root the database runs as another user, who must be able to enter.
  await chmod(folder, 0o755);
  server = await startPrivateServer({ dataDir: join(folder, 'data') });
  await server.ensureDatabases(['alpha']);
});

afterAll(async () => {
  await server.stop();
  await removePrivateServer(join(folder, 'data'));
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  const sql = open();
  await sql`drop table if exists note`;
  await sql`create table note (id int primary key)`;
});

function open(options: Omit<DatabaseOptions, 'url' | 'connection'> = {}): Database {
  const sql = openDatabase({ connection: server.connection('alpha'), ...options });
  onTestFinished(() => sql.end({ timeout: 0 }));
  return sql;
}

async function notes(): Promise<number[]> {
  return (await open()<{ id: number }[]>`select id from note order by id`).map(({ id }) => id);
}

async function endBackends(applicationName: string): Promise<void> {
  await open()`select pg_terminate_backend(pid) from pg_stat_activity where application_name = ${applicationName}`;
}

describe('a transaction', () => {
  test('commits what its work did and gives back what it gave', async () => {
    const sql = open();
    const result = await sql.begin(async (transaction) => {
      await transaction`insert into note values (1)`;
      return 'done';
    });
    expect([result, await notes()]).toEqual(['done', [1]]);
  });

  test('leaves nothing of work that fails', async () => {
    const work = open().begin(async (transaction) => {
      await transaction`insert into note values (1)`;
      throw new Error('of its own');
    });
    await expect(work).rejects.toThrow('of its own');
    expect(await notes()).toEqual([]);
  });

  test('is not taken for committed when a statement failed and its error was swallowed', async () => {
    const work = open().begin(async (transaction) => {
      await transaction`insert into note values (1)`;
      await transaction`insert into note values (1)`.catch(() => undefined);
    });
    await expect(work).rejects.toMatchObject({ code: 'STORAGE_ROLLED_BACK' });
    expect(await notes()).toEqual([]);
  });

  test('undoes a savepoint alone', async () => {
    await open().begin(async (transaction) => {
      await transaction`insert into note values (1)`;
      await expect(transaction.savepoint((inner) => inner`insert into note values (2), (1)`)).rejects.toMatchObject({
        code: '23505',
      });
      await transaction.savepoint((inner) => inner`insert into note values (3)`);
    });
    expect(await notes()).toEqual([1, 3]);
  });

  test('takes a mode', async () => {
    const work = open().begin('isolation level repeatable read read only', async (transaction) => {
      expect([...(await transaction`show transaction_isolation`)]).toEqual([
        { transaction_isolation: 'repeatable read' },
      ]);
      await transaction`insert into note values (1)`;
    });
    await expect(work).rejects.toMatchObject({ code: '25006' });
  });

  test('sends nothing after its end', async () => {
    const kept = await open().begin((transaction) => ({ transaction }));
    await expect(kept.transaction`insert into note values (1)`).rejects.toMatchObject({ code: 'STORAGE_CLOSED' });
  });

  test('begins beside statements that keep every connection busy', async () => {
    const sql = open({ poolMax: 1 });
    const slow = sql`select pg_sleep(0.2)`.execute();
    await delay(50);
    await sql.begin((transaction) => transaction`insert into note values (1)`);
    await slow;
    expect(await notes()).toEqual([1]);
  });

  test('many at once each have a connection to themselves', async () => {
    const sql = open({ poolMax: 3 });
    const numbers = Array.from({ length: 30 }, (_, index) => index);
    await Promise.all(
      numbers.map((id) =>
        sql.begin(async (transaction) => {
          const [before] = await transaction`select txid_current() as id`;
          await transaction`insert into note values (${id})`;
          expect([...(await transaction`select txid_current() as id`)]).toEqual([before]);
        }),
      ),
    );
    expect(await notes()).toEqual(numbers);
  });
});

describe('a connection that ends', () => {
  test('rejects its transaction, and no later statement of it reaches another connection', async () => {
    const sql = open({ poolMax: 2, applicationName: 'victim' });
    const outcomes: unknown[] = [];
    const work = sql.begin(async (transaction) => {
      await transaction`insert into note values (1)`;
      await endBackends('victim');
      await sql`select 1`.catch(() => undefined);
      for (const id of [2, 3])
        await transaction`insert into note values (${id})`.catch((error: unknown) => outcomes.push(error));
    });
    await expect(work).rejects.toThrow();
    expect(outcomes).toHaveLength(2);
    expect(await notes()).toEqual([]);
    await sql`insert into note values (4)`;
    expect(await notes()).toEqual([4]);
  });

  test('during a statement inside a transaction rejects that and spares the rest', async () => {
    const sql = open({ poolMax: 2, applicationName: 'victim' });
    const work = sql.begin((transaction) => transaction`select pg_sleep(5)`);
    await Promise.all([expect(work).rejects.toThrow(), delay(50).then(() => endBackends('victim'))]);
    expect([...(await sql`select 1 as one`)]).toEqual([{ one: 1 }]);
  });

  test('under load leaves no statement without an answer', async () => {
    const sql = open({ poolMax: 4, applicationName: 'victim' });
    let asking = true;
    let answered = 0;
    let refused = 0;
    const askers = Array.from({ length: 20 }, async (_, asker) => {
      while (asking) {
        const work =
          asker % 4 === 0 ? sql.begin((transaction) => transaction`select ${asker}::int`) : sql`select ${asker}::int`;
        await work.then(
          () => answered++,
          () => refused++,
        );
      }
    });
    for (let round = 0; round < 10; round++) {
      await delay(20);
      await endBackends('victim');
    }
    asking = false;
    await Promise.all(askers);
    expect(answered).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
    const numbers = Array.from({ length: 20 }, (_, index) => index);
    const rows = await Promise.all(
      numbers.map(async (number) => (await sql`select ${number}::int as number`)[0]?.['number']),
    );
    expect(rows).toEqual(numbers);
  });

  test('does not end a subscription', async () => {
    const sql = open({ applicationName: 'victim' });
    const heard: string[] = [];
    let listening = 0;
    const subscription = await sql.listen(
      'news',
      (payload) => heard.push(payload),
      () => listening++,
    );
    await sql.notify('news', 'first');
    await expect.poll(() => heard).toEqual(['first']);
    await endBackends('victim');
    await expect.poll(() => listening, { timeout: 10_000 }).toBe(2);
    await sql.notify('news', 'second');
    await expect.poll(() => heard).toEqual(['first', 'second']);
    await subscription.unlisten();
  });
});

describe('a pool', () => {
  test('outlives a server that was killed and started again', async () => {
    const sql = open();
    await sql`insert into note values (1)`;
    process.kill(server.pid, 'SIGKILL');
    await server.ended;
    await expect(sql`select 1`).rejects.toThrow();
    await expect(sql.begin((transaction) => transaction`select 1`)).rejects.toThrow();
    server = await startPrivateServer({ dataDir: join(folder, 'data') });
    expect([...(await sql`select id from note`)]).toEqual([{ id: 1 }]);
  });

  test('answers each error to its own asker and keeps the connection', async () => {
    const sql = open({ poolMax: 1 });
    const [first] = await sql`select pg_backend_pid() as pid`;
    const failures = await Promise.allSettled([
      sql`select 1 / 0`,
      sql`select nothing`,
      sql`select pg_backend_pid() as pid`,
    ]);
    expect(failures.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect([...(await sql`select pg_backend_pid() as pid`)]).toEqual([first]);
  });

  test('lets go of connections that nobody uses', async () => {
    const sql = open({ poolMax: 3, idleTimeoutMs: 50, applicationName: 'idle' });
    await Promise.all([1, 2, 3].map(() => sql`select pg_sleep(0.02)`));
    const count = async () =>
      (await open()`select count(*) as open from pg_stat_activity where application_name = 'idle'`)[0]?.[
        'open'
      ] as unknown;
    await expect.poll(count).toBe(0);
    expect([...(await sql`select 1 as one`)]).toEqual([{ one: 1 }]);
  });

  test('takes fragments, identifiers and rows to insert', async () => {
    const sql = open();
    await sql`insert into note ${sql([{ id: 1 }, { id: 2 }, { id: 3 }], 'id')}`;
    const condition = sql`where ${sql('id')} > ${1}`;
    expect((await sql`select id from note ${condition} order by id`).map(({ id }) => id as number)).toEqual([2, 3]);
    expect(await sql`select id from note where id in ${sql([1, 3])} order by id`.values()).toEqual([[1], [3]]);
  });

  test('cancels a statement that its asker gives up', async () => {
    const sql = open({ poolMax: 1 });
    const running = sql`select pg_sleep(10)`.execute();
    const queued = sql`insert into note values (1)`.execute();
    const outcomes = Promise.allSettled([running, queued]);
    await delay(50);
    queued.cancel();
    running.cancel();
    expect(
      (await outcomes).map((outcome) => outcome.status === 'rejected' && (outcome.reason as { code: unknown }).code),
    ).toEqual(['57014', '57014']);
    expect(await notes()).toEqual([]);
  });

  test('ends after what is under way, refuses what comes later, and may be ended twice', async () => {
    const sql = open({ poolMax: 1 });
    const done = Promise.all([
      sql`select pg_sleep(0.1)`,
      sql`insert into note values (1)`,
      sql.begin((own) => own`insert into note values (2)`),
    ]);
    await delay(10);
    const ends = [sql.end(), sql.end()];
    await expect(sql`select 1`).rejects.toMatchObject({ code: 'STORAGE_CLOSED' });
    await expect(sql.begin((own) => own`select 1`)).rejects.toMatchObject({ code: 'STORAGE_CLOSED' });
    await Promise.all([done, ...ends]);
    expect(await notes()).toEqual([1, 2]);
  });

  test('ends in time although a statement does not', async () => {
    const sql = open({ poolMax: 1 });
    const slow = sql`select pg_sleep(60)`;
    const outcome = expect(slow).rejects.toThrow();
    await delay(50);
    await sql.end({ timeout: 0.05 });
    await outcome;
  });
});
