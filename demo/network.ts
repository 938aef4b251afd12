// The whole network on one machine: private PostgreSQL, issuer, sources, index, gateway, each holder with a database of its own.
import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { indexSource } from '#kit/directory.ts';
import type { Directory, EndpointEntry } from '#kit/directory.ts';
import { databaseName } from '#kit/endpoint-database.ts';
import { ConfigError } from '#kit/errors.ts';
import { databaseUrl } from '#kit/storage/database.ts';
import { startPrivateServer } from '#kit/storage/embedded.ts';
import type { PrivateServer } from '#kit/storage/embedded.ts';
import { StorageError } from '#kit/storage/storage-error.ts';
import { compileAhead } from './compile-ahead.ts';
import { openControl } from './control.ts';
import { DemoError } from './demo-error.ts';
import { network, writeDirectory } from './directory.ts';
import { demoAudience, demoIssuer, startIssuer } from './issuer.ts';
import { runProcess } from './processes.ts';
import type { Running } from './processes.ts';
import { freePorts, supergraphPath } from './settings.ts';
import type { DemoSettings } from './settings.ts';
import { supervise } from './supervise.ts';
import type { Supervised } from './supervise.ts';
import { createSwitches } from './switches.ts';

export interface Network {
  readonly url: string;
  /** Resolves when every source and the index serve; records may be written before. */
  readonly ready: Promise<void>;
  /** Resolves when the database ends by itself. */
  readonly databaseLost: Promise<void>;
  readonly directory: Directory;
  connection(entry: EndpointEntry): ReturnType<PrivateServer['connection']>;
  /** Process ids by name: the sources, `gateway`, `postgres`. */
  pids(): ReadonlyMap<string, number>;
  /** Starts the gateway; the tabs of GraphiQL are read from `tabsPath`. */
  startGateway(tabsPath?: string): Promise<void>;
  /** Stops in order: gateway, sources and index, issuer, database. */
  stop(): Promise<void>;
}

const journalDatabase = 'gateway_journal';
/** Rules that holders of the demo add to the shared ones. */
const overlaysDir = fileURLToPath(new URL('overlays', import.meta.url));

/** `say` is told in one sentence when a process ends by itself, and when it is up again. @throws ConfigError */
export async function startNetwork(settings: DemoSettings, say: (sentence: string) => void): Promise<Network> {
  const { dataDir, port } = settings;
  const closers: (() => Promise<unknown>)[] = [];
  let stopping = false;
  const stop = async () => {
    stopping = true;
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const compiledDir = join(dataDir, 'compiled');
    const compiled = compileAhead(compiledDir);
    closers.push(() => compiled);
    const server = await startPrivateServer({ dataDir }).catch(inDataDir);
    closers.push(() => server.stop());
    const databaseLost = new Promise<void>((lost) => {
      const tell = () => void (stopping || lost());
      server.ended.then(tell, tell);
    });
    const endpoints = network.flatMap(({ source, holders }) => holders.map((holder) => ({ source, holder })));
    const [, ports] = await Promise.all([
      server.ensureDatabases([...endpoints.map(databaseName), journalDatabase]),
      freePorts(endpoints.length, port),
      compiled,
    ]);
    const { path, keysDir, directory } = writeDirectory(dataDir, ports);
    const connection = (entry: { readonly source: string; readonly holder: string }) =>
      server.connection(databaseName(entry));

    const issuer = await startIssuer({ dataDir, port: 0 });
    closers.push(() => issuer.close());

    const running = new Map<string, Supervised>();
    const launch = (
      name: string,
      main: string,
      env: Readonly<Record<string, string>>,
      onRestart?: (running: Running) => Promise<void>,
    ): Supervised => {
      if (stopping) throw new DemoError(`the network stops, and ${name} is not started any more`);
      const options = {
        name,
        main: new URL(main, import.meta.url),
        env: { NODE_COMPILE_CACHE: compiledDir, ...settings.telemetry, ...env },
        logDir: join(dataDir, 'log'),
      };
      const child = supervise({ name, launch: () => runProcess(options), say, ...(onRestart && { onRestart }) });
      running.set(name, child);
      return child;
    };
    const switches = createSwitches(directory.endpoints, (source) => running.get(source));
    const launchSource = ({ source, holders }: (typeof network)[number]): Supervised => {
      const urls = holders.map((holder) => [`DATABASE_URL_${holder}`, databaseUrl(connection({ source, holder }))]);
      const env = {
        DIRECTORY: path,
        KEYS_DIR: keysDir,
        OVERLAYS_DIR: overlaysDir,
        ...(source === indexSource && {
          INDEX_SECRET: secretFile(keysDir, 'index.secret'),
          SUPERGRAPH: supergraphPath,
        }),
        ...Object.fromEntries(urls),
      };
      return launch(source, `../subgraphs/${source}/main.ts`, env, (again) => switches.restore(source, again));
    };
    closers.push(() => Promise.all([...running.values()].map((child) => child.stop())));
    const isIndex = ({ source }: { readonly source: string }) => source === indexSource;
    const sources = network.filter((one) => !isIndex(one)).map(launchSource);
    // The index comes last: a feed that is not there yet would cost it a pause.
    const ready = Promise.all(sources.map((source) => source.ready)).then(() =>
      Promise.all(network.filter(isIndex).map((index) => launchSource(index).ready)),
    );
    ready.catch(() => undefined);

    const control = await openControl(dataDir, switches.act);
    closers.push(() => control.close());

    return {
      url: `http://127.0.0.1:${port}`,
      ready: ready.then(() => undefined),
      databaseLost,
      directory,
      connection,
      pids: () =>
        new Map([
          ...[...running.values()].map(({ name, pid }) => [name, pid] as const),
          ['postgres', server.pid] as const,
        ]),
      async startGateway(tabsPath?: string) {
        const gateway = launch('gateway', '../gateway/main.ts', {
          PORT: String(port),
          DIRECTORY: path,
          GATEWAY_KEY: join(keysDir, 'gateway.jwk'),
          JOURNAL_KEY: secretFile(keysDir, 'journal.key'),
          JOURNAL_DATABASE_URL: databaseUrl(server.connection(journalDatabase)),
          ISSUER: demoIssuer,
          AUDIENCE: demoAudience,
          JWKS_URL: issuer.jwksUrl,
          DEMO_TOKEN_URL: `${issuer.url}/token`,
          ...(tabsPath !== undefined && { DEMO_TABS: tabsPath }),
          ...settings.gateway,
        });
        // The first to stop: a question under way may still ask sources.
        closers.push(() => gateway.stop());
        await gateway.ready;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What keeps the database from starting lies in the folder, but for what is missing on the machine. */
function inDataDir(error: unknown): never {
  const onTheMachine = ['STORAGE_PLATFORM', 'STORAGE_NO_SERVER_USER'];
  if (error instanceof StorageError && !onTheMachine.includes(error.code))
    throw new ConfigError('DATA_DIR', error.message);
  throw error;
}

/** A file with 32 random bytes, made once. */
export function secretFile(keysDir: string, name: string): string {
  const path = join(keysDir, name);
  if (!existsSync(path)) {
    // Whole or not at all: half a secret would stop every later start.
    const fresh = `${path}.${process.pid}`;
    writeFileSync(fresh, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true });
    renameSync(fresh, path);
  }
  return path;
}
