import { createSecretKey, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { loadGraph } from './graph.ts';
import type { GraphInForce } from './graph.ts';
import type { HolderClient } from './holders/client.ts';

const supergraph = readFileSync(new URL('./supergraph/supergraph.generated.graphql', import.meta.url), 'utf8');
const nobody: HolderClient = {
  over: () => ({ fetch: async () => ({ data: null, errors: [] }) }),
  stop: async () => undefined,
};

const folder = mkdtempSync(join(tmpdir(), 'graph-'));
const path = join(folder, 'supergraph.graphql');
let loaded: GraphInForce | undefined;
afterEach(async () => {
  await loaded?.stop();
  loaded = undefined;
  rmSync(folder, { recursive: true, force: true });
});

function write(text: string): void {
  writeFileSync(`${path}.next`, text);
  renameSync(`${path}.next`, path);
}

describe('a supergraph that is loaded', () => {
  it('is followed by another although the file changes faster than one is made ready', async () => {
    const lines: string[] = [];
    write(supergraph);
    loaded = await loadGraph({
      ...{ path, client: nobody, warmMs: 1, journalKey: createSecretKey(randomBytes(32)) },
      log: (line) => void lines.push(line),
    });
    const first = loaded.graph();
    for (let at = 0; loaded.graph() === first; at += 1) {
      write(`${supergraph}\n# ${at}`);
      // Longer than a burst of changes that counts as one, and shorter than a graph is made.
      await delay(120);
    }
    expect(lines).toEqual(['another supergraph is in force']);
  }, 120_000);
});
