// Sends a case and gives back what came, untouched: over kept connections where a library would do, over a socket of its own where not.
import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';
import { Agent, request } from 'undici';
import type { Raw, Request, Sent } from './case.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface Outcome {
  /** None where the connection was closed without a word. */
  readonly replies: readonly Reply[];
  readonly tookMs: number;
  /** What came was no HTTP. */
  readonly broken?: string;
}

export interface Sender {
  send(sent: Sent): Promise<Outcome>;
  close(): Promise<void>;
}

export interface SenderOptions {
  readonly connections?: number;
  /** After this an answer counts as none. */
  readonly timeoutMs?: number;
}

export function createSender(url: string, { connections = 16, timeoutMs = 30_000 }: SenderOptions = {}): Sender {
  const agent = new Agent({
    connections,
    pipelining: 1,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    // The server closes what it refuses to read; the next request must not be the one to find out.
    keepAliveTimeout: 1000,
  });
  return {
    async send(sent) {
      const startedAt = performance.now();
      const seen = sent.kind === 'raw' ? await sendRaw(sent, url, timeoutMs) : await sendRequest(sent, url, agent);
      return { ...seen, tookMs: performance.now() - startedAt };
    },
    close: () => agent.destroy(),
  };
}

type Seen = Omit<Outcome, 'tookMs'>;

async function sendRequest(sent: Request, url: string, dispatcher: Agent): Promise<Seen> {
  try {
    const { statusCode, headers, body } = await request(new URL(sent.path, sent.origin ?? url), {
      dispatcher,
      method: sent.method as 'POST',
      headers: sent.headers as Record<string, string | string[]>,
      body: sent.body,
      // A body that is refused unread ends its connection: that is the server's right.
      reset: (sent.body?.length ?? 0) > 100_000,
    });
    const text = await body.text();
    return { replies: [{ status: statusCode, headers: plain(headers), text }] };
  } catch (error) {
    return { replies: [], broken: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown' };
  }
}

function plain(headers: Readonly<Record<string, string | string[] | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}

function sendRaw({ bytes, endsAfterMs }: Raw, url: string, timeoutMs: number): Promise<Seen> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
    const timer = setTimeout(() => socket.destroy(new Error('no answer')), timeoutMs);
    let ending: NodeJS.Timeout | undefined;
    let failure: string | undefined;
    socket.on('connect', () => {
      socket.write(bytes);
      if (endsAfterMs === 0) socket.end();
      else if (endsAfterMs < Infinity) ending = setTimeout(() => socket.end(), endsAfterMs);
    });
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    // The other side has said all it will say.
    socket.on('end', () => socket.destroy());
    socket.on('error', (error: Error & { readonly code?: string }) => {
      // A server may close on what it does not read to the end; what it said before counts.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') failure = error.message;
    });
    socket.on('close', () => {
      clearTimeout(timer);
      clearTimeout(ending);
      resolve(failure === undefined ? readReplies(Buffer.concat(chunks)) : { replies: [], broken: failure });
    });
  });
}

/** The answers on one connection: head, then as many bytes as the head says, or all where it says nothing. */
export function readReplies(bytes: Buffer): Seen {
  const replies: Reply[] = [];
  let rest = bytes;
  while (rest.length > 0) {
    const end = rest.indexOf('\r\n\r\n');
    const [statusLine = '', ...lines] = rest.subarray(0, Math.max(end, 0)).toString('latin1').split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3})(?: |$)/.exec(statusLine)?.[1]);
    if (end < 0 || !status) return { replies, broken: 'what came is no answer of HTTP/1.1' };
    const headers = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    rest = rest.subarray(end + 4);
    // Interim answers (RFC 9110 section 15.2) announce the one that counts.
    if (status < 200) continue;
    const length = headers['content-length'];
    const bodyLength = length === undefined ? rest.length : Number(length);
    // The answer to HEAD says a length and brings none of it.
    const body = rest.subarray(0, bodyLength);
    replies.push({ status, headers, text: body.toString('utf8') });
    rest = rest.subarray(bodyLength);
  }
  return { replies };
}
