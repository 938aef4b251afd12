// What a part of a request to one endpoint came to: an outcome for each record, one line in the report, and the codes under which clients
// see what is missing.
import type { EngineRequest } from '../engine/engine.ts';
import { valuesMax } from './answer-shape.ts';
import { contactOf } from './directory-view.ts';
import type { CallFailure } from './endpoint-call.ts';
import type { EntityNote, EntityOutcome, EntityReader } from './entity-answer.ts';
import { isByRule } from './field-errors.ts';
import type { FieldErrorCode } from './field-errors.ts';
import type { Answered, Part } from './joining.ts';
import type { SourceStatus } from './report.ts';

/** One outcome for each position of the part; every position gets an entity of its own. */
export function outcomesOf(
  part: Part,
  answered: Answered,
  request: EngineRequest,
): readonly { readonly index: number; readonly outcome: EntityOutcome }[] {
  const reader = 'failure' in answered ? failing(answered.failure) : answered.reader;
  const bounded = withinBounds(reader);
  const first = part.representations.map((_, at) => bounded(at));
  const main = settle(part, first, answered, request);
  const used = new Set<number>();
  return part.positions.map(({ index, at }) => {
    const known = first[at];
    const outcome = known === undefined || used.has(at) ? bounded(at) : known;
    used.add(at);
    const notes = outcome.notes.map((note) =>
      note.status === 'PARTIAL' && main !== undefined ? { ...note, status: main } : note,
    );
    return { index, outcome: { entity: outcome.entity, notes } };
  });
}

/** Beyond so many failures an entity's own are one. */
const failuresMax = 2000;

/** Lets no answer take longer than it may: what is too much of it is a failure like any other. */
function withinBounds(reader: EntityReader): EntityReader {
  let valueCount = 0;
  let failureCount = 0;
  return (index) => {
    if (valueCount > valuesMax)
      return {
        entity: null,
        notes: [{ code: 'HOLDER_INVALID_ANSWER', status: 'PARTIAL', path: [], reason: 'WRONG_COUNT' }],
      };
    const outcome = reader(index);
    valueCount += outcome.valueCount ?? 0;
    const failures = outcome.notes.filter(({ code }) => code === 'HOLDER_INVALID_ANSWER');
    failureCount += failures.length;
    const [failure] = failures;
    if (failure === undefined || failureCount <= failuresMax) return outcome;
    const others = outcome.notes.filter(({ code }) => code !== 'HOLDER_INVALID_ANSWER');
    return { entity: outcome.entity, notes: [...others, { ...failure, path: [] }] };
  };
}

/** Enters the part in the report; returns the status under which its invalid entities stand. */
function settle(
  part: Part,
  outcomes: readonly EntityOutcome[],
  answered: Answered,
  { report }: EngineRequest,
): SourceStatus | undefined {
  const { source, holder } = part.endpoint;
  const contact = contactOf(part.endpoint);
  const said = { source, holder, elapsedMs: answered.elapsedMs, path: part.path };
  if ('failure' in answered) {
    report.settled({ ...said, ...answered.failure, contact });
    return undefined;
  }
  const asOf = answered.asOf === undefined ? {} : { asOf: answered.asOf };
  const notes = outcomes.flatMap((outcome) => outcome.notes);
  // A hidden entity is null and has no status: where all are hidden the endpoint was never asked, as far as anybody can see.
  const isAnswered = !part.text.asksNothing && outcomes.some(({ entity }) => entity !== null);
  const isFailed = notes.some(({ code }) => code === 'HOLDER_INVALID_ANSWER');
  const isDecided = notes.some(({ code }) => code === 'RECORD_GONE' || isByRule(code));
  const failedStatus = isAnswered || isDecided ? 'PARTIAL' : 'INVALID_ANSWER';
  if (isFailed) report.settled({ ...said, ...asOf, status: failedStatus, contact });
  else if (isAnswered) report.settled({ ...said, ...asOf, status: 'ANSWERED' });
  const settled = new Set<string>();
  for (const note of notes) {
    if (note.status === undefined || note.code === 'HOLDER_INVALID_ANSWER') continue;
    const { status, code, rule, reason } = note;
    const why = isByRule(code) ? explained({ rule, reason }) : {};
    // One line each, whatever the number of notes.
    const key = `${status} ${why.rule ?? ''}`;
    if (settled.has(key)) continue;
    settled.add(key);
    report.settled({ ...said, ...asOf, status, contact: note.contact ?? contact, ...why });
  }
  return failedStatus;
}

/** What is known of it, so that what is not known is absent and not undefined. */
export function explained(why: { readonly rule?: string; readonly reason?: string; readonly contact?: string }) {
  return Object.fromEntries(Object.entries(why).filter(([, word]) => word !== undefined));
}

export const failureCodes: Readonly<Record<SourceStatus, FieldErrorCode>> = {
  TIMED_OUT: 'HOLDER_TIMED_OUT',
  UNAVAILABLE: 'HOLDER_UNAVAILABLE',
  BUSY: 'HOLDER_BUSY',
  MAINTENANCE: 'HOLDER_MAINTENANCE',
  REFUSED: 'HOLDER_REFUSED',
  INVALID_ANSWER: 'HOLDER_INVALID_ANSWER',
  PARTIAL: 'HOLDER_INVALID_ANSWER',
  RECORD_GONE: 'RECORD_GONE',
  WITHHELD: 'RECORD_WITHHELD',
  NOT_HELD: 'FIELD_NOT_HELD',
  NOT_SUPPORTED: 'FIELD_NOT_SUPPORTED',
  ANSWERED: 'INTERNAL',
  NO_POINTER: 'INTERNAL',
  INDEX_BEHIND: 'INTERNAL',
};

function failing({ status, reason }: CallFailure): EntityReader {
  return () => ({ entity: null, notes: [{ code: failureCodes[status], status, path: [], reason }] });
}

/** Every field that was asked is absent at the endpoint: the errors without the call. */
export function onlyAbsences({ text, representations }: Part): EntityReader {
  return (index) => {
    const representation = representations[index]?.value ?? {};
    const { value, problems } = text.shape.project(representation, String(representation.__typename));
    const notes = problems.flatMap(({ path, code, reason }): readonly EntityNote[] => {
      if (code === 'HOLDER_INVALID_ANSWER') return [];
      return [{ code, status: code === 'FIELD_NOT_HELD' ? 'NOT_HELD' : 'NOT_SUPPORTED', path, reason }];
    });
    return { entity: value, notes };
  };
}
