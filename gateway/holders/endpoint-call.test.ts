// Calls over real sockets, on a clock of the test's own.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { indexSource } from '#kit/directory.ts';
import type { EndpointEntry } from '#kit/directory.ts';
import { startStubHolder } from '../../test/stub-holder.ts';
import type { StubHolder, StubMode } from '../../test/stub-holder.ts';
import { unobserved } from '../telemetry/calls.ts';
import { Bulkheads } from './availability.ts';
import { callEndpoint } from './endpoint-call.ts';
import type { CallTools } from './endpoint-call.ts';
import { SourceReport } from './report.ts';
import { Transport } from './transport.ts';

let stub: StubHolder;
let transport: Transport;
let tools: CallTools;
let passedMs: number;
let signed: string[];

beforeAll(async () => {
  stub = await startStubHolder({ source: 'individuals' });
  transport = new Transport();
});
afterAll(async () => {
  await transport?.stop();
  await stub?.stop();
});
beforeEach(() => {
  stub.mode = 'healthy';
  stub.change = (answer) => answer;
  stub.take();
  passedMs = 0;
  signed = [];
  tools = {
    transport,
    bulkheads: new Bulkheads({ random: () => 0 }),
    signer: {
      sign() {
        const signature = `nonce-${signed.length}`;
        signed.push(signature);
        return { signature };
      },
      verify: () => true,
    },
    now: () => Date.now() + passedMs,
  };
});

interface Call {
  readonly entry?: Partial<EndpointEntry>;
  readonly deadlineMs?: number;
  readonly isRead?: boolean;
  readonly signal?: AbortSignal;
  readonly caller?: string;
}

async function call(one: Call = {}) {
  const { entry, deadlineMs = 60_000, isRead = true, signal = new AbortController().signal, caller = 'a' } = one;
  const endpoint = {
    ...{ source: 'individuals', holder: 'SP', url: stub.url, connection: 'https', exchangeKey: { kid: 'a' } },
    ...{ schemaVersion: 1, fieldsNotHeld: [], publication: 'FULL', probes: [], environment: 'test' },
    ...{ deadlineMs: 30_000, maxConcurrent: 50, perSecond: 1_000_000, maintenance: [] },
    ...{ agreement: { basis: 'test' }, contact: { unit: 'A' }, ...entry },
  } as EndpointEntry;
  const report = new SourceReport();
  const outcome = await callEndpoint(tools, endpoint, { body: '{"query":"{ __typename }"}', isRead }, {
    ...{ report, signal, asker: { caller: { id: caller } }, deadlineAt: tools.now() + deadlineMs },
    traceparent: `00-${'b'.repeat(32)}-${'c'.repeat(16)}-01`,
  } as never);
  const said = outcome.ok ? 'ANSWERED' : `${outcome.failure.status} ${outcome.failure.reason}`;
  return { said, calls: report.calls.get('individuals/SP') ?? 0 };
}

const times = async (count: number, one?: Call): Promise<readonly string[]> => {
  const said: string[] = [];
  for (let round = 0; round < count; round += 1) said.push((await call(one)).said);
  return said;
};

/** As many, of two callers in turn. */
const timesByTwo = async (count: number, one?: Call): Promise<readonly string[]> => {
  const said: string[] = [];
  for (let round = 0; round < count; round += 1)
    said.push(...(await times(1, { ...one, caller: 'ab'[round % 2] ?? '' })));
  return said;
};

