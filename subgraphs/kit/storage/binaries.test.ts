import { execFileSync } from 'node:child_process';
import { chmod, lstat, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findBinaries, prepareBinaries } from './binaries.ts';
import { runAs } from './server-user.ts';

const asRoot = process.geteuid?.() === 0;
const nobody = { uid: 65534, gid: 65534 };
const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'storage-test-'));
  folders.push(folder);
  await chmod(folder, 0o755);
  return folder;
}

/** The installed package as npm leaves it with --ignore-scripts: without a single link. */
async function installedWithoutScripts(folder: string) {
  const installed = await findBinaries();
  const native = join(folder, 'package', 'native');
  await mkdir(dirname(native), { recursive: true });
  execFileSync('cp', ['-R', installed.native, native]);
  execFileSync('find', [native, '-type', 'l', '-delete']);
  return { native, version: installed.version };
}

async function links(native: string): Promise<number> {
  const names = await readdir(join(native, 'lib'));
  const kinds = await Promise.all(names.map(async (name) => (await lstat(join(native, 'lib', name))).isSymbolicLink()));
  return kinds.filter(Boolean).length;
}

test('names the platform that has no binaries', async () => {
  for (const [platform, arch] of [
    ['plan9', 'x64'],
    ['linux', 's390x'],
    ['win32', 'x64'],
  ] as const)
    await expect(findBinaries(platform, arch)).rejects.toMatchObject({
      code: 'STORAGE_PLATFORM',
      message: expect.stringContaining(`${platform}-${arch}`) as string,
    });
});

test('links the libraries where install scripts did not run, and may do so again', async () => {
  const folder = await temporaryFolder();
  const installed = await installedWithoutScripts(folder);
  expect(await links(installed.native)).toBe(0);
  for (let time = 0; time < 2; time++) {
    const { initdb } = await prepareBinaries(installed, folder, undefined);
    expect(initdb).toBe(join(installed.native, 'bin/initdb'));
    expect(await runAs(undefined, initdb, ['--version'])).toMatchObject({ ok: true });
  }
  expect(await links(installed.native)).toBeGreaterThan(0);
});

test.runIf(asRoot)(
  'copies the binaries where the server’s user can reach them, whatever the installer’s umask',
  async () => {
    const folder = await temporaryFolder();
    const installed = await installedWithoutScripts(folder);
    execFileSync('chmod', ['-R', 'go-rwx', join(folder, 'package')]);
    const { initdb, postgres } = await prepareBinaries(installed, folder, nobody);
    expect(dirname(dirname(initdb))).toBe(join(folder, `postgres-binaries-${installed.version}`));
    expect(await runAs(nobody, initdb, ['--version'])).toMatchObject({ ok: true });
    expect(await prepareBinaries(installed, folder, nobody)).toEqual({ initdb, postgres });
  },
);

test('says so when the binaries do not run here', async () => {
  const folder = await temporaryFolder();
  const installed = await installedWithoutScripts(folder);
  await rm(join(installed.native, 'bin/postgres'));
  await expect(prepareBinaries(installed, folder, undefined)).rejects.toMatchObject({ code: 'STORAGE_PLATFORM' });
});
