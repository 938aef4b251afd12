// One signed answer of one holder, of a size that is let in, says more than anybody can read: it costs nobody else's part of the answer,
// and the gateway no time that others would wait for.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HolderAnswer } from '#kit/wire/protocol.ts';
import { createNetworkEngine } from '../gateway/engine/compiled.ts';
import { createReferenceEngine } from '../gateway/engine/reference.ts';
import { faultOfList, readRemarks } from '../gateway/holders/entity-answer.ts';
import { startStubNetwork } from './stub-network.ts';
import type { StubNetwork, StubNetworkOptions } from './stub-network.ts';
import { find, pointer } from './stub-people.ts';

const engines: Readonly<Record<string, NonNullable<StubNetworkOptions['engine']>>> = {
  reference: (engineSdl, client) => createReferenceEngine({ engineSdl, client }),
  compiled: (engineSdl, client) => createNetworkEngine({ engineSdl, client }),
};

const people = ['1', '2', '3'];
const ill = 'individuals/RJ';

const network: Omit<StubNetworkOptions, 'engine'> = {
  endpoints: ['individuals/SP', ill],
  find,
  client: { answerBytesMax: 8 * 1024 * 1024 },
  root: {
    individuals: () => ({
      probes: [],
      subjects: people.map((id) => ({
        ...{ __typename: 'Individual', id: `p${id}` },
        records: [pointer('individuals/SP', `s${id}`), pointer('individuals/RJ', `r${id}`)],
      })),
    }),
  },
};

const aliases = Array.from({ length: 10 }, (_, at) => `r${at}`);
const question = `query ($cpf: CPF!) { individuals(cpf: $cpf) { subjects { id ${aliases
  .map((alias) => `${alias}: records { holder recordId name photos { reference } alerts { severity text } }`)
  .join(' ')} } } }`;

/** Of processor time; generous, for 8 MiB are read whatever they say. Unbounded it was from two to six times as much. */
const longestBlockMs = 5000;
const answerCharsMax = 2_000_000;

const many = <One>(count: number, one: (at: number) => One): readonly One[] =>
  Array.from({ length: count }, (_, at) => one(at));
const saying = (answer: HolderAnswer, verdicts: readonly unknown[]) => ({
  ...answer,
  extensions: { ...answer.extensions, verdicts },
});
const withAlerts = (answer: HolderAnswer, key: string, alerts: readonly unknown[]) => ({
  ...answer,
  data: { [key]: (answer.data?.[key] as readonly object[]).map((one, at) => (at === 0 ? { ...one, alerts } : one)) },
});
const sentence = 'x'.repeat(200);
const explained = { contact: sentence, reason: sentence, needs: many(16, () => sentence) };

interface Flood {
  readonly name: string;
  readonly change: (answer: HolderAnswer, key: string) => unknown;
  readonly status: string;
  readonly reason?: string;
}

const tooMany = { status: 'INVALID_ANSWER', reason: 'TOO_MANY_REMARKS' };

const floods: readonly Flood[] = [
  {
    name: '10,000 verdicts on one place, each of a rule of its own',
    change: (answer, key) =>
      saying(
        answer,
        many(10_000, (at) => ({ path: [key, 0, 'name'], verdict: 'DENY', rule: `r${at}` })),
      ),
    ...tooMany,
  },
  {
    name: '1,000 rules, no more verdicts than are read',
    change: (answer, key) =>
      saying(
        answer,
        many(1000, (at) => ({ path: [key, at % 3, 'photos', at], verdict: 'DENY', rule: `r${at}` })),
      ),
    ...tooMany,
  },
  {
    name: '80,000 masks',
    change: (answer, key) =>
      saying(
        answer,
        many(80_000, (at) => ({ path: [key, 0, 'photos', at], verdict: 'MASK' })),
      ),
    ...tooMany,
  },
  {
    name: 'one record with more verdicts than are read of it',
    change: (answer, key) =>
      saying(
        answer,
        many(501, (at) => ({ path: [key, 0, 'photos', at], verdict: 'MASK' })),
      ),
    ...tooMany,
  },
  {
    name: '200,000 errors with a place',
    change: (answer, key) => ({ ...answer, errors: many(200_000, () => ({ path: [key, 0, 'name'] })) }),
    ...tooMany,
  },
  {
    name: 'a verdict on a place of 3 million steps',
    change: (answer, key) => saying(answer, [{ path: [key, 0, ...many(3_000_000, () => 1)], verdict: 'DENY' }]),
    status: 'PARTIAL',
  },
  {
    name: 'a verdict on a place in what is no list',
    change: (answer, key) => saying(answer, [{ path: [key, 0, 'name', 1, 1, 1], verdict: 'DENY', rule: 'r1' }]),
    status: 'PARTIAL',
  },
  {
    name: 'as many denials as are read, with all the words that are let through',
    change: (answer, key) =>
      saying(
        answer,
        many(1500, (at) => ({
          ...{ path: [key, at % 3, 'photos', Math.floor(at / 3), 'reference'], verdict: 'DENY' },
          ...{ rule: `r${at % 100}`, ...explained },
        })),
      ),
    status: 'ANSWERED',
  },
  {
    name: 'a list of a million empty objects',
    change: (answer, key) =>
      withAlerts(
        answer,
        key,
        many(1_000_000, () => ({})),
      ),
    status: 'PARTIAL',
  },
];

