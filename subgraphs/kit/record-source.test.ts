// The resolvers that a source of records gets from the kit, over records in memory: what is shown, kept back and hidden, and where it is said.
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Asker, Profile } from './caller.ts';
import type { HolderContext } from './context.ts';
import { recordResolvers } from './record-source.ts';
import type { RecordServices, RecordSource } from './record-source.ts';
import type { Records, StoredRecord } from './records.ts';
import { createRowLoader } from './row-loader.ts';
import type { Verdict } from './wire/protocol.ts';

interface Facts {
  readonly recordId: string;
  readonly code: string;
  readonly secrecy?: 'WITHHOLD' | 'HIDE';
}

const base: readonly Facts[] = [
  { recordId: 'open', code: 'X' },
  { recordId: 'kept', code: 'X', secrecy: 'WITHHOLD' },
  { recordId: 'secret', code: 'X', secrecy: 'HIDE' },
];

const stored = (facts: Facts): StoredRecord<Facts> => ({
  ...{ recordId: facts.recordId, version: 1, updatedAt: new Date('2026-01-01T00:00:00Z') },
  facts,
});

const source: RecordSource<Facts> = {
  recordType: 'ThingRecord',
  probe: {
    type: 'ThingProbe',
    key: 'code',
    find: async (_records, code) => base.filter((facts) => facts.code === code).map(stored),
  },
  records: () => {
    throw new Error('no database here');
  },
  indexEntry: () => null,
  present: ({ code }, { endpoint, asker }) => ({
    code,
    seenBy: asker.caller.profile,
    // What the kit says of a record, no presentation can gainsay.
    holder: 'XX',
    recordId: `${endpoint.holder} forged`,
  }),
  verdict: ({ secrecy }, { asker }) =>
    secrecy === undefined || asker.caller.profile === 'judge'
      ? { verdict: 'ALLOW' }
      : { verdict: secrecy, rule: `thing/${secrecy}`, ...(secrecy === 'WITHHOLD' && { contact: 'PLANTÃO' }) },
};

const schema = buildSubgraphSchema([
  {
    typeDefs: parse(`
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
      interface HolderRecord { holder: String! recordId: ID! }
      type ThingRecord implements HolderRecord @key(fields: "holder recordId") {
        holder: String! recordId: ID! code: String! seenBy: String updatedAt: String asOf: String
      }
      type ThingProbe @key(fields: "holder code") { holder: String! code: String! records: [ThingRecord!] }
    `),
    resolvers: recordResolvers(source) as never,
  },
]);

const asker = (profile: Profile, representations?: readonly number[]): Asker => ({
  caller: { id: 'p', body: 'B', profile, level: 2, entitlements: [], tokenId: 't' },
  ...(representations && { representations }),
});

async function ask(references: readonly object[], askers: readonly Asker[] = [asker('patrol')], query = defaultQuery) {
  const verdicts: Verdict[] = [];
  let reads = 0;
  const records: Pick<Records<Facts>, 'findMany'> = {
    async findMany(ids) {
      reads += 1;
      return ids.map((id) => base.map(stored).find(({ recordId }) => recordId === id) ?? null);
    },
  };
  const context: HolderContext<RecordServices<Facts>> = {
    endpoint: { source: 'things', holder: 'SP' },
    services: { records: records as Records<Facts>, load: createRowLoader(records) },
    askers,
    now: new Date('2026-11-21T12:00:00Z'),
    verdicts,
  };
  const result = await graphql({ schema, source: query, variableValues: { list: references }, contextValue: context });
  expect(result.errors).toBeUndefined();
  const list = (result.data as Record<string, unknown> | null)?.['list'] ?? result.data?.['_entities'];
  return { list, verdicts, reads: () => reads };
}

const defaultQuery = `query ($list: [_Any!]!) { _entities(representations: $list) {
  ... on ThingRecord { holder recordId code seenBy } ... on ThingProbe { holder code records { recordId seenBy } } } }`;

const record = (recordId: unknown, holder = 'SP') => ({ __typename: 'ThingRecord', holder, recordId });
const probe = (code: unknown, holder = 'SP') => ({ __typename: 'ThingProbe', holder, code });

