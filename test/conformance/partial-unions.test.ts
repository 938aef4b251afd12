// A union of which each subgraph knows a part: at each place the members that its subgraph knows are asked for, and no others.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Adversary } from '../differential/adversary.ts';
import { startEngines } from './engines.ts';
import type { Engines } from './engines.ts';

const typename = ({ __typename }: { readonly __typename: string }) => __typename;
const both = { __typename: 'Letter', text: 'hello' };
const byRail = [both, { __typename: 'Crate', kilos: 5 }];
const bySea = [both, { __typename: 'Barrel', litres: 9 }];

const depot: Adversary = {
  name: 'depot',
  values: {},
  subgraphs: [
    {
      name: 'rail',
      sdl: `
        type Query { railway: Depot shared: Depot @shareable }
        type Depot @key(fields: "id") { id: ID! hold: Hold @shareable }
        type Hold @shareable { goods: [Goods!]! }
        union Goods = Letter | Crate
        type Letter @shareable { text: String }
        type Crate { kilos: Int }
      `,
      resolvers: {
        Query: { railway: () => ({ id: 'd' }), shared: () => ({ id: 'd', goods: [both] }) },
        Depot: {
          __resolveReference: (ref: unknown) => ref,
          hold: ({ goods }: { goods?: unknown }) => ({ goods: goods ?? byRail }),
        },
        Goods: { __resolveType: typename },
      },
    },
    {
      name: 'sea',
      sdl: `
        type Query { port: Depot shared: Depot @shareable }
        type Depot @key(fields: "id") { id: ID! hold: Hold @shareable quay: Hold }
        type Hold @shareable { goods: [Goods!]! }
        union Goods = Letter | Barrel
        type Letter @shareable { text: String }
        type Barrel { litres: Int }
      `,
      resolvers: {
        Query: { port: () => ({ id: 'd' }), shared: () => ({ id: 'd', goods: [both] }) },
        Depot: {
          __resolveReference: (ref: unknown) => ref,
          hold: ({ goods }: { goods?: unknown }) => ({ goods: goods ?? bySea }),
          quay: () => ({ goods: bySea }),
        },
        Goods: { __resolveType: typename },
      },
    },
  ],
};

let engines: Engines;
beforeAll(async () => (engines = await startEngines(depot)));
afterAll(() => engines?.stop());

const goods = 'goods { __typename ... on Letter { text } ... on Crate { kilos } ... on Barrel { litres } }';
const letter = { __typename: 'Letter', text: 'hello' };
const crate = { __typename: 'Crate', kilos: 5 };
const barrel = { __typename: 'Barrel', litres: 9 };

describe('members of a union that only one subgraph knows', () => {
  it.each([
    ['shared { hold', { shared: { hold: { goods: [letter] } } }],
    ['railway { quay', { railway: { quay: { goods: [letter, barrel] } } }],
  ])('are asked below %s', async (way, data) => {
    const answer = await engines.ask(`{ ${way} { ${goods} } } }`);
    expect(answer).toMatchObject({ data, errorPaths: [] });
  });

  // Two subgraphs may answer `hold`, so both planners ask for what both know, although it is plain which one is asked.
  const onlyCommon: readonly (readonly [string, unknown])[] = [
    ['railway { hold', { railway: { hold: { goods: [letter, crate] } } }],
    ['port { hold', { port: { hold: { goods: [letter, barrel] } } }],
  ];
  it.fails.each(onlyCommon)('are asked below %s, where two could answer and one does', async (way, data) => {
    expect((await engines.ask(`{ ${way} { ${goods} } } }`)).data).toEqual(data);
  });

  it.each(onlyCommon)('are not asked below %s by the stock gateway', async (way, data) => {
    const stock = await engines.askStock(`{ ${way} { ${goods} } } }`);
    expect(stock === 'failed' ? stock : stock.data).not.toEqual(data);
  });

  it('leave an object without fields where only another is asked for', async () => {
    expect((await engines.ask('{ railway { hold { goods { ... on Barrel { litres } } } } }')).data).toEqual({
      railway: { hold: { goods: [{}, {}] } },
    });
  });
});
