// The answer as the client asked for it: the original keys in their order, nulls where a rule denied, no entry that is gone or hidden and
// no trace of a hidden one. What the journal needs is collected on the way.
import { applyMask, isMasked } from '#kit/rules/mask.ts';
import { hiddenKeyPrefix } from '../operation-tree.ts';
import type { SelectedField, SelectionTree } from '../operation-tree.ts';
import type { EngineError, ResponsePath } from '../engine/engine.ts';
import { answerFieldsOf, keyAt, shapeCodeOf } from './answer-fields.ts';
import type { AnswerField, AnswerFields, AnswerSelection, AnswerType } from './answer-fields.ts';
import { concreteType } from './answer-names.ts';
import { isRecord, setOwn } from './answer-shape.ts';
import type { GraphFacts } from './graph-facts.ts';
import { hiddenEverywhere, pathKey } from './hidden-everywhere.ts';
import { ownValue } from './inherited-names.ts';
import { endPageAtItsLastEntry } from './page-end.ts';
import { ShownOnce, ShownPlaces } from './shown-once.ts';

export interface SubjectSeen {
  readonly kind: string;
  readonly id: string;
}

export interface RecordSeen {
  readonly kind: string;
  readonly holder: string;
  readonly recordId: string;
}

export interface DeniedField {
  readonly field: SelectedField;
  /** `Type.field` */
  readonly coordinate: string;
  /** The first places where the field would stand. */
  readonly places: readonly DeniedPlace[];
  /** There are more than `places`. */
  readonly isMore: boolean;
}

export interface DeniedPlace {
  readonly path: ResponsePath;
  /** Whose record the place is in; undefined where it is in none. */
  readonly holder: string | undefined;
}

/** An error that the client sees, at its place in the shaped data. */
export interface PlacedError extends EngineError {
  /** `Type.field` of its place; absent where it has none. */
  readonly coordinate?: string;
}

export interface MaskedField {
  /** `Type.field` */
  readonly coordinate: string;
  readonly rule: string;
  /** `source/holder` whose rule it was; absent: of the shared rules. */
  readonly by?: string;
}

export interface ShapedAnswer {
  readonly data: Record<string, unknown>;
  readonly errors: readonly PlacedError[];
  /** Records that no longer exist; the path is the list that they were in, or their own place. */
  readonly gone: readonly EngineError[];
  readonly denied: readonly DeniedField[];
  readonly masked: readonly ResponsePath[];
  readonly maskedFields: readonly MaskedField[];
  readonly subjects: readonly SubjectSeen[];
  readonly records: readonly RecordSeen[];
  /** `Type.field` of every field that was shown with a value. */
  readonly fields: readonly string[];
}

export const deniedPathsMax = 20;

/** Shapes an engine's answer by the authorized operation; `variables` are those that it was asked with. */
export function shapeAnswer(
  data: Readonly<Record<string, unknown>> | null,
  errors: readonly EngineError[],
  tree: SelectionTree,
  facts: GraphFacts,
  variables: Readonly<Record<string, unknown>>,
): ShapedAnswer {
  return new Shaping(answerFieldsOf(tree, facts), facts).answer(data, errors, tree, variables);
}

/** The places of the answer of which something was said: removal marks, and where indexes moved. */
interface Place {
  readonly below: Map<string | number, Place>;
  mark?: 'GONE' | 'HIDDEN';
  /** By old index the new one, or undefined where the entry went; only in lists that lost one. */
  moved?: readonly (number | undefined)[];
  removed?: true;
}

/** Stands for an entry that must leave no trace. */
const hidden = Symbol('hidden');
/** Stands for an entry whose record no longer exists. */
const gone = Symbol('gone');

/** Of the records and entries of one object; both kinds of count are kept only where something is marked. */
interface ObjectCount {
  hiddenRecords: number;
  otherRecords: number;
  hiddenEntries: number;
}

/** Of one value or the items of a list. */
interface ValueCount {
  hidden: number;
  other: number;
}

interface MaskedPlace {
  readonly path: ResponsePath;
  readonly field: MaskedField;
}

type JsonObject = Readonly<Record<string, unknown>>;

