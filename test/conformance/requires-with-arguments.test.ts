// A field that is computed from another one with an argument: what is required is asked with that argument, whatever the client asks.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Adversary } from '../differential/adversary.ts';
import { startEngines } from './engines.ts';
import type { Engines } from './engines.ts';

const rows = [
  { id: 'f1', name: 'Sour Plum', grams: 100, juice: [30, 20, 10] },
  { id: 'f2', name: 'Pear', grams: 200, juice: [80, 1, 1] },
];
const fruitOf = ({ id }: { readonly id: string }) => rows.find((one) => one.id === id) ?? null;

const orchard: Adversary = {
  name: 'orchard',
  values: {},
  subgraphs: [
    {
      name: 'grove',
      sdl: `
        type Query { fruits: [Fruit!]! }
        type Fruit @key(fields: "id") {
          id: ID!
          name: String
          weight(unit: String!): Float
          pressings(first: Int!): [Pressing!]
        }
        type Pressing @key(fields: "id") { id: ID! drops: Int }
      `,
      resolvers: {
        Query: { fruits: () => rows },
        Fruit: {
          __resolveReference: fruitOf,
          weight: ({ grams }: { grams: number }, { unit }: { unit: string }) => (unit === 'OUNCE' ? grams / 25 : grams),
          pressings: ({ id, juice }: { id: string; juice: readonly number[] }, { first }: { first: number }) =>
            juice.slice(0, first).map((drops, at) => ({ id: `${id}/${at}`, drops })),
        },
        Pressing: { __resolveReference: (ref: unknown) => ref },
      },
    },
    {
      name: 'post',
      sdl: `
        type Fruit @key(fields: "id") {
          id: ID!
          weight(unit: String!): Float @external
          pressings(first: Int!): [Pressing!] @external
          stamp: String @requires(fields: "weight(unit: \\"OUNCE\\")")
          parcel: String @requires(fields: "weight(unit: \\"GRAM\\")")
          bottle: Int @requires(fields: "pressings(first: 3) { drops }")
        }
        type Pressing @key(fields: "id") { id: ID! drops: Int @external }
      `,
      resolvers: {
        Fruit: {
          __resolveReference: (ref: unknown) => ref,
          stamp: ({ weight }: { weight?: number }) => `${String(weight)} oz`,
          parcel: ({ weight }: { weight?: number }) => `${String(weight)} g`,
          bottle: ({ pressings }: { pressings?: readonly { drops: number }[] }) =>
            pressings?.reduce((sum, { drops }) => sum + drops, 0) ?? null,
        },
      },
    },
  ],
};

let engines: Engines;
beforeAll(async () => (engines = await startEngines(orchard)));
afterAll(() => engines?.stop());

describe('@requires with arguments', () => {
  it('asks for what is required with the argument of the directive', async () => {
    const { data, errorPaths } = await engines.ask('{ fruits { id stamp } }');
    expect(data).toEqual({
      fruits: [
        { id: 'f1', stamp: '4 oz' },
        { id: 'f2', stamp: '8 oz' },
      ],
    });
    expect(errorPaths).toEqual([]);
  });

  it('asks for a list with the argument of the directive', async () => {
    expect((await engines.ask('{ fruits { name bottle } }')).data).toEqual({
      fruits: [
        { name: 'Sour Plum', bottle: 60 },
        { name: 'Pear', bottle: 82 },
      ],
    });
  });

  const beside = '{ fruits { weight(unit: "GRAM") stamp } }';
  it('keeps it apart from what the client asks with another argument', async () => {
    expect((await engines.ask(beside)).data).toEqual({
      fruits: [
        { weight: 100, stamp: '4 oz' },
        { weight: 200, stamp: '8 oz' },
      ],
    });
  });

  const fewer = 'query ($first: Int = 1) { fruits { pressings(first: $first) { drops } bottle } }';
  it('keeps a list apart from a shorter one that the client asks, by a variable with a default', async () => {
    expect((await engines.ask(fewer)).data).toEqual({
      fruits: [
        { pressings: [{ drops: 30 }], bottle: 60 },
        { pressings: [{ drops: 80 }], bottle: 82 },
      ],
    });
  });

  const conflict = '{ fruits { stamp parcel } }';
  it('keeps two requirements with different arguments apart in one operation', async () => {
    expect((await engines.ask(conflict)).data).toEqual({
      fruits: [
        { stamp: '4 oz', parcel: '100 g' },
        { stamp: '8 oz', parcel: '200 g' },
      ],
    });
  });

  // Should the stock gateway learn it, this is the place where it is noticed.
  it.each([
    ['beside another argument', beside],
    ['beside a shorter list', fewer],
    ['with two requirements', conflict],
  ])('is answered wrongly, or not at all, by the stock gateway %s', async (_, text) => {
    const right = await engines.ask(text);
    const stock = await engines.askStock(text);
    expect(stock === 'failed' ? stock : stock.data).not.toEqual(right.data);
  });
});
