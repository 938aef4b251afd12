// Lists that can be long, in pages (Relay connections).
import type { Cursors } from './cursor.ts';
import { indexError } from './errors.ts';

export interface PageArguments {
  readonly first: number;
  readonly after?: string | null;
}

export interface Connection<Edge> {
  readonly edges: readonly (Edge & { readonly cursor: string })[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly totalCount: number | null;
}

export const pageMax = 50;

export function checkFirst(first: number): number {
  if (!Number.isInteger(first) || first < 1 || first > pageMax)
    throw indexError('BAD_ARGUMENT', `\`first\` vai de 1 a ${pageMax}.`);
  return first;
}

/** A page of a list that is wholly known; `keyOf` is unique and gives the order of the list. */
export function pageOf<Item>(
  items: readonly Item[],
  { first, after }: PageArguments,
  question: readonly unknown[],
  cursors: Cursors,
  keyOf: (item: Item) => readonly (string | number)[],
): Connection<{ readonly item: Item }> {
  const size = checkFirst(first);
  const from = cursors.open(question, after);
  const start = from === null ? 0 : items.findIndex((item) => compareKeys(keyOf(item), from) > 0);
  const page = start < 0 ? [] : items.slice(start, start + size);
  const edges = page.map((item) => ({ item, cursor: cursors.seal(question, keyOf(item)) }));
  return {
    edges,
    pageInfo: { hasNextPage: start >= 0 && start + size < items.length, endCursor: edges.at(-1)?.cursor ?? null },
    totalCount: items.length,
  };
}

/** Position by position; numbers before texts, as the keys of one list never mix them. */
export function compareKeys(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [left, right] = [a[i], b[i]];
    if (left === right) continue;
    if (left === undefined) return -1;
    if (right === undefined) return 1;
    return left < right ? -1 : 1;
  }
  return 0;
}
