// A small made-up people for the measures of engines: everything about the one numbered `at` follows from the number, so that the stubs,
// the load and the checks agree without telling each other. Nobody here exists.

/** How many different people, plates and names there are. */
export const alternatives = 256;

/** Each source answers from one holder, so that a gateway that calls by source and one that calls by holder call equally often. */
export const holderOf = Object.freeze({
  'national-index': 'SENASP',
  individuals: 'SP',
  vehicles: 'SENATRAN',
  weapons: 'PF',
  warrants: 'CNJ',
  mercosul: 'AR',
});
export type SourceName = keyof typeof holderOf;
export const sourceNames = Object.keys(holderOf) as readonly SourceName[];

export type Value = Readonly<Record<string, unknown>>;

/** What the index says of a person; records are references. */
export interface Person extends Value {
  readonly cpf: string;
  readonly name: string;
}

const given = ['ANA', 'BRUNO', 'CARLA', 'DIEGO', 'ELISA', 'FABIO', 'GILDA', 'HEITOR'];
const family = ['ALMEIDA', 'BARROS', 'CARDOSO', 'DUARTE', 'ESTEVES', 'FARIAS', 'GOMES', 'HORTA'];
const makes = ['FIAT', 'VW', 'CHEVROLET', 'FORD'];
const models = ['UNO MILLE', 'GOL 1.6', 'ONIX LT', 'KA SE'];

export function personName(at: number): string {
  return `${pick(given, at)} ${pick(family, at >> 3)} ${pick(family, (at >> 6) + 3)} ${letters(at)}`;
}

export function foreignPlateOf(at: number): string {
  return `A${letters(at).slice(-1)}${digits(100 + (at % 900), 3)}${letters(at * 7).slice(-2)}`;
}

const people = new Map<number, Person>();

export function personOf(at: number): Person {
  let person = people.get(at);
  if (person === undefined) people.set(at, (person = makePerson(at)));
  return person;
}

function makePerson(at: number): Person {
  const reference = (source: SourceName, kind: string, nth: number) => ({
    __typename: recordTypeOf[source],
    holder: holderOf[source],
    recordId: `${kind}-${at}-${nth}`,
  });
  return {
    __typename: 'Individual',
    id: `ind-${digits(at, 6)}`,
    name: personName(at),
    motherName: `MARIA ${pick(family, at + 5)}`,
    birthDate: birthDateOf(at),
    sex: at % 2 === 0 ? 'FEMININO' : 'MASCULINO',
    cpf: cpfOf(100_000_000 + at * 7919),
    identityDisputed: false,
    records: [0, 1, 2].map((nth) => reference('individuals', 'i', nth)),
    allVehicles: [0, 1, 2, 3].map((nth) => ({
      cursor: `v${nth}`,
      role: nth === 3 ? 'POSSESSOR' : 'OWNER',
      node: {
        __typename: 'Vehicle',
        id: `veh-${digits(at, 6)}-${nth}`,
        make: pick(makes, at + nth),
        model: pick(models, at + nth),
        records: [reference('vehicles', 'v', nth)],
      },
    })),
    allWeapons: [0, 1].map((nth) => ({
      cursor: `w${nth}`,
      node: {
        __typename: 'Weapon',
        id: `wea-${digits(at, 6)}-${nth}`,
        serial: `SN${digits(at * 2 + nth, 6)}`,
        records: [reference('weapons', 'w', nth)],
      },
    })),
    allWarrants: [0, 1, 2].map((nth) => ({
      cursor: `m${nth}`,
      node: { __typename: 'Warrant', id: `war-${digits(at, 6)}-${nth}`, record: reference('warrants', 'm', nth) },
    })),
  };
}

export const recordTypeOf: Readonly<Record<SourceName, string>> = {
  'national-index': 'Individual',
  individuals: 'IndividualRecord',
  vehicles: 'VehicleRecord',
  weapons: 'WeaponRecord',
  warrants: 'WarrantRecord',
  mercosul: 'ForeignVehicleRecord',
};

