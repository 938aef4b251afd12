// Child processes of the demo: one a source, one for the index, one for the gateway. They end with this one, however it ends.
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HolderCommand, SourceMessage } from '#kit/start.ts';
import { DemoError } from './demo-error.ts';

export interface ProcessOptions {
  readonly name: string;
  readonly main: URL;
  readonly env: Readonly<Record<string, string>>;
  readonly logDir: string;
}

export interface Running {
  readonly pid: number;
  /** Resolves when the process says that it is ready; rejects with its own words when it ends before. */
  readonly ready: Promise<void>;
  /** Resolves when it has ended, with what it ended by: a signal or its own last words. */
  readonly ended: Promise<string>;
  command(command: HolderCommand): Promise<void>;
  stop(): Promise<void>;
}

const stopMaxMs = 8000;
const lastWordsMax = 2000;

export function runProcess({ name, main, env, logDir }: ProcessOptions): Running {
  mkdirSync(logDir, { recursive: true });
  const log = createWriteStream(join(logDir, `${name}.log`), { flags: 'a' });
  const child = fork(fileURLToPath(main), {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Ctrl-C and a closed terminal are for this process, which ends the others in order.
    detached: true,
  });
  let lastWords = '';
  const hear = (chunk: Buffer) => {
    log.write(chunk);
    lastWords = (lastWords + chunk.toString('utf8')).slice(-lastWordsMax);
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);

  // `close` rather than `exit`: by then all that it said has been heard.
  const ended = new Promise<string>((resolve) =>
    child.once('close', (_code, signal) => {
      log.end();
      resolve(signal ?? complaintIn(lastWords));
    }),
  );
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (message: SourceMessage) => message.event === 'ready' && resolve());
    void ended.then((words) => reject(new DemoError(`${name} ended before it was ready: ${words}`)));
  });
  ready.catch(() => undefined);

  return {
    pid: child.pid ?? 0,
    ready,
    ended,
    command: (command) => ask(child, command),
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopMaxMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** The line that names the fault: of a crash the error and not its stack, else the last one. */
function complaintIn(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const line = lines.findLast((one) => /^\w*Error\b/.test(one)) ?? lines.at(-1) ?? 'it said nothing';
  return messageIn(line) ?? line.trim();
}

/** The sentence of a record of the log. */
function messageIn(line: string): string | undefined {
  try {
    const { message } = JSON.parse(line) as { readonly message?: unknown };
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}

function ask(child: ChildProcess, command: HolderCommand): Promise<void> {
  return new Promise((resolve, reject) => {
    const hear = (message: SourceMessage) => {
      if (
        message.event !== 'done' ||
        message.command.holder !== command.holder ||
        message.command.command !== command.command
      )
        return;
      child.off('message', hear);
      if (message.error === undefined) resolve();
      else reject(new DemoError(message.error));
    };
    child.on('message', hear);
    child.once('close', () => reject(new DemoError('its process has ended')));
    child.send(command, (error) => error && reject(new DemoError('its process has ended')));
  });
}
