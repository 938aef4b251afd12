// npm run bench -- hostile: the corpus, then a hundred thousand seeded mutations, against a gateway in a process of its own. Every answer is
// judged; what fails is named by seed and number and can be had again by --only.
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { brasiliaDate } from '#kit/brasilia.ts';
import { load } from '../../demo/load.ts';
import { nation } from '../../demo/nation/nation.ts';
import { startNetwork } from '../../demo/network.ts';
import { freePorts } from '../../demo/settings.ts';
import { attack, inParallel, sendTwice } from '../hostile/attack.ts';
import type { Request, Sent, World } from '../hostile/case.ts';
import { families, mutatedFamilies } from '../hostile/families.ts';
import { hostileTexts } from '../hostile/hostile-values.ts';
import { describe, isCutByLoad, judgeAny } from '../hostile/judge.ts';
import { createMutator } from '../hostile/mutate.ts';
import type { Mutator } from '../hostile/mutate.ts';
import { ask, dataOf } from '../hostile/requests.ts';
import { createSender } from '../hostile/send.ts';
import type { Outcome, Sender } from '../hostile/send.ts';
import { clientSchema, openWorld } from '../hostile/world.ts';
import { unhurried } from '../unhurried.ts';
import { cpuMs } from './cpu.ts';
import { bounded, print } from './options.ts';

const { values } = parseArgs({
  options: {
    mutations: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    seconds: { type: 'string', default: '3600' },
    concurrency: { type: 'string', default: '8' },
    people: { type: 'string', default: '500' },
  },
});
const mutations = bounded('mutations', values.mutations, 1, 10_000_000);
const seed = bounded('seed', values.seed, 0, 2_147_483_647);
const only = values.only === undefined ? undefined : bounded('only', values.only, 0, 10_000_000);
const seconds = bounded('seconds', values.seconds, 1, 86_400);
const concurrency = bounded('concurrency', values.concurrency, 1, 64);
const people = bounded('people', values.people, 200, 100_000);

/** The valid query is asked again after so many. */
const checkEvery = 1000;
/** Of what is answered, one in so many is asked again: a second answer costs as much as a first. */
const askedAgainEvery = 4;
const failuresShown = 50;
const nationSeed = 2026;
/** Plans, documents and texts are kept, each up to a number; when all are full nothing may grow but what the collector leaves for later. */
const growthMaxMb = 500;
const peakMaxMb = 3000;

/** What is sent too slowly is cut off soon; what is answered may take as long as a busy machine needs, short of what counts as too late. */
const patience = {
  ...unhurried,
  REQUEST_TIMEOUT_MS: '3000',
  DEADLINE_MS: '8000',
  JOURNAL_TIMEOUT_MS: '8000',
  QUEUE_WAIT_MS: '7000',
};

