import { describe, expect, it } from 'vitest';
import { readRetryAfter } from './retry-after.ts';

const now = Date.parse('1994-11-06T08:49:37Z');

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['7', 7000],
    ['60', 60_000],
    ['61', 60_000],
    ['99999999999999999999', 60_000],
    ['Sun, 06 Nov 1994 08:49:47 GMT', 10_000],
    ['Sun, 06 Nov 1994 08:49:27 GMT', 0],
    ['Mon, 07 Nov 1994 08:49:37 GMT', 60_000],
    ['Sun Nov  6 08:49:47 1994', 10_000],
  ])('of %s is %i ms', (value, expected) => {
    expect(readRetryAfter(value, undefined, now)).toBe(expected);
  });

  it('takes the obsolete form with a year of two digits for one of this century', () => {
    expect(readRetryAfter('Friday, 06-Nov-26 08:49:47 GMT', undefined, Date.parse('2026-11-06T08:49:37Z'))).toBe(
      10_000,
    );
  });

  it('is measured against the clock of who sent it', () => {
    const until = 'Sun, 06 Nov 1994 09:49:47 GMT';
    expect(readRetryAfter(until, 'Sun, 06 Nov 1994 09:49:37 GMT', now)).toBe(10_000);
    expect(readRetryAfter(until, 'nonsense', now)).toBe(60_000);
  });

  it.each([
    [undefined],
    [['1', '2']],
    [''],
    ['-1'],
    ['1.5'],
    ['1e3'],
    [' 1'],
    ['soon'],
    ['1994-11-06T08:49:47Z'],
    ['Sun, 06 Nov 1994 08:49:47'],
    ['Sun, 06 Nov 1994 08:49:47 BRT'],
    ['Sun, 99 Nov 1994 08:49:47 GMT'],
    ['Sun, 06 Nov 1994 28:49:47 GMT'],
    ['Sun, 06 Foo 1994 08:49:47 GMT'],
  ])('of %j is not understood', (value) => {
    expect(readRetryAfter(value, undefined, now)).toBeUndefined();
  });
});
