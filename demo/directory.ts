// The demo's directory: every holder of the card's sources on loopback, with keys of its own.
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDirectory } from '#kit/directory.ts';
import type { Directory, EndpointEntry, HolderEntry, ProbeRoute, Publication } from '#kit/directory.ts';
import { stateCodes } from '#kit/caller.ts';
import { exportPublicKey, generateExchangeKey, readPrivateKeyFile, writePrivateKeyFile } from '#kit/wire/keys.ts';
import type { ExchangePrivateKey } from '#kit/wire/keys.ts';

interface Network {
  readonly source: string;
  readonly holders: readonly string[];
  readonly probes: (holder: string) => readonly ProbeRoute[];
  readonly publication?: (holder: string) => Publication;
  readonly deadlineMs?: number;
  readonly basis: string;
}

/** Who holds what. Adding a holder is adding it here. */
export const network: readonly Network[] = [
  {
    source: 'national-index',
    holders: ['SENASP'],
    probes: () => [],
    basis: 'Decreto 6.138/2007',
  },
  {
    source: 'individuals',
    holders: [...stateCodes, 'PF'],
    probes: () => ['cpf'],
    basis: 'Decreto 6.138/2007, art. 2, § 2',
  },
  {
    source: 'vehicles',
    holders: ['SENATRAN', 'SP', 'PE'],
    probes: () => ['plate:BR'],
    basis: 'Decreto 6.138/2007; CTB art. 19',
  },
  {
    source: 'mercosul',
    holders: ['AR', 'UY'],
    probes: (holder) => [holder === 'AR' ? 'plate:AR' : 'plate:UY'],
    publication: () => 'NONE',
    deadlineMs: 5000,
    basis: 'SISME, Acordo de Cooperação em Segurança Regional (MERCOSUL)',
  },
  {
    source: 'weapons',
    holders: ['PF', 'EB'],
    probes: () => ['serial'],
    publication: (holder) => (holder === 'EB' ? 'KEYS' : 'FULL'),
    basis: 'Lei 10.826/2003; Decreto 11.615/2023',
  },
  {
    source: 'warrants',
    holders: ['CNJ'],
    probes: () => ['warrantNumber'],
    basis: 'CPP art. 289-A; Res. CNJ 417/2021',
  },
];

const names: Readonly<Record<string, string>> = {
  PF: 'Polícia Federal',
  SENATRAN: 'Secretaria Nacional de Trânsito',
  AR: 'Argentina (SISME)',
  UY: 'Uruguai (SISME)',
  EB: 'Exército Brasileiro',
  CNJ: 'Conselho Nacional de Justiça',
  SENASP: 'Secretaria Nacional de Segurança Pública',
};

/** Two holders behind the others, so that the demo shows it: AC runs the first version of its schema, RR keeps no photos. */
const oldSchema: Readonly<Record<string, number>> = { 'individuals/AC': 1 };
const notHeld: Readonly<Record<string, readonly string[]>> = { 'individuals/RR': ['IndividualRecord.photos'] };

export const endpointCount = network.reduce(
  (sum, { source, holders }) => sum + (source === 'national-index' ? 0 : holders.length),
  0,
);

export interface DemoDirectory {
  readonly path: string;
  readonly keysDir: string;
  readonly directory: Directory;
}

/** Writes the directory for these ports (one an endpoint, in the order of `network`) and makes the keys that are missing. */
export function writeDirectory(dataDir: string, ports: readonly number[]): DemoDirectory {
  const keysDir = join(dataDir, 'keys');
  mkdirSync(keysDir, { recursive: true, mode: 0o700 });
  const holders: Record<string, HolderEntry> = {};
  const endpoints: EndpointEntry[] = [];
  for (const { source, holders: codes, probes, publication, deadlineMs = 1500, basis } of network)
    for (const holder of codes) {
      const name = names[holder] ?? `Secretaria de Segurança Pública/${holder}`;
      const contact = { unit: `CENTRAL DE INFORMAÇÕES/${holder}`, phone: '(00) 0000-0000' };
      holders[holder] = { name, contact };
      endpoints.push({
        source,
        holder,
        url: `http://127.0.0.1:${ports[endpoints.length]}`,
        connection: 'https',
        exchangeKey: exportPublicKey(exchangeKey(keysDir, `${source}-${holder}`).publicKey) as never,
        schemaVersion: oldSchema[`${source}/${holder}`] ?? schemaVersion,
        fieldsNotHeld: notHeld[`${source}/${holder}`] ?? [],
        publication: publication?.(holder) ?? 'FULL',
        probes: probes(holder),
        environment: 'demo',
        deadlineMs,
        maxConcurrent: 256,
        perSecond: 5000,
        maintenance: [],
        agreement: { basis },
        contact,
      });
    }
  const sources = Object.fromEntries(
    network.map(({ source, deadlineMs = 1500 }) => [source, { indexLagMaxMs: 30_000, deadlineMs, schemaVersion }]),
  );
  const gateway = { exchangeKey: exportPublicKey(exchangeKey(keysDir, 'gateway').publicKey) };
  const text = JSON.stringify({ version: 1, environment: 'demo', gateway, holders, sources, endpoints }, null, 1);
  const path = join(dataDir, 'directory.json');
  // Replaced whole: a reader sees the old one or the new one.
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
  return { path, keysDir, directory: parseDirectory(text) };
}

const schemaVersion = 2;

function exchangeKey(keysDir: string, name: string): ExchangePrivateKey {
  const path = join(keysDir, `${name}.jwk`);
  if (!existsSync(path)) writePrivateKeyFile(path, generateExchangeKey(), 'KEYS_DIR');
  return readPrivateKeyFile('exchange', path, 'KEYS_DIR');
}
