// A span for every statement of a traced request: its text as it stands in the source, `?` for every value, and never the values.
import { statementParent } from '../telemetry.ts';
import type { Span } from '../telemetry.ts';
import type { Database, Transaction } from './database.ts';

/** The part of the driver's query that is used; `handler` is what sends it, when it is awaited and not before. */
interface DriverQuery {
  handler: (query: DriverQuery) => void;
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
  readonly tagged: boolean;
  readonly strings: readonly string[];
}

const textMaxChars = 2000;

export function traceStatements(sql: Database): Database {
  const { begin } = sql;
  const beginTraced = (...given: readonly unknown[]) => {
    const [mode, work] = given.length === 2 ? (given as [string, Work]) : ['', given[0] as Work];
    return begin(mode, (transaction) => work(watched(transaction)));
  };
  return Object.assign(watched(sql), { begin: beginTraced as Database['begin'] });
}

type Work = (sql: Transaction) => unknown;

function watched<Sql extends Database | Transaction>(sql: Sql): Sql {
  const template = sql as unknown as (...given: readonly unknown[]) => unknown;
  const traced = (...given: readonly unknown[]) => watchQuery(template(...given));
  const unsafe = (...given: Parameters<Database['unsafe']>) => watchQuery(sql.unsafe(...given));
  return Object.assign(traced, sql, { unsafe }) as unknown as Sql;
}

function watchQuery(result: unknown): unknown {
  const parent = isQuery(result) ? statementParent() : undefined;
  if (parent === undefined) return result;
  const query = result as DriverQuery;
  const { handler } = query;
  query.handler = () => {
    watchAnswer(query, parent);
    handler(query);
  };
  return query;
}

function watchAnswer(query: DriverQuery, parent: Span): void {
  const { operation, text } = statementOf(query);
  const span = parent.child(operation, {
    kind: 'client',
    attributes: {
      'db.system.name': 'postgresql',
      'db.operation.name': operation,
      ...(text !== undefined && { 'db.query.text': text }),
    },
  });
  const { resolve, reject } = query;
  query.resolve = (result) => {
    if (Array.isArray(result)) span.set({ 'db.response.returned_rows': result.length });
    span.end();
    resolve(result);
  };
  query.reject = (error) => {
    span.end(codeOf(error));
    reject(error);
  };
}

interface Statement {
  readonly operation: string;
  readonly text?: string;
}

/** By the literal in the source, which is the same object at every call. */
const known = new WeakMap<readonly string[], Statement>();

function statementOf({ tagged, strings }: DriverQuery): Statement {
  const found = known.get(strings);
  if (found) return found;
  const text = strings.join('?').replaceAll(/\s+/g, ' ').trim();
  const operation = /^[a-z]+/i.exec(text)?.[0].toUpperCase() ?? 'STATEMENT';
  // A statement that was put together may hold a value; a template cannot.
  const statement = tagged ? { operation, text: text.slice(0, textMaxChars) } : { operation };
  known.set(strings, statement);
  return statement;
}

function isQuery(value: unknown): value is DriverQuery {
  return value instanceof Promise && 'handler' in value;
}

/** SQLSTATE, or a word of the kit's. */
function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return /^\w{1,40}$/.test(code) ? code : 'FAILED';
}
