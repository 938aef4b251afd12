import { refused, type Refused } from './parsed.ts';

/** The base given to a generator does not have the shape that the identifier's norm asks for. */
export class BadBaseError extends Error {
  readonly code = 'BAD_BASE';
  constructor(message: string) {
    super(message);
    this.name = 'BadBaseError';
  }
}

export function requireBase(base: string, shape: RegExp, sentence: string): void {
  if (typeof base !== 'string' || base.length > 64 || !shape.test(base)) throw new BadBaseError(sentence);
}

/** ASCII code minus 48, so that digits are themselves and letters go on from 17 (the alphanumeric CNPJ's rule). */
export function weightedSum(text: string, weights: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += (text.charCodeAt(i) - 48) * (weights[i] ?? 0);
  return sum;
}

/** 11 − (sum mod 11), where a remainder under 2 gives 0. */
export function complementOf11(sum: number): number {
  const remainder = sum % 11;
  return remainder < 2 ? 0 : 11 - remainder;
}

export function allEqual(value: string): boolean {
  return value !== '' && value === value.charAt(0).repeat(value.length);
}

export const digits = '0123456789';
const suggestionsMax = 5;

interface Slip {
  readonly value: string;
  readonly at: number;
}

function swappedNeighbours(value: string, holds: (candidate: string) => boolean): Slip[] {
  const found: Slip[] = [];
  for (let i = 0; i + 1 < value.length; i++) {
    if (value[i] === value[i + 1]) continue;
    const candidate = value.slice(0, i) + value.charAt(i + 1) + value.charAt(i) + value.slice(i + 2);
    if (holds(candidate)) found.push({ value: candidate, at: i + 1 });
  }
  return found;
}

function mistypedCharacters(value: string, holds: (candidate: string) => boolean, alphabet: string): Slip[] {
  const found: Slip[] = [];
  // From the right: a slip in the check digits themselves is the first to offer.
  for (let i = value.length - 1; i >= 0; i--) {
    for (const character of alphabet) {
      if (character === value[i]) continue;
      const candidate = value.slice(0, i) + character + value.slice(i + 1);
      if (holds(candidate)) found.push({ value: candidate, at: i + 1 });
    }
  }
  return found;
}

const listed = (positions: readonly number[]): string =>
  positions.length < 2 ? positions.join('') : `${positions.slice(0, -1).join(', ')} e ${positions.at(-1)}`;

/**
 * The refusal of a value whose check digits fail: the positions where they fail, the likely slip (two neighbours
 * swapped, or one character mistyped) and valid values one slip away, at most five.
 * `expected` is the value with the check digits that its base asks for.
 */
export function wrongCheckDigits(
  value: string,
  expected: string,
  holds: (candidate: string) => boolean,
  alphabet: string = digits,
): Refused {
  const failing = [...value].flatMap((character, i) => (character === expected[i] ? [] : [i + 1]));
  const swaps = swappedNeighbours(value, holds);
  const slips = mistypedCharacters(value, holds, alphabet);
  const causes: string[] = [];
  for (const swap of swaps.slice(0, 2)) causes.push(`troca dos vizinhos nas posições ${swap.at} e ${swap.at + 1}`);
  const slipped = [...new Set(slips.map((slip) => slip.at))].toSorted((a, b) => a - b);
  if (slipped.length > 3) causes.push('um dígito digitado errado');
  else if (slipped.length > 0) causes.push(`um dígito digitado errado na posição ${slipped.join(' ou ')}`);
  const where = failing.length === 1 ? `na posição ${failing[0]}` : `nas posições ${listed(failing)}`;
  const digit = failing.length === 1 ? 'dígito verificador não confere' : 'dígitos verificadores não conferem';
  const why = causes.length > 0 ? `; causa provável: ${causes.join(', ou ')}` : '; há mais de um erro de digitação';
  const suggestions = [...new Set([...swaps, ...slips].map((slip) => slip.value))].slice(0, suggestionsMax);
  return refused('BAD_CHECK_DIGIT', `${digit} ${where}${why}`, suggestions);
}
