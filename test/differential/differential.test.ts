import { describe, expect, it } from 'vitest';
import { adversaries } from './adversaries.ts';
import { noFaults } from './adversary.ts';
import { openArena } from './compare.ts';
import { described, explore } from './explore.ts';
import { createGenerator } from './generate.ts';
import { randomFrom } from './random.ts';
import { shrink } from './shrink.ts';
import { library } from './supergraphs/library.ts';
import { market } from './supergraphs/market.ts';

/** Of all operations, those that the engine answers wrongly or not at all, for reasons that known.ts names. */
const openMax = 0.01;

describe('random operations over hostile supergraphs', () => {
  it('are answered by the compiled engine as they are by the truth and by the plainest run of the same plan', async () => {
    const explored = await explore({ adversaries, count: 320, seed: 7, shrunkMax: 1 });
    expect(explored.differences.map(described)).toEqual([]);
    expect(explored.coverage.uncovered()).toEqual([]);
    expect(explored.discarded).toBeLessThan(explored.operations * 0.04);
    // What is known to be wrong may not become more.
    expect(explored.open).toBeLessThan(explored.operations * openMax);
    expect(explored.stock.wrong).toBeLessThan(explored.stock.same * 0.25);
  }, 300_000);
});

describe('the comparison', () => {
  const asked = { text: '{ stalls { slug keeper { nick } dues } }', variables: {} };

  it('finds nothing where nothing is wrong', async () => {
    const arena = await openArena(market);
    expect((await arena.compare(asked)).differences).toEqual([]);
    await arena.stop();
  });

  it('reports a value that the engine merged wrongly', async () => {
    const arena = await openArena(market, {
      tamper: (subgraph, answer) => {
        const entities = answer.data?.['_entities'];
        // What belongs to one entity is given to its neighbour.
        return subgraph === 'guild' && Array.isArray(entities)
          ? { ...answer, data: { _entities: [...entities].reverse() } }
          : answer;
      },
    });
    const { differences, stock } = await arena.compare(asked);
    expect(differences.map(({ kind, against }) => `${kind} ${against}`)).toContain('data truth');
    expect(stock).toBe('right');
    await arena.stop();
  });

  it('reports an error that was lost', async () => {
    const arena = await openArena(market, { tamper: (_, { data }) => ({ data }) });
    const { differences } = await arena.compare({ text: '{ keepers { fame } }', variables: {} });
    expect(differences.map(({ kind }) => kind)).toEqual(['errors']);
    await arena.stop();
  });

  it('runs the same plan twice when subgraphs fail', async () => {
    const arena = await openArena(library);
    const faults = { down: new Set(['ratings']), lostOneIn: 2, salt: 3 };
    const { differences } = await arena.compare(
      { text: '{ books { id title grade author { name books { stars } } } }', variables: {} },
      faults,
    );
    expect(differences.map(described)).toEqual([]);
    expect(arena.coverage.all().get('met: subgraph that is down')).toBe(1);
    await arena.stop();
  });

  it('makes a failing operation small', async () => {
    const arena = await openArena(market, {
      tamper: (subgraph, answer) => (subgraph === 'guild' ? { data: null } : answer),
    });
    const long = {
      text: `query ($v: Boolean! = true) { stalls { slug ...F id @skip(if: $v) } notices { __typename } }
        fragment F on Stall { x: slug keeper { nick stalls { id dues } } }`,
      variables: {},
    };
    const small = await shrink(long, arena.apiSchema, async (smaller) =>
      (await arena.compare(smaller)).differences.some(({ kind }) => kind === 'data'),
    );
    expect(small.text.replace(/\s+/g, ' ')).toBe('{ stalls { keeper { stalls { dues } } } }');
    await arena.stop();
  });
});

describe('the generator', () => {
  it('says the same with the same seed and something else with another', async () => {
    const arena = await openArena(library);
    const said = (seed: number) => {
      const generator = createGenerator({ schema: arena.apiSchema, values: library.values }, randomFrom(seed));
      return Array.from({ length: 5 }, () => generator.next());
    };
    expect(said(1)).toEqual(said(1));
    expect(said(1)).not.toEqual(said(2));
    await arena.stop();
  });

  it('never asks for what it may not', async () => {
    const arena = await openArena(library);
    const never = new Set(['Query.books', 'Book.loans', 'Writer.name']);
    const generator = createGenerator({ schema: arena.apiSchema, values: library.values, never }, randomFrom(3));
    const texts = Array.from({ length: 60 }, () => generator.next().text).join('\n');
    expect(texts).not.toMatch(/\bloans\b/);
    expect(texts).toMatch(/\bshelves\b/);
    await arena.stop();
  });
});

describe('every adversary', () => {
  it.each(adversaries)('$name answers the simplest question everywhere', async (adversary) => {
    const arena = await openArena(adversary);
    const { differences } = await arena.compare({ text: '{ __typename }', variables: {} }, noFaults);
    expect(differences.map(described)).toEqual([]);
    await arena.stop();
  });
});
