// Abstract types: interfaces whose implementations live in several subgraphs, an interface object that requires, unions of which each
// subgraph knows a part, `@provides` through an interface and a union, the same response key for other fields of other types.
import type { Adversary } from '../adversary.ts';

interface Vessel {
  readonly __typename: 'Tug' | 'Ferry' | 'Barge';
  readonly id: string;
  readonly name: string | null;
  readonly crew?: number;
  readonly power?: number;
  readonly decks?: number | null;
  readonly load?: string;
  readonly tows?: readonly string[];
}

const vessels: readonly Vessel[] = [
  { __typename: 'Tug', id: 'v1', name: 'Mole', crew: 4, power: 900, tows: ['v3', 'v2'] },
  { __typename: 'Ferry', id: 'v2', name: 'Heron', crew: 20, decks: 3 },
  { __typename: 'Barge', id: 'v3', name: null, load: 'grain' },
  { __typename: 'Ferry', id: 'v4', name: 'Plover', crew: 11, decks: null },
];
const vesselOf = ({ id }: { readonly id: string }) => vessels.find((one) => one.id === id) ?? null;
const typename = (value: { readonly __typename: string }) => value.__typename;
const own = (type: string) => ({
  __resolveReference: (ref: { id: string }) => {
    const found = vesselOf(ref);
    return found?.__typename === type ? found : null;
  },
});

const cranes = [
  { __typename: 'Crane', id: 'k1', reach: 40, name: 'Long Tom' },
  { __typename: 'Crane', id: 'k2', reach: 15, name: 'Stub' },
];
const piers = [
  { __typename: 'Pier', id: 'p1', depth: 9, name: 'North' },
  { __typename: 'Pier', id: 'p2', depth: 4, name: 'Old' },
];

