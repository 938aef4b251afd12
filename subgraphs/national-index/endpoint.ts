// The index as an endpoint: its database, a follower for every feed of the directory, and what each request is given.
import { readFileSync } from 'node:fs';
import { indexSource } from '#kit/directory.ts';
import type { Directory, EndpointEntry } from '#kit/directory.ts';
import { endpointName } from '#kit/directory.ts';
import { endpointMigrations, listenAt } from '#kit/endpoint.ts';
import type { EndpointOptions, OpenEndpoint } from '#kit/endpoint.ts';
import { ConfigError } from '#kit/errors.ts';
import { keyedHash } from '#kit/feed.ts';
import { overlayMemory } from '#kit/overlay-memory.ts';
import { openDatabase } from '#kit/storage/database.ts';
import { migrate } from '#kit/storage/migrate.ts';
import { authoritiesOf } from '#kit/wire/authorities.ts';
import { createFeedReader } from '#kit/wire/follow-feed.ts';
import { importPublicKey } from '#kit/wire/keys.ts';
import { createAnsweringSide, createAskingSide, publicationKey } from '#kit/wire/peers.ts';
import { openIndexWriter } from './apply.ts';
import { createIndexContext } from './context.ts';
import type { KeyedHash } from './context.ts';
import { createCursors } from './cursor.ts';
import { createFollower } from './follow.ts';
import type { Follower } from './follow.ts';
import { networkRules } from './network-rules.ts';
import { indexRecords } from './records.ts';
import { nationalIndex } from './source.ts';
import { createSubjectIds } from './subject-ids.ts';

export interface IndexOptions extends EndpointOptions {
  /** At least 32 bytes; identifiers of subjects and cursors follow from it, so it stays as long as the base does. */
  readonly secret: Uint8Array;
  /** PEM; the authorities that the directory pins. */
  readonly caCertificates?: readonly string[];
  /** The composed supergraph, for explaining the rules of every source. */
  readonly supergraphPath: string;
}

const poolMax = 16;
const reconcileMs = 1000;

export async function openIndex({
  entry,
  directory,
  key,
  connection,
  secret,
  overlay,
  rememberOverlay,
  caCertificates = [],
  supergraphPath,
  log,
}: IndexOptions): Promise<OpenEndpoint> {
  const { environment } = directory();
  const sql = openDatabase({
    connection,
    poolMax,
    statementTimeoutMs: entry.deadlineMs,
    applicationName: endpointName(entry),
  });
  // Batches of the feeds take longer than a question may.
  const writes = openDatabase({ connection, poolMax: 2, applicationName: `${endpointName(entry)} writer` });
  try {
    await migrate(writes, [endpointMigrations, { name: 'source', folder: nationalIndex.migrations }]);
    await rememberOverlay?.(overlayMemory(writes));
  } catch (error) {
    await Promise.all([sql.end({ timeout: 2 }), writes.end({ timeout: 2 })]);
    throw error;
  }
  const ids = createSubjectIds(secret);
  const writer = await openIndexWriter(writes, ids);
  const feeds = createFeedReader(createAskingSide(key, environment), authoritiesOf(caCertificates));

  const followers = new Map<string, { readonly entry: EndpointEntry; readonly follower: Follower }>();
  /** Follows what the directory lists, at the address that it gives; a holder that publishes nothing has no feed. */
  function reconcile(): void {
    const current = directory();
    const listed = current.endpoints.filter(
      ({ source, publication }) => source !== indexSource && publication !== 'NONE',
    );
    for (const [name, { entry: followed, follower }] of followers)
      if (!listed.some((one) => endpointName(one) === name && one.url === followed.url)) {
        followers.delete(name);
        void follower.stop();
      }
    for (const one of listed)
      if (!followers.has(endpointName(one)))
        followers.set(endpointName(one), { entry: one, follower: follow(one, current) });
  }

  function follow(one: EndpointEntry, current: Directory): Follower {
    return createFollower({
      endpoint: { source: one.source, holder: one.holder, publication: one.publication },
      indexLagMaxMs: current.sources[one.source]?.indexLagMaxMs ?? 0,
      fetchPage: (request, signal) => feeds.read(one, request, signal),
      writer,
      log,
    });
  }

  reconcile();
  const timer = setInterval(reconcile, reconcileMs);
  const states = () => [...followers.values()].map(({ follower }) => follower.state());

  const hashKeys = new Map<string, ReturnType<typeof publicationKey>>();
  const keyed: KeyedHash = (source, holder, kind, value) => {
    const name = endpointName({ source, holder });
    const peer = directory().endpoints.find((one) => endpointName(one) === name && one.publication === 'KEYS');
    if (!peer) return null;
    let hashKey = hashKeys.get(name);
    if (!hashKey) {
      hashKey = publicationKey(
        key,
        importPublicKey('exchange', peer.exchangeKey, 'directory.exchangeKey'),
        environment,
      );
      hashKeys.set(name, hashKey);
    }
    return keyedHash(hashKey, kind, value);
  };
  const services = {
    records: indexRecords(sql),
    ids,
    cursors: createCursors(secret),
    rules: nationalIndex.rules,
    networkRules: networkRules(supergraphPath, log),
    directory,
    states,
    keyedHash: keyed,
  };

  return {
    served: {
      identity: { source: entry.source, holder: entry.holder },
      listen: listenAt(entry),
      wire: createAnsweringSide(key, directory),
      maxConcurrent: entry.maxConcurrent,
      // Entries are read for one audience.
      askersMax: 1,
      ...(overlay && { overlay }),
      indexStates: () => states().map(({ source, holder, asOf, behind }) => ({ source, holder, asOf, behind })),
      services: ({ askers, now, overlay }) => {
        const [asker, ...others] = askers;
        if (!asker || others.length > 0) throw new TypeError('a question to the index has one asker');
        return createIndexContext(services, asker, now, overlay);
      },
      async check() {
        await sql`select 1`;
      },
    },
    async stop() {
      clearInterval(timer);
      await Promise.all([...followers.values()].map(({ follower }) => follower.stop()));
      await Promise.all([feeds.close(), sql.end({ timeout: 2 }), writes.end({ timeout: 2 })]);
    },
  };
}

/** INDEX_SECRET names a file with 32 bytes in base64url. @throws ConfigError */
export function readIndexSecret(path: string): Uint8Array {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch {
    throw new ConfigError('INDEX_SECRET', 'the secret file cannot be read');
  }
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== 32) throw new ConfigError('INDEX_SECRET', 'must hold 32 bytes in base64url');
  return bytes;
}
