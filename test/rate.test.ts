// Who asks too often is told so, whose limit it was and when to come back; and nobody else notices.
import { createSecretKey } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Profile } from '#kit/caller.ts';
import { cpfFromBase } from '#kit/identifiers/cpf.ts';
import { addressDigest } from '../gateway/limits/address.ts';
import { startFederation } from './federation.ts';
import type { Federation } from './federation.ts';
import { redisOnPath, startRedis } from './redis-under-test.ts';
import type { RedisUnderTest } from './redis-under-test.ts';

const query = '{ me { profile } }';
const origin = 'https://frontend.example';

interface Sent {
  readonly status: number;
  readonly headers: Headers;
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly extensions: Readonly<Record<string, unknown>> | undefined;
}

interface From {
  readonly profile?: Profile;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly address?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

let federation: Federation;
const logged: string[] = [];
const tokens = new Map<string, Promise<string>>();

beforeAll(async () => {
  federation = await startFederation({ records: [], patient: true, log: (line) => void logged.push(line) });
});
afterAll(() => federation?.close());

async function send(url: string, from: From = {}): Promise<Sent> {
  const { profile, claims = {}, address, headers = {}, body = JSON.stringify({ query }) } = from;
  const name = JSON.stringify([profile, claims]);
  if (profile && !tokens.has(name)) tokens.set(name, federation.token(profile, claims));
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(profile && { authorization: `Bearer ${await tokens.get(name)}` }),
      ...(address !== undefined && { 'x-forwarded-for': address }),
      ...headers,
    },
    body,
  });
  const { errors = [] } = (await response.json()) as {
    readonly errors?: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[];
  };
  const [error] = errors;
  return {
    ...{ status: response.status, headers: response.headers, message: error?.message },
    ...{ code: error?.extensions['code'] as string | undefined, extensions: error?.extensions },
  };
}

async function statuses(times: number, ask: () => Promise<Sent>): Promise<readonly number[]> {
  const found: number[] = [];
  for (let at = 0; at < times; at++) found.push((await ask()).status);
  return found;
}

