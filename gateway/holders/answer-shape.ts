// Is what came what was asked? A holder's JSON is copied field by field along the selection: what was not asked stays behind (so
// `__proto__` and friends are at most data), what has another type becomes null with a problem at its path, and nothing is missing silently.
import {
  getNamedType,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  Kind,
} from 'graphql';
import type { GraphQLLeafType, GraphQLOutputType, GraphQLSchema, SelectionSetNode } from 'graphql';

export type AbsenceCode = 'FIELD_NOT_HELD' | 'FIELD_NOT_SUPPORTED';
/** Says of a coordinate (`Type.field`) why the endpoint cannot be asked for it. */
export type AbsenceOf = (coordinate: string) => AbsenceCode | undefined;

export interface Problem {
  readonly path: readonly (string | number)[];
  readonly code: 'HOLDER_INVALID_ANSWER' | AbsenceCode;
  readonly reason: 'WRONG_TYPE' | 'MISSING_FIELD' | 'NULL_FOR_NON_NULL' | AbsenceCode;
}

export interface Projection {
  /** Null where a problem reached the top. */
  readonly value: Record<string, unknown> | null;
  readonly problems: readonly Problem[];
}

interface FieldShape {
  readonly key: string;
  readonly type: GraphQLOutputType;
  readonly absence?: AbsenceCode;
  readonly below?: Selections;
}

interface Selections {
  readonly sets: readonly SelectionSetNode[];
  readonly byType: Map<string, readonly FieldShape[]>;
}

const problemsMax = 100;
/** A value that cannot stand where a non-null one is due. */
const invalid = Symbol('invalid');

/** The shape of one selection set; compiled per concrete type when it is first met. */
export class AnswerShape {
  readonly #schema: GraphQLSchema;
  readonly #absenceOf: AbsenceOf;
  readonly #root: Selections;

  constructor(schema: GraphQLSchema, selectionSet: SelectionSetNode, absenceOf: AbsenceOf = () => undefined) {
    this.#schema = schema;
    this.#absenceOf = absenceOf;
    this.#root = { sets: [selectionSet], byType: new Map() };
  }

  /** A fresh copy of `value` as an object of the type; every call gives a copy of its own. */
  project(value: Readonly<Record<string, unknown>>, typeName: string): Projection {
    const run: Run = { path: [], problems: [] };
    const type = this.#schema.getType(typeName);
    if (!(type instanceof GraphQLObjectType)) return { value: null, problems: [problem(run, 'WRONG_TYPE')] };
    const copy = this.#object(value, type, this.#root, run);
    return { value: copy === invalid ? null : copy, problems: run.problems };
  }

