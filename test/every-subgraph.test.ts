// One contract for all sources: each as a real endpoint, on real PostgreSQL, asked over HTTP and by nobody's back door.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Profile } from '#kit/caller.ts';
import { openDatabase } from '#kit/storage/database.ts';
import type { Database, Transaction } from '#kit/storage/database.ts';
import { databaseName } from '#kit/endpoint-database.ts';
import { createAskingSide } from '#kit/wire/peers.ts';
import type { FeedEvent, FeedPage, HolderAnswer } from '#kit/wire/protocol.ts';
import { nation } from '../demo/nation/nation.ts';
import { checkHolder } from '../subgraphs/check-holder.ts';
import type { CheckResult } from '../subgraphs/check-holder.ts';
import { individuals } from '../subgraphs/individuals/source.ts';
import { mercosul } from '../subgraphs/mercosul/source.ts';
import { vehicles } from '../subgraphs/vehicles/source.ts';
import { warrants } from '../subgraphs/warrants/source.ts';
import { weapons } from '../subgraphs/weapons/source.ts';
import { prepareHolders } from './holder-under-test.ts';
import type { AnyFacts, AnySubgraph, HolderSpec, HolderUnderTest, TestHolders } from './holder-under-test.ts';
import { startWrongHolder } from './wrong-holder.ts';

interface Case extends HolderSpec {
  /** What a check says it could not try here, and why that is right for this holder. */
  readonly skipped: readonly string[];
}

const cases: readonly Case[] = [
  { subgraph: individuals as unknown as AnySubgraph, holder: 'SP', skipped: ['a record for others'] },
  { subgraph: vehicles as unknown as AnySubgraph, holder: 'SENATRAN', skipped: ['a record for others'] },
  { subgraph: weapons as unknown as AnySubgraph, holder: 'PF', skipped: ['a record for others'] },
  // Its identifiers are hashed, so that a probe cannot be made from its feed.
  {
    subgraph: weapons as unknown as AnySubgraph,
    holder: 'EB',
    publication: 'KEYS',
    skipped: ['a record for others', 'a probe'],
  },
  { subgraph: warrants as unknown as AnySubgraph, holder: 'CNJ', skipped: [] },
  {
    subgraph: mercosul as unknown as AnySubgraph,
    holder: 'AR',
    publication: 'NONE',
    skipped: ['waiting at the end of the feed', 'a record for others', 'a probe'],
  },
];
const impatient: HolderSpec = { subgraph: individuals as unknown as AnySubgraph, holder: 'RJ', deadlineMs: 400 };
const killed: HolderSpec = { subgraph: vehicles as unknown as AnySubgraph, holder: 'PE' };

const factsOf = new Map<string, AnyFacts[]>();
for (const { source, holder, facts } of nation({ seed: 2026, size: 200, today: '2026-11-21' })) {
  const name = `${source}/${holder}`;
  factsOf.set(name, [...(factsOf.get(name) ?? []), facts]);
}

let holders: TestHolders;
beforeAll(async () => {
  holders = await prepareHolders([...cases, impatient, killed]);
  return () => holders.stop();
});

const about = cases.map((one) => [`${one.subgraph.source}/${one.holder}`, one] as const);

