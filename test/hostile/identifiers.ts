// Identifiers of every kind in every form that they have not, and in the forms of one that are the same one.
import { answered, either, equals, fails, findsNothing, refused } from './case.ts';
import type { Family, HostileCase, Right, World } from './case.ts';
import { ask } from './requests.ts';

const invalid = refused('GRAPHQL_VALIDATION_FAILED');
const badArgument = fails('BAD_ARGUMENT');

interface Kind {
  readonly name: string;
  readonly query: string;
  /** One that the world knows. */
  readonly known: (world: World) => string;
  readonly wrong: Right;
  /** What is wrong with this kind alone. */
  readonly wrongly: readonly string[];
}

const one = (argument: string, type: string, field: string, rest = '') =>
  `query Q($value: ${type}) { ${field}(${argument}: $value${rest}) { subjects { id } } }`;
const searching = (member: string) =>
  `query Q($value: String!) { findVehicles(search: { ${member}: $value }) { edges { node { id } } } }`;

const kinds: readonly Kind[] = [
  {
    name: 'CPF',
    query: one('cpf', 'CPF!', 'individuals'),
    known: ({ story }) => story.stolenPlate.owner.cpf,
    wrong: invalid,
    wrongly: [
      '7106404411',
      '710640441155',
      '71064044114',
      '71064044051',
      '00000000000',
      '99999999999',
      '710.640.441',
      'LGE1323',
      '7106404411X',
      '+71064044115',
      '71064044115.0',
      '7.1064044115e10',
    ],
  },
  {
    name: 'Renavam',
    query: one('renavam', 'Renavam!', 'vehiclesByRenavam'),
    known: ({ story }) => story.stolenPlate.renavam,
    wrong: invalid,
    wrongly: ['0698310260', '069831026001', '06983102601', '00000000000', '069831O2600', '6983102600'],
  },
  {
    name: 'warrant',
    query: one('number', 'WarrantNumber!', 'warrants'),
    known: ({ story }) => story.stolenPlate.owner.warrantNumber,
    wrong: invalid,
    wrongly: [
      '593143712202581709750100011',
      '59314371220258170975010001166',
      '5931437132025817097501000116',
      '5931437122025017097501000116',
      '5931437122025817097500000116',
      '593143712202581709750100',
      '0000000000000000000000000000',
      '59314371220258170975',
    ],
  },
  {
    name: 'plate',
    query: 'query Q($value: String!) { vehicles(plates: [$value]) { subjects { id } } }',
    known: ({ story }) => story.stolenPlate.plate,
    wrong: badArgument,
    wrongly: [
      'RJN7N6',
      'RJN7N666',
      '1234567',
      'ABCDEFG',
      'A1B2C3D',
      'RJN-7N66-BR',
      'RJN7N6%',
      'RJN_N66',
      'RJN*',
      'RJN?N66',
    ],
  },
  {
    name: 'chassis',
    query: one('chassis', 'String!', 'vehiclesByChassis'),
    known: ({ story }) => story.stolenPlate.chassis,
    wrong: badArgument,
    wrongly: [
      '9BFRHTV3ZM479248',
      '9BFRHTV3ZM47924822',
      '9BFRHTV3ZM479248O',
      'IIIIIIIIIIIIIIIII',
      '9BFRHTV3ZM47924%',
      'ABCD',
      'ABCDEFGHIJ',
    ],
  },
  {
    name: 'engine',
    query: one('engine', 'String!', 'vehiclesByEngine'),
    known: () => 'HR10DE123456',
    wrong: badArgument,
    wrongly: ['A123', 'ABCDEFGH', 'A1234567890123456789012', 'HR10DE12345%', 'HR10_E123456'],
  },
  {
    name: 'RG',
    query: one('rg', 'String!', 'individualsByDocument', ', uf: PE'),
    known: () => '1234567',
    wrong: badArgument,
    wrongly: ['1234', '123456789012345', 'ABC1234', '12345XX', 'X1234567Y', '12_4567'],
  },
  {
    name: 'RG of São Paulo',
    query: one('rg', 'String!', 'individualsByDocument', ', uf: SP'),
    known: () => '246781312',
    wrong: badArgument,
    wrongly: ['246781313', '2467813122', 'X46781312', '24678131', '24678131x2'],
  },
  {
    name: 'serial',
    query: one('serial', 'String!', 'weaponsBySerial'),
    known: ({ story }) => story.twoSystemsSerial.serial,
    wrong: badArgument,
    wrongly: ['AB', 'A'.repeat(21), 'KDT98327%', 'KDT_8327', 'KDT*'],
  },
  {
    name: 'registration',
    query: one('registration', 'String!', 'weaponsByRegistration', ', system: SINARM'),
    known: ({ story }) => story.suppressedRegistration,
    wrong: badArgument,
    wrongly: ['', 'A123', '1234567890123456', '12_34', '12%34'],
  },
  {
    name: 'end of a chassis',
    query: searching('chassisEnd'),
    known: ({ story }) => story.stolenPlate.chassis.slice(-8),
    wrong: either(badArgument, fails('TOO_BROAD')),
    wrongly: ['9248', '%%%%%%', '______', '479248%', 'A'.repeat(18), '479248\\'],
  },
  {
    name: 'pattern of a plate',
    query: searching('platePattern'),
    known: ({ story }) => `${story.stolenPlate.plate.slice(0, 4)}*`,
    wrong: either(badArgument, fails('TOO_BROAD')),
    wrongly: [
      '*',
      '***',
      '???????',
      'A*',
      'AB*',
      '*AB',
      'A?B*',
      '%',
      'RJN%',
      'RJN7N6_',
      'RJN[0-9]*',
      '^RJN',
      'RJN.*$',
      'R*J*N*7',
      '**********************',
      'RJN7\\*',
    ],
  },
];

