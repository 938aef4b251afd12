// Documents: what does not parse, what does not fit the graph, what multiplies, and names that only look like ours.
import { answered, either, equals, fails, refused } from './case.ts';
import type { Family, HostileCase, Look, Right, World } from './case.ts';
import { ask, plainQuery, post, repeat } from './requests.ts';

const me = answered(equals({ me: { profile: 'investigator' } }));
const unparsed = refused('GRAPHQL_PARSE_FAILED');
const invalid = refused('GRAPHQL_VALIDATION_FAILED');
const tooMany = refused('TOO_MANY_SELECTIONS');
const tokens = refused('TOO_MANY_TOKENS');
const badRequest = refused('BAD_REQUEST');
const notFound = refused('OPERATION_NOT_FOUND');
const noSuchType = refused('OPERATION_TYPE_REFUSED');

/** The answer holds this in so many words. */
const holds =
  (text: string): Look =>
  (data) =>
    JSON.stringify(data).includes(text) ? undefined : 'something is missing';

const chain = (count: number, type = 'Query', last = 'me { id }') =>
  `{ ...F0 } ${repeat(count, (n) => `fragment F${n} on ${type} { ...F${n + 1} }`)} fragment F${count} on ${type} { ${last} }`;
const tree = (count: number, spreads: number) =>
  `{ ...F0 } ${repeat(count, (n) => `fragment F${n} on Query { ${`...F${n + 1} `.repeat(spreads)} }`)} fragment F${count} on Query { me { id } }`;