describe.each(about)('%s', (name, spec) => {
  const facts = factsOf.get(name) as readonly AnyFacts[];
  const [first, second, third] = facts as [AnyFacts, AnyFacts, AnyFacts];
  let holder: HolderUnderTest;

  beforeAll(async () => {
    holder = await holders.open(spec);
    await holder.records.save(facts);
  });
  afterAll(() => holder.stop());

  test('keeps to the protocol in every check', async () => {
    const results = await conformanceOf(
      holder,
      facts.slice(0, 3).map(({ recordId }) => recordId),
      spec,
    );
    expect(results.filter(({ status }) => status === 'fail')).toEqual([]);
    expect(results.filter(({ status }) => status === 'skipped').map((result) => result.name)).toEqual(spec.skipped);
    expect(results.length).toBeGreaterThan(30);
  });

  test('counts the versions of a record through change, removal and return', async () => {
    const id = first.recordId;
    const before = await eventsOf(holder, id);
    const version = before.at(-1)?.version as number;
    await holder.records.save([changed(first, 'other')]);
    expect((await holder.records.findMany([id]))[0]).toMatchObject({ recordId: id, version: version + 1 });
    await holder.records.remove([id]);
    expect(await holder.records.findMany([id, 'no.such.record'])).toEqual([null, null]);
    await holder.records.save([first]);
    expect((await holder.records.findMany([id]))[0]).toMatchObject({ version: version + 3, facts: first });
    const events = (await eventsOf(holder, id)).slice(before.length);
    expect(events.map((event) => [event.version, event.published])).toEqual([
      [version + 1, spec.publication !== 'NONE'],
      [version + 2, false],
      [version + 3, spec.publication !== 'NONE'],
    ]);
  });

  test('makes no event of a record that was saved again as it was, or removed when it was not there', async () => {
    const head = await headOf(holder);
    await holder.records.save(facts.slice(1));
    await holder.records.save([]);
    await holder.records.remove(['no.such.record']);
    expect(await headOf(holder)).toBe(head);
  });

  test('loses no change of transactions that overlap, and keeps each record in its order', async () => {
    const start = await headOf(holder);
    const slow = await beginIn(holder.sql);
    try {
      // The first to begin is the last to commit, so its rows were numbered before those that readers have already passed.
      await recordsIn(spec, slow.sql).save([changed(first, 'slow')]);
      await holder.records.save([changed(second, 'quick')]);
      const passed = await until(async () => {
        const events = await eventsAfter(holder, start);
        return events.length > 0 ? events : undefined;
      });
      expect(passed.map((event) => event.recordId)).toEqual([second.recordId]);
      const waiting = holder.records.save([changed(first, 'quick')]);
      await until(async () => ((await waitersIn(holder)) > 0 ? true : undefined));
      await recordsIn(spec, slow.sql).save([changed(third, 'slow')]);
      await slow.commit();
      await waiting;
      const seen = await until(async () => {
        const events = await eventsAfter(holder, passed.at(-1)?.position as number);
        return events.length >= 3 ? events : undefined;
      });
      expect(seen.map((event) => event.recordId).sort()).toEqual(
        [first.recordId, first.recordId, third.recordId].sort(),
      );
      const versions = seen.filter((event) => event.recordId === first.recordId).map((event) => event.version);
      expect(versions[1]).toBe((versions[0] as number) + 1);
      expect((await holder.records.findMany([first.recordId]))[0]?.facts).toEqual(changed(first, 'quick'));
    } finally {
      await slow.commit();
      await holder.records.save(facts);
    }
  });

  test('goes on where it was after a restart, with all that was written meanwhile', async () => {
    const before = await eventsAfter(holder, 0);
    const records = holder.records;
    const sql = openDatabase({ connection: holders.postgres.connection(databaseName(holder.entry)) });
    onTestFinished(() => sql.end());
    await holder.stop();
    await recordsIn(spec, sql).save([changed(first, 'meanwhile')]);
    await recordsIn(spec, sql).remove([second.recordId]);
    holder = await holders.open(spec);
    expect(holder.records).not.toBe(records);
    const after = await eventsAfter(holder, 0);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.slice(before.length).map((event) => [event.position, event.recordId])).toEqual([
      [before.length + 1, first.recordId],
      [before.length + 2, second.recordId],
    ]);
    await holder.records.save(facts);
  });

  test.runIf(spec.publication !== 'NONE')(
    'wakes a reader that waits at the end as soon as there is an event',
    async () => {
      const head = await headOf(holder);
      const page = pageOf(holder, { after: head, limit: 10, waitMs: 20_000 });
      await holder.records.save([changed(third, 'woken')]);
      // The test would not live to see the end of the wait.
      expect((await page).events.map(({ recordId }) => recordId)).toEqual([third.recordId]);
      await holder.records.save(facts);
    },
  );

  test('publishes nothing beyond its level', async () => {
    const { events, head } = await pageOf(holder, { after: 0, limit: 1000, waitMs: 0 });
    const text = JSON.stringify(events);
    if (spec.publication === 'NONE') {
      expect({ events, head }).toEqual({ events: [], head: 0 });
      return;
    }
    const clear = (facts as readonly { readonly serial?: string; readonly registration?: string }[]).flatMap(
      ({ serial, registration }) =>
        [serial, registration].filter((value) => value !== undefined && value !== 'SUPPRESSED'),
    );
    for (const value of clear) expect(text.includes(`"${value}"`)).toBe(spec.publication !== 'KEYS');
    for (const { entry } of events) {
      if (!entry) continue;
      expect(entry.keyed).toBe(spec.publication === 'KEYS' ? true : undefined);
      expect(Object.keys(entry.basics)).toHaveLength(spec.publication === 'KEYS' ? 0 : 1);
    }
  });

  test('lets the role of the index into no base but its own', async () => {
    const own = holders.postgres.connection(databaseName({ source: 'national-index', holder: 'SENASP' }));
    const { database } = holders.postgres.connection(databaseName(holder.entry));
    const outside = openDatabase({ connection: { ...own, database }, poolMax: 1 });
    onTestFinished(() => outside.end());
    await expect(outside`select 1`).rejects.toMatchObject({ code: '28000' });
    const inside = openDatabase({ connection: own, poolMax: 1 });
    onTestFinished(() => inside.end());
    expect(await inside`select 1 as one`).toHaveLength(1);
    await expect(inside.unsafe(`select * from ${database}.public.record`)).rejects.toMatchObject({ code: '0A000' });
  });
});

