// Why somebody asks, wrongly said: purposes, cases and justifications that are none, or are for somebody else.
import { justificationCharactersMax } from '#kit/intent.ts';
import { answered, either, fails, refused } from './case.ts';
import type { Family, HostileCase, Right, World } from './case.ts';
import { ask, inquiryCase, plainBody, post, rawPost } from './requests.ts';
import type { As } from './requests.ts';

const badPurpose = refused('BAD_PURPOSE');
const badCase = refused('BAD_CASE');
const badWords = refused('BAD_JUSTIFICATION');
const tooLong = refused('JUSTIFICATION_TOO_LONG');
const needsCase = refused('CASE_REQUIRED');
const noCase = refused('CASE_NOT_EXPECTED');

const purposes: readonly (readonly [purpose: string, right: Right, as?: As])[] = [
  ['investigation', badPurpose],
  ['INVESTIGATION ', answered()],
  ['INVESTIGATION,STOP', badPurpose],
  ['INVESTIGATION;STOP', badPurpose],
  ['"INVESTIGATION"', badPurpose],
  ['INVESTIGATION%20', badPurpose],
  ['__proto__', badPurpose],
  ['constructor', badPurpose],
  ['toString', badPurpose],
  ['hasOwnProperty', badPurpose],
  ['0', badPurpose],
  ['-1', badPurpose],
  ['true', badPurpose],
  ['null', badPurpose],
  ['*', badPurpose],
  ['ADMIN', badPurpose],
  ["' or 1=1 --", badPurpose],
  ['purpose:STOP', badPurpose],
  ['ＳＴＯＰ'.normalize('NFKC').toLowerCase(), badPurpose],
  ['\xcdNVESTIGATION', badPurpose],
  ['A'.repeat(8000), badPurpose],
  ['JUDGMENT', refused('BAD_PURPOSE', 'BAD_CASE')],
  ['PROSECUTION', refused('BAD_PURPOSE', 'BAD_CASE')],
  ['AUDIT', refused('BAD_PURPOSE', 'BAD_CASE')],
  ['STOP', refused('BAD_PURPOSE', 'CASE_NOT_EXPECTED')],
  ['', noCase],
];

const caseNumbers: readonly (readonly [text: string, right: Right])[] = [
  ['', needsCase],
  ['IP-2026-000123', answered()],
  ['ip-2026-000123', badCase],
  ['IP-2026-123', badCase],
  ['IP-2026-0000123', badCase],
  ['IP-1899-000123', badCase],
  ['IP-2126-000123', badCase],
  ['IP-2026-000000', badCase],
  ['IP-2026-000123 ', answered()],
  ['IP-2026-000123\t', answered()],
  ['IP-2026-000123;x', badCase],
  ['IP-2026-000123,IP-2026-000124', badCase],
  ['IP/2026/000123', badCase],
  ['IP 2026 000123', badCase],
  ['IP2026000123', badCase],
  ['PAD-2026-000123', badCase],
  ['OF-2026-000123', badCase],
  ['0000001-39.2024.8.26.0100', badCase],
  ['*', badCase],
  ['%', badCase],
  ['%49%50-2026-000123', badCase],
  ["IP-2026-000123' or '1'='1", badCase],
  ['__proto__', badCase],
  ['constructor', badCase],
  ['null', badCase],
  ['undefined', badCase],
  ['0', badCase],
  ['IP-2026-\xb2\xb300123', badCase],
  ['\xa0IP-2026-000123', badCase],
  ['I'.repeat(64), badCase],
  ['I'.repeat(65), badCase],
  [`IP-2026-${'0'.repeat(8000)}`, badCase],
];

/** Process numbers as a prosecutor may state them: by mod 97 (Resolução CNJ 65/2008). */
const processNumbers: readonly (readonly [text: string, right: Right])[] = [
  ['', needsCase],
  ['0000001-39.2024.8.26.0100', answered()],
  ['00000013920248260100', answered()],
  ['1-39.2024.8.26.0100', answered()],
  ['0000001-38.2024.8.26.0100', badCase],
  ['0000001-93.2024.8.26.0100', badCase],
  ['0000001-39.2024.0.26.0100', badCase],
  ['0000001-39.2024.8.26', badCase],
  ['0000001-39.2024.8.26.0100.01.0001-16', badCase],
  ['00000000000000000000', badCase],
  ['99999999999999999999', badCase],
  ['0000001-39.2024.8.26.01OO', badCase],
  ['1e19', badCase],
  ['-0000001-39.2024.8.26.0100', either(badCase, answered())],
  ['IP-2026-000123', badCase],
];

