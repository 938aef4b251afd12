// npm start and the commands beside it, as typed in a terminal: every process is a real one, and ends as a user's would.
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDirectory } from '#kit/directory.ts';
import { openDatabase } from '#kit/storage/database.ts';
import type { ConnectionOptions } from '#kit/storage/database.ts';
import { parseDatabaseUrl } from '#kit/storage/database.ts';
import { removePrivateServer } from '#kit/storage/embedded.ts';
import { network } from '../demo/directory.ts';
import { nation } from '../demo/nation/nation.ts';
import { story } from '../demo/nation/story.ts';
import { freePorts } from '../demo/settings.ts';
import { livingWith, run, type } from './command-line.ts';
import type { CommandOptions, Terminal } from './command-line.ts';

const people = 400;
const seed = 2026;
const told = story(seed);
/** A start of the whole network on a machine that is busy with other tests. */
const patienceMs = 400_000;

const folder = mkdtempSync(join(tmpdir(), 'one-command-'));
// As root the database runs as another user, who must be able to enter.
chmodSync(folder, 0o755);
const terminals: Terminal[] = [];

afterAll(() => {
  for (const terminal of terminals) if (isAlive(terminal.pid)) terminal.press('SIGKILL');
  for (const { pid } of livingWith(folder)) kill(pid);
  rmSync(folder, { recursive: true, force: true });
});

interface Place {
  readonly dataDir: string;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
}

async function place(name: string, dataDir = join(folder, name), size = people): Promise<Place> {
  const [port] = (await freePorts(1)) as readonly [number];
  return { dataDir, port, env: { PORT: String(port), DATA_DIR: dataDir, NATION_SIZE: String(size) } };
}

function start(
  { env }: Place,
  [command, ...args]: readonly [string, ...string[]] = ['node', 'demo/start.ts'],
  as: CommandOptions = {},
) {
  const terminal = type(command, args, { ...as, env: { ...env, ...as.env } });
  terminals.push(terminal);
  return terminal;
}

const lastLine = /All data is synthetic\. Ctrl-C stops\.\n$/;