describe('a reference to a record', () => {
  it('is answered with the holder and the id of the base, whatever the presentation says', async () => {
    const { list, verdicts } = await ask([record('open')]);
    expect(list).toEqual([{ holder: 'SP', recordId: 'open', code: 'X', seenBy: 'patrol' }]);
    expect(verdicts).toEqual([]);
  });

  it('is null and GONE where there is no such record, or the key is another holder’s', async () => {
    const { list, verdicts } = await ask([record('none'), record('open', 'RJ'), record('open')]);
    expect(list).toEqual([null, null, expect.objectContaining({ recordId: 'open' })]);
    expect(verdicts.toSorted((a, b) => Number(a.path[1]) - Number(b.path[1]))).toEqual([
      { path: ['_entities', 0], verdict: 'GONE' },
      { path: ['_entities', 1], verdict: 'GONE' },
    ]);
  });

  it.each([
    ['a number', 7],
    ['an object', { toString: 'open' }],
    ['nothing', undefined],
    ['a text that no database takes', 'a\0'],
    ['a text longer than any id', 'a'.repeat(129)],
  ])('is GONE and not looked up with %s for an id', async (_what, recordId) => {
    const { list, verdicts, reads } = await ask([record(recordId)]);
    expect(list).toEqual([null]);
    expect(verdicts).toEqual([{ path: ['_entities', 0], verdict: 'GONE' }]);
    expect(reads()).toBe(0);
  });

  it('is withheld with rule and contact, or hidden, and shown to whom the verdict allows', async () => {
    const references = [record('kept'), record('secret')];
    const { list, verdicts } = await ask(references);
    expect(list).toEqual([null, null]);
    expect(verdicts).toEqual([
      { path: ['_entities', 0], verdict: 'WITHHOLD', rule: 'thing/WITHHOLD', contact: 'PLANTÃO' },
      { path: ['_entities', 1], verdict: 'HIDE', rule: 'thing/HIDE' },
    ]);
    const allowed = await ask(references, [asker('judge')]);
    expect(allowed.list).toMatchObject([{ recordId: 'kept' }, { recordId: 'secret' }]);
    expect(allowed.verdicts).toEqual([]);
  });

  it('is decided for the asker that named it, and kept from all where none did', async () => {
    const references = [record('kept'), record('kept'), record('open')];
    const { list, verdicts } = await ask(references, [asker('patrol', [0]), asker('judge', [1])]);
    expect(list).toEqual([null, expect.objectContaining({ recordId: 'kept', seenBy: 'judge' }), null]);
    expect(verdicts).toEqual([
      { path: ['_entities', 0], verdict: 'WITHHOLD', rule: 'thing/WITHHOLD', contact: 'PLANTÃO' },
      { path: ['_entities', 2], verdict: 'WITHHOLD', rule: 'asker' },
    ]);
  });

  it('has its place even where equal references stand together, and under an alias', async () => {
    const query = `query ($list: [_Any!]!) { list: _entities(representations: $list) { ... on ThingRecord { recordId } } }`;
    const { list, verdicts } = await ask(
      [record('open'), record('none'), record('open'), record('none')],
      undefined,
      query,
    );
    expect(list).toEqual([{ recordId: 'open' }, null, { recordId: 'open' }, null]);
    expect(verdicts.map(({ path }) => path)).toEqual([
      ['list', 1],
      ['list', 3],
    ]);
  });

  it('shares one read with all the others of the request', async () => {
    const { reads } = await ask([record('open'), record('kept'), record('none'), record('open')]);
    expect(reads()).toBe(1);
  });
});

describe('a probe', () => {
  it('lists what may be shown, names what is withheld at the list, and leaves no trace of what is hidden', async () => {
    const { list, verdicts } = await ask([probe('X')]);
    expect(list).toEqual([{ holder: 'SP', code: 'X', records: [{ recordId: 'open', seenBy: 'patrol' }] }]);
    expect(verdicts).toEqual([
      { path: ['_entities', 0, 'records'], verdict: 'WITHHOLD', rule: 'thing/WITHHOLD', contact: 'PLANTÃO' },
    ]);
    expect(JSON.stringify({ list, verdicts })).not.toMatch(/secret|HIDE/);
  });

  it('finds an empty list where there is nothing, and where the key can be no value', async () => {
    const { list, verdicts } = await ask([probe('none'), probe('X\0')]);
    expect(list).toEqual([
      { holder: 'SP', code: 'none', records: [] },
      { holder: 'SP', code: 'X\0', records: [] },
    ]);
    expect(verdicts).toEqual([]);
  });

  it('is GONE for another holder', async () => {
    const { list, verdicts } = await ask([probe('X', 'RJ')]);
    expect(list).toEqual([null]);
    expect(verdicts).toEqual([{ path: ['_entities', 0], verdict: 'GONE' }]);
  });

  it('shows to each asker what it may see', async () => {
    const { list } = await ask([probe('X'), probe('X')], [asker('judge', [0]), asker('patrol', [1])]);
    const shown = (list as { readonly records: readonly { readonly recordId: string }[] }[]).map(({ records }) =>
      records.map(({ recordId }) => recordId),
    );
    expect(shown).toEqual([['open', 'kept', 'secret'], ['open']]);
  });
});
