// Calendar dates (ISO 8601) and instants (RFC 3339).
import { accepted, readText, refused, tooLong, type Parsed } from './parsed.ts';

function dayExists(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day <= days;
}

/** `YYYY-MM-DD` of a day that the calendar has. */
export function parseDate(text: string): Parsed {
  const value = readText(text);
  if (value === undefined) return tooLong();
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (parts === null) return refused('BAD_FORMAT', 'data: o formato é AAAA-MM-DD');
  return dayExists(Number(parts[1]), Number(parts[2]), Number(parts[3]))
    ? accepted(value)
    : refused('BAD_FORMAT', 'data: o dia não existe no calendário');
}

/** An RFC 3339 instant with its offset; the value is the same instant in UTC, to the millisecond. */
export function parseDateTime(text: string): Parsed {
  const value = readText(text);
  if (value === undefined) return tooLong();
  const parts = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(?:[Zz]|[+-](\d{2}):(\d{2}))$/.exec(
    value,
  );
  if (parts === null) return refused('BAD_FORMAT', 'instante: o formato é o da RFC 3339, com o fuso');
  const at = (i: number): number => Number(parts[i] ?? 0);
  if (!dayExists(at(1), at(2), at(3))) return refused('BAD_FORMAT', 'instante: o dia não existe no calendário');
  if (at(4) > 23 || at(5) > 59 || at(6) > 59 || at(7) > 23 || at(8) > 59) {
    return refused('BAD_FORMAT', 'instante: a hora ou o fuso não existe');
  }
  return accepted(new Date(value.toUpperCase().replace(' ', 'T')).toISOString());
}
