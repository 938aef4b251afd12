// Days counted from 1970-01-01, so that dates can be drawn and compared as integers. By arithmetic and not by Date, which is most of the cost of a
// nation otherwise. The algorithms are Howard Hinnant's (days_from_civil, civil_from_days) for the proleptic Gregorian calendar.

const yearsPerEra = 400;
const daysPerEra = 146_097;
/** Days from 0000-03-01 to 1970-01-01. */
const epochOffset = 719_468;

function dayNumber(year: number, month: number, day: number): number {
  // Years start in March, so that the leap day is their last.
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / yearsPerEra);
  const yearOfEra = marchYear - era * yearsPerEra;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (
    era * daysPerEra +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    epochOffset
  );
}

function calendarDate(dayFrom1970: number): readonly [year: number, month: number, day: number] {
  const days = dayFrom1970 + epochOffset;
  const era = Math.floor(days / daysPerEra);
  const dayOfEra = days - era * daysPerEra;
  const leapDays = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return [
    yearOfEra + era * yearsPerEra + (month <= 2 ? 1 : 0),
    month,
    dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  ];
}

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** `2026-07-01` -> days. The caller knows that it is a date. */
export function dayOf(date: string): number {
  return dayNumber(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10)));
}

/** Days -> `2026-07-01`, for the years 1000 to 9999. */
export function dateOf(day: number): string {
  const [year, month, dayOfMonth] = calendarDate(day);
  return `${year}-${two(month)}-${two(dayOfMonth)}`;
}

export function yearOf(day: number): number {
  return calendarDate(day)[0];
}

/** The same day `years` later; 29 February becomes 1 March. */
export function yearsAfter(day: number, years: number): number {
  const [year, month, dayOfMonth] = calendarDate(day);
  return dayNumber(year + years, month, dayOfMonth);
}

/** An instant of that day, RFC 3339, in the time of Brasília. */
export function instantOf(day: number, hour: number, minute: number): string {
  return `${dateOf(day)}T${two(hour)}:${two(minute)}:00-03:00`;
}
