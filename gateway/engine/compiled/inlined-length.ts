// How long is a fetch without its fragments? What is kept of it grows with that: a planner writes in a thousand characters what, written
// out, has ten thousand, and whoever reads it works on what is written out.
import { Kind, parse } from 'graphql';
import type { FragmentDefinitionNode, SelectionSetNode } from 'graphql';

/** In characters, each fragment counted wherever it is spread; arguments as they stand in the text. */
export function inlinedLength(query: string): number {
  if (!query.includes('fragment')) return query.length;
  const { definitions } = parse(query);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  const lengths = new Map<string, number>();

  function ofFragment(name: string): number {
    const known = lengths.get(name);
    if (known !== undefined) return known;
    // One that leads back to itself has no length; no planner writes it.
    lengths.set(name, 0);
    const fragment = fragments.get(name);
    const length = fragment === undefined ? 0 : of(fragment);
    lengths.set(name, length);
    return length;
  }

  /** Its own text, and what its spreads add to it: each fragment is walked once. */
  function of({ loc, selectionSet }: { loc?: { start: number; end: number }; selectionSet: SelectionSetNode }): number {
    return (loc === undefined ? 0 : loc.end - loc.start) + spreadBy(selectionSet);
  }

  function spreadBy({ selections }: SelectionSetNode): number {
    let sum = 0;
    for (const one of selections) {
      if (one.kind === Kind.FRAGMENT_SPREAD) sum += ofFragment(one.name.value);
      else if (one.selectionSet !== undefined) sum += spreadBy(one.selectionSet);
    }
    return sum;
  }

  let sum = 0;
  for (const one of definitions) if (one.kind === Kind.OPERATION_DEFINITION) sum += of(one);
  return sum;
}
