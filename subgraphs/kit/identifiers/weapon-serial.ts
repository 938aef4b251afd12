// A firearm's serial (Decreto 9.847/2019 art. 5 I j) and its cadastre number. Neither has a check digit, and a serial is
// not unique across makes: the key is (make, model, calibre, serial).
import { accepted, normalize, readDigits, refused, tooLong, wrongLength, digitWords, type Parsed } from './parsed.ts';

/** A serial that was filed off is a fact about the weapon, not a missing value. */
export const SUPPRESSED = 'SUPPRESSED';
const suppressedWords: ReadonlySet<string> = new Set([SUPPRESSED, 'SUPRIMIDO', 'SUPRIMIDA', 'RASPADO', 'RASPADA']);

/** 3 to 20 letters and digits in capitals, or SUPPRESSED. */
export function parseWeaponSerial(text: string): Parsed {
  const value = normalize(text);
  if (value === undefined) return tooLong();
  if (suppressedWords.has(value)) return accepted(SUPPRESSED);
  const stranger = value.search(/[^0-9A-Z]/);
  if (stranger >= 0) return refused('BAD_FORMAT', `a posição ${stranger + 1} não é letra nem dígito`);
  if (value.length < 3 || value.length > 20) return refused('BAD_FORMAT', 'número de série: de 3 a 20 caracteres');
  return accepted(value);
}

/** A serial is written without punctuation. */
export function formatWeaponSerial(value: string): string {
  return value;
}

const sets = ['0O', '1IL', '5S', '8B'];
const setOf = new Map(sets.flatMap((set) => [...set].map((character) => [character, set] as const)));

/** One key for all serials that look alike on worn metal (0/O, 1/I/L, 5/S, 8/B): to be searched as a tier of its own. */
export function confusableSerialKey(value: string): string {
  return value === SUPPRESSED
    ? value
    : [...value].map((character) => setOf.get(character)?.charAt(0) ?? character).join('');
}

export interface SerialVariant {
  readonly tier: 'EXACT' | 'CONFUSABLE';
  readonly value: string;
}

/** The serial itself, then those that look like it, fewest changes first; at most `countMax`, and labelled. */
export function weaponSerialVariants(value: string, countMax = 32): readonly SerialVariant[] {
  const found = new Set([value]);
  if (value !== SUPPRESSED) {
    // A Set visits what is added while it is walked: each round changes one character more.
    for (const current of found) {
      for (let i = 0; i < current.length && found.size < countMax; i++) {
        for (const other of setOf.get(current.charAt(i)) ?? '') {
          if (found.size < countMax) found.add(current.slice(0, i) + other + current.slice(i + 1));
        }
      }
      if (found.size >= countMax) break;
    }
  }
  return [...found].map((variant, i) => Object.freeze({ tier: i === 0 ? 'EXACT' : 'CONFUSABLE', value: variant }));
}

export type WeaponSystem = 'SINARM' | 'SIGMA';

/** A cadastre number of SINARM or SIGMA, or a CRAF: 1 to 15 digits, leading zeros kept. Lengths differ by era. */
export function parseWeaponRegistration(text: string): Parsed {
  const length = normalize(text)?.length ?? 0;
  if (length > 15) return wrongLength(length, 15, digitWords);
  const value = readDigits(text, length);
  return typeof value === 'string' ? accepted(value) : value;
}

/** A cadastre number is written without punctuation. */
export function formatWeaponRegistration(value: string): string {
  return value;
}
