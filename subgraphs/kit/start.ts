// The process of a source: settings, endpoints, signals. One process serves every endpoint of its source, or those that HOLDERS names.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Directory, EndpointEntry } from './directory.ts';
import { endpointName, loadDirectory } from './directory.ts';
import { directoryInForce } from './directory-in-force.ts';
import { databaseName } from './endpoint-database.ts';
import { openEndpoint } from './endpoint.ts';
import type { EndpointOptions, OpenEndpoint } from './endpoint.ts';
import { ConfigError, exitWith } from './errors.ts';
import { createLog, logCrash } from './log.ts';
import type { Log } from './log.ts';
import { noOverlayInForce, overlayInForce } from './overlay-in-force.ts';
import type { OverlayInForce } from './overlay-in-force.ts';
import { endWhenTold, tellParent } from './process-end.ts';
import { OverlayError } from './rules/overlay.ts';
import type { OverlaidSource } from './rules/overlay.ts';
import { createSourceServer } from './serve.ts';
import type { SourceServer } from './serve.ts';
import { textSetting } from './settings.ts';
import type { Environment } from './settings.ts';
import { parseDatabaseUrl } from './storage/database.ts';
import type { ConnectionOptions } from './storage/database.ts';
import { startPrivateServer } from './storage/embedded.ts';
import { StorageError } from './storage/storage-error.ts';
import type { Subgraph } from './subgraph.ts';
import { watchCapacity } from './telemetry-capacity.ts';
import { startTracing } from './telemetry.ts';
import { readPrivateKeyFile } from './wire/keys.ts';
import type { ExchangePrivateKey } from './wire/keys.ts';

export interface SourceSettings {
  readonly directoryPath: string;
  readonly holders: readonly string[];
  readonly key: (entry: EndpointEntry) => ExchangePrivateKey;
  readonly connection: (entry: EndpointEntry) => Promise<ConnectionOptions>;
  /** The holder's own rules, watched. */
  readonly overlay: (entry: EndpointEntry, source: OverlaidSource, log: Log) => OverlayInForce;
  /** Ends what `connection` may have started. */
  stop(): Promise<void>;
}

/**
 * DIRECTORY (file), KEYS_DIR (folder of `<source>-<HOLDER>.jwk`, mode 0600), HOLDERS (codes, default: all of the source in the
 * directory), OVERLAYS_DIR (folder of `<source>-<HOLDER>.json`, a holder's own rules, read again when they change; optional until a holder
 * has had some), DATABASE_URL_<HOLDER> or DATABASE_URL for a single holder; without either, a private server under DATA_DIR. Tracing: see `startTracing`.
 */
export function sourceSettings(source: string, env: Environment): SourceSettings {
  const directoryPath = textSetting(env, 'DIRECTORY');
  const keysDir = textSetting(env, 'KEYS_DIR');
  const directory = loadDirectory(directoryPath);
  const known = directory.endpoints.filter((entry) => entry.source === source).map(({ holder }) => holder);
  const holders = env['HOLDERS']
    ? textSetting(env, 'HOLDERS', { pattern: /^[A-Z0-9_]+(,[A-Z0-9_]+)*$/ }).split(',')
    : known;
  const stranger = holders.find((holder) => !known.includes(holder));
  if (stranger !== undefined || holders.length === 0)
    throw new ConfigError('HOLDERS', `must name holders that the directory lists for ${source}`);
  const overlaysDir = overlaysFolder(env);
  let privateServer: ReturnType<typeof startPrivateServer> | undefined;
  return {
    directoryPath,
    holders,
    key: (entry) => readPrivateKeyFile('exchange', join(keysDir, `${entry.source}-${entry.holder}.jwk`), 'KEYS_DIR'),
    overlay(entry, overlaid, log) {
      const file = `${entry.source}-${entry.holder}.json`;
      const inSetting = (error: unknown): unknown =>
        error instanceof OverlayError
          ? new ConfigError('OVERLAYS_DIR', `${file} of ${endpointName(entry)}: ${error.message}`)
          : error;
      try {
        const own =
          overlaysDir === undefined ? noOverlayInForce() : overlayInForce(join(overlaysDir, file), overlaid, log);
        const remember: OverlayInForce['remember'] = (memory) =>
          own.remember(memory).catch((error: unknown) => {
            throw inSetting(error);
          });
        return { ...own, remember };
      } catch (error) {
        throw inSetting(error);
      }
    },
    async connection(entry) {
      const own = `DATABASE_URL_${entry.holder}`;
      const name = env[own] || holders.length > 1 ? own : 'DATABASE_URL';
      if (env[name]) return databaseSetting(env, name);
      if (!env['DATA_DIR']) throw new ConfigError(own, 'is required: set it, or DATA_DIR for a private server');
      privateServer ??= startPrivateServer({ dataDir: textSetting(env, 'DATA_DIR') });
      const server = await privateServer;
      const database = databaseName(entry);
      await server.ensureDatabases([database]);
      return server.connection(database);
    },
    async stop() {
      await (await privateServer)?.stop();
    },
  };
}

