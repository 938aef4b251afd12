// An operation compiled to a sum: fields merged as execution would merge them, fragments put in place for each concrete type, whatever turns
// on no variable added up beforehand. A selection that comes again is one step used twice, so a tree of fragments is as long as its text.
import { isAbstractType, Kind } from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import { plus, times, valueOf } from './amount.ts';
import type { Amount, Values } from './amount.ts';
import type { CostFacts } from './cost-facts.ts';
import { operationWeights, weightOfArguments } from './cost-weights.ts';
import { listSize, unsaidListSize } from './list-size.ts';

/** One field: `arguments + size × the dearest of (weight + steps below)`. */
export interface Step {
  readonly responseKey: string;
  readonly arguments: Amount;
  readonly size: Amount;
  /** One for each concrete type that may stand here. */
  readonly alternatives: readonly Alternative[];
}

export interface Alternative {
  readonly weight: number;
  /** Places in the list of steps; all come before the step itself. */
  readonly below: readonly number[];
}

export interface CostProgram {
  readonly base: number;
  readonly roots: readonly number[];
  readonly steps: readonly Step[];
  /** Of each step, where it turns on no variable. */
  readonly known: readonly (number | undefined)[];
  /** Places of the steps that turn on variables, in order. */
  readonly turning: readonly number[];
}

export interface CompileOptions {
  readonly schema: GraphQLSchema;
  readonly facts: CostFacts;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Whether a selection with this condition stays; it turns on variables that the program is compiled for. */
  readonly conditions: Values;
  /** Selections looked at, over all concrete types, before the operation counts as unbounded. */
  readonly visitsMax: number;
}

/** The items of a list that the field above sizes. `id` tells apart the fields above. */
interface HandedSize {
  readonly names: ReadonlySet<string>;
  readonly size: Amount;
  readonly id: string;
}

/** Undefined where the operation has no end, or is longer than `visitsMax` though equal parts are looked at once. */
export function compileCost(options: CompileOptions): CostProgram | undefined {
  const { schema, facts, document, operation, conditions, visitsMax } = options;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);

  const steps: Step[] = [];
  const known: (number | undefined)[] = [];
  const turning: number[] = [];
  const placeOf = new Map<string, number>();
  const numbers = new Map<FieldNode, number>();
  let visits = 0;

  const root = schema.getRootType(operation.operation);
  try {
    const roots = root ? stepsOf(root, [operation.selectionSet], undefined) : [];
    return { base: operationWeights[operation.operation], roots, steps, known, turning };
  } catch (error) {
    if (error instanceof Unbounded) return undefined;
    throw error;
  }

  function stepsOf(
    type: GraphQLObjectType,
    selectionSets: readonly SelectionSetNode[],
    handed: HandedSize | undefined,
  ): readonly number[] {
    const fields = new Map<string, FieldNode[]>();
    const spread = new Set<string>();
    for (const { selections } of selectionSets) collect(type, selections, fields, spread);
    return [...fields.values()].flatMap((nodes) => stepOf(type, nodes, handed) ?? []);
  }

  /** The specification's CollectFields: one entry a response key, each fragment once. */
  function collect(
    type: GraphQLObjectType,
    selections: readonly SelectionNode[],
    fields: Map<string, FieldNode[]>,
    spread: Set<string>,
  ): void {
    for (const node of selections) {
      if ((visits += 1) > visitsMax) throw new Unbounded();
      if (!stays(node, conditions)) continue;
      if (node.kind === Kind.FIELD) {
        const key = node.alias?.value ?? node.name.value;
        const same = fields.get(key);
        if (same) same.push(node);
        else fields.set(key, [node]);
        continue;
      }
      if (node.kind === Kind.INLINE_FRAGMENT) {
        if (applies(node.typeCondition?.name.value, type)) collect(type, node.selectionSet.selections, fields, spread);
        continue;
      }
      const fragment = fragments.get(node.name.value);
      if (!fragment || spread.has(node.name.value)) continue;
      spread.add(node.name.value);
      if (applies(fragment.typeCondition.name.value, type))
        collect(type, fragment.selectionSet.selections, fields, spread);
    }
  }

  function applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const named = schema.getType(condition);
    return isAbstractType(named) && schema.isSubType(named, type);
  }

  /** Undefined where there is nothing to add: `__typename`, or what validation would have refused. */
  function stepOf(
    parent: GraphQLObjectType,
    nodes: readonly FieldNode[],
    handed: HandedSize | undefined,
  ): number | undefined {
    const [node] = nodes;
    const found = node && facts.fieldOf(parent, node.name.value);
    if (!node || !found) return undefined;
    const { field, isList, sizing, values } = found;
    if (found.isFree && !node.arguments?.length) return undefined;
    const own = `${parent.name}/${nodes.map(numberOf).join()}`;
    const isHanded = handed?.names.has(field.name) ?? false;
    const id = isHanded ? `${own}<${handed?.id}` : own;
    const before = placeOf.get(id);
    // Met again within itself: fragments that go round in circles, which validation refuses.
    if (before === underWay) throw new Unbounded();
    if (before !== undefined) return before;
    placeOf.set(id, underWay);

    const size = sizing ? listSize(field, node, sizing) : unsaidListSize;
    const selectionSets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const hands = sizing && sizing.sizedFields.size > 0 ? { names: sizing.sizedFields, size, id: own } : undefined;
    const step: Step = {
      responseKey: node.alias?.value ?? node.name.value,
      arguments: weightOfArguments(field, node),
      size: !isList ? 1 : isHanded && handed ? handed.size : size,
      alternatives: values.map(({ type, weight }) => ({
        weight,
        below: type ? stepsOf(type, selectionSets, hands) : [],
      })),
    };
    const place = steps.push(step) - 1;
    placeOf.set(id, place);
    const isKnown =
      typeof step.arguments === 'number' &&
      typeof step.size === 'number' &&
      step.alternatives.every(({ below }) => below.every((at) => known[at] !== undefined));
    known.push(isKnown ? costOfStep(step, known as readonly number[], {}) : undefined);
    if (!isKnown) turning.push(place);
    return place;
  }

  function numberOf(node: FieldNode): number {
    let number = numbers.get(node);
    if (number === undefined) numbers.set(node, (number = numbers.size));
    return number;
  }
}

