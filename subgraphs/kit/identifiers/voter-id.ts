// Título de eleitor: eight digits of sequence, two of the TSE's own UF numbering (28 is abroad), two check digits.
import { allEqual, weightedSum, wrongCheckDigits } from './check-digits.ts';
import { accepted, readDigits, refused, type Parsed } from './parsed.ts';

const sequenceWeights = [2, 3, 4, 5, 6, 7, 8, 9];
const ufWeights = [7, 8, 9];

function complete(tenDigits: string): string {
  const uf = tenDigits.slice(8, 10);
  // In São Paulo (01) and Minas Gerais (02) a remainder of 0 is written 1.
  const written = (remainder: number): number =>
    remainder === 10 ? 0 : remainder === 0 && (uf === '01' || uf === '02') ? 1 : remainder;
  const first = written(weightedSum(tenDigits, sequenceWeights) % 11);
  const second = written(weightedSum(`${uf}${first}`, ufWeights) % 11);
  return `${tenDigits}${first}${second}`;
}

const ufExists = (value: string): boolean => /^(0[1-9]|1\d|2[0-8])$/.test(value.slice(8, 10));
const holds = (value: string): boolean => ufExists(value) && complete(value.slice(0, 10)) === value;

export function parseVoterId(text: string): Parsed {
  const value = readDigits(text, 12);
  if (typeof value !== 'string') return value;
  if (allEqual(value)) return refused('KNOWN_DUMMY', 'doze algarismos iguais não são um título de eleitor');
  if (!ufExists(value))
    return refused('BAD_FORMAT', 'as posições 9 e 10 não são uma UF da Justiça Eleitoral (01 a 28)');
  const expected = complete(value.slice(0, 10));
  return value === expected ? accepted(value) : wrongCheckDigits(value, expected, holds);
}

/** `102385010671` -> `1023 8501 0671`; anything else is returned as it came. */
export function formatVoterId(value: string): string {
  return value.length === 12 ? value.replace(/^(\d{4})(\d{4})(\d{4})$/, '$1 $2 $3') : value;
}
