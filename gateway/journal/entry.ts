// What one access leaves behind: who, why, what was asked, whom the answer showed, what was withheld, who answered. Never a value shown.
import { hash } from 'node:crypto';
import { Kind, print, visit } from 'graphql';
import type { DocumentNode, ValueNode } from 'graphql';
import type { Asker, Caller } from '#kit/caller.ts';
import { policyVersion } from '#kit/rules/policy.ts';
import type { Withheld } from '../holders/completeness.ts';
import type { AuthorizedOperation, SelectionTree } from '../operation-tree.ts';
import { readOnce } from '../read-once.ts';

export interface JournalSubject {
  readonly origin: 'ARGUMENT' | 'ANSWER';
  readonly kind: string;
  readonly value?: string;
  readonly digest?: string;
}

export interface JournalEntry {
  readonly traceId: string;
  readonly asker: Asker | null;
  readonly operationName?: string;
  readonly operationHash?: string;
  /** ANSWERED, or the code of the refusal. */
  readonly outcome: string;
  /** Some look-up went past the index (`freshness: LIVE`). */
  readonly live: boolean;
  /** Coordinates asked for and not refused by the gateway. */
  readonly asked: readonly string[];
  /** Coordinates shown with a value. */
  readonly fields: readonly string[];
  readonly withheld: readonly Withheld[];
  /** What was shown in part, or could have been. */
  readonly masked: readonly Withheld[];
  readonly endpoints: readonly { readonly source: string; readonly holder: string | null; readonly status: string }[];
  readonly subjects: readonly JournalSubject[];
}

/** What was known of a request when it was refused. */
export interface RefusedRequest {
  readonly traceId: string;
  readonly asker: Asker | null;
  readonly operationName?: string;
  /** The code of the refusal. */
  readonly outcome: string;
  readonly live?: boolean;
  /** Whom it asked for; nobody was shown. */
  readonly subjects?: readonly JournalSubject[];
}

export function refusalEntry({ live = false, subjects = [], ...request }: RefusedRequest): JournalEntry {
  return { ...request, live, subjects, asked: [], fields: [], withheld: [], masked: [], endpoints: [] };
}

const nameCharactersMax = 100;

/** A name is the client's free text: a run of digits in it may be somebody's number, and is not written down. */
export function nameForRecord(name: string): string {
  return name.slice(0, nameCharactersMax).replace(/\d{5,}/g, '#');
}

/** One hash for one operation whatever it is asked about: a hash over a CPF can be undone by trying all of them. */
export function operationHash({ document }: AuthorizedOperation): string {
  return hashOf(document);
}

const hashOf = readOnce((document: DocumentNode): string => {
  const literal = { enter: (node: ValueNode) => ({ ...node, value: node.kind === Kind.STRING ? '' : '0' }) };
  const shape = visit(document, { [Kind.STRING]: literal, [Kind.INT]: literal, [Kind.FLOAT]: literal });
  return hash('sha256', print(shape), 'hex');
});

/** The row as JSON, under the names of the columns; `place` orders the entries of one commit. */
export function rowText(entry: JournalEntry, place: number): string {
  const row = JSON.stringify({ place, ...restOfRow(entry) });
  return `{"asked":${askedText(entry.asked)},"fields":${textOfCoordinates(entry.fields)},${row.slice(1)}`;
}

/** Half of a row: all entries of an operation ask the same, so it is written once. */
const askedText = readOnce(textOfCoordinates);

/** Names of GraphQL with a dot: nothing in them is written otherwise in JSON, and joining them takes a tenth of looking for it. */
function textOfCoordinates(coordinates: readonly string[]): string {
  return coordinates.length === 0 ? '[]' : `["${coordinates.join('","')}"]`;
}

function restOfRow(entry: JournalEntry) {
  const caller: Partial<Caller> = entry.asker?.caller ?? {};
  return {
    trace_id: entry.traceId,
    caller: caller.id ?? null,
    body: caller.body ?? null,
    state: caller.state ?? null,
    unit: caller.unit ?? null,
    profile: caller.profile ?? null,
    level: caller.level ?? null,
    token_id: caller.tokenId ?? null,
    purpose: entry.asker?.purpose ?? null,
    case_number: entry.asker?.caseNumber ?? null,
    justification: entry.asker?.justification ?? null,
    policy_version: policyVersion,
    operation_name: entry.operationName ?? null,
    operation_hash: entry.operationHash ?? null,
    outcome: entry.outcome,
    live: entry.live,
    withheld: entry.withheld,
    masked: entry.masked,
    endpoints: entry.endpoints,
    subjects: entry.subjects,
  };
}

/** The coordinates that an operation was allowed to ask for, once each. */
export const fieldsAsked = readOnce((tree: SelectionTree): readonly string[] => [...new Set(coordinatesIn(tree))]);

function* coordinatesIn(tree: SelectionTree): Generator<string> {
  for (const [type, selected] of tree.byType)
    for (const { name, decision, selection } of selected) {
      if (decision.kind === 'DENY' || name.startsWith('__')) continue;
      yield `${type}.${name}`;
      if (selection) yield* coordinatesIn(selection);
    }
}
