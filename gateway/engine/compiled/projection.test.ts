import { computeResponse } from '@apollo/gateway/dist/resultShaping.js';
import { buildSchema as buildFederationSchema, operationFromDocument } from '@apollo/federation-internals';
import { buildSchema, parse } from 'graphql';
import type { FieldNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { compileProjection, problemsMax, ProjectionError } from './projection.ts';

const sdl = `
  scalar Anything
  enum Color { RED BLUE }
  interface Node { id: ID! }
  interface Owned implements Node { id: ID! owner: Owner  colors: [Color!] }
  union Owner = Person | Company
  type Query { node: Node nodes: [Node] owned: [Owned!]  owner: Owner person: Person! people: [Person!]! grid: [[Int!]!] any: Anything
    n: Int f: Float b: Boolean s: String i: ID c: Color constructor: String }
  type Person implements Node { id: ID! name: String nick: String! friend: Person best: Person! things: [Owned!] }
  type Company implements Node { id: ID! name: String! }
  type Car implements Node & Owned { id: ID! owner: Owner colors: [Color!] plate: String! driver: Person }
  type Boat implements Node & Owned { id: ID! owner: Owner colors: [Color!] length: Float! }
  type Mutation { touch: Int }
`;
const schema = buildSchema(sdl);

function project(query: string, data: unknown, variables = {}, introspected?: Readonly<Record<string, unknown>>) {
  const raw = JSON.parse(JSON.stringify(data)) as Record<string, unknown>;
  const { json, problems } = compileProjection(schema, parse(query)).write(raw, variables, introspected);
  return { data: JSON.parse(json) as unknown, json, problems };
}

describe('what is written', () => {
  it('is what was asked, in the order in which it was asked, and nothing that came besides', () => {
    const { json, problems } = project('{ second: s f first: n }', { first: 1, second: 'a', f: 0.5, s: 'no', x: 1 });
    expect(json).toBe('{"second":"a","f":0.5,"first":1}');
    expect(problems).toEqual([]);
  });

  it('has missing and null values as null', () => {
    expect(project('{ s n person { name nick } }', { s: null, person: { nick: 'x' } }).json).toBe(
      '{"s":null,"n":null,"person":{"name":null,"nick":"x"}}',
    );
  });

  it('is read under the names that the engine was given, and written under those of the client', () => {
    const rawKeyOf = ({ alias, name }: FieldNode) => (alias === undefined ? name.value : `raw_${alias.value}`);
    const query = '{ id: s __typename: n node { kind: __typename id: id ... on Person { id2: nick } } }';
    const { json } = compileProjection(schema, parse(query), undefined, rawKeyOf).write(
      {
        raw_id: 'a',
        id: 'no',
        raw___typename: 1,
        node: { raw_kind: 'Person', __typename: 'Person', raw_id: '7', raw_id2: 'n' },
      },
      {},
    );
    expect(json).toBe('{"id":"a","__typename":1,"node":{"kind":"Person","id":"7","id2":"n"}}');
  });

  it('escapes what JSON escapes', () => {
    const text = 'a"b\\c\nd\u0000e\ud800f\u{1F600}g\u2028';
    for (const s of [text, text.repeat(50), 'ã'.repeat(10), 'ã'.repeat(90), '']) {
      const { json } = compileProjection(schema, parse('{ s i any }')).write({ s, i: s, any: s }, {});
      expect(json).toBe(JSON.stringify({ s, i: s, any: s }));
    }
  });

  it('merges the selections of one response key', () => {
    const query =
      '{ person { name friend { id } } ...P person { friend { name } } } fragment P on Query { person { nick friend { nick } } }';
    const friend = { id: '2', name: 'B', nick: 'b', extra: 1 };
    expect(project(query, { person: { name: 'A', nick: 'a', friend } }).json).toBe(
      '{"person":{"name":"A","friend":{"id":"2","nick":"b","name":"B"},"nick":"a"}}',
    );
  });

  it('reads own members alone', () => {
    expect(project('{ constructor toString: s valueOf: n }', {}).data).toEqual({
      constructor: null,
      toString: null,
      valueOf: null,
    });
  });

  it('writes and reads a key named __proto__ like any other', () => {
    const raw = JSON.parse('{"__proto__":"x","person":{"nick":"a","__proto__":{"nick":"b"}}}') as Record<
      string,
      unknown
    >;
    const { json } = compileProjection(
      schema,
      parse('{ __proto__: s person { __proto__: friend { nick } nick } }'),
    ).write(raw, {});
    expect(json).toBe('{"__proto__":"x","person":{"__proto__":{"nick":"b"},"nick":"a"}}');
    expect(project('{ __proto__: s }', {}).json).toBe('{"__proto__":null}');
  });

  it('is null where there is nothing at all', () => {
    expect(compileProjection(schema, parse('{ s }')).write(null, {})).toEqual({ json: 'null', problems: [] });
  });

  it('takes the operation that is named', () => {
    const document = parse('query A { s } mutation B { touch }');
    expect(compileProjection(schema, document, 'B').write({ s: 'a', touch: 1 }, {}).json).toBe('{"touch":1}');
    expect(() => compileProjection(schema, document)).toThrow(ProjectionError);
    expect(() => compileProjection(schema, document, 'C')).toThrow(ProjectionError);
  });

  it('has what was found out about the schema', () => {
    const introspected = { __schema: { queryType: { name: 'Query' } }, t: null };
    expect(
      project('{ s __schema { queryType { name } } t: __type(name: "X") { name } }', { s: 'a' }, {}, introspected).json,
    ).toBe('{"s":"a","__schema":{"queryType":{"name":"Query"}},"t":null}');
  });

  it('is empty where everything is skipped', () => {
    expect(project('query($x: Boolean!) { s @skip(if: $x) }', { s: 'a' }, { x: true }).json).toBe('{}');
  });
});

describe('conditions', () => {
  const query = `query($a: Boolean!, $b: Boolean!) {
    s @include(if: $a) n @skip(if: $a) person @include(if: $b) { name } person @skip(if: $a) { nick friend { id } }
    f @skip(if: true) b @include(if: false) i @skip(if: $a) @include(if: $a)
  }`;
  const data = { s: 's', n: 1, person: { name: 'A', nick: 'a', friend: { id: '2' } }, f: 1, b: true, i: 'i' };

  it('are those of the variables, for merged selections too', () => {
    const friend = { id: '2' };
    expect(project(query, data, { a: true, b: true }).json).toBe('{"s":"s","person":{"name":"A"}}');
    expect(project(query, data, { a: true, b: false }).json).toBe('{"s":"s"}');
    expect(project(query, data, { a: false, b: true }).data).toEqual({
      n: 1,
      person: { name: 'A', nick: 'a', friend },
    });
    expect(project(query, data, { a: false, b: false }).data).toEqual({ n: 1, person: { nick: 'a', friend } });
  });

  it('are asked again for each answer of one projection', () => {
    const projection = compileProjection(schema, parse(query));
    expect(projection.write(data, { a: true, b: false }).json).toBe('{"s":"s"}');
    expect(JSON.parse(projection.write(data, { a: false, b: false }).json)).toMatchObject({ n: 1 });
    expect(projection.write(data, { a: true, b: false }).json).toBe('{"s":"s"}');
  });

  it('of a spread do not hide the same fragment elsewhere', () => {
    const spread = 'query($a: Boolean!) { ...F @include(if: $a) ...F } fragment F on Query { s }';
    expect(project(spread, { s: 's' }, { a: false }).json).toBe('{"s":"s"}');
  });

  it('that unfold without end are refused', () => {
    const names = Array.from({ length: 30 }, (_, index) => index);
    const text = `query(${names.map((one) => `$v${one}: Boolean!`).join()}) { ...F0 } ${names
      .map(
        (one) =>
          `fragment F${one} on Query { ...F${one + 1} @skip(if: $v${one}) ...F${one + 1} @include(if: $v${one}) }`,
      )
      .join(' ')} fragment F30 on Query { s }`;
    expect(() => project(text, {})).toThrow(ProjectionError);
  });
});

describe('abstract types', () => {
  const query = `{ nodes { __typename t: __typename id ... on Person { name } ...O } } fragment O on Owned { colors ... on Car { plate } }`;

  it('are written by what each object is', () => {
    const nodes = [
      { __typename: 'Person', id: '1', name: 'A', colors: ['RED'] },
      { __typename: 'Car', id: '2', colors: ['RED'], plate: 'ABC' },
      { __typename: 'Boat', id: '3', colors: null, plate: 'ABC' },
      null,
    ];
    expect(project(query, { nodes }).data).toEqual({
      nodes: [
        { __typename: 'Person', t: 'Person', id: '1', name: 'A' },
        { __typename: 'Car', t: 'Car', id: '2', colors: ['RED'], plate: 'ABC' },
        { __typename: 'Boat', t: 'Boat', id: '3', colors: null },
        null,
      ],
    });
  });

  it('of unknown name are null', () => {
    const { data, problems } = project(query, { nodes: [{ __typename: 'Hidden', id: '1' }] });
    expect(data).toEqual({ nodes: [null] });
    expect(problems).toEqual([{ path: ['nodes', 0], reason: 'TYPENAME' }]);
  });

  it('answer what is theirs where nobody asked what the object is', () => {
    expect(project('{ node { id ... on Person { name } } }', { node: { id: '1', name: 'A' } }).data).toEqual({
      node: { id: '1' },
    });
    expect(project('{ node { id } }', { node: { __typename: 'Node', id: '1' } }).data).toEqual({ node: { id: '1' } });
  });

  it('take a concrete name from wherever it was asked', () => {
    const node = { __typename: 'Node', id: '1', t: 'Person' };
    expect(project('{ node { t: __typename id } }', { node }).data).toEqual({ node: { t: 'Person', id: '1' } });
    const { data, problems } = project('{ node { __typename id } }', { node });
    expect(data).toEqual({ node: null });
    expect(problems).toEqual([{ path: ['node', '__typename'], reason: 'TYPENAME' }]);
  });

  it('of an object type need no name', () => {
    expect(project('{ __typename person { __typename nick } }', { person: { nick: 'a' } }).data).toEqual({
      __typename: 'Query',
      person: { __typename: 'Person', nick: 'a' },
    });
  });
});

describe('null', () => {
  it('goes up to the next place that allows it', () => {
    const { data, problems } = project('{ s person { name best { nick } } }', {
      s: 'a',
      person: { best: { nick: null } },
    });
    expect(data).toBeNull();
    expect(problems).toEqual([{ path: ['person', 'best', 'nick'], reason: 'NULL' }]);
    const inside = project('{ person { nick friend { best { nick } } } }', {
      person: { nick: 'a', friend: { best: null } },
    });
    expect(inside.data).toEqual({ person: { nick: 'a', friend: null } });
    expect(inside.problems).toEqual([{ path: ['person', 'friend', 'best'], reason: 'NULL' }]);
  });

  it('goes through lists as their types say', () => {
    const items = project('{ owned { id } nodes { id } }', {
      owned: [{ id: '1' }, null],
      nodes: [{ id: null }, { id: '2' }],
    });
    expect(items.data).toEqual({ owned: null, nodes: [null, { id: '2' }] });
    expect(items.problems).toEqual([
      { path: ['owned', 1], reason: 'NULL' },
      { path: ['nodes', 0, 'id'], reason: 'NULL' },
    ]);
    expect(project('{ grid }', { grid: [[1], [2, null]] })).toMatchObject({
      data: { grid: null },
      problems: [{ path: ['grid', 1, 1], reason: 'NULL' }],
    });
  });

  it('takes the place of what has not the shape of its type', () => {
    const query = '{ n f b s c i grid node { id } nodes { id } }';
    const wrong = { n: 1.5, f: '1', b: 1, s: {}, c: 'GREEN', i: [], grid: {}, node: [], nodes: 'x' };
    const { data, problems } = project(query, wrong);
    expect(data).toEqual({ n: null, f: null, b: null, s: null, c: null, i: null, grid: null, node: null, nodes: null });
    expect(problems.map(({ path: [key], reason }) => `${String(key)} ${reason}`)).toEqual([
      ...['n VALUE', 'f VALUE', 'b VALUE', 's VALUE', 'c VALUE', 'i VALUE', 'grid SHAPE', 'node SHAPE', 'nodes SHAPE'],
    ]);
  });

  it('spoils a list of values that may not be null', () => {
    const owned = [{ __typename: 'Car', colors: ['RED', 'INFRARED'] }];
    expect(project('{ owned { colors } }', { owned })).toMatchObject({
      data: { owned: [{ colors: null }] },
      problems: [{ path: ['owned', 0, 'colors', 1], reason: 'VALUE' }],
    });
  });

  it('is explained a limited number of times', () => {
    const nodes = Array.from({ length: 5000 }, () => ({ id: null }));
    const { data, problems } = project('{ nodes { id } }', { nodes });
    expect(data).toEqual({ nodes: nodes.map(() => null) });
    expect(problems).toHaveLength(problemsMax);
  });
});

describe('beside the stock gateway', () => {
  const queries = [
    '{ n f b s i c any grid constructor __typename }',
    '{ node { id ... on Person { name nick best { nick } } ... on Owned { colors owner { ... on Company { name } } } ... on Car { plate } } }',
    '{ nodes { __typename id ... on Boat { length } ... on Car { driver { nick friend { id } } } } }',
    '{ owned { owner { __typename ... on Person { things { id ... on Car { plate } } } } } owned { id owner { ... on Node { id } } } }',
    '{ people { id name nick friend { ...P } best { ...P } } } fragment P on Person { nick friend { id nick } things { colors } }',
    'query($v: Boolean! = true, $w: Boolean = false) { person { nick friend @skip(if: $v) { id } friend @include(if: $w) { nick } } n @include(if: $v) ...Q @skip(if: $w) } fragment Q on Query { person { best { id } } s @skip(if: $v) }',
  ];
  const federationSchema = buildFederationSchema(sdl);

  it('gives the same data for the same raw values, whatever these are', () => {
    const random = generator(20_260_401);
    let nulls = 0;
    for (const query of queries) {
      const document = parse(query);
      const operation = operationFromDocument(federationSchema, document);
      const projection = compileProjection(schema, document);
      for (let round = 0; round < 200; round += 1) {
        const raw = randomObject(random, 'Query', 0);
        const variables = query.includes('$v') ? { v: random() < 0.5, w: random() < 0.5 } : {};
        const { data, errors } = computeResponse({
          operation,
          variables,
          input: JSON.parse(JSON.stringify(raw)) as Record<string, unknown>,
          introspectionHandling: () => undefined,
        });
        const written = projection.write(raw, variables);
        expect(JSON.parse(written.json)).toEqual(JSON.parse(JSON.stringify(data)));
        expect(written.problems.length > 0).toBe(errors.length > 0);
        // Once a list is null anyway, the stock gateway goes on to look for more.
        const paths = new Set(errors.map((error) => JSON.stringify((error as { readonly path?: unknown }).path)));
        for (const { path } of written.problems) expect(paths).toContain(JSON.stringify(path));
        if (errors.length > 0) nulls += 1;
      }
    }
    expect(nulls).toBeGreaterThan(200);
  });

  // Shapes stay those of the types: a list for an object ends the whole answer of the stock gateway.
  function randomObject(random: () => number, typeName: string, depth: number): Record<string, unknown> {
    const type = schema.getType(typeName);
    if (!type || !('getFields' in type)) throw new TypeError(typeName);
    const object: Record<string, unknown> = {};
    if (typeName !== 'Query') object.__typename = typeName;
    for (const field of Object.values(type.getFields())) {
      if (random() < 0.02) continue;
      if ('type' in field) object[field.name] = randomValue(random, String(field.type), depth);
    }
    return object;
  }

  function randomValue(random: () => number, type: string, depth: number): unknown {
    if (random() < (type.endsWith('!') ? 0.02 : 0.1) || depth > 4) return null;
    const named = type.replace(/!$/, '');
    if (named.startsWith('[')) {
      const length = Math.floor(random() * 3);
      return Array.from({ length }, () => randomValue(random, named.slice(1, -1), depth + 1));
    }
    const one = <Value>(...values: readonly Value[]) => values[Math.floor(random() * values.length)];
    switch (named) {
      case 'Int':
      case 'Float':
      case 'Boolean':
      case 'String':
      case 'ID':
        return random() < 0.9
          ? { Int: 7, Float: 1.25, Boolean: true, String: 'x"y', ID: 'id' }[named]
          : one<unknown>(3, 3.5, -0, 1e21, false, 'text', '', 12);
      case 'Color':
        return random() < 0.9 ? one('RED', 'BLUE') : 'INFRARED';
      case 'Anything':
        return one<unknown>({ a: [1, { b: null }] }, 'x', 1, false);
      case 'Node':
        return randomObject(random, one('Person', 'Company', 'Car', 'Boat') ?? '', depth + 1);
      case 'Owned':
        return randomObject(random, one('Car', 'Boat') ?? '', depth + 1);
      case 'Owner':
        return randomObject(random, one('Person', 'Company') ?? '', depth + 1);
      default:
        return randomObject(random, named, depth + 1);
    }
  }

  function generator(seed: number): () => number {
    let state = seed;
    return () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
  }
});