describe('an endpoint that fails', () => {
  it.each<[StubMode, string]>([
    ['crashed', 'UNAVAILABLE HTTP_500'],
    ['reset', 'UNAVAILABLE CONNECTION_LOST'],
    ['html', 'INVALID_ANSWER CONTENT_TYPE'],
    ['malformed', 'INVALID_ANSWER NOT_JSON'],
    ['notHttp', 'INVALID_ANSWER NOT_HTTP'],
    ['redirect', 'INVALID_ANSWER HTTP_302'],
  ])('by being %s is left alone after five calls of two callers, and for one caller never', async (mode, said) => {
    stub.mode = mode;
    expect(new Set(await times(15))).toEqual(new Set([said]));
    tools = { ...tools, bulkheads: new Bulkheads({ random: () => 0 }) };
    expect(await timesByTwo(6)).toEqual([...new Array<string>(5).fill(said), 'UNAVAILABLE BREAKER_OPEN']);
    expect((await call()).calls).toBe(0);
  });

  it('by not answering within its deadline is left alone, and nobody waits for it any more', async () => {
    stub.mode = 'slow';
    const entry = { deadlineMs: 40 };
    expect((await timesByTwo(5, { entry })).at(-1)).toBe('TIMED_OUT DEADLINE');
    expect(await call({ entry })).toEqual({ said: 'UNAVAILABLE BREAKER_OPEN', calls: 0 });
  });

  it('is asked by one read when it has cooled down, and by all when that is answered', async () => {
    stub.mode = 'crashed';
    await timesByTwo(5);
    stub.mode = 'healthy';
    passedMs += 1000;
    expect((await call({ isRead: false })).said).toBe('UNAVAILABLE BREAKER_OPEN');
    const [probe, other] = await Promise.all([call(), call()]);
    expect([probe.said, other.said]).toEqual(['ANSWERED', 'UNAVAILABLE BREAKER_OPEN']);
    expect((await call({ isRead: false })).said).toBe('ANSWERED');
    expect(stub.take()).toHaveLength(7);
  });

  it.each<[StubMode, string]>([
    ['refused', 'REFUSED HTTP_401'],
    ['forbidden', 'REFUSED HTTP_403'],
    ['busy', 'BUSY HTTP_429'],
    ['overloaded', 'BUSY HTTP_503'],
    ['error', 'ANSWERED'],
    ['hugeDeclared', 'INVALID_ANSWER TOO_LARGE'],
  ])('by being %s alone goes on being asked', async (mode, said) => {
    stub.mode = mode;
    expect(new Set(await timesByTwo(15))).toEqual(new Set([said]));
  });

  it('by not being there is left alone after five calls, whoever made them', async () => {
    stub.mode = 'down';
    await stub.ready;
    expect(await times(6)).toEqual([...new Array<string>(5).fill('UNAVAILABLE CONNECT'), 'UNAVAILABLE BREAKER_OPEN']);
    stub.mode = 'healthy';
    await stub.ready;
  });

  it('by letting nobody connect within the deadline is left alone after five calls, whoever made them', async () => {
    const silent = new Transport();
    const post = silent.post.bind(silent);
    // An address at which nothing answers, not even with a refusal, cannot be had everywhere: what the transport says of one can.
    silent.post = async (...asked) => {
      const outcome = await post(...asked);
      return !outcome.ok && outcome.failure === 'DEADLINE' ? { ok: false, failure: 'CONNECT_DEADLINE' } : outcome;
    };
    tools = { ...tools, transport: silent };
    stub.mode = 'slow';
    const entry = { deadlineMs: 40 };
    const said = await times(6, { entry });
    await silent.stop();
    expect(said).toEqual([...new Array<string>(5).fill('TIMED_OUT DEADLINE'), 'UNAVAILABLE BREAKER_OPEN']);
  });

  it('gives its place back when what watches it fails', async () => {
    let begins = 0;
    const failing = {
      ...unobserved,
      begin: () => {
        begins += 1;
        throw new Error('planted');
      },
    };
    const watched = tools;
    tools = { ...tools, observer: failing };
    const entry = { maxConcurrent: 1 };
    await expect(call({ entry })).rejects.toThrow('planted');
    tools = watched;
    expect((await call({ entry })).said).toBe('ANSWERED');
    expect(begins).toBe(1);
  });

  it('is not called ill by those who have little time left, and those do not probe it', async () => {
    stub.mode = 'slow';
    const hurried = { entry: { deadlineMs: 1000 }, deadlineMs: 30 };
    expect(new Set(await times(8, hurried))).toEqual(new Set(['TIMED_OUT DEADLINE']));
    stub.mode = 'crashed';
    await timesByTwo(5, { entry: { deadlineMs: 1000 } });
    stub.mode = 'healthy';
    passedMs += 1000;
    expect((await call(hurried)).said).toBe('UNAVAILABLE BREAKER_OPEN');
    expect((await call()).said).toBe('ANSWERED');
  });

  it('is not called ill for clients who leave', async () => {
    stub.mode = 'slow';
    for (let round = 0; round < 8; round += 1) {
      const left = new AbortController();
      setTimeout(() => left.abort(), 10);
      expect((await call({ signal: left.signal })).said).toBe('UNAVAILABLE CLIENT_LEFT');
    }
    stub.mode = 'healthy';
    expect((await call()).said).toBe('ANSWERED');
  });
});

