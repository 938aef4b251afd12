// Random operations over every adversary, for as long as is wanted: what differs, what was met, what it cost.
import { aliasesUsual, createGenerator } from './generate.ts';
import type { Asked } from './answer.ts';
import { noFaults } from './adversary.ts';
import type { Adversary, Faults } from './adversary.ts';
import { openArena } from './compare.ts';
import type { Compared, Difference } from './compare.ts';
import { Coverage } from './coverage.ts';
import { known } from './known.ts';
import { randomFrom } from './random.ts';
import type { Random } from './random.ts';
import { shrink } from './shrink.ts';

export interface ExploreOptions {
  readonly adversaries: readonly Adversary[];
  /** Operations over all adversaries together. */
  readonly count: number;
  readonly seed: number;
  /** Differences that are made small before they are reported, per adversary. */
  readonly shrunkMax?: number;
  readonly onProgress?: (adversary: string, done: number) => void;
}

export interface Explored {
  readonly operations: number;
  readonly discarded: number;
  readonly coverage: Coverage;
  /** Without a known reason. */
  readonly differences: readonly Difference[];
  /** Of the differences with a reason, those in which the engine is wrong. */
  readonly open: number;
  /** By the id of the reason. */
  readonly known: ReadonlyMap<string, number>;
  readonly stock: Readonly<Record<Compared['stock'], number>>;
  /** Where the stock gateway is right and the compiled engine is not: also among the differences. */
  readonly stockWrong: readonly string[];
}

export async function explore(options: ExploreOptions): Promise<Explored> {
  const { adversaries, count, seed, shrunkMax = 3, onProgress = () => undefined } = options;
  const coverage = new Coverage();
  const differences: Difference[] = [];
  const counted = new Map<string, number>();
  const stock = { same: 0, wrong: 0, right: 0, 'not asked': 0 };
  const stockWrong: string[] = [];
  let operations = 0;
  let discarded = 0;
  let open = 0;
  const each = Math.ceil(count / adversaries.length);
  for (const [at, adversary] of adversaries.entries()) {
    const arena = await openArena(adversary, { coverage });
    try {
      const random = randomFrom(seed * 1009 + at);
      const generator = createGenerator(
        {
          ...{ schema: arena.apiSchema, values: adversary.values, fieldsMax: 25, depthMax: 5 },
          aliases: [...aliasesUsual, ...arena.keyNames, '__typename'],
        },
        random,
      );
      let shrunk = 0;
      const certain = (adversary.certain ?? []).map(certainly);
      for (let done = 0; done < each; done += 1) {
        const asked = certain[done] ?? generator.next();
        const faults =
          certain[done] === undefined && random.chance(0.25) ? faultsFrom(random, arena.adversary.subgraphs) : noFaults;
        const compared = await arena.compare(asked, faults);
        operations += 1;
        stock[compared.stock] += 1;
        if (compared.stock === 'wrong' && stockWrong.length < 20) stockWrong.push(asked.text);
        for (const difference of compared.differences) {
          const reason = known.find((one) => one.is(difference));
          if (reason?.status === 'open') open += 1;
          if (reason !== undefined) counted.set(reason.id, (counted.get(reason.id) ?? 0) + 1);
          else if (shrunk < shrunkMax) {
            shrunk += 1;
            const smallest = await shrink(asked, arena.apiSchema, async (smaller) =>
              (await arena.compare(smaller, faults)).differences.some(
                (one) =>
                  one.kind === difference.kind &&
                  one.against === difference.against &&
                  !known.some(({ is }) => is(one)),
              ),
            );
            const [again] = (await arena.compare(smallest, faults)).differences.filter(
              ({ kind }) => kind === difference.kind,
            );
            differences.push(again ?? difference);
          } else differences.push(difference);
        }
        if (done % 100 === 0) onProgress(adversary.name, done);
      }
      discarded += generator.counts.discarded;
    } finally {
      await arena.stop();
    }
  }
  return { operations, discarded, coverage, differences, open, known: counted, stock, stockWrong };
}

function certainly(text: string): Asked {
  const names = [...text.matchAll(/\$(\w+): Boolean!/g)].map(([, name]) => String(name));
  return { text, variables: Object.fromEntries(names.map((name) => [name, true])) };
}

function faultsFrom(random: Random, subgraphs: readonly string[]): Faults {
  return {
    down: random.chance(0.5) ? new Set([random.pick(subgraphs)]) : new Set(),
    lostOneIn: random.chance(0.6) ? 2 + random.below(3) : 0,
    salt: random.below(1000),
  };
}

export function described({ kind, adversary, against, asked, faults, compiled, other, stock }: Difference): string {
  const answer = (one: unknown) => JSON.stringify(one)?.slice(0, 1500);
  return [
    `${adversary}: ${kind}, against the ${against}`,
    asked.text,
    `variables ${JSON.stringify(asked.variables)}`,
    ...(faults === noFaults
      ? []
      : [`down ${[...faults.down].join(' ')} lost 1 in ${faults.lostOneIn} salt ${faults.salt}`]),
    `compiled  ${answer(compiled)}`,
    `${against.padEnd(9)} ${answer(other)}`,
    `stock     ${answer(stock)}`,
  ].join('\n');
}
