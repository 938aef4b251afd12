// The operations that wait for one planner, and what it has shown that it cannot do: what it refused or what took its process down is not
// given to it again; what kept it too long is given again after a while, because a machine that is busy makes everything late.
import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { PlannerBusy } from './plan.ts';
import type { PlanNode } from './plan.ts';
import { startPlannerChild } from './planner-child.ts';
import type { PlannerChild, PlannerOutcome } from './planner-child.ts';
import type { PlannerName } from './planner-process.ts';

export interface PlannerQueueOptions {
  readonly supergraphSdl: string;
  /** Longest time for one plan, in milliseconds. */
  readonly timeoutMs: number;
  /** Longest time to take the supergraph, in milliseconds. */
  readonly loadTimeoutMs: number;
  /** Operations that wait for their turn. */
  readonly waitingMax: number;
  /** Longest wait for a turn, in milliseconds. */
  readonly waitMs: number;
  /** A process that takes more is replaced. */
  readonly rssMaxBytes: number;
  readonly start?: typeof startPlannerChild;
  readonly now?: () => number;
}

export interface Planned {
  readonly plan: PlanNode | null;
}

interface Waiting {
  readonly text: string;
  readonly isWanted: () => boolean;
  readonly settle: (planned: Planned | undefined) => void;
  readonly refuse: (busy: PlannerBusy) => void;
  readonly late: NodeJS.Timeout;
  /** The process was taken from under it, by somebody else as it seems. */
  wasInterrupted: boolean;
}

interface Failure {
  /** Infinity: for good. */
  readonly until: number;
  /** How often it was late, or its process was ended by somebody. */
  readonly times: number;
}

const failuresKept = 5000;
/** What was late is tried again after this, and after twice as long each time that it is late again. */
export const lateAgainMs = 30_000;
export const lateAgainMaxMs = 600_000;
/** A process that so many operations take down in so short a time is left alone for a while: to start it is work, too. */
const deathsMax = 5;
const deathsWithinMs = 30_000;
export const pauseMs = 10_000;
/** After a process could not be started, and twice as long each time, up to the other pause. */
export const startPauseMs = 1000;

export class PlannerQueue {
  readonly #name: PlannerName;
  readonly #options: PlannerQueueOptions;
  readonly #now: () => number;
  readonly #waiting: Waiting[] = [];
  readonly #failures = new LRUCache<string, Failure>({ max: failuresKept });
  /** An operation counts once, however often it is interrupted. */
  #deaths: readonly { readonly at: number; readonly digest: string }[] = [];
  #startsFailed = 0;
  #pausedUntil = -Infinity;
  #child: PlannerChild | undefined;
  #starting: Promise<PlannerChild | undefined> | undefined;
  #isWorking = false;
  #isStopped = false;