describe('a running network', () => {
  let here: Place;
  let terminal: Terminal;
  let banner: readonly string[];
  let token: string;

  beforeAll(async () => {
    const { env, ...rest } = await place('running');
    // One officer asks here in a minute what a station asks in a day.
    here = { ...rest, env: { ...env, RATE_CALLER_PER_MINUTE: '1000000' } };
    terminal = start(here, ['npm', 'start']);
    banner = (await terminal.until(lastLine)).trimEnd().split('\n').slice(-7);
    token = (await ours('npm', 'run', '-s', 'token', '--', '--profile', 'patrol')).stdout.trim();
  }, patienceMs);

  function ours(command: string, ...args: readonly string[]) {
    return run(command, args, { env: here.env });
  }

  function holder(...args: readonly string[]) {
    return ours('npm', 'run', '-s', 'holder', '--', ...args);
  }

  async function ask(query: string, variables: object = {}) {
    const response = await fetch(`http://127.0.0.1:${here.port}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'x-infoseg-purpose': 'STOP' },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as {
      readonly data?: Record<string, never> | null;
      readonly extensions?: {
        readonly outcomes: readonly { readonly outcome: string }[];
        readonly sources: readonly {
          readonly source: string;
          readonly holder: string | null;
          readonly status: string;
        }[];
      };
    };
  }

  /** The look-up that the banner invites to break: the outcome, and what is said of the warrants. */
  async function lookUp(): Promise<readonly string[]> {
    const query = `query ($cpf: CPF!) { individuals(cpf: $cpf) { subjects { name warrants(first: 5) { edges { node { record { holder warrantStatus } } } } } } }`;
    const { extensions } = await ask(query, { cpf: told.servedYesterday.cpf });
    const warrants = extensions?.sources.find(({ source, holder: code }) => source === 'warrants' && code === 'CNJ');
    return [...new Set(extensions?.outcomes.map(({ outcome }) => outcome)), warrants?.status ?? 'not asked'];
  }

  async function ready(): Promise<number> {
    return (await fetch(`http://127.0.0.1:${here.port}/ready`)).status;
  }

  it('says that it is ready in seven lines, and names what can be tried', () => {
    expect(banner[0]).toMatch(/^Ready in \d+ s · 400 people · 36 endpoints up · index lag \d+\.\d s$/);
    expect(banner.slice(1)).toEqual([
      `GraphiQL  http://127.0.0.1:${here.port}/graphiql   (opens as patrol)`,
      expect.stringMatching(/^Try {7}search\(text:"[A-Z0-9]{7}"\) +stolen; its owner has an active warrant in PE$/),
      expect.stringMatching(
        /^ {10}search\(text:"\d{11}"\) +known to three states, one namesake, a warrant served yesterday$/,
      ),
      expect.stringMatching(/^ {10}search\(text:"[A-Z0-9]+"\) +SINARM and SIGMA disagree$/),
      'Break it  npm run holder -- stop CNJ   (answers become INCOMPLETE, never "none")',
      'All data is synthetic. Ctrl-C stops.',
    ]);
  });

  it('answers everything that its banner names', async () => {
    expect((await fetch(`http://127.0.0.1:${here.port}/graphiql`)).status).toBe(200);
    const texts = banner.flatMap((line) => /search\(text:"(.*?)"\)/.exec(line)?.[1] ?? []);
    expect(texts).toHaveLength(3);
    for (const text of texts) {
      const { data, extensions } = await ask(
        'query ($text: String!) { search(text: $text) { hits { edges { node { headline } } } probes { __typename } } }',
        { text },
      );
      expect(data).toMatchObject({ search: { hits: { edges: expect.arrayContaining([expect.anything()]) } } });
      expect(extensions?.outcomes.map(({ outcome }) => outcome)).toEqual(['HIT']);
    }
  });

  it('gives a token that is printed and nothing else, or one sentence', async () => {
    const given = await ours(
      'npm',
      'run',
      '-s',
      'token',
      '--',
      '--profile',
      'investigator',
      '--state',
      'PE',
      '--body',
      'PCPE',
    );
    expect(given).toEqual({ code: 0, stdout: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+\n$/), stderr: '' });
    for (const args of [[], ['--profile', 'king'], ['--profile', 'patrol', '--state', 'XX'], ['--who', 'me']]) {
      const refused = await ours('node', 'demo/token.ts', ...args);
      expect(refused).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(/^[^\n]+\n$/) });
      expect(refused.stderr).not.toMatch(/ at |Error/);
    }
  });

  it(
    'lists its holders, and stops and starts one: answers are INCOMPLETE meanwhile',
    async () => {
      const lines = (await holder('list')).stdout.trimEnd().split('\n');
      expect(lines).toHaveLength(37);
      expect(lines.every((line) => / up$/.test(line))).toBe(true);
      expect(await lookUp()).toEqual(['HIT', 'ANSWERED']);

      expect(await holder('stop', 'CNJ')).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^warrants\/CNJ +stopped\n$/),
      });
      expect(await lookUp()).toEqual(['INCOMPLETE', 'UNAVAILABLE']);
      expect(await holder('start', 'CNJ')).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^warrants\/CNJ +up\n$/),
      });
      await expect.poll(lookUp, { timeout: 60_000 }).toEqual(['HIT', 'ANSWERED']);

      expect((await holder('stop', 'weapons/PF')).stdout).toMatch(/^weapons\/PF +stopped\n$/);
      expect((await holder('list')).stdout).toMatch(/individuals\/PF +up\n/);
      expect((await holder('start', 'PF')).stdout).toMatch(/^individuals\/PF +up\nweapons\/PF +up\n$/);
    },
    patienceMs,
  );

  it(
    'recovers when its index was stopped and started',
    async () => {
      expect((await holder('stop', 'SENASP')).code).toBe(0);
      expect(await lookUp()).not.toContain('HIT');
      await expect.poll(ready, { timeout: 60_000 }).toBe(503);
      expect((await holder('start', 'SENASP')).code).toBe(0);
      await expect.poll(lookUp, { timeout: 60_000 }).toEqual(['HIT', 'ANSWERED']);
      await expect.poll(ready, { timeout: 60_000 }).toBe(200);
    },
    patienceMs,
  );

  it.each([
    [['stop', 'XX'], 'no holder of that code: npm run holder -- list'],
    [['stop', 'weapons/CNJ'], 'no holder of that code: npm run holder -- list'],
    [['start'], 'say which holder to start: npm run holder -- start CNJ'],
    [['halt', 'CNJ'], 'say start, stop or list, and for start and stop a holder: npm run holder -- stop CNJ'],
    [[], 'say start, stop or list, and for start and stop a holder: npm run holder -- stop CNJ'],
  ])('answers "holder %j" with one sentence', async (args, sentence) => {
    expect(await ours('node', 'demo/holder.ts', ...args)).toEqual({ code: 1, stdout: '', stderr: `${sentence}\n` });
  });

  it('says in one sentence that the folder or the port is taken, to a second npm start', async () => {
    const other = await place('other');
    expect(await ours('node', 'demo/start.ts')).toEqual({
      code: 1,
      stdout: '',
      stderr: `PORT: ${here.port} is in use on 127.0.0.1; stop what uses it, or set PORT to another\n`,
    });
    const second = await run('node', ['demo/start.ts'], { env: { ...here.env, PORT: other.env['PORT'] as string } });
    expect(second).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^DATA_DIR: process \d+ already runs [^\n]+\n$/),
    });
    expect(await lookUp()).toEqual(['HIT', 'ANSWERED']);
  });

  it(
    'passes check-holder',
    async () => {
      const directory = join(here.dataDir, 'directory.json');
      const endpoint = loadDirectory(directory).endpoints.find(
        ({ source, holder: code }) => source === 'vehicles' && code === 'PE',
      );
      const check = await ours(
        ...(['npm', 'run', '-s', 'check-holder', '--', endpoint?.url ?? '', '--directory', directory] as const),
        ...['--keys', join(here.dataDir, 'keys')],
      );
      expect(check).toMatchObject({ code: 0, stdout: expect.stringMatching(/\d+ checks, no failure\n$/) });
    },
    patienceMs,
  );

  it(
    'goes on when one of its endpoints runs alone, by settings of its own',
    async () => {
      expect((await holder('stop', 'individuals/SP')).code).toBe(0);
      const settings = {
        HOLDERS: 'SP',
        DIRECTORY: join(here.dataDir, 'directory.json'),
        KEYS_DIR: join(here.dataDir, 'keys'),
      };
      const url = loadDirectory(settings.DIRECTORY).endpoints.find(
        ({ source, holder: code }) => source === 'individuals' && code === 'SP',
      )?.url;
      const isReady = () =>
        fetch(`${url}/ready`).then(
          ({ status }) => status,
          () => 0,
        );
      const own = { DATABASE_URL: databaseUrlOf('individuals', 'SP') };
      for (const database of [own, { DATA_DIR: join(folder, 'alone') }]) {
        const alone = type('node', ['subgraphs/individuals/main.ts'], { env: { ...settings, ...database } });
        terminals.push(alone);
        await expect.poll(isReady, { timeout: 120_000 }).toBe(200);
        alone.press('SIGINT');
        expect((await alone.ended).code).toBe(0);
        expect(await isReady()).toBe(0);
      }
      expect(livingWith(join(folder, 'alone'))).toEqual([]);
      expect((await holder('start', 'individuals/SP')).code).toBe(0);

      for (const [missing, sentence] of [
        ['DIRECTORY', /^DIRECTORY: is required and not set\n$/],
        ['KEYS_DIR', /^KEYS_DIR: is required and not set\n$/],
        ['DATABASE_URL', /^DATABASE_URL_SP: is required: set it, or DATA_DIR for a private server\n$/],
      ] as const) {
        const env = { ...settings, ...own, [missing]: '' };
        expect(await run('node', ['subgraphs/individuals/main.ts'], { env })).toMatchObject({
          code: 1,
          stderr: expect.stringMatching(sentence),
        });
      }
    },
    patienceMs,
  );

  it(
    'says so when a process ends by itself, tells the truth meanwhile, and starts it again',
    async () => {
      expect((await holder('stop', 'weapons/EB')).code).toBe(0);
      for (const [name, broken] of [
        ['weapons', async () => expect((await holder('list')).stdout).toMatch(/weapons\/PF +down/)],
        ['warrants', async () => expect(await lookUp()).toEqual(['INCOMPLETE', 'UNAVAILABLE'])],
        ['national-index', async () => expect(await lookUp()).not.toContain('HIT')],
      ] as const) {
        kill(pidOf(`subgraphs/${name}/main.ts`));
        await terminal.until(new RegExp(`^${name} ended by itself \\(SIGKILL\\) and is started again in 1 s\\.$`, 'm'));
        await broken();
        await terminal.until(new RegExp(`^${name} is up again\\.$`, 'm'));
        await expect.poll(lookUp, { timeout: 60_000 }).toEqual(['HIT', 'ANSWERED']);
      }
      // What a user stopped stays stopped.
      expect((await holder('list')).stdout).toMatch(/weapons\/EB +stopped/);
      expect((await holder('start', 'EB')).code).toBe(0);
      kill(pidOf('gateway/main.ts'));
      await terminal.until(/^gateway is up again\.$/m);
      await expect.poll(ready, { timeout: 60_000 }).toBe(200);
    },
    patienceMs,
  );

  it(
    'loses nothing when all its processes are killed while they write',
    async () => {
      let answered = 0;
      let killed = false;
      const asking = Promise.all(
        Array.from({ length: 8 }, async () => {
          while (!killed)
            answered += await lookUp().then(
              (result) => (result.includes('HIT') ? 1 : 0),
              () => 0,
            );
        }),
      );
      await expect.poll(() => answered, { timeout: 60_000 }).toBeGreaterThan(20);
      const records = await countRecords();
      const rows = await count(journal(), 'access');
      const before = answered;
      await expect.poll(() => answered, { timeout: 60_000 }).toBeGreaterThan(before + 20);
      for (const pid of [terminal.pid, ...livingWith(here.dataDir).map((one) => one.pid)]) kill(pid);
      killed = true;
      await asking;
      await expect.poll(() => livingWith(here.dataDir), { timeout: 60_000 }).toEqual([]);
      expect((await ours('node', 'demo/holder.ts', 'list')).stderr).toBe('the network does not answer: npm start\n');

      terminal = start(here);
      const output = await terminal.until(lastLine);
      expect(output).not.toContain('Loading');
      expect(await countRecords()).toBe(records);
      // What was answered had been journalled first.
      expect(await count(journal(), 'access')).toBeGreaterThanOrEqual(rows + answered - before);
      expect(await lookUp()).toEqual(['HIT', 'ANSWERED']);
    },
    patienceMs,
  );

  it(
    'ends with one sentence when its database ends',
    async () => {
      kill(pidOf('bin/postgres -D'));
      const { code, stdout } = await terminal.ended;
      expect(code).toBe(1);
      expect(stdout).toMatch(/^PostgreSQL ended by itself, so everything stops: npm start again\.$/m);
      await expect.poll(() => livingWith(here.dataDir), { timeout: 60_000 }).toEqual([]);
      expect((await ours('node', 'demo/holder.ts', 'list')).stderr).toBe('no network is running here: npm start\n');
    },
    patienceMs,
  );

  it(
    'starts afresh when its folder is removed',
    async () => {
      rmSync(here.dataDir, { recursive: true });
      terminal = start(here);
      await terminal.until(/^Loading 400 people/m);
      terminal.press('SIGTERM');
      expect((await terminal.ended).code).toBe(0);
      expect(livingWith(here.dataDir)).toEqual([]);
    },
    patienceMs,
  );

  function pidOf(command: string): number {
    const found = livingWith(here.dataDir).find((one) => one.command.includes(command));
    if (!found) throw new TypeError(`nothing runs ${command}`);
    return found.pid;
  }

  function databaseUrlOf(source: string, code: string): string {
    const found = livingWith(here.dataDir).find((one) => one.command.includes(`subgraphs/${source}/main.ts`));
    return found?.env.get(`DATABASE_URL_${code}`) ?? '';
  }

  function journal(): ConnectionOptions {
    const found = livingWith(here.dataDir).find((one) => one.command.includes('gateway/main.ts'));
    return parseDatabaseUrl(found?.env.get('JOURNAL_DATABASE_URL') ?? '');
  }

  async function countRecords(): Promise<number> {
    let total = 0;
    for (const { source, holders } of network.filter((one) => one.source !== 'national-index'))
      for (const code of holders) total += await count(parseDatabaseUrl(databaseUrlOf(source, code)), 'record');
    return total;
  }
});

