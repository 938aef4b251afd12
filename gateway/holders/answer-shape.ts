// Is what came what was asked? A holder's JSON is copied field by field along the selection: what was not asked stays behind (so
// `__proto__` and friends are at most data), what has another type becomes null with a problem at its path, and nothing is missing silently.
import {
  getNamedType,
  getNullableType,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  Kind,
} from 'graphql';
import type {
  GraphQLAbstractType,
  GraphQLNamedType,
  GraphQLNullableType,
  GraphQLOutputType,
  GraphQLSchema,
  SelectionSetNode,
} from 'graphql';
import { isInheritedName, ownValue } from './inherited-names.ts';
import { leafValuesOf } from './leaf-values.ts';
import type { IsLeafValue } from './leaf-values.ts';
import { Copies, objectCode } from './object-code.ts';

export type AbsenceCode = 'FIELD_NOT_HELD' | 'FIELD_NOT_SUPPORTED';
/** Says of a coordinate (`Type.field`) why the endpoint cannot be asked for it. */
export type AbsenceOf = (coordinate: string) => AbsenceCode | undefined;

export interface Problem {
  readonly path: readonly (string | number)[];
  readonly code: 'HOLDER_INVALID_ANSWER' | AbsenceCode;
  readonly reason: 'WRONG_TYPE' | 'WRONG_COUNT' | 'MISSING_FIELD' | 'NULL_FOR_NON_NULL' | AbsenceCode;
}

export interface Projection {
  /** Null where a problem reached the top. */
  readonly value: Record<string, unknown> | null;
  readonly problems: readonly Problem[];
  /** Values that were looked at, for whoever must not look at too many. */
  readonly valueCount: number;
}

/** A field as one concrete type answers it; all that its type says is decided when it is first met. */
interface FieldShape {
  readonly key: string;
  readonly isInherited: boolean;
  readonly absence: AbsenceCode | undefined;
  readonly isNonNull: boolean;
  /** Of a scalar or an enum outside of lists: most fields are, and the value itself is the copy. */
  readonly isValue: IsLeafValue | undefined;
  /** Of every other; never called with null. */
  readonly copy: Copy;
  /** Lists around what is named below it. */
  readonly listDepth: number;
  /** Shapes of the objects that may stand there; none for values. */
  readonly below: () => readonly ObjectShape[];
}

/** An object as one concrete type answers it. */
interface ObjectShape {
  readonly fields: readonly FieldShape[];
  readonly copies: Copies;
  /** `copyObject` for these fields alone. */
  code?: (value: JsonObject, run: Run) => Record<string, unknown> | null;
}

/** Gives the copy, or null and a problem. */
type Copy = (value: unknown, run: Run) => unknown;

const problemsMax = 100;
/** The longest honest list has a few dozen items: entries of a person, pages of an index. */
const itemsMax = 10_000;
/** In one object, lists and all; the largest honest answer, of 8 MiB at some 20 bytes a value, is of 400,000. Looking takes 100 ns each. */
export const valuesMax = 500_000;
/** A value that cannot stand where a non-null one is due. */
const invalid = Symbol('invalid');

/** The shape of one selection set; compiled per concrete type when it is first met. */
export class AnswerShape {
  readonly #schema: GraphQLSchema;
  readonly #absenceOf: AbsenceOf;
  readonly #shapeOf: (type: GraphQLObjectType) => ObjectShape;

  constructor(schema: GraphQLSchema, selectionSet: SelectionSetNode, absenceOf: AbsenceOf = () => undefined) {
    this.#schema = schema;
    this.#absenceOf = absenceOf;
    this.#shapeOf = this.#shapesOf([selectionSet]);
  }

