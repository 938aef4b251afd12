import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmod, chown, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { commandLine, processIdentity } from './process-identity.ts';
import { runAs } from './server-user.ts';
import type { ServerUser } from './server-user.ts';
import { StorageError, systemCode } from './storage-error.ts';

/** The account that may do everything; only this file's neighbours use it. */
export const superuser = 'postgres';

const settings: Readonly<Record<string, string>> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '400',
  shared_buffers: '256MB',
  random_page_cost: '1.1',
  jit: 'off',
  // Point queries gain nothing from parallel workers, whose shared memory a small container may not have.
  max_parallel_workers_per_gather: '0',
  // What has been answered as written survives a power cut.
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  // No replica reads this log, so it need only serve recovery.
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  max_wal_size: '1GB',
  TimeZone: 'UTC',
  log_timezone: 'UTC',
  // Errors of statements go to the caller alone: their text and detail can hold personal data. "log" also drops level ERROR.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  log_line_prefix: '',
};

/** A role enters the database of its own name and no other; nobody enters from outside this machine. */
const hostRules = `local all ${superuser} scram-sha-256\nlocal sameuser all scram-sha-256\n`;

const startTimeoutMs = 120_000;
const pollMs = 10;

/** Makes a data folder that appears under its name only when complete, so that a half-made one is never used. */
export async function initialiseData(
  binaries: Binaries,
  data: string,
  user: ServerUser | undefined,
  password: string,
): Promise<void> {
  const partial = `${data}.partial`;
  const passwordFile = `${data}-password`;
  await rm(partial, { recursive: true, force: true });
  await rm(passwordFile, { force: true });
  await mkdir(partial);
  await chmod(partial, 0o700);
  if (user !== undefined) await chown(partial, user.uid, user.gid);
  try {
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' });
    if (user !== undefined) await chown(passwordFile, user.uid, user.gid);
    const outcome = await initdb(binaries, partial, user, passwordFile);
    if (!outcome.ok)
      throw new StorageError('STORAGE_INITIALISE', `initdb could not make ${data}`, {
        cause: new Error(outcome.complaint),
      });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(partial, data);
  const parent = await open(dirname(data));
  await parent.sync();
  await parent.close();
}

async function initdb(binaries: Binaries, data: string, user: ServerUser | undefined, passwordFile: string) {
  const args = ['-D', data, '-U', superuser, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--data-checksums'];
  const locale = [
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--lc-messages=C',
    '--no-instructions',
  ];
  // Order and case come from the builtin provider, equal on every system. Trigrams still ask the C library what a letter is: it needs a
  // UTF-8 locale, by whichever name the system has one.
  const attempts = ['C.UTF-8', 'en_US.UTF-8'].map((name) => [`--locale=C`, `--lc-ctype=${name}`]);
  let outcome = { ok: false, complaint: '' };
  for (const attempt of attempts) {
    outcome = await runAs(user, binaries.initdb, [...args, ...attempt, ...locale]);
    if (outcome.ok || !outcome.complaint.includes('invalid locale name')) break;
  }
  return outcome;
}

/** Refuses data that another major version wrote; PostgreSQL changes its format with each. */
export async function checkDataVersion(data: string, binariesVersion: string): Promise<void> {
  const written = (await readFile(join(data, 'PG_VERSION'), 'utf8')).trim();
  const major = binariesVersion.split('.')[0];
  if (written !== major)
    throw new StorageError(
      'STORAGE_DATA_VERSION',
      `${data} was written by PostgreSQL ${written} and the installed binaries are version ${major}; migrate or delete it`,
    );
}

/** Stops a server that an earlier process left running (it was killed), so that this one starts its own with today's settings. */
export async function stopLeftover(data: string, user: ServerUser | undefined): Promise<void> {
  const pidFile = join(data, 'postmaster.pid');
  const pid = Number.parseInt((await readPidFile(pidFile))[0] ?? '', 10);
  if (!(pid > 1) || (await processIdentity(pid)) === undefined) return;
  if (await isServerOf(pid, data, user)) await endServer(pid, undefined);
  // The number now belongs to some other process. PostgreSQL would take that for its own and refuse to start.
  else await rm(pidFile, { force: true });
}

async function isServerOf(pid: number, data: string, user: ServerUser | undefined): Promise<boolean> {
  // The file is the server user's; root must not be led by it to signal anybody else's process.
  if (user !== undefined && process.platform === 'linux') {
    const owner = await stat(`/proc/${pid}`).catch(() => undefined);
    if (owner?.uid !== user.uid) return false;
  }
  const command = await commandLine(pid);
  return command.join(' ').includes(`-D ${data}`);
}

export interface Postmaster {
  readonly pid: number;
  /** Resolves when the server has ended, however it did. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

export interface LaunchOptions {
  readonly binaries: Binaries;
  readonly data: string;
  readonly socketDir: string;
  readonly hostRulesFile: string;
  readonly user: ServerUser | undefined;
  readonly log: (line: string) => void;
}

/** Starts the server and waits until it accepts connections, recovery after a crash included. */
export async function launchServer(options: LaunchOptions): Promise<Postmaster> {
  await writeFile(options.hostRulesFile, hostRules);
  await chmod(options.hostRulesFile, 0o644);
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    const attempt = await launchOnce(options, deadline);
    if ('pid' in attempt) return attempt;
    // After a kill -9 of the postmaster its children take a moment to notice and let go of the shared memory.
    const transient = attempt.lastLines.some((line) =>
      /pre-existing shared memory block|lock file .* already exists/.test(line),
    );
    if (!transient || Date.now() > deadline)
      throw new StorageError('STORAGE_START', `the database server of ${options.data} did not start`, {
        cause: new Error(attempt.lastLines.join('\n')),
      });
    await delay(100);
  }
}

async function launchOnce(
  options: LaunchOptions,
  deadline: number,
): Promise<Postmaster | { readonly lastLines: readonly string[] }> {
  const { binaries, data, socketDir, hostRulesFile, user, log } = options;
  const given = { ...settings, unix_socket_directories: socketDir, hba_file: hostRulesFile };
  const args = ['-D', data, ...Object.entries(given).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  // Detached: Ctrl-C goes to the whole process group, and the server has to outlive those who still write to it.
  // The empty environment keeps PGDATA, PGOPTIONS, LD_LIBRARY_PATH and the like out.
  const child = spawn(binaries.postgres, args, {
    cwd: '/',
    env: {},
    ...user,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const lastLines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    lastLines.push(line);
    if (lastLines.length > 20) lastLines.shift();
    log(line);
  });
  let ended = false;
  const exited = new Promise<void>((resolve) => {
    const end = () => {
      ended = true;
      resolve();
    };
    child.once('error', (error) => {
      lastLines.push(error.message);
      end();
    });
    child.once('close', end);
  });
  const pid = child.pid;
  if (pid !== undefined) guard(pid, user, exited);
  while (!ended) {
    const state = await readPidFile(join(data, 'postmaster.pid'));
    if (pid !== undefined && state[0] === String(pid) && state[7]?.trim() === 'ready')
      return postmaster(child, pid, exited);
    if (Date.now() > deadline) {
      child.kill('SIGKILL');
      lastLines.push(`not ready within ${startTimeoutMs} ms`);
    }
    await Promise.race([exited, delay(pollMs)]);
  }
  return { lastLines };
}

/**
 * Keeps the server from outliving this process, however it ends, kill -9 included: a shell waits on a pipe that only this process holds
 * open, and asks the server to stop when the pipe breaks. It outlives Ctrl-C as the server does.
 */
function guard(pid: number, user: ServerUser | undefined, exited: Promise<void>): void {
  const script = 'read -r word || kill -INT "$1"';
  const shell = spawn('/bin/sh', ['-c', script, 'guard', String(pid)], {
    cwd: '/',
    env: {},
    ...user,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a guard the next start finds the server and stops it.
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  shell.unref();
  if ('unref' in shell.stdin && typeof shell.stdin.unref === 'function') shell.stdin.unref();
  void exited.then(() => shell.stdin.end('over\n'));
}

function postmaster(child: ChildProcess, pid: number, exited: Promise<void>): Postmaster {
  child.unref();
  if (child.stderr !== null && 'unref' in child.stderr && typeof child.stderr.unref === 'function')
    child.stderr.unref();
  return {
    pid,
    exited,
    stop: async () => {
      child.ref();
      await endServer(pid, exited);
    },
  };
}

/** Fast shutdown, then immediate, then by force; returns when the server is gone. */
async function endServer(pid: number, exited: Promise<void> | undefined): Promise<void> {
  const steps = [
    { name: 'SIGINT', waitMs: 30_000 },
    { name: 'SIGQUIT', waitMs: 5_000 },
    { name: 'SIGKILL', waitMs: 5_000 },
  ] as const;
  for (const { name, waitMs } of steps) {
    signal(pid, name);
    if (await endedWithin(pid, exited, waitMs)) return;
  }
  throw new StorageError('STORAGE_START', `the database server, process ${pid}, does not end`);
}

async function endedWithin(pid: number, exited: Promise<void> | undefined, waitMs: number): Promise<boolean> {
  const timer = new AbortController();
  const timeout = delay(waitMs, false, { signal: timer.signal }).catch(() => false);
  const end = exited === undefined ? gone(pid, timer.signal) : exited.then(() => true);
  const result = await Promise.race([end, timeout]);
  timer.abort();
  return result;
}

async function gone(pid: number, givenUp: AbortSignal): Promise<boolean> {
  while (!givenUp.aborted) {
    if ((await processIdentity(pid)) === undefined) return true;
    await delay(pollMs);
  }
  return false;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (systemCode(error) !== 'ESRCH') throw error;
  }
}

async function readPidFile(file: string): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n');
}
