// Whom a request asked for: the values of the arguments that the schema marks with @subject, as keyed hashes.
import { createHmac } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import {
  Kind,
  TypeInfo,
  getDirectiveValues,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  separateOperations,
  valueFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type {
  DocumentNode,
  GraphQLArgument,
  GraphQLInputField,
  GraphQLInputType,
  GraphQLSchema,
  ValueNode,
} from 'graphql';
import { parseCpf } from '#kit/identifiers/cpf.ts';
import { parsePlate } from '#kit/identifiers/plate.ts';
import { readingsOf } from '#kit/identifiers/readings.ts';
import { RequestRefused } from '../errors.ts';
import { readOnce } from '../read-once.ts';
import type { JournalSubject } from './entry.ts';

/** Of what one request may ask for only so much: how many different ones. */
export interface RationedSubjects {
  readonly plates: number;
  /** Texts in the one box. */
  readonly searches: number;
  /** Digests of CPFs, wherever one was typed. */
  readonly cpfs: readonly string[];
}

export interface ArgumentSubjects {
  readonly subjects: readonly JournalSubject[];
  readonly rationed: RationedSubjects;
  /** Some argument asks the holders past the index. */
  readonly live: boolean;
}

export interface OperationAsked {
  /** Valid against the schema. */
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  /** As the operation declares them: coerced, defaults filled in. */
  readonly variables: Readonly<Record<string, unknown>>;
}

export type ReadArgumentSubjects = (asked: OperationAsked) => ArgumentSubjects;

/** What one entry may hold: twenty look-ups of fifty plates. */
const subjectsMax = 1000;

/**
 * `schema` carries the directives of the supergraph. The function throws RequestRefused TOO_MANY_SUBJECTS: nobody is looked for without
 * a record.
 */
export function createArgumentSubjects(schema: GraphQLSchema, key: KeyObject): ReadArgumentSubjects {
  const argumentsOf = readOnce((document: DocumentNode) => new ArgumentsByName(document, schema));
  const kindOf = readOnce((definition: Definition) => subjectKind(definition, schema));
  return ({ document, operationName, variables }) => {
    const subjects = new Map<string, JournalSubject>();
    const cpfs = new Set<string>();
    let live = false;
    for (const { definition, node, isFreshness } of argumentsOf(document).of(operationName)) {
      const value = valueFromAST(node, definition.type, variables);
      if (isFreshness && value === 'LIVE') live = true;
      collect(definition, definition.type, value);
    }
    const all = [...subjects.values()];
    const countOf = (kind: string) => all.filter((subject) => subject.kind === kind).length;
    return {
      subjects: all,
      rationed: { plates: countOf('PLATE'), searches: countOf('SEARCH_TEXT'), cpfs: [...cpfs] },
      live,
    };

    function collect(definition: Definition, type: GraphQLInputType, value: unknown): void {
      if (value === null || value === undefined) return;
      if (isNonNullType(type)) return collect(definition, type.ofType, value);
      if (isListType(type)) {
        for (const item of Array.isArray(value) ? value : [value]) collect(definition, type.ofType, item);
        return;
      }
      const kind = kindOf(definition);
      if (kind) add(kind, String(value));
      const named = getNamedType(type);
      if (!isInputObjectType(named)) return;
      for (const field of Object.values(named.getFields()))
        collect(field, field.type, (value as Readonly<Record<string, unknown>>)[field.name]);
    }

    function add(kind: string, value: string): void {
      const digest = subjectDigest(key, kind, value);
      subjects.set(digest, { origin: 'ARGUMENT', kind, digest });
      const cpf = mayHoldCpf.has(kind) ? cpfIn(value) : undefined;
      if (cpf !== undefined) cpfs.add(kind === 'CPF' && cpf === value ? digest : subjectDigest(key, 'CPF', cpf));
      if (subjects.size > subjectsMax) throw new RequestRefused('TOO_MANY_SUBJECTS', { limit: subjectsMax });
    }
  };
}

type Definition = GraphQLArgument | GraphQLInputField;

/** An argument as it is written somewhere in a document. */
interface WrittenArgument {
  readonly definition: GraphQLArgument;
  readonly node: ValueNode;
  readonly isFreshness: boolean;
}

/** The arguments of a document by the operation that is asked; a document is walked once, whatever it is asked about. */
class ArgumentsByName {
  readonly #document: DocumentNode;
  readonly #schema: GraphQLSchema;
  readonly #byName = new Map<string | undefined, readonly WrittenArgument[]>();

  constructor(document: DocumentNode, schema: GraphQLSchema) {
    this.#document = document;
    this.#schema = schema;
  }

  of(operationName: string | undefined): readonly WrittenArgument[] {
    let written = this.#byName.get(operationName);
    if (written === undefined) {
      written = argumentsIn(executedPart(this.#document, operationName), this.#schema);
      this.#byName.set(operationName, written);
    }
    return written;
  }
}

function argumentsIn(document: DocumentNode, schema: GraphQLSchema): readonly WrittenArgument[] {
  const written: WrittenArgument[] = [];
  const info = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(info, {
      Argument({ value: node }) {
        const definition = info.getArgument();
        if (!definition) return;
        written.push({ definition, node, isFreshness: getNamedType(definition.type).name === 'Freshness' });
      },
    }),
  );
  return written;
}

function subjectKind(definition: Definition, schema: GraphQLSchema): string | undefined {
  const directive = schema.getDirective('subject');
  if (!directive || !definition.astNode) return undefined;
  return getDirectiveValues(directive, definition.astNode)?.['kind'] as string | undefined;
}

/** The one box reads a CPF in any text, and on the new national card the number of the document is the CPF (Lei 14.534/2023, art. 1º). */
const mayHoldCpf: ReadonlySet<string> = new Set(['CPF', 'RG', 'SEARCH_TEXT']);

/** As the scalar gives a CPF. What else such a text may be read as does not matter here, and takes long. */
const elevenDigits = /^\d{11}$/;

function cpfIn(text: string): string | undefined {
  if (elevenDigits.test(text)) {
    const parsed = parseCpf(text);
    return parsed.ok ? parsed.value : undefined;
  }
  return readingsOf(text).find(({ kind, problems }) => kind === 'CPF' && problems.length === 0)?.normalized;
}

/** What other operations of the document ask for is asked by nobody. */
function executedPart(document: DocumentNode, operationName: string | undefined): DocumentNode {
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operations.length < 2 || operationName === undefined) return document;
  return separateOperations(document)[operationName] ?? document;
}

/**
 * What oversight computes to find who asked for a known identifier. Case, accents and separators do not matter, nor which of its two forms
 * a Brazilian plate is written in.
 */
export function subjectDigest(key: KeyObject, kind: string, value: string): string {
  const plate = kind === 'PLATE' ? parsePlate(value) : undefined;
  const plain = (plate?.ok ? plate.value : value)
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toUpperCase();
  return createHmac('sha256', key).update(`${kind}\n${plain}`).digest('base64url');
}
