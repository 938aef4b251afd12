import { describe, expect, it } from 'vitest';
import { Random, scatter, Weighted } from './random.ts';

describe('addressed randomness', () => {
  it('gives the same stream for the same address, and unrelated ones for neighbours', () => {
    const draw = (seed: number, label: string, ordinal: number, part?: number): number[] => {
      const random = new Random(seed, label, ordinal, part);
      return [random.unit(), random.unit(), random.unit()];
    };
    expect(draw(1, 'a', 7)).toEqual(draw(1, 'a', 7));
    const streams = [draw(1, 'a', 7), draw(2, 'a', 7), draw(1, 'b', 7), draw(1, 'a', 8), draw(1, 'a', 7, 1)];
    expect(new Set(streams.flat()).size).toBe(15);
  });

  it('spreads the first draw of consecutive ordinals evenly', () => {
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let ordinal = 0; ordinal < 20_000; ordinal++) {
      const tenth = Math.floor(new Random(3, 'spread', ordinal).unit() * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });

  it('draws integers from the least to the most, both included', () => {
    const random = new Random(1, 'between', 0);
    const drawn = new Set(Array.from({ length: 500 }, () => random.between(3, 6)));
    expect([...drawn].sort()).toEqual([3, 4, 5, 6]);
  });

  it('picks in proportion to weights and never what weighs nothing', () => {
    const weighted = new Weighted([
      ['rare', 1],
      ['never', 0],
      ['often', 9],
    ]);
    const random = new Random(1, 'weighted', 0);
    const counts: Record<string, number> = { rare: 0, never: 0, often: 0 };
    for (let i = 0; i < 5000; i++) {
      const value = weighted.pick(random);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    expect(counts['never']).toBe(0);
    expect((counts['rare'] ?? 0) / 5000).toBeCloseTo(0.1, 1);
  });

  it('scatters ordinals onto distinct numbers under the modulus', () => {
    for (const modulus of [1000, 10_000, 17_574]) {
      const numbers = scatter(9, 'test', modulus);
      const drawn = new Set(Array.from({ length: modulus }, (_, ordinal) => numbers(ordinal)));
      expect(drawn.size).toBe(modulus);
      expect(Math.min(...drawn)).toBe(0);
      expect(Math.max(...drawn)).toBe(modulus - 1);
    }
  });

  it('stays exact at its stated limits', () => {
    const modulus = 2 ** 34;
    const numbers = scatter(9, 'limits', modulus);
    const step = (ordinal: number): bigint => BigInt(numbers(ordinal + 1)) - BigInt(numbers(ordinal)) + BigInt(modulus);
    const first = step(0) % BigInt(modulus);
    expect(step(2 ** 28 - 2) % BigInt(modulus)).toBe(first);
  });
});
