// From the text of a request to an operation: parsed and validated once for equal texts, and split in what sources are asked and what the
// schema answers about itself.
import {
  getOperationAST,
  getVariableValues,
  GraphQLError,
  Kind,
  OperationTypeNode,
  parse,
  separateOperations,
  validate,
  visit,
} from 'graphql';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { combinationsMax, engineTextOf } from './engine-text.ts';
import type { EngineText } from './engine-text.ts';
import type { OpenError } from './errors.ts';

/** One operation of a valid document. */
export interface OpenOperation {
  readonly type: 'query' | 'mutation';
  /** As it came, for the projection: this operation and its fragments. */
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  /** What engines get: without questions about the schema. */
  readonly forEngine: EngineText;
  /** The questions about the schema; undefined where there is none. */
  readonly introspection: DocumentNode | undefined;
}

export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest';
  readonly code:
    'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED' | 'OPERATION_RESOLUTION_FAILURE' | 'BAD_USER_INPUT';
  readonly errors: readonly OpenError[];

  constructor(code: InvalidRequest['code'], errors: readonly GraphQLError[]) {
    super(code);
    this.code = code;
    this.errors = errors.map(({ message, locations }) => ({
      message,
      ...(locations && { locations: locations.map(({ line, column }) => ({ line, column })) }),
      extensions: { code },
    }));
  }
}

export interface Operations {
  /** @throws InvalidRequest */
  read(text: string, operationName: string | undefined): OpenOperation;
}

const keptMaxBytes = 128 * 2 ** 20;
const tokensMax = 20_000;
/** Of a parsed text with all that is derived from it: some 400 bytes a token, of four characters or more. */
const bytesPerCharacter = 150;
const bytesPerText = 20_000;
/** One more for each combination of conditions. */
const bytesPerConditionalCharacter = bytesPerCharacter + combinationsMax;

interface Kept {
  readonly document: DocumentNode;
  readonly operations: Map<string | undefined, OpenOperation>;
}

/** `keyNames`: names that planners use beside those of clients. */
export function createOperations(schema: GraphQLSchema, keyNames: ReadonlySet<string>): Operations {
  const kept = new LRUCache<string, Kept>({
    maxSize: keptMaxBytes,
    sizeCalculation: (_one, text) =>
      bytesPerText + text.length * (text.includes('@') ? bytesPerConditionalCharacter : bytesPerCharacter),
  });

  function documentOf(text: string): Kept {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const document = parseText(text);
    const errors = validate(schema, document, undefined, { maxErrors: 20 });
    if (errors.length > 0) throw new InvalidRequest('GRAPHQL_VALIDATION_FAILED', errors);
    const read = { document, operations: new Map() };
    kept.set(text, read);
    return read;
  }

  return Object.freeze({
    read(text: string, operationName: string | undefined): OpenOperation {
      const { document, operations } = documentOf(text);
      const known = operations.get(operationName);
      if (known !== undefined) return known;
      const operation = operationOf(schema, document, operationName, keyNames);
      operations.set(operationName, operation);
      return operation;
    },
  });
}

/** Coerced, defaults filled in. @throws InvalidRequest */
export function variablesOf(
  schema: GraphQLSchema,
  { definition }: OpenOperation,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const definitions = definition.variableDefinitions ?? [];
  if (definitions.length === 0) return noVariables;
  const { errors, coerced } = getVariableValues(schema, definitions, given, { maxErrors: 20 });
  if (errors) throw new InvalidRequest('BAD_USER_INPUT', errors);
  return coerced;
}

const noVariables: Readonly<Record<string, unknown>> = Object.freeze({});

function parseText(text: string): DocumentNode {
  try {
    return parse(text, { maxTokens: tokensMax });
  } catch (error) {
    throw new InvalidRequest('GRAPHQL_PARSE_FAILED', [
      error instanceof GraphQLError ? error : new GraphQLError('The document cannot be read.'),
    ]);
  }
}

