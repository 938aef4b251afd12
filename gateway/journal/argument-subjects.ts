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
import type { DocumentNode, GraphQLArgument, GraphQLInputField, GraphQLInputType, GraphQLSchema } from 'graphql';
import { parsePlate } from '#kit/identifiers/plate.ts';
import { readingsOf } from '#kit/identifiers/readings.ts';
import { RequestRefused } from '../errors.ts';
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
  return ({ document, operationName, variables }) => {
    const subjects = new Map<string, JournalSubject>();
    const cpfs = new Set<string>();
    let live = false;
    const info = new TypeInfo(schema);
    visit(
      executedPart(document, operationName),
      visitWithTypeInfo(info, {
        Argument(node) {
          const argument = info.getArgument();
          if (!argument) return;
          const value = valueFromAST(node.value, argument.type, variables);
          if (value === 'LIVE' && getNamedType(argument.type).name === 'Freshness') live = true;
          collect(argument, argument.type, value);
        },
      }),
    );
    const all = [...subjects.values()];
    const countOf = (kind: string) => all.filter((subject) => subject.kind === kind).length;
    return {
      subjects: all,
      rationed: { plates: countOf('PLATE'), searches: countOf('SEARCH_TEXT'), cpfs: [...cpfs] },
      live,
    };

    function collect(definition: GraphQLArgument | GraphQLInputField, type: GraphQLInputType, value: unknown): void {
      if (value === null || value === undefined) return;
      if (isNonNullType(type)) return collect(definition, type.ofType, value);
      if (isListType(type)) {
        for (const item of Array.isArray(value) ? value : [value]) collect(definition, type.ofType, item);
        return;
      }
      const kind = subjectKind(definition);
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
      if (cpf !== undefined) cpfs.add(subjectDigest(key, 'CPF', cpf));
      if (subjects.size > subjectsMax) throw new RequestRefused('TOO_MANY_SUBJECTS', { limit: subjectsMax });
    }

    function subjectKind(definition: GraphQLArgument | GraphQLInputField): string | undefined {
      const directive = schema.getDirective('subject');
      if (!directive || !definition.astNode) return undefined;
      return getDirectiveValues(directive, definition.astNode)?.['kind'] as string | undefined;
    }
  };
}

/** The one box reads a CPF in any text, and on the new national card the number of the document is the CPF (Lei 14.534/2023, art. 1º). */
const mayHoldCpf: ReadonlySet<string> = new Set(['CPF', 'RG', 'SEARCH_TEXT']);

function cpfIn(text: string): string | undefined {
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
