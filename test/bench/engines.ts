// npm run bench -- engines: gateways side by side over the same stub sources. CPU per operation is the figure to read first: it holds on a
// busy machine, where rates and latencies do not. A fresh process per peer and round, rounds interleaved, order rotated, answers checked.
import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { freePorts, supergraphPath } from '../../demo/settings.ts';
import { prepareSupergraph } from '../../gateway/supergraph/prepare.ts';
import { startEverything, writeNetwork } from './engines-everything.ts';
import type { Everything } from './engines-everything.ts';
import { measureFaults } from './engines-faults.ts';
import { postBytes } from './engines-http.ts';
import { askAll } from './engines-load.ts';
import { Measure } from './engines-measure.ts';
import type { Measured } from './engines-measure.ts';
import { operations as allOperations } from './engines-operations.ts';
import type { MeasuredOperation } from './engines-operations.ts';
import { sourceNames } from './engines-people.ts';
import { install, peers as openPeers, startProcess, wholePeers } from './engines-peers.ts';
import type { Peer, RunningPeer } from './engines-peers.ts';
import { printProfile, profiled } from './engines-profile.ts';
import { printTables } from './engines-table.ts';
import type { StubCommand, StubReport } from './engines-stub.ts';
import { bounded, print } from './options.ts';

const { values } = parseArgs({
  options: {
    /** Fewer peers and one short round. */
    quick: { type: 'boolean', default: false },
    /** The whole gateway: 256 callers' tokens, rules, signatures, completeness, journal. */
    everything: { type: 'boolean', default: false },
    only: { type: 'string' },
    operations: { type: 'string' },
    /** The whole gateway with one holder slow and one dead: what that costs questions that touch neither. */
    faults: { type: 'boolean', default: false },
    /** With --faults: questions a second that touch the broken holders; twice as many do not. */
    'per-second': { type: 'string', default: '20' },
    /** Says of each peer where its CPU went; the figures are then those of a profiled process. */
    profile: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    connections: { type: 'string', default: '32' },
    'warm-up-cpu-seconds': { type: 'string' },
  },
});
const { quick } = values;
const rounds = bounded('rounds', values.rounds ?? (quick ? '1' : '3'), 1, 100);
const seconds = bounded('seconds', values.seconds ?? (quick ? '2' : '4'), 1, 600);
const connections = bounded('connections', values.connections, 1, 1024);
const warmUpCpuS = bounded('warm-up-cpu-seconds', values['warm-up-cpu-seconds'] ?? (quick ? '2' : '3'), 1, 60);
const perSecond = bounded('per-second', values['per-second'], 1, 10_000);
const isWhole = values.everything || values.faults;
const allPeers = isWhole ? [...wholePeers, ...openPeers] : openPeers;
const usual = values.faults
  ? ['gateway']
  : values.everything
    ? ['limit+', 'gateway', 'limit', 'ours', 'apollo']
    : openPeers.map(({ name }) => name).filter((name) => !quick || (name !== 'reference' && name !== 'hive'));
const peers = chosen('only', values.only ?? usual.join(','), allPeers);
const operations = chosen('operations', values.operations ?? (isWhole ? 'Q2' : undefined), allOperations);
const startMaxMs = 30_000;
/** Of the seconds of a measure; between two of one peer come those of the others. */
const slices = 4;
const limit = openPeers.find(({ name }) => name === 'limit') as Peer;

