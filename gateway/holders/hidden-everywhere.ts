// Where else does the answer show what a holder hides? A holder hides a record at the one place where it was asked for it. Under another
// alias the same pointer, the subject that has no other record, its entry and its place in a count stand as well, and each would be the
// trace that HIDE must not leave.
import { valueFromASTUntyped } from 'graphql';
import type { ResponsePath } from '../engine/engine.ts';
import type { SelectedField, SelectionTree } from '../operation-tree.ts';
import { readOnce } from '../read-once.ts';
import { concreteType, keyOf } from './answer-names.ts';
import { isRecord } from './answer-shape.ts';
import type { GraphFacts } from './graph-facts.ts';
import { isInheritedName, ownValue } from './inherited-names.ts';

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
  survey.object(data, 'Query', tree, '', { identity: '' });
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
  readonly after?: string | undefined;
}

type Value = Readonly<Record<string, unknown>>;

/** A field that leads further down, and its name as `pathKey` writes it. */
interface WayDown {
  readonly field: SelectedField;
  readonly selection: SelectionTree;
  readonly key: string;
  readonly inherits: boolean;
}

const waysDown = readOnce((fields: readonly SelectedField[]): readonly WayDown[] =>
  fields.flatMap((field) => {
    const { decision, selection, responseKey } = field;
    if (decision.kind === 'DENY' || selection === undefined) return [];
    return [{ field, selection, key: JSON.stringify(responseKey), inherits: isInheritedName(responseKey) }];
  }),
);

class Survey {
  readonly records: RecordPlace[] = [];
  readonly subjects: SubjectPlace[] = [];
  readonly entries: EntryPlace[] = [];
  readonly connections: { readonly key: string; readonly name: string }[] = [];
  readonly #facts: GraphFacts;
  readonly #variables: Readonly<Record<string, unknown>>;
  readonly #questions = new Map<SelectedField, Question>();

  constructor(facts: GraphFacts, variables: Readonly<Record<string, unknown>>) {
    this.#facts = facts;
    this.#variables = variables;
  }

  /** `at` is what `pathKey` writes of the place, without its brackets. */
  object(value: Value, type: string, tree: SelectionTree, at: string, around: Around): void {
    const fields = tree.byType.get(type) ?? [...tree.byType.values()][0] ?? [];
    const inside = this.#facts.isSubject(type) ? this.#subject(value, type, fields, at, around) : around;
    if (type.endsWith('Connection')) this.connections.push({ key: `[${at}]`, name: inside.identity });
    for (const { field, selection, key, inherits } of waysDown(fields)) {
      const below = ownValue(value, field.responseKey, inherits);
      if (below === undefined) continue;
      const { list, after } = this.#question(field);
      const isEdges = field.name === 'edges';
      this.#value(below, field, selection, at === '' ? key : `${at},${key}`, {
        identity: isEdges ? inside.identity : `${inside.identity}/${list}`,
        subject: inside.subject,
        entry: inside.entry,
        after: isEdges ? inside.after : after,
      });
    }
  }

  #value(
    value: unknown,
    field: SelectedField,
    selection: SelectionTree,
    at: string,
    around: Around,
    isItem = false,
  ): void {
    if (Array.isArray(value)) {
      const items: readonly unknown[] = value;
      for (let index = 0; index < items.length; index++) {
        const place = `${at},${index}`;
        this.#value(items[index], field, selection, place, this.#itemOf(field, index, place, around), true);
      }
      return;
    }
    if (this.#facts.isRecord(field.returns)) this.#record(value, field, selection, at, isItem, around);
    if (!isRecord(value)) return;
    const { identity, entry, after } = around;
    this.object(value, concreteType(value, field.returns, selection), selection, at, {
      ...{ identity, entry, after },
      subject: undefined,
    });
  }

  #itemOf(field: SelectedField, index: number, at: string, { identity, subject, after }: Around): Around {
    if (field.name !== 'edges') return { identity: `${identity}[${index}]`, subject, entry: undefined, after };
    const slot = `${identity} ${after ?? ''} ${index}`;
    const entry = { key: `[${at}]`, connection: identity, slot, subjects: [] };
    this.entries.push(entry);
    return { identity: `${identity}[${index}]`, subject, entry, after };
  }

  #subject(value: Value, type: string, fields: readonly SelectedField[], at: string, around: Around): Around {
    const id = keyOf(value, fields, 'id');
    const name = id === undefined ? undefined : `${type} ${id}`;
    const subject: SubjectPlace = { key: `[${at}]`, name, records: [] };
    this.subjects.push(subject);
    around.entry?.subjects.push(subject);
    return { identity: name ?? around.identity, subject };
  }

  #record(
    value: unknown,
    field: SelectedField,
    selection: SelectionTree,
    at: string,
    isItem: boolean,
    around: Around,
  ): void {
    const fields = selection.byType.get(field.returns) ?? [];
    const [holder, recordId] = isRecord(value)
      ? [keyOf(value, fields, 'holder'), keyOf(value, fields, 'recordId')]
      : [undefined, undefined];
    const name = holder === undefined || recordId === undefined ? undefined : `${field.returns} ${holder} ${recordId}`;
    const record = { key: `[${at}]`, name, counts: value !== null || isItem };
    this.records.push(record);
    around.subject?.records.push(record);
  }

  #question(field: SelectedField): Question {
    let question = this.#questions.get(field);
    if (question === undefined) this.#questions.set(field, (question = questionOf(field, this.#variables)));
    return question;
  }
}

/** The field with its arguments, and apart from them where the page begins. */
interface Question {
  readonly list: string;
  readonly after: string;
}

function questionOf({ name, args = [] }: SelectedField, variables: Readonly<Record<string, unknown>>): Question {
  const given = args.map((one) => [one.name.value, valueFromASTUntyped(one.value, variables)] as const);
  const others = given.filter(([argument]) => argument !== 'first' && argument !== 'after');
  const after = given.find(([argument]) => argument === 'after')?.[1];
  return { list: `${name}(${canonical(Object.fromEntries(others))})`, after: canonical(after ?? null) };
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
