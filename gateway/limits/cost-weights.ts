// What one thing of the schema weighs: an object 1, a leaf nothing, and what `@cost` says instead (the IBM cost draft, section "Weight",
// as Apollo reads it).
import { getNamedType, isCompositeType, isInputObjectType, isLeafType } from 'graphql';
import type {
  ConstDirectiveNode,
  FieldNode,
  GraphQLArgument,
  GraphQLField,
  GraphQLInputField,
  GraphQLNamedType,
} from 'graphql';
import { plus } from './amount.ts';
import type { Amount, Values } from './amount.ts';
import { memberOf, membersOf, plainValue, readsVariables } from './argument-value.ts';
import { argumentOf } from './list-size.ts';

/** Added to an operation before its fields. A mutation is journalled by its holder and cannot be repeated at will. */
export const operationWeights = Object.freeze({ query: 0, mutation: 10, subscription: 0 });

/** Introspection is answered from memory, by the gateway alone. A power of two: sums of it stay exact. */
const introspectionWeight = 1 / 64;

/** Of one object or leaf of the type. */
export function weightOfType(type: GraphQLNamedType): number {
  const own = weightIn(type.astNode?.directives);
  if (own !== undefined) return own;
  if (!isCompositeType(type)) return 0;
  return type.name.startsWith('__') ? introspectionWeight : 1;
}

/** Of one item that the field returns, whatever its type weighs; undefined where the field leaves it to the type. */
export function weightOfField(field: GraphQLField<unknown, unknown>): number | undefined {
  return weightIn(field.astNode?.directives);
}

/** Of the arguments that the operation writes, input fields within them included; defaults weigh nothing. */
export function weightOfArguments(field: GraphQLField<unknown, unknown>, node: FieldNode): Amount {
  let fixed = 0;
  const turning: ((values: Values) => number)[] = [];
  for (const { name, value } of node.arguments ?? []) {
    const argument = field.args.find((one) => one.name === name.value);
    if (!argument || !weighs(argument)) continue;
    const weigh = (values: Values) => weightOfValue(argument, plainValue(value, values));
    if (readsVariables(value)) turning.push(weigh);
    else fixed = plus(fixed, weigh({}));
  }
  if (turning.length === 0) return fixed;
  return (values) => turning.reduce((sum, weigh) => plus(sum, weigh(values)), fixed);
}

type InputPlace = GraphQLArgument | GraphQLInputField;

/** An input object weighs 1, its fields are added; a list adds its items to its own weight. */
function weightOfValue(place: InputPlace, value: unknown): number {
  if (value === undefined || value === null) return 0;
  const type = getNamedType(place.type);
  const own =
    weightIn(place.astNode?.directives) ?? (isLeafType(type) ? weightIn(type.astNode?.directives) : undefined);
  if (Array.isArray(value)) return value.reduce((sum: number, item) => plus(sum, weightOfValue(place, item)), own ?? 0);
  if (!isInputObjectType(type)) return own ?? 0;
  const fields = type.getFields();
  return membersOf(value).reduce((sum, name) => {
    const field = fields[name];
    return field ? plus(sum, weightOfValue(field, memberOf(value, name))) : sum;
  }, own ?? 1);
}

/** Spares the walk through long lists of what weighs nothing. */
function weighs(place: InputPlace): boolean {
  const type = getNamedType(place.type);
  return (
    isInputObjectType(type) || (weightIn(place.astNode?.directives) ?? weightIn(type.astNode?.directives) ?? 0) > 0
  );
}

function weightIn(directives: readonly ConstDirectiveNode[] | undefined): number | undefined {
  const written = argumentOf(
    directives?.find(({ name }) => name.value === 'cost'),
    'weight',
  );
  const weight = written && 'value' in written ? Number(written.value) : NaN;
  return Number.isFinite(weight) ? weight : undefined;
}
