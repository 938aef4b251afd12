import { visit } from 'graphql';
import type { DocumentNode } from 'graphql';
import { RequestRefused } from '../errors.ts';

/** Aliases written in the document; what fragments make of them counts as selections. Throws TOO_MANY_ALIASES. */
export function checkAliases(document: DocumentNode, aliasesMax: number): void {
  let aliases = 0;
  visit(document, {
    Field: (node) => {
      if (node.alias && ++aliases > aliasesMax) throw new RequestRefused('TOO_MANY_ALIASES', { limit: aliasesMax });
    },
  });
}
