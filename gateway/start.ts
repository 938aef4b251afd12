// The process: settings, parts, listener, signals.
import { createSecretKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ConfigError, exitWith } from '#kit/errors.ts';
import type { Environment } from '#kit/settings.ts';
import { directoryInForce } from '#kit/directory-in-force.ts';
import { endWhenTold, tellParent } from '#kit/process-end.ts';
import { openDatabase } from '#kit/storage/database.ts';
import { migrate } from '#kit/storage/migrate.ts';
import { readCertificates } from '#kit/wire/authorities.ts';
import { readPrivateKeyFile } from '#kit/wire/keys.ts';
import { createAskingSide } from '#kit/wire/peers.ts';
import { createAuthenticator } from './authenticate.ts';
import { gatewayConfig } from './config.ts';
import type { GatewayConfig } from './config.ts';
import { registerDemoExplorer } from './demo-explorer.ts';
import { loadGraph } from './graph.ts';
import { createHolderClient } from './holders/client.ts';
import { Transport } from './holders/transport.ts';
import { createJournal } from './journal/journal.ts';
import { addressDigest } from './limits/address.ts';
import { createRates, rateKey } from './limits/rate.ts';
import { checkIndex, createReadiness } from './readiness.ts';
import { redisClient } from './redis.ts';
import { createMemoryRevocations, createRedisRevocations } from './revocations.ts';
import { createGateway } from './server.ts';

const journalConnections = 4;
const readyLimitMs = 1000;
/** A count that takes longer is made in this process. */
const rateCommandMs = 250;

export interface OpenGateway {
  readonly url: string;
  close(): Promise<void>;
}

/** Builds the parts and listens. @throws ConfigError naming the setting */
export async function openGateway(config: GatewayConfig, log: (line: string) => void): Promise<OpenGateway> {
  const closers: (() => unknown)[] = [];
  const close = async () => {
    for (const one of closers.splice(0).reverse()) await one();
  };
  try {
    const key = readPrivateKeyFile('exchange', config.keyPath, 'GATEWAY_KEY');
    const inForce = directoryInForce(config.directoryPath, log);
    closers.push(() => inForce.stop());
    const { environment } = inForce.directory();

    const database = openDatabase({
      url: config.journalUrl,
      poolMax: journalConnections,
      applicationName: 'gateway journal',
      statementTimeoutMs: config.journalTimeoutMs,
    });
    const journal = createJournal(database, { timeoutMs: config.journalTimeoutMs, log });
    closers.push(() => journal.close());
    await migrate(database, [{ name: 'journal', folder: new URL('journal/migrations/', import.meta.url) }]);

    const revocations = config.redisUrl
      ? await createRedisRevocations({ url: config.redisUrl })
      : createMemoryRevocations();
    closers.push(() => revocations.close());
    const { issuer, audience, jwksUrl } = config;
    const authenticate = createAuthenticator({ issuer, audience, environment, jwksUrl, revocations });

    const accessKey = journalKey(config.journalKeyPath);
    const redis = config.redisUrl ? redisClient(config.redisUrl, rateCommandMs) : undefined;
    await redis?.connect().catch(() => undefined);
    const rates = createRates({
      limits: config.rateLimits,
      key: rateKey(accessKey),
      ...(redis && { redis }),
      log,
    });
    closers.push(() => rates.close());

    const signer = createAskingSide(key, environment);
    const caCertificates = readCertificates(config.caCertificatesPath);
    const graph = await loadGraph({
      path: config.supergraphPath,
      journalKey: accessKey,
      client: (facts) =>
        createHolderClient({
          directory: inForce.directory,
          facts,
          signer,
          caCertificates,
          onInvalidAnswer: ({ source, holder, reason }) =>
            log(`${source}/${holder}: an answer could not be used: ${reason}`),
        }),
      log,
    });
    closers.push(() => graph.stop());

    const { bodyMaxBytes, deadlineMs, costMax, corsOrigins, requestTimeoutMs } = config;
    const { inFlightMax, concurrentMax, queueMax, queuePerAgencyMax, queueWaitMs, trustedProxies, metricsFrom } =
      config;
    const { directory } = inForce;
    const probe = new Transport({ caCertificates });
    closers.push(() => probe.stop());
    const readiness = createReadiness(
      {
        journal: () => journal.check(),
        index: () => checkIndex(probe, directory(), readyLimitMs),
        supergraph: async () => void graph.graph(),
      },
      { limitMs: readyLimitMs },
    );
    const app = await createGateway({
      ...{ authenticate, graph: graph.graph, directory, journal },
      ...{ bodyMaxBytes, deadlineMs, costMax, corsOrigins, requestTimeoutMs, readiness, log },
      ...{ rates, inFlightMax, concurrentMax, queueMax, queuePerAgencyMax, queueWaitMs, trustedProxies, metricsFrom },
      addressDigest: (address) => addressDigest(accessKey, address),
    });
    closers.push(() => app.close());
    await registerDemoExplorer(app, config);
    const url = await app.listen({ host: config.host, port: config.port }).catch(() => {
      throw new ConfigError('PORT', `${config.port} cannot be listened on`);
    });
    return { url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

export async function startGateway(env: Environment): Promise<void> {
  try {
    const gateway = await openGateway(gatewayConfig(env), (line) => void process.stderr.write(`${line}\n`));
    endWhenTold(gateway.close);
    tellParent({ event: 'ready' });
  } catch (error) {
    exitWith(error);
  }
}

function journalKey(path: string) {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch {
    throw new ConfigError('JOURNAL_KEY', 'the key file cannot be read');
  }
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== 32) throw new ConfigError('JOURNAL_KEY', 'must hold 32 bytes in base64url');
  return createSecretKey(bytes);
}
