import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { harvestRules, harvestSubjects, HarvestError } from './harvest.ts';

const source = (name: string) => readFileSync(new URL(`../../${name}/schema.graphql`, import.meta.url), 'utf8');
const rulesOf = (sdl: string) => harvestRules(parse(sdl));
const refusal = (sdl: string): string => {
  try {
    rulesOf(sdl);
  } catch (error) {
    if (error instanceof HarvestError) return error.message;
    throw error;
  }
  return 'read without complaint';
};

describe('rules of a source', () => {
  const weapons = rulesOf(source('weapons'));

  it('a field carries its scopes, its policies and its mask', () => {
    expect(weapons.get('WeaponRecord.owner')).toMatchObject({
      id: 'WeaponRecord.owner',
      scopes: [['weapon']],
      policies: [['case'], ['scope:weapon:open']],
    });
    expect(weapons.get('WeaponOwner.document')?.masked).toEqual({ as: 'DOCUMENT', unless: [['person:cpf']] });
    expect(rulesOf(source('vehicles')).get('VehicleRecord.openRecall')?.since).toBe(2);
    expect(rulesOf(source('national-index')).get('Query.vehicles')?.draws).toEqual({
      from: ['vehicles'],
      probes: true,
    });
  });

  it('a field without a rule of its own has that of its type', () => {
    expect(weapons.get('WeaponRecord.recordId')).toMatchObject({ scopes: [], policies: [] });
  });

  it('every field of every source has a rule', () => {
    for (const name of ['individuals', 'vehicles', 'mercosul', 'weapons', 'warrants', 'national-index']) {
      const document = parse(source(name));
      const rules = harvestRules(document);
      for (const type of document.definitions) {
        if (type.kind !== 'ObjectTypeDefinition') continue;
        for (const field of type.fields ?? []) expect(rules.has(`${type.name.value}.${field.name.value}`)).toBe(true);
      }
    }
  });

  it('what the type demands and what the field demands must both be held', () => {
    const rules = rulesOf(`
      type A @requiresScopes(scopes: [["a"], ["b"]]) @policy(policies: [["case"]]) {
        f: String @requiresScopes(scopes: [["x", "y"]]) @policy(policies: [["level:2"], ["purpose:STOP"]])
      }`);
    expect(rules.get('A.f')).toMatchObject({
      scopes: [
        ['a', 'x', 'y'],
        ['b', 'x', 'y'],
      ],
      policies: [
        ['case', 'level:2'],
        ['case', 'purpose:STOP'],
      ],
    });
  });

  it('a field demands what the type that it returns demands, enums and scalars included', () => {
    const rules = rulesOf(`
      enum Secret @requiresScopes(scopes: [["s"]]) { A }
      type B @requiresScopes(scopes: [["b"]]) { f: String }
      type A @authenticated { secret: [Secret!] b: B open: String }`);
    expect(rules.get('A.secret')?.scopes).toEqual([['s']]);
    expect(rules.get('A.b')?.scopes).toEqual([['b']]);
    expect(rules.get('A.open')?.scopes).toEqual([]);
  });

  it('the rule of a returned type alone is no rule of the field', () => {
    expect(rulesOf('type B @authenticated { f: String } type A { b: B }').has('A.b')).toBe(false);
  });

  it('an interface field demands what all implementing types demand', () => {
    const sdl = `
      interface I { f: String g: String }
      type A implements I { f: String @requiresScopes(scopes: [["a"]]) g: String @authenticated }
      type B implements I { f: String @requiresScopes(scopes: [["b"]]) g: String }`;
    const rules = rulesOf(sdl);
    expect(rules.get('I.f')?.scopes).toEqual([['a', 'b']]);
    expect(rules.has('I.g')).toBe(false);
  });

  it('rules of a type extension count', () => {
    const rules = rulesOf(
      'type A @authenticated { f: String } extend type A @requiresScopes(scopes: [["a"]]) { g: String }',
    );
    expect(rules.get('A.f')?.scopes).toEqual([['a']]);
    expect(rules.get('A.g')?.scopes).toEqual([['a']]);
  });

  it('a single value stands for a list of one', () => {
    expect(rulesOf('type A { f: String @requiresScopes(scopes: ["a", "b"]) }').get('A.f')?.scopes).toEqual([
      ['a'],
      ['b'],
    ]);
    expect(rulesOf('type A { f: String @requiresScopes(scopes: "a") }').get('A.f')?.scopes).toEqual([['a']]);
  });
});

describe('what cannot be read exactly is refused', () => {
  it.each([
    ['an empty list of scopes', 'type A { f: String @requiresScopes(scopes: []) }'],
    ['an empty set, which everybody meets', 'type A { f: String @requiresScopes(scopes: [[]]) }'],
    ['no argument', 'type A { f: String @policy }'],
    ['a misspelt argument', 'type A { f: String @requiresScopes(scops: [["a"]]) }'],
    ['a number for a scope', 'type A { f: String @requiresScopes(scopes: [[1]]) }'],
    ['an unknown mask', 'type A { f: String @authenticated @masked(as: "HALF", unless: [["a"]]) }'],
    ['an exception for everybody', 'type A { f: String @authenticated @masked(as: "NULL", unless: [[]]) }'],
    ['a rule twice', 'type A { f: String @policy(policies: [["case"]]) @policy(policies: [["level:1"]]) }'],
    ['a version of nought', 'type A { f: String @authenticated @since(version: 0) }'],
  ])('%s', (_, sdl) => {
    expect(refusal(sdl)).toMatch(/^A\.f: @/);
  });

  it.each([
    ['a prefixed rule', 'type A { f: String @federation__policy(policies: [["case"]]) }'],
    ['a prefixed rule of any link', 'type A { f: String @fed__requiresScopes(scopes: [["a"]]) }'],
    [
      'a rule imported under another name',
      'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [{ name: "@policy", as: "@rule" }])',
    ],
    [
      'another directive under the name of a rule',
      'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [{ name: "@tag", as: "@policy" }])',
    ],
    ['a renamed link', 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", as: "fed")'],
  ])('%s', (_, sdl) => {
    expect(refusal(sdl)).not.toBe('read without complaint');
  });
});

describe('subjects', () => {
  const subjects = harvestSubjects(parse(source('national-index')));

  it('a type is named by the fields of its key', () => {
    expect(subjects.types.get('Vehicle')).toEqual({ kind: 'VEHICLE', key: ['id'] });
    expect(subjects.types.get('WarrantRecord')).toEqual({ kind: 'WARRANT_RECORD', key: ['holder', 'recordId'] });
    expect(subjects.types.has('VehicleProbe')).toBe(false);
  });

  it('arguments and input fields are found', () => {
    expect(subjects.arguments.get('Query.individuals(cpf:)')).toBe('CPF');
    expect(subjects.inputFields.get('VehicleSearch.ownerCpf')).toBe('CPF');
  });

  it('a subject without a plain key is refused', () => {
    expect(() => harvestSubjects(parse('type A @subject(kind: "A") { id: ID! }'))).toThrow(HarvestError);
    expect(() => harvestSubjects(parse('type A @key(fields: "a { id }") @subject(kind: "A") { a: A }'))).toThrow(
      HarvestError,
    );
  });
});
