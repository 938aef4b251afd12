// One request to a source, and everybody who waits for it: it goes on while anybody does, and each waits until their own deadline.
import { failureOf } from './errors.ts';
import type { OpenError } from './errors.ts';
import type { Leaving } from './leaving.ts';
import type { Exchange } from './transport.ts';

export interface WaitedCall {
  /** Until the deadline, in milliseconds since the epoch, or until the client leaves. Never rejects. */
  wait(deadlineAt: number, leaving?: Leaving): Promise<string | OpenError>;
}

interface Waiter {
  readonly deadlineAt: number;
  readonly settle: (outcome: string | OpenError) => void;
}

export interface WaitedCallOptions {
  readonly source: string;
  readonly start: () => Exchange;
  readonly clock: () => number;
  /** It has its outcome, or nobody waits for it: nobody else may join. */
  readonly onOver: () => void;
}

/** The longest time that a timer takes. */
const timerMaxMs = 2 ** 31 - 1;

export function waitedCall({ source, start, clock, onOver }: WaitedCallOptions): WaitedCall {
  // One, nearly always.
  let waiters: readonly Waiter[] = [];
  let exchange: Exchange | undefined;
  let timer: NodeJS.Timeout | undefined;
  let wakesAt = Infinity;

  function begin(): void {
    exchange = start();
    void exchange.outcome.then((outcome) => {
      clearTimeout(timer);
      onOver();
      const settled = waiters;
      waiters = [];
      for (const { settle } of settled) settle(outcome);
    });
  }

  function wake(): void {
    const now = clock();
    let next = Infinity;
    for (const waiter of waiters) {
      if (waiter.deadlineAt <= now) end(waiter, failureOf(source, 'DEADLINE'));
      else next = Math.min(next, waiter.deadlineAt);
    }
    wakesAt = Infinity;
    if (waiters.length > 0) wakeAt(next, now);
  }

  function wakeAt(deadlineAt: number, now: number): void {
    if (deadlineAt >= wakesAt) return;
    clearTimeout(timer);
    wakesAt = deadlineAt;
    timer = setTimeout(wake, Math.min(timerMaxMs, Math.ceil(deadlineAt - now)));
  }

  function end(waiter: Waiter, outcome: OpenError): void {
    if (!waiters.includes(waiter)) return;
    waiters = waiters.filter((one) => one !== waiter);
    waiter.settle(outcome);
    if (waiters.length > 0) return;
    clearTimeout(timer);
    onOver();
    exchange?.cut();
  }

  return {
    wait(deadlineAt, leaving) {
      const now = clock();
      if (deadlineAt <= now) {
        if (waiters.length === 0) onOver();
        return Promise.resolve(failureOf(source, 'DEADLINE'));
      }
      return new Promise((resolve) => {
        const waiter: Waiter = {
          deadlineAt,
          settle(outcome) {
            leaving?.delete(leave);
            resolve(outcome);
          },
        };
        const leave = () => end(waiter, failureOf(source, 'STOPPED'));
        waiters = [...waiters, waiter];
        leaving?.add(leave);
        wakeAt(deadlineAt, now);
        if (exchange === undefined) begin();
      });
    },
  };
}
