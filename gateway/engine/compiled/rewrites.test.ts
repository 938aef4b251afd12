import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { compileRewrites } from './rewrites.ts';

const schema = buildSchema('type A { n: Int } type B { n: Int } type Query { a: A }');

describe('a rewrite', () => {
  it('renames what stands there, nulls and zeros too', () => {
    const apply = compileRewrites([{ path: [{ key: 'list' }, { key: 'x' }], rename: 'y' }], schema);
    const data = { list: [{ x: 0 }, { x: null }, {}, null, [{ x: 1 }]] };
    apply?.(data);
    expect(data).toEqual({ list: [{ y: 0 }, { y: null }, {}, null, [{ y: 1 }]] });
  });

  it('concerns objects of its types, and those that do not say theirs', () => {
    const apply = compileRewrites([{ path: [{ types: ['A'] }, { key: 'n' }], set: 'word' }], schema);
    const data = [{ __typename: 'A' }, { __typename: 'B', n: 1 }, {}];
    for (const one of data) apply?.(one);
    expect(data).toEqual([{ __typename: 'A', n: 'word' }, { __typename: 'B', n: 1 }, { n: 'word' }]);
  });

  it('is nothing where there is none', () => {
    expect(compileRewrites([], schema)).toBeUndefined();
  });
});