const justifications: readonly (readonly [name: string, text: string, right: Right])[] = [
  ['a sentence', 'Levantamento%20do%20investigado.', answered()],
  ['an escape that is none', '%zz', badWords],
  ['half an escape', '%c3', badWords],
  ['an overlong escape', '%c0%af', badWords],
  ['half a surrogate pair', '%ed%a0%80', badWords],
  ['a NUL', 'a%00b', badWords],
  ['a line feed', 'a%0ab', badWords],
  ['a carriage return', 'a%0db', badWords],
  ['a tab', 'a%09b', badWords],
  ['an escape of the terminal', '%1b%5b2J', badWords],
  ['an override of direction', '%e2%80%aeabc', badWords],
  ['a space of no width', 'a%e2%80%8bb', badWords],
  ['a line separator', 'a%e2%80%a8b', badWords],
  ['a mark of byte order', '%ef%bb%bfabc', either(badWords, answered())],
  ['a private character', '%ee%80%80', badWords],
  ['a character that is none', '%ef%bf%bf', badWords],
  ['raw letters beyond ASCII', 'Investiga\xe7\xe3o', badWords],
  ['as long as may be', 'a'.repeat(justificationCharactersMax), answered()],
  ['one too long', 'a'.repeat(justificationCharactersMax + 1), tooLong],
  ['six thousand', 'a'.repeat(6001), tooLong],
  ['as long as may be, of four bytes each', '%f0%9f%8f%83'.repeat(justificationCharactersMax), answered()],
  ['accents upon accents', `a${'%cc%81'.repeat(501)}`, tooLong],
  ['a word that grows when it is composed', '%ef%b7%ba'.repeat(justificationCharactersMax), answered()],
  ['spaces alone', '%20%20', answered()],
  ['a formula', '%3Dcmd%7C%27%2FC%20calc%27!A0', answered()],
  ['SQL', "'%3B%20drop%20table%20entry%3B--", answered()],
  ['a script', '%3Cscript%3Ealert(1)%3C%2Fscript%3E', answered()],
  ['a log line', '%7B%22level%22%3A%22admin%22%7D', answered()],
];

export const intents: Family = {
  name: 'purpose, case and justification',
  cases(world: World): readonly HostileCase[] {
    const stated = (headers: Readonly<Record<string, string>>, as: As = {}) =>
      post(world, plainBody, { purpose: null, case: null, ...as, headers });
    const short = (text: string) => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}… (${text.length})` : text);
    return [
      ...purposes.map(([purpose, right]) => ({
        name: `the purpose ${short(purpose)}`,
        sent: stated({ 'x-infoseg-purpose': purpose, 'x-infoseg-case': inquiryCase }),
        right,
      })),
      ...caseNumbers.map(([text, right]) => ({
        name: `the case ${short(text)}`,
        sent: stated({ 'x-infoseg-purpose': 'INVESTIGATION', 'x-infoseg-case': text }),
        right,
      })),
      ...processNumbers.map(([text, right]) => ({
        name: `the process ${short(text)}`,
        sent: stated({ 'x-infoseg-purpose': 'PROSECUTION', 'x-infoseg-case': text }, { profile: 'prosecutor' }),
        right,
      })),
      ...justifications.map(([name, text, right]) => ({
        name: `a justification: ${name}`,
        sent: stated({
          'x-infoseg-purpose': 'INVESTIGATION',
          'x-infoseg-case': inquiryCase,
          'x-infoseg-justification': text,
        }),
        right,
      })),
      { name: 'a case without a purpose', sent: stated({ 'x-infoseg-case': inquiryCase }), right: noCase },
      {
        name: 'a purpose twice',
        sent: rawPost(world, [
          'x-infoseg-purpose: INVESTIGATION',
          'x-infoseg-purpose: INVESTIGATION',
          `x-infoseg-case: ${inquiryCase}`,
        ]),
        right: badPurpose,
      },
      {
        name: 'a case twice',
        sent: rawPost(world, [
          'x-infoseg-purpose: INVESTIGATION',
          `x-infoseg-case: ${inquiryCase}`,
          `x-infoseg-case: ${inquiryCase}`,
        ]),
        right: badCase,
      },
      {
        name: 'a case at a road stop',
        sent: stated({ 'x-infoseg-purpose': 'STOP', 'x-infoseg-case': inquiryCase }, { profile: 'patrol' }),
        right: noCase,
      },
      {
        name: 'a purpose that the profile has not, with everything it needs',
        sent: stated({ 'x-infoseg-purpose': 'INVESTIGATION', 'x-infoseg-case': inquiryCase }, { profile: 'patrol' }),
        right: badPurpose,
      },
      {
        name: 'a free search without a case',
        sent: ask(world, '{ findIndividualsFreely(search: { name: "MARIA DA SILVA" }) { totalCount } }', undefined, {
          purpose: null,
        }),
        right: fails('UNAUTHORIZED_FIELD_OR_TYPE'),
      },
      {
        name: 'a right that the profile has not',
        sent: ask(world, '{ findVehicles(search: { platePattern: "ABC*" }) { totalCount } }', undefined, {
          profile: 'patrol',
        }),
        right: fails('UNAUTHORIZED_FIELD_OR_TYPE'),
      },
      {
        name: 'a purpose as a variable of the query',
        sent: ask(world, 'query Q($purpose: String) { me { profile } }', { purpose: 'JUDGMENT' }),
        right: refused('GRAPHQL_VALIDATION_FAILED'),
      },
    ];
  },
};
