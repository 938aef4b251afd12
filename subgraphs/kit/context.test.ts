import { describe, expect, it } from 'vitest';
import { parseAskers } from './caller.ts';
import { answerPath, askerAt, askerOf, askersAreApart } from './context.ts';
import type { HolderContext } from './context.ts';

const caller = { body: 'PM/SP', profile: 'patrol', level: 2, entitlements: [], tokenId: 't' };
const asker = (id: string, representations?: readonly number[]) => ({
  caller: { ...caller, id },
  ...(representations && { representations }),
});
const askersOf = (...askers: readonly object[]) => parseAskers(askers);
const context = (...askers: readonly object[]) =>
  ({ askers: askersOf(...askers) }) as unknown as HolderContext<unknown>;

/** The path of a field: `_entities`, a place in the list, a name. */
const at = (place: number) => {
  const list = { prev: undefined, key: '_entities', typename: 'Query' };
  const item = { prev: list, key: place, typename: undefined };
  return { path: { prev: item, key: 'name', typename: 'IndividualRecord' } };
};

describe('a path in the answer', () => {
  it('begins at the root', () => {
    expect(answerPath(at(3))).toEqual(['_entities', 3, 'name']);
  });
});

describe('whose part of an answer it is', () => {
  it('is the only asker’s wherever it stands', () => {
    expect(askerOf(context(asker('a')), at(7))?.caller.id).toBe('a');
    expect(askerAt(askersOf(asker('a')), -1)?.caller.id).toBe('a');
  });

  it('is the one’s who named it, and nobody’s whom none named', () => {
    const both = context(asker('a', [0, 2]), asker('b', [1]));
    expect([0, 1, 2].map((place) => askerOf(both, at(place))?.caller.id)).toEqual(['a', 'b', 'a']);
    for (const place of [3, -1]) expect(askerOf(both, at(place))).toBeNull();
  });

  it('is nobody’s without askers', () => {
    expect(askerOf({ askers: [] } as unknown as HolderContext<unknown>, at(0))).toBeNull();
  });
});

describe('askers of one request', () => {
  const entities = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }';
  const two = askersOf(asker('a', [0, 2]), asker('b', [1, 3]));

  it('are apart when each names its own representations', () => {
    expect(askersAreApart(askersOf(asker('a')), '{ anything }')).toBe(true);
    expect(askersAreApart(two, entities)).toBe(true);
    expect(askersAreApart(two, `${entities} fragment F on X { y }`)).toBe(true);
  });

  it('are not when two name the same one, or one of several names none', () => {
    expect(askersAreApart(askersOf(asker('a', [0, 1]), asker('b', [1, 2])), entities)).toBe(false);
    expect(askersAreApart(askersOf(asker('a', [0]), asker('b')), entities)).toBe(false);
  });

  it.each([
    [
      'a second list, whose places would pass for theirs',
      '{ a: _entities(representations: []) { __typename } b: _entities(representations: []) { __typename } }',
    ],
    [
      'another root field beside it',
      '{ _entities(representations: []) { __typename } vehicles(plates: ["ABC1234"]) { plate } }',
    ],
    ['a root field under its name', '{ _entities: vehicles(plates: ["ABC1234"]) { plate } }'],
    ['no entities at all', '{ __typename }'],
    ['a fragment at the root', 'query { ...F } fragment F on Query { _entities(representations: []) { __typename } }'],
    ['an inline fragment at the root', '{ ... { _entities(representations: []) { __typename } } }'],
    ['two operations', 'query A { _entities(representations: []) { __typename } } query B { __typename }'],
    ['what is no GraphQL', '{ _entities('],
    ['what nobody can read to its end', '{ a '.repeat(50_000)],
  ])('are not in %s', (_what, query) => {
    expect(askersAreApart(two, query)).toBe(false);
  });
});
