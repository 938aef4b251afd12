import { describe, expect, it } from 'vitest';
import { checkIntent, IntentError, isPlainText, parseIntent } from './intent.ts';
import { purposes } from './profiles.ts';

const processNumber = '0000001-39.2024.8.26.0100';
const warrantNumber = '0000001-39.2024.8.26.0100.01.0001-26';

function headers(purpose?: string, caseNumber?: string, justification?: string) {
  return { 'x-infoseg-purpose': purpose, 'x-infoseg-case': caseNumber, 'x-infoseg-justification': justification };
}

function codeOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error instanceof IntentError ? error.code : error;
  }
  return undefined;
}

describe('the purpose', () => {
  it('may be left out, and so may everything', () => {
    expect(parseIntent({})).toEqual({});
    expect(parseIntent(headers('', '', ''))).toEqual({});
  });

  it.each(['stop', ' STOP', 'STOP, CAPTURE', 'PATROL', '__proto__', 'constructor', 'toString'])(
    'is BAD_PURPOSE as %j',
    (purpose) => {
      expect(codeOf(() => parseIntent(headers(purpose)))).toBe('BAD_PURPOSE');
    },
  );

  it('is BAD_PURPOSE when given twice', () => {
    expect(codeOf(() => parseIntent({ 'x-infoseg-purpose': ['STOP', 'STOP'] }))).toBe('BAD_PURPOSE');
  });

  it('is not taken from a prototype', () => {
    expect(parseIntent(Object.create({ 'x-infoseg-purpose': 'STOP' }) as Record<string, string>)).toEqual({});
  });
});

describe('the case', () => {
  it.each([
    ['CAPTURE', warrantNumber, '0000001392024826010001000126'],
    ['INVESTIGATION', 'IP-2024-000123', 'IP-2024-000123'],
    ['PROSECUTION', processNumber, '00000013920248260100'],
    ['JUDGMENT', processNumber, '00000013920248260100'],
    ['JUDGMENT', '1-39.2024.8.26.0100', '00000013920248260100'],
    ['INSPECTION', 'OF-2023-000001', 'OF-2023-000001'],
    ['AUDIT', 'PAD-2025-000007', 'PAD-2025-000007'],
    ['DATA_QUALITY', 'PA-2025-000007', 'PA-2025-000007'],
  ])('of %s is read in its canonical form: %s', (purpose, caseNumber, canonical) => {
    const intent = parseIntent(headers(purpose, caseNumber));
    expect(intent).toEqual({ purpose, caseNumber: canonical });
    // What a holder reads from the wire is the canonical form, and stands.
    expect(checkIntent(intent)).toEqual(intent);
  });

  it.each([
    ['STOP', undefined],
    ['BORDER', undefined],
    ['DATA_QUALITY', undefined],
    ['CAPTURE', 'CASE_REQUIRED'],
    ['INVESTIGATION', 'CASE_REQUIRED'],
    ['PROSECUTION', 'CASE_REQUIRED'],
    ['JUDGMENT', 'CASE_REQUIRED'],
    ['INSPECTION', 'CASE_REQUIRED'],
    ['AUDIT', 'CASE_REQUIRED'],
  ])('of %s, when none is given, yields %s', (purpose, code) => {
    expect(codeOf(() => parseIntent(headers(purpose)))).toBe(code);
  });

  it.each([
    ['STOP', 'IP-2024-000123'],
    ['BORDER', 'IP-2024-000123'],
    [undefined, 'IP-2024-000123'],
  ])('is CASE_NOT_EXPECTED with purpose %s', (purpose, caseNumber) => {
    expect(codeOf(() => parseIntent(headers(purpose, caseNumber)))).toBe('CASE_NOT_EXPECTED');
  });

  it.each([
    ['INVESTIGATION', 'ip-2024-000123'],
    ['INVESTIGATION', 'IP-2024-123'],
    ['INVESTIGATION', 'IP-24-000123'],
    ['INVESTIGATION', 'IP-0000-000123'],
    ['INVESTIGATION', 'IP-2024-000000'],
    ['INVESTIGATION', 'IP-2024-000123\n'],
    ['INVESTIGATION', 'IP-2024-000123, IP-2024-000124'],
    ['INVESTIGATION', 'IP-２０２４-000123'],
    ['INVESTIGATION', processNumber],
    ['INSPECTION', 'IP-2024-000123'],
    ['AUDIT', 'pad 7'],
    ['PROSECUTION', '0000001-00.2024.8.26.0100'],
    ['JUDGMENT', '0000001-39.2024.0.26.0100'],
    ['JUDGMENT', warrantNumber],
    ['CAPTURE', processNumber],
    ['CAPTURE', '0000001-38.2024.8.26.0100.01.0001-26'],
    ['CAPTURE', '9'.repeat(5000)],
  ])('of %s is BAD_CASE as %s', (purpose, caseNumber) => {
    expect(codeOf(() => parseIntent(headers(purpose, caseNumber)))).toBe('BAD_CASE');
  });

  it('has a rule for every purpose', () => {
    for (const purpose of purposes) {
      expect(['CASE_REQUIRED', undefined], purpose).toContain(codeOf(() => parseIntent(headers(purpose))));
    }
  });

  it('is named in the message by what is expected, in Portuguese, and never repeated', () => {
    expect(() => parseIntent(headers('INVESTIGATION', 'IP-XX-SEGREDO'))).toThrow(
      'Número de caso inválido; informe o número do inquérito (IP-AAAA-NNNNNN).',
    );
    expect(() => parseIntent(headers('CAPTURE'))).toThrow('Para esta finalidade, informe o número do mandado (BNMP).');
  });
});

