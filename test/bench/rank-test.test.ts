import { describe, expect, it } from 'vitest';
import { rankTest } from './rank-test.ts';

const range = (count: number, of: (at: number) => number) => Array.from({ length: count }, (_, at) => of(at));

describe('the rank test', () => {
  it('counts the pairs in which the first is slower, ties as half', () => {
    expect(rankTest([2, 3], [1, 3]).auc).toBe((1 + 0 + 1 + 0.5) / 4);
    expect(rankTest([1, 1], [1, 1]).auc).toBe(0.5);
    expect(rankTest([5, 6], [1, 2]).auc).toBe(1);
    expect(rankTest([1, 2], [5, 6]).auc).toBe(0);
  });

  it('has a standard error of 0.004 over ten thousand pairs', () => {
    const same = range(10_000, (at) => at);
    expect(rankTest(same, same)).toMatchObject({ auc: 0.5, p: expect.closeTo(1, 6) as number });
    expect(rankTest(same, same).standardError).toBeCloseTo(0.00408, 5);
  });

  it('finds a shift that is small beside the spread', () => {
    const [slow, fast] = [range(10_000, (at) => at + 300), range(10_000, (at) => at)];
    const { auc, p } = rankTest(slow, fast);
    expect(auc).toBeGreaterThan(0.52);
    expect(p).toBeLessThan(1e-6);
  });

  it('gives the p of the normal', () => {
    // z = 1.96 at n = m: AUC = 0.5 + 1.96 × SE.
    const n = 1000;
    const shifted = range(n, (at) => at + 0.5 + 25);
    const { auc, standardError, p } = rankTest(
      shifted,
      range(n, (at) => at),
    );
    const z = (auc - 0.5) / standardError;
    expect(z).toBeGreaterThan(1.9);
    expect(z).toBeLessThan(2.05);
    expect(p).toBeGreaterThan(0.04);
    expect(p).toBeLessThan(0.06);
  });

  it('refuses an empty sample', () => {
    expect(() => rankTest([], [1])).toThrow(RangeError);
  });
});
