// One slow holder and one dead: what it costs those who ask for neither. Two kinds of callers ask the whole gateway steadily, those whose
// question touches the broken holders and those whose question does not; the latter's latency is compared with that of healthy times.
import { isDeepStrictEqual } from 'node:util';
import { askAll, runSteadyLoad } from './engines-load.ts';
import { postBytes } from './engines-http.ts';
import type { HttpMessage } from './engines-http.ts';
import { operations } from './engines-operations.ts';
import { print } from './options.ts';

export interface FaultOptions {
  readonly port: number;
  /** Of callers, one each. */
  readonly headers: readonly Readonly<Record<string, string>>[];
  /** Tells a holder how to behave; resolves when it does. */
  readonly behave: (source: string, as: 'healthy' | 'slow' | 'dead') => Promise<void>;
  readonly rounds: number;
  readonly seconds: number;
  /** Questions a second that touch the broken holders, and as many times two that do not. */
  readonly perSecond: number;
}

const slowSource = 'weapons';
const deadSource = 'mercosul';
const settleS = 3;

const untouched = /* GraphQL */ `
  query Veiculos($cpf: CPF!) {
    individuals(cpf: $cpf) {
      subjects {
        id
        name
        vehicles(first: 2) {
          totalCount
          edges {
            role
            node {
              id
              records {
                holder
                recordId
                plate
                make
                model
                situation
                stolen
              }
            }
          }
        }
      }
    }
  }
`;

interface Phase {
  readonly latenciesMs: number[];
  readonly touchedMs: number[];
  wrong: number;
  unasked: number;
}

export async function measureFaults(options: FaultOptions): Promise<void> {
  const { port, headers, behave, rounds, seconds, perSecond } = options;
  const touching = operations.find(({ name }) => name === 'Q2');
  if (!touching) throw new TypeError('Q2 is the operation that touches every source');
  const ask = (query: string, variables: object, at: number) =>
    postBytes('/graphql', JSON.stringify({ query, variables }), headers[at % headers.length]);
  const touched = touching.variables.map((variables, at) => ask(touching.text, variables, at));
  const others = touching.variables.map(({ cpf }, at) => ask(untouched, { cpf }, at));
  const dataOf = ({ body }: HttpMessage) => (JSON.parse(body.toString('utf8')) as { data?: unknown }).data;
  const expected = (await askAll(port, others)).map(dataOf);

  const healthy: Phase = { latenciesMs: [], touchedMs: [], wrong: 0, unasked: 0 };
  const broken: Phase = { latenciesMs: [], touchedMs: [], wrong: 0, unasked: 0 };
  await load(seconds, healthy, false);
  for (let round = 0; round < rounds; round++) {
    for (const phase of round % 2 === 0 ? [healthy, broken] : [broken, healthy]) {
      await behave(slowSource, phase === broken ? 'slow' : 'healthy');
      await behave(deadSource, phase === broken ? 'dead' : 'healthy');
      await load(settleS, phase, false);
      await load(seconds, phase, true);
    }
  }
  await behave(slowSource, 'healthy');
  await behave(deadSource, 'healthy');

  print(
    `\n${2 * perSecond}/s that touch neither, ${perSecond}/s that touch both (${slowSource} slow, ${deadSource} dead)`,
  );
  const heads = ['p50 ms', 'p95 ms', 'p99 ms', 'wrong', 'unasked', 'touching: p50 ms', 'p95 ms'];
  print(['untouched'.padEnd(24), ...heads.map((head) => head.padStart(9))].join('  '));
  row('all healthy', healthy);
  row('one slow, one dead', broken);
  const change = percentile(broken.latenciesMs, 0.95) / percentile(healthy.latenciesMs, 0.95) - 1;
  print(
    `p95 of what touches neither: ${change >= 0 ? '+' : ''}${(change * 100).toFixed(1)}% (within 10% is asked for)`,
  );

  async function load(forS: number, phase: Phase, isKept: boolean): Promise<void> {
    const isOver = (elapsedMs: number) => elapsedMs > forS * 1000;
    const [theirs, ours] = await Promise.all([
      runSteadyLoad({ port, requests: touched, perSecond, isOver, isRight: (_at, { head }) => isOk(head) }),
      runSteadyLoad({
        ...{ port, requests: others, perSecond: 2 * perSecond, isOver },
        isRight: (at, message) => isOk(message.head) && isDeepStrictEqual(dataOf(message), expected[at]),
      }),
    ]);
    if (!isKept) return;
    phase.latenciesMs.push(...ours.latenciesMs);
    phase.touchedMs.push(...theirs.latenciesMs);
    phase.wrong += ours.wrong;
    phase.unasked += ours.unasked + theirs.unasked;
  }
}

function row(name: string, { latenciesMs, touchedMs, wrong, unasked }: Phase): void {
  const cells = [
    ...[0.5, 0.95, 0.99].map((share) => percentile(latenciesMs, share).toFixed(1)),
    ...[String(wrong), String(unasked)],
    percentile(touchedMs, 0.5).toFixed(1).padStart(16),
    percentile(touchedMs, 0.95).toFixed(1),
  ];
  print([name.padEnd(24), ...cells.map((cell) => cell.padStart(9))].join('  '));
}

function percentile(values: number[], share: number): number {
  values.sort((a, b) => a - b);
  return values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
}

function isOk(head: string): boolean {
  return head.startsWith('HTTP/1.1 200');
}
