// Variables: missing, too many, of another type, of another size; and cursors that were never given.
import { answered, either, fails, findsNothing, refused } from './case.ts';
import type { Family, HostileCase, Look, Right, World } from './case.ts';
import { ask } from './requests.ts';
import type { As } from './requests.ts';

const invalid = refused('GRAPHQL_VALIDATION_FAILED');
const badArgument = fails('BAD_ARGUMENT');
const badText = refused('BAD_TEXT');
const tooDeep = refused('VALUES_TOO_DEEP');
/** Where the page is priced before it is asked for. */
const tooMuch = either(badArgument, refused('OPERATION_TOO_EXPENSIVE', 'TOO_MANY_PLATES'));

const search = 'query Q($text: String!) { search(text: $text) { readings { kind } } }';
const names = `query Q($search: IndividualSearch!, $first: Int! = 20, $after: String) {
  findIndividuals(search: $search, first: $first, after: $after) { totalCount edges { node { id } } } }`;
const plates = 'query Q($plates: [String!]!) { vehicles(plates: $plates) { plate } }';
const byCpf =
  'query Q($cpf: CPF!, $freshness: Freshness! = INDEX) { individuals(cpf: $cpf, freshness: $freshness) { subjects { id } } }';
const byDocument = 'query Q($rg: String!, $uf: UF!) { individualsByDocument(rg: $rg, uf: $uf) { subjects { id } } }';
const patterns = `query Q($search: VehicleSearch!, $first: Int! = 20, $after: String) {
  findVehicles(search: $search, first: $first, after: $after) { totalCount edges { node { id } } } }`;
const condition = 'query Q($if: Boolean!) { me { profile id @skip(if: $if) } }';
const byId = 'query Q($id: ID!) { individual(id: $id) { id name } }';

const someone = { name: 'MARIA DA SILVA', motherName: 'ANA DA SILVA' };
const nobody: Look = (data) => (Object.values(data).every((value) => value === null) ? undefined : 'somebody is found');

type Row = readonly [name: string, query: string, variables: unknown, right: Right, as?: As];

