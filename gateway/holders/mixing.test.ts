// Several people's questions in one call: nobody may notice, but for the holder, who has fewer calls.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Asker, Profile, Purpose } from '#kit/caller.ts';
import type { HolderAnswer, HolderError, HolderRequest, Verdict } from '#kit/wire/protocol.ts';
import type { StubHolder } from '../../test/stub-holder.ts';
import { startStubNetwork, unsigned } from '../../test/stub-network.ts';
import type { StubNetwork } from '../../test/stub-network.ts';
import { find, root } from '../../test/stub-people.ts';
import { plannedFetch } from '../engine/compiled/executable.ts';
import type { EngineRequest } from '../engine/engine.ts';
import type { PlannedFetch, SourceAnswer } from '../engine/source-client.ts';
import type { Asked } from './joining.ts';
import type * as MayMix from './may-mix.ts';
import { SourceReport } from './report.ts';

/**
 * What happens when what may be mixed is decided without looking at anybody's rights, or when two are named at each other's records: the
 * checks below must find it out.
 */
const planted = vi.hoisted(() => ({ isOn: false, swaps: false }));
vi.mock(import('./joining.ts'), async (original) => {
  const real = await original();
  const shareOut: typeof real.shareOut = (members, askerOf) => {
    const shared = real.shareOut(members, askerOf);
    const [one, other, ...others] = shared.askers;
    if (!planted.swaps || one === undefined || other === undefined) return shared;
    const swapped = [
      { ...one, positions: other.positions },
      { ...other, positions: one.positions },
    ];
    return { ...shared, askers: [...swapped, ...others] };
  };
  return { ...real, shareOut };
});
vi.mock(import('./may-mix.ts'), async (original) => {
  const real: typeof MayMix = await original();
  const mixedCallsFor: typeof real.mixedCallsFor = (errands, askerOf) => {
    if (!planted.isOn) return real.mixedCallsFor(errands, askerOf);
    const asked = errands.flatMap(({ parts, request }) => parts.map((part): Asked => ({ part, request })));
    return { alone: [], mixed: [...Map.groupBy(asked, ({ part }) => `${part.text.id} ${part.othersKey}`).values()] };
  };
  return { ...real, mixedCallsFor };
});

const endpoints = ['individuals/SP', 'individuals/RJ', 'warrants/CNJ'] as const;
let network: StubNetwork;
let passedMs = 0;
const clock = () => Date.now() + passedMs;

beforeAll(async () => {
  network = await startStubNetwork({
    ...{ root, endpoints, find },
    client: { signer: unsigned, now: clock, lane: { openMax: 1, gatherMsMax: 20 } },
  });
});
beforeEach(() => {
  network.reset();
  planted.isOn = false;
  planted.swaps = false;
  // What was learned of endpoints in another test is forgotten with them; what was learned of the mix, with time.
  passedMs += 60_000;
});
afterAll(() => network?.stop());

const stub = (endpoint: string): StubHolder => {
  const found = network.holders.get(endpoint);
  if (found === undefined) throw new Error(`no stub ${endpoint}`);
  return found;
};
const takeAll = (): readonly HolderRequest[] => endpoints.flatMap((endpoint) => stub(endpoint).take());

const text = (type: string, fields: string) =>
  `query($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { ${fields} } } }`;
const planned: Readonly<Record<string, PlannedFetch>> = Object.fromEntries(
  [
    ['names', 'individuals', text('IndividualRecord', 'name')],
    ['numbers', 'individuals', text('IndividualRecord', 'name cpf occupation')],
    ['entries', 'individuals', text('IndividualRecord', 'name entries { kind number }')],
    ['courts', 'warrants', text('WarrantRecord', 'court warrantStatus')],
  ].map(([name = '', source = '', query = '']) => [name, plannedFetch(source, query, 'query', true)]),
);

interface Wanted {
  readonly planned: PlannedFetch;
  readonly records: readonly Readonly<Record<string, string>>[];
}

/** What one request asks at one time. */
interface Question {
  readonly asker: Asker;
  readonly wanted: readonly Wanted[];
}

const record = (type: string, holder: string, recordId: string) => ({ __typename: type, holder, recordId });
const saoPaulo = (recordId: string) => record('IndividualRecord', 'SP', recordId);
const namesOf = (...ids: readonly string[]): readonly Wanted[] => [
  { planned: planned.names as PlannedFetch, records: ids.map(saoPaulo) },
];

