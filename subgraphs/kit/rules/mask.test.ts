import { describe, expect, it } from 'vitest';
import { scalars } from '../identifiers/scalars.ts';
import { maskKinds } from './harvest.ts';
import { applyMask } from './mask.ts';
import type { MaskKind } from './rule.ts';

const cases: readonly (readonly [MaskKind, unknown, unknown])[] = [
  ['CPF', '52998224725', '***.982.247-**'],
  ['CPF', '529.982.247-25', '***.982.247-**'],
  ['CPF', 'not a CPF', '***.***.***-**'],
  ['DOCUMENT', '52998224725', '***.982.247-**'],
  ['DOCUMENT', '529.982.247-25', '***.982.247-**'],
  ['DOCUMENT', '11222333000181', '**.222.333/****-**'],
  ['DOCUMENT', '30123456', '*****456'],
  ['DOCUMENT', '12', '**'],
  ['LAST_6', '9BWZZZ377VT004251', '***********004251'],
  ['LAST_6', 'AB', '**'],
  ['INITIALS', 'Maria da Silva', 'M. S.'],
  ['INITIALS', 'élia dos anjos', 'É. A.'],
  ['INITIALS', 'Dos', 'D.'],
  ['INITIALS', '', ''],
  ['INITIALS', ['Ana Souza', null, 'Bia Reis'], ['A. S.', null, 'B. R.']],
  ['NULL', '1990-01-01', null],
  ['NULL', ['1990-01-01'], null],
  ['CPF', null, null],
  ['CPF', undefined, null],
  ['LAST_6', { chassis: 'x' }, null],
  ['DOCUMENT', 52998224725, '***.982.247-**'],
];

describe('masks', () => {
  it.each(cases)('%s of %j', (as, value, masked) => {
    expect(applyMask(as, value)).toEqual(masked);
  });

  it.each(cases)('%s of %j twice is the same', (as, value) => {
    const once = applyMask(as, value);
    expect(applyMask(as, once)).toEqual(once);
  });

  it('a masked CPF still leaves through its scalar', () => {
    expect(scalars.CPF.serialize(applyMask('CPF', '52998224725'))).toBe('***.982.247-**');
  });

  it('no mask gives the value back', () => {
    for (const as of maskKinds) {
      for (const value of ['52998224725', '9BWZZZ377VT004251', '1', '12345', 'Maria Silva', 'AB-123']) {
        expect(applyMask(as, value)).not.toBe(value);
      }
    }
  });
});
