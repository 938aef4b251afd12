// For tests: every way in which the index can be asked about a person, their things and their numbers, and who asks.
import type { Asker, Profile } from '#kit/caller.ts';
import { unitToken } from '#kit/rules/policy.ts';
import type { AskOptions } from './ask-index.ts';
import type { Known } from './secrecy-people.ts';

export interface Stranger extends AskOptions {
  readonly profile: Profile;
}

const court = '8.26.0100';
export const secretCase = '00000018220268260100';
const unit = 'DRACO/PE';

/** Whom the secrets are for: each of these tokens opens them by itself. */
export const namedTokens = [
  `court:${court}`,
  `case:${secretCase}`,
  unitToken('PCPE', unit),
  'body:PCAC',
  'state:AC',
] as const;

const inquiry = { profile: 'investigator', purpose: 'INVESTIGATION', caseNumber: 'IP-2026-000123' } as const;

/** One by each of the tokens. */
export const named: readonly Stranger[] = [
  { profile: 'judge', purpose: 'JUDGMENT', caseNumber: '00000027420268260100', caller: { court } },
  { profile: 'prosecutor', purpose: 'PROSECUTION', caseNumber: secretCase, caller: { court } },
  { ...inquiry, caller: { body: 'PCPE', unit } },
  { ...inquiry, caller: { body: 'PCAC' } },
  { ...inquiry, caller: { state: 'AC', body: 'PMAC' } },
];

/** Every profile that may ask, near misses of the tokens among them; who may ask most comes most often. */
export const strangers: readonly Stranger[] = [
  inquiry,
  { profile: 'patrol', purpose: 'STOP', caller: { unit: '4º BPM', shift: '1' } },
  { ...inquiry, caller: { body: 'PCPE', unit: 'DRACO' } },
  { ...inquiry, caller: { body: 'PCPB', unit } },
  { profile: 'prosecutor', purpose: 'PROSECUTION', caseNumber: '00000027420268260100', caller: { court } },
  { profile: 'judge', purpose: 'JUDGMENT', caseNumber: '00000018220268170001', caller: { court: '8.17.0001' } },
  { profile: 'municipal-guard', purpose: 'STOP', caller: { unit: 'GCM', shift: '1' } },
  { ...inquiry, caseNumber: 'IP-2026-000124', caller: { court } },
  { profile: 'military', purpose: 'BORDER', caller: { body: 'EB' } },
  { profile: 'inspector', purpose: 'INSPECTION', caseNumber: 'OF-2026-000001' },
  { profile: 'patrol', purpose: 'BORDER', caller: { state: 'RJ' } },
];

export type Rights = Pick<Asker, 'purpose' | 'caseNumber'>;

const pageInfo = 'totalCount pageInfo { hasNextPage endCursor }';
const match = 'match { band reasons }';

const fragments = `
fragment Person on Individual {
  id name motherName birthDate sex cpf identityDisputed
  identities { source holder asOf names aliases motherName birthDate sex cpf documents { kind number uf } }
  roles { role source holder }
  knowledge { source holder asOf behind entries }
  records { holder recordId }
  vehicles(first: $first, after: $vehiclesAfter) { ${pageInfo} edges { cursor role node { ...Car } } }
  weapons(first: $first, after: $weaponsAfter) { ${pageInfo} edges { cursor node { ...Gun } } }
  weaponCount
  warrants(first: $first, after: $warrantsAfter) { ${pageInfo} edges { cursor ${match} node { ...Wanted } } }
}
fragment Car on Vehicle {
  id country plates { plate country otherForm } chassis renavam make model colour year cloneSuspected
  parties { role since holders party { ... on Individual { id name roles { role holder } } ... on Company { id name cnpj } } }
  records { holder recordId }
}
fragment Gun on Weapon {
  id serial make calibre
  links { holder recordId ${match} }
  owners { ... on Individual { id name } ... on Company { id name } }
  records { holder recordId }
}
fragment Wanted on Warrant {
  id number
  declaredIdentities { source holder names aliases motherName birthDate cpf }
  person { id name }
  contactUnit { unit phone municipality uf }
  record { holder recordId }
}`;
const pages = '$first: Int!, $vehiclesAfter: String, $weaponsAfter: String, $warrantsAfter: String';
const found = `readings { kind country normalized problems suggestions } probes { __typename }
  hits(first: $first, after: $after) { ${pageInfo} edges { cursor node { matchedOn why { band reasons } headline subject {
    __typename ... on Individual { id name warrants { totalCount } } ... on Company { id name } ... on Vehicle { id } ... on Weapon { id } ... on Warrant { id number } } } } }`;

