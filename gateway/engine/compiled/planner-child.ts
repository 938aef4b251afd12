// One process that plans, as its parent sees it: given one operation at a time, so that what took it down is known.
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { PlanNode } from './plan.ts';
import type { PlannerName, PlannerOrder, PlannerWord } from './planner-process.ts';

/** DIED: by itself or by the operation; LATE: it was ended for taking too long; ENDED: somebody else ended it, or it cannot be reached. */
export type PlannerOutcome =
  | { readonly kind: 'PLANNED'; readonly plan: PlanNode | null; readonly rssBytes: number }
  | { readonly kind: 'FAILED'; readonly rssBytes: number }
  | { readonly kind: 'DIED' | 'LATE' | 'ENDED' };

export interface PlannerChild {
  readonly pid: number | undefined;
  readonly isGone: () => boolean;
  /** One at a time. Never rejects. */
  plan(text: string, timeoutMs: number): Promise<PlannerOutcome>;
  /** Resolves when the process is gone. */
  end(): Promise<void>;
}

/** What a planner may keep of its own: a larger heap than any supergraph that was seen takes, by far. */
const heapMaxMb = 1024;

/** Undefined when the planner does not take the supergraph, or not in time, or the system has no process to give. Never rejects. */
export async function startPlannerChild(
  name: PlannerName,
  supergraphSdl: string,
  loadTimeoutMs: number,
): Promise<PlannerChild | undefined> {
  const child = forked(name);
  if (child === undefined) return undefined;
  let isGone = false;
  const gone = new Promise<void>((resolve) => {
    const over = () => {
      isGone = true;
      resolve();
    };
    child.once('exit', over);
    // Of a process that is there it says nothing that its exit does not say.
    child.on('error', () => undefined);
  });
  const loaded = await ask(child, { kind: 'load', supergraphSdl }, loadTimeoutMs);
  // It serves, and keeps nobody alive.
  child.unref();
  child.channel?.unref();
  const end = async () => {
    child.ref();
    child.kill('SIGKILL');
    await gone;
  };
  if (loaded.kind !== 'loaded') {
    await end();
    return undefined;
  }
  return {
    pid: child.pid,
    isGone: () => isGone,
    async plan(text, timeoutMs) {
      child.channel?.ref();
      const word = await ask(child, { kind: 'plan', text }, timeoutMs);
      child.channel?.unref();
      switch (word.kind) {
        case 'planned':
          return { kind: 'PLANNED', plan: word.plan, rssBytes: word.rssBytes };
        case 'failed':
          return { kind: 'FAILED', rssBytes: word.rssBytes };
        case 'late':
          await end();
          return { kind: 'LATE' };
        default:
          await end();
          return { kind: word.kind === 'died' ? 'DIED' : 'ENDED' };
      }
    },
    end,
  };
}

/** Without memory `fork` throws; without descriptors it gives what is no process, and must not be ended as one. */
function forked(name: PlannerName): ChildProcess | undefined {
  try {
    const child = fork(new URL('./planner-process.ts', import.meta.url), [name], {
      // What a planner says of itself may repeat what was typed.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [`--max-old-space-size=${heapMaxMb}`],
      env: { ...environment(), APOLLO_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    });
    if (child.pid !== undefined) return child;
    child.on('error', () => undefined);
  } catch {
    // It is tried again later.
  }
  return undefined;
}

type Reply = PlannerWord | { readonly kind: 'late' | 'ended' | 'died' };

/** The next word of the process, or what became of it. Nothing stays behind: a process lives long, and hears many orders. */
function ask(child: ChildProcess, order: PlannerOrder, timeoutMs: number): Promise<Reply> {
  return new Promise((resolve) => {
    const over = (reply: Reply) => {
      clearTimeout(late);
      child.off('message', onMessage).off('exit', onExit).off('error', onError);
      resolve(reply);
    };
    const onMessage = (word: PlannerWord) => over(word);
    const onExit = (_code: number | null, signal: NodeJS.Signals | null) =>
      over({ kind: signal === 'SIGKILL' || signal === 'SIGTERM' ? 'ended' : 'died' });
    const onError = () => over({ kind: 'ended' });
    const late = setTimeout(() => over({ kind: 'late' }), timeoutMs);
    child.once('message', onMessage).once('exit', onExit).once('error', onError);
    if (child.exitCode !== null || child.signalCode !== null) return over({ kind: 'ended' });
    try {
      // A process that has just died says so by its exit.
      child.send(order, () => undefined);
    } catch {
      over({ kind: 'ended' });
    }
  });
}

/** Only what a process needs to run: no setting of the gateway, no secret. */
function environment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, LANG } = process.env;
  return { PATH, HOME, TMPDIR, LANG };
}
