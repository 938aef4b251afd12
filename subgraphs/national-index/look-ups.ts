// Exact look-ups: by one identifier, everything that it may mean. Clones and disputes exist, so every answer is a list.
import { parsePlate } from '#kit/identifiers/plate.ts';
import { readingsOf } from '#kit/identifiers/readings.ts';
import type { Reading } from '#kit/identifiers/readings.ts';
import { parseEngineNumber } from '#kit/identifiers/engine-number.ts';
import { parseRg } from '#kit/identifiers/rg.ts';
import { parseChassis } from '#kit/identifiers/vin.ts';
import { parseWeaponRegistration, parseWeaponSerial, SUPPRESSED } from '#kit/identifiers/weapon-serial.ts';
import type { Parsed } from '#kit/identifiers/parsed.ts';
import { searchKey } from '#kit/names.ts';
import { platesMax } from '#kit/rules/policy.ts';
import type { IndexContext } from './context.ts';
import { indexError } from './errors.ts';
import type { Person } from './people.ts';
import { withoutJoined } from './person-things.ts';
import { individualProbes, vehicleProbes, warrantProbes, weaponProbes } from './probes.ts';
import type { Freshness, Probe } from './probes.ts';
import type { IdentifierKey } from './records.ts';
import { personId } from './subject-ids.ts';
import type { Vehicle, Warrant, Weapon } from './things.ts';

/** A reading as the graph shows it: doubts stand beside problems. */
export interface ShownReading {
  readonly kind: string;
  readonly country: string | null;
  readonly normalized: string;
  readonly problems: readonly string[];
  readonly suggestions: readonly string[];
}

export function shownReading({ kind, country, normalized, problems, warnings, suggestions }: Reading): ShownReading {
  return { kind, country: country ?? null, normalized, problems: [...problems, ...warnings], suggestions };
}

export async function individualsByCpf(cpf: string, freshness: Freshness, context: IndexContext) {
  const groups = new Set([
    personId(context.ids, cpf),
    ...(await context.subjectsBy({ kind: 'CPF', value: cpf }, 'individual')),
  ]);
  return { subjects: await peopleOfGroups([...groups], context), probes: individualProbes(context, cpf, freshness) };
}

export async function individualsByDocument(rg: string, uf: string, context: IndexContext) {
  const value = accepted('rg', parseRg(rg, uf));
  const groups = await context.subjectsBy({ kind: 'RG', value, place: uf }, 'individual');
  return { subjects: await peopleWith(groups, { kind: 'RG', value, place: uf }, context), probes: [] };
}

