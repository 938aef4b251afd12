// The courts' single process number, NNNNNNN-DD.AAAA.J.TR.OOOO (Res. CNJ 65/2008).
import { requireBase, wrongCheckDigits } from './check-digits.ts';
import { accepted, readDigits, readText, refused, type Parsed } from './parsed.ts';

/** Remainder by 97 taken digit by digit: twenty digits do not fit a double. */
export function remainderBy97(digits: string): number {
  let remainder = 0;
  for (const digit of digits) remainder = (remainder * 10 + Number(digit)) % 97;
  return remainder;
}

// Courts of each segment (J): 00 for the superior courts and the CNJ, 90 for CJF and CSJT, else the region or state.
const upTo = (last: number): readonly string[] =>
  Array.from({ length: last }, (_, i) => String(i + 1).padStart(2, '0'));
const courts: Readonly<Record<string, readonly string[]>> = {
  '1': ['00'],
  '2': ['00'],
  '3': ['00'],
  '4': [...upTo(6), '90'],
  '5': ['00', ...upTo(24), '90'],
  '6': ['00', ...upTo(27)],
  '7': ['00', ...upTo(12)],
  '8': upTo(27),
  '9': ['13', '21', '26'],
};

function complete(value: string): string {
  const sequence = value.slice(0, 7);
  const rest = value.slice(9);
  return sequence + String(98 - remainderBy97(`${sequence}${rest}00`)).padStart(2, '0') + rest;
}

const holds = (value: string): boolean => value[13] !== '0' && complete(value) === value;

/** The leading zeros of the sequence may be hidden on screen (Res. 65 §1): 432-10.2024… is padded back. */
export function padSequence(text: string): string {
  const written = readText(text);
  const hidden = written === undefined ? null : /^(\d{1,6})(-\d{2}\.\d{4}\..*)$/.exec(written);
  return hidden === null ? text : `${hidden[1]?.padStart(7, '0')}${hidden[2]}`;
}

/** Twenty digits; a court outside the CNJ's table comes as a warning. */
export function parseProcessNumber(text: string): Parsed {
  const value = readDigits(padSequence(text), 20);
  if (typeof value !== 'string') return withHiddenZeros(text) ?? value;
  const segment = courts[value.charAt(13)];
  if (segment === undefined) return refused('BAD_FORMAT', 'o segmento de Justiça (posição 14) vai de 1 a 9');
  const expected = complete(value);
  if (value !== expected) return wrongCheckDigits(value, expected, holds);
  return accepted(
    value,
    segment.includes(value.slice(14, 16)) ? [] : ['tribunal (posições 15 e 16) fora da tabela do CNJ'],
  );
}

/** A bare run of 14 to 19 digits that holds once padded: said, and offered, but not assumed. */
function withHiddenZeros(text: string): Parsed | undefined {
  const digits = readText(text)?.replace(/[.\- ]/g, '') ?? '';
  if (!/^\d{14,19}$/.test(digits)) return undefined;
  const padded = digits.padStart(20, '0');
  if (!holds(padded)) return undefined;
  return refused(
    'BAD_FORMAT',
    `faltam dígitos: são 20; causa provável: ${20 - digits.length} zeros à esquerda omitidos`,
    [padded],
  );
}

export interface ProcessNumberParts {
  readonly sequence: number | string;
  readonly year: number | string;
  readonly segment: number | string;
  readonly court: number | string;
  readonly origin: number | string;
}

/** The twenty digits of the parts, each padded to its width. Throws BadBaseError where a part does not fit. */
export function processNumberFrom(parts: ProcessNumberParts): string {
  const part = (name: keyof ProcessNumberParts, width: number): string => {
    const text = String(parts[name]).padStart(width, '0');
    requireBase(text, new RegExp(`^\\d{${width}}$`), `processNumberFrom: ${name} must have at most ${width} digits`);
    return text;
  };
  const segment = part('segment', 1);
  requireBase(segment, /^[1-9]$/, 'processNumberFrom: segment must be from 1 to 9');
  return complete(`${part('sequence', 7)}00${part('year', 4)}${segment}${part('court', 2)}${part('origin', 4)}`);
}

/** Twenty digits -> `NNNNNNN-DD.AAAA.J.TR.OOOO`; anything else is returned as it came. */
export function formatProcessNumber(value: string): string {
  return value.length === 20 ? value.replace(/^(\d{7})(\d{2})(\d{4})(\d)(\d{2})(\d{4})$/, '$1-$2.$3.$4.$5.$6') : value;
}

/** The court that a process number names, `J.TR.OOOO`; undefined for what is not twenty digits. */
export function courtOfProcess(value: string): string | undefined {
  return /^\d{20}$/.test(value) ? value.slice(13).replace(/^(\d)(\d\d)(\d{4})$/, '$1.$2.$3') : undefined;
}
