// One operation, asked of the compiled engine and of everybody who may know better: the truth found without a plan, the same plan run in
// the plainest way, and the stock gateway. Whoever differs from the truth is wrong.
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { PlanNode } from '../../gateway/engine/compiled/plan.ts';
import { apiSchemaOf } from '../../gateway/supergraph/api-schema.ts';
import { keyNamesOf } from '../../gateway/open/key-names.ts';
import { openAdversary, noFaults } from './adversary.ts';
import type { Adversary, Faults, OpenAdversary } from './adversary.ts';
import type { Answered, Asked } from './answer.ts';
import { startCompiled } from './compiled.ts';
import type { Compiled } from './compiled.ts';
import { Coverage } from './coverage.ts';
import { createNaive } from './naive.ts';
import type { Naive } from './naive.ts';
import { createPlainRun } from './plain-run.ts';
import type { PlainRun } from './plain-run.ts';
import { plannerHere } from './planner.ts';
import { startStock } from './stock.ts';
import type { Stock, Tamper } from './stock.ts';

export interface Arena {
  readonly adversary: OpenAdversary;
  readonly apiSchema: GraphQLSchema;
  readonly coverage: Coverage;
  /** Names that planners use by themselves. */
  readonly keyNames: ReadonlySet<string>;
  compare(asked: Asked, faults?: Faults): Promise<Compared>;
  stop(): Promise<void>;
}

export type DifferenceKind =
  /** A value is another. */
  | 'data'
  /** The values are the same, the keys of an object stand in another order. */
  | 'order'
  /** Errors stand elsewhere, or there are none where there are some. */
  | 'errors'
  /** The compiled engine had no answer at all. */
  | 'failed';

export interface Difference {
  readonly kind: DifferenceKind;
  readonly adversary: string;
  readonly asked: Asked;
  readonly faults: Faults;
  readonly against: 'truth' | 'plain run';
  readonly compiled: Answered | 'no plan';
  readonly other: Answered | undefined;
  readonly stock: Answered | 'failed' | 'not asked';
}

export interface Compared {
  readonly differences: readonly Difference[];
  /** How the stock gateway answered: as the compiled engine, otherwise and wrongly, or otherwise and rightly. */
  readonly stock: 'same' | 'wrong' | 'right' | 'not asked';
}

export interface ArenaOptions {
  readonly coverage?: Coverage;
  /** Changes what the compiled engine hears, so that a test can see that a fault is noticed. */
  readonly tamper?: Tamper;
}

interface Others {
  readonly stock: Stock;
  readonly compiled: Compiled;
  readonly plainRun: PlainRun;
  readonly naive: Naive;
}

