// How long a holder that is busy asks to be left alone (RFC 9110, 10.2.3): seconds, or an instant in one of the three forms of HTTP.

/** Nobody is kept away for longer than this on a holder's word, in milliseconds. */
export const retryAfterMaxMs = 60_000;

/**
 * Milliseconds from 0 to `retryAfterMaxMs`; undefined: nothing that can be understood. An instant is measured against the holder's own
 * clock, `date`, where it sent that; `now` in milliseconds since the epoch.
 */
export function readRetryAfter(value: unknown, date: unknown, now: number): number | undefined {
  if (typeof value !== 'string') return undefined;
  if (/^\d+$/.test(value)) return Math.min(Number(value) * 1000, retryAfterMaxMs);
  const until = readHttpDate(value);
  return until === undefined ? undefined : Math.min(Math.max(0, until - (readHttpDate(date) ?? now)), retryAfterMaxMs);
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** RFC 9110, 5.6.7: IMF-fixdate, and the two that are obsolete and still to be accepted. */
const forms = [
  /^\w{3}, (?<day>\d\d) (?<month>\w{3}) (?<year>\d{4}) (?<time>\d\d:\d\d:\d\d) GMT$/,
  /^\w{6,9}, (?<day>\d\d)-(?<month>\w{3})-(?<year>\d\d) (?<time>\d\d:\d\d:\d\d) GMT$/,
  /^\w{3} (?<month>\w{3}) (?<day>[ \d]\d) (?<time>\d\d:\d\d:\d\d) (?<year>\d{4})$/,
];

function readHttpDate(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  for (const form of forms) {
    const { day = '', month = '', year = '', time = '' } = form.exec(value)?.groups ?? {};
    const monthNumber = months.indexOf(month) + 1;
    if (monthNumber === 0) continue;
    const two = (part: string | number) => String(part).trim().padStart(2, '0');
    const at = Date.parse(`${year.length === 2 ? `20${year}` : year}-${two(monthNumber)}-${two(day)}T${time}Z`);
    return Number.isNaN(at) ? undefined : at;
  }
  return undefined;
}