/** What is no identifier of any kind, whatever the kind. */
const wrongForAll: readonly (readonly [name: string, make: (known: string) => string])[] = [
  ['spaces alone', () => '   '],
  ['seventy characters', (known) => known.repeat(10).slice(0, 70)],
  ['a thousand characters', (known) => known.repeat(100).slice(0, 1000)],
  ['a prototype name', () => '__proto__'],
  ['a space of no width within', (known) => `${known.slice(0, 3)}\u200b${known.slice(3)}`],
  ['a joiner of no width within', (known) => `${known.slice(0, 3)}\u200d${known.slice(3)}`],
  ['a mark of byte order before', (known) => `\ufeff\u2060${known}`],
  ['an override of direction before', (known) => `\u202e${known}`],
  ['isolates of direction round it', (known) => `\u2067${known}\u2069`],
  ['a combining accent within', (known) => `${known.slice(0, 3)}\u0301${known.slice(3)}`],
  ['a thousand combining accents', (known) => `${known}${'\u0301'.repeat(1000)}`],
  ['a soft hyphen within', (known) => `${known.slice(0, 3)}\u00ad${known.slice(3)}`],
  ['letters of another alphabet', (known) => known.replace(/./, 'Ж')],
  ['digits of Arabic', () => '٧١٠٦٤٠٤٤١١٥'],
  ['digits of Devanagari', () => '७१०६४०४४११५'],
  ['a tag character', (known) => `${known}\u{e0031}`],
  ['a picture', (known) => `${known}🚗`],
  ['a replacement character', (known) => `${known}\ufffd`],
  ['a character of the private use area', (known) => `\ue000${known}`],
  ['a line of SQL', (known) => `${known}' OR '1'='1`],
  ['a comment of SQL', (known) => `${known}'--`],
  ['a template', (known) => `\${${known}}`],
  ['a control character', (known) => `${known}\u0007`],
  ['an escape of the terminal', (known) => `\u001b[31m${known}`],
];

/** What a careless program takes for something, and some kinds for one of theirs that nobody has. */
const words = ['null', 'undefined', 'true', 'NaN', 'hasOwnProperty', 'constructor', '../../etc/passwd', '0x10', '1e10'];

/** Forms of a CPF that are the same CPF, and name the same person. */
const sameCpf: readonly (readonly [name: string, make: (cpf: string) => string])[] = [
  ['as it is', (cpf) => cpf],
  ['with dots and a hyphen', (cpf) => cpf.replace(/(...)(...)(...)(..)/, '$1.$2.$3-$4')],
  ['with spaces', (cpf) => ` ${cpf.slice(0, 3)} ${cpf.slice(3, 6)} ${cpf.slice(6)} `],
  ['with slashes', (cpf) => cpf.replace(/(...)(...)(...)(..)/, '$1/$2/$3/$4')],
  ['in digits of full width', (cpf) => [...cpf].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('')],
  ['with a line feed behind', (cpf) => `${cpf}\n`],
];

export const identifiers: Family = {
  name: 'identifiers',
  cases(world: World): readonly HostileCase[] {
    const short = (text: string) => JSON.stringify(text.length > 32 ? `${text.slice(0, 32)}… (${text.length})` : text);
    const wrong = kinds.flatMap(({ name, query, known, wrong: right, wrongly }) => [
      ...wrongly.map((value) => ({
        name: `${name}: ${short(value)}`,
        sent: ask(world, query, { value }),
        right,
      })),
      ...wrongForAll.map(([what, make]) => ({
        name: `${name}: ${what}`,
        sent: ask(world, query, { value: make(known(world)) }),
        right,
      })),
      ...words.map((value) => ({
        name: `${name}: the word ${value}`,
        sent: ask(world, query, { value }),
        right: either(right, answered(findsNothing)),
      })),
    ]);
    const { cpf } = world.story.stolenPlate.owner;
    const same = sameCpf.map(([what, make]) => ({
      name: `a CPF ${what} is the same person`,
      sent: ask(world, 'query Q($cpf: CPF!) { individuals(cpf: $cpf) { subjects { cpf } } }', { cpf: make(cpf) }),
      right: answered(equals({ individuals: { subjects: [{ cpf }] } })),
    }));
    const literal = kinds.slice(0, 3).map(({ name, query, wrongly, wrong: right }) => ({
      name: `${name}: written into the text`,
      sent: ask(world, query.replace(/query Q\([^)]*\) /, '').replace('$value', JSON.stringify(wrongly[0]))),
      right,
    }));
    return [...wrong, ...literal, ...same];
  },
};
