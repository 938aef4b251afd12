/** Three different errors on purpose: a typo, a broken check digit and a placeholder call for different actions. */
export type Problem = 'BAD_FORMAT' | 'BAD_CHECK_DIGIT' | 'KNOWN_DUMMY';

export interface Accepted {
  readonly ok: true;
  readonly value: string;
  /** pt-BR sentences; the value stands all the same. */
  readonly warnings?: readonly string[];
}

export interface Refused {
  readonly ok: false;
  readonly problem: Problem;
  /** pt-BR sentence: what is wrong, where, and the likely cause; never the value. */
  readonly detail: string;
  /** Valid values near what was typed. They are as personal as the value: to the person who typed it, never to a log. */
  readonly suggestions?: readonly string[];
}

export type Parsed = Accepted | Refused;

/** Longer than any written identifier; what is longer is refused before any other work is done on it. */
export const inputCharsMax = 64;

const separators = /[.\-/ ]/g;

/** Trimmed and NFKC (full-width digits become digits), or undefined where the input is no text or too long. */
export function readText(text: string): string | undefined {
  if (typeof text !== 'string' || text.length > inputCharsMax) return undefined;
  return text.trim().normalize('NFKC');
}

/** The normalisation common to all identifiers: trim, NFKC, capitals, and no dots, hyphens, slashes and spaces. */
export function normalize(text: string): string | undefined {
  return readText(text)?.toUpperCase().replace(separators, '');
}

export function accepted(value: string, warnings: readonly string[] = []): Accepted {
  return Object.freeze(
    warnings.length > 0 ? { ok: true, value, warnings: Object.freeze([...warnings]) } : { ok: true, value },
  );
}

export function refused(problem: Problem, detail: string, suggestions: readonly string[] = []): Refused {
  return Object.freeze(
    suggestions.length > 0
      ? { ok: false, problem, detail, suggestions: Object.freeze([...suggestions]) }
      : { ok: false, problem, detail },
  );
}

export function tooLong(): Refused {
  return refused('BAD_FORMAT', `mais de ${inputCharsMax} caracteres`);
}

/** Says how many characters are missing or too many, as an agent would: "faltam 2 dígitos: são 11". */
export function wrongLength(length: number, expected: number, what: readonly [one: string, many: string]): Refused {
  const distance = Math.abs(expected - length);
  const verb = length < expected ? ['falta', 'faltam'] : ['sobra', 'sobram'];
  const plural = distance === 1 ? 0 : 1;
  return refused('BAD_FORMAT', `${verb[plural]} ${distance} ${what[plural]}: são ${expected}`);
}

export const digitWords = ['dígito', 'dígitos'] as const;
export const characterWords = ['caractere', 'caracteres'] as const;

/** The digits of a number of one fixed length, leading zeros kept, or the refusal. */
export function readDigits(text: string, length: number): string | Refused {
  const value = normalize(text);
  if (value === undefined) return tooLong();
  if (value === '') return refused('BAD_FORMAT', 'vazio');
  const stranger = value.search(/[^0-9]/);
  if (stranger >= 0) return refused('BAD_FORMAT', `a posição ${stranger + 1} não é um dígito`);
  return value.length === length ? value : wrongLength(value.length, length, digitWords);
}
