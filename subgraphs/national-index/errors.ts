// What the index refuses, as its callers see it: a stable code, one of those that the gateway passes on, and a sentence in Portuguese that
// never repeats what was sent.
import { GraphQLError } from 'graphql';

export type IndexErrorCode =
  /** An argument is wrong in form, has more values than one look-up takes, or is a cursor that was not given for this question. */
  | 'BAD_ARGUMENT'
  /** The question would find too many; the sentence says what to add. */
  | 'TOO_BROAD'
  /** Something exists and only that may be said. */
  | 'RECORD_WITHHELD';

export function indexError(
  code: IndexErrorCode,
  message: string,
  extensions: Readonly<Record<string, unknown>> = {},
): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...extensions } });
}