export interface Question {
  readonly name: string;
  readonly query: string;
  variables(known: Known): Readonly<Record<string, unknown>>;
}

const inBoth = <Value>({ other, ...own }: Known, read: (one: Omit<Known, 'other'> | Known['other']) => Value) =>
  [read(own), read(other)] as const;

/** Of what is known in the open and of what is not, alike: a stranger may guess either. */
export const questions: readonly Question[] = [
  {
    name: 'a person by CPF',
    query: `query ($own: CPF!, $other: CPF!, ${pages}) {
      own: individuals(cpf: $own) { subjects { ...Person } probes { holder cpf } }
      other: individuals(cpf: $other) { subjects { ...Person } probes { holder } }
    } ${fragments}`,
    variables: ({ cpf, other, ordinal }) => ({ own: cpf, other: other.cpf, first: 1 + (ordinal % 3) }),
  },
  {
    name: 'a person by name',
    query: `query ($name: String!, $mother: String!, $birth: Date!, $rg: String!, $otherName: String!, $otherMother: String!, $year: Int!, $first: Int!) {
      byMother: findIndividuals(search: { name: $name, motherName: $mother }, first: $first) { ${pageInfo} edges { cursor ${match} node { id name } } }
      byBirth: findIndividuals(search: { name: $name, birthDate: $birth }, first: $first) { ${pageInfo} edges { cursor ${match} node { id } } }
      byRg: findIndividuals(search: { name: $name, rg: $rg, rgUf: SP }, first: $first) { ${pageInfo} edges { cursor ${match} node { id } } }
      others: findIndividuals(search: { name: $otherName, motherName: $otherMother }) { ${pageInfo} edges { cursor ${match} node { id } } }
      freely: findIndividualsFreely(search: { name: $name, birthYearFrom: $year, birthYearTo: $year, uf: SP }, first: $first) { ${pageInfo} edges { cursor ${match} node { id } } }
      alias: findIndividualsFreely(search: { alias: $otherName }) { ${pageInfo} edges { cursor ${match} node { id } } }
      document: individualsByDocument(rg: $rg, uf: SP) { subjects { id name identityDisputed warrants { totalCount } } }
    }`,
    variables: ({ person, other, ordinal }) => ({
      ...{ name: person.names[0], mother: person.motherName, birth: person.birthDate, rg: person.rg },
      ...{ otherName: other.person.names[0], otherMother: other.person.motherName },
      year: Number(person.birthDate.slice(0, 4)),
      first: 1 + (ordinal % 3),
    }),
  },
  {
    name: 'vehicles',
    query: `query ($own: String!, $other: String!, $renavam: Renavam!, $chassis: String!, $engine: String!, $otherRenavam: Renavam!, $otherChassis: String!, $otherEngine: String!, $pattern: String!, $end: String!, $cpf: CPF!, $cnpj: CNPJ!, $otherCnpj: CNPJ!, $first: Int!) {
      own: vehicles(plates: [$own]) { plate readings { kind suggestions } subjects { ...Car } probes { holder } foreignProbes { holder } }
      other: vehicles(plates: [$other]) { subjects { ...Car } }
      vehiclesByRenavam(renavam: $renavam) { subjects { ...Car } }
      vehiclesByChassis(chassis: $chassis) { subjects { ...Car } }
      vehiclesByEngine(engine: $engine) { subjects { ...Car } }
      otherRenavam: vehiclesByRenavam(renavam: $otherRenavam) { subjects { id } }
      otherChassis: vehiclesByChassis(chassis: $otherChassis) { subjects { id } }
      otherEngine: vehiclesByEngine(engine: $otherEngine) { subjects { id } }
      pattern: findVehicles(search: { platePattern: $pattern }, first: $first) { ${pageInfo} edges { cursor node { ...Car } } }
      end: findVehicles(search: { chassisEnd: $end }) { ${pageInfo} edges { cursor node { id } } }
      owner: findVehicles(search: { ownerCpf: $cpf, colour: "branca" }, first: $first) { ${pageInfo} edges { cursor node { id } } }
      company: findVehicles(search: { ownerCnpj: $cnpj }) { ${pageInfo} edges { node { parties { party { ... on Company { id name cnpj vehicles(first: $first) { ${pageInfo} edges { cursor } } } } } } } }
      otherCompany: findVehicles(search: { ownerCnpj: $otherCnpj }) { ${pageInfo} edges { node { id } } }
    } ${fragments.slice(fragments.indexOf('fragment Car'), fragments.indexOf('fragment Gun'))}`,
    variables: (known) => {
      const { car, other, cpf, cnpj, ordinal } = known;
      const [own, secret] = inBoth(known, ({ car }) => car.plate);
      return {
        ...{ own, other: secret, renavam: car.renavam, chassis: car.chassis, engine: car.engine, cpf, cnpj },
        ...{ otherRenavam: other.car.renavam, otherChassis: other.car.chassis, otherEngine: other.car.engine },
        ...{ otherCnpj: other.cnpj, pattern: `${other.car.plate.slice(0, 3)}*`, end: other.car.chassis.slice(-6) },
        first: 1 + (ordinal % 3),
      };
    },
  },
  {
    name: 'weapons and warrants',
    query: `query ($serial: String!, $otherSerial: String!, $registration: String!, $otherRegistration: String!, $number: WarrantNumber!, $otherNumber: WarrantNumber!) {
      weaponsBySerial(serial: $serial) { subjects { ...Gun } probes { holder serial } }
      ofMake: weaponsBySerial(serial: $serial, make: "Rossi") { subjects { id } }
      otherSerial: weaponsBySerial(serial: $otherSerial) { subjects { ...Gun } probes { holder } }
      weaponsByRegistration(system: SINARM, registration: $registration) { subjects { ...Gun } }
      otherRegistration: weaponsByRegistration(system: SINARM, registration: $otherRegistration) { subjects { id } }
      warrants(number: $number) { subjects { ...Wanted } probes { holder number } }
      otherNumber: warrants(number: $otherNumber, freshness: LIVE) { subjects { ...Wanted } probes { holder number } }
    } ${fragments.slice(fragments.indexOf('fragment Gun'))}`,
    variables: ({ gun, number, other }) => ({
      ...{ serial: gun.serial, registration: gun.registration, number },
      ...{ otherSerial: other.gun.serial, otherRegistration: other.gun.registration, otherNumber: other.number },
    }),
  },
  {
    name: 'the one box',
    query: `query ($cpf: String!, $rg: String!, $cnpj: String!, $plate: String!, $chassis: String!, $serial: String!, $number: String!, $process: String!, $otherNumber: String!, $otherProcess: String!, $otherPlate: String!, $otherCpf: String!, $first: Int!, $after: String) {
      cpf: search(text: $cpf) { ${found} }
      otherCpf: search(text: $otherCpf) { ${found} }
      rg: search(text: $rg) { ${found} }
      cnpj: search(text: $cnpj) { ${found} }
      plate: search(text: $plate) { ${found} }
      otherPlate: search(text: $otherPlate) { ${found} }
      chassis: search(text: $chassis) { ${found} }
      serial: search(text: $serial) { ${found} }
      number: search(text: $number) { ${found} }
      process: search(text: $process) { ${found} }
      otherNumber: search(text: $otherNumber) { ${found} }
      otherProcess: search(text: $otherProcess) { ${found} }
    }`,
    variables: ({ cpf, person, car, gun, number, processNumber, other, ordinal }) => ({
      ...{ cpf, rg: person.rg, cnpj: other.cnpj, plate: car.plate, chassis: other.car.chassis, serial: gun.serial },
      ...{ number, process: processNumber, otherNumber: other.number, otherProcess: other.processNumber },
      ...{ otherPlate: other.car.plate, otherCpf: other.cpf, first: 1 + (ordinal % 3) },
    }),
  },
];

