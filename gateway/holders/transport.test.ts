// What a transport makes of connections that end badly; bodies and statuses are met in the tests of calls and faults.
import { createHash, X509Certificate } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { rootCertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EndpointEntry } from '#kit/directory.ts';
import { Transport } from './transport.ts';
import type { TransportRequest } from './transport.ts';

let server: Server;
let endpoint: EndpointEntry;
/** What is done with each request, by the number of requests that came on its connection before. */
let serve: (socket: Socket, before: number) => void;
const open = new Set<Socket>();
const transport = new Transport();

beforeAll(async () => {
  server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => undefined);
    let count = 0;
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (!text.endsWith('}')) return;
      text = '';
      serve(socket, count);
      count += 1;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  endpoint = { source: 'individuals', holder: 'SP', url, maxConcurrent: 4 } as EndpointEntry;
});
afterAll(async () => {
  await transport.stop();
  for (const socket of open) socket.destroy();
  server.close();
});

const good = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}';

async function post(more: Partial<TransportRequest> = {}, at = endpoint, by = transport): Promise<string> {
  const { signal } = new AbortController();
  const outcome = await by.post(at, { headers: {}, body: '{}', deadlineMs: 20_000, signal, ...more });
  return outcome.ok ? `${outcome.status} ${outcome.body.toString()}` : outcome.failure;
}

describe('a connection', () => {
  it('that was used and is closed instead of an answer is stale; a new one is lost', async () => {
    serve = (socket, before) => (before === 0 ? socket.write(good) : socket.destroy());
    const single = { ...endpoint, holder: 'RJ', maxConcurrent: 1 };
    expect(await post({}, single)).toBe('200 {}');
    expect(await post({}, single)).toBe('CONNECTION_STALE');
    serve = (socket) => socket.destroy();
    expect(await post({}, single)).toBe('CONNECTION_LOST');
  });

  it('that is closed while idle, near the moment of the next request, never costs more than a second sending', async () => {
    const idleMs = 10;
    serve = (socket) => socket.write(good, () => setTimeout(() => socket.destroy(), idleMs));
    for (let round = 0; round < 100; round += 1) {
      const first = await post();
      expect(['200 {}', 'CONNECTION_STALE']).toContain(first);
      if (first === 'CONNECTION_STALE') expect(await post()).toBe('200 {}');
      await new Promise((resolve) => setTimeout(resolve, idleMs - 2 + (round % 5)));
    }
  });

  it('on which an answer came that nobody asked for gives it to nobody', async () => {
    const forged = 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{"name":1}';
    for (let round = 0; round < 20; round += 1) {
      serve = (socket) => socket.write(good + forged);
      await post();
      serve = (socket) => socket.write(good);
      expect(await post()).not.toContain('name');
    }
  });
});

describe('a pool of connections', () => {
  it('is as wide as the directory in force says', async () => {
    const held: Socket[] = [];
    serve = (socket) => held.push(socket);
    const narrow = { ...endpoint, holder: 'MG', maxConcurrent: 1 };
    const wide = { ...narrow, maxConcurrent: 3 };
    const first = post({}, narrow);
    await expect.poll(() => held.length).toBe(1);
    const others = [1, 2, 3].map(() => post({}, wide));
    await expect.poll(() => held.length).toBe(4);
    for (const socket of held) socket.write(good);
    expect(await Promise.all([first, ...others])).toEqual(['200 {}', '200 {}', '200 {}', '200 {}']);
  });
});

describe('what is not an answer', () => {
  it.each([
    ['no HTTP', 'hello\r\n\r\n'],
    ['a line of a head without a colon', 'HTTP/1.1 200 OK\r\nhello\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{} '],
    ['a length and chunks', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a head of 20 KiB', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`],
    ['100 Continue', `HTTP/1.1 100 Continue\r\n\r\n${good}`],
    ['101 Switching Protocols', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
    ['interim answers by the dozen', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(12) + good],
  ])('is %s', async (_, answer) => {
    serve = (socket) => socket.write(answer);
    expect(await post()).toBe('NOT_HTTP');
  });

  it('may come after a few interim ones', async () => {
    serve = (socket) => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(3) + good);
    expect(await post()).toBe('200 {}');
  });
});

describe('a deadline', () => {
  it('tells who never connected from who waited for a place among the connections', async () => {
    serve = () => undefined;
    const single = { ...endpoint, holder: 'BA', maxConcurrent: 1 };
    const [first, second] = await Promise.all([post({ deadlineMs: 150 }, single), post({ deadlineMs: 100 }, single)]);
    expect([first, second]).toEqual(['DEADLINE', 'DEADLINE']);
    // A server that does not answer the greeting of TLS lets nobody connect.
    const [certificate = ''] = rootCertificates;
    const secure = new Transport({ caCertificates: [certificate] });
    const caPin = createHash('sha256').update(new X509Certificate(certificate).raw).digest('hex');
    const unreached = { ...single, url: endpoint.url.replace('http:', 'https:'), caPin };
    expect(await post({ deadlineMs: 60 }, unreached, secure)).toBe('CONNECT_DEADLINE');
    await secure.stop();
  });

  it('cuts a head that comes byte by byte', async () => {
    serve = (socket) => {
      const timer = setInterval(() => socket.write('x'), 5);
      socket.on('close', () => clearInterval(timer));
      socket.write('HTTP/1.1 200 OK\r\nx: ');
    };
    expect(await post({ deadlineMs: 60 })).toBe('DEADLINE');
  });

  it('cuts chunks that are all extension and no data', async () => {
    serve = (socket) => {
      const timer = setInterval(() => socket.write('x'.repeat(10_000)), 1);
      socket.on('close', () => clearInterval(timer));
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;');
    };
    expect(['DEADLINE', 'NOT_HTTP']).toContain(await post({ deadlineMs: 100 }));
  });

  it('says when an answer has begun', async () => {
    let begun = 0;
    serve = (socket) => socket.write(`HTTP/1.1 103 Early Hints\r\n\r\n${good}`);
    await post({ onBegun: () => (begun += 1) });
    expect(begun).toBe(1);
  });
});
