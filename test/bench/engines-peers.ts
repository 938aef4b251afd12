// The gateways that are compared, and how each is started: a process of its own under this Node, its packages in its own folder, installed
// from its lock file the first time it is wanted.
import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Everything } from './engines-everything.ts';
import { print } from './options.ts';

export interface PeerStart {
  readonly port: number;
  /** By the name of the source. */
  readonly urls: Readonly<Record<string, string>>;
  /** A file: the supergraph with those URLs and without the directives that other gateways refuse. */
  readonly supergraph: string;
  /** A file: where each source is, as `gateway/main.ts` takes it. */
  readonly holders: string;
  /** What is around a gateway when everything is on. */
  readonly everything?: Everything;
}

export interface Peer {
  readonly name: string;
  readonly title: string;
  /** Where its packages are. Ours has none of its own. */
  readonly folder?: string;
  /** Arguments of node. */
  readonly command: (start: PeerStart) => readonly string[];
  readonly env?: (start: PeerStart) => Readonly<Record<string, string>>;
  /** Whether callers need a token, and holders a signature. */
  readonly isWhole?: boolean;
}

const here = fileURLToPath(new URL('.', import.meta.url));
const inPeers = (...path: readonly string[]) => join(here, 'peers', ...path);
const gatewayMain = join(here, '../../gateway/main.ts');
const hiveBin = inPeers('hive/node_modules/@graphql-hive/gateway/dist/bin.js');

const open = ({ port, supergraph, holders }: PeerStart) => ({
  ...{ SUPERGRAPH: supergraph, HOLDERS: holders, OPEN_FOR_TESTS: '1', PORT: String(port) },
  // The mode is refused in production.
  NODE_ENV: '',
});
const listed = (urls: Readonly<Record<string, string>>) =>
  Object.entries(urls)
    .map(([name, url]) => `${name}=${url}`)
    .join(',');

export const peers: readonly Peer[] = [
  {
    name: 'limit',
    title: 'limit: the same calls by hand, no GraphQL',
    command: ({ urls, port }) => [inPeers('limit/main.ts'), listed(urls), String(port)],
  },
  { name: 'ours', title: 'ours, compiled engine', command: () => [gatewayMain], env: open },
  {
    name: 'reference',
    title: 'ours, ENGINE=reference',
    command: () => [gatewayMain],
    env: (start) => ({ ...open(start), ENGINE: 'reference' }),
  },
  {
    name: 'apollo',
    title: 'stock @apollo/server + @apollo/gateway',
    folder: inPeers('apollo'),
    command: ({ supergraph, port }) => [inPeers('apollo/main.js'), supergraph, String(port)],
  },
  {
    name: 'hive',
    title: 'Hive Gateway, default',
    folder: inPeers('hive'),
    command: hive('default.config.js'),
  },
  {
    name: 'hive-rust',
    title: 'Hive Gateway, Rust planner',
    folder: inPeers('hive'),
    command: hive('rust-planner.config.js'),
  },
  {
    name: 'mercurius',
    title: 'Mercurius gateway, Federation 1',
    folder: inPeers('mercurius'),
    command: ({ urls, port }) => [inPeers('mercurius/main.js'), listed(urls), String(port)],
  },
];

/** The gateway as it serves, and the least that could do the same; beside these, gateways with nothing on. */
export const wholePeers: readonly Peer[] = [
  {
    name: 'limit+',
    title: 'limit+: limit, token, signatures, journal',
    command: () => [inPeers('limit/plus.ts')],
    env: (start) => whole('limit+', start),
    isWhole: true,
  },
  {
    name: 'gateway',
    title: 'ours, everything on',
    command: () => [gatewayMain],
    env: (start) => whole('gateway', start),
    isWhole: true,
  },
];

function whole(name: string, { everything, port }: PeerStart): Readonly<Record<string, string>> {
  if (!everything) throw new TypeError(`${name} needs everything around it`);
  return { ...everything.settings, JOURNAL_DATABASE_URL: everything.journalOf(name), PORT: String(port) };
}

function hive(config: string): Peer['command'] {
  return ({ supergraph, port }) => [
    ...[hiveBin, 'supergraph', supergraph, '--config-path', inPeers('hive', config)],
    ...['--host', '127.0.0.1', '--port', String(port), '--fork', '1'],
  ];
}

/** Installs what the lock file says, when it is not there or another. */
export function install({ name, folder }: Peer): void {
  if (folder === undefined || isInstalled(folder)) return;
  print(`installing the packages of ${name} (npm ci, once)`);
  const { status, stderr } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`npm ci in ${folder} failed: ${stderr}`);
}

/** Every package at the top of the lock is there in that version. */
function isInstalled(folder: string): boolean {
  const { dependencies } = readJson(join(folder, 'package.json')) as { dependencies: Record<string, string> };
  return Object.entries(dependencies).every(([name, version]) => {
    const manifest = join(folder, 'node_modules', name, 'package.json');
    return existsSync(manifest) && (readJson(manifest) as { version: string }).version === version;
  });
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

export interface RunningPeer {
  readonly pid: number;
  /** The last words of one that has ended; undefined while it runs. */
  readonly ended: () => string | undefined;
  stop(): Promise<void>;
}

const stopMaxMs = 3000;
const lastWordsMax = 4000;
const groups = new Set<number>();
process.on('exit', () => groups.forEach((group) => signal(group, 'SIGKILL')));

/** A process group of its own, so that its children end with it. */
export function startProcess(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  logFile: string,
): RunningPeer {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile, { flags: 'a' });
  const child = spawn(process.execPath, args, {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      NODE_ENV: 'production',
      // Apollo's gateway reports to its maker unless told not to.
      APOLLO_TELEMETRY_DISABLED: 'true',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const pid = child.pid ?? 0;
  if (pid > 0) groups.add(pid);
  let lastWords = '';
  let hasEnded = false;
  const hear = (chunk: Buffer) => {
    log.write(chunk);
    lastWords = (lastWords + chunk.toString('utf8')).slice(-lastWordsMax);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = new Promise<void>((resolve) =>
    child.once('close', () => {
      hasEnded = true;
      log.end();
      resolve();
    }),
  );
  return {
    pid,
    ended: () => (hasEnded ? `${name} ended: ${lastWords.trim() || 'it said nothing'}` : undefined),
    async stop() {
      signal(pid, 'SIGTERM');
      const timer = setTimeout(() => signal(pid, 'SIGKILL'), stopMaxMs);
      await ended;
      clearTimeout(timer);
      signal(pid, 'SIGKILL');
      groups.delete(pid);
    },
  };
}

function signal(group: number, name: NodeJS.Signals): void {
  try {
    if (group > 0) process.kill(-group, name);
  } catch {
    // It has ended.
  }
}
