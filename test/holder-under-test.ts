// Endpoints as the processes open them, on a private PostgreSQL server, each under a free port that the directory then names.
import { mkdirSync, writeFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endpointName, parseDirectory } from '#kit/directory.ts';
import type { Directory, EndpointEntry, Publication } from '#kit/directory.ts';
import { openEndpoint, openRecords } from '#kit/endpoint.ts';
import type { OpenEndpoint } from '#kit/endpoint.ts';
import { overlayInForce } from '#kit/overlay-in-force.ts';
import type { Records } from '#kit/records.ts';
import { createSourceServer } from '#kit/serve.ts';
import type { SourceServer } from '#kit/serve.ts';
import { databaseName } from '#kit/endpoint-database.ts';
import type { Database } from '#kit/storage/database.ts';
import { startPrivateServer } from '#kit/storage/embedded.ts';
import type { PrivateServer } from '#kit/storage/embedded.ts';
import type { Subgraph } from '#kit/subgraph.ts';
import { exportPublicKey, generateExchangeKey, writePrivateKeyFile } from '#kit/wire/keys.ts';
import type { ExchangePrivateKey } from '#kit/wire/keys.ts';

export type AnyFacts = { readonly recordId: string };
export type AnySubgraph = Subgraph<AnyFacts>;

export interface HolderSpec {
  readonly subgraph: AnySubgraph;
  readonly holder: string;
  readonly publication?: Publication;
  readonly deadlineMs?: number;
  /** The holder's own rules, as parsed JSON; written to `overlayPath` and read from there. */
  readonly overlay?: unknown;
}

export interface HolderUnderTest {
  readonly entry: EndpointEntry;
  readonly records: Records<AnyFacts>;
  /** The holder's own pool, for what a test must arrange behind its back. */
  readonly sql: Database;
  readonly server: SourceServer;
  /** Everything that the process said. */
  readonly log: readonly string[];
  /** Where its own rules are read from, again whenever they change. */
  readonly overlayPath: string;
  /** Stops the endpoint and opens it again, as a restart would, under a new port. */
  restart(): Promise<HolderUnderTest>;
  stop(): Promise<void>;
}

export interface TestHolders {
  readonly postgres: PrivateServer;
  readonly directoryPath: string;
  readonly keysDir: string;
  readonly gatewayKey: ExchangePrivateKey;
  readonly indexKey: ExchangePrivateKey;
  directory(): Directory;
  open(spec: HolderSpec): Promise<HolderUnderTest>;
  stop(): Promise<void>;
}

/** A directory of the index and these holders, with keys in files, and the database server of all of them. */
export async function prepareHolders(specs: readonly HolderSpec[]): Promise<TestHolders> {
  const folder = await mkdtemp(join(tmpdir(), 'holders-test-'));
  await chmod(folder, 0o755);
  const keysDir = join(folder, 'keys');
  mkdirSync(keysDir, { mode: 0o700 });
  const directoryPath = join(folder, 'directory.json');
  const keys = new Map<string, ExchangePrivateKey>();
  const keyOf = (name: string): ExchangePrivateKey => {
    let key = keys.get(name);
    if (!key) {
      keys.set(name, (key = generateExchangeKey()));
      writePrivateKeyFile(join(keysDir, `${name}.jwk`), key, 'KEYS_DIR');
    }
    return key;
  };
  const fileName = ({ source, holder }: { readonly source: string; readonly holder: string }) => `${source}-${holder}`;

  const index = { source: 'national-index', holder: 'SENASP' };
  const all = [index, ...specs.map(({ subgraph, holder }) => ({ source: subgraph.source, holder }))];
  const urls = new Map<string, string>();
  let directory = read();

  function read(): Directory {
    const contact = { unit: 'PLANTÃO' };
    const endpoints = all.map((identity, at) => {
      const spec = specs[at - 1];
      return {
        ...identity,
        url: urls.get(endpointName(identity)) ?? 'http://127.0.0.1:0',
        connection: 'https',
        exchangeKey: exportPublicKey(keyOf(fileName(identity)).publicKey),
        schemaVersion: 2,
        fieldsNotHeld: [],
        publication: spec?.publication ?? 'FULL',
        probes: [],
        environment: 'test',
        deadlineMs: spec?.deadlineMs ?? 10_000,
        maxConcurrent: 64,
        perSecond: 5000,
        maintenance: [],
        agreement: { basis: 'Decreto 6.138/2007' },
        contact,
      };
    });
    const holders = Object.fromEntries(all.map(({ holder }) => [holder, { name: holder, contact }]));
    const sources = Object.fromEntries(
      all.map(({ source }) => [source, { indexLagMaxMs: 30_000, deadlineMs: 1500, schemaVersion: 2 }]),
    );
    const gateway = { exchangeKey: exportPublicKey(keyOf('gateway').publicKey) };
    const text = JSON.stringify({ version: 1, environment: 'test', gateway, holders, sources, endpoints }, null, 1);
    writeFileSync(directoryPath, text);
    return parseDirectory(text);
  }

  const postgres = await startPrivateServer({ dataDir: join(folder, 'data') });
  const running = new Set<HolderUnderTest>();
  await postgres.ensureDatabases(all.map(databaseName));

  async function open(spec: HolderSpec): Promise<HolderUnderTest> {
    const { subgraph, holder } = spec;
    const identity = { source: subgraph.source, holder };
    const listed = directory.endpoints.find((one) => endpointName(one) === endpointName(identity));
    if (!listed || !subgraph.records) throw new TypeError('the holder is not among those that were prepared');
    const log: string[] = [];
    const connection = postgres.connection(databaseName(identity));
    const server = await createSourceServer(subgraph.schema, (line) => log.push(line));
    // A free port each time: the one of an endpoint that was stopped may be taken by then.
    const entry = { ...listed, url: 'http://127.0.0.1:0' };
    const overlayPath = join(await mkdtemp(join(folder, 'overlays-')), `${fileName(identity)}.json`);
    if (spec.overlay !== undefined) writeFileSync(overlayPath, JSON.stringify(spec.overlay));
    const own = overlayInForce(overlayPath, subgraph, (line) => log.push(line));
    const endpoint: OpenEndpoint = await openEndpoint(subgraph.records, subgraph.migrations, {
      entry,
      directory: () => directory,
      key: keyOf(fileName(identity)),
      connection,
      overlay: own.overlay,
      log: (line) => log.push(line),
    });
    const { sql, records } = await openRecords(subgraph.records, subgraph.migrations, identity, connection, {
      poolMax: 4,
    });
    urls.set(endpointName(identity), await server.open(endpoint.served));
    directory = read();
    const url = urls.get(endpointName(identity)) as string;
    const stop = async () => {
      if (!running.delete(opened)) return;
      own.stop();
      await server.close(endpoint.served);
      await endpoint.stop();
      await server.stop();
      await sql.end({ timeout: 2 });
    };
    const opened: HolderUnderTest = {
      entry: { ...listed, url },
      records,
      sql,
      server,
      log,
      overlayPath,
      stop,
      async restart() {
        await stop();
        return open(spec);
      },
    };
    running.add(opened);
    return opened;
  }

  return {
    postgres,
    directoryPath,
    keysDir,
    gatewayKey: keyOf('gateway'),
    indexKey: keyOf(fileName(index)),
    directory: () => directory,
    open,
    async stop() {
      await Promise.all([...running].map((holder) => holder.stop()));
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
