import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { compareReleased, composeSupergraph, CompositionRefused, readSchemas, supergraphFile } from './compose.ts';

const schemas = readSchemas();

/** The real schemas with one small edit; the text to replace must be there, or the test would prove nothing. */
function edited(source: string, from: string | RegExp, to: string): ReadonlyMap<string, string> {
  const before = schemas.get(source) ?? '';
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  return new Map([...schemas, [source, after]]);
}

function refusal(compose: () => unknown): string {
  try {
    compose();
  } catch (error) {
    if (error instanceof CompositionRefused) return error.message;
    throw error;
  }
  return 'composed';
}
const refused = (source: string, from: string | RegExp, to: string) =>
  refusal(() => composeSupergraph(edited(source, from, to)));

let supergraph: string;
beforeAll(() => {
  supergraph = composeSupergraph(schemas);
});

describe('the real schemas', () => {
  it('compose, and the committed supergraph is what they compose to', () => {
    expect(readFileSync(supergraphFile, 'utf8')).toContain(supergraph);
  });
});

// Each edit to the real schemas is what somebody could do by mistake.
type Edit = readonly [what: string, source: string, from: string | RegExp, to: string, sentence: string];
const edits: readonly Edit[] = [
  [
    'a term of the record where no record is in hand',
    'individuals',
    'street: String\n',
    'street: String @policy(policies: [["record:public"]])\n',
    'individuals: Address.street asks for "record:public", which can be told only on a field of a record',
  ],
  [
    "a term of the record on the index's own field",
    'national-index',
    'contactUnit: ContactUnit @requiresScopes(scopes: [["warrant:flag"]])',
    'contactUnit: ContactUnit @requiresScopes(scopes: [["warrant:flag"]]) @policy(policies: [["record:public"]])',
    'national-index: Warrant.contactUnit asks for "record:public"',
  ],
  [
    'a source with a root query of its own',
    'vehicles',
    'scalar Date\n',
    'scalar Date\ntype Query { stolenVehicles: [VehicleRecord!] @requiresScopes(scopes: [["vehicle"]]) }\n',
    "vehicles: Query is the index's",
  ],
  [
    'a root query under another name',
    'vehicles',
    'scalar Date\n',
    'scalar Date\nschema { query: Door }\ntype Door @authenticated { stolen: [VehicleRecord!] }\n',
    "vehicles: Door is the index's",
  ],
  [
    'a field of a source on a subject',
    'vehicles',
    'scalar Date\n',
    'scalar Date\ntype Vehicle @key(fields: "id") @authenticated { id: ID! situation: String @requiresScopes(scopes: [["vehicle"]]) }\n',
    'vehicles: Vehicle.situation is a field of a source on a subject',
  ],
  [
    'a non-key field of a record shared with the index',
    'national-index',
    /type VehicleRecord @key\(fields: "holder recordId", resolvable: false\) @authenticated @subject\(kind: "VEHICLE_RECORD"\) \{/,
    '$&\n  plate: Plate @requiresScopes(scopes: [["vehicle"]])',
    'VehicleRecord.plate is shared by national-index, vehicles',
  ],
  [
    'a key that needs a scope',
    'vehicles',
    'recordId: ID!\n  updatedAt: DateTime\n  asOf: DateTime\n  alerts: [Alert!] @requires',
    'recordId: ID! @requiresScopes(scopes: [["vehicle"]])\n  updatedAt: DateTime\n  asOf: DateTime\n  alerts: [Alert!] @requires',
    'vehicles: the key VehicleRecord.recordId needs more than @authenticated',
  ],
  [
    'a masked key',
    'warrants',
    '  number: WarrantNumber!\n  records',
    '  number: WarrantNumber! @masked(as: "LAST_6", unless: [["warrant"]])\n  records',
    'warrants: the key WarrantProbe.number is masked',
  ],
  [
    'a personal key',
    'individuals',
    'type IndividualRecord implements HolderRecord\n  @key(fields: "holder recordId")',
    'type IndividualRecord implements HolderRecord\n  @key(fields: "holder recordId")\n  @key(fields: "cpf")',
    'individuals: the key IndividualRecord.cpf is personal',
  ],
  [
    'a "!" on a field of a record',
    'warrants',
    'secrecy: WarrantSecrecy @',
    'secrecy: WarrantSecrecy! @',
    'warrants: WarrantRecord.secrecy is marked "!"',
  ],
  [
    'a "!" on a ruled field of the index',
    'national-index',
    'sex: Sex @requiresScopes',
    'sex: Sex! @requiresScopes',
    'national-index: Individual.sex is marked "!"',
  ],
  [
    'a mask that leaves nothing of a "!"',
    'national-index',
    'as: "CPF_WITHIN"',
    'as: "NULL"',
    'national-index: DeclaredDocument.number is marked "!"',
  ],
  [
    'a mask of a text on an identifier, which would pass whole',
    'individuals',
    '@masked(as: "CPF", unless',
    '@masked(as: "CPF_WITHIN", unless',
    'individuals: IndividualRecord.cpf is no text to mask as CPF_WITHIN',
  ],
  [
    'a field without a rule',
    'weapons',
    /type WeaponEvent @authenticated/,
    'type WeaponEvent',
    'weapons: WeaponEvent.kind has no rule',
  ],
  [
    'a rule on an interface',
    'mercosul',
    'interface HolderRecord {',
    'interface HolderRecord @authenticated {',
    'mercosul: the interface HolderRecord takes no rule',
  ],
  [
    'a scope that nobody can hold',
    'vehicles',
    'colour: String @requiresScopes(scopes: [["vehicle"]])',
    'colour: String @requiresScopes(scopes: [["vehicles"]])',
    'vehicles: VehicleRecord.colour names the scope "vehicles"',
  ],
  [
    'a term that nobody can meet',
    'individuals',
    '@policy(policies: [["case"]])',
    '@policy(policies: [["purpose:FUN"]])',
    'names the term "purpose:FUN"',
  ],
  [
    'a rule that composition loses',
    'weapons',
    '  @composeDirective(name: "@masked")\n',
    '',
    'weapons: @masked on WeaponOwner.document is lost or changed',
  ],
  [
    'a rule imported under another name',
    'vehicles',
    '"@policy"',
    '{ name: "@policy", as: "@condition" }',
    'vehicles: @policy is imported under another name',
  ],
  [
    'a rule used under its prefix',
    'vehicles',
    '@policy(policies: [["scope:vehicle:owner-open"], ["case"]])',
    '@federation__policy(policies: [["scope:vehicle:owner-open"], ["case"]])',
    'vehicles: @federation__policy is used under a prefixed name',
  ],
  [
    'a mask of text on a number',
    'vehicles',
    'licensedYear: Int @',
    'licensedYear: Int @masked(as: "LAST_6", unless: [["vehicle"]]) @',
    'vehicles: VehicleRecord.licensedYear is no text to mask as LAST_6',
  ],
  [
    'record fields of one name with different types',
    'vehicles',
    'modelYear: Int @',
    'capacity: String @',
    'have one name and different types',
  ],
  [
    'record fields of one name whose own fields differ',
    'mercosul',
    'type ForeignOwner @authenticated {\n  name: String',
    'type ForeignOwner @authenticated {\n  name: [String!]',
    'have one name and different types',
  ],
  [
    'an enum asked and answered with that differs',
    'individuals',
    'enum Sex { MASCULINO FEMININO NAO_INFORMADO }',
    'enum Sex { MASCULINO FEMININO }',
    'the enum Sex differs between individuals and national-index',
  ],
  [
    'an edge of the index that does not say what it draws from',
    'national-index',
    'records: [VehicleRecord!] @requiresScopes(scopes: [["vehicle"]]) @draws(from: ["vehicles"])',
    'records: [VehicleRecord!] @requiresScopes(scopes: [["vehicle"]])',
    'national-index: Vehicle.records leads to subjects or records',
  ],
  [
    'a look-up that draws from nowhere',
    'national-index',
    '@draws(from: ["warrants"], probes: true)',
    '@draws(from: ["warrant"], probes: true)',
    'national-index: Query.warrants @draws from "warrant", which is not a source',
  ],
  [
    'a list of objects that does not say how long it is',
    'individuals',
    /(photos: .*) @listSize\(assumedSize: \d+\)/,
    '$1',
    'individuals: IndividualRecord.photos lists objects and has no @listSize',
  ],
  [
    'a list of a union that does not say how long it is',
    'national-index',
    /(owners: \[Party!\])\n\s+@listSize\(assumedSize: \d+\)/,
    '$1',
    'national-index: Weapon.owners lists objects and has no @listSize',
  ],
  [
    'a list of an interface whose @listSize gives no length',
    'mercosul',
    /(interface HolderRecord [\s\S]*?alerts: \[Alert!\]) @listSize\(assumedSize: \d+\)/,
    '$1 @listSize(sizedFields: [])',
    'mercosul: HolderRecord.alerts lists objects and has no @listSize',
  ],
  [
    'edges that one of the fields above them does not size',
    'national-index',
    /(type Company [\s\S]*?vehicles\([\s\S]*?slicingArguments: \["first"\]), sizedFields: \["edges"\]/,
    '$1',
    'national-index: VehicleConnection.edges lists objects and has no @listSize',
  ],
  [
    'a list sized by an argument that it does not have',
    'national-index',
    '@sizedBy(argument: "plates")',
    '@sizedBy(argument: "plate")',
    'national-index: Query.vehicles is @sizedBy "plate", which is no list argument of it',
  ],
  [
    'a list sized by an argument that is no list',
    'national-index',
    '@sizedBy(argument: "plates")',
    '@sizedBy(argument: "country")',
    'national-index: Query.vehicles is @sizedBy "country", which is no list argument of it',
  ],
  [
    'a list sized by an argument alone',
    'national-index',
    /@listSize\(assumedSize: \d+\)\s+(@sizedBy)/,
    '$1',
    'national-index: Query.vehicles is @sizedBy an argument and has no @listSize',
  ],
];

describe('composition refuses', () => {
  it.each(edits)('%s', (_, source, from, to, sentence) => {
    expect(refused(source, from, to)).toContain(sentence);
  });

  it("a reference to another source's type", () => {
    const stub =
      'type IndividualRecord @key(fields: "holder recordId", resolvable: false) @authenticated { holder: HolderCode! recordId: ID! }';
    const field = 'ownerRecord: IndividualRecord @requiresScopes(scopes: [["person"]])';
    const sentence = refused(
      'weapons',
      'type WeaponOwner @authenticated {',
      `${stub}\ntype WeaponOwner @authenticated {\n  ${field}`,
    );
    expect(sentence).toContain('weapons: WeaponOwner.ownerRecord refers to a type of another source');
  });

  it('two different masks on one shared field', () => {
    const masked = (as: string) => `text: String! @masked(as: "${as}", unless: [["person"]])`;
    const one = edited('vehicles', 'text: String!', masked('INITIALS'))
      .get('vehicles')!
      .replace(/text: String! @/, 'text: String @');
    const two = edited('weapons', 'text: String!', masked('NULL'))
      .get('weapons')!
      .replace(/text: String! @/, 'text: String @');
    expect(refusal(() => composeSupergraph(new Map([...schemas, ['vehicles', one], ['weapons', two]])))).toMatch(
      /@masked on Alert\.text is lost or changed/,
    );
  });
});

describe('against the released supergraph', () => {
  const next = (source: string, from: string | RegExp, to: string) => composeSupergraph(edited(source, from, to));

  it('a schema that grows passes', () => {
    const grown = next(
      'vehicles',
      '  situation: Veh',
      '  trailer: Boolean @requiresScopes(scopes: [["vehicle"]])\n  situation: Veh',
    );
    expect(refusal(() => compareReleased(supergraph, grown))).toBe('composed');
  });

  it.each([
    [
      'a field that goes',
      'vehicles',
      /  fuel: String @requires.*\n/,
      '',
      'breaks clients: VehicleRecord.fuel was removed',
    ],
    [
      'a rule that asks for less',
      'individuals',
      'phones: [Phone!] @requiresScopes(scopes: [["person:address"]]) @policy(policies: [["case"]])',
      'phones: [Phone!] @requiresScopes(scopes: [["person:address"]])',
      'loosens a rule: IndividualRecord.phones asks for less of the request',
    ],
    [
      'a mask that goes',
      'vehicles',
      '    @masked(as: "DOCUMENT", unless: [["person:cpf"]])\n',
      '',
      'loosens a rule: VehicleOwner.document is no longer masked',
    ],
    [
      'a mask that spares more',
      'vehicles',
      '@masked(as: "DOCUMENT", unless: [["person:cpf"]])',
      '@masked(as: "DOCUMENT", unless: [["person:cpf"], ["vehicle"]])',
      'loosens a rule: VehicleOwner.document is unmasked for more',
    ],
  ])('%s is refused', (_, source, from, to, sentence) => {
    expect(refusal(() => compareReleased(supergraph, next(source, from, to)))).toContain(sentence);
  });

  it('a rule that asks for more passes', () => {
    const stricter = next(
      'vehicles',
      '  fuel: String @requires',
      '  fuel: String @policy(policies: [["case"]]) @requires',
    );
    expect(refusal(() => compareReleased(supergraph, stricter))).toBe('composed');
  });
});
