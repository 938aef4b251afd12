// npm run bench -- investigations: investigations per second and what one costs each process, over the real network on this machine.
// CPU per investigation is the figure to compare: it holds on a busy machine, where rates and latencies do not.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { Agent, request } from 'undici';
import { brasiliaDate } from '#kit/brasilia.ts';
import { mintToken, readIssuerKey } from '../../demo/issuer.ts';
import { load } from '../../demo/load.ts';
import { nation } from '../../demo/nation/nation.ts';
import type { NationRecord } from '../../demo/nation/nation.ts';
import { startNetwork } from '../../demo/network.ts';
import { freePorts } from '../../demo/settings.ts';
import { operationsFolder, readOperations } from '../../gateway/operations.ts';
import { unhurried } from '../unhurried.ts';
import { cpuMs } from './cpu.ts';
import { bounded, print } from './options.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '5000' },
    seconds: { type: 'string', default: '10' },
    concurrency: { type: 'string', default: '16' },
    callers: { type: 'string', default: '64' },
  },
});
const people = bounded('people', values.people, 200, 1_000_000);
const seconds = bounded('seconds', values.seconds, 1, 120);
const concurrency = bounded('concurrency', values.concurrency, 1, 256);
const callers = bounded('callers', values.callers, 1, 1024);

/** Plans are made, code is compiled, connections are opened. */
const warmUpMs = 5000;
const seed = 2026;
const dataDir = mkdtempSync(join(tmpdir(), 'infoseg-bench-'));
// As root the database runs as another user, who must be able to enter.
chmodSync(dataDir, 0o755);
const [port = 0] = await freePorts(1);
const network = await startNetwork(
  { port, dataDir, nationSize: people, nationSeed: seed, gateway: unhurried },
  (sentence) => process.stderr.write(`${sentence}\n`),
);
try {
  const cpfs = await loadPeople();
  await Promise.all([network.ready, network.startGateway()]);
  await indexed();
  await measure(cpfs);
} finally {
  await network.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

/** Resolves when the index has followed every feed to its end. */
async function indexed(): Promise<void> {
  const token = await mintToken(readIssuerKey(dataDir), { profile: 'auditor' });
  for (;;) {
    const { body } = await request(`${network.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ indexStatus { behind } }' }),
    });
    const { data } = (await body.json()) as {
      readonly data?: { readonly indexStatus: readonly { readonly behind: boolean }[] | null };
    };
    if (data?.indexStatus?.length && data.indexStatus.every(({ behind }) => !behind)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Loads the nation and keeps the CPFs of people about whom several sources know something. */
async function loadPeople(): Promise<readonly string[]> {
  const known = new Map<string, Set<string>>();
  const startedAt = performance.now();
  const total = await load({
    records: watched(nation({ seed, size: people, today: brasiliaDate(new Date()) })),
    endpoints: network.directory.endpoints,
    connection: network.connection,
    onSaved: () => undefined,
  });
  const elapsedS = (performance.now() - startedAt) / 1000;
  print(`loaded ${total} records in ${elapsedS.toFixed(1)} s (${Math.round(total / elapsedS)}/s)`);
  return [...known].filter(([, sources]) => sources.size >= 2).map(([cpf]) => cpf);

  function* watched(records: Iterable<NationRecord>): Generator<NationRecord> {
    for (const record of records) {
      const cpf = cpfOf(record);
      if (cpf) known.set(cpf, (known.get(cpf) ?? new Set()).add(record.source));
      yield record;
    }
  }
}

function cpfOf(record: NationRecord): string | undefined {
  switch (record.source) {
    case 'individuals':
      return record.facts.cpf;
    case 'vehicles':
      return record.facts.owner?.kind === 'FISICA' ? record.facts.owner.document : undefined;
    case 'warrants':
      return record.facts.wanted.cpf;
    default:
      return undefined;
  }
}

interface Answered {
  readonly extensions?: {
    readonly outcomes?: readonly { readonly outcome: string }[];
    readonly sources?: readonly {
      readonly source: string;
      readonly holder: string | null;
      readonly status: string;
      readonly reason: string | null;
    }[];
  };
}

async function measure(cpfs: readonly string[]): Promise<void> {
  const operation = readOperations(operationsFolder).find(({ file }) => file === 'investigacao.graphql');
  if (!operation) throw new TypeError('gateway/operations/investigacao.graphql is the operation that is measured');
  const key = readIssuerKey(dataDir);
  const states = ['SP', 'PE', 'RJ', 'MG', 'BA', 'RS'];
  const tokens = await Promise.all(
    Array.from({ length: callers }, (_, at) =>
      mintToken(key, { profile: operation.profile, state: states[at % states.length], unit: `UNIDADE ${at}` }),
    ),
  );
  const agent = new Agent({ connections: concurrency, pipelining: 1 });
  const latencies: number[] = [];
  const outcomes = new Map<string, number>();
  const count = (word: string) => void outcomes.set(word, (outcomes.get(word) ?? 0) + 1);
  let asked = 0;

  async function one(): Promise<void> {
    const at = asked++;
    const startedAt = performance.now();
    const { statusCode, body } = await request(`${network.url}/graphql`, {
      method: 'POST',
      dispatcher: agent,
      headers: {
        authorization: `Bearer ${tokens[at % tokens.length]}`,
        'content-type': 'application/json',
        'x-infoseg-purpose': operation?.purpose ?? '',
        'x-infoseg-case': operation?.case ?? '',
      },
      body: JSON.stringify({ query: operation?.text, variables: { cpf: cpfs[at % cpfs.length] } }),
    });
    const answer = (await body.json()) as Answered;
    latencies.push(performance.now() - startedAt);
    count(statusCode === 200 ? (answer.extensions?.outcomes?.[0]?.outcome ?? 'no outcome') : `HTTP ${statusCode}`);
    for (const { source, holder, status, reason } of answer.extensions?.sources ?? [])
      if (status !== 'ANSWERED' && status !== 'NO_POINTER')
        count(`${source}/${holder} ${status} ${reason ?? ''}`.trim());
  }
  const run = async (untilMs: number) => {
    const worker = async () => {
      while (performance.now() < untilMs) await one();
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
  };

  await run(performance.now() + warmUpMs);
  latencies.length = 0;
  outcomes.clear();
  const before = cpuByProcess();
  const startedAt = performance.now();
  await run(startedAt + seconds * 1000);
  const elapsedS = (performance.now() - startedAt) / 1000;
  const after = cpuByProcess();

  const total = latencies.length;
  latencies.sort((a, b) => a - b);
  const percentile = (share: number) => (latencies[Math.min(total - 1, Math.floor(total * share))] ?? 0).toFixed(1);
  print(`${total} investigations by ${callers} callers, ${concurrency} at a time: ${(total / elapsedS).toFixed(1)}/s`);
  print(`latency ms: p50 ${percentile(0.5)}  p95 ${percentile(0.95)}  p99 ${percentile(0.99)}`);
  print(`answers: ${[...outcomes].map(([word, times]) => `${word} ${times}`).join(', ')}`);
  print('CPU ms per investigation, by process:');
  for (const [name, ms] of after) print(`  ${name.padEnd(16)} ${((ms - (before.get(name) ?? 0)) / total).toFixed(3)}`);
  await agent.close();
}

function cpuByProcess(): ReadonlyMap<string, number> {
  return new Map([...network.pids()].map(([name, pid]) => [name, cpuMs(pid)]));
}
