// One measure: every answer checked, then warm-up by CPU time, then the figures, then some answers checked again. The figures are taken in
// slices, so that what the neighbours on the machine do falls on all peers alike.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { isDeepStrictEqual } from 'node:util';
import { cpuMs } from './cpu.ts';
import type { HttpMessage } from './engines-http.ts';
import { askAll, runLoad } from './engines-load.ts';
import type { Load } from './engines-load.ts';

export interface Question {
  readonly port: number;
  /** Of the gateway; its threads and children count. */
  readonly pid: number;
  readonly connections: number;
  readonly requests: readonly Buffer[];
  /** `{ data }` for each request. */
  readonly expected: readonly unknown[];
  /** Whether two answers to one question may differ beside the data: under load the length is then not compared. */
  readonly varies: boolean;
}

export interface Measured {
  /** CPU milliseconds of the gateway per operation. */
  readonly cpuMs: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly peakRssMiB: number;
  /** Calls to the sources per operation. */
  readonly calls: number;
  /** Answers under load that were unlike the checked one, and broken connections. */
  readonly wrong: number;
}

const warmUpMaxMs = 8000;
const warmUpLoadMinMs = 1000;
const leadInMs = 250;
/** How an answer of ours begins when something is wrong. */
const errorsFirst = Buffer.from('{"errors":');
const checkedAfter = 16;

/** Calls to the sources since the last time it was asked. */
export type TakeCalls = () => Promise<number>;

/** One peer and one operation in one round: checked and warm, measured slice by slice with those of other peers between, checked again. */
export class Measure {
  readonly #question: Question;
  readonly #takeCalls: TakeCalls;
  readonly #slices: { cpuMs: number; elapsedMs: number; calls: number; wrong: number; latenciesMs: Float64Array }[] =
    [];
  #lengths: readonly number[] = [];

  constructor(question: Question, takeCalls: TakeCalls) {
    this.#question = question;
    this.#takeCalls = takeCalls;
  }

  /** @throws when an answer is not the expected one */
  async warmUp(warmUpCpuS: number): Promise<void> {
    const { pid, requests } = this.#question;
    const warmFrom = cpuMs(pid);
    const warmFromMs = performance.now();
    const checked = await check(this.#question, requests.length);
    this.#lengths = checked.map(({ body }) => body.length);
    // The check has warmed it too, but with one question at a time.
    await this.#load(
      (elapsedMs) =>
        elapsedMs > warmUpLoadMinMs &&
        (performance.now() - warmFromMs > warmUpMaxMs || cpuMs(pid) - warmFrom > warmUpCpuS * 1000),
    );
    resetPeak(pid);
  }

  async slice(seconds: number): Promise<void> {
    const { pid, connections } = this.#question;
    // Connections that were idle while others were measured are opened again.
    await this.#load((elapsedMs) => elapsedMs > leadInMs);
    await this.#takeCalls();
    const cpuFrom = cpuMs(pid);
    const { latenciesMs, elapsedMs, wrong } = await this.#load((elapsed) => elapsed > seconds * 1000);
    const cpu = cpuMs(pid) - cpuFrom;
    const calls = await this.#takeCalls();
    if (latenciesMs.length === 0) throw new Error('nothing was answered under load');
    // The requests that were under way at the end used CPU and calls too.
    const share = latenciesMs.length / (latenciesMs.length + connections);
    this.#slices.push({ cpuMs: cpu * share, calls: calls * share, elapsedMs, wrong, latenciesMs });
  }

  /** @throws when an answer is not the expected one */
  async finish(): Promise<Measured> {
    const peakRssMiB = peakRss(this.#question.pid) / 1024;
    await check(this.#question, checkedAfter);
    const sum = (key: 'cpuMs' | 'elapsedMs' | 'calls' | 'wrong') =>
      this.#slices.reduce((total, slice) => total + slice[key], 0);
    const latencies = Float64Array.from(this.#slices.flatMap(({ latenciesMs }) => [...latenciesMs])).sort();
    const count = latencies.length;
    const at = (share: number) => latencies[Math.min(count - 1, Math.floor(count * share))] ?? 0;
    return {
      cpuMs: sum('cpuMs') / count,
      perSecond: (count * 1000) / sum('elapsedMs'),
      ...{ p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), peakRssMiB },
      calls: sum('calls') / count,
      wrong: sum('wrong'),
    };
  }

  #load(isOver: (elapsedMs: number) => boolean): Promise<Load> {
    const { port, connections, requests, varies } = this.#question;
    return runLoad({
      ...{ port, connections, requests, isOver },
      isRight: (at: number, { head, body }: HttpMessage) =>
        head.startsWith('HTTP/1.1 200') &&
        (varies ? !body.subarray(0, errorsFirst.length).equals(errorsFirst) : body.length === this.#lengths[at]),
    });
  }
}

async function check({ port, requests, expected }: Question, count: number): Promise<readonly HttpMessage[]> {
  const answers = await askAll(port, requests.slice(0, count));
  for (const [at, { head, body }] of answers.entries()) {
    const { data, errors } = JSON.parse(body.toString('utf8')) as Readonly<Record<string, unknown>>;
    if (errors !== undefined || !isDeepStrictEqual({ data }, expected[at]))
      throw new Error(
        `the answer to question ${at} is not that of limit (${head.split('\r\n', 1).join('')}): ${body.toString('utf8').slice(0, 500)}`,
      );
  }
  return answers;
}

/** From here on the peak is counted anew (Linux 4.0). */
function resetPeak(pid: number): void {
  try {
    for (const one of treeOf(pid)) writeFileSync(`/proc/${one}/clear_refs`, '5');
  } catch {
    // Not allowed here: the peak is then that since the start.
  }
}

/** KiB, children included. */
function peakRss(pid: number): number {
  return treeOf(pid).reduce((sum, one) => {
    try {
      return sum + Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${one}/status`, 'utf8'))?.[1] ?? 0);
    } catch {
      return sum;
    }
  }, 0);
}

function treeOf(pid: number): readonly number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        try {
          const text = readFileSync(`/proc/${name}/stat`, 'utf8');
          return [[Number(name), Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1])] as const];
        } catch {
          return [];
        }
      }),
  );
  const tree = [pid];
  for (const one of tree) for (const [child, parent] of parents) if (parent === one) tree.push(child);
  return tree;
}
