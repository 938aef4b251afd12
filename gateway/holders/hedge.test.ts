import { describe, expect, it } from 'vitest';
import { HedgeBudget, hedged } from './hedge.ts';

interface Try {
  readonly signal: AbortSignal;
  readonly onBegun: () => void;
  readonly end: (result: string) => void;
}

/** Tries that end when the test says so; good results begin with "good". */
function hedge({ afterMs = 1, hasRoom = true } = {}) {
  const tries: Try[] = [];
  const left = new AbortController();
  let places = 0;
  let wake = () => undefined as void;
  const result = hedged<string>({
    ...{ afterMs, signal: left.signal },
    attempt: (signal, onBegun) =>
      new Promise((end) => {
        tries.push({ signal, onBegun, end });
        wake();
      }),
    isGood: (one) => one.startsWith('good'),
    enter() {
      if (!hasRoom) return void wake();
      places += 1;
      return () => {
        places -= 1;
      };
    },
  });
  const woken = () => new Promise<void>((resolve) => (wake = resolve));
  return { result, tries, left, woken, places: () => places };
}

const later = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('a second try', () => {
  it('is not made when the first ends in time, well or ill', async () => {
    for (const end of ['good', 'bad']) {
      const { result, tries } = hedge({ afterMs: 10 });
      tries[0]?.end(end);
      expect(await result).toBe(end);
      await later();
      expect(tries).toHaveLength(1);
    }
  });

  it('is not made when an answer has begun', async () => {
    const { result, tries } = hedge();
    tries[0]?.onBegun();
    await later();
    tries[0]?.end('good');
    expect(await result).toBe('good');
    expect(tries).toHaveLength(1);
  });

  it('is not made where there is no room for it', async () => {
    const { result, tries, woken } = hedge({ hasRoom: false });
    await woken();
    tries[0]?.end('good');
    expect(await result).toBe('good');
    expect(tries).toHaveLength(1);
  });

  it.each([
    [0, 1],
    [1, 0],
  ])('of two, number %i wins when it is the first that is good, and the other is let go', async (winner, loser) => {
    const { result, tries, woken, places } = hedge();
    await woken();
    expect(places()).toBe(1);
    tries[winner]?.end(`good ${winner}`);
    expect(await result).toBe(`good ${winner}`);
    expect(tries[loser]?.signal.aborted).toBe(true);
    tries[loser]?.end('bad');
    await later();
    expect(places()).toBe(0);
  });

  it('saves a first that fails', async () => {
    const { result, tries, woken } = hedge();
    await woken();
    tries[0]?.end('bad');
    tries[1]?.end('good');
    expect(await result).toBe('good');
  });

  it('that fails too leaves what the first came to', async () => {
    const { result, tries, woken } = hedge();
    await woken();
    tries[1]?.end('bad 1');
    tries[0]?.end('bad 0');
    expect(await result).toBe('bad 0');
  });

  it('is let go with the first when the client leaves', async () => {
    const { result, tries, left, woken } = hedge();
    await woken();
    left.abort();
    expect(tries.map(({ signal }) => signal.aborted)).toEqual([true, true]);
    for (const one of tries) one.end('bad');
    expect(await result).toBe('bad');
  });
});

describe('the budget of second tries', () => {
  it('has ten at once, and then one for twenty calls', () => {
    const budget = new HedgeBudget();
    const spent = () => Array.from({ length: 100 }, () => budget.spend()).filter(Boolean).length;
    expect(spent()).toBe(10);
    for (let calls = 0; calls < 100; calls += 1) budget.earn();
    expect(spent()).toBeGreaterThanOrEqual(4);
    expect(spent()).toBe(0);
    for (let calls = 0; calls < 10_000; calls += 1) budget.earn();
    expect(spent()).toBe(10);
  });
});
