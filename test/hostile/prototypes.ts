// Names that mean something to JavaScript, wherever a name or a value goes: they are names and values.
import { answered, either, fails, refused } from './case.ts';
import type { Family, HostileCase, Look, Right, World } from './case.ts';
import { ask, post } from './requests.ts';

const names = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'toJSON',
  'then',
  '__defineGetter__',
  'length',
  'arguments',
  'undefined',
  'null',
  'NaN',
] as const;

const invalid = refused('GRAPHQL_VALIDATION_FAILED');
const badArgument = fails('BAD_ARGUMENT');

/** As a variable it would be lost in a plain object, so it is refused before it gets to one. */
const lost = (name: string, right: Right): Right => (name === '__proto__' ? refused('BAD_REQUEST') : right);

/** The alias stands in the data as its own member, and holds what was asked for. */
const own =
  (name: string, value: string): Look =>
  (data) =>
    Object.hasOwn(data, name) && JSON.stringify(data[name]) === value ? undefined : 'the alias is not a plain member';

export const prototypes: Family = {
  name: 'prototype names',
  isAskedAgain: true,
  cases(world: World): readonly HostileCase[] {
    const { plate, owner } = world.story.stolenPlate;
    const reserved = new Set(['null']);
    return [
      ...names.flatMap((name): readonly HostileCase[] => [
        {
          name: `${name} as an alias of the root`,
          sent: ask(world, `{ ${name}: me { profile } }`),
          right: answered(own(name, '{"profile":"investigator"}')),
        },
        {
          name: `${name} as an alias below`,
          sent: ask(world, `{ me { ${name}: profile } }`),
          right: answered((data) => own(name, '"investigator"')(data['me'] as Readonly<Record<string, unknown>>)),
        },
        {
          name: `${name} as an alias of what several sources answer`,
          sent: ask(
            world,
            `query Q($cpf: CPF!) { ${name}: individuals(cpf: $cpf) { ${name}: subjects { ${name}: id name records { ${name}: holder recordId name alerts { ${name}: kind } } } } }`,
            { cpf: owner.cpf },
          ),
          right: answered((data) => (Object.hasOwn(data, name) ? undefined : 'the alias is not a plain member')),
        },
        {
          name: `${name} as an alias of a list of vehicles`,
          sent: ask(
            world,
            `query Q($plates: [String!]!) { ${name}: vehicles(plates: $plates) { ${name}: subjects { id ${name}: plates { plate } records { ${name}: plate holder } } } }`,
            { plates: [plate] },
          ),
          right: answered((data) => (Object.hasOwn(data, name) ? undefined : 'the alias is not a plain member')),
        },
        {
          name: `${name} as a field`,
          sent: ask(world, `{ me { ${name} } }`),
          right: invalid,
        },
        {
          name: `${name} as an argument`,
          sent: ask(world, `{ search(text: "ABC1234", ${name}: 1) { readings { kind } } }`),
          right: invalid,
        },
        {
          name: `${name} as a directive`,
          sent: ask(world, `{ me @${name} { profile } }`),
          right: invalid,
        },
        {
          name: `${name} as a type`,
          sent: ask(world, `{ me { ... on ${name} { profile } } }`),
          right: invalid,
        },
        {
          name: `${name} as the type of a variable`,
          sent: ask(world, `query Q($a: ${name}) { me { profile } }`, { a: 1 }),
          right: invalid,
        },
        {
          name: `${name} as a variable`,
          sent: post(
            world,
            `{"query":"query Q($${name}: String!) { search(text: $${name}) { readings { kind } } }","variables":{"${name}":"ABC1234"}}`,
          ),
          right: lost(name, answered()),
        },
        {
          name: `${name} as a variable that is an object`,
          sent: post(
            world,
            `{"query":"query Q($${name}: IndividualSearch!) { findIndividuals(search: $${name}) { totalCount } }","variables":{"${name}":{"name":"MARIA DA SILVA","motherName":"ANA DA SILVA"}}}`,
          ),
          right: lost(name, answered()),
        },
        {
          name: `${name} as a fragment`,
          sent: ask(world, `{ ...${name} } fragment ${name} on Query { me { profile } }`),
          right: answered(),
        },
        {
          name: `${name} as an operation`,
          sent: post(
            world,
            JSON.stringify({ query: `query ${name} { me { profile } } query B { me { id } }`, operationName: name }),
          ),
          right: answered(),
        },
        {
          name: `${name} as a text to search for`,
          sent: ask(
            world,
            'query Q($text: String!) { search(text: $text) { readings { kind } hits { totalCount } } }',
            { text: name },
          ),
          right: either(badArgument, fails('TOO_BROAD'), answered()),
        },
        {
          name: `${name} as an id`,
          sent: ask(world, 'query Q($id: ID!) { individual(id: $id) { id } }', { id: name }),
          right: answered((data) => (data['individual'] === null ? undefined : 'somebody is found')),
        },
        {
          name: `${name} as a plate, a country and a word of an enum`,
          sent: ask(
            world,
            `{ vehicles(plates: ["${name}"], country: "${name}", freshness: ${reserved.has(name) ? 'NULL' : name}) { plate } }`,
          ),
          right: invalid,
        },
      ]),
    ];
  },
};
