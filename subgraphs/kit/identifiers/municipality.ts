// IBGE municipality codes: two digits of UF, four of order, one check digit. Nine official codes fail the check digit,
// so that only the table can refuse a code.
import { accepted, normalize, refused, tooLong, wrongLength, digitWords, type Parsed } from './parsed.ts';

const ufCodes = /^(1[1-7]|2[1-9]|3[1235]|4[123]|5[0-3])/;
const exceptions: readonly string[] = [
  ...['2201919', '2201988', '2202251', '2611533', '3117836'],
  ...['3152131', '4305871', '5203939', '5203962'],
];

function complete(sixDigits: string): string {
  const exception = exceptions.find((code) => code.startsWith(sixDigits));
  if (exception !== undefined) return exception;
  let sum = 0;
  for (let i = 0; i < 6; i++) {
    const product = Number(sixDigits[i]) * (i % 2 === 0 ? 1 : 2);
    sum += product > 9 ? product - 9 : product;
  }
  return sixDigits + String((10 - (sum % 10)) % 10);
}

/**
 * Seven digits; the six of the health system's alias are completed. With `known` (the codes of the official table) a code
 * that is not in it is refused; without it a failed check digit is only a warning.
 */
export function parseMunicipality(text: string, known?: { has(code: string): boolean }): Parsed {
  const typed = normalize(text);
  if (typed === undefined) return tooLong();
  if (!/^\d{0,64}$/.test(typed)) return refused('BAD_FORMAT', 'código de município: só dígitos');
  if (typed.length !== 6 && typed.length !== 7) return wrongLength(typed.length, 7, digitWords);
  if (!ufCodes.test(typed)) return refused('BAD_FORMAT', 'os dois primeiros dígitos não são o código de uma UF');
  const expected = complete(typed.slice(0, 6));
  const value = typed.length === 6 ? expected : typed;
  if (known !== undefined) {
    if (known.has(value)) return accepted(value);
    const near = known.has(expected) ? [expected] : [];
    return refused(near.length > 0 ? 'BAD_CHECK_DIGIT' : 'BAD_FORMAT', 'o código não consta da tabela do IBGE', near);
  }
  return accepted(value, value === expected ? [] : ['dígito verificador não confere; confira na tabela do IBGE']);
}

/** A municipality code is written without punctuation. */
export function formatMunicipality(value: string): string {
  return value;
}
