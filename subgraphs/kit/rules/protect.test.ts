import { buildSubgraphSchema } from '@apollo/subgraph';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { parse } from 'graphql';
import type { GraphQLResolveInfo } from 'graphql';
import mercurius from 'mercurius';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Asker, Profile, Purpose } from '../caller.ts';
import { harvestRules } from './harvest.ts';
import { parseOverlay } from './overlay.ts';
import type { Overlay } from './overlay.ts';
import { guardFields, protectResolvers } from './protect.ts';
import type { FieldVerdict } from './protect.ts';

const document = parse(`
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated", "@requiresScopes", "@policy", "@composeDirective"])
    @link(url: "https://specs.infoseg.example/rules/v1.0", import: ["@masked"])
    @composeDirective(name: "@masked")
  directive @masked(as: String!, unless: [[String!]!]!) on FIELD_DEFINITION
  type Record @key(fields: "holder recordId") @authenticated {
    holder: String!
    recordId: ID!
    asOf: String
    name: String @requiresScopes(scopes: [["person"]])
    mothers: [String!] @masked(as: "INITIALS", unless: [["person:filiation"]])
    cpf: String @requiresScopes(scopes: [["person"]]) @masked(as: "CPF", unless: [["person:cpf"]])
    addresses: [Address!] @requiresScopes(scopes: [["person:address"]]) @policy(policies: [["case"]])
    sealed: String @policy(policies: [["record:own-case"]])
    birthPlace: String @masked(as: "NULL", unless: [["person:filiation"]])
  }
  type Address @authenticated { street: String }
  type Unruled { secret: String }
  type Query { unruled: Unruled @authenticated }
`);

interface Context {
  readonly asker: Asker | null;
  readonly overlay?: Overlay;
  readonly verdicts: { readonly path: string; readonly verdict: FieldVerdict }[];
  readonly resolved: string[];
}

function pathOf(info: GraphQLResolveInfo): string {
  const keys: (string | number)[] = [];
  for (let at: GraphQLResolveInfo['path'] | undefined = info.path; at; at = at.prev) keys.unshift(at.key);
  return keys.join('.');
}

const table = harvestRules(document);
const resolvers = {
  Query: { unruled: () => ({ secret: 'S' }) },
  Record: {
    __resolveReference: async (reference: { holder: string; recordId: string }) => ({
      ...reference,
      asOf: '2026-11-21',
      name: 'Ana Souza',
      mothers: ['Maria da Silva', 'Rita Reis'],
      cpf: '52998224725',
      sealed: 'S',
    }),
    addresses: async (_: unknown, __: unknown, context: Context) => {
      context.resolved.push('addresses');
      return [{ street: 'Rua A' }];
    },
    birthPlace: (_: unknown, __: unknown, context: Context) => {
      context.resolved.push('birthPlace');
      return birthPlace;
    },
  },
};
let birthPlace: string | null = 'Recife/PE';
let deferred: 'ALLOW' | 'DEFER' | undefined;
const schema = protectedSchema();

function protectedSchema() {
  const built = buildSubgraphSchema([{ typeDefs: document, resolvers }]);
  protectResolvers<Context>(built, table, {
    askerOf: (context) => context.asker,
    onVerdict: (context, info, verdict) => void context.verdicts.push({ path: pathOf(info), verdict }),
    overlayOf: (context) => context.overlay,
    decideRecord: (rule) => ({ kind: deferred ?? 'DENY', rule: rule.id, needs: [] }),
  });
  return built;
}
function asker(profile: Profile, purpose?: Purpose, caseNumber?: string): Asker {
  return {
    caller: { id: 'p', body: 'B', profile, level: 2, entitlements: [], tokenId: 't' },
    ...(purpose ? { purpose } : {}),
    ...(caseNumber ? { caseNumber } : {}),
  };
}

