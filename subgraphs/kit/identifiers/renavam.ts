// Renavam: the vehicle's national number, eleven digits; older documents print nine, without the two leading zeros.
import { allEqual, requireBase, weightedSum, wrongCheckDigits } from './check-digits.ts';
import { accepted, readDigits, refused, type Parsed } from './parsed.ts';

const weights = [3, 2, 9, 8, 7, 6, 5, 4, 3, 2];

function complete(tenDigits: string): string {
  const digit = (weightedSum(tenDigits, weights) * 10) % 11;
  return `${tenDigits}${digit === 10 ? 0 : digit}`;
}

const holds = (value: string): boolean => !allEqual(value) && complete(value.slice(0, 10)) === value;

/** Eleven digits, or the nine of an older document, which are padded to eleven. */
export function parseRenavam(text: string): Parsed {
  const nine = readDigits(text, 9);
  const value = typeof nine === 'string' ? `00${nine}` : readDigits(text, 11);
  if (typeof value !== 'string') return value;
  if (allEqual(value)) return refused('KNOWN_DUMMY', 'onze algarismos iguais não são um Renavam');
  const expected = complete(value.slice(0, 10));
  if (value === expected) return accepted(value);
  const wrong = wrongCheckDigits(value, expected, holds);
  if (typeof nine !== 'string') return wrong;
  return refused(wrong.problem, `${wrong.detail} (contados os dois zeros à esquerda)`, wrong.suggestions);
}

/** The Renavam of ten digits. Throws BadBaseError where they are not ten, or all equal. */
export function renavamFromBase(tenDigits: string): string {
  requireBase(tenDigits, /^(?!(\d)\1{9}$)\d{10}$/, 'renavamFromBase: the base must be ten digits, not all equal');
  return complete(tenDigits);
}

/** `00639884962` -> `0063988496-2`; anything else is returned as it came. */
export function formatRenavam(value: string): string {
  return value.length === 11 ? value.replace(/^(\d{10})(\d)$/, '$1-$2') : value;
}
