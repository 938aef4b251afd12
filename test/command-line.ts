// The project as a user meets it: commands in a terminal, their output, their exit code, and what they leave running.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const ownPrograms = join(root, 'node_modules/.bin');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Terminal {
  readonly pid: number;
  /** All that has been printed so far. */
  output(): string;
  /** Resolves with the output when it matches. @throws Error when the command ends before */
  until(pattern: RegExp): Promise<string>;
  /** A signal to the foreground process group, as Ctrl-C is. */
  press(signal: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
}

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly gid?: number;
}

/** Starts a command in a process group of its own. */
export function type(command: string, args: readonly string[], { env, ...user }: CommandOptions = {}): Terminal {
  const path = [ownPrograms, process.env['PATH']].join(delimiter);
  const child: ChildProcess = spawn(command, args, {
    cwd: root,
    env: { PATH: path, HOME: process.env['HOME'] ?? '/', ...env },
    ...user,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  const hear = (keep: (text: string) => void) => (chunk: Buffer) => {
    keep(chunk.toString('utf8'));
    for (const listener of listeners) listener();
  };
  child.stdout?.on(
    'data',
    hear((text) => void (stdout += text)),
  );
  child.stderr?.on(
    'data',
    hear((text) => void (stderr += text)),
  );
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  const pid = child.pid ?? 0;
  return {
    pid,
    output: () => stdout + stderr,
    until(pattern) {
      return new Promise((resolve, reject) => {
        const look = () => {
          if (!pattern.test(stdout)) return;
          listeners.delete(look);
          resolve(stdout);
        };
        listeners.add(look);
        look();
        void ended.then(({ code }) => reject(new Error(`the command ended with ${code}: ${stdout}${stderr}`)));
      });
    },
    press: (signal) => void process.kill(-pid, signal),
    ended,
  };
}

/** Runs a command to its end. */
export function run(command: string, args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  return type(command, args, options).ended;
}

export interface Living {
  readonly pid: number;
  readonly command: string;
  readonly env: ReadonlyMap<string, string>;
}

/** Every process, but this one, that was told of the folder, by its arguments or its environment. */
export function livingWith(folder: string): readonly Living[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      const command = read(`/proc/${name}/cmdline`).split('\0').join(' ').trim();
      const environment = read(`/proc/${name}/environ`);
      if (!`${command} ${environment}`.includes(folder)) return [];
      const env = new Map(
        environment.split('\0').map((line) => [line.split('=')[0] ?? '', line.replace(/^.*?=/s, '')]),
      );
      return [{ pid: Number(name), command, env }];
    });
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Ended in the meantime, or another user's.
    return '';
  }
}
