// One event, one line, whatever it holds.
import { expect, it } from 'vitest';
import { createLog, framesOf, nameOf } from './log.ts';

function logged(...given: Parameters<ReturnType<typeof createLog>>): string {
  const written: string[] = [];
  const log = createLog('infoseg-test', {
    write: (line) => void written.push(line),
    now: () => new Date('2026-11-21T12:00:00Z'),
  });
  log(...given);
  expect(written).toHaveLength(1);
  return written[0] ?? '';
}

it('writes time, level, service and message, and what the event is about', () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const line = logged('an answer could not be used', { level: 'warn', source: 'warrants', holder: 'CNJ', traceId });
  expect(line).toBe(
    `{"time":"2026-11-21T12:00:00.000Z","level":"warn","service":"infoseg-test","message":"an answer could not be used","source":"warrants","holder":"CNJ","traceId":"${traceId}"}\n`,
  );
});

it.each([
  ['a line feed', '\n{"level":"info","message":"all is well"}'],
  ['a carriage return', '\r'],
  ['the separators of Unicode', '\u2028\u2029'],
  ['the next line of C1', '\u0085'],
  ['an escape of a terminal', '\u001b[2J'],
  ['NUL', '\0'],
  ['text that runs backwards', '\u202e'],
  ['half of a character', '\ud800'],
])('keeps one record one line and readable, with %s in it', (_what, text) => {
  const line = logged(`before${text}after`, { source: text });
  // Printable, up to its one end.
  expect(line).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Cf}\p{Cs}]+\n$/u);
  const { message, source } = JSON.parse(line) as { readonly message: string; readonly source: string };
  expect([message, source]).toEqual([`before${text}after`, text]);
});

it('is not filled by one message', () => {
  expect(logged('x'.repeat(1_000_000)).length).toBeLessThan(5000);
});

it('tells of an error what it is and where, never what it says', () => {
  const error = Object.assign(new RangeError('the CPF 11144477735 is out of range\n    at /etc/passwd'), {
    code: '22P02',
  });
  expect(nameOf(error)).toBe('22P02');
  expect(framesOf(error).join()).not.toContain('11144477735');
  expect(nameOf(Object.assign(new Error('x'), { code: 'a code with\na line' }))).toBe('Error');
  expect(nameOf('11144477735')).toBe('unknown failure');
});
