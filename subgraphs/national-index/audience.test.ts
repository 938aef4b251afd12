// The audience stands inside every predicate. Two proofs, since each has its blind side: every read of a full index by somebody whom no entry
// is for, and the text of every statement. Both are shown to find a read that asks for nobody.
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Audience } from '#kit/index-entry.ts';
import { startTestServer } from '../../test/index-under-test.ts';
import type { TestIndex, TestServer } from '../../test/index-under-test.ts';
import { fill, knownPeople, secrets, together } from '../../test/secrecy-people.ts';
import type { Known } from '../../test/secrecy-people.ts';
import type { IdentifierKey, IndexRecords, Tokens } from './records.ts';
import type { SubjectKind } from './subject-ids.ts';

const kinds = Object.keys(secrets);
const people = knownPeople(2026, kinds.length);
const named = ['court:8.26.0100', 'unit:DRACO/PE', 'case:00000018220268260100'];
const strangers: readonly Tokens[] = [[], ['all', 'profile:patrol', 'body:PMSP', 'court:8.26.01', 'unit:DRACO/PE ']];

/** Everything that a read could be asked for, as it stands in the tables. */
interface Contents {
  readonly entries: readonly string[];
  readonly subjects: readonly string[];
  readonly parties: readonly string[];
  readonly identifiers: readonly IdentifierKey[];
  readonly people: readonly Known[];
}

type Read = (records: IndexRecords, tokens: Tokens, contents: Contents) => Promise<unknown>;

const page = { first: 1000, after: null };
const everyKind: readonly SubjectKind[] = ['individual', 'company', 'vehicle', 'weapon', 'warrant'];
const anyVehicle = {
  ...{ marks: [], platePattern: null, chassisBack: null, ownerId: null, make: null },
  ...{ model: null, colour: null, yearFrom: null, yearTo: null, state: null },
};
const fold = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/ D[AEO]S? /g, ' ');
const ofAll = <Answer>(contents: Contents, read: (one: Known['other'] | Known) => Promise<Answer>) =>
  Promise.all(contents.people.flatMap((one) => [one, one.other]).map(read));

/** How each read is asked for everything that it could find. A read that is not here fails the test. */
const reads: Readonly<Record<string, readonly Read[]>> = {
  entriesOf: [(records, tokens, { subjects }) => records.entriesOf(tokens, subjects)],
  entriesById: [(records, tokens, { entries }) => records.entriesById(tokens, entries)],
  byIdentifier: [(records, tokens, { identifiers }) => records.byIdentifier(tokens, identifiers, everyKind)],
  redirectsOf: [
    (records, tokens, { entries }) => records.redirectsOf(tokens, entries),
    (records, tokens, { subjects }) => records.redirectsOf(tokens, subjects),
  ],
  partyRoles: [(records, tokens, { parties }) => records.partyRoles(tokens, parties)],
  partiesOf: [(records, tokens, { subjects }) => records.partiesOf(tokens, subjects)],
  thingsOf: (['vehicle', 'weapon', 'warrant'] as const).map(
    (kind): Read =>
      (records, tokens, { parties }) =>
        records.thingsOf(tokens, [parties], kind, page),
  ),
  peopleByName: [
    ...[{}, { role: 'NAME' as const }, { state: 'SP' }, { birthYearFrom: 1900, birthYearTo: 2100 }].map(
      (more): Read =>
        (records, tokens, contents) =>
          ofAll(contents, ({ person }) => records.peopleByName(tokens, { name: fold(person.names[0]), ...more }, 400)),
    ),
    (records, tokens, contents) =>
      ofAll(contents, ({ person }) => records.peopleByName(tokens, { mother: fold(person.motherName) }, 400)),
    (records, tokens, contents) =>
      ofAll(contents, ({ person }) =>
        records.peopleByName(tokens, { name: fold(person.names[0]), birthDates: [person.birthDate] }, 400),
      ),
    // A slip in the first name changes its sound, and only trigrams find it.
    (records, tokens, contents) =>
      ofAll(contents, ({ person }) => records.peopleByName(tokens, { name: `X${fold(person.names[0])}` }, 400)),
  ],
  wantedLike: [
    (records, tokens, contents) =>
      ofAll(contents, ({ person: { names, birthDate } }) =>
        records.wantedLike(tokens, [{ key: fold(names[0]), mother: null, birthDate }]),
      ),
    (records, tokens, contents) =>
      ofAll(contents, ({ person: { names, motherName } }) =>
        records.wantedLike(tokens, [{ key: fold(names[0]), mother: fold(motherName), birthDate: null }]),
      ),
  ],
  vehiclesLike: [
    (records, tokens, contents) =>
      ofAll(contents, ({ car: { plate } }) =>
        records.vehiclesLike(
          tokens,
          { ...anyVehicle, marks: [`1${plate.charAt(0)}`], platePattern: `${plate.slice(0, 3)}%`, make: 'VOLKSWAGEN' },
          page,
        ),
      ),
    (records, tokens, contents) =>
      ofAll(contents, ({ car: { chassis } }) =>
        records.vehiclesLike(
          tokens,
          { ...anyVehicle, chassisBack: [...chassis].reverse().join('').slice(0, 6), yearFrom: 1900 },
          page,
        ),
      ),
    (records, tokens, { parties }) =>
      Promise.all(parties.map((ownerId) => records.vehiclesLike(tokens, { ...anyVehicle, ownerId }, page))),
  ],
  sharingPlates: [
    (records, tokens, contents) =>
      records.sharingPlates(
        tokens,
        contents.people.flatMap(({ car, other }) => [car, other.car].map(({ plate }) => ({ plate, country: 'BR' }))),
      ),
  ],
};