describe('an endpoint', () => {
  const facts = factsOf.get('individuals/RJ') as readonly AnyFacts[];
  const [first] = facts as [AnyFacts];
  let holder: HolderUnderTest;

  beforeAll(async () => {
    holder = await holders.open(impatient);
    await holder.records.save(facts);
  });
  afterAll(() => holder.stop());

  test('gives an error, and neither a hang nor an absence, when a statement takes too long', async () => {
    const locker = await lockRecords(holder);
    try {
      const { data, errors, extensions } = await ask(holder, [first.recordId]);
      expect(data).toEqual({ _entities: [null] });
      expect(errors).toEqual([
        { message: 'the field could not be resolved', path: ['_entities', 0], extensions: { code: 'INTERNAL' } },
      ]);
      expect(extensions?.verdicts).toBeUndefined();
      // 57014: query_canceled
      expect(holder.log.at(-1)).toBe('individuals/RJ: a field failed: 57014');
    } finally {
      await locker.release();
    }
    expect((await ask(holder, [first.recordId])).data).toEqual({ _entities: [{ recordId: first.recordId }] });
  });

  test('looks up nothing that the base cannot take as text, so that its neighbours are answered', async () => {
    const { data, errors } = await ask(holder, ['a\0', first.recordId, 'a'.repeat(129)]);
    expect(data).toEqual({ _entities: [null, { recordId: first.recordId }, null] });
    expect(errors).toBeUndefined();
  });

  test('begins nothing for a list in which one representation is of no known type', async () => {
    const representations = [{ __typename: 'IndividualRecord', holder: 'RJ', recordId: first.recordId }, {}];
    const { data, errors, extensions } = await askFor(holder, representations);
    expect(data).toBeNull();
    expect(errors?.map((error) => error.extensions?.['code'])).toEqual(['BAD_REPRESENTATION']);
    expect(extensions?.verdicts).toBeUndefined();
  });

  test('finishes what it is asked before it stops, and takes nothing new', async () => {
    const own = await holders.open({ ...impatient, deadlineMs: 30_000 });
    const locker = await lockRecords(own);
    const answer = ask(own, [first.recordId]);
    await until(async () => ((await waitersIn(own)) > 0 ? true : undefined));
    const head = await headOf(own);
    const pages = await feedPagesOf(own);
    const feed = pageOf(own, { after: head, limit: 1, waitMs: 30_000 });
    await until(async () => ((await feedPagesOf(own)) > pages ? true : undefined));
    const stopped = own.stop();
    await expect(ask(own, [first.recordId])).rejects.toThrow('fetch failed');
    await locker.release();
    expect((await answer).data).toEqual({ _entities: [{ recordId: first.recordId }] });
    expect((await feed).events).toEqual([]);
    await stopped;
  });
});

