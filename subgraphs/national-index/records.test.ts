import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Audience, IndexEntry } from '#kit/index-entry.ts';
import { entryIdOf } from './entry-rows.ts';
import type { SubjectKind } from './subject-ids.ts';
import { personEntry, startTestServer, vehicleEntry, warrantEntry } from '../../test/index-under-test.ts';
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
const maria = { names: ['Maria Souza'], motherName: 'Tereza Lima', birthDate: '1980-03-07' };
const chassis = '9BWZZZ372VT004251';
const number = '0000001392024826010001000126';
const tokens = ['all', 'profile:patrol'];
const page = { first: 50, after: null };
const everyKind: readonly SubjectKind[] = ['individual', 'company', 'vehicle', 'weapon', 'warrant'];
const anyVehicle = {
  ...{ marks: [], platePattern: null, chassisBack: null, ownerId: null, make: null },
  ...{ model: null, colour: null, yearFrom: null, yearTo: null, state: null },
};

/** Every read, with arguments that would find all entries of `things`. */
async function everything() {
  const { records, ids } = index;
  const person = ids.of('individual', 'CPF', '', cpf);
  const vehicle = ids.of('vehicle', 'CHASSIS', chassis);
  const warrant = ids.of('warrant', 'WARRANT_NUMBER', number);
  const alone = ids.of('individual', 'record', 'individuals', 'RJ', 'p');
  const entryIds = [
    'individuals/SP/p',
    'individuals/RJ/p',
    'vehicles/SP/v',
    'vehicles/RJ/v',
    'warrants/CNJ/m',
    'warrants/CNJ/n',
  ].map((name) => {
    const [source = '', holder = '', recordId = ''] = name.split('/');
    return entryIdOf(ids, source, holder, recordId);
  });
  const subjects = [person, vehicle, warrant, alone];
  return {
    entriesOf: await records.entriesOf(tokens, subjects),
    entriesById: await records.entriesById(tokens, entryIds),
    byIdentifier: await records.byIdentifier(
      tokens,
      [
        { kind: 'CPF', value: cpf },
        { kind: 'CHASSIS', value: chassis },
        { kind: 'PLATE', value: 'ABC1234', place: 'BR' },
        { kind: 'WARRANT_NUMBER', value: number },
      ],
      everyKind,
    ),
    redirectsOf: await records.redirectsOf(tokens, [...entryIds, ...subjects]),
    partyRoles: await records.partyRoles(tokens, [person]),
    partiesOf: await records.partiesOf(tokens, subjects),
    vehicles: await records.thingsOf(tokens, [[person]], 'vehicle', page),
    warrants: await records.thingsOf(tokens, [[person]], 'warrant', page),
    peopleByName: (await records.peopleByName(tokens, { name: 'MARIA SOUZA', mother: 'TEREZA LIMA' }, 50)).candidates,
    byBirth: (await records.peopleByName(tokens, { name: 'MARIA SOUZA', birthDates: ['1980-03-07'] }, 50)).candidates,
    wantedLike: await records.wantedLike(tokens, [
      { key: 'MARIA SOUZA', mother: 'TEREZA LIMA', birthDate: '1980-03-07' },
    ]),
    byMarks: await records.vehiclesLike(tokens, { ...anyVehicle, marks: ['1A', '2B'], platePattern: 'AB%' }, page),
    byOwner: await records.vehiclesLike(tokens, { ...anyVehicle, ownerId: person }, page),
    byChassis: await records.vehiclesLike(tokens, { ...anyVehicle, chassisBack: '152400' }, page),
    sharingPlates: await records.sharingPlates(tokens, [{ plate: 'ABC1234', country: 'BR' }]),
  };
}

const of = (audience: readonly Audience[]): readonly IndexEntry[] => [
  personEntry('SP', 'p', { ...maria, cpf }, { audience }),
  // Moved, so that an identifier leads from where it was.
  personEntry('RJ', 'p', maria, { audience }),
  personEntry('RJ', 'p', { ...maria, cpf }, { audience, version: 2 }),
  vehicleEntry('SP', 'v', { plates: ['ABC1234'], chassis }, cpf, { audience }),
  warrantEntry('m', number, [{ ...maria, cpf }], { audience }),
];

