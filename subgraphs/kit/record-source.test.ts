// The resolvers that a source of records gets from the kit, over records in memory: what is shown, kept back and hidden, and where it is said.
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Asker, Profile } from './caller.ts';
import type { HolderContext } from './context.ts';
import { recordResolvers, settleRecord } from './record-source.ts';
import type { RecordServices, RecordSource } from './record-source.ts';
import type { Records, StoredRecord } from './records.ts';
import { createRowLoader } from './row-loader.ts';
import { parseOverlay } from './rules/overlay.ts';
import type { Overlay } from './rules/overlay.ts';
import type { Rule, RuleTable } from './rules/rule.ts';
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

const ruled = (field: string, ...policies: readonly string[]): readonly [string, Rule] => [
  `ThingRecord.${field}`,
  { id: `ThingRecord.${field}`, scopes: [], policies: policies.map((term) => [term]) },
];
const rules: RuleTable = new Map([
  ruled('code'),
  ruled('seenBy', 'purpose:JUDGMENT'),
  ruled('updatedAt', 'record:open'),
]);

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
    resolvers: recordResolvers(source, rules) as never,
  },
]);

const asker = (profile: Profile, representations?: readonly number[]): Asker => ({
  caller: { id: 'p', body: 'B', profile, level: 2, entitlements: [], tokenId: 't' },
  ...(representations && { representations }),
});

