import { readFileSync } from 'node:fs';
import { parse, validate, validateSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HarvestError, harvestRules } from '#kit/rules/harvest.ts';
import { checkStrippedRules, prepareSupergraph, SupergraphError } from './prepare.ts';

const sdl = readFileSync(new URL('supergraph.generated.graphql', import.meta.url), 'utf8');
const prepared = prepareSupergraph(sdl);

describe('the rules', () => {
  it('stand for every field of every object that clients see', () => {
    for (const type of Object.values(prepared.apiSchema.getTypeMap())) {
      if (type.name.startsWith('__') || !('getFields' in type) || type.astNode?.kind !== 'ObjectTypeDefinition')
        continue;
      for (const field of Object.keys(type.getFields())) expect(prepared.rules.has(`${type.name}.${field}`)).toBe(true);
    }
  });

  it('are those that the source wrote', () => {
    expect(prepared.rules.get('IndividualRecord.addresses')).toMatchObject({
      scopes: [['person:address']],
      policies: [['case']],
    });
    expect(prepared.rules.get('HolderRecord.alerts')?.scopes).toEqual([
      ['foreign-vehicle', 'person', 'vehicle', 'warrant:flag', 'weapon'],
    ]);
    expect(prepared.subjects.types.get('WeaponRecord')).toEqual({ kind: 'WEAPON_RECORD', key: ['holder', 'recordId'] });
  });
});

describe('the schema of clients', () => {
  it('is valid and shows no machinery', () => {
    expect(validateSchema(prepared.apiSchema)).toEqual([]);
    expect(
      Object.keys(prepared.apiSchema.getTypeMap()).filter((name) => /^(join|link|policy|requiresScopes)__/.test(name)),
    ).toEqual([]);
    expect(prepared.apiSchema.getDirectives().map(({ name }) => name)).not.toContain('requiresScopes');
  });

  it('refuses what federation asks of subgraphs', () => {
    for (const query of ['{ _service { sdl } }', '{ _entities(representations: []) { __typename } }']) {
      expect(validate(prepared.apiSchema, parse(query))).not.toEqual([]);
    }
  });

  it('hides what is @inaccessible', () => {
    const hidden = prepareSupergraph(
      'type Query { a: String @authenticated b: String @inaccessible @authenticated } directive @authenticated on FIELD_DEFINITION directive @inaccessible on FIELD_DEFINITION',
    );
    expect(Object.keys(hidden.apiSchema.getQueryType()!.getFields())).toEqual(['a']);
  });
});

describe('the text of the planner', () => {
  it('holds no trace of a rule', () => {
    expect(prepared.engineSdl).not.toMatch(/@(authenticated|requiresScopes|policy|masked|subject|draws|since)\b/);
    expect(prepared.engineSdl).not.toMatch(/(requiresScopes|policy|authenticated|rules)\/v/);
    expect(prepared.engineSdl).toContain('@join__type(graph: VEHICLES, key: "holder recordId")');
  });

  describe('in the stock gateway', () => {
    const before = process.env.APOLLO_TELEMETRY_DISABLED;
    beforeAll(() => void (process.env.APOLLO_TELEMETRY_DISABLED = '1'));
    afterAll(() => {
      if (before === undefined) delete process.env.APOLLO_TELEMETRY_DISABLED;
      else process.env.APOLLO_TELEMETRY_DISABLED = before;
    });

    it('loads; with its rules it would be refused', async () => {
      const { ApolloGateway } = await import('@apollo/gateway');
      const quiet = { debug() {}, info() {}, warn() {}, error() {} };
      const gateway = new ApolloGateway({ supergraphSdl: prepared.engineSdl, logger: quiet });
      const { schema } = await gateway.load();
      expect(schema.getType('WarrantRecord')).toBeDefined();
      await gateway.stop();
      await expect(new ApolloGateway({ supergraphSdl: sdl, logger: quiet }).load()).rejects.toThrow(/SECURITY/);
    });
  });
});

describe('nothing starts', () => {
  it('where a rule would be stripped that the table does not hold', () => {
    const document = parse(sdl);
    const without = new Map(harvestRules(document));
    without.delete('WeaponRecord.owner');
    expect(() => checkStrippedRules(document, without)).toThrow(/WeaponRecord\.owner: its rule is not in the table/);
  });

  it('where the table demands less', () => {
    const document = parse(sdl);
    const less = new Map(harvestRules(document));
    less.set('IndividualRecord.phones', { ...less.get('IndividualRecord.phones')!, policies: [] });
    expect(() => checkStrippedRules(document, less)).toThrow(
      /IndividualRecord\.phones: the table demands less than @policy/,
    );
  });

  it('where a key carries a rule', () => {
    const ruled = sdl.replace(/(type Vehicle\n[^{]*\{\s*id: ID!)/, '$1 @requiresScopes(scopes: [["vehicle"]])');
    expect(ruled).not.toBe(sdl);
    expect(() => prepareSupergraph(ruled)).toThrow(SupergraphError);
  });

  it('where a field is computed from one that demands more', () => {
    const text = (own: string) => `
      directive @join__type(graph: String, key: String) on OBJECT
      directive @join__field(requires: String) on FIELD_DEFINITION
      directive @authenticated on OBJECT
      directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION
      type Query @authenticated { a: A }
      type A @join__type(key: "id") @authenticated {
        id: ID
        secret: String @requiresScopes(scopes: [["s"]])
        derived: String @join__field(requires: "secret") ${own}
      }`;
    expect(() => prepareSupergraph(text(''))).toThrow(/A\.derived: it is computed/);
    expect(() => prepareSupergraph(text('@requiresScopes(scopes: [["s"]])'))).not.toThrow();
  });

  it('where a rule goes under another name', () => {
    const renamed = sdl.replace(
      'requiresScopes/v0.1", for: SECURITY',
      'requiresScopes/v0.1", as: "needs", for: SECURITY',
    );
    expect(renamed).not.toBe(sdl);
    expect(() => prepareSupergraph(renamed)).toThrow(HarvestError);
  });
});
