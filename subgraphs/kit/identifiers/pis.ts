// PIS/PASEP/NIS/NIT: the worker's number, eleven digits.
import { allEqual, complementOf11, weightedSum, wrongCheckDigits } from './check-digits.ts';
import { accepted, readDigits, refused, type Parsed } from './parsed.ts';

const weights = [3, 2, 9, 8, 7, 6, 5, 4, 3, 2];

const complete = (tenDigits: string): string => `${tenDigits}${complementOf11(weightedSum(tenDigits, weights))}`;
const holds = (value: string): boolean => !allEqual(value) && complete(value.slice(0, 10)) === value;

export function parsePis(text: string): Parsed {
  const value = readDigits(text, 11);
  if (typeof value !== 'string') return value;
  if (allEqual(value)) return refused('KNOWN_DUMMY', 'onze algarismos iguais não são um PIS');
  const expected = complete(value.slice(0, 10));
  return value === expected ? accepted(value) : wrongCheckDigits(value, expected, holds);
}

/** `12045123458` -> `120.45123.45-8`; anything else is returned as it came. */
export function formatPis(value: string): string {
  return value.length === 11 ? value.replace(/^(\d{3})(\d{5})(\d{2})(\d)$/, '$1.$2.$3-$4') : value;
}
