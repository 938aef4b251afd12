// Keys of which each subgraph knows others, some of them parts of an object, some that nobody answers by: the one that leads on is found.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Adversary } from '../differential/adversary.ts';
import { startEngines } from './engines.ts';
import type { Engines } from './engines.ts';

const lamps = [
  { id: 'l1', tag: 't-1', mount: { wall: 'w1', hook: 'h1', side: 's1' }, name: 'Brass' },
  { id: 'l2', tag: 't-2', mount: { wall: 'w2', hook: 'h2', side: 's2' }, name: 'Tin' },
];
type Lamp = (typeof lamps)[number];

const lighthouse: Adversary = {
  name: 'lighthouse',
  values: {},
  subgraphs: [
    {
      name: 'maker',
      sdl: `
        type Query { newest: Lamp }
        type Lamp
          @key(fields: "id")
          @key(fields: "tag", resolvable: false)
          @key(fields: "mount { wall hook side }", resolvable: false)
          @key(fields: "id mount { wall hook }", resolvable: false) {
          id: ID!
          tag: ID!
          mount: Mount!
          name: String!
        }
        type Mount @shareable { wall: ID! hook: ID! side: ID! }
      `,
      resolvers: {
        Query: { newest: () => lamps[1] },
        Lamp: { __resolveReference: ({ id }: Lamp) => lamps.find((one) => one.id === id) ?? null },
      },
    },
    {
      name: 'tower',
      sdl: `
        type Query { tower: Tower }
        type Tower @key(fields: "id") { id: ID! lamps: [Lamp!]! }
        type Lamp
          @key(fields: "id mount { wall hook }")
          @key(fields: "tag", resolvable: false)
          @key(fields: "id", resolvable: false)
          @key(fields: "mount { wall hook side }", resolvable: false) {
          id: ID!
          tag: ID!
          mount: Mount! @shareable
          name: String! @external
          sign: String! @requires(fields: "name")
        }
        type Mount @shareable { wall: ID! hook: ID! side: ID! }
      `,
      resolvers: {
        Query: { tower: () => ({ id: 'T', lamps: lamps.slice(0, 1).map(({ name: _, ...lamp }) => lamp) }) },
        Lamp: {
          __resolveReference: (ref: Lamp) => {
            const found = lamps.find(
              ({ id, mount }) => id === ref.id && mount.wall === ref.mount?.wall && mount.hook === ref.mount.hook,
            );
            return found ? { ...found, name: ref.name } : null;
          },
          sign: ({ tag, name }: Lamp) => `${tag} ${String(name)}`,
        },
      },
    },
    {
      name: 'keeper',
      sdl: `
        type Lamp @key(fields: "tag") { tag: ID! lit: Boolean oil: Int }
      `,
      resolvers: { Lamp: { __resolveReference: ({ tag }: Lamp) => ({ tag, lit: tag === 't-1', oil: 7 }) } },
    },
  ],
};

let engines: Engines;
beforeAll(async () => (engines = await startEngines(lighthouse)));
afterAll(() => engines?.stop());

const text = '{ tower { id lamps { id name sign } } }';

describe('several keys of one entity', () => {
  it('lead there and back: one key to what is required, another to what requires it', async () => {
    const { data, errorPaths } = await engines.ask(text);
    expect(data).toEqual({ tower: { id: 'T', lamps: [{ id: 'l1', name: 'Brass', sign: 't-1 Brass' }] } });
    expect(errorPaths).toEqual([]);
  });

  it('are combined across three subgraphs', async () => {
    expect((await engines.ask('{ tower { lamps { sign lit oil name } } newest { sign lit } }')).data).toEqual({
      tower: { lamps: [{ sign: 't-1 Brass', lit: true, oil: 7, name: 'Brass' }] },
      newest: { sign: 't-2 Tin', lit: false },
    });
  });
});
