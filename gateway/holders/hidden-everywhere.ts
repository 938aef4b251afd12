// Where else does the answer show what a holder hides? A holder hides a record at the one place where it was asked for it. Under another
// alias the same pointer, the subject that has no other record, its entry and its place in a count stand as well, and each would be the
// trace that HIDE must not leave.
import { valueFromASTUntyped } from 'graphql';
import type { ResponsePath } from '../engine/engine.ts';
import type { SelectedField, SelectionTree } from '../operation-tree.ts';
import { concreteType, keyOf } from './answer-names.ts';
import { isRecord } from './answer-shape.ts';
import type { GraphFacts } from './graph-facts.ts';

export interface HiddenEverywhere {
  /** Every place of what is hidden at some place. */
  readonly places: readonly ResponsePath[];
  /** Entries that the counts of a connection must not know of, by `pathKey` of its place. */
  readonly uncounted: ReadonlyMap<string, number>;
}

export function pathKey(path: ResponsePath): string {
  return JSON.stringify(path);
}

/** `places` are those that holders named; `data` is the engine's. */
export function hiddenEverywhere(
  places: readonly ResponsePath[],
  data: Readonly<Record<string, unknown>>,
  tree: SelectionTree,
  facts: GraphFacts,
  variables: Readonly<Record<string, unknown>>,
): HiddenEverywhere {
  if (places.length === 0) return { places, uncounted: new Map() };
  const survey = new Survey(facts, variables);
  survey.object(data, 'Query', tree, [], { identity: '' });
  const hidden = new Set(places.map(pathKey));

  const recordNames = namesOf(survey.records.filter(({ key }) => hidden.has(key)));
  for (const { key, name } of survey.records) if (name !== undefined && recordNames.has(name)) hidden.add(key);

  const isGone = ({ key, records }: SubjectPlace) => hidden.has(key) || losesEveryRecord(records, hidden);
  const subjectNames = namesOf(survey.subjects.filter(isGone));
  for (const subject of survey.subjects)
    if (isGone(subject) || (subject.name !== undefined && subjectNames.has(subject.name))) hidden.add(subject.key);

  const isLost = ({ subjects }: EntryPlace) => subjects.some(({ key }) => hidden.has(key));
  const lost = survey.entries.filter(isLost);
  const slots = new Set(lost.map(({ slot }) => slot));
  // An entry that was asked for its cursor alone names nobody: it is known by its position.
  for (const { key, slot, subjects } of survey.entries) if (subjects.length === 0 && slots.has(slot)) hidden.add(key);

  const byConnection = new Map<string, Set<string>>();
  for (const { connection, slot, subjects } of lost) {
    const names = byConnection.get(connection) ?? new Set();
    names.add(subjects.map(({ name }) => name ?? slot).join());
    byConnection.set(connection, names);
  }
  const uncounted = new Map(survey.connections.map(({ key, name }) => [key, byConnection.get(name)?.size ?? 0]));
  return { places: [...hidden].map((key) => JSON.parse(key) as ResponsePath), uncounted };
}

interface RecordPlace {
  readonly key: string;
  readonly name: string | undefined;
  /** A null in a list that nobody hid is somebody's silence; in a single place it may be nothing at all. */
  readonly counts: boolean;
}

interface SubjectPlace {
  readonly key: string;
  readonly name: string | undefined;
  readonly records: RecordPlace[];
}

interface EntryPlace {
  readonly key: string;
  /** The list that it is of, whatever alias and page. */
  readonly connection: string;
  /** Its position in the list, from where the page begins. */
  readonly slot: string;
  readonly subjects: SubjectPlace[];
}

/** What is around a place. */
interface Around {
  /** Equal for equal questions, whatever their aliases. */
  readonly identity: string;
  /** Whose records are below. */
  readonly subject?: SubjectPlace | undefined;
  /** The entry that exists only for what is below. */
  readonly entry?: EntryPlace | undefined;
  /** Where the page begins. */
  readonly after?: string;
}

class Survey {
  readonly records: RecordPlace[] = [];
  readonly subjects: SubjectPlace[] = [];
  readonly entries: EntryPlace[] = [];
  readonly connections: { readonly key: string; readonly name: string }[] = [];
  readonly #facts: GraphFacts;
  readonly #variables: Readonly<Record<string, unknown>>;

  constructor(facts: GraphFacts, variables: Readonly<Record<string, unknown>>) {
    this.#facts = facts;
    this.#variables = variables;
  }

