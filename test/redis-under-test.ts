// A real Redis on a free loopback port that a test may kill, freeze and start again; or three of them as one cluster.
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePorts } from '../demo/settings.ts';

export const redisOnPath = spawnSync('redis-server', ['--version']).status === 0;

export interface RedisUnderTest {
  readonly url: string;
  start(): Promise<void>;
  /** As a machine that loses its power: nothing is kept. */
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** Kills it for good. */
  close(): Promise<void>;
}

export async function startRedis(): Promise<RedisUnderTest> {
  const [port = 0] = await freePorts(1);
  const node = redisNode(port, []);
  await node.start();
  return { ...node, url: `redis://127.0.0.1:${port}` };
}

export interface RedisClusterUnderTest {
  /** Of all nodes, parted by commas. */
  readonly url: string;
  readonly nodes: readonly RedisUnderTest[];
  close(): Promise<void>;
}

const slots = 16_384;
/** Of the port on which nodes talk to one another: below the ports that a system gives to outgoing connections. */
const busOffset = 40;

/** Three masters that share the slots. */
export async function startRedisCluster(): Promise<RedisClusterUnderTest> {
  const [first = 0] = await freePorts(busOffset + 3);
  const ports = [first, first + 1, first + 2];
  const nodes = ports.map((port) => ({
    ...redisNode(port, [
      ...['--cluster-enabled', 'yes', '--cluster-port', `${port + busOffset}`],
      ...['--cluster-require-full-coverage', 'no', '--cluster-node-timeout', '2000'],
    ]),
    url: `redis://127.0.0.1:${port}`,
  }));
  const close = async () => void (await Promise.all(nodes.map((node) => node.close())));
  const clients = nodes.map(({ url }) => new Redis(url, { lazyConnect: true }));
  for (const client of clients) client.on('error', () => undefined);
  try {
    await Promise.all(nodes.map((node) => node.start()));
    for (const [at, client] of clients.entries()) {
      const from = Math.ceil((slots * at) / nodes.length);
      const until = Math.ceil((slots * (at + 1)) / nodes.length) - 1;
      await client.call('cluster', 'addslotsrange', from, until);
      await client.call('cluster', 'set-config-epoch', at + 1);
      if (at > 0) await client.call('cluster', 'meet', '127.0.0.1', first, first + busOffset);
    }
    const isWhole = async (client: Redis) => {
      const state = String(await client.call('cluster', 'info'));
      return state.includes('cluster_state:ok') && state.includes(`cluster_slots_ok:${slots}`);
    };
    while (!(await Promise.all(clients.map(isWhole))).every(Boolean))
      await new Promise((resolve) => setTimeout(resolve, 50));
    return { url: nodes.map(({ url }) => url).join(','), nodes, close };
  } catch (error) {
    await close();
    throw error;
  } finally {
    for (const client of clients) client.disconnect();
  }
}

function redisNode(port: number, more: readonly string[]): Omit<RedisUnderTest, 'url'> {
  const folder = mkdtempSync(join(tmpdir(), 'redis-'));
  let server: ChildProcess | undefined;

  async function kill(): Promise<void> {
    const killed = server;
    server = undefined;
    if (killed === undefined || killed.exitCode !== null || killed.signalCode !== null) return;
    const ended = new Promise((resolve) => killed.once('exit', resolve));
    killed.kill('SIGKILL');
    await ended;
  }

  return {
    async start() {
      const plain = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
      const started = spawn('redis-server', [...plain, ...more], { stdio: ['ignore', 'pipe', 'ignore'] });
      server = started;
      await new Promise<void>((resolve, reject) => {
        started.once('error', reject);
        started.once('exit', () => reject(new Error('redis-server ended')));
        started.stdout?.on('data', (text: Buffer) => {
          if (text.includes('Ready to accept connections')) resolve();
        });
      });
    },
    kill,
    freeze: () => void server?.kill('SIGSTOP'),
    thaw: () => void server?.kill('SIGCONT'),
    async close() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
