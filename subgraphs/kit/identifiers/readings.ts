// What may the typed text be? Every reading that it admits, none preferred.
import { parseCnh } from './cnh.ts';
import { parseCnpj } from './cnpj.ts';
import { cpfFromBase, parseCpf } from './cpf.ts';
import { parseEngineNumber } from './engine-number.ts';
import { foldLetters, resolveApostrophes } from './fold.ts';
import { normalize, type Parsed } from './parsed.ts';
import { parsePlate, plateCountries, type PlateCountry } from './plate.ts';
import { padSequence, parseProcessNumber } from './process-number.ts';
import { parseRenavam } from './renavam.ts';
import { parseRg } from './rg.ts';
import { parseChassis, parseVin } from './vin.ts';
import { parseWarrantNumber } from './warrant-number.ts';
import { parseWeaponRegistration, parseWeaponSerial, SUPPRESSED } from './weapon-serial.ts';

export type IdentifierKind =
  | 'CPF'
  | 'CNPJ'
  | 'RG'
  | 'PLATE'
  | 'CHASSIS'
  | 'RENAVAM'
  | 'ENGINE'
  | 'CNH'
  | 'WEAPON_SERIAL'
  | 'WEAPON_REGISTRATION'
  | 'WARRANT_NUMBER'
  | 'PROCESS_NUMBER'
  | 'NAME';

export interface Reading {
  readonly kind: IdentifierKind;
  /** Of plates only. */
  readonly country?: PlateCountry;
  readonly normalized: string;
  /** pt-BR; a reading with a problem is no valid identifier and finds nothing as it stands. */
  readonly problems: readonly string[];
  /** pt-BR; the identifier stands, with a doubt. */
  readonly warnings: readonly string[];
  /** Valid values near what was typed. */
  readonly suggestions: readonly string[];
}

const readingCharsMax = 200;

interface Typed {
  readonly text: string;
  /** Without separators; empty where the text is longer than any identifier. */
  readonly value: string;
}

interface Reader {
  readonly kind: IdentifierKind;
  readonly label: string;
  /** Whether the text may be meant as this kind, right or wrong. */
  readonly admits: (typed: Typed) => boolean;
  readonly read: (typed: Typed) => Parsed;
}

const isDigits = (value: string, lengthMin: number, lengthMax: number): boolean =>
  value.length >= lengthMin && value.length <= lengthMax && /^\d+$/.test(value);

const isMixed = (value: string, lengthMin: number, lengthMax: number): boolean =>
  value.length >= lengthMin && value.length <= lengthMax && /^(?=.*\d)(?=.*[A-Z])[0-9A-Z]+$/.test(value);

/** A short number plus what would complete it: lost leading zeros, or the check digits not typed. */
function readShortCpf(value: string): Parsed {
  const parsed = parseCpf(value);
  if (parsed.ok || value.length >= 11) return parsed;
  const base = value.slice(0, 9);
  const completed = /^(\d)\1{8}$/.test(base) ? [] : [cpfFromBase(base)].filter((cpf) => cpf.startsWith(value));
  const padded = [value.padStart(11, '0')].filter((cpf) => parseCpf(cpf).ok);
  return { ...parsed, suggestions: [...padded, ...completed] };
}