/** The process of a source that keeps records. */
export async function start<Facts extends { readonly recordId: string }>(subgraph: Subgraph<Facts>): Promise<void> {
  await startSource(subgraph, (options) => {
    if (!subgraph.records) throw new TypeError(`${subgraph.source} keeps no records`);
    return openEndpoint(subgraph.records, subgraph.migrations, options);
  });
}

/** The process of any source: `open` makes one endpoint of it ready. */
export async function startSource<Facts extends { readonly recordId: string }>(
  subgraph: Subgraph<Facts>,
  open: (options: EndpointOptions) => Promise<OpenEndpoint>,
): Promise<void> {
  const service = `infoseg-${subgraph.source}`;
  const log = createLog(service);
  logCrash(log);
  try {
    const settings = sourceSettings(subgraph.source, process.env);
    // Before a database is opened: its statements are watched from the beginning or not at all.
    const stopTracing = await startTracing(process.env, service, { log });
    const inForce = directoryInForce(settings.directoryPath, log);
    const server = await createSourceServer(subgraph.schema, log);
    const stopWatching = watchCapacity({ bounds: () => server.bounds(), log });
    await runHolders(server, {
      holders: settings.holders,
      open: async (holder) => {
        const entry = entryOf(inForce.directory(), subgraph.source, holder);
        const key = settings.key(entry);
        const own = settings.overlay(entry, subgraph, log);
        try {
          const endpoint = await open({
            ...{ entry, directory: inForce.directory, key, connection: await settings.connection(entry), log },
            ...{ overlay: own.overlay, rememberOverlay: own.remember },
          });
          const stop = async () => {
            own.stop();
            await endpoint.stop();
          };
          return { ...endpoint, stop };
        } catch (error) {
          own.stop();
          throw error;
        }
      },
      async stop() {
        stopWatching();
        inForce.stop();
        await settings.stop();
        await stopTracing();
      },
    });
  } catch (error) {
    exitWith(error);
  }
}

/** A folder that is named and not there would mean that holders' rules are silently not in force. */
function overlaysFolder(env: Environment): string | undefined {
  if (!env['OVERLAYS_DIR']) return undefined;
  const folder = textSetting(env, 'OVERLAYS_DIR');
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new ConfigError('OVERLAYS_DIR', 'is not a folder');
  return folder;
}

function databaseSetting(env: Environment, name: string): ConnectionOptions {
  try {
    return parseDatabaseUrl(textSetting(env, name));
  } catch (error) {
    if (error instanceof StorageError) throw new ConfigError(name, error.message);
    throw error;
  }
}

export function entryOf(directory: Directory, source: string, holder: string): EndpointEntry {
  const entry = directory.endpoints.find((one) => one.source === source && one.holder === holder);
  if (!entry) throw new ConfigError('DIRECTORY', `lists no ${endpointName({ source, holder })}`);
  return entry;
}

interface Holders {
  readonly holders: readonly string[];
  open(holder: string): Promise<OpenEndpoint>;
  stop(): Promise<void>;
}

/** A parent process that supervises sources may stop and start single holders. */
export type HolderCommand = { readonly command: 'start' | 'stop'; readonly holder: string };
export type SourceMessage =
  { readonly event: 'ready' } | { readonly event: 'done'; readonly command: HolderCommand; readonly error?: string };

/** Opens the holders, reports to a parent if there is one, and ends all in order on SIGTERM, SIGINT or the parent's end. */
export async function runHolders(server: SourceServer, { holders, open, stop }: Holders): Promise<void> {
  const running = new Map<string, OpenEndpoint>();

  async function startHolder(holder: string): Promise<void> {
    if (running.has(holder)) return;
    const endpoint = await open(holder);
    try {
      await server.open(endpoint.served);
    } catch (error) {
      await endpoint.stop();
      throw error;
    }
    running.set(holder, endpoint);
  }

  async function stopHolder(holder: string): Promise<void> {
    const endpoint = running.get(holder);
    if (!endpoint) return;
    running.delete(holder);
    await server.close(endpoint.served);
    await endpoint.stop();
  }

  endWhenTold(async () => {
    await Promise.all([...running.keys()].map(stopHolder));
    await server.stop();
    await stop();
  });
  process.on('message', (message) => {
    const command = message as HolderCommand;
    const work = command.command === 'start' ? startHolder(command.holder) : stopHolder(command.holder);
    work.then(
      () => tell({ event: 'done', command }),
      (error: unknown) => tell({ event: 'done', command, error: error instanceof Error ? error.message : 'failed' }),
    );
  });

  await Promise.all(holders.map(startHolder));
  tell({ event: 'ready' });
}

function tell(message: SourceMessage): void {
  tellParent(message);
}
