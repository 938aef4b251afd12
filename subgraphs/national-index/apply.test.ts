import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApplyError, openIndexWriter } from './apply.ts';
import { createSubjectIds } from './subject-ids.ts';
import { personEntry, startTestServer, vehicleEntry } from '../../test/index-under-test.ts';
import type { TestIndex, TestServer } from '../../test/index-under-test.ts';

let server: TestServer;
let index: TestIndex;
beforeAll(async () => {
  server = await startTestServer();
  index = await server.open();
});
afterAll(() => server.stop());
beforeEach(() => index.clear());

const cpf = '52998224725';
const maria = { names: ['Maria Souza'], motherName: 'Tereza Souza', birthDate: '1980-03-07', cpf };
const entry = (version: number, overrides = {}) => personEntry('SP', 'a', { ...maria, ...overrides }, { version });
const event = (version: number, overrides = {}) => ({ recordId: 'a', version, entry: entry(version, overrides) });
const rows = async () => ({
  names: await index.sql`select key from name order by key`,
  identifiers: await index.sql`select kind, value from identifier order by 1, 2`,
  edges: await index.sql`select value from edge`,
  traits: await index.sql`select plates from vehicle_trait`,
});

describe('a batch', () => {
  it('moves the cursor with what it applies', async () => {
    await index.feed('individuals', 'SP', [event(1)]);
    expect(await index.writer.cursor({ source: 'individuals', holder: 'SP' })).toEqual({
      position: 1,
      asOf: '2026-11-21T12:00:00.000Z',
      caughtUpAt: null,
      refusedRecords: 0,
    });
  });

  it('is not applied twice, nor by two followers', async () => {
    await index.feed('individuals', 'SP', [event(1)]);
    const again = index.writer.apply({
      origin: { source: 'individuals', holder: 'SP', publication: 'FULL' },
      ...{ after: 0, events: [{ ...event(2), position: 1 }], position: 1, asOf: null, caughtUpAt: null },
    });
    await expect(again).rejects.toEqual(expect.objectContaining({ name: 'ApplyError', code: 'CURSOR_MOVED' }));
    expect((await index.sql`select version from entry`)[0]).toEqual({ version: 1 });
  });

  it('changes nothing where it fails half-way', async () => {
    await index.sql`alter table name rename to name_gone`;
    await expect(index.feed('individuals', 'SP', [event(1)])).rejects.toThrow();
    await index.sql`alter table name_gone rename to name`;
    expect(await index.sql`select from entry`).toHaveLength(0);
    expect((await index.writer.cursor({ source: 'individuals', holder: 'SP' })).position).toBe(0);
    expect(await index.feed('individuals', 'SP', [event(1)])).toEqual({ applied: 1, stale: 0, refused: 0 });
  });

  it('may be empty', async () => {
    expect(await index.feed('individuals', 'SP', [])).toEqual({ applied: 0, stale: 0, refused: 0 });
  });
});

