import { readFileSync } from 'node:fs';
import { buildSchema, getIntrospectionQuery, parse, validate } from 'graphql';
import type { DocumentNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { RequestRefused } from '../errors.ts';
import { operationsFolder, readOperations } from '../operations.ts';
import { supergraphFile } from '../supergraph/compose.ts';
import { prepareSupergraph } from '../supergraph/prepare.ts';
import { amountMax } from './amount.ts';
import type { Values } from './amount.ts';
import { checkCost, costMaxDefault, createCostMeter } from './cost.ts';

const directives = `
  directive @cost(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
  directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
  directive @sizedBy(argument: String!) on FIELD_DEFINITION
`;

/** The cost of an operation against a schema; both are valid, or the test says nothing. */
function costOf(sdl: string, text: string, values: Values = {}): number {
  const schema = buildSchema(`${directives}${sdl}`);
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  return createCostMeter(schema).estimate(document, undefined, values);
}

// The schema and the operations with which Apollo explains its demand control.
const library = `
  type Query {
    book(id: ID): Book
    bestsellers: [Book] @listSize(assumedSize: 5)
    newestAdditions(after: ID, limit: Int!): [Book] @listSize(slicingArguments: ["limit"])
  }
  type Mutation { createBook: Book }
  type Book { title: String author: Author publisher: Publisher }
  type Author { name: String }
  type Publisher { name: String address: Address }
  type Address @cost(weight: 5) { zipCode: Int! }
`;
const book = '{ title author { name } publisher { name address { zipCode } } }';

describe('the worked examples of Apollo', () => {
  it.each([
    [`query { book(id: 1) ${book} }`, 8],
    [`query { bestsellers ${book} }`, 40],
    [`query { newestAdditions(limit: 3) ${book} }`, 24],
    [`mutation { createBook ${book} }`, 18],
    ['query { book { title } }', 1],
    ['mutation { createBook { title } }', 11],
  ])('%s costs %i', (text, cost) => {
    expect(costOf(library, text)).toBe(cost);
  });
});

describe('weights', () => {
  const weighted = `
    scalar Photo @cost(weight: 7)
    enum Sort @cost(weight: 2) { A B }
    input Page @listless { first: Int @cost(weight: 3) after: String inner: Page }
    type Query {
      plain: String
      photo: Photo
      sort: Sort
      photos: [Photo] @listSize(assumedSize: 4)
      live: Thing @cost(weight: 9)
      thing: Thing
      free: Thing @cost(weight: 0)
      less: Thing @cost(weight: -5)
      filtered(by: String @cost(weight: 4), ids: [ID] @cost(weight: 2), page: Page, sort: Sort = A): String
    }
    type Thing @cost(weight: 6) { name: String thing: Thing }
  `.replace('@listless ', '');
  it.each([
    ['a leaf nothing', '{ plain }', 0],
    ['a leaf of a weighted scalar', '{ photo }', 7],
    ['a leaf of a weighted enum', '{ sort }', 2],
    ['each leaf of a list', '{ photos }', 28],
    ['an object by its type', '{ thing { name } }', 6],
    ['an object by its field rather than by its type', '{ live { name } }', 9],
    ['an object of no weight only what is below it', '{ free { thing { name } } }', 6],
    ['a weight below nothing only down to nothing', '{ less { name } }', 0],
    ['a weight below nothing off what is below it', '{ less { thing { name } } }', 1],
    ['an argument that is given', '{ filtered(by: "x") }', 4],
    ['an argument that is null nothing', '{ filtered(by: null) }', 0],
    ['a list argument for itself and for each item', '{ filtered(ids: [1, 2, 3]) }', 8],
    ['an input object 1 and its weighted fields', '{ filtered(page: { first: 2 }) }', 4],
    ['an input object within another', '{ filtered(page: { inner: { first: 1, after: "x" } }) }', 5],
    ['an argument of a weighted enum, where it is written', '{ filtered(sort: B) }', 2],
    ['aliases each for itself', '{ a: thing { name } b: thing { name } }', 12],
  ])('count %s', (_, text, cost) => {
    expect(costOf(weighted, text)).toBe(cost);
  });

  it('of arguments are counted in variables too', () => {
    const text =
      'query ($by: String, $page: Page, $first: Int) { a: filtered(by: $by, page: $page) b: filtered(page: { first: $first }) }';
    expect(costOf(weighted, text)).toBe(1);
    expect(costOf(weighted, text, { by: 'x', page: { first: 1, inner: { first: null } }, first: 2 })).toBe(4 + 5 + 4);
  });
});

describe('the size of a list', () => {
  const lists = `
    input Page { first: Int = 15 last: Int inner: Page }
    type Query {
      unsaid: [Thing]
      assumed: [Thing!]! @listSize(assumedSize: 6)
      sliced(first: Int, last: Int): [Thing] @listSize(slicingArguments: ["first", "last"], assumedSize: 30)
      either(first: Int, last: Int): [Thing]
        @listSize(slicingArguments: ["first", "last"], requireOneSlicingArgument: false, assumedSize: 30)
      usual(first: Int = 12): [Thing] @listSize(slicingArguments: ["first"])
      paged(page: Page): [Thing] @listSize(slicingArguments: ["page.first"])
      deep(page: Page = { inner: { first: 4 } }): [Thing] @listSize(slicingArguments: ["page.inner.first"])
      perPlate(plates: [String!]!): [Thing] @listSize(assumedSize: 50) @sizedBy(argument: "plates")
      pages(first: Int! = 20): Connection @listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"])
      bounded: Connection @listSize(assumedSize: 3, sizedFields: ["edges"])
      loose: Connection
    }
    type Thing { name: String things: [Thing] @listSize(assumedSize: 2) pages(first: Int!): Connection @listSize(slicingArguments: ["first"], sizedFields: ["edges"]) }
    type Connection { edges: [Edge] @listSize(assumedSize: 40) nodes: [Thing] total: Int }
    type Edge { node: Thing }
  `;
  it.each([
    ['ten where nothing is said', '{ unsaid { name } }', 10],
    ['the assumed one', '{ assumed { name } }', 6],
    ['the slicing argument', '{ sliced(first: 7) { name } }', 7],
    ['multiplied level by level', '{ assumed { things { things { name } } } }', 6 * (1 + 2 * (1 + 2))],
    ['the larger of two slicing arguments', '{ either(first: 7, last: 9) { name } }', 9],
    ['the assumed one where no slicing argument is needed', '{ either { name } }', 30],
    ['unbounded where exactly one is needed and none is given', '{ sliced { name } }', amountMax],
    ['unbounded where exactly one is needed and two are given', '{ sliced(first: 1, last: 1) { name } }', amountMax],
    ['unbounded where exactly one is needed and it is null', '{ sliced(first: null) { name } }', amountMax],
    ['the default of the argument', '{ usual { name } }', 12],
    ['no default where null is written', '{ usual(first: null) { name } }', amountMax],
    ['an input field of an argument', '{ paged(page: { first: 3 }) { name } }', 1 + 3],
    ['the default of an input field', '{ paged(page: {}) { name } }', 1 + 15],
    ['found in a default of an object', '{ deep { name } }', 4],
    ['found two levels down', '{ deep(page: { inner: { first: 5 } }) { name } }', 2 + 5],
    ['one for each item of the argument that it answers', '{ perPlate(plates: ["a", "b", "c"]) { name } }', 3],
    ['one for a single item, which is coerced to a list', '{ perPlate(plates: "a") { name } }', 1],
    ['none for no items', '{ perPlate(plates: []) { name } }', 0],
    [
      'handed to the children that are named',
      '{ pages(first: 5) { edges { node { name } } nodes { name } } }',
      1 + 5 * 2 + 5,
    ],
    [
      'handed down under any alias',
      '{ pages(first: 5) { a: edges { node { name } } b: edges { node { name } } } }',
      1 + 10 + 10,
    ],
    ['handed down from an assumed one', '{ bounded { edges { node { name } } } }', 1 + 3 * 2],
    ['kept by a child that is not named', '{ bounded { nodes { name } } }', 1 + 10],
    ['said by the child itself where nothing is handed down', '{ loose { edges { node { name } } } }', 1 + 40 * 2],
    [
      'each its own where connections stand in connections',
      '{ pages(first: 5) { edges { node { pages(first: 7) { edges { node { name } } } } } } }',
      1 + 5 * (2 + 1 + 7 * 2),
    ],
  ])('is %s', (_, text, cost) => {
    expect(costOf(lists, text)).toBe(cost);
  });

  it('is read from variables, and from their lists', () => {
    const text = `query ($n: Int, $plates: [String!]!, $one: String!, $page: Page) {
      usual(first: $n) { name } perPlate(plates: $plates) { name } two: perPlate(plates: [$one, $one]) { name } paged(page: $page) { name }
    }`;
    const plates = ['a', 'b'];
    expect(costOf(lists, text, { n: 3, plates, one: 'a', page: { first: 8 } })).toBe(3 + 2 + 2 + 1 + 8);
    // Without a value the argument's own default counts, as it does in execution.
    expect(costOf(lists, text, { plates, one: 'a', page: { first: 8 } })).toBe(12 + 2 + 2 + 1 + 8);
  });

  it('of the same connection asked twice differs with its argument', () => {
    const text = '{ a: pages(first: 2) { edges { node { name } } } b: pages(first: 9) { edges { node { name } } } }';
    expect(costOf(lists, text)).toBe(1 + 2 * 2 + 1 + 9 * 2);
  });

  describe('of a hostile value is a finite number', () => {
    const text = `query ($n: Int) { usual(first: $n) { pages(first: 50) { edges { node { pages(first: 50) { edges { node { name } } } } } } } }`;
    it.each([
      ['the largest Int', 2147483647],
      ['a negative one', -2147483648],
      ['nought', 0],
      ['null', null],
      ['not a number', NaN],
      ['no number', Infinity],
      ['a text', '12'],
      ['a list', [1, 2]],
      ['an object', { valueOf: 1 }],
      ['true', true],
    ])('%s', (_, n) => {
      const cost = costOf(lists, text, { n });
      expect(cost).toBeGreaterThanOrEqual(0);
      expect(cost).toBeLessThanOrEqual(amountMax);
    });

    it('and a product of the largest stops at the limit of numbers', () => {
      const worst = `{ usual(first: 2147483647) { a: pages(first: 2147483647) { edges { node { pages(first: 2147483647) { edges { node { name } } } } } } } }`;
      expect(costOf(lists, worst)).toBe(amountMax);
    });

    it('names of Object.prototype are no variables and no members', () => {
      const odd = `query ($constructor: Int, $toString: [String!]!, $valueOf: Page) {
        usual(first: $constructor) { name } perPlate(plates: $toString) { name } paged(page: $valueOf) { name }
      }`;
      // 12 by default, 50 assumed, and unbounded for want of a page.
      expect(costOf(lists, odd)).toBe(amountMax);
      expect(costOf(lists, odd, { valueOf: JSON.parse('{"__proto__": {"first": 99}}') as unknown })).toBe(
        12 + 50 + 1 + 15,
      );
    });
  });
});

describe('what is merged, left out, or one of several', () => {
  const graph = `
    type Query { node: Node me(deep: Boolean): Person any: Any nodes: [Node] @listSize(assumedSize: 3) }
    union Any = Person | Car
    interface Node { id: ID node: Node }
    type Person implements Node { id: ID name: String node: Node cars: [Car] @listSize(assumedSize: 4) }
    type Car implements Node @cost(weight: 5) { id: ID plate: String node: Node owner: Person }
  `;
  const same = (cost: number, ...texts: readonly string[]) => {
    expect(texts.map((text) => costOf(graph, text))).toEqual(texts.map(() => cost));
  };

  it('the same field costs once, however often and wherever it is written', () => {
    same(
      1 + 4 * (5 + 1),
      '{ me { cars { plate owner { name } } } }',
      '{ me { cars { plate } cars { owner { name } } } me { cars { owner { name } } } }',
      '{ me { ...A ...B } } fragment A on Person { cars { plate } } fragment B on Person { cars { owner { name } } ...A }',
      '{ me { ... on Person { ... { cars { ...C } } } ... on Node { id } } } fragment C on Car { ... on Car { owner { name } } }',
      '{ ...Q } fragment Q on Query { me { cars { plate owner { ...P } } } } fragment P on Person { name ...R } fragment R on Person { id }',
    );
  });

  it('an alias makes it another field', () => {
    same(2 * 25, '{ me { cars { owner { name } } } you: me { cars { owner { name } } } }');
  });

  it('of concrete types only the dearest counts', () => {
    same(
      1 + 4 * 5,
      '{ any { ... on Person { cars { plate } } } }',
      '{ any { ... on Car { plate } ... on Person { cars { plate } } } }',
    );
    same(5, '{ any { __typename } }', '{ node { id } }', '{ any { ... on Person { name } ... on Car { plate } } }');
    same(5 + 1 + 4 * 5, '{ any { ... on Car { owner { cars { plate } } } ... on Person { cars { plate } } } }');
    same(3 * (5 + 5), '{ nodes { node { id } } }');
  });

  it('what an interface selects and what its types select is added up for each type', () => {
    same(1 + 5 + 4 * 5, '{ node { node { id } ... on Person { cars { plate } } ... on Car { plate } } }');
    same(5 + 5 + 1, '{ node { node { id } ... on Car { owner { name } } } }');
  });

  it('what a condition leaves out costs nothing', () => {
    const text = `query ($cars: Boolean!, $owner: Boolean = true) {
      me @skip(if: false) { cars @include(if: $cars) { owner @skip(if: $owner) { name } } }
      ... @include(if: false) { any { __typename } }
      ...N @skip(if: $cars)
    } fragment N on Query { nodes { id } }`;
    expect(costOf(graph, text, { cars: false, owner: true })).toBe(1 + 15);
    expect(costOf(graph, text, { cars: true, owner: true })).toBe(1 + 4 * 5);
    expect(costOf(graph, text, { cars: true, owner: false })).toBe(1 + 4 * 6);
    // A condition that nobody decided leaves the field in.
    expect(costOf(graph, text)).toBe(1 + 4 * 6 + 15);
  });

  it('a field stays when one of its places does', () => {
    const text = 'query ($no: Boolean!) { me { cars @include(if: $no) { owner { name } } cars { plate } } }';
    expect(costOf(graph, text, { no: false })).toBe(1 + 4 * 5);
    expect(costOf(graph, text, { no: true })).toBe(1 + 4 * 6);
  });

  it('is the same number when what was found out before had to give way', () => {
    const meter = createCostMeter(buildSchema(`${directives}${library}`), { stepsKeptMax: 12 });
    const document = parse('query ($deep: Boolean!) { bestsellers { title publisher @include(if: $deep) { name } } }');
    const other = parse(`{ bestsellers ${book} }`);
    const measure = () => [
      ...[true, false].map((deep) => meter.estimate(document, undefined, { deep })),
      meter.estimate(other, undefined, {}),
    ];
    const found = measure();
    expect(found).toEqual([10, 5, 40]);
    expect([measure(), measure()]).toEqual([found, found]);
  });

  it('one document is measured again for other variables, conditions and operations', () => {
    const schema = buildSchema(`${directives}${graph}`);
    const meter = createCostMeter(schema);
    const document = parse(
      'query A($x: Boolean!) { me @include(if: $x) { id } any { __typename } } query B { nodes { id } }',
    );
    const costs = () => [
      meter.estimate(document, 'A', { x: true }),
      meter.estimate(document, 'A', { x: false }),
      meter.estimate(document, 'B', {}),
    ];
    expect(costs()).toEqual([6, 5, 15]);
    expect(costs()).toEqual([6, 5, 15]);
    expect(() => meter.estimate(document, 'C', {})).toThrow(RequestRefused);
    expect(() => meter.estimate(document, undefined, {})).toThrow('OPERATION_NOT_FOUND');
  });

  it('many combinations of conditions are told apart', () => {
    const schema = buildSchema(`${directives}${graph}`);
    const meter = createCostMeter(schema);
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const document = parse(
      `query (${names.map((name) => `$${name}: Boolean!`).join()}) { ${names.map((name) => `${name}: me @include(if: $${name}) { id }`).join(' ')} }`,
    );
    for (let bits = 0; bits < 64; bits += 1) {
      const values = Object.fromEntries(names.map((name, at) => [name, ((bits >> at) & 1) === 1]));
      expect(meter.estimate(document, undefined, values)).toBe(Object.values(values).filter(Boolean).length);
    }
  });
});

describe('work', () => {
  const recursive = `
    type Query { node: Node any: Any }
    interface Any { any: Any id: ID }
    ${['A', 'B', 'C', 'D', 'E'].map((name) => `type ${name} implements Any { any: Any id: ID }`).join('\n')}
    type Node { node: Node id: ID }
  `;
  const schema = buildSchema(`${directives}${recursive}`);

  it('grows with the text of a tree of fragments, not with what it stands for', () => {
    const levels = Array.from(
      { length: 40 },
      (_, at) =>
        `fragment F${at} on Node { ${[0, 1, 2, 3].map((alias) => `n${alias}: node { ...F${at + 1} }`).join(' ')} }`,
    );
    const document = parse(`{ node { ...F0 } } ${levels.join(' ')} fragment F40 on Node { id }`);
    // 4^40 nodes.
    expect(createCostMeter(schema).estimate(document, undefined, {})).toBe(amountMax);
    expect(createCostMeter(schema, { visitsMax: 500 }).estimate(document, undefined, {})).toBe(amountMax);
    expect(createCostMeter(schema).explain(document, undefined, {}).cost).toBe(amountMax);
  });

  it('counts such a tree exactly where the number is small', () => {
    const levels = Array.from(
      { length: 6 },
      (_, at) => `fragment F${at} on Node { a: node { ...F${at + 1} } b: node { ...F${at + 1} } }`,
    );
    const document = parse(`{ node { ...F0 } } ${levels.join(' ')} fragment F6 on Node { id }`);
    expect(createCostMeter(schema, { visitsMax: 60 }).estimate(document, undefined, {})).toBe(2 ** 7 - 1);
  });

  it('ends where fragments for each type make every path another one', () => {
    const chain = (depth: number): string =>
      depth === 0
        ? '{ id }'
        : `{ any ${chain(depth - 1)} ${['A', 'B', 'C'].map((type) => `... on ${type} { any ${line(depth - 1)} }`).join(' ')} }`;
    const line = (depth: number): string => (depth === 0 ? '{ id }' : `{ any ${line(depth - 1)} }`);
    const document = parse(`{ any ${chain(14)} }`);
    expect(createCostMeter(schema).estimate(document, undefined, {})).toBe(amountMax);
    expect(createCostMeter(schema).explain(document, undefined, {})).toEqual({ cost: amountMax, roots: [], paths: [] });
  });

  it('ends on a fragment that spreads itself, which validation refuses', () => {
    const document = parse('{ node { ...F } } fragment F on Node { node { ...F } id }');
    expect(createCostMeter(schema).estimate(document, undefined, {})).toBe(amountMax);
  });

  it('passes by what is not in the schema, which validation refuses', () => {
    const document = parse('{ constructor { a } node { nothing { id } ...Nowhere ... on Nothing { id } } }');
    expect(createCostMeter(schema).estimate(document, undefined, {})).toBe(1);
  });

  it('has a limit that is a number', () => {
    expect(() => createCostMeter(schema, { visitsMax: 0 })).toThrow('visitsMax');
  });
});

const prepared = prepareSupergraph(readFileSync(supergraphFile, 'utf8'));
const meter = createCostMeter(prepared.fullSchema);
const operations = readOperations(operationsFolder);
const valid = (text: string): DocumentNode => {
  const document = parse(text);
  expect(validate(prepared.apiSchema, document)).toEqual([]);
  return document;
};
const costInNetwork = (text: string, values: Values = {}) => meter.estimate(valid(text), undefined, values);
const storedText = (name: string) => operations.find(({ operationName }) => operationName === name)?.text ?? '';
const fiftyPlates = storedText('Abordagem')
  .replace('$plate: String!', '$plates: [String!]!')
  .replace('[$plate]', '$plates');

describe('the stored operations', () => {
  it('cost what they cost', () => {
    expect(Object.fromEntries(operations.map(({ operationName, text }) => [operationName, costInNetwork(text)])))
      .toMatchInlineSnapshot(`
      {
        "Abordagem": 318,
        "ArmaEmDoisSistemas": 97,
        "FonteForaDoAr": 437,
        "Homonimos": 1553,
        "Investigacao": 2451,
        "Lista": 2552,
        "MandadoCumpridoOntem": 473,
        "PlacaABC1234": 664,
      }
    `);
  });

  it('pass with any one of their pages at its longest, half of the limit left', () => {
    for (const { text } of operations) {
      for (const { index, 0: page } of text.matchAll(/first: \d+/g)) {
        const longest = `${text.slice(0, index)}first: 50${text.slice(index + page.length)}`;
        expect(costInNetwork(longest)).toBeLessThan(costMaxDefault / 2);
      }
    }
  });

  it('pass for fifty plates at once, as a patrol asks', () => {
    const one = costInNetwork(fiftyPlates, { plates: ['ABC1234'] });
    const fifty = costInNetwork(fiftyPlates, { plates: Array<string>(50).fill('ABC1234') });
    expect(one).toBe(costInNetwork(storedText('Abordagem'), { plate: 'ABC1234' }));
    expect(fifty).toBe(50 * one);
    expect(fifty).toBeLessThan(costMaxDefault / 1.5);
  });
});

describe('the limit', () => {
  const twenty = (field: string) => `{ ${Array.from({ length: 20 }, (_, at) => `a${at}: ${field}`).join(' ')} }`;
  const refusal = (text: string, values: Values = {}): unknown => {
    try {
      return checkCost(meter, { document: valid(text), values }, costMaxDefault);
    } catch (error) {
      return error instanceof RequestRefused ? [error.code, error.status, error.detail.limit] : error;
    }
  };
  const pageOf = (below: string) =>
    `findIndividualsFreely(search: { name: "a" }, first: 50) { edges { node ${below} } }`;
  const refused = ['OPERATION_TOO_EXPENSIVE', 400, costMaxDefault];

  it.each([
    [
      'twenty pages of fifty with pages of fifty in them',
      twenty(pageOf('{ vehicles(first: 50) { edges { node { id } } } }')),
    ],
    [
      'one page of fifty with two of fifty and their records',
      `{ ${pageOf(`{
        vehicles(first: 50) { edges { node { records { holder alerts { text } } } } }
        warrants(first: 50) { edges { node { record { holder } } } }
      }`)} }`,
    ],
    [
      'a path that goes back and forth',
      `{ individual(id: "a") { vehicles(first: 50) { edges { node { parties { party { ... on Individual {
        vehicles(first: 50) { edges { node { parties { party { ... on Individual { records { name } } } } } } } } } } } } } } }`,
    ],
    [
      'a page that has no end',
      '{ findIndividualsFreely(search: { name: "a" }, first: 2147483647) { edges { node { name } } } }',
    ],
  ])('%s is refused', (_, text) => {
    expect(refusal(text)).toEqual(refused);
  });

  it('plates are counted in variables', () => {
    expect(refusal(fiftyPlates, { plates: Array<string>(50).fill('ABC1234') })).toBeTypeOf('number');
    expect(refusal(fiftyPlates, { plates: Array<string>(100).fill('ABC1234') })).toEqual(refused);
  });

  it('an operation within it is told its cost', () => {
    expect(refusal('{ me { profile } }')).toBe(1);
  });
});

describe('introspection', () => {
  it('costs, and the full query of the explorer passes', () => {
    const full = costInNetwork(getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true, oneOf: true }));
    expect(full).toBeGreaterThan(100);
    expect(full).toBeLessThan(costMaxDefault / 10);
    expect(costInNetwork('{ __typename }')).toBe(0);
    expect(costInNetwork('{ __type(name: "Query") { name } }')).toBe(1);
  });

  it('costs more the deeper it goes', () => {
    const nested = (depth: number): string => (depth === 0 ? '{ name }' : `{ fields { type ${nested(depth - 1)} } }`);
    const costs = [0, 1, 2, 3, 4, 5].map((depth) =>
      meter.estimate(parse(`{ __schema { types ${nested(depth)} } }`), undefined, {}),
    );
    expect(costs).toEqual([...costs].sort((a, b) => a - b));
    expect(costs[5]).toBeGreaterThan(costMaxDefault);
  });
});

describe('the explanation', () => {
  it('adds up to the estimate', () => {
    for (const { text } of operations) {
      const document = valid(text);
      const { cost, roots, paths } = meter.explain(document, undefined, {});
      expect(cost).toBe(meter.estimate(document, undefined, {}));
      expect(roots.reduce((sum, root) => sum + root.cost, 0)).toBe(cost);
      expect(paths.reduce((sum, path) => sum + path.cost, 0)).toBe(cost);
    }
  });

  it('names the dearest field first, by what the client reads', () => {
    const { paths } = meter.explain(
      valid('{ p: individual(id: "a") { cars: vehicles(first: 9) { edges { node { records { holder } } } } } }'),
      undefined,
      {},
    );
    expect(paths[0]).toEqual({ path: 'p.cars.edges.node.records', cost: 9 * 2 * 5, count: 18 });
  });
});
