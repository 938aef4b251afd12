// How many items a list field answers with: `@listSize` of the IBM cost draft (section "List size") as Apollo reads it, and `@sizedBy` of
// ours. Composition lets slicing arguments be numbers only, so a field that answers one item for each item of a list argument (one look-up
// a plate) says so with `@sizedBy(argument: "plates")`; engines that do not know it keep to the `assumedSize` beside it.
//
// Where the `assumedSize`s of the schemas come from: what 99 of 100 have in the demo's nation (two registers know a vehicle, two states a
// person), more where the domain says more (five entries, three photographs), and all who can be asked for what is asked of all: 28 holders
// know persons, three know plates, 36 endpoints have a state. A record or a probe is a holder's work on the other side of the wire and
// weighs five objects of the index.
import { getNamedType, isInputObjectType, Kind } from 'graphql';
import type { ConstDirectiveNode, ConstValueNode, FieldNode, GraphQLField, GraphQLInputType } from 'graphql';
import { amountMax } from './amount.ts';
import type { Amount, Values } from './amount.ts';
import { memberOf, plainValue, readsVariables } from './argument-value.ts';

/** The size of a list that says nothing of itself; composition refuses such lists of objects. */
export const unsaidListSize = 10;

/** The numbers of one field of the schema. */
export interface ListSizing {
  readonly assumedSize: number | undefined;
  /** Each from an argument down into its input fields. */
  readonly slicingPaths: readonly (readonly string[])[];
  readonly requireOneSlicingArgument: boolean;
  /** Lists of the returned object that have the size found here. */
  readonly sizedFields: ReadonlySet<string>;
  /** The list argument with as many items as the answer. */
  readonly sizedBy: string | undefined;
}

export function sizingOf(directives: readonly ConstDirectiveNode[]): ListSizing | undefined {
  const listSize = directives.find(({ name }) => name.value === 'listSize');
  const sizedBy = directives.find(({ name }) => name.value === 'sizedBy');
  if (!listSize && !sizedBy) return undefined;
  const assumed = Number(textOf(argumentOf(listSize, 'assumedSize')) ?? NaN);
  const required = argumentOf(listSize, 'requireOneSlicingArgument');
  return Object.freeze({
    assumedSize: assumed >= 0 ? assumed : undefined,
    slicingPaths: wordsOf(argumentOf(listSize, 'slicingArguments')).map((path) => path.split('.')),
    requireOneSlicingArgument: required?.kind !== Kind.BOOLEAN || required.value,
    sizedFields: new Set(wordsOf(argumentOf(listSize, 'sizedFields'))),
    sizedBy: textOf(argumentOf(sizedBy, 'argument')),
  });
}

/**
 * Items of the list, or of the lists that `sizedFields` names. `amountMax` where exactly one slicing argument is required and the
 * operation does not give exactly one: nothing bounds it then.
 */
export function listSize(field: GraphQLField<unknown, unknown>, node: FieldNode, sizing: ListSizing): Amount {
  const names = new Set([sizing.sizedBy, ...sizing.slicingPaths.map(([name]) => name)]);
  const turns = (node.arguments ?? []).some(({ name, value }) => names.has(name.value) && readsVariables(value));
  const measure = (values: Values) => measureList(field, node, sizing, values);
  return turns ? measure : measure({});
}

function measureList(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  { sizedBy, slicingPaths, requireOneSlicingArgument, assumedSize = unsaidListSize }: ListSizing,
  values: Values,
): number {
  if (sizedBy !== undefined) {
    const items = suppliedAt(field, node, [sizedBy], values);
    if (items !== undefined && items !== null) return Array.isArray(items) ? items.length : 1;
  }
  const supplied = slicingPaths.map((path) => suppliedAt(field, node, path, values)).filter((one) => one != null);
  if (slicingPaths.length > 0 && requireOneSlicingArgument && supplied.length !== 1) return amountMax;
  // A size that is no size (-1) is the source's to refuse; until then it is worth what no size is worth.
  const sizes = supplied.filter((one): one is number => typeof one === 'number' && one >= 0);
  return sizes.length > 0 ? Math.min(Math.ceil(Math.max(...sizes)), amountMax) : assumedSize;
}

/** What execution would see there: what is given, else the default of the argument or of the input field. */
function suppliedAt(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  [first = '', ...path]: readonly string[],
  values: Values,
): unknown {
  const argument = field.args.find(({ name }) => name === first);
  if (!argument) return undefined;
  const given = node.arguments?.find(({ name }) => name.value === first);
  let value = given && plainValue(given.value, values);
  // A null that is written stays null.
  if (value === undefined) value = argument.defaultValue;
  let type: GraphQLInputType = argument.type;
  for (const name of path) {
    if (value === undefined || value === null) return value;
    const object = getNamedType(type);
    const inner = isInputObjectType(object) ? object.getFields()[name] : undefined;
    if (!inner) return undefined;
    const member = memberOf(value, name);
    value = member === undefined ? inner.defaultValue : member;
    type = inner.type;
  }
  return value;
}

export function argumentOf(directive: ConstDirectiveNode | undefined, name: string): ConstValueNode | undefined {
  return directive?.arguments?.find((one) => one.name.value === name)?.value;
}

function textOf(value: ConstValueNode | undefined): string | undefined {
  return value && 'value' in value ? String(value.value) : undefined;
}

function wordsOf(value: ConstValueNode | undefined): readonly string[] {
  const items = value?.kind === Kind.LIST ? value.values : value ? [value] : [];
  return items.flatMap((item) => (item.kind === Kind.STRING ? [item.value] : []));
}
