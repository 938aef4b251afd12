import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

// Process numbers are used again, soonest in a restarted container; a number together with the moment of its start is not.

/** A text that no later process of the same number shares, or undefined if no such process runs (a zombie does not). */
export async function processIdentity(pid: number): Promise<string | undefined> {
  return process.platform === 'linux' ? linuxIdentity(pid) : psIdentity(pid);
}

/** The command line of a process as it was started; empty if there is no such process. */
export async function commandLine(pid: number): Promise<readonly string[]> {
  if (process.platform === 'linux') {
    const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return text.split('\0').slice(0, -1);
  }
  return (await ps(pid, 'command=')).split(' ');
}

async function linuxIdentity(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return undefined;
  // proc_pid_stat(5): the name (2) is in parentheses and may hold anything; state is field 3, starttime field 22.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  if (state === 'Z' || state === 'X') return undefined;
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  return `${pid} ${fields[19]} ${boot.trim()}`;
}

async function psIdentity(pid: number): Promise<string | undefined> {
  const [state, ...started] = (await ps(pid, 'stat=,lstart=')).split(/\s+/);
  return state === undefined || state === '' || state.startsWith('Z') ? undefined : `${pid} ${started.join(' ')}`;
}

async function ps(pid: number, columns: string): Promise<string> {
  const result = await promisify(execFile)('ps', ['-o', columns, '-p', String(pid)]).catch(() => undefined);
  return result?.stdout.trim() ?? '';
}
