// What a gateway needs around it when everything is on: a journal in PostgreSQL, an issuer and callers with tokens, a directory, holders'
// keys. The holders themselves are the stubs, which check and make signatures.
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { databaseUrl } from '#kit/storage/database.ts';
import { removePrivateServer, startPrivateServer } from '#kit/storage/embedded.ts';
import { network, writeDirectory } from '../../demo/directory.ts';
import { demoAudience, demoIssuer, mintToken, readIssuerKey, startIssuer } from '../../demo/issuer.ts';
import { secretFile } from '../../demo/network.ts';
import { unhurried } from '../unhurried.ts';

export interface Everything {
  /** Settings of a gateway, but for its port and journal. */
  readonly settings: Readonly<Record<string, string>>;
  /** The address of the journal of that peer. */
  journalOf(peer: string): string;
  /** One per caller. */
  readonly headers: readonly Readonly<Record<string, string>>[];
  stop(): Promise<void>;
}

const callers = 256;
const states = ['SP', 'PE', 'RJ', 'MG', 'BA', 'RS', 'CE', 'AC'];
/** Peers that keep a journal, and the databases of these. */
const journals: Readonly<Record<string, string>> = { gateway: 'gateway_journal', 'limit+': 'limit_journal' };

export interface SignedStubs {
  readonly directory: string;
  readonly keysDir: string;
}

/** The directory and the keys, for holders that listen at these ports by the name of the source. */
export function writeNetwork(dataDir: string, ports: Readonly<Record<string, number>>): SignedStubs {
  mkdirSync(dataDir, { recursive: true });
  // As root the database runs as another user, who must be able to enter.
  chmodSync(dataDir, 0o755);
  const { path, keysDir } = writeDirectory(
    dataDir,
    network.flatMap(({ source, holders }) => holders.map(() => ports[source] ?? 1)),
  );
  return { directory: path, keysDir };
}

export async function startEverything(dataDir: string, { directory, keysDir }: SignedStubs): Promise<Everything> {
  const server = await startPrivateServer({ dataDir });
  await server.ensureDatabases(Object.values(journals));
  const issuer = await startIssuer({ dataDir, port: 0 });
  const key = readIssuerKey(dataDir);
  const tokens = await Promise.all(
    Array.from({ length: callers }, (_, at) => {
      // Eight people of each of 32 agencies.
      const state = states[(at >> 3) % states.length] ?? 'SP';
      return mintToken(key, { profile: 'investigator', state, body: `PC${state}-${at >> 3}`, unit: 'BANCADA' });
    }),
  );
  return {
    settings: {
      DIRECTORY: directory,
      GATEWAY_KEY: join(keysDir, 'gateway.jwk'),
      JOURNAL_KEY: secretFile(keysDir, 'journal.key'),
      ...{ ISSUER: demoIssuer, AUDIENCE: demoAudience, JWKS_URL: issuer.jwksUrl },
      ...unhurried,
    },
    journalOf: (peer) => databaseUrl(server.connection(journals[peer] ?? '')),
    headers: tokens.map((token) => ({
      authorization: `Bearer ${token}`,
      'x-infoseg-purpose': 'INVESTIGATION',
      'x-infoseg-case': 'IP-2026-000123',
    })),
    async stop() {
      await issuer.close();
      await server.stop();
      await removePrivateServer(dataDir);
    },
  };
}
