import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { StorageError } from './storage-error.ts';

// PostgreSQL refuses to run as root. Started by root, it runs as an account that the system already has.

export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

export interface Outcome {
  readonly ok: boolean;
  /** What the command wrote to its standard error. */
  readonly complaint: string;
}

/** The account to run the server under: `postgres`, else `nobody`, else the first that this process may become. */
export async function chooseServerUser(passwdFile = '/etc/passwd'): Promise<ServerUser> {
  const accounts = parsePasswd(await readFile(passwdFile, 'utf8').catch(() => ''));
  const named = (name: string) => accounts.filter((account) => account.name === name);
  const others = accounts.filter(({ name }) => name !== 'postgres' && name !== 'nobody');
  for (const { uid, gid } of [...named('postgres'), ...named('nobody'), ...others])
    // A container may map only a few numbers; an account outside them is a name without a body.
    if ((await runAs({ uid, gid }, '/bin/sh', ['-c', ':'])).ok) return Object.freeze({ uid, gid });
  throw new StorageError(
    'STORAGE_NO_SERVER_USER',
    'the database server does not run as root, and no other account of /etc/passwd can be used; start as an ordinary user',
  );
}

/** Whether that user can get into a folder; true for ourselves. */
export async function canEnter(user: ServerUser | undefined, folder: string): Promise<boolean> {
  return user === undefined || (await runAs(user, '/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder])).ok;
}

/** Runs a command to its end as `user` (undefined: as ourselves), with an empty environment. Never rejects. */
export function runAs(user: ServerUser | undefined, command: string, args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { cwd: '/', env: {}, ...user, timeout: 120_000, maxBuffer: 1 << 20 };
    try {
      execFile(command, args, options, (error, _stdout, stderr) =>
        resolve({ ok: error === null, complaint: stderr.trim() || (error?.message ?? '') }),
      );
    } catch (error) {
      resolve({ ok: false, complaint: String(error) });
    }
  });
}

interface Account extends ServerUser {
  readonly name: string;
}

function parsePasswd(text: string): readonly Account[] {
  return text.split('\n').flatMap((line) => {
    const [name = '', , uid, gid] = line.split(':');
    const account = { name, uid: Number(uid), gid: Number(gid) };
    const usable =
      name !== '' &&
      Number.isInteger(account.uid) &&
      account.uid > 0 &&
      Number.isInteger(account.gid) &&
      account.gid > 0;
    return usable ? [account] : [];
  });
}
