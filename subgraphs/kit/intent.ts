// Why a caller asks: the declared purpose, the case it belongs to and a free justification. Decreto 6.138/2007 ties every access to a
// duty; here the duty has a number of a known form, so that it can be checked, journalled and later compared with the records of the case.
import { parseProcessNumber } from './identifiers/process-number.ts';
import { parseWarrantNumber } from './identifiers/warrant-number.ts';
import { purposes } from './profiles.ts';
import type { Purpose } from './profiles.ts';
import type { CaseKind } from './rules/policy-document.ts';
import { policy } from './rules/policy.ts';

/** `caseNumber` in the canonical form of its kind. Without a purpose there is no case. */
export interface Intent {
  readonly purpose?: Purpose;
  readonly caseNumber?: string;
  readonly justification?: string;
}

export const intentErrorCodes = [
  'BAD_PURPOSE',
  'CASE_REQUIRED',
  'BAD_CASE',
  'CASE_NOT_EXPECTED',
  'JUSTIFICATION_TOO_LONG',
  'BAD_JUSTIFICATION',
] as const;
export type IntentErrorCode = (typeof intentErrorCodes)[number];

/** The message is shown to the person; it says what is expected and never repeats what was sent. */
export class IntentError extends Error {
  override readonly name = 'IntentError';
  readonly code: IntentErrorCode;

