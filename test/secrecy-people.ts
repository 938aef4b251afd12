// For tests: people of whom holders know openly, and what else may be known of them in secret. Each kind of secret would change another
// part of an answer, if the index let it: a fused name, a dispute, a clone, an owner, a count, a page border, a redirect.
import { cnpjFromBase } from '#kit/identifiers/cnpj.ts';
import type { Audience, IndexEntry } from '#kit/index-entry.ts';
import { dateOf } from '../demo/nation/calendar.ts';
import { castSize, personAt } from '../demo/nation/people.ts';
import type { Person } from '../demo/nation/people.ts';
import { warrantFacts } from '../demo/nation/warrants.ts';
import { createWorld } from '../demo/nation/world.ts';
import type { World } from '../demo/nation/world.ts';
import { testKeyedHash } from './ask-index.ts';
import { ownerEdge, personEntry, vehicleEntry, warrantEntry, weaponEntry } from './index-under-test.ts';
import type { TestIndex } from './index-under-test.ts';

export interface Car {
  readonly plate: string;
  readonly chassis: string;
  readonly renavam: string;
  readonly engine: string;
  readonly make: string;
  readonly model: string;
  readonly colour: string;
  readonly year: number;
}

export interface Gun {
  readonly serial: string;
  readonly make: string;
  readonly registration: string;
}

/** A person, what is known of them in the open, and identifiers that are theirs alone. */
export interface Known {
  readonly ordinal: number;
  readonly person: Declared;
  readonly cpf: string;
  readonly cnpj: string;
  readonly car: Car;
  readonly gun: Gun;
  readonly number: string;
  readonly processNumber: string;
  readonly open: readonly IndexEntry[];
  /** What a secret may bring along: another person, thing or number, that nobody knows of. */
  readonly other: {
    readonly person: Declared;
    readonly cpf: string;
    readonly cnpj: string;
    readonly car: Car;
    readonly gun: Gun;
    readonly number: string;
    readonly processNumber: string;
  };
}

type Declared = NonNullable<IndexEntry['basics']['person']> & {
  readonly names: readonly [string];
  readonly motherName: string;
  readonly birthDate: string;
  readonly rg: string;
};

/** What one feed brings: an entry, or null for a record that is gone. */
export interface SecretEvent {
  readonly source: string;
  readonly holder: string;
  readonly recordId: string;
  readonly version: number;
  readonly entry: IndexEntry | null;
}

/** In this order: a later step overtakes an earlier one. */
type Steps = readonly (readonly SecretEvent[])[];
type Secret = (known: Known, audience: readonly Audience[]) => Steps;

const newest = '2026-11-21T00:00:00.000Z';
const oldest = '2020-01-01T00:00:00.000Z';
const toAll: readonly Audience[] = [{ token: 'all', shows: 'OPEN' }];

export function knownPeople(seed: number, count: number): readonly Known[] {
  const world = createWorld(seed, '2026-11-21');
  return Array.from({ length: count }, (_, at) => knownPerson(world, castSize + at));
}

const beyond = 1_000_000;

function knownPerson(world: World, ordinal: number): Known {
  const random = world.random('secrecy', ordinal);
  const someone = personAt(world, ordinal);
  const hidden = personAt(world, ordinal + beyond);
  const own = { ...identifiersOf(world, someone), ...declaredOf(world, someone) };
  const other = { ...identifiersOf(world, hidden), ...declaredOf(world, hidden) };
  const { cpf, person, car, gun, cnpj, number, processNumber } = own;
  const { rg: _, rgUf: __, ...withoutRg } = person;
  const open = [
    personEntry('SP', `a${ordinal}`, { ...(random.chance(0.5) ? person : withoutRg), cpf }, { asOf: oldest }),
    ...(random.chance(0.4) ? [personEntry('RJ', `b${ordinal}`, { names: person.names, cpf })] : []),
    carEntry(`v${ordinal}`, car, cpf),
    ...(random.chance(0.5) ? [carEntry(`w${ordinal}`, carOf(world, ordinal * 8 + 1), cpf)] : []),
    ...(random.chance(0.3) ? [carEntry(`x${ordinal}`, carOf(world, ordinal * 8 + 2), cpf)] : []),
    carEntry(`c${ordinal}`, carOf(world, ordinal * 8 + 3), cnpj),
    gunEntry(`g${ordinal}`, gun, cpf),
    ...(random.chance(0.5) ? [wanted(`m${ordinal}`, number, processNumber, person, cpf)] : []),
    ...(random.chance(0.5) ? [wantedAgain(world, ordinal, person)] : []),
  ];
  return Object.freeze({ ...own, open, other });
}