async function metrics(url: string): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return new Map([...text.matchAll(/^(\S+) (\d+)$/gm)].map(([, name = '', value]) => [name, Number(value)]));
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('a rate', () => {
  let url: string;
  beforeAll(async () => {
    url = await federation.openReplica({
      RATE_ADDRESS_PER_MINUTE: '12',
      RATE_CALLER_PER_MINUTE: '5',
      RATE_AGENCY_PER_MINUTE: '8',
      TRUSTED_PROXIES: '127.0.0.1',
      CORS_ORIGINS: origin,
    });
  });

  it('of a caller is his own: he is refused, with the time to wait, whatever token and address he comes with', async () => {
    const officer = (address: string): From => ({ profile: 'patrol', claims: { state: 'AC' }, address });
    expect(await statuses(5, () => send(url, officer('203.0.113.1')))).toEqual([200, 200, 200, 200, 200]);
    const refused = await send(url, { ...officer('203.0.113.2'), headers: { origin } });
    expect(refused).toMatchObject({ status: 429, code: 'RATE_LIMITED', extensions: { rate: 'CALLER', limit: 5 } });
    expect(refused.message).toBe('Você passou do seu limite de 5 pedidos por minuto; aguarde.');
    const wait = Number(refused.headers.get('retry-after'));
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(wait).toBeGreaterThanOrEqual(1);
    expect(wait).toBeLessThanOrEqual(60);
    expect(refused.extensions?.['retryAfterS']).toBe(wait);
    const other = await federation.token('patrol', { state: 'AC' });
    const again = await send(url, { address: '203.0.113.3', headers: { authorization: `Bearer ${other}` } });
    expect(again.status).toBe(429);
  });

  it('of a caller does not hurt his agency', async () => {
    const colleague: From = { profile: 'military', claims: { body: 'PMAC' }, address: '203.0.113.4' };
    expect(await statuses(3, () => send(url, colleague))).toEqual([200, 200, 200]);
  });

  it('of an agency is passed by its people together, and hurts no other', async () => {
    const people = (['RJ', 'SP', 'MG'] as const).map((state): From => {
      return { profile: 'inspector', claims: { state, body: 'RECEITA' }, address: '203.0.113.5' };
    });
    expect(await statuses(4, () => send(url, people[0]))).toEqual([200, 200, 200, 200]);
    expect(await statuses(4, () => send(url, people[1]))).toEqual([200, 200, 200, 200]);
    const refused = await send(url, { ...people[2], headers: { 'accept-language': 'en' } });
    expect(refused).toMatchObject({ status: 429, code: 'RATE_LIMITED', extensions: { rate: 'AGENCY', limit: 8 } });
    expect(refused.message).toBe('Your agency has passed the limit of 8 requests a minute; wait.');
    expect(refused.headers.get('retry-after')).toMatch(/^[1-9]\d?$/);
    expect((await send(url, { profile: 'inspector', claims: { state: 'BA' }, address: '203.0.113.6' })).status).toBe(
      200,
    );
  });

  it('of an address is passed before anybody is known, and hurts no other address', async () => {
    const address = '198.51.100.1';
    for (const state of ['AL', 'AM', 'AP', 'BA'])
      expect(await statuses(3, () => send(url, { profile: 'patrol', claims: { state }, address }))).toEqual([
        200, 200, 200,
      ]);
    const refused = await send(url, { address, headers: { 'accept-language': 'es', origin } });
    expect(refused).toMatchObject({ status: 429, code: 'RATE_LIMITED', extensions: { rate: 'ADDRESS', limit: 12 } });
    expect(refused.message).toBe('Esta dirección de red superó el límite de 12 solicitudes por minuto; espere.');
    expect(refused.headers.get('retry-after')).toMatch(/^[1-9]\d?$/);
    const elsewhere = await send(url, { profile: 'patrol', claims: { state: 'AL' }, address: '198.51.100.2' });
    expect(elsewhere.status).toBe(200);
  });

  it('of an address cannot be escaped by what the client says of itself, nor within its own /56', async () => {
    const found = new Set<number>();
    for (let at = 0; at < 30; at++) {
      found.add((await send(url, { address: `10.1.1.${at}, 198.51.100.3` })).status);
      found.add((await send(url, { address: `2001:db8:1:1::${at}` })).status);
    }
    expect(found).toEqual(new Set([401, 429]));
    expect((await send(url, { address: '198.51.100.3' })).status).toBe(429);
    expect((await send(url, { address: '2001:db8:1:1:ffff::1' })).status).toBe(429);
    expect((await send(url, { address: '2001:db8:1:ff::1' })).status).toBe(429);
    expect((await send(url, { address: '2001:db8:1:100::1' })).status).toBe(401);
  });

  it('counts five for a request of nobody known', async () => {
    const bad = { authorization: 'Bearer e30.e30.e30' };
    expect(await statuses(5, () => send(url, { address: '198.51.100.4', headers: bad }))).toEqual([
      401, 401, 401, 429, 429,
    ]);
    expect(await statuses(5, () => send(url, { address: '198.51.100.5' }))).toEqual([401, 401, 401, 429, 429]);
  });

  it('refuses a large body without reading it, and the connection is good afterwards', async () => {
    const body = JSON.stringify({ query, variables: { pad: 'x'.repeat(90_000) } });
    expect(await statuses(4, () => send(url, { address: '198.51.100.6', body }))).toEqual([401, 401, 401, 429]);
    expect((await send(url, { profile: 'judge', address: '198.51.100.7' })).status).toBe(200);
  });

  it('can be read by a page of an allowed origin: the wait, too', async () => {
    const refusedTo = async (page: string): Promise<Sent> => {
      for (;;) {
        const sent = await send(url, { address: '198.51.100.1', headers: { origin: page } });
        if (sent.status === 429) return sent;
      }
    };
    const shown = await refusedTo(origin);
    expect(shown.headers.get('access-control-allow-origin')).toBe(origin);
    expect(shown.headers.get('access-control-expose-headers')).toBe('retry-after');
    const hidden = await refusedTo('https://evil.example');
    expect(hidden.headers.get('access-control-allow-origin')).toBeNull();
    expect(hidden.headers.get('access-control-expose-headers')).toBeNull();
  });

  it('does not count what a browser asks beforehand', async () => {
    const ask = () =>
      fetch(`${url}/graphql`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'x-forwarded-for': '198.51.100.1' },
      });
    const found = await Promise.all(Array.from({ length: 20 }, ask));
    expect(new Set(found.map(({ status }) => status))).toEqual(new Set([204]));
  });

  it('is journalled once a minute: of a caller, of an agency, and of an address never in clear', async () => {
    const ofCaller = await federation.journal<{ caller: string; body: string }[]>`
      select caller, body from access where outcome = 'RATE_LIMITED' and body = 'PMAC'`;
    expect(ofCaller).toHaveLength(1);
    const ofAgency = await federation.journal`
      select caller from access where outcome = 'RATE_LIMITED' and body = 'RECEITA'`;
    expect(ofAgency).toHaveLength(1);
    const lines = (address: string) => federation.journal<{ caller: string | null }[]>`
      select caller from access join access_subject on access_id = access.id
      where outcome = 'RATE_LIMITED' and kind = 'ADDRESS' and digest = ${digestOf(address)}`;
    // Its minute may have ended and begun again on a slow machine.
    const ofAddress = await lines('198.51.100.1');
    expect(ofAddress.length).toBeGreaterThanOrEqual(1);
    expect(ofAddress.every(({ caller }) => caller === null)).toBe(true);
    const before = ofAddress.length;
    const flood = await statuses(100, () => send(url, { address: '198.51.100.1' }));
    expect(flood.filter((status) => status === 429).length).toBeGreaterThan(80);
    expect((await lines('198.51.100.1')).length - before).toBeLessThanOrEqual(1);
    const [{ text = '' } = {}] = await federation.journal<{ text: string }[]>`
      select string_agg(to_jsonb(a)::text || coalesce(to_jsonb(s)::text, ''), '') as text
      from access a left join access_subject s on s.access_id = a.id`;
    expect(text).toContain('RATE_LIMITED');
    expect(text).not.toMatch(/198\.51\.100|203\.0\.113|2001:db8/);
  });

  it('is counted by kind in the metrics, which name nobody', async () => {
    const found = await metrics(url);
    for (const rate of ['ADDRESS', 'CALLER', 'AGENCY'])
      expect(found.get(`infoseg_rate_refusals_total{rate="${rate}"}`)).toBeGreaterThanOrEqual(1);
    expect(found.get('infoseg_requests_total{outcome="RATE_LIMITED"}')).toBeGreaterThan(80);
    expect(found.get('infoseg_requests_total{outcome="ANSWERED"}')).toBeGreaterThan(20);
    expect(found.get('infoseg_requests_total{outcome="NO_TOKEN"}')).toBeGreaterThan(3);
    expect([...found.keys()].join()).not.toMatch(/\d{3}\.\d|PMAC|RECEITA|patrol/);
  });

  it('is shown with the other metrics to those who may read them, and to nobody else', async () => {
    const ask = (headers: Readonly<Record<string, string>>) => fetch(`${url}/metrics`, { headers });
    expect((await ask({})).status).toBe(200);
    expect((await ask({ 'x-forwarded-for': '198.51.100.9' })).status).toBe(404);
    const behindStranger = await fetch(`${federation.url}/metrics`, { headers: { 'x-forwarded-for': '127.0.0.1' } });
    expect(behindStranger.status).toBe(404);
  });
});