  #object(
    value: Readonly<Record<string, unknown>>,
    type: GraphQLObjectType,
    selections: Selections,
    run: Run,
  ): Record<string, unknown> | typeof invalid {
    const copy: Record<string, unknown> = {};
    for (const field of this.#fieldsOf(selections, type)) {
      run.path.push(field.key);
      const one = this.#field(value, field, run);
      run.path.pop();
      if (one === invalid) return invalid;
      setOwn(copy, field.key, one);
    }
    return copy;
  }

  #field(parent: Readonly<Record<string, unknown>>, field: FieldShape, run: Run): unknown {
    if (field.absence !== undefined) {
      report(run, { path: [...run.path], code: field.absence, reason: field.absence });
      return null;
    }
    if (!Object.hasOwn(parent, field.key)) {
      report(run, problem(run, 'MISSING_FIELD'));
      return isNonNullType(field.type) ? invalid : null;
    }
    return this.#typed(parent[field.key], field.type, field.below, run);
  }

  #typed(value: unknown, type: GraphQLOutputType, below: Selections | undefined, run: Run): unknown {
    if (isNonNullType(type)) {
      if (value === null) report(run, problem(run, 'NULL_FOR_NON_NULL'));
      const one = value === null ? null : this.#nullable(value, type.ofType as GraphQLOutputType, below, run);
      return one === null ? invalid : one;
    }
    return value === null ? null : this.#nullable(value, type, below, run);
  }

  /** Null for whatever is wrong: the nearest nullable place takes it. */
  #nullable(value: unknown, type: GraphQLOutputType, below: Selections | undefined, run: Run): unknown {
    if (isListType(type)) {
      if (!Array.isArray(value)) return wrong(run);
      const copy: unknown[] = [];
      for (const [index, item] of value.entries()) {
        run.path.push(index);
        const one = this.#typed(item, type.ofType as GraphQLOutputType, below, run);
        run.path.pop();
        if (one === invalid) return null;
        copy.push(one);
      }
      return copy;
    }
    if (below === undefined) return isLeafType(type) && isLeafValue(value, type) ? value : wrong(run);
    if (!isRecord(value)) return wrong(run);
    const concrete = this.#concreteType(value, type);
    if (concrete === undefined) return wrong(run);
    const copy = this.#object(value, concrete, below, run);
    return copy === invalid ? null : copy;
  }

  #concreteType(value: Readonly<Record<string, unknown>>, type: GraphQLOutputType): GraphQLObjectType | undefined {
    if (type instanceof GraphQLObjectType) return type;
    const name = Object.hasOwn(value, '__typename') ? value.__typename : undefined;
    const named = typeof name === 'string' ? this.#schema.getType(name) : undefined;
    const fits = named instanceof GraphQLObjectType && isAbstractType(type) && this.#schema.isSubType(type, named);
    return fits ? named : undefined;
  }

  #fieldsOf(selections: Selections, type: GraphQLObjectType): readonly FieldShape[] {
    const known = selections.byType.get(type.name);
    if (known !== undefined) return known;
    const sets = new Map<string, { name: string; sets: SelectionSetNode[] }>();
    for (const set of selections.sets) this.#collect(set, type, sets);
    const fields = [...sets].map(([key, { name, sets }]) => this.#fieldShape(key, name, type, sets));
    selections.byType.set(type.name, fields);
    return fields;
  }

  #collect(
    set: SelectionSetNode,
    type: GraphQLObjectType,
    into: Map<string, { name: string; sets: SelectionSetNode[] }>,
  ): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const entry = into.get(key) ?? { name: selection.name.value, sets: [] };
        if (selection.selectionSet !== undefined) entry.sets.push(selection.selectionSet);
        into.set(key, entry);
      } else if (selection.kind === Kind.INLINE_FRAGMENT && this.#applies(selection.typeCondition?.name.value, type)) {
        this.#collect(selection.selectionSet, type, into);
      }
    }
  }

  #applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const named = this.#schema.getType(condition);
    return isAbstractType(named) && this.#schema.isSubType(named, type);
  }

  #fieldShape(key: string, name: string, type: GraphQLObjectType, sets: readonly SelectionSetNode[]): FieldShape {
    if (name === '__typename') return { key, type: typenameType };
    const field = type.getFields()[name];
    if (field === undefined) throw new TypeError(`${type.name}.${name} is not in the supergraph`);
    const absence = this.#absenceOf(`${type.name}.${name}`);
    const below = isLeafType(getNamedType(field.type)) ? undefined : { sets, byType: new Map() };
    return { key, type: field.type, ...(absence !== undefined && { absence }), ...(below !== undefined && { below }) };
  }
}

interface Run {
  readonly path: (string | number)[];
  readonly problems: Problem[];
}

const typenameType = new GraphQLNonNull(GraphQLString);

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Assigning to `__proto__` would change the prototype instead of adding a key. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

function isLeafValue(value: unknown, type: GraphQLLeafType): boolean {
  if (isEnumType(type)) return typeof value === 'string' && type.getValue(value) !== undefined;
  switch (type.name) {
    case 'String':
    case 'ID':
      return typeof value === 'string';
    case 'Int':
      return Number.isInteger(value) && Math.abs(value as number) <= 2_147_483_648;
    case 'Float':
      return typeof value === 'number';
    case 'Boolean':
      return typeof value === 'boolean';
    default:
      return typeof value !== 'object';
  }
}

function wrong(run: Run): null {
  report(run, problem(run, 'WRONG_TYPE'));
  return null;
}

function problem(run: Run, reason: 'WRONG_TYPE' | 'MISSING_FIELD' | 'NULL_FOR_NON_NULL'): Problem {
  return { path: [...run.path], code: 'HOLDER_INVALID_ANSWER', reason };
}

function report(run: Run, one: Problem): void {
  if (run.problems.length < problemsMax) run.problems.push(one);
}
