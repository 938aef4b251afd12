// The last look at an answer, after either engine: nothing is missing silently, nothing hidden leaves a trace, and what may be concluded
// is said in so many words (GraphQL over HTTP has no place for that but `extensions`).
import type { Directory } from '#kit/directory.ts';
import { formatFieldError, messageOf } from '../errors.ts';
import type { ClientError, Language } from '../errors.ts';
import type { EngineAnswer, EngineError, ResponsePath } from '../engine/engine.ts';
import type { AuthorizedOperation, SelectionTree } from '../operation-tree.ts';
import { readOnce } from '../read-once.ts';
import { setOwn } from './answer-shape.ts';
import { deniedPathsMax, shapeAnswer } from './answer-tree.ts';
import type { DeniedField, PlacedError, RecordSeen, SubjectSeen } from './answer-tree.ts';
import { silentSourcesOf, unpublishedSourcesOf, whomToAsk } from './directory-view.ts';
import { isByRule } from './field-errors.ts';
import type { GraphFacts } from './graph-facts.ts';
import { outcomesOf, rootFieldsOf } from './outcomes.ts';
import type { Outcome } from './outcomes.ts';
import type { SourceReport } from './report.ts';
import { restoreAliases } from './restore-aliases.ts';
import { sourcesOf } from './sources.ts';
import type { SourceLine } from './sources.ts';

export interface CompletenessInput {
  readonly answer: EngineAnswer;
  readonly operation: AuthorizedOperation;
  /** With which it was asked. */
  readonly variables?: Readonly<Record<string, unknown>>;
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
  /** `source/holder` whose decision it was; absent: the gateway's, by the shared rules. Overlays of two holders may be of one number. */
  readonly by?: string;
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
  /** `Type.field` of what was shown in part, or to null whether it has a value or not. */
  readonly maskedFields: readonly Withheld[];
}

/** Completes an engine's answer into what the client gets and what the journal records. */
export function complete(input: CompletenessInput): CompletedAnswer {
  const { answer, operation, variables = {}, report, facts, directory, now, language, traceId } = input;
  const { introspected = {} } = input;
  const { tree } = operation;
  const { data: engineData, errors: engineErrors } = restoreAliases(answer, operation);
  const shaped = shapeAnswer(engineData, engineErrors, tree, facts, variables);
  const { data, errors, denied, masked, maskedFields, subjects, records, fields } = shaped;
  for (const [key, value] of Object.entries(introspected)) setOwn(data, key, value);
  return {
    data,
    errors: [
      ...fewer(errors).map((error) => clientError(error, language)),
      ...denied.flatMap((one) => deniedErrors(one, directory, language)),
    ],
    extensions: {
      sources: sourcesOf(report, [...errors, ...shaped.gone], rootFieldsOf(tree)),
      outcomes: outcomesOf({
        tree,
        data,
        errors,
        indexStates: report.indexStates,
        unpublishedSources: unpublishedSources(directory),
        silentSources: silentSources(directory),
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
    maskedFields: maskedFields.map(({ coordinate, rule, by }) => ({
      field: coordinate,
      rule,
      ...(by !== undefined && { by }),
    })),
  };
}

const unpublishedSources = readOnce(unpublishedSourcesOf);
const silentSources = readOnce(silentSourcesOf);

function withheldFrom(
  errors: readonly PlacedError[],
  denied: readonly DeniedField[],
  tree: SelectionTree,
): readonly Withheld[] {
  const found = new Map<string, Withheld>();
  const add = (field: string, rule: string, by?: string) =>
    found.set(`${field} ${rule} ${by ?? ''}`, { field, rule, ...(by !== undefined && { by }) });
  for (const { code, coordinate, rule, source, holder } of errors) {
    if (!isByRule(code) || coordinate === undefined) continue;
    const by = source === undefined || holder === undefined ? undefined : `${source}/${holder}`;
    add(coordinate, rule ?? 'HOLDER', by);
  }
  for (const { field, coordinate } of denied) if (field.decision.kind === 'DENY') add(coordinate, field.decision.rule);
  // Tried on people who are not there: nothing stood anywhere that could be kept back, and it was tried all the same.
  for (const { field, rule } of deniedIn(tree)) add(field, rule);
  return [...found.values()];
}

const deniedIn = readOnce((tree: SelectionTree): readonly Withheld[] => [...deniedBelow(tree)]);

function* deniedBelow(tree: SelectionTree): Generator<Withheld> {
  for (const [type, fields] of tree.byType)
    for (const { name, decision, selection } of fields) {
      if (decision.kind !== 'DENY') {
        if (selection) yield* deniedBelow(selection);
      } else if (!name.startsWith('__')) {
        yield { field: `${type}.${name}`, rule: decision.rule };
      }
    }
}

const notices: Readonly<Record<Language, string>> = {
  'pt-BR': 'Não é certidão de antecedentes.',
  en: 'This is not a criminal record certificate.',
  es: 'No es un certificado de antecedentes.',
};

function clientError(error: EngineError, language: Language): ClientError {
  const { code, path, message, source, holder, rule, needs, contact, reason } = error;
  if (code === 'INTERNAL' || code === 'HIDDEN' || code === 'MASKED') {
    return { message: messageOf('INTERNAL', language), ...(path && { path }), extensions: { code: 'INTERNAL' } };
  }
  const detail = {
    ...(source !== undefined && { source }),
    ...(holder !== undefined && { holder }),
    ...(rule !== undefined && { rule }),
    ...(needs !== undefined && { needs }),
    ...(contact !== undefined && { contact }),
    ...(reason !== undefined && isByRule(code) && { reason }),
  };
  const formatted = formatFieldError(code, path ?? [], detail, language);
  return message === undefined ? formatted : { ...formatted, message };
}

const errorsMax = 1000;
/** Of explanations, in all errors; those that come later say only what happened, and where. */
const explanationCharsMax = 500_000;

/** As with the gateway's own denials: beyond the first places of one pattern, one error for all the others, with `@` for the indexes. */
function fewer(errors: readonly EngineError[]): readonly EngineError[] {
  const counts = new Map<string, number>();
  let shown = 0;
  let chars = 0;
  const explained = (error: EngineError): EngineError => {
    const { needs = [], reason = '', contact = '' } = error;
    chars += needs.reduce((sum, { length }) => sum + length, reason.length + contact.length);
    if (chars <= explanationCharsMax) return error;
    const { needs: _, reason: __, contact: ___, ...bare } = error;
    return bare;
  };
  return errors.flatMap((error) => {
    if (error.path === undefined) return [error];
    const pattern = error.path.map((step) => (typeof step === 'number' ? '@' : step));
    const key = JSON.stringify([error.code, error.source, error.holder, pattern]);
    const count = counts.get(key) ?? 0;
    if (count > deniedPathsMax) return [];
    const isOneOfFew = count < deniedPathsMax && shown < errorsMax;
    counts.set(key, isOneOfFew ? count + 1 : deniedPathsMax + 1);
    if (isOneOfFew) shown += 1;
    return [explained(isOneOfFew ? error : { ...error, path: pattern })];
  });
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