describe('a holder with rules of its own', () => {
  const contact = 'CENTRAL DE INFORMAÇÕES/RJ';
  const overlay = {
    version: 3,
    rules: [
      { field: 'IndividualRecord.occupation', decision: 'DENY', contact },
      { field: 'IndividualRecord.name', decision: 'MASK', as: 'INITIALS', unless: { profiles: ['judge'] }, contact },
    ],
  };
  const [first] = factsOf.get('individuals/RJ') as [AnyFacts & { readonly name: string }];
  const fields = 'recordId name occupation';

  test('narrows what the shared rules allow, says by which rule and whom to ask, and binds no other endpoint', async () => {
    const narrow = await holders.open({ ...impatient, overlay });
    onTestFinished(() => narrow.stop());
    const wide = await holders.open(impatient);
    onTestFinished(() => wide.stop());
    await wide.records.save([first]);
    const reference = { __typename: 'IndividualRecord', holder: 'RJ', recordId: first.recordId };
    const investigator = askerAs('investigator');
    const { data, extensions } = await askFor(narrow, [reference], fields, investigator);
    const [shown] = data?.['_entities'] as [Readonly<Record<string, unknown>>];
    expect(shown['occupation']).toBeNull();
    expect(shown['name']).toMatch(/^(\p{Lu}\. ?)+$/u);
    expect(extensions?.verdicts).toEqual(
      expect.arrayContaining([
        {
          path: ['_entities', 0, 'occupation'],
          verdict: 'DENY',
          rule: 'overlay/3/IndividualRecord.occupation',
          contact,
        },
        { path: ['_entities', 0, 'name'], verdict: 'MASK', rule: 'overlay/3/IndividualRecord.name', contact },
      ]),
    );
    const judge = await askFor(narrow, [reference], fields, askerAs('judge'));
    expect(judge.data).toMatchObject({ _entities: [{ name: first.name, occupation: null }] });
    const other = await askFor(wide, [reference], fields, investigator);
    expect(other.data).toMatchObject({ _entities: [{ name: first.name }] });
    expect(other.extensions?.verdicts).toBeUndefined();
  });

  test('changes them without a restart, says which are in force, and lets no question see two of them', async () => {
    const holder = await holders.open({ ...impatient, deadlineMs: 30_000, overlay });
    onTestFinished(() => holder.stop());
    const reference = { __typename: 'IndividualRecord', holder: 'RJ', recordId: first.recordId };
    const below = 'recordId occupation documents { kind number }';
    const shownTo = async () => {
      const { data, extensions } = await askFor(holder, [reference], below, askerAs('investigator'));
      const [record] = data?.['_entities'] as [
        { readonly occupation: string | null; readonly documents: readonly { readonly number: string | null }[] },
      ];
      return { ...record, rules: [...new Set(extensions?.verdicts?.map(({ rule }) => rule))] };
    };
    const metrics = async () => (await fetch(`${holder.entry.url}/metrics`)).text();
    const ready = async () => (await fetch(`${holder.entry.url}/ready`)).json();
    // Asked often enough to be compiled: what was compiled knows nothing of the field below.
    for (const _ of [1, 2, 3])
      expect(await shownTo()).toMatchObject({ occupation: null, rules: ['overlay/3/IndividualRecord.occupation'] });
    expect(await ready()).toMatchObject({ status: 'ready', overlay: 3 });

    const locker = await lockRecords(holder);
    const before = shownTo();
    await until(async () => ((await waitersIn(holder)) > 0 ? true : undefined));
    const numbers = { field: 'IdentityDocument.number', decision: 'DENY', contact, reason: 'Somente a delegacia.' };
    writeFileSync(holder.overlayPath, JSON.stringify({ version: 4, rules: [numbers] }));
    await until(async () => ((await metrics()).includes('{source="individuals",holder="RJ"} 4\n') ? true : undefined));
    await locker.release();
    expect(await before).toMatchObject({ occupation: null, rules: ['overlay/3/IndividualRecord.occupation'] });
    for (const _ of [1, 2, 3]) {
      const after = await shownTo();
      expect(after).toMatchObject({
        occupation: expect.any(String) as string,
        rules: ['overlay/4/IdentityDocument.number'],
      });
      expect(after.documents.length).toBeGreaterThan(0);
      for (const { number } of after.documents) expect(number).toBeNull();
    }

    writeFileSync(holder.overlayPath, JSON.stringify({ version: 5, rules: [{ ...numbers, decision: 'ALLOW' }] }));
    await until(async () => holder.log.find((line) => line.includes('version 4 stays in force')));
    expect(await shownTo()).toMatchObject({ rules: ['overlay/4/IdentityDocument.number'] });
    expect(await ready()).toMatchObject({ overlay: 4 });
  });

  test('keeps whole records to its own state, says so to others, and answers its own as before', async () => {
    const rule = { record: 'IndividualRecord', decision: 'WITHHOLD', unless: { states: ['RJ'] }, contact };
    const closed = await holders.open({ ...impatient, overlay: { version: 1, rules: [rule] } });
    onTestFinished(() => closed.stop());
    const reference = { __typename: 'IndividualRecord', holder: 'RJ', recordId: first.recordId };
    const stranger = askerAs('investigator');
    const { data, extensions } = await askFor(closed, [reference], fields, stranger);
    expect(data).toEqual({ _entities: [null] });
    expect(extensions?.verdicts).toEqual([
      {
        ...{ path: ['_entities', 0], verdict: 'WITHHOLD', rule: 'overlay/1/IndividualRecord' },
        ...{ needs: ['state:RJ'], contact },
      },
    ]);
    const own = { ...stranger, caller: { ...stranger.caller, state: 'RJ' } };
    expect((await askFor(closed, [reference], fields, own)).data).toMatchObject({ _entities: [{ name: first.name }] });
    // It keeps to the protocol all the same: what it withholds it says.
    const results = await conformanceOf(closed, [first.recordId], impatient);
    expect(results.filter(({ status }) => status === 'fail')).toEqual([]);
    expect(results.find((result) => result.name === 'what nobody may see')?.status).toBe('skipped');
  });

  test.each([
    ['widens', { field: 'IndividualRecord.healthNotes', decision: 'ALLOW', contact }],
    ['replaces a mask by another', { field: 'IndividualRecord.cpf', decision: 'MASK', as: 'LAST_6', contact }],
    ['is for a field that is not there', { field: 'IndividualRecord.salary', decision: 'DENY', contact }],
    ['takes a key away', { field: 'IndividualRecord.recordId', decision: 'DENY', contact }],
    ['says nobody to ask', { field: 'IndividualRecord.name', decision: 'DENY' }],
  ])('does not start when a rule %s', async (_what, rule) => {
    await expect(holders.open({ ...impatient, overlay: { version: 1, rules: [rule] } })).rejects.toMatchObject({
      code: 'BAD_OVERLAY',
      message: expect.stringContaining('overlay.rules[0]') as string,
    });
  });
});