describe('who watches', () => {
  it('hears of each call once: how it began, what was sent again, how it ended, and which were not made', async () => {
    const heard: unknown[] = [];
    tools = {
      ...tools,
      observer: {
        ...unobserved,
        begin(_, { traceparents, representations }) {
          heard.push(['begin', traceparents.length, representations]);
          return {
            traceparent: 'span',
            sentAgain: (why) => heard.push(why),
            end: (status, about) => heard.push([status, about]),
          };
        },
        notMade: (_, status) => heard.push(['not made', status]),
      },
    };
    const told = async (mode: StubMode, one?: Call) => {
      stub.mode = mode;
      await call(one);
      return heard.splice(0);
    };
    const begin = ['begin', 1, 0];
    expect(await told('healthy')).toEqual([begin, ['ANSWERED', { httpStatus: 200 }]]);
    expect(stub.headers.at(-1)?.traceparent).toBe('span');
    expect(await told('resetKept')).toEqual([begin, 'RETRY', ['ANSWERED', { httpStatus: 200 }]]);
    expect(await told('html')).toEqual([begin, ['INVALID_ANSWER', { httpStatus: 200, reason: 'CONTENT_TYPE' }]]);
    expect(await told('busy')).toEqual([begin, ['BUSY', { httpStatus: 429, reason: 'HTTP_429' }]]);
    const slow = { entry: { hedgeAfterMs: 10, deadlineMs: 100 } };
    expect(await told('slow', slow)).toEqual([begin, 'HEDGE', ['TIMED_OUT', { reason: 'DEADLINE' }]]);
    const paused = { paused: { since: '2026-11-01T00:00:00Z', reason: 'AUDIT' } };
    expect(await told('healthy', { entry: paused })).toEqual([['not made', 'REFUSED']]);
  });
});

describe('an endpoint that is busy', () => {
  it('and says until when is not called before', async () => {
    stub.mode = 'retryAfter';
    stub.retryAfter = '7';
    expect((await call()).said).toBe('BUSY HTTP_429');
    stub.mode = 'healthy';
    expect(await call()).toEqual({ said: 'BUSY RETRY_AFTER', calls: 0 });
    passedMs += 7000;
    expect((await call()).said).toBe('ANSWERED');
  });

  it('may say so to one caller: another is asked for, until it was told so too', async () => {
    stub.mode = 'retryAfter';
    stub.retryAfter = '7';
    const saidTo = async (caller: string) => (await call({ caller })).said;
    expect(await saidTo('a')).toBe('BUSY HTTP_429');
    expect(await saidTo('a')).toBe('BUSY RETRY_AFTER');
    expect(await saidTo('b')).toBe('BUSY HTTP_429');
    expect(await saidTo('c')).toBe('BUSY RETRY_AFTER');
    stub.mode = 'healthy';
    passedMs += 7000;
    for (const caller of ['a', 'b', 'c']) expect(await saidTo(caller)).toBe('ANSWERED');
  });

  it('may say it as an instant, and keeps nobody away for more than a minute', async () => {
    stub.mode = 'retryAfter';
    stub.retryAfter = new Date(Date.now() + 3_600_000).toUTCString();
    await call();
    passedMs += 59_000;
    expect((await call()).said).toBe('BUSY RETRY_AFTER');
    passedMs += 1000;
    expect((await call()).said).toBe('BUSY HTTP_429');
  });

  it('and says nothing that can be understood is called as before', async () => {
    stub.mode = 'retryAfter';
    stub.retryAfter = 'soon';
    expect(await times(2)).toEqual(['BUSY HTTP_429', 'BUSY HTTP_429']);
  });
});

