import { chmod, chown, lstat, mkdtemp, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { canEnter } from './server-user.ts';
import type { ServerUser } from './server-user.ts';
import { StorageError } from './storage-error.ts';

const prefix = 'kit-pg-';
const socketName = '.s.PGSQL.5432';
const namePattern = /^kit-pg-[A-Za-z0-9]{6}$/;
// sockaddr_un holds 108 bytes on Linux and 104 on macOS, the closing zero included.
const pathBytesMax = 103;

/**
 * Gives the folder that `record` names if it is still there (pools of a server that was killed find the next one at the same place), or
 * makes one that only `user` (undefined: ourselves) may enter and whose path is short enough for a socket.
 */
export async function makeSocketFolder(record: string, user: ServerUser | undefined): Promise<string> {
  const recorded = await recordedFolder(record);
  if (recorded !== undefined && (await isPrivateTo(recorded, user))) return recorded;
  for (const base of [tmpdir(), '/tmp', '/var/tmp']) {
    const longest = join(base, `${prefix}XXXXXX`, socketName);
    // PostgreSQL reads the setting as a list, in which other characters would have a meaning.
    if (Buffer.byteLength(longest) > pathBytesMax || !/^[\w./-]+$/.test(base) || !(await canEnter(user, base)))
      continue;
    const folder = await mkdtemp(join(base, prefix)).catch(() => undefined);
    if (folder === undefined) continue;
    await chmod(folder, 0o700);
    if (user !== undefined) await chown(folder, user.uid, user.gid);
    await writeFile(record, `${folder}\n`);
    return folder;
  }
  throw new StorageError(
    'STORAGE_START',
    'no temporary folder is open to the database server and short enough for a socket (TMPDIR, /tmp)',
  );
}

/** Removes the folder that `record` names, if any. */
export async function removeSocketFolder(record: string): Promise<void> {
  const folder = await recordedFolder(record);
  if (folder !== undefined) {
    await rm(join(folder, socketName), { force: true }).catch(() => undefined);
    await rm(join(folder, `${socketName}.lock`), { force: true }).catch(() => undefined);
    await rmdir(folder).catch(() => undefined);
  }
  await rm(record, { force: true });
}

/** Never any other folder than one made here: the record may have come with a copied or handed-over folder. */
async function recordedFolder(record: string): Promise<string | undefined> {
  const folder = (await readFile(record, 'utf8').catch(() => '')).trim();
  return namePattern.test(basename(folder)) ? folder : undefined;
}

async function isPrivateTo(folder: string, user: ServerUser | undefined): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined);
  const owner = user?.uid ?? process.geteuid?.();
  return found !== undefined && found.isDirectory() && found.uid === owner && (found.mode & 0o077) === 0;
}
