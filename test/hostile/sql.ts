// Texts that mean something to a database, in every argument that takes a free text: they are searched for as they are written, so they
// find nobody, and nobody waits.
import { answered, either, fails, findsNothing, refused } from './case.ts';
import type { Family, HostileCase, Right, World } from './case.ts';
import { ask } from './requests.ts';

const nothing = answered(findsNothing);
const unread = either(nothing, fails('BAD_ARGUMENT'), fails('TOO_BROAD'));

/** Where a text goes; with everything else such that it finds nobody. */
const places: readonly (readonly [name: string, query: string])[] = [
  [
    'the one box',
    'query Q($text: String!) { search(text: $text) { hits { edges { node { headline } } totalCount } } }',
  ],
  [
    'a name',
    'query Q($text: String!) { findIndividuals(search: { name: $text, birthDate: "1801-01-01" }) { totalCount edges { node { id } } } }',
  ],
  [
    'the name of a mother',
    'query Q($text: String!) { findIndividuals(search: { name: "ZYXWVUT QRSTUV", motherName: $text }) { totalCount edges { node { id } } } }',
  ],
  [
    'an RG beside a name',
    'query Q($text: String!) { findIndividuals(search: { name: "ZYXWVUT QRSTUV", rg: $text, rgUf: PE }) { totalCount edges { node { id } } } }',
  ],
  [
    'a name in a free search',
    'query Q($text: String!) { findIndividualsFreely(search: { name: $text, birthYearFrom: 1880, birthYearTo: 1881 }) { totalCount edges { node { id } } } }',
  ],
  [
    'an alias in a free search',
    'query Q($text: String!) { findIndividualsFreely(search: { alias: $text, birthYearFrom: 1880, birthYearTo: 1881 }) { totalCount edges { node { id } } } }',
  ],
  [
    'a municipality in a free search',
    'query Q($text: String!) { findIndividualsFreely(search: { name: "ZYXWVUT QRSTUV", municipality: $text }) { totalCount edges { node { id } } } }',
  ],
  ['a plate', 'query Q($text: String!) { vehicles(plates: [$text]) { subjects { id } } }'],
  ['a chassis', 'query Q($text: String!) { vehiclesByChassis(chassis: $text) { subjects { id } } }'],
  ['an engine', 'query Q($text: String!) { vehiclesByEngine(engine: $text) { subjects { id } } }'],
  [
    'a pattern of a plate',
    'query Q($text: String!) { findVehicles(search: { platePattern: $text }) { totalCount edges { node { id } } } }',
  ],
  [
    'the end of a chassis',
    'query Q($text: String!) { findVehicles(search: { chassisEnd: $text }) { totalCount edges { node { id } } } }',
  ],
  ['a serial', 'query Q($text: String!) { weaponsBySerial(serial: $text) { subjects { id } } }'],
  [
    'a registration',
    'query Q($text: String!) { weaponsByRegistration(system: SIGMA, registration: $text) { subjects { id } } }',
  ],
  ['an RG', 'query Q($text: String!) { individualsByDocument(rg: $text, uf: PE) { subjects { id } } }'],
];

const texts: readonly string[] = [
  '%',
  '%%%%%%',
  '______',
  '\\%\\_\\\\',
  "'",
  "' OR '1'='1",
  "') OR ('1'='1",
  "ZYXWVUT' OR 1=1 -- ",
  "ZYXWVUT'/**/OR/**/1=1/*",
  "'; DROP TABLE entry; --",
  "x'; SELECT pg_sleep(20); --",
  "' || pg_sleep(20) || '",
  "x' UNION SELECT usename, passwd FROM pg_shadow --",
  '$$; select pg_sleep(20); $$',
  '$1',
  "E'\\x27; select pg_sleep(20)--'",
  "U&'\\0027 or 1=1'",
  "x'; COPY (SELECT '') TO PROGRAM 'id'; --",
  '{a,b}',
  '{"a": NULL}',
  '(ZYX|WVU)%',
  '^[A-Z]+$',
  '(?i)zyx',
  'ZYXWVUT\\',
  'NULL',
  "'ZYX':*",
];

/** Filters that only narrow: one that reads as nothing must not let everything through. */
const narrowing: readonly (readonly [name: string, query: string])[] = [
  ['make', 'findVehicles(search: { platePattern: $plate, make: $text }) { totalCount edges { node { id } } }'],
  ['model', 'findVehicles(search: { platePattern: $plate, model: $text }) { totalCount edges { node { id } } }'],
  ['colour', 'findVehicles(search: { platePattern: $plate, colour: $text }) { totalCount edges { node { id } } }'],
  ['make of a weapon', 'weaponsBySerial(serial: $plate, make: $text) { subjects { id } }'],
];

export const sql: Family = {
  name: 'SQL and patterns',
  cases(world: World): readonly HostileCase[] {
    const { plate } = world.story.stolenPlate;
    const { serial } = world.story.twoSystemsSerial;
    const row = (name: string, query: string, variables: unknown, right: Right): HostileCase => ({
      name,
      sent: ask(world, query, variables),
      right,
    });
    return [
      ...places.flatMap(([place, query]) =>
        texts.map((text) => row(`${place}: ${JSON.stringify(text)}`, query, { text }, unread)),
      ),
      ...narrowing.flatMap(([what, field]) =>
        ['%', '_', '\\', "'", '*', '?', '.*', '$1', "' OR '1'='1", "x' OR 1=1 --", '💥', 'ZZZZ%'].map((text) =>
          row(
            `${what}: ${JSON.stringify(text)}`,
            `query Q($plate: String!, $text: String!) { ${field} }`,
            { plate: what === 'make of a weapon' ? serial : plate, text },
            either(nothing, fails('BAD_ARGUMENT')),
          ),
        ),
      ),
      row(
        'a state',
        'query Q($uf: UF!) { individualsByDocument(rg: "1234567", uf: $uf) { subjects { id } } }',
        { uf: "PE' OR '1'='1" },
        refused('GRAPHQL_VALIDATION_FAILED'),
      ),
    ];
  },
};
