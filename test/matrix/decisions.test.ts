import { profiles } from '#kit/caller.ts';
import { describe, expect, it } from 'vitest';
import { DecisionsError, parseDecisions } from './decisions.ts';

const known = ['A.open', 'A.closed'];
const header = ['field', 'group', 'level', ...profiles].join(',');
const row = (field: string, cell: string, level = '1', group = 'some') =>
  [field, group, level, ...profiles.map(() => cell)].join(',');
const table = (...rows: readonly string[]) => [header, ...rows].join('\n');
const decided = (cell: string, level = '1') =>
  parseDecisions(table(row('A.open', 'A', '1', 'open'), row('A.closed', cell, level)), known);

describe('a cell', () => {
  const patrol = { profile: 'patrol', purpose: undefined, level: 1 } as const;

  it.each(['A', 'M', '-', 'D'] as const)('%s is for every purpose and for none', (expected) => {
    const { expected: of } = decided(expected);
    expect(of('A.closed', patrol)).toBe(expected);
    expect(of('A.closed', { ...patrol, purpose: 'STOP' })).toBe(expected);
  });

  it('with purposes counts for them, and denies the rest', () => {
    const { expected: of } = decided('A:STOP M:CAPTURE');
    expect(of('A.closed', { ...patrol, purpose: 'STOP' })).toBe('A');
    expect(of('A.closed', { ...patrol, purpose: 'CAPTURE' })).toBe('M');
    expect(of('A.closed', { ...patrol, purpose: 'BORDER' })).toBe('-');
    expect(of('A.closed', patrol)).toBe('-');
  });

  it('may have one decision for all other purposes, wherever it stands', () => {
    const { expected: of } = decided('M A:STOP');
    expect(of('A.closed', { ...patrol, purpose: 'STOP' })).toBe('A');
    expect(of('A.closed', patrol)).toBe('M');
  });

  it('is denied below its level', () => {
    const { expected: of } = decided('A', '2');
    expect(of('A.closed', patrol)).toBe('-');
    expect(of('A.closed', { ...patrol, level: 2 })).toBe('A');
  });
});

it('knows what is open to everybody', () => {
  const { isOpen } = decided('-');
  expect([isOpen('A.open'), isOpen('A.closed')]).toEqual([true, false]);
});

it('has no decision for a field that it does not have', () => {
  expect(() => decided('A').expected('A.other', { profile: 'judge', purpose: undefined, level: 1 })).toThrow(
    RangeError,
  );
});

describe('the table is refused', () => {
  const rows = [row('A.open', 'A'), row('A.closed', 'A')] as const;
  it.each([
    ['with a column that nobody knows', table(...rows).replace('judge', 'jury'), 'the column "jury" is not known'],
    ['with a column too many', table(...rows).replace('judge', 'judge,judge'), 'the column "judge" stands 2 times'],
    ['with a column too few', table(...rows).replace(',judge', ''), 'the column "judge" stands 0 times'],
    [
      'with a field that the schema does not have',
      table(...rows, row('B.gone', 'A')),
      '"B.gone" is no field of the schema',
    ],
    ['without a field of the schema', table(rows[0]), 'the table does not have A.closed'],
    ['with a field twice', table(...rows, rows[0]), 'A.open stands more than once'],
    ['with a short row', table(rows[0], 'A.closed,some,1,A'), 'line 3 has 4 cells'],
    ['with a level that is none', table(rows[0], row('A.closed', 'A', '4')), 'the level is 1, 2 or 3'],
    ['without a group', table(rows[0], row('A.closed', 'A', '1', '')), 'belongs to no group'],
    ['with a word that is no decision', table(rows[0], row('A.closed', 'X')), '"X" is not A, M, - or D'],
    ['with an empty cell', table(rows[0], row('A.closed', '')), '"" is not A, M, - or D'],
    ['with a purpose that is none', table(rows[0], row('A.closed', 'A:FUN')), '"FUN" is not a purpose'],
    ['with two decisions for a purpose', table(rows[0], row('A.closed', 'A:STOP M:STOP')), 'two decisions for STOP'],
    ['with two decisions for no purpose', table(rows[0], row('A.closed', 'A M')), 'two decisions for no purpose'],
  ])('%s', (_, text, sentence) => {
    expect(() => parseDecisions(text, known)).toThrow(DecisionsError);
    expect(() => parseDecisions(text, known)).toThrow(sentence);
  });
});

it('may have comments and empty lines', () => {
  expect(
    parseDecisions(['# why', '', table(row('A.open', 'A'), '# and why', row('A.closed', '-'))].join('\n'), known)
      .fields,
  ).toEqual(known);
});
