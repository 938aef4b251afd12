// Where does a page end that lost an entry? Its last cursor may be that of the entry of which nobody is to know.
import type { SelectedField } from '../operation-tree.ts';
import { isRecord } from './answer-shape.ts';

/**
 * Changes `endCursor` of a shaped connection, whose last entry went, to the cursor of the last that stayed. Where that was not asked for,
 * the cursor stays as it is: it is sealed, and nobody can tell whose it is. A page of nothing has no end, unless more follows: to take the
 * way to what follows would make it look as if there were none, which is worse than a short page.
 */
export function endPageAtItsLastEntry(shaped: Record<string, unknown>, fields: readonly SelectedField[]): void {
  const lists = fields.filter(({ name }) => name === 'edges');
  const last = lists.map((field) => lastCursor(shaped[field.responseKey], field)).find((one) => one !== undefined);
  for (const field of fields) {
    const info = shaped[field.responseKey];
    if (field.name !== 'pageInfo' || !isRecord(info)) continue;
    const isMore = keysOf(field, 'hasNextPage').some((key) => info[key] === true);
    for (const key of keysOf(field, 'endCursor'))
      if (last !== undefined) info[key] = last;
      else if (!isMore && isEmpty(shaped, fields)) info[key] = null;
  }
}

function lastCursor(edges: unknown, field: SelectedField): string | undefined {
  const edge: unknown = Array.isArray(edges) ? edges.at(-1) : undefined;
  const found = isRecord(edge) ? keysOf(field, 'cursor').map((key) => edge[key]) : [];
  return found.find((cursor) => typeof cursor === 'string');
}

/** By its entries, or where none were asked for by its count. */
function isEmpty(shaped: Readonly<Record<string, unknown>>, fields: readonly SelectedField[]): boolean {
  return fields.some(({ name, responseKey }) => {
    const value = shaped[responseKey];
    return name === 'edges' ? Array.isArray(value) && value.length === 0 : name === 'totalCount' && value === 0;
  });
}

function keysOf({ selection }: SelectedField, wanted: string): readonly string[] {
  const fields = [...(selection?.byType.values() ?? [])].flat();
  return fields.flatMap(({ name, responseKey }) => (name === wanted ? responseKey : []));
}