function requestOf(asker: Asker, more: Partial<EngineRequest> = {}): EngineRequest {
  return {
    operation: network.authorize('{ me { id } }', asker),
    ...{ variables: {}, asker, report: new SourceReport(), signal: new AbortController().signal },
    traceparent: `00-${'b'.repeat(32)}-${'c'.repeat(16)}-01`,
    deadlineAt: clock() + 30_000,
    ...more,
  };
}

interface Got {
  readonly answers: readonly SourceAnswer[];
  /** All that is told of the endpoints, times apart. */
  readonly entries: string;
}

async function ask({ asker, wanted }: Question, more: Partial<EngineRequest> = {}): Promise<Got> {
  const request = requestOf(asker, more);
  const answers = await Promise.all(
    wanted.map(({ planned: one, records }) =>
      network.client.fetch(
        {
          ...{ planned: one, variables: {}, path: ['records'] },
          representations: records.map((value) => ({ json: JSON.stringify(value), value })),
        },
        request,
      ),
    ),
  );
  const entries = request.report.entries.map(({ elapsedMs: _, ...entry }) => JSON.stringify(entry)).sort();
  const ordered = answers.map(({ data, errors }) => ({
    data,
    errors: [...errors].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
  }));
  return { answers: ordered, entries: entries.join('\n') };
}

const patrol = (id: string, more: Partial<Asker['caller']> = {}): Asker => ({
  caller: {
    ...{ id, body: 'PM/SP', state: 'SP', unit: '12 BPM', profile: 'patrol', level: 2, entitlements: [] },
    ...{ tokenId: `token-${id}`, ...more },
  },
  purpose: 'STOP',
});

const askersOf = (request: HolderRequest): readonly Asker[] => request.extensions.askers;

/** All of them at once, when one more is under way: what comes meanwhile gathers. */
async function askTogether(questions: readonly Question[]): Promise<readonly Got[]> {
  return Promise.all(questions.map((question) => ask(question)));
}