describe('writers of the same records', () => {
  test('wait for each other in whatever order they name them, and never deadlock', async () => {
    const facts = factsOf.get('individuals/RJ') as readonly AnyFacts[];
    const ids = facts.map(({ recordId }) => recordId);
    const holder = await holders.open(impatient);
    onTestFinished(() => holder.stop());
    for (let round = 0; round < 10; round += 1) {
      const saved = facts.map((one) => changed(one, String(round)));
      await Promise.all([
        holder.records.save(saved),
        holder.records.remove(ids.toReversed()),
        holder.records.save(saved.toReversed()),
        holder.records.remove(ids),
      ]);
    }
    const events = await eventsAfter(holder, 0);
    for (const id of ids) {
      const versions = events.filter((event) => event.recordId === id).map((event) => event.version);
      expect(versions).toEqual(versions.map((_, at) => at + 1));
    }
  });
});

describe('a process that is killed', () => {
  test('takes no committed change with it', async () => {
    const connection = holders.postgres.connection(databaseName({ source: 'vehicles', holder: 'PE' }));
    const writer = spawn(
      process.execPath,
      [fileURLToPath(new URL('write-for-ever.ts', import.meta.url)), JSON.stringify(connection)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    onTestFinished(() => void writer.kill('SIGKILL'));
    const committed: string[] = [];
    for await (const line of createInterface({ input: writer.stdout })) {
      committed.push(line);
      if (committed.length === 60) writer.kill('SIGKILL');
    }
    if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit');
    expect(committed.length).toBeGreaterThanOrEqual(60);
    const holder = await holders.open(killed);
    onTestFinished(() => holder.stop());
    const seen = await eventsAfter(holder, 0);
    expect(seen.map((event) => `${event.recordId} ${event.version}`)).toEqual(expect.arrayContaining(committed));
    expect(seen.map((event) => event.position)).toEqual(seen.map((_, at) => at + 1));
    for (const id of new Set(seen.map((event) => event.recordId))) {
      const versions = seen.filter((event) => event.recordId === id).map((event) => event.version);
      expect(versions).toEqual(versions.map((_, at) => at + 1));
    }
  });
});

describe('the checks themselves', () => {
  test('fail at a holder that does everything wrong', async () => {
    const wrong = await startWrongHolder(holders.directory(), 'individuals', 'SP');
    onTestFinished(() => wrong.stop());
    const { gatewayKey, indexKey } = holders;
    const results: CheckResult[] = [];
    for await (const result of checkHolder({
      endpoint: wrong.endpoint,
      directory: wrong.directory,
      gatewayKey,
      indexKey,
    }))
      results.push(result);
    expect(results.filter(({ status }) => status !== 'fail').map(({ name }) => name)).toEqual([
      'health',
      'a signed question',
      // Signed for its own request, as it happens: being wrong otherwise does not make it movable.
      'the answer to another question',
      'schema',
    ]);
    expect(results.find(({ name }) => name === 'feed entries')?.found).toContain('entry.basics');
    expect(results.find(({ name }) => name === 'what a patrol may not see')?.found).toContain('IndividualRecord.');
  });

  test('say so when nobody is there, and go no further', async () => {
    const { gatewayKey, indexKey } = holders;
    const directory = holders.directory();
    const [index] = directory.endpoints;
    const results: CheckResult[] = [];
    for await (const result of checkHolder({
      endpoint: { ...index!, url: 'http://127.0.0.1:1' },
      directory,
      gatewayKey,
      indexKey,
    }))
      results.push(result);
    expect(results).toMatchObject([{ name: 'health', status: 'fail', found: 'no answer (ECONNREFUSED)' }]);
  });

  test('are run by the command, which ends with 1 at a failure and with one sentence at a mistake', async () => {
    const holder = await holders.open(cases[0] as Case);
    onTestFinished(() => holder.stop());
    const files = ['--directory', holders.directoryPath, '--keys', holders.keysDir];
    const good = await command([holder.entry.url, ...files]);
    expect(good.text).toContain('no failure');
    expect(good.code).toBe(0);
    const wrong = await startWrongHolder(holders.directory(), 'individuals', 'SP');
    onTestFinished(() => wrong.stop());
    const bad = await command([wrong.endpoint.url, '--source', 'individuals', '--holder', 'SP', ...files]);
    expect(bad.text).toContain('FAIL  an unsigned question — is refused with 401; found: status 200');
    expect(bad.code).toBe(1);
    const lost = await command(['http://127.0.0.1:1', ...files]);
    expect(lost).toMatchObject({
      code: 1,
      text: 'URL: the directory has no endpoint at it; name one with --source and --holder\n',
    });
  }, 60_000);
});

async function conformanceOf(
  holder: HolderUnderTest,
  recordIds: readonly string[],
  spec: HolderSpec,
): Promise<readonly CheckResult[]> {
  const { gatewayKey, indexKey } = holders;
  const results: CheckResult[] = [];
  const given = spec.publication === 'NONE' ? { recordIds } : {};
  for await (const result of checkHolder({
    endpoint: holder.entry,
    directory: holders.directory(),
    gatewayKey,
    indexKey,
    ...given,
  }))
    results.push(result);
  return results;
}

/** Facts that differ from the given ones in a text that every source has somewhere, and stay valid. */
function changed(facts: AnyFacts, mark: string): AnyFacts {
  return { ...facts, testMark: mark } as AnyFacts;
}

function recordsIn(spec: HolderSpec, sql: unknown) {
  const source = spec.subgraph.records;
  if (!source) throw new TypeError('a source of records is expected');
  return source.records(sql as Database, { source: spec.subgraph.source, holder: spec.holder });
}

interface SeenEvent {
  readonly position: number;
  readonly recordId: string;
  readonly version: number;
  readonly published: boolean;
}

/** The feed as its reader sees it; for a holder that publishes nothing, as it would. */
async function eventsAfter(holder: HolderUnderTest, after: number): Promise<readonly SeenEvent[]> {
  await drained(holder);
  if (holder.entry.publication === 'NONE') {
    const rows = await holder.sql<SeenEvent[]>`
      select position, record_id as "recordId", version, entry is not null as published from feed where position > ${after} order by position`;
    return [...rows];
  }
  const events: FeedEvent[] = [];
  for (;;) {
    const page = await pageOf(holder, { after: events.at(-1)?.position ?? after, limit: 7, waitMs: 0 });
    if (page.events.length === 0) return events.map(({ entry, ...event }) => ({ ...event, published: entry !== null }));
    events.push(...page.events);
  }
}

async function eventsOf(holder: HolderUnderTest, recordId: string): Promise<readonly SeenEvent[]> {
  return (await eventsAfter(holder, 0)).filter((event) => event.recordId === recordId);
}

async function headOf(holder: HolderUnderTest): Promise<number> {
  return (await eventsAfter(holder, 0)).at(-1)?.position ?? 0;
}

async function drained(holder: HolderUnderTest): Promise<void> {
  await until(async () => {
    const [row] = await holder.sql<{ left: number }[]>`select count(*)::int as left from outbox`;
    return row?.left === 0 ? true : undefined;
  });
}

/** The first thing that the work finds, looked for again and again. */
async function until<Found>(work: () => Promise<Found | undefined>): Promise<Found> {
  for (;;) {
    const found = await work();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function pageOf(
  holder: HolderUnderTest,
  wanted: { after: number; limit: number; waitMs: number },
): Promise<FeedPage> {
  return (await post(holder, '/feed', JSON.stringify(wanted), 'index')) as FeedPage;
}

const askerAs = (profile: Profile) => ({
  caller: { id: 'test', body: 'TEST', profile, level: 2, entitlements: [], tokenId: 'test' },
});

function ask(holder: HolderUnderTest, recordIds: readonly string[]): Promise<HolderAnswer> {
  const about = { __typename: 'IndividualRecord', holder: holder.entry.holder };
  return askFor(
    holder,
    recordIds.map((recordId) => ({ ...about, recordId })),
  );
}

async function askFor(
  holder: HolderUnderTest,
  representations: readonly object[],
  fields = 'recordId',
  asker: object = askerAs('patrol'),
): Promise<HolderAnswer> {
  const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on IndividualRecord { ${fields} } } }`;
  const body = JSON.stringify({ query, variables: { r: representations }, extensions: { askers: [asker] } });
  return (await post(holder, '/graphql', body, 'gateway')) as HolderAnswer;
}

async function post(holder: HolderUnderTest, path: string, body: string, as: 'gateway' | 'index'): Promise<unknown> {
  const side = createAskingSide(as === 'gateway' ? holders.gatewayKey : holders.indexKey, 'test');
  const signed = side.sign(holder.entry, { path, body });
  const response = await fetch(`${holder.entry.url}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', connection: 'close', ...signed },
  });
  expect(response.status).toBe(200);
  return response.json();
}

