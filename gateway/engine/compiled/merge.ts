// What two fetches say of one object, as one object.
import { isObject, own, setOwn } from './own.ts';
import type { JsonObject } from './own.ts';

/** Adds what `more` has to `target`, in place: objects key by key, lists of one length item by item; else the later word holds. */
export function mergeInto(target: JsonObject, more: JsonObject): void {
  for (const key of Object.keys(more)) {
    const value = more[key];
    const before = own(target, key);
    if (before !== undefined && before !== null) {
      if (isObject(before) && isObject(value)) {
        mergeInto(before, value);
        continue;
      }
      if (Array.isArray(before) && Array.isArray(value) && before.length === value.length) {
        mergeItems(before, value);
        continue;
      }
    }
    setOwn(target, key, value);
  }
}

function mergeItems(target: unknown[], more: readonly unknown[]): void {
  for (const [index, value] of more.entries()) {
    const before = target[index];
    if (isObject(before) && isObject(value)) mergeInto(before, value);
    else if (Array.isArray(before) && Array.isArray(value) && before.length === value.length) mergeItems(before, value);
    else target[index] = value;
  }
}

/** A copy that shares nothing: one entity may stand at several places, and what is merged below each is not the same. */
export function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  for (const key of Object.keys(value)) setOwn(copy, key, copyOf(value[key]));
  return copy;
}
