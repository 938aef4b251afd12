import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = ['subgraphs/kit/rules/policy.json', 'gateway/supergraph/supergraph.generated.graphql'];

/** A checkout of the same state, where patrol may see CPFs as they are. */
let other: string;
beforeAll(() => {
  other = mkdtempSync(join(tmpdir(), 'infoseg-policy-'));
  for (const file of files) {
    mkdirSync(dirname(join(other, file)), { recursive: true });
    cpSync(join(root, file), join(other, file));
  }
  const [path = ''] = files;
  const policy = JSON.parse(readFileSync(join(other, path), 'utf8')) as {
    readonly profiles: { readonly patrol: { readonly scopes: string[] } };
  };
  policy.profiles.patrol.scopes.push('person:cpf');
  writeFileSync(join(other, path), JSON.stringify(policy));
});
afterAll(() => rmSync(other, { recursive: true }));

function policy(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['subgraphs/policy.ts', ...words], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

it('names each field that shows more, and to whom, and ends with 1', () => {
  const { status, stdout } = policy('diff', '.', other);
  expect(status).toBe(1);
  expect(stdout).toContain('Individual.cpf\n  MORE  MASK CPF -> ALLOW: patrol\n');
  expect(stdout).not.toContain('investigator');
});

it('ends with 0 where nothing shows more', () => {
  expect(policy('diff', other, '.')).toMatchObject({ status: 0 });
  expect(policy('diff', '.', '.').stdout).toMatch(/: 0 decisions changed, 0 show more, 0 less\n$/);
});

it.each([
  [[], 'npm run policy -- diff OLD NEW'],
  [['diff', '.'], 'npm run policy -- diff OLD NEW'],
  [['diff', '.', '--output=x'], 'npm run policy -- diff OLD NEW'],
  [['diff', '.', 'no-such-revision'], 'no-such-revision: neither a folder nor a revision'],
  [['diff', '.', 'demo'], 'demo: holds no checkout of the project'],
] as const)('%j cannot be compared: a sentence, and 2', (words, sentence) => {
  const { status, stderr } = policy(...words);
  expect(status).toBe(2);
  expect(stderr).toContain(sentence);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});
