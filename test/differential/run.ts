// node test/differential/run.ts --count=50000 --seed=1: as many random operations as wanted, over the adversaries or, with --network, over
// our own supergraph; ends with 1 where something differs.
import { parseArgs } from 'node:util';
import { adversaries } from './adversaries.ts';
import { described, explore } from './explore.ts';
import { differenceOf, networkFaults, nothingFails, openNetworkArena } from './network.ts';
import { randomFrom } from './random.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    shrink: { type: 'string', default: '3' },
    network: { type: 'boolean', default: false },
  },
});
const chosen = adversaries.filter(({ name }) => values.only === undefined || values.only === name);
const [count, seed, shrunkMax] = [values.count, values.seed, values.shrink].map(Number);
if (
  !Number.isSafeInteger(count) ||
  !Number.isSafeInteger(seed) ||
  !Number.isSafeInteger(shrunkMax) ||
  chosen.length === 0
) {
  process.stderr.write(
    'usage: node test/differential/run.ts [--count=N] [--seed=N] [--shrink=N] [--only=ADVERSARY | --network]\n',
  );
  process.exit(2);
}
if (values.network) process.exit((await runNetwork(count ?? 0, seed ?? 0)) > 0 ? 1 : 0);
const began = process.cpuUsage();
const explored = await explore({
  adversaries: chosen,
  count: count ?? 0,
  seed: seed ?? 0,
  shrunkMax: shrunkMax ?? 0,
  onProgress: (adversary, done) =>
    void (done % 1000 === 0 && done > 0 && process.stderr.write(`${adversary} ${done}\n`)),
});
const { user, system } = process.cpuUsage(began);
const lines = [
  `${explored.operations} operations, ${explored.discarded} discarded as invalid, ${((user + system) / 1e6).toFixed(1)} s CPU in this process`,
  `stock gateway: ${Object.entries(explored.stock)
    .map(([verdict, times]) => `${verdict} ${times}`)
    .join(', ')}`,
  `known: ${[...explored.known].map(([id, times]) => `${id} ${times}`).join(', ') || 'none'}`,
  '',
  ...[...explored.coverage.all()].map(([kind, times]) => `${String(times).padStart(8)}  ${kind}`),
  '',
  ...explored.differences.slice(0, 40).map((one) => `${described(one)}\n`),
  `differences without a reason: ${explored.differences.length}`,
];
process.stdout.write(`${lines.join('\n')}\n`);
process.exit(explored.differences.length > 0 ? 1 : 0);

async function runNetwork(operations: number, from: number): Promise<number> {
  const random = randomFrom(from);
  const arena = await openNetworkArena();
  const generator = arena.generator(random);
  const start = process.cpuUsage();
  let differing = 0;
  for (let done = 0; done < operations; done += 1) {
    const asked = generator.next();
    const differences = await arena.compare(asked, done % 2 === 0 ? nothingFails : networkFaults(random));
    differing += differences.length;
    for (const one of differences.slice(0, differing > 20 ? 0 : 3)) process.stdout.write(`${differenceOf(one)}\n\n`);
  }
  const used = process.cpuUsage(start);
  const met = [...arena.met].sort().map(([what, times]) => `${String(times).padStart(8)}  ${what}`);
  process.stdout.write(
    `${operations} operations, ${((used.user + used.system) / 1e6).toFixed(1)} s CPU\n${met.join('\n')}\ndifferences: ${differing}\n`,
  );
  await arena.stop();
  return differing;
}
