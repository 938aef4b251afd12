import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { compileWay } from './places.ts';

const schema = buildSchema(
  'interface Named { n: Int } type A implements Named { n: Int } type B { n: Int } type Query { a: A }',
);
const data = {
  list: [
    [{ __typename: 'A', x: { id: 1 } }],
    null,
    [
      { __typename: 'B', x: { id: 2 } },
      { __typename: 'A', x: null },
      { __typename: 'A', x: { id: 3 } },
    ],
  ],
};

describe('a way', () => {
  it('leads through lists of lists to every object at its end, in order', () => {
    const found: object[] = [];
    const way = compileWay([{ key: 'list' }, { items: true }, { items: true }, { key: 'x' }], schema);
    way.collect(data, found as never);
    expect(found).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
    expect(way.pattern).toEqual(['list', '@', '@', 'x']);
  });

  it('leads past objects of other types, members of an interface included', () => {
    const ids = (types: readonly string[]) => {
      const found: { id?: number }[] = [];
      compileWay([{ key: 'list' }, { items: true }, { types }, { key: 'x' }], schema).collect(data, found);
      return found.map(({ id }) => id);
    };
    expect(ids(['A'])).toEqual([1, 3]);
    expect(ids(['Named'])).toEqual([1, 3]);
    expect(ids(['A', 'B'])).toEqual([1, 2, 3]);
    expect(ids(['C'])).toEqual([]);
  });

  it('knows where each object stands', () => {
    const paths: (readonly (string | number)[])[] = [];
    compileWay([{ key: 'list' }, { items: true }, { key: 'x' }], schema).locate(data, (_place, path) =>
      paths.push(path),
    );
    expect(paths).toEqual([
      ['list', 0, 0, 'x'],
      ['list', 2, 0, 'x'],
      ['list', 2, 2, 'x'],
    ]);
  });

  it('takes no inherited name for a key', () => {
    const found: object[] = [];
    compileWay([{ key: 'constructor' }], schema).collect({}, found as never);
    compileWay([{ key: '__proto__' }], schema).collect({}, found as never);
    expect(found).toEqual([]);
  });
});