const rows: readonly Row[] = [
  // missing and too many
  ['none where one is needed', search, undefined, invalid],
  ['an empty object', search, {}, invalid],
  ['null for what may not be null', search, { text: null }, invalid],
  ['one under another name', search, { Text: 'x' }, invalid],
  ['one with its sign', search, { $text: 'x' }, invalid],
  ['one more than declared', search, { text: 'ABC1234', other: 'x', where: '1=1' }, answered()],
  [
    'a thousand more than declared',
    search,
    { text: 'ABC1234', ...Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`v${n}`, n])) },
    answered(),
  ],
  ['a member too few', names, { search: { motherName: 'ANA' } }, invalid],
  ['a member too many', names, { search: { ...someone, admin: true } }, invalid],
  ['a member that another input has', names, { search: { ...someone, platePattern: 'ABC*' } }, invalid],
  ['a null member that may not be null', names, { search: { ...someone, name: null } }, invalid],
  ['a null member that may be', names, { search: { ...someone, rg: null, rgUf: null } }, answered()],
  // another type
  ['a number for a text', search, { text: 5 }, invalid],
  ['true for a text', search, { text: true }, invalid],
  ['a list for a text', search, { text: ['ABC1234'] }, invalid],
  ['an object for a text', search, { text: { toString: 'ABC1234' } }, invalid],
  ['an operator of another database for a text', search, { text: { $ne: null } }, invalid],
  ['a regular expression of another database', search, { text: { $regex: '.*' } }, invalid],
  ['a text for an object', names, { search: 'MARIA' }, invalid],
  ['a list for an object', names, { search: [someone] }, invalid],
  ['null for an object', names, { search: null }, invalid],
  ['a text for a list', plates, { plates: 'ABC1234' }, answered()],
  ['an object for a list', plates, { plates: { 0: 'ABC1234', length: 1 } }, invalid],
  ['null for a list', plates, { plates: null }, invalid],
  ['a null in a list', plates, { plates: [null] }, invalid],
  ['a number in a list', plates, { plates: [1234567] }, invalid],
  ['a list in a list', plates, { plates: [['ABC1234']] }, invalid],
  ['a text for true', condition, { if: 'true' }, invalid],
  ['a number for true', condition, { if: 1 }, invalid],
  ['null for true', condition, { if: null }, invalid],
  ['an object for true', condition, { if: {} }, invalid],
  ['a number for a CPF', byCpf, { cpf: 71_064_044_115 }, invalid],
  ['a list for a CPF', byCpf, { cpf: ['71064044115'] }, invalid],
  ['an object for a CPF', byCpf, { cpf: { value: '71064044115' } }, invalid],
  ['a word of no enum', byCpf, { cpf: '71064044115', freshness: 'NOW' }, invalid],
  ['a word of an enum in small letters', byCpf, { cpf: '71064044115', freshness: 'live' }, invalid],
  ['a word of an enum with a space', byCpf, { cpf: '71064044115', freshness: 'LIVE ' }, invalid],
  ['a prototype name for an enum', byCpf, { cpf: '71064044115', freshness: 'constructor' }, invalid],
  ['a number for an enum', byCpf, { cpf: '71064044115', freshness: 1 }, invalid],
  ['a state that is none', byDocument, { rg: '1234567', uf: 'XX' }, invalid],
  ['a state by its name', byDocument, { rg: '1234567', uf: 'São Paulo' }, invalid],
  ['a state of prototypes', byDocument, { rg: '1234567', uf: '__proto__' }, invalid],
  ['a number for an id', byId, { id: 1 }, answered(nobody)],
  ['a fraction for an id', byId, { id: 1.5 }, invalid],
  ['true for an id', byId, { id: true }, invalid],
  ['an id that is none', byId, { id: '1' }, answered(nobody)],
  ['an id of ninety thousand letters', byId, { id: 'a'.repeat(90_000) }, answered(nobody)],
  ['an id of zeros', byId, { id: '00000000-0000-0000-0000-000000000000' }, answered(nobody)],
  ['an id in capitals', byId, { id: 'ABCDEF00-0000-4000-8000-000000000000' }, answered(nobody)],
  ['an id with an operator', byId, { id: "' or '1'='1" }, answered(nobody)],
  ['an id in braces', byId, { id: '{00000000-0000-0000-0000-000000000000}' }, answered(nobody)],
  // numbers
  ['a page of nothing', names, { search: someone, first: 0 }, badArgument],
  ['a page of less than nothing', names, { search: someone, first: -1 }, badArgument],
  ['a page one too large', names, { search: someone, first: 51 }, tooMuch],
  ['a page of all', names, { search: someone, first: 2_147_483_647 }, tooMuch],
  ['a page of the least number', names, { search: someone, first: -2_147_483_648 }, badArgument],
  ['a page beyond 32 bits', names, { search: someone, first: 2_147_483_648 }, invalid],
  ['a page beyond 53 bits', names, { search: someone, first: 9_007_199_254_740_993 }, invalid],
  ['a page of a fraction', names, { search: someone, first: 1.5 }, invalid],
  ['a page of a whole fraction', names, { search: someone, first: 1.0 }, answered()],
  ['a page of a text', names, { search: someone, first: '5' }, invalid],
  ['a page of null', names, { search: someone, first: null }, invalid],
  ['a page of true', names, { search: someone, first: true }, invalid],
  ['a page of a list', names, { search: someone, first: [5] }, either(invalid, answered())],
  [
    'a year beyond the calendar',
    patterns,
    { search: { platePattern: 'ZZZ9*', yearFrom: 2_147_483_647 } },
    answered(findsNothing),
  ],
  [
    'a year before all time',
    patterns,
    { search: { platePattern: 'ZZZ9*', yearTo: -2_147_483_648 } },
    answered(findsNothing),
  ],
  [
    'years the wrong way round',
    patterns,
    { search: { platePattern: 'ZZZ9*', yearFrom: 2020, yearTo: 1990 } },
    either(answered(findsNothing), badArgument),
  ],
  ['a year of a fraction', patterns, { search: { platePattern: 'ZZZ9*', yearFrom: 1990.5 } }, invalid],
  ['a birth date of year nought', names, { search: { name: 'MARIA DA SILVA', birthDate: '0000-01-01' } }, invalid],
  [
    'a birth date of the first year',
    names,
    { search: { name: 'MARIA DA SILVA', birthDate: '0001-01-01' } },
    answered(findsNothing),
  ],
  [
    'a birth date of the last year',
    names,
    { search: { name: 'MARIA DA SILVA', birthDate: '9999-12-31' } },
    answered(findsNothing),
  ],
  [
    'a birth date beyond the calendar',
    names,
    { search: { name: 'MARIA DA SILVA', birthDate: '10000-01-01' } },
    invalid,
  ],
  ['a birth date without a day', names, { search: { name: 'MARIA DA SILVA', birthDate: '1990-02-30' } }, invalid],
  ['a birth date that is infinity', names, { search: { name: 'MARIA DA SILVA', birthDate: 'infinity' } }, invalid],
  ['a birth date that is now', names, { search: { name: 'MARIA DA SILVA', birthDate: 'now()' } }, invalid],
  // size
  ['no plates', plates, { plates: [] }, badArgument],
  ['fifty-one plates', plates, { plates: Array.from({ length: 51 }, (_, n) => `ABC${1000 + n}`) }, tooMuch],
  [
    'seven thousand plates',
    plates,
    { plates: Array.from({ length: 7000 }, (_, n) => `ABC${1000 + n}`) },
    either(badArgument, refused('TOO_MANY_SUBJECTS', 'TOO_MANY_PLATES', 'OPERATION_TOO_EXPENSIVE')),
  ],
  ['a plate of ninety thousand letters', plates, { plates: ['A'.repeat(90_000)] }, answered()],
  ['two hundred and one letters', search, { text: 'A'.repeat(201) }, badArgument],
  ['ninety thousand letters', search, { text: 'A'.repeat(90_000) }, badArgument],
  ['nothing but spaces', search, { text: '   ' }, badArgument],
  ['nothing', search, { text: '' }, badArgument],
  ['a name of ninety thousand letters', names, { search: { ...someone, name: 'MARIA '.repeat(15_000) } }, badArgument],
  [
    'a list within lists',
    search,
    { text: JSON.parse(`${'['.repeat(15)}1${']'.repeat(15)}`) as unknown },
    either(invalid, tooDeep),
  ],
  ['a member within members', names, { search: { name: { name: { name: 'x' } } } }, invalid],
  // what is no text
  ['a NUL', search, { text: 'a\0b' }, badText],
  ['half a surrogate pair', search, { text: 'a\ud83d' }, badText],
  // names that mean something to JavaScript
  [
    '__proto__ with what is missing',
    names,
    JSON.parse('{"search":{"__proto__":{"name":"MARIA"},"motherName":"ANA"}}') as unknown,
    invalid,
  ],
  [
    '__proto__ beside what is there',
    names,
    JSON.parse('{"search":{"name":"MARIA","motherName":"ANA","__proto__":{"rg":"1"}}}') as unknown,
    either(invalid, answered()),
  ],
  [
    'constructor beside what is there',
    names,
    { search: { ...someone, constructor: { prototype: { rg: '1' } } } },
    invalid,
  ],
  ['__proto__ as a list', plates, JSON.parse('{"plates":{"__proto__":["ABC1234"],"length":1}}') as unknown, invalid],
  // cursors
  ...(
    [
      '',
      'x',
      'AAAA',
      'null',
      '0',
      '-1',
      '{}',
      '[]',
      'MQ==',
      'Zmlyc3Q6MQ==',
      '../../etc/passwd',
      "' or 1=1 --",
      '\u202e',
      'A'.repeat(512),
      'A'.repeat(80_000),
    ] as const
  ).map((after): Row => [
    `a cursor that nobody gave: ${JSON.stringify(after).slice(0, 24)} (${after.length})`,
    names,
    { search: someone, after },
    badArgument,
  ]),
  ['a cursor that is a number', names, { search: someone, after: 1 }, invalid],
  ['a cursor that is a list', names, { search: someone, after: ['AAAA'] }, invalid],
  ['no cursor', names, { search: someone, after: null }, answered()],
];

export const variables: Family = {
  name: 'variables',
  isAskedAgain: true,
  cases: (world: World): readonly HostileCase[] =>
    rows.map(([name, query, values, right, as]) => ({ name, sent: ask(world, query, values, as), right })),
};
