import { join } from 'node:path';
import type postgres from 'postgres';
import { createPool } from './pool.ts';
import { StorageError } from './storage-error.ts';
import { tracing } from '../telemetry.ts';
import { traceStatements } from './statement-spans.ts';

/** Where a database is and who enters it. */
export interface ConnectionOptions {
  /** A host name, or the absolute path of the folder that holds the server's unix socket. */
  readonly host: string;
  /** Default 5432. */
  readonly port?: number;
  readonly database: string;
  readonly username: string;
  readonly password: string;
  /** Meaning as libpq's sslmode; default `prefer`. A unix socket is never encrypted. */
  readonly tls?: TlsMode;
}

export type TlsMode = 'disable' | 'prefer' | 'require' | 'verify-full';

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database?sslmode=verify-full`; give this or `connection`. */
  readonly url?: string;
  readonly connection?: ConnectionOptions;
  /** Connections that the pool may hold; default 4. */
  readonly poolMax?: number;
  /** The server cancels a statement that runs longer (SQLSTATE 57014); default none. Costs nothing per statement. */
  readonly statementTimeoutMs?: number;
  /** How long an unused connection stays open; default 60,000. */
  readonly idleTimeoutMs?: number;
  /** How long one attempt to connect may take; default 10,000. */
  readonly connectTimeoutMs?: number;
  /** The name that the server's own views show for these connections. */
  readonly applicationName?: string;
  /** Notices of the server, as text; default: dropped. */
  readonly onNotice?: (message: string) => void;
}

/**
 * A pool of connections, queried by tagged template, so that a value can only ever be a parameter.
 * Columns arrive as: int8 → number, or bigint beyond 2^53 − 1; numeric → string; date → 'YYYY-MM-DD'; timestamptz → Date;
 * timestamp without zone → string; json and jsonb → parsed; bytea → Buffer; arrays of built-in types → arrays of these.
 * It outlives its server: what was under way when a connection ended is rejected, and what comes later connects anew.
 */
export interface Database extends postgres.ISql<ColumnTypes> {
  /** Runs `work` in a transaction, `mode` being such as 'isolation level repeatable read'; rejects unless it was committed. */
  begin<Result>(work: (sql: Transaction) => Result | Promise<Result>): Promise<Result>;
  begin<Result>(mode: string, work: (sql: Transaction) => Result | Promise<Result>): Promise<Result>;
  /**
   * Hears notifications, on a connection beyond `poolMax`. `onListen` is called at the start and after every interruption, during which
   * notifications are lost.
   */
  listen(
    channel: string,
    onNotify: (payload: string) => void,
    onListen?: () => void,
  ): Promise<{ unlisten(): Promise<void> }>;
  /** Refuses new work, waits for what is under way, at most `timeout` seconds if given, and closes all connections. */
  end(options?: { readonly timeout?: number }): Promise<void>;
}

export interface Transaction extends postgres.ISql<ColumnTypes> {
  /** Undoes what `work` did, and no more, if it rejects. */
  savepoint<Result>(work: (sql: Transaction) => Result | Promise<Result>): Promise<Result>;
}

type ColumnTypes = { readonly int8: number | bigint };

const int8Oid = 20;
const dateOid = 1082;
const timestampOid = 1114;

/** Opens a pool; no connection is made before the first query. Throws StorageError when an option is wrong. */
export function openDatabase(options: DatabaseOptions): Database {
  const connection = connectionOf(options);
  const overSocket = connection.host.startsWith('/');
  const port = connection.port ?? 5432;
  const { onNotice } = options;
  const pool = createPool({
    max: positiveInteger('poolMax', options.poolMax, 4),
    idleTimeoutMs: positiveInteger('idleTimeoutMs', options.idleTimeoutMs, 60_000),
    driver: {
      ...(overSocket ? { path: join(connection.host, `.s.PGSQL.${port}`) } : {}),
      // As lists, because the driver would split a text at its colons, and an IPv6 address is full of them.
      ...({ host: [overSocket ? 'localhost' : connection.host], port: [port] } as object),
      database: connection.database,
      username: connection.username,
      password: connection.password,
      ssl: overSocket ? false : tlsOption(connection.tls ?? 'prefer'),
      connect_timeout: positiveInteger('connectTimeoutMs', options.connectTimeoutMs, 10_000) / 1000,
      prepare: true,
      connection: {
        application_name: options.applicationName ?? 'kit',
        TimeZone: 'UTC',
        DateStyle: 'ISO',
        ...(options.statementTimeoutMs === undefined
          ? {}
          : { statement_timeout: positiveInteger('statementTimeoutMs', options.statementTimeoutMs, 0) }),
      },
      onnotice: (notice) => onNotice?.(notice['message'] ?? ''),
      types: {
        int8: { to: int8Oid, from: [int8Oid], serialize: String, parse: parseInt8 },
        // A date has no time zone; a Date object would move it by a day west of Greenwich.
        date: { to: dateOid, from: [dateOid], serialize: dateText, parse: asText },
        timestamp: { to: timestampOid, from: [timestampOid], serialize: timestampText, parse: asText },
      },
    },
  });
  return tracing() === undefined ? pool : traceStatements(pool);
}

/**
 * Runs `work` in a transaction whose statements are cancelled after `timeoutMs` each. Three more round trips than a bare query (about
 * half the throughput): for a budget that all requests share, give `statementTimeoutMs` to the pool instead, or open a second, small pool.
 */
export async function withStatementTimeout<Result>(
  sql: Database,
  timeoutMs: number,
  work: (sql: Transaction) => Promise<Result>,
): Promise<Result> {
  const limit = positiveInteger('timeoutMs', timeoutMs, 0);
  return sql.begin(async (transaction) => {
    await transaction.unsafe(`set local statement_timeout = ${limit}`);
    return work(transaction);
  });
}

/**
 * Reads a `postgres://` URL. The host may be a percent-encoded socket folder (`%2Frun%2Fpostgresql`) or come as `?host=/run/postgresql`.
 * Parameters other than `host` and `sslmode` are refused: an option that is dropped in silence would be believed to hold.
 */
