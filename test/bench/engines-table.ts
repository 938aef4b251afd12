// The figures of engines as tables: medians of the rounds, and what each peer costs beside `limit` and beside stock Apollo. A ratio is the
// median of the ratios within the rounds, which hold on a machine whose neighbours come and go; the spread is how far these lie apart.
import type { Measured } from './engines-measure.ts';
import type { MeasuredOperation } from './engines-operations.ts';
import type { Peer } from './engines-peers.ts';
import { print } from './options.ts';

export type Figures = ReadonlyMap<string, ReadonlyMap<string, readonly Measured[]>>;

const heads = ['spread', 'op/s', 'p50 ms', 'p95 ms', 'p99 ms', 'peak MiB', 'calls/op', 'wrong'];
/** Peers that the others are divided by, where they are measured. */
const yardsticks = [
  { peer: 'limit', head: 'x limit' },
  { peer: 'limit+', head: 'x limit+' },
  { peer: 'apollo', head: 'x Apollo' },
];

export function printTables(peers: readonly Peer[], operations: readonly MeasuredOperation[], figures: Figures): void {
  const sticks = yardsticks.filter(({ peer }) => figures.has(peer));
  for (const { name, title } of operations) {
    print(`\n${name}: ${title}`);
    const width = Math.max(...peers.map((peer) => peer.title.length));
    const columns = ['CPU ms/op', ...sticks.map(({ head }) => head), ...heads];
    print(['peer'.padEnd(width), ...columns.map((head) => head.padStart(9))].join('  '));
    const costsOf = (peer: string) => (figures.get(peer)?.get(name) ?? []).map(({ cpuMs }) => cpuMs);
    const rows = peers
      .map((peer) => ({ peer, rounds: figures.get(peer.name)?.get(name) ?? [] }))
      .filter(({ rounds }) => rounds.length > 0)
      .sort((a, b) => (median(a.rounds, 'cpuMs') ?? 0) - (median(b.rounds, 'cpuMs') ?? 0));
    for (const { peer, rounds } of rows) {
      const costs = costsOf(peer.name);
      const [first] = sticks;
      const cells = [
        shown(median(rounds, 'cpuMs'), 3),
        ...sticks.map((stick) => shown(middle(ratios(costs, costsOf(stick.peer))), 2)),
        spread(first === undefined || first.peer === peer.name ? costs : ratios(costs, costsOf(first.peer))),
        shown(median(rounds, 'perSecond'), 0),
        ...(['p50Ms', 'p95Ms', 'p99Ms'] as const).map((key) => shown(median(rounds, key), 1)),
        shown(median(rounds, 'peakRssMiB'), 0),
        shown(median(rounds, 'calls'), 2),
        String(rounds.reduce((sum, { wrong }) => sum + wrong, 0)),
      ];
      print([peer.title.padEnd(width), ...cells.map((cell) => cell.padStart(9))].join('  '));
    }
  }
}

function median(rounds: readonly Measured[], key: keyof Measured): number | undefined {
  return middle(rounds.map((one) => one[key]));
}

function middle(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/** Round by round. */
function ratios(costs: readonly number[], others: readonly number[]): readonly number[] {
  return costs.flatMap((cost, round) => {
    const other = others[round];
    return other === undefined ? [] : [cost / other];
  });
}

/** How much more the largest is than the smallest. */
function spread(values: readonly number[]): string {
  return values.length < 2 ? '-' : `+${((Math.max(...values) / Math.min(...values) - 1) * 100).toFixed(0)}%`;
}

function shown(value: number | undefined, digits: number): string {
  return value === undefined ? '-' : value.toFixed(digits);
}
