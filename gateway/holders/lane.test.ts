import { describe, expect, it } from 'vitest';
import { checkLaneOptions, Lane } from './lane.ts';
import type { LaneOptions } from './lane.ts';

/** A lane whose calls end and whose time passes when the test says so. */
function laneOf(options: Partial<LaneOptions> = {}, callsOf = (questions: readonly string[]) => [questions.join('')]) {
  const sent: string[] = [];
  const under = new Map<string, { end: () => void; fail: () => void }>();
  const timers: { leave: () => void; ms: number }[] = [];
  const lane = new Lane<string>(
    {
      ...{ openMax: 2, gatherMsMax: 4 },
      later(leave, ms) {
        const timer = { leave, ms };
        timers.push(timer);
        return () => void timers.splice(timers.indexOf(timer), 1);
      },
      ...options,
    },
    (questions) =>
      callsOf(questions).map((call) => {
        sent.push(call);
        return new Promise<void>((resolve, reject) => {
          under.set(call, { end: resolve, fail: () => reject(new Error('a call that failed')) });
        });
      }),
  );
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    sent,
    timers,
    ask: (...questions: readonly string[]) => questions.forEach((one) => lane.ask(one)),
    async end(call: string) {
      under.get(call)?.end();
      await settled();
    },
    async fail(call: string) {
      under.get(call)?.fail();
      await settled();
    },
    pass() {
      const [timer] = timers.splice(0, 1);
      timer?.leave();
    },
  };
}

describe('a lane', () => {
  it('lets a question leave at once while few are under way', () => {
    const { ask, sent, timers } = laneOf();
    ask('a', 'b');
    expect(sent).toEqual(['a', 'b']);
    expect(timers).toEqual([]);
  });

  it('gathers what comes beyond them until one ends', async () => {
    const { ask, sent, end, timers } = laneOf();
    ask('a', 'b', 'c', 'd', 'e');
    expect(sent).toEqual(['a', 'b']);
    await end('b');
    expect(sent).toEqual(['a', 'b', 'cde']);
    expect(timers).toEqual([]);
  });

  it('holds nobody back longer than it may, however long calls take', () => {
    const { ask, sent, timers, pass } = laneOf();
    ask('a', 'b', 'c', 'd');
    expect(timers.map(({ ms }) => ms)).toEqual([4]);
    pass();
    expect(sent).toEqual(['a', 'b', 'cd']);
    ask('e');
    expect(timers).toHaveLength(1);
    pass();
    expect(sent).toEqual(['a', 'b', 'cd', 'e']);
  });

  it('counts calls, and not those who ask', async () => {
    const { ask, sent, end } = laneOf({ openMax: 1 }, (questions) =>
      questions.length === 3 ? ['bc', 'd'] : [questions.join('')],
    );
    ask('a', 'b', 'c', 'd');
    await end('a');
    expect(sent).toEqual(['a', 'bc', 'd']);
    ask('e');
    await end('bc');
    // One more is under way.
    expect(sent).toEqual(['a', 'bc', 'd']);
    await end('d');
    expect(sent).toEqual(['a', 'bc', 'd', 'e']);
  });

  it('goes on after calls that fail', async () => {
    const { ask, sent, fail } = laneOf({ openMax: 1 });
    ask('a', 'b');
    await fail('a');
    expect(sent).toEqual(['a', 'b']);
    await fail('b');
    ask('c');
    expect(sent).toEqual(['a', 'b', 'c']);
  });

  it('goes on when what gathered makes no call at all', async () => {
    const { ask, sent, end } = laneOf({ openMax: 1 }, (questions) => questions.filter((one) => one !== 'gone'));
    ask('a', 'gone');
    await end('a');
    ask('b');
    expect(sent).toEqual(['a', 'b']);
  });

  it('loses nothing and sends nothing twice in any order of coming and ending', async () => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const { ask, sent, end, pass, timers } = laneOf({ openMax: 1 + (seed % 3) }, (questions) => [
        questions.join(' '),
      ]);
      const asked: string[] = [];
      let state = seed;
      for (let step = 0; step < 60; step += 1) {
        state = (state * 1103515245 + 12345) % 2 ** 31;
        const choice = state % 5;
        if (choice < 3) {
          asked.push(`q${step}`);
          ask(`q${step}`);
        } else if (choice === 3) await end(sent[state % Math.max(1, sent.length)] ?? '');
        else pass();
      }
      while (timers.length > 0) pass();
      for (let at = 0; at < sent.length; at += 1) await end(sent[at] ?? '');
      expect(sent.join(' ').split(' ')).toEqual(asked);
    }
  });
});

describe('the options of a lane', () => {
  it('are refused by name', () => {
    expect(() => checkLaneOptions({ openMax: 0, gatherMsMax: 4 })).toThrow('lane.openMax is a whole number from 1');
    expect(() => checkLaneOptions({ openMax: 1.5, gatherMsMax: 4 })).toThrow('lane.openMax');
    expect(() => checkLaneOptions({ openMax: 4, gatherMsMax: -1 })).toThrow('lane.gatherMsMax');
    expect(() => checkLaneOptions({ openMax: 4, gatherMsMax: Number.NaN })).toThrow('lane.gatherMsMax');
  });
});
