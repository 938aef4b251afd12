// Do two samples of times come from the same distribution? Mann-Whitney, as the share of pairs in which one is the slower.

export interface RankTest {
  /** The chance that a time of the first sample is longer than one of the second, ties counting half; 0.5 where nothing can be told. */
  readonly auc: number;
  /** Of the AUC where nothing can be told. */
  readonly standardError: number;
  /** Two-sided. */
  readonly p: number;
}

/** Throws RangeError where a sample is empty. */
export function rankTest(first: readonly number[], second: readonly number[]): RankTest {
  const [n, m] = [first.length, second.length];
  if (n === 0 || m === 0) throw new RangeError('rankTest: neither sample may be empty');
  const all = [...first.map((time) => ({ time, own: 1 })), ...second.map((time) => ({ time, own: 0 }))];
  all.sort((a, b) => a.time - b.time);
  let ranks = 0;
  for (let from = 0; from < all.length;) {
    let to = from;
    let own = 0;
    while (to < all.length && all[to]?.time === all[from]?.time) own += all[to++]?.own ?? 0;
    // Equal times share the mean of their ranks, which begin at 1.
    ranks += (own * (from + 1 + to)) / 2;
    from = to;
  }
  const auc = (ranks - (n * (n + 1)) / 2) / (n * m);
  const standardError = Math.sqrt((n + m + 1) / (12 * n * m));
  return { auc, standardError, p: twoSided((auc - 0.5) / standardError) };
}

/** The chance of a standard normal at least this far from 0 (Abramowitz and Stegun 7.1.26; error below 1.5e-7). */
function twoSided(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const polynomial = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.min(1, polynomial * Math.exp(-x * x));
}
