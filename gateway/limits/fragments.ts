// Fragments multiplied out without being copied: each is measured once and its figure used at every spread. A cycle has no end, so its
// figure is infinite and every limit refuses it.
import { Kind } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql';

export type FragmentMeasure = (fragmentName: string) => number;

/**
 * The figure of every operation and every fragment of the document, by `measure`, which is given the figures of the fragments that a
 * selection set spreads. An unknown fragment counts nothing: validation refuses it.
 */
export function measureDefinitions(
  document: DocumentNode,
  measure: (selectionSet: SelectionSetNode, ofFragment: FragmentMeasure) => number,
): readonly number[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const known = new Map<string, number>();
  const ofFragment = (name: string): number => {
    const figure = known.get(name);
    if (figure !== undefined) return figure;
    const fragment = fragments.get(name);
    if (!fragment) return 0;
    // Met again while it is being measured: a cycle.
    known.set(name, Infinity);
    const measured = measure(fragment.selectionSet, ofFragment);
    known.set(name, measured);
    return measured;
  };
  return document.definitions.map((node) => {
    if (node.kind === Kind.FRAGMENT_DEFINITION) return ofFragment(node.name.value);
    return node.kind === Kind.OPERATION_DEFINITION ? measure(node.selectionSet, ofFragment) : 0;
  });
}