const readers: readonly Reader[] = [
  {
    kind: 'CPF',
    label: 'CPF',
    admits: ({ value }) => isDigits(value, 9, 11),
    read: ({ value }) => readShortCpf(value),
  },
  { kind: 'CNH', label: 'CNH', admits: ({ value }) => isDigits(value, 10, 11), read: ({ value }) => parseCnh(value) },
  {
    kind: 'RENAVAM',
    label: 'Renavam',
    admits: ({ value }) => isDigits(value, 9, 11),
    read: ({ value }) => parseRenavam(value),
  },
  {
    kind: 'CNPJ',
    label: 'CNPJ',
    admits: ({ value }) => isDigits(value, 12, 14) || /^[0-9A-Z]{12}\d\d$/.test(value),
    read: ({ value }) => parseCnpj(value),
  },
  {
    kind: 'RG',
    label: 'RG',
    // Longer numbers are the CPF on the new national card.
    admits: ({ value }) => value.length <= 10 && parseRg(value).ok,
    read: ({ value }) => parseRg(value),
  },
  {
    kind: 'CHASSIS',
    label: 'Chassi',
    // Shorter than eight, a plate or a serial would read as an old chassis every time.
    admits: ({ value }) => isMixed(value, 8, 18) || isDigits(value, 17, 17),
    read: ({ value }) => (value.length > 13 ? parseVin(value) : parseChassis(value)),
  },
  {
    kind: 'ENGINE',
    label: 'Motor',
    admits: ({ value }) => isMixed(value, 8, 21) && parseEngineNumber(value).ok,
    read: ({ value }) => parseEngineNumber(value),
  },
  {
    kind: 'WEAPON_SERIAL',
    label: 'Série de arma',
    admits: ({ value }) => {
      const serial = parseWeaponSerial(value);
      return serial.ok && (serial.value === SUPPRESSED || isMixed(value, 3, 20) || isDigits(value, 3, 15));
    },
    read: ({ value }) => parseWeaponSerial(value),
  },
  {
    kind: 'WEAPON_REGISTRATION',
    label: 'Registro de arma',
    admits: ({ value }) => isDigits(value, 1, 15),
    read: ({ value }) => parseWeaponRegistration(value),
  },
  {
    kind: 'PROCESS_NUMBER',
    label: 'Processo',
    admits: ({ value }) => isDigits(value, 15, 20),
    read: ({ text }) => parseProcessNumber(text),
  },
  {
    kind: 'WARRANT_NUMBER',
    label: 'Mandado',
    admits: ({ value }) => isDigits(value, 21, 28),
    read: ({ text }) => parseWarrantNumber(text),
  },
];

function reading(
  kind: IdentifierKind,
  label: string,
  normalized: string,
  parsed: Parsed,
  country?: PlateCountry,
): Reading {
  const doubts = parsed.ok ? (parsed.warnings ?? []) : [];
  return Object.freeze({
    kind,
    ...(country === undefined ? {} : { country }),
    normalized: parsed.ok ? parsed.value : normalized,
    problems: Object.freeze(parsed.ok ? [] : [`${label}: ${parsed.detail}`]),
    warnings: Object.freeze(doubts.map((doubt) => `${label}: ${doubt}`)),
    suggestions: parsed.ok ? Object.freeze([]) : (parsed.suggestions ?? Object.freeze([])),
  });
}

const startOfPlate = /^[A-Z]{3}(\d{1,3}|\d[A-Z]\d?)$/;

function plateReadings({ value }: Typed): Reading[] {
  const countries = plateCountries(value);
  if (countries.length > 0) {
    return countries.map((country) => reading('PLATE', 'Placa', value, parsePlate(value, country), country));
  }
  if (startOfPlate.test(value)) {
    const missing = 7 - value.length;
    const detail = missing === 1 ? 'falta 1 caractere: são 7' : `faltam ${missing} caracteres: são 7`;
    return [reading('PLATE', 'Placa', value, { ok: false, problem: 'BAD_FORMAT', detail }, 'BR')];
  }
  const brazilian = parsePlate(value, 'BR');
  return !brazilian.ok && brazilian.suggestions !== undefined && /\d/.test(value)
    ? [reading('PLATE', 'Placa', value, brazilian, 'BR')]
    : [];
}

function nameReadings({ text }: Typed): Reading[] {
  const trimmed = text.trim();
  if (!/^[\p{L}\p{M}\p{Zs}'’‘´`ªº.-]+$/u.test(trimmed)) return [];
  const folded = foldLetters(resolveApostrophes(trimmed))
    .replace(/[^A-Z]+/g, ' ')
    .trim();
  if (folded.replace(/ /g, '').length < 3) return [];
  return [reading('NAME', 'Nome', folded, { ok: true, value: folded })];
}

/**
 * Every reading of what was typed in the one box, wrong ones with the position and the likely cause. Empty where the text
 * reads as nothing, or is longer than 200 characters.
 */
export function readingsOf(text: string): readonly Reading[] {
  if (typeof text !== 'string' || text.length > readingCharsMax) return [];
  // Hidden leading zeros come back first, so that the count of digits is the true one.
  const typed: Typed = { text, value: normalize(padSequence(text)) ?? '' };
  if (typed.value === '') return nameReadings(typed);
  const found = readers
    .filter((reader) => reader.admits(typed))
    .map((reader) => reading(reader.kind, reader.label, typed.value, reader.read(typed)));
  // What has the form of a plate is seldom meant as a serial.
  return Object.freeze([...plateReadings(typed), ...found, ...nameReadings(typed)]);
}