const cases: readonly (readonly [name: string, query: string, right: Right])[] = [
  // what is no GraphQL
  ['nothing', '', unparsed],
  ['white space', ' \n\t,,, ', unparsed],
  ['a comment alone', '# { me { id } }', unparsed],
  ['a brace', '{', unparsed],
  ['a brace too many', '{ me { id } } }', unparsed],
  ['nothing selected', '{}', unparsed],
  ['nothing selected below', '{ me {} }', unparsed],
  ['a word', 'query', unparsed],
  ['an unknown kind of operation', 'delete { me { id } }', unparsed],
  ['SQL', 'SELECT * FROM individuals', unparsed],
  ['JavaScript', '{ me { id } }; process.exit()', unparsed],
  ['a template', '{{ 7 * 7 }}', unparsed],
  ['a template of the shell', '$(id)', unparsed],
  ['a text that does not end', '{ search(text: "x) { readings { kind } } }', unparsed],
  ['a block text that does not end', '{ search(text: """x) { readings { kind } } }', unparsed],
  ['a line feed in a text', '{ search(text: "a\nb") { readings { kind } } }', unparsed],
  ['an escape that is none', '{ search(text: "\\q") { readings { kind } } }', unparsed],
  ['half a surrogate pair by an escape', '{ search(text: "\\uD83D") { readings { kind } } }', unparsed],
  ['half a surrogate pair by a wide escape', '{ search(text: "\\u{D83D}") { readings { kind } } }', unparsed],
  ['a character beyond Unicode', '{ search(text: "\\u{110000}") { readings { kind } } }', unparsed],
  ['an escape without end', '{ search(text: "\\u{41") { readings { kind } } }', unparsed],
  [
    'an escape of a thousand zeros',
    `{ search(text: "\\u{${'0'.repeat(1000)}41}") { readings { kind } } }`,
    either(unparsed, fails('BAD_ARGUMENT')),
  ],
  ['a NUL by an escape', '{ search(text: "a\\u0000") { readings { kind } } }', refused('BAD_TEXT')],
  ['a NUL by a wide escape', '{ search(text: "\\u{0}") { readings { kind } } }', refused('BAD_TEXT')],
  ['a control character', '{ me { id\u0007 } }', unparsed],
  ['a mark of byte order in the middle', '{ me \uFEFF{ profile } }', me],
  ['a space that does not break', '{ me\u00a0{ profile } }', unparsed],
  ['a space of no width', '{ m\u200be { profile } }', unparsed],
  ['a bracket of full width', '{ me ｛ profile } }', unparsed],
  ['a letter of another alphabet in a field', '{ mе { profile } }', unparsed],
  ['a text written from right to left', '{ me \u202e{ profile } }', unparsed],
  ['a number that is none', '{ findIndividuals(search: { name: "x" }, first: 01) { totalCount } }', unparsed],
  ['a number and letters', '{ findIndividuals(search: { name: "x" }, first: 1x) { totalCount } }', unparsed],
  ['two dots', '{ ..A }', unparsed],
  ['a spread named on', '{ ...on }', unparsed],
  ['a fragment named on', '{ ...A } fragment on on Query { me { id } }', unparsed],
  ['an alias of an alias', '{ a: b: me { id } }', unparsed],
  ['variables without a type', 'query ($a) { me { id } }', unparsed],
  ['a variable in a default', 'query ($a: String = $b) { search(text: $a) { readings { kind } } }', unparsed],
  ['an object that is not closed', '{ findIndividuals(search: { name: "x" ', unparsed],
  ['forty thousand brackets', `{ search(text: ${'['.repeat(40_000)}`, tokens],
  ['braces without end', '{a'.repeat(20_000), tokens],
  ['a name of eighty thousand letters', `{ ${'a'.repeat(80_000)} }`, invalid],
  ['eighty thousand commas', `{ me { profile } }${','.repeat(80_000)}`, me],
  ['a comment of eighty thousand letters', `# ${'x'.repeat(80_000)}\n{ me { profile } }`, me],
  ['twenty thousand comments', `${'#\n'.repeat(20_000)}{ me { profile } }`, me],
  ['the end of a line of every kind', '{\r\n me\r{\n profile\r\r\n}}', me],
  // what is defined and may not be asked
  ['a type', 'type Query { me: String }', invalid],
  ['a type beside an operation', '{ me { profile } } type Evil { id: ID }', invalid],
  ['a schema', 'schema { query: Query }', invalid],
  ['an extension', 'extend type Query { evil: String }', invalid],
  ['a directive of its own', 'directive @evil on FIELD { me { id } }', invalid],
  ['fragments alone', 'fragment A on Query { me { id } }', invalid],
  ['a subscription', 'subscription { me { id } }', noSuchType],
  ['a mutation', 'mutation { __typename }', noSuchType],
  [
    'a mutation behind a query',
    'query A { me { profile } } mutation B { deleteAll }',
    either(noSuchType, notFound, invalid),
  ],
  ['two operations, neither named', 'query A { me { id } } query B { me { id } }', notFound],
  ['two operations without a name', '{ me { id } } { me { id } }', invalid],
  ['two operations of one name', 'query A { me { id } } query A { me { id } }', invalid],
  ['an operation named __proto__', 'query __proto__ { me { profile } }', me],
  ['an operation named __schema', 'query __schema { me { profile } }', me],
  ['an operation named constructor', 'query constructor { me { profile } }', me],
  // what is not in the graph
  ['an unknown field', '{ nothing }', invalid],
  ['an unknown field below', '{ me { nothing } }', invalid],
  ['an unknown argument', '{ search(text: "x", limit: 5) { readings { kind } } }', invalid],
  ['a missing argument', '{ search { readings { kind } } }', invalid],
  ['an argument twice', '{ search(text: "x", text: "y") { readings { kind } } }', invalid],
  ['a leaf with a selection', '{ me { id { id } } }', invalid],
  ['an object without one', '{ me }', invalid],
  ['an unknown type', '{ ... on Evil { id } }', invalid],
  ['a fragment on a type that cannot be', '{ ... on Vehicle { id } }', invalid],
  ['a fragment on an input', '{ ... on IndividualSearch { name } }', invalid],
  ['a fragment on a scalar', '{ ... on CPF { id } }', invalid],
  [
    'entities',
    '{ _entities(representations: [{ __typename: "Individual", id: "1" }]) { ... on Individual { cpf } } }',
    invalid,
  ],
  ['the schema of a source', '{ _service { sdl } }', invalid],
  ['entities under an alias', '{ me: _entities(representations: []) { __typename } }', invalid],
  ['the type of entities', '{ __type(name: "_Entity") { name } }', answered(equals({ __type: null }))],
  ['the type of any', '{ __type(name: "_Any") { name } }', answered(equals({ __type: null }))],
  [
    'a type of the machinery',
    '{ a: __type(name: "join__Graph") { name } b: __type(name: "link__Import") { name } }',
    answered(equals({ a: null, b: null })),
  ],
  [
    'the directives of the graph',
    '{ __schema { directives { name } } }',
    answered((data) =>
      /join__|policy|requiresScopes|masked|tag|authenticated/.test(JSON.stringify(data))
        ? 'a rule is shown'
        : undefined,
    ),
  ],
  ['two fields under one name', '{ me { id } me: holders { code } }', invalid],
  [
    'one field with two arguments',
    '{ search(text: "a") { readings { kind } } search(text: "b") { readings { kind } } }',
    invalid,
  ],
  ['a type of no leaf', 'query ($a: Individual) { me { id } }', invalid],
  ['a hidden key', '{ infosegKey_id: me { id } }', badRequest],
  ['a hidden key below', '{ me { infosegKey_id: id } }', badRequest],
  ['a name that begins as ours', '{ infoseg_x: me { profile } }', either(badRequest, answered())],
  [
    'a name that ends as ours',
    '{ x_infoseg: me { profile } }',
    answered(equals({ x_infoseg: { profile: 'investigator' } })),
  ],
  ['an alias of __typename', '{ __typename: me { profile } }', either(answered(), invalid, badRequest)],
  ['a field under the name of another', '{ me { cpf: id level: profile } }', answered(holds('"level":"investigator"'))],
  ['__typename a hundred ways', `{ ${repeat(30, (n) => `t${n}: __typename`)} }`, refused('TOO_MANY_ROOT_FIELDS')],
  ['__typename of the root', '{ __typename }', answered(equals({ __typename: 'Query' }))],
  [
    '__typename as __proto__',
    '{ __proto__: __typename }',
    answered((data) => (Object.hasOwn(data, '__proto__') ? undefined : 'no own __proto__')),
  ],
  // directives
  ['a directive that is none', '{ me @evil { id } }', invalid],
  ['a directive of the rules', '{ me @authenticated { id } }', invalid],
  ['a directive of a subgraph', '{ me @requiresScopes(scopes: [["person"]]) { id } }', invalid],
  ['a directive without its argument', '{ me @include { id } }', invalid],
  ['a directive with null', '{ me @include(if: null) { id } }', invalid],
  ['a directive with a text', '{ me @skip(if: "true") { id } }', invalid],
  ['a directive where none may be', 'query @skip(if: true) { me { id } }', invalid],
  ['a directive twice', '{ me @skip(if: false) @skip(if: true) { id } }', invalid],
  ['defer', '{ ... @defer { me { id } } }', invalid],
  ['defer of a fragment', '{ ...A @defer(label: "x") } fragment A on Query { me { id } }', invalid],
  ['stream', '{ holders @stream(initialCount: 1) { code } }', invalid],
  ['live', 'query @live { me { id } }', invalid],
  ['oneOf in a query', '{ me @oneOf { id } }', invalid],
  ['deprecated in a query', '{ me @deprecated { id } }', invalid],
  ['specifiedBy in a query', '{ me @specifiedBy(url: "http://169.254.169.254/") { id } }', invalid],
  ['all left out', '{ me @skip(if: true) { id } }', answered(equals({}))],
  ['all left out by inclusion', '{ ... @include(if: false) { me { id } } }', answered(equals({}))],
  ['left out and put in', '{ me @skip(if: true) @include(if: true) { id } }', answered(equals({}))],
  ['left out below', '{ me { profile id @skip(if: true) } }', me],
  ['nothing left below', '{ me { id @skip(if: true) } }', answered(equals({ me: {} }))],
  ['forty directives', `{ me { id ${'@skip(if: false) '.repeat(40)} } }`, refused('TOO_MANY_DIRECTIVES')],
  ['a thousand directives', `{ me { id ${'@a '.repeat(900)} } }`, refused('TOO_MANY_DIRECTIVES')],
  [
    'directives on fifty fields',
    `{ me { ${repeat(50, (n) => `a${n}: id @skip(if: true)`)} } }`,
    refused('TOO_MANY_ALIASES', 'TOO_MANY_DIRECTIVES'),
  ],
  // what multiplies
  ['a tree of fragments of 1.7 kB', tree(28, 3), tooMany],
  ['a tree of fragments of 20 levels', tree(20, 2), tooMany],
  ['a tree of forty levels', tree(40, 4), tooMany],
  ['a chain of fragments', chain(60), tooMany],
  ['a chain of three hundred fragments', chain(300), either(answered(), tokens, tooMany)],
  ['a fragment of itself', '{ ...A } fragment A on Query { ...A }', tooMany],
  ['a fragment of itself below', '{ ...A } fragment A on Query { me { ...B } } fragment B on Me { id ...B }', tooMany],
  ['a circle of two', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }', tooMany],
  ['a circle of fifty', `{ ...F0 } ${repeat(50, (n) => `fragment F${n} on Query { ...F${(n + 1) % 50} }`)}`, tooMany],
  ['a circle that nobody spreads', '{ me { id } } fragment A on Query { ...A }', tooMany],
  [
    'a circle through a field',
    '{ ...A } fragment A on Query { individual(id: "1") { warrants { edges { node { person { ...B } } } } } } fragment B on Individual { warrants { edges { node { person { ...B } } } } }',
    tooMany,
  ],
  ['a fragment named __schema', '{ ...__schema } fragment __schema on Query { ...__schema }', tooMany],
  [
    'depth in a fragment named __schema',
    `{ ...__schema } fragment __schema on Query { ${'individual(id: "1") { warrants { edges { node { person { '.repeat(1)}${'warrants { edges { node { person { '.repeat(5)} id ${'} '.repeat(25)}}`,
    either(refused('TOO_DEEP'), unparsed),
  ],
  ['a fragment named constructor', '{ ...constructor } fragment constructor on Query { me { profile } }', me],
  ['a fragment named __proto__', '{ ...__proto__ } fragment __proto__ on Query { me { profile } }', me],
  ['a spread of __proto__ that is not there', '{ ...__proto__ ...hasOwnProperty }', invalid],
  [
    'two fragments of one name',
    '{ ...A } fragment A on Query { me { id } } fragment A on Query { me { profile } }',
    invalid,
  ],
  ['a fragment that nobody uses', '{ me { id } } fragment A on Query { me { id } }', invalid],
  [
    'inline fragments in each other',
    `${'{ ... '.repeat(300)}{ me { profile } }${' }'.repeat(300)}`,
    either(me, tooMany, refused('TOO_DEEP')),
  ],
  [
    'inline fragments of a type in each other',
    `{ ${'... on Query { '.repeat(200)} me { profile } ${'} '.repeat(200)} }`,
    either(me, tooMany),
  ],
  [
    'a thousand aliases',
    `{ ${repeat(600, (n) => `a${n}: me { id }`)} }`,
    either(tokens, refused('TOO_MANY_ROOT_FIELDS')),
  ],
  ['forty aliases below', `{ me { ${repeat(40, (n) => `a${n}: id`)} } }`, refused('TOO_MANY_ALIASES')],
  ['twenty-one root fields', `{ ${repeat(21, (n) => `a${n}: me { id }`)} }`, refused('TOO_MANY_ROOT_FIELDS')],
  [
    'root fields by fragments',
    `{ ${'...A '.repeat(21)} } fragment A on Query { me { id } }`,
    refused('TOO_MANY_ROOT_FIELDS'),
  ],
  ['one field a thousand times', `{ me { ${'id '.repeat(1000)} } }`, tooMany],
  ['one field nine hundred times', `{ me { ${'profile '.repeat(900)} } }`, either(me, invalid)],
  [
    'a look-up twenty times',
    `{ ${repeat(20, (n) => `v${n}: vehicles(plates: ["ABC1234"]) { plate }`)} }`,
    answered(holds('"v19"')),
  ],
  [
    'a look-up of one plate a hundred times',
    `{ vehicles(plates: [${repeat(100, () => '"ABC1234"', ',')}]) { plate } }`,
    either(fails('BAD_ARGUMENT'), refused('OPERATION_TOO_EXPENSIVE', 'TOO_MANY_PLATES')),
  ],
  ['depth of a hundred', `${'{ me '.repeat(100)}${'}'.repeat(100)}`, refused('TOO_DEEP')],
  [
    'depth in a circle of the graph',
    `{ individual(id: "1") { ${'warrants { edges { node { person { '.repeat(4)} id ${'} } } } '.repeat(4)} } }`,
    refused('TOO_DEEP'),
  ],
  [
    'depth in the schema',
    `{ __schema ${'{ types { fields { type '.repeat(5)} { name } ${'} } } '.repeat(5)} }`,
    either(refused('TOO_DEEP'), invalid),
  ],
  [
    'lists of lists of the schema',
    '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }',
    invalid,
  ],
  ['the schema twice', '{ a: __schema { types { name } } b: __schema { types { name } } }', answered()],
  [
    'types in types',
    `{ __type(name: "Query") { fields { type { ofType { ofType { ofType { ofType { ofType { name } } } } } } } } }`,
    answered(),
  ],
  ['a type that is not there', '{ __type(name: "Evil") { name } }', answered(equals({ __type: null }))],
  [
    'a type named __proto__',
    '{ __type(name: "__proto__") { name } b: __type(name: "constructor") { name } }',
    answered(equals({ __type: null, b: null })),
  ],
  ['a type of a long name', `{ __type(name: "${'x'.repeat(50_000)}") { name } }`, answered(equals({ __type: null }))],
  // literals
  [
    'a literal of eighty thousand letters',
    `{ search(text: "${'x'.repeat(80_000)}") { readings { kind } } }`,
    fails('BAD_ARGUMENT'),
  ],
  [
    'a block text of eighty thousand letters',
    `{ search(text: """${'x'.repeat(80_000)}""") { readings { kind } } }`,
    fails('BAD_ARGUMENT'),
  ],
  [
    'a block text of twenty thousand lines',
    `{ search(text: """${' x\n'.repeat(20_000)}""") { readings { kind } } }`,
    fails('BAD_ARGUMENT'),
  ],
  [
    'twenty thousand escapes',
    `{ search(text: "${'\\u0041'.repeat(13_000)}") { readings { kind } } }`,
    fails('BAD_ARGUMENT'),
  ],
  [
    'a text where a number goes',
    '{ findIndividuals(search: { name: "MARIA", motherName: "ANA" }, first: "5") { totalCount } }',
    invalid,
  ],
  ['a number where a text goes', '{ search(text: 5) { readings { kind } } }', invalid],
  ['a word where a text goes', '{ search(text: ABC1234) { readings { kind } } }', invalid],
  ['an object where a text goes', '{ search(text: { eq: "x" }) { readings { kind } } }', invalid],
  ['a list where a text goes', '{ search(text: ["a", "b"]) { readings { kind } } }', invalid],
  ['a text where an enum goes', '{ individuals(cpf: "71064044115", freshness: "LIVE") { subjects { id } } }', invalid],
  ['an enum that is none', '{ individuals(cpf: "71064044115", freshness: NOW) { subjects { id } } }', invalid],
  ['true where an enum goes', '{ individuals(cpf: "71064044115", freshness: true) { subjects { id } } }', invalid],
  ['null where none may be', '{ search(text: null) { readings { kind } } }', invalid],
  ['an unknown member of an input', '{ findIndividuals(search: { name: "x", where: "1=1" }) { totalCount } }', invalid],
  ['a member of an input twice', '{ findIndividuals(search: { name: "x", name: "y" }) { totalCount } }', invalid],
  [
    'a prototype name as a member',
    '{ findIndividuals(search: { name: "x", __proto__: "y" }) { totalCount } }',
    invalid,
  ],
  [
    'a number beyond 32 bits',
    '{ findIndividuals(search: { name: "MARIA", motherName: "ANA" }, first: 2147483648) { totalCount } }',
    invalid,
  ],
  [
    'a number of a thousand digits',
    `{ findIndividuals(search: { name: "MARIA", motherName: "ANA" }, first: ${'9'.repeat(1000)}) { totalCount } }`,
    invalid,
  ],
  [
    'a fraction',
    '{ findIndividuals(search: { name: "MARIA", motherName: "ANA" }, first: 1.5) { totalCount } }',
    invalid,
  ],
  ['a variable that is nowhere declared', '{ search(text: $text) { readings { kind } } }', invalid],
  ['a variable that nobody uses', 'query ($text: String) { me { id } }', invalid],
  ['a variable declared twice', 'query ($a: String!, $a: String!) { search(text: $a) { readings { kind } } }', invalid],
  [
    'a thousand variables',
    `query (${repeat(600, (n) => `$v${n}: String`)}) { me { profile } }`,
    either(invalid, tokens),
  ],
  ['a default of the wrong type', 'query ($a: String! = 5) { search(text: $a) { readings { kind } } }', invalid],
];

