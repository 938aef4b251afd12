import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { processIdentity } from './process-identity.ts';
import { StorageError, systemCode } from './storage-error.ts';

/**
 * Makes this process the only one that may run the server of a data folder, and returns how to give that up.
 * A lock whose process is gone (kill -9, power cut) is taken over. Throws STORAGE_IN_USE otherwise.
 */
export async function lockInstance(file: string): Promise<() => Promise<void>> {
  const mine = `${await processIdentity(process.pid)} ${randomBytes(8).toString('hex')}`;
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      await writeFile(file, mine, { flag: 'wx' });
      return () => release(file, mine);
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
    const theirs = await readFile(file, 'utf8').catch(() => undefined);
    if (theirs !== undefined) await discardStale(file, theirs);
  }
  throw new StorageError('STORAGE_IN_USE', `other processes keep taking ${file}; start one at a time`);
}

async function discardStale(file: string, content: string): Promise<void> {
  const pid = Number.parseInt(content, 10);
  // An empty file is a lock caught between its creation and its first byte, or one that a power cut emptied.
  const identity = content === '' ? undefined : content.slice(0, content.lastIndexOf(' '));
  if (identity !== undefined && (await processIdentity(pid)) === identity)
    throw new StorageError('STORAGE_IN_USE', `process ${pid} already runs the database of ${file}; stop it first`);
  // Renamed before it is removed: of two that found the lock stale, the later one may be holding the earlier one's new lock.
  const aside = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return;
    throw error;
  }
  const moved = await readFile(aside, 'utf8');
  if (moved !== content) await link(aside, file).catch(() => undefined);
  await rm(aside);
}

async function release(file: string, mine: string): Promise<void> {
  const content = await readFile(file, 'utf8').catch(() => undefined);
  if (content === mine) await rm(file, { force: true });
}
