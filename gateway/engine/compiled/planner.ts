// Plans, made elsewhere: by the fast planner in a process of its own and, where that one fails, takes too long or takes its process down,
// by the second in another. Nobody's operation, however hostile, costs the requests under way more than a message; operations that have no
// plan yet wait for it as long as it may take, or are told that the planner is busy.
import { PlanError, PlannerBusy } from './plan.ts';
import type { PlanNode } from './plan.ts';
import { PlannerQueue } from './planner-queue.ts';

export interface Planner {
  /**
   * Null: nothing has to be asked. `isWanted` is asked when its turn comes.
   * @throws PlanError when no planner has a plan in time, PlannerBusy when too many wait, no planner runs, or it is no longer wanted
   */
  plan(text: string, isWanted?: () => boolean): Promise<PlanNode | null>;
  /** Of the processes that run. */
  pids(): readonly number[];
  /** Resolves when no process is left. */
  stop(): Promise<void>;
}

export interface PlannerOptions {
  readonly supergraphSdl: string;
  /** Longest time for the fast planner, and then for the other, in milliseconds. */
  readonly fastTimeoutMs?: number;
  readonly slowTimeoutMs?: number;
  /** Longest time for a planner to take the supergraph, in milliseconds. */
  readonly loadTimeoutMs?: number;
  /** Operations that wait for one planner. */
  readonly waitingMax?: number;
  /** Longest wait for a turn at one planner, in milliseconds. */
  readonly waitMs?: number;
  /** A planner's process that takes more is replaced by a new one. */
  readonly rssMaxBytes?: number;
  /** The fast planner failed for an operation, and the other is asked. */
  readonly onFallback?: () => void;
}

/**
 * By the clock, and a machine that is busy gives a planner little of it: in the network or open, one that waits for a core is no planner
 * that failed.
 */
const fastTimeoutMsDefault = 3000;
const slowTimeoutMsDefault = 15_000;

/** @throws PlanError when neither planner takes the supergraph */
export async function startPlanner(options: PlannerOptions): Promise<Planner> {
  const { supergraphSdl, loadTimeoutMs = 20_000 } = options;
  const { fastTimeoutMs = fastTimeoutMsDefault, slowTimeoutMs = slowTimeoutMsDefault } = options;
  const { waitingMax = 256, waitMs = 5000, rssMaxBytes = 512 * 2 ** 20 } = options;
  const shared = { supergraphSdl, loadTimeoutMs, waitingMax, waitMs, rssMaxBytes };
  const fast = new PlannerQueue('hive', { ...shared, timeoutMs: fastTimeoutMs });
  const slow = new PlannerQueue('apollo', { ...shared, timeoutMs: slowTimeoutMs });
  const isFast = await fast.start();
  if (!isFast) await fast.stop();
  if (!isFast && !(await slow.start())) {
    await slow.stop();
    throw new PlanError('no planner takes the supergraph');
  }
  return Object.freeze({
    async plan(text: string, isWanted?: () => boolean) {
      if (isFast) {
        const planned = await fast.plan(text, isWanted);
        if (planned !== undefined) return planned.plan;
        options.onFallback?.();
      }
      const planned = await slow.plan(text, isWanted);
      if (planned === undefined && slow.isPaused) throw new PlannerBusy();
      if (planned === undefined) throw new PlanError('no planner has a plan for the operation in time');
      return planned.plan;
    },
    pids: () => [fast.pid, slow.pid].filter((pid) => pid !== undefined),
    async stop() {
      await Promise.all([fast.stop(), slow.stop()]);
    },
  });
}
