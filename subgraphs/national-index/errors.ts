// What the index refuses, as its callers see it: a stable code and a sentence in Portuguese that never repeats what was sent.
import { GraphQLError } from 'graphql';

export type IndexErrorCode =
  /** An argument is wrong in form. */
  | 'BAD_ARGUMENT'
  /** More values than one look-up takes. */
  | 'TOO_MANY'
  /** The question would find too many; the sentence says what to add. */
  | 'TOO_BROAD'
  /** A cursor that this field did not give for this question. */
  | 'BAD_CURSOR'
  /** Something exists and only that may be said. */
  | 'RECORD_WITHHELD';

export function indexError(
  code: IndexErrorCode,
  message: string,
  extensions: Readonly<Record<string, unknown>> = {},
): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...extensions } });
}
