// Bytes to an endpoint and back: one pool of connections per endpoint, our own deadline, a limit on what is read, and nothing decided here
// about what the bytes mean.
import type { Socket } from 'node:net';
import { buildConnector, Pool } from 'undici';
import type { buildConnector as Connector, Dispatcher } from 'undici';
import { endpointName, isLoopback } from '#kit/directory.ts';
import type { EndpointEntry } from '#kit/directory.ts';
import { authoritiesOf } from '#kit/wire/authorities.ts';
import type { Authorities } from '#kit/wire/authorities.ts';

export interface TransportRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

export type TransportFailure =
  | 'DEADLINE'
  | 'CLIENT_LEFT'
  | 'CONNECT'
  | 'CONNECTION_LOST'
  /** The connection broke before a byte of the answer, after it had served other requests: the race of keep-alive. */
  | 'CONNECTION_STALE'
  | 'TOO_LARGE'
  | 'STOPPED';

export type TransportOutcome =
  | { readonly ok: true; readonly status: number; readonly headers: ResponseHeaders; readonly body: Buffer }
  | { readonly ok: false; readonly failure: TransportFailure };

export type ResponseHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface TransportOptions {
  /** Largest answer that is read, in bytes; 8 MiB. */
  readonly answerBytesMax?: number;
  /** How long an idle connection is kept, in milliseconds; shorter than any server's. */
  readonly keepAliveMs?: number;
  /** Certificates (PEM) of the authorities whose SHA-256 the directory pins; each endpoint trusts only its own. */
  readonly caCertificates?: readonly string[];
}

