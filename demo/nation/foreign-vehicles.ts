// Vehicles of Argentina and Uruguay. A Uruguayan plate has the shape of an old Brazilian one, and some exist in both countries.
import { weightedSum } from '#kit/identifiers/check-digits.ts';
import type { ForeignVehicleFacts } from '../../subgraphs/mercosul/record.ts';
import { dateOf, dayOf } from './calendar.ts';
import { Weighted, type Random } from './random.ts';
import { tables } from './tables.ts';
import { lastWrittenDay, type World } from './world.ts';

export interface ForeignVehicleRecord {
  readonly source: 'mercosul';
  readonly holder: 'AR' | 'UY';
  readonly facts: ForeignVehicleFacts;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const chassisCharacters = 'ABCDEFGHJKLMNPRSTUVWXYZ0123456789';
const models: readonly (readonly [make: string, model: string, maker: string])[] = [
  ['PEUGEOT', '208', '8AD'],
  ['TOYOTA', 'HILUX', '8AJ'],
  ['RENAULT', 'KANGOO', '8A1'],
  ['FORD', 'RANGER', '8AF'],
  ['FIAT', 'CRONOS', '8AP'],
  ['VOLKSWAGEN', 'AMAROK', '8AW'],
  ['CHEVROLET', 'CRUZE', '8AG'],
];
const colours = ['BLANCO', 'NEGRO', 'GRIS', 'ROJO', 'AZUL', 'PLATEADO'];
const givenNames =
  'JUAN MARÍA CARLOS ANA LUIS LAURA JORGE SILVIA DIEGO LUCÍA MARTÍN SOFÍA PABLO VALENTINA GONZALO CAMILA'.split(' ');
const surnames =
  'GONZÁLEZ RODRÍGUEZ FERNÁNDEZ PÉREZ GÓMEZ LÓPEZ MARTÍNEZ SILVA PEREYRA OLIVERA ACOSTA ÁLVAREZ ROMERO SOSA DÍAZ'.split(
    ' ',
  );
const authorities = { AR: 'POLICÍA FEDERAL ARGENTINA', UY: 'MINISTERIO DEL INTERIOR DE URUGUAY' } as const;
const countries = new Weighted<'AR' | 'UY'>([
  ['AR', 60],
  ['UY', 40],
]);

const letters = (position: number, length: number): string => {
  let text = '';
  for (let rest = position, i = 0; i < length; i++, rest = Math.floor(rest / 26))
    text = alphabet.charAt(rest % 26) + text;
  return text;
};

/** Decides what would be drawn. */
export interface FixedForeignVehicle {
  readonly country?: 'AR' | 'UY';
  readonly plate?: string;
  readonly stolen?: boolean;
}

/** Five in a hundred people have a foreign vehicle drawn beside them; it is nobody's of theirs. */
export function* foreignVehicleRecordsOf(
  world: World,
  ordinal: number,
  brazilianPlate?: string,
): Generator<ForeignVehicleRecord> {
  const random = world.random('foreign vehicles', ordinal);
  if (!random.chance(0.05)) return;
  const country = countries.pick(random);
  // Chance gives few plates to both countries in a small nation, so one in twenty Uruguayan plates is taken from a Brazilian neighbour.
  const twin = country === 'UY' && brazilianPlate !== undefined && isUruguayan(brazilianPlate) && random.chance(0.1);
  yield foreignVehicle(world, ordinal, { country, ...(twin ? { plate: brazilianPlate } : {}) });
}

const departmentOf = (plate: string): string | undefined =>
  tables().uruguayanDepartments.find(({ plateLetter }) => plateLetter === plate.charAt(0))?.name;

const isUruguayan = (plate: string): boolean => /^[A-Z]{3}\d{4}$/.test(plate) && departmentOf(plate) !== undefined;

export function foreignVehicle(world: World, ordinal: number, fixed: FixedForeignVehicle = {}): ForeignVehicleRecord {
  const random = world.random('foreign vehicle', ordinal);
  const country = fixed.country ?? countries.pick(random);
  const year = 2025 - Math.floor(22 * random.unit() ** 1.5);
  const [make, model, maker] = random.pick(models);
  const province = random.pick(tables().argentineProvinces);
  const plate =
    fixed.plate ?? (country === 'AR' ? argentinePlate(world, ordinal, year) : uruguayanPlate(world, random, ordinal));
  const subdivision = country === 'AR' ? province : departmentOf(plate);
  const stolen = fixed.stolen ?? random.chance(0.07);
  const reportedDay = random.between(Math.min(dayOf(`${year}-12-31`), lastWrittenDay), lastWrittenDay);
  const owned = random.chance(0.75);
  const name = `${random.pick(givenNames)} ${random.pick(surnames)} ${random.pick(surnames)}`;
  const document = country === 'AR' ? `${random.between(14, 46)}${random.digits(6)}` : uruguayanIdentity(random);
  let descriptor = '';
  for (let i = 0; i < 8; i++) descriptor += chassisCharacters.charAt(random.between(0, chassisCharacters.length - 1));
  const withChassis = random.chance(0.9);
  const withColour = random.chance(0.85);
  const colour = random.pick(colours);
  return {
    source: 'mercosul',
    holder: country,
    facts: {
      recordId: world.recordId('mercosul', country, ordinal),
      country,
      plate,
      ...(withChassis ? { chassis: `${maker}${descriptor}${world.number('foreign chassis', ordinal, 6)}` } : {}),
      make,
      model,
      ...(withColour ? { colour } : {}),
      year,
      ...(subdivision === undefined ? {} : { subdivision }),
      stolen,
      ...(stolen ? { reportedOn: dateOf(reportedDay) } : {}),
      sourceAuthority: authorities[country],
      ...(owned ? { owner: { name, document, country } } : {}),
    },
  };
}

/** AB123CD since 2016, ABC123 before. */
function argentinePlate(world: World, ordinal: number, year: number): string {
  if (year >= 2016) {
    const number = Number(world.number('plate AR', ordinal, 9)) % (26 ** 3 * 1000);
    const digits = String(number % 1000).padStart(3, '0');
    const position = Math.floor(number / 1000);
    return `A${letters(Math.floor(position / 676), 1)}${digits}${letters(position % 676, 2)}`;
  }
  const number = Number(world.number('old plate AR', ordinal, 7));
  return letters(Math.floor(number / 1000), 3) + String(number % 1000).padStart(3, '0');
}

/** ABC1234, the first letter being the department's. */
function uruguayanPlate(world: World, random: Random, ordinal: number): string {
  const { plateLetter } = random.pick(tables().uruguayanDepartments);
  const number = Number(world.number('plate UY', ordinal, 7)) % (676 * 10_000);
  const plate = plateLetter + letters(Math.floor(number / 10_000), 2) + String(number % 10_000).padStart(4, '0');
  // ABC1234 is a planted plate.
  return plate === 'ABC1234' ? 'ABC1235' : plate;
}

/** A cédula: seven digits and one that checks them. */
function uruguayanIdentity(random: Random): string {
  const seven = `${random.between(1, 5)}${random.digits(6)}`;
  return `${seven}${(10 - (weightedSum(seven, [2, 9, 8, 7, 6, 3, 4]) % 10)) % 10}`;
}