describe('the rate of different CPFs', () => {
  let url: string;
  beforeAll(async () => {
    url = await federation.openReplica({ RATE_CPF_PER_MINUTE: '10', RATE_CPF_PER_HOUR: '60' });
  });

  /** As many people as a mask of a CPF leaves, and more. */
  const cpfs = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) => cpfFromBase(String(700_000_000 + from + at)));
  const lookUps = (of: readonly string[]) =>
    JSON.stringify({
      query: `{ ${of.map((cpf, at) => `a${at}: individuals(cpf: "${cpf}") { subjects { id } }`).join(' ')} }`,
    });
  const guard: From = { profile: 'municipal-guard', claims: { state: 'SP' } };

  it('ends the trying of numbers after a few, and says whose limit it was and when to come back', async () => {
    let tried = 0;
    const answers: Sent[] = [];
    // A mask hides three digits, and the check digits follow: a thousand numbers, of which one is the person's.
    for (let from = 0; from < 1000; from += 5) {
      answers.push(await send(url, { ...guard, body: lookUps(cpfs(from, 5)) }));
      if (answers.at(-1)?.status !== 200) break;
      tried += 5;
    }
    expect(tried).toBe(10);
    const refused = answers.at(-1);
    expect(refused).toMatchObject({ status: 429, code: 'RATE_LIMITED', extensions: { rate: 'CPF_MINUTE', limit: 10 } });
    expect(refused?.message).toBe('Você passou do seu limite de 10 CPFs diferentes por minuto; aguarde.');
    expect(refused?.headers.get('retry-after')).toMatch(/^[1-9]\d?$/);
  });

  it('is the same by the one box, by an owner and by the document that has the number of the CPF', async () => {
    const patrol: From = { profile: 'patrol', claims: { state: 'BA' } };
    const [first = '', second = ''] = cpfs(5000, 2);
    const written = `${first.slice(0, 3)}.${first.slice(3, 6)}.${first.slice(6, 9)}-${first.slice(9)}`;
    expect((await send(url, { ...patrol, body: lookUps(cpfs(5000, 5)) })).status).toBe(200);
    expect((await send(url, { ...patrol, body: lookUps(cpfs(5010, 5)) })).status).toBe(200);
    const ask = (field: string) => send(url, { ...patrol, body: JSON.stringify({ query: `{ ${field} }` }) });
    // Known: nothing new is tried.
    expect((await ask(`search(text: "${written}") { hits { totalCount } }`)).status).toBe(200);
    expect((await ask(`individualsByDocument(rg: "${second}", uf: SP) { subjects { id } }`)).status).toBe(200);
    const [other = ''] = cpfs(5100, 1);
    for (const field of [
      `search(text: "${other}") { hits { totalCount } }`,
      `individualsByDocument(rg: "${other}", uf: SP) { subjects { id } }`,
      `individuals(cpf: "${other}") { subjects { id } }`,
    ])
      expect(await ask(field)).toMatchObject({ status: 429, extensions: { rate: 'CPF_MINUTE' } });
  });

  it('leaves whoever looks at the same people again alone, and all else that he asks', async () => {
    const officer: From = { profile: 'patrol', claims: { state: 'PR' } };
    const again = () => send(url, { ...officer, body: lookUps(cpfs(6000, 5)) });
    expect(new Set(await statuses(30, again))).toEqual(new Set([200]));
    expect((await send(url, { ...officer, body: lookUps(cpfs(6000, 6)) })).code).toBe('TOO_MANY_CPFS');
    expect((await send(url, { ...officer, body: lookUps(cpfs(6100, 5)) })).status).toBe(200);
    expect((await send(url, { ...officer, body: lookUps(cpfs(6200, 1)) })).status).toBe(429);
    expect((await again()).status).toBe(200);
    expect((await send(url, officer)).status).toBe(200);
  });

  it('is not for those who see the whole number: they have nothing to guess', async () => {
    const investigator: From = { profile: 'investigator', claims: { state: 'SP' } };
    for (let from = 0; from < 60; from += 20)
      expect((await send(url, { ...investigator, body: lookUps(cpfs(from, 20)) })).status).toBe(200);
  });

  it('is journalled with everybody who was looked for', async () => {
    const [row] = await federation.journal<{ named: number }[]>`
      select (select count(*)::int from access_subject where access_id = access.id and kind = 'CPF') as named
      from access where outcome = 'RATE_LIMITED' and profile = 'municipal-guard' order by id desc limit 1`;
    expect(row?.named).toBe(5);
    expect((await metrics(url)).get('infoseg_rate_refusals_total{rate="CPF_MINUTE"}')).toBeGreaterThanOrEqual(5);
  });
});