/** An endpoint cannot be reached in the way that the directory asks for; the message names the endpoint, never the address. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly code = 'ENDPOINT_NOT_SECURE';
}

export class Transport {
  readonly #answerBytesMax: number;
  readonly #keepAliveMs: number;
  readonly #authorities: Authorities;
  readonly #lines = new Map<string, Line>();
  #stopped = false;

  constructor({ answerBytesMax = 8 * 1024 * 1024, keepAliveMs = 3000, caCertificates = [] }: TransportOptions = {}) {
    if (!Number.isSafeInteger(answerBytesMax) || answerBytesMax < 1)
      throw new RangeError('answerBytesMax is a positive number of bytes');
    if (!Number.isSafeInteger(keepAliveMs) || keepAliveMs < 1)
      throw new RangeError('keepAliveMs is a positive number of milliseconds');
    this.#answerBytesMax = answerBytesMax;
    this.#keepAliveMs = keepAliveMs;
    this.#authorities = authoritiesOf(caCertificates);
  }

  /** @throws TransportError for plain http outside loopback, or a pinned authority whose certificate is not there */
  check(endpoint: EndpointEntry): void {
    const url = new URL(endpoint.url);
    if (url.protocol === 'http:' && isLoopback(url.hostname)) return;
    const name = endpointName(endpoint);
    if (url.protocol !== 'https:')
      throw new TransportError(`${name}: plain http is only for loopback; the url must be https`);
    if (endpoint.caPin === undefined || !this.#authorities.has(endpoint.caPin)) {
      throw new TransportError(`${name}: no certificate with the fingerprint of caPin is among caCertificates`);
    }
  }

  /** The path that requests to the endpoint have. */
  pathOf(endpoint: EndpointEntry): string {
    return this.#lineOf(endpoint).path;
  }

  /** POSTs once. Never rejects. */
  post(endpoint: EndpointEntry, request: TransportRequest): Promise<TransportOutcome> {
    return this.#send(endpoint, 'POST', this.#lineOf(endpoint).path, request);
  }

  /** GETs a path below the endpoint's own. Never rejects. */
  get(endpoint: EndpointEntry, path: string, request: Omit<TransportRequest, 'body'>): Promise<TransportOutcome> {
    const base = new URL(endpoint.url).pathname.replace(/\/$/, '');
    return this.#send(endpoint, 'GET', base + path, request);
  }

  #send(
    endpoint: EndpointEntry,
    method: 'GET' | 'POST',
    path: string,
    request: Omit<TransportRequest, 'body'> & { readonly body?: string },
  ): Promise<TransportOutcome> {
    if (this.#stopped) return Promise.resolve({ ok: false, failure: 'STOPPED' });
    if (request.signal.aborted) return Promise.resolve({ ok: false, failure: 'CLIENT_LEFT' });
    const line = this.#lineOf(endpoint);
    return new Promise((resolve) => {
      const exchange = new Exchange(request, this.#answerBytesMax, resolve);
      try {
        line.pool.dispatch({ method, path, headers: request.headers, body: request.body ?? null }, exchange.handler);
      } catch {
        exchange.end({ ok: false, failure: 'CONNECT' });
      }
    });
  }

  /** Closes the connections to endpoints that are no longer in the directory, or moved. */
  keepOnly(endpoints: readonly EndpointEntry[]): void {
    const urls = new Map(endpoints.map((endpoint) => [endpointName(endpoint), endpoint.url]));
    for (const [name, line] of this.#lines) {
      if (urls.get(name) === line.url) continue;
      this.#lines.delete(name);
      // Requests under way may end: close waits for them.
      void line.pool.close();
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const pools = [...this.#lines.values()].map(({ pool }) => pool);
    this.#lines.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  #lineOf(endpoint: EndpointEntry): Line {
    const name = endpointName(endpoint);
    const known = this.#lines.get(name);
    if (known !== undefined && known.url === endpoint.url && known.caPin === endpoint.caPin) return known;
    this.check(endpoint);
    if (known !== undefined) void known.pool.close();
    const url = new URL(endpoint.url);
    const base = url.pathname.replace(/\/$/, '');
    const line: Line = {
      url: endpoint.url,
      caPin: endpoint.caPin,
      path: base.endsWith('/graphql') ? base : `${base}/graphql`,
      pool: new Pool(url.origin, {
        connections: Math.min(endpoint.maxConcurrent, 256),
        pipelining: 1,
        keepAliveTimeout: this.#keepAliveMs,
        keepAliveMaxTimeout: this.#keepAliveMs,
        // undici's own timers are coarse (1500 fires at 2000 ms); the deadline of the request is ours.
        headersTimeout: 0,
        bodyTimeout: 0,
        connect: connectorOf(endpoint.caPin === undefined ? undefined : this.#authorities.get(endpoint.caPin)),
      }),
    };
    this.#lines.set(name, line);
    return line;
  }
}

interface Line {
  readonly url: string;
  readonly caPin: string | undefined;
  readonly path: string;
  readonly pool: Pool;
}

/** Longer than any deadline worth waiting for, and short enough that dead attempts do not pile up. */
const connectTimeoutMs = 5000;

/** Errors of connections that had already served an answer. */
const ofUsedConnections = new WeakSet<Error>();

function connectorOf(authority: string | undefined): Connector.connector {
  const connect = buildConnector({
    allowH2: false,
    timeout: connectTimeoutMs,
    ...(authority !== undefined && { ca: authority }),
  });
  return (options, callback) => {
    connect(options, (...result) => {
      const socket: Socket | null = result[1];
      socket?.prependListener('error', (error) => {
        if (socket.bytesRead > 0) ofUsedConnections.add(error);
      });
      callback(...result);
    });
  };
}

class Exchange {
  readonly #request: Omit<TransportRequest, 'body'>;
  readonly #answerBytesMax: number;
  readonly #resolve: (outcome: TransportOutcome) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #onLeft = () => this.#cut('CLIENT_LEFT');
  readonly handler: Dispatcher.DispatchHandler;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: ResponseHeaders = {};
  #chunks: Buffer[] = [];
  #bytes = 0;
  #ended = false;

  constructor(
    request: Omit<TransportRequest, 'body'>,
    answerBytesMax: number,
    resolve: (outcome: TransportOutcome) => void,
  ) {
    this.#request = request;
    this.#answerBytesMax = answerBytesMax;
    this.#resolve = resolve;
    this.#timer = setTimeout(() => this.#cut('DEADLINE'), request.deadlineMs);
    request.signal.addEventListener('abort', this.#onLeft, { once: true });
    this.handler = {
      onRequestStart: (controller) => {
        this.#controller = controller;
        if (this.#ended) controller.abort(new Error('no longer wanted'));
      },
      onResponseStart: (_controller, status, headers) => {
        // 1xx answers come before the real one.
        if (status < 200) return;
        this.#status = status;
        this.#headers = headers;
        if (Number(headers['content-length']) > this.#answerBytesMax) this.#cut('TOO_LARGE');
      },
      onResponseData: (_controller, chunk) => {
        this.#bytes += chunk.length;
        if (this.#bytes > this.#answerBytesMax) this.#cut('TOO_LARGE');
        else this.#chunks.push(chunk);
      },
      onResponseEnd: () => {
        this.end({ ok: true, status: this.#status, headers: this.#headers, body: Buffer.concat(this.#chunks) });
      },
      onResponseError: (_controller, error) => this.end({ ok: false, failure: this.#failureOf(error) }),
    };
  }

  end(outcome: TransportOutcome): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#request.signal.removeEventListener('abort', this.#onLeft);
    this.#chunks = [];
    this.#resolve(outcome);
  }

  #cut(failure: TransportFailure): void {
    this.end({ ok: false, failure });
    this.#controller?.abort(new Error('no longer wanted'));
  }

  #failureOf(error: Error): TransportFailure {
    const code = 'code' in error ? error.code : undefined;
    if (this.#controller === undefined)
      return code === 'UND_ERR_DESTROYED' || code === 'UND_ERR_CLOSED' ? 'STOPPED' : 'CONNECT';
    return this.#status === 0 && isOfUsedConnection(error) ? 'CONNECTION_STALE' : 'CONNECTION_LOST';
  }
}

function isOfUsedConnection(error: Error): boolean {
  if (ofUsedConnections.has(error)) return true;
  // "other side closed" has no error of the socket behind it: undici gives the counters instead.
  const socket = 'socket' in error ? (error.socket as { readonly bytesRead?: number } | undefined) : undefined;
  return (socket?.bytesRead ?? 0) > 0;
}