const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Record {
  holder recordId asOf name mothers cpf addresses { street } sealed } } }`;
const representations = ['1', '2'].map((recordId) => ({ __typename: 'Record', holder: 'SP', recordId }));

// Compiled queries and graphql-js take different roads through the resolvers.
describe.each([{ jit: 0 }, { jit: 1 }])('under mercurius with jit $jit', ({ jit }) => {
  let app: FastifyInstance;
  beforeAll(async () => {
    app = Fastify();
    app.register(mercurius, { schema, jit, routes: false });
    await app.ready();
  });
  afterAll(() => app.close());

  async function ask(who: Asker | null, text = query, overlay?: Overlay) {
    const context: Context = { asker: who, verdicts: [], resolved: [], ...(overlay ? { overlay } : {}) };
    // Twice, so that the second answer comes from the compiled query.
    await app.graphql(text, { ...context, verdicts: [], resolved: [] } as never, { representations });
    const answer = await app.graphql(text, context as never, { representations });
    return {
      ...context,
      data: answer.data as unknown as { _entities: Record<string, unknown>[] } | null,
      errors: answer.errors ?? [],
    };
  }

  it('who holds all rights sees all', async () => {
    const { data, errors, verdicts } = await ask(asker('investigator', 'INVESTIGATION', 'IP-2026-000001'));
    expect(errors).toEqual([]);
    expect(data?._entities[1]).toMatchObject({
      name: 'Ana Souza',
      mothers: ['Maria da Silva', 'Rita Reis'],
      cpf: '52998224725',
      addresses: [{ street: 'Rua A' }],
      sealed: null,
    });
    expect(verdicts.map(({ path }) => path)).toEqual(['_entities.0.sealed', '_entities.1.sealed']);
  });

  it('a denied field is null with a verdict, and is not resolved', async () => {
    const { data, errors, verdicts, resolved } = await ask(asker('patrol'));
    expect(errors).toEqual([]);
    expect(data?._entities[0]).toMatchObject({ holder: 'SP', name: 'Ana Souza', addresses: null });
    expect(resolved).toEqual([]);
    expect(verdicts).toContainEqual({
      path: '_entities.1.addresses',
      verdict: { verdict: 'DENY', rule: 'Record.addresses', needs: ['scope:person:address', 'case'] },
    });
  });

  it('a masked field is masked, with a verdict', async () => {
    const { data, verdicts } = await ask(asker('inspector'));
    expect(data?._entities[0]).toMatchObject({ cpf: '***.982.247-**', mothers: ['M. S.', 'R. R.'] });
    expect(verdicts).toContainEqual({ path: '_entities.0.cpf', verdict: { verdict: 'MASK', rule: 'Record.cpf' } });
  });

  it('nothing that is ruled leaves without a signed asker', async () => {
    const { data, verdicts } = await ask(null, query.replace('holder recordId', ''));
    expect(data?._entities[0]).toEqual({
      asOf: null,
      name: null,
      mothers: null,
      cpf: null,
      addresses: null,
      sealed: null,
    });
    expect(verdicts[0]?.verdict).toEqual({ verdict: 'DENY', rule: 'signed-asker' });
    expect(JSON.stringify((await ask(null)).data)).not.toContain('Ana');
  });

  it('an alias does not pass by a rule', async () => {
    const { data } = await ask(asker('municipal-guard'), query.replace('cpf', 'recordName: cpf'));
    expect(data?._entities[0]).toMatchObject({ recordName: '***.982.247-**' });
  });

  it('a field without a rule is denied even with every right', async () => {
    const { data, verdicts } = await ask(asker('judge'), '{ unruled { secret } }');
    expect(data).toEqual({ unruled: { secret: null } });
    expect(verdicts).toEqual([{ path: 'unruled.secret', verdict: { verdict: 'DENY', rule: 'no-rule' } }]);
  });

  it('what was deferred is settled with the record in hand', async () => {
    deferred = 'ALLOW';
    try {
      expect((await ask(asker('judge'))).data?._entities[0]).toMatchObject({ sealed: 'S' });
    } finally {
      deferred = undefined;
    }
  });

  it('what nobody settled is denied, and an overlay that would mask it shows no part of it', async () => {
    const rules = [{ field: 'Record.sealed', decision: 'MASK', as: 'INITIALS', contact: 'C' }];
    const overlay = parseOverlay({ version: 1, rules }, { schema, rules: table });
    deferred = 'DEFER';
    try {
      const { data, verdicts } = await ask(asker('judge'), query, overlay);
      expect(data?._entities[0]).toMatchObject({ sealed: null });
      expect(verdicts).toContainEqual({
        path: '_entities.0.sealed',
        verdict: { verdict: 'DENY', rule: 'Record.sealed' },
      });
    } finally {
      deferred = undefined;
    }
  });

  const places = query.replace('sealed', 'birthPlace');
  it.each(['Recife/PE', null])('a mask to null does not say whether there was a value: %s', async (value) => {
    birthPlace = value;
    try {
      const { data, verdicts, resolved } = await ask(asker('inspector'), places);
      expect(data?._entities[0]).toMatchObject({ birthPlace: null });
      expect(resolved).not.toContain('birthPlace');
      expect(verdicts).toContainEqual({
        path: '_entities.0.birthPlace',
        verdict: { verdict: 'MASK', rule: 'Record.birthPlace' },
      });

      const rules = [{ field: 'Record.birthPlace', decision: 'MASK', as: 'NULL', contact: 'C' }];
      const overlay = parseOverlay({ version: 1, rules }, { schema, rules: table });
      const narrowed = await ask(asker('investigator'), places, overlay);
      expect(narrowed.resolved).not.toContain('birthPlace');
      expect(narrowed.verdicts).toContainEqual({
        path: '_entities.0.birthPlace',
        verdict: { verdict: 'MASK', rule: 'overlay/1/Record.birthPlace', contact: 'C' },
      });
      expect((await ask(asker('investigator'), places)).data?._entities[0]).toMatchObject({ birthPlace: value });
    } finally {
      birthPlace = 'Recife/PE';
    }
  });

  it("a holder's overlay narrows for its own endpoint alone", async () => {
    const rules = [{ field: 'Record.name', decision: 'DENY', contact: 'Corregedoria' }];
    const overlay = parseOverlay({ version: 2, rules }, { schema, rules: table });
    const narrowed = await ask(asker('judge'), query, overlay);
    expect(narrowed.data?._entities[0]).toMatchObject({ name: null, cpf: '52998224725' });
    expect(narrowed.verdicts).toContainEqual({
      path: '_entities.0.name',
      verdict: { verdict: 'DENY', rule: 'overlay/2/Record.name', contact: 'Corregedoria' },
    });
    expect((await ask(asker('judge'))).data?._entities[0]).toMatchObject({ name: 'Ana Souza' });
  });

  it('a plain property below a record stays bare until an overlay names it, and is guarded from then on', async () => {
    const own = protectedSchema();
    const bare = Fastify();
    bare.register(mercurius, { schema: own, jit, routes: false });
    await bare.ready();
    try {
      const who = asker('investigator', 'INVESTIGATION', 'IP-2026-000001');
      const overlay = parseOverlay(
        { version: 1, rules: [{ field: 'Address.street', decision: 'DENY', contact: 'C', reason: 'R' }] },
        { schema: own, rules: table },
      );
      const streetOf = async (one?: Overlay) => {
        const verdicts: Context['verdicts'] = [];
        const context: Context = { asker: who, verdicts, resolved: [], ...(one ? { overlay: one } : {}) };
        const { data } = await bare.graphql(query, context as never, { representations });
        const [record] = (data as unknown as { _entities: { addresses: { street: string | null }[] }[] })._entities;
        return { street: record?.addresses[0]?.street, verdicts };
      };
      // Compiled by now: what was compiled reads past whatever is wrapped later, until it is thrown away.
      for (const _ of [1, 2, 3]) expect(await streetOf(overlay)).toMatchObject({ street: 'Rua A' });
      expect(guardFields(own, overlay.fields.keys())).toBe(true);
      bare.graphql.replaceSchema(own);
      for (const _ of [1, 2, 3]) {
        const { street, verdicts } = await streetOf(overlay);
        expect(street).toBeNull();
        const rule = 'overlay/1/Address.street';
        expect(verdicts).toContainEqual({
          path: '_entities.0.addresses.0.street',
          verdict: { verdict: 'DENY', rule, contact: 'C', reason: 'R' },
        });
      }
      expect(await streetOf()).toMatchObject({ street: 'Rua A' });
      expect(guardFields(own, overlay.fields.keys())).toBe(false);
    } finally {
      await bare.close();
    }
  });
});

describe('wrapping', () => {
  it('is not taken for done where it was not', () => {
    const open = buildSubgraphSchema([{ typeDefs: document }]);
    expect(() => guardFields(open, ['Record.name'])).toThrow(/not protected/);
  });

  it('a resolver that answers at once still does', () => {
    const resolve = schema.getType('Record') as unknown as { getFields(): Record<string, { resolve: Function }> };
    const context: Context = { asker: asker('judge'), verdicts: [], resolved: [] };
    expect(resolve.getFields().cpf!.resolve({ cpf: '52998224725' }, {}, context, { fieldName: 'cpf' })).toBe(
      '52998224725',
    );
  });

  it('a plain property of a record is guarded, since a reference leads straight to it', () => {
    const bare = buildSubgraphSchema([{ typeDefs: document }]);
    protectResolvers(bare, table, { askerOf: () => null, onVerdict: () => undefined });
    const record = bare.getType('Record') as unknown as { getFields(): Record<string, { resolve: Function }> };
    expect(record.getFields().asOf!.resolve({ asOf: '2026-11-21' }, {}, {}, { fieldName: 'asOf' })).toBeNull();
  });

  it('a plain property that every caller may see keeps no resolver', () => {
    const plain = buildSubgraphSchema([
      { typeDefs: parse('type Query { a: A @auth } directive @auth on FIELD_DEFINITION type A { b: String }') },
    ]);
    protectResolvers(plain, new Map([['A.b', { id: 'A.b', scopes: [], policies: [] }]]), {
      askerOf: () => null,
      onVerdict: () => undefined,
    });
    expect(
      (plain.getType('A') as never as { getFields(): { b: { resolve?: unknown } } }).getFields().b.resolve,
    ).toBeUndefined();
  });
});