describe('a queue', () => {
  it('makes fewer calls than questions, and everybody has his own records', async () => {
    const questions = Array.from({ length: 40 }, (_, at) => ({
      asker: patrol(`agent-${at}`),
      wanted: namesOf(String(at), String(at + 1)),
    }));
    const got = await askTogether(questions);
    for (const [at, { answers }] of got.entries())
      expect(answers).toEqual([
        { data: { _entities: [{ name: `individuals/SP ${at}` }, { name: `individuals/SP ${at + 1}` }] }, errors: [] },
      ]);
    const calls = stub('individuals/SP').take();
    expect(calls.length).toBeLessThanOrEqual(3);
    expect(calls.flatMap(askersOf).map(({ caller }) => caller.id)).toHaveLength(40);
  });

  it('is needed: without one every question leaves at once and alone', async () => {
    const idle = await startStubNetwork({ root, endpoints: ['individuals/SP'], find });
    try {
      const request = (id: string) => requestOf(patrol(id));
      const [wanted] = namesOf('1');
      const fetch = (id: string) =>
        idle.client.fetch(
          {
            ...{ planned: wanted?.planned as PlannedFetch, variables: {}, path: [] },
            representations: [{ json: JSON.stringify(saoPaulo('1')), value: saoPaulo('1') }],
          },
          request(id),
        );
      await Promise.all(['a', 'b', 'c', 'd'].map(fetch));
      expect(
        idle.holders
          .get('individuals/SP')
          ?.take()
          .map((one) => askersOf(one).length),
      ).toEqual([1, 1, 1, 1]);
    } finally {
      await idle.stop();
    }
  });

  it('never makes a call more: who asks something of his own besides goes alone', async () => {
    const both = (id: string): Question => ({
      asker: patrol(id),
      wanted: [...namesOf('1'), { planned: planned.entries as PlannedFetch, records: [saoPaulo('2')] }],
    });
    const other: Question = {
      asker: patrol('c'),
      wanted: [...namesOf('1'), { planned: planned.numbers as PlannedFetch, records: [saoPaulo('2')] }],
    };
    await askTogether([{ asker: patrol('a'), wanted: namesOf('9') }, both('b'), other]);
    expect(stub('individuals/SP').take()).toHaveLength(3);
    // Two who ask the same two things are two calls mixed and two calls alone: alone they share no time.
    await askTogether([{ asker: patrol('a'), wanted: namesOf('9') }, both('b'), both('c')]);
    expect(
      stub('individuals/SP')
        .take()
        .map((one) => askersOf(one).length),
    ).toEqual([1, 1, 1]);
    await askTogether([{ asker: patrol('a'), wanted: namesOf('9') }, ...['b', 'c', 'd', 'e'].map(both)]);
    expect(
      stub('individuals/SP')
        .take()
        .map((one) => askersOf(one).length),
    ).toEqual([1, 4, 4]);
  });

  it('is asked in calls that a holder takes, however many ask and however much they say of themselves', async () => {
    const words = Array.from({ length: 64 }, (_, at) => `${at}-`.padEnd(64, 'x'));
    const questions = Array.from({ length: 400 }, (_, at) => ({
      asker: { ...patrol(`agent-${at}`, { entitlements: at % 4 === 0 ? words : [] }), justification: 'ç'.repeat(500) },
      wanted: namesOf(String(at), String(at + 1000)),
    }));
    const got = await askTogether(questions);
    expect(got.filter(({ answers }) => answers[0]?.errors.length !== 0)).toEqual([]);
    const calls = stub('individuals/SP').take();
    expect(calls.length).toBeLessThan(20);
    for (const call of calls) {
      expect(Buffer.byteLength(JSON.stringify(call))).toBeLessThan(1_048_576);
      expect(askersOf(call).length).toBeLessThanOrEqual(256);
      expect((call.variables?.representations as unknown[]).length).toBeLessThanOrEqual(1000);
    }
  });

  it('has the same person who asks the same twice as one asker, whose record is asked for once', async () => {
    const [first, again] = [patrol('a'), patrol('a')];
    const got = await askTogether([
      { asker: patrol('z'), wanted: namesOf('9') },
      { asker: first, wanted: namesOf('1', '2') },
      { asker: patrol('b'), wanted: namesOf('1') },
      { asker: again, wanted: namesOf('2', '3') },
    ]);
    const [, call] = stub('individuals/SP').take();
    expect(call?.extensions.askers.map(({ caller, representations }) => [caller.id, representations])).toEqual([
      ['a', [0, 1, 2]],
      ['b', [3]],
    ]);
    expect(got.map(({ answers }) => JSON.stringify(answers[0]?.data))).toEqual(
      [['9'], ['1', '2'], ['1'], ['2', '3']].map((ids) =>
        JSON.stringify({ _entities: ids.map((id) => ({ name: `individuals/SP ${id}` })) }),
      ),
    );
  });

  it('never mixes what was meant for an endpoint as another directory describes it', async () => {
    const asked = [
      ask({ asker: patrol('a'), wanted: namesOf('1') }),
      ask({ asker: patrol('b'), wanted: namesOf('2') }),
      ask({ asker: patrol('c'), wanted: namesOf('3') }),
    ];
    network.change('individuals/SP', { deadlineMs: 10_000 });
    asked.push(ask({ asker: patrol('d'), wanted: namesOf('4') }), ask({ asker: patrol('e'), wanted: namesOf('5') }));
    await Promise.all(asked);
    const ids = stub('individuals/SP')
      .take()
      .map((one) =>
        askersOf(one)
          .map(({ caller }) => caller.id)
          .join(''),
      );
    expect(ids.sort()).toEqual(['a', 'bc', 'd', 'e']);
  });
});

