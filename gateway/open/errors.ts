// What an open gateway says instead of a value, or instead of an answer. Plain GraphQL: foreign sources speak for themselves.
import type { Fault } from '../engine/source-client.ts';

export interface OpenError extends Fault {
  readonly message: string;
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** Why a source gave no answer. */
export type SourceFailure = 'DEADLINE' | 'CONNECTION' | 'TOO_LARGE' | 'NOT_GRAPHQL' | 'STOPPED';

const sentences: Readonly<Record<SourceFailure, string>> = {
  DEADLINE: 'did not answer in time',
  CONNECTION: 'could not be reached',
  TOO_LARGE: 'answered with more than is read',
  NOT_GRAPHQL: 'answered with what is no GraphQL answer',
  STOPPED: 'is no longer asked',
};

/** Under the code that the stock gateway uses. */
export function failureOf(source: string, failure: SourceFailure): OpenError {
  return {
    message: `The source "${source}" ${sentences[failure]}.`,
    extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', serviceName: source },
  };
}
