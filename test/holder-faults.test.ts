// One holder does what holders may do; everybody else's part of the answer is whole, its own part is labelled, and nothing of it gets through.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createNetworkEngine } from '../gateway/engine/compiled.ts';
import { createReferenceEngine } from '../gateway/engine/reference.ts';
import { holdersWords } from './stub-holder.ts';
import type { StubHolder, StubMode, StubRecord } from './stub-holder.ts';
import { investigator, startStubNetwork } from './stub-network.ts';
import type { Asked, StubNetwork, StubNetworkOptions } from './stub-network.ts';
import { find, pointer } from './stub-people.ts';

const engines: Readonly<Record<string, NonNullable<StubNetworkOptions['engine']>>> = {
  reference: (engineSdl, client) => createReferenceEngine({ engineSdl, client }),
  compiled: (engineSdl, client) => createNetworkEngine({ engineSdl, client }),
};

/** Three people, each with a record in two states and a warrant. */
const people = ['1', '2', '3'];
const ill = 'individuals/RJ';
const answersMaxBytes = 8 * 1024 * 1024;

const network: Omit<StubNetworkOptions, 'engine'> = {
  endpoints: ['individuals/SP', ill, 'warrants/CNJ'],
  find,
  client: { answerBytesMax: answersMaxBytes },
  root: {
    individuals: () => ({
      probes: [],
      subjects: people.map((id) => ({
        ...{ __typename: 'Individual', id: `p${id}` },
        records: [pointer('individuals/SP', `s${id}`), pointer('individuals/RJ', `r${id}`)],
        warrants: () => ({
          edges: [{ node: { __typename: 'Warrant', id: `w${id}`, record: pointer('warrants/CNJ', `w${id}`) } }],
        }),
      })),
    }),
  },
};

const question = `query ($cpf: CPF!) { individuals(cpf: $cpf) {
  subjects {
    id
    records { holder recordId name photos { reference } alerts { severity text } }
    warrants { edges { node { id record { holder recordId court } } } }
  }
  probes { records { name } }
} }`;

interface RecordShown {
  readonly holder: string;
  readonly recordId: string;
  readonly name: string | null;
  readonly photos: unknown;
  readonly alerts: unknown;
}

interface SubjectShown {
  readonly records: readonly RecordShown[];
  readonly warrants: { readonly edges: readonly { readonly node: { readonly record: StubRecord } }[] };
}

function subjectsOf(asked: Asked): readonly SubjectShown[] {
  return (asked.data as { readonly individuals: { readonly subjects: readonly SubjectShown[] } }).individuals.subjects;
}

const recordOf = (at: number) => ['individuals', 'subjects', at, 'records', 1] as const;

interface Fault {
  readonly mode: StubMode;
  readonly status: string;
  readonly reason: string | null;
  /** Where errors stand, from the record; none: at the record, and nothing of it is shown. */
  readonly at?: readonly (readonly (string | number)[])[];
  /** Of the first record alone. */
  readonly isOfFirst?: true;
}

const late = { status: 'TIMED_OUT', reason: 'DEADLINE' } as const;
const gone = { status: 'UNAVAILABLE', reason: 'CONNECTION_LOST' } as const;
const invalid = (reason: string) => ({ status: 'INVALID_ANSWER', reason });
const partial = (...at: readonly (readonly (string | number)[])[]) => ({ status: 'PARTIAL', reason: null, at });

