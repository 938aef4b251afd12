// CNPJ: twelve letters or digits and two check digits (IN RFB 2.229/2024: letters from July 2026; Nota Técnica COCAD 49/2024).
import { allEqual, complementOf11, digits, requireBase, weightedSum, wrongCheckDigits } from './check-digits.ts';
import { accepted, characterWords, normalize, refused, tooLong, wrongLength, type Parsed } from './parsed.ts';

const weights12 = [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];
const weights13 = [6, ...weights12];
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

function complete(twelve: string): string {
  const thirteen = `${twelve}${complementOf11(weightedSum(twelve, weights12))}`;
  return `${thirteen}${complementOf11(weightedSum(thirteen, weights13))}`;
}

function holds(value: string): boolean {
  return /^[0-9A-Z]{12}[0-9]{2}$/.test(value) && !allEqual(value) && complete(value.slice(0, 12)) === value;
}

/** Fourteen characters, numeric or alphanumeric, in capitals and without punctuation; the check digits are always digits. */
export function parseCnpj(text: string): Parsed {
  const value = normalize(text);
  if (value === undefined) return tooLong();
  const stranger = value.search(/[^0-9A-Z]/);
  if (stranger >= 0) return refused('BAD_FORMAT', `a posição ${stranger + 1} não é letra nem dígito`);
  if (value.length !== 14) return wrongLength(value.length, 14, characterWords);
  if (!/[0-9]{2}$/.test(value)) return refused('BAD_FORMAT', 'as posições 13 e 14 são sempre dígitos');
  if (allEqual(value)) return refused('KNOWN_DUMMY', 'catorze algarismos iguais não são um CNPJ');
  const expected = complete(value.slice(0, 12));
  if (value === expected) return accepted(value);
  return wrongCheckDigits(value, expected, holds, /[A-Z]/.test(value) ? digits + letters : digits);
}

/**
 * The CNPJ of twelve characters. Throws BadBaseError on another shape, on one repeated digit, and on I, O, Q and F,
 * which the Receita advises against in new numbers (they are read in existing ones).
 */
export function cnpjFromBase(twelveCharacters: string): string {
  requireBase(
    twelveCharacters,
    /^(?!(\d)\1{11}$)[0-9A-EGHJ-NPR-Z]{12}$/,
    'cnpjFromBase: the base must be twelve digits or capitals, without I, O, Q and F, not all equal',
  );
  return complete(twelveCharacters);
}

/** `11222333000181` -> `11.222.333/0001-81`; anything else is returned as it came. */
export function formatCnpj(value: string): string {
  return value.length === 14
    ? value.replace(/^([0-9A-Z]{2})([0-9A-Z]{3})([0-9A-Z]{3})([0-9A-Z]{4})(\d{2})$/, '$1.$2.$3/$4-$5')
    : value;
}

/** `11222333000181` -> `**.222.333/****-**`, and a masked CNPJ is itself; anything else is hidden whole. */
export function maskCnpj(value: string): string {
  if (/^\*\*\.[0-9A-Z]{3}\.[0-9A-Z]{3}\/\*{4}-\*\*$/.test(value)) return value;
  const text = normalize(value) ?? '';
  return /^[0-9A-Z]{12}\d{2}$/.test(text) ? `**.${text.slice(2, 5)}.${text.slice(5, 8)}/****-**` : '**.***.***/****-**';
}
