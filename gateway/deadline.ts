// When an answer must be there: the gateway's own limit, unless the operation asks a source that the directory gives longer.
import type { Directory } from '#kit/directory.ts';
import type { GraphFacts } from './holders/graph-facts.ts';
import type { AuthorizedOperation, SelectionTree } from './operation-tree.ts';

/** What joining and shaping may take after the last holder has answered. */
const marginMs = 300;

/** Milliseconds since the epoch. */
export function requestDeadline(
  operation: AuthorizedOperation,
  facts: GraphFacts,
  directory: Directory,
  deadlineMs: number,
  now: number,
): number {
  const slowest = Object.entries(directory.sources).reduce((longest, [source, entry]) => {
    const asked =
      entry.deadlineMs + marginMs > longest &&
      facts.entityTypesOf(source).some((type) => selects(operation.tree, type));
    return asked ? entry.deadlineMs + marginMs : longest;
  }, deadlineMs);
  return now + slowest;
}

const selected = new WeakMap<SelectionTree, ReadonlySet<string>>();

function selects(tree: SelectionTree, type: string): boolean {
  let types = selected.get(tree);
  if (!types) selected.set(tree, (types = new Set(typesIn(tree))));
  return types.has(type);
}

function* typesIn(tree: SelectionTree): Generator<string> {
  for (const [type, fields] of tree.byType) {
    yield type;
    for (const field of fields) if (field.selection) yield* typesIn(field.selection);
  }
}