export async function peopleOfGroups(groups: readonly string[], context: IndexContext): Promise<readonly Person[]> {
  const people = (await Promise.all(groups.map((group) => context.people(group)))).flat();
  return people.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Of a disputed group only those who declare the document themselves. */
export async function peopleWith(
  groups: readonly string[],
  key: IdentifierKey,
  context: IndexContext,
): Promise<readonly Person[]> {
  const people = await peopleOfGroups(groups, context);
  const disputed = people.some(({ identityDisputed }) => identityDisputed);
  if (!disputed) return people;
  const entryIds = new Set(
    (await context.records.byIdentifier(context.audience, [key], ['individual'])).map(({ entryId }) => entryId),
  );
  return people.filter((person) => !person.identityDisputed || person.entries.some(({ id }) => entryIds.has(id)));
}

const platesInOneLookUpMax = 50;

export interface VehicleLookup {
  readonly plate: string | null;
  readonly readings: readonly ShownReading[];
  readonly subjects: () => Promise<readonly Vehicle[]>;
  readonly probes: readonly Probe[];
  readonly foreignProbes: readonly Probe[];
}

export function vehiclesByPlates(
  plates: readonly string[],
  country: string | null | undefined,
  freshness: Freshness,
  context: IndexContext,
): readonly VehicleLookup[] {
  const max = Math.min(platesInOneLookUpMax, platesMax(context.asker));
  if (plates.length === 0) throw indexError('BAD_ARGUMENT', 'Informe ao menos uma placa.');
  if (plates.length > max)
    throw indexError(
      'BAD_ARGUMENT',
      max === 1 ? 'Seu perfil consulta uma placa por vez.' : `No máximo ${max} placas por consulta.`,
    );
  return plates.map((plate) => {
    const readings = plateReadings(plate, country ?? undefined);
    const valid = readings.filter(({ problems }) => problems.length === 0);
    const probes = valid.flatMap(({ normalized, country }) =>
      vehicleProbes(context, normalized, country ?? 'BR', freshness),
    );
    return {
      plate: valid.length > 0 ? plate : null,
      readings: readings.map(shownReading),
      // An unreadable plate is not a plate without vehicles.
      subjects: async () => {
        if (valid.length === 0) throw indexError('BAD_ARGUMENT', 'A placa não tem formato conhecido; veja `readings`.');
        return vehiclesUnder(valid, context);
      },
      probes: probes.filter(({ __typename }) => __typename === 'VehicleProbe'),
      foreignProbes: probes.filter(({ __typename }) => __typename === 'ForeignVehicleProbe'),
    };
  });
}

function plateReadings(plate: string, country: string | undefined): readonly Reading[] {
  const found = readingsOf(plate).filter(
    (reading) => reading.kind === 'PLATE' && (country === undefined || reading.country === country),
  );
  if (found.length > 0) return found;
  const parsed = parsePlate(plate, country as never);
  return [
    {
      kind: 'PLATE',
      normalized: parsed.ok ? parsed.value : plate.slice(0, 16),
      problems: parsed.ok ? [] : [`Placa: ${parsed.detail}`],
      warnings: [],
      suggestions: parsed.ok ? [] : (parsed.suggestions ?? []),
    },
  ];
}

async function vehiclesUnder(readings: readonly Reading[], context: IndexContext): Promise<readonly Vehicle[]> {
  const found = await Promise.all(
    readings.map(({ normalized, country }) =>
      context.subjectsBy({ kind: 'PLATE', value: normalized, place: country ?? 'BR' }, 'vehicle'),
    ),
  );
  return vehiclesOfIds(found.flat(), context);
}

async function vehiclesOfIds(ids: readonly string[], context: IndexContext): Promise<readonly Vehicle[]> {
  const vehicles = await Promise.all([...new Set(ids)].sort().map((id) => context.vehicle(id)));
  return vehicles.filter((vehicle) => vehicle !== null);
}

export async function vehiclesBy(
  kind: 'RENAVAM' | 'CHASSIS' | 'ENGINE',
  text: string,
  context: IndexContext,
): Promise<VehicleLookup> {
  const value =
    kind === 'CHASSIS'
      ? accepted('chassis', parseChassis(text))
      : kind === 'ENGINE'
        ? accepted('engine', parseEngineNumber(text))
        : text;
  const ids = await context.subjectsBy({ kind, value }, 'vehicle');
  const subjects = () => vehiclesOfIds(ids, context);
  return { plate: null, readings: [], subjects, probes: [], foreignProbes: [] };
}

export async function weaponsBySerial(
  serial: string,
  make: string | null | undefined,
  freshness: Freshness,
  context: IndexContext,
) {
  const value = accepted('serial', parseWeaponSerial(serial));
  if (value === SUPPRESSED)
    throw indexError('TOO_BROAD', 'Série suprimida não identifica arma; consulte pelo registro ou pelo proprietário.');
  const weapons = await weaponsOfIds(await context.subjectsBy({ kind: 'WEAPON_SERIAL', value }, 'weapon'), context);
  const wanted = searchKey(make ?? '');
  if (wanted === null && make) throw indexError('BAD_ARGUMENT', '`make`: informe o nome da marca.');
  // A record under keys tells no make, so it is not excluded by one.
  const ofMake = weapons.filter(
    (weapon) => wanted === null || weapon.make === null || searchKey(weapon.make) === wanted,
  );
  return { subjects: ofMake, probes: weaponProbes(context, value, freshness) };
}

export async function weaponsByRegistration(system: string, registration: string, context: IndexContext) {
  const value = accepted('registration', parseWeaponRegistration(registration));
  const ids = await context.subjectsBy({ kind: 'WEAPON_REGISTRATION', value, place: system }, 'weapon');
  return { subjects: await weaponsOfIds(ids, context), probes: [] };
}

async function weaponsOfIds(ids: readonly string[], context: IndexContext): Promise<readonly Weapon[]> {
  const weapons = await Promise.all(ids.map((id) => context.weapon(id)));
  return withoutJoined(weapons.filter((weapon) => weapon !== null));
}

export async function warrantsByNumber(number: string, freshness: Freshness, context: IndexContext) {
  const subjects = await warrantsBy({ kind: 'WARRANT_NUMBER', value: number }, context);
  return { subjects, probes: warrantProbes(context, number, freshness) };
}

export async function warrantsBy(key: IdentifierKey, context: IndexContext): Promise<readonly Warrant[]> {
  const warrants = await Promise.all((await context.subjectsBy(key, 'warrant')).map((id) => context.warrant(id)));
  return warrants.filter((warrant) => warrant !== null);
}

export { vehiclesOfIds, weaponsOfIds };

function accepted(argument: string, parsed: Parsed): string {
  if (parsed.ok) return parsed.value;
  throw indexError('BAD_ARGUMENT', `\`${argument}\`: ${parsed.detail}.`, { argument, problem: parsed.problem });
}
