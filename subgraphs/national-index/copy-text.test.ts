import { describe, expect, it } from 'vitest';
import { copyText } from './copy-text.ts';

describe('rows as text', () => {
  it('parts columns by tabs and rows by lines, null as \\N', () => {
    expect(
      copyText({ a: 'text', b: 'text' }, [
        { a: 'x', b: null },
        { a: 1, b: true },
      ]),
    ).toBe('x\t\\N\n1\ttrue\n');
  });

  it('keeps a value inside its column, whatever it holds', () => {
    expect(copyText({ a: 'text' }, [{ a: 'x\ty\nz\\.' }])).toBe('x\\ty\\nz\\\\.\n');
    expect(copyText({ a: 'text' }, [{ a: '\\N' }])).toBe('\\\\N\n');
  });

  it('keeps an element inside its array', () => {
    expect(copyText({ a: 'text[]' }, [{ a: ['all', 'body:"A", B', 'NULL', 'c\\d'] }])).toBe(
      '{"all","body:\\\\"A\\\\", B","NULL","c\\\\\\\\d"}\n',
    );
    expect(copyText({ a: 'text[]' }, [{ a: [] }])).toBe('{}\n');
  });
});
