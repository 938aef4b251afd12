// A masked value typed back: every argument that takes a text is given what a mask made, in the place of what it hides.
import { known } from './world.ts';

export interface Typed {
  readonly argument: string;
  /** Asks with `$text`. */
  readonly text: string;
}

const subject = '{ subjects { id } }';
const page = '{ edges { node { id } } }';

/** Arguments of a kind of their own: what is not of the kind refuses the whole request, so each asks alone. */
export const kindArguments: readonly Typed[] = [
  {
    argument: 'individuals(cpf:)',
    text: `query ($text: CPF!) { individuals(cpf: $text, freshness: LIVE) { subjects { id } probes { records { recordId } } } }`,
  },
  {
    argument: 'vehiclesByRenavam(renavam:)',
    text: `query ($text: Renavam!) { vehiclesByRenavam(renavam: $text) ${subject} }`,
  },
  {
    argument: 'warrants(number:)',
    text: `query ($text: WarrantNumber!) { warrants(number: $text, freshness: LIVE) { subjects { id } probes { records { recordId } } } }`,
  },
  {
    argument: 'findVehicles(ownerCpf:)',
    text: `query ($text: CPF!) { findVehicles(search: {ownerCpf: $text}) ${page} }`,
  },
  {
    argument: 'findVehicles(ownerCnpj:)',
    text: `query ($text: CNPJ!) { findVehicles(search: {ownerCnpj: $text}) ${page} }`,
  },
  {
    argument: 'findIndividuals(birthDate:)',
    text: `query ($text: Date!) { findIndividuals(search: {name: "${known.name}", birthDate: $text}) ${page} }`,
  },
];

const found = (field: string) => `${field} ${page}`;
const named = (search: string) => found(`findIndividuals(search: {name: "${known.name}", ${search}})`);

/** Plain texts; each says for itself what is wrong, so they ask together. */
const texts: Readonly<Record<string, string>> = {
  'individual(id:)': `individual(id: $text) { id }`,
  'individualsByDocument(rg:)': `individualsByDocument(rg: $text, uf: ${known.rgUf}) ${subject}`,
  'findIndividuals(name:)': found(`findIndividuals(search: {name: $text, birthDate: "${known.birthDate}"})`),
  'findIndividuals(motherName:)': named('motherName: $text'),
  'findIndividuals(rg:)': named(`rg: $text, rgUf: ${known.rgUf}`),
  'findIndividualsFreely(name:)': found('findIndividualsFreely(search: {name: $text})'),
  'findIndividualsFreely(alias:)': found('findIndividualsFreely(search: {alias: $text})'),
  'findIndividualsFreely(motherName:)': found('findIndividualsFreely(search: {motherName: $text})'),
  'vehicles(plates:)': `vehicles(plates: [$text], freshness: LIVE) { subjects { id } probes { records { recordId } } foreignProbes { records { recordId } } }`,
  'vehiclesByChassis(chassis:)': `vehiclesByChassis(chassis: $text) ${subject}`,
  'vehiclesByEngine(engine:)': `vehiclesByEngine(engine: $text) ${subject}`,
  'findVehicles(platePattern:)': found('findVehicles(search: {platePattern: $text})'),
  'findVehicles(chassisEnd:)': found('findVehicles(search: {chassisEnd: $text})'),
  'weaponsBySerial(serial:)': `weaponsBySerial(serial: $text, freshness: LIVE) { subjects { id } probes { records { recordId } } }`,
  'weaponsByRegistration(registration:)': `weaponsByRegistration(system: SINARM, registration: $text) ${subject}`,
  'search(text:)': `search(text: $text) { hits { edges { node { headline } } } probes { ... on IndividualProbe { records { recordId } } ... on VehicleProbe { records { recordId } } ... on ForeignVehicleProbe { records { recordId } } ... on WeaponProbe { records { recordId } } ... on WarrantProbe { records { recordId } } } }`,
  'findIndividuals(after:)': found(
    `findIndividuals(search: {name: "${known.name}", motherName: "${known.motherName}"}, after: $text)`,
  ),
  'Individual.warrants(after:)': `individual(id: $individual) { warrants(after: $text) ${page} }`,
};

export const textArguments: readonly string[] = Object.keys(texts);

/** All of them in one operation, each under `a0`, `a1`, … in the order of `textArguments`. */
export const allTexts = [
  'query ($text: String!, $id: ID!, $individual: ID!) {',
  ...Object.values(texts).map((text, at) => `a${at}: ${text.replace('individual(id: $text)', 'individual(id: $id)')}`),
  '}',
].join(' ');

/** Whether an answer holds a subject, a record or a hit: a string anywhere but a `null` and an empty list. */
export function findsAnything(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(findsAnything);
  if (typeof value === 'object' && value !== null) return Object.values(value).some(findsAnything);
  return value !== null && value !== undefined;
}
