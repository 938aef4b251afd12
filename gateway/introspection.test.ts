import { readFileSync } from 'node:fs';
import { buildClientSchema, getIntrospectionQuery, parse, validate, validateSchema } from 'graphql';
import type { GraphQLObjectType, IntrospectionQuery } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Asker, Profile } from '#kit/caller.ts';
import { profiles } from '#kit/caller.ts';
import { createIntrospection } from './introspection.ts';
import { prepareSupergraph } from './supergraph/prepare.ts';

const sdl = readFileSync(new URL('supergraph/supergraph.generated.graphql', import.meta.url), 'utf8');
const prepared = prepareSupergraph(sdl);
const introspection = createIntrospection(prepared);

function asker(profile: Profile): Asker {
  return { caller: { id: 'p', body: 'B', profile, level: 1, entitlements: [], tokenId: 't' } };
}
const schemaOf = (profile: Profile) => introspection.schemaFor(asker(profile));
const typesOf = (profile: Profile) =>
  Object.keys(schemaOf(profile).getTypeMap()).filter((name) => !name.startsWith('__'));
const fieldsOf = (profile: Profile, type: string) => (schemaOf(profile).getType(type) as GraphQLObjectType).getFields();

describe('the schema of each profile', () => {
  it.each(profiles)('%s: is valid', (profile) => {
    expect(validateSchema(schemaOf(profile))).toEqual([]);
  });

  it('guards see no weapon and no foreign vehicle', () => {
    expect(typesOf('municipal-guard').filter((name) => /Weapon|Foreign/.test(name))).toEqual([]);
    expect(Object.keys(fieldsOf('municipal-guard', 'Query'))).not.toContain('weaponsBySerial');
    expect(Object.keys(fieldsOf('municipal-guard', 'Individual'))).not.toContain('weaponCount');
  });

  it('auditors see who they are, their rights, the holders and the state of the index', () => {
    expect(Object.keys(fieldsOf('auditor', 'Query'))).toEqual(['me', 'holders', 'indexStatus', 'explainAccess']);
    expect(typesOf('auditor')).not.toContain('Individual');
    expect(typesOf('auditor')).not.toContain('CPF');
  });

  it('judges alone see health', () => {
    for (const profile of profiles.filter((one) => one !== 'judge')) {
      const type = schemaOf(profile).getType('IndividualRecord') as GraphQLObjectType | undefined;
      expect(Object.keys(type?.getFields() ?? {})).not.toContain('healthNotes');
    }
    expect(fieldsOf('judge', 'IndividualRecord').healthNotes).toBeDefined();
  });

  it('what a stated purpose or case opens is kept, and says so', () => {
    expect(fieldsOf('patrol', 'Individual').weaponCount?.description).toMatch(/Requer: .*finalidade STOP/);
    expect(fieldsOf('investigator', 'IndividualRecord').addresses?.description).toContain('número do procedimento');
    expect(fieldsOf('patrol', 'WeaponRecord').serial?.description).not.toContain('Requer');
    expect(fieldsOf('inspector', 'WeaponRecord').serial?.description).toContain('Requer');
  });

  it('what no purpose of the profile opens is left out', () => {
    expect(Object.keys(fieldsOf('patrol', 'IndividualRecord'))).not.toContain('addresses');
    expect(Object.keys(fieldsOf('inspector', 'Individual'))).not.toContain('weapons');
  });

  it('is made once', () => {
    expect(schemaOf('patrol')).toBe(introspection.schemaFor({ ...asker('patrol'), purpose: 'STOP' }));
  });
});

describe('an introspection query', () => {
  const ask = (text: string, profile: Profile, variables = {}) =>
    introspection.introspect({ document: parse(text), asker: asker(profile), variables });

  it('of an explorer is answered, and what it answers is a schema', () => {
    const text = getIntrospectionQuery({ descriptions: true });
    expect(validate(prepared.apiSchema, parse(text))).toEqual([]);
    const schema = buildClientSchema(ask(text, 'patrol') as unknown as IntrospectionQuery);
    expect(schema.getType('VehicleRecord')).toBeDefined();
  });

  it('sees through aliases, fragments and conditions', () => {
    const text = `query Q($name: String!, $cpf: CPF!, $show: Boolean!) {
      ...R
      individuals(cpf: $cpf) { subjects { name } }
      hidden: __schema @include(if: $show) { queryType { name } }
    }
    fragment R on Query { t: __type(name: $name) { ...T } me { id } }
    fragment T on __Type { name fields { name } }`;
    const answer = ask(text, 'auditor', { name: 'Query', cpf: '1', show: false });
    expect(answer).toEqual({
      t: {
        name: 'Query',
        fields: [{ name: 'me' }, { name: 'holders' }, { name: 'indexStatus' }, { name: 'explainAccess' }],
      },
    });
  });

  it('of a type that the profile does not see is answered as for one that does not exist', () => {
    const of = (name: string) => ask(`{ __type(name: "${name}") { name } }`, 'auditor');
    expect(of('Individual')).toEqual({ __type: null });
    expect(of('Nothing')).toEqual({ __type: null });
  });

  it('that asks nothing of the schema gives nothing', () => {
    expect(ask('{ me { id } __typename }', 'patrol')).toEqual({});
  });

  it('that would multiply types by types is not valid', () => {
    const deep =
      '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }';
    expect(validate(prepared.apiSchema, parse(deep))).not.toEqual([]);
  });
});
