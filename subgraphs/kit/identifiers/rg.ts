// RG: the state identity card. There is no national format: the key is number, issuing body, UF and date of issue.
import { digits, weightedSum, wrongCheckDigits } from './check-digits.ts';
import { showOnlyEnd } from './masks.ts';
import { accepted, normalize, refused, tooLong, type Parsed } from './parsed.ts';

const weights = [2, 3, 4, 5, 6, 7, 8, 9];

function completeSp(eightDigits: string): string {
  const digit = 11 - (weightedSum(eightDigits, weights) % 11);
  return eightDigits + (digit === 10 ? 'X' : digit === 11 ? '0' : String(digit));
}

const holdsSp = (value: string): boolean => /^\d{8}[\dX]$/.test(value) && completeSp(value.slice(0, 8)) === value;

/**
 * 5 to 14 characters: up to two letters, digits, perhaps a final X. Only São Paulo publishes a check digit; the
 * numbers of other states are never refused by arithmetic.
 */
export function parseRg(text: string, uf?: string): Parsed {
  const value = normalize(text);
  if (value === undefined) return tooLong();
  return uf === 'SP' ? parseSp(value) : parseAnyState(value);
}

function parseAnyState(value: string): Parsed {
  if (value.length < 5 || value.length > 14) return refused('BAD_FORMAT', 'RG: de 5 a 14 caracteres');
  return /^[A-Z]{0,2}[0-9]+X?$/.test(value)
    ? accepted(value)
    : refused('BAD_FORMAT', 'RG: algarismos, com até duas letras no início e talvez um X no fim');
}

function parseSp(value: string): Parsed {
  // Numbers of before eight digits are padded: their weights count down from 9 at the right.
  if (/^\d{7}[\dX]$/.test(value) && holdsSp(`0${value}`)) return accepted(`0${value}`);
  if (!/^\d{8}[\dX]$/.test(value))
    return refused('BAD_FORMAT', 'RG de São Paulo: oito dígitos e o verificador (dígito ou X)');
  const expected = completeSp(value.slice(0, 8));
  return value === expected ? accepted(value) : wrongCheckDigits(value, expected, holdsSp, `${digits}X`);
}

/** São Paulo's eight digits and check digit -> `24.678.131-2`; the numbers of other states are returned as they came. */
export function formatRg(value: string, uf?: string): string {
  return uf === 'SP' && value.length === 9 ? value.replace(/^(\d{2})(\d{3})(\d{3})([\dX])$/, '$1.$2.$3-$4') : value;
}

/** Only the last three characters; a masked RG is itself. */
export function maskRg(value: string): string {
  return showOnlyEnd(value, 3);
}