const faults: readonly Fault[] = [
  { mode: 'down', status: 'UNAVAILABLE', reason: 'CONNECT' },
  { mode: 'blackHole', ...late },
  { mode: 'slow', ...late },
  { mode: 'lateHeaders', ...late },
  { mode: 'drip', ...late },
  { mode: 'refused', status: 'REFUSED', reason: 'HTTP_401' },
  { mode: 'forbidden', status: 'REFUSED', reason: 'HTTP_403' },
  { mode: 'busy', status: 'BUSY', reason: 'HTTP_429' },
  { mode: 'retryAfter', status: 'BUSY', reason: 'HTTP_429' },
  { mode: 'overloaded', status: 'BUSY', reason: 'HTTP_503' },
  { mode: 'crashed', status: 'UNAVAILABLE', reason: 'HTTP_500' },
  { mode: 'redirect', ...invalid('HTTP_302') },
  { mode: 'reset', ...gone },
  { mode: 'cutShort', ...gone },
  { mode: 'notHttp', ...invalid('NOT_HTTP') },
  { mode: 'hugeHeaders', ...invalid('NOT_HTTP') },
  { mode: 'endlessHeaders', ...invalid('NOT_HTTP') },
  { mode: 'interimFlood', ...invalid('NOT_HTTP') },
  { mode: 'continued', ...invalid('NOT_HTTP') },
  { mode: 'malformed', ...invalid('NOT_JSON') },
  { mode: 'notUtf8', ...invalid('NOT_JSON') },
  { mode: 'html', ...invalid('CONTENT_TYPE') },
  { mode: 'plain', ...invalid('CONTENT_TYPE') },
  { mode: 'gzip', ...invalid('CONTENT_ENCODING') },
  { mode: 'array', ...invalid('WRONG_TYPE') },
  { mode: 'deep', ...invalid('WRONG_TYPE') },
  { mode: 'dataMissing', ...invalid('WRONG_TYPE') },
  { mode: 'entitiesNotAList', ...invalid('WRONG_TYPE') },
  { mode: 'textForEntities', ...invalid('WRONG_TYPE') },
  { mode: 'textForObjects', ...partial(['photos', 0], ['alerts', 0]) },
  { mode: 'textForLists', ...partial(['photos'], ['alerts']) },
  { mode: 'numberForTexts', ...partial(['name']) },
  { mode: 'objectForTexts', ...partial(['name']) },
  { mode: 'nullForNonNull', ...partial(['alerts', 0, 'severity']) },
  { mode: 'swapped', ...invalid('WRONG_RECORD') },
  { mode: 'duplicate', ...invalid('WRONG_RECORD') },
  { mode: 'wrongTypename', ...invalid('WRONG_RECORD') },
  { mode: 'anotherHoldersRecords', ...invalid('WRONG_RECORD') },
  { mode: 'missing', ...invalid('WRONG_COUNT') },
  { mode: 'tooMany', ...invalid('WRONG_COUNT') },
  { mode: 'millionItems', ...invalid('WRONG_COUNT') },
  { mode: 'millionScalars', ...partial(['photos']), isOfFirst: true },
  { mode: 'millionErrors', ...partial([]) },
  { mode: 'protoKeys', ...partial([]) },
  { mode: 'strangePlaces', ...partial([]) },
  { mode: 'hugeDeclared', ...invalid('TOO_LARGE') },
  { mode: 'huge', ...invalid('TOO_LARGE') },
  { mode: 'error', ...invalid('HOLDER_ERROR') },
  { mode: 'errorNowhere', ...partial([]) },
];

const codes: Readonly<Record<string, string>> = {
  TIMED_OUT: 'HOLDER_TIMED_OUT',
  UNAVAILABLE: 'HOLDER_UNAVAILABLE',
  REFUSED: 'HOLDER_REFUSED',
  BUSY: 'HOLDER_BUSY',
  INVALID_ANSWER: 'HOLDER_INVALID_ANSWER',
  PARTIAL: 'HOLDER_INVALID_ANSWER',
};

/** Of the process, after everything that can be freed is freed. */
function memoryInUse(): NodeJS.MemoryUsage {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage();
}

const inherited = Object.getOwnPropertyNames(Object.prototype);