let server: TestServer;
let full: TestIndex;
let blank: TestIndex;
let contents: Contents;
beforeAll(async () => {
  server = await startTestServer();
  [full, blank] = await Promise.all([server.open(), server.open()]);
  const audience: readonly Audience[] = [
    ...named.map((token): Audience => ({ token, shows: 'OPEN' })),
    { token: 'profile:judge', shows: 'EXISTENCE_ONLY' },
  ];
  const hidden = people.map((person, at) => secrets[kinds[at] ?? '']?.(person, audience) ?? []);
  // What was open before a secret began is a step of its own: here it must not stand alone.
  await fill(full, together(hidden));
  contents = await contentsOf(full);
});
afterAll(() => server?.stop());

async function contentsOf({ sql }: TestIndex): Promise<Contents> {
  const ids = async (query: Promise<readonly { readonly id: string }[]>) => (await query).map(({ id }) => id);
  return {
    entries: await ids(sql<{ id: string }[]>`select id from entry`),
    subjects: await ids(
      sql<
        { id: string }[]
      >`select subject_id as id from entry where subject_id is not null union select subject_id from former_subject`,
    ),
    parties: await ids(sql<{ id: string }[]>`select distinct party_id as id from edge`),
    identifiers: await sql<{ kind: string; value: string }[]>`select distinct kind, value from identifier`,
    people,
  };
}

/** The reads of which some answer differs from what an index without any entry says, and those that are not known at all. */
async function leaksOf(records: object, tokens: Tokens): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of Object.keys(records)) {
    const asked = reads[name] ?? [];
    if (asked.length === 0) found.push(`${name} is not known here`);
    for (const read of asked) {
      const [seen, nothing] = await Promise.all([
        read(records as IndexRecords, tokens, contents),
        read(blank.records, tokens, contents),
      ]);
      if (JSON.stringify(seen) !== JSON.stringify(nothing)) found.push(name);
    }
  }
  return found;
}

