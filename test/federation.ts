// The whole network in one test process: real PostgreSQL, real HTTP on free loopback ports, the processes' own code.
import { chmodSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Profile } from '#kit/caller.ts';
import type { Directory, EndpointEntry } from '#kit/directory.ts';
import { endpointName, indexSource } from '#kit/directory.ts';
import type { OpenEndpoint } from '#kit/endpoint.ts';
import { openEndpoint } from '#kit/endpoint.ts';
import { createSourceServer } from '#kit/serve.ts';
import type { SourceServer } from '#kit/serve.ts';
import { parseOverlay } from '#kit/rules/overlay.ts';
import type { OverlaidSource, Overlay } from '#kit/rules/overlay.ts';
import { directoryInForce } from '#kit/directory-in-force.ts';
import { databaseName } from '#kit/endpoint-database.ts';
import { entryOf } from '#kit/start.ts';
import { databaseUrl, openDatabase } from '#kit/storage/database.ts';
import type { Database } from '#kit/storage/database.ts';
import { startPrivateServer } from '#kit/storage/embedded.ts';
import type { Subgraph } from '#kit/subgraph.ts';
import { readPrivateKeyFile } from '#kit/wire/keys.ts';
import { network, writeDirectory } from '../demo/directory.ts';
import { demoAudience, demoIssuer, mintToken, readIssuerKey, startIssuer } from '../demo/issuer.ts';
import { load } from '../demo/load.ts';
import { secretFile } from '../demo/network.ts';
import { nation } from '../demo/nation/nation.ts';
import type { NationRecord } from '../demo/nation/nation.ts';
import { freePorts, supergraphPath } from '../demo/settings.ts';
import { gatewayConfig } from '../gateway/config.ts';
import { openGateway } from '../gateway/start.ts';
import { individuals } from '../subgraphs/individuals/source.ts';
import { mercosul } from '../subgraphs/mercosul/source.ts';
import { openIndex, readIndexSecret } from '../subgraphs/national-index/endpoint.ts';
import { nationalIndex } from '../subgraphs/national-index/source.ts';
import { vehicles } from '../subgraphs/vehicles/source.ts';
import { warrants } from '../subgraphs/warrants/source.ts';
import { weapons } from '../subgraphs/weapons/source.ts';
import { unhurried } from './unhurried.ts';

export interface Ask {
  readonly profile?: Profile;
  readonly token?: string;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly purpose?: string;
  readonly case?: string;
  readonly justification?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly operationName?: string;
}

export interface SourceLine {
  readonly source: string;
  readonly holder: string | null;
  readonly status: string;
  readonly paths: readonly (readonly (string | number)[])[];
  readonly rule: string | null;
  readonly contact: string | null;
  readonly asOf: string | null;
  readonly indexAsOf: string | null;
}

export interface Answer {
  readonly status: number;
  // The shape is the test's own business: it names what it reads.
  // eslint-disable-next-line
  readonly data: any;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string; readonly [key: string]: unknown };
  }[];
  readonly extensions: {
    readonly sources: readonly SourceLine[];
    readonly outcomes: readonly { readonly field: string; readonly outcome: string; readonly sentence: string }[];
    readonly masked: readonly (readonly (string | number)[])[];
    readonly traceId: string;
    readonly notice: string;
  };
  readonly text: string;
}

