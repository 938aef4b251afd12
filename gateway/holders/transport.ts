// Bytes to an endpoint and back: one pool of connections per endpoint, our own deadline, a limit on what is read, and nothing decided here
// about what the bytes mean.
import type { Socket } from 'node:net';
import { buildConnector, Client, errors, Pool } from 'undici';
import type { buildConnector as Connector, Dispatcher } from 'undici';
import { endpointName, isLoopback } from '#kit/directory.ts';
import type { EndpointEntry } from '#kit/directory.ts';
import { authoritiesOf } from '#kit/wire/authorities.ts';
import type { Authorities } from '#kit/wire/authorities.ts';

export interface TransportRequest {
  /** By name, or names and values in turn. */
  readonly headers: Readonly<Record<string, string>> | readonly string[];
  readonly body: string;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  /** The head of the answer has come. */
  readonly onBegun?: () => void;
  /** On a connection of its own: where one that was kept had been closed, all may have been. */
  readonly isOnFresh?: boolean;
}

export type TransportFailure =
  | 'DEADLINE'
  /** The same, and until then there was no connection to the endpoint at all. */
  | 'CONNECT_DEADLINE'
  | 'CLIENT_LEFT'
  | 'CONNECT'
  | 'CONNECTION_LOST'
  /** The connection broke before the head of the answer, and had been read from before: the race of keep-alive. */
  | 'CONNECTION_STALE'
  | 'TOO_LARGE'
  /** What came is no answer of HTTP/1.1, or its head has no end. */
  | 'NOT_HTTP'
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
  /** The same by entries of the directory in force, and entries that were found secure: an entry never changes. */
  #lineOfEntry = new WeakMap<EndpointEntry, Line>();
  readonly #secure = new WeakSet<EndpointEntry>();
  readonly #fresh = new Set<Client>();
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
    if (this.#secure.has(endpoint)) return;
    this.#checkAnew(endpoint);
    this.#secure.add(endpoint);
  }

  #checkAnew(endpoint: EndpointEntry): void {
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
    if (request.isOnFresh !== true)
      return this.#dispatch(line.pool, () => line.pool.stats.connected > 0, method, path, request);
    const client = this.#freshOf(line);
    return this.#dispatch(client, () => false, method, path, request).finally(() => {
      this.#fresh.delete(client);
      void client.destroy();
    });
  }

  #dispatch(
    dispatcher: Dispatcher,
    isConnected: () => boolean,
    method: 'GET' | 'POST',
    path: string,
    request: Omit<TransportRequest, 'body'> & { readonly body?: string },
  ): Promise<TransportOutcome> {
    return new Promise((resolve) => {
      const exchange = new Exchange(request, this.#answerBytesMax, isConnected, resolve);
      const headers = request.headers as Record<string, string> | string[];
      try {
        dispatcher.dispatch({ method, path, headers, body: request.body ?? null }, exchange);
      } catch {
        exchange.end({ ok: false, failure: 'CONNECT' });
      }
    });
  }

  #freshOf({ url, options }: Line): Client {
    const client = new Client(new URL(url).origin, options);
    this.#fresh.add(client);
    return client;
  }

  /** Closes the connections to endpoints that are no longer in the directory, or moved. */
  keepOnly(endpoints: readonly EndpointEntry[]): void {
    this.#lineOfEntry = new WeakMap();
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
    this.#lineOfEntry = new WeakMap();
    await Promise.all([...pools, ...this.#fresh].map((one) => one.destroy()));
  }

  #lineOf(endpoint: EndpointEntry): Line {
    let line = this.#lineOfEntry.get(endpoint);
    if (line === undefined) this.#lineOfEntry.set(endpoint, (line = this.#lineByName(endpoint)));
    return line;
  }

  #lineByName(endpoint: EndpointEntry): Line {
    const name = endpointName(endpoint);
    const known = this.#lines.get(name);
    const connections = Math.min(endpoint.maxConcurrent, connectionsMax);
    if (known !== undefined && isLineTo(known, endpoint) && known.connections === connections) return known;
    this.check(endpoint);
    if (known !== undefined) {
      this.#lineOfEntry = new WeakMap();
      void known.pool.close();
    }
    const url = new URL(endpoint.url);
    const base = url.pathname.replace(/\/$/, '');
    const options: Client.Options = {
      pipelining: 1,
      // Otherwise the first connection decides for all, and one that hangs in its handshake holds up every other.
      allowH2: false,
      keepAliveTimeout: this.#keepAliveMs,
      keepAliveMaxTimeout: this.#keepAliveMs,
      // undici's own timers are coarse (1500 fires at 2000 ms); the deadline of the request is ours.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: connectorOf(endpoint.caPin === undefined ? undefined : this.#authorities.get(endpoint.caPin)),
    };
    const line: Line = {
      url: endpoint.url,
      caPin: endpoint.caPin,
      path: base.endsWith('/graphql') ? base : `${base}/graphql`,
      pool: new Pool(url.origin, { ...options, connections }),
      connections,
      options,
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
  /** How many the pool opens at most; a pool never changes. */
  readonly connections: number;
  readonly options: Client.Options;
}

function isLineTo({ url, caPin }: Line, endpoint: EndpointEntry): boolean {
  return url === endpoint.url && caPin === endpoint.caPin;
}

const connectionsMax = 256;

/** Longer than any deadline worth waiting for, and short enough that dead attempts do not pile up. */
const connectTimeoutMs = 5000;

/** Interim answers to one request; a holder has no reason for any. */
const interimMax = 8;

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

/** One request and its answer, as the library tells of them. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #request: Omit<TransportRequest, 'body'>;
  readonly #answerBytesMax: number;
  readonly #resolve: (outcome: TransportOutcome) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #onLeft = () => this.#cut('CLIENT_LEFT');
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: ResponseHeaders = {};
  #chunks: Buffer[] = [];
  #bytes = 0;
  #interim = 0;
  #ended = false;

  constructor(
    request: Omit<TransportRequest, 'body'>,
    answerBytesMax: number,
    isConnected: () => boolean,
    resolve: (outcome: TransportOutcome) => void,
  ) {
    this.#request = request;
    this.#answerBytesMax = answerBytesMax;
    this.#resolve = resolve;
    this.#timer = setTimeout(() => {
      // Who waits for a place among connections that there are has reached the endpoint.
      const isUnreached = this.#controller === undefined && !isConnected();
      this.#cut(isUnreached ? 'CONNECT_DEADLINE' : 'DEADLINE');
    }, request.deadlineMs);
    request.signal.addEventListener('abort', this.#onLeft, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#ended) controller.abort(new Error('no longer wanted'));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: ResponseHeaders): void {
    // 1xx answers come before the real one (RFC 9110, 15.2).
    if (status < 200) {
      this.#interim += 1;
      if (this.#interim > interimMax) this.#cut('NOT_HTTP');
      return;
    }
    this.#request.onBegun?.();
    this.#status = status;
    this.#headers = headers;
    if (Number(headers['content-length']) > this.#answerBytesMax) this.#cut('TOO_LARGE');
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#answerBytesMax) this.#cut('TOO_LARGE');
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const [first, ...more] = this.#chunks;
    const body = first !== undefined && more.length === 0 ? first : Buffer.concat(this.#chunks);
    this.end({ ok: true, status: this.#status, headers: this.#headers, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.end({ ok: false, failure: this.#failureOf(error) });
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
    if (isUnreadable(error, code)) return 'NOT_HTTP';
    return this.#status === 0 && isOfUsedConnection(error) ? 'CONNECTION_STALE' : 'CONNECTION_LOST';
  }
}

function isUnreadable(error: Error, code: unknown): boolean {
  if (error instanceof errors.HTTPParserError) return true;
  if (code === 'UND_ERR_HEADERS_OVERFLOW' || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') return true;
  // An answer that was not asked for, 100 Continue or an upgrade: undici has one code for this and for a connection that closed.
  return code === 'UND_ERR_SOCKET' && /^bad (response|upgrade)$/.test(error.message);
}

function isOfUsedConnection(error: Error): boolean {
  if (ofUsedConnections.has(error)) return true;
  // "other side closed" has no error of the socket behind it: undici gives the counters instead.
  const socket = 'socket' in error ? (error.socket as { readonly bytesRead?: number } | undefined) : undefined;
  return (socket?.bytesRead ?? 0) > 0;
}