/** A transaction that stays open until `commit`. */
async function beginIn(sql: Database): Promise<{ readonly sql: Transaction; commit(): Promise<void> }> {
  const { promise: told, resolve: tell } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<Transaction>();
  const ended = sql.begin(async (transaction) => {
    begin(transaction);
    await told;
  });
  return {
    sql: await begun,
    async commit() {
      tell();
      await ended;
    },
  };
}

/** Nobody can read or write the records until `release`. */
async function lockRecords(holder: HolderUnderTest): Promise<{ release(): Promise<void> }> {
  const sql = openDatabase({ connection: holders.postgres.connection(databaseName(holder.entry)), poolMax: 1 });
  const locker = await beginIn(sql);
  await locker.sql`lock table record in access exclusive mode`;
  return {
    async release() {
      await locker.commit();
      await sql.end();
    },
  };
}

async function waitersIn(holder: HolderUnderTest): Promise<number> {
  const [row] = await holder.sql<{ count: number }[]>`
    select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  return row?.count ?? 0;
}

/** Feed pages that the process has been asked for, by its own count. */
async function feedPagesOf(holder: HolderUnderTest): Promise<number> {
  const text = await (await fetch(`${holder.entry.url}/metrics`, { headers: { connection: 'close' } })).text();
  return Number(/^infoseg_feed_pages_total\{.*\} (\d+)$/m.exec(text)?.[1] ?? 0);
}

async function command(args: readonly string[]): Promise<{ readonly code: number | null; readonly text: string }> {
  const script = fileURLToPath(new URL('../subgraphs/check-holder.ts', import.meta.url));
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, text };
}
