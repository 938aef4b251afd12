// CNH registration number (Registro Nacional, Res. CONTRAN 192/2006 art. 2): of the driver, not of the printed card
// (número do espelho) nor of the state's form (RENACH).
import { allEqual, requireBase, weightedSum, wrongCheckDigits } from './check-digits.ts';
import { accepted, readDigits, refused, type Parsed } from './parsed.ts';

const falling = [9, 8, 7, 6, 5, 4, 3, 2, 1];
const rising = [1, 2, 3, 4, 5, 6, 7, 8, 9];

function complete(nineDigits: string): string {
  const s = weightedSum(nineDigits, falling) % 11;
  // A first digit of 10 is written 0 and lends a discount of 2 to the second, which wraps before it is capped.
  const first = s === 10 ? 0 : s;
  const t = (weightedSum(nineDigits, rising) % 11) - (s === 10 ? 2 : 0);
  const wrapped = t < 0 ? t + 11 : t;
  return `${nineDigits}${first}${wrapped >= 10 ? 0 : wrapped}`;
}

const holds = (value: string): boolean => !allEqual(value) && complete(value.slice(0, 9)) === value;

export function parseCnh(text: string): Parsed {
  const value = readDigits(text, 11);
  if (typeof value !== 'string') return value;
  if (allEqual(value)) return refused('KNOWN_DUMMY', 'onze algarismos iguais não são um registro de CNH');
  const expected = complete(value.slice(0, 9));
  return value === expected ? accepted(value) : wrongCheckDigits(value, expected, holds);
}

/** The CNH number of nine digits. Throws BadBaseError where they are not nine, or all equal. */
export function cnhFromBase(nineDigits: string): string {
  requireBase(nineDigits, /^(?!(\d)\1{8}$)\d{9}$/, 'cnhFromBase: the base must be nine digits, not all equal');
  return complete(nineDigits);
}

/** A CNH number is written without punctuation. */
export function formatCnh(value: string): string {
  return value;
}
