import { getEventListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import type { EngineRequest } from '../engine/engine.ts';
import type { CallOutcome } from './endpoint-call.ts';
import { SourceReport } from './report.ts';
import { goneBefore, isOwnEnd, SharedCall } from './shared-call.ts';
import type { OnBehalf } from './shared-call.ts';

interface Waiting extends Pick<EngineRequest, 'deadlineAt' | 'signal' | 'traceparent' | 'report'> {
  readonly left: AbortController;
}

function waiting(deadlineAt = Date.now() + 60_000, flags = '01', trace = 'b'): Waiting & EngineRequest {
  const left = new AbortController();
  return {
    ...{ left, signal: left.signal, deadlineAt, report: new SourceReport() },
    traceparent: `00-${trace.repeat(32)}-${'c'.repeat(16)}-${flags}`,
  } as Waiting & EngineRequest;
}

const answered: CallOutcome = { ok: true, answer: { data: {} }, elapsedMs: 7 };

function callFor(...requests: readonly EngineRequest[]) {
  const call = new SharedCall();
  for (const request of requests) call.join(request);
  let behalf: OnBehalf | undefined;
  let settle: { end: (outcome: CallOutcome) => void; fail: (error: unknown) => void } | undefined;
  call.begin((one) => {
    behalf = one;
    return new Promise((end, fail) => {
      settle = { end, fail };
    });
  });
  const outcomes = requests.map((request) => call.outcomeFor(request, Date.now));
  return {
    ...{ call, outcomes },
    behalf: behalf as unknown as OnBehalf,
    end: (outcome: CallOutcome) => settle?.end(outcome),
    fail: (error: unknown) => settle?.fail(error),
  };
}

describe('a shared call', () => {
  it('gives everybody its outcome and then leaves nothing behind', async () => {
    const requests = [waiting(), waiting(), waiting()];
    const { call, outcomes, end, behalf } = callFor(...requests);
    end(answered);
    expect(await Promise.all(outcomes)).toEqual([answered, answered, answered]);
    expect(call.isAbandoned).toBe(true);
    // Its own end is no reason to cut it.
    expect(behalf.signal.aborted).toBe(false);
    for (const { signal } of requests) expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('goes on until the last who waits, and each waits no longer than it can', async () => {
    vi.useFakeTimers();
    try {
      const now = Date.now();
      const { outcomes, behalf, end } = callFor(waiting(now + 20), waiting(now + 1500), waiting(now + 300));
      expect(behalf.deadlineAt).toBe(now + 1500);
      const [short, long, middle] = outcomes;
      await vi.advanceTimersByTimeAsync(20);
      expect(await short).toEqual({ ok: false, failure: { status: 'TIMED_OUT', reason: 'DEADLINE' }, elapsedMs: 20 });
      await vi.advanceTimersByTimeAsync(280);
      expect(await middle).toMatchObject({ failure: { status: 'TIMED_OUT' }, elapsedMs: 300 });
      expect(behalf.signal.aborted).toBe(false);
      end(answered);
      expect(await long).toBe(answered);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is cut when all have left, and not before', async () => {
    const [one, other] = [waiting(), waiting()];
    const { call, outcomes, behalf } = callFor(one, other);
    one.left.abort();
    expect(await outcomes[0]).toMatchObject({ failure: { status: 'UNAVAILABLE', reason: 'CLIENT_LEFT' } });
    expect([call.isAbandoned, behalf.signal.aborted]).toEqual([false, false]);
    other.left.abort();
    expect(await outcomes[1]).toMatchObject({ failure: { reason: 'CLIENT_LEFT' } });
    expect([call.isAbandoned, behalf.signal.aborted]).toEqual([true, true]);
  });

  it('tells who had left before', async () => {
    const gone = waiting();
    gone.left.abort();
    const { outcomes, end } = callFor(gone, waiting());
    expect(await outcomes[0]).toMatchObject({ failure: { reason: 'CLIENT_LEFT' } });
    end(answered);
    expect(await outcomes[1]).toBe(answered);
  });

  it('waits for those who never run out of time', async () => {
    const { outcomes, end } = callFor(waiting(Number.POSITIVE_INFINITY), waiting(Date.now() + 2 ** 40));
    await new Promise((resolve) => setTimeout(resolve, 20));
    end(answered);
    expect(await Promise.all(outcomes)).toEqual([answered, answered]);
  });

  it('fails for everybody when it fails by a mistake of ours, and for nobody who has gone', async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown) => void unhandled.push(error);
    process.on('unhandledRejection', note);
    try {
      const [one, other] = [waiting(), waiting()];
      const { outcomes, fail } = callFor(one, other);
      one.left.abort();
      fail(new TypeError('a mistake'));
      expect(await outcomes[0]).toMatchObject({ failure: { reason: 'CLIENT_LEFT' } });
      await expect(outcomes[1]).rejects.toThrow('a mistake');
      const all = callFor(waiting());
      all.fail(new TypeError('another'));
      await expect(all.outcomes[0]).rejects.toThrow('another');
      await new Promise((resolve) => setImmediate(resolve));
      expect(unhandled).toEqual([]);
    } finally {
      process.off('unhandledRejection', note);
    }
  });

  it('is counted for each who waits, for those too who join when it was sent', () => {
    const [one, late] = [waiting(), waiting()];
    const { call, behalf } = callFor(one);
    behalf.report.called('individuals', 'SP');
    call.join(late);
    behalf.report.called('individuals', 'SP');
    for (const { report } of [one, late]) expect(report.calls.get('individuals/SP')).toBe(2);
  });

  it('goes under the first trace that is recorded, and names the others', () => {
    const requests = [waiting(undefined, '00', '1'), waiting(undefined, '01', '2'), waiting(undefined, '03', '3')];
    const { behalf } = callFor(...requests);
    const [unseen, first, second] = requests.map(({ traceparent }) => traceparent);
    expect(behalf.traceparent).toBe(first);
    expect(behalf.traceparents).toEqual([first, unseen, second]);
    expect(callFor(waiting(undefined, '00', '4')).behalf.traceparent).toContain('4444');
  });
});

describe('who is gone before anything is asked', () => {
  it('has left or has no time', () => {
    const gone = waiting();
    gone.left.abort();
    const now = Date.now();
    expect(goneBefore(gone, now)).toEqual({ status: 'UNAVAILABLE', reason: 'CLIENT_LEFT' });
    expect(goneBefore(waiting(now), now)).toEqual({ status: 'TIMED_OUT', reason: 'DEADLINE' });
    expect(goneBefore(waiting(now + 1), now)).toBeUndefined();
  });

  it('is told apart from a call that ended in the same words', () => {
    const own = goneBefore(waiting(0), 1);
    expect(own && isOwnEnd(own)).toBe(true);
    expect(isOwnEnd({ status: 'TIMED_OUT', reason: 'DEADLINE' })).toBe(false);
  });
});
