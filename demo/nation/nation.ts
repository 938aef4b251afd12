// One synthetic nation: people, their vehicles, weapons and warrants, as the holders of the network keep them. Nobody in it exists.
import { parseDate } from '#kit/identifiers/dates.ts';
import { dayOf } from './calendar.ts';
import { foreignVehicleRecordsOf } from './foreign-vehicles.ts';
import { castSize, holdersOf, individualFacts, personAt } from './people.ts';
import type { NationRecord } from './record.ts';
import { plantedRecords } from './story.ts';
import { vehicleRecordsOf } from './vehicles.ts';
import { arrestedDayOf, warrantsOf } from './warrants.ts';
import { weaponRecordsOf } from './weapons.ts';
import { createWorld, lastWrittenDay, writtenUntil, type World } from './world.ts';

export type { NationRecord } from './record.ts';

export interface NationOptions {
  /** A whole number from 0 to 2^32 - 1. */
  readonly seed: number;
  /** People, from 200 to 50 million. */
  readonly size: number;
  /** The day on which the nation is looked at, YYYY-MM-DD. */
  readonly today: string;
}

export const nationDefaults = { seed: 2026, size: 20_000 } as const;

/** Room for the planted cases below, and for numbers that are never issued twice above. */
export const sizeMin = 200;
export const sizeMax = 50_000_000;

export class NationError extends Error {
  override readonly name = 'NationError';
  readonly code = 'BAD_NATION_OPTION';
}

/**
 * Every record of the nation, person by person and in the same order for the same options. Person N has the same records in a nation of any
 * size, and nothing is kept between one person and the next. Throws NationError on a bad option.
 */
export function nation(options: NationOptions): Generator<NationRecord> {
  return records(checked(options), options.size);
}

/** The records of person `ordinal` alone, as nation() yields them; the cast (story.ts) is not asked for one by one. */
export function recordsOfPerson(
  options: Pick<NationOptions, 'seed' | 'today'>,
  ordinal: number,
): Generator<NationRecord> {
  const world = checked({ ...options, size: sizeMin });
  if (!Number.isInteger(ordinal) || ordinal < castSize || ordinal >= sizeMax) {
    throw new NationError(`ordinal: a whole number from ${castSize} to ${sizeMax - 1}`);
  }
  return recordsOf(world, ordinal);
}

function checked({ seed, size, today }: NationOptions): World {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffff_ffff) {
    throw new NationError('seed: a whole number from 0 to 4294967295');
  }
  if (!Number.isInteger(size) || size < sizeMin || size > sizeMax) {
    throw new NationError(`size: a whole number of people from ${sizeMin} to ${sizeMax}`);
  }
  if (!parseDate(today).ok || dayOf(today) <= lastWrittenDay) {
    throw new NationError(`today: a date YYYY-MM-DD after ${writtenUntil}`);
  }
  return createWorld(seed, today);
}

function* records(world: World, size: number): Generator<NationRecord> {
  yield* plantedRecords(world);
  for (let ordinal = castSize; ordinal < size; ordinal++) yield* recordsOf(world, ordinal);
}

function* recordsOf(world: World, ordinal: number): Generator<NationRecord> {
  const person = personAt(world, ordinal);
  const warrants = warrantsOf(world, person);
  const arrestedDay = arrestedDayOf(warrants);
  const circumstances = arrestedDay === undefined ? {} : { arrestedDay };

  let position = 0;
  for (const holder of holdersOf(world, person)) {
    yield { source: 'individuals', holder, facts: individualFacts(world, person, holder, position++, circumstances) };
  }
  let plate: string | undefined;
  for (const record of vehicleRecordsOf(world, person)) {
    plate ??= record.facts.plate;
    yield record;
  }
  yield* weaponRecordsOf(world, person);
  for (const facts of warrants) yield { source: 'warrants', holder: 'CNJ', facts };
  yield* foreignVehicleRecordsOf(world, ordinal, plate);
}
