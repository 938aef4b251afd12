// The normalised operation: fragments resolved, conditions evaluated, one list of fields per concrete type, a decision on every field.
// Authorization makes it, the engine is given its text, the answer is shaped by it.
import type { ArgumentNode, DocumentNode } from 'graphql';
import type { Decision, Rule } from '#kit/rules/rule.ts';

export interface SelectedField {
  /** What the client reads. */
  readonly responseKey: string;
  /** The field's name in the schema; `__typename` too. */
  readonly name: string;
  /** As they were written; absent where there are none. */
  readonly args?: readonly ArgumentNode[];
  readonly decision: Decision;
  readonly rule?: Rule;
  /** Name of the type that the field returns, without lists. */
  readonly returns: string;
  /** How many lists stand around it. */
  readonly listDepth: number;
  readonly nonNull: boolean;
  /** What is selected below, or undefined for a leaf. */
  readonly selection?: SelectionTree;
}

export interface SelectionTree {
  /** True where the engine's data carries the concrete type under `typenameKey`. */
  readonly abstract: boolean;
  readonly byType: ReadonlyMap<string, readonly SelectedField[]>;
}

/** Added to the engine's operation and never shown: the concrete type, and the keys that the journal records. */
export const typenameKey = 'infosegTypename';
export const hiddenKeyPrefix = 'infosegKey_';
/** Before a client's alias that is the name of a key: as it stands it would take the key's place in the engine's data, or the reverse. */
export const aliasPrefix = 'infosegAlias_';

export interface AuthorizedOperation {
  /** The operation as the engine gets it: denied fields are gone, hidden keys are there. */
  readonly document: DocumentNode;
  readonly text: string;
  /** Of `text`; the engine's plan is kept under it. */
  readonly hash: string;
  /** Variables that the text still uses. */
  readonly variableNames: readonly string[];
  readonly tree: SelectionTree;
  /** Equal for askers for whom every rule of the supergraph decides alike; never a person, never a case number. */
  readonly rights: string;
  readonly operationType: 'query' | 'mutation';
  /** False when nothing is left to ask: every root field was denied or is introspection. */
  readonly asksEngine: boolean;
}
