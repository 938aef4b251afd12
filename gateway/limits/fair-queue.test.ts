import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RequestRefused } from '../errors.ts';
import { ClientLeft, createFairQueue } from './fair-queue.ts';
import type { Claimant, FairQueue, FairQueueOptions } from './fair-queue.ts';

const stays = new AbortController().signal;

/** Whose a request is: `Ax1` is the first of agency A's x, and `A1` of somebody of A. */
function claimant(name: string): Claimant {
  return { agency: name.charAt(0), caller: name.replaceAll(/\d/g, '') };
}

const anybody = claimant('A');

/** As many places for one agency and one caller as there are, unless the test is about them. */
function uncapped(runningMax: number): Partial<FairQueueOptions> {
  return { runningMax, runningPerAgencyMax: runningMax, runningPerCallerMax: runningMax };
}

/** Works that begin and end when the test says so, with the order in which they began. */
function stage(options: Partial<FairQueueOptions> = {}) {
  const queue = createFairQueue({ runningMax: 1, waitingMax: 100, waitingPerAgencyMax: 100, waitMs: 1000, ...options });
  const began: string[] = [];
  const ended: string[] = [];
  const underWay: (() => void)[] = [];
  const failed: unknown[] = [];
  const ask = (name: string, left: AbortSignal = stays): Promise<void> =>
    queue
      .serve(claimant(name), left, () => {
        began.push(name);
        return new Promise<void>((resolve) => underWay.push(resolve));
      })
      .then(
        () => void ended.push(name),
        (error: unknown) => {
          failed.push(error instanceof RequestRefused || error instanceof ClientLeft ? `${name} ${error.code}` : error);
        },
      );
  const tick = async () => {
    for (let step = 0; step < 10; step++) await Promise.resolve();
  };
  const endOne = async () => {
    await tick();
    underWay.shift()?.();
    await tick();
  };
  return { queue, began, ended, failed, ask, tick, endOne };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function expectIdle(queue: FairQueue): void {
  expect([queue.running, queue.waiting]).toEqual([0, 0]);
  expect(vi.getTimerCount()).toBe(0);
}

describe('who is next', () => {
  it('is whoever came first, within an agency', async () => {
    const { queue, began, ask, endOne } = stage();
    for (const name of ['A1', 'A2', 'A3', 'A4']) void ask(name);
    for (let at = 0; at < 4; at++) await endOne();
    expect(began).toEqual(['A1', 'A2', 'A3', 'A4']);
    expectIdle(queue);
  });

  it('is another agency: one request is not kept waiting by the two hundred of a flood', async () => {
    const { queue, began, ask, endOne } = stage({ ...uncapped(2), waitingMax: 500, waitingPerAgencyMax: 500 });
    for (let at = 0; at < 200; at++) void ask(`A${at}`);
    await endOne();
    const before = began.length;
    void ask('B0');
    for (let at = 0; at < 200; at++) await endOne();
    expect(began.indexOf('B0') - before).toBeLessThanOrEqual(1);
    expect(began).toHaveLength(201);
    expectIdle(queue);
  });

  it('goes round among all that have somebody waiting', async () => {
    const { queue, began, ask, endOne } = stage();
    for (const name of ['A1', 'A2', 'A3', 'B1', 'B2', 'B3', 'C1', 'A4', 'C2']) void ask(name);
    for (let at = 0; at < 9; at++) await endOne();
    expect(began).toEqual(['A1', 'A2', 'B1', 'C1', 'A3', 'B2', 'C2', 'A4', 'B3']);
    expectIdle(queue);
  });

  it('is another person, within an agency', async () => {
    const { began, ask, endOne } = stage();
    for (const name of ['Ax1', 'Ax2', 'Ax3', 'Ax4', 'Ay1', 'Az1', 'Ay2']) void ask(name);
    for (let at = 0; at < 7; at++) await endOne();
    expect(began).toEqual(['Ax1', 'Ax2', 'Ay1', 'Az1', 'Ax3', 'Ay2', 'Ax4']);
  });

  it('is whoever may run, where the first in turn has as many places as he may', async () => {
    const { began, ask, endOne, tick } = stage({ runningMax: 2, runningPerAgencyMax: 2, runningPerCallerMax: 1 });
    for (const name of ['By1', 'Ax1', 'Ax2', 'Az1']) void ask(name);
    await tick();
    expect(began).toEqual(['By1', 'Ax1']);
    await endOne();
    expect(began).toEqual(['By1', 'Ax1', 'Az1']);
    await endOne();
    expect(began).toEqual(['By1', 'Ax1', 'Az1', 'Ax2']);
  });

  it('never makes more run at once than may', async () => {
    const { queue, began, ask, tick, endOne } = stage(uncapped(3));
    for (let at = 0; at < 10; at++) void ask(`A${at}`);
    await tick();
    expect([began.length, queue.running, queue.waiting]).toEqual([3, 3, 7]);
    await endOne();
    expect([began.length, queue.running, queue.waiting]).toEqual([4, 3, 6]);
  });
});

describe('the places', () => {
  it('are never all with one agency: another finds one free, however slow the first is', async () => {
    const { began, ask, tick } = stage({ runningMax: 4, runningPerCallerMax: 4 });
    for (const name of ['Ax1', 'Ay1', 'Az1', 'Av1', 'B1']) void ask(name);
    await tick();
    expect(began).toEqual(['Ax1', 'Ay1', 'B1']);
  });

  it('are four at most for one person, so that a colleague of his finds one free', async () => {
    const { began, queue, ask, tick, endOne } = stage({ runningMax: 32 });
    for (let at = 0; at < 32; at++) void ask(`Ax${at}`);
    void ask('Ay1');
    await tick();
    expect(began).toEqual(['Ax0', 'Ax1', 'Ax2', 'Ax3', 'Ay1']);
    await endOne();
    expect(began.at(-1)).toBe('Ax4');
    expect(queue.running).toBe(5);
  });

  it('are one at least: a house of one serves everybody', async () => {
    const { began, ask, endOne } = stage({ runningMax: 1 });
    for (const name of ['Ax1', 'Ax2', 'By1']) void ask(name);
    for (let at = 0; at < 3; at++) await endOne();
    expect(began).toEqual(['Ax1', 'Ax2', 'By1']);
  });

  it('are all given out again, whatever the bounds and whoever leaves', async () => {
    const { queue, ask, endOne, tick } = stage({ runningMax: 6, runningPerCallerMax: 2, waitingMax: 20, waitMs: 50 });
    let seed = 7;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let step = 0; step < 1500; step++) {
      const what = random(10);
      if (what < 6) void ask(`${'AAB'.charAt(random(3))}${'xxy'.charAt(random(3))}${step}`);
      else if (what < 9) await endOne();
      else await vi.advanceTimersByTimeAsync(random(40));
      expect(queue.running).toBeLessThanOrEqual(6);
    }
    while (queue.running > 0) {
      await endOne();
      await tick();
    }
    expectIdle(queue);
  });
});

