// The answer as the client asked for it: the original keys in their order, nulls where a rule denied, no entry that is gone or hidden and
// no trace of a hidden one. What the journal needs is collected on the way.
import { applyMask, isMasked } from '#kit/rules/mask.ts';
import { hiddenKeyPrefix } from '../operation-tree.ts';
import type { SelectedField, SelectionTree } from '../operation-tree.ts';
import type { EngineError, ResponsePath } from '../engine/engine.ts';
import { concreteType, keyOf } from './answer-names.ts';
import { isRecord, setOwn } from './answer-shape.ts';
import type { GraphFacts } from './graph-facts.ts';
import { hiddenEverywhere, pathKey } from './hidden-everywhere.ts';
import { endPageAtItsLastEntry } from './page-end.ts';

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
  return new Shaping(facts).answer(data, errors, tree, variables);
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

class Shaping {
  readonly #facts: GraphFacts;
  readonly #root: Place = { below: new Map() };
  readonly #path: (string | number)[] = [];
  readonly #denied = new Map<SelectedField, { coordinate: string; paths: ResponsePath[]; isMore: boolean }>();
  /** Every value shown, so that what turns out to be hidden can be taken back. */
  readonly #shown: SelectedField[] = [];
  /** A selected field belongs to one concrete type. */
  readonly #coordinates = new Map<SelectedField, string>();
  readonly #masked: { readonly path: ResponsePath; readonly field: MaskedField }[] = [];
  /** Entries that a connection's counts must not know of, by the key of its place. */
  #uncounted: ReadonlyMap<string, number> = new Map();
  readonly #subjects: SubjectSeen[] = [];
  readonly #records: RecordSeen[] = [];

  constructor(facts: GraphFacts) {
    this.#facts = facts;
  }