  constructor(name: PlannerName, options: PlannerQueueOptions) {
    this.#name = name;
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** Of the process; undefined where none runs. */
  get pid(): number | undefined {
    return this.#child?.isGone() === false ? this.#child.pid : undefined;
  }

  /** It has died too often or cannot be started, and is left alone for a while. */
  get isPaused(): boolean {
    return this.#now() < this.#pausedUntil;
  }

  /** False: it does not take the supergraph. */
  async start(): Promise<boolean> {
    return (await this.#ready()) !== undefined;
  }

  /**
   * Undefined: it has no plan for it, or is paused. What is no longer wanted when its turn comes is not planned.
   * @throws PlannerBusy when too many wait, or one has waited too long or is no longer wanted
   */
  plan(text: string, isWanted: () => boolean = () => true): Promise<Planned | undefined> {
    if (this.#isStopped || this.#hasFailed(text)) return Promise.resolve(undefined);
    const { waitingMax, waitMs } = this.#options;
    if (this.#waiting.length >= waitingMax) this.#dropUnwanted();
    if (this.#waiting.length >= waitingMax) return Promise.reject(new PlannerBusy());
    return new Promise((settle, refuse) => {
      const late = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(one), 1);
        refuse(new PlannerBusy());
      }, waitMs);
      const one: Waiting = { text, isWanted, settle, refuse, late, wasInterrupted: false };
      this.#waiting.push(one);
      if (!this.#isWorking) void this.#work();
    });
  }

  /** Resolves when no process is left. What waits has no plan. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#giveUp();
    await this.#starting;
    await this.#child?.end();
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    try {
      while (this.#waiting.length > 0 && !this.#isStopped) {
        const child = await this.#ready();
        if (child === undefined) this.#giveUp();
        this.#dropUnwanted();
        const one = this.#waiting.shift();
        if (child === undefined || one === undefined) continue;
        clearTimeout(one.late);
        await this.#planOne(child, one);
      }
    } catch {
      this.#giveUp();
    } finally {
      this.#isWorking = false;
    }
  }

  async #planOne(child: PlannerChild, one: Waiting): Promise<void> {
    const outcome = await this.#outcomeOf(child, one.text);
    if (this.#isStopped) return one.settle(undefined);
    if (outcome.kind === 'PLANNED' || outcome.kind === 'FAILED') {
      if (outcome.kind === 'PLANNED') {
        this.#failures.delete(digestOf(one.text));
        one.settle({ plan: outcome.plan });
      } else this.#fail(one, true);
      if (outcome.rssBytes > this.#options.rssMaxBytes) await child.end();
      return;
    }
    this.#countDeath(one);
    // The system ends processes, too, when memory is short: what was under way gets one more chance.
    if (outcome.kind === 'ENDED' && !one.wasInterrupted) {
      one.wasInterrupted = true;
      this.#waiting.unshift(one);
    } else this.#fail(one, outcome.kind === 'DIED');
    // The next does not wait for a process to start, if it comes later.
    void this.#ready();
  }

  async #outcomeOf(child: PlannerChild, text: string): Promise<PlannerOutcome> {
    try {
      return await child.plan(text, this.#options.timeoutMs);
    } catch {
      await child.end().catch(() => undefined);
      return { kind: 'ENDED' };
    }
  }

  #hasFailed(text: string): boolean {
    const failure = this.#failures.get(digestOf(text));
    return failure !== undefined && this.#now() < failure.until;
  }

  #fail(one: Waiting, isForGood: boolean): void {
    const digest = digestOf(one.text);
    const times = (this.#failures.get(digest)?.times ?? 0) + 1;
    const againMs = Math.min(lateAgainMs * 2 ** (times - 1), lateAgainMaxMs);
    this.#failures.set(digest, { until: isForGood ? Infinity : this.#now() + againMs, times });
    one.settle(undefined);
  }

  /** The process, started where there is none. Never rejects. */
  async #ready(): Promise<PlannerChild | undefined> {
    if (this.#child?.isGone() === false) return this.#child;
    if (this.#isStopped || this.isPaused) return undefined;
    this.#starting ??= this.#startChild().finally(() => (this.#starting = undefined));
    const child = await this.#starting;
    return this.#isStopped ? undefined : child;
  }

  async #startChild(): Promise<PlannerChild | undefined> {
    const { start = startPlannerChild, supergraphSdl, loadTimeoutMs } = this.#options;
    let child: PlannerChild | undefined;
    try {
      child = await start(this.#name, supergraphSdl, loadTimeoutMs);
    } catch {
      // As one that does not start.
    }
    if (child === undefined) {
      this.#pausedUntil = this.#now() + Math.min(startPauseMs * 2 ** this.#startsFailed, pauseMs);
      this.#startsFailed += 1;
    } else {
      this.#startsFailed = 0;
      this.#child = child;
    }
    return child;
  }

  #countDeath({ text }: Waiting): void {
    const now = this.#now();
    const digest = digestOf(text);
    const others = this.#deaths.filter((one) => one.at > now - deathsWithinMs && one.digest !== digest);
    this.#deaths = [...others, { at: now, digest }];
    if (this.#deaths.length < deathsMax) return;
    this.#deaths = [];
    this.#pausedUntil = now + pauseMs;
  }

  #dropUnwanted(): void {
    for (const one of this.#waiting.filter(({ isWanted }) => !isWanted())) {
      this.#waiting.splice(this.#waiting.indexOf(one), 1);
      clearTimeout(one.late);
      one.refuse(new PlannerBusy());
    }
  }

  #giveUp(): void {
    for (const one of this.#waiting.splice(0)) {
      clearTimeout(one.late);
      one.settle(undefined);
    }
  }
}

function digestOf(text: string): string {
  return hash('sha256', text, 'base64url');
}
