import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchFile } from './watch-file.ts';

const never = 3_600_000;

let root: string;
let folder: string;
let path: string;
let stop: (() => void) | undefined;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'watch-test-'));
  folder = join(root, 'rules');
  path = join(folder, 'rules.json');
  mkdirSync(folder);
});
afterEach(() => {
  stop?.();
  stop = undefined;
  rmSync(root, { recursive: true });
});

/** What the file held at each call; `gone` where it was not there. */
function contents(options: { readonly pollMs: number }): string[] {
  const seen: string[] = [];
  stop = watchFile(
    path,
    () => {
      try {
        seen.push(readFileSync(path, 'utf8'));
      } catch {
        seen.push('gone');
      }
    },
    { settleMs: 10, ...options },
  );
  return seen;
}
const shows = (seen: readonly string[], expected: readonly string[]) =>
  vi.waitFor(() => expect(seen).toEqual(expected), { timeout: 10_000 });

it('tells of every content once: at the first look, written, replaced, removed, and there again', async () => {
  writeFileSync(path, 'one');
  const seen = contents({ pollMs: never });
  await shows(seen, ['one']);
  writeFileSync(path, 'two');
  await shows(seen, ['one', 'two']);
  writeFileSync(`${path}.new`, 'three');
  renameSync(`${path}.new`, path);
  await shows(seen, ['one', 'two', 'three']);
  rmSync(path);
  await shows(seen, ['one', 'two', 'three', 'gone']);
  writeFileSync(`${path}.new`, 'four');
  renameSync(`${path}.new`, path);
  await shows(seen, ['one', 'two', 'three', 'gone', 'four']);
});

it('sees what the caller did not, who read before a change and watches since', async () => {
  writeFileSync(path, 'changed since it was read');
  await shows(contents({ pollMs: never }), ['changed since it was read']);
});

it('says nothing of the same content written again, nor of a neighbour', async () => {
  writeFileSync(path, 'one');
  const seen = contents({ pollMs: never });
  await shows(seen, ['one']);
  writeFileSync(`${path}.new`, 'one');
  renameSync(`${path}.new`, path);
  writeFileSync(join(folder, 'neighbour.json'), 'other');
  await new Promise((resolve) => setTimeout(resolve, 100));
  writeFileSync(path, 'two');
  await shows(seen, ['one', 'two']);
});

it('sees the link beside it turn to another folder, as a ConfigMap is changed', async () => {
  const version = (name: string, text: string) => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'rules.json'), text);
  };
  version('..2026_01', 'one');
  symlinkSync('..2026_01', join(folder, '..data'));
  symlinkSync(join('..data', 'rules.json'), path);
  const seen = contents({ pollMs: never });
  await shows(seen, ['one']);
  version('..2026_02', 'two');
  symlinkSync('..2026_02', join(folder, '..data_tmp'));
  renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
  await shows(seen, ['one', 'two']);
});

it('sees its whole folder replaced, and what changes in the new one', async () => {
  writeFileSync(path, 'one');
  const seen = contents({ pollMs: 20 });
  await shows(seen, ['one']);
  mkdirSync(join(root, 'next'));
  writeFileSync(join(root, 'next', 'rules.json'), 'two');
  renameSync(folder, join(root, 'before'));
  renameSync(join(root, 'next'), folder);
  await vi.waitFor(() => expect(seen.at(-1)).toBe('two'), { timeout: 10_000 });
  writeFileSync(`${path}.new`, 'three');
  renameSync(`${path}.new`, path);
  await vi.waitFor(() => expect(seen.at(-1)).toBe('three'), { timeout: 10_000 });
});

it('waits for a folder that is not there yet', async () => {
  rmSync(folder, { recursive: true });
  const seen = contents({ pollMs: 20 });
  await shows(seen, ['gone']);
  mkdirSync(join(root, 'next'));
  writeFileSync(join(root, 'next', 'rules.json'), 'one');
  renameSync(join(root, 'next'), folder);
  await shows(seen, ['gone', 'one']);
});
