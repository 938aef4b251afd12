import { createHmac, hash, pbkdf2Sync, randomBytes } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { StorageError, systemCode } from './storage-error.ts';

/** The password of a role, 64 hexadecimal digits. */
export type RolePassword = (role: string) => string;

/**
 * Reads the secret (32 random bytes in hexadecimal) from which every role's password follows, so that none is ever written down.
 * With `mayCreate` a missing file is made, readable by its owner alone.
 */
export async function readSecret(file: string, mayCreate: boolean): Promise<RolePassword> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined && !mayCreate)
    throw new StorageError(
      'STORAGE_SECRET',
      `${file} is missing, and the data can only be opened with it; put it back, or delete the folder`,
    );
  const secret = text?.trim() ?? (await createSecret(file));
  if (!/^[0-9a-f]{64}$/.test(secret))
    throw new StorageError('STORAGE_SECRET', `${file} must hold 64 hexadecimal digits`);
  const key = Buffer.from(secret, 'hex');
  return (role) => createHmac('sha256', key).update(role).digest('hex');
}

async function createSecret(file: string): Promise<string> {
  const secret = randomBytes(32).toString('hex');
  const partial = `${file}.${randomBytes(4).toString('hex')}`;
  const handle = await open(partial, 'wx', 0o600);
  await handle.writeFile(`${secret}\n`);
  await handle.sync();
  await handle.close();
  await rename(partial, file);
  return secret;
}

/** What PostgreSQL stores of a password (RFC 5803), computed here so that the password itself never stands in a statement. */
export function scramVerifier(password: string): string {
  const iterations = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const keyed = (label: string) => createHmac('sha256', salted).update(label).digest();
  const stored = hash('sha256', keyed('Client Key'), 'base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${keyed('Server Key').toString('base64')}`;
}
