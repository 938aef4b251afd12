// The connection to what replicas share. One address is one server; several, parted by commas, are nodes of one cluster, of which any
// tells the others.
import { Cluster, Redis } from 'ioredis';
import type { RedisOptions } from 'ioredis';

export type RedisClient = Redis | Cluster;

/** Not connected yet: `connect()` does that. `commandTimeoutMs` is how long one command may take. */
export function redisClient(url: string, commandTimeoutMs: number): RedisClient {
  const retryStrategy = (attempts: number) => Math.min(attempts * 50, 500);
  const common = {
    // A command fails at once while there is no connection, instead of waiting for one unseen.
    maxRetriesPerRequest: 0,
    connectTimeout: 1_000,
    commandTimeout: commandTimeoutMs,
  } satisfies RedisOptions;
  const [first = '', ...others] = url.split(',').map((one) => one.trim());
  const client =
    others.length === 0
      ? new Redis(first, { ...common, lazyConnect: true, enableOfflineQueue: false, retryStrategy })
      : new Cluster([first, ...others], {
          lazyConnect: true,
          enableOfflineQueue: false,
          clusterRetryStrategy: retryStrategy,
          slotsRefreshTimeout: 1_000,
          redisOptions: { ...common, ...credentials(first) },
        });
  // Whoever sends commands notices the loss; without a listener ioredis prints every failed attempt.
  client.on('error', () => undefined);
  return client;
}

/** Nodes that a cluster tells of are entered like the first one. */
function credentials(url: string): RedisOptions {
  const { protocol, username, password, hostname } = new URL(url);
  return {
    ...(username !== '' && { username: decodeURIComponent(username) }),
    ...(password !== '' && { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' && { tls: { servername: hostname } }),
  };
}
