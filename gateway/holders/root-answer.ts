// The index's answer to root fields. The index is the network's own: it alone may say why an argument is no good, in its own words.
import type { HolderAnswer, IndexState } from '#kit/wire/protocol.ts';
import { isRecord, setOwn } from './answer-shape.ts';
import { askedPart, isAskedAt, isPath, isVerdict, noteOf } from './entity-answer.ts';
import type { EntityNote } from './entity-answer.ts';
import type { FetchText } from './fetch-text.ts';
import type { FieldErrorCode } from './field-errors.ts';

export interface RootNote extends EntityNote {
  readonly message?: string;
}

/** Codes of the index that reach the client as they are: what was typed cannot be searched for. */
const argumentCodes = ['BAD_ARGUMENT', 'BAD_IDENTIFIER', 'TOO_BROAD'] as const;
const messageLengthMax = 500;
/** A page of fifty subjects under several aliases, with some verdicts each. */
const remarksMax = 20_000;
/** Some for every endpoint of the network. */
const statesMax = 2000;

export function readRootAnswer(
  answer: HolderAnswer,
  text: FetchText,
  rootType: string,
  isIndex: boolean,
): { readonly data: Record<string, unknown>; readonly notes: readonly RootNote[] } {
  const failedCode = isIndex ? 'INDEX_UNAVAILABLE' : 'HOLDER_INVALID_ANSWER';
  const notes: RootNote[] = [];
  const failedKeys = new Set<string>();
  const verdicts = listOf(isRecord(answer.extensions) ? answer.extensions.verdicts : undefined);
  const errors = listOf(answer.errors);
  if (verdicts.length + errors.length > remarksMax) {
    const nothing: Record<string, unknown> = {};
    for (const key of text.rootKeys) setOwn(nothing, key, null);
    return { data: nothing, notes: text.rootKeys.map((key) => failed(failedCode, [key], 'TOO_MANY_REMARKS')) };
  }
  let unplaced = false;
  for (const error of errors) {
    const said = isRecord(error) && isPath(error.path) ? error.path : [];
    const path = askedPart(said, text.shape, rootType);
    const [key] = path;
    if (typeof key !== 'string' || !text.rootKeys.includes(key)) {
      unplaced = true;
      continue;
    }
    failedKeys.add(key);
    notes.push(isIndex ? indexNote(path, error) : failed(failedCode, path, 'HOLDER_ERROR'));
  }
  for (const verdict of verdicts) {
    if (isVerdict(verdict) && isAskedAt(verdict.path, text.shape, rootType)) notes.push(noteOf(verdict.path, verdict));
    else unplaced = true;
  }

  const given: Record<string, unknown> = isRecord(answer.data) ? answer.data : {};
  const complete: Record<string, unknown> = {};
  for (const key of text.rootKeys) {
    if (Object.hasOwn(given, key)) setOwn(complete, key, given[key]);
    // A field that has its own error needs no second one for being absent.
    else if (failedKeys.has(key)) setOwn(complete, key, null);
  }
  const { value, problems } = text.shape.project(complete, rootType);
  for (const { path, reason } of problems) notes.push(failed(failedCode, path, reason));
  if (unplaced) for (const key of text.rootKeys) notes.push(failed(failedCode, [key], 'HOLDER_ERROR'));

  const data: Record<string, unknown> = {};
  for (const key of text.rootKeys) setOwn(data, key, value === null ? null : value[key]);
  return { data, notes };
}

/** What the index says of its own currency; what is not well-formed is not said. */
export function readIndexStates(answer: HolderAnswer): readonly IndexState[] {
  const states = listOf(isRecord(answer.extensions) ? answer.extensions.index : undefined);
  return states.slice(0, statesMax).flatMap((state) => {
    if (!isRecord(state) || typeof state.source !== 'string' || typeof state.holder !== 'string') return [];
    const asOf = typeof state.asOf === 'string' ? state.asOf : null;
    return [{ source: state.source, holder: state.holder, asOf, behind: state.behind !== false }];
  });
}

function indexNote(path: readonly (string | number)[], error: unknown): RootNote {
  const code: unknown = isRecord(error) && isRecord(error.extensions) ? error.extensions.code : undefined;
  const known = argumentCodes.find((one) => one === code);
  if (known === undefined) return failed('INDEX_UNAVAILABLE', path, 'HOLDER_ERROR');
  const message =
    isRecord(error) && typeof error.message === 'string' ? error.message.slice(0, messageLengthMax) : undefined;
  return { code: known, path, ...(message !== undefined && { message }) };
}

function failed(code: FieldErrorCode, path: readonly (string | number)[], reason: string): RootNote {
  return { code, status: 'PARTIAL', path, reason };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
