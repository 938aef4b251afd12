import { describe, expect, it } from 'vitest';
import { ConfigError } from './errors.ts';
import { integerSetting, textSetting } from './settings.ts';

function refusalOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a text setting', () => {
  it('is read, or has its default where it is absent or empty', () => {
    expect(textSetting({ NAME: 'value' }, 'NAME')).toBe('value');
    expect(textSetting({}, 'NAME', { otherwise: 'default' })).toBe('default');
    expect(textSetting({ NAME: '' }, 'NAME', { otherwise: 'default' })).toBe('default');
  });

  it('is refused in one sentence that names it and never its value', () => {
    expect(refusalOf(() => textSetting({}, 'NAME'))).toBe('NAME: is required and not set');
    expect(refusalOf(() => textSetting({ NAME: '' }, 'NAME'))).toBe('NAME: is required and not set');
    const secret = 'hunter2';
    expect(refusalOf(() => textSetting({ NAME: secret }, 'NAME', { pattern: /^[a-z]+$/ }))).toBe(
      'NAME: must match ^[a-z]+$',
    );
    expect(refusalOf(() => textSetting({ NAME: secret.repeat(1000) }, 'NAME'))).toBe('NAME: is too long');
  });
});

describe('a whole number', () => {
  const limits = { min: 1, max: 10 };

  it('is read within its limits, both of them included', () => {
    expect(integerSetting({ COUNT: '1' }, 'COUNT', limits)).toBe(1);
    expect(integerSetting({ COUNT: '10' }, 'COUNT', limits)).toBe(10);
    expect(integerSetting({}, 'COUNT', { ...limits, otherwise: 7 })).toBe(7);
  });

  it.each(['0', '11', '-1', '1.5', '1e1', '0x1', ' 1', '1 ', 'ten', '9'.repeat(30), 'NaN', 'Infinity'])(
    'is not %j',
    (text) => {
      expect(refusalOf(() => integerSetting({ COUNT: text }, 'COUNT', limits))).toBe(
        'COUNT: must be a whole number from 1 to 10',
      );
    },
  );

  it('is required where it has no default', () => {
    expect(refusalOf(() => integerSetting({}, 'COUNT', limits))).toBe('COUNT: is required and not set');
  });

  it('is refused even as a default outside the limits', () => {
    expect(refusalOf(() => integerSetting({}, 'COUNT', { ...limits, otherwise: 11 }))).toContain('COUNT');
  });
});
