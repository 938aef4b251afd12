// Which objects a type condition lets through, by the names that sources give as `__typename`.
import { isAbstractType, isInterfaceType } from 'graphql';
import type { GraphQLSchema } from 'graphql';

/** Names of the types that are, or belong to, one of the given: looked up once, when a plan is compiled. */
export function typesWithin(schema: GraphQLSchema, names: readonly string[]): ReadonlySet<string> {
  const within = new Set(names);
  for (const name of names) {
    const type = schema.getType(name);
    if (!isAbstractType(type)) continue;
    for (const { name: member } of schema.getPossibleTypes(type)) within.add(member);
  }
  return within;
}

const interfaces = new WeakMap<GraphQLSchema, ReadonlySet<string>>();

/** Names of all interfaces: as `__typename` they say less than the name of a type. */
export function interfaceNames(schema: GraphQLSchema): ReadonlySet<string> {
  let names = interfaces.get(schema);
  if (names === undefined) {
    names = new Set(Object.values(schema.getTypeMap()).flatMap((type) => (isInterfaceType(type) ? [type.name] : [])));
    interfaces.set(schema, names);
  }
  return names;
}
