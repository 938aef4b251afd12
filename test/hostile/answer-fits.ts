// Whether the data of an answer is one that the document can have: every key that was asked for and no other, in the order of the document,
// every value of its type. Written from the specification (section 6, Execution), apart from what the gateway does.
import {
  getNamedType,
  getOperationAST,
  getVariableValues,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  Kind,
  parse,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  validate,
} from 'graphql';
import type {
  DirectiveNode,
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLSchema,
  SelectionSetNode,
} from 'graphql';

export interface Document {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

/** Why the document could not be answered at all, or undefined: what graphql-js itself finds wrong with it. */
export function invalidity(schema: GraphQLSchema, { query, variables, operationName }: Document): string | undefined {
  try {
    const document = parse(query);
    const [problem] = validate(schema, document, undefined, { maxErrors: 1 });
    if (problem) return problem.message;
    const operation = getOperationAST(document, operationName);
    if (!operation) return 'no such operation';
    const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 1 });
    return errors?.[0]?.message;
  } catch (error) {
    return error instanceof Error ? error.message : 'unknown';
  }
}

/** What is wrong with the data, or undefined. The document is valid on the schema. */
export function misfit(schema: GraphQLSchema, asked: Document, data: unknown): string | undefined {
  const document = parse(asked.query);
  const operation = getOperationAST(document, asked.operationName);
  const query = schema.getQueryType();
  if (!operation || !query) return 'there is no operation to answer';
  const { coerced = {} } = getVariableValues(schema, operation.variableDefinitions ?? [], asked.variables);
  const walk = { schema, fragments: fragmentsOf(document), variables: coerced };
  return objectMisfit(walk, query, [operation.selectionSet], data, '');
}

interface Walk {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
}

type Grouped = ReadonlyMap<string, readonly FieldNode[]>;

/** CollectFields for one concrete type. */
function collect(walk: Walk, type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Grouped {
  const groups = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  const add = ({ selections }: SelectionSetNode): void => {
    for (const node of selections) {
      if (!isIncluded(walk, node.directives)) continue;
      if (node.kind === Kind.FIELD) {
        const key = node.alias?.value ?? node.name.value;
        groups.set(key, [...(groups.get(key) ?? []), node]);
        continue;
      }
      if (node.kind === Kind.FRAGMENT_SPREAD && visited.has(node.name.value)) continue;
      if (node.kind === Kind.FRAGMENT_SPREAD) visited.add(node.name.value);
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? walk.fragments.get(node.name.value) : node;
      if (fragment && applies(walk, type, fragment.typeCondition?.name.value)) add(fragment.selectionSet);
    }
  };
  for (const set of sets) add(set);
  return groups;
}

function applies({ schema }: Walk, type: GraphQLObjectType, condition: string | undefined): boolean {
  if (condition === undefined || condition === type.name) return true;
  const wanted = schema.getType(condition);
  return isAbstractType(wanted) && schema.isSubType(wanted, type);
}

function isIncluded({ variables }: Walk, directives: readonly DirectiveNode[] = []): boolean {
  const holds = (name: string): boolean | undefined => {
    const value = directives.find((one) => one.name.value === name)?.arguments?.[0]?.value;
    if (value?.kind === Kind.BOOLEAN) return value.value;
    return value?.kind === Kind.VARIABLE ? variables[value.name.value] === true : undefined;
  };
  return holds('skip') !== true && holds('include') !== false;
}

function fieldOf({ schema }: Walk, type: GraphQLObjectType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === '__typename') return TypeNameMetaFieldDef;
  if (type === schema.getQueryType() && name === '__schema') return SchemaMetaFieldDef;
  if (type === schema.getQueryType() && name === '__type') return TypeMetaFieldDef;
  return type.getFields()[name];
}

function objectMisfit(
  walk: Walk,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  value: unknown,
  at: string,
): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${at}: no object`;
  const groups = collect(walk, type, sets);
  const given = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(given);
  for (const key of keys) if (!groups.has(key)) return `${at}.${key}: not asked for`;
  for (const [key, nodes] of groups) {
    if (!Object.hasOwn(given, key)) return `${at}.${key}: asked for and not there`;
    const name = nodes[0]?.name.value ?? '';
    const field = fieldOf(walk, type, name);
    if (!field) return `${at}.${key}: no field of ${type.name}`;
    if (name === '__typename') {
      if (given[key] !== type.name) return `${at}.${key}: another type`;
      continue;
    }
    const below = nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
    const wrong = valueMisfit(walk, field.type, below, given[key], `${at}.${key}`);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function valueMisfit(
  walk: Walk,
  type: GraphQLOutputType,
  below: readonly SelectionSetNode[],
  value: unknown,
  at: string,
): string | undefined {
  if (isNonNullType(type)) {
    return value === null ? `${at}: null where none may be` : valueMisfit(walk, type.ofType, below, value, at);
  }
  if (value === null) return undefined;
  if (isListType(type)) {
    if (!Array.isArray(value)) return `${at}: no list`;
    for (const [index, one] of value.entries()) {
      const wrong = valueMisfit(walk, type.ofType, below, one, `${at}.${index}`);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  }
  if (isObjectType(type)) return objectMisfit(walk, type, below, value, at);
  if (isAbstractType(type)) {
    // What it is stands in the answer only where it was asked for; some type must fit.
    const tries = walk.schema.getPossibleTypes(type).map((one) => objectMisfit(walk, one, below, value, at));
    return tries.includes(undefined) ? undefined : tries[0];
  }
  if (isEnumType(type)) return type.getValue(String(value)) ? undefined : `${at}: no value of ${type.name}`;
  return isScalarType(type) && isScalar(getNamedType(type).name, value) ? undefined : `${at}: no ${String(type)}`;
}

function isScalar(name: string, value: unknown): boolean {
  if (name === 'Int') return Number.isInteger(value);
  if (name === 'Float') return typeof value === 'number';
  if (name === 'Boolean') return typeof value === 'boolean';
  return typeof value === 'string';
}