  /** A fresh copy of `value` as an object of the type; every call gives a copy of its own. */
  project(value: Readonly<Record<string, unknown>>, typeName: string): Projection {
    const run: Run = { path: [], problems: [], valueCount: 0 };
    const type = this.#schema.getType(typeName);
    const isObject = type instanceof GraphQLObjectType;
    const copy = isObject ? copyObject(value, this.#shapeOf(type), run) : wrong(run);
    return { value: copy, problems: run.problems, valueCount: run.valueCount };
  }

  /** How many steps of the path lead to what was asked in an object of the type. */
  depthOf(path: readonly (string | number)[], typeName: string): number {
    const type = this.#schema.getType(typeName);
    let shapes: readonly ObjectShape[] = type instanceof GraphQLObjectType ? [this.#shapeOf(type)] : [];
    let fields: readonly FieldShape[] | undefined;
    let lists = 0;
    for (const [depth, step] of path.entries()) {
      if (typeof step === 'number') {
        if (lists === 0) return depth;
        lists -= 1;
        continue;
      }
      if (fields !== undefined) shapes = lists > 0 ? [] : fields.flatMap(({ below }) => below());
      // Of an interface or a union any member may stand there.
      fields = shapes.flatMap((shape) => shape.fields.filter(({ key }) => key === step));
      const [field] = fields;
      if (field === undefined) return depth;
      lists = field.listDepth;
    }
    return path.length;
  }

  #shapesOf(sets: readonly SelectionSetNode[]): (type: GraphQLObjectType) => ObjectShape {
    const byType = new Map<GraphQLObjectType, ObjectShape>();
    return (type) => {
      let shape = byType.get(type);
      if (shape === undefined) {
        const fields = this.#fieldShapes(type, sets);
        byType.set(type, (shape = { fields, copies: new Copies(fields.length) }));
      }
      return shape;
    };
  }

  #fieldShapes(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): readonly FieldShape[] {
    const found = new Map<string, { name: string; sets: SelectionSetNode[] }>();
    for (const set of sets) this.#collect(set, type, found);
    return [...found].map(([key, { name, sets: below }]) => this.#fieldShape(key, name, type, below));
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
    const field = name === '__typename' ? typenameField : type.getFields()[name];
    if (field === undefined) throw new TypeError(`${type.name}.${name} is not in the supergraph`);
    const nullable = getNullableType(field.type);
    const shapeOf = this.#shapesOf(sets);
    return {
      key,
      isInherited: isInheritedName(key),
      absence: name === '__typename' ? undefined : this.#absenceOf(`${type.name}.${name}`),
      isNonNull: isNonNullType(field.type),
      isValue: isLeafType(nullable) ? leafValuesOf(nullable) : undefined,
      copy: this.#copyOf(nullable, shapeOf),
      listDepth: listDepthOf(nullable),
      below: () => this.#membersOf(getNamedType(nullable)).map(shapeOf),
    };
  }

  #copyOf(type: GraphQLNullableType, shapeOf: (type: GraphQLObjectType) => ObjectShape): Copy {
    if (isListType(type)) {
      const item = type.ofType as GraphQLOutputType;
      return copyOfList(this.#copyOf(getNullableType(item), shapeOf), isNonNullType(item));
    }
    if (isLeafType(type)) {
      const isValue = leafValuesOf(type);
      return (value, run) => (isValue(value) ? value : wrong(run));
    }
    if (type instanceof GraphQLObjectType) {
      let shape: ObjectShape | undefined;
      return (value, run) => (isRecord(value) ? copyObject(value, (shape ??= shapeOf(type)), run) : wrong(run));
    }
    return (value, run) => {
      const concrete = isRecord(value) && isAbstractType(type) ? this.#memberOf(type, value) : undefined;
      return concrete === undefined ? wrong(run) : copyObject(value as JsonObject, shapeOf(concrete), run);
    };
  }

  #membersOf(type: GraphQLNamedType): readonly GraphQLObjectType[] {
    if (isAbstractType(type)) return this.#schema.getPossibleTypes(type);
    return type instanceof GraphQLObjectType ? [type] : [];
  }

  #memberOf(type: GraphQLAbstractType, value: JsonObject): GraphQLObjectType | undefined {
    const { __typename: name } = value;
    const named = typeof name === 'string' ? this.#schema.getType(name) : undefined;
    return named instanceof GraphQLObjectType && this.#schema.isSubType(type, named) ? named : undefined;
  }
}

