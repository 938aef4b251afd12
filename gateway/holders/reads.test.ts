// Reads over real sockets, on a clock of the test's own.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EndpointEntry } from '#kit/directory.ts';
import { startStubHolder } from '../../test/stub-holder.ts';
import type { StubHolder } from '../../test/stub-holder.ts';
import { unsigned } from '../../test/stub-network.ts';
import type { EngineRequest } from '../engine/engine.ts';
import { unobserved } from '../telemetry/calls.ts';
import { Bulkheads } from './availability.ts';
import { joinWithinMs, Reads } from './reads.ts';
import { SourceReport } from './report.ts';
import { Transport } from './transport.ts';

let stub: StubHolder;
let transport: Transport;
let reads: Reads;
let passedMs: number;
const startedAt = Date.now();
let joined: string[];
/** What the signer does; a mistake of ours where it throws for the verification. */
let verify: () => boolean;

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
  stub.take();
  passedMs = 0;
  joined = [];
  verify = () => true;
  reads = new Reads({
    transport,
    bulkheads: new Bulkheads({ random: () => 0 }),
    signer: { sign: unsigned.sign, verify: () => verify() },
    now: () => startedAt + passedMs,
    observer: {
      ...unobserved,
      joined: (_endpoint, traceparent) => ({
        end: (status) => void joined.push(`${traceparent.slice(3, 7)} ${status}`),
      }),
    },
  });
});

const entry = (more: Partial<EndpointEntry> = {}): EndpointEntry =>
  ({
    ...{ source: 'individuals', holder: 'SP', url: stub.url, connection: 'https', exchangeKey: { kid: 'a' } },
    ...{ schemaVersion: 1, fieldsNotHeld: [], publication: 'FULL', probes: [], environment: 'test' },
    ...{ deadlineMs: 30_000, maxConcurrent: 50, perSecond: 1_000_000, maintenance: [] },
    ...{ agreement: { basis: 'test' }, contact: { unit: 'A' }, ...more },
  }) as EndpointEntry;

function request(deadlineMs = 60_000, signal = new AbortController().signal): EngineRequest {
  return {
    ...{ report: new SourceReport(), signal, deadlineAt: reads.now() + deadlineMs },
    traceparent: `00-${'b'.repeat(32)}-${'c'.repeat(16)}-01`,
  } as EngineRequest;
}

const body = '{"query":"{ __typename }","extensions":{"askers":[{"caller":{"id":"agent-1"}}]}}';
const othersBody = body.replace('agent-1', 'agent-2');
const sent = () => stub.take().length;

describe('the same read', () => {
  it('is made once for those who ask while it is on its way', async () => {
    const endpoint = entry();
    const asked = [request(), request(), request()];
    const outcomes = await Promise.all(asked.map((one) => reads.call(endpoint, body, one)));
    expect(sent()).toBe(1);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(asked.map(({ report }) => report.calls.get('individuals/SP'))).toEqual([1, 1, 1]);
    expect(joined).toEqual(['bbbb ANSWERED', 'bbbb ANSWERED']);
  });

  it('is made again when it has been answered', async () => {
    const endpoint = entry();
    await reads.call(endpoint, body, request());
    await reads.call(endpoint, body, request());
    expect(sent()).toBe(2);
  });

  it('is another when another person asks, or another endpoint is asked', async () => {
    const [here, there] = [entry(), entry({ holder: 'RJ' })];
    await Promise.all([
      reads.call(here, body, request()),
      reads.call(here, othersBody, request()),
      reads.call(there, body, request()),
    ]);
    expect(sent()).toBe(3);
  });

  it('is another when it has been on its way for too long', async () => {
    const endpoint = entry();
    const first = reads.call(endpoint, body, request());
    passedMs = joinWithinMs + 1;
    await Promise.all([first, reads.call(endpoint, body, request())]);
    expect(sent()).toBe(2);
  });

  it('is another when the directory has changed', async () => {
    await Promise.all([reads.call(entry(), body, request()), reads.call(entry(), body, request())]);
    expect(sent()).toBe(2);
  });

  it('is another when who began it had less time', async () => {
    const endpoint = entry();
    stub.mode = 'slow';
    const short = reads.call(endpoint, body, request(50));
    const long = reads.call(endpoint, body, request(1000));
    expect(await short).toMatchObject({ failure: { status: 'TIMED_OUT' } });
    stub.mode = 'healthy';
    expect(sent()).toBe(2);
    expect(await long).toMatchObject({ failure: { status: 'TIMED_OUT' } });
  });

  it('goes on when who began it leaves, and is another when all have', async () => {
    const endpoint = entry();
    stub.mode = 'lateHeaders';
    const before = stub.requests.length;
    const [left, alsoLeft] = [new AbortController(), new AbortController()];
    const first = reads.call(endpoint, body, request(undefined, left.signal));
    const second = reads.call(endpoint, body, request(undefined, alsoLeft.signal));
    while (stub.requests.length === before) await new Promise((resolve) => setTimeout(resolve, 5));
    left.abort();
    expect(await first).toMatchObject({ failure: { reason: 'CLIENT_LEFT' } });
    alsoLeft.abort();
    const third = reads.call(endpoint, body, request());
    expect(await second).toMatchObject({ failure: { reason: 'CLIENT_LEFT' } });
    expect(await third).toMatchObject({ ok: true });
    expect(sent()).toBe(2);
  });
});

describe('a read', () => {
  it('is not made for a client that has left, nor for one whose time is over', async () => {
    expect(await reads.call(entry(), body, request(undefined, AbortSignal.abort()))).toMatchObject({
      failure: { reason: 'CLIENT_LEFT' },
    });
    expect(await reads.call(entry(), body, request(0))).toMatchObject({ failure: { status: 'TIMED_OUT' } });
    expect(sent()).toBe(0);
  });

  it('rejects for everybody who waits when it fails by a mistake of ours, and the next is made', async () => {
    const endpoint = entry();
    verify = () => {
      throw new TypeError('a mistake');
    };
    const outcomes = await Promise.allSettled([
      reads.call(endpoint, body, request()),
      reads.call(endpoint, body, request()),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    verify = () => true;
    expect(await reads.call(endpoint, body, request())).toMatchObject({ ok: true });
    expect(sent()).toBe(2);
  });
});
