// Identity numbers of the neighbours: DNI (Argentina), cédula de identidad (Uruguay and Paraguay).
import { allEqual, weightedSum, wrongCheckDigits } from './check-digits.ts';
import { accepted, normalize, readDigits, refused, tooLong, type Parsed } from './parsed.ts';

function digitsBetween(text: string, lengthMin: number, lengthMax: number): Parsed {
  const value = normalize(text);
  if (value === undefined) return tooLong();
  if (!/^\d{1,64}$/.test(value) || value.length < lengthMin || value.length > lengthMax) {
    return refused('BAD_FORMAT', `de ${lengthMin} a ${lengthMax} dígitos`);
  }
  return /^0+$/.test(value) ? refused('KNOWN_DUMMY', 'só zeros') : accepted(value);
}

/** Argentina: seven or eight digits, no check digit. */
export function parseDniAr(text: string): Parsed {
  return digitsBetween(text, 7, 8);
}

/** Paraguay: five to seven digits, no check digit. */
export function parseCiPy(text: string): Parsed {
  return digitsBetween(text, 5, 7);
}

const weights = [2, 9, 8, 7, 6, 3, 4];
const complete = (seven: string): string => `${seven}${(10 - (weightedSum(seven, weights) % 10)) % 10}`;
const holds = (value: string): boolean => complete(value.slice(0, 7)) === value;

/** Uruguay: seven digits and a check digit. One of seven in all is not assumed to hide a zero: it is offered. */
export function parseCiUy(text: string): Parsed {
  const value = readDigits(text, 8);
  if (typeof value !== 'string') {
    const short = readDigits(text, 7);
    if (typeof short !== 'string') return value;
    return refused(value.problem, value.detail, holds(`0${short}`) ? [`0${short}`] : []);
  }
  if (allEqual(value) && value[0] === '0') return refused('KNOWN_DUMMY', 'só zeros');
  const expected = complete(value.slice(0, 7));
  return value === expected ? accepted(value) : wrongCheckDigits(value, expected, holds);
}

/** `12345672` -> `12.345.672`; anything else is returned as it came. */
export function formatDniAr(value: string): string {
  return value.length <= 8 ? value.replace(/^(\d{1,2})(\d{3})(\d{3})$/, '$1.$2.$3') : value;
}

/** `12345672` -> `1.234.567-2`; anything else is returned as it came. */
export function formatCiUy(value: string): string {
  return value.length === 8 ? value.replace(/^(\d)(\d{3})(\d{3})(\d)$/, '$1.$2.$3-$4') : value;
}

/** `1234567` -> `1.234.567`; anything else is returned as it came. */
export function formatCiPy(value: string): string {
  return value.length <= 7
    ? value.replace(/^(\d{1,3})(\d{3})(\d{3})$/, '$1.$2.$3').replace(/^(\d{2,3})(\d{3})$/, '$1.$2')
    : value;
}
