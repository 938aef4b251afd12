// Does every object answer to this name? Of all other keys `value[key]` is the object's own value or undefined, which needs no second look.

/** `constructor`, `__proto__`, …: a key that has to be looked for as the object's own. */
export function isInheritedName(key: string): boolean {
  return key in Object.prototype;
}

/** The object's own value; undefined where it has none. */
export function ownValue(value: Readonly<Record<string, unknown>>, key: string, isInherited: boolean): unknown {
  return isInherited && !Object.hasOwn(value, key) ? undefined : value[key];
}