function wantedAgain(world: World, ordinal: number, person: Declared): IndexEntry {
  const { number, processNumber } = warrantFacts(world, personAt(world, ordinal), 1);
  return wanted(`n${ordinal}`, number, processNumber, person);
}

function declaredOf(world: World, { name, mother, birthDay, sex, cpf, ordinal }: Person) {
  const person: Declared = {
    ...{ names: [name], motherName: mother, birthDate: dateOf(birthDay), sex },
    ...{ rg: world.rg(ordinal, 'SP'), rgUf: 'SP' },
  };
  return { person, cpf };
}

function identifiersOf(world: World, person: Person) {
  const { ordinal } = person;
  const { number, processNumber } = warrantFacts(world, person, 0);
  const gun: Gun = {
    serial: `KX${world.number('serial', ordinal, 7)}`,
    make: 'Taurus',
    registration: world.number('weapon', ordinal, 9),
  };
  const cnpj = cnpjFromBase(`${world.number('company', ordinal, 8)}0001`);
  return { ordinal, car: carOf(world, ordinal * 8), gun, cnpj, number, processNumber };
}

function carOf(world: World, vehicle: number): Car {
  return {
    plate: world.plate(vehicle, vehicle % 2 === 0),
    chassis: world.chassis(vehicle, '9BW', 2010),
    renavam: world.renavam(vehicle),
    engine: world.engine(vehicle),
    ...{ make: 'VOLKSWAGEN', model: 'GOL 1.0', colour: 'PRETA', year: 2010 },
  };
}

type Overrides = Partial<IndexEntry>;

function carEntry(recordId: string, { plate, ...car }: Car, owner?: string, overrides: Overrides = {}): IndexEntry {
  return vehicleEntry('SENATRAN', recordId, { plates: [plate], ...car }, owner, overrides);
}

function gunEntry(recordId: string, gun: Gun, owner?: string, overrides: Overrides = {}): IndexEntry {
  return weaponEntry('PF', recordId, gun, owner, overrides);
}

/** As a holder that publishes KEYS sends it: hashes of exact identifiers and nothing else. */
function keyedEntry(recordId: string, serial: string, owner: string | undefined, overrides: Overrides): IndexEntry {
  const [edge] = owner === undefined ? [] : [ownerEdge('WEAPON_OWNER', owner)];
  return {
    ...weaponEntry('EB', recordId, {}),
    identifiers: [{ kind: 'WEAPON_SERIAL', value: testKeyedHash('WEAPON_SERIAL', serial) }],
    edges: edge ? [{ ...edge, identifier: { kind: 'CPF', value: testKeyedHash('CPF', owner ?? '') } }] : [],
    basics: {},
    keyed: true,
    ...overrides,
  };
}

function wanted(
  recordId: string,
  number: string,
  processNumber: string,
  { names, motherName, birthDate, aliases }: NonNullable<IndexEntry['basics']['person']>,
  cpf?: string,
  overrides: Overrides = {},
): IndexEntry {
  const declared = { names, ...(motherName && { motherName }), ...(birthDate && { birthDate }) };
  return {
    ...warrantEntry(recordId, number, [{ ...declared, ...(aliases && { aliases }), ...(cpf && { cpf }) }], overrides),
    identifiers: [
      { kind: 'WARRANT_NUMBER', value: number },
      { kind: 'PROCESS_NUMBER', value: processNumber },
    ],
  };
}

function companyEntry(recordId: string, cnpj: string, name: string, overrides: Overrides): IndexEntry {
  return {
    ...vehicleEntry('SENATRAN', recordId, { plates: [] }),
    identifiers: [],
    basics: { company: { name, cnpj } },
    ...overrides,
  };
}

function sent(...entries: readonly IndexEntry[]): readonly SecretEvent[] {
  return entries.map((entry) => eventOf(entry));
}

function eventOf(entry: IndexEntry): SecretEvent {
  const { source, holder, recordId, version } = entry;
  return { source, holder, recordId, version, entry };
}

function gone(entry: IndexEntry): SecretEvent {
  return { ...eventOf(entry), version: entry.version + 1, entry: null };
}

const once = (make: (known: Known, overrides: Overrides, id: string) => readonly IndexEntry[]): Secret =>
  function secret(known, audience) {
    return [sent(...make(known, { audience, asOf: newest }, `h${known.ordinal}`))];
  };

