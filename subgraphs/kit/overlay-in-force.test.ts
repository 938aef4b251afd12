import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema, parse } from 'graphql';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { endpointMigrations } from './endpoint.ts';
import { noOverlayInForce, overlayInForce } from './overlay-in-force.ts';
import type { OverlayInForce } from './overlay-in-force.ts';
import { overlayMemory } from './overlay-memory.ts';
import type { OverlayMemory } from './overlay-memory.ts';
import { harvestRules } from './rules/harvest.ts';
import { parseOverlay } from './rules/overlay.ts';
import { openDatabase } from './storage/database.ts';
import { startPrivateServer } from './storage/embedded.ts';
import type { PrivateServer } from './storage/embedded.ts';
import { migrate } from './storage/migrate.ts';

const sdl = `
  directive @authenticated on OBJECT
  type Query { record: Record }
  type Record @authenticated { recordId: ID! name: String phone: String }`;
const source = { schema: buildSchema(sdl), rules: harvestRules(parse(sdl)) };
const rule = (field: string, decision = 'DENY') => ({ field: `Record.${field}`, decision, contact: 'C' });
const content = (version: number, ...rules: object[]) => JSON.stringify({ version, rules });

let folder: string;
let path: string;
let log: string[];
let own: OverlayInForce | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'overlay-test-'));
  path = join(folder, 'things-SP.json');
  log = [];
});
afterEach(() => {
  own?.stop();
  own = undefined;
  rmSync(folder, { recursive: true });
});

const open = () => (own = overlayInForce(path, source, (line) => log.push(line), { keepAgainMs: 20 }));
const inForce = () => own?.overlay() && [own.overlay()?.version, ...(own.overlay()?.fields.keys() ?? [])];
/** Resolves with the next lines of the log. */
const said = async (count = 1) => {
  await vi.waitFor(() => expect(log.length).toBeGreaterThanOrEqual(count), { timeout: 5000 });
  return log.splice(0);
};
/** As an operator should: whole or not at all. */
const put = (text: string) => {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
};

describe('at the start', () => {
  it('no file is no overlay', () => {
    open();
    expect(inForce()).toBeUndefined();
  });

  it.each([
    ['{', 'is not a file of JSON'],
    [content(0), 'overlay.version is a number from 1'],
    [content(1, rule('name', 'ALLOW')), 'overlay.rules[0].decision is DENY or MASK'],
  ])('%s stops it with a sentence', (text, sentence) => {
    writeFileSync(path, text);
    expect(open).toThrow(sentence);
  });
});

describe('while it runs', () => {
  it('a higher version takes its place, the first one of all too, and an empty one takes all rules back', async () => {
    open();
    put(content(1, rule('name')));
    expect(await said()).toEqual(['things-SP.json: version 1 is in force']);
    expect(inForce()).toEqual([1, 'Record.name']);
    const before = own?.overlay();
    writeFileSync(path, content(5, rule('name'), rule('phone')));
    expect(await said()).toEqual(['things-SP.json: version 5 is in force']);
    expect(inForce()).toEqual([5, 'Record.name', 'Record.phone']);
    // Who holds the one before goes on with it.
    expect(before?.fields.size).toBe(1);
    put(content(6));
    await said();
    expect(inForce()).toEqual([6]);
  });

  it.each([
    ['what is no JSON', '{"version": 3, "rul', /is refused and version 2 stays in force: is not a file of JSON/],
    ['what would widen', content(3, rule('name', 'ALLOW')), /version 2 stays in force: overlay\.rules\[0\]\.decision/],
    ['what the schema does not know', content(3, rule('salary')), /overlay\.rules\[0\]\.field/],
    ['other rules under the same number', content(2, rule('phone')), /needs a version above 2/],
    ['a lower number', content(1, rule('name'), rule('phone')), /needs a version above 2/],
    ['fewer rules under a lower number', content(1), /needs a version above 2/],
  ])('%s is refused with a sentence, and the old version stays', async (_, text, sentence) => {
    writeFileSync(path, content(2, rule('name')));
    open();
    put(text);
    expect(await said()).toEqual([expect.stringMatching(sentence)]);
    expect(inForce()).toEqual([2, 'Record.name']);
    put(content(3, rule('phone')));
    await said();
    expect(inForce()).toEqual([3, 'Record.phone']);
  });

  it('the same rules written again are no news, in whatever order', async () => {
    writeFileSync(path, content(2, rule('name'), rule('phone')));
    open();
    put(content(2, rule('phone'), rule('name')));
    put(content(3));
    expect(await said()).toEqual(['things-SP.json: version 3 is in force']);
  });

  it('a file that is lost takes no rule back, and a lower version does not come in by its absence', async () => {
    writeFileSync(path, content(2, rule('name')));
    open();
    rmSync(path);
    expect(await said()).toEqual([expect.stringMatching(/the file is gone and version 2 stays in force/)]);
    expect(inForce()).toEqual([2, 'Record.name']);
    put(content(1));
    expect(await said()).toEqual([expect.stringMatching(/needs a version above 2/)]);
    expect(inForce()).toEqual([2, 'Record.name']);
  });

  it('a file behind links comes into force when the folder behind it is turned, as a ConfigMap is', async () => {
    const turnTo = (name: string, text: string) => {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'things-SP.json'), text);
      symlinkSync(name, join(folder, '..data_tmp'));
      renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
    };
    turnTo('..2026_01', content(1, rule('name')));
    symlinkSync(join('..data', 'things-SP.json'), path);
    open();
    expect(inForce()).toEqual([1, 'Record.name']);
    turnTo('..2026_02', content(2, rule('phone')));
    expect(await said()).toEqual(['things-SP.json: version 2 is in force']);
    expect(inForce()).toEqual([2, 'Record.phone']);
  });

  it('the file of another holder is none of its business', async () => {
    open();
    writeFileSync(join(folder, 'things-RJ.json'), '{');
    put(content(1));
    expect(await said()).toEqual(['things-SP.json: version 1 is in force']);
  });
});

