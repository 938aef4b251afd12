import { describe, expect, it } from 'vitest';
import { indexSource } from '#kit/directory.ts';
import type { EndpointEntry } from '#kit/directory.ts';
import { Bulkheads } from './availability.ts';
import type { AvailabilityOptions, BreakerEvent, Pass } from './availability.ts';
import type { Health } from './breaker.ts';
import { Pauses } from './pauses.ts';

const endpoint = {
  ...{ source: 'individuals', holder: 'SP', url: 'http://127.0.0.1:1', connection: 'https' },
  ...{ exchangeKey: { kid: 'a' }, schemaVersion: 1, fieldsNotHeld: [], publication: 'FULL', probes: [] },
  ...{ environment: 'test', deadlineMs: 1000, maxConcurrent: 3, perSecond: 1000, maintenance: [] },
  ...{ agreement: { basis: 'test' }, contact: { unit: 'A' } },
} as EndpointEntry;

const start = 1_000_000;
const asked = { callers: ['a'], mayProbe: true };
const by = (...callers: readonly string[]) => ({ callers, mayProbe: true });
const words = (one: Pass | { readonly status: string; readonly reason: string }) =>
  'status' in one ? [one.status, one.reason] : 'may be called';
const pass = (one: ReturnType<Bulkheads['enter']>): Pass => {
  if ('status' in one) throw new Error(`${one.status} ${one.reason}`);
  return one;
};

function bulkheads(options: AvailabilityOptions = {}) {
  const events: BreakerEvent[] = [];
  const all = new Bulkheads({ random: () => 0, onBreaker: (event) => events.push(event), ...options });
  const call = (health: Health, now = start, entry = endpoint) => pass(all.enter(entry, now, asked)).leave(health, now);
  const open = () => {
    for (let failures = 0; failures < 5; failures += 1) call('ILL');
  };
  return { all, events, call, open };
}

describe('an endpoint', () => {
  it('is called by as many at once as its entry says, and again when one has left', () => {
    const { all } = bulkheads();
    const [first] = [1, 2, 3].map(() => pass(all.enter(endpoint, start, asked)));
    expect(words(all.enter(endpoint, start, asked))).toEqual(['BUSY', 'CONCURRENCY_LIMIT']);
    first?.leave('WELL', start);
    expect(words(all.enter(endpoint, start, asked))).toBe('may be called');
  });

  it('is called as often in a second as its entry says', () => {
    const { all, call } = bulkheads();
    const slow = { ...endpoint, perSecond: 2 };
    call('WELL', start, slow);
    call('WELL', start, slow);
    expect(words(all.enter(slow, start, asked))).toEqual(['BUSY', 'RATE_LIMIT']);
    expect(words(all.enter(slow, start + 500, asked))).toBe('may be called');
  });

  it('that asked to be left alone is, for as long as it asked and no longer', () => {
    const { all } = bulkheads();
    pass(all.enter(endpoint, start, asked)).leave('AWAKE', start, 7000);
    for (const after of [0, 6999])
      expect(words(all.enter(endpoint, start + after, asked))).toEqual(['BUSY', 'RETRY_AFTER']);
    expect(words(all.enter(endpoint, start + 7000, asked))).toBe('may be called');
    expect(words(all.enter(endpoint, start - 3_600_000, asked))).toBe('may be called');
  });

  it('that asked one caller to come back later is called for another, and for nobody when it asked two', () => {
    const { all } = bulkheads();
    const told = (caller: string, now: number, forMs: number) =>
      pass(all.enter(endpoint, now, by(caller))).leave('AWAKE', now, forMs);
    told('a', start, 60_000);
    expect(words(all.enter(endpoint, start + 1, by('a')))).toEqual(['BUSY', 'RETRY_AFTER']);
    told('b', start + 1, 2000);
    expect(words(all.enter(endpoint, start + 2000, by('c')))).toEqual(['BUSY', 'RETRY_AFTER']);
    for (const caller of ['b', 'c']) expect(words(all.enter(endpoint, start + 2001, by(caller)))).toBe('may be called');
    expect(words(all.enter(endpoint, start + 59_999, by('a')))).toEqual(['BUSY', 'RETRY_AFTER']);
    expect(words(all.enter(endpoint, start + 60_000, by('a')))).toBe('may be called');
  });

  it('that keeps failing for one caller is called for all, and left alone when it failed for two', () => {
    const { all, call } = bulkheads();
    const fails = (caller: string) => pass(all.enter(endpoint, start, by(caller))).leave('DOUBTFUL', start);
    for (let failures = 0; failures < 50; failures += 1) fails('a');
    expect(words(all.enter(endpoint, start, by('b')))).toBe('may be called');
    call('WELL');
    for (let failures = 0; failures < 4; failures += 1) fails('a');
    fails('b');
    expect(words(all.enter(endpoint, start, by('c')))).toEqual(['UNAVAILABLE', 'BREAKER_OPEN']);
  });

  it('that is the index is looked for again soon, and as soon each time', () => {
    const { call } = bulkheads();
    const index = { ...endpoint, source: indexSource };
    for (let failures = 0; failures < 5; failures += 1) call('ILL', start, index);
    for (let round = 1; round < 9; round += 1) {
      expect(() => call('ILL', start + round * 250 - 1, index)).toThrow('BREAKER_OPEN');
      call('ILL', start + round * 250, index);
    }
  });

  it('that keeps failing is not called, while its neighbour is', () => {
    const { all, open } = bulkheads();
    open();
    expect(words(all.enter(endpoint, start, asked))).toEqual(['UNAVAILABLE', 'BREAKER_OPEN']);
    expect(words(all.enter({ ...endpoint, holder: 'RJ' }, start, asked))).toBe('may be called');
  });

  it('that is ill gives its probe to nobody for whom there is no room', () => {
    const { all, call } = bulkheads();
    const held = [1, 2].map(() => pass(all.enter(endpoint, start, asked)));
    for (let failures = 0; failures < 5; failures += 1) call('ILL');
    const third = { ...endpoint, maxConcurrent: 2 };
    expect(words(all.enter(third, start + 2000, asked))).toEqual(['UNAVAILABLE', 'BREAKER_OPEN']);
    held[0]?.leave('UNKNOWN', start + 2000);
    expect(words(all.enter(third, start + 2000, asked))).toBe('may be called');
    expect(words(all.enter(endpoint, start + 2000, asked))).toEqual(['UNAVAILABLE', 'BREAKER_OPEN']);
  });

  it('is told of when its breaker changes, and listed with its state', () => {
    const { all, events, open, call } = bulkheads();
    const named = { source: 'individuals', holder: 'SP' };
    call('WELL');
    expect(all.breakers()).toEqual([{ ...named, state: 'CLOSED' }]);
    open();
    expect(all.breakers()).toEqual([{ ...named, state: 'OPEN' }]);
    call('WELL', start + 1000);
    expect(events).toEqual(['OPEN', 'HALF_OPEN', 'CLOSED'].map((state) => ({ ...named, state })));
  });

  it.each([
    ['another address', { url: 'http://127.0.0.1:2' }],
    ['another key', { exchangeKey: { kid: 'b' } }],
  ])('with %s is another, and begins well', (_, change) => {
    const { all, events, open } = bulkheads();
    const early = pass(all.enter(endpoint, start, asked));
    open();
    pass(all.enter({ ...endpoint, holder: 'RJ' }, start, asked)).leave('AWAKE', start, 60_000);
    const moved = { ...endpoint, ...change };
    expect(words(all.enter(moved, start, asked))).toBe('may be called');
    expect(events.at(-1)).toMatchObject({ holder: 'SP', state: 'CLOSED' });
    // What was asked of the former one says nothing of this one.
    early.leave('AWAKE', start, 60_000);
    expect(words(all.enter(moved, start, asked))).toBe('may be called');
    expect(words(all.enter({ ...endpoint, holder: 'RJ', ...change }, start, asked))).toBe('may be called');
  });

  it('with the same address and key in a new directory is the same', () => {
    const { all, open } = bulkheads();
    open();
    expect(words(all.enter({ ...endpoint, maxConcurrent: 50 }, start, asked))).toEqual(['UNAVAILABLE', 'BREAKER_OPEN']);
  });

  it('that left the directory is forgotten', () => {
    const { all, open } = bulkheads();
    open();
    all.keepOnly([{ ...endpoint, holder: 'RJ' }]);
    expect(all.breakers()).toEqual([]);
    expect(words(all.enter(endpoint, start, asked))).toBe('may be called');
  });
});