/** One question as an endpoint got it. */
export interface Received {
  /** `source/holder` */
  readonly endpoint: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface Federation {
  readonly url: string;
  readonly dataDir: string;
  readonly directory: () => Directory;
  readonly journal: Database;
  ask(query: string, variables?: object, as?: Ask): Promise<Answer>;
  token(profile: Profile, claims?: Readonly<Record<string, unknown>>): Promise<string>;
  /** Starts another gateway with other settings in front of the same sources, with the same journal. Its URL. */
  openReplica(env: Readonly<Record<string, string>>): Promise<string>;
  /** Questions that each endpoint has answered since it was opened, by `source/holder`. */
  questions(): Promise<ReadonlyMap<string, number>>;
  /** What the endpoints got since the last call of this, in the order of arrival. */
  received(): readonly Received[];
  stop(name: string): Promise<void>;
  start(name: string): Promise<void>;
  /** Replaces the directory file, as an operator would. */
  changeDirectory(change: (directory: Directory) => unknown): Promise<void>;
  /** A pool into one endpoint's database, for looking behind the curtain. */
  database(name: string): Database;
  save(records: readonly NationRecord[]): Promise<void>;
  /** Resolves when the index has followed every feed to its end. */
  indexed(): Promise<void>;
  close(): Promise<void>;
}

export interface FederationOptions {
  readonly records?: Iterable<NationRecord>;
  readonly size?: number;
  readonly today?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Receives what every process would write to its log; default: dropped. */
  readonly log?: (line: string) => void;
  /** Everybody is waited for as long as a busy machine needs: for tests of what is answered, not of how soon. */
  readonly patient?: boolean;
  /** Rules that holders add to the shared ones, by `source/holder`. */
  readonly overlays?: Readonly<Record<string, unknown>>;
}

export const testSeed = 2026;
export const testToday = '2026-11-21';

const sources = new Map<string, Subgraph<{ readonly recordId: string }>>(
  [individuals, vehicles, mercosul, weapons, warrants].map((one) => [one.source, one as never]),
);

export async function startFederation(options: FederationOptions = {}): Promise<Federation> {
  const { size = 200, today = testToday } = options;
  const dataDir = mkdtempSync(join(tmpdir(), 'infoseg-test-'));
  // As root the database runs as another user, who must be able to enter.
  chmodSync(dataDir, 0o755);
  const closers: (() => unknown)[] = [() => rmSync(dataDir, { recursive: true, force: true })];
  const close = async () => {
    for (const one of closers.splice(0).reverse()) await one();
  };
  const { log = () => undefined } = options;
  try {
    const server = await startPrivateServer({ dataDir });
    closers.push(() => server.stop());
    const endpoints = network.flatMap(({ source, holders }) => holders.map((holder) => ({ source, holder })));
    await server.ensureDatabases([...endpoints.map(databaseName), 'gateway_journal']);
    const written = writeDirectory(dataDir, await freePorts(endpoints.length));
    if (options.patient) writeFileSync(written.path, JSON.stringify(patient(written.directory)));
    const inForce = directoryInForce(written.path, log);
    closers.push(() => inForce.stop());
    const connection = (entry: { readonly source: string; readonly holder: string }) =>
      server.connection(databaseName(entry));
    const keyOf = (entry: EndpointEntry) =>
      readPrivateKeyFile('exchange', join(written.keysDir, `${entry.source}-${entry.holder}.jwk`), 'KEYS_DIR');
    const issuer = await startIssuer({ dataDir, port: 0 });
    closers.push(() => issuer.close());

    const servers = new Map<string, SourceServer>();
    for (const subgraph of [...sources.values(), nationalIndex]) {
      const sourceServer = await createSourceServer(subgraph.schema, log);
      servers.set(subgraph.source, sourceServer);
      closers.push(() => sourceServer.stop());
    }
    const open = new Map<string, OpenEndpoint>();
    const heard: Received[] = [];
    closers.push(() => Promise.all([...open.values()].map((endpoint) => endpoint.stop())));

    const start = async (name: string) => {
      const [source = '', holder = ''] = name.split('/');
      const entry = entryOf(inForce.directory(), source, holder);
      const subgraph = sources.get(source);
      const overlay = options.overlays?.[name];
      const endpointOptions = {
        entry,
        directory: inForce.directory,
        key: keyOf(entry),
        connection: connection(entry),
        ...(overlay !== undefined && overlayFor(overlay, subgraph ?? nationalIndex)),
        log,
      };
      const opened = subgraph?.records
        ? await openEndpoint(subgraph.records, subgraph.migrations, endpointOptions)
        : await openIndex({
            ...endpointOptions,
            secret: readIndexSecret(secretFile(written.keysDir, 'index.secret')),
            supergraphPath,
          });
      const endpoint = overheard(name, opened, heard);
      open.set(name, endpoint);
      await servers.get(source)?.open(endpoint.served);
    };
    const stop = async (name: string) => {
      const endpoint = open.get(name);
      if (!endpoint) throw new TypeError(`${name} is not running`);
      open.delete(name);
      await servers.get(name.split('/')[0] ?? '')?.close(endpoint.served);
      await endpoint.stop();
    };
    await Promise.all(endpoints.map((one) => start(endpointName(one))));
    const save = async (records: Iterable<NationRecord>) => {
      await load({ records, endpoints: inForce.directory().endpoints, connection, onSaved: () => undefined });
    };
    await save(options.records ?? nation({ seed: testSeed, size, today }));

    const journalConnection = server.connection('gateway_journal');
    const openReplica = async (env: Readonly<Record<string, string>> = {}) => {
      const settings = {
        PORT: '0',
        DIRECTORY: written.path,
        GATEWAY_KEY: join(written.keysDir, 'gateway.jwk'),
        JOURNAL_KEY: secretFile(written.keysDir, 'journal.key'),
        JOURNAL_DATABASE_URL: databaseUrl(journalConnection),
        ISSUER: demoIssuer,
        AUDIENCE: demoAudience,
        JWKS_URL: issuer.jwksUrl,
        DEMO_TOKEN_URL: `${issuer.url}/token`,
        ...unhurried,
        ...(options.patient && {
          DEADLINE_MS: String(patienceMs),
          JOURNAL_TIMEOUT_MS: String(patienceMs),
          QUEUE_WAIT_MS: String(patienceMs / 2),
        }),
        ...options.env,
        ...env,
      };
      const replica = await openGateway(gatewayConfig(settings), log);
      closers.push(() => replica.close());
      return replica.url;
    };
    const url = await openReplica();
    const journal = openDatabase({ connection: journalConnection, poolMax: 2 });
    closers.push(() => journal.end({ timeout: 1 }));

    const pools = new Map<string, Database>();
    closers.push(() => Promise.all([...pools.values()].map((pool) => pool.end({ timeout: 1 }))));
    const issuerKey = readIssuerKey(dataDir);
    const token = (profile: Profile, claims: Readonly<Record<string, unknown>> = {}) =>
      mintToken(issuerKey, { profile, ...claims });

    const ask = async (query: string, variables: object = {}, as: Ask = {}): Promise<Answer> => {
      const bearer = as.token ?? (await token(as.profile ?? 'patrol', as.claims));
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${bearer}`,
          'content-type': 'application/json',
          ...(as.purpose && { 'x-infoseg-purpose': as.purpose }),
          ...(as.case && { 'x-infoseg-case': as.case }),
          ...(as.justification && { 'x-infoseg-justification': encodeURIComponent(as.justification) }),
          ...as.headers,
        },
        body: JSON.stringify({ query, variables, ...(as.operationName && { operationName: as.operationName }) }),
      });
      const text = await response.text();
      const body = JSON.parse(text) as Partial<Answer>;
      return {
        status: response.status,
        data: body.data,
        errors: body.errors ?? [],
        extensions: body.extensions as Answer['extensions'],
        text,
      };
    };

    const database = (name: string): Database => {
      let pool = pools.get(name);
      const [source = '', holder = ''] = name.split('/');
      if (!pool) pools.set(name, (pool = openDatabase({ connection: connection({ source, holder }), poolMax: 1 })));
      return pool;
    };

    const isLevel = async (): Promise<boolean> => {
      const read = await database(indexName)<{ name: string; position: number }[]>`
        select source || '/' || holder as name, position::int from feed_cursor`;
      const positions = new Map(read.map(({ name, position }) => [name, position]));
      const followed = inForce
        .directory()
        .endpoints.filter(
          (entry) => entry.source !== indexSource && entry.publication !== 'NONE' && open.has(endpointName(entry)),
        );
      const level = await Promise.all(
        followed.map(async (entry) => {
          const name = endpointName(entry);
          const [feed] = await database(name)<{ waiting: number; head: number }[]>`
            select (select count(*)::int from outbox) as waiting, (select head::int from feed_head) as head`;
          return feed?.waiting === 0 && (positions.get(name) ?? 0) === feed.head;
        }),
      );
      return level.every(Boolean);
    };

    const isCurrent = async (): Promise<boolean> => {
      const { data } = await ask('{ indexStatus { behind } }', {}, { profile: 'auditor' });
      const states = (data?.indexStatus ?? []) as readonly { readonly behind: boolean }[];
      return states.length > 0 && states.every(({ behind }) => !behind);
    };

    const federation: Federation = {
      url,
      dataDir,
      directory: inForce.directory,
      journal,
      ask,
      token,
      openReplica,
      stop,
      start,
      async questions() {
        const counts = new Map<string, number>();
        const entries = inForce.directory().endpoints.filter((entry) => open.has(endpointName(entry)));
        // The endpoints of a source share one process and so one page of counters.
        const pages = new Map(entries.map((entry) => [entry.source, entry.url]));
        for (const url of pages.values()) {
          const text = await (await fetch(`${url}/metrics`)).text();
          for (const [, source, holder, count] of text.matchAll(
            /infoseg_questions_total\{source="([^"]+)",holder="([^"]+)"[^}]*\} (\d+)/g,
          )) {
            const name = `${source}/${holder}`;
            counts.set(name, (counts.get(name) ?? 0) + Number(count));
          }
        }
        return counts;
      },
      received: () => heard.splice(0),
      async changeDirectory(change) {
        const next = JSON.parse(readFileSync(written.path, 'utf8')) as Directory;
        const changed = change(next) ?? next;
        writeFileSync(`${written.path}.new`, JSON.stringify(changed));
        renameSync(`${written.path}.new`, written.path);
        // The gateway watches the file too; a directory is in force a moment after it is there.
        await new Promise((resolve) => setTimeout(resolve, 400));
      },
      database,
      save,
      async indexed() {
        const until = Date.now() + 60_000;
        // That the index is not behind means that it is near enough: here it must have read all that was written.
        while (!(await isLevel()) || !(await isCurrent())) {
          if (Date.now() > until) throw new Error('the index did not catch up');
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      },
      close,
    };
    await federation.indexed();
    return federation;
  } catch (error) {
    await close();
    throw error;
  }
}

/** Read once, as a test writes it; the files of processes are watched. */
function overlayFor(overlay: unknown, source: OverlaidSource): { readonly overlay: () => Overlay } {
  const parsed = parseOverlay(overlay, source);
  return { overlay: () => parsed };
}

const indexName = 'national-index/SENASP';
const patienceMs = 25_000;

function patient(directory: Directory): Directory {
  const sources = Object.entries(directory.sources).map(([name, source]) => [
    name,
    { ...source, deadlineMs: patienceMs, indexLagMaxMs: 20 * patienceMs },
  ]);
  const endpoints = directory.endpoints.map((entry) => ({ ...entry, deadlineMs: patienceMs }));
  return { ...directory, sources: Object.fromEntries(sources) as Directory['sources'], endpoints };
}

/** The endpoint, with every question noted as it comes off the wire: before it is verified, so that a refused one counts too. */
function overheard(name: string, { served, stop }: OpenEndpoint, heard: Received[]): OpenEndpoint {
  const { verify, sign } = served.wire;
  const wire: typeof served.wire = {
    sign,
    verify(path, headers, body) {
      if (path === '/graphql') heard.push({ endpoint: name, ...questionIn(body) });
      return verify(path, headers, body);
    },
  };
  return { served: { ...served, wire }, stop };
}

function questionIn(body: Buffer): Pick<Received, 'query' | 'variables'> {
  try {
    const { query, variables = {} } = JSON.parse(body.toString('utf8')) as Partial<Received>;
    return { query: query ?? '', variables };
  } catch {
    // Not verified yet, so it may be anything.
    return { query: '', variables: {} };
  }
}
