import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { parse } from 'graphql';
import { isOpen, openConfig } from './config.ts';
import { sourceUrls } from './source-urls.ts';

const folder = mkdtempSync(join(tmpdir(), 'open-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const open = { OPEN_FOR_TESTS: '1', SUPERGRAPH: 'x.graphql' };

function file(content: string): string {
  const path = join(folder, 'holders.json');
  writeFileSync(path, content);
  return path;
}

it('is open only by a clear yes', () => {
  expect(isOpen({})).toBe(false);
  expect(isOpen({ OPEN_FOR_TESTS: '' })).toBe(false);
  expect(isOpen(open)).toBe(true);
  for (const value of ['0', 'true', 'yes', ' 1', '11'])
    expect(() => isOpen({ OPEN_FOR_TESTS: value })).toThrow('OPEN_FOR_TESTS');
});

it('is never open in production', () => {
  for (const NODE_ENV of ['production', 'Production', 'prod'])
    expect(() => isOpen({ ...open, NODE_ENV })).toThrow('NODE_ENV=production');
  for (const name of ['DIRECTORY', 'GATEWAY_KEY', 'JOURNAL_KEY', 'JOURNAL_DATABASE_URL', 'ISSUER', 'JWKS_URL'])
    expect(() => isOpen({ ...open, [name]: 'x' })).toThrow(`beside ${name}`);
  expect(() => openConfig({ SUPERGRAPH: 'x.graphql' })).toThrow('OPEN_FOR_TESTS');
});

it('has the defaults of one machine', () => {
  expect(openConfig(open)).toEqual({
    supergraphPath: 'x.graphql',
    urls: undefined,
    host: '127.0.0.1',
    port: 4000,
    engine: 'compiled',
    deadlineMs: 30_000,
    bodyMaxBytes: 1_048_576,
  });
});

it.each([
  ['SUPERGRAPH', { SUPERGRAPH: '' }],
  ['PORT', { PORT: 'x' }],
  ['ENGINE', { ENGINE: 'compiled,reference' }],
  ['DEADLINE_MS', { DEADLINE_MS: '1' }],
  ['BODY_MAX_BYTES', { BODY_MAX_BYTES: '-1' }],
  ['HOLDERS', { HOLDERS: join(folder, 'nothing.json') }],
])('names the setting %s when it is wrong', (name, env) => {
  expect(() => openConfig({ ...open, ...env })).toThrow(new RegExp(`^${name}:`));
});

it('reads the addresses of sources', () => {
  const HOLDERS = file('{"a":"http://127.0.0.1:1/graphql","__proto__":"https://b.example/"}');
  expect([...(openConfig({ ...open, HOLDERS }).urls ?? [])]).toEqual([
    ['a', 'http://127.0.0.1:1/graphql'],
    ['__proto__', 'https://b.example/'],
  ]);
  for (const content of ['', '[]', 'null', '{"a":1}', '{"a":"ftp://x/"}', '{"a":"nowhere"}'])
    expect(() => openConfig({ ...open, HOLDERS: file(content) })).toThrow(/^HOLDERS:/);
});

it('takes addresses from the supergraph where nobody gives others', () => {
  const supergraph = parse(`enum join__Graph {
    A @join__graph(name: "a", url: "http://127.0.0.1:1/a")
    B @join__graph(name: "b-b", url: "")
  }`);
  const given = new Map([['b-b', 'http://127.0.0.1:2/']]);
  expect([...sourceUrls(supergraph, given)]).toEqual([
    ['a', 'http://127.0.0.1:1/a'],
    ['b-b', 'http://127.0.0.1:2/'],
  ]);
  expect(() => sourceUrls(supergraph, undefined)).toThrow('SUPERGRAPH: has no http address of the source "b-b"');
  expect(() => sourceUrls(supergraph, new Map())).toThrow('HOLDERS: has no http address of the source "b-b"');
  expect(() => sourceUrls(parse('type Query { a: Int }'), undefined)).toThrow('SUPERGRAPH: names no source');
});
