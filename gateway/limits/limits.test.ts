import { getIntrospectionQuery, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { RequestRefused } from '../errors.ts';
import { checkShape, defaultShapeLimits, shapeLimits } from './limits.ts';

/** The refusal of a text as the pipeline meets it: text, parse, document. */
function refusal(text: string): { code: string; limit: number | undefined } | undefined {
  try {
    checkShape(text);
    checkShape(parse(text));
  } catch (error) {
    if (error instanceof RequestRefused) return { code: error.code, limit: error.detail.limit };
    throw error;
  }
  return undefined;
}
const repeat = (count: number, make: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => make(at)).join(' ');

describe('shapes within the limits', () => {
  it('the introspection query of the explorer passes', () => {
    expect(
      refusal(getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true, specifiedByUrl: true })),
    ).toBeUndefined();
  });

  it('fragments used many times within reason pass', () => {
    expect(refusal(`{ ${repeat(10, (at) => `a${at}: me { ...F }`)} } fragment F on Me { id profile }`)).toBeUndefined();
  });

  it('a text that is not GraphQL is left to the parser', () => {
    expect(() => checkShape('{ me("')).not.toThrow();
  });
});

describe('each limit refuses with its own number', () => {
  it.each([
    ['TOO_MANY_TOKENS', defaultShapeLimits.tokensMax, `{ ${'id '.repeat(2000)} }`],
    ['TOO_MANY_TOKENS', defaultShapeLimits.tokensMax, `{ f(a: ${'['.repeat(5000)}`],
    ['TOO_DEEP', defaultShapeLimits.depthMax, `${'{ a '.repeat(17)}${'}'.repeat(17)}`],
    ['TOO_DEEP', defaultShapeLimits.depthMax, `{ ...F } fragment F on Q { ${'a { '.repeat(16)} b ${'}'.repeat(17)}`],
    ['TOO_DEEP', defaultShapeLimits.depthMax, `{ __schema ${'{ a '.repeat(16)}${'}'.repeat(17)}`],
    ['TOO_MANY_ALIASES', defaultShapeLimits.aliasesMax, `{ me { ${repeat(31, (at) => `a${at}: id`)} } }`],
    ['TOO_MANY_ALIASES', defaultShapeLimits.aliasesMax, `{ __schema { ${repeat(31, (at) => `a${at}: types`)} } }`],
    ['TOO_MANY_DIRECTIVES', defaultShapeLimits.directivesMax, `{ me ${'@skip(if: false) '.repeat(31)} }`],
    ['TOO_MANY_ROOT_FIELDS', defaultShapeLimits.rootFieldsMax, `{ ${'me '.repeat(21)} }`],
    ['TOO_MANY_ROOT_FIELDS', defaultShapeLimits.rootFieldsMax, `{ ${'__typename '.repeat(21)} }`],
    [
      'TOO_MANY_ROOT_FIELDS',
      defaultShapeLimits.rootFieldsMax,
      `{ ${'...F '.repeat(11)} } fragment F on Query { me holders }`,
    ],
    ['TOO_MANY_SELECTIONS', defaultShapeLimits.selectionsMax, `{ me { ${'id '.repeat(1000)} } }`],
    [
      'TOO_MANY_SELECTIONS',
      defaultShapeLimits.selectionsMax,
      `{ ...F } fragment F on Q { a ...G } fragment G on Q { b ...F }`,
    ],
    ['TOO_MANY_SELECTIONS', defaultShapeLimits.selectionsMax, `{ me } fragment F on Q { a ...F }`],
  ])('%s (%i)', (code, limit, text) => {
    expect(refusal(text)).toEqual({ code, limit });
  });
});

describe('a tree of fragments', () => {
  // 2 kB that stand for 4^40 fields: a measure that copied fragments would never come back.
  const tree = `{ ...F0 } ${repeat(40, (at) => `fragment F${at} on Q { ${`...F${at + 1} `.repeat(4)} }`)} fragment F40 on Q { id }`;

  it('is refused without being multiplied out', () => {
    expect(tree.length).toBeLessThan(2500);
    expect(refusal(tree)?.code).toBe('TOO_MANY_SELECTIONS');
  });

  it('a long chain of fragments is measured too', () => {
    const chain = `{ ...F0 } ${repeat(200, (at) => `fragment F${at} on Q { a { ...F${at + 1} } }`)} fragment F200 on Q { id }`;
    expect(refusal(chain)?.code).toMatch(/TOO_/);
  });

  it('a spread of a fragment that does not exist is left to validation', () => {
    expect(refusal('{ ...constructor ...__proto__ ...Nothing }')).toBeUndefined();
  });
});

describe('the settings', () => {
  it('are filled in, and checked one by one', () => {
    expect(shapeLimits({ depthMax: 5 })).toEqual({ ...defaultShapeLimits, depthMax: 5 });
    expect(() => shapeLimits({ depthMax: 0 })).toThrow('depthMax');
    expect(() => shapeLimits({ depth: 5 } as never)).toThrow('depth is not a limit');
  });
});