/** A record by its id, `KIND-PERSON-NTH`; null when nobody has such a one. */
export function recordOf(source: SourceName, recordId: string): Value | null {
  const [, person = '', ordinal = ''] = /^[ivwm]-(\d+)-(\d)$/.exec(recordId) ?? [];
  if (person === '') return null;
  const at = Number(person);
  const nth = Number(ordinal);
  const common = {
    __typename: recordTypeOf[source],
    holder: holderOf[source],
    recordId,
    updatedAt: '2026-10-01T12:00:00Z',
    asOf: '2026-11-21T12:00:00Z',
    alerts: [],
  };
  const facts = factsOf[source];
  return facts === undefined ? null : { ...common, ...facts(at, nth) };
}

const factsOf: Readonly<Partial<Record<SourceName, (at: number, nth: number) => Value>>> = {
  individuals: (at, nth) => ({
    name: personName(at),
    birthDate: birthDateOf(at),
    sex: at % 2 === 0 ? 'FEMININO' : 'MASCULINO',
    entries: [{ kind: 'INQUERITO', number: `IP-${digits(at, 4)}-${nth}`, stage: nth === 0 ? 'EM CURSO' : 'RELATADO' }],
  }),
  vehicles: (at, nth) => ({
    plate: `${letters(at * 4 + nth + 7000).slice(-3)}${digits((at * 4 + nth) % 10_000, 4)}`,
    make: pick(makes, at + nth),
    model: pick(models, at + nth),
    colour: 'PRETA',
    situation: 'EM_CIRCULACAO',
    stolen: at % 16 === nth,
  }),
  weapons: (at, nth) => ({
    system: 'SINARM',
    serial: `SN${digits(at * 2 + nth, 6)}`,
    make: 'TAURUS',
    calibre: nth === 0 ? '.38' : '9MM',
    weaponStatus: at % 8 === 0 ? 'REGISTRO_VENCIDO' : 'REGULAR',
  }),
  warrants: (at, nth) => ({
    warrantStatus: nth === 0 ? 'PENDENTE_DE_CUMPRIMENTO' : 'CUMPRIDO',
    kind: 'PREVENTIVA',
    issuedOn: `202${nth}-0${1 + (at % 9)}-11`,
  }),
};

/** A foreign vehicle by its plate. */
export function foreignVehicleOf(plate: string): Value {
  return {
    __typename: 'ForeignVehicleRecord',
    holder: holderOf.mercosul,
    recordId: `f-${plate}`,
    updatedAt: '2026-10-01T12:00:00Z',
    asOf: '2026-11-21T12:00:00Z',
    alerts: [],
    country: 'AR',
    plate,
    make: 'RENAULT',
    model: 'KANGOO',
    stolen: plate.charCodeAt(2) % 2 === 0,
  };
}

const byCpf = new Map<string, Person>();
const byName = new Map<string, number>();
for (let at = 0; at < alternatives; at++) {
  byCpf.set(personOf(at).cpf, personOf(at));
  byName.set(personName(at), at);
}

export function personByCpf(cpf: string): Person | undefined {
  return byCpf.get(cpf);
}

/** The person of that name and those who follow, in the order of numbers. */
export function peopleNear(name: string, count: number): readonly Person[] {
  const from = byName.get(name);
  if (from === undefined) return [];
  return Array.from({ length: count }, (_, nth) => personOf((from + nth) % alternatives));
}

function cpfOf(nineDigits: number): string {
  const base = digits(nineDigits, 9);
  const first = checkDigit(base);
  return base + first + checkDigit(base + first);
}

function checkDigit(text: string): string {
  const sum = [...text].reduce((total, digit, at) => total + Number(digit) * (text.length + 1 - at), 0);
  const rest = (sum * 10) % 11;
  return String(rest === 10 ? 0 : rest);
}

function birthDateOf(at: number): string {
  return `19${60 + (at % 40)}-${digits(1 + (at % 12), 2)}-${digits(1 + (at % 28), 2)}`;
}

function letters(value: number): string {
  const letter = (part: number) => String.fromCharCode(65 + (part % 26));
  return letter(value / 676) + letter(value / 26) + letter(value);
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, '0');
}

function pick(from: readonly string[], at: number): string {
  return from[at % from.length] ?? '';
}
