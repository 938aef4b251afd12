// Statements of a traced request on a real base: one span each, with the text of the source and no value.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-base';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { startTracing, tracing, withStatementsOf } from '../telemetry.ts';
import { openDatabase } from './database.ts';
import type { Database } from './database.ts';
import { removePrivateServer, startPrivateServer } from './embedded.ts';
import type { PrivateServer } from './embedded.ts';

let server: PrivateServer;
let folder: string;
let sql: Database;
let stop: () => Promise<void>;
const exporter = new InMemorySpanExporter();
const found: ReadableSpan[] = [];

beforeAll(async () => {
  exporter.export = (spans, done) => {
    found.push(...spans);
    done({ code: 0 });
  };
  folder = await mkdtemp(join(tmpdir(), 'storage-test-'));
  // As root the database runs as another user, who must be able to enter.
  await chmod(folder, 0o755);
  server = await startPrivateServer({ dataDir: join(folder, 'data') });
  await server.ensureDatabases(['alpha']);
});
afterEach(async () => {
  await sql.end();
  await stop();
  found.length = 0;
});
afterAll(async () => {
  await server.stop();
  await removePrivateServer(join(folder, 'data'));
  await rm(folder, { recursive: true });
});

/** The spans of what `work` asked, without that of the request. */
async function spansOf(work: (sql: Database) => Promise<unknown>): Promise<readonly ReadableSpan[]> {
  stop = await startTracing({}, 'infoseg-test', { exporter });
  sql = openDatabase({ connection: server.connection('alpha') });
  const { span } = tracing()?.receive(undefined, 'request') ?? {};
  await withStatementsOf(span, () => work(sql)).catch(() => undefined);
  span?.end();
  await stop();
  return found.filter(({ name }) => name !== 'request');
}

const cpf = '11144477735';

it('say what is asked, and nothing of whom', async () => {
  const spans = await spansOf(
    (base) => base`
    select ${cpf}::text as cpf
    where ${true}`,
  );
  expect(spans.map(({ name, attributes }) => ({ name, ...attributes }))).toEqual([
    {
      name: 'SELECT',
      'db.system.name': 'postgresql',
      'db.operation.name': 'SELECT',
      'db.query.text': 'select ?::text as cpf where ?',
      'db.response.returned_rows': 1,
    },
  ]);
});

it('of a transaction are each one', async () => {
  const spans = await spansOf((base) =>
    base.begin(async (transaction) => {
      await transaction`create temporary table spanned (cpf text)`;
      await transaction`insert into spanned ${transaction([{ cpf }])}`;
      return transaction`select * from spanned`;
    }),
  );
  expect(spans.map(({ name }) => name)).toEqual(['CREATE', 'INSERT', 'SELECT']);
  expect(JSON.stringify(spans.map(({ attributes }) => attributes))).not.toContain(cpf);
});

it('have no text where one was put together, which may hold a value', async () => {
  const spans = await spansOf((base) => base.unsafe(`select '${cpf}' as cpf`));
  expect(spans.map(({ attributes }) => attributes)).toEqual([
    { 'db.system.name': 'postgresql', 'db.operation.name': 'SELECT', 'db.response.returned_rows': 1 },
  ]);
});

it('that fail say the SQLSTATE, and not what the base said', async () => {
  const spans = await spansOf((base) => base`select ${cpf}::text::date`);
  expect(spans.map(({ attributes, status }) => [attributes['error.type'], status])).toEqual([['22008', { code: 2 }]]);
});

it('of nobody who is traced have none', async () => {
  stop = await startTracing({}, 'infoseg-test', { exporter });
  sql = openDatabase({ connection: server.connection('alpha') });
  expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
  await stop();
  expect(found).toEqual([]);
});
