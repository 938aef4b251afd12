// From the raw tree that the fetches left to the text of the answer. The work is done once per operation: for each selection and concrete
// type a function is generated that writes its JSON with the keys already escaped. Generated, and not closures over a list of fields,
// because that takes a third off the time of an answer; every name that gets into the code goes through JSON.stringify.
import {
  getNamedType,
  isCompositeType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  Kind,
} from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLNamedType,
  GraphQLOutputType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import type { ResponsePath } from '../engine.ts';

/** Why a value that came is null in the answer. */
export type ProjectionReason =
  /** Null or nothing where the type allows no null; the null went up to the next place that allows it. */
  | 'NULL'
  /** No value of the scalar or enum that clients know. */
  | 'VALUE'
  /** A list for an object, a text for a list, … */
  | 'SHAPE'
  /** The object says to be of a type that clients do not know. */
  | 'TYPENAME';

export interface ProjectionProblem {
  readonly path: ResponsePath;
  readonly reason: ProjectionReason;
}

export interface Written {
  /** The value of `data`. */
  readonly json: string;
  /** At most `problemsMax`: they explain nulls, and a thousand alike explain no more. */
  readonly problems: readonly ProjectionProblem[];
}

export interface Projection {
  /**
   * Writes an answer (GraphQL section 6.4). `data` is keyed by response key and may hold more than was asked; `variables` are coerced;
   * `introspected` has the values of `__schema` and `__type` by response key.
   */
  write(
    data: Readonly<Record<string, unknown>> | null,
    variables: Readonly<Record<string, unknown>>,
    introspected?: Readonly<Record<string, unknown>>,
  ): Written;
}

/** The document has no such operation, or unfolds into more than is written for anybody. */
export class ProjectionError extends Error {
  override readonly name = 'ProjectionError';
  readonly code: 'NO_OPERATION' | 'TOO_LARGE';

  constructor(code: 'NO_OPERATION' | 'TOO_LARGE', message: string) {
    super(message);
    this.code = code;
  }
}

export const problemsMax = 100;
/** Selections that are looked at for all types of one operation together; fragments under conditions unfold without end. */
const selectionsMax = 50_000;

/**
 * Compiles the answer of one operation of a valid document. `rawKeyOf`: under which name a field stands in `data`; without it, under its
 * response key.
 * @throws ProjectionError NO_OPERATION; TOO_LARGE also later from `write`, because types are compiled when they are first met
 */
export function compileProjection(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName?: string,
  rawKeyOf: (field: FieldNode) => string = responseKeyOf,
): Projection {
  const operation = operationOf(document, operationName);
  const rootType = operation && schema.getRootType(operation.operation);
  if (!operation || !rootType) throw new ProjectionError('NO_OPERATION', 'the document has no such operation');
  const compiler = new Compiler(schema, document, rawKeyOf);
  const root = compiler.objectWriter(rootType, [
    { selectionSet: operation.selectionSet, parent: rootType, conditions: unconditional },
  ]);
  return Object.freeze({
    write(
      data: Readonly<Record<string, unknown>> | null,
      variables: Readonly<Record<string, unknown>>,
      introspected: Readonly<Record<string, unknown>> = {},
    ): Written {
      if (data === null) return { json: 'null', problems: [] };
      const run: Run = { variables, introspected, conditions: [], problems: [], count: 0 };
      const json = root(data, run) ?? 'null';
      return { json, problems: run.problems.map(({ path, reason }) => ({ path: path.reverse(), reason })) };
    },
  });
}

/** One answer on its way. */
interface Run {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly introspected: Readonly<Record<string, unknown>>;
  /** By number; what was found out so far. */
  readonly conditions: (boolean | undefined)[];
  /** Paths grow from the inside out, and are written backwards. */
  readonly problems: { readonly path: (string | number)[]; readonly reason: ProjectionReason }[];
  /** Of all problems, those beyond the maximum included. */
  count: number;
}

/** Undefined: null takes the place of the value, and of what is around it as far as no null is allowed. */
type Writer = (value: unknown, run: Run) => string | undefined;

/** All must hold. */
type Conjunction = readonly { readonly variable: string; readonly isTrue: boolean }[];

