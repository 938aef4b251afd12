// The open gateway as a process.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { ConfigError, exitWith } from '#kit/errors.ts';
import { endWhenTold, tellParent } from '#kit/process-end.ts';
import type { Environment } from '#kit/settings.ts';
import { openConfig } from './config.ts';
import type { OpenConfig } from './config.ts';
import { openGraphs } from './graph.ts';
import { createOpenServer } from './server.ts';

export interface RunningOpenGateway {
  readonly url: string;
  close(): Promise<void>;
}

const warning = `
****************************************************************************************
  OPEN FOR TESTS: NOBODY IS AUTHENTICATED, NO RULE IS APPLIED, NOTHING IS JOURNALLED.
  WHOEVER REACHES THIS PORT READS ALL THAT THE SOURCES HAVE. NEVER WITH REAL DATA.
****************************************************************************************`;

/** Loads the supergraph and listens. @throws ConfigError naming the setting */
export async function openTestGateway(config: OpenConfig, log: (line: string) => void): Promise<RunningOpenGateway> {
  const { supergraphPath, urls, engine, deadlineMs, bodyMaxBytes, host, port } = config;
  const graphs = await openGraphs({ supergraphPath, urls, engine, log });
  const server = createOpenServer({ graphs, deadlineMs, bodyMaxBytes, log });
  const close = async () => {
    if (server.listening) {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), drainMs);
      await closed;
      clearTimeout(late);
    }
    await graphs.stop();
  };
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch {
    await close();
    throw new ConfigError('PORT', `${port} cannot be listened on`);
  }
  const address = server.address() as AddressInfo;
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`, close };
}

const drainMs = 2000;

export async function startOpenGateway(env: Environment): Promise<void> {
  try {
    const config = openConfig(env);
    const log = (line: string) => void process.stderr.write(`${line}\n`);
    log(warning);
    const gateway = await openTestGateway(config, log);
    log(`listening on ${gateway.url}/graphql`);
    endWhenTold(gateway.close);
    tellParent({ event: 'ready' });
  } catch (error) {
    exitWith(error);
  }
}