class Shaping {
  readonly #facts: GraphFacts;
  readonly #fields: AnswerFields;
  readonly #root: Place = { below: new Map() };
  /** Something is hidden or gone; where nothing is, all stays in its place. */
  #isMarked = false;
  /** Of what is shaped now; a leaf adds its own key. */
  readonly #path: (string | number)[] = [];
  readonly #denied = new Map<SelectedField, { coordinate: string; paths: ResponsePath[]; isMore: boolean }>();
  readonly #masked: MaskedPlace[] = [];
  /** Entries that a connection's counts must not know of, by the key of its place. */
  #uncounted: ReadonlyMap<string, number> = new Map();
  readonly #shown: ShownPlaces;
  readonly #subjects = new ShownOnce<SubjectSeen>();
  readonly #records = new ShownOnce<RecordSeen>();
  readonly #shapeUnmarked = (given: unknown, field: AnswerField) => this.#field(given, field, undefined, undefined);

  constructor(fields: AnswerFields, facts: GraphFacts) {
    this.#fields = fields;
    this.#facts = facts;
    this.#shown = new ShownPlaces(fields.coordinates.length);
  }

  answer(
    data: JsonObject | null,
    errors: readonly EngineError[],
    tree: SelectionTree,
    variables: JsonObject,
  ): ShapedAnswer {
    const placesOf = (wanted: EngineError['code']) =>
      errors.flatMap(({ code, path }) => (code === wanted && path !== undefined ? [path] : []));
    for (const path of placesOf('RECORD_GONE')) this.#mark(path, 'GONE');
    const everywhere = hiddenEverywhere(placesOf('HIDDEN'), data ?? {}, tree, this.#facts, variables);
    for (const path of everywhere.places) this.#mark(path, 'HIDDEN');
    this.#uncounted = everywhere.uncounted;
    const shaped = this.#object(data ?? {}, this.#fields.root, this.#root);
    const visible = errors.filter(({ code }) => code !== 'HIDDEN' && code !== 'RECORD_GONE' && code !== 'MASKED');
    const byHolders = errors.flatMap((error) => (error.code === 'MASKED' ? maskedByHolder(error, data, tree) : []));
    const masked = [...this.#masked, ...byHolders].flatMap(({ path, field }) => {
      const moved = this.#movedPath(path);
      return moved === undefined ? [] : [{ path: moved, field }];
    });
    const paths = masked.map(({ path }) => path);
    return {
      data: typeof shaped === 'symbol' ? {} : shaped,
      errors: visible.flatMap((error) => this.#placedError(error, data, tree)),
      gone: errors.flatMap((error) => (error.code === 'RECORD_GONE' ? this.#goneFrom(error) : [])),
      denied: [...this.#denied].flatMap(([field, { coordinate, paths, isMore }]) => {
        const places = paths.flatMap((path): readonly DeniedPlace[] => {
          const moved = this.#movedPath(path);
          return moved === undefined ? [] : [{ path: moved, holder: holderAt(data, path) }];
        });
        return places.length === 0 ? [] : [{ field, coordinate, places, isMore }];
      }),
      // A place is shaped once: only holders can name it again.
      masked: byHolders.length === 0 ? paths : distinct(paths, pathKey),
      maskedFields: distinct(
        masked.map(({ field }) => field),
        ({ coordinate, rule, by = '' }) => `${coordinate} ${rule} ${by}`,
      ),
      subjects: this.#subjects.all,
      records: this.#records.all,
      fields: this.#fields.coordinates.filter((_, at) => this.#shown.marks[at] === 1),
    };
  }

  #object(value: JsonObject, type: AnswerType, place: Place | undefined): Record<string, unknown> | typeof hidden {
    const shaped = this.#isMarked ? this.#markedObject(value, type, place) : this.#unmarkedObject(value, type);
    if (shaped !== hidden) this.#collect(value, type);
    return shaped;
  }

  #unmarkedObject(value: JsonObject, type: AnswerType): Record<string, unknown> {
    if (type.code !== undefined) return type.code(value, this.#shown.marks, this.#shapeUnmarked);
    if (type.copies.areMany()) type.code = shapeCodeOf(type);
    const shaped: Record<string, unknown> = {};
    for (const field of type.fields) {
      const one = this.#field(ownValue(value, field.key, field.isInherited), field, undefined, undefined);
      setOwn(shaped, field.key, one);
    }
    return shaped;
  }

  #markedObject(
    value: JsonObject,
    type: AnswerType,
    place: Place | undefined,
  ): Record<string, unknown> | typeof hidden {
    const seen = { subjects: this.#subjects.count, records: this.#records.count, shown: this.#shown.count };
    const shaped: Record<string, unknown> = {};
    const count = { hiddenRecords: 0, otherRecords: 0, hiddenEntries: 0 };
    for (const field of type.fields) {
      const below = place?.below.get(field.key);
      const one = this.#field(ownValue(value, field.key, field.isInherited), field, below, count);
      if (one === hidden && !type.standsAlone) {
        // An edge, a hit or a party exists only for what it carries.
        return this.#hide(place, seen);
      }
      if (one === hidden && below !== undefined) below.removed = true;
      setOwn(shaped, field.key, typeof one === 'symbol' ? null : one);
    }
    if (type.isSubject && count.hiddenRecords > 0 && count.otherRecords === 0) return this.#hide(place, seen);
    const uncounted = Math.max(count.hiddenEntries, this.#uncountedHere(type));
    if (uncounted > 0) {
      const fields = type.fields.map(({ field }) => field);
      lowerTotals(shaped, fields, uncounted);
      const lists = fields.filter(({ name }) => name === 'edges');
      const isLastLost = lists.some(({ responseKey }) => {
        const moved = place?.below.get(responseKey)?.moved;
        return moved !== undefined && moved.at(-1) === undefined;
      });
      if (isLastLost || lists.length === 0) endPageAtItsLastEntry(shaped, fields);
    }
    return shaped;
  }

  #uncountedHere({ isConnection }: AnswerType): number {
    return isConnection && this.#uncounted.size > 0 ? (this.#uncounted.get(pathKey(this.#path)) ?? 0) : 0;
  }

  /** What was collected below goes too: it was not shown. */
  #hide(
    place: Place | undefined,
    seen: { readonly subjects: number; readonly records: number; readonly shown: number },
  ): typeof hidden {
    if (place !== undefined) place.removed = true;
    this.#subjects.takeBackTo(seen.subjects);
    this.#records.takeBackTo(seen.records);
    this.#shown.takeBackTo(seen.shown);
    return hidden;
  }

