// How much an operation may ask for at most, before anything is asked: the IBM cost draft (ibm.github.io/graphql-specs/cost-spec.html) as
// Apollo applies it. A unit is one object of the index; what weighs more, and how long lists are taken to be, stands in the schemas.
import { getOperationAST, Kind } from 'graphql';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode, SelectionSetNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { RequestRefused } from '../errors.ts';
import { amountMax, plus, times, valueOf } from './amount.ts';
import type { Values } from './amount.ts';
import { readCostFacts } from './cost-facts.ts';
import { compileCost, costsOf, dearest } from './cost-program.ts';
import type { CostProgram } from './cost-program.ts';

/**
 * Twice what the dearest stored operation costs at its largest (fifty plates with all their owners), a third of what twenty pages of fifty
 * do with pages of fifty in them.
 */
export const costMaxDefault = 30_000;
/** What the setting may be. */
export const costMaxRange = Object.freeze({ min: 100, max: 1_000_000_000 });

export interface CostMeter {
  /** A whole number from 0. Throws RequestRefused OPERATION_NOT_FOUND. */
  estimate(document: DocumentNode, operationName: string | undefined, values: Values): number;
  /** The same number with where it comes from. */
  explain(document: DocumentNode, operationName: string | undefined, values: Values): CostReport;
}

export interface CostReport {
  readonly cost: number;
  /** Each field of the first level with all below it. */
  readonly roots: readonly PathCost[];
  /** Each field by itself, without what is below it; the dearest first. */
  readonly paths: readonly PathCost[];
}

export interface PathCost {
  /** Response keys, parted by dots. */
  readonly path: string;
  readonly cost: number;
  /** How many of it are counted. */
  readonly count: number;
}

export interface CostMeterOptions {
  /** Selections looked at in one operation, over all concrete types; a longer one counts as unbounded. */
  readonly visitsMax?: number;
  /** Steps of all programs that are kept, the longest unused going first. */
  readonly stepsKeptMax?: number;
}

/** 400 bytes each, as measured: 16 MB. */
const stepsKeptMaxDefault = 40_000;

/**
 * `schema` is the full one: its directives say weights and sizes. Documents are validated before. Values are the variables coerced, their
 * defaults filled in. What does not turn on them is found out once for each document.
 */
export function createCostMeter(
  schema: GraphQLSchema,
  { visitsMax = 20_000, stepsKeptMax = stepsKeptMaxDefault }: CostMeterOptions = {},
): CostMeter {
  if (!Number.isSafeInteger(visitsMax) || visitsMax < 1) throw new TypeError('visitsMax is a number from 1');
  const facts = readCostFacts(schema);
  const compiled = new WeakMap<OperationDefinitionNode, Compiled>();
  const programs = new LRUCache<string, Kept>({ maxSize: stepsKeptMax, sizeCalculation: stepsOf });
  let lastId = 0;

  function programOf(document: DocumentNode, operationName: string | undefined, values: Values) {
    const operation = getOperationAST(document, operationName);
    if (!operation) throw new RequestRefused('OPERATION_NOT_FOUND');
    let kept = compiled.get(operation);
    if (!kept) compiled.set(operation, (kept = { id: ++lastId, conditionNames: conditionNames(document) }));
    const conditions = conditionsOf(kept.conditionNames, values);
    const key = [kept.id, ...kept.conditionNames.map((name) => String(conditions[name]))].join();
    const known = programs.get(key);
    if (known) return known.program;
    const program = compileCost({ schema, facts, document, operation, conditions, visitsMax });
    programs.set(key, { program });
    return program;
  }

  return {
    estimate(document, operationName, values) {
      const program = programOf(document, operationName, values);
      return program ? whole(totalOf(program, costsOf(program, values))) : amountMax;
    },
    explain(document, operationName, values) {
      const program = programOf(document, operationName, values);
      return program ? reportOf(program, values) : { cost: amountMax, roots: [], paths: [] };
    },
  };
}

export interface Costed {
  readonly document: DocumentNode;
  readonly operationName?: string | undefined;
  readonly values: Values;
}

/** The estimate, where it is within the limit. Throws RequestRefused OPERATION_TOO_EXPENSIVE with the limit. */
export function checkCost(meter: CostMeter, { document, operationName, values }: Costed, costMax: number): number {
  const cost = meter.estimate(document, operationName, values);
  if (cost > costMax) throw new RequestRefused('OPERATION_TOO_EXPENSIVE', { limit: costMax });
  return cost;
}

interface Compiled {
  readonly id: number;
  readonly conditionNames: readonly string[];
}

/** Of one operation one for each combination of its conditions. */
interface Kept {
  /** Undefined: without an end. */
  readonly program: CostProgram | undefined;
}

function stepsOf({ program }: Kept, key: string): number {
  return 1 + Math.ceil(key.length / 100) + (program?.steps.length ?? 0);
}

/** Variables on which @skip or @include turn. */
function conditionNames(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  const read = ({ selections }: SelectionSetNode): void => {
    for (const node of selections) {
      for (const { arguments: given } of node.directives ?? [])
        for (const { value } of given ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      if ('selectionSet' in node && node.selectionSet) read(node.selectionSet);
    }
  };
  for (const node of document.definitions) if ('selectionSet' in node) read(node.selectionSet);
  return [...names];
}

function conditionsOf(names: readonly string[], values: Values): Values {
  const given = names.filter((name) => Object.hasOwn(values, name) && typeof values[name] === 'boolean');
  return Object.fromEntries(given.map((name) => [name, values[name]]));
}

function totalOf({ base, roots }: CostProgram, costs: readonly number[]): number {
  return roots.reduce((sum, at) => plus(sum, costs[at] ?? 0), base);
}

/** Parts of a unit come from introspection alone. */
function whole(cost: number): number {
  return Math.ceil(cost);
}

/** Fields listed at most; what is written out for a person to read. */
const pathsMax = 10_000;

function reportOf(program: CostProgram, values: Values): CostReport {
  const costs = costsOf(program, values);
  const paths: PathCost[] = [];
  const walk = (at: number, above: string, count: number): void => {
    const step = program.steps[at];
    if (!step || paths.length >= pathsMax) return;
    const path = above === '' ? step.responseKey : `${above}.${step.responseKey}`;
    const { alternative } = dearest(step, costs);
    const items = times(count, valueOf(step.size, values));
    const own = plus(times(count, valueOf(step.arguments, values)), times(items, alternative.weight));
    paths.push({ path, cost: own, count: items });
    for (const below of alternative.below) walk(below, path, items);
  };
  for (const at of program.roots) walk(at, '', 1);
  return {
    cost: whole(totalOf(program, costs)),
    roots: program.roots.map((at) => {
      const step = program.steps[at];
      return { path: step?.responseKey ?? '', cost: costs[at] ?? 0, count: step ? valueOf(step.size, values) : 0 };
    }),
    paths: paths.filter(({ cost }) => cost > 0).sort((a, b) => b.cost - a.cost),
  };
}
