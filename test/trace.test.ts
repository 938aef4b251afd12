// One trace from the client to the holder and back (W3C Trace Context), so that a question can be followed through every log.
import { randomBytes } from 'node:crypto';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { endpointName } from '#kit/directory.ts';
import { plantedRecords, story } from '../demo/nation/story.ts';
import { createWorld } from '../demo/nation/world.ts';
import { startFederation, testSeed, testToday } from './federation.ts';
import type { Federation } from './federation.ts';

const { plate } = story(testSeed).stolenPlate;
const wanted = `{ vehicles(plates: ["${plate}"]) { subjects { records { holder asOf } } } }`;
const watched = ['national-index/SENASP', 'vehicles/SENATRAN'];

let federation: Federation;
/** The `traceparent` of every question that came to the endpoint. */
const seen = new Map<string, string[]>();
const closers: (() => void)[] = [];

beforeAll(async () => {
  federation = await startFederation({ records: plantedRecords(createWorld(testSeed, testToday)) });
  const roads = new Map<string, string>();
  for (const entry of federation.directory().endpoints)
    if (watched.includes(endpointName(entry)))
      roads.set(endpointName(entry), await watch(endpointName(entry), entry.url));
  await federation.changeDirectory((directory) => ({
    ...directory,
    endpoints: directory.endpoints.map((entry) => ({ ...entry, url: roads.get(endpointName(entry)) ?? entry.url })),
  }));
});
afterAll(async () => {
  await federation?.close();
  for (const close of closers) close();
});
beforeEach(() => seen.clear());

/** Stands before an endpoint, notes what comes, and carries it on unchanged. */
async function watch(name: string, target: string): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    if (incoming.url === '/graphql')
      seen.set(name, [...(seen.get(name) ?? []), incoming.headers.traceparent as string]);
    const { method, headers } = incoming;
    const onward = httpRequest(new URL(incoming.url ?? '/', target), { method, headers, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function ask(headers: Readonly<Record<string, string>>) {
  const answer = await federation.ask(wanted, {}, { headers });
  expect(answer.status).toBe(200);
  expect(answer.text).toContain('"holder":"SENATRAN"');
  const parts = watched.map((name) => {
    const [traceparent = '', ...others] = seen.get(name) ?? [];
    expect(others).toEqual([]);
    expect(traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/);
    const [, trace = '', span = '', flags = ''] = traceparent.split('-');
    return { trace, span, flags };
  });
  return { traceId: answer.extensions.traceId, parts };
}

describe('a trace', () => {
  it.each(['00', '01'])(
    'of the client goes on to index and holder, in spans of their own, flags %s kept',
    async (flags) => {
      const traceId = randomBytes(16).toString('hex');
      const span = randomBytes(8).toString('hex');
      const { traceId: told, parts } = await ask({ traceparent: `00-${traceId}-${span}-${flags}` });
      expect(told).toBe(traceId);
      expect(parts.map(({ trace }) => trace)).toEqual([traceId, traceId]);
      expect(parts.map((part) => part.flags)).toEqual([flags, flags]);
      expect(new Set([span, ...parts.map((part) => part.span)]).size).toBe(3);
    },
  );

  it('begins at the gateway where the client has none, each time another', async () => {
    const first = await ask({});
    seen.clear();
    const second = await ask({});
    for (const { traceId, parts } of [first, second])
      expect(parts.map(({ trace }) => trace)).toEqual([traceId, traceId]);
    expect(first.traceId).not.toBe(second.traceId);
  });

  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  it.each([
    ['no version', `${trace}-00f067aa0ba902b7-01`],
    ['the version that is none', `ff-${trace}-00f067aa0ba902b7-01`],
    ['capitals', `00-${trace.toUpperCase()}-00f067aa0ba902b7-01`],
    ['a trace of zeros', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`],
    ['a span of zeros', `00-${trace}-${'0'.repeat(16)}-01`],
    ['a trace too short', `00-${trace.slice(1)}-00f067aa0ba902b7-01`],
    ['more than it should have', `00-${trace}-00f067aa0ba902b7-01-x`],
    ['another text', "' or 1=1 --"],
    ['nothing', ''],
    ['two traces', `00-${trace}-00f067aa0ba902b7-01, 00-${trace}-00f067aa0ba902b7-01`],
  ])('that is malformed (%s) is replaced', async (_what, traceparent) => {
    const { traceId, parts } = await ask({ traceparent });
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(traceId).not.toBe(trace);
    expect(parts.map((part) => part.trace)).toEqual([traceId, traceId]);
  });

  it('is told with a refusal too', async () => {
    const { status, extensions } = await federation.ask(
      '{',
      {},
      { headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` } },
    );
    expect([status, extensions.traceId]).toEqual([400, trace]);
  });
});