describe('more than can be served at once', () => {
  it('is served agency by agency: one request is among the next, although two hundred of another agency wait', async () => {
    const url = await federation.openReplica({ CONCURRENT_MAX: '2' });
    const flood: From = { profile: 'investigator', claims: { state: 'SP' } };
    const single: From = { profile: 'investigator', claims: { state: 'RJ' } };
    expect([(await send(url, flood)).status, (await send(url, single)).status]).toEqual([200, 200]);
    const [{ last = '0' } = {}] = await federation.journal<
      { last: string }[]
    >`select max(id)::text as last from access`;

    // Whoever is served waits for the journal, until all have arrived. One place of the two is any one agency's.
    const answers = await federation.journal.begin(async (transaction) => {
      await transaction`lock table access in exclusive mode`;
      const sent = Array.from({ length: 200 }, () => send(url, flood));
      await until(async () => (await metrics(url)).get('infoseg_requests_waiting') === 199);
      sent.push(send(url, single));
      await until(async () => (await metrics(url)).get('infoseg_requests_running') === 2);
      return sent;
    });
    const statusesFound = (await Promise.all(answers)).map(({ status }) => status);
    expect(new Set(statusesFound)).toEqual(new Set([200]));

    const served = await federation.journal<{ body: string }[]>`
      select body from access where id > ${last}::bigint order by id`;
    expect(served).toHaveLength(201);
    expect(served.findIndex(({ body }) => body === 'PCRJ')).toBeLessThanOrEqual(2);
    const found = await metrics(url);
    expect(found.get('infoseg_requests_running')).toBe(0);
    expect(found.get('infoseg_requests_waiting')).toBe(0);
    expect(found.get('infoseg_queue_waits_total')).toBe(199);
  });

  it('beyond the bounds of the queue is told to come back, and clients that leave give their place up', async () => {
    const url = await federation.openReplica({ CONCURRENT_MAX: '1', QUEUE_PER_AGENCY_MAX: '3', QUEUE_MAX: '4' });
    const flood: From = { profile: 'investigator', claims: { state: 'SP' } };
    expect((await send(url, flood)).status).toBe(200);
    const leaving = new AbortController();
    await federation.journal
      .begin(async (transaction) => {
        await transaction`lock table access in exclusive mode`;
        const authorization = `Bearer ${await federation.token('investigator', { state: 'SP' })}`;
        const held = Array.from({ length: 4 }, () =>
          fetch(`${url}/graphql`, {
            method: 'POST',
            headers: { authorization, 'content-type': 'application/json' },
            body: JSON.stringify({ query }),
            signal: leaving.signal,
          }).catch(() => undefined),
        );
        await until(async () => (await metrics(url)).get('infoseg_requests_waiting') === 3);
        const refused = send(url, flood);
        await until(async () => ((await metrics(url)).get('infoseg_requests_total{outcome="OVERLOADED"}') ?? 0) === 1);
        leaving.abort();
        await until(async () => (await metrics(url)).get('infoseg_requests_waiting') === 0);
        await Promise.all(held);
        expect((await metrics(url)).get('infoseg_requests_total{outcome="LEFT"}')).toBe(3);
        return [refused];
      })
      .then(async ([refused]) => {
        const { status, code, headers } = (await refused) as Sent;
        expect([status, code]).toEqual([503, 'OVERLOADED']);
        expect(headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
      });
    expect((await send(url, flood)).status).toBe(200);
    await until(async () => (await metrics(url)).get('infoseg_requests_running') === 0);
    const overloaded = await federation.journal`select id from access where outcome = 'OVERLOADED' and body = 'PCSP'`;
    expect(overloaded).toHaveLength(1);
  });

  it('is bounded before anybody is known: slow senders of one address keep no other out', async () => {
    const url = await federation.openReplica({
      IN_FLIGHT_MAX: '8',
      CONCURRENT_MAX: '4',
      QUEUE_MAX: '4',
      TRUSTED_PROXIES: '127.0.0.1',
    });
    const slow = ['a', 'b'].map(() => slowSender(url, '198.51.100.20'));
    await until(async () => (await metrics(url)).get('infoseg_requests_in_flight') === 2);
    const refused = await send(url, { profile: 'patrol', address: '198.51.100.20' });
    expect([refused.status, refused.code]).toEqual([503, 'OVERLOADED']);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect((await send(url, { profile: 'patrol', address: '198.51.100.21' })).status).toBe(200);
    for (const socket of slow) socket.destroy();
    await until(async () => (await metrics(url)).get('infoseg_requests_in_flight') === 0);
    expect((await send(url, { profile: 'patrol', address: '198.51.100.20' })).status).toBe(200);
  });
});

describe('before anybody is known', () => {
  it('what is refused for want of room is counted, too', async () => {
    const room = { IN_FLIGHT_MAX: '8', CONCURRENT_MAX: '4', QUEUE_MAX: '4' };
    const url = await federation.openReplica({ ...room, TRUSTED_PROXIES: '127.0.0.1', RATE_ADDRESS_PER_MINUTE: '6' });
    const slow = ['a', 'b'].map(() => slowSender(url, '198.51.100.30'));
    await until(async () => (await metrics(url)).get('infoseg_requests_in_flight') === 2);
    const found = await statuses(6, () => send(url, { profile: 'patrol', address: '198.51.100.30' }));
    expect(found).toEqual([503, 503, 503, 503, 429, 429]);
    for (const socket of slow) socket.destroy();
  });

  it('every path counts, except what tells whether the gateway is up', async () => {
    const url = await federation.openReplica({ TRUSTED_PROXIES: '127.0.0.1', RATE_ADDRESS_PER_MINUTE: '6' });
    const statusOf = async (path: string, method = 'GET') => {
      const response = await fetch(`${url}${path}`, { method, headers: { 'x-forwarded-for': '198.51.100.31' } });
      await response.text();
      return response.status;
    };
    expect([await statusOf('/graphiql/'), await statusOf('/graphiql/config.json')]).toEqual([200, 200]);
    expect([await statusOf('/nothing'), await statusOf('/metrics'), await statusOf('/health', 'POST')]).toEqual([
      404, 404, 404,
    ]);
    expect([await statusOf('/graphql'), await statusOf('/graphiql/'), await statusOf('/nothing')]).toEqual([
      405, 429, 429,
    ]);
    expect(await statusOf('/graphiql/token', 'POST')).toBe(429);
    expect([await statusOf('/health'), await statusOf('/ready')]).toEqual([200, 200]);
    const lines = await federation.journal`select id from access where outcome = 'RATE_LIMITED' and caller is null
      and id in (select access_id from access_subject where digest = ${digestOf('198.51.100.31')})`;
    expect(lines).toHaveLength(1);
  });

  it('an unknown path is answered before its body has come', async () => {
    const { hostname, port } = new URL(federation.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      'POST /nothing HTTP/1.1\r\nhost: gateway\r\ncontent-type: text/plain\r\ncontent-length: 90000\r\n\r\nx',
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 404 /);
    socket.destroy();
  });

  it('an upload that its client cuts off is neither charged nor journalled as a bad request', async () => {
    const address = '198.51.100.32';
    const url = await federation.openReplica({ TRUSTED_PROXIES: '127.0.0.1', RATE_ADDRESS_PER_MINUTE: '20' });
    const journalled = async () => (await federation.journal`select id from access where caller is null`).length;
    const before = await journalled();
    for (let cut = 1; cut <= 10; cut++) {
      const socket = slowSender(url, address);
      await until(async () => (await metrics(url)).get('infoseg_requests_in_flight') === 1);
      socket.destroy();
      await until(async () => (await metrics(url)).get('infoseg_requests_total{outcome="LEFT"}') === cut);
    }
    expect(await journalled()).toBe(before);
    expect((await send(url, { profile: 'patrol', address })).status).toBe(200);
  });

  it('a connection that sends requests without waiting for answers is cut, and holds nothing', async () => {
    const url = await federation.openReplica({});
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname).on('error', () => undefined);
    // The server alone ends it.
    socket.write('GET /graphql HTTP/1.1\r\nhost: gateway\r\n\r\n'.repeat(100));
    await once(socket.resume(), 'close');
    const found = await metrics(url);
    expect(found.get('infoseg_requests_in_flight')).toBe(0);
    expect(found.get('infoseg_requests_total{outcome="METHOD_NOT_ALLOWED"}') ?? 0).toBeLessThanOrEqual(2);
  });

  it('one connection may ask as often as it likes, one request after the other', async () => {
    const { hostname, port } = new URL(federation.url);
    const socket = connect(Number(port), hostname);
    for (let at = 0; at < 20; at++) {
      socket.write('GET /health HTTP/1.1\r\nhost: gateway\r\n\r\n');
      const [answer] = (await once(socket, 'data')) as [Buffer];
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 /);
    }
    socket.destroy();
  });

  it('a proxy that nobody has named is mentioned in the log, once', async () => {
    const url = await federation.openReplica({});
    const about = () => logged.filter((line) => line.includes('TRUSTED_PROXIES')).length;
    const before = about();
    for (let at = 0; at < 3; at++) await send(url, { profile: 'patrol', address: '198.51.100.33' });
    expect(about()).toBe(before + 1);
    const told = await federation.openReplica({ TRUSTED_PROXIES: '192.0.2.1' });
    await send(told, { profile: 'patrol', address: '198.51.100.33' });
    expect(about()).toBe(before + 1);
  });
});

