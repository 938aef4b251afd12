// CPF: eleven digits, the national number of a person (Lei 14.534/2023).
import { allEqual, complementOf11, requireBase, weightedSum, wrongCheckDigits } from './check-digits.ts';
import { accepted, normalize, readDigits, refused, type Parsed } from './parsed.ts';

const weights10 = [10, 9, 8, 7, 6, 5, 4, 3, 2];
const weights11 = [11, ...weights10];

function complete(nineDigits: string): string {
  const ten = `${nineDigits}${complementOf11(weightedSum(nineDigits, weights10))}`;
  return `${ten}${complementOf11(weightedSum(ten, weights11))}`;
}

function holds(value: string): boolean {
  return !allEqual(value) && complete(value.slice(0, 9)) === value;
}

/** Eleven digits, punctuation dropped. The ten strings of one repeated digit pass the arithmetic and are refused. */
export function parseCpf(text: string): Parsed {
  const value = readDigits(text, 11);
  if (typeof value !== 'string') return value;
  if (allEqual(value)) return refused('KNOWN_DUMMY', 'onze algarismos iguais não são um CPF');
  const expected = complete(value.slice(0, 9));
  return value === expected ? accepted(value) : wrongCheckDigits(value, expected, holds);
}

/** The CPF of nine digits. Throws BadBaseError where they are not nine, or would give a repeated-digit dummy. */
export function cpfFromBase(nineDigits: string): string {
  requireBase(nineDigits, /^(?!(\d)\1{8}$)\d{9}$/, 'cpfFromBase: the base must be nine digits, not all equal');
  return complete(nineDigits);
}

/** `52998224725` -> `529.982.247-25`; anything else is returned as it came. */
export function formatCpf(value: string): string {
  return value.length === 11 ? value.replace(/^(\d{3})(\d{3})(\d{3})(\d{2})$/, '$1.$2.$3-$4') : value;
}

/** `52998224725` -> `***.982.247-**`, and a masked CPF is itself; anything else is hidden whole. */
export function maskCpf(value: string): string {
  if (/^\*{3}\.\d{3}\.\d{3}-\*{2}$/.test(value)) return value;
  const digits = normalize(value) ?? '';
  return /^\d{11}$/.test(digits) ? `***.${digits.slice(3, 6)}.${digits.slice(6, 9)}-**` : '***.***.***-**';
}
