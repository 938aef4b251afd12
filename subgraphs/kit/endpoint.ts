// One endpoint (source, holder) made ready to serve: database, migrations, sequencer, feed, keys.
import type { Directory, EndpointEntry } from './directory.ts';
import { endpointName, indexSource } from './directory.ts';
import { outboxFeed } from './feed.ts';
import type { Log } from './log.ts';
import { overlayMemory } from './overlay-memory.ts';
import type { OverlayMemory } from './overlay-memory.ts';
import type { Records } from './records.ts';
import type { RecordServices, RecordSource } from './record-source.ts';
import { createRowLoader } from './row-loader.ts';
import type { Overlay } from './rules/overlay.ts';
import { startSequencer } from './sequencer.ts';
import type { ServedEndpoint } from './serve.ts';
import { openDatabase } from './storage/database.ts';
import type { ConnectionOptions, Database } from './storage/database.ts';
import { migrate } from './storage/migrate.ts';
import { importPublicKey } from './wire/keys.ts';
import type { ExchangePrivateKey } from './wire/keys.ts';
import { createAnsweringSide, publicationKey } from './wire/peers.ts';

const kitMigrations = { name: 'kit', folder: new URL('migrations/', import.meta.url) };
/** Of every endpoint, whether it keeps records or not. */
export const endpointMigrations = { name: 'endpoint', folder: new URL('migrations/endpoint/', import.meta.url) };

export interface EndpointOptions {
  readonly entry: EndpointEntry;
  readonly directory: () => Directory;
  readonly key: ExchangePrivateKey;
  readonly connection: ConnectionOptions;
  /** The holder's own rules in force, looked up at every question; none: the shared ones alone. */
  readonly overlay?: () => Overlay | undefined;
  /** Called before the endpoint opens, which it does not when this rejects. None: the base remembers no overlay. */
  readonly rememberOverlay?: (memory: OverlayMemory) => Promise<void>;
  readonly log: Log;
}

export interface OpenEndpoint {
  readonly served: ServedEndpoint;
  stop(): Promise<void>;
}

/** The records of one endpoint, ready to be written and read: its database is migrated. */
export async function openRecords<Facts extends { readonly recordId: string }>(
  source: RecordSource<Facts>,
  migrations: URL,
  identity: { readonly source: string; readonly holder: string },
  connection: ConnectionOptions,
  options: { readonly poolMax?: number } = {},
): Promise<{ readonly sql: Database; readonly records: Records<Facts> }> {
  const sql = openDatabase({ connection, applicationName: endpointName(identity), ...options });
  await migrateRecords(sql, migrations);
  return { sql, records: source.records(sql, identity) };
}

async function migrateRecords(sql: Database, migrations: URL): Promise<void> {
  await migrate(sql, [kitMigrations, endpointMigrations, { name: 'source', folder: migrations }]);
}

export async function openEndpoint<Facts extends { readonly recordId: string }>(
  source: RecordSource<Facts>,
  migrations: URL,
  options: EndpointOptions,
): Promise<OpenEndpoint> {
  const { entry, directory, key, connection, log } = options;
  const identity = { source: entry.source, holder: entry.holder };
  // Migrating, moving rows to the feed and reading a long page of it take as long as they take; a question may be cut short.
  const background = openDatabase({ connection, poolMax: 2, applicationName: `${endpointName(entry)} feed` });
  try {
    await migrateRecords(background, migrations);
    await options.rememberOverlay?.(overlayMemory(background));
  } catch (error) {
    await background.end({ timeout: 2 });
    throw error;
  }
  const sql = openDatabase({
    connection,
    applicationName: endpointName(entry),
    statementTimeoutMs: entry.deadlineMs,
  });
  const records = source.records(sql, identity);
  const sequencer = await startSequencer(background, () =>
    log(`${endpointName(entry)}: the sequencer could not reach its database`, { level: 'warn', ...identity }),
  );
  const hashKey =
    entry.publication === 'KEYS' ? publicationKey(key, indexKeyOf(directory()), directory().environment) : undefined;
  const feed = outboxFeed({
    sql: background,
    sequencer,
    ...identity,
    publication: entry.publication,
    ...(hashKey && { hashKey }),
  });
  const served: ServedEndpoint = {
    identity,
    listen: listenAt(entry),
    wire: createAnsweringSide(key, directory),
    maxConcurrent: entry.maxConcurrent,
    feed,
    feedState: () => ({ head: sequencer.head, levelAt: sequencer.levelAt }),
    ...(options.overlay && { overlay: options.overlay }),
    services: (): RecordServices<Facts> => ({ records, load: createRowLoader(records) }),
    async check() {
      await sql`select 1`;
      if (!sequencer.current) throw new Error('the sequencer is stuck');
    },
  };
  return {
    served,
    async stop() {
      await sequencer.stop();
      await Promise.all([sql.end({ timeout: 2 }), background.end({ timeout: 2 })]);
    },
  };
}

export function listenAt(entry: EndpointEntry): { readonly host: string; readonly port: number } {
  const { protocol, hostname, port } = new URL(entry.url);
  // A URL leaves the port of its scheme out, and puts an IPv6 address in brackets.
  const standard = protocol === 'https:' ? 443 : 80;
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: port === '' ? standard : Number(port) };
}

function indexKeyOf(directory: Directory) {
  const index = directory.endpoints.find(({ source }) => source === indexSource);
  return importPublicKey('exchange', index?.exchangeKey, 'directory.endpoints (national-index).exchangeKey');
}
