// What the schema says of each field that costs, read from its directives once.
import { getNamedType, getNullableType, isAbstractType, isCompositeType, isListType, isObjectType } from 'graphql';
import { SchemaMetaFieldDef, TypeMetaFieldDef } from 'graphql';
import type { GraphQLField, GraphQLNamedType, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { weightOfField, weightOfType } from './cost-weights.ts';
import { sizingOf } from './list-size.ts';
import type { ListSizing } from './list-size.ts';

export interface FieldFacts {
  readonly field: GraphQLField<unknown, unknown>;
  readonly isList: boolean;
  readonly sizing: ListSizing | undefined;
  /** A leaf that weighs nothing: the most of any operation. */
  readonly isFree: boolean;
  /** Each concrete type that a value may have, with the weight of one; the type is undefined for a leaf. */
  readonly values: readonly { readonly type: GraphQLObjectType | undefined; readonly weight: number }[];
}

export interface CostFacts {
  /** Undefined for `__typename`, which costs nothing, and for what validation refuses. */
  fieldOf(parent: GraphQLObjectType, name: string): FieldFacts | undefined;
}

export function readCostFacts(schema: GraphQLSchema): CostFacts {
  const known = new Map<string, ReadonlyMap<string, FieldFacts>>();
  const introspected = introspectionSizes(schema);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    const fields: GraphQLField<unknown, unknown>[] = Object.values(type.getFields());
    if (type === schema.getQueryType()) fields.push(SchemaMetaFieldDef, TypeMetaFieldDef);
    const facts = fields.map((field): readonly [string, FieldFacts] => {
      const size = type.name.startsWith('__') ? introspected[field.name] : undefined;
      return [field.name, factsOf(schema, field, size === undefined ? undefined : { ...unsliced, assumedSize: size })];
    });
    known.set(type.name, new Map(facts));
  }
  return { fieldOf: (parent, name) => known.get(parent.name)?.get(name) };
}

function factsOf(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  sizing: ListSizing | undefined,
): FieldFacts {
  const type = getNamedType(field.type);
  const own = weightOfField(field);
  const values = valueTypes(schema, type).map((one) => ({ type: one, weight: own ?? weightOfType(one ?? type) }));
  return Object.freeze({
    field,
    isFree: values.every((one) => one.type === undefined && one.weight === 0),
    isList: isListType(getNullableType(field.type)),
    sizing: sizing ?? sizingOf(field.astNode?.directives ?? []),
    values,
  });
}

function valueTypes(schema: GraphQLSchema, type: GraphQLNamedType): readonly (GraphQLObjectType | undefined)[] {
  if (!isCompositeType(type)) return [undefined];
  return isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
}

const unsliced = {
  slicingPaths: [],
  requireOneSlicingArgument: false,
  sizedFields: new Set<string>(),
  sizedBy: undefined,
};

/** Introspection has no directives: how many types there are is known, the rest is the size of a middling type. */
function introspectionSizes(schema: GraphQLSchema): Readonly<Record<string, number>> {
  return {
    types: Object.keys(schema.getTypeMap()).length,
    directives: schema.getDirectives().length,
    fields: 10,
    inputFields: 5,
    enumValues: 10,
    possibleTypes: 5,
    interfaces: 1,
    args: 2,
  };
}
