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
import { RequestRefused } from '../errors.ts';
import type { JournalSubject } from './entry.ts';

export interface ArgumentSubjects {
  readonly subjects: readonly JournalSubject[];
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
    return { subjects: [...subjects.values()], live };

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
      if (subjects.size > subjectsMax) throw new RequestRefused('TOO_MANY_SUBJECTS', { limit: subjectsMax });
    }

    function subjectKind(definition: GraphQLArgument | GraphQLInputField): string | undefined {
      const directive = schema.getDirective('subject');
      if (!directive || !definition.astNode) return undefined;
      return getDirectiveValues(directive, definition.astNode)?.['kind'] as string | undefined;
    }
  };
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