describe('a place', () => {
  it('is given back however the work ends: with a value, an error, a throw before the first wait', async () => {
    const { queue } = stage();
    await expect(queue.serve(anybody, stays, async () => 7)).resolves.toBe(7);
    await expect(queue.serve(anybody, stays, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(
      queue.serve(anybody, stays, () => {
        throw new Error('at once');
      }),
    ).rejects.toThrow('at once');
    expectIdle(queue);
  });

  it('passes to the next when the work before it failed', async () => {
    const { queue, began, ask, endOne } = stage();
    const failing = queue.serve(anybody, stays, async () => {
      throw new Error('broken');
    });
    void ask('B1');
    await expect(failing).rejects.toThrow('broken');
    expect(began).toEqual(['B1']);
    await endOne();
    expectIdle(queue);
  });

  it('is never lost, whatever happens in whatever order', async () => {
    const { queue, ask, endOne, tick } = stage({ ...uncapped(3), waitingMax: 12, waitingPerAgencyMax: 6, waitMs: 50 });
    let seed = 42;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    const clients: AbortController[] = [];
    for (let step = 0; step < 1500; step++) {
      const what = random(10);
      if (what < 5) {
        const client = new AbortController();
        clients.push(client);
        void ask(`${'ABCDE'.charAt(random(5))}${'xyz'.charAt(random(3))}${step}`, client.signal);
      } else if (what < 8) await endOne();
      else if (what < 9) clients[random(clients.length + 1)]?.abort();
      else await vi.advanceTimersByTimeAsync(random(40));
      expect(queue.running).toBeLessThanOrEqual(3);
      expect(queue.waiting).toBeLessThanOrEqual(12);
      if (queue.waiting > 0) expect(queue.running).toBe(3);
    }
    while (queue.running > 0) {
      await endOne();
      await tick();
    }
    expectIdle(queue);
  });
});

describe('the wait', () => {
  it('ends with OVERLOADED after its time, and says when to come back', async () => {
    const { queue, began, failed, ask, endOne } = stage({ waitMs: 1500 });
    void ask('A1');
    void ask('B1');
    await vi.advanceTimersByTimeAsync(1499);
    expect(failed).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(failed).toEqual(['B1 OVERLOADED']);
    const refused = await stage({ runningMax: 0, waitingMax: 0 })
      .queue.serve(anybody, stays, async () => 0)
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'OVERLOADED', status: 503, detail: { retryAfterS: 1 } });
    await endOne();
    expect(began).toEqual(['A1']);
    expectIdle(queue);
  });

  it('ends when the client leaves: nobody is served after that', async () => {
    const { queue, began, failed, ask, tick, endOne } = stage();
    const client = new AbortController();
    void ask('A1');
    void ask('B1', client.signal);
    void ask('C1');
    client.abort();
    await tick();
    expect(failed).toEqual(['B1 CLIENT_LEFT']);
    expect(queue.waiting).toBe(1);
    await endOne();
    await endOne();
    expect(began).toEqual(['A1', 'C1']);
    expectIdle(queue);
  });

  it('does not begin for a client that has left', async () => {
    const { queue, failed, ask, tick, endOne } = stage();
    void ask('A1');
    void ask('A2', AbortSignal.abort());
    await tick();
    expect([failed, queue.waiting]).toEqual([['A2 CLIENT_LEFT'], 0]);
    await endOne();
    expectIdle(queue);
  });

  it('is told to whoever measures it, of those that were served', async () => {
    const waits: number[] = [];
    const { ask, endOne } = stage({ onServed: (waitedMs) => waits.push(waitedMs) });
    void ask('A1');
    void ask('A2');
    await vi.advanceTimersByTimeAsync(300);
    await endOne();
    expect(waits).toEqual([300]);
    await endOne();
  });
});