describe('the justification', () => {
  const read = (justification: string) => parseIntent(headers('STOP', undefined, justification)).justification;

  it('is percent-encoded UTF-8, composed and trimmed', () => {
    expect(read('%20abordagem na via, ve%C3%ADculo suspeito ')).toBe('abordagem na via, veículo suspeito');
    expect(read(encodeURIComponent('João'.normalize('NFD')))).toBe('João'.normalize('NFC'));
    expect(read('%20')).toBeUndefined();
  });

  it('stands without a purpose too', () => {
    expect(parseIntent(headers(undefined, undefined, 'a'))).toEqual({ justification: 'a' });
  });

  it('has at most 500 characters, counted as a reader counts them', () => {
    expect(read('a'.repeat(500))).toHaveLength(500);
    expect(read('%F0%9F%9A%94'.repeat(500))).toHaveLength(1000);
    expect(codeOf(() => read('a'.repeat(501)))).toBe('JUSTIFICATION_TOO_LONG');
    expect(codeOf(() => read('%F0%9F%9A%94'.repeat(501)))).toBe('JUSTIFICATION_TOO_LONG');
    expect(codeOf(() => read('%41'.repeat(501)))).toBe('JUSTIFICATION_TOO_LONG');
    expect(codeOf(() => read('a'.repeat(1_000_000)))).toBe('JUSTIFICATION_TOO_LONG');
  });

  it.each([
    ['a broken escape', '100% certo'],
    ['bytes that are not UTF-8', '%C3%28'],
    ['an overlong form', '%C0%AF'],
    ['a lone surrogate', '%ED%A0%80'],
    ['a line break', 'a%0Ab'],
    ['a NUL', 'a%00b'],
    ['a bidirectional override', 'a%E2%80%AEb'],
    ['a zero-width space', 'a%E2%80%8Bb'],
    ['a line separator', 'a%E2%80%A8b'],
    ['raw bytes beyond ASCII', 'veÃ­culo'],
  ])('is BAD_JUSTIFICATION with %s', (_what, justification) => {
    expect(codeOf(() => read(justification))).toBe('BAD_JUSTIFICATION');
  });

  it('is BAD_JUSTIFICATION when it is no text', () => {
    expect(codeOf(() => checkIntent({ justification: 5 }))).toBe('BAD_JUSTIFICATION');
    expect(codeOf(() => checkIntent({ justification: '\ud800' }))).toBe('BAD_JUSTIFICATION');
  });
});

describe('plain text', () => {
  it('counts characters, not code units', () => {
    expect(isPlainText('🚔🚔', 2)).toBe(true);
    expect(isPlainText('🚔🚔🚔', 2)).toBe(false);
    expect(isPlainText('a\tb', 10)).toBe(false);
  });
});
