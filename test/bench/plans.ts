// npm run bench -- plans: what the thread that serves requests spends on hostile operations that are allowed, stage by stage and as its
// longest block; with --unique=N, what the gateway and its planner keep of N operations of which no two are equal.
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parse } from 'graphql';
import type { Asker } from '#kit/caller.ts';
import { createAuthorizer } from '../../gateway/authorize.ts';
import { useKitScalars } from '../../gateway/document-check.ts';
import { createDocuments } from '../../gateway/documents.ts';
import { createCompiledEngine } from '../../gateway/engine/compiled/engine.ts';
import type { Executable, Step } from '../../gateway/engine/compiled/executable.ts';
import { startPlanner } from '../../gateway/engine/compiled/planner.ts';
import { readGraphFacts } from '../../gateway/holders/graph-facts.ts';
import { readFetchText } from '../../gateway/holders/fetch-text.ts';
import type { FetchText } from '../../gateway/holders/fetch-text.ts';
import { createIntrospection } from '../../gateway/introspection.ts';
import { checkCost, costMaxDefault, createCostMeter } from '../../gateway/limits/cost.ts';
import { checkPlainValues } from '../../gateway/plain-values.ts';
import type { PlannedFetch } from '../../gateway/engine/source-client.ts';
import { prepareSupergraph } from '../../gateway/supergraph/prepare.ts';
import { checkVariables } from '../../gateway/variables.ts';
import { supergraphPath } from '../../demo/settings.ts';
import { bounded, print } from './options.ts';
import { hostileOperations } from './plans-corpus.ts';
import type { HostileOperation } from './plans-corpus.ts';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    unique: { type: 'string', default: '0' },
    minutes: { type: 'string', default: '10' },
  },
});
const rounds = bounded('rounds', options.rounds, 1, 1000);
const unique = bounded('unique', options.unique, 0, 100_000_000);
const minutes = bounded('minutes', options.minutes, 1, 600);

const sdl = readFileSync(supergraphPath, 'utf8');
const prepared = prepareSupergraph(sdl);
useKitScalars(prepared.apiSchema);
const facts = readGraphFacts(parse(sdl));
const documents = createDocuments(prepared.apiSchema);
const authorizer = createAuthorizer(prepared);
const meter = createCostMeter(prepared.fullSchema);
const introspection = createIntrospection(prepared);
const planner = await startPlanner({ supergraphSdl: prepared.engineSdl });
const engine = await createCompiledEngine({
  supergraphSdl: prepared.engineSdl,
  planner,
  client: { fetch: async () => ({ data: null, errors: [] }) },
});
const asker: Asker = {
  caller: { id: 'a', body: 'PCSP', state: 'SP', profile: 'investigator', level: 2, entitlements: [], tokenId: 't' },
  purpose: 'INVESTIGATION',
  caseNumber: 'IP-2026-000001',
};
introspection.schemaFor(asker);
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
/** As the holder client keeps them. */
const texts = new WeakMap<PlannedFetch, FetchText>();

await (unique > 0 ? measureUnique() : measureHostile());
await engine.stop();
await documents.stop();

async function measureHostile(): Promise<void> {
  // The thread and the planner are there before the first request in a gateway that serves.
  await documents.read(`{ me { ${'id '.repeat(700)} } }`);
  print(
    `CPU milliseconds of the main thread for one operation, the most of ${rounds} rounds; all stages together bound its longest block`,
  );
  let worst = { name: '', ms: 0 };
  let worstStage = { name: '', ms: 0 };
  const most = new Map<string, Map<string, number>>();
  const outcomes = new Map<string, string>();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  for (let round = 0; round < rounds; round++) {
    delay.enable();
    for (const operation of hostileOperations(`r${round}`)) {
      const stages = new Map<string, number>();
      outcomes.set(operation.name, await attempt(operation, stages));
      const known = most.get(operation.name) ?? new Map<string, number>();
      most.set(operation.name, known);
      for (const [stage, ms] of stages) known.set(stage, Math.max(known.get(stage) ?? 0, ms));
    }
    delay.disable();
  }
  for (const [name, stages] of most) {
    const total = [...stages.values()].reduce((sum, ms) => sum + ms, 0);
    if (total > worst.ms) worst = { name, ms: total };
    for (const [stage, ms] of stages) if (ms > worstStage.ms) worstStage = { name: `${name}: ${stage}`, ms };
    const parts = [...stages].filter(([, ms]) => ms >= 1).map(([stage, ms]) => `${stage} ${ms.toFixed(1)}`);
    print(`${total.toFixed(1).padStart(7)}  ${name.padEnd(44)} ${outcomes.get(name) ?? ''}  ${parts.join(', ')}`);
  }
  print(`the dearest operation, all its stages:  ${worst.ms.toFixed(1)} ms  (${worst.name})`);
  print(`the dearest stage of one:               ${worstStage.ms.toFixed(1)} ms  (${worstStage.name})`);
  print(
    `longest delay of the event loop, by the clock, whatever else the machine did: ${(delay.max / 1e6).toFixed(1)} ms`,
  );
}