describe('a full house', () => {
  it('refuses an agency beyond its bound at once, and the others not', async () => {
    const { failed, queue, ask, tick } = stage({ waitingPerAgencyMax: 2 });
    for (const name of ['A1', 'A2', 'A3', 'A4', 'B1']) void ask(name);
    await tick();
    expect(failed).toEqual(['A4 OVERLOADED']);
    expect(queue.waiting).toBe(3);
  });

  it('takes in a newcomer at the cost of the longest line', async () => {
    const { began, failed, ask, tick, endOne } = stage({ waitingMax: 4 });
    for (const name of ['A0', 'A1', 'A2', 'A3', 'B1', 'C1']) void ask(name);
    await tick();
    expect(failed).toEqual(['A3 OVERLOADED']);
    for (let at = 0; at < 5; at++) await endOne();
    expect(began).toEqual(['A0', 'A1', 'B1', 'C1', 'A2']);
  });

  it('sends away a newcomer whose line would be no shorter than the longest', async () => {
    const { failed, ask, tick } = stage({ waitingMax: 4 });
    for (const name of ['A0', 'A1', 'A2', 'B1', 'B2', 'A3', 'B3']) void ask(name);
    await tick();
    expect(failed).toEqual(['A3 OVERLOADED', 'B3 OVERLOADED']);
  });

  it('of an agency takes in a colleague at the cost of the longest line of its people', async () => {
    const { began, failed, ask, tick, endOne } = stage({ waitingPerAgencyMax: 3 });
    for (const name of ['Ax0', 'Ax1', 'Ax2', 'Ax3', 'Ay1', 'Ay2', 'Ax4']) void ask(name);
    await tick();
    expect(failed.toSorted()).toEqual(['Ax3 OVERLOADED', 'Ax4 OVERLOADED', 'Ay2 OVERLOADED']);
    for (let at = 0; at < 4; at++) await endOne();
    expect(began).toEqual(['Ax0', 'Ax1', 'Ay1', 'Ax2']);
  });

  it('remembers no agency that has nobody waiting', async () => {
    const { queue, ask, endOne } = stage({ waitingMax: 2000, waitingPerAgencyMax: 2000, waitMs: 10 });
    void ask('A1');
    for (let at = 0; at < 1000; at++) void ask(`${String.fromCharCode(0x4e00 + at)}1`);
    expect(queue.waiting).toBe(1000);
    await vi.advanceTimersByTimeAsync(10);
    await endOne();
    expectIdle(queue);
  });
});
