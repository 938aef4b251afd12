// An interface object that nobody can be asked for by its key: what its subgraph says at its own root is all that is known of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Adversary } from '../differential/adversary.ts';
import { startEngines } from './engines.ts';
import type { Engines } from './engines.ts';

const kennel: Adversary = {
  name: 'kennel',
  values: {},
  subgraphs: [
    {
      name: 'breed',
      sdl: `
        type Query { found: Animal stray: Pet }
        interface Animal @key(fields: "id") { id: ID! }
        type Pet @interfaceObject @key(fields: "id", resolvable: false) { id: ID! }
      `,
      resolvers: {
        Query: { found: () => ({ id: 'a1' }), stray: () => ({ id: 'p1' }) },
        Animal: { __resolveType: () => 'Animal' },
      },
    },
    {
      name: 'shelter',
      sdl: `
        type Query { sheltered: Animal }
        type Animal @interfaceObject @key(fields: "id", resolvable: false) { id: ID! cage: String }
        interface Pet @key(fields: "id") { id: ID! }
        type Hound implements Pet @key(fields: "id") { id: ID! bark: String! }
      `,
      resolvers: {
        Query: { sheltered: () => ({ id: 'a1', cage: 'north' }) },
        Pet: { __resolveReference: (ref: object) => ({ ...ref, bark: 'wuff' }), __resolveType: () => 'Hound' },
        Hound: { __resolveReference: (ref: object) => ({ ...ref, bark: 'wuff' }) },
      },
    },
  ],
};

let engines: Engines;
beforeAll(async () => (engines = await startEngines(kennel)));
afterAll(() => engines?.stop());

describe('an interface object whose key nobody answers', () => {
  it('has at the root of its own subgraph what that subgraph adds', async () => {
    const { data, errorPaths } = await engines.ask('{ sheltered { id cage } }');
    expect(data).toEqual({ sheltered: { id: 'a1', cage: 'north' } });
    expect(errorPaths).toEqual([]);
  });

  it('has its key', async () => {
    expect((await engines.ask('{ stray { id } }')).data).toEqual({ stray: { id: 'p1' } });
  });

  const typed = '{ stray { ... on Hound { id bark } } }';
  it('has the fields of its concrete type where the interface can be asked', async () => {
    expect((await engines.ask(typed)).data).toEqual({ stray: { id: 'p1', bark: 'wuff' } });
  });
});
