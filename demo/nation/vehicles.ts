// Vehicles as SENATRAN has them, and as the DETRANs of two states have those registered there: usually the same, sometimes not.
import type { VehicleFacts } from '../../subgraphs/vehicles/record.ts';
import { dateOf, dayOf, yearOf, yearsAfter } from './calendar.ts';
import { anyCompany } from './companies.ts';
import { givenName, surname } from './names.ts';
import { adultAge, type Person } from './people.ts';
import { addressLine, policeUnit, reportNumber } from './places.ts';
import { Weighted, type Random } from './random.ts';
import { tables, ufNamed } from './tables.ts';
import { lastWrittenDay, vehiclesPerPersonMax, type World } from './world.ts';

export const detrans = ['SP', 'PE'] as const;

export interface VehicleRecord {
  readonly source: 'vehicles';
  /** `SENATRAN` or the UF of a DETRAN. */
  readonly holder: string;
  readonly facts: VehicleFacts;
}

type Occurrence = VehicleFacts['occurrences'][number];

// World manufacturer identifiers of Brazilian plants.
const makerCodes: Readonly<Record<string, string>> = {
  FIAT: '9BD',
  CHEVROLET: '9BG',
  VOLKSWAGEN: '9BW',
  FORD: '9BF',
  HONDA: '93H',
  TOYOTA: '9BR',
  HYUNDAI: '9BH',
  RENAULT: '93Y',
  NISSAN: '94D',
  JEEP: '988',
  PEUGEOT: '936',
  CITROEN: '935',
  KIA: 'KNA',
  MITSUBISHI: '93X',
  YAMAHA: '9C6',
  'MERCEDES-BENZ': '9BM',
  SCANIA: '9BS',
};
const imported: ReadonlySet<string> = new Set(['KIA']);

// The table of models has only cars; these are added by hand.
const motorcycles = [
  { make: 'HONDA', model: 'CG 160 FAN' },
  { make: 'HONDA', model: 'BIZ 125' },
  { make: 'HONDA', model: 'NXR 160 BROS' },
  { make: 'YAMAHA', model: 'FAZER 250' },
  { make: 'YAMAHA', model: 'FACTOR 150' },
];
const lorries = [
  { make: 'MERCEDES-BENZ', model: 'ACCELO 815' },
  { make: 'SCANIA', model: 'R 450' },
  { make: 'VOLKSWAGEN', model: '24.280 CRM' },
];
const pickups: ReadonlySet<string> = new Set(
  'STRADA TORO FIORINO S10 MONTANA SAVEIRO AMAROK RANGER HILUX FRONTIER L200'.split(' '),
);

const vehicleCounts = new Weighted([
  [0, 0.595],
  [1, 0.286],
  [2, 0.088],
  [3, 0.031],
]);
// The names of Renavam's table of colours.
const colours = new Weighted([
  ['BRANCA', 28],
  ['PRETA', 20],
  ['PRATA', 20],
  ['CINZA', 13],
  ['VERMELHA', 9],
  ['AZUL', 5],
  ['VERDE', 2],
  ['BEGE', 1],
  ['MARROM', 1],
  ['AMARELO', 1],
]);
const situations = new Weighted([
  ['EM_CIRCULACAO', 88],
  ['NAO_LICENCIADO', 7],
  ['BAIXADO', 2.5],
  ['EM_TRANSFERENCIA', 2],
  ['TRANSFERIDO_PARA_EXTERIOR', 0.5],
]);
const ordinaryRestrictions = new Weighted([
  [undefined, 60],
  ['ALIENACAO_FIDUCIARIA', 20],
  ['RENAINF', 8],
  ['COMUNICACAO_DE_VENDA', 4],
  ['JUDICIAL', 3],
  ['ARRENDAMENTO', 2],
  ['ADMINISTRATIVA', 1.5],
  ['BENEFICIO_TRIBUTARIO', 1],
  ['RESERVA_DE_DOMINIO', 0.5],
]);
export const stolenMark = 'ROUBO_FURTO';
/** Resolution 729/2018 brought the Mercosul plate; the states changed over between 2018 and 2020. */
export const mercosulSince = 2018;

/** Decides what would be drawn. */
export interface FixedVehicle {
  readonly uf?: string;
  readonly year?: number;
  readonly type?: 'AUTOMOVEL' | 'MOTOCICLETA' | 'CAMINHAO';
  readonly owner?: VehicleFacts['owner'];
  /** WITHHELD: kept by someone to whom it was lent, or got by fraud; reported, without the mark of theft. */
  readonly occurrence?: 'NONE' | 'STOLEN' | 'RECOVERED' | 'WITHHELD';
  /** Days since 1970. */
  readonly occurredDay?: number;
  /** Where the report was taken; the state of registration when absent. */
  readonly reportUf?: string;
  /** Replaces finished members. */
  readonly facts?: Partial<VehicleFacts>;
}

export const vehicleOrdinal = (person: Person, at: number): number => person.ordinal * vehiclesPerPersonMax + at;