describe('a full index', () => {
  it.each(strangers.map((tokens) => ({ tokens })))('is an empty one to every read with $tokens', async ({ tokens }) => {
    expect(await leaksOf(full.records, tokens)).toEqual([]);
  });

  it.each(named)('is found by every read with %s', async (token) => {
    const found = await leaksOf(full.records, [token]);
    expect(found).toEqual(Object.entries(reads).flatMap(([name, asked]) => asked.map(() => name)));
  });

  it('gives those who may know of the existence no read that would tell more', async () => {
    const found = new Set(await leaksOf(full.records, ['profile:judge']));
    // Entries without basics, the way to them, and that warrants stand against somebody.
    expect([...found].sort()).toEqual(
      ['byIdentifier', 'entriesById', 'entriesOf', 'partyRoles', 'redirectsOf', 'thingsOf', 'wantedLike'].sort(),
    );
    const entries = await full.records.entriesOf(['profile:judge'], contents.subjects);
    expect(entries.every(({ open, basics }) => !open && Object.keys(basics).length === 0)).toBe(true);
    const roles = await full.records.partyRoles(['profile:judge'], contents.parties);
    expect(new Set(roles.map(({ kind, open, identifier }) => `${kind} ${open} ${identifier}`))).toEqual(
      new Set(['warrant false null']),
    );
    const hits = await full.records.byIdentifier(['profile:judge'], contents.identifiers, everyKind);
    const led = new Set(hits.map(({ at, kind }) => `${kind} by ${contents.identifiers[at]?.kind}`));
    expect([...led].sort()).toEqual([
      'company by CNPJ',
      'individual by CPF',
      'vehicle by PLATE',
      'weapon by WEAPON_SERIAL',
    ]);
  });

  it('would betray a read that asks for nobody, and one that nobody has checked', async () => {
    const planted = {
      ...full.records,
      entriesById: async (_: Tokens, ids: readonly string[]) =>
        full.sql`select id, basics from entry where id = any(${ids as string[]}::uuid[])`,
      everyPlate: async () => full.sql`select value from identifier where kind = 'PLATE'`,
    };
    expect(await leaksOf(planted, ['all'])).toEqual(['entriesById', 'everyPlate is not known here']);
  });
});

const folder = new URL('./', import.meta.url);
const text = readFileSync(new URL('records.ts', folder), 'utf8');
const guardNames = 'visible|isOpen|linked|leadsBy';
/** A guard as a condition: after `and` or `where`, or a line of its own in a list of conditions; not in a list of columns or a filter. */
const guard = (alias: string) =>
  new RegExp(
    `(?<!filter \\()\\b(?:and|where)\\s+\\$\\{(?:${guardNames})\\('${alias}', tokens\\)\\}|^\\s*(?:${guardNames})\\('${alias}', tokens\\),$`,
    'gm',
  );

/** The reads whose text names a table oftener than it asks for whom. */
function unguarded(source: string): readonly string[] {
  const parts = source.split(/^ {4}(?:async )?(\w+)\((?=tokens)/m);
  const found: string[] = [];
  for (let at = 1; at < parts.length; at += 2) {
    const [name = '', body = ''] = [parts[at], parts[at + 1]];
    const tables = [...body.matchAll(/\b(?:from|join)\s+(entry|identifier|edge|name|vehicle_trait)\s+([a-z])\b/g)];
    const aliases = Map.groupBy(tables, ([, , alias = '']) => alias);
    for (const [alias, uses] of aliases)
      if ((body.match(guard(alias)) ?? []).length < uses.length) found.push(`${name} ${alias}`);
    // It has no audience of its own: it is read with the entry that it is of.
    if (/\bformer_subject\b/.test(body) && !/\bformer_subject f join entry e\b/.test(body)) found.push(`${name} f`);
    if (tables.length === 0) found.push(`${name} reads no table that is known here`);
  }
  return found;
}

describe('the text of the statements', () => {
  it('asks for whom at every table that it reads', () => {
    expect(unguarded(text)).toEqual([]);
    const read = text.split(/^ {4}(?:async )?(\w+)\((?=tokens)/m).filter((_, at) => at % 2 === 1);
    expect(read.sort()).toEqual(Object.keys(full.records).sort());
  });

  it('is found wanting wherever one question for whom is left out', () => {
    const guards = [...text.matchAll(guard('[a-z]'))];
    expect(guards.length).toBeGreaterThan(15);
    for (const { index, 0: condition } of guards) {
      const without = text.slice(0, index) + text.slice(index + condition.length);
      expect(unguarded(without), condition).toHaveLength(1);
    }
  });

  it('stands in these two files alone', () => {
    const others = readdirSync(folder).filter(
      (name) =>
        name.endsWith('.ts') && !/(\.test|\.generated)\.ts$/.test(name) && !['records.ts', 'apply.ts'].includes(name),
    );
    const reading = others.filter((name) =>
      /sql[^`]*`[^`]*\b(from|join)\s+(entry|identifier|edge|name|vehicle_trait|former_subject)\b/.test(
        readFileSync(new URL(name, folder), 'utf8'),
      ),
    );
    expect(reading).toEqual([]);
  });
});