/** Was open to all, and is a secret from its second version on. */
const sealed = (make: (known: Known, overrides: Overrides, id: string) => IndexEntry): Secret =>
  function secret(known, audience) {
    const id = `h${known.ordinal}`;
    return [
      sent(make(known, { audience: toAll, asOf: newest }, id)),
      sent(make(known, { audience, asOf: newest, version: 2 }, id)),
    ];
  };

/** By what each would show, if it showed. */
export const secrets: Readonly<Record<string, Secret>> = {
  'a newer name and sex': once(({ person, cpf, other }, overrides, id) => [
    personEntry('RJ', id, { ...person, names: other.person.names, sex: 'NAO_INFORMADO', cpf }, overrides),
  ]),
  'a birth date off by a day and month swapped': once(({ person, cpf }, overrides, id) => {
    const [year, month, day] = person.birthDate.split('-');
    const swapped = Number(day) <= 12 ? `${year}-${day}-${month}` : person.birthDate;
    return [personEntry('RJ', id, { ...person, birthDate: swapped, cpf }, overrides)];
  }),
  'a dispute on the CPF': once(({ cpf, other }, overrides, id) => [
    personEntry('RJ', id, { ...other.person, cpf }, overrides),
  ]),
  'three disputes on the CPF': once(({ ordinal, cpf, other, person }, overrides, id) => [
    personEntry('RJ', id, { ...other.person, cpf }, overrides),
    personEntry('RJ', `i${ordinal}`, { ...person, motherName: 'ZULMIRA XAVIER', cpf }, overrides),
    personEntry('RJ', `j${ordinal}`, { ...person, birthDate: '1931-01-31', cpf }, overrides),
  ]),
  'an alias': once(({ person, cpf, other }, overrides, id) => [
    personEntry('RJ', id, { ...person, aliases: other.person.names, cpf }, overrides),
  ]),
  'a namesake with a CPF of their own': once(({ person, other }, overrides, id) => [
    personEntry('RJ', id, { ...person, cpf: other.cpf }, overrides),
  ]),
  'namesakes without any CPF': once(({ ordinal, person }, overrides, id) => [
    personEntry('RJ', id, person, overrides),
    personEntry('RJ', `i${ordinal}`, { names: person.names, motherName: person.motherName }, overrides),
  ]),
  'the same RG of somebody else': once(({ person, other }, overrides, id) => [
    personEntry('RJ', id, { ...other.person, rg: person.rg, rgUf: 'SP', cpf: other.cpf }, overrides),
  ]),
  'a record older than all': once(({ person, cpf }, overrides, id) => [
    personEntry('RJ', id, { ...person, cpf }, { ...overrides, asOf: '2001-01-01T00:00:00.000Z' }),
  ]),
  'somebody of whom nobody else knows': once(({ other }, overrides, id) => [
    personEntry('RJ', id, { ...other.person, cpf: other.cpf }, overrides),
    carEntry(id, other.car, other.cpf, overrides),
    wanted(id, other.number, other.processNumber, other.person, other.cpf, overrides),
  ]),
  'a record that came from another CPF': (known, audience) => {
    const [before, after] = [known.other.cpf, known.cpf].map((cpf, at) =>
      personEntry('RJ', `h${known.ordinal}`, { ...known.person, cpf }, { audience, version: at + 1 }),
    );
    return [sent(before as IndexEntry), sent(after as IndexEntry)];
  },
  'a record that went to another CPF': (known, audience) => {
    const [before, after] = [known.cpf, known.other.cpf].map((cpf, at) =>
      personEntry('RJ', `h${known.ordinal}`, { ...known.other.person, cpf }, { audience, version: at + 1 }),
    );
    return [sent(before as IndexEntry), sent(after as IndexEntry)];
  },
  'a record that is gone': (known, audience) => {
    const entry = personEntry('RJ', `h${known.ordinal}`, { ...known.other.person, cpf: known.cpf }, { audience });
    return [sent(entry), [gone(entry)]];
  },
  'a record that was open before': sealed(({ other, cpf }, overrides, id) =>
    personEntry('RJ', id, { ...other.person, cpf }, overrides),
  ),
  'one more car': once(({ cpf, other }, overrides, id) => [carEntry(id, other.car, cpf, overrides)]),
  'sixty more cars': once(({ ordinal, cpf, other }, overrides) =>
    Array.from({ length: 60 }, (_, at) => {
      const chassis = other.car.chassis.slice(0, 14) + String(at).padStart(3, '0');
      return carEntry(`h${ordinal}-${at}`, { ...other.car, chassis }, cpf, overrides);
    }),
  ),
  'a clone of the plate': once(({ car, other }, overrides, id) => [
    carEntry(id, { ...other.car, plate: car.plate }, other.cpf, overrides),
  ]),
  'another plate of the same car': once(({ car, cpf, other }, overrides, id) => [
    carEntry(id, { ...car, plate: other.car.plate, colour: 'BRANCA', model: 'FOX' }, cpf, overrides),
  ]),
  'another owner of the same car': once(({ car, other }, overrides, id) => [
    carEntry(id, car, other.cpf, overrides),
    personEntry('RJ', id, { ...other.person, cpf: other.cpf }, overrides),
  ]),
  'a lease of the same car': once(({ car, cpf }, overrides, id) => [
    { ...carEntry(id, car, undefined, overrides), edges: [{ ...ownerEdge('OWNER', cpf), role: 'LESSEE' }] },
  ]),
  'a car that was open before': sealed(({ cpf, other }, overrides, id) => carEntry(id, other.car, cpf, overrides)),
  'the name of a company': once(({ cnpj }, overrides, id) => [
    companyEntry(id, cnpj, 'ARMAZÉM ZULMIRA LTDA', overrides),
  ]),
  'a company of whom nobody else knows': once(({ other }, overrides, id) => [
    carEntry(id, other.car, other.cnpj, overrides),
    companyEntry(`k${id}`, other.cnpj, 'ARMAZÉM XAVIER LTDA', overrides),
  ]),
  'one more weapon': once(({ cpf, other }, overrides, id) => [gunEntry(id, other.gun, cpf, overrides)]),
  'a weapon of another make': once(({ gun, other }, overrides, id) => [
    gunEntry(id, { ...gun, make: 'Rossi' }, other.cpf, overrides),
  ]),
  'another record of the same weapon': once(({ gun, other }, overrides, id) => [
    { ...gunEntry(id, { ...gun, registration: other.gun.registration }, other.cpf, overrides) },
  ]),
  'the weapon in a system that publishes keys': once(({ gun, cpf }, overrides, id) => [
    keyedEntry(id, gun.serial, cpf, overrides),
  ]),
  'one more weapon in a system that publishes keys': once(({ cpf, other }, overrides, id) => [
    keyedEntry(id, other.gun.serial, cpf, overrides),
  ]),
  'a weapon that was open before': sealed(({ cpf, other }, overrides, id) => gunEntry(id, other.gun, cpf, overrides)),
  'a warrant with the CPF': once(({ person, cpf, other }, overrides, id) => [
    wanted(id, other.number, other.processNumber, person, cpf, overrides),
  ]),
  'a warrant by name alone': once(({ person, other }, overrides, id) => [
    wanted(id, other.number, other.processNumber, person, undefined, overrides),
  ]),
  'a warrant by alias': once(({ person, other }, overrides, id) => [
    wanted(
      id,
      other.number,
      other.processNumber,
      { ...person, names: [other.person.names[0]], aliases: person.names },
      undefined,
      overrides,
    ),
  ]),
  'another record of the same warrant': once(({ number, other }, overrides, id) => [
    wanted(id, number, other.processNumber, other.person, other.cpf, overrides),
  ]),
  'a warrant in the same process': once(({ processNumber, other }, overrides, id) => [
    wanted(id, other.number, processNumber, other.person, other.cpf, overrides),
  ]),
  'a warrant that was open before': sealed(({ person, cpf, other }, overrides, id) =>
    wanted(id, other.number, other.processNumber, person, cpf, overrides),
  ),
  'a warrant that is gone': (known, audience) => {
    const { other, person, cpf } = known;
    const entry = wanted(`h${known.ordinal}`, other.number, other.processNumber, person, cpf, { audience });
    return [sent(entry), [gone(entry)]];
  },
};

/** Fills an index as feeds would, each in as few batches as the order of the steps allows. */
export async function fill(index: TestIndex, steps: readonly (readonly SecretEvent[])[]): Promise<void> {
  for (const step of steps) {
    const feeds = Map.groupBy(step, ({ source, holder }) => `${source}/${holder}`);
    for (const events of feeds.values()) {
      const { source = '', holder = '' } = events[0] ?? {};
      const { refused } = await index.feed(source, holder, events, holder === 'EB');
      if (refused > 0) throw new Error('an entry of a test was refused');
    }
  }
}

export function openEvents(people: readonly Known[]): readonly SecretEvent[] {
  return people.flatMap(({ open }) => open.map((entry) => eventOf(entry)));
}

/** Steps of many people as steps of all: everybody's first step, then everybody's second. */
export function together(all: readonly Steps[]): Steps {
  const length = Math.max(0, ...all.map((steps) => steps.length));
  return Array.from({ length }, (_, at) => all.flatMap((steps) => steps[at] ?? []));
}
