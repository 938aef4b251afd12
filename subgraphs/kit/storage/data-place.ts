import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, isAbsolute, join } from 'node:path';
import { canEnter, chooseServerUser } from './server-user.ts';
import type { ServerUser } from './server-user.ts';
import { StorageError, systemCode } from './storage-error.ts';

/** Where the server keeps what is its own, and under which account it runs (undefined: ours). */
export interface DataPlace {
  readonly folder: string;
  readonly user: ServerUser | undefined;
  /** Whether the data has been initialised. */
  readonly initialised: boolean;
}

/** The data itself, inside the place; it appears under this name only when it is complete. */
export const dataName = 'postgres';
const locationName = 'postgres-location';
const elsewherePattern = /^kit-postgres-[0-9a-f]{16}$/;

/**
 * Decides where the data of `dataDir` lies: in it or, if the server's user cannot enter it, in a folder of random name elsewhere that
 * `dataDir/postgres-location` names. The random name keeps a fresh `dataDir` from ever finding the data of a deleted one.
 */
export async function findDataPlace(dataDir: string): Promise<DataPlace> {
  await mkdir(dataDir, { recursive: true });
  const here = await realpath(dataDir);
  const elsewhere = await namedElsewhere(here);
  const folder = elsewhere ?? here;
  const owner = await ownerOf(join(folder, dataName));
  if (process.geteuid?.() !== 0) {
    // Another user's data would be refused by the server with a riddle.
    if (owner !== undefined && owner.uid !== process.geteuid?.())
      throw new StorageError(
        'STORAGE_DATA_UNREACHABLE',
        `the data in ${folder} belongs to another user; start as that user, or as root`,
      );
    return { folder, user: undefined, initialised: owner !== undefined };
  }
  const user = owner !== undefined && owner.uid !== 0 ? owner : await chooseServerUser();
  if (await canEnter(user, folder)) return { folder, user, initialised: owner !== undefined };
  if (owner !== undefined || elsewhere !== undefined)
    throw new StorageError(
      'STORAGE_DATA_UNREACHABLE',
      `the database server's user (uid ${user.uid}) can no longer enter ${folder}; open the folders above it, or delete it to start afresh`,
    );
  return { folder: await makeElsewhere(here, user), user, initialised: false };
}

/** Every folder that holds something of `dataDir`; those that exist no more are left out. */
export async function foldersOf(dataDir: string): Promise<readonly string[]> {
  const here = (await ownerOf(dataDir)) === undefined ? undefined : await realpath(dataDir);
  if (here === undefined) return [];
  const elsewhere = await namedElsewhere(here).catch((error: unknown) => {
    if (error instanceof StorageError) return undefined;
    throw error;
  });
  return elsewhere === undefined ? [here] : [elsewhere, here];
}

async function namedElsewhere(dataDir: string): Promise<string | undefined> {
  const file = join(dataDir, locationName);
  const folder = await readFile(file, 'utf8').then(
    (text) => text.trim(),
    (error: unknown) => {
      if (systemCode(error) === 'ENOENT') return undefined;
      throw error;
    },
  );
  if (folder === undefined) return undefined;
  if (!isAbsolute(folder) || !elsewherePattern.test(basename(folder)))
    throw new StorageError(
      'STORAGE_DATA_LOST',
      `${file} does not name a data folder; delete ${dataDir} to start afresh`,
    );
  if ((await ownerOf(folder)) === undefined)
    throw new StorageError(
      'STORAGE_DATA_LOST',
      `${folder}, named by ${file}, is gone; delete ${dataDir} to start afresh`,
    );
  return folder;
}

async function makeElsewhere(dataDir: string, user: ServerUser): Promise<string> {
  // Temporary folders last: systems clean them by age, and this is data.
  for (const base of ['/var/lib', '/var/tmp', tmpdir()]) {
    if (!(await canEnter(user, base))) continue;
    const folder = join(base, `kit-postgres-${randomBytes(8).toString('hex')}`);
    try {
      await mkdir(folder);
      // Passed through by all, read by root alone; the data inside belongs to the server's user and to nobody else.
      await chmod(folder, 0o711);
    } catch (error) {
      if (systemCode(error) === 'ENOENT' || systemCode(error) === 'EROFS' || systemCode(error) === 'EACCES') continue;
      throw error;
    }
    await writeFile(join(dataDir, locationName), `${folder}\n`, { flush: true });
    return folder;
  }
  throw new StorageError(
    'STORAGE_DATA_UNREACHABLE',
    `the database server's user (uid ${user.uid}) can enter neither ${dataDir} nor /var/lib, /var/tmp or the temporary folder`,
  );
}

async function ownerOf(path: string): Promise<ServerUser | undefined> {
  try {
    const { uid, gid } = await stat(path);
    return { uid, gid };
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
