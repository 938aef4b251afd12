import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import { arrayTypes, parseArray, serializeArray } from './array-codec.ts';
import type { Database, Transaction } from './database.ts';
import { StorageError } from './storage-error.ts';

// The driver's own pool does not survive its server: a connection that ends inside a transaction is written to again (an uncaught
// TypeError), statements on the others are lost without an answer, and statements queue behind a slow one while other connections idle.
// So each connection here is a driver of its own, with one statement or transaction at a time, and is thrown away at the first sign of
// its end. Statements are still built, sent and read by the driver.

export interface PoolOptions {
  /** As the driver takes them; how many connections and for how long is decided here. */
  readonly driver: postgres.Options<Record<string, postgres.PostgresType>>;
  readonly max: number;
  readonly idleTimeoutMs: number;
}

/** The part of the driver's query that the pool uses; `handler` is what sends it. */
interface DriverQuery {
  handler: (query: DriverQuery) => void;
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
  readonly cancelled: unknown;
}

interface Member {
  readonly client: postgres.Sql;
  readonly send: (query: DriverQuery) => void;
  readonly unanswered: Set<DriverQuery>;
  lost: boolean;
  idleTimer: NodeJS.Timeout | undefined;
}

type Work = (member: Member) => void;

const relistenMs = 1_000;

export function createPool({ driver, max, idleTimeoutMs }: PoolOptions): Database {
  // Builds statements and reads the options once; it never connects.
  const front = postgres({ ...driver, max: 1, fetch_types: false, idle_timeout: undefined, max_lifetime: null });
  addArrayTypes(front);

  const members = new Set<Member>();
  const idle: Member[] = [];
  const waiting: { readonly grant: Work; readonly refuse: (error: unknown) => void }[] = [];
  const listeners = new Set<{ stop(): Promise<void> }>();
  let closing: Promise<void> | undefined;
  let drained: (() => void) | undefined;

  function acquire(grant: Work, refuse: (error: unknown) => void): void {
    if (closing !== undefined) return refuse(new StorageError('STORAGE_CLOSED', 'the database has been closed'));
    waiting.push({ grant, refuse });
    dispatch();
  }

  function dispatch(): void {
    while (waiting.length > 0) {
      const member = idle.pop() ?? (members.size < max ? connect() : undefined);
      if (member === undefined) return;
      clearTimeout(member.idleTimer);
      waiting.shift()?.grant(member);
    }
    if (idle.length === members.size) drained?.();
  }

  function release(member: Member): void {
    if (!member.lost) {
      idle.push(member);
      member.idleTimer = setTimeout(() => discard(member), idleTimeoutMs).unref();
    }
    dispatch();
  }

  function connect(): Member {
    const member: Member = {
      ...openClient(front, { onclose: () => discard(member) }),
      unanswered: new Set(),
      lost: false,
      idleTimer: undefined,
    };
    members.add(member);
    return member;
  }

  function discard(member: Member): void {
    if (member.lost) return;
    member.lost = true;
    clearTimeout(member.idleTimer);
    members.delete(member);
    const place = idle.indexOf(member);
    if (place !== -1) idle.splice(place, 1);
    void member.client.end({ timeout: 0 }).catch(() => undefined);
    // The driver answers most of these itself, with a better reason; whoever is left would wait for ever.
    setImmediate(() => {
      for (const query of [...member.unanswered]) query.reject(connectionLost());
    });
    dispatch();
  }

  /** Sends a query on a connection and watches for its answer. */
  function execute(member: Member, query: DriverQuery, answered?: () => void): void {
    if (member.lost) {
      query.reject(connectionLost());
      return answered?.();
    }
    const { resolve, reject } = query;
    const settle = () => {
      if (!member.unanswered.delete(query)) return;
      // The driver is still reading this answer; it can take the next query when it has returned.
      if (answered !== undefined) queueMicrotask(answered);
    };
    member.unanswered.add(query);
    query.resolve = (result) => {
      resolve(result);
      settle();
    };
    query.reject = (error) => {
      if (!isAnswer(error)) discard(member);
      reject(error);
      settle();
    };
    member.send(query);
  }

  function route(query: DriverQuery): void {
    acquire(
      (member) => {
        if (query.cancelled) release(member);
        else execute(member, query, () => release(member));
      },
      (error) => query.reject(error),
    );
  }

  async function begin<Result>(...given: [Transact<Result>] | [string, Transact<Result>]): Promise<Result> {
    const [mode, work] = given.length === 2 ? given : ['', given[0]];
    const member = await new Promise<Member>((resolve, reject) => acquire(resolve, reject));
    const state = { over: false };
    const transaction = dress(member.client, (query) => {
      if (state.over) query.reject(new StorageError('STORAGE_CLOSED', 'this transaction has ended'));
      else execute(member, query);
    }) as unknown as Transaction;
    try {
      await transaction.unsafe(`begin ${mode.replaceAll(/[^a-z ]/gi, '')}`);
      const result = await work(withSavepoints(transaction));
      const outcome = await transaction.unsafe('commit');
      // PostgreSQL answers a commit after a failed statement, even one whose error was caught, with a rollback and no error.
      if (outcome.command !== 'COMMIT')
        throw new StorageError(
          'STORAGE_ROLLED_BACK',
          'the transaction was rolled back: one of its statements had failed',
        );
      return result;
    } catch (error) {
      if (!member.lost && !(error instanceof StorageError && error.code === 'STORAGE_ROLLED_BACK'))
        await transaction.unsafe('rollback').catch(() => discard(member));
      throw error;
    } finally {
      state.over = true;
      release(member);
    }
  }

  async function listen(channel: string, onNotify: (payload: string) => void, onListen?: () => void) {
    if (closing !== undefined) throw new StorageError('STORAGE_CLOSED', 'the database has been closed');
    const subscription = await subscribe(front, channel, onNotify, onListen);
    listeners.add(subscription);
    return {
      unlisten: async () => {
        listeners.delete(subscription);
        await subscription.stop();
      },
    };
  }

  async function end({ timeout }: { readonly timeout?: number } = {}): Promise<void> {
    closing ??= (async () => {
      const work = new Promise<void>((resolve) => (drained = resolve));
      dispatch();
      const patience = new AbortController();
      const limit =
        timeout === undefined
          ? []
          : [delay(timeout * 1000, undefined, { signal: patience.signal }).catch(() => undefined)];
      await Promise.race([work, ...limit]);
      patience.abort();
      for (const { refuse } of waiting.splice(0))
        refuse(new StorageError('STORAGE_CLOSED', 'the database has been closed'));
      await Promise.all([
        ...[...listeners].map((listener) => listener.stop()),
        ...[...members].map(async (member) => {
          const ended = member.client.end({ timeout: member.unanswered.size === 0 ? undefined : 0 });
          discard(member);
          await ended;
        }),
      ]);
    })();
    return closing;
  }

  return Object.assign(dress(front, route), { begin, listen, end }) as unknown as Database;
}

