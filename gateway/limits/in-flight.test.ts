import { expect, it } from 'vitest';
import { RequestRefused } from '../errors.ts';
import { createInFlight } from './in-flight.ts';

function refusal(action: () => unknown): RequestRefused {
  try {
    action();
  } catch (error) {
    if (error instanceof RequestRefused) return error;
    throw error;
  }
  throw new TypeError('it was let in');
}

it('holds so many requests and not one more, and has room again when one is over', () => {
  const inFlight = createInFlight(8);
  const leave = ['a', 'b', 'c', 'd'].flatMap((address) => [inFlight.enter(address), inFlight.enter(address)]);
  expect(refusal(() => inFlight.enter('e'))).toMatchObject({ code: 'OVERLOADED', status: 503 });
  leave[0]?.();
  expect(inFlight.count).toBe(7);
  inFlight.enter('e');
  expect(inFlight.count).toBe(8);
});

it('gives one address a quarter, so that it cannot keep the others out', () => {
  const inFlight = createInFlight(8);
  inFlight.enter('a');
  const leave = inFlight.enter('a');
  expect(refusal(() => inFlight.enter('a'))).toMatchObject({ code: 'OVERLOADED' });
  inFlight.enter('b');
  leave();
  inFlight.enter('a');
});

it('counts a request off once, however often it is told that it is over', () => {
  const inFlight = createInFlight(8);
  inFlight.enter('a');
  const leave = inFlight.enter('a');
  leave();
  leave();
  leave();
  expect(inFlight.count).toBe(1);
});

it('asks the journal for one line a minute', () => {
  let nowMs = 1_000_000;
  const inFlight = createInFlight(4, () => nowMs);
  inFlight.enter('a');
  const recorded = () => refusal(() => inFlight.enter('a')).detail.recorded;
  expect([recorded(), recorded(), recorded()]).toEqual([true, false, false]);
  nowMs += 60_000;
  expect([recorded(), recorded()]).toEqual([true, false]);
});