/** Runs what server.ts runs between the body and the first fetch. */
async function attempt({ query, variables = {} }: HostileOperation, stages: Map<string, number>): Promise<string> {
  const body = JSON.stringify({ query, variables });
  const timed = <Value>(stage: string, work: () => Value): Value => {
    const before = mainThreadMs();
    const over = () => void stages.set(stage, (stages.get(stage) ?? 0) + mainThreadMs() - before);
    try {
      const value = work();
      if (!(value instanceof Promise)) {
        over();
        return value;
      }
      return value.finally(over) as Value;
    } catch (error) {
      over();
      throw error;
    }
  };
  try {
    timed('body', () => checkPlainValues(JSON.parse(body)));
    const document = await timed('document', () => documents.read(query));
    const { values } = timed('variables', () => checkVariables(prepared.apiSchema, document, undefined, variables));
    timed('cost', () => checkCost(meter, { document, operationName: undefined, values }, costMaxDefault));
    const { operation } = timed('authorize', () => authorizer.authorize({ document, variables, asker }));
    timed('introspect', () => introspection.introspect({ document, variables, asker }));
    if (!operation.asksEngine) return 'answered';
    const executable = await timed('plan', () => engine.prepare(operation.hash, operation.text));
    timed('fetch texts', () => readFetches(executable));
    return 'planned';
  } catch (error) {
    return (error as { readonly code?: string }).code ?? String(error);
  }
}

function readFetches({ root }: Executable): void {
  for (const planned of root === null ? [] : fetchesOf(root))
    texts.set(
      planned,
      readFetchText(planned.query, planned.source, facts, () => undefined),
    );
}

function fetchesOf(step: Step): readonly PlannedFetch[] {
  if ('steps' in step) return step.steps.flatMap(fetchesOf);
  if ('planned' in step) return [step.planned];
  return [step.ifTrue, step.ifFalse].flatMap((one) => (one === null ? [] : fetchesOf(one)));
}

function mainThreadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

async function measureUnique(): Promise<void> {
  const startedAt = performance.now();
  const fields = 'name motherName birthDate sex cpf identityDisputed weaponCount'.split(' ');
  const records = 'recordId updatedAt name fatherName birthPlace nationality occupation'.split(' ');
  const reportEvery = Math.max(1, Math.min(5000, Math.floor(unique / 20)));
  // Of each half, the most. What lives is counted after a collection; what the process has, as it is between them.
  const halves = [none(), none()];
  const seconds = () => (performance.now() - startedAt) / 1000;
  let done = 0;
  for (; done < unique && seconds() < minutes * 60; done++) {
    const own = chosen(fields, done, done);
    const query = `{ s${done}: individual(id: "00000000-0000-4000-8000-000000000001") { id ${own} records { holder ${chosen(records, done >> 3, done)} } } }`;
    const outcome = await attempt({ name: '', query }, new Map());
    if (outcome !== 'planned') throw new Error(`operation ${done}: ${outcome}`);
    if (done % reportEvery !== reportEvery - 1) continue;
    const now = memory();
    print(`${String(done + 1).padStart(9)} operations  ${inWords(now)}`);
    const at = Math.max(done / unique, seconds() / (minutes * 60)) < 0.5 ? 0 : 1;
    halves[at] = larger(halves[at] ?? none(), now);
  }
  print(
    `${done} operations of which no two are equal in ${seconds().toFixed(0)} s: read, costed, authorized, planned, fetches read`,
  );
  const [first = none(), second = none()] = halves;
  const growth = (what: keyof Memory) =>
    `${(second[what] - first[what]).toFixed(0)} MB (${first[what].toFixed(0)}, then ${second[what].toFixed(0)})`;
  print('the most of the second half against the most of the first:');
  print(
    `  what lives in the gateway ${growth('live')}, what its process has ${growth('own')}, the planner's ${growth('planner')}`,
  );
}

/** A subset by the bits of a number, each under an alias of its own. */
function chosen(names: readonly string[], bits: number, salt: number): string {
  return names.flatMap((name, at) => ((bits >> at) & 1 ? [at === 0 ? `a${salt}: ${name}` : name] : [])).join(' ');
}

/** Megabytes. */
interface Memory {
  readonly own: number;
  /** On the heap after a collection. */
  readonly live: number;
  /** Of the fast one. */
  readonly planner: number;
}

function none(): Memory {
  return { own: 0, live: 0, planner: 0 };
}

function larger(a: Memory, b: Memory): Memory {
  return { own: Math.max(a.own, b.own), live: Math.max(a.live, b.live), planner: Math.max(a.planner, b.planner) };
}

function memory(): Memory {
  const own = process.memoryUsage.rss() / 2 ** 20;
  collect();
  return { own, live: process.memoryUsage().heapUsed / 2 ** 20, planner: residentMb(planner.pids()[0]) };
}

function residentMb(pid = 0): number {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

function inWords({ own, live, planner: planners }: Memory): string {
  return `gateway ${own.toFixed(0)} MB, of which ${live.toFixed(0)} live; planner ${planners.toFixed(0)} MB`;
}