function digestOf(address: string): string {
  const path = join(federation.dataDir, 'keys', 'journal.key');
  return addressDigest(createSecretKey(Buffer.from(readFileSync(path, 'utf8').trim(), 'base64url')), address);
}

/** Headers, and a body that does not come. */
function slowSender(url: string, address: string): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname, () => {
    const lines = ['POST /graphql HTTP/1.1', 'host: gateway', `x-forwarded-for: ${address}`];
    socket.write([...lines, 'content-type: application/json', 'content-length: 1000', '', '{'].join('\r\n'));
  });
  socket.on('error', () => undefined);
  return socket;
}

// On a developer's machine without Redis these are left out; where CI says so, their absence is a failure.
describe.skipIf(!redisOnPath && !process.env['CI'])('two gateways that share a Redis', () => {
  let redis: RedisUnderTest;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.close());

  it('count together, and each by itself when Redis is gone', async () => {
    const env = { REDIS_URL: redis.url, RATE_CALLER_PER_MINUTE: '6' };
    const [one, other] = [await federation.openReplica(env), await federation.openReplica(env)];
    const officer: From = { profile: 'patrol', claims: { state: 'RS' } };
    expect(await statuses(4, () => send(one, officer))).toEqual([200, 200, 200, 200]);
    expect(await statuses(4, () => send(other, officer))).toEqual([200, 200, 429, 429]);
    expect((await send(one, officer)).status).toBe(429);
    await redis.kill();
    const colleague: From = { profile: 'patrol', claims: { state: 'SC' } };
    expect((await send(one, colleague)).status).toBe(200);
    expect((await metrics(one)).get('infoseg_rates_counted_alone')).toBe(1);
  });
});