describe.each(Object.entries(engines))('with the %s engine', (_name, engine) => {
  let running: StubNetwork;
  beforeAll(async () => {
    running = await startStubNetwork({ ...network, engine });
  });
  beforeEach(async () => {
    running.reset();
    await stub(ill).ready;
  });
  afterAll(() => running?.stop());

  function stub(endpoint: string): StubHolder {
    const found = running.holders.get(endpoint);
    if (found === undefined) throw new Error(`no stub ${endpoint}`);
    return found;
  }

  /** Where the deadline decides, it is near; elsewhere a machine that is busy must not. */
  async function ask(mode: StubMode, deadlineMs = 20_000): Promise<Asked> {
    stub(ill).mode = mode;
    await stub(ill).ready;
    running.change(ill, { deadlineMs });
    return running.ask(question, { variables: { cpf: '52998224725' } });
  }

  function expectOthersWhole(asked: Asked): void {
    for (const [at, { records, warrants }] of subjectsOf(asked).entries()) {
      expect(records[0]).toEqual({
        ...{ holder: 'SP', recordId: `s${at + 1}`, name: `individuals/SP s${at + 1}` },
        ...{ photos: [{ reference: 'f1' }], alerts: [{ severity: 'STOP', text: 'Procurada' }] },
      });
      expect(warrants.edges.map(({ node }) => node.record)).toEqual([
        { holder: 'CNJ', recordId: `w${at + 1}`, court: `warrants/CNJ w${at + 1}` },
      ]);
    }
    for (const endpoint of ['individuals/SP', 'warrants/CNJ'])
      expect(asked.statusesOf(endpoint), endpoint).toEqual(['ANSWERED']);
  }

  function expectNothingPassed(asked: Asked): void {
    const { data, errors, extensions } = asked;
    const text = JSON.stringify({ data, errors, extensions });
    expect(text).not.toContain(holdersWords);
    expect(text).not.toMatch(/127\.0\.0\.1|localhost|polluted|__proto__/);
    for (const { url } of [running.index, ...running.holders.values()])
      expect(text).not.toContain(`:${new URL(url).port}`);
    for (const { records } of subjectsOf(asked))
      for (const { holder, recordId, name } of records)
        if (name !== null) expect(name).toBe(`individuals/${holder} ${recordId}`);
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(inherited);
  }

  describe.each(faults)('a holder that is $mode', ({ mode, status, reason, at = [], isOfFirst }) => {
    it(`is ${status}${reason === null ? '' : ` (${reason})`} at its own records, and costs nobody else’s`, async () => {
      const before = performance.now();
      const asked = await ask(mode, status === 'TIMED_OUT' ? 300 : undefined);
      expect(performance.now() - before).toBeLessThan(status === 'TIMED_OUT' ? 5000 : 15_000);

      expectOthersWhole(asked);
      expectNothingPassed(asked);
      expect(asked.statusesOf(ill)).toEqual([status]);
      expect(asked.line(ill)[0]?.reason).toBe(reason);
      const expected = people
        .slice(0, isOfFirst ? 1 : undefined)
        .flatMap((_, person) =>
          (at.length === 0 ? [[]] : at).map((below) => JSON.stringify([...recordOf(person), ...below])),
        );
      expect(asked.errors.map(({ path }) => JSON.stringify(path)).sort()).toEqual(expect.arrayContaining(expected));
      for (const { path, extensions } of asked.errors) {
        expect(extensions.code).toBe(codes[status]);
        expect(path?.slice(0, 2)).toEqual(['individuals', 'subjects']);
      }
      if (status !== 'PARTIAL')
        for (const { records } of subjectsOf(asked))
          expect(records[1]).toMatchObject({ holder: 'RJ', name: null, photos: null, alerts: null });
      expect(asked.extensions.outcomes[0]?.outcome).toBe('INCOMPLETE');

      running.reset();
      await stub(ill).ready;
      const after = await running.ask(question, { variables: { cpf: '52998224725' } });
      expect(after.errors).toEqual([]);
      expect(after.statusesOf(ill)).toEqual(['ANSWERED']);
    });
  });

  it.each(['resetKept', 'keepAliveRace', 'twoAnswers'] as const)(
    'hears a holder whose kept connections are %s, and shows no record of one under another',
    async (mode) => {
      await running.ask(question, { variables: { cpf: '52998224725' } });
      for (let round = 0; round < 5; round += 1) {
        const asked = await ask(mode);
        expectOthersWhole(asked);
        expectNothingPassed(asked);
        if (mode !== 'twoAnswers') expect(asked.statusesOf(ill)).toEqual(['ANSWERED']);
      }
    },
  );

  describe('what one caller brings about', () => {
    const askAs = (id: string): Promise<Asked> =>
      running.ask(question, {
        variables: { cpf: '52998224725' },
        asker: { ...investigator, caller: { ...investigator.caller, id } },
      });
    const toldTo = async (id: string): Promise<string> => {
      const [line] = (await askAs(id)).line(ill);
      return `${line?.status} ${line?.reason}`;
    };

    it.each(['crashed', 'malformed', 'hugeDeclared', 'reset'] as const)(
      'by asking a holder that is %s to him costs nobody else an answer',
      async (mode) => {
        stub(ill).mode = mode;
        for (let round = 0; round < 12; round += 1) expect(await toldTo('one')).not.toContain('BREAKER_OPEN');
        running.reset();
        expect(await toldTo('other')).toBe('ANSWERED null');
      },
    );

    it('is the holder’s state when a second has met it', async () => {
      stub(ill).mode = 'crashed';
      for (let round = 0; round < 4; round += 1) await toldTo('one');
      expect(await toldTo('other')).toBe('UNAVAILABLE HTTP_500');
      stub(ill).mode = 'healthy';
      expect(await toldTo('third')).toBe('UNAVAILABLE BREAKER_OPEN');
    });

    it('is his alone when a holder tells him to come back later', async () => {
      stub(ill).mode = 'retryAfter';
      stub(ill).retryAfter = '60';
      expect(await toldTo('one')).toBe('BUSY HTTP_429');
      stub(ill).mode = 'healthy';
      expect(await toldTo('one')).toBe('BUSY RETRY_AFTER');
      expect(await toldTo('other')).toBe('ANSWERED null');
    });

    it.each(['retryAfter', 'crashed', 'hugeDeclared'] as const)(
      'at an index that is %s to him is over for others at once',
      async (mode) => {
        running.index.mode = mode;
        running.index.retryAfter = '60';
        for (let round = 0; round < 6; round += 1) expect((await askAs('one')).data).toEqual({ individuals: null });
        running.index.mode = 'healthy';
        expect((await askAs('other')).errors).toEqual([]);
        expect((await askAs('one')).errors).toEqual([]);
      },
    );
  });

  it('keeps nothing of answers of any size', async () => {
    const modes = ['huge', 'hugeDeclared', 'millionItems', 'millionScalars', 'endlessHeaders', 'interimFlood'] as const;
    const rounds = async (count: number): Promise<NodeJS.MemoryUsage> => {
      for (let round = 0; round < count; round += 1) {
        running.reset();
        await ask(modes[round % modes.length] ?? 'huge');
      }
      running.reset();
      stub(ill).take();
      return memoryInUse();
    };
    const before = await rounds(2 * modes.length);
    const after = await rounds(5 * modes.length);
    expect(after.heapUsed - before.heapUsed).toBeLessThan(20_000_000);
    expect(after.external - before.external).toBeLessThan(20_000_000);
    expect(after.rss - before.rss).toBeLessThan(150_000_000);
  });
});
