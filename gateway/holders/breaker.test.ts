import { describe, expect, it } from 'vitest';
import { Breaker, checkBreakerLimits } from './breaker.ts';
import type { BreakerLimits, BreakerState, Health } from './breaker.ts';

/** A breaker on a clock of its own, without jitter unless `random` says so. */
function breaker(limits: Partial<BreakerLimits> = {}, random = () => 0) {
  const states: BreakerState[] = [];
  const one = new Breaker({ limits: checkBreakerLimits(limits), random, onChange: (state) => states.push(state) });
  const clock = { now: 1_000_000 };
  const call = (health: Health, mayProbe = true, ...callers: readonly string[]): boolean => {
    const ticket = one.admit(clock.now, mayProbe, callers);
    if (ticket !== undefined) one.settle(ticket, health, clock.now, callers);
    return ticket !== undefined;
  };
  const doubt = (...callers: readonly string[]) => call('DOUBTFUL', true, ...callers);
  const open = () => {
    while (one.state === 'CLOSED') call('ILL');
  };
  return { one, states, clock, call, doubt, open };
}

describe('a breaker that is closed', () => {
  it('opens after five failures in a row', () => {
    const { one, call, clock } = breaker();
    for (let failures = 0; failures < 4; failures += 1) call('ILL');
    expect(one.state).toBe('CLOSED');
    clock.now += 3_600_000;
    call('ILL');
    expect(one.state).toBe('OPEN');
  });

  it('does not while answers come between them', () => {
    const { one, call } = breaker();
    for (let round = 0; round < 50; round += 1) {
      for (let answers = 0; answers < 5; answers += 1) call('WELL');
      for (let failures = 0; failures < 4; failures += 1) call('ILL');
    }
    expect(one.state).toBe('CLOSED');
  });

  it('opens when half of ten calls failed, and not of nine', () => {
    const { one, call } = breaker();
    for (let pair = 0; pair < 4; pair += 1) (call('WELL'), call('ILL'));
    call('ILL');
    expect(one.state).toBe('CLOSED');
    call('ILL');
    expect(one.state).toBe('OPEN');
  });

  it('forgets what is older than its window', () => {
    const { one, call, clock } = breaker();
    for (let pair = 0; pair < 4; pair += 1) (call('ILL'), call('WELL'));
    clock.now += 10_000;
    for (let answers = 0; answers < 3; answers += 1) (call('WELL'), call('ILL'));
    expect(one.state).toBe('CLOSED');
  });

  it('counts on when the clock steps back', () => {
    const { one, call, clock } = breaker();
    call('ILL');
    clock.now = 5;
    for (let pair = 0; pair < 4; pair += 1) (call('WELL'), call('ILL'));
    expect(one.state).toBe('CLOSED');
    for (let failures = 0; failures < 4; failures += 1) call('ILL');
    expect(one.state).toBe('OPEN');
  });

  it('learns nothing from who declines and from calls that we ended', () => {
    const { one, call } = breaker();
    for (let calls = 0; calls < 100; calls += 1) (call('AWAKE'), call('UNKNOWN'));
    for (let failures = 0; failures < 4; failures += 1) (call('ILL'), call('AWAKE'));
    expect(one.state).toBe('CLOSED');
  });
});

describe('failures that one caller alone may have brought about', () => {
  it('never open a breaker, however many, and alone or in company', () => {
    const { one, call, doubt, clock } = breaker();
    for (let failures = 0; failures < 200; failures += 1) {
      doubt('a');
      doubt('a', `b${failures}`);
      if (failures % 10 === 0) call('WELL', true, 'c');
      clock.now += 77;
    }
    expect(one.state).toBe('CLOSED');
  });

  it('open it when a second caller has met them in the same row', () => {
    const { one, doubt, clock } = breaker();
    for (let failures = 0; failures < 4; failures += 1) doubt('a');
    clock.now += 3_600_000;
    doubt('b');
    expect(one.state).toBe('OPEN');
  });

  it('open it when a second caller has met them in the same window', () => {
    const { one, call, doubt, clock } = breaker();
    for (let pair = 0; pair < 6; pair += 1) (call('WELL'), doubt('a'));
    expect(one.state).toBe('CLOSED');
    clock.now += 5000;
    doubt('b');
    expect(one.state).toBe('OPEN');
  });

  it('of different windows are of different callers, and say nothing together', () => {
    const { one, call, doubt, clock } = breaker();
    for (let pair = 0; pair < 6; pair += 1) (call('WELL'), doubt('a'));
    clock.now += 10_000;
    for (let pair = 0; pair < 6; pair += 1) (call('WELL'), doubt('b'));
    expect(one.state).toBe('CLOSED');
  });

  it('add nothing to those of a connection that failed, and take nothing from them', () => {
    const { one, call, doubt } = breaker();
    for (let failures = 0; failures < 4; failures += 1) (call('ILL', true, 'b'), doubt('a'), doubt('a'));
    expect(one.state).toBe('CLOSED');
    call('ILL', true, 'b');
    expect(one.state).toBe('OPEN');
  });

  it('keep one that is open closed to that caller alone: the next to ask is another', () => {
    const { one, call, doubt, open, clock } = breaker();
    open();
    clock.now += 1000;
    expect(doubt('a')).toBe(true);
    expect(doubt('a')).toBe(false);
    expect(doubt('a', 'b')).toBe(false);
    expect(call('WELL', true, 'b')).toBe(true);
    expect(one.state).toBe('CLOSED');
  });

  it('keep it closed to everybody when two probes failed, and for no longer than one would', () => {
    const { call, doubt, open, clock } = breaker();
    open();
    clock.now += 1000;
    doubt('a');
    expect(doubt('b')).toBe(true);
    clock.now += 1999;
    expect(call('WELL', true, 'c')).toBe(false);
    clock.now += 1;
    expect(call('WELL', true, 'c')).toBe(true);
  });
});