function listDepthOf(type: GraphQLOutputType): number {
  const nullable = getNullableType(type);
  return isListType(nullable) ? 1 + listDepthOf(nullable.ofType as GraphQLOutputType) : 0;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Null where something that may not be null is: the nearest nullable place takes it. */
function copyObject(value: JsonObject, shape: ObjectShape, run: Run): Record<string, unknown> | null {
  run.valueCount += shape.fields.length;
  if (shape.code !== undefined) return shape.code(value, run);
  if (shape.copies.areMany()) shape.code = codeOf(shape.fields);
  const copy: Record<string, unknown> = {};
  for (const field of shape.fields) {
    const { key, isInherited, isValue } = field;
    const given = ownValue(value, key, isInherited);
    const isPlain = isValue !== undefined && given !== null && given !== undefined && isValue(given);
    const one = isPlain && field.absence === undefined ? given : copyField(given, field, run);
    if (one === invalid) return null;
    if (isInherited) setOwn(copy, key, one);
    else copy[key] = one;
  }
  return copy;
}

/** The loop of `copyObject`, written out. */
function codeOf(fields: readonly FieldShape[]): NonNullable<ObjectShape['code']> {
  const tools: Record<string, unknown> = { fields, copyField, invalid };
  const code = fields.map(({ key, absence, isNonNull, isValue }, index) => {
    const isPlain = isValue !== undefined && absence === undefined;
    if (isPlain) tools[`isValue${index}`] = isValue;
    return {
      key,
      statements: (variable: string) => {
        const copied = `${variable} = copyField(${variable}, fields[${index}], run); if (${variable} === invalid) return null;`;
        if (!isPlain) return copied;
        const isUnusual = `${variable} === undefined || !isValue${index}(${variable})`;
        return isNonNull
          ? `if (${variable} === null || ${isUnusual}) { ${copied} }`
          : `if (${variable} !== null && (${isUnusual})) { ${copied} }`;
      },
    };
  });
  return objectCode(code, ['run'], tools);
}

function copyField(given: unknown, { key, absence, isNonNull, copy }: FieldShape, run: Run): unknown {
  run.path.push(key);
  const one = absence === undefined ? copyPlace(given, isNonNull, copy, run) : absent(absence, run);
  run.path.pop();
  return one;
}

function copyPlace(given: unknown, isNonNull: boolean, copy: Copy, run: Run): unknown {
  if (given === undefined) report(run, 'MISSING_FIELD');
  else if (given === null && isNonNull) report(run, 'NULL_FOR_NON_NULL');
  const one = given === undefined || given === null ? null : copy(given, run);
  return one === null && isNonNull ? invalid : one;
}

function absent(absence: AbsenceCode, run: Run): null {
  report(run, absence, absence);
  return null;
}

function copyOfList(copyItem: Copy, isNonNull: boolean): Copy {
  return (value, run) => {
    if (!Array.isArray(value)) return wrong(run);
    const items: readonly unknown[] = value;
    if (items.length > itemsMax) return tooMany(run);
    run.valueCount += items.length;
    const copy: unknown[] = [];
    for (let index = 0; index < items.length; index++) {
      if (run.valueCount > valuesMax) return tooMany(run);
      run.path.push(index);
      const one = copyPlace(items[index], isNonNull, copyItem, run);
      run.path.pop();
      if (one === invalid) return null;
      copy.push(one);
    }
    return copy;
  };
}

interface Run {
  /** Where what is read now stands. */
  readonly path: (string | number)[];
  readonly problems: Problem[];
  valueCount: number;
}

const typenameField = { type: new GraphQLNonNull(GraphQLString) };

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Assigning to `__proto__` would change the prototype instead of adding a key. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

function wrong(run: Run): null {
  report(run, 'WRONG_TYPE');
  return null;
}

function tooMany(run: Run): null {
  report(run, 'WRONG_COUNT');
  return null;
}

function report(run: Run, reason: Problem['reason'], code: Problem['code'] = 'HOLDER_INVALID_ANSWER'): void {
  if (run.problems.length < problemsMax) run.problems.push({ path: [...run.path], code, reason });
}
