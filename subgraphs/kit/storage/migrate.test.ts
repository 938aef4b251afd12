import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import type { Database } from './database.ts';
import { removePrivateServer, startPrivateServer } from './embedded.ts';
import type { PrivateServer } from './embedded.ts';
import { migrate } from './migrate.ts';

let server: PrivateServer;
let temporary: string;
let sql: Database;
let kit: string;
let source: string;

beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'storage-test-'));
  // As root the database runs as another user, who must be able to enter.
  await chmod(temporary, 0o755);
  server = await startPrivateServer({ dataDir: join(temporary, 'data') });
  await server.ensureDatabases(['alpha']);
  sql = openDatabase({ connection: server.connection('alpha') });
});

afterAll(async () => {
  await sql.end();
  await server.stop();
  await removePrivateServer(join(temporary, 'data'));
  await rm(temporary, { recursive: true });
});

beforeEach(async () => {
  await sql.unsafe('drop schema public cascade; create schema public');
  const folder = await mkdtemp(join(temporary, 'case-'));
  [kit, source] = [join(folder, 'kit'), join(folder, 'source')];
  await write(kit, '001-outbox.sql', 'create table outbox (id int); create index on outbox (id);');
  await write(source, '001-create.sql', 'create table vehicle (id int);');
  await write(
    source,
    '002-colour.sql',
    "alter table vehicle add colour text; comment on table outbox is 'of the kit';",
  );
});

async function write(folder: string, file: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, file), text);
}

function both() {
  return [
    { name: 'kit', folder: kit },
    { name: 'source', folder: pathToFileURL(source) },
  ];
}

async function tables(): Promise<string[]> {
  const rows = await sql<
    { name: string }[]
  >`select tablename as name from pg_tables where schemaname = 'public' order by 1`;
  return rows.map(({ name }) => name);
}

test('applies every folder in order, once', async () => {
  expect(await migrate(sql, both())).toEqual(['kit/001-outbox.sql', 'source/001-create.sql', 'source/002-colour.sql']);
  expect(await migrate(sql, both())).toEqual([]);
  expect(await tables()).toEqual(['outbox', 'schema_migration', 'vehicle']);
  await write(source, '003-plate.sql', 'alter table vehicle add plate text');
  expect(await migrate(sql, both())).toEqual(['source/003-plate.sql']);
});

test('takes a single folder and a table of another name', async () => {
  expect(await migrate(sql, kit, 'applied')).toEqual(['source/001-outbox.sql']);
  expect(await tables()).toEqual(['applied', 'outbox']);
});

test('applies each once when several processes start together', async () => {
  const done = await Promise.all([1, 2, 3].map(() => migrate(sql, both())));
  expect(done.flat().sort()).toEqual(['kit/001-outbox.sql', 'source/001-create.sql', 'source/002-colour.sql']);
});

test('leaves nothing of a migration that fails, keeps those before it, and goes on once it is mended', async () => {
  await write(source, '002-colour.sql', 'create table half (id int); select 1 / 0;');
  await expect(migrate(sql, both())).rejects.toMatchObject({
    code: 'MIGRATION_FAILED',
    message: 'the migration source/002-colour.sql failed (SQLSTATE 22012)',
  });
  expect(await tables()).toEqual(['outbox', 'schema_migration', 'vehicle']);
  await write(source, '002-colour.sql', 'alter table vehicle add colour text');
  expect(await migrate(sql, both())).toEqual(['source/002-colour.sql']);
});

test('refuses an applied file that has changed, and applies nothing', async () => {
  await migrate(sql, both());
  await write(source, '001-create.sql', 'create table vehicle (id bigint);');
  await write(source, '003-plate.sql', 'create table plate (id int)');
  await expect(migrate(sql, both())).rejects.toMatchObject({
    code: 'MIGRATION_CHANGED',
    message: expect.stringContaining('source/001-create.sql') as string,
  });
  expect(await tables()).not.toContain('plate');
});

test('does not take other line endings for a change', async () => {
  await write(kit, '001-outbox.sql', 'create table outbox (\n  id int\n);\n');
  await migrate(sql, both());
  await write(kit, '001-outbox.sql', 'create table outbox (\r\n  id int\r\n);\r\n');
  expect(await migrate(sql, both())).toEqual([]);
});

test('refuses an applied file that has vanished or was renamed', async () => {
  await migrate(sql, both());
  await rename(join(source, '002-colour.sql'), join(source, '002-color.sql'));
  await expect(migrate(sql, both())).rejects.toMatchObject({ code: 'MIGRATION_VANISHED' });
});

test('refuses a new file that comes before an applied one', async () => {
  await rename(join(source, '002-colour.sql'), join(source, '003-colour.sql'));
  await migrate(sql, both());
  await write(source, '002-late.sql', 'select 1');
  await expect(migrate(sql, both())).rejects.toMatchObject({ code: 'MIGRATION_ORDER' });
});

test('refuses two files of one number and two folders of one name', async () => {
  await expect(migrate(sql, [...both(), { name: 'kit', folder: kit }])).rejects.toMatchObject({
    code: 'MIGRATION_REPEATED',
  });
  await write(source, '002-other.sql', 'select 1');
  await expect(migrate(sql, both())).rejects.toMatchObject({ code: 'MIGRATION_REPEATED' });
  expect(await tables()).toEqual([]);
});

test('refuses a misnamed file and a folder that is not there', async () => {
  await write(source, '3-short.sql', 'select 1');
  await expect(migrate(sql, both())).rejects.toMatchObject({ code: 'MIGRATION_NAME' });
  await expect(migrate(sql, join(temporary, 'nowhere'))).rejects.toMatchObject({ code: 'MIGRATION_FOLDER' });
  await expect(migrate(sql, kit, 'x; drop table y')).rejects.toMatchObject({ code: 'STORAGE_OPTION' });
});

test('refuses a file that ends its own transaction, but knows the blocks of a function', async () => {
  await write(
    source,
    '003-function.sql',
    'create function f() returns int language plpgsql as $$\nbegin\n  return 1;\nend;\n$$;',
  );
  await migrate(sql, both());
  await write(source, '004-own.sql', 'begin;\ncreate table own (id int);\ncommit;');
  await expect(migrate(sql, both())).rejects.toMatchObject({ code: 'MIGRATION_TRANSACTION' });
});