describe('one of several who share a call', () => {
  const three = (more: readonly Partial<EngineRequest>[]) => [
    ask({ asker: patrol('z'), wanted: namesOf('9') }),
    ...more.map((one, at) => ask({ asker: patrol(`agent-${at}`), wanted: namesOf(String(at)) }, one)),
  ];
  const nameOf = ({ answers }: Got) => JSON.stringify(answers[0]?.data);

  it('has less time: it ends in time, and the others have their answers', async () => {
    stub('individuals/SP').mode = 'lateHeaders';
    const [, short, long] = three([{ deadlineAt: clock() + 200 }, {}]);
    expect(await Promise.race([short, long])).toBe(await short);
    const { answers } = (await short) as Got;
    expect(answers[0]?.errors).toMatchObject([{ code: 'HOLDER_TIMED_OUT', reason: 'DEADLINE' }]);
    expect(nameOf((await long) as Got)).toContain('individuals/SP 1');
    expect(stub('individuals/SP').take()).toHaveLength(2);
  });

  it('was told to come back later: it waits alone, and the others have their answers', async () => {
    stub('individuals/SP').mode = 'retryAfter';
    stub('individuals/SP').retryAfter = '50';
    await ask({ asker: patrol('agent-0'), wanted: namesOf('8') });
    stub('individuals/SP').mode = 'lateHeaders';
    const [, told, other] = await Promise.all(three([{}, {}]));
    expect(told?.answers[0]?.errors).toMatchObject([{ code: 'HOLDER_BUSY', reason: 'RETRY_AFTER' }]);
    expect(nameOf(other as Got)).toContain('individuals/SP 1');
  });

  it('leaves: the others have their answers', async () => {
    const left = new AbortController();
    stub('individuals/SP').mode = 'lateHeaders';
    const asked = three([{ signal: left.signal }, {}]);
    setTimeout(() => left.abort(), 300);
    const [, gone, stays] = await Promise.all(asked);
    expect(gone?.answers[0]?.errors).toMatchObject([{ reason: 'CLIENT_LEFT' }]);
    expect(stays && nameOf(stays)).toContain('individuals/SP 1');
  });

  it('is not named to the holder when it leaves while the questions gather', async () => {
    const left = new AbortController();
    const asked = three([{ signal: left.signal }, {}, {}]);
    setImmediate(() => setImmediate(() => left.abort()));
    const [, gone] = await Promise.all(asked);
    expect(gone?.answers[0]?.errors).toMatchObject([{ reason: 'CLIENT_LEFT' }]);
    const named = stub('individuals/SP')
      .take()
      .flatMap(askersOf)
      .map(({ caller }) => caller.id);
    expect(named).toEqual(['z', 'agent-1', 'agent-2']);
  });
});

describe('a holder that answers several people wrongly', () => {
  let isShared = false;
  const spoils: Readonly<Record<string, (list: readonly unknown[], answer: HolderAnswer) => unknown>> = {
    'with their records swapped': ([first, second, ...others], answer) => ({
      ...answer,
      data: { _entities: [second, first, ...others] },
    }),
    'with one record for all': ([first, ...others], answer) => ({
      ...answer,
      data: { _entities: [first, ...others.map(() => first)] },
    }),
    'with fewer records': (list, answer) => ({ ...answer, data: { _entities: list.slice(1) } }),
    'with an error of which nobody knows whom it concerns': (list, answer) => ({
      ...answer,
      data: { _entities: [null, ...list.slice(1)] },
      errors: [{ message: 'x' }],
    }),
    'with a verdict of which nobody knows whom it concerns': (list, answer) => ({
      ...answer,
      data: { _entities: [null, ...list.slice(1)] },
      extensions: { ...answer.extensions, verdicts: [{ path: [], verdict: 'HIDE' }] },
    }),
    'with nothing': () => ({ data: null, errors: [{ message: 'x' }] }),
    'in no way that can be read': () => [],
  };

  beforeEach(() => {
    stub('individuals/SP').verdicts = (_data, request) => {
      isShared = askersOf(request).length > 1;
      return [];
    };
  });

  for (const [how, spoil] of Object.entries(spoils))
    it(`${how} costs nobody his answer, and is asked for each alone for a while`, async () => {
      stub('individuals/SP').change = (answer) =>
        isShared ? spoil(answer.data?._entities as readonly unknown[], answer) : answer;
      const questions = ['a', 'b', 'c', 'd'].map((id, at) => ({ asker: patrol(id), wanted: namesOf(String(at)) }));
      for (const rounds of [
        [1, 3, 1, 1, 1],
        [1, 1, 1, 1],
      ]) {
        const got = await askTogether(questions);
        for (const [at, { answers }] of got.entries())
          expect(answers).toEqual([{ data: { _entities: [{ name: `individuals/SP ${at}` }] }, errors: [] }]);
        expect(
          stub('individuals/SP')
            .take()
            .map((one) => askersOf(one).length),
        ).toEqual(rounds);
      }
      passedMs += 10_001;
      isShared = false;
      stub('individuals/SP').change = (answer) => answer;
      await askTogether(questions);
      expect(
        stub('individuals/SP')
          .take()
          .map((one) => askersOf(one).length),
      ).toEqual([1, 3]);
    });

  it('and alone as well is labelled for everybody, and shows nobody anything', async () => {
    for (const mode of ['swapped', 'duplicate', 'missing', 'tooMany', 'wrongTypename', 'error', 'crashed'] as const) {
      network.reset();
      stub('individuals/SP').mode = mode;
      const questions = ['a', 'b', 'c'].map((id, at) => ({
        asker: patrol(id),
        wanted: namesOf(String(at), String(at + 4)),
      }));
      for (const { answers, entries } of await askTogether(questions)) {
        expect(answers[0]?.data, mode).toEqual({ _entities: [null, null] });
        expect(answers[0]?.errors, mode).toHaveLength(2);
        expect(entries, mode).toMatch(/INVALID_ANSWER|UNAVAILABLE/);
      }
    }
  });

  it('or is down or busy is not asked again for each', async () => {
    stub('individuals/SP').mode = 'overloaded';
    const questions = ['a', 'b', 'c'].map((id) => ({ asker: patrol(id), wanted: namesOf('1') }));
    for (const { answers } of await askTogether(questions))
      expect(answers[0]?.errors).toMatchObject([{ code: 'HOLDER_BUSY' }]);
    expect(stub('individuals/SP').take().length).toBeLessThanOrEqual(2);
  });
});

