// Which place of the answer each representation of a fetch stands for. The stock executor counts every non-null object at the path of a
// fetch, also those that it sent no representation for (another member of a union), and so reports errors at a neighbour's place:
// a verdict on one record must never fall on another.
import type { ResponsePath } from './engine.ts';

/**
 * The path of each representation, in order. `data` is the executor's own unfinished result (the objects that the root fetches
 * returned, into which it merges). Where objects and representations cannot be matched one to one, every representation gets the path
 * down to the first list: too wide, never a neighbour's.
 */
export function pathsOfRepresentations(
  data: unknown,
  pattern: ResponsePath,
  representations: readonly unknown[],
): readonly ResponsePath[] {
  const types = new Set(representations.map(typenameOf));
  const found: { readonly path: ResponsePath; readonly type: unknown }[] = [];
  walk(data, pattern, 0, [], (value, path) => {
    const type = typenameOf(value);
    if (types.has(type)) found.push({ path, type });
  });
  const fits =
    found.length === representations.length &&
    found.every(({ type }, index) => type === typenameOf(representations[index]));
  if (fits) return found.map(({ path }) => path);
  const firstList = pattern.indexOf('@');
  const wide = firstList < 0 ? pattern : pattern.slice(0, firstList);
  return representations.map(() => wide);
}

function walk(
  value: unknown,
  pattern: ResponsePath,
  step: number,
  path: (string | number)[],
  visit: (value: object, path: ResponsePath) => void,
): void {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      path.push(index);
      walk(item, pattern, pattern[step] === '@' ? step + 1 : step, path, visit);
      path.pop();
    }
    return;
  }
  if (typeof value !== 'object') return;
  const key = pattern[step];
  if (key === undefined) visit(value, [...path]);
  else if (typeof key === 'string' && Object.hasOwn(value, key)) {
    path.push(key);
    walk((value as Record<string, unknown>)[key], pattern, step + 1, path, visit);
    path.pop();
  }
}

function typenameOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, '__typename')
    ? (value as { readonly __typename: unknown }).__typename
    : undefined;
}
