// A query plan, whoever made it: what is asked of which source, in which order, and where in the answer it belongs. Plain JSON.

export type PlanNode = FetchNode | EntitiesNode | SequenceNode | ParallelNode | ConditionNode;

/** Root fields of one source. */
export interface FetchNode {
  readonly kind: 'fetch';
  readonly source: string;
  readonly query: string;
  readonly operationType: 'query' | 'mutation';
  /** Where the values go; empty: the root of the answer. */
  readonly path: readonly PathStep[];
  readonly outputRewrites: readonly Rewrite[];
}

/** More about entities that are already in the answer. */
export interface EntitiesNode {
  readonly kind: 'entities';
  readonly source: string;
  /** One `_entities(representations: $representations)`. */
  readonly query: string;
  /** Where the entities are: at any of the paths. */
  readonly paths: readonly (readonly PathStep[])[];
  /** What of an entity stands for it at the source. */
  readonly requires: readonly Requirement[];
  readonly inputRewrites: readonly Rewrite[];
  /** Each path begins at the entity. */
  readonly outputRewrites: readonly Rewrite[];
}

export interface SequenceNode {
  readonly kind: 'sequence';
  readonly nodes: readonly PlanNode[];
}

export interface ParallelNode {
  readonly kind: 'parallel';
  readonly nodes: readonly PlanNode[];
}

export interface ConditionNode {
  readonly kind: 'condition';
  /** Name of a Boolean variable. */
  readonly variable: string;
  readonly ifTrue: PlanNode | null;
  readonly ifFalse: PlanNode | null;
}

/** A response key, every item of a list, or only objects of these types. */
export type PathStep = { readonly key: string } | { readonly types: readonly string[] } | { readonly items: true };

/** A field by its response key, sent under the name that the source knows it by; or fields of objects of a type. */
export type Requirement =
  | { readonly field: string; readonly as?: string; readonly selections?: readonly Requirement[] }
  | { readonly type: string; readonly selections: readonly Requirement[] };

export type RewriteStep = { readonly key: string } | { readonly types: readonly string[] };

/** Sets or renames what the last step, a key, leads to. */
export type Rewrite =
  | { readonly path: readonly RewriteStep[]; readonly set: string }
  | { readonly path: readonly RewriteStep[]; readonly rename: string };

/** A planner wrote what this project cannot read. */
export class PlanError extends Error {
  override readonly name = 'PlanError';
  readonly code = 'BAD_PLAN';
}

/** Too many operations wait for a plan: later there is one. */
export class PlannerBusy extends Error {
  override readonly name = 'PlannerBusy';
  readonly code = 'PLANNER_BUSY';
}
