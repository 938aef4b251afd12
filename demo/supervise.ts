// A process that ends by itself is started again, after a pause, and no more often than a machine can bear.
import type { HolderCommand } from '#kit/start.ts';
import { DemoError } from './demo-error.ts';
import type { Running } from './processes.ts';

export interface Supervised {
  readonly name: string;
  /** Of the process that runs now. */
  readonly pid: number;
  readonly isUp: boolean;
  /** Resolves when the first process is ready; rejects with its own words when it ends before. */
  readonly ready: Promise<void>;
  /** @throws DemoError while the process is not ready */
  command(command: HolderCommand): Promise<void>;
  stop(): Promise<void>;
}

export interface SuperviseOptions {
  readonly name: string;
  readonly launch: () => Running;
  /** Is told in one sentence what happened. */
  readonly say: (sentence: string) => void;
  /** Runs when a process that was started again is ready. */
  readonly onRestart?: (running: Running) => Promise<void>;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  readonly sleep?: (ms: number) => Promise<void>;
}

const pauseMs = 1000;
const restartsMax = 5;
const withinMs = 60_000;

export function supervise(options: SuperviseOptions): Supervised {
  const { name, launch, say, onRestart, now = Date.now } = options;
  const sleep = options.sleep ?? ((ms) => new Promise<void>((resolve) => void setTimeout(resolve, ms).unref()));
  let running = launch();
  let isUp = false;
  let stopping = false;
  const ready = running.ready.then(() => void (isUp = true));
  ready.then(keepUp, () => undefined);

  async function keepUp(): Promise<void> {
    let restarts: readonly number[] = [];
    for (;;) {
      const words = await running.ended;
      isUp = false;
      if (stopping) return;
      restarts = restarts.filter((at) => at > now() - withinMs);
      const waitMs = restarts.length < restartsMax ? pauseMs : (restarts[0] ?? 0) + withinMs - now();
      say(`${name} ended by itself (${words}) and is started again in ${Math.ceil(waitMs / 1000)} s.`);
      await sleep(waitMs);
      if (stopping) return;
      restarts = [...restarts, now()];
      running = launch();
      await running.ready.then(restarted, () => undefined);
    }
  }

  async function restarted(): Promise<void> {
    await onRestart?.(running);
    isUp = true;
    say(`${name} is up again.`);
  }

  return {
    name,
    ready,
    get pid() {
      return running.pid;
    },
    get isUp() {
      return isUp;
    },
    async command(command) {
      if (!isUp) throw new DemoError(`${name} is not up yet; try again in a moment`);
      await running.command(command);
    },
    async stop() {
      stopping = true;
      await running.stop();
    },
  };
}
