// What may be concluded from each root field: HIT, NO_HIT or INCOMPLETE. "None" is said only by who can know, and never as a certificate.
import type { IndexState } from '#kit/wire/protocol.ts';
import type { Language } from '../errors.ts';
import type { EngineError } from '../engine/engine.ts';
import type { SelectedField, SelectionTree } from '../operation-tree.ts';
import { readOnce } from '../read-once.ts';
import { isRecord } from './answer-shape.ts';
import { isByRule } from './field-errors.ts';
import type { GraphFacts } from './graph-facts.ts';

export type OutcomeKind = 'HIT' | 'NO_HIT' | 'INCOMPLETE';

export interface Outcome {
  /** The response key of the root field. */
  readonly field: string;
  readonly outcome: OutcomeKind;
  readonly sentence: string;
}

export interface OutcomeInput {
  readonly tree: SelectionTree;
  /** The shaped data. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The errors that the client sees, at their places in the shaped data. */
  readonly errors: readonly EngineError[];
  /** Undefined when the index did not answer. */
  readonly indexStates: readonly IndexState[] | undefined;
  /** Sources with a holder that publishes less than everything: what it has is found by probes alone. */
  readonly unpublishedSources: ReadonlySet<string>;
  /** Sources with a holder that publishes nothing at all. */
  readonly silentSources: ReadonlySet<string>;
  readonly facts: GraphFacts;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly language: Language;
}

/** One outcome per root field, introspection apart. */
export function outcomesOf(input: OutcomeInput): readonly Outcome[] {
  const time = timeOf(input.now);
  return rootFieldsOf(input.tree).map((field) => {
    const outcome = isIncomplete(field, input) ? 'INCOMPLETE' : isHit(field, input) ? 'HIT' : 'NO_HIT';
    return { field: field.responseKey, outcome, sentence: sentences[input.language][outcome].replace('{time}', time) };
  });
}

/** The root fields that ask something. */
export const rootFieldsOf = readOnce((tree: SelectionTree): readonly SelectedField[] =>
  fieldsIn(tree).filter(({ name }) => !name.startsWith('__')),
);

/** The fields of a selection, whatever the concrete type. */
const fieldsIn = readOnce((tree: SelectionTree): readonly SelectedField[] => [...tree.byType.values()].flat());

/** The sources whose index entries the field, or any field selected below it, is answered from. */
export const sourcesDrawnBy = readOnce((field: SelectedField): ReadonlySet<string> => {
  const sources = new Set<string>();
  const visit = (one: SelectedField): void => {
    if (one.decision.kind === 'DENY') return;
    for (const source of one.rule?.draws?.from ?? []) sources.add(source);
    for (const fields of one.selection?.byType.values() ?? []) fields.forEach(visit);
  };
  visit(field);
  return sources;
});

function isIncomplete(field: SelectedField, input: OutcomeInput): boolean {
  if (field.decision.kind === 'DENY') return false;
  const { errors, indexStates } = input;
  if (errors.some(({ path, code }) => !isByRule(code) && (path === undefined || path[0] === field.responseKey)))
    return true;
  const drawn = sourcesDrawnBy(field);
  if (drawn.size === 0) return false;
  if (indexStates === undefined || indexStates.some(({ source, behind }) => behind && drawn.has(source))) return true;
  if (isUnasked(field, drawn, input)) return true;
  return field.rule?.draws?.probes === true && lacksProbes(field, input);
}

/** A holder that publishes nothing is known by probes alone; where the field has none that reach its source, nobody asked it. */
function isUnasked(field: SelectedField, drawn: ReadonlySet<string>, { facts, silentSources }: OutcomeInput): boolean {
  const probed = new Set(
    field.rule?.draws?.probes ? facts.probeFieldsOf(field.returns).flatMap(({ sources }) => sources) : [],
  );
  return [...drawn].some((source) => silentSources.has(source) && !probed.has(source));
}

/**
 * An exact look-up whose probes were left out, though some holder that they would ask does not publish everything, or were shown without
 * their records: what those holders have was not looked for. (An index that is behind has made the answer incomplete already.)
 */