  answer(
    data: Readonly<Record<string, unknown>> | null,
    errors: readonly EngineError[],
    tree: SelectionTree,
    variables: Readonly<Record<string, unknown>>,
  ): ShapedAnswer {
    const placesOf = (wanted: EngineError['code']) =>
      errors.flatMap(({ code, path }) => (code === wanted && path !== undefined ? [path] : []));
    for (const path of placesOf('RECORD_GONE')) this.#mark(path, 'GONE');
    const everywhere = hiddenEverywhere(placesOf('HIDDEN'), data ?? {}, tree, this.#facts, variables);
    for (const path of everywhere.places) this.#mark(path, 'HIDDEN');
    this.#uncounted = everywhere.uncounted;
    const [type = 'Query'] = tree.byType.keys();
    const shaped = this.#object(data ?? {}, type, tree, this.#root);
    const visible = errors.filter(({ code }) => code !== 'HIDDEN' && code !== 'RECORD_GONE' && code !== 'MASKED');
    const masked = [
      ...this.#masked,
      ...errors.flatMap((error) => (error.code === 'MASKED' ? maskedByHolder(error, data, tree) : [])),
    ].flatMap(({ path, field }) => {
      const moved = this.#movedPath(path);
      return moved === undefined ? [] : [{ path: moved, field }];
    });
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
      masked: distinct(masked.map(({ path }) => path)),
      maskedFields: distinct(masked.map(({ field }) => field)),
      subjects: distinct(this.#subjects),
      records: distinct(this.#records),
      fields: [...new Set([...new Set(this.#shown)].map((field) => this.#coordinates.get(field) ?? ''))].sort(),
    };
  }

  #object(
    value: Readonly<Record<string, unknown>>,
    type: string,
    tree: SelectionTree,
    place: Place | undefined,
  ): Record<string, unknown> | typeof hidden {
    const fields = tree.byType.get(type) ?? [];
    const seen = { subjects: this.#subjects.length, records: this.#records.length, shown: this.#shown.length };
    const shaped: Record<string, unknown> = {};
    const count = { hiddenRecords: 0, otherRecords: 0, hiddenEntries: 0 };
    for (const field of fields) {
      this.#path.push(field.responseKey);
      const below = place?.below.get(field.responseKey);
      const one = this.#field(value, type, field, below, count);
      this.#path.pop();
      if (one === hidden && !this.#standsAlone(type)) {
        // An edge, a hit or a party exists only for what it carries.
        return this.#hide(place, seen);
      }
      if (one === hidden && below !== undefined) below.removed = true;
      setOwn(shaped, field.responseKey, typeof one === 'symbol' ? null : one);
    }
    if (this.#facts.isSubject(type) && count.hiddenRecords > 0 && count.otherRecords === 0)
      return this.#hide(place, seen);
    const uncounted = Math.max(count.hiddenEntries, this.#uncounted.get(pathKey(this.#path)) ?? 0);
    if (uncounted > 0) {
      lowerTotals(shaped, fields, uncounted);
      const lists = fields.filter(({ name }) => name === 'edges');
      const isLastLost = lists.some(({ responseKey }) => {
        const moved = place?.below.get(responseKey)?.moved;
        return moved !== undefined && moved.at(-1) === undefined;
      });
      if (isLastLost || lists.length === 0) endPageAtItsLastEntry(shaped, fields);
    }
    this.#collect(value, type, fields);
    return shaped;
  }

  /** What was collected below goes too: it was not shown. */
  #hide(
    place: Place | undefined,
    seen: { readonly subjects: number; readonly records: number; readonly shown: number },
  ): typeof hidden {
    if (place !== undefined) place.removed = true;
    this.#subjects.length = seen.subjects;
    this.#records.length = seen.records;
    this.#shown.length = seen.shown;
    return hidden;
  }

  #field(
    parent: Readonly<Record<string, unknown>>,
    parentType: string,
    field: SelectedField,
    place: Place | undefined,
    count: { hiddenRecords: number; otherRecords: number; hiddenEntries: number },
  ): unknown {
    if (field.decision.kind === 'DENY') {
      this.#deny(field, parentType);
      return null;
    }
    if (field.name === '__typename') return parentType;
    const value = Object.hasOwn(parent, field.responseKey) ? (parent[field.responseKey] ?? null) : null;
    if (field.decision.kind === 'MASK' && field.decision.as === 'NULL') {
      // Listed whether there is a value or not: that would tell it.
      this.#mask(field, parentType);
      return null;
    }
    if (value !== null) this.#show(field, parentType);
    if (field.selection === undefined) {
      if (field.decision.kind !== 'MASK' || value === null) return value;
      // Its holder masked it, and masking twice changes nothing; one that forgot is no reason to show it.
      const shown = applyMask(field.decision.as, value);
      if (isMasked(field.decision.as, shown)) this.#mask(field, parentType);
      return shown;
    }
    const before = { hidden: 0, other: 0 };
    const shaped = this.#value(value, field.returns, field.selection, place, before);
    if (this.#facts.isRecord(field.returns)) {
      count.hiddenRecords += before.hidden;
      count.otherRecords += before.other;
    }
    if (Array.isArray(shaped) && field.name === 'edges') count.hiddenEntries += before.hidden;
    if (field.decision.kind !== 'MASK' || shaped === null || typeof shaped === 'symbol') return shaped;
    this.#mask(field, parentType);
    return applyMask(field.decision.as, shaped);
  }

  #value(
    value: unknown,
    returns: string,
    selection: SelectionTree,
    place: Place | undefined,
    count: { hidden: number; other: number },
  ): unknown {
    if (place?.mark !== undefined) {
      if (place.mark === 'HIDDEN') count.hidden += 1;
      else count.other += 1;
      place.removed = true;
      // A hidden record of a subject takes the subject along only if it was the last one: the subject decides.
      return place.mark === 'GONE' ? gone : this.#facts.isRecord(returns) ? null : hidden;
    }
    if (Array.isArray(value)) return this.#list(value, returns, selection, place, count);
    if (!isRecord(value)) return null;
    const shaped = this.#object(value, concreteType(value, returns, selection), selection, place);
    if (shaped === hidden) count.hidden += 1;
    else count.other += 1;
    return shaped;
  }

  #list(
    items: readonly unknown[],
    returns: string,
    selection: SelectionTree,
    place: Place | undefined,
    count: { hidden: number; other: number },
  ): readonly unknown[] {
    const kept: unknown[] = [];
    const moved: (number | undefined)[] = [];
    for (const [index, item] of items.entries()) {
      this.#path.push(index);
      const below = place?.below.get(index);
      const isRemoved = below?.mark !== undefined;
      const one = this.#value(item, returns, selection, below, count);
      // A null that nobody hid is somebody's silence, and must not vanish with what is hidden.
      if (item === null && !isRemoved) count.other += 1;
      this.#path.pop();
      if (isRemoved || typeof one === 'symbol') {
        moved.push(undefined);
      } else {
        moved.push(kept.length);
        kept.push(one);
      }
    }
    if (place !== undefined && kept.length < items.length) place.moved = moved;
    return kept;
  }

  /** Types that are there for their own sake: taking out what they refer to leaves them standing. */
  #standsAlone(type: string): boolean {
    return this.#facts.isSubject(type) || this.#facts.isRecord(type) || type === 'Query' || type === 'Mutation';
  }

  #collect(value: Readonly<Record<string, unknown>>, type: string, fields: readonly SelectedField[]): void {
    const kind = this.#facts.subjectKindOf(type);
    if (kind === undefined) return;
    if (this.#facts.isSubject(type)) {
      const id = keyOf(value, fields, 'id');
      if (id !== undefined) this.#subjects.push({ kind, id });
    } else if (this.#facts.isRecord(type)) {
      const holder = keyOf(value, fields, 'holder');
      const recordId = keyOf(value, fields, 'recordId');
      if (holder !== undefined && recordId !== undefined) this.#records.push({ kind, holder, recordId });
    }
  }

  #show(field: SelectedField, parentType: string): void {
    if (field.name.startsWith('__')) return;
    this.#shown.push(field);
    if (!this.#coordinates.has(field)) this.#coordinates.set(field, `${parentType}.${field.name}`);
  }

  #mask(field: SelectedField, parentType: string): void {
    if (field.decision.kind !== 'MASK') return;
    const coordinate = `${parentType}.${field.name}`;
    this.#masked.push({ path: [...this.#path], field: { coordinate, rule: field.decision.rule } });
  }

  #deny(field: SelectedField, parentType: string): void {
    const denied = this.#denied.get(field) ?? { coordinate: `${parentType}.${field.name}`, paths: [], isMore: false };
    if (denied.paths.length < deniedPathsMax) denied.paths.push([...this.#path]);
    else denied.isMore = true;
    this.#denied.set(field, denied);
  }

  #mark(path: ResponsePath, mark: 'GONE' | 'HIDDEN'): void {
    let place = this.#root;
    for (const step of path) {
      const next: Place = place.below.get(step) ?? { below: new Map() };
      place.below.set(step, next);
      place = next;
    }
    // Hidden outranks gone: a trace is worse than a missing notice.
    if (place.mark !== 'HIDDEN') place.mark = mark;
  }

  #placedError(
    error: EngineError,
    data: Readonly<Record<string, unknown>> | null,
    tree: SelectionTree,
  ): readonly PlacedError[] {
    if (error.path === undefined) return [error];
    const path = this.#movedPath(error.path);
    return path === undefined ? [] : [{ ...error, path, coordinate: coordinateAt(data, tree, error.path) }];
  }

  /** The path in the shaped answer; undefined where what it led to went. */
  #movedPath(path: ResponsePath): ResponsePath | undefined {
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

function maskedByHolder(
  { path, rule = 'HOLDER', source, holder }: EngineError,
  data: Readonly<Record<string, unknown>> | null,
  tree: SelectionTree,
): readonly { readonly path: ResponsePath; readonly field: MaskedField }[] {
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
    const types: readonly (readonly [string, readonly SelectedField[]])[] = [...level.byType];
    const found = types
      .flatMap(([name, fields]) => fields.flatMap((field) => (field.responseKey === key ? [{ name, field }] : [])))
      .sort((a, b) => Number(b.name === type) - Number(a.name === type))[0];
    if (found === undefined) return coordinate;
    coordinate = `${found.name}.${found.field.name}`;
    level = found.field.selection;
    type = found.field.returns;
    value = isRecord(value) && Object.hasOwn(value, key) ? value[key] : null;
  }
  return coordinate;
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

function distinct<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