const folder = mkdtempSync(join(tmpdir(), 'infoseg-engines-'));
const stub = fork(fileURLToPath(new URL('engines-stub.ts', import.meta.url)), { stdio: 'inherit' });
process.on('exit', () => {
  stub.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const { urls } = await heard('ready');
const files = writeFiles(urls);
const everything = peers.some(({ isWhole }) => isWhole) ? await openEverything() : undefined;
print(
  `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), node ${process.versions.node}; ${rounds} rounds, ` +
    `${connections} connections, warm-up ${warmUpCpuS} CPU s of the gateway or 8 s, then ${seconds} s; ${loadOfMachine()}; ${folder}`,
);

const expected = new Map<string, readonly unknown[]>();
const measured = new Map<string, Map<string, Measured[]>>();
const missing = new Map<string, string>();
for (const peer of peers) {
  try {
    install(peer);
  } catch (error) {
    missing.set(peer.name, error instanceof Error ? error.message : String(error));
  }
}
try {
  if (values.faults) await breakHolders();
  else await compare();
} finally {
  await everything?.stop();
  stub.disconnect();
}
process.exit(missing.has('ours') ? 1 : 0);

/** What else the machine does: with a load above the number of cores only CPU per operation means something. */
function loadOfMachine(): string {
  return `load average ${loadavg()
    .map((one) => one.toFixed(1))
    .join(' ')}`;
}

async function compare(): Promise<void> {
  await expectAnswers();
  for (let round = 0; round < rounds; round++) await compareOnce(round);
  printTables(peers, operations, measured);
  print(`\n${loadOfMachine()}`);
  if (values.profile) for (const { name } of peers) printProfile(name, join(folder, 'profiles', name));
  for (const [name, reason] of missing) print(`\n${name} was not measured: ${reason}`);
}

async function breakHolders(): Promise<void> {
  const [peer] = peers;
  if (!peer || !everything) throw new TypeError('--faults: --only names a gateway that serves with everything on');
  const { running, port } = await start(peer, 'faults');
  const behave = async (source: string, as: 'healthy' | 'slow' | 'dead') => {
    tell({ command: 'behave', source, as });
    await heard('behaving');
  };
  await measureFaults({ port, headers: everything.headers, behave, rounds, seconds, perSecond });
  await running.stop();
}

function chosen<One extends { readonly name: string }>(
  option: string,
  names: string | undefined,
  all: readonly One[],
): readonly One[] {
  if (names === undefined) return all;
  return names.split(',').map((name) => {
    const one = all.find((other) => other.name === name);
    if (!one) throw new RangeError(`--${option}: some of ${all.map((other) => other.name).join(',')}`);
    return one;
  });
}

function writeFiles(at: Readonly<Record<string, string>>): { readonly supergraph: string; readonly holders: string } {
  const { engineSdl } = prepareSupergraph(readFileSync(supergraphPath, 'utf8'));
  const sdl = Object.entries(at).reduce(
    (text, [name, url]) => text.replaceAll(`"http://${name}.invalid"`, JSON.stringify(url)),
    engineSdl,
  );
  const written = { supergraph: join(folder, 'supergraph.graphql'), holders: join(folder, 'holders.json') };
  writeFileSync(written.supergraph, sdl);
  writeFileSync(written.holders, JSON.stringify(at));
  return written;
}

async function openEverything(): Promise<Everything> {
  const free = await freePorts(sourceNames.length);
  const ports = Object.fromEntries(sourceNames.map((name, at) => [name, free[at] ?? 0]));
  const dataDir = join(folder, 'network');
  const network = writeNetwork(dataDir, ports);
  tell({ command: 'sign', network, ports });
  await heard('signing');
  return startEverything(dataDir, network);
}

/** With another caller's token each, where tokens are checked. */
function questionsOf({ text, variables }: MeasuredOperation, { isWhole = false }: Peer): readonly Buffer[] {
  return variables.map((one, at) => {
    const headers = isWhole ? everything?.headers[at % everything.headers.length] : undefined;
    return postBytes('/graphql', JSON.stringify({ query: text, variables: one }), headers);
  });
}

/** What `limit` answers to everything that will be asked; whoever disagrees is left out, and the table says so. */
async function expectAnswers(): Promise<void> {
  const { running, port } = await start(limit, 'expected');
  for (const operation of operations) {
    const answers = await askAll(port, questionsOf(operation, limit));
    const bytes = answers.reduce((sum, { body }) => sum + body.length, 0) / answers.length;
    print(`${operation.name} ${operation.title}: ${operation.calls} calls, ${(bytes / 1024).toFixed(1)} KiB`);
    expected.set(
      operation.name,
      answers.map(({ body }) => JSON.parse(body.toString('utf8'))),
    );
  }
  await running.stop();
}

interface Entered {
  readonly peer: Peer;
  readonly running: RunningPeer;
  readonly port: number;
}

/** One round: a fresh process of every peer, all at once; whoever is not measured is idle. */
async function compareOnce(round: number): Promise<void> {
  const entered: Entered[] = [];
  try {
    for (const peer of rotated(peers, round))
      await unlessMissing(peer, async () => void entered.push({ peer, ...(await start(peer, String(round))) }));
    for (const operation of rotated(operations, round)) await compareOn(operation, entered, round);
  } finally {
    for (const { running } of entered) await running.stop();
  }
}

async function compareOn(operation: MeasuredOperation, entered: readonly Entered[], round: number): Promise<void> {
  const measures = entered.map(({ peer, running, port }) => {
    const question = {
      ...{ port, pid: running.pid, connections },
      requests: questionsOf(operation, peer),
      expected: expected.get(operation.name) ?? [],
      varies: peer.name === 'gateway',
    };
    return { peer, running, measure: new Measure(question, takeCalls) };
  });
  for (const { peer, running, measure } of measures)
    await unlessMissing(peer, () => measure.warmUp(warmUpCpuS), running);
  for (let slice = 0; slice < slices; slice++)
    for (const { peer, running, measure } of rotated(measures, slice))
      await unlessMissing(peer, () => measure.slice(seconds / slices), running);
  for (const { peer, running, measure } of measures)
    await unlessMissing(
      peer,
      async () => {
        const one = await measure.finish();
        const ofPeer = measured.get(peer.name) ?? new Map<string, Measured[]>();
        measured.set(peer.name, ofPeer.set(operation.name, [...(ofPeer.get(operation.name) ?? []), one]));
        print(
          `round ${round + 1} ${operation.name} ${peer.name.padEnd(10)} ${one.cpuMs.toFixed(3)} CPU ms, ` +
            `${one.perSecond.toFixed(0)}/s, p95 ${one.p95Ms.toFixed(1)} ms`,
        );
      },
      running,
    );
}

/** A peer that fails is left out from then on, and the table says why. */
async function unlessMissing(peer: Peer, work: () => Promise<void>, running?: RunningPeer): Promise<void> {
  if (missing.has(peer.name)) return;
  try {
    await work();
  } catch (error) {
    missing.set(peer.name, running?.ended() ?? (error instanceof Error ? error.message : String(error)));
    print(`${peer.name}: ${missing.get(peer.name)}`);
  }
}

function rotated<One>(all: readonly One[], by: number): readonly One[] {
  return all.map((_, at) => all[(at + by) % all.length] as One);
}

/** A fresh process that already gives the right answer to one question. */
async function start(peer: Peer, run: string): Promise<{ readonly running: RunningPeer; readonly port: number }> {
  const [port = 0] = await freePorts(1);
  const given = { port, urls, ...files, ...(everything && { everything }) };
  const log = join(folder, `${peer.name}-${run}.log`);
  const flags = values.profile ? profiled(join(folder, 'profiles', peer.name)) : [];
  const running = startProcess(peer.name, [...flags, ...peer.command(given)], peer.env?.(given) ?? {}, log);
  const [first] = operations.flatMap((operation) => questionsOf(operation, peer));
  const until = Date.now() + startMaxMs;
  let last = 'no answer';
  while (Date.now() < until && running.ended() === undefined) {
    try {
      const [answer] = await askAll(port, [first as Buffer], 10_000);
      last = answer?.body.toString('utf8') ?? last;
      const { data } = JSON.parse(last) as { data?: unknown };
      if (data !== null && data !== undefined) return { running, port };
    } catch {
      // Not yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const words =
    running.ended() ?? `${peer.name} did not answer rightly within ${startMaxMs / 1000} s: ${last.slice(0, 2000)}`;
  await running.stop();
  throw new Error(words);
}

async function takeCalls(): Promise<number> {
  tell({ command: 'calls' });
  return (await heard('calls')).calls;
}

function tell(command: StubCommand): void {
  stub.send(command);
}

function heard<Event extends StubReport['event']>(event: Event): Promise<Extract<StubReport, { event: Event }>> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('the stubs have ended'));
    const hear = (message: StubReport) => {
      if (message.event !== event) return;
      stub.off('message', hear);
      stub.off('exit', ended);
      resolve(message as Extract<StubReport, { event: Event }>);
    };
    stub.on('message', hear);
    stub.once('exit', ended);
  });
}
