import { Kind } from 'graphql';
import type { DocumentNode, SelectionSetNode } from 'graphql';
import { RequestRefused } from '../errors.ts';
import { measureDefinitions } from './fragments.ts';
import type { FragmentMeasure } from './fragments.ts';

/** Fields of an operation's first level, fragments in place, introspection included. Throws TOO_MANY_ROOT_FIELDS. */
export function checkRootFields(document: DocumentNode, rootFieldsMax: number): void {
  const counts = measureDefinitions(document, fieldsOf);
  document.definitions.forEach((node, at) => {
    if (node.kind === Kind.OPERATION_DEFINITION && (counts[at] ?? 0) > rootFieldsMax) {
      throw new RequestRefused('TOO_MANY_ROOT_FIELDS', { limit: rootFieldsMax });
    }
  });
}

function fieldsOf(selectionSet: SelectionSetNode, ofFragment: FragmentMeasure): number {
  let fields = 0;
  for (const node of selectionSet.selections) {
    if (node.kind === Kind.FIELD) fields += 1;
    else if (node.kind === Kind.FRAGMENT_SPREAD) fields += ofFragment(node.name.value);
    else fields += fieldsOf(node.selectionSet, ofFragment);
  }
  return fields;
}