export function parseDatabaseUrl(text: string): ConnectionOptions {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new StorageError('STORAGE_URL', 'the database URL is not a URL');
  }
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:')
    throw new StorageError('STORAGE_URL', 'the database URL must begin with postgres:// or postgresql://');
  for (const name of url.searchParams.keys())
    if (name !== 'host' && name !== 'sslmode')
      throw new StorageError(
        'STORAGE_URL',
        `the database URL has an unknown parameter, ${name}; only host and sslmode are read`,
      );
  const host = url.searchParams.get('host') ?? decoded('host', url.hostname.replace(/^\[(.*)\]$/, '$1'));
  const database = decoded('database', url.pathname.slice(1));
  const username = decoded('user', url.username);
  for (const [part, value] of Object.entries({ host, database, user: username }))
    if (value === '') throw new StorageError('STORAGE_URL', `the database URL names no ${part}`);
  const tls = url.searchParams.get('sslmode');
  if (tls !== null && !isTlsMode(tls))
    throw new StorageError('STORAGE_URL', `the database URL's sslmode must be one of ${tlsModes.join(', ')}`);
  return Object.freeze({
    host,
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    database,
    username,
    password: decoded('password', url.password),
    ...(tls === null ? {} : { tls }),
  });
}

/** The URL that `parseDatabaseUrl` reads back: how a process is told of its own database and of no other. */
export function databaseUrl({ host, port, database, username, password, tls }: ConnectionOptions): string {
  const place = `${encodeURIComponent(host)}${port === undefined ? '' : `:${port}`}`;
  const query = tls === undefined ? '' : `?sslmode=${tls}`;
  return `postgres://${encodeURIComponent(username)}:${encodeURIComponent(password)}@${place}/${encodeURIComponent(database)}${query}`;
}

const tlsModes: readonly TlsMode[] = ['disable', 'prefer', 'require', 'verify-full'];

function isTlsMode(text: string): text is TlsMode {
  return (tlsModes as readonly string[]).includes(text);
}

function tlsOption(mode: TlsMode): false | 'prefer' | 'require' | 'verify-full' {
  return mode === 'disable' ? false : mode;
}

function connectionOf(options: DatabaseOptions): ConnectionOptions {
  if ((options.url === undefined) === (options.connection === undefined))
    throw new StorageError('STORAGE_OPTION', 'give either url or connection to open a database, and not both');
  return options.connection ?? parseDatabaseUrl(options.url ?? '');
}

function positiveInteger(name: string, value: number | undefined, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (!Number.isSafeInteger(value) || value < 1)
    throw new StorageError('STORAGE_OPTION', `${name} must be a whole number of at least 1`);
  return value;
}

function decoded(part: string, text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new StorageError('STORAGE_URL', `the ${part} of the database URL is not percent-encoded correctly`);
  }
}

function parseInt8(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

function asText(text: string): string {
  return text;
}

function dateText(value: unknown): string {
  return value instanceof Date ? value.toISOString().slice(0, 10) : String(value);
}

function timestampText(value: unknown): string {
  return value instanceof Date ? value.toISOString().slice(0, -1) : String(value);
}
