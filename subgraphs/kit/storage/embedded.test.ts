import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from './database.ts';
import type { ConnectionOptions, Database } from './database.ts';
import { removePrivateServer, startPrivateServer } from './embedded.ts';
import type { PrivateServer } from './embedded.ts';
import { processIdentity } from './process-identity.ts';
import { canEnter } from './server-user.ts';

const asRoot = process.geteuid?.() === 0;
const nobody = { uid: 65534, gid: 65534 };

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'storage-test-'));
  await chmod(folder, 0o755);
  folders.push(folder);
  return folder;
}

async function start(dataDir: string): Promise<PrivateServer> {
  const server = await startPrivateServer({ dataDir });
  onTestFinished(() => server.stop());
  return server;
}

async function within<Result>(
  connection: ConnectionOptions,
  work: (sql: Database) => Promise<Result>,
): Promise<Result> {
  const sql = openDatabase({ connection, poolMax: 2 });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

async function ended(pid: number): Promise<void> {
  while ((await processIdentity(pid)) !== undefined) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function childrenOf(parent: number): Promise<readonly number[]> {
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(all.map((name) => readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')));
  return stats
    .filter((stat) => stat.slice(stat.lastIndexOf(')')).split(' ')[2] === String(parent))
    .map((stat) => Number.parseInt(stat, 10));
}

/** A program of its own that starts a server and runs `body`, which sees server, openDatabase and `say`. */
function program(dataDir: string, body: string, user?: { uid: number; gid: number }) {
  const here = new URL('.', import.meta.url).href;
  const code = `
    const { startPrivateServer } = await import('${here}embedded.ts');
    const { openDatabase } = await import('${here}database.ts');
    const { writeSync } = await import('node:fs');
    const say = (text) => writeSync(1, text + '\\n');
    const server = await startPrivateServer({ dataDir: ${JSON.stringify(dataDir)} });
    say('pid ' + server.pid);
    ${body}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    cwd: '/',
    env: {},
    ...user,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator](), exited: exitOf(child) };
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', resolve));
}

const writeForEver = `
  await server.ensureDatabases(['alpha']);
  const sql = openDatabase({ connection: server.connection('alpha') });
  await sql\`create table if not exists row_written (id int primary key)\`;
  for (let id = 1; ; id++) { await sql\`insert into row_written values (\${id})\`; say(String(id)); }`;

describe('a private server', () => {
  let dataDir: string;
  let server: PrivateServer;

  beforeAll(async () => {
    dataDir = join(await temporaryFolder(), 'data');
    server = await startPrivateServer({ dataDir });
    await server.ensureDatabases(['alpha', 'beta']);
    return () => server.stop();
  });

  test('keeps what it answered as written through a power cut, and listens to no network', async () => {
    const shown = async (name: string) =>
      within(server.connection('alpha'), async (sql) => (await sql.unsafe(`show ${name}`))[0]?.[name] as unknown);
    for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums'])
      expect([setting, await shown(setting)]).toEqual([setting, 'on']);
    expect(await shown('listen_addresses')).toBe('');
    expect(await shown('max_connections')).toBe('400');
    expect(await shown('wal_level')).toBe('minimal');
    expect(await shown('jit')).toBe('off');
    expect(await shown('server_encoding')).toBe('UTF8');
    expect(await shown('password_encryption')).toBe('scram-sha-256');
  });

  test('orders by code point on every system and knows accented letters', async () => {
    const [row] = await within(
      server.connection('alpha'),
      (sql) => sql`
        select (select datlocprovider::text || ' ' || datlocale from pg_database where datname = current_database()) as locale,
               array(select v from unnest(array['b', 'a', 'B', 'ã']) as t (v) order by v) as ordered,
               upper('ção') as upper, unaccent('São') as plain, similarity('ã', 'ã')::float8 as alike, levenshtein('a', 'b') as distance`,
    );
    expect(row).toEqual({
      locale: 'b C.UTF-8',
      ordered: ['B', 'a', 'b', 'ã'],
      upper: 'ÇÃO',
      plain: 'Sao',
      alike: 1,
      distance: 1,
    });
  });

  test('gives each role its own database and no other', async () => {
    const alpha = server.connection('alpha');
    expect(await within(alpha, async (sql) => [...(await sql`select current_user as who`)])).toEqual([
      { who: 'alpha' },
    ]);
    for (const database of ['beta', 'postgres', 'template1', 'kit_template'])
      await expect(within({ ...alpha, database }, (sql) => sql`select 1`)).rejects.toMatchObject({ code: '28000' });
    const beta = server.connection('beta');
    await expect(within({ ...beta, username: 'alpha' }, (sql) => sql`select 1`)).rejects.toMatchObject({
      code: '28000',
    });
    await expect(within({ ...beta, password: alpha.password }, (sql) => sql`select 1`)).rejects.toMatchObject({
      code: '28P01',
    });
    await expect(within({ ...beta, password: '' }, (sql) => sql`select 1`)).rejects.toThrow();
  });

  test('grants nobody but the owner the right to connect, should the host rules ever be wider', async () => {
    const rows = await within(
      openOptions(server.superuserUrl),
      (sql) =>
        sql`select datname from pg_database where has_database_privilege('public', oid, 'connect') and datallowconn`,
    );
    expect([...rows]).toEqual([]);
  });

  test('gives a role no power over the server', async () => {
    const connection = server.connection('alpha');
    await within(connection, async (sql) => {
      const [role] = await sql`
        select rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls from pg_roles where rolname = current_user`;
      expect(new Set(Object.values(role ?? {}))).toEqual(new Set([false]));
      await expect(sql`create database gamma`).rejects.toMatchObject({ code: '42501' });
      await expect(sql`copy (select 1) to program 'true'`).rejects.toMatchObject({ code: '42501' });
      await sql`create table public.own (id int)`;
      await sql`drop table public.own`;
    });
  });

  test('makes databases again and again, several calls at once, without touching what is there', async () => {
    await within(server.connection('alpha'), (sql) => sql`create table kept as select 7 as value`);
    await Promise.all([
      server.ensureDatabases(['alpha', 'gamma', 'gamma']),
      server.ensureDatabases(['gamma', 'delta']),
    ]);
    for (const name of ['gamma', 'delta'])
      await within(server.connection(name), (sql) => sql`select similarity('a', 'b')`);
    expect(await within(server.connection('alpha'), async (sql) => [...(await sql`select value from kept`)])).toEqual([
      { value: 7 },
    ]);
  });

  test('completes what an interrupted run left half-done', async () => {
    const { password } = server.connection('epsilon');
    await within(openOptions(server.superuserUrl), async (sql) => {
      await sql.unsafe(`create role epsilon login password '${password}'`);
      await sql`create database zeta`;
      await sql`create database kit_template_partial`;
      await sql`alter database kit_template is_template false`;
      await sql`alter database kit_template rename to was_template`;
      await sql`drop database was_template`;
    });
    await server.ensureDatabases(['epsilon', 'zeta']);
    for (const name of ['epsilon', 'zeta'])
      await within(server.connection(name), (sql) => sql`create table made (id int)`);
    await expect(
      within({ ...server.connection('epsilon'), database: 'zeta' }, (sql) => sql`select 1`),
    ).rejects.toMatchObject({ code: '28000' });
  });

  test('refuses names that are no role, or not the caller’s to have', async () => {
    for (const name of [
      'postgres',
      'template1',
      'kit_template',
      'pg_monitor',
      'public',
      'A',
      '1a',
      'a-b',
      'a"b',
      '',
      'a'.repeat(64),
    ]) {
      expect(() => server.connection(name)).toThrow(expect.objectContaining({ code: 'STORAGE_NAME' }));
      await expect(server.ensureDatabases([name])).rejects.toMatchObject({ code: 'STORAGE_NAME' });
    }
  });

  test('belongs to one process at a time', async () => {
    await expect(startPrivateServer({ dataDir })).rejects.toMatchObject({ code: 'STORAGE_IN_USE' });
    await expect(removePrivateServer(dataDir)).rejects.toMatchObject({ code: 'STORAGE_IN_USE' });
    await within(server.connection('alpha'), (sql) => sql`select 1`);
  });

  test('keeps the secret and the socket to itself', async () => {
    expect((await stat(join(dataDir, 'secret'))).mode & 0o777).toBe(0o600);
    expect((await stat(server.socketDir)).mode & 0o777).toBe(0o700);
    expect(Buffer.byteLength(join(server.socketDir, '.s.PGSQL.5432'))).toBeLessThan(104);
  });

  test.runIf(process.platform === 'linux')(
    'stands in a process group of its own, which Ctrl-C does not reach',
    async () => {
      const fields = (await readFile(`/proc/${server.pid}/stat`, 'utf8')).split(' ');
      expect(fields[4]).toBe(String(server.pid));
    },
  );
});

describe('starting again', () => {
  let dataDir: string;

  beforeAll(async () => {
    dataDir = join(await temporaryFolder(), 'data');
    const server = await startPrivateServer({ dataDir });
    await server.ensureDatabases(['alpha']);
    await within(server.connection('alpha'), (sql) => sql`create table numbers (id int primary key)`);
    await server.stop();
  });

  test('finds the rows of a server that was stopped, and stopping leaves nothing behind', async () => {
    const first = await start(dataDir);
    await within(first.connection('alpha'), (sql) => sql`insert into numbers values (1)`);
    await Promise.all([first.stop(), first.stop()]);
    expect(await processIdentity(first.pid)).toBeUndefined();
    expect(existsSync(first.socketDir)).toBe(false);
    expect(await readdir(dataDir)).not.toContain('postgres-lock');
    await expect(first.ensureDatabases(['beta'])).rejects.toMatchObject({ code: 'STORAGE_STOPPED' });
    const second = await start(dataDir);
    expect(
      await within(second.connection('alpha'), async (sql) => [...(await sql`select id from numbers where id = 1`)]),
    ).toHaveLength(1);
  });

  test('loses no committed row when the server is killed', async () => {
    const server = await start(dataDir);
    const sql = openDatabase({ connection: server.connection('alpha') });
    const committed: number[] = [];
    const writing = (async () => {
      for (let id = 1000; ; id++) {
        await sql`insert into numbers values (${id})`;
        committed.push(id);
        if (committed.length === 100) process.kill(server.pid, 'SIGKILL');
      }
    })();
    await expect(writing).rejects.toThrow();
    await sql.end({ timeout: 0 });
    await server.ended;
    const again = await start(dataDir);
    const found = await within(
      again.connection('alpha'),
      (sql) => sql<{ id: number }[]>`select id from numbers where id >= 1000`,
    );
    expect(found.map(({ id }) => id)).toEqual(expect.arrayContaining(committed));
  });

  test('a server does not outlive its process, and what was committed is found again', async () => {
    const { child, lines, exited } = program(dataDir, writeForEver);
    const pid = Number((await lines.next()).value?.slice(4));
    let last = 0;
    while (last < 100) last = Number((await lines.next()).value);
    child.kill('SIGKILL');
    await exited;
    for (let line = await lines.next(); line.done !== true; line = await lines.next()) last = Number(line.value);
    await ended(pid);
    const server = await start(dataDir);
    const [row] = await within(
      server.connection('alpha'),
      (sql) => sql`select count(*) as rows, max(id) as last from row_written`,
    );
    expect(row?.['last']).toBeGreaterThanOrEqual(last);
    expect(row?.['rows']).toBe(row?.['last']);
  });

  test.runIf(process.platform === 'linux')('stops the server that a process and its guard left running', async () => {
    const { child, lines, exited } = program(dataDir, 'setInterval(() => undefined, 1000)');
    const pid = Number((await lines.next()).value?.slice(4));
    for (const guard of (await childrenOf(child.pid ?? 0)).filter((one) => one !== pid)) process.kill(guard, 'SIGKILL');
    child.kill('SIGKILL');
    await exited;
    expect(await processIdentity(pid)).toBeDefined();
    const server = await start(dataDir);
    expect(await processIdentity(pid)).toBeUndefined();
    await within(server.connection('alpha'), (sql) => sql`select 1`);
  });

  test('copes when the process and its server are killed together', async () => {
    const { child, lines, exited } = program(dataDir, 'setInterval(() => undefined, 1000)');
    const pid = Number((await lines.next()).value?.slice(4));
    process.kill(pid, 'SIGKILL');
    child.kill('SIGKILL');
    await exited;
    const server = await start(dataDir);
    await within(server.connection('alpha'), (sql) => sql`select 1`);
  });

  test('a process that ends without stopping its server does not leave it behind', async () => {
    const { lines, exited } = program(dataDir, '');
    const pid = Number((await lines.next()).value?.slice(4));
    expect(await exited).toBe(0);
    await ended(pid);
  });

  test('is not misled by a process that has taken the number of a dead server', async () => {
    const server = await start(dataDir);
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
    const [content, owner] = [await readFile(pidFile, 'utf8'), await stat(pidFile)];
    await server.stop();
    const stranger = spawn('sleep', ['60'], { uid: owner.uid, gid: owner.gid });
    onTestFinished(() => void stranger.kill('SIGKILL'));
    await writeFile(pidFile, content.replace(/^\d+/, String(stranger.pid)));
    await chown(pidFile, owner.uid, owner.gid);
    const again = await start(dataDir);
    await within(again.connection('alpha'), (sql) => sql`select 1`);
    expect(stranger.exitCode).toBeNull();
    expect(stranger.signalCode).toBeNull();
  });

  test('takes over the lock of a process that is gone, and of one whose number another has', async () => {
    for (const stale of ['', '1 99 other-boot 00', '4194304 1 x 00']) {
      await writeFile(join(dataDir, 'postgres-lock'), stale);
      await (await startPrivateServer({ dataDir })).stop();
    }
  });

  test('refuses data whose secret is missing or another’s', async () => {
    const file = join(dataDir, 'secret');
    const secret = await readFile(file, 'utf8');
    onTestFinished(() => writeFile(file, secret));
    await writeFile(file, `${'0'.repeat(64)}\n`);
    await expect(startPrivateServer({ dataDir })).rejects.toMatchObject({ code: 'STORAGE_SECRET' });
    await writeFile(file, 'short');
    await expect(startPrivateServer({ dataDir })).rejects.toMatchObject({ code: 'STORAGE_SECRET' });
    await rm(file);
    await expect(startPrivateServer({ dataDir })).rejects.toMatchObject({ code: 'STORAGE_SECRET' });
  });

  test('refuses data of another major version', async () => {
    const file = join(dataDir, 'postgres', 'PG_VERSION');
    const version = await readFile(file, 'utf8');
    onTestFinished(() => writeFile(file, version));
    await writeFile(file, '15\n');
    await expect(startPrivateServer({ dataDir })).rejects.toMatchObject({ code: 'STORAGE_DATA_VERSION' });
  });
});

describe('places and users', () => {
  test.runIf(asRoot)(
    'root in a folder closed to all others keeps the data elsewhere, and forgets it with the folder',
    async () => {
      const closed = join(await temporaryFolder(), 'home');
      await mkdir(closed, { mode: 0o700 });
      const dataDir = join(closed, 'clone', 'data');
      const first = await start(dataDir);
      const elsewhere = (await readFile(join(dataDir, 'postgres-location'), 'utf8')).trim();
      folders.push(elsewhere);
      expect(dirname(elsewhere)).toBe('/var/lib');
      expect((await stat(join(elsewhere, 'postgres'))).mode & 0o777).toBe(0o700);
      expect((await stat(join(elsewhere, 'postgres'))).uid).not.toBe(0);
      await first.ensureDatabases(['alpha']);
      await first.stop();
      const second = await start(dataDir);
      await within(second.connection('alpha'), (sql) => sql`select 1`);
      await second.stop();

      await rm(dataDir, { recursive: true });
      const afresh = await start(dataDir);
      const another = (await readFile(join(dataDir, 'postgres-location'), 'utf8')).trim();
      folders.push(another);
      expect(another).not.toBe(elsewhere);
      await expect(within(afresh.connection('alpha'), (sql) => sql`select 1`)).rejects.toThrow();
      await afresh.stop();

      await removePrivateServer(dataDir);
      expect([existsSync(another), existsSync(dataDir)]).toEqual([false, false]);
      await removePrivateServer(dataDir);

      await mkdir(dataDir);
      await writeFile(join(dataDir, 'postgres-location'), another);
      await expect(startPrivateServer({ dataDir })).rejects.toMatchObject({ code: 'STORAGE_DATA_LOST' });
      await writeFile(join(dataDir, 'postgres-location'), '/etc');
      await expect(startPrivateServer({ dataDir })).rejects.toMatchObject({ code: 'STORAGE_DATA_LOST' });
    },
  );

  test.runIf(asRoot)('an ordinary user runs the server as itself', async ({ skip }) => {
    const here = dirname(fileURLToPath(import.meta.url));
    skip(
      !((await canEnter(nobody, here)) && (await canEnter(nobody, dirname(process.execPath)))),
      'the project is closed to other users',
    );
    const folder = await temporaryFolder();
    await chown(folder, nobody.uid, nobody.gid);
    const dataDir = join(folder, 'data');
    const { lines, exited } = program(
      dataDir,
      `await server.ensureDatabases(['alpha']);
       const sql = openDatabase({ connection: server.connection('alpha') });
       say(String((await sql\`select 6 * 7 as answer\`)[0].answer));
       await sql.end();
       await server.stop();`,
      nobody,
    );
    const pid = Number((await lines.next()).value?.slice(4));
    expect((await lines.next()).value).toBe('42');
    expect(await exited).toBe(0);
    expect(await processIdentity(pid)).toBeUndefined();
    expect((await stat(join(dataDir, 'postgres'))).uid).toBe(nobody.uid);

    // And root, taking over, runs it as the user whose data it is.
    const server = await start(dataDir);
    expect((await stat(`/proc/${server.pid}`)).uid).toBe(nobody.uid);
    await within(server.connection('alpha'), (sql) => sql`select 1`);
  });

  test('an installation that died half-way is begun again', async () => {
    const dataDir = join(await temporaryFolder(), 'data');
    await mkdir(join(dataDir, 'postgres.partial', 'base'), { recursive: true });
    await writeFile(join(dataDir, 'postgres-password'), 'left over');
    const server = await start(dataDir);
    await server.ensureDatabases(['alpha']);
    expect(await readdir(dataDir)).not.toContain('postgres.partial');
    expect(await readdir(dataDir)).not.toContain('postgres-password');
  });

  test('a dataDir that names no folder is refused', async () => {
    await expect(startPrivateServer({ dataDir: '' })).rejects.toMatchObject({ code: 'STORAGE_OPTION' });
  });
});

function openOptions(url: string): ConnectionOptions {
  const { username, password, hostname, pathname } = new URL(url);
  return { host: decodeURIComponent(hostname), database: pathname.slice(1), username, password };
}