type Transact<Result> = (sql: Transaction) => Result | Promise<Result>;

/** The tagged template and its helpers, with `send` in place of the driver's own way to a connection. */
function dress(client: postgres.Sql, send: (query: DriverQuery) => void) {
  const template = client as unknown as (...given: readonly unknown[]) => unknown;
  const routed = (result: unknown): unknown => {
    if (isQuery(result)) result.handler = send;
    return result;
  };
  const sql = (...given: readonly unknown[]) => routed(template(...given));
  return Object.assign(sql, {
    unsafe: (...given: Parameters<postgres.Sql['unsafe']>) => routed(client.unsafe(...given)),
    notify: (channel: string, payload: string) => routed(client`select pg_notify(${channel}, ${payload})`),
    file: async (path: string, parameters?: never[]) => routed(client.unsafe(await readFile(path, 'utf8'), parameters)),
    json: client.json,
    array: client.array,
    typed: client.typed,
    types: client.types,
  });
}

function withSavepoints(transaction: Transaction): Transaction {
  let count = 0;
  return Object.assign(transaction, {
    savepoint: async <Result>(work: Transact<Result>): Promise<Result> => {
      const name = `s${count++}`;
      await transaction.unsafe(`savepoint ${name}`);
      try {
        return await work(transaction);
      } catch (error) {
        await transaction.unsafe(`rollback to ${name}`);
        throw error;
      }
    },
  });
}

/** One driver for one connection; it shares the front's options, parsed once. */
function openClient(
  front: postgres.Sql,
  hooks: { onclose: () => void; onnotify?: (channel: string, payload: string) => void },
) {
  const client = postgres({ ...front.options, ...hooks } as unknown as postgres.Options<
    Record<string, postgres.PostgresType>
  >);
  const { handler } = client`` as unknown as DriverQuery;
  return { client: client as postgres.Sql, send: handler };
}

/** Listens on a connection of its own, and again after every loss of it. */
async function subscribe(
  front: postgres.Sql,
  channel: string,
  onNotify: (payload: string) => void,
  onListen?: () => void,
) {
  let stopped = false;
  let client: postgres.Sql | undefined;
  let retry: NodeJS.Timeout | undefined;

  async function attempt(): Promise<void> {
    let failed = false;
    const again = () => {
      if (failed) return;
      failed = true;
      void own.client.end({ timeout: 0 }).catch(() => undefined);
      // A failed attempt calls this itself, through the end of its connection.
      if (!stopped) retry = setTimeout(() => void attempt().catch(() => again()), relistenMs);
    };
    const own = openClient(front, {
      onclose: () => again(),
      onnotify: (name, payload) => name === channel && onNotify(payload),
    });
    client = own.client;
    try {
      await client.unsafe(`listen "${channel.replaceAll('"', '""')}"`);
    } catch (error) {
      again();
      throw error;
    }
    onListen?.();
  }

  const stop = async () => {
    stopped = true;
    clearTimeout(retry);
    await client?.end({ timeout: 0 });
  };
  try {
    await attempt();
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

function addArrayTypes(front: postgres.Sql): void {
  const { parsers, serializers } = front.options;
  const { shared } = front.options as unknown as { readonly shared: { readonly typeArrayMap: Record<number, number> } };
  for (const [element, array] of arrayTypes) {
    const parse = parsers[element] ?? ((text: unknown) => text);
    const serialize = serializers[element] ?? ((value: unknown) => value);
    parsers[array] = (text: string) => parseArray(text, parse);
    serializers[array] = (value: unknown) => serializeArray(value, serialize);
    shared.typeArrayMap[element] = array;
  }
}

/** Whether the server refused a statement and goes on, as opposed to the connection having come to its end. */
function isAnswer(error: unknown): boolean {
  return error instanceof postgres.PostgresError && error.severity !== 'FATAL' && error.severity !== 'PANIC';
}

function connectionLost(): StorageError {
  return new StorageError('STORAGE_CONNECTION_LOST', 'the connection to the database was lost before it answered');
}

function isQuery(value: unknown): value is DriverQuery {
  return value instanceof Promise && 'handler' in value;
}