  /** `given` is the own value of its object, or undefined; `count` is of what is marked, and absent where nothing is. */
  #field(given: unknown, field: AnswerField, place: Place | undefined, count: ObjectCount | undefined): unknown {
    const { decision, below } = field;
    if (decision.kind === 'DENY') {
      this.#deny(field);
      return null;
    }
    if (field.isTypename) return field.typeName;
    if (decision.kind === 'MASK' && decision.as === 'NULL') {
      // Listed whether there is a value or not: that would tell it.
      this.#mask(field, decision.rule);
      return null;
    }
    const value = given ?? null;
    if (value !== null && field.shownAt !== undefined) this.#shown.add(field.shownAt);
    if (below === undefined) {
      if (decision.kind !== 'MASK' || value === null) return value;
      // Its holder masked it, and masking twice changes nothing; one that forgot is no reason to show it.
      const shown = applyMask(decision.as, value);
      if (isMasked(decision.as, shown)) this.#mask(field, decision.rule);
      return shown;
    }
    if (value === null && place === undefined) return null;
    this.#path.push(field.key);
    const shaped = this.#below(value, field, below, place, count);
    this.#path.pop();
    if (decision.kind !== 'MASK' || shaped === null || typeof shaped === 'symbol') return shaped;
    this.#mask(field, decision.rule);
    return applyMask(decision.as, shaped);
  }

  #below(
    value: unknown,
    { isEdges }: AnswerField,
    below: AnswerSelection,
    place: Place | undefined,
    count: ObjectCount | undefined,
  ): unknown {
    if (count === undefined) return this.#value(value, below, place, undefined);
    const before = { hidden: 0, other: 0 };
    const shaped = this.#value(value, below, place, before);
    if (below.isOfRecord) {
      count.hiddenRecords += before.hidden;
      count.otherRecords += before.other;
    }
    if (isEdges && Array.isArray(shaped)) count.hiddenEntries += before.hidden;
    return shaped;
  }

  #value(value: unknown, below: AnswerSelection, place: Place | undefined, count: ValueCount | undefined): unknown {
    if (place?.mark !== undefined) {
      if (place.mark === 'GONE') add(count, 'other');
      else add(count, 'hidden');
      place.removed = true;
      // A hidden record of a subject takes the subject along only if it was the last one: the subject decides.
      return place.mark === 'GONE' ? gone : below.isOfRecord ? null : hidden;
    }
    if (Array.isArray(value)) return this.#list(value, below, place, count);
    if (!isRecord(value)) return null;
    const shaped = this.#object(value, below.typeOf(value), place);
    add(count, shaped === hidden ? 'hidden' : 'other');
    return shaped;
  }

  #list(
    items: readonly unknown[],
    below: AnswerSelection,
    place: Place | undefined,
    count: ValueCount | undefined,
  ): readonly unknown[] {
    const kept: unknown[] = [];
    const moved: (number | undefined)[] = [];
    for (let index = 0; index < items.length; index++) {
      const item = items[index];
      const placeOfItem = place?.below.get(index);
      const isRemoved = placeOfItem?.mark !== undefined;
      this.#path.push(index);
      const one = this.#value(item, below, placeOfItem, count);
      this.#path.pop();
      // A null that nobody hid is somebody's silence, and must not vanish with what is hidden.
      if (item === null && !isRemoved) add(count, 'other');
      if (isRemoved || typeof one === 'symbol') {
        moved.push(undefined);
      } else {
        if (place !== undefined) moved.push(kept.length);
        kept.push(one);
      }
    }
    if (place !== undefined && kept.length < items.length) place.moved = moved;
    return kept;
  }

  #collect(value: JsonObject, { named }: AnswerType): void {
    if (named === undefined) return;
    const { kind } = named;
    if ('id' in named) {
      const id = keyAt(value, named.id);
      if (id !== undefined) this.#subjects.add({ kind, id }, kind, id);
      return;
    }
    const holder = keyAt(value, named.holder);
    const recordId = keyAt(value, named.recordId);
    if (holder === undefined || recordId === undefined) return;
    this.#records.add({ kind, holder, recordId }, `${kind} ${holder}`, recordId);
  }

  #mask({ key, coordinate }: AnswerField, rule: string): void {
    this.#masked.push({ path: [...this.#path, key], field: { coordinate, rule } });
  }

  #deny({ field, key, coordinate }: AnswerField): void {
    let denied = this.#denied.get(field);
    if (denied === undefined) this.#denied.set(field, (denied = { coordinate, paths: [], isMore: false }));
    if (denied.paths.length < deniedPathsMax) denied.paths.push([...this.#path, key]);
    else denied.isMore = true;
  }

  #mark(path: ResponsePath, mark: 'GONE' | 'HIDDEN'): void {
    this.#isMarked = true;
    let place = this.#root;
    for (const step of path) {
      const next: Place = place.below.get(step) ?? { below: new Map() };
      place.below.set(step, next);
      place = next;
    }
    // Hidden outranks gone: a trace is worse than a missing notice.
    if (place.mark !== 'HIDDEN') place.mark = mark;
  }

  #placedError(error: EngineError, data: JsonObject | null, tree: SelectionTree): readonly PlacedError[] {
    if (error.path === undefined) return [error];
    const path = this.#movedPath(error.path);
    return path === undefined ? [] : [{ ...error, path, coordinate: coordinateAt(data, tree, error.path) }];
  }

  /** The path in the shaped answer; undefined where what it led to went. */
  #movedPath(path: ResponsePath): ResponsePath | undefined {
    if (!this.#isMarked) return path;
    const moved: (string | number)[] = [];
    let place: Place | undefined = this.#root;
    for (const step of path) {
      const index: number | undefined =
        typeof step === 'number' && place?.moved !== undefined ? place.moved[step] : undefined;
      if (typeof step === 'number' && place?.moved !== undefined && index === undefined) return undefined;
      moved.push(index ?? step);
      place = place?.below.get(step);
      if (place?.removed === true) return undefined;
    }
    return moved;
  }

  #goneFrom(error: EngineError): readonly EngineError[] {
    const { path = [] } = error;
    const list = typeof path.at(-1) === 'number' ? path.slice(0, -1) : path;
    // In a single place nothing moved, but the place itself counts as removed: its parent tells whether it is still there.
    const parent = this.#movedPath(typeof path.at(-1) === 'number' ? list : path.slice(0, -1));
    if (parent === undefined) return [];
    return [{ ...error, path: typeof path.at(-1) === 'number' ? parent : [...parent, ...path.slice(-1)] }];
  }
}

