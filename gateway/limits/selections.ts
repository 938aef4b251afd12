import { Kind } from 'graphql';
import type { DocumentNode, SelectionSetNode } from 'graphql';
import { RequestRefused } from '../errors.ts';
import { measureDefinitions } from './fragments.ts';
import type { FragmentMeasure } from './fragments.ts';

/** Fields and fragments of the document as if every fragment stood at each of its spreads. Throws TOO_MANY_SELECTIONS. */
export function checkSelections(document: DocumentNode, selectionsMax: number): void {
  const all = measureDefinitions(document, selectionsOf).reduce((sum, one) => sum + one, 0);
  if (all > selectionsMax) throw new RequestRefused('TOO_MANY_SELECTIONS', { limit: selectionsMax });
}

function selectionsOf(selectionSet: SelectionSetNode, ofFragment: FragmentMeasure): number {
  let selections = 0;
  for (const node of selectionSet.selections) {
    selections += 1;
    if (node.kind === Kind.FRAGMENT_SPREAD) selections += ofFragment(node.name.value);
    else if (node.selectionSet) selections += selectionsOf(node.selectionSet, ofFragment);
  }
  return selections;
}
