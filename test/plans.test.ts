// What must hold of plans over the whole gateway: a supergraph is replaced while it is used, and operations go by their hash.
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { story } from '../demo/nation/story.ts';
import { operationsFolder, readOperations, variablesFrom } from '../gateway/operations.ts';
import { startFederation, testSeed } from './federation.ts';
import type { Federation } from './federation.ts';
import { inForceLine, plannersOf, refusedLine, reloadUnderLoad, supergraphFile, until } from './reload-under-load.ts';

const log: string[] = [];
const folder = mkdtempSync(join(tmpdir(), 'infoseg-plans-'));
const file = supergraphFile(folder);
let federation: Federation;
let url: string;
beforeAll(async () => {
  federation = await startFederation({ log: (line) => log.push(line), patient: true });
  url = await federation.openReplica({ SUPERGRAPH: file.path });
});
afterAll(async () => {
  await federation?.close();
  rmSync(folder, { recursive: true, force: true });
  expect(plannersOf(process.pid)).toBe(0);
});

const count = (words: string) => log.filter((line) => line.includes(words)).length;

interface Body {
  readonly query?: string | null;
  readonly variables?: object;
  readonly extensions?: object;
}

async function post(to: string, body: Body, profile: 'patrol' | 'investigator' = 'patrol') {
  const response = await fetch(`${to}/graphql`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await federation.token(profile)}`,
      'content-type': 'application/json',
      'x-infoseg-purpose': 'STOP',
    },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as {
    readonly data?: unknown;
    readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
    readonly extensions: { readonly traceId: string };
  };
  return { status: response.status, code: answer.errors?.[0]?.extensions.code, ...answer };
}

describe('a supergraph', () => {
  it('is replaced ten times while eight callers ask, and no request fails', async () => {
    const { answered, failed, planners } = await reloadUnderLoad(federation, url, file, {
      reloads: 10,
      workers: 8,
      log,
    });
    expect(failed).toEqual([]);
    expect(answered).toBeGreaterThan(10);
    expect(planners[1]).toBe(planners[0]);
  });

  it('that is broken leaves the old one in force', async () => {
    const [refused, planners] = [count(refusedLine), plannersOf(process.pid)];
    file.write('type Query {');
    await until(() => count(refusedLine) > refused);
    file.write('type Query { nobody: Nothing }');
    await until(() => count(refusedLine) > refused + 1);
    expect((await post(url, { query: '{ me { id } }' })).status).toBe(200);
    expect(plannersOf(process.pid)).toBe(planners);
  });

  it('that is replaced while it is made ready gives way to the last', async () => {
    const planners = plannersOf(process.pid);
    for (let at = 0; at < 4; at++) {
      file.write(`# in haste ${at}\n${file.sdl}`);
      // Longer than a burst of changes, shorter than a supergraph takes.
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
    file.write(`${file.sdl}\n"""the last"""\nenum TheLast {\n  WORD\n}\n`);
    const isLast = async () => {
      const { data } = await post(url, { query: '{ __type(name: "TheLast") { name } }' }, 'investigator');
      return JSON.stringify(data) !== JSON.stringify({ __type: null });
    };
    const before = count(inForceLine);
    await until(() => count(inForceLine) > before);
    for (let at = 0; at < 500 && !(await isLast()); at++) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await isLast()).toBe(true);
    await until(() => plannersOf(process.pid) <= planners);
  });
});

/** Records that were asked of their holder are as of the moment of asking. */
function timeless(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data, (key, value: unknown) => (key === 'asOf' ? null : value)));
}

describe('a registered operation', () => {
  const stored = readOperations(operationsFolder).find(({ file: name }) => name === 'abordagem.graphql');
  if (stored === undefined) throw new TypeError('abordagem.graphql is the operation that is asked');
  const variables = variablesFrom(stored, story(testSeed));
  const byHash = (text: string) => ({
    extensions: { persistedQuery: { version: 1, sha256Hash: hash('sha256', text, 'hex') } },
  });

  it('is answered by its hash as by its text, and journalled alike', async () => {
    const named = await post(federation.url, { ...byHash(stored.text), variables });
    const written = await post(federation.url, { query: stored.text, variables });
    expect(named.status).toBe(200);
    expect(timeless(named.data)).toEqual(timeless(written.data));
    const entries = await federation.journal<{ name: string | null; hash: string }[]>`
      select operation_name as name, operation_hash as hash from access
      where trace_id in (${named.extensions.traceId}, ${written.extensions.traceId})`;
    expect(entries).toHaveLength(2);
    expect(new Set(entries.map((entry) => `${entry.name} ${entry.hash}`)).size).toBe(1);
    expect(entries[0]?.name).toBe(stored.operationName);
  });

  it('is the only kind that a hash stands for: nothing is learned from clients', async () => {
    const text = '{ me { id } }';
    for (let at = 0; at < 2; at++) {
      const { status, code } = await post(federation.url, byHash(text));
      expect([status, code]).toEqual([400, 'PERSISTED_QUERY_NOT_FOUND']);
      expect((await post(federation.url, { query: text, ...byHash(text) })).status).toBe(200);
    }
    const { status, code } = await post(federation.url, { query: text, ...byHash(stored.text) });
    expect([status, code]).toEqual([400, 'PERSISTED_QUERY_HASH_MISMATCH']);
  });

  it('is all that is served where the safelist is on', async () => {
    const listed = await federation.openReplica({ SAFELIST: 'on' });
    expect((await post(listed, { query: stored.text, variables })).status).toBe(200);
    expect((await post(listed, { ...byHash(stored.text), variables })).status).toBe(200);
    for (const query of [
      '{ me { id } }',
      '{ __schema { types { name } } }',
      stored.text.replace('make', 'make chassis'),
    ]) {
      const { status, code } = await post(listed, { query, variables });
      expect([status, code]).toEqual([403, 'OPERATION_NOT_REGISTERED']);
    }
  });

  it('is all that is served to the profiles of the safelist', async () => {
    const listed = await federation.openReplica({ SAFELIST: 'patrol' });
    expect((await post(listed, { query: '{ me { id } }' })).status).toBe(403);
    expect((await post(listed, { query: '{ me { id } }' }, 'investigator')).status).not.toBe(403);
  });
});
