// What an engine needs of the world: somebody who carries one fetch of a plan to its source and brings back what came. Engines know no
// more of transport than this.
import type { EngineError, ResponsePath } from './engine.ts';

/** One fetch of a plan: made once with the plan, so that whatever is found out about it can be kept under the object. */
export interface PlannedFetch {
  /** The name of the subgraph. */
  readonly source: string;
  /** One `_entities(representations: $representations)`, or root fields; without an operation name. */
  readonly query: string;
  readonly operationType: 'query' | 'mutation';
  /** Variables that the query uses, other than the representations. */
  readonly variableNames: readonly string[];
  readonly isEntities: boolean;
}

/** What stands for one entity at its source. */
export interface Representation {
  /** As JSON; equal for equal representations. */
  readonly json: string;
  readonly value: Readonly<Record<string, unknown>>;
}

export interface SourceFetch {
  readonly planned: PlannedFetch;
  /** Of the names that the query uses, the values that were given. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Of entities: each once. */
  readonly representations?: readonly Representation[];
  /** Where in the answer the values go; `@` for any index. For reports. */
  readonly path: ResponsePath;
}

/** What a client says instead of a value; engines only move it to its place. */
export interface Fault {
  /** Response keys and indexes; absent: the whole answer is concerned. */
  readonly path?: ResponsePath;
}

export interface SourceAnswer<Failure extends Fault = EngineError> {
  /** By response key; entities as a list under `_entities`, as long as the representations. The engine owns it, and merges into it. */
  readonly data: Record<string, unknown> | null;
  /** Paths are in `data`: `_entities`, index, … */
  readonly errors: readonly Failure[];
}

export interface SourceClient<Request, Failure extends Fault = EngineError> {
  /** Never rejects for what a source did. */
  fetch(fetch: SourceFetch, request: Request): Promise<SourceAnswer<Failure>>;
}