export const harbour: Adversary = {
  name: 'harbour',
  values: {
    'Query.vessel.id': ['v1', 'v2', 'v3', 'v4', 'v9'],
    'Query.asset.id': ['k1', 'k2', 'p1', 'p9'],
    unit: ['METRE', 'FOOT'],
    limit: [0, 1, 3],
  },
  subgraphs: [
    {
      name: 'fleet',
      sdl: `
        type Query { vessels(limit: Int): [Vessel]! vessel(id: ID!): Vessel moored: [Moored] crewed: [Crewed!] }
        interface Vessel @key(fields: "id") { id: ID! name: String }
        interface Crewed { crew: Int! }
        type Tug implements Vessel & Crewed @key(fields: "id") {
          id: ID! name: String crew: Int! power: Int size(unit: Unit = METRE): Float! tows: [Vessel!]
        }
        type Ferry implements Vessel & Crewed @key(fields: "id") {
          id: ID! name: String crew: Int! decks: Int size(unit: Unit): Float! route: Route
        }
        type Barge implements Vessel @key(fields: "id") { id: ID! name: String load: String }
        type Route @shareable { from: String to: String }
        enum Unit { METRE FOOT }
        union Moored = Tug | Barge
      `,
      resolvers: {
        Query: {
          vessels: (_, { limit }: { limit?: number | null }) => vessels.slice(0, limit ?? undefined),
          vessel: (_, ref: { id: string }) => vesselOf(ref),
          moored: () => [vessels[2], null, vessels[0]],
          crewed: () => vessels.filter(({ crew }) => crew !== undefined),
        },
        Vessel: { __resolveType: typename, __resolveReference: vesselOf },
        Crewed: { __resolveType: typename },
        Moored: { __resolveType: typename },
        Tug: {
          ...own('Tug'),
          size: (_, { unit }: { unit?: string | null }) => (unit === 'FOOT' ? 99 : unit === null ? 0.5 : 30),
          tows: ({ tows }: Vessel) => tows?.map((id) => vesselOf({ id })),
        },
        Ferry: {
          ...own('Ferry'),
          size: ({ id }: Vessel, { unit }: { unit?: string | null }) => {
            if (id === 'v4' && unit === 'FOOT') throw new Error('not measured');
            return unit === 'FOOT' ? 300 : 90.5;
          },
          route: ({ id }: Vessel) => (id === 'v2' ? { from: 'East', to: null } : null),
        },
        Barge: own('Barge'),
      },
    },
    {
      name: 'customs',
      sdl: `
        type Query { inspections: [Inspection!] held: [Vessel] }
        type Vessel @key(fields: "id") @interfaceObject {
          id: ID!
          name: String @external
          cleared: Boolean
          declaration(lang: String = "en"): String @requires(fields: "name")
          papers: [Paper]
          sister: Vessel
        }
        type Inspection { vessel: Vessel! by: String papers: [Paper!] }
        union Paper = Permit | Manifest
        type Permit { number: Int! note: String }
        type Manifest @shareable { lines: [String!] note: String! }
      `,
      resolvers: {
        Query: {
          inspections: () => [
            { vessel: { id: 'v1' }, by: 'Ines' },
            { vessel: { id: 'v3' }, by: null },
          ],
          held: () => [{ id: 'v4' }, null, { id: 'v3' }],
        },
        Vessel: {
          __resolveReference: (ref: { id: string }) => (ref.id === 'v4' ? null : ref),
          cleared: ({ id }: Vessel) => id !== 'v3',
          declaration: ({ id, name }: Vessel, { lang }: { lang?: string | null }) =>
            `${id} ${String(name)} ${String(lang)}`,
          papers: ({ id }: Vessel) => [
            { __typename: 'Permit', number: 7, note: null },
            { __typename: 'Manifest', lines: id === 'v1' ? null : ['a', 'b'], note: `for ${id}` },
            null,
          ],
          sister: ({ id }: Vessel) => ({ id: id === 'v1' ? 'v2' : 'v1' }),
        },
        Inspection: {
          papers: ({ by }: { by: string | null }) =>
            by === null ? null : [{ __typename: 'Permit', number: 1, note: by }],
        },
        Paper: { __resolveType: typename },
      },
    },
    {
      name: 'works',
      sdl: `
        type Query { assets: [Asset!]! asset(id: ID!): Asset yard: Yard tools: [Tool] }
        interface Asset { id: ID! name: String }
        type Crane implements Asset @key(fields: "id") { id: ID! name: String @external reach: Int }
        type Pier implements Asset @key(fields: "id") { id: ID! name: String @external depth: Int berthed: [Ferry] }
        type Ferry @key(fields: "id") { id: ID! fender: Fender }
        type Fender { kind: String! worn: Float }
        union Tool = Crane | Welder
        type Welder { volts: Int! name: String }
        type Yard {
          foreman: String
          assets: [Asset] @provides(fields: "... on Crane { name }")
          tool: Tool @provides(fields: "... on Crane { name }")
        }
      `,
      resolvers: {
        Query: {
          assets: () => [...cranes, ...piers].map(({ name: _, ...rest }) => rest),
          asset: (_, { id }: { id: string }) => [...cranes, ...piers].find((one) => one.id === id) ?? null,
          yard: () => ({ foreman: null }),
          tools: () => [cranes[1], { __typename: 'Welder', volts: 380, name: null }, null],
        },
        Yard: { assets: () => [cranes[0], piers[0], null], tool: () => cranes[1] },
        Asset: { __resolveType: typename },
        Tool: { __resolveType: typename },
        Crane: { __resolveReference: (ref: { id: string }) => cranes.find(({ id }) => id === ref.id) ?? null },
        Pier: {
          __resolveReference: (ref: { id: string }) => piers.find(({ id }) => id === ref.id) ?? null,
          berthed: ({ id }: { id: string }) => (id === 'p1' ? [{ id: 'v2' }, { id: 'v9' }, null] : []),
        },
        Ferry: {
          __resolveReference: (ref: unknown) => ref,
          fender: ({ id }: { id: string }) => (id === 'v2' ? { kind: 'rubber', worn: 0.25 } : { kind: null, worn: 1 }),
        },
      },
    },
    {
      name: 'registry',
      sdl: `
        type Query { named: [Named!]! }
        interface Named { name: String }
        type Crane implements Named @key(fields: "id") { id: ID! name: String @shareable built: Int! }
        type Pier implements Named @key(fields: "id") { id: ID! name: String @shareable built: Int owner: Owner }
        union Owner = Firm | Town
        type Firm { title: String! shares: Int }
        type Town { title: String! mayor: String }
      `,
      resolvers: {
        Query: { named: () => [piers[1], cranes[0], piers[0]] },
        Named: { __resolveType: typename },
        Owner: { __resolveType: typename },
        Crane: {
          __resolveReference: (ref: { id: string }) => cranes.find(({ id }) => id === ref.id) ?? null,
          built: ({ id }: { id: string }) => {
            if (id === 'k2') throw new Error('lost records');
            return 1931;
          },
        },
        Pier: {
          __resolveReference: (ref: { id: string }) => piers.find(({ id }) => id === ref.id) ?? null,
          built: () => null,
          owner: ({ id }: { id: string }) =>
            id === 'p1'
              ? { __typename: 'Firm', title: 'Gull & Sons', shares: 10 }
              : { __typename: 'Town', title: 'Wick', mayor: null },
        },
      },
    },
  ],
};