function add(count: ValueCount | undefined, what: keyof ValueCount): void {
  if (count !== undefined) count[what] += 1;
}

function maskedByHolder(
  { path, rule = 'HOLDER', source, holder }: EngineError,
  data: Readonly<Record<string, unknown>> | null,
  tree: SelectionTree,
): readonly MaskedPlace[] {
  if (path === undefined) return [];
  const coordinate = coordinateAt(data, tree, path);
  // The shared rules are both ends' own: only a rule of the holder's is his.
  const isOwn = rule !== coordinate && source !== undefined && holder !== undefined;
  return [{ path, field: { coordinate, rule, ...(isOwn && { by: `${source}/${holder}` }) } }];
}

/**
 * `Type.field` at a place of the engine's answer; aliases may say anything and are not written down. Below a null no type is known, and
 * the first that has the alias is taken.
 */
export function coordinateAt(data: unknown, tree: SelectionTree, path: ResponsePath): string {
  let level: SelectionTree | undefined = tree;
  let value = data;
  let type = 'Query';
  let coordinate = '';
  for (const key of path) {
    if (typeof key === 'number') {
      value = Array.isArray(value) ? (value as readonly unknown[])[key] : null;
      continue;
    }
    if (level === undefined) continue;
    if (isRecord(value)) type = concreteType(value, type, level);
    const found: readonly [string, SelectedField] | undefined = selectedAs(key, type, level);
    if (found === undefined) return coordinate;
    const [name, field] = found;
    coordinate = `${name}.${field.name}`;
    level = field.selection;
    type = field.returns;
    value = isRecord(value) && Object.hasOwn(value, key) ? value[key] : null;
  }
  return coordinate;
}

