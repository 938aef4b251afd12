// What a profile is shown of the schema, and what the table of decisions says that it should be shown.
import { getNamedType, isObjectType, isUnionType } from 'graphql';
import type { GraphQLNamedType, GraphQLSchema, IntrospectionQuery } from 'graphql';
import type { Profile } from '#kit/caller.ts';
import { askersAt, levels } from './askers.ts';
import type { Decisions } from './decisions.ts';

/** `Type.field` of every object type that an introspection answer holds. */
export function fieldsShown({ __schema }: IntrospectionQuery): ReadonlySet<string> {
  return new Set(
    __schema.types.flatMap((type) =>
      type.kind === 'OBJECT' && !type.name.startsWith('__')
        ? type.fields.map(({ name }) => `${type.name}.${name}`)
        : [],
    ),
  );
}

/**
 * Fields that some purpose of the profile, at some level, gives something of, and that a way of such fields leads to. A type of which the
 * profile would get nothing but what is open to everybody is left out, with what leads to it: it would only say that it exists.
 */
export function fieldsDue(schema: GraphQLSchema, decisions: Decisions, profile: Profile): ReadonlySet<string> {
  const askers = levels.flatMap((level) => askersAt(level)).filter((asker) => asker.profile === profile);
  const isGiven = (field: string) => askers.some((asker) => decisions.expected(field, asker) !== '-');
  const isForProfile = (type: GraphQLNamedType): boolean => {
    if (isUnionType(type)) return type.getTypes().some(isForProfile);
    if (!isObjectType(type)) return true;
    const fields = Object.keys(type.getFields()).map((field) => `${type.name}.${field}`);
    const restricted = fields.filter((field) => !decisions.isOpen(field));
    return type.name === 'Query' || restricted.length === 0 || restricted.some(isGiven);
  };
  const due = new Set<string>();
  const reached = new Set<GraphQLNamedType>();
  const reach = (type: GraphQLNamedType): void => {
    if (reached.has(type) || !isForProfile(type)) return;
    reached.add(type);
    if (isUnionType(type)) type.getTypes().forEach(reach);
    if (!isObjectType(type)) return;
    for (const field of Object.values(type.getFields())) {
      const returned = getNamedType(field.type);
      if (!isGiven(`${type.name}.${field.name}`) || !isForProfile(returned)) continue;
      due.add(`${type.name}.${field.name}`);
      reach(returned);
    }
  };
  reach(schema.getQueryType() as GraphQLNamedType);
  return due;
}
