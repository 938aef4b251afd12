// Operations that ask for everything that a schema has, made from the schema itself so that a new field is asked for too, and the reading
// of their answers field by field. Each field has an alias of its own, `Type_field`: fields of several types can stand in one selection,
// and no rule may depend on a field's own name in the answer.
import { getNamedType, isAbstractType, isCompositeType, isObjectType, isRequiredArgument } from 'graphql';
import type { GraphQLField, GraphQLNamedType, GraphQLObjectType, GraphQLSchema } from 'graphql';

interface Selected {
  readonly field: string;
  readonly below?: Selection;
}
/** By concrete type. */
type Selection = Map<string, Selected[]>;

/**
 * The selection of every field below a type, breadth first. A type is opened at its first `timesMax` places and shown by its name
 * elsewhere, since types lead to each other without end.
 */
export function everythingOf(schema: GraphQLSchema, type: GraphQLNamedType, timesMax: number): string {
  const times = new Map<string, number>();
  const waiting: { readonly type: GraphQLObjectType; readonly into: Selected[] }[] = [];
  const selectionOf = (named: GraphQLNamedType): Selection => {
    const selection: Selection = new Map();
    for (const one of concreteTypes(schema, named)) {
      const before = times.get(one.name) ?? 0;
      if (before >= timesMax) continue;
      times.set(one.name, before + 1);
      const into: Selected[] = [];
      selection.set(one.name, into);
      waiting.push({ type: one, into });
    }
    return selection;
  };
  const whole = selectionOf(type);
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    for (const field of fieldsOf(next.type)) {
      const named = getNamedType(field.type);
      next.into.push({ field: field.name, ...(isCompositeType(named) && { below: selectionOf(named) }) });
    }
  }
  return textOf(whole);
}

/** Fields that can be asked for without an argument. */
export function fieldsOf(type: GraphQLObjectType): readonly GraphQLField<unknown, unknown>[] {
  return Object.values(type.getFields()).filter(
    ({ name, args }) => !args.some(isRequiredArgument) && name !== '_service' && name !== '_entities',
  );
}

function textOf(selection: Selection): string {
  const parts = [...selection].map(([type, fields]) => {
    const inner = fields.map(({ field, below }) => `${type}_${field}: ${field}${below ? ` ${textOf(below)}` : ''}`);
    return `... on ${type} { __typename ${inner.join(' ')} }`;
  });
  return `{ __typename ${parts.join(' ')} }`;
}

export function concreteTypes(schema: GraphQLSchema, type: GraphQLNamedType): readonly GraphQLObjectType[] {
  if (isAbstractType(type)) return schema.getPossibleTypes(type);
  return isObjectType(type) ? [type] : [];
}

/** A field that was asked for of an object that is there. */
export interface Shown {
  /** `Type.field` */
  readonly coordinate: string;
  /** In the answer, with aliases. */
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** Every field of every object of an answer, whatever its value. */
export function* shownIn(value: unknown, path: readonly (string | number)[] = []): Generator<Shown> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* shownIn(item, [...path, index]);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const { __typename: type } = value as { readonly __typename?: unknown };
  for (const [key, below] of Object.entries(value)) {
    if (typeof type === 'string' && key.startsWith(`${type}_`))
      yield { coordinate: `${type}.${key.slice(type.length + 1)}`, path: [...path, key], value: below };
    yield* shownIn(below, [...path, key]);
  }
}