/** The vehicles that the person (or a company, or a foreigner, in the person's stead) owns, at every holder that has them. */
export function* vehicleRecordsOf(world: World, person: Person): Generator<VehicleRecord> {
  const count = vehicleCounts.pick(world.random('vehicles', person.ordinal));
  for (let at = 0; at < count; at++) {
    yield* recordsOfVehicle(world, vehicleOrdinal(person, at), nationalFacts(world, person, at));
  }
}

/** SENATRAN's record, and the DETRAN's where the state has one in the nation. `differences` is what the DETRAN has otherwise. */
export function* recordsOfVehicle(
  world: World,
  ordinal: number,
  national: VehicleFacts,
  differences?: Partial<VehicleFacts>,
): Generator<VehicleRecord> {
  yield { source: 'vehicles', holder: 'SENATRAN', facts: national };
  const detran = detrans.find((uf) => uf === national.uf);
  if (detran === undefined) return;
  const changed = differences ?? differencesOf(world.random('detran', ordinal), national);
  const recordId = world.recordId('vehicles', detran, ordinal);
  yield { source: 'vehicles', holder: detran, facts: { ...national, recordId, ...changed } };
}

const firstTheftDay = dayOf('2015-01-01');
const disagreementShare = 0.04;

/** What the state has otherwise than the nation: a re-stamping that was never sent up, a repaint, a theft that one of the two has not heard of. */
function differencesOf(random: Random, national: VehicleFacts): Partial<VehicleFacts> {
  const disagrees = random.chance(disagreementShare);
  const which = random.unit();
  const colour = random.pick(['BRANCA', 'PRETA', 'PRATA', 'CINZA', 'VERMELHA']);
  if (!disagrees) return {};
  if (which < 0.35) return { chassisRestamped: !national.chassisRestamped };
  if (which < 0.7) return { colour: colour === national.colour ? 'AZUL' : colour };
  const stolen = national.restrictions.includes(stolenMark);
  if (stolen)
    return { restrictions: national.restrictions.filter((restriction) => restriction !== stolenMark), occurrences: [] };
  const day = lastWrittenDay - random.between(1, 400);
  if (day < dayOf(`${national.yearOfManufacture}-12-31`)) return { colour: 'FANTASIA' };
  return {
    restrictions: [...national.restrictions, stolenMark],
    occurrences: [...national.occurrences, occurrenceOf(random, national.uf, day, 'ATIVA')],
  };
}

function occurrenceOf(random: Random, uf: string, day: number, status: string, recoveredDay?: number): Occurrence {
  return {
    type: random.pick(['ROUBO', 'FURTO', 'FURTO']),
    status,
    occurredOn: dateOf(day),
    reportNumber: reportNumber(random, yearOf(day), uf),
    policeUnit: policeUnit(random, uf),
    uf,
    ...(recoveredDay === undefined ? {} : { recoveredOn: dateOf(recoveredDay) }),
  };
}

/** A suspected clone, reported where the vehicle is registered. */
export function cloneSuspicion(random: Random, uf: string, day: number): Occurrence {
  return { ...occurrenceOf(random, uf, day, 'ATIVA'), type: 'CLONE_SUSPEITA' };
}