const dataDir = mkdtempSync(join(tmpdir(), 'infoseg-bench-'));
// As root the database runs as another user, who must be able to enter.
chmodSync(dataDir, 0o755);
const [port = 0] = await freePorts(1);
const said: string[] = [];
const network = await startNetwork({ port, dataDir, nationSize: people, nationSeed, gateway: patience }, (sentence) => {
  said.push(sentence);
  process.stderr.write(`${sentence}\n`);
});
const sender = createSender(network.url, { connections: concurrency });
try {
  await load({
    records: nation({ seed: nationSeed, size: people, today: brasiliaDate(new Date()) }),
    endpoints: network.directory.endpoints,
    connection: network.connection,
    onSaved: () => undefined,
  });
  await Promise.all([network.ready, network.startGateway()]);
  const world = await openWorld({ url: network.url, dataDir, directory: network.directory, seed: nationSeed });
  await indexed(world);
  const schema = clientSchema();
  const mutator = createMutator({ world, schema, seed, families: mutatedFamilies });
  const failed = only === undefined ? await measure(world, mutator) : await showOne(mutator, only);
  process.exitCode = failed ? 1 : 0;

  async function measure(attacked: World, { make, right }: Mutator): Promise<boolean> {
    const problems: string[] = [];
    const before = await answerTo(right);
    const memory = watchMemory();
    for (const family of families) {
      const { cases, findings, slowestMs } = await attack(family, attacked, sender, schema);
      print(`${family.name}: ${cases} cases, ${findings.length} failed, slowest ${Math.round(slowestMs)} ms`);
      for (const { name, answered, problems: found } of findings)
        problems.push(`${family.name}: ${name}: ${answered}: ${found.join('; ')}`);
      if ((await answerTo(right)) !== before) problems.push(`${family.name}: the valid query is answered otherwise`);
    }
    memory.mark('corpus');

    const counts = new Map<string, number>();
    const slowest: { readonly ordinal: number; readonly tookMs: number }[] = [];
    let cutByLoad = 0;
    let done = 0;
    const half = Math.ceil(mutations / 2);
    const cpuBefore = cpuByProcess();
    const startedAt = performance.now();
    const untilMs = startedAt + seconds * 1000;
    await inParallel(concurrency, numbers(mutations, untilMs), async (ordinal) => {
      const sent = make(ordinal);
      const isAskedAgain = ordinal % askedAgainEvery === 0;
      const judge = (seen: Outcome) => judgeAny(sent, seen, schema);
      const { outcome, problems: found } = await sendTwice(sender, sent, judge, isAskedAgain);
      const words = outcome.replies.map(describe).join(' | ') || 'closed';
      counts.set(words, (counts.get(words) ?? 0) + 1);
      if (isCutByLoad(outcome)) cutByLoad += 1;
      keepSlowest(slowest, { ordinal, tookMs: outcome.tookMs });
      if (found.length > 0) problems.push(`mutation ${ordinal} of seed ${seed}: ${words}: ${found.join('; ')}`);
      done += 1;
      if (done === half) memory.mark('half');
      if (done % checkEvery === 0 && (await answerTo(right)) !== before)
        problems.push(`after ${done} mutations the valid query is answered otherwise`);
    });
    const elapsedS = (performance.now() - startedAt) / 1000;
    memory.mark('end');
    if ((await answerTo(right)) !== before) problems.push('at the end the valid query is answered otherwise');
    problems.push(...memory.problems(), ...said, ...inLogs(attacked));

    print(`${done} mutations of seed ${seed} in ${elapsedS.toFixed(0)} s: ${(done / elapsedS).toFixed(0)}/s`);
    for (const [words, times] of [...counts].sort(([, a], [, b]) => b - a))
      print(`  ${String(times).padStart(7)}  ${words}`);
    if (cutByLoad > 0) print(`${cutByLoad} answers lack what did not come in time on this machine`);
    const cpu = [...cpuByProcess()].map(
      ([name, ms]) => `${name} ${((ms - (cpuBefore.get(name) ?? 0)) / done).toFixed(1)}`,
    );
    print(`CPU ms a mutation: ${cpu.join(', ')}`);
    print(`slowest: ${slowest.map(({ ordinal, tookMs }) => `${Math.round(tookMs)} ms (${ordinal})`).join(', ')}`);
    print(`memory of the gateway, MB: ${memory.text()}`);
    for (const problem of problems.slice(0, failuresShown)) print(`FAILED ${problem}`);
    print(problems.length === 0 ? '0 failed' : `${problems.length} failed; again: --seed ${seed} --only NUMBER`);
    return problems.length > 0;
  }

  async function showOne({ make }: Mutator, ordinal: number): Promise<boolean> {
    const sent = make(ordinal);
    print(textOf(sent));
    const { outcome, problems: found } = await sendTwice(sender, sent, (seen) => judgeAny(sent, seen, schema));
    for (const { status, headers, text } of outcome.replies) print(`\n${status} ${JSON.stringify(headers)}\n${text}`);
    for (const problem of found) print(`FAILED ${problem}`);
    return found.length > 0;
  }
} finally {
  await sender.close();
  await network.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

function* numbers(count: number, untilMs: number): Generator<number> {
  for (let next = 0; next < count && performance.now() < untilMs; next++) yield next;
}

async function answerTo(request: Request): Promise<string> {
  const outcome = await sender.send(request);
  const [reply] = outcome.replies;
  return reply?.status === 200 && !isCutByLoad(outcome) ? dataOf(reply.text) : again(request, sender);
}

/** Once more, for a machine that was too busy. */
async function again(request: Request, { send }: Sender): Promise<string> {
  const outcome: Outcome = await send(request);
  return dataOf(outcome.replies[0]?.text ?? '{}');
}

async function indexed(world: World): Promise<void> {
  const request = ask(world, '{ indexStatus { behind } }', undefined, { profile: 'auditor' });
  for (;;) {
    const [reply] = (await sender.send(request)).replies;
    const { data } = JSON.parse(reply?.text ?? '{}') as {
      readonly data?: { readonly indexStatus: readonly { readonly behind: boolean }[] | null };
    };
    if (data?.indexStatus?.length && data.indexStatus.every(({ behind }) => !behind)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function keepSlowest<One extends { readonly tookMs: number }>(list: One[], one: One): void {
  list.push(one);
  list.sort((a, b) => b.tookMs - a.tookMs);
  list.length = Math.min(list.length, 5);
}

/** Resident memory of the gateway, four times a second. */
function watchMemory() {
  const pid = network.pids().get('gateway') ?? 0;
  const marks: (readonly [word: string, mb: number])[] = [['start', residentMb(pid)]];
  let peak = 0;
  const look = () => void (peak = Math.max(peak, residentMb(pid)));
  const timer = setInterval(look, 250);
  timer.unref();
  return {
    mark: (word: string) => void marks.push([word, residentMb(pid)]),
    text: () => [...marks, ['peak', peak] as const].map(([word, mb]) => `${word} ${mb.toFixed(0)}`).join(', '),
    problems(): readonly string[] {
      clearInterval(timer);
      if (network.pids().get('gateway') !== pid) return ['the gateway ended and was started again'];
      const [, half = Infinity] = marks.find(([word]) => word === 'half') ?? [];
      const growth = residentMb(pid) - half;
      return [
        ...(growth > growthMaxMb ? [`the gateway grew by ${growth.toFixed(0)} MB in the second half`] : []),
        ...(peak > peakMaxMb ? [`the gateway took ${peak.toFixed(0)} MB`] : []),
      ];
    },
  };
}

/** The one that sends and judges among them. */
function cpuByProcess(): ReadonlyMap<string, number> {
  const { user, system } = process.cpuUsage();
  const others = [...network.pids()].map(([name, pid]) => [name, cpuMs(pid)] as const);
  return new Map([...others, ['sender', (user + system) / 1000]]);
}

function residentMb(pid: number): number {
  try {
    const [, kb = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kb) / 1024;
  } catch {
    return 0;
  }
}

/** No log has a token, a value that was sent, or a failure that nobody foresaw. */
function inLogs({ tokens }: World): readonly string[] {
  const forbidden = [...hostileTexts.filter((text) => text.length >= 8), ...Object.values(tokens)];
  return readdirSync(join(dataDir, 'log')).flatMap((name) => {
    const text = readFileSync(join(dataDir, 'log', name), 'utf8');
    const failures = text.split('\n').filter((line) => /^[0-9a-f]{32}: |Unhandled|FATAL/.test(line));
    return [
      ...(forbidden.some((one) => text.includes(one)) ? [`${name} holds what was sent`] : []),
      ...failures.slice(0, 5).map((line) => `${name}: ${line}`),
    ];
  });
}

function textOf(sent: Sent): string {
  const text =
    sent.kind === 'raw'
      ? sent.bytes.toString('latin1')
      : `${sent.method} ${sent.path}\n${JSON.stringify(sent.headers)}\n\n${sent.body?.toString('utf8') ?? ''}`;
  return text.replace(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, '(token)');
}
