// What an engine answers, in the form in which answers are compared.
import type { Value } from './adversary.ts';

export interface Answered {
  readonly data: unknown;
  /** Of every error, where it stands; `unplaced` where it does not say. */
  readonly errorPaths: readonly string[];
  /** A null went up, or a value was none: no subgraph's error, and still one. */
  readonly nulled?: boolean;
}

export interface Asked {
  readonly text: string;
  readonly variables: Value;
}

export function placeOf(path: readonly (string | number)[] | undefined): string {
  return path === undefined || path.length === 0 ? 'unplaced' : path.join('.');
}

/** Each place once, in order. */
export function places(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)].sort();
}
