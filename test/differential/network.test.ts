import { afterAll, beforeAll, expect, it } from 'vitest';
import { differenceOf, networkFaults, nothingFails, openNetworkArena } from './network.ts';
import type { NetworkArena, NetworkDifference } from './network.ts';
import { randomFrom } from './random.ts';

let arena: NetworkArena;
beforeAll(async () => (arena = await openNetworkArena()));
afterAll(() => arena?.stop());

it('answers random operations over our supergraph as the reference does, down to codes, places and sources', async () => {
  const differences: NetworkDifference[] = [];
  let answered = 0;
  let discarded = 0;
  for (const seed of [5, 11]) {
    const random = randomFrom(seed);
    const generator = arena.generator(random);
    for (let count = 0; count < 80; count += 1) {
      const asked = generator.next();
      differences.push(...(await arena.compare(asked, count % 2 === 0 ? nothingFails : networkFaults(random))));
      answered += 1;
    }
    discarded += generator.counts.discarded;
  }
  expect(differences.map(differenceOf)).toEqual([]);
  // Nothing would be proved by questions that nobody answers.
  const all = ['ANSWERED', 'INVALID_ANSWER', 'REFUSED', 'RECORD_GONE', 'HOLDER_REFUSED', 'HOLDER_INVALID_ANSWER'];
  expect(all.filter((one) => (arena.met.get(one) ?? 0) === 0)).toEqual([]);
  expect(discarded).toBeLessThan(answered * 0.1);
}, 240_000);
