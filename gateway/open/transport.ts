// Bytes to a source and back: one pool of connections per source, a limit on what is read. Redirects are not followed.
import { Pool } from 'undici';
import type { Dispatcher } from 'undici';
import { failureOf } from './errors.ts';
import type { OpenError, SourceFailure } from './errors.ts';

export interface TransportOptions {
  /** Connections to one source. */
  readonly connectionsMax?: number;
  /** How long an idle connection is kept; shorter than the 5 s of a server of Node. */
  readonly keepAliveMs?: number;
  readonly answerMaxBytes?: number;
}

export interface Transport {
  /**
   * The text that came with whatever status: whether it is an answer is seen by what it says. With `mayRepeat`, what met a connection that
   * closed before a byte came is sent once more.
   */
  post(source: string, body: string, mayRepeat: boolean): Exchange;
  stop(): Promise<void>;
}

export interface Exchange {
  /** Never rejects. */
  readonly outcome: Promise<string | OpenError>;
  /** Nobody waits for it any more. */
  cut(): void;
}

const connectTimeoutMs = 5000;
const headers = { 'content-type': 'application/json', accept: 'application/json' };

/** @throws TypeError for an address that is none */
export function createTransport(
  urls: ReadonlyMap<string, string>,
  { connectionsMax = 128, keepAliveMs = 4000, answerMaxBytes = 64 * 2 ** 20 }: TransportOptions = {},
): Transport {
  const lines = new Map<string, { readonly pool: Pool; readonly path: string }>();
  for (const [source, address] of urls) {
    const url = new URL(address);
    const pool = new Pool(url.origin, {
      connections: connectionsMax,
      pipelining: 1,
      keepAliveTimeout: keepAliveMs,
      keepAliveMaxTimeout: keepAliveMs,
      // The deadline is ours; undici's own timers are coarse.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: { timeout: connectTimeoutMs },
    });
    lines.set(source, { pool, path: `${url.pathname}${url.search}` });
  }

  function post(source: string, body: string, mayRepeat: boolean): Exchange {
    const line = lines.get(source);
    if (line === undefined) return { outcome: Promise.resolve(failureOf(source, 'STOPPED')), cut: () => undefined };
    const attempt = () => exchange(line.pool, line.path, body, answerMaxBytes);
    let current = attempt();
    const outcome = async () => {
      let received = await current.outcome;
      if (received === 'CLOSED_BEFORE' && mayRepeat) {
        current = attempt();
        received = await current.outcome;
      }
      if (typeof received !== 'string') return received.text;
      return failureOf(source, received === 'CLOSED_BEFORE' ? 'CONNECTION' : received);
    };
    return { outcome: outcome(), cut: () => current.cut() };
  }

  return Object.freeze({
    post,
    async stop() {
      await Promise.all([...lines.values()].map(({ pool }) => pool.destroy()));
    },
  });
}

interface Attempt {
  readonly outcome: Promise<{ readonly text: string } | SourceFailure | 'CLOSED_BEFORE'>;
  cut(): void;
}

function exchange(pool: Pool, path: string, body: string, answerMaxBytes: number): Attempt {
  let controller: Dispatcher.DispatchController | undefined;
  let hasBegun = false;
  let ended = false;
  let bytes = 0;
  let chunks: Buffer[] = [];
  let resolve: (outcome: Awaited<Attempt['outcome']>) => void = () => undefined;
  const outcome: Attempt['outcome'] = new Promise((settle) => (resolve = settle));
  const end = (reached: Awaited<Attempt['outcome']>): void => {
    if (ended) return;
    ended = true;
    chunks = [];
    const settle = resolve;
    // undici keeps what it calls back until some hundred requests later (8.12.4), and would keep the answer with it.
    resolve = () => undefined;
    settle(reached);
  };
  const cut = (failure: SourceFailure): void => {
    if (ended) return;
    end(failure);
    controller?.abort(new Error('no longer wanted'));
  };
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(started) {
      controller = started;
      if (ended) started.abort(new Error('no longer wanted'));
    },
    onResponseStart() {
      hasBegun = true;
    },
    onResponseData(_controller, chunk) {
      bytes += chunk.length;
      if (bytes > answerMaxBytes) cut('TOO_LARGE');
      else chunks.push(chunk);
    },
    onResponseEnd() {
      const [only] = chunks;
      controller = undefined;
      end({ text: (chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks)).toString('utf8') });
    },
    onResponseError(_controller, error) {
      const code = (error as { readonly code?: unknown } | null)?.code;
      if (code === 'UND_ERR_DESTROYED' || code === 'UND_ERR_CLOSED') end('STOPPED');
      else end(controller !== undefined && !hasBegun ? 'CLOSED_BEFORE' : 'CONNECTION');
    },
  };
  try {
    pool.dispatch({ method: 'POST', path, headers, body }, handler);
  } catch {
    end('STOPPED');
  }
  return { outcome, cut: () => cut('STOPPED') };
}
