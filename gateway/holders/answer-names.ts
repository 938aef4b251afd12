// Of an object of the engine's answer: which concrete type it has, and what names it. The client need not have asked for either.
import { hiddenKeyPrefix, typenameKey } from '../operation-tree.ts';
import type { SelectedField, SelectionTree } from '../operation-tree.ts';

type Value = Readonly<Record<string, unknown>>;

export function concreteType(value: Value, returns: string, selection: SelectionTree): string {
  if (!selection.abstract) return returns;
  const name = Object.hasOwn(value, typenameKey) ? value[typenameKey] : undefined;
  return typeof name === 'string' ? name : returns;
}

/** The value of a key of the object, under its hidden name or under the client's. */
export function keyOf(value: Value, fields: readonly SelectedField[], name: string): string | undefined {
  const hiddenKey = `${hiddenKeyPrefix}${name}`;
  const shownKey = fields.find((field) => field.name === name && field.decision.kind !== 'DENY')?.responseKey;
  const key = Object.hasOwn(value, hiddenKey) ? hiddenKey : shownKey;
  const found = key !== undefined && Object.hasOwn(value, key) ? value[key] : undefined;
  return typeof found === 'string' ? found : undefined;
}
