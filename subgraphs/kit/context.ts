// What a resolver is given for one request. Schema and compiled queries are shared by all endpoints of a process, so holder, database
// and askers come in here and by no other way.
import { Kind, parse } from 'graphql';
import type { DocumentNode, GraphQLResolveInfo } from 'graphql';
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

/**
 * Of several askers each names its representations, no two the same one, and the request has one `_entities` and nothing beside it: what one
 * may see must not depend on another's rights, and by the place in the answer alone it is told whose it is.
 */
export function askersAreApart(askers: readonly Asker[], query: string): boolean {
  return askers.length < 2 || (nameTheirOwn(askers) && asksEntitiesAlone(query));
}

function nameTheirOwn(askers: readonly Asker[]): boolean {
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

function asksEntitiesAlone(query: string): boolean {
  let document: DocumentNode;
  try {
    document = parse(query);
  } catch {
    return false;
  }
  const [operation, ...others] = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const [field, ...more] = operation?.selectionSet.selections ?? [];
  // Behind a fragment there could be more.
  const isEntities = field?.kind === Kind.FIELD && field.name.value === '_entities';
  return isEntities && others.length === 0 && more.length === 0;
}

export function askerAt(askers: readonly Asker[], representation: unknown): Asker | null {
  if (askers.length === 1) return askers[0] ?? null;
  return askersByPosition(askers).get(representation) ?? null;
}

const positionsOf = new WeakMap<readonly Asker[], ReadonlyMap<unknown, Asker>>();

/** Every field of every record asks whose it is: looked up, however many people share the request. */
function askersByPosition(askers: readonly Asker[]): ReadonlyMap<unknown, Asker> {
  let known = positionsOf.get(askers);
  if (known === undefined) {
    const byPosition = new Map<unknown, Asker>();
    for (const asker of askers)
      for (const position of asker.representations ?? [])
        if (!byPosition.has(position)) byPosition.set(position, asker);
    positionsOf.set(askers, (known = byPosition));
  }
  return known;
}