// Random people of random rights, hundreds of times; the holder has a word on every record that depends on who asks for it.
describe('whatever is asked by whomever', () => {
  const policy = JSON.parse(
    readFileSync(new URL('../../subgraphs/kit/rules/policy.json', import.meta.url), 'utf8'),
  ) as {
    readonly profiles: Readonly<
      Record<string, { readonly purposes: readonly string[]; readonly queries?: boolean; readonly sealed?: string }>
    >;
  };
  const agreementTerms = [
    ...new Set(
      ['individuals', 'vehicles', 'mercosul', 'weapons', 'warrants', 'national-index'].flatMap((source) =>
        [
          ...readFileSync(new URL(`../../subgraphs/${source}/schema.graphql`, import.meta.url), 'utf8').matchAll(
            /agreement:([a-z-]+)/g,
          ),
        ].map(([, term = '']) => term),
      ),
    ),
  ];

  /** By which askers may be told apart without knowing a person, worked out anew from the documents. */
  function standing({ caller, purpose, caseNumber }: Asker): string {
    const { profile, level, body, state, unit, court, agreements = [] } = caller;
    const { purposes = [], sealed = 'NONE' } = policy.profiles[profile] ?? {};
    const isStated = purpose !== undefined && purposes.includes(purpose);
    const ofCourt = sealed === 'NONE' ? [] : [court, isStated ? caseNumber : undefined];
    return JSON.stringify([
      ...[profile, level, isStated ? purpose : null, isStated && caseNumber !== undefined, body, state, unit],
      // Narrower than need be: cases count only at the court that they are of.
      ...ofCourt,
      ...agreementTerms.map((term) => agreements.includes(term)),
    ]);
  }

  function randomly(seed: number) {
    let state = seed * 2654435761 + 1;
    const below = (limit: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * limit);
    };
    const one = <Item>(...items: readonly Item[]): Item => items[below(items.length)] as Item;
    return { below, one };
  }

  function randomAsker({ below, one }: ReturnType<typeof randomly>): Asker {
    const id = `agent-${below(30)}`;
    const profile = one<Profile>(
      'patrol',
      'patrol',
      'investigator',
      'investigator',
      'prosecutor',
      'judge',
      'inspector',
    );
    const purpose = one<Purpose | undefined>(
      ...((policy.profiles[profile]?.purposes ?? []) as Purpose[]),
      'STOP',
      undefined,
    );
    const caseNumber = purpose === undefined ? undefined : one(undefined, 'IP-2026-000001', 'IP-2026-000002');
    const unit = one(undefined, '12 BPM', '12 BPM', '1 DP');
    const state = one(undefined, 'SP', 'SP', 'RJ');
    const court = profile === 'judge' || profile === 'prosecutor' ? one(undefined, 'TJSP-1', 'TJSP-2') : undefined;
    return {
      caller: {
        ...{ id, body: one('PM/SP', 'PM/SP', 'PC/RJ'), profile, level: one(1, 2, 2, 3), entitlements: [] },
        ...{ tokenId: `token-${id}` },
        ...(state !== undefined && { state }),
        ...(unit !== undefined && { unit }),
        ...(court !== undefined && { court }),
        ...(below(4) === 0 && { agreements: agreementTerms }),
      },
      ...(purpose !== undefined && { purpose }),
      ...(caseNumber !== undefined && { caseNumber }),
      ...(below(5) === 0 && { justification: `motivo ${below(3)}` }),
    };
  }

  function randomQuestion(random: ReturnType<typeof randomly>, asker: Asker): Question {
    const { below, one } = random;
    const wanted = Array.from({ length: one(1, 1, 2) }, (): Wanted => {
      const name = one('names', 'names', 'numbers', 'entries', 'courts');
      const records = Array.from({ length: 1 + below(4) }, () =>
        name === 'courts'
          ? record('WarrantRecord', 'CNJ', String(below(8)))
          : record('IndividualRecord', one('SP', 'SP', 'RJ'), String(below(8))),
      );
      return { planned: planned[name] as PlannedFetch, records };
    });
    return { asker, wanted };
  }

  /** The word of the holder on a record for an asker: the same whenever and however he asks. */
  function wordOn(recordId: string, { caller, purpose, caseNumber }: Asker, salt: number): string {
    let sum = salt;
    for (const char of `${recordId} ${caller.id} ${purpose} ${caseNumber}`)
      sum = (sum * 31 + char.charCodeAt(0)) % 9973;
    const words = ['HIDE', 'WITHHOLD', 'GONE', 'DENY', 'MASK', 'ERROR', 'NULL_ERROR'];
    return words[sum % 16] ?? 'ALLOW';
  }

  function answerByAsker(salt: number, doubtAt: (request: HolderRequest) => boolean): void {
    for (const endpoint of endpoints) {
      const one = stub(endpoint);
      let errors: HolderError[] = [];
      let isSpoilt = false;
      one.verdicts = (data, request) => {
        errors = [];
        isSpoilt = doubtAt(request);
        const verdicts: Verdict[] = [];
        for (const key of Object.keys(data)) {
          const list = data[key] as (Record<string, unknown> | null)[];
          const variable = key === '_entities' ? 'representations' : key.replace('_entities', 'representations');
          const asked = request.variables?.[variable] as readonly { readonly recordId: string }[];
          for (const [at, { recordId }] of asked.entries()) {
            const askers = askersOf(request);
            const asker = askers.length === 1 ? askers[0] : askers.find((who) => who.representations?.includes(at));
            if (asker === undefined) throw new Error('a record that nobody wants');
            const field = 'court' in (list[at] ?? {}) ? 'court' : 'name';
            const path = [key, at];
            switch (wordOn(recordId, asker, salt)) {
              case 'HIDE':
              case 'WITHHOLD':
              case 'GONE':
                list[at] = null;
                verdicts.push({
                  ...{ path, verdict: wordOn(recordId, asker, salt) as Verdict['verdict'] },
                  rule: `rule-of-${asker.caller.id}`,
                });
                break;
              case 'DENY':
                verdicts.push({ path: [...path, field], verdict: 'DENY', rule: `rule-of-${asker.caller.id}` });
                break;
              case 'MASK':
                Object.assign(list[at] ?? {}, { [field]: `for ${asker.caller.id} ${recordId}` });
                verdicts.push({ path: [...path, field], verdict: 'MASK', rule: `rule-of-${asker.caller.id}` });
                break;
              case 'ERROR':
                Object.assign(list[at] ?? {}, { [field]: null });
                errors.push({ message: 'x', path: [...path, field], extensions: { code: 'INTERNAL' } });
                break;
              case 'NULL_ERROR':
                list[at] = null;
                errors.push({ message: 'x', path, extensions: { code: 'INTERNAL' } });
            }
          }
        }
        return verdicts;
      };
      one.change = (answer) => {
        if (isSpoilt) return { ...answer, errors: [{ message: 'x' }] };
        return errors.length === 0 ? answer : { ...answer, errors };
      };
    }
  }

  /** Says what is wrong with a call that several share; nothing is. */
  function faultOf(request: HolderRequest, questions: readonly Question[]): string | undefined {
    const askers = askersOf(request);
    if (askers.length === 1) return undefined;
    if (new Set(askers.map(standing)).size > 1) return 'askers of unlike standing';
    const keys = askers.map(({ representations: _, ...asker }) => JSON.stringify(asker));
    if (new Set(keys).size < keys.length) return 'an asker twice';
    const list = request.variables?.representations as readonly Record<string, string>[];
    const named = askers.flatMap(({ representations = [] }) => representations);
    if ([...named].sort((a, b) => a - b).join() !== list.map((_, at) => at).join()) return 'positions';
    for (const [at, { representations = [] }] of askers.entries()) {
      if (representations.some((position, place) => place > 0 && position <= (representations[place - 1] ?? 0)))
        return 'positions that do not rise';
      const own = questions.filter(({ asker }) => JSON.stringify(asker) === keys[at]);
      const wanted = own.flatMap(({ wanted: all }) =>
        all.flatMap(({ records }) => records.map((one) => JSON.stringify(one))),
      );
      if (representations.some((position) => !wanted.includes(JSON.stringify(list[position]))))
        return 'a record that he does not ask for';
    }
    return undefined;
  }

  /** Says what is wrong with an answer by itself: every value that is shown carries the record that it is of, or the asker that it is for. */
  function foreignIn({ asker, wanted }: Question, { answers }: Got): string | undefined {
    for (const [
      at,
      {
        planned: { source },
        records,
      },
    ] of wanted.entries()) {
      const list = answers[at]?.data?._entities as readonly (Record<string, unknown> | null)[];
      for (const [place, { holder = '', recordId = '' }] of records.entries()) {
        const value = list[place]?.name ?? list[place]?.court ?? null;
        const known = [null, `${source}/${holder} ${recordId}`, `for ${asker.caller.id} ${recordId}`];
        if (!known.includes(value as string | null)) return `${String(value)} at ${recordId} of ${asker.caller.id}`;
      }
    }
    return JSON.stringify(answers)
      .match(/rule-of-agent-\d+/g)
      ?.find((rule) => rule !== `rule-of-${asker.caller.id}`);
  }

  interface Round {
    readonly faults: readonly string[];
    readonly unlike: readonly string[];
    readonly calls: number;
    readonly mixed: number;
    readonly questions: number;
  }

  async function round(seed: number): Promise<Round> {
    const random = randomly(seed);
    // Few people of like standing, or nobody would ever meet another.
    const askers = Array.from({ length: 4 }, () => randomAsker(random));
    const questions = Array.from({ length: 16 }, () => {
      const like = random.one(...askers);
      const id = `agent-${random.below(30)}`;
      const asker = { ...like, caller: { ...like.caller, id, tokenId: `token-${id}` } };
      return randomQuestion(random, asker);
    });
    // Now and then the answer to several is in doubt as a whole.
    const spoils = random.below(8) === 0;
    const mayWait = random.below(2) === 0;
    answerByAsker(seed, (request) => spoils && askersOf(request).length > 1);
    passedMs += 60_000;

    const alone: Got[] = [];
    for (const question of questions) alone.push(await ask(question));
    takeAll();
    const together = await Promise.all(
      questions.map(async (question) => {
        if (mayWait) await new Promise((resolve) => setTimeout(resolve, random.below(3)));
        return ask(question);
      }),
    );
    const calls = takeAll();
    const faults = [
      ...calls.flatMap((call) => faultOf(call, questions) ?? []),
      ...questions.flatMap((question, at) => foreignIn(question, together[at] as Got) ?? []),
    ];
    const unlike = questions.flatMap((question, at) => {
      const [one, other] = [JSON.stringify(alone[at]), JSON.stringify(together[at])];
      return one === other ? [] : [`${question.asker.caller.id}\n${one}\n${other}`];
    });
    const mixed = calls.filter((call) => askersOf(call).length > 1).length;
    return { faults, unlike, mixed, calls: calls.length, questions: questions.length };
  }

  it('is answered to each as if he had asked alone', async () => {
    let mixed = 0;
    for (let seed = 1; seed <= 120; seed += 1) {
      const { faults, unlike, ...counts } = await round(seed);
      expect(faults, `seed ${seed}`).toEqual([]);
      expect(unlike, `seed ${seed}`).toEqual([]);
      mixed += counts.mixed;
    }
    expect(mixed).toBeGreaterThan(100);
  }, 240_000);

  it('would be found out if rights were not looked at', async () => {
    planted.isOn = true;
    const found = new Set<string>();
    for (let seed = 1; seed <= 5; seed += 1) for (const fault of (await round(seed)).faults) found.add(fault);
    expect(found).toContain('askers of unlike standing');
  }, 60_000);

  it('would be found out if two were named at each other’s records', async () => {
    planted.swaps = true;
    let unlike = 0;
    for (let seed = 1; seed <= 5; seed += 1) unlike += (await round(seed)).unlike.length;
    expect(unlike).toBeGreaterThan(0);
  }, 60_000);
});
