// For tests: a real index in a private server of its own, and entries as holders publish them.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import type { IndexEntry } from '#kit/index-entry.ts';
import { openDatabase } from '#kit/storage/database.ts';
import type { ConnectionOptions, Database } from '#kit/storage/database.ts';
import { startPrivateServer } from '#kit/storage/embedded.ts';
import { migrate } from '#kit/storage/migrate.ts';
import type { FeedEvent } from '#kit/wire/protocol.ts';
import { openIndexWriter } from '../subgraphs/national-index/apply.ts';
import type { BatchOutcome, IndexWriter } from '../subgraphs/national-index/apply.ts';
import { indexRecords } from '../subgraphs/national-index/records.ts';
import type { IndexRecords } from '../subgraphs/national-index/records.ts';
import { createSubjectIds } from '../subgraphs/national-index/subject-ids.ts';
import type { SubjectIds } from '../subgraphs/national-index/subject-ids.ts';

export const testSecret = Buffer.alloc(32, 7);

export interface TestIndex {
  readonly sql: Database;
  readonly records: IndexRecords;
  readonly writer: IndexWriter;
  readonly ids: SubjectIds;
  /** Applies entries as their holders' feeds would bring them, in this order. */
  publish(entries: readonly IndexEntry[]): Promise<void>;
  /** Applies events of one feed after its cursor. */
  feed(
    source: string,
    holder: string,
    events: readonly Omit<FeedEvent, 'position'>[],
    keyed?: boolean,
  ): Promise<BatchOutcome>;
  clear(): Promise<void>;
}

export interface TestServer {
  open(name?: string): Promise<TestIndex>;
  connection(name: string): ConnectionOptions;
  stop(): Promise<void>;
}

export async function startTestServer(): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'national-index-'));
  // As root the database runs as another user, who must be able to enter.
  await chmod(dataDir, 0o755);
  const server = await startPrivateServer({ dataDir });
  const opened: Database[] = [];
  return {
    async open(name = `index_${randomBytes(4).toString('hex')}`) {
      await server.ensureDatabases([name]);
      const sql = openDatabase({ connection: server.connection(name) });
      opened.push(sql);
      await migrate(sql, new URL('../subgraphs/national-index/migrations/', import.meta.url));
      return testIndex(sql);
    },
    connection: (name) => server.connection(name),
    async stop() {
      await Promise.all(opened.map((sql) => sql.end({ timeout: 1 })));
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function testIndex(sql: Database): Promise<TestIndex> {
  const ids = createSubjectIds(testSecret);
  const writer = await openIndexWriter(sql, ids);
  const feed: TestIndex['feed'] = async (source, holder, events, keyed = false) => {
    const { position } = await writer.cursor({ source, holder });
    return writer.apply({
      origin: { source, holder, publication: keyed ? 'KEYS' : 'FULL' },
      after: position,
      events: events.map((event, at) => ({ ...event, position: position + at + 1 })),
      position: position + events.length,
      asOf: '2026-11-21T12:00:00Z',
      caughtUpAt: null,
    });
  };
  return {
    sql,
    records: indexRecords(sql),
    writer,
    ids,
    feed,
    async publish(entries) {
      for (const entry of entries) {
        const { recordId, version, keyed } = entry;
        const { refused } = await feed(entry.source, entry.holder, [{ recordId, version, entry }], keyed);
        if (refused > 0) throw new Error('the entry of a test was refused');
      }
    },
    async clear() {
      await sql`truncate entry, identifier, edge, name, vehicle_trait, former_subject, feed_cursor, refused_event`;
    },
  };
}

type Overrides = Partial<IndexEntry>;

const toAll = [{ token: 'all', shows: 'OPEN' }] as const;

export function personEntry(
  holder: string,
  recordId: string,
  person: NonNullable<IndexEntry['basics']['person']>,
  overrides: Overrides = {},
): IndexEntry {
  return {
    ...{
      schema: 1,
      source: 'individuals',
      holder,
      recordId,
      version: 1,
      asOf: '2026-11-20T12:00:00.000Z',
      audience: toAll,
    },
    identifiers: [
      ...(person.cpf ? [{ kind: 'CPF', value: person.cpf } as const] : []),
      ...(person.rg ? [{ kind: 'RG', value: person.rg, ...(person.rgUf && { place: person.rgUf }) } as const] : []),
    ],
    edges: [],
    basics: { person },
    ...overrides,
  };
}

export function vehicleEntry(
  holder: string,
  recordId: string,
  vehicle: Partial<NonNullable<IndexEntry['basics']['vehicle']>> & { readonly plates: readonly string[] },
  owner?: string,
  overrides: Overrides = {},
): IndexEntry {
  return {
    ...{
      schema: 1,
      source: 'vehicles',
      holder,
      recordId,
      version: 1,
      asOf: '2026-11-20T12:00:00.000Z',
      audience: toAll,
    },
    identifiers: vehicle.plates.map((value) => ({ kind: 'PLATE', value, place: vehicle.country ?? 'BR' })),
    edges: owner ? [ownerEdge('OWNER', owner)] : [],
    basics: { vehicle: { country: 'BR', ...vehicle } },
    ...overrides,
  };
}

export function weaponEntry(
  holder: string,
  recordId: string,
  weapon: Omit<NonNullable<IndexEntry['basics']['weapon']>, 'system'>,
  owner?: string,
  overrides: Overrides = {},
): IndexEntry {
  return {
    ...{
      schema: 1,
      source: 'weapons',
      holder,
      recordId,
      version: 1,
      asOf: '2026-11-20T12:00:00.000Z',
      audience: toAll,
    },
    identifiers: [],
    edges: owner ? [ownerEdge('WEAPON_OWNER', owner)] : [],
    basics: { weapon: { system: 'SINARM', ...weapon } },
    ...overrides,
  };
}

export function warrantEntry(
  recordId: string,
  number: string,
  declaredIdentities: NonNullable<IndexEntry['basics']['warrant']>['declaredIdentities'],
  overrides: Overrides = {},
): IndexEntry {
  const cpf = declaredIdentities.find((one) => one.cpf)?.cpf;
  return {
    ...{
      schema: 1,
      source: 'warrants',
      holder: 'CNJ',
      recordId,
      version: 1,
      asOf: '2026-11-20T12:00:00.000Z',
      audience: toAll,
    },
    contactUnit: { unit: 'Vara de Execuções', phone: '61 3333-0000', municipality: 'Brasília', uf: 'DF' },
    identifiers: [{ kind: 'WARRANT_NUMBER', value: number }],
    edges: cpf ? [{ role: 'WANTED', kind: 'individual', identifier: { kind: 'CPF', value: cpf } }] : [],
    basics: { warrant: { number, declaredIdentities } },
    ...overrides,
  };
}

export function ownerEdge(role: 'OWNER' | 'WEAPON_OWNER' | 'POSSESSOR', document: string): IndexEntry['edges'][number] {
  const company = document.length === 14;
  return {
    role,
    kind: company ? 'company' : 'individual',
    identifier: { kind: company ? 'CNPJ' : 'CPF', value: document },
  };
}
