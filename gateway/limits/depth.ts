import { Kind } from 'graphql';
import type { DocumentNode, SelectionSetNode } from 'graphql';
import { RequestRefused } from '../errors.ts';
import { measureDefinitions } from './fragments.ts';
import type { FragmentMeasure } from './fragments.ts';

/** Levels of fields, fragments in place. Throws TOO_DEEP. */
export function checkDepth(document: DocumentNode, depthMax: number): void {
  if (measureDefinitions(document, depthOf).some((depth) => depth > depthMax)) {
    throw new RequestRefused('TOO_DEEP', { limit: depthMax });
  }
}

function depthOf(selectionSet: SelectionSetNode, ofFragment: FragmentMeasure): number {
  let deepest = 0;
  for (const node of selectionSet.selections) {
    const depth =
      node.kind === Kind.FRAGMENT_SPREAD
        ? ofFragment(node.name.value)
        : (node.kind === Kind.FIELD ? 1 : 0) + (node.selectionSet ? depthOf(node.selectionSet, ofFragment) : 0);
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
