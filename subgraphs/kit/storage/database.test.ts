import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase, parseDatabaseUrl, withStatementTimeout } from './database.ts';
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

function open(options: Omit<DatabaseOptions, 'url' | 'connection'> = {}): Database {
  const sql = openDatabase({ connection: server.connection('alpha'), ...options });
  onTestFinished(() => sql.end());
  return sql;
}

describe('values', () => {
  test('arrive as documented', async () => {
    const [row] = await open()`
      select 5::int8 as small, 9007199254740993::int8 as big, 1.50::numeric as amount, date '2024-02-29' as day,
             timestamptz '2024-02-29 12:00:00-03' as moment, timestamp '2024-02-29 12:00:00' as wall,
             '{"a": [1, null]}'::jsonb as document, '\\x00ff'::bytea as bytes, null::int8 as nothing`;
    expect(row).toEqual({
      small: 5,
      big: 9007199254740993n,
      amount: '1.50',
      day: '2024-02-29',
      moment: new Date('2024-02-29T15:00:00Z'),
      wall: '2024-02-29 12:00:00',
      document: { a: [1, null] },
      bytes: Buffer.from([0x00, 0xff]),
      nothing: null,
    });
  });

  test('go and come back unchanged', async () => {
    const sql = open();
    const moment = new Date('2024-02-29T15:00:00.123Z');
    const [row] = await sql`
      select ${9007199254740993n}::int8 as big, ${'2024-02-29'}::date as day, ${moment}::timestamptz as moment,
             ${sql.json({ a: 'é' })}::jsonb as document, ${'1.50'}::numeric as amount`;
    expect(row).toEqual({ big: 9007199254740993n, day: '2024-02-29', moment, document: { a: 'é' }, amount: '1.50' });
  });

  test('in arrays are values too, on the first connection and on the later ones', async () => {
    const sql = open({ poolMax: 3 });
    const ask = async () => {
      const [row] = await sql`
        select ${[1, 2]}::int8[] as numbers, ${['a', 'b,"c'] as string[]}::text[] as texts, array[date '2024-02-29'] as days,
               'b' = any(${['a', 'b']}) as found, ${[] as string[]}::text[] as nothing, pg_backend_pid() as backend, pg_sleep(0.05) as slept`;
      const { backend, slept, ...values } = row ?? {};
      expect(values).toEqual({ numbers: [1, 2], texts: ['a', 'b,"c'], days: ['2024-02-29'], found: true, nothing: [] });
      expect(slept).toBe('');
      return backend as number;
    };
    const first = await ask();
    const later = await Promise.all([ask(), ask(), ask()]);
    expect(new Set([first, ...later]).size).toBe(3);
  });

  test('can never be SQL', async () => {
    const [row] = await open()`select ${"'; drop table x; --"} as text`;
    expect(row).toEqual({ text: "'; drop table x; --" });
  });
});

describe('limits', () => {
  test('a statement beyond the pool’s limit is cancelled, and the connection goes on', async () => {
    const sql = open({ statementTimeoutMs: 50, poolMax: 1 });
    await expect(sql`select pg_sleep(5)`).rejects.toMatchObject({ code: '57014' });
    expect([...(await sql`select 1 as one`)]).toEqual([{ one: 1 }]);
  });

  test('a limit of its own holds for one piece of work', async () => {
    const sql = open({ poolMax: 1 });
    await expect(withStatementTimeout(sql, 50, (own) => own`select pg_sleep(5)`)).rejects.toMatchObject({
      code: '57014',
    });
    const [inside] = await withStatementTimeout(
      sql,
      1234,
      (own) => own`select current_setting('statement_timeout') as value`,
    );
    const [outside] = await sql`select current_setting('statement_timeout') as value`;
    expect([inside, outside]).toEqual([{ value: '1234ms' }, { value: '0' }]);
  });

  test('a slow statement holds up nobody while another connection is free', async () => {
    const sql = open({ poolMax: 2 });
    let slowDone = false;
    const slow = sql`select pg_sleep(1)`.then(() => (slowDone = true));
    await Promise.all(Array.from({ length: 50 }, () => sql`select 1`));
    await Promise.all(Array.from({ length: 5 }, () => sql.begin((transaction) => transaction`select 1`)));
    expect(slowDone).toBe(false);
    await slow;
  });

  test('a pool opens no more connections than it may', async () => {
    const sql = open({ poolMax: 2, applicationName: 'counted' });
    await Promise.all(Array.from({ length: 20 }, () => sql`select pg_sleep(0.01)`));
    const [row] = await sql`select count(*) as connections from pg_stat_activity where application_name = 'counted'`;
    expect(row).toEqual({ connections: 2 });
  });

  test('notices reach the listener as text', async () => {
    const notices: string[] = [];
    await open({ onNotice: (message) => notices.push(message) })`drop table if exists never_was`;
    expect(notices).toEqual(['table "never_was" does not exist, skipping']);
  });

  test('options that are no whole number of at least 1 are refused by name', () => {
    const connection = server.connection('alpha');
    for (const name of ['poolMax', 'statementTimeoutMs', 'idleTimeoutMs', 'connectTimeoutMs'])
      for (const value of [0, -1, 1.5, Number.NaN])
        expect(() => openDatabase({ connection, [name]: value })).toThrow(
          expect.objectContaining({ code: 'STORAGE_OPTION', message: expect.stringContaining(name) as string }),
        );
    expect(() => openDatabase({})).toThrow(expect.objectContaining({ code: 'STORAGE_OPTION' }));
    expect(() => openDatabase({ connection, url: 'postgres://a:b@c/d' })).toThrow(
      expect.objectContaining({ code: 'STORAGE_OPTION' }),
    );
  });
});

describe('a database URL', () => {
  test('names host, port, database, user, password and encryption', () => {
    expect(parseDatabaseUrl('postgres://ana:s%40cret@db.example:5433/fleet?sslmode=verify-full')).toEqual({
      host: 'db.example',
      port: 5433,
      database: 'fleet',
      username: 'ana',
      password: 's@cret',
      tls: 'verify-full',
    });
    expect(parseDatabaseUrl('postgresql://ana:x@[::1]/fleet').host).toBe('::1');
    expect(parseDatabaseUrl('postgres://ana:x@%2Frun%2Fpg/fleet').host).toBe('/run/pg');
    expect(parseDatabaseUrl('postgres://ana:x@localhost/fleet?host=/run/pg').host).toBe('/run/pg');
  });

  test('opens the server that it names', async () => {
    const sql = openDatabase({ url: server.superuserUrl, poolMax: 1 });
    onTestFinished(() => sql.end());
    expect([...(await sql`select current_user as who`)]).toEqual([{ who: 'postgres' }]);
  });

  test('is refused when it is incomplete or says what would not be heeded, and is never repeated in the message', () => {
    for (const url of [
      '',
      'secret-word',
      'mysql://u:secret-word@h/d',
      'postgres://u:secret-word@h',
      'postgres://h/d?password=secret-word',
      'postgres://u:secret-word@h/d?sslmode=allow',
      'postgres://u:secret-word%zz@h/d',
      'postgres://u:secret-word@h/d?options=-cfsync%3Doff',
    ])
      try {
        parseDatabaseUrl(url);
        expect.unreachable(url);
      } catch (error) {
        expect(error).toMatchObject({ code: 'STORAGE_URL' });
        expect(String(error)).not.toContain('secret-word');
      }
  });
});
