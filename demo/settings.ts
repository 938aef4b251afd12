// What the demo network can be told, read once and checked before anything is started.
import { fileURLToPath } from 'node:url';
import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createServer } from 'node:net';
import { ConfigError } from '#kit/errors.ts';
import { integerSetting, textSetting } from '#kit/settings.ts';
import type { Environment } from '#kit/settings.ts';
import { DemoError } from './demo-error.ts';

export interface DemoSettings {
  /** Of the gateway, on 127.0.0.1; the sources take free ports. */
  readonly port: number;
  readonly dataDir: string;
  /** People. */
  readonly nationSize: number;
  readonly nationSeed: number;
  /** Settings of the gateway that are not its defaults. */
  readonly gateway?: Readonly<Record<string, string>>;
  /** OpenTelemetry's settings, for every process. */
  readonly telemetry?: Readonly<Record<string, string>>;
}

/** Those of the gateway that the whole network takes as they are. */
const gatewaySettings = [
  'REDIS_URL',
  'TRUSTED_PROXIES',
  'METRICS_FROM',
  'RATE_ADDRESS_PER_MINUTE',
  'RATE_CALLER_PER_MINUTE',
  'RATE_AGENCY_PER_MINUTE',
  'RATE_CPF_PER_MINUTE',
  'RATE_CPF_PER_HOUR',
  'COST_MAX',
  'IN_FLIGHT_MAX',
  'CONCURRENT_MAX',
  'QUEUE_MAX',
  'QUEUE_PER_AGENCY_MAX',
  'QUEUE_WAIT_MS',
];

/**
 * PORT (4000), DATA_DIR (.data), NATION_SIZE (20000), NATION_SEED (2026), and limits of the gateway with its defaults. OTEL_* goes to
 * every process but for OTEL_SERVICE_NAME: each has its own.
 *
 * @throws ConfigError naming the setting
 */
export function demoSettings(env: Environment): DemoSettings {
  return Object.freeze({
    port: integerSetting(env, 'PORT', { otherwise: 4000, min: 1, max: 65_535 }),
    dataDir: resolve(textSetting(env, 'DATA_DIR', { otherwise: '.data' })),
    nationSize: integerSetting(env, 'NATION_SIZE', { otherwise: 20_000, min: 200, max: 10_000_000 }),
    nationSeed: integerSetting(env, 'NATION_SEED', { otherwise: 2026, min: 1, max: 2_147_483_647 }),
    gateway: Object.fromEntries(gatewaySettings.flatMap((name) => (env[name] ? [[name, env[name]]] : []))),
    telemetry: Object.fromEntries(
      Object.entries(env).flatMap(([name, value]) =>
        name.startsWith('OTEL_') && name !== 'OTEL_SERVICE_NAME' && value ? [[name, value]] : [],
      ),
    ),
  });
}

/** Makes the folder and tries to write in it. @throws ConfigError when that cannot be */
export function requireDataDir(dataDir: string): void {
  try {
    makeFolder(dataDir);
    rmdirSync(mkdtempSync(join(dataDir, 'try-')));
  } catch {
    throw new ConfigError('DATA_DIR', 'no folder can be made there and written to');
  }
}

/** Step by step: under /proc the recursive form of Node's own never returns. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

/** @throws ConfigError when something else listens on the port */
export async function requireFreePort(port: number): Promise<void> {
  const [found] = await takePorts([port]).catch(() => []);
  if (found === undefined)
    throw new ConfigError('PORT', `${port} is in use on 127.0.0.1; stop what uses it, or set PORT to another`);
}

// Below the ports that systems give to outgoing connections (from 32768 on Linux, 49152 elsewhere): one let go there may be taken by any
// connection before its server listens.
const portsFrom = 20_000;
const portsUntil = 32_000;
const portStep = 100;
const attemptsMax = 50;

/**
 * As many free neighbouring ports as asked for, all taken at once to be sure, then let go; `promised` is not among them.
 * @throws DemoError when none are found
 */
export async function freePorts(count: number, promised?: number): Promise<readonly number[]> {
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const first = portsFrom + portStep * randomInt((portsUntil - portsFrom) / portStep);
    const wanted = Array.from({ length: count }, (_, index) => first + index);
    if (promised !== undefined && wanted.includes(promised)) continue;
    const ports = await takePorts(wanted).catch(() => undefined);
    if (ports) return ports;
  }
  throw new DemoError(`no ${count} free ports were found on 127.0.0.1`);
}

async function takePorts(wanted: readonly number[]): Promise<readonly number[]> {
  const servers = wanted.map(() => createServer());
  try {
    // Each is waited for, also after one has failed: what still opens could not be closed.
    const opened = await Promise.allSettled(
      servers.map(
        (server, index) =>
          new Promise<void>((done, failed) => {
            server.once('error', failed);
            server.listen(wanted[index], '127.0.0.1', done);
          }),
      ),
    );
    for (const one of opened) if (one.status === 'rejected') throw one.reason;
    return servers.map((server) => (server.address() as { readonly port: number }).port);
  } finally {
    await Promise.all(servers.map((server) => new Promise<void>((done) => server.close(() => done()))));
  }
}

/** What `npm run compose` wrote. */
export const supergraphPath = fileURLToPath(
  new URL('../gateway/supergraph/supergraph.generated.graphql', import.meta.url),
);