function operationOf(
  schema: GraphQLSchema,
  whole: DocumentNode,
  operationName: string | undefined,
  keyNames: ReadonlySet<string>,
): OpenOperation {
  const definition = getOperationAST(whole, operationName);
  const refuse = (message: string) => new InvalidRequest('OPERATION_RESOLUTION_FAILURE', [new GraphQLError(message)]);
  if (!definition) {
    throw refuse(
      operationName === undefined
        ? 'The document has several operations, and operationName does not say which one is meant.'
        : 'The document has no operation of that name.',
    );
  }
  const { operation: type } = definition;
  if (type === OperationTypeNode.SUBSCRIPTION) throw refuse('Subscriptions are not served.');
  if (!schema.getRootType(type)) throw refuse(`The schema has no ${type}.`);
  const document = separateOperations(whole)[definition.name?.value ?? ''] ?? whole;
  const fragments = fragmentsOf(document);
  const names = rootFieldNames(definition.selectionSet, fragments, new Set());
  const isAboutSchema = names.has('__schema') || names.has('__type');
  const split = (part: 'sources' | 'schema') =>
    isAboutSchema ? partOf(document, definition, fragments, part) : document;
  return Object.freeze({
    ...{ type, document, definition },
    forEngine: engineTextOf(split('sources'), keyNames),
    introspection: isAboutSchema ? split('schema') : undefined,
  });
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

function fragmentsOf(document: DocumentNode): Fragments {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  return fragments;
}

function rootFieldNames(set: SelectionSetNode, fragments: Fragments, seen: Set<string>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const one of set.selections) {
    if (one.kind === Kind.FIELD) {
      names.add(one.name.value);
      continue;
    }
    if (one.kind === Kind.FRAGMENT_SPREAD && seen.has(one.name.value)) continue;
    if (one.kind === Kind.FRAGMENT_SPREAD) seen.add(one.name.value);
    const below = one.kind === Kind.FRAGMENT_SPREAD ? fragments.get(one.name.value)?.selectionSet : one.selectionSet;
    if (below) for (const name of rootFieldNames(below, fragments, seen)) names.add(name);
  }
  return names;
}

/** The operation with the root fields of one part, and only the fragments and variables that these use. */
function partOf(
  document: DocumentNode,
  definition: OperationDefinitionNode,
  fragments: Fragments,
  part: 'sources' | 'schema',
): DocumentNode {
  const isOfPart = (name: string) => (part === 'schema') === (name === '__schema' || name === '__type');
  let selections = 0;
  const chosen = (set: SelectionSetNode): SelectionSetNode => ({
    ...set,
    selections: set.selections.flatMap((one): readonly SelectionNode[] => {
      selections += 1;
      if (selections > tokensMax)
        throw new InvalidRequest('GRAPHQL_VALIDATION_FAILED', [new GraphQLError('The operation unfolds too far.')]);
      if (one.kind === Kind.FIELD) return isOfPart(one.name.value) ? [one] : [];
      const fragment = one.kind === Kind.FRAGMENT_SPREAD ? fragments.get(one.name.value) : one;
      if (fragment === undefined) return [];
      const below = chosen(fragment.selectionSet);
      const { typeCondition } = fragment;
      return below.selections.length === 0
        ? []
        : [
            {
              kind: Kind.INLINE_FRAGMENT,
              ...(typeCondition && { typeCondition }),
              directives: one.directives ?? [],
              selectionSet: below,
            },
          ];
    }),
  });
  const selectionSet = chosen(definition.selectionSet);
  const used = new Set<string>();
  const variables = new Set<string>();
  const visitUsed = (node: SelectionSetNode): void =>
    void visit(node, {
      Variable: ({ name }) => void variables.add(name.value),
      FragmentSpread({ name }) {
        const fragment = used.has(name.value) ? undefined : fragments.get(name.value);
        used.add(name.value);
        if (fragment) visitUsed(fragment.selectionSet);
      },
    });
  visitUsed(selectionSet);
  const variableDefinitions = definition.variableDefinitions?.filter(({ variable }) =>
    variables.has(variable.name.value),
  );
  return {
    ...document,
    definitions: [
      { ...definition, selectionSet, ...(variableDefinitions && { variableDefinitions }) },
      ...[...fragments.values()].filter(({ name }) => used.has(name.value)),
    ],
  };
}
