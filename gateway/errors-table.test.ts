import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorsTable } from './errors-table.ts';
import { fieldCodes, refusalCodes } from './errors.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('the table of errors', () => {
  it('has a line for every code, once', () => {
    const codes = [...errorsTable().matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code);
    expect(codes).toEqual([...refusalCodes, ...fieldCodes]);
  });

  it('stands in the README as it is generated', () => {
    const [, table] = /<!-- errors -->\n([\s\S]*?)\n<!-- \/errors -->/.exec(readme) ?? [];
    expect(table?.trim()).toBe(errorsTable());
  });
});
