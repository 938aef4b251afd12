// Fifty thousand characters that would keep a careless pattern busy for ever, in every argument; and as many in headers as fit.
import { answered, either, fails, findsNothing, refused } from './case.ts';
import type { Family, HostileCase, World } from './case.ts';
import { ask, plainBody, post } from './requests.ts';

const length = 50_000;
const many = (text: string) => text.repeat(Math.ceil(length / text.length)).slice(0, length);

const texts: readonly (readonly [name: string, text: string])[] = [
  ['one letter and a stranger', `${many('A')}!`],
  ['spaces and a letter', `${many(' ')}x`],
  ['separators', `${many('.-/ ')}1`],
  ['digits and a letter', `${many('7')}x`],
  ['apostrophes', many("D'")],
  ['particles', many('DA DE DO ')],
  ['accents', many('\u0301')],
  ['letters that grow when folded', many('\ufdfa')],
  ['letters that grow in capitals', many('ß')],
  ['hyphens and digits', many('1-')],
];

const invalid = refused('GRAPHQL_VALIDATION_FAILED');
const tooLong = either(fails('BAD_ARGUMENT'), fails('TOO_BROAD'));
/** A filter may be as long as it likes where it filters all away. */
const nothing = either(answered(findsNothing), fails('BAD_ARGUMENT'));

const places = [
  ['the one box', 'query Q($text: String!) { search(text: $text) { readings { kind } } }', tooLong],
  ['a CPF', 'query Q($text: CPF!) { individuals(cpf: $text) { subjects { id } } }', invalid],
  ['a CNPJ', 'query Q($text: CNPJ!) { findVehicles(search: { ownerCnpj: $text }) { totalCount } }', invalid],
  ['a Renavam', 'query Q($text: Renavam!) { vehiclesByRenavam(renavam: $text) { subjects { id } } }', invalid],
  ['a warrant', 'query Q($text: WarrantNumber!) { warrants(number: $text) { subjects { id } } }', invalid],
  ['a country', 'query Q($text: Country!) { vehicles(plates: ["ABC1234"], country: $text) { plate } }', invalid],
  [
    'a birth date',
    'query Q($text: Date!) { findIndividuals(search: { name: "MARIA DA SILVA", birthDate: $text }) { totalCount } }',
    invalid,
  ],
  ['a plate', 'query Q($text: String!) { vehicles(plates: [$text]) { subjects { id } } }', tooLong],
  ['a chassis', 'query Q($text: String!) { vehiclesByChassis(chassis: $text) { subjects { id } } }', tooLong],
  ['an engine', 'query Q($text: String!) { vehiclesByEngine(engine: $text) { subjects { id } } }', tooLong],
  ['an RG', 'query Q($text: String!) { individualsByDocument(rg: $text, uf: SP) { subjects { id } } }', tooLong],
  ['a serial', 'query Q($text: String!) { weaponsBySerial(serial: $text) { subjects { id } } }', tooLong],
  [
    'a registration',
    'query Q($text: String!) { weaponsByRegistration(system: SINARM, registration: $text) { subjects { id } } }',
    tooLong,
  ],
  [
    'a pattern of a plate',
    'query Q($text: String!) { findVehicles(search: { platePattern: $text }) { totalCount } }',
    tooLong,
  ],
  [
    'the end of a chassis',
    'query Q($text: String!) { findVehicles(search: { chassisEnd: $text }) { totalCount } }',
    tooLong,
  ],
  [
    'a make',
    'query Q($text: String!) { findVehicles(search: { platePattern: "ABC*", make: $text }) { edges { node { id } } } }',
    nothing,
  ],
  [
    'a colour',
    'query Q($text: String!) { findVehicles(search: { platePattern: "ABC*", colour: $text }) { edges { node { id } } } }',
    nothing,
  ],
  [
    'a name',
    'query Q($text: String!) { findIndividuals(search: { name: $text, motherName: "ANA DA SILVA" }) { totalCount } }',
    tooLong,
  ],
  [
    'the name of a mother',
    'query Q($text: String!) { findIndividuals(search: { name: "ANA DA SILVA", motherName: $text }) { totalCount } }',
    tooLong,
  ],
  ['an alias', 'query Q($text: String!) { findIndividualsFreely(search: { alias: $text }) { totalCount } }', tooLong],
  [
    'an id',
    'query Q($text: ID!) { individual(id: $text) { id } }',
    answered((data) => (data['individual'] === null ? undefined : 'somebody is found')),
  ],
  ['a cursor', 'query Q($text: String!) { search(text: "ABC1234") { hits(after: $text) { totalCount } } }', tooLong],
] as const;

export const longTexts: Family = {
  name: 'long texts',
  cases(world: World): readonly HostileCase[] {
    const inPlaces = places.flatMap(([place, query, right]) =>
      texts
        // A letter of three bytes fifty thousand times is more than a body may have.
        .map(([name, text]) => [name, text.slice(0, Math.floor(length / Buffer.byteLength(text.charAt(0))))] as const)
        .map(([name, text]) => ({ name: `${place}: ${name}`, sent: ask(world, query, { text }), right })),
    );
    const headers = [
      ['accept', ' '.repeat(8000), [200, 406]],
      ['accept', 'a/b,'.repeat(2000), [406]],
      ['accept-language', ';q='.repeat(3000), [200]],
      ['content-type', `application/json${' '.repeat(8000)};`, [200, 415, 400]],
      ['content-type', `application/json;${' charset'.repeat(1000)}`, [415, 400]],
      ['traceparent', `00-${'0'.repeat(8000)}`, [200]],
      ['x-infoseg-case', 'IP-2026-'.repeat(1000), [400]],
      ['x-infoseg-justification', '%25'.repeat(2500), [400]],
      ['authorization', `Bearer ${'.'.repeat(8000)}`, [401]],
      ['origin', `https://${'a.'.repeat(4000)}`, [200]],
    ] as const;
    const inHeaders = headers.map(([header, value, statuses]) => ({
      name: `the header ${header}: ${value.slice(0, 24)}…`,
      sent: post(world, plainBody, { headers: { [header]: value } }),
      right: either(
        ...statuses.map((status) =>
          status === 200
            ? answered()
            : refused(
                ...(status === 400
                  ? (['BAD_CASE', 'BAD_JUSTIFICATION', 'JUSTIFICATION_TOO_LONG', 'BAD_REQUEST'] as const)
                  : status === 401
                    ? (['BAD_TOKEN'] as const)
                    : status === 406
                      ? (['NOT_ACCEPTABLE'] as const)
                      : (['UNSUPPORTED_MEDIA_TYPE'] as const)),
              ),
        ),
      ),
    }));
    return [...inPlaces, ...inHeaders];
  },
};
