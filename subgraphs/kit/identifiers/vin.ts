// VIN (chassi): seventeen characters, ISO 3779. Its check digit (49 CFR 565) is not mandatory in Brazil and real Brazilian
// numbers fail it: a failure is a warning, never an error.
import { allEqual, requireBase } from './check-digits.ts';
import { showOnlyEnd } from './masks.ts';
import { accepted, characterWords, normalize, refused, tooLong, wrongLength, type Parsed } from './parsed.ts';

const values: Readonly<Record<string, number>> = Object.freeze({
  ...{ A: 1, B: 2, C: 3, D: 4, E: 5, F: 6, G: 7, H: 8, J: 1, K: 2, L: 3, M: 4, N: 5, P: 7, R: 9 },
  ...{ S: 2, T: 3, U: 4, V: 5, W: 6, X: 7, Y: 8, Z: 9 },
});
const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/** The character that ISO 3779 asks for in position 9 (`0`-`9` or `X`), whatever stands there now. */
export function vinCheckDigit(seventeen: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) {
    const character = seventeen.charAt(i);
    sum += (values[character] ?? Number(character)) * (weights[i] ?? 0);
  }
  const digit = sum % 11;
  return digit === 10 ? 'X' : String(digit);
}

const lookalike: Readonly<Record<string, string>> = { I: '1', O: '0', Q: '0' };

/** Seventeen characters without I, O and Q. A failed check digit and a repeated character come as warnings. */
export function parseVin(text: string): Parsed {
  const value = normalize(text);
  if (value === undefined) return tooLong();
  const stranger = value.search(/[^0-9A-Z]/);
  if (stranger >= 0) return refused('BAD_FORMAT', `a posição ${stranger + 1} não é letra nem dígito`);
  if (value.length !== 17) return wrongLength(value.length, 17, characterWords);
  const forbidden = value.search(/[IOQ]/);
  if (forbidden >= 0) {
    const read = value.replace(/[IOQ]/g, (letter) => lookalike[letter] ?? letter);
    return refused(
      'BAD_FORMAT',
      `a letra ${value[forbidden]} na posição ${forbidden + 1} não existe em chassi; causa provável: algarismo lido como letra`,
      [read],
    );
  }
  const warnings: string[] = [];
  if (vinCheckDigit(value) !== value[8])
    warnings.push('dígito verificador da posição 9 não confere (não é obrigatório no Brasil)');
  if (allEqual(value)) warnings.push('todos os caracteres são iguais');
  return accepted(value, warnings);
}

export const LEGACY_CHASSIS = 'LEGACY_CHASSIS';

/**
 * The short chassis number of a vehicle made before 1986: 5 to 13 letters and digits, no grammar. From 14 to 16
 * characters a number is taken for a truncated VIN and refused.
 */
export function parseLegacyChassis(text: string): Parsed {
  const value = normalize(text);
  if (value === undefined) return tooLong();
  if (!/^(?=.*[0-9])[0-9A-Z]{5,13}$/.test(value)) {
    return refused('BAD_FORMAT', 'chassi anterior a 1986: de 5 a 13 letras e algarismos');
  }
  return accepted(value, [`${LEGACY_CHASSIS}: chassi curto, anterior a 1986; confirme o ano do veículo`]);
}

/** A VIN, or a short chassis number of before 1986 with its warning. */
export function parseChassis(text: string): Parsed {
  const vin = parseVin(text);
  if (vin.ok) return vin;
  const legacy = parseLegacyChassis(text);
  return legacy.ok ? legacy : vin;
}

export interface VinParts {
  /** World manufacturer identifier, 3 characters. */
  readonly wmi: string;
  /** Positions 4 to 8, 5 characters: the check digit is the ninth. */
  readonly descriptor: string;
  /** Positions 10 to 17, 8 characters: model year, plant, serial. */
  readonly indicator: string;
}

/** The VIN of its parts, with its check digit. Throws BadBaseError on another length and on I, O and Q. */
export function vinFrom(parts: VinParts): string {
  requireBase(parts.wmi, /^[0-9A-HJ-NPR-Z]{3}$/, 'vinFrom: wmi must be 3 characters without I, O and Q');
  requireBase(parts.descriptor, /^[0-9A-HJ-NPR-Z]{5}$/, 'vinFrom: descriptor must be 5 characters without I, O and Q');
  requireBase(parts.indicator, /^[0-9A-HJ-NPR-Z]{8}$/, 'vinFrom: indicator must be 8 characters without I, O and Q');
  const digit = vinCheckDigit(`${parts.wmi}${parts.descriptor}0${parts.indicator}`);
  return `${parts.wmi}${parts.descriptor}${digit}${parts.indicator}`;
}

/** A chassis number is written without punctuation. */
export function formatChassis(value: string): string {
  return value;
}

/** Only the last six characters, as on the public vehicle enquiry; a masked chassis is itself. */
export function maskChassis(value: string): string {
  return showOnlyEnd(value, 6);
}