interface ConditionalSet {
  readonly selectionSet: SelectionSetNode;
  /** The type that the selection was validated against. */
  readonly parent: GraphQLCompositeType;
  readonly conditions: Conjunction;
}

interface ConditionalField {
  readonly node: FieldNode;
  readonly parent: GraphQLCompositeType;
  readonly conditions: Conjunction;
}

const unconditional: Conjunction = Object.freeze([]);

class Compiler {
  readonly #schema: GraphQLSchema;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  /** Any of the conjunctions must hold; generated code knows them by number. */
  readonly #conditions: (readonly Conjunction[])[] = [];
  readonly #conditionNumbers = new Map<string, number>();
  readonly #rawKeyOf: (field: FieldNode) => string;
  #selections = 0;

  constructor(schema: GraphQLSchema, document: DocumentNode, rawKeyOf: (field: FieldNode) => string) {
    this.#schema = schema;
    this.#rawKeyOf = rawKeyOf;
    for (const node of document.definitions)
      if (node.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(node.name.value, node);
  }

  /** For values of a type that may be abstract. */
  compositeWriter(type: GraphQLCompositeType, sets: readonly ConditionalSet[]): Writer {
    if (isObjectType(type)) return this.objectWriter(type, sets);
    const writers = new Map<string, Writer>();
    const writerOf = (typename: string): Writer | undefined => {
      const named = this.#schema.getType(typename);
      if (!isCompositeType(named)) return undefined;
      const writer = this.objectWriter(named, sets);
      writers.set(typename, writer);
      return writer;
    };
    let withoutTypename: Writer | undefined;
    return (value, run) => {
      if (typeof value !== 'object' || value === null) return problem(run, 'SHAPE');
      const typename = (value as { readonly __typename?: unknown }).__typename;
      if (typeof typename === 'string') {
        const writer = writers.get(typename) ?? writerOf(typename);
        return writer === undefined ? problem(run, 'TYPENAME') : writer(value, run);
      }
      // Nobody asked which one it is: what is asked of the abstract type itself can be answered.
      withoutTypename ??= this.objectWriter(type, sets);
      return withoutTypename(value, run);
    };
  }

  /**
   * For objects that are known to be of the type. An abstract one is meant as such: of an `@interfaceObject` nobody may have asked what
   * it is in truth.
   */
  objectWriter(type: GraphQLCompositeType, sets: readonly ConditionalSet[]): Writer {
    let compiled: Writer | undefined;
    return (value, run) => {
      compiled ??= this.#compileObject(type, sets);
      return compiled(value, run);
    };
  }

  #compileObject(type: GraphQLCompositeType, sets: readonly ConditionalSet[]): Writer {
    const groups = new Map<string, ConditionalField[]>();
    this.#collect(type, sets, groups, new Map());
    const code = new Code();
    code.line('if(typeof o!=="object"||o===null||isArray(o))return problem(x,"SHAPE");');
    let isFirst = true;
    let isCommaKnown = true;
    for (const [key, fields] of groups) {
      const condition = this.#conditionNumber(fields.map(({ conditions }) => conditions));
      if (condition !== undefined) {
        if (isFirst) {
          isCommaKnown = false;
          code.line('let c="";');
        }
        code.line(`if(x.conditions[${condition}]??test(x,${condition})){`);
      }
      const comma = isFirst || !isCommaKnown ? '' : ',';
      if (!isCommaKnown) code.line(`s+=c;c=",";`);
      this.#field(code, type, key, fields, comma);
      if (condition !== undefined) code.line('}');
      isFirst = false;
    }
    return code.build('o', 'let s="{",v,t,n;', 'return s+"}";', (run, number) => this.#test(run, number));
  }

  #field(code: Code, type: GraphQLCompositeType, key: string, fields: readonly ConditionalField[], comma: string) {
    const [{ node, parent } = { node: undefined, parent: type }] = fields;
    const name = node?.name.value ?? '';
    const rawKey = node === undefined ? key : this.#rawKeyOf(node);
    const head = `${comma}${JSON.stringify(key)}:`;
    if (name === '__typename') {
      if (isObjectType(type)) return code.line(`s+=${text(`${head}${JSON.stringify(type.name)}`)};`);
      const typename = code.use((value: Record<string, unknown>) => this.#typename(value, rawKey));
      return code.line(
        `t=${typename}(o);if(t===undefined)return problemAt(x,"TYPENAME",${text(key)});s+=${text(head)}+t;`,
      );
    }
    if (name === '__schema' || name === '__type')
      return code.line(`s+=${text(head)}+(stringify(own(x.introspected,${text(key)}))??"null");`);
    const stated = fieldType(parent, name);
    if (stated === undefined) return undefined;
    // Which object it is may be known better here than where the selection was written.
    const better = fieldType(type, name);
    const named = getNamedType(better && isObjectType(getNamedType(better)) ? better : stated);
    const place: Place = {
      key,
      head,
      named,
      sets: fields.flatMap((field) => setsBelow(field)),
    };
    // What Object.prototype has is no answer.
    code.line(rawKey in Object.prototype ? `v=own(o,${text(rawKey)});` : `v=o[${text(rawKey)}];`);
    this.#value(code, place, stated);
  }

  /** Writes what is in `v` at a field. */
  #value(code: Code, place: Place, stated: GraphQLOutputType): void {
    const { head, key } = place;
    const isRequired = isNonNullType(stated);
    const type = isRequired ? stated.ofType : stated;
    const missing = isRequired ? `return problemAt(x,"NULL",${text(key)});` : `s+=${text(`${head}null`)};`;
    const invalid = isRequired ? 'return undefined;' : `s+=${text(`${head}null`)};`;
    if (isListType(type)) {
      const writer = code.use(this.#listWriter(place, type.ofType));
      code.line(below(writer, head, key, missing, invalid));
    } else if (isCompositeType(place.named)) {
      const writer = code.use(this.compositeWriter(place.named, place.sets));
      code.line(below(writer, head, key, missing, invalid));
    } else {
      code.line(leaf(code, place.named, head, missing, `problemAt(x,"VALUE",${text(key)});${invalid}`));
    }
  }

  #listWriter(place: Place, stated: GraphQLOutputType): Writer {
    const code = new Code();
    const isRequired = isNonNullType(stated);
    const type = isRequired ? stated.ofType : stated;
    const missing = isRequired ? 'return problemAt(x,"NULL",i);' : 's+="null";';
    const invalid = isRequired ? 'return undefined;' : 's+="null";';
    code.line('if(!isArray(o))return problem(x,"SHAPE");');
    code.line('for(let i=0;i<o.length;i++){if(i!==0)s+=",";v=o[i];');
    if (isListType(type)) {
      const writer = code.use(this.#listWriter(place, type.ofType));
      code.line(below(writer, '', undefined, missing, invalid));
    } else if (isCompositeType(place.named)) {
      const writer = code.use(this.compositeWriter(place.named, place.sets));
      code.line(below(writer, '', undefined, missing, invalid));
    } else {
      code.line(leaf(code, place.named, '', missing, `problemAt(x,"VALUE",i);${invalid}`));
    }
    code.line('}');
    return code.build('o', 'let s="[",v,t,n;', 'return s+"]";', (run, number) => this.#test(run, number));
  }

  /** GraphQL section 6.3.2, for all values of the conditions at once. */
  #collect(
    type: GraphQLCompositeType,
    sets: readonly ConditionalSet[],
    groups: Map<string, ConditionalField[]>,
    visited: Map<string, Set<string>>,
  ): void {
    for (const { selectionSet, parent, conditions } of sets) {
      for (const selection of selectionSet.selections) {
        // What stands under many conditions takes as much longer.
        this.#selections += 1 + conditions.length;
        if (this.#selections > selectionsMax)
          throw new ProjectionError('TOO_LARGE', 'the operation unfolds into too many selections');
        const together = joined(conditions, selection);
        if (together === undefined) continue;
        if (selection.kind === Kind.FIELD) {
          const key = responseKeyOf(selection);
          const group = groups.get(key);
          const field = { node: selection, parent, conditions: together };
          if (group) group.push(field);
          else groups.set(key, [field]);
          continue;
        }
        if (selection.kind === Kind.FRAGMENT_SPREAD && !isFirstVisit(visited, selection.name.value, together)) continue;
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments.get(selection.name.value);
        if (!fragment) continue;
        const narrowed = fragment.typeCondition && this.#schema.getType(fragment.typeCondition.name.value);
        if (narrowed && (!isCompositeType(narrowed) || !this.#isWithin(type, narrowed))) continue;
        const inside = { selectionSet: fragment.selectionSet, parent: narrowed ?? parent, conditions: together };
        this.#collect(type, [inside], groups, visited);
      }
    }
  }

  #isWithin(type: GraphQLCompositeType, condition: GraphQLCompositeType): boolean {
    if (type === condition) return true;
    return !isObjectType(condition) && this.#schema.isSubType(condition, type as never);
  }

  /** The JSON of a concrete type's name, where the object is only known by its interface. */
  #typename(value: Record<string, unknown>, rawKey: string): string | undefined {
    const found = own(value, rawKey) ?? own(value, '__typename');
    const type = typeof found === 'string' ? this.#schema.getType(found) : undefined;
    return isObjectType(type) ? JSON.stringify(type.name) : undefined;
  }

  /** Undefined for what is always there. */
  #conditionNumber(alternatives: readonly Conjunction[]): number | undefined {
    if (alternatives.some((one) => one.length === 0)) return undefined;
    const key = JSON.stringify(alternatives);
    let number = this.#conditionNumbers.get(key);
    if (number === undefined) {
      number = this.#conditions.push(alternatives) - 1;
      this.#conditionNumbers.set(key, number);
    }
    return number;
  }

  #test(run: Run, number: number): boolean {
    const holds = (this.#conditions[number] ?? []).some((all) =>
      all.every(({ variable, isTrue }) => (own(run.variables, variable) === true) === isTrue),
    );
    run.conditions[number] = holds;
    return holds;
  }
}