describe('what the base remembers', () => {
  let base: string;
  let server: PrivateServer;
  let bases = 0;
  beforeAll(async () => {
    base = mkdtempSync(join(tmpdir(), 'overlay-base-test-'));
    // As root the database runs as another user, who must be able to enter.
    chmodSync(base, 0o755);
    server = await startPrivateServer({ dataDir: join(base, 'data') });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(base, { recursive: true });
  });

  async function memoryOfItsOwn(): Promise<OverlayMemory> {
    const name = `base_${(bases += 1)}`;
    await server.ensureDatabases([name]);
    const sql = openDatabase({ connection: server.connection(name), poolMax: 2 });
    onTestFinished(() => sql.end({ timeout: 2 }));
    await migrate(sql, [endpointMigrations]);
    return overlayMemory(sql);
  }

  /** The process before ends, and another begins with the file as it is now. */
  async function restart(memory: OverlayMemory): Promise<void> {
    own?.stop();
    await open().remember(memory);
  }

  it('a start without a file is one, where there never was any', async () => {
    const memory = await memoryOfItsOwn();
    await restart(memory);
    await restart(memory);
    expect(inForce()).toBeUndefined();
    await noOverlayInForce().remember(memory);
    expect(await memory.last()).toBeUndefined();
  });

  it('the same rules start again, in whatever order they are written', async () => {
    const memory = await memoryOfItsOwn();
    put(content(2, rule('name'), rule('phone')));
    await restart(memory);
    const { contact, decision, field } = rule('name');
    put(content(2, rule('phone'), { contact, field, decision } as object));
    await restart(memory);
    expect(inForce()).toEqual([2, 'Record.phone', 'Record.name']);
  });

  it.each([
    ['the file is gone', undefined, /the file is missing .* version 2, which was in force/],
    ['a lower version', content(1, rule('name')), /overlay\.version is 1, and must not be below version 2/],
    ['fewer rules under the same number', content(2), /the content is not that of version 2/],
    ['another condition', content(2, { ...rule('name'), unless: { profiles: ['patrol'] } }), /not that of version 2/],
    ['another contact', content(2, { ...rule('name'), contact: 'D' }), /not that of version 2/],
  ])('a start is refused with a sentence: %s', async (_, text, sentence) => {
    const memory = await memoryOfItsOwn();
    put(content(2, rule('name')));
    await restart(memory);
    if (text === undefined) rmSync(path);
    else put(text);
    for (const _again of [1, 2]) await expect(restart(memory)).rejects.toThrow(sentence);
    await expect(noOverlayInForce().remember(memory)).rejects.toThrow(/the file is missing/);
    expect(await memory.last()).toMatchObject({ version: 2 });
    put(content(3));
    await restart(memory);
    expect(inForce()).toEqual([3]);
  });

  it('a version that came while it ran binds the next start', async () => {
    const memory = await memoryOfItsOwn();
    put(content(2, rule('name')));
    await restart(memory);
    put(content(4, rule('phone')));
    await said();
    await vi.waitFor(async () => expect(await memory.last()).toMatchObject({ version: 4 }));
    put(content(3, rule('phone')));
    await said();
    await expect(restart(memory)).rejects.toThrow(/must not be below version 4/);
  });

  it('a version that the base cannot remember is in force all the same, and remembered when it can', async () => {
    const memory = await memoryOfItsOwn();
    let isBroken = false;
    const keep: OverlayMemory['keep'] = (overlay) =>
      isBroken ? Promise.reject(new Error('the disk is full')) : memory.keep(overlay);
    await restart({ ...memory, keep });
    isBroken = true;
    put(content(1, rule('name')));
    expect(await said(2)).toEqual(
      expect.arrayContaining([
        'things-SP.json: version 1 is in force',
        expect.stringMatching(/version 1 is in force, and the database could not remember it/),
      ]),
    );
    expect(inForce()).toEqual([1, 'Record.name']);
    expect(await memory.last()).toBeUndefined();
    isBroken = false;
    await vi.waitFor(async () => expect(await memory.last()).toMatchObject({ version: 1 }));
  });

  it('never goes back to a lower version', async () => {
    const memory = await memoryOfItsOwn();
    const parsed = (version: number) => parseOverlay({ version, rules: [] }, source);
    await memory.keep(parsed(7));
    await memory.keep(parsed(6));
    expect(await memory.last()).toMatchObject({ version: 7 });
  });
});
