// What all generators of one nation share: its seed, its day, and the numbers it issues. Every number belongs to an ordinal and is drawn without
// memory, so that no two people are given one by chance and a nation of any size needs no table of those in use.
import { weightedSum } from '#kit/identifiers/check-digits.ts';
import { cnhFromBase } from '#kit/identifiers/cnh.ts';
import { cpfFromBase } from '#kit/identifiers/cpf.ts';
import { renavamFromBase } from '#kit/identifiers/renavam.ts';
import { vinFrom } from '#kit/identifiers/vin.ts';
import { dayOf } from './calendar.ts';
import { Random, scatter } from './random.ts';

export interface World {
  readonly seed: number;
  /** Days since 1970: the day on which the nation is looked at. */
  readonly today: number;
  random(label: string, ordinal: number, part?: number): Random;
  /** Eleven digits; the ninth tells the region of issue. */
  cpf(person: number, region: string): string;
  cnh(person: number): string;
  /** Normalised; with a check digit where the UF has one (SP). */
  rg(person: number, uf: string): string;
  /** Canonical: the old form, or a Mercosul plate that has no old form. Never of the series ABC. */
  plate(vehicle: number, mercosul: boolean): string;
  renavam(vehicle: number): string;
  chassis(vehicle: number, maker: string, modelYear: number): string;
  engine(vehicle: number): string;
  /** Digits that are unique under their label. */
  number(label: string, ordinal: number, length: number): string;
  /** Opaque and unique under its source and holder; the same person has unrelated ones at two holders. */
  recordId(source: string, holder: string, ordinal: number): string;
}

/**
 * What is written for ever (births, plates, process numbers) is dated before this day, whatever day the nation is looked at, so that a seed
 * alone tells every identifier. What depends on today (served yesterday, licensed this year) follows `today`.
 */
export const writtenUntil = '2026-06-30';
export const lastWrittenDay = dayOf(writtenUntil);

export const vehiclesPerPersonMax = 4;

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const vinCharacters = 'ABCDEFGHJKLMNPRSTUVWXYZ0123456789';
/** Position 10 of a VIN, from the model year 1980 on; a cycle of thirty years. */
const vinYears = 'ABCDEFGHJKLMNPRSTVWXY123456789';
const lettersAfterJ = alphabet.slice(10);
const series = 26 ** 3;
/** ABC, first in nobody's order: kept for the planted plate. */
const reservedSeries = 28;

function seriesLetters(position: number): string {
  return (
    alphabet.charAt(Math.floor(position / 676)) +
    alphabet.charAt(Math.floor(position / 26) % 26) +
    alphabet.charAt(position % 26)
  );
}

const padded = (value: number, length: number): string => String(value).padStart(length, '0');

export function createWorld(seed: number, today: string): World {
  const scatters = new Map<string, (ordinal: number) => number>();
  const scattered = (label: string, modulus: number, ordinal: number): number => {
    let numbers = scatters.get(label);
    if (numbers === undefined) {
      numbers = scatter(seed, label, modulus);
      scatters.set(label, numbers);
    }
    return numbers(ordinal);
  };
  const random = (label: string, ordinal: number, part = 0): Random => new Random(seed, label, ordinal, part);
  const number = (label: string, ordinal: number, length: number): string =>
    padded(scattered(label, 10 ** length, ordinal), length);

  return Object.freeze({
    seed,
    today: dayOf(today),
    random,
    number,
    cpf(person: number, region: string): string {
      const eight = number('cpf', person, 8);
      // Nine equal digits are no base of a CPF; the next region's digit is as good.
      const ninth = eight === region.repeat(8) ? String((Number(region) + 1) % 10) : region;
      return cpfFromBase(eight + ninth);
    },
    cnh: (person: number) => cnhFromBase(unequal(number('cnh', person, 9))),
    rg(person: number, uf: string): string {
      if (uf !== 'SP') return number(`rg ${uf}`, person, 7);
      const eight = number('rg SP', person, 8);
      const digit = 11 - (weightedSum(eight, [2, 3, 4, 5, 6, 7, 8, 9]) % 11);
      return eight + (digit === 10 ? 'X' : digit === 11 ? '0' : String(digit));
    },
    plate(vehicle: number, mercosul: boolean): string {
      const digits = mercosul ? 1000 : 10_000;
      const letters = mercosul ? lettersAfterJ.length : 1;
      const all = scattered(mercosul ? 'plate mercosul' : 'plate', (series - 1) * digits * letters, vehicle);
      const position = Math.floor(all / (digits * letters));
      const front = seriesLetters(position >= reservedSeries ? position + 1 : position);
      if (!mercosul) return front + padded(all % 10_000, 4);
      const number = padded(all % 1000, 3);
      const letter = lettersAfterJ.charAt(Math.floor(all / 1000) % letters);
      return front + number.charAt(0) + letter + number.slice(1);
    },
    renavam: (vehicle: number) => renavamFromBase(unequal(`0${number('renavam', vehicle, 9)}`)),
    chassis(vehicle: number, maker: string, modelYear: number): string {
      const draw = random('chassis', vehicle);
      // Short numbers without grammar were stamped until 1985.
      if (modelYear < 1986)
        return `${draw.pick([...'BCLV'])}${draw.pick([...'ABJK'])}${number('short chassis', vehicle, 7)}`;
      let descriptor = '';
      for (let i = 0; i < 5; i++) descriptor += vinCharacters.charAt(draw.between(0, vinCharacters.length - 1));
      const year = vinYears.charAt((modelYear - 1980) % 30);
      const valid = vinFrom({
        wmi: maker,
        descriptor,
        indicator: `${year}${draw.pick([...'ABCDP48'])}${number('chassis', vehicle, 6)}`,
      });
      // The ninth position is not a check digit in every Brazilian number: one in seven fails the arithmetic.
      return draw.chance(0.14) ? `${valid.slice(0, 8)}${valid.charAt(8) === 'Z' ? '0' : 'Z'}${valid.slice(9)}` : valid;
    },
    engine: (vehicle: number) =>
      `${random('engine', vehicle).pick(['BTY', 'EA1', 'K7M', 'F4R', '310A', '178F', 'R18A', 'JC75'])}${number('engine', vehicle, 7)}`,
    recordId: (source: string, holder: string, ordinal: number) =>
      `${source.charAt(0).toUpperCase()}${number(`record ${source} ${holder}`, ordinal, 9)}`,
  });
}

/** Digits that are all the same are refused by the checks; the last one is then another. */
function unequal(digits: string): string {
  return digits === digits.charAt(0).repeat(digits.length)
    ? digits.slice(0, -1) + String((Number(digits.charAt(0)) + 1) % 10)
    : digits;
}
