import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { CodegenError, generate, staleFiles } from './codegen.ts';

const folders: string[] = [];
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'codegen-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const target = 'generates:\n  out.generated.ts:\n    schema: a/schema.graphql\n    plugins: [typescript]\n';
const car = { 'a/schema.graphql': 'type Query { car: Car } type Car { plate: Plate } scalar Plate' };

describe('the generator', () => {
  it('gives the types of a schema, the same each time, and writes nothing', async () => {
    const folder = folderOf({ ...car, 'codegen.yml': `config: { scalars: { Plate: string } }\n${target}` });
    const [file] = await generate(folder);
    expect(file?.path).toBe('out.generated.ts');
    expect(file?.text).toMatch(/^\/\/ Made by npm run codegen; not edited by hand\.\n/);
    expect(file?.text).toMatch(/export type Car = \{/);
    expect(await generate(folder)).toEqual([file]);
    expect(staleFiles([...(await generate(folder))], folder)).toEqual(['out.generated.ts']);
  });

  it('finds a file stale by one character', async () => {
    const folder = folderOf({ 'out.generated.ts': 'export type A = string;\n' });
    const file = { path: 'out.generated.ts', text: 'export type A = string;\n' };
    expect(staleFiles([file], folder)).toEqual([]);
    expect(staleFiles([{ ...file, text: `${file.text} ` }], folder)).toEqual(['out.generated.ts']);
  });

  it('stops at a scalar that codegen.yml does not list', async () => {
    const folder = folderOf({ ...car, 'codegen.yml': `config: { strictScalars: true }\n${target}` });
    await expect(generate(folder)).rejects.toThrow(/Plate/);
  });

  it.each([
    ['an unknown plugin', target.replace('[typescript]', '[python]'), /out\.generated\.ts: plugins is a list of/],
    ['a schema that is not there', target.replace('a/schema', 'b/schema'), /out\.generated\.ts: schema names no file/],
    ['no targets', 'config: {}', /generates is a map/],
    ['a list in place of settings', '- typescript', /codegen\.yml is a map/],
  ])('refuses %s', async (_what, yaml, sentence) => {
    const folder = folderOf({ ...car, 'codegen.yml': yaml });
    await expect(generate(folder)).rejects.toThrow(CodegenError);
    await expect(generate(folder)).rejects.toThrow(sentence);
  });

  it('refuses schemas that do not compose', async () => {
    const folder = folderOf({
      ...car,
      'b/schema.graphql': 'type Query { car: Int }',
      'codegen.yml': target.replace('a/schema.graphql', '"*/schema.graphql"'),
    });
    await expect(generate(folder)).rejects.toThrow(/^the schemas do not compose: /);
  });

  it('puts fragments in place, so that two operations may name theirs alike', async () => {
    const operation = (name: string) =>
      `query ${name} { car { ...F } } fragment F on Car { ...G } fragment G on Car { plate }`;
    const folder = folderOf({
      ...car,
      'o/a.graphql': operation('A'),
      'o/b.graphql': operation('B'),
      'codegen.yml': `${target.replace('[typescript]', '[typescript-operations]')}    documents: o/*.graphql\n    config: { scalars: { Plate: string } }\n`,
    });
    const text = (await generate(folder))[0]?.text ?? '';
    expect(text).toMatch(/export type AQuery = /);
    expect(text).toMatch(/export type BQuery = /);
    expect(text.match(/plate: string \| null/g)).toHaveLength(2);
    expect(text).not.toMatch(/Fragment = /);
  });
});
