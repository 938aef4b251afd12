// The load: connections that each ask, wait for the answer and ask again. Latency is what the asker sees.
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { MessageReader } from './engines-http.ts';
import type { HttpMessage } from './engines-http.ts';

export interface Load {
  /** Milliseconds, one per answer, in no order. */
  readonly latenciesMs: Float64Array;
  readonly elapsedMs: number;
  /** Answers that were not like the one known for their question, and connections that broke. */
  readonly wrong: number;
}

export interface LoadOptions {
  readonly port: number;
  readonly connections: number;
  /** Whole requests; the one to send is the next in turn. */
  readonly requests: readonly Buffer[];
  /** Says whether the answer to that request is right; must be cheap. */
  readonly isRight: (at: number, message: HttpMessage) => boolean;
  /** Asked now and then; the load ends when it says so. */
  readonly isOver: (elapsedMs: number) => boolean;
}

/** Runs until `isOver`; requests under way then are waited for and not counted. */
export function runLoad({ port, connections, requests, isRight, isOver }: LoadOptions): Promise<Load> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    let latencies = new Float64Array(65_536);
    let count = 0;
    let next = 0;
    let wrong = 0;
    let open = connections;
    let endedAt = 0;
    const timer = setInterval(() => {
      if (endedAt === 0 && isOver(performance.now() - startedAt)) endedAt = performance.now();
    }, 20);

    const closed = () => {
      open -= 1;
      if (open > 0) return;
      clearInterval(timer);
      const until = endedAt || performance.now();
      resolve({ latenciesMs: latencies.slice(0, count), elapsedMs: until - startedAt, wrong });
    };

    for (let nth = 0; nth < connections; nth++) {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      let asked = 0;
      let askedAt = 0;
      const ask = () => {
        asked = next;
        next = next + 1 === requests.length ? 0 : next + 1;
        askedAt = performance.now();
        socket.write(requests[asked] as Buffer);
      };
      const reader = new MessageReader((message) => {
        if (endedAt !== 0) {
          socket.destroy();
          return;
        }
        if (count === latencies.length) {
          const longer = new Float64Array(count * 2);
          longer.set(latencies);
          latencies = longer;
        }
        latencies[count++] = performance.now() - askedAt;
        if (!isRight(asked, message)) wrong += 1;
        ask();
      });
      socket.on('connect', ask);
      socket.on('data', (chunk) => reader.push(chunk));
      socket.on('error', () => void (wrong += 1));
      socket.on('close', closed);
    }
  });
}

export interface SteadyLoad extends Load {
  /** Questions for which there was no connection left. */
  readonly unasked: number;
}

export interface SteadyOptions extends Omit<LoadOptions, 'connections'> {
  readonly perSecond: number;
}

const steadyConnectionsMax = 1024;
const drainMaxMs = 10_000;

/**
 * Asks so many times a second whatever becomes of the answers, which is what callers do who know nothing of each other. Latency counts from
 * the moment at which the question was due.
 */
export function runSteadyLoad(options: SteadyOptions): Promise<SteadyLoad> {
  const { port, requests, isRight, isOver, perSecond } = options;
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const latencies: number[] = [];
    const idle: ((at: number, dueAt: number) => void)[] = [];
    const sockets = new Set<Socket>();
    let due = 0;
    let underWay = 0;
    let wrong = 0;
    let unasked = 0;
    let endedAt = 0;

    function open(first: number, firstDueAt: number): void {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      sockets.add(socket);
      let asked: { readonly at: number; readonly dueAt: number } | undefined;
      const ask = (at: number, dueAt: number) => {
        asked = { at, dueAt };
        underWay += 1;
        socket.write(requests[at % requests.length] as Buffer);
      };
      const reader = new MessageReader((message) => {
        if (!asked) return;
        underWay -= 1;
        latencies.push(performance.now() - asked.dueAt);
        if (!isRight(asked.at % requests.length, message)) wrong += 1;
        asked = undefined;
        idle.push(ask);
      });
      ask(first, firstDueAt);
      socket.on('data', (chunk) => reader.push(chunk));
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        const mine = idle.indexOf(ask);
        if (mine !== -1) idle.splice(mine, 1);
        if (!asked || !timer.hasRef()) return;
        underWay -= 1;
        wrong += 1;
      });
    }

    const timer = setInterval(() => {
      const now = performance.now();
      if (endedAt === 0 && isOver(now - startedAt)) endedAt = now;
      if (endedAt !== 0) {
        if (underWay > 0 && now - endedAt < drainMaxMs) return;
        clearInterval(timer);
        timer.unref();
        for (const socket of sockets) socket.destroy();
        const latenciesMs = Float64Array.from(latencies);
        resolve({ latenciesMs, elapsedMs: endedAt - startedAt, wrong: wrong + underWay, unasked });
        return;
      }
      for (; due < ((now - startedAt) * perSecond) / 1000; due++) {
        const dueAt = startedAt + (due * 1000) / perSecond;
        const free = idle.pop();
        if (free) free(due, dueAt);
        else if (sockets.size < steadyConnectionsMax) open(due, dueAt);
        else unasked += 1;
      }
    }, 2);
  });
}

/** One question after the other on one connection; the answers in the same order. Rejects when the connection breaks or nothing comes. */
export function askAll(port: number, requests: readonly Buffer[], timeoutMs = 30_000): Promise<readonly HttpMessage[]> {
  return new Promise((resolve, reject) => {
    const answers: HttpMessage[] = [];
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const timer = setTimeout(() => socket.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    const reader = new MessageReader(({ head, body }) => {
      answers.push({ head, body: Buffer.from(body) });
      const request = requests[answers.length];
      if (request === undefined) socket.destroy();
      else socket.write(request);
    });
    socket.on('connect', () => socket.write(requests[0] as Buffer));
    socket.on('data', (chunk) => reader.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => {
      clearTimeout(timer);
      if (answers.length === requests.length) resolve(answers);
      else reject(new Error('the connection closed before all was answered'));
    });
  });
}
