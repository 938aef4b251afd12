// The last look at an answer, after either engine: nothing is missing silently, nothing hidden leaves a trace, and what may be concluded
// is said in so many words (GraphQL over HTTP has no place for that but `extensions`).
import type { Directory } from '#kit/directory.ts';
import { formatFieldError, messageOf } from '../errors.ts';
import type { ClientError, Language } from '../errors.ts';
import type { EngineAnswer, EngineError, ResponsePath } from '../engine/engine.ts';
import type { AuthorizedOperation, SelectedField, SelectionTree } from '../operation-tree.ts';
import { setOwn } from './answer-shape.ts';
import { shapeAnswer } from './answer-tree.ts';
import type { DeniedField, RecordSeen, SubjectSeen } from './answer-tree.ts';
import { silentSourcesOf, unpublishedSourcesOf, whomToAsk } from './directory-view.ts';
import type { GraphFacts } from './graph-facts.ts';
import { outcomesOf, rootFieldsOf } from './outcomes.ts';
import type { Outcome } from './outcomes.ts';
import type { SourceReport } from './report.ts';
import { sourcesOf } from './sources.ts';
import type { SourceLine } from './sources.ts';

export interface CompletenessInput {
  readonly answer: EngineAnswer;
  readonly operation: AuthorizedOperation;
  readonly report: SourceReport;
  readonly facts: GraphFacts;
  readonly directory: Directory;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly language: Language;
  /** 32 hex digits, W3C Trace Context. */
  readonly traceId: string;
  /** Introspection is answered elsewhere; by response key. */
  readonly introspected?: Readonly<Record<string, unknown>>;
}

/** What was kept from the caller, and by which rule. */
export interface Withheld {
  /** `Type.field`; of a record, the field that leads to it. */
  readonly field: string;
  readonly rule: string;
}

export interface CompletedAnswer {
  readonly data: Record<string, unknown>;
  readonly errors: readonly ClientError[];
  readonly extensions: {
    readonly sources: readonly SourceLine[];
    readonly outcomes: readonly Outcome[];
    readonly masked: readonly ResponsePath[];
    readonly notice: string;
    readonly traceId: string;
  };
  /** For the journal: what was shown. */
  readonly subjects: readonly SubjectSeen[];
  readonly records: readonly RecordSeen[];
  /** `Type.field` of what was shown with a value. */
  readonly fields: readonly string[];
  readonly withheld: readonly Withheld[];
}

/** Completes an engine's answer into what the client gets and what the journal records. */
export function complete(input: CompletenessInput): CompletedAnswer {
  const { answer, operation, report, facts, directory, now, language, traceId, introspected = {} } = input;
  const { tree } = operation;
  const shaped = shapeAnswer(answer.data, answer.errors, tree, facts);
  const { data, errors, denied, masked, subjects, records, fields } = shaped;
  for (const [key, value] of Object.entries(introspected)) setOwn(data, key, value);
  return {
    data,
    errors: [
      ...errors.map((error) => clientError(error, language)),
      ...denied.flatMap((one) => deniedErrors(one, directory, language)),
    ],
    extensions: {
      sources: sourcesOf(report, [...errors, ...shaped.gone], rootFieldsOf(tree)),
      outcomes: outcomesOf({
        tree,
        data,
        errors,
        indexStates: report.indexStates,
        unpublishedSources: unpublishedSourcesOf(directory),
        silentSources: silentSourcesOf(directory),
        facts,
        now,
        language,
      }),
      masked,
      notice: notices[language],
      traceId,
    },
    subjects,
    records,
    fields,
    withheld: withheldFrom(errors, denied, tree),
  };
}

function withheldFrom(
  errors: readonly EngineError[],
  denied: readonly DeniedField[],
  tree: SelectionTree,
): readonly Withheld[] {
  const found = new Map<string, Withheld>();
  const add = (field: string, rule: string) => found.set(`${field} ${rule}`, { field, rule });
  for (const { code, path, rule } of errors) {
    if (code === 'RECORD_WITHHELD' && path !== undefined) add(coordinateAt(tree, path), rule ?? 'HOLDER');
  }
  for (const { field, coordinate } of denied) if (field.decision.kind === 'DENY') add(coordinate, field.decision.rule);
  return [...found.values()];
}

/** `Type.field` at a place of the answer; aliases may say anything and are not written down. */
function coordinateAt(tree: SelectionTree, path: ResponsePath): string {
  let level: SelectionTree | undefined = tree;
  let coordinate = '';
  for (const key of path) {
    if (typeof key === 'number' || level === undefined) continue;
    const types: readonly (readonly [string, readonly SelectedField[]])[] = [...level.byType];
    const [found] = types.flatMap(([type, fields]) => {
      const field = fields.find(({ responseKey }) => responseKey === key);
      return field === undefined ? [] : [{ type, field }];
    });
    if (found === undefined) return coordinate;
    coordinate = `${found.type}.${found.field.name}`;
    level = found.field.selection;
  }
  return coordinate;
}

const notices: Readonly<Record<Language, string>> = {
  'pt-BR': 'Não é certidão de antecedentes.',
  en: 'This is not a criminal record certificate.',
  es: 'No es un certificado de antecedentes.',
};

function clientError(error: EngineError, language: Language): ClientError {
  const { code, path, message, source, holder, rule, contact } = error;
  if (code === 'INTERNAL' || code === 'HIDDEN' || code === 'MASKED') {
    return { message: messageOf('INTERNAL', language), ...(path && { path }), extensions: { code: 'INTERNAL' } };
  }
  const detail = {
    ...(source !== undefined && { source }),
    ...(holder !== undefined && { holder }),
    ...(rule !== undefined && { rule }),
    ...(contact !== undefined && { contact }),
  };
  const formatted = formatFieldError(code, path ?? [], detail, language);
  return message === undefined ? formatted : { ...formatted, message };
}

/** One error a place; beyond the first places one for all the others, with `@` for the indexes. Each says whom to ask. */
function deniedErrors({ field, places, isMore }: DeniedField, directory: Directory, language: Language) {
  const { decision } = field;
  if (decision.kind !== 'DENY') return [];
  const { rule, needs } = decision;
  const pattern = places[0]?.path.map((step) => (typeof step === 'number' ? '@' : step));
  const all: DeniedField['places'] =
    isMore && pattern !== undefined ? [...places, { path: pattern, holder: undefined }] : places;
  return all.map(({ path, holder }) => {
    const contact = whomToAsk(directory, holder);
    const detail = { rule, needs, ...(contact !== undefined && { contact }) };
    return formatFieldError('UNAUTHORIZED_FIELD_OR_TYPE', path, detail, language);
  });
}