/** The cost of every step. */
export function costsOf({ steps, known, turning }: CostProgram, values: Values): readonly number[] {
  if (turning.length === 0) return known as readonly number[];
  const costs = [...known] as number[];
  for (const place of turning) costs[place] = costOfStep(steps[place] as Step, costs, values);
  return costs;
}

export function costOfStep(step: Step, costs: readonly number[], values: Values): number {
  const { cost } = dearest(step, costs);
  return plus(valueOf(step.arguments, values), times(valueOf(step.size, values), cost));
}

/** Of the concrete types that may stand there: an answer may hold nothing but the dearest. */
export function dearest(
  step: Step,
  costs: readonly number[],
): { readonly alternative: Alternative; readonly cost: number } {
  let found: Alternative = nothing;
  let cost = 0;
  for (const alternative of step.alternatives) {
    // A weight below nothing makes room for what is below it, and for no more.
    const sum = plus(
      alternative.below.reduce((all, at) => plus(all, costs[at] ?? 0), 0),
      alternative.weight,
    );
    if (sum <= cost && found !== nothing) continue;
    found = alternative;
    cost = sum;
  }
  return { alternative: found, cost };
}

const nothing: Alternative = Object.freeze({ weight: 0, below: Object.freeze([]) });

/** Too long to measure, or without an end. */
class Unbounded extends Error {}

const underWay = -1;

/** A condition whose variable has no value leaves the selection in. */
function stays(node: SelectionNode, conditions: Values): boolean {
  return (node.directives ?? []).every(({ name, arguments: given }) => {
    if (name.value !== 'skip' && name.value !== 'include') return true;
    const value = given?.find((one) => one.name.value === 'if')?.value;
    const condition =
      value?.kind === Kind.BOOLEAN
        ? value.value
        : value?.kind === Kind.VARIABLE && Object.hasOwn(conditions, value.name.value)
          ? conditions[value.name.value]
          : undefined;
    return typeof condition !== 'boolean' || condition === (name.value === 'include');
  });
}
