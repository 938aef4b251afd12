// A bound that is nearly reached is told once it has been so for long, and not again at once.
import { expect, it } from 'vitest';
import { createCapacityCheck } from './telemetry-capacity.ts';

function watched(max = 10) {
  const state = { used: 0 };
  const told: string[] = [];
  const check = createCapacityCheck({
    bounds: () => [{ name: 'infoseg_requests_waiting', used: state.used, max }],
    log: (message, fields) => void told.push(`${fields?.level ?? 'info'} ${message} ${fields?.used}/${fields?.max}`),
    forMs: 60_000,
    againMs: 900_000,
  });
  return { state, told, check };
}

it('tells of a bound after it was nearly reached for a minute', () => {
  const { state, told, check } = watched();
  state.used = 8;
  for (const at of [0, 30_000, 59_999]) check(at);
  expect(told).toEqual([]);
  check(60_000);
  expect(told).toEqual(['warn capacity: nearly at the limit 8/10']);
});

it('does not tell of a peak', () => {
  const { state, told, check } = watched();
  for (let at = 0; at < 600_000; at += 5000) {
    state.used = at % 50_000 === 0 ? 2 : 10;
    check(at);
  }
  expect(told).toEqual([]);
});

it('repeats itself after a quarter of an hour, and says when there is room again', () => {
  const { state, told, check } = watched();
  state.used = 10;
  for (let at = 0; at <= 1_000_000; at += 5000) check(at);
  expect(told).toEqual(['warn capacity: nearly at the limit 10/10', 'warn capacity: nearly at the limit 10/10']);
  state.used = 1;
  check(1_005_000);
  expect(told.at(-1)).toBe('info capacity: there is room again 1/10');
});

it('says nothing of a bound that is none', () => {
  const { state, told, check } = watched(0);
  state.used = 5;
  for (let at = 0; at <= 200_000; at += 5000) check(at);
  expect(told).toEqual([]);
});