function lacksProbes(field: SelectedField, { data, facts, unpublishedSources }: OutcomeInput): boolean {
  const selected = field.selection?.byType.get(field.returns) ?? [];
  const lookUps = [Object.hasOwn(data, field.responseKey) ? data[field.responseKey] : null].flat();
  return facts.probeFieldsOf(field.returns).some(({ field: name, sources }) => {
    const probes = selected.filter((one) => one.name === name);
    if (probes.length === 0) return sources.some((source) => unpublishedSources.has(source));
    return !probes.some((one) => lookUps.every((lookUp) => isAsked(lookUp, one, facts)));
  });
}

/** Every probe of the look-up carries its records, or the rule that kept them back. */
function isAsked(lookUp: unknown, { responseKey, selection }: SelectedField, facts: GraphFacts): boolean {
  const probes = isRecord(lookUp) && Object.hasOwn(lookUp, responseKey) ? lookUp[responseKey] : null;
  const records = selection === undefined ? [] : fieldsIn(selection).filter(({ returns }) => facts.isRecord(returns));
  return [probes]
    .flat()
    .every((probe) => !isRecord(probe) || records.some(({ responseKey: key }) => Object.hasOwn(probe, key)));
}

function isHit(field: SelectedField, { data, facts }: OutcomeInput): boolean {
  const value = Object.hasOwn(data, field.responseKey) ? data[field.responseKey] : null;
  if (field.rule?.draws === undefined) return Array.isArray(value) ? value.length > 0 : value !== null;
  return holdsHit(value, field, facts);
}

/** A subject, a record, an entry of a connection or a count above zero; look-ups, readings and probes alone are none. */
function holdsHit(value: unknown, field: SelectedField, facts: GraphFacts): boolean {
  if (Array.isArray(value)) return value.some((item) => holdsHit(item, field, facts));
  if (field.name === 'totalCount' && typeof value === 'number') return value > 0;
  if (!isRecord(value) || field.selection === undefined) return false;
  const { returns, selection } = field;
  if (isFinding(returns, facts)) return true;
  return fieldsIn(selection).some((below) => {
    const key = below.responseKey;
    return Object.hasOwn(value, key) && holdsHit(value[key], below, facts);
  });
}

function isFinding(type: string, facts: GraphFacts): boolean {
  if (facts.isSubject(type) || facts.isRecord(type) || type.endsWith('Edge')) return true;
  const named = facts.schema.getType(type);
  // A union of subjects: its members decide, and all of them are findings.
  const members = named !== undefined && 'getTypes' in named ? named.getTypes() : [];
  return members.length > 0 && members.every(({ name }) => facts.isSubject(name));
}

let lastTime = { minute: NaN, text: '' };

/** HH:MM in Brasília, the clock of the network; the answers of one minute say the same. */
function timeOf(now: number): string {
  const minute = Math.floor(now / 60_000);
  if (minute !== lastTime.minute) lastTime = { minute, text: brasilia.format(now) };
  return lastTime.text;
}

const brasilia = new Intl.DateTimeFormat('pt-BR', {
  timeZone: 'America/Sao_Paulo',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

const sentences: Readonly<Record<Language, Readonly<Record<OutcomeKind, string>>>> = {
  'pt-BR': {
    HIT: 'Há registros que seu perfil pode consultar, às {time}.',
    NO_HIT: 'Nada que seu perfil possa consultar, às {time}.',
    INCOMPLETE: 'Consulta incompleta, às {time}: falta ao menos uma fonte; não conclua que nada existe.',
  },
  en: {
    HIT: 'There are records that your profile may consult, at {time} (Brasília).',
    NO_HIT: 'Nothing that your profile may consult, at {time} (Brasília).',
    INCOMPLETE:
      'Incomplete, at {time} (Brasília): at least one source is missing; do not conclude that nothing exists.',
  },
  es: {
    HIT: 'Hay registros que su perfil puede consultar, a las {time} (Brasilia).',
    NO_HIT: 'Nada que su perfil pueda consultar, a las {time} (Brasilia).',
    INCOMPLETE: 'Consulta incompleta, a las {time} (Brasilia): falta al menos una fuente; no concluya que nada existe.',
  },
};
