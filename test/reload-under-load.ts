// A gateway whose supergraph is replaced again and again while it is asked: what the callers get, and what is left running.
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { supergraphPath } from '../demo/settings.ts';
import { story } from '../demo/nation/story.ts';
import { operationsFolder, readOperations, variablesFrom } from '../gateway/operations.ts';
import { testSeed } from './federation.ts';
import type { Federation } from './federation.ts';

export interface ReloadOptions {
  readonly reloads: number;
  readonly workers: number;
  /** Lines of the gateway's log so far. */
  readonly log: readonly string[];
}

export interface ReloadReport {
  readonly answered: number;
  /** Answers with an error or another status than 200, by what they said. */
  readonly failed: readonly string[];
  /** Milliseconds, in order. */
  readonly latencies: readonly number[];
  /** From the change of the file until the new supergraph was in force, in milliseconds, in order. */
  readonly reloadMs: readonly number[];
  /** Planners before the first reload, and after the last. */
  readonly planners: readonly [before: number, after: number];
}

export const inForceLine = 'another supergraph is in force';
export const refusedLine = 'the new supergraph is refused';

/** A file that a gateway watches, replaced as an operator would. */
export function supergraphFile(folder: string) {
  const path = join(folder, 'supergraph.graphql');
  const sdl = readFileSync(supergraphPath, 'utf8');
  const write = (text: string) => {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  };
  write(sdl);
  return { path, sdl, write };
}

export async function reloadUnderLoad(
  federation: Federation,
  url: string,
  file: ReturnType<typeof supergraphFile>,
  { reloads, workers, log }: ReloadOptions,
): Promise<ReloadReport> {
  const stored = readOperations(operationsFolder).filter(({ file: name }) => /abordagem|lista|homonimos/.test(name));
  const told = story(testSeed);
  const asks = await Promise.all(
    stored.map(async (operation) => ({
      body: JSON.stringify({ query: operation.text, variables: variablesFrom(operation, told) }),
      headers: {
        authorization: `Bearer ${await federation.token(operation.profile)}`,
        'content-type': 'application/json',
        ...(operation.purpose && { 'x-infoseg-purpose': operation.purpose }),
        ...(operation.case && { 'x-infoseg-case': operation.case }),
      },
    })),
  );
  const failed: string[] = [];
  const latencies: number[] = [];
  let isOver = false;
  const worker = async (number: number) => {
    for (let at = number; !isOver; at++) {
      const startedAt = performance.now();
      try {
        const ask = asks[at % asks.length];
        const response = await fetch(`${url}/graphql`, { method: 'POST', ...ask });
        const answer = (await response.json()) as { readonly errors?: readonly { readonly extensions: unknown }[] };
        if (response.status !== 200 || answer.errors !== undefined)
          failed.push(`${response.status} ${JSON.stringify(answer.errors?.[0]?.extensions)}`);
      } catch (error) {
        failed.push(String(error));
      }
      latencies.push(performance.now() - startedAt);
    }
  };
  const before = plannersOf(process.pid);
  const running = Array.from({ length: workers }, (_, number) => worker(number));
  const reloadMs: number[] = [];
  const inForce = () => log.filter((line) => line.includes(inForceLine)).length;
  for (let at = 0; at < reloads; at++) {
    const known = inForce();
    const changedAt = performance.now();
    file.write(`# version ${at}\n${file.sdl}`);
    await until(() => inForce() > known);
    reloadMs.push(performance.now() - changedAt);
  }
  isOver = true;
  await Promise.all(running);
  await until(() => plannersOf(process.pid) <= before);
  const ascending = (a: number, b: number) => a - b;
  return {
    answered: latencies.length,
    failed,
    latencies: latencies.sort(ascending),
    reloadMs: reloadMs.sort(ascending),
    planners: [before, plannersOf(process.pid)],
  };
}

/** Processes of planners that a process has started, from /proc (Linux). */
export function plannersOf(parent: number): number {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const [state, ppid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return (
        Number(ppid) === parent &&
        state !== 'Z' &&
        readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('planner-process')
      );
    } catch {
      return false;
    }
  }).length;
}

/** Rejects after two minutes. */
export async function until(holds: () => boolean): Promise<void> {
  const late = performance.now() + 120_000;
  while (!holds()) {
    if (performance.now() > late) throw new Error('it did not come');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
