// Operations that are allowed and cost as much as they can: each drives one stage of the gateway to the limits of gateway/limits.
export interface HostileOperation {
  readonly name: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

const times = (count: number, text: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => text(at)).join(' ');
const id = '00000000-0000-4000-8000-000000000001';

const scalarsOfIndividual = 'holder recordId updatedAt asOf name socialName aliases motherName fatherName birthDate';
const scalarsOfVehicle = 'holder recordId updatedAt asOf plate renavam chassis engine make model colour fuel uf stolen';
const scalarsOfWarrant = 'holder recordId updatedAt asOf warrantStatus number kind secrecy issuedOn court judge regime';
const scalarsOfWeapon = 'holder recordId updatedAt asOf system registration serial make model calibre capacity barrels';

/** One of each family; `salt` makes every text another. */
export function hostileOperations(salt: string): readonly HostileOperation[] {
  const named = (body: string, variables = '') => `query H${salt}${variables} { ${body} }`;
  const subjects = (alias: string) =>
    `${alias}: search(text: "x") { hits { edges { node { subject {
      ... on Individual { id name records { ${scalarsOfIndividual} } vehicles(first: 1) { edges { node { id records { ${scalarsOfVehicle} } } } } }
      ... on Company { id name vehicles(first: 1) { edges { node { id } } } }
      ... on Vehicle { id make records { ${scalarsOfVehicle} } parties { party { ... on Individual { id name } ... on Company { id } } } }
      ... on Weapon { id serial records { ${scalarsOfWeapon} } owners { ... on Individual { id name } } }
      ... on Warrant { id number record { ${scalarsOfWarrant} } person { id name } }
    } } } } }`;
  return [
    { name: 'one key a thousand times', query: named(`individual(id: "${id}") { ${times(990, () => 'name')} }`) },
    {
      name: 'one selection 490 times',
      query: named(`individual(id: "${id}") { ${times(480, () => 'records{holder}')} }`),
    },
    {
      name: 'one selection 240 times, three levels',
      query: named(`individual(id: "${id}") { ${times(240, () => 'vehicles{edges{cursor}}')} }`),
    },
    {
      name: 'equal arguments of 500 bytes',
      query: named(
        `individual(id: "${id}") { ${times(150, () => `vehicles(first:1,after:"${'x'.repeat(550)}"){totalCount}`)} }`,
      ),
    },
    {
      name: 'equal arguments that are lists',
      query: named(times(20, () => `vehicles(plates:[${times(80, () => '"ABC1D23"')}]){plate}`)),
    },
    {
      name: 'fragments that spread each other',
      query: `${named(`individual(id: "${id}") { ...F0 }`)} ${times(14, (at) => `fragment F${at} on Individual { id name sex ${at < 13 ? `...F${at + 1}` : 'cpf'} records { ${scalarsOfIndividual} } }`)}`,
    },
    {
      name: 'a hundred fragments side by side',
      query: `${named(`individual(id: "${id}") { ${times(120, (at) => `...F${at}`)} }`)} ${times(120, (at) => `fragment F${at} on Individual { id name records{holder} }`)}`,
    },
    {
      name: 'a hundred small fragments in fragments',
      query: `${named(`individual(id: "${id}") { ${times(60, (at) => `...F${at}`)} }`)} ${times(60, (at) => `fragment F${at} on Individual { ...G${at} id } fragment G${at} on Individual { records { ...R${at} } } fragment R${at} on IndividualRecord { holder name }`)}`,
    },
    {
      name: 'inline fragments over a union',
      query: named(
        `search(text: "x") { hits { edges { node { subject { ${times(90, () => '... on Individual{id records{holder}}')} ${times(60, () => '... on Vehicle{id records{holder}}')} ${times(30, () => '... on Weapon{id}')} } } } } }`,
      ),
    },
    { name: 'union in ten aliases', query: named(times(8, (at) => subjects(`s${at}`))) },
    {
      name: 'probes of every kind in twenty aliases',
      query: named(
        times(
          20,
          (at) =>
            `p${at}: search(text: "x") { probes { ... on IndividualProbe { records { holder name } } ... on VehicleProbe { records { holder plate } } ... on ForeignVehicleProbe { records { holder } } ... on WeaponProbe { records { holder serial } } ... on WarrantProbe { records { holder number } } } }`,
        ),
      ),
    },
    {
      name: 'twenty people by alias, all their records',
      query: named(
        times(
          20,
          (at) =>
            `i${at}: individual(id: "${id.slice(0, -2)}${String(at).padStart(2, '0')}") { id name records { ${scalarsOfIndividual} } warrants(first: 1) { edges { node { record { ${scalarsOfWarrant} } } } } }`,
        ),
      ),
    },
    {
      name: 'deep, there and back',
      query: named(
        times(
          7,
          (at) =>
            `d${at}: individual(id: "${id}") { vehicles(first:1) { edges { node { records { holder plate } parties { party { ... on Individual { records { holder } vehicles(first:1) { edges { node { records { holder } parties { party { ... on Individual { id records { holder } warrants(first:1) { edges { node { id } } } } ... on Company { id name } } } } } } } } } } } } weapons(first:1) { edges { node { owners { ... on Individual { records { holder } } } records { holder } } } } }`,
        ),
      ),
    },
    {
      name: 'a text of 90 kB in one argument',
      query: named(`search(text: "${'x'.repeat(90_000)}") { readings { kind } }`),
    },
    { name: 'a comment of 95 kB', query: `# ${'x'.repeat(95_000)}\n${named('me { id }')}` },
    { name: 'spaces and commas of 95 kB', query: `${', '.repeat(47_500)}${named('me { id }')}` },
    { name: 'a comment a byte', query: `${'#\n'.repeat(47_500)}${named('me { id }')}` },
    {
      name: 'lists in lists in a literal',
      query: named(`vehicles(plates: ${'['.repeat(900)}"A"${']'.repeat(900)}) { plate }`),
    },
    {
      name: 'objects in objects in a literal',
      query: named(`findIndividuals(search: ${'{a:'.repeat(480)}1${'}'.repeat(480)}) { totalCount }`),
    },
    {
      name: 'twenty thousand plates as a value',
      query: named('vehicles(plates: $p) { plate }', '($p: [String!]!)'),
      variables: { p: Array.from({ length: 9000 }, (_, at) => `A${at}`) },
    },
    {
      name: 'wrong values by the thousand',
      query: named('vehicles(plates: $p) { plate }', '($p: [String!]!)'),
      variables: { p: Array.from({ length: 30_000 }, () => 1) },
    },
    {
      name: 'four hundred variables',
      query: named(`individual(id: "${id}") { id }`, `(${times(390, (at) => `$v${at}:[String]`)})`),
    },
    {
      name: 'the whole schema in twenty aliases',
      query: named(
        times(
          16,
          (at) =>
            `s${at}: __schema { types { name description fields { name description args { name type { name kind ofType { name kind ofType { name } } } } type { name kind ofType { name kind ofType { name kind ofType { name } } } } } } }`,
        ),
      ),
    },
    {
      name: 'types of types of types',
      query: named(
        `__schema { types { fields { type { fields { type { fields { type { fields { name type { name } } } } } } } } } }`,
      ),
    },
    {
      name: 'thirty conditions',
      query: named(
        `individual(id: "${id}") { ${times(28, (at) => `... @include(if: $c${at}) { records { ${scalarsOfIndividual} } }`)} }`,
        `(${times(28, (at) => `$c${at}: Boolean!`)})`,
      ),
      variables: Object.fromEntries(Array.from({ length: 28 }, (_, at) => [`c${at}`, at % 2 === 0])),
    },
    {
      name: 'unknown fields by the thousand',
      query: named(`individual(id: "${id}") { ${times(900, (at) => `nam${at}`)} }`),
    },
    {
      name: 'unknown fragments by the hundred',
      query: named(`individual(id: "${id}") { ${times(480, (at) => `...F${at}`)} }`),
    },
    {
      name: 'fragments that nobody spreads',
      query: `${named('me { id }')} ${times(240, (at) => `fragment F${at} on Individual{id}`)}`,
    },
    {
      name: 'operations by the hundred',
      query: times(250, (at) => `query Q${salt}${at} { me { id } }`),
    },
  ];
}
