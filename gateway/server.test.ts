// What a connection may hold of a gateway by reading nothing; everything else of the front door is tested through a whole federation.
import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterEach, expect, it } from 'vitest';
import { addressRanges } from './limits/address.ts';
import { createPersistedOperations } from './persisted-operations.ts';
import { createGateway } from './server.ts';
import type { GatewayParts } from './server.ts';

const open: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
});

function unused(): never {
  throw new TypeError('nobody asks for it here');
}

/** With `/ready` for an answer that is as large and as late as the test wants. */
async function gateway(readiness: GatewayParts['readiness'], unreadMaxMs: number) {
  const nobody = addressRanges('TRUSTED_PROXIES', undefined);
  const app = await createGateway({
    ...{
      authenticate: unused,
      graph: unused,
      enterGraph: unused,
      directory: unused,
      addressDigest: unused,
      readiness,
      unreadMaxMs,
    },
    persisted: createPersistedOperations([]),
    journal: { write: unused, check: unused, close: unused } as unknown as GatewayParts['journal'],
    rates: { address: unused } as unknown as GatewayParts['rates'],
    ...{ trustedProxies: nobody, metricsFrom: nobody, corsOrigins: [], log: () => undefined },
    ...{ bodyMaxBytes: 1000, deadlineMs: 1000, costMax: 1000, inFlightMax: 8, requestTimeoutMs: 1000 },
    ...{ concurrentMax: 4, queueMax: 4, queuePerAgencyMax: 4, queueWaitMs: 100 },
  });
  open.push(app);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const client = connect(port, '127.0.0.1').on('error', () => undefined);
  const [connection] = (await once(app.server, 'connection')) as [Socket];
  client.write('GET /ready HTTP/1.1\r\nhost: gateway\r\n\r\n');
  return { client, connection };
}

it('a connection that takes nothing of its answer is closed', async () => {
  const { client, connection } = await gateway(async () => ['x'.repeat(50_000_000)], 200);
  client.pause();
  await once(connection, 'close');
  expect(connection.bytesWritten).toBeGreaterThan(0);
  client.destroy();
});

it('an answer may be later than that', async () => {
  const late = () => new Promise<string[]>((resolve) => setTimeout(resolve, 600, ['late']));
  const { client } = await gateway(late, 200);
  const [answer] = (await once(client, 'data')) as [Buffer];
  expect(answer.toString()).toContain('"missing":["late"]');
  client.destroy();
});