describe('a load that is cut short', () => {
  // An ordinary user, where this process may become one who can read the project.
  const asNobody: CommandOptions =
    process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534, env: { HOME: '/nonexistent' } } : {};
  /** Enough to be cut short. */
  const size = 1000;
  let here: Place;
  let as: CommandOptions;

  beforeAll(async () => {
    const reads = await run('sh', ['-c', 'ls package.json && node --version'], asNobody);
    as = reads.code === 0 ? asNobody : {};
    here = await place('cut-short', join(folder, 'cut-short'), size);
    mkdirSync(here.dataDir);
    if (as.uid !== undefined) chownSync(here.dataDir, as.uid, as.gid ?? as.uid);
  });

  it(
    'ends at once on Ctrl-C, leaving no process',
    async () => {
      const terminal = start(here, undefined, as);
      await terminal.until(/^Loading 1,000 people/m);
      terminal.press('SIGINT');
      expect(await terminal.ended).toMatchObject({
        code: 0,
        stderr: '',
        stdout: expect.stringMatching(/\nStopping …\n$/),
      });
      expect(livingWith(here.dataDir)).toEqual([]);
    },
    patienceMs,
  );

  it(
    'ends when the supervising process is killed, leaving no process',
    async () => {
      const terminal = start(here, undefined, as);
      await terminal.until(/^Loading 1,000 people/m);
      kill(terminal.pid);
      await expect.poll(() => livingWith(here.dataDir), { timeout: 60_000 }).toEqual([]);
    },
    patienceMs,
  );

  it('is not completed as another nation', async () => {
    const other = await run('node', ['demo/start.ts'], { ...as, env: { ...here.env, ...as.env, NATION_SIZE: '1001' } });
    const sentence = 'DATA_DIR: holds another nation: delete it, or set NATION_SIZE and NATION_SEED as they were\n';
    expect(other).toEqual({ code: 1, stdout: '', stderr: sentence });
  });

  it(
    'is completed by the next start, and Ctrl-C twice ends that as once',
    async () => {
      const terminal = start(here, undefined, as);
      expect(await terminal.until(lastLine)).toContain('Loading 1,000 people');
      const expected = [...nation({ seed, size, today: readNation().today })].length;
      const found = await Promise.all(
        livingWith(here.dataDir)
          .flatMap(({ env }) =>
            [...env].filter(([name]) => name.startsWith('DATABASE_URL_') && name !== 'DATABASE_URL_SENASP'),
          )
          .map(([, url]) => count(parseDatabaseUrl(url), 'record')),
      );
      expect(found.reduce((sum, one) => sum + one, 0)).toBe(expected);
      terminal.press('SIGINT');
      terminal.press('SIGINT');
      const { code, stdout } = await terminal.ended;
      expect(code).toBe(0);
      expect(stdout.match(/Stopping …/g)).toHaveLength(1);
      expect(livingWith(here.dataDir)).toEqual([]);
    },
    patienceMs,
  );

  it(
    'ends with the sentence of a part that cannot start, leaving no process',
    async () => {
      const path = join(here.dataDir, 'keys/journal.key');
      const key = readFileSync(path, 'utf8');
      writeFileSync(path, 'short');
      const { code, stderr } = await start(here, undefined, as).ended;
      writeFileSync(path, key);
      expect([code, stderr]).toEqual([
        1,
        'gateway ended before it was ready: JOURNAL_KEY: must hold 32 bytes in base64url\n',
      ]);
      expect(livingWith(here.dataDir)).toEqual([]);
    },
    patienceMs,
  );

  function readNation(): { readonly today: string } {
    return JSON.parse(readFileSync(join(here.dataDir, 'nation.json'), 'utf8')) as { readonly today: string };
  }
});