export async function openArena(source: Adversary, options: ArenaOptions = {}): Promise<Arena> {
  const adversary = openAdversary(source);
  const apiSchema = apiSchemaOf(parse(adversary.supergraphSdl));
  const { coverage = new Coverage(), tamper } = options;
  const planner = plannerHere(adversary.supergraphSdl);
  const others: Others = {
    stock: await startStock(adversary),
    compiled: await startCompiled(adversary, apiSchema, planner, tamper),
    plainRun: createPlainRun(adversary, apiSchema),
    naive: createNaive(source, adversary.supergraphSdl, apiSchema),
  };
  const interfaceObjects = new Set(
    [...adversary.supergraphSdl.matchAll(/^interface (\w+)([^{]*)/gm)].flatMap(([, name, joins]) =>
      joins?.includes('isInterfaceObject: true') ? [String(name)] : [],
    ),
  );
  const cover = (asked: Asked): void => {
    coverage.operation(asked.text, asked.variables, apiSchema, interfaceObjects);
    const text = others.compiled.textOf(asked);
    const plan = text === undefined ? undefined : planner.hive(text);
    if (plan === 'none') coverage.add('met: plan of the second planner');
    else coverage.hive(plan);
  };
  return {
    ...{ adversary, apiSchema, coverage, keyNames: keyNamesOf(parse(adversary.supergraphSdl)) },
    async compare(asked, faults = noFaults) {
      cover(asked);
      return faults === noFaults
        ? compareSound(adversary, others, asked, coverage)
        : compareFaulty(adversary, others, asked, faults, coverage);
    },
    async stop() {
      await Promise.all([others.stock.stop(), others.compiled.stop()]);
    },
  };
}

/** Nothing fails but what is in the data: there is one right answer. */
async function compareSound(
  adversary: OpenAdversary,
  { stock, compiled, plainRun, naive }: Others,
  asked: Asked,
  coverage: Coverage,
): Promise<Compared> {
  const afresh = <Result>(run: () => Promise<Result>): Promise<Result> => {
    adversary.reset();
    return run();
  };
  const truth = await afresh(() => naive.run(asked));
  const stocks = await afresh(() => stock.run(asked, noFaults)).catch((): 'failed' => 'failed');
  const plan = await compiled.planned(asked).catch((): 'no plan' => 'no plan');
  const ours = plan === 'no plan' ? plan : await afresh(() => compiled.run(asked, noFaults));
  const base = { adversary: adversary.name, asked, faults: noFaults, stock: stocks };
  if (plan === 'no plan' || ours === 'no plan') {
    const failed: Difference = { ...base, kind: 'failed', against: 'truth', compiled: 'no plan', other: truth };
    return { differences: [failed], stock: verdict(stocks, truth, undefined) };
  }
  coverage.plan(plan);
  const plain = await afresh(() => plainRun.run(asked, plan, noFaults, compiled.renamed(asked)));
  for (const one of plain.happenings) coverage.add(`met: ${one}`);
  const differences: Difference[] = [];
  const differ = (kind: DifferenceKind | undefined, against: Difference['against'], other: Answered): void => {
    if (kind !== undefined) differences.push({ ...base, kind, against, compiled: ours, other });
  };
  differ(dataDifference(ours, truth), 'truth', truth);
  if (!isDeepStrictEqual(ours.errorPaths, plain.errorPaths)) differ('errors', 'plain run', plain);
  else if (hasErrors(ours) !== hasErrors(truth) && !failsBesideTheAnswer(ours, truth)) differ('errors', 'truth', truth);
  return { differences, stock: verdict(stocks, truth, ours) };
}

/** What is required of others, and never shown, may fail unseen: the truth does not ask it when it is not needed. */
function failsBesideTheAnswer(ours: Answered, truth: Answered): boolean {
  return hasErrors(ours) && !hasErrors(truth) && isDeepStrictEqual(ours.data, truth.data);
}

/** Subgraphs fail: what is lost depends on the way that a plan takes, so the same plan is run twice. */
async function compareFaulty(
  adversary: OpenAdversary,
  { compiled, plainRun }: Others,
  asked: Asked,
  faults: Faults,
  coverage: Coverage,
): Promise<Compared> {
  const plan: PlanNode | null | 'no plan' = await compiled.planned(asked).catch(() => 'no plan' as const);
  if (plan === 'no plan') return { differences: [], stock: 'not asked' };
  adversary.reset();
  const ours = await compiled.run(asked, faults);
  adversary.reset();
  const plain = await plainRun.run(asked, plan, faults, compiled.renamed(asked));
  for (const one of plain.happenings) coverage.add(`met: ${one}`);
  if (faults.down.size > 0) coverage.add('met: subgraph that is down');
  const kind =
    dataDifference(ours, plain) ?? (isDeepStrictEqual(ours.errorPaths, plain.errorPaths) ? undefined : 'errors');
  const base = { adversary: adversary.name, asked, faults, compiled: ours, other: plain } as const;
  return {
    differences: kind === undefined ? [] : [{ ...base, kind, against: 'plain run', stock: 'not asked' }],
    stock: 'not asked',
  };
}

function dataDifference(one: Answered, other: Answered): DifferenceKind | undefined {
  if (!isDeepStrictEqual(one.data, other.data)) return 'data';
  return JSON.stringify(one.data) === JSON.stringify(other.data) ? undefined : 'order';
}

function hasErrors({ errorPaths, nulled = false }: Answered): boolean {
  return errorPaths.length > 0 || nulled;
}

function verdict(stock: Answered | 'failed', truth: Answered, ours: Answered | undefined): Compared['stock'] {
  if (stock !== 'failed' && ours !== undefined && isDeepStrictEqual(stock.data, ours.data)) return 'same';
  return stock !== 'failed' && isDeepStrictEqual(stock.data, truth.data) ? 'right' : 'wrong';
}