async function ask(
  references: readonly object[],
  askers: readonly Asker[] = [asker('patrol')],
  query = defaultQuery,
  overlay?: Overlay,
) {
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
    ...(overlay && { overlay }),
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

describe('a holder’s own rule on its records', () => {
  const contact = 'CORREGEDORIA';
  const overlayOf = (decision: 'WITHHOLD' | 'HIDE') =>
    parseOverlay(
      {
        version: 4,
        rules: [{ record: 'ThingRecord', decision, unless: { profiles: ['judge'] }, contact, reason: 'R' }],
      },
      { schema, rules: new Map(), records: source },
    );
  const references = [record('open'), record('kept'), record('secret'), record('none')];
  const own = { rule: 'overlay/4/ThingRecord', needs: ['profile:judge'], contact, reason: 'R' };

  it('withholds what the source shows, and leaves what it withholds or hides as it is', async () => {
    const { list, verdicts } = await ask(references, undefined, undefined, overlayOf('WITHHOLD'));
    expect(list).toEqual([null, null, null, null]);
    expect(verdicts).toEqual([
      { path: ['_entities', 0], verdict: 'WITHHOLD', ...own },
      { path: ['_entities', 1], verdict: 'WITHHOLD', rule: 'thing/WITHHOLD', contact: 'PLANTÃO' },
      { path: ['_entities', 2], verdict: 'HIDE', rule: 'thing/HIDE' },
      { path: ['_entities', 3], verdict: 'GONE' },
    ]);
  });

  it('hides what is shown and what is withheld, and says nothing more of it', async () => {
    const { list, verdicts } = await ask(references.slice(0, 3), undefined, undefined, overlayOf('HIDE'));
    expect(list).toEqual([null, null, null]);
    expect(verdicts).toEqual([
      { path: ['_entities', 0], verdict: 'HIDE', rule: own.rule },
      { path: ['_entities', 1], verdict: 'HIDE', rule: own.rule },
      { path: ['_entities', 2], verdict: 'HIDE', rule: 'thing/HIDE' },
    ]);
  });

  it('holds on the way of a probe too', async () => {
    const withheld = await ask([probe('X')], undefined, undefined, overlayOf('WITHHOLD'));
    expect(withheld.list).toMatchObject([{ records: [] }]);
    expect(withheld.verdicts).toContainEqual({ path: ['_entities', 0, 'records'], verdict: 'WITHHOLD', ...own });
    const hidden = await ask([probe('X')], undefined, undefined, overlayOf('HIDE'));
    expect(hidden.list).toMatchObject([{ records: [] }]);
    expect(hidden.verdicts).toEqual([]);
  });

  it('does not bind whom it excepts', async () => {
    const { list, verdicts } = await ask(references.slice(0, 3), [asker('judge')], undefined, overlayOf('HIDE'));
    expect(list).toMatchObject([{ recordId: 'open' }, { recordId: 'kept' }, { recordId: 'secret' }]);
    expect(verdicts).toEqual([]);
  });
});

describe('an alert', () => {
  const kinds = ['OPEN', 'OF_JUDGES', 'OF_THE_RECORD', 'OF_NO_FIELD', 'UNSAID', 'constructor'];
  const alarming: RecordSource<Facts> = {
    ...source,
    present: ({ code }) => ({ code, alerts: kinds.map((kind) => ({ kind })) }),
    alertsTell: { OPEN: 'code', OF_JUDGES: 'seenBy', OF_THE_RECORD: 'updatedAt', OF_NO_FIELD: 'nothing' },
    holdsTerm: (term, { secrecy }) => term === 'record:open' && secrecy === undefined,
  };
  const judge: Asker = { ...asker('judge'), purpose: 'JUDGMENT', caseNumber: '0' };
  const told = async (who: Asker, recordId = 'open', overlay?: Overlay) => {
    const resolvers = recordResolvers(alarming, rules) as unknown as {
      ThingRecord: { __resolveReference(...args: unknown[]): Promise<{ alerts: readonly { kind: string }[] }> };
    };
    const context = {
      endpoint: { source: 'things', holder: 'SP' },
      askers: [who],
      now: new Date('2026-11-21T12:00:00Z'),
      overlay,
      verdicts: [],
      services: { load: async (id: string) => base.map(stored).find(({ recordId }) => recordId === id) },
    };
    const info = { path: { key: '_entities' }, fieldNodes: [], variableValues: {} };
    const shown = await resolvers.ThingRecord.__resolveReference(record(recordId), context, info);
    return shown.alerts.map(({ kind }) => kind);
  };

  it('is shown to whom the field is that it tells of, and to nobody where it is said of no field', async () => {
    expect(await told(asker('patrol'))).toEqual(['OPEN', 'OF_THE_RECORD']);
    expect(await told(judge)).toEqual(['OPEN', 'OF_JUDGES', 'OF_THE_RECORD']);
    expect(await told(judge, 'kept')).toEqual(['OPEN', 'OF_JUDGES']);
  });

  it.each([
    ['denies', { decision: 'DENY' }],
    ['masks', { decision: 'MASK', as: 'LAST_6' }],
  ])('is silent where the endpoint’s own rule %s the field', async (_, decision) => {
    const field = { field: 'ThingRecord.seenBy', unless: { levelMin: 3 }, contact: 'CORREGEDORIA', ...decision };
    const overlay = parseOverlay({ version: 1, rules: [field] }, { schema, rules, records: alarming });
    expect(await told(judge, 'open', overlay)).toEqual(['OPEN', 'OF_THE_RECORD']);
    const surer = { ...judge, caller: { ...judge.caller, level: 3 } } as const;
    expect(await told(surer, 'open', overlay)).toEqual(['OPEN', 'OF_JUDGES', 'OF_THE_RECORD']);
  });
});

describe('a term that only the record can tell', () => {
  const policies = [['record:open'], ['case', 'record:mine']];
  const rule = { id: 'ThingRecord.code', scopes: [], policies };
  const now = new Date('2026-11-21T12:00:00Z');
  const endpoint = { source: 'things', holder: 'SP' };
  const asked: string[] = [];
  const telling: RecordSource<Facts> = {
    ...source,
    holdsTerm(term, { secrecy }, about) {
      asked.push(`${term} ${about.asker.caller.profile} ${about.endpoint.holder}`);
      return term === 'record:open' ? secrecy === undefined : true;
    },
  };
  const shown = new Map<string, object>();
  const seeing = async (who: Asker, from = telling) => {
    const resolvers = recordResolvers(from, rules) as unknown as {
      ThingRecord: { __resolveReference(...args: unknown[]): Promise<object> };
    };
    for (const facts of base) {
      const context = { endpoint, askers: [who], now, verdicts: [], services: { load: async () => stored(facts) } };
      const info = { path: { key: '_entities' }, fieldNodes: [], variableValues: {} };
      shown.set(facts.recordId, await resolvers.ThingRecord.__resolveReference(record(facts.recordId), context, info));
    }
    return (recordId: string) => settleRecord(from, rule, shown.get(recordId), who, { endpoint, now }).kind;
  };
  const withCase = { ...asker('judge'), purpose: 'JUDGMENT', caseNumber: '0' } as const;

  it('is asked of its facts, for this asker, together with the other terms of the rule', async () => {
    const decided = await seeing(asker('judge'));
    expect([decided('open'), decided('kept')]).toEqual(['ALLOW', 'DENY']);
    expect(asked).toContain('record:open judge SP');
    const own = await seeing(withCase);
    expect([own('open'), own('kept')]).toEqual(['ALLOW', 'ALLOW']);
  });

  it('holds for nothing that is not a record, and for no record of a source that says nothing', async () => {
    const decided = await seeing(withCase, source);
    expect(decided('open')).toBe('DENY');
    for (const other of [undefined, null, 'open', {}, { recordId: 'open' }])
      expect(settleRecord(telling, rule, other, withCase, { endpoint, now }).kind).toBe('DENY');
  });

  it('leaves nothing of the facts in what is shown', async () => {
    await seeing(asker('judge'));
    const record = shown.get('kept') as object;
    expect(Reflect.ownKeys(record)).not.toContain('secrecy');
    expect(Object.getOwnPropertySymbols(record)).toEqual([]);
    expect(JSON.stringify(record)).not.toContain('WITHHOLD');
  });
});