/** SENATRAN's record of the person's vehicle number `at` (0 to 3). */
export function nationalFacts(world: World, person: Person, at: number, fixed: FixedVehicle = {}): VehicleFacts {
  const ordinal = vehicleOrdinal(person, at);
  const random = world.random('vehicle', ordinal);
  const year = fixed.year ?? yearOfManufacture(random);
  const kind = random.unit();
  const type = fixed.type ?? (kind < 0.24 ? 'MOTOCICLETA' : kind < 0.28 ? 'CAMINHAO' : 'AUTOMOVEL');
  const { make, model } = random.pick(
    type === 'MOTOCICLETA' ? motorcycles : type === 'CAMINHAO' ? lorries : tables().models,
  );
  const pickup = pickups.has(model);
  const modelYear = random.chance(0.35) ? year + 1 : year;
  // From 2018 the states changed over one by one; a plate given by then keeps its old form as canonical key.
  const mercosul = year > mercosulSince + 1 || (year >= mercosulSince && random.chance(0.5));
  const home = random.chance(0.9) ? person.home : tables().anyUf.pick(random).capital;
  const municipality =
    fixed.uf === undefined || fixed.uf === home.uf ? home : ufNamed(fixed.uf).anyMunicipality.pick(random);
  const maker = makerCodes[make] ?? '9BD';

  const draw = random.unit();
  const drawnOccurrence = draw < 0.02 ? 'STOLEN' : draw < 0.032 ? 'RECOVERED' : draw < 0.036 ? 'WITHHELD' : 'NONE';
  const occurrence = fixed.occurrence ?? drawnOccurrence;
  const madeDay = dayOf(`${year}-12-31`);
  // Half of the thefts are recent, and follow the day on which the nation is looked at.
  const drawnDay = random.chance(0.5)
    ? world.today - random.between(1, 45)
    : random.between(Math.max(Math.min(madeDay, lastWrittenDay), firstTheftDay), lastWrittenDay);
  const occurredDay = fixed.occurredDay ?? Math.max(drawnDay, Math.min(madeDay, lastWrittenDay));
  const reportUf = fixed.reportUf ?? (random.chance(0.8) ? municipality.uf : tables().anyUf.pick(random).uf);
  const recoveredDay = Math.min(occurredDay + random.between(0, 60), world.today);
  const recovered = random.pick(['RECUPERADO', 'RECUPERADO', 'DEVOLVIDO', 'CANCELADA']);
  const withheldAs = random.pick(['APROPRIACAO_INDEBITA', 'ESTELIONATO']);
  const occurrences =
    occurrence === 'STOLEN'
      ? [occurrenceOf(random, reportUf, occurredDay, 'ATIVA')]
      : occurrence === 'RECOVERED'
        ? [occurrenceOf(random, reportUf, occurredDay, recovered, recovered === 'CANCELADA' ? undefined : recoveredDay)]
        : occurrence === 'WITHHELD'
          ? [{ ...occurrenceOf(random, reportUf, occurredDay, 'ATIVA'), type: withheldAs }]
          : [];
  const restriction = ordinaryRestrictions.pick(random);
  const situation = situations.pick(random);
  const thisYear = yearOf(world.today);
  const licensedYear = Math.max(year, thisYear - (random.chance(0.75) ? 0 : random.between(1, 4)));
  const crlvFrom = Math.min(dayOf(`${licensedYear}-01-05`), world.today);
  const crlvDay = random.between(crlvFrom, Math.min(world.today, crlvFrom + 300));
  const owner = fixed.owner ?? drawnOwner(world, random, person, year);
  const legacy = random.chance(0.02);
  return {
    recordId: world.recordId('vehicles', 'SENATRAN', ordinal),
    plate: world.plate(ordinal, mercosul),
    renavam: world.renavam(ordinal),
    chassis: world.chassis(ordinal, maker, modelYear),
    chassisRestamped: random.chance(0.008),
    ...(legacy && year < 2000 ? {} : { engine: world.engine(ordinal) }),
    vehicleType: pickup ? 'CAMINHONETE' : type,
    species: pickup ? 'MISTO' : type === 'CAMINHAO' ? 'CARGA' : 'PASSAGEIRO',
    category:
      owner?.kind === 'JURIDICA' && random.chance(0.2) ? 'ALUGUEL' : random.chance(0.01) ? 'OFICIAL' : 'PARTICULAR',
    make,
    model,
    colour: colours.pick(random),
    fuel:
      type === 'CAMINHAO' ? 'DIESEL' : year < 2004 ? 'GASOLINA' : random.chance(0.02) ? 'ELETRICO' : 'ALCOOL/GASOLINA',
    yearOfManufacture: year,
    modelYear,
    provenance: imported.has(make) ? 'IMPORTADO' : 'NACIONAL',
    municipality: municipality.name,
    municipalitySiafi: municipality.siafi,
    uf: municipality.uf,
    situation: occurrence === 'STOLEN' ? 'EM_CIRCULACAO' : situation,
    restrictions: [
      ...(restriction === undefined ? [] : [restriction]),
      ...(occurrence === 'STOLEN' ? [stolenMark] : []),
    ],
    occurrences,
    licensedYear,
    crlvIssuedOn: dateOf(crlvDay),
    openRecall: random.chance(0.05),
    owner,
    ...fixed.facts,
  };
}

function yearOfManufacture(random: Random): number {
  if (random.chance(0.008)) return random.between(1972, 1985);
  // More of the newer than of the older.
  return 2025 - Math.floor(27 * random.unit() ** 1.6);
}

function drawnOwner(world: World, random: Random, person: Person, year: number): VehicleFacts['owner'] {
  const draw = random.unit();
  const eighteen = yearsAfter(person.birthDay, adultAge);
  const last = person.deathDay ?? lastWrittenDay;
  const from = Math.min(Math.max(dayOf(`${Math.max(year, 1990)}-06-30`), eighteen), last);
  const since = dateOf(random.between(from, last));
  const address = addressLine(random, person.home);
  if (draw < 0.8) return { kind: 'FISICA', name: person.name, document: person.cpf, since, address };
  if (draw < 0.98) {
    const { name, cnpj } = anyCompany(world, random);
    return { kind: 'JURIDICA', name, document: cnpj, since, address };
  }
  return foreignOwner(random, since, address);
}

/** A resident abroad; the document is a passport, of no Brazilian form. */
export function foreignOwner(random: Random, since: string, address: string): VehicleFacts['owner'] {
  const name = `${givenName(random, 'MASCULINO', 1980)} ${surname(random)}`;
  return {
    kind: 'ESTRANGEIRO',
    name,
    document: `${random.pick(['AAB', 'YPF', 'C'])}${random.digits(6)}`,
    since,
    address,
  };
}
