import { visit } from 'graphql';
import type { DocumentNode } from 'graphql';
import { RequestRefused } from '../errors.ts';

/** Directives written in the document, on whatever they stand. Throws TOO_MANY_DIRECTIVES. */
export function checkDirectives(document: DocumentNode, directivesMax: number): void {
  let directives = 0;
  visit(document, {
    Directive: () => {
      if (++directives > directivesMax) throw new RequestRefused('TOO_MANY_DIRECTIVES', { limit: directivesMax });
    },
  });
}
