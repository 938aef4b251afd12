// Engine number: stamped by the maker, without a public grammar or check digit.
import { showOnlyEnd } from './masks.ts';
import { accepted, normalize, refused, tooLong, type Parsed } from './parsed.ts';

/** 5 to 21 letters and digits, at least three of them digits. */
export function parseEngineNumber(text: string): Parsed {
  const value = normalize(text);
  if (value === undefined) return tooLong();
  const digitCount = value.replace(/[^0-9]/g, '').length;
  return /^[0-9A-Z]{5,21}$/.test(value) && digitCount >= 3
    ? accepted(value)
    : refused('BAD_FORMAT', 'número de motor: de 5 a 21 letras e algarismos, ao menos três algarismos');
}

/** An engine number is written without punctuation. */
export function formatEngineNumber(value: string): string {
  return value;
}

/** Only the last six characters; a masked number is itself. */
export function maskEngineNumber(value: string): string {
  return showOnlyEnd(value, 6);
}