describe('a second try', () => {
  it('takes a place like any call, and none where there is none', () => {
    const { all } = bulkheads();
    const [first, second] = [1, 2].map(() => pass(all.enter(endpoint, start, asked)));
    const leave = first?.hedge(start);
    expect(leave).toBeDefined();
    expect(words(all.enter(endpoint, start, asked))).toEqual(['BUSY', 'CONCURRENCY_LIMIT']);
    expect(second?.hedge(start)).toBeUndefined();
    leave?.();
    expect(words(all.enter(endpoint, start, asked))).toBe('may be called');
  });

  it('is for ten calls at once and for a twentieth of all', () => {
    const { all } = bulkheads();
    const wide = { ...endpoint, maxConcurrent: 1000, perSecond: 100_000 };
    const hedges = (calls: number) =>
      Array.from({ length: calls }, () => pass(all.enter(wide, start, asked)).hedge(start)).filter(
        (one) => one !== undefined,
      );
    expect(hedges(10)).toHaveLength(10);
    expect(hedges(400).length).toBeLessThanOrEqual(21);
  });

  it('is not for a probe', () => {
    const { all, open } = bulkheads();
    open();
    expect(pass(all.enter(endpoint, start + 1000, asked)).hedge(start + 1000)).toBeUndefined();
  });
});

describe('pauses', () => {
  it('are of everybody in a call, and of nobody else for a call that was told alone', () => {
    const pauses = new Pauses();
    pauses.begin(['a', 'b'], start, 1000);
    for (const callers of [['a'], ['b'], ['b', 'c']]) expect(pauses.holds(callers, start)).toBe(true);
    pauses.begin(['a', 'c'], start, 1000);
    expect(pauses.holds(['d'], start)).toBe(false);
    expect(pauses.holds(['a', 'b', 'c'], start + 1000)).toBe(false);
  });

  it('that are over count for nothing when another is told', () => {
    const pauses = new Pauses();
    pauses.begin(['a'], start, 1000);
    pauses.begin(['b'], start + 1000, 1000);
    expect(pauses.holds(['c'], start + 1000)).toBe(false);
  });

  it('are remembered of a thousand callers', () => {
    const pauses = new Pauses();
    const callers = Array.from({ length: 1001 }, (_, at) => `caller-${at}`);
    pauses.begin(callers, start, 1000);
    expect(callers.filter((caller) => pauses.holds([caller], start))).toEqual(callers.slice(1));
  });
});
