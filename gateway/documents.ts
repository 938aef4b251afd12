// From text to a document that may be walked: tokens counted before it is parsed, shape measured before it is validated. The same text
// gives the same document again, so that what was found out about it once need not be found out twice.
import { GraphQLError, parse, validate } from 'graphql';
import type { DocumentNode, GraphQLSchema, Token } from 'graphql';
import { LRUCache } from 'lru-cache';
import { RequestRefused, describeInvalid } from './errors.ts';
import { checkShape } from './limits/limits.ts';
import { checkPlainLiterals } from './plain-values.ts';

export interface Documents {
  /** @throws RequestRefused for a text that is too large, no GraphQL, or does not fit the schema */
  read(text: string): DocumentNode;
}

export interface DocumentsOptions {
  /** What the kept documents may take, the longest unused going first. */
  readonly keptMaxBytes?: number;
}

const keptMaxBytesDefault = 64 * 2 ** 20;
const validationErrorsMax = 10;

export function createDocuments(
  schema: GraphQLSchema,
  { keptMaxBytes = keptMaxBytesDefault }: DocumentsOptions = {},
): Documents {
  // By what they take and not by their number: one within the limits may be a thousand times as large as another.
  const kept = new LRUCache<string, DocumentNode>({ maxSize: keptMaxBytes, sizeCalculation: approximateBytes });
  return {
    read(text) {
      const known = kept.get(text);
      if (known) return known;
      checkShape(text);
      const document = parseText(text);
      checkShape(document);
      checkPlainLiterals(document);
      const problems = validate(schema, document, undefined, { maxErrors: validationErrorsMax });
      if (problems.length > 0)
        throw new RequestRefused('GRAPHQL_VALIDATION_FAILED', { problems: problems.map(describeInvalid) });
      kept.set(text, document);
      return document;
    },
  };
}

const bytesPerCharacter = 2;
/** With the part of the tree that is built from it, as measured; comments are tokens, too, although no limit counts them. */
const bytesPerToken = 380;

function approximateBytes(document: DocumentNode, text: string): number {
  let tokens = 1;
  for (let token: Token | null | undefined = document.loc?.startToken; token; token = token.next) tokens += 1;
  return text.length * bytesPerCharacter + tokens * bytesPerToken;
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