describe.each(Object.entries(engines))('with the %s engine', (_name, engine) => {
  let running: StubNetwork;
  beforeAll(async () => {
    running = await startStubNetwork({ ...network, engine });
    // What is compiled once is no holder's doing.
    await running.ask(question, { variables: { cpf: '52998224725' } });
  });
  beforeEach(() => running.reset());
  afterAll(() => running?.stop());

  it.each(floods)('stands $name', async ({ change, status, reason }) => {
    const stub = running.holders.get(ill);
    if (stub === undefined) throw new Error(`no stub ${ill}`);
    const turns = new Turns();
    stub.change = (answer) => {
      // To make the flood and write it down is the stub's own work, of this turn.
      setImmediate(() => turns.begin());
      return change(answer, Object.keys(answer.data ?? {})[0] ?? '');
    };
    const asked = await running.ask(question, { variables: { cpf: '52998224725' } });
    await new Promise((resolve) => setTimeout(resolve, 20));
    turns.stop();

    expect(turns.longestMs).toBeLessThan(longestBlockMs);
    const { data, errors, extensions, withheld } = asked;
    expect(JSON.stringify({ data, errors, extensions }).length).toBeLessThan(answerCharsMax);
    expect(withheld.length).toBeLessThanOrEqual(128);
    expect(asked.statusesOf(ill)).toContain(status);
    expect(asked.line(ill).find((line) => line.status === status)?.reason).toBe(reason ?? null);
    if (reason !== undefined) expect(running.alarms).toContainEqual({ source: 'individuals', holder: 'RJ', reason });
    expect(asked.statusesOf('individuals/SP')).toEqual(['ANSWERED']);
    if (status !== 'ANSWERED') expect(extensions.outcomes[0]?.outcome).toBe('INCOMPLETE');
  });
});

/** Of this thread, so that what else the machine does is not counted. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** The longest time for which the event loop worked on one thing, since `begin`. */
class Turns {
  longestMs = 0;
  #last: number | undefined;
  readonly #timer = setInterval(() => {
    if (this.#last === undefined) return;
    const now = cpuMs();
    this.longestMs = Math.max(this.longestMs, now - this.#last);
    this.#last = now;
  }, 1);

  begin(): void {
    this.#last = cpuMs();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

describe('what honest holders say is read', () => {
  const fieldsMasked = many(14, (at) => `field${at}`);
  it.each([
    { records: 50, fields: fieldsMasked },
    { records: 1000, fields: fieldsMasked },
    { records: 1, fields: many(250, (at) => `alias${at}`) },
  ])('of $records records', ({ records, fields }) => {
    const list = many(records, () => null);
    const verdicts = list.flatMap((_, at) =>
      fields.map((field) => ({ path: ['_entities', at, field], verdict: 'MASK' as const, rule: 'A.b' })),
    );
    const remarks = readRemarks({ data: { _entities: list }, extensions: { verdicts } });
    expect(remarks.unplaced).toBe(false);
    expect([...remarks.byEntity.values()].flat()).toHaveLength(records * fields.length);
    expect(
      faultOfList(
        list,
        many(records, () => ({})),
        () => [],
      ),
    ).toBeUndefined();
  });

  it('once a place, the strictest', () => {
    const said = (['MASK', 'HIDE', 'DENY', 'GONE', 'WITHHOLD', 'MASK'] as const).map((verdict) => ({
      ...{ path: ['_entities', 0], verdict },
    }));
    for (const verdicts of [said, said.toReversed()]) {
      const { byEntity } = readRemarks({ data: { _entities: [null] }, extensions: { verdicts } });
      expect([...byEntity.values()].flat().map(({ verdict }) => verdict?.verdict)).toEqual(['HIDE']);
    }
  });
});
