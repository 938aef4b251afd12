// One call that several requests wait for. Each waits as long as it can itself, and the call goes on as long as anybody waits.
import type { EngineRequest } from '../engine/engine.ts';
import type { CallFailure, CallOutcome } from './endpoint-call.ts';

/** What a call needs of those on whose behalf it is made. */
export type OnBehalf = Pick<EngineRequest, 'traceparent' | 'deadlineAt' | 'signal'> & {
  /** Of all of them, the call's own first. */
  readonly traceparents?: readonly string[];
  readonly askedBy?: readonly Pick<EngineRequest, 'asker'>[];
  readonly report: Pick<EngineRequest['report'], 'called'>;
};

/** Why nothing is asked for a request any more; undefined while somebody waits. `now` in milliseconds since the epoch. */
export function goneBefore({ signal, deadlineAt }: EngineRequest, now: number): CallFailure | undefined {
  if (signal.aborted) return clientLeft;
  return deadlineAt <= now ? timeOver : undefined;
}

/** Whether a failure is that of one who waited, and not the call's. */
export function isOwnEnd(failure: CallFailure): boolean {
  return failure === clientLeft || failure === timeOver;
}

const clientLeft: CallFailure = Object.freeze({ status: 'UNAVAILABLE', reason: 'CLIENT_LEFT' });
const timeOver: CallFailure = Object.freeze({ status: 'TIMED_OUT', reason: 'DEADLINE' });

/** Timers take no longer time, and fire at once if they are given it. */
const timerMsMax = 2 ** 31 - 1;

export class SharedCall {
  readonly #left = new AbortController();
  readonly #requests: EngineRequest[] = [];
  /** What was sent so far, for those who join later. */
  readonly #sent: { readonly source: string; readonly holder: string }[] = [];
  #waiting = 0;
  #hasEnded = false;
  #deadlineAt = 0;
  #outcome: Promise<CallOutcome> | undefined;

  /** Makes the call on behalf of all who have joined. */
  begin(make: (behalf: OnBehalf) => Promise<CallOutcome>): void {
    const requests = this.#requests;
    const traceparents = requests.map(({ traceparent }) => traceparent);
    // The holder goes on with one trace: with one that somebody will look at, if there is any.
    const followed = Math.max(0, traceparents.findIndex(isSampled));
    traceparents.unshift(...traceparents.splice(followed, 1));
    const outcome = make({
      traceparent: traceparents[0] ?? '',
      traceparents,
      askedBy: requests,
      deadlineAt: this.#deadlineAt,
      signal: this.#left.signal,
      report: {
        called: (source, holder) => {
          this.#sent.push({ source, holder });
          for (const { report } of requests) report.called(source, holder);
        },
      },
    });
    const ended = (): void => {
      this.#hasEnded = true;
    };
    outcome.then(ended, ended);
    this.#outcome = outcome;
  }

  /** All who waited have gone. */
  get isAbandoned(): boolean {
    return this.#waiting === 0;
  }

  /** When the call that was begun ends at the latest, for all that those know who made it. */
  get deadlineAt(): number {
    return this.#deadlineAt;
  }

  join(request: EngineRequest): void {
    this.#requests.push(request);
    this.#waiting += 1;
    if (this.#outcome === undefined) this.#deadlineAt = Math.max(this.#deadlineAt, request.deadlineAt);
    else for (const { source, holder } of this.#sent) request.report.called(source, holder);
  }

  /**
   * The outcome for one who joined: the call's, or that its own time was over or its client gone before. `now` in milliseconds. Rejects as
   * the call does, for a mistake of ours.
   */
  outcomeFor({ deadlineAt, signal }: EngineRequest, now: () => number): Promise<CallOutcome> {
    const outcome = this.#outcome;
    if (outcome === undefined) throw new TypeError('a shared call is waited for after it has begun');
    const startedAt = now();
    return new Promise((resolve, reject) => {
      let isOver = false;
      const end = (tell: () => void): void => {
        if (isOver) return;
        isOver = true;
        clearTimeout(timer);
        signal.removeEventListener('abort', leave);
        this.#waiting -= 1;
        if (this.#waiting === 0 && !this.#hasEnded) this.#left.abort();
        tell();
      };
      const fail = (failure: CallFailure): void =>
        end(() => resolve({ ok: false, failure, elapsedMs: Math.max(0, Math.round(now() - startedAt)) }));
      const leave = (): void => fail(clientLeft);
      const timer = setTimeout(() => fail(timeOver), Math.min(Math.max(0, deadlineAt - startedAt), timerMsMax));
      signal.addEventListener('abort', leave, { once: true });
      outcome.then(
        (one) => end(() => resolve(one)),
        (error: unknown) => end(() => reject(error as Error)),
      );
      if (signal.aborted) leave();
    });
  }
}

/** W3C Trace Context, 3.2: the lowest bit of the flags. */
function isSampled(traceparent: string): boolean {
  return (Number.parseInt(traceparent.slice(-2), 16) & 1) === 1;
}
