import { buildSchema, Kind, parse, print, validate, visit } from 'graphql';
import type { FieldNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { combinationsMax, engineTextOf } from './engine-text.ts';

const keyNames = new Set(['id', 'slug']);
const textOf = (text: string, variables = {}) => engineTextOf(parse(text), keyNames).textFor(variables);
const flat = (text: string | undefined) => text?.replace(/\s+/g, ' ');

describe('conditions', () => {
  const text = `query ($c: Boolean!, $d: Boolean!, $n: Int) {
    keepers @include(if: $c) { mentor @skip(if: $d) { fame(n: $n) } }
    ...F @skip(if: $c)
    ... @include(if: true) { a }
    b @skip(if: true)
  }
  fragment F on Query { c(n: $n) ...G }
  fragment G on Query { d @include(if: $c) }`;

  it.each([
    [{ c: true, d: false }, 'query ($n: Int) { keepers { mentor { fame(n: $n) } } a }'],
    [{ c: true, d: true }, '{ keepers { infosegTypename: __typename } a }'],
    [{ c: false, d: true }, 'query ($n: Int) { ...F a } fragment F on Query { c(n: $n) }'],
  ])('are decided before anything is planned: %j', (variables, sent) => {
    expect(flat(textOf(text, variables))).toBe(sent);
  });

  it('that leave nothing leave nothing to be asked', () => {
    expect(textOf('query ($c: Boolean!) { a @include(if: $c) { b } }', { c: false })).toBeUndefined();
    expect(textOf('query ($c: Boolean!) { __typename ... @include(if: $c) { a } }', { c: false })).toBeUndefined();
    expect(textOf('{ __typename }')).toBeUndefined();
  });

  it('give one text for equal values, and forget the oldest', () => {
    const names = Array.from({ length: 7 }, (_one, at) => `c${at}`);
    const wide = `query (${names.map((name) => `$${name}: Boolean!`).join()}) {
      ${names.map((name) => `${name} @include(if: $${name})`).join(' ')} }`;
    const { textFor } = engineTextOf(parse(wide), keyNames);
    const seen = new Set<string | undefined>();
    for (let bits = 0; bits < 2 ** names.length; bits += 1) {
      const variables = Object.fromEntries(names.map((name, at) => [name, (bits & (1 << at)) !== 0]));
      const sent = textFor(variables);
      expect(textFor({ ...variables })).toBe(sent);
      seen.add(sent);
    }
    expect(seen.size).toBe(2 ** names.length);
    expect(seen.size).toBeGreaterThan(combinationsMax);
  });
});

describe('names', () => {
  it("that stand for keys are others for planners, and the client's again in what is answered", () => {
    const document = parse('{ book { id: verdict slug id2: id sequel { __typename: title id } } }');
    const { textFor, renamed } = engineTextOf(document, keyNames);
    expect(flat(textFor({}))).toBe(
      '{ book { infosegAlias_id: verdict slug id2: id sequel { infosegAlias___typename: title id } } }',
    );
    expect(renamed?.clientPath(['book', 0, 'infosegAlias_id', '@'])).toEqual(['book', 0, 'id', '@']);
    const keys: string[] = [];
    visit(document, { Field: (node: FieldNode) => void keys.push(renamed?.rawKeyOf(node) ?? '') });
    expect(keys).toEqual(['book', 'infosegAlias_id', 'slug', 'id2', 'sequel', 'infosegAlias___typename', 'id']);
  });

  it('of clients may begin as ours do', () => {
    const sent = flat(textOf('{ book { id: verdict infosegAlias_id: title infoseg1x: title } }'));
    expect(sent).toBe('{ book { infoseg2xAlias_id: verdict infosegAlias_id: title infoseg1x: title } }');
  });

  it('that say nothing new are left out', () => {
    expect(flat(textOf('{ book: book { id: id } }'))).toBe('{ book { id } }');
  });
});

it('what needs no other text stays as it is, and pays nothing', () => {
  const text = 'query Q($n: Int) { a(n: $n) @shown { b: id ...F } } fragment F on A { c }';
  const { textFor, renamed } = engineTextOf(parse(text), keyNames);
  expect(textFor({ n: 1 })).toBe(print(parse(text)));
  expect(textFor({ n: 2 })).toBe(textFor({ n: 1 }));
  expect(renamed).toBeUndefined();
});

it('every text is valid where the operation is', () => {
  const schema = buildSchema(
    'type Query { a(n: Int): A } interface I { id: ID } type A implements I { id: ID x: Int a: A }',
  );
  const operation = `query ($c: Boolean!, $d: Boolean!, $n: Int) {
    a(n: $n) @skip(if: $c) { ...F ... on I @include(if: $d) { id } }
    slug: a { ...G }
  }
  fragment F on A { x @include(if: $d) ...G }
  fragment G on A { a @skip(if: $d) { id: x a { x @include(if: $c) } } }`;
  expect(validate(schema, parse(operation))).toEqual([]);
  for (const c of [true, false])
    for (const d of [true, false]) {
      const sent = parse(textOf(operation, { c, d }) ?? '');
      expect(validate(schema, sent)).toEqual([]);
      expect(sent.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION)).toHaveLength(1);
    }
});