describe('every read', () => {
  it('finds what is open', async () => {
    await index.publish(of([{ token: 'all', shows: 'OPEN' }]));
    const found = await everything();
    for (const [read, rows] of Object.entries(found))
      expect('total' in rows ? rows.subjectIds : rows, read).not.toHaveLength(0);
  });

  it('finds nothing that is for others', async () => {
    // Others know the same vehicle; whose it is stays with the hidden entry.
    await index.publish([vehicleEntry('RJ', 'v', { plates: ['ABC1234'], chassis })]);
    const nothing = await everything();
    expect(nothing.byMarks.total).toBe(1);
    expect(nothing.byOwner.total).toBe(0);
    await index.publish(
      of([
        { token: 'court:VEP', shows: 'OPEN' },
        { token: 'profile:judge', shows: 'EXISTENCE_ONLY' },
      ]),
    );
    expect(await everything()).toEqual(nothing);
  });

  it('gives of what only exists neither facts nor owners, names or traits to find it by', async () => {
    await index.publish(of([{ token: 'profile:patrol', shows: 'EXISTENCE_ONLY' }]));
    const found = await everything();
    for (const entry of [...found.entriesOf, ...found.entriesById])
      expect([entry.open, entry.basics]).toEqual([false, {}]);
    expect(found.entriesOf).not.toHaveLength(0);
    for (const role of found.partyRoles) expect(role).toMatchObject({ open: false, identifier: null });
    expect(found.wantedLike).toMatchObject([{ open: false }]);
    expect(found.warrants).toHaveLength(1);
    const hidden = { partiesOf: [], vehicles: [], peopleByName: [], byBirth: [], sharingPlates: [] };
    const none = { subjectIds: [], total: 0 };
    expect(found).toMatchObject({ ...hidden, byMarks: none, byOwner: none, byChassis: none });
  });

  it('shows openly what one token opens and another only shows to exist', async () => {
    await index.publish(
      of([
        { token: 'profile:patrol', shows: 'EXISTENCE_ONLY' },
        { token: 'all', shows: 'OPEN' },
      ]),
    );
    for (const entry of (await everything()).entriesOf) expect(entry.open).toBe(true);
  });

  it('lets no number of hidden rows crowd out a visible one', async () => {
    const hidden = [{ token: 'court:VEP', shows: 'OPEN' }] as const;
    await index.publish(of([{ token: 'all', shows: 'OPEN' }]));
    const found = await everything();
    const crowd = Array.from({ length: 260 }, (_, at) => at);
    const entries = [
      ...crowd.map((at) =>
        personEntry('BA', `p${at}`, { ...maria, cpf }, { audience: hidden, asOf: '2026-11-21T00:00:00Z' }),
      ),
      ...crowd.map((at) =>
        vehicleEntry('BA', `v${at}`, { plates: ['ABC1234'], chassis }, cpf, {
          audience: hidden,
          asOf: '2026-11-21T00:00:00Z',
        }),
      ),
      ...crowd.map((at) =>
        warrantEntry(`h${at}`, String(at).padStart(28, '0'), [{ ...maria, cpf }], { audience: hidden }),
      ),
    ];
    for (const list of Map.groupBy(entries, ({ source }) => source).values())
      await index.feed(
        list[0]?.source ?? '',
        list[0]?.holder ?? '',
        list.map((entry) => ({ recordId: entry.recordId, version: 1, entry })),
      );
    expect(await everything()).toEqual(found);
  });
});

describe('things of many parties', () => {
  it('come to each its own page and count', async () => {
    const owners = ['52998224725', '11144477735', '39053344705'];
    const cars = owners.flatMap((owner, at) =>
      Array.from({ length: at + 1 }, (_, car) =>
        vehicleEntry(
          'SP',
          `${at}-${car}`,
          { plates: [`ABC${at}${car}00`], chassis: `9BWZZZ372VT00${at}${car}00` },
          owner,
        ),
      ),
    );
    await index.publish(cars);
    const parties = owners.map((owner) => [index.ids.of('individual', 'CPF', '', owner)]);
    const first = await index.records.thingsOf(tokens, parties, 'vehicle', { first: 2, after: null });
    expect(first.map(({ at, total }) => [at, total])).toEqual([
      [0, 1],
      [1, 2],
      [1, 2],
      [2, 3],
      [2, 3],
    ]);
    const last = first.at(-1)?.subjectId ?? '';
    const rest = await index.records.thingsOf(tokens, [parties[2] ?? []], 'vehicle', { first: 2, after: last });
    expect(rest).toHaveLength(1);
    expect((rest[0]?.subjectId ?? '') > last).toBe(true);
  });

  it('count a thing once, with the owner before other roles', async () => {
    const edges = (['POSSESSOR', 'OWNER', 'LESSEE'] as const).map((role) => ({
      role,
      kind: 'individual' as const,
      identifier: { kind: 'CPF' as const, value: cpf },
    }));
    await index.publish([vehicleEntry('SP', 'v', { plates: ['ABC1234'] }, undefined, { edges })]);
    const found = await index.records.thingsOf(tokens, [[index.ids.of('individual', 'CPF', '', cpf)]], 'vehicle', page);
    expect(found).toMatchObject([{ role: 'OWNER', total: 1 }]);
  });
});
