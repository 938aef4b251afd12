// What an argument says before it is coerced: enough to measure a list or to see that an input field is there.
import { Kind } from 'graphql';
import type { ValueNode } from 'graphql';
import type { Values } from './amount.ts';

/** True where the value turns on a variable. */
export function readsVariables(node: ValueNode): boolean {
  if (node.kind === Kind.VARIABLE) return true;
  if (node.kind === Kind.LIST) return node.values.some(readsVariables);
  return node.kind === Kind.OBJECT && node.fields.some((field) => readsVariables(field.value));
}

/** The value with its variables filled in; undefined where a variable has none, and such a field of an object is left out. */
export function plainValue(node: ValueNode, values: Values): unknown {
  switch (node.kind) {
    case Kind.VARIABLE:
      return memberOf(values, node.name.value);
    case Kind.NULL:
      return null;
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.LIST:
      return node.values.map((item) => plainValue(item, values));
    case Kind.OBJECT: {
      const members = node.fields.map((field) => [field.name.value, plainValue(field.value, values)] as const);
      return new Map(members.filter(([, value]) => value !== undefined));
    }
    default:
      return node.value;
  }
}

/** A member of its own of an object from JSON, or of one that `plainValue` made; undefined otherwise. */
export function memberOf(value: unknown, name: string): unknown {
  if (value instanceof Map) return value.get(name) as unknown;
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Names of the members, undefined ones apart; none where the value is no object. */
export function membersOf(value: unknown): readonly string[] {
  const names = value instanceof Map ? [...value.keys()].map(String) : isObject(value) ? Object.keys(value) : [];
  return names.filter((name) => memberOf(value, name) !== undefined);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
