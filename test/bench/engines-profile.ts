// Where the CPU of a peer went: V8's own profile of its main thread, from its start to its end, as a list one can read.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { print } from './options.ts';

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const linesMax = 40;
const placesMax = 40;

/** Arguments of node that make it write its profile there when it ends. */
export function profiled(folder: string): readonly string[] {
  return ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=500'];
}

/** The functions with the most time of their own, of every profile in the folder together. */
export function printProfile(name: string, folder: string): void {
  const spent = new Map<string, number>();
  const spentAt = new Map<string, number>();
  const spentWithin = new Map<string, number>();
  let busy = 0;
  for (const file of readdirSync(folder).filter((one) => one.endsWith('.cpuprofile'))) {
    const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile;
    addWithin(nodes, samples, timeDeltas, spentWithin);
    const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
    for (const [at, id] of samples.entries()) {
      const frame = frames.get(id);
      if (!frame || frame.functionName === '(idle)' || frame.functionName === '(root)') continue;
      const place = frame.url.replace(/^.*\/(?=node_modules|gateway|subgraphs|test)/, '');
      const key = `${frame.functionName || '(anonymous)'}  ${place === '' ? '' : `${place}:${frame.lineNumber + 1}`}`;
      spent.set(key, (spent.get(key) ?? 0) + (timeDeltas[at] ?? 0));
      const home =
        /^(node_modules\/(?:@[^/]+\/)?[^/]+|node:[^/]+(?:\/[^/]+)?)/.exec(place)?.[1] ?? (place || frame.functionName);
      spentAt.set(home, (spentAt.get(home) ?? 0) + (timeDeltas[at] ?? 0));
      busy += timeDeltas[at] ?? 0;
    }
  }
  print(`\n${name}: functions of the project, with all that they call`);
  for (const [key, time] of [...spentWithin].sort(([, a], [, b]) => b - a).slice(0, 2 * linesMax))
    print(`  ${((time / busy) * 100).toFixed(1).padStart(5)}%  ${key}`);
  print(`\n${name}: ${(busy / 1e6).toFixed(1)} s of its main thread, by function`);
  const sorted = [...spent].sort(([, a], [, b]) => b - a).slice(0, linesMax);
  for (const [key, time] of sorted) print(`  ${((time / busy) * 100).toFixed(1).padStart(5)}%  ${key}`);
  print(`\n${name}: by file or package`);
  const places = [...spentAt].sort(([, a], [, b]) => b - a).slice(0, placesMax);
  for (const [place, time] of places) print(`  ${((time / busy) * 100).toFixed(1).padStart(5)}%  ${place}`);
}

/** Adds to each function of the project the time of all that ran below it; once where it is below itself. */
function addWithin(
  nodes: Profile['nodes'],
  samples: readonly number[],
  timeDeltas: readonly number[],
  within: Map<string, number>,
): void {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const keysOf = new Map<number, readonly string[]>();
  const keys = (id: number): readonly string[] => {
    const known = keysOf.get(id);
    if (known !== undefined) return known;
    const parent = parents.get(id);
    const above = parent === undefined ? [] : keys(parent);
    const { functionName = '', url = '', lineNumber = 0 } = byId.get(id)?.callFrame ?? {};
    const place = /(?:gateway|subgraphs|test\/bench)\/.*$/.exec(url)?.[0];
    const key = `${functionName || '(anonymous)'}  ${place ?? ''}:${lineNumber + 1}`;
    const all = place === undefined || url.includes('node_modules') || above.includes(key) ? above : [...above, key];
    keysOf.set(id, all);
    return all;
  };
  for (const [at, id] of samples.entries())
    for (const key of keys(id)) within.set(key, (within.get(key) ?? 0) + (timeDeltas[at] ?? 0));
}