describe('the index', () => {
  const entry = { source: indexSource };
  const said = async (caller: string) => (await call({ entry, caller })).said;

  it.each<[StubMode, string]>([
    ['crashed', 'UNAVAILABLE HTTP_500'],
    ['reset', 'UNAVAILABLE CONNECTION_LOST'],
    ['malformed', 'INVALID_ANSWER NOT_JSON'],
    ['hugeDeclared', 'INVALID_ANSWER TOO_LARGE'],
    ['retryAfter', 'BUSY HTTP_429'],
  ])('that is %s is asked again at once, by the same and by others', async (mode, failure) => {
    stub.mode = mode;
    stub.retryAfter = '60';
    expect(new Set(await timesByTwo(15, { entry }))).toEqual(new Set([failure]));
    stub.mode = 'healthy';
    expect([await said('a'), await said('c')]).toEqual(['ANSWERED', 'ANSWERED']);
  });

  it('that is not there is left alone for a quarter of a second', async () => {
    stub.mode = 'down';
    await stub.ready;
    await times(5, { entry });
    expect(await said('b')).toBe('UNAVAILABLE BREAKER_OPEN');
    passedMs += 250;
    expect(await said('b')).toBe('UNAVAILABLE CONNECT');
    stub.mode = 'healthy';
    await stub.ready;
    passedMs += 250;
    expect(await said('b')).toBe('ANSWERED');
  });
});

describe('a read on a kept connection that is closed', () => {
  it('is sent again on a new one, however many were kept', async () => {
    await Promise.all(Array.from({ length: 10 }, () => call()));
    stub.mode = 'keepAliveRace';
    expect(await call()).toEqual({ said: 'ANSWERED', calls: 2 });
  });

  it('is sent again once, and what changes something never', async () => {
    await Promise.all(Array.from({ length: 10 }, () => call()));
    stub.mode = 'resetKept';
    expect(await call({ isRead: false })).toEqual({ said: 'UNAVAILABLE CONNECTION_LOST', calls: 1 });
    stub.mode = 'reset';
    expect(await call()).toEqual({ said: 'UNAVAILABLE CONNECTION_LOST', calls: 2 });
  });
});

describe('a read that is slow to begin', () => {
  const entry = { hedgeAfterMs: 30 };
  /** The first request to come is held for ever; all others are answered. */
  const holdFirst = () => {
    stub.mode = 'slow';
    const wait = setInterval(() => {
      if (stub.take().length === 0) return;
      clearInterval(wait);
      stub.mode = 'healthy';
    }, 2);
  };

  it('is sent again, signed anew, where the directory says so; the first good answer counts', async () => {
    holdFirst();
    expect(await call({ entry })).toEqual({ said: 'ANSWERED', calls: 2 });
    expect(signed).toEqual(['nonce-0', 'nonce-1']);
  });

  it('is waited for where the directory says nothing', async () => {
    holdFirst();
    expect(await call({ entry: { deadlineMs: 150 } })).toEqual({ said: 'TIMED_OUT DEADLINE', calls: 1 });
  });

  it('gives its places back, both of them', async () => {
    for (let round = 0; round < 5; round += 1) {
      holdFirst();
      expect((await call({ entry: { ...entry, maxConcurrent: 2 } })).said).toBe('ANSWERED');
    }
  });

  it('is not sent again where there is no room for two', async () => {
    holdFirst();
    const one = { ...entry, maxConcurrent: 1, deadlineMs: 150 };
    expect(await call({ entry: one })).toEqual({ said: 'TIMED_OUT DEADLINE', calls: 1 });
  });

  it('is not sent again when its answer has begun', async () => {
    stub.mode = 'drip';
    expect(await call({ entry: { hedgeAfterMs: 1000, deadlineMs: 1300 } })).toEqual({
      said: 'TIMED_OUT DEADLINE',
      calls: 1,
    });
  });

  it('is a read: what changes something is sent once', async () => {
    holdFirst();
    expect((await call({ isRead: false, entry: { ...entry, deadlineMs: 150 } })).calls).toBe(1);
  });

  it('of a holder that is slow with everything is sent again for few', async () => {
    stub.mode = 'slow';
    tools = { ...tools, bulkheads: new Bulkheads({ breaker: { failuresInARow: 1000, callsMin: 1000 } }) };
    const asked = await Promise.all(
      Array.from({ length: 40 }, () => call({ entry: { ...entry, maxConcurrent: 200, deadlineMs: 2000 } })),
    );
    const calls = asked.reduce((sum, one) => sum + one.calls, 0);
    expect(calls).toBeGreaterThan(40);
    expect(calls).toBeLessThanOrEqual(50);
  });
});