const named = (world: World): readonly HostileCase[] => {
  const two = 'query A { me { profile } } query B { me { level } }';
  const naming = (operationName: unknown, query = two) => post(world, JSON.stringify({ query, operationName }));
  return [
    { name: 'the first of two by its name', sent: naming('A'), right: me },
    { name: 'a name that no operation has', sent: naming('C'), right: notFound },
    { name: 'a name in another case', sent: naming('a'), right: notFound },
    { name: 'a name with a space', sent: naming('A '), right: notFound },
    { name: 'a name for an operation without one', sent: naming('A', plainQuery), right: notFound },
    {
      name: 'the name of a fragment',
      sent: naming('F', 'query A { ...F } fragment F on Query { me { id } }'),
      right: notFound,
    },
    { name: 'a name for the log', sent: naming('A\r\n2026-11-21 root logged in'), right: notFound },
    { name: 'a name with an escape of the terminal', sent: naming('\u001b[2J\u001b[31mA'), right: notFound },
    {
      name: 'the mutation of a document by its name',
      sent: naming('B', 'query A { me { id } } mutation B { __typename }'),
      right: noSuchType,
    },
    {
      name: 'the subscription of a document by its name',
      sent: naming('B', 'query A { me { id } } subscription B { me { id } }'),
      right: either(noSuchType, invalid),
    },
  ];
};

export const graphqlText: Family = {
  name: 'GraphQL text',
  isAskedAgain: true,
  cases: (world) => [
    ...cases.map(([name, query, right]) => ({ name, sent: ask(world, query), right })),
    ...named(world),
  ],
};
