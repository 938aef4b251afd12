// What a resolver is given for one request. Schema and compiled queries are shared by all endpoints of a process, so holder, database
// and askers come in here and by no other way.
import type { GraphQLResolveInfo } from 'graphql';
import type { Asker } from './caller.ts';
import type { Overlay } from './rules/overlay.ts';
import type { Verdict } from './wire/protocol.ts';

export interface EndpointIdentity {
  readonly source: string;
  readonly holder: string;
}

export interface HolderContext<Services> {
  readonly endpoint: EndpointIdentity;
  /** What the source's own `services` made for this request: records, loaders. */
  readonly services: Services;
  readonly askers: readonly Asker[];
  readonly now: Date;
  /** The endpoint's own rules, which only narrow. */
  readonly overlay?: Overlay;
  /** Filled while the request runs; travels in `extensions.verdicts`. */
  readonly verdicts: Verdict[];
}

/** A path in the holder's own answer, root first. */
export type AnswerPath = readonly (string | number)[];

export function answerPath(info: Pick<GraphQLResolveInfo, 'path'>): AnswerPath {
  const keys: (string | number)[] = [];
  for (let at: GraphQLResolveInfo['path'] | undefined = info.path; at; at = at.prev) keys.push(at.key);
  return keys.reverse();
}

/** Whose question this part of the answer belongs to: askers share a request, never a record. */
export function askerOf(context: HolderContext<unknown>, info: Pick<GraphQLResolveInfo, 'path'>): Asker | null {
  const [first, ...others] = context.askers;
  if (!first) return null;
  if (others.length === 0) return first;
  return askerAt(context.askers, answerPath(info)[1]);
}

/** Of several askers each names its representations, and no two the same one: what one may see must not depend on another's rights. */
export function askersAreApart(askers: readonly Asker[]): boolean {
  if (askers.length < 2) return true;
  const claimed = new Set<number>();
  for (const { representations } of askers) {
    if (!representations) return false;
    for (const representation of representations) {
      if (claimed.has(representation)) return false;
      claimed.add(representation);
    }
  }
  return true;
}

export function askerAt(askers: readonly Asker[], representation: unknown): Asker | null {
  if (askers.length === 1) return askers[0] ?? null;
  return askers.find((asker) => asker.representations?.includes(representation as number)) ?? null;
}