  object(
    value: Readonly<Record<string, unknown>>,
    type: string,
    tree: SelectionTree,
    path: ResponsePath,
    around: Around,
  ): void {
    const fields = (tree.byType.get(type) ?? [...tree.byType.values()][0] ?? []).filter(
      ({ decision }) => decision.kind !== 'DENY',
    );
    const inside = this.#facts.isSubject(type) ? this.#subject(value, type, fields, path, around) : around;
    if (type.endsWith('Connection')) this.connections.push({ key: pathKey(path), name: inside.identity });
    for (const field of fields) {
      if (field.selection === undefined || !Object.hasOwn(value, field.responseKey)) continue;
      const { list, after } = this.#question(field);
      const identity = `${inside.identity}/${list}`;
      this.#value(value[field.responseKey], field, field.selection, [...path, field.responseKey], {
        ...{ ...inside, identity: field.name === 'edges' ? inside.identity : identity },
        ...(field.name !== 'edges' && { after }),
      });
    }
  }

  #value(value: unknown, field: SelectedField, selection: SelectionTree, path: ResponsePath, around: Around): void {
    if (Array.isArray(value)) {
      for (const [index, item] of (value as readonly unknown[]).entries()) {
        const place = [...path, index];
        this.#value(item, field, selection, place, { ...around, ...this.#itemOf(field, place, around) });
      }
      return;
    }
    if (this.#facts.isRecord(field.returns)) this.#record(value, field, selection, path, around);
    if (!isRecord(value)) return;
    this.object(value, concreteType(value, field.returns, selection), selection, path, {
      ...around,
      subject: undefined,
    });
  }

  #itemOf(field: SelectedField, path: ResponsePath, around: Around): Partial<Around> {
    const index = path.at(-1);
    if (field.name !== 'edges') return { identity: `${around.identity}[${index}]`, entry: undefined };
    const { identity: connection, after = '' } = around;
    const entry = { key: pathKey(path), connection, slot: `${connection} ${after} ${index}`, subjects: [] };
    this.entries.push(entry);
    return { identity: `${connection}[${index}]`, entry };
  }

  #subject(
    value: Readonly<Record<string, unknown>>,
    type: string,
    fields: readonly SelectedField[],
    path: ResponsePath,
    around: Around,
  ): Around {
    const id = keyOf(value, fields, 'id');
    const name = id === undefined ? undefined : `${type} ${id}`;
    const subject: SubjectPlace = { key: pathKey(path), name, records: [] };
    this.subjects.push(subject);
    around.entry?.subjects.push(subject);
    return { identity: name ?? around.identity, subject };
  }

  #record(value: unknown, field: SelectedField, selection: SelectionTree, path: ResponsePath, around: Around): void {
    const fields = selection.byType.get(field.returns) ?? [];
    const [holder, recordId] = isRecord(value)
      ? [keyOf(value, fields, 'holder'), keyOf(value, fields, 'recordId')]
      : [undefined, undefined];
    const name = holder === undefined || recordId === undefined ? undefined : `${field.returns} ${holder} ${recordId}`;
    const record = { key: pathKey(path), name, counts: value !== null || typeof path.at(-1) === 'number' };
    this.records.push(record);
    around.subject?.records.push(record);
  }

  /** The field with its arguments, and apart from them where the page begins. */
  #question({ name, args = [] }: SelectedField): { readonly list: string; readonly after: string } {
    const given = args.map((one) => [one.name.value, valueFromASTUntyped(one.value, this.#variables)] as const);
    const others = given.filter(([argument]) => argument !== 'first' && argument !== 'after');
    const after = given.find(([argument]) => argument === 'after')?.[1];
    return { list: `${name}(${canonical(Object.fromEntries(others))})`, after: canonical(after ?? null) };
  }
}

function losesEveryRecord(records: readonly RecordPlace[], hidden: ReadonlySet<string>): boolean {
  const [lost, kept] = [records.filter(({ key }) => hidden.has(key)), records.filter(({ key }) => !hidden.has(key))];
  return lost.length > 0 && !kept.some(({ counts }) => counts);
}

function namesOf(places: readonly { readonly name: string | undefined }[]): ReadonlySet<string> {
  return new Set(places.flatMap(({ name }) => name ?? []));
}

/** One text for equal values, whatever the order of their keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    isRecord(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one,
  );
}
