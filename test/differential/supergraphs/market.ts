// The style of Federation 1: types extended from elsewhere, keys that are external, `@provides`, two roads to the same stall.
import type { Adversary } from '../adversary.ts';

const stalls = [
  { id: '1', slug: 'fish', keeper: 'k1', rent: 30, area: { w: 2, h: 3 } },
  { id: '2', slug: 'figs', keeper: 'k2', rent: null, area: null },
  { id: '3', slug: 'nails', keeper: null, rent: 12, area: { w: 1, h: 1 } },
];
const keepers = [
  { id: 'k1', nick: 'Salt', tongue: ['fr', 'pt'] },
  { id: 'k2', nick: 'Sweet', tongue: [] },
];
const stallOf = (ref: { id?: string; slug?: string }) =>
  stalls.find(({ id, slug }) => id === ref.id || slug === ref.slug) ?? null;
const keeperOf = (ref: { id: string }) => keepers.find(({ id }) => id === ref.id) ?? null;

export const market: Adversary = {
  name: 'market',
  certain: ['{ stall(slug: "fish") { keeper { fame mentor { fame mentor { fame } } } } }'],
  values: { slug: ['fish', 'figs', 'nails', 'none'], 'Query.stall.slug': ['fish', 'figs', 'nails'] },
  subgraphs: [
    {
      name: 'ground',
      style: 'federation 1',
      sdl: `
        type Query { stalls: [Stall] stall(slug: String!): Stall }
        type Stall @key(fields: "id") @key(fields: "slug") { id: ID! slug: String! keeper: Keeper @provides(fields: "nick") rent: Int area: Area }
        type Area { w: Int! h: Int! }
        extend type Keeper @key(fields: "id") { id: ID! @external nick: String @external stalls: [Stall!] }
      `,
      resolvers: {
        Query: { stalls: () => [...stalls, null], stall: (_, ref: { slug: string }) => stallOf(ref) },
        Stall: {
          __resolveReference: stallOf,
          keeper: ({ keeper }: { keeper: string | null }) => keeper && keeperOf({ id: keeper }),
        },
        Keeper: {
          __resolveReference: (ref: unknown) => ref,
          stalls: (keeper: { id: string }) => stalls.filter((one) => one.keeper === keeper.id),
        },
      },
    },
    {
      name: 'guild',
      style: 'federation 1',
      sdl: `
        extend type Query { keepers(slug: String): [Keeper!] senior: Keeper! }
        type Keeper @key(fields: "id") { id: ID! nick: String tongue: [String!]! mentor: Keeper }
        extend type Stall @key(fields: "slug") {
          slug: String! @external
          rent: Int @external
          area: Area @external
          dues(rate: Float = 0.5): Float @requires(fields: "rent")
          footprint: Int! @requires(fields: "area { w h }")
        }
        extend type Area { w: Int! @external h: Int! @external }
      `,
      resolvers: {
        Query: { keepers: () => keepers, senior: () => keepers[1] },
        Keeper: {
          __resolveReference: keeperOf,
          mentor: ({ id }: { id: string }) => (id === 'k1' ? keepers[1] : null),
        },
        Stall: {
          __resolveReference: (ref: unknown) => ref,
          dues: ({ rent }: { rent?: number | null }, { rate }: { rate?: number | null }) =>
            rent == null || rate == null ? null : rent * rate,
          footprint: ({ area }: { area?: { w: number; h: number } | null }) => area && area.w * area.h,
        },
      },
    },
    {
      name: 'press',
      style: 'federation 1',
      sdl: `
        extend type Query { notices: [Notice!]! }
        union Notice = Praise | Scold
        type Praise { about: Stall! words: String }
        type Scold { about: Keeper words: String! fine: Int }
        extend type Stall @key(fields: "id") { id: ID! @external notices: [Notice] }
        extend type Keeper @key(fields: "id") { id: ID! @external fame: Int! }
      `,
      resolvers: {
        Query: { notices: () => notices },
        Notice: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
        Stall: {
          __resolveReference: (ref: unknown) => ref,
          notices: ({ id }: { id: string }) => (id === '3' ? null : [...notices, null]),
        },
        Keeper: {
          __resolveReference: (ref: unknown) => ref,
          fame: ({ id }: { id: string }) => {
            if (id === 'k2') throw new Error('unknown');
            return 7;
          },
        },
      },
    },
  ],
};

const notices = [
  { __typename: 'Praise', about: { id: '1' }, words: 'fresh' },
  { __typename: 'Scold', about: { id: 'k2' }, words: 'sticky', fine: 3 },
  { __typename: 'Scold', about: { id: 'k1' }, words: 'loud', fine: null },
  { __typename: 'Praise', about: { id: '2' }, words: null },
];