/** The field with the alias, of the type or else of the first that has it. */
function selectedAs(
  key: string,
  type: string,
  { byType }: SelectionTree,
): readonly [string, SelectedField] | undefined {
  const fieldOf = (fields: readonly SelectedField[]) => fields.find(({ responseKey }) => responseKey === key);
  const own = fieldOf(byType.get(type) ?? []);
  if (own !== undefined) return [type, own];
  for (const [name, fields] of byType) {
    const other = fieldOf(fields);
    if (other !== undefined) return [name, other];
  }
  return undefined;
}

/** The holder of the innermost record on the way to a place. */
function holderAt(data: unknown, path: ResponsePath): string | undefined {
  let holder: string | undefined;
  let value = data;
  for (const step of path) {
    if (Array.isArray(value)) {
      value = typeof step === 'number' ? (value as readonly unknown[])[step] : undefined;
      continue;
    }
    if (!isRecord(value)) break;
    const own = Object.hasOwn(value, holderKey) ? value[holderKey] : undefined;
    if (typeof own === 'string') holder = own;
    value = Object.hasOwn(value, step) ? value[step] : undefined;
  }
  return holder;
}

const holderKey = `${hiddenKeyPrefix}holder`;

/** A count that still knew of the hidden entry would be its trace. */
function lowerTotals(shaped: Record<string, unknown>, fields: readonly SelectedField[], by: number): void {
  for (const { name, responseKey } of fields) {
    const total = shaped[responseKey];
    if (name === 'totalCount' && typeof total === 'number') shaped[responseKey] = Math.max(0, total - by);
  }
}

/** The first of equal ones. */
function distinct<Value>(values: readonly Value[], keyOf: (value: Value) => string): readonly Value[] {
  const found = new Map<string, Value>();
  for (const value of values) {
    const key = keyOf(value);
    if (!found.has(key)) found.set(key, value);
  }
  return [...found.values()];
}