/** A field of one type, or what is in its lists. */
interface Place {
  readonly key: string;
  /** What is written before the value. */
  readonly head: string;
  readonly named: GraphQLNamedType;
  readonly sets: readonly ConditionalSet[];
}

/** The source of one function, and the values that it names. */
class Code {
  readonly #lines: string[] = [];
  readonly #used: unknown[] = [];

  line(source: string): void {
    this.#lines.push(source);
  }

  /** The name of the value in the code. */
  use(value: unknown): string {
    return `u${this.#used.push(value) - 1}`;
  }

  build(argument: string, before: string, after: string, test: (run: Run, number: number) => boolean): Writer {
    const names = this.#used.map((_value, index) => `u${index}`);
    const body = `"use strict";return function(${argument},x){${before}${this.#lines.join('')}${after}};`;
    const make = new Function(...helperNames, 'test', ...names, body) as (...values: unknown[]) => Writer;
    return make(...helpers, test, ...this.#used);
  }
}

const text = (value: string): string => JSON.stringify(value);

/** Code for a value that another function writes. */
function below(writer: string, head: string, key: string | undefined, missing: string, invalid: string): string {
  const at = key === undefined ? 'i' : text(key);
  return (
    `if(v===null||v===undefined){${missing}}else{n=x.count;t=${writer}(v,x);if(x.count!==n)prefix(x,n,${at});` +
    `if(t===undefined){${invalid}}else s+=${head === '' ? 't' : `${text(head)}+t`};}`
  );
}

/** Code for a scalar or enum, by the checks of the stock gateway: what it lets through, and what it makes null. */
function leaf(code: Code, named: GraphQLNamedType, head: string, missing: string, invalid: string): string {
  const otherwise = `else if(v===null||v===undefined){${missing}}else{${invalid}}`;
  const quoted = `s+=isPlain(v)?${text(`${head}"`)}+v+'"':${text(head)}+stringify(v);`;
  const bare = `s+=${text(head)}+v;`;
  if (isEnumType(named)) {
    const names = code.use(new Map(named.getValues().map(({ name }) => [name, `${head}${JSON.stringify(name)}`])));
    return `t=${names}.get(v);if(t!==undefined)s+=t;${otherwise}`;
  }
  const name = isScalarType(named) ? named.name : '';
  if (name === 'String') return `if(typeof v==="string"){${quoted}}${otherwise}`;
  if (name === 'ID') return `if(typeof v==="string"){${quoted}}else if(isInteger(v)){${bare}}${otherwise}`;
  if (name === 'Int') return `if(isInteger(v)){${bare}}${otherwise}`;
  if (name === 'Float') return `if(isFinite(v)){${bare}}${otherwise}`;
  if (name === 'Boolean') return `if(v===true||v===false){${bare}}${otherwise}`;
  return `if(v===null||v===undefined){${missing}}else if(typeof v==="string"){${quoted}}else s+=${text(head)}+stringify(v);`;
}

/** Also where JSON.parse made an own `__proto__`, and where a name is that of a method of every object. */
function own(value: unknown, key: string): unknown {
  return Object.hasOwn(value as object, key) ? (value as Record<string, unknown>)[key] : undefined;
}

function problem(run: Run, reason: ProjectionReason): undefined {
  run.count += 1;
  if (run.problems.length < problemsMax) run.problems.push({ path: [], reason });
  return undefined;
}

function problemAt(run: Run, reason: ProjectionReason, at: string | number): undefined {
  run.count += 1;
  if (run.problems.length < problemsMax) run.problems.push({ path: [at], reason });
  return undefined;
}

/** Puts what was found since then below the given place. */
function prefix(run: Run, since: number, at: string | number): void {
  for (let index = since; index < run.problems.length; index += 1) run.problems[index]?.path.push(at);
}

const shortLength = 42;
const mustBeEscaped = /[\u0000-\u001f"\\\ud800-\udfff]/;

/** Whether the text stands in JSON as it is. For short texts a loop is cheaper than the regular expression. */
function isPlain(value: string): boolean {
  const { length } = value;
  if (length > shortLength) return !mustBeEscaped.test(value);
  for (let index = 0; index < length; index += 1) {
    const code = value.charCodeAt(index);
    if (code < 32 || code === 34 || code === 92 || (code >= 0xd800 && code <= 0xdfff)) return false;
  }
  return true;
}

/** What is written without an exponent or a point. */
function isInteger(value: unknown): boolean {
  return Number.isInteger(value) && Math.abs(value as number) < 1e21;
}

const helpersByName = {
  isArray: Array.isArray,
  isFinite: Number.isFinite,
  isInteger,
  isPlain,
  own,
  prefix,
  problem,
  problemAt,
  stringify: JSON.stringify,
};
const helperNames = Object.keys(helpersByName);
const helpers = Object.values(helpersByName);

function operationOf(document: DocumentNode, operationName: string | undefined): OperationDefinitionNode | undefined {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operationName === undefined) return operations.length === 1 ? operations[0] : undefined;
  return operations.find(({ name }) => name?.value === operationName);
}

function responseKeyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

function fieldType(type: GraphQLCompositeType, name: string): GraphQLOutputType | undefined {
  return 'getFields' in type ? type.getFields()[name]?.type : undefined;
}

function setsBelow({ node, parent, conditions }: ConditionalField): readonly ConditionalSet[] {
  const type = fieldType(parent, node.name.value);
  const named = type && getNamedType(type);
  return node.selectionSet && isCompositeType(named)
    ? [{ selectionSet: node.selectionSet, parent: named, conditions }]
    : [];
}

/** With the selection's own conditions; undefined for what is never there. */
function joined(conditions: Conjunction, selection: SelectionNode): Conjunction | undefined {
  if (!selection.directives || selection.directives.length === 0) return conditions;
  let together = conditions;
  for (const directive of selection.directives) {
    const isInclude = directive.name.value === 'include';
    if (!isInclude && directive.name.value !== 'skip') continue;
    const value = directive.arguments?.find((one) => one.name.value === 'if')?.value;
    if (value?.kind === Kind.BOOLEAN) {
      if (value.value !== isInclude) return undefined;
    } else if (value?.kind === Kind.VARIABLE) {
      const variable = value.name.value;
      const known = together.find((one) => one.variable === variable);
      if (known && known.isTrue !== isInclude) return undefined;
      if (!known) together = [...together, { variable, isTrue: isInclude }];
    }
  }
  return together;
}

/** A fragment counts once; what it brings under a condition may come again under another. */
function isFirstVisit(visited: Map<string, Set<string>>, name: string, conditions: Conjunction): boolean {
  let seen = visited.get(name);
  if (!seen) visited.set(name, (seen = new Set()));
  const key = conditions.length === 0 ? '' : JSON.stringify(conditions);
  if (seen.has('') || seen.has(key)) return false;
  seen.add(key);
  return true;
}
