import { describe, expect, it } from 'vitest';
import { dateOf, dayOf, instantOf, yearOf, yearsAfter } from './calendar.ts';

describe('the calendar', () => {
  it('counts the days that Date counts, from 1900 to 2100', () => {
    for (let day = dayOf('1900-01-01'); day <= dayOf('2100-12-31'); day++) {
      const date = new Date(day * 86_400_000).toISOString().slice(0, 10);
      if (dateOf(day) !== date || dayOf(date) !== day) expect([dateOf(day), dayOf(date)]).toEqual([date, day]);
    }
    expect(dayOf('1970-01-01')).toBe(0);
    expect(dateOf(dayOf('2024-02-29'))).toBe('2024-02-29');
  });

  it('adds years, and makes 1 March of a leap day that the year lacks', () => {
    expect(dateOf(yearsAfter(dayOf('2008-02-29'), 18))).toBe('2026-03-01');
    expect(dateOf(yearsAfter(dayOf('2008-02-29'), 16))).toBe('2024-02-29');
    expect(yearOf(dayOf('1999-12-31'))).toBe(1999);
  });

  it('writes instants in the time of Brasília', () => {
    expect(instantOf(dayOf('2026-07-01'), 9, 5)).toBe('2026-07-01T09:05:00-03:00');
  });
});
