// A second try beside a first that is slow to begin: for the directory to allow, and for few calls, so that who is slow is not asked twice
// as much for being slow.

/** A twentieth of the calls to an endpoint may be doubled, and ten at once. */
const earnedPerCall = 0.05;
const keptMax = 10;

export class HedgeBudget {
  #kept = keptMax;

  /** One call to the endpoint. */
  earn(): void {
    this.#kept = Math.min(keptMax, this.#kept + earnedPerCall);
  }

  spend(): boolean {
    if (this.#kept < 1) return false;
    this.#kept -= 1;
    return true;
  }
}

export interface HedgeOptions<Result> {
  /** Milliseconds without a beginning of an answer after which the second try begins. */
  readonly afterMs: number;
  /** Ends soon when its signal fires; calls `onBegun` when its answer begins. Never rejects. */
  readonly attempt: (signal: AbortSignal, onBegun: () => void) => Promise<Result>;
  readonly isGood: (result: Result) => boolean;
  /** Asked when the second try is due: undefined when there is no room for it, else what gives its place back. */
  readonly enter: () => (() => void) | undefined;
  /** Ends both. */
  readonly signal: AbortSignal;
}

/** The first good result of the two; if there is none, the first try's own. The other is let go. */
export function hedged<Result>({ afterMs, attempt, isGood, enter, signal }: HedgeOptions<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const started = [new AbortController()];
    const results = new Map<AbortController, Result>();

    const settle = (one: AbortController, result: Result): void => {
      results.set(one, result);
      if (!isGood(result) && results.size < started.length) return;
      clearTimeout(timer);
      resolve(isGood(result) ? result : (results.get(first) as Result));
      for (const other of started) if (other !== one) other.abort();
    };
    const run = (one: AbortController): Promise<void> =>
      attempt(AbortSignal.any([signal, one.signal]), () => clearTimeout(timer)).then((result) => settle(one, result));

    const [first] = started as [AbortController];
    const timer = setTimeout(() => {
      const leave = enter();
      if (leave === undefined) return;
      const second = new AbortController();
      started.push(second);
      run(second).finally(leave).catch(reject);
    }, afterMs);
    run(first).catch(reject);
  });
}