describe.runIf(process.getuid?.() === 0)('a folder that only root may enter', () => {
  const closed = join(folder, 'closed');
  const dataDir = join(closed, 'data');
  afterAll(async () => {
    if (existsSync(dataDir)) await removePrivateServer(dataDir);
  });

  it(
    'serves as well, by a database elsewhere',
    async () => {
      mkdirSync(closed, { mode: 0o700 });
      const here = await place('closed', dataDir);
      const terminal = start(here);
      await terminal.until(/^Loading 400 people/m);
      const elsewhere = readFileSync(join(dataDir, 'postgres-location'), 'utf8').trim();
      expect(existsSync(join(elsewhere, 'postgres'))).toBe(true);
      terminal.press('SIGTERM');
      expect((await terminal.ended).code).toBe(0);
      expect([...livingWith(dataDir), ...livingWith(elsewhere)]).toEqual([]);
    },
    patienceMs,
  );
});

describe('a wrong setting', () => {
  const file = join(folder, 'file');
  const broken = join(folder, 'broken');
  beforeAll(() => {
    writeFileSync(file, '');
    mkdirSync(broken);
    writeFileSync(join(broken, 'nation.json'), '{"seed":');
  });

  it.each([
    ['PORT', 'eighty', 'must be a whole number from 1 to 65535'],
    ['PORT', '70000', 'must be a whole number from 1 to 65535'],
    ['NATION_SIZE', '3', 'must be a whole number from 200 to 10000000'],
    ['NATION_SIZE', '1e4', 'must be a whole number from 200 to 10000000'],
    ['NATION_SEED', '-1', 'must be a whole number from 1 to 2147483647'],
    ['DATA_DIR', file, 'no folder can be made there and written to'],
    ['DATA_DIR', join(file, 'below'), 'no folder can be made there and written to'],
    ['DATA_DIR', '/proc/1/data', 'no folder can be made there and written to'],
    ['DATA_DIR', '/proc/none/data/deep', 'no folder can be made there and written to'],
    ['DATA_DIR', broken, 'its nation.json is not what was written there: delete the folder to start afresh'],
  ])('ends the start with one sentence: %s=%s', async (name, value, sentence) => {
    const env = { ...(await place('settings')).env, [name]: value };
    const outcome = await run('node', ['demo/start.ts'], { env });
    expect(outcome).toEqual({ code: 1, stdout: '', stderr: `${name}: ${sentence}\n` });
  });

  it.runIf(process.getuid?.() === 0)(
    'ends it so for a folder that an ordinary user may not write to',
    async (context) => {
      const as = { uid: 65_534, gid: 65_534 };
      if ((await run('sh', ['-c', 'ls package.json && node --version'], as)).code !== 0) {
        if (process.env['CI']) throw new Error('the checkout must be readable for another user');
        return context.skip();
      }
      const mine = join(folder, 'mine');
      mkdirSync(mine, { mode: 0o755 });
      const outcome = await run('node', ['demo/start.ts'], {
        ...as,
        env: { ...(await place('mine')).env, DATA_DIR: mine },
      });
      expect(outcome).toEqual({
        code: 1,
        stdout: '',
        stderr: 'DATA_DIR: no folder can be made there and written to\n',
      });
    },
  );

  it('ends it so for a port that another program has', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { readonly port: number };
    const outcome = await run('node', ['demo/start.ts'], { env: { ...(await place('port')).env, PORT: String(port) } });
    server.close();
    const sentence = `PORT: ${port} is in use on 127.0.0.1; stop what uses it, or set PORT to another\n`;
    expect(outcome).toEqual({ code: 1, stdout: '', stderr: sentence });
  });

  it('is said of the other commands too when no network is there', async () => {
    const { env } = await place('nothing');
    expect(await run('node', ['demo/holder.ts', 'stop', 'CNJ'], { env })).toEqual({
      ...{ code: 1, stdout: '', stderr: 'no network is running here: npm start\n' },
    });
    expect(await run('node', ['demo/token.ts', '--profile', 'patrol'], { env })).toEqual({
      ...{ code: 1, stdout: '', stderr: 'DATA_DIR: the issuer has no key there yet; run npm start first.\n' },
    });
  });
});

async function count(connection: ConnectionOptions, table: 'record' | 'access'): Promise<number> {
  const sql = openDatabase({ connection, poolMax: 1 });
  try {
    const [row] = await sql<{ count: number }[]>`select count(*)::int as count from ${sql(table)}`;
    return row?.count ?? 0;
  } finally {
    await sql.end();
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Ended already.
  }
}