/** A person again, by the identifier of the answer and page by page. */
export const nextPages = `query ($id: ID!, ${pages}) { individual(id: $id) { ...Person } } ${fragments}`;

/** Everything that an identifier may lead to, guessed or noted down. */
export const byIds = `query ($r: [_Any!]!) { _entities(representations: $r) {
  __typename
  ... on Individual { id name cpf identityDisputed roles { role } records { holder recordId } warrants { totalCount } }
  ... on Company { id name cnpj vehicles { totalCount } }
  ... on Vehicle { id chassis plates { plate } records { holder recordId } }
  ... on Weapon { id serial records { holder recordId } }
  ... on Warrant { id number contactUnit { unit } }
} }`;
export const subjectTypes = ['Individual', 'Company', 'Vehicle', 'Weapon', 'Warrant'] as const;

/** Root fields, by question, that ask by what a caller who may only know of the existence is not shown: they must not confirm it. */
export const unconfirmed: Readonly<Record<string, readonly string[]>> = {
  'a person by name': ['byMother', 'byBirth', 'byRg', 'others', 'freely', 'alias'],
  vehicles: ['otherRenavam', 'otherChassis', 'otherEngine', 'pattern', 'end', 'owner', 'company', 'otherCompany'],
  'weapons and warrants': ['weaponsByRegistration', 'otherRegistration', 'warrants', 'otherNumber'],
  'the one box': ['chassis', 'number', 'process', 'otherNumber', 'otherProcess'],
};
