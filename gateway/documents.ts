// From text to a document that may be walked: tokens counted before it is parsed, shape measured before it is validated. The same text
// gives the same document again, so that what was found out about it once need not be found out twice.
import { GraphQLError, parse, validate } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { RequestRefused, describeInvalid } from './errors.ts';
import { checkShape } from './limits/limits.ts';
import { checkPlainLiterals } from './plain-values.ts';

export interface Documents {
  /** @throws RequestRefused for a text that is too large, no GraphQL, or does not fit the schema */
  read(text: string): DocumentNode;
}

/** Documents kept, the longest unused going first. */
const keptMax = 2000;
const validationErrorsMax = 10;

export function createDocuments(schema: GraphQLSchema): Documents {
  const kept = new Map<string, DocumentNode>();
  return {
    read(text) {
      const known = kept.get(text);
      if (known) {
        kept.delete(text);
        kept.set(text, known);
        return known;
      }
      checkShape(text);
      const document = parseText(text);
      checkShape(document);
      checkPlainLiterals(document);
      const problems = validate(schema, document, undefined, { maxErrors: validationErrorsMax });
      if (problems.length > 0)
        throw new RequestRefused('GRAPHQL_VALIDATION_FAILED', { problems: problems.map(describeInvalid) });
      if (kept.size >= keptMax) kept.delete(kept.keys().next().value as string);
      kept.set(text, document);
      return document;
    },
  };
}

function parseText(text: string): DocumentNode {
  try {
    return parse(text);
  } catch (error) {
    throw new RequestRefused(
      'GRAPHQL_PARSE_FAILED',
      error instanceof GraphQLError && error.locations ? { locations: error.locations } : {},
    );
  }
}