describe('a breaker that is open', () => {
  it('lets nobody through until it has cooled down, and then one', () => {
    const { one, call, open, clock, states } = breaker();
    open();
    clock.now += 999;
    expect(call('WELL')).toBe(false);
    clock.now += 1;
    const probe = one.admit(clock.now, true);
    expect(probe).toBeDefined();
    for (let others = 0; others < 10; others += 1) expect(one.admit(clock.now + 5000, true)).toBeUndefined();
    one.settle(probe ?? -1, 'WELL', clock.now);
    expect(call('WELL')).toBe(true);
    expect(states).toEqual(['OPEN', 'HALF_OPEN', 'CLOSED']);
  });

  it('probes with nothing but what may probe', () => {
    const { one, open, clock } = breaker();
    open();
    clock.now += 60_000;
    expect(one.admit(clock.now, false)).toBeUndefined();
    expect(one.admit(clock.now, true)).toBeDefined();
  });

  it('waits twice as long after each probe that fails, and no longer than half a minute', () => {
    const { call, open, clock } = breaker();
    open();
    for (const wait of [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]) {
      clock.now += wait - 1;
      expect(call('ILL')).toBe(false);
      clock.now += 1;
      expect(call('ILL')).toBe(true);
    }
  });

  it('begins again with a second once it was closed', () => {
    const { call, open, clock } = breaker();
    open();
    clock.now += 1000;
    call('ILL');
    clock.now += 2000;
    call('WELL');
    open();
    clock.now += 1000;
    expect(call('WELL')).toBe(true);
  });

  it('closes for who declines a probe: it is there', () => {
    const { one, call, open, clock } = breaker();
    open();
    clock.now += 1000;
    call('AWAKE');
    expect(one.state).toBe('CLOSED');
  });

  it('lets the next read probe when the first was ended by us', () => {
    const { one, call, open, clock } = breaker();
    open();
    clock.now += 1000;
    call('UNKNOWN');
    expect(one.state).toBe('OPEN');
    expect(call('WELL')).toBe(true);
    expect(one.state).toBe('CLOSED');
  });

  it('hears nothing of calls that began before', () => {
    const { one, call, open, clock } = breaker();
    const early = Array.from({ length: 50 }, () => one.admit(clock.now, true) ?? -1);
    open();
    for (const ticket of early.slice(0, 10)) one.settle(ticket, 'WELL', clock.now);
    expect(one.state).toBe('OPEN');
    clock.now += 1000;
    call('WELL');
    for (const ticket of early) one.settle(ticket, 'ILL', clock.now);
    expect(one.state).toBe('CLOSED');
  });

  it('comes back up to a quarter sooner, as chance has it', () => {
    const { call, open, clock } = breaker({}, () => 1);
    open();
    clock.now += 749;
    expect(call('WELL')).toBe(false);
    clock.now += 1;
    expect(call('WELL')).toBe(true);
  });

  it('does not wait for a clock that stepped back', () => {
    const { call, open, clock } = breaker();
    open();
    clock.now -= 3_600_000;
    expect(call('WELL')).toBe(true);
  });
});

describe('the limits of a breaker', () => {
  it.each([
    ['failuresInARow', 0],
    ['windowMs', Number.NaN],
    ['callsMin', -1],
    ['failureRatio', 0],
    ['failureRatio', 1.5],
    ['coolDownMs', 0],
    ['coolDownMaxMs', 10],
  ] as const)('refuse %s of %s, by name', (name, value) => {
    expect(() => checkBreakerLimits({ [name]: value })).toThrow(new RegExp(`^breaker\\.${name} is `));
  });
});
