// The number of a piece in the BNMP: process number, piece type (TT), sequence (SSSS) and a suffix (XX).
import { requireBase } from './check-digits.ts';
import { accepted, readDigits, refused, type Parsed } from './parsed.ts';
import { formatProcessNumber, padSequence, parseProcessNumber } from './process-number.ts';

/** Twenty-eight digits. Only the process number, the type and the lengths are checked: XX is no published checksum. */
export function parseWarrantNumber(text: string): Parsed {
  const value = readDigits(padSequence(text), 28);
  if (typeof value !== 'string') {
    const former = readDigits(text, 24);
    return typeof former === 'string'
      ? refused('BAD_FORMAT', '24 dígitos: formato do BNMP 1.0 (até 2018); são 28')
      : value;
  }
  const process = parseProcessNumber(value.slice(0, 20));
  if (!process.ok) {
    const suggestions = (process.suggestions ?? []).map((digits) => digits + value.slice(20));
    return refused(process.problem, `número do processo: ${process.detail}`, suggestions);
  }
  if (value.slice(20, 22) === '00') return refused('BAD_FORMAT', 'o tipo da peça (posições 21 e 22) não pode ser 00');
  return accepted(value, process.warnings);
}

export interface WarrantNumberParts {
  /** Twenty digits, as processNumberFrom gives them. */
  readonly process: string;
  /** TT: 1 mandado de prisão, 10 mandado de internação. */
  readonly pieceType: number;
  readonly sequence: number;
  /** XX, opaque. */
  readonly suffix: number;
}

/** The twenty-eight digits of the parts. Throws BadBaseError where a part does not fit. */
export function warrantNumberFrom(parts: WarrantNumberParts): string {
  requireBase(parts.process, /^\d{20}$/, 'warrantNumberFrom: process must be twenty digits');
  const tail = [
    String(parts.pieceType).padStart(2, '0'),
    String(parts.sequence).padStart(4, '0'),
    String(parts.suffix).padStart(2, '0'),
  ].join('');
  requireBase(tail, /^(?!00)\d{8}$/, 'warrantNumberFrom: pieceType 1-99, sequence 0-9999 and suffix 0-99');
  return parts.process + tail;
}

/** Twenty-eight digits -> `NNNNNNN-DD.AAAA.J.TR.OOOO.TT.SSSS-XX`; anything else is returned as it came. */
export function formatWarrantNumber(value: string): string {
  if (!/^\d{28}$/.test(value)) return value;
  return `${formatProcessNumber(value.slice(0, 20))}.${value.slice(20, 22)}.${value.slice(22, 26)}-${value.slice(26)}`;
}
