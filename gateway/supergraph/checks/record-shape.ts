import { Kind } from 'graphql';
import type { FieldDefinitionNode, TypeNode } from 'graphql';
import { namedType } from './graph.ts';
import type { Check, CompositeType, SourceGraph } from './graph.ts';

interface Place {
  readonly source: SourceGraph;
  readonly type: CompositeType;
  readonly field: FieldDefinitionNode;
}

/**
 * One name, one shape over all records: otherwise a query with two records side by side is invalid (GraphQL, section 5.3.2), and the
 * second holder to join would break the clients of the first.
 */
export const checkRecordShape: Check = ({ sources, records }) => {
  const places = sources.flatMap((source) =>
    [...source.types.values()]
      .filter((type) => records.has(type.name) && type.owned)
      .flatMap((type) => type.fields.map((field) => ({ source, type, field }))),
  );
  return [...new Set(conflicts(places, new Set()))];
};

function conflicts(places: readonly Place[], seen: Set<string>): string[] {
  const byName = new Map<string, Place[]>();
  for (const place of places)
    byName.set(place.field.name.value, [...(byName.get(place.field.name.value) ?? []), place]);
  return [...byName.values()].flatMap(([first, ...others]) =>
    first ? others.flatMap((other) => conflict(first, other, seen)) : [],
  );
}

function conflict(one: Place, other: Place, seen: Set<string>): string[] {
  const names = [one, other].map(({ type, field }) => `${type.name}.${field.name.value}`);
  if (names[0] === names[1] || seen.has(names.join())) return [];
  seen.add(names.join());
  const below = [one, other].map(({ source, field }) => source.types.get(namedType(field.type)));
  const [left, right] = below;
  if (left && right) {
    if (shape(one.field.type, '') !== shape(other.field.type, ''))
      return [`${names.join(' and ')} differ in lists or "!"`];
    const inner = [one, other].flatMap(({ source }, at) =>
      (below[at]?.fields ?? []).map((field) => ({ source, type: below[at] as CompositeType, field })),
    );
    return conflicts(inner, seen);
  }
  if (shape(one.field.type) === shape(other.field.type)) return [];
  return [
    `${names.join(' and ')} have one name and different types (${shape(one.field.type)}, ${shape(other.field.type)})`,
  ];
}

function shape(type: TypeNode, name = namedType(type)): string {
  if (type.kind === Kind.NON_NULL_TYPE) return `${shape(type.type, name)}!`;
  return type.kind === Kind.LIST_TYPE ? `[${shape(type.type, name)}]` : name;
}
