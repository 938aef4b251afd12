// A holder's own rules outlive the process that applies them: one that comes up without them, or with older ones, does not come up.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseName } from '#kit/endpoint-database.ts';
import { databaseUrl } from '#kit/storage/database.ts';
import { startPrivateServer } from '#kit/storage/embedded.ts';
import type { PrivateServer } from '#kit/storage/embedded.ts';
import { network, writeDirectory } from '../demo/directory.ts';
import { secretFile } from '../demo/network.ts';
import { runProcess } from '../demo/processes.ts';
import { freePorts, supergraphPath } from '../demo/settings.ts';

let folder: string;
let server: PrivateServer;
let written: ReturnType<typeof writeDirectory>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'overlays-outlive-test-'));
  // As root the database runs as another user, who must be able to enter.
  chmodSync(folder, 0o755);
  server = await startPrivateServer({ dataDir: folder });
  const endpoints = network.flatMap(({ source, holders }) => holders.map((holder) => ({ source, holder })));
  written = writeDirectory(folder, await freePorts(endpoints.length));
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const contact = 'CENTRAL DE INFORMAÇÕES/RS';
const signs = { field: 'IndividualRecord.physicalSigns', decision: 'DENY', contact };

describe.each([
  { source: 'individuals', holder: 'RS', rules: [signs] },
  { source: 'national-index', holder: 'SENASP', rules: [{ ...signs, field: 'Individual.identityDisputed' }] },
])('a process of $source', ({ source, holder, rules }) => {
  const overlaysDir = () => join(folder, `overlays-${source}`);
  const path = () => join(overlaysDir(), `${source}-${holder}.json`);
  const put = (version: number, list: readonly object[]) =>
    writeFileSync(path(), JSON.stringify({ version, rules: list }));

  /** Starts it and ends it again. What it said where it did not come up. */
  async function start(settings: Readonly<Record<string, string>> = { OVERLAYS_DIR: overlaysDir() }): Promise<string> {
    const running = runProcess({
      name: source,
      main: new URL(`../subgraphs/${source}/main.ts`, import.meta.url),
      env: {
        DIRECTORY: written.path,
        KEYS_DIR: written.keysDir,
        HOLDERS: holder,
        DATABASE_URL: databaseUrl(server.connection(databaseName({ source, holder }))),
        INDEX_SECRET: secretFile(written.keysDir, 'index.secret'),
        SUPERGRAPH: supergraphPath,
        ...settings,
      },
      logDir: join(folder, 'log'),
    });
    try {
      await running.ready;
      return 'up';
    } catch {
      return await running.ended;
    } finally {
      await running.stop();
    }
  }

  it('comes up again with the rules that were in force or with newer ones, and never without', async () => {
    await server.ensureDatabases([databaseName({ source, holder })]);
    mkdirSync(overlaysDir());
    put(2, rules);
    expect(await start()).toBe('up');
    const refused = `OVERLAYS_DIR: ${source}-${holder}.json of ${source}/${holder}: `;
    put(1, rules);
    expect(await start()).toContain(`${refused}overlay.version is 1`);
    rmSync(path());
    expect(await start()).toContain(`${refused}the file is missing`);
    expect(await start({})).toContain(`${refused}the file is missing`);
    put(3, []);
    expect(await start()).toBe('up');
  });
});