describe('an event', () => {
  it('replaces every trace of the version before', async () => {
    await index.publish([vehicleEntry('SP', 'v', { plates: ['ABC1234'], chassis: '9BWZZZ372VT004251' }, cpf)]);
    await index.publish([
      vehicleEntry('SP', 'v', { plates: ['XYZ9K88'], chassis: '9BWZZZ372VT004251' }, '11144477735', { version: 2 }),
    ]);
    const left = await rows();
    expect(left.identifiers.map(({ value }) => value as string)).toEqual(['9BWZZZ372VT004251', 'XYZ9K88']);
    expect(left.edges).toEqual([{ value: '11144477735' }]);
    expect(left.traits).toEqual([{ plates: ['XYZ9K88'] }]);
  });

  it('that is old or repeated is dropped', async () => {
    await index.feed('individuals', 'SP', [event(5)]);
    const before = await rows();
    expect(
      await index.feed('individuals', 'SP', [event(4, { names: ['Outra'] }), event(5, { names: ['Outra'] })]),
    ).toEqual({ applied: 0, stale: 2, refused: 0 });
    expect(await rows()).toEqual(before);
  });

  it('that removes leaves a tombstone, and an older one does not raise the dead', async () => {
    await index.feed('individuals', 'SP', [event(1)]);
    await index.feed('individuals', 'SP', [{ recordId: 'a', version: 3, entry: null }]);
    expect(await rows()).toMatchObject({ names: [], identifiers: [] });
    expect((await index.sql`select version, kind, basics, open from entry`)[0]).toEqual({
      version: 3,
      kind: null,
      basics: null,
      // For whom it was, it still leads to the others of its group; for nobody else.
      open: ['all'],
    });
    expect(await index.feed('individuals', 'SP', [event(2)])).toEqual({ applied: 0, stale: 1, refused: 0 });
    expect(await index.feed('individuals', 'SP', [event(4)])).toEqual({ applied: 1, stale: 0, refused: 0 });
  });

  it('that removes what never came is kept all the same', async () => {
    await index.feed('individuals', 'SP', [{ recordId: 'a', version: 3, entry: null }]);
    expect(await index.feed('individuals', 'SP', [event(2)])).toMatchObject({ applied: 0 });
  });

  it('that names another holder is refused, noted, and costs its neighbours nothing', async () => {
    const foreign = { ...event(1), entry: { ...entry(1), holder: 'RJ' } };
    const other = { recordId: 'b', version: 1, entry: personEntry('SP', 'b', maria) };
    expect(await index.feed('individuals', 'SP', [foreign, other])).toEqual({ applied: 1, stale: 0, refused: 1 });
    expect(await index.sql`select source, holder, record_id from entry`).toEqual([
      { source: 'individuals', holder: 'SP', record_id: 'b' },
    ]);
    expect(await index.sql`select holder, record_id, code, place, position from refused_event`).toEqual([
      { holder: 'SP', record_id: 'a', code: 'FOREIGN_NAMESPACE', place: 'entry.holder', position: 1 },
    ]);
  });

  it('that was refused stays noted until a newer version is taken', async () => {
    const bad = { ...event(2), entry: { ...entry(2), status: 'X' } as never };
    await index.feed('individuals', 'SP', [event(1), bad]);
    const cursor = () => index.writer.cursor({ source: 'individuals', holder: 'SP' });
    // The last good version stands beside the note.
    expect((await index.sql`select version from entry`)[0]).toEqual({ version: 1 });
    expect((await cursor()).refusedRecords).toBe(1);
    await index.feed('individuals', 'SP', [event(3)]);
    expect((await cursor()).refusedRecords).toBe(0);
    await index.feed('individuals', 'SP', [{ ...event(2), entry: { ...entry(2), status: 'X' } as never }]);
    expect((await cursor()).refusedRecords).toBe(0);
  });

  it('keeps nothing of a refused content', async () => {
    await index.feed('individuals', 'SP', [{ recordId: 'x'.repeat(400), version: 1, entry: null }]);
    expect(await index.sql`select record_id, code from refused_event`).toEqual([{ record_id: '?', code: 'BAD_FIELD' }]);
  });

  it('is stored as it came, whatever the characters', async () => {
    const names = ['D\'Ávila "Zé" \\N {a,b} NULL', '\\.'];
    await index.publish([
      personEntry('SP', 'a', { names, cpf }, { audience: [{ token: 'body:A "B", {C} \\D', shows: 'OPEN' }] }),
    ]);
    expect((await index.sql`select basics, open from entry`)[0]).toEqual({
      basics: { person: { names, cpf } },
      open: ['body:A "B", {C} \\D'],
    });
  });
});

describe('the writer', () => {
  it('refuses a base that was filled under another secret', async () => {
    await expect(openIndexWriter(index.sql, createSubjectIds(Buffer.alloc(32, 8)))).rejects.toBeInstanceOf(ApplyError);
  });

  it('refuses a short secret', () => {
    expect(() => createSubjectIds(Buffer.alloc(31))).toThrow('secret');
  });
});
