// The process: settings, parts, listener, signals.
import { createSecretKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ConfigError, exitWith } from '#kit/errors.ts';
import type { Environment } from '#kit/settings.ts';
import { directoryInForce } from '#kit/directory-in-force.ts';
import { createLog, logCrash } from '#kit/log.ts';
import type { Log } from '#kit/log.ts';
import { endWhenTold, tellParent } from '#kit/process-end.ts';
import { openDatabase } from '#kit/storage/database.ts';
import { migrate } from '#kit/storage/migrate.ts';
import { watchCapacity } from '#kit/telemetry-capacity.ts';
import { startTracing } from '#kit/telemetry.ts';
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
import { OperationFileError, readOperations } from './operations.ts';
import type { StoredOperation } from './operations.ts';
import { createPersistedOperations } from './persisted-operations.ts';
import { checkIndex, createReadiness } from './readiness.ts';
import { redisClient } from './redis.ts';
import { createMemoryRevocations, createRedisRevocations } from './revocations.ts';
import { createGateway } from './server.ts';
import { createCallObserver } from './telemetry/calls.ts';
import { createGatewayMetrics } from './telemetry/metrics.ts';
import { createPlanObserver } from './telemetry/plans.ts';

const journalConnections = 4;
const readyLimitMs = 1000;
/** A count that takes longer is made in this process. */
const rateCommandMs = 250;

export interface OpenGateway {
  readonly url: string;
  close(): Promise<void>;
}

/** Builds the parts and listens. @throws ConfigError naming the setting */
export async function openGateway(config: GatewayConfig, log: Log): Promise<OpenGateway> {
  const closers: (() => unknown)[] = [];
  const close = async () => {
    for (const one of closers.splice(0).reverse()) await one();
  };
  try {
    const key = readPrivateKeyFile('exchange', config.keyPath, 'GATEWAY_KEY');
    const inForce = directoryInForce(config.directoryPath, log);
    closers.push(() => inForce.stop());
    const { environment } = inForce.directory();
    const metrics = createGatewayMetrics(inForce.directory);
    const observer = createCallObserver(metrics, log);
    const planObserver = createPlanObserver(metrics);

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
    const registered = registeredOperations(config.operationsPath);
    const graph = await loadGraph({
      path: config.supergraphPath,
      engine: config.engine,
      journalKey: accessKey,
      client: createHolderClient({
        directory: inForce.directory,
        signer,
        caCertificates,
        observer,
        onInvalidAnswer: ({ source, holder, reason }) =>
          log(`${source}/${holder}: an answer could not be used: ${reason}`, { level: 'warn', source, holder }),
      }),
      ...{ planObserver, registered },
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
      ...{ authenticate, graph: graph.graph, enterGraph: graph.enter, directory, journal },
      persisted: createPersistedOperations(
        registered.map(({ text }) => text),
        config.safelist,
      ),
      ...{ bodyMaxBytes, deadlineMs, costMax, corsOrigins, requestTimeoutMs, readiness, metrics, log },
      ...{ rates, inFlightMax, concurrentMax, queueMax, queuePerAgencyMax, queueWaitMs, trustedProxies, metricsFrom },
      addressDigest: (address) => addressDigest(accessKey, address),
    });
    closers.push(() => app.close());
    await registerDemoExplorer(app, config);
    closers.push(watchCapacity({ bounds: () => metrics.bounds(), log }));
    const url = await app.listen({ host: config.host, port: config.port }).catch(() => {
      throw new ConfigError('PORT', `${config.port} cannot be listened on`);
    });
    return { url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The process. Tracing: the standard settings of OpenTelemetry, see `startTracing`. */
export async function startGateway(env: Environment): Promise<void> {
  const log = createLog('infoseg-gateway');
  logCrash(log);
  try {
    const stopTracing = await startTracing(env, 'infoseg-gateway', { log });
    const gateway = await openGateway(gatewayConfig(env), log);
    endWhenTold(async () => {
      await gateway.close();
      await stopTracing();
    });
    tellParent({ event: 'ready' });
  } catch (error) {
    exitWith(error);
  }
}

/** @throws ConfigError naming OPERATIONS */
function registeredOperations(folder: string): readonly StoredOperation[] {
  try {
    return readOperations(folder);
  } catch (error) {
    if (error instanceof OperationFileError) throw new ConfigError('OPERATIONS', error.message);
    throw new ConfigError('OPERATIONS', 'the folder cannot be read');
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