  constructor(code: IntentErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export const justificationCharactersMax = 500;
const caseCharactersMax = 64;
// One character is at most four bytes of UTF-8, each written %XX.
const encodedJustificationMax = justificationCharactersMax * 12;

interface CaseRule {
  readonly needed: 'required' | 'optional' | 'none';
  /** What the person must state, in Portuguese, to follow "informe". */
  readonly what: string;
  /** The canonical form, or undefined if the text is not such a number. */
  readonly parse: (text: string) => string | undefined;
}

const none: CaseRule = { needed: 'none', what: '', parse: () => undefined };
const procedure = (needed: 'required' | 'optional'): CaseRule => ({
  needed,
  what: 'o número do procedimento (por exemplo PAD-AAAA-NNNNNN)',
  parse: (text) => yearlyNumber(/^[A-Z]{2,5}-((?:19|20)\d{2})-(\d{6})$/, text),
});

/** The form of each number; which purpose needs which is the policy's to say. */
const caseRules: Readonly<Record<CaseKind, CaseRule>> = Object.freeze({
  NONE: none,
  WARRANT_NUMBER: {
    needed: 'required',
    what: 'o número do mandado (BNMP)',
    parse: (text) => canonical(parseWarrantNumber(text)),
  },
  INQUIRY: {
    needed: 'required',
    what: 'o número do inquérito (IP-AAAA-NNNNNN)',
    parse: (text) => yearlyNumber(/^IP-((?:19|20)\d{2})-(\d{6})$/, text),
  },
  PROCESS_NUMBER: {
    needed: 'required',
    what: 'o número do processo (CNJ, NNNNNNN-DD.AAAA.J.TR.OOOO)',
    parse: (text) => canonical(parseProcessNumber(text)),
  },
  INSPECTION_ORDER: {
    needed: 'required',
    what: 'o número da ordem de fiscalização (OF-AAAA-NNNNNN)',
    parse: (text) => yearlyNumber(/^OF-((?:19|20)\d{2})-(\d{6})$/, text),
  },
  PROCEDURE: procedure('required'),
  PROCEDURE_OR_NONE: procedure('optional'),
});

/**
 * Reads `x-infoseg-purpose`, `x-infoseg-case` and `x-infoseg-justification` (percent-encoded UTF-8, at most 500 characters).
 * An absent or empty header is nothing stated. Throws IntentError.
 */
export function parseIntent(headers: Readonly<Record<string, string | readonly string[] | undefined>>): Intent {
  return checkIntent({
    purpose: single(headers, 'x-infoseg-purpose', 'BAD_PURPOSE', 'Informe uma única finalidade.'),
    caseNumber: single(headers, 'x-infoseg-case', 'BAD_CASE', 'Informe um único caso.'),
    justification: decoded(
      single(headers, 'x-infoseg-justification', 'BAD_JUSTIFICATION', 'Informe uma única justificativa.'),
    ),
  });
}

/** Checks purpose, case and justification together, whichever way they came. Throws IntentError. */
export function checkIntent(stated: {
  readonly purpose?: unknown;
  readonly caseNumber?: unknown;
  readonly justification?: unknown;
}): Intent {
  const purpose = checkPurpose(stated.purpose);
  const caseNumber = checkCase(stated.caseNumber, purpose);
  const justification = checkJustification(stated.justification);
  return Object.freeze({
    ...(purpose === undefined ? {} : { purpose }),
    ...(caseNumber === undefined ? {} : { caseNumber }),
    ...(justification === undefined ? {} : { justification }),
  });
}

/** One line of visible text: no controls, no bidirectional or zero-width characters, no lone surrogates. */
export function isPlainText(text: string, charactersMax: number): boolean {
  return text.length <= charactersMax * 2 && [...text].length <= charactersMax && /^[^\p{C}\p{Zl}\p{Zp}]*$/u.test(text);
}

function checkPurpose(purpose: unknown): Purpose | undefined {
  if (purpose === undefined) return undefined;
  const known = purposes.find((one) => one === purpose);
  if (known === undefined) throw new IntentError('BAD_PURPOSE', `Finalidade desconhecida; use ${purposes.join(', ')}.`);
  return known;
}

function checkCase(caseNumber: unknown, purpose: Purpose | undefined): string | undefined {
  const rule = caseRules[purpose === undefined ? 'NONE' : policy.purposes[purpose].case];
  if (caseNumber === undefined) {
    if (rule.needed === 'required')
      throw new IntentError('CASE_REQUIRED', `Para esta finalidade, informe ${rule.what}.`);
    return undefined;
  }
  if (rule.needed === 'none') {
    throw new IntentError(
      'CASE_NOT_EXPECTED',
      purpose === undefined
        ? 'Há um caso informado, mas nenhuma finalidade.'
        : 'Esta finalidade não admite número de caso.',
    );
  }
  const value =
    typeof caseNumber === 'string' && caseNumber.length <= caseCharactersMax ? rule.parse(caseNumber) : undefined;
  if (value === undefined) throw new IntentError('BAD_CASE', `Número de caso inválido; informe ${rule.what}.`);
  return value;
}

function checkJustification(justification: unknown): string | undefined {
  if (justification === undefined) return undefined;
  if (typeof justification !== 'string') throw badJustification();
  // The cheap bound first, so that normalising works on bounded text.
  if (justification.length > justificationCharactersMax * 2) throw justificationTooLong();
  const text = justification.normalize('NFC').trim();
  if ([...text].length > justificationCharactersMax) throw justificationTooLong();
  if (!isPlainText(text, justificationCharactersMax)) throw badJustification();
  return text === '' ? undefined : text;
}

function decoded(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (header.length > encodedJustificationMax) throw justificationTooLong();
  // Header bytes beyond ASCII have no agreed meaning (RFC 9110 section 5.5), hence the percent-encoding.
  if (!/^[\x20-\x7e]*$/.test(header)) throw badJustification();
  try {
    return decodeURIComponent(header);
  } catch {
    throw badJustification();
  }
}

function single(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  name: string,
  code: IntentErrorCode,
  message: string,
): string | undefined {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string') throw new IntentError(code, message);
  return value;
}

function yearlyNumber(pattern: RegExp, text: string): string | undefined {
  const sequence = pattern.exec(text)?.[2];
  return sequence === undefined || Number(sequence) === 0 ? undefined : text;
}

function canonical(parsed: { readonly ok: true; readonly value: string } | { readonly ok: false }): string | undefined {
  return parsed.ok ? parsed.value : undefined;
}

function justificationTooLong(): IntentError {
  return new IntentError(
    'JUSTIFICATION_TOO_LONG',
    `A justificativa tem no máximo ${justificationCharactersMax} caracteres.`,
  );
}

function badJustification(): IntentError {
  return new IntentError(
    'BAD_JUSTIFICATION',
    'A justificativa é uma linha de texto em UTF-8 codificado com % (percent-encoding), sem caracteres de controle.',
  );
}
