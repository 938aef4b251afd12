// Brazilian telephone numbers: area code and eight digits (landline) or nine (mobile); kept in E.164.
import { accepted, readText, refused, tooLong, type Parsed } from './parsed.ts';

const unusedAreas: ReadonlySet<string> = new Set(
  '20 23 25 26 29 30 36 39 40 50 52 56 57 58 59 60 70 72 76 78 80 90'.split(' '),
);

/** `+55`, area and number. A shape of before the ninth digit is kept as given, with a warning. */
export function parsePhone(text: string): Parsed {
  const written = readText(text);
  if (written === undefined) return tooLong();
  const value = written.replace(/[.\-/ ()]/g, '').replace(/^\+55/, '');
  if (!/^\d+$/.test(value)) return refused('BAD_FORMAT', 'telefone: só dígitos, com o código de área');
  if (value.length !== 10 && value.length !== 11) {
    return refused('BAD_FORMAT', 'telefone: código de área e oito ou nove dígitos');
  }
  const area = value.slice(0, 2);
  if (area.startsWith('0')) return refused('BAD_FORMAT', 'código de área não começa por zero');
  if (area[1] === '0' || unusedAreas.has(area)) return refused('BAD_FORMAT', 'código de área não existe');
  const first = value.charAt(2);
  if (value.length === 11) {
    if (first === '9') return accepted(`+55${value}`);
    return '678'.includes(first)
      ? accepted(`+55${value}`, ['celular de nove dígitos que não começa por 9: forma anterior à atual'])
      : refused('BAD_FORMAT', 'número de nove dígitos começa por 9');
  }
  if ('2345'.includes(first)) return accepted(`+55${value}`);
  return '6789'.includes(first)
    ? accepted(`+55${value}`, ['celular de oito dígitos: forma anterior ao nono dígito'])
    : refused('BAD_FORMAT', 'número de oito dígitos começa por 2 a 9');
}

/** `+5511987654321` -> `(11) 98765-4321`; anything else is returned as it came. */
export function formatPhone(value: string): string {
  return value.length <= 14 ? value.replace(/^\+55(\d{2})(\d{4,5})(\d{4})$/, '($1) $2-$3') : value;
}
