// Randomness that can be addressed: every person, record and number has a stream of its own, so that person 4,711 is the same in a nation of
// five thousand and in one of five million, and no generator depends on what was drawn before it.

/** Mixes a 32-bit integer well (the finaliser of MurmurHash3). */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix(h);
}

const labelHashes = new Map<string, number>();

function hashOf(label: string): number {
  let hash = labelHashes.get(label);
  if (hash === undefined) {
    hash = hashText(label);
    labelHashes.set(label, hash);
  }
  return hash;
}

/** A stream of numbers by sfc32 (Doty-Humphrey, PractRand): small, fast, no cryptography. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** The same seed, label and ordinals give the same stream. */
  constructor(seed: number, label: string, ordinal: number, part = 0) {
    this.#a = mix(seed ^ hashOf(label));
    this.#b = mix(ordinal ^ this.#a);
    this.#c = mix(Math.imul(part + 1, 0x9e3779b1) ^ this.#b);
    for (let round = 0; round < 4; round++) this.#bits();
  }

  #bits(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }

  /** At least 0 and less than 1. */
  unit(): number {
    return this.#bits() / 0x1_0000_0000;
  }

  /** An integer from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.unit() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.between(0, choices.length - 1)] as T;
  }

  /** Exactly `length` decimal digits. */
  digits(length: number): string {
    let text = '';
    for (let i = 0; i < length; i++) text += String(this.between(0, 9));
    return text;
  }
}

/** Picks in proportion to weights, by binary search over their running sum. */
export class Weighted<T> {
  readonly #values: readonly T[];
  readonly #sums: readonly number[];

  constructor(pairs: readonly (readonly [value: T, weight: number])[]) {
    let sum = 0;
    this.#values = pairs.map(([value]) => value);
    this.#sums = pairs.map(([, weight]) => (sum += weight));
  }

  pick(random: Random): T {
    const point = random.unit() * (this.#sums[this.#sums.length - 1] ?? 0);
    let low = 0;
    let high = this.#sums.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#sums[middle] as number) > point) high = middle;
      else low = middle + 1;
    }
    return this.#values[low] as T;
  }
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));

/**
 * A shuffle of the numbers under `modulus` that needs no memory: ordinals under it get distinct numbers, in no visible order.
 * Numbers are exact for a modulus up to 2^34 and ordinals up to 2^28; beyond the modulus they repeat.
 */
export function scatter(seed: number, label: string, modulus: number): (ordinal: number) => number {
  const random = new Random(seed, `scatter ${label}`, modulus);
  let multiplier = Math.floor(modulus * (0.3 + 0.6 * random.unit()));
  while (greatestCommonDivisor(multiplier, modulus) !== 1) multiplier++;
  const offset = Math.floor(modulus * random.unit());
  const high = Math.floor(multiplier / 0x2_0000);
  const low = multiplier % 0x2_0000;
  return (ordinal) => (((((ordinal * high) % modulus) * 0x2_0000 + ordinal * low) % modulus) + offset) % modulus;
}
