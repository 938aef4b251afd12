// What may be asked. The operation is normalised (fragments resolved for each concrete type, conditions evaluated, equal fields merged),
// every field is decided for every concrete type, and what is denied is gone before anything is planned: never fetched, never timed.
import { hash as digest } from 'node:crypto';
import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { Kind, OperationTypeNode, print, typeFromAST, visit } from 'graphql';
import type {
  ArgumentNode,
  DirectiveNode,
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
  VariableDefinitionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Asker } from '#kit/caller.ts';
import { decide, rightsKeys } from '#kit/rules/evaluate.ts';
import type { Decision } from '#kit/rules/rule.ts';
import { RequestRefused } from './errors.ts';
import { aliasPrefix, hiddenKeyPrefix, typenameKey } from './operation-tree.ts';
import type { AuthorizedOperation, SelectedField, SelectionTree } from './operation-tree.ts';
import type { PreparedSupergraph } from './supergraph/prepare.ts';

export interface AuthorizeRequest {
  /** Parsed and valid against the schema of clients; the same object for the same text, so that its hash is made once. */
  readonly document: DocumentNode;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly asker: Asker;
}

export interface Authorizer {
  /** Throws RequestRefused: OPERATION_NOT_FOUND, OPERATION_TYPE_REFUSED, BAD_REQUEST, TOO_MANY_SELECTIONS. */
  authorize(request: AuthorizeRequest): { readonly operation: AuthorizedOperation };
}

export interface AuthorizerOptions {
  /** What the kept operations may take, the least recently used going first. */
  readonly keptMaxBytes?: number;
  /** Fields of one normalised operation, over all concrete types. */
  readonly fieldsMax?: number;
}

/** Names that begin so are ours, whatever their case. */
const reservedAlias = /^infoseg/i;
/**
 * As a key of an answer or of variables it is lost in every program that writes it into a plain object, and may do worse there: a holder's
 * server may be one (graphql-jit is), and so is graphql-js where it reads variables. As an alias it goes under another name.
 */
const lostName = '__proto__';

export function createAuthorizer(prepared: PreparedSupergraph, options: AuthorizerOptions = {}): Authorizer {
  const { keptMaxBytes = keptMaxBytesDefault, fieldsMax = 5000 } = options;
  if (!Number.isSafeInteger(keptMaxBytes) || keptMaxBytes < 1) throw new TypeError('keptMaxBytes is a number from 1');
  if (!Number.isSafeInteger(fieldsMax) || fieldsMax < 1) throw new TypeError('fieldsMax is a number from 1');
  // By what they take and not by their number: one may have one field, and another five thousand.
  const operations = new LRUCache<string, AuthorizedOperation>({
    maxSize: keptMaxBytes,
    sizeCalculation: approximateBytes,
  });
  const documents = new WeakMap<DocumentNode, DocumentFacts>();
  const rightsKey = rightsKeys(prepared.rules);

  return { authorize };

  function authorize({ document, operationName, variables = {}, asker }: AuthorizeRequest): {
    operation: AuthorizedOperation;
  } {
    let facts = documents.get(document);
    if (!facts) documents.set(document, (facts = readDocument(document)));
    const definition = operationOf(document, operationName);
    const conditions = readConditions(facts, definition, variables);
    const rights = rightsKey(asker);
    const key = JSON.stringify([facts.hash, operationName ?? null, [...conditions], rights]);
    let operation = operations.get(key);
    if (!operation) {
      operation = normalise({ prepared, document, definition, conditions, asker, rights, fieldsMax });
      operations.set(key, operation);
    }
    return { operation };
  }
}

const keptMaxBytesDefault = 64 * 2 ** 20;
/** Tree, text and document to a character of the text, as measured; and to a field that is denied, of which the text has nothing. */
const bytesPerCharacter = 14;
const bytesPerField = 200;

function approximateBytes({ text, tree }: AuthorizedOperation, key: string): number {
  return key.length + text.length * bytesPerCharacter + fieldsOf(tree) * bytesPerField;
}

function fieldsOf({ byType }: SelectionTree): number {
  let count = 1;
  for (const fields of byType.values())
    for (const { selection } of fields) count += selection ? fieldsOf(selection) : 1;
  return count;
}

interface DocumentFacts {
  readonly hash: string;
  /** Variables on which @skip or @include turn. */
  readonly conditionNames: ReadonlySet<string>;
}

function readDocument(document: DocumentNode): DocumentFacts {
  const conditionNames = new Set<string>();
  visit(document, {
    Field: (node) => {
      const alias = node.alias?.value;
      if (alias === undefined) return;
      // `__typename` by another field would deceive whoever reads concrete types from the answer.
      const deceives = alias === '__typename' && node.name.value !== alias;
      if (deceives || reservedAlias.test(alias)) throw nameRefused(node);
    },
    VariableDefinition: (node) => {
      if (node.variable.name.value === lostName) throw nameRefused(node);
    },
    Directive: (node) => {
      if (node.name.value !== 'skip' && node.name.value !== 'include') return;
      for (const { value } of node.arguments ?? [])
        if (value.kind === Kind.VARIABLE) conditionNames.add(value.name.value);
    },
  });
  return { hash: sha256(print(document)), conditionNames };
}

function nameRefused({ loc }: FieldNode | VariableDefinitionNode): RequestRefused {
  const { line, column } = loc?.startToken ?? {};
  return new RequestRefused(
    'BAD_REQUEST',
    line === undefined || column === undefined ? {} : { locations: [{ line, column }] },
  );
}

function operationOf(document: DocumentNode, operationName: string | undefined): OperationDefinitionNode {
  const all = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const found = operationName === undefined ? all : all.filter((node) => node.name?.value === operationName);
  const [definition] = found;
  if (!definition || found.length > 1) throw new RequestRefused('OPERATION_NOT_FOUND');
  if (definition.operation === OperationTypeNode.SUBSCRIPTION) throw new RequestRefused('OPERATION_TYPE_REFUSED');
  return definition;
}

function readConditions(
  facts: DocumentFacts,
  definition: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, boolean> {
  const conditions = new Map<string, boolean>();
  for (const { variable, defaultValue } of definition.variableDefinitions ?? []) {
    const name = variable.name.value;
    if (!facts.conditionNames.has(name)) continue;
    const given = Object.hasOwn(variables, name) ? variables[name] : undefined;
    const value = given === undefined && defaultValue?.kind === Kind.BOOLEAN ? defaultValue.value : given;
    if (typeof value !== 'boolean') throw new RequestRefused('BAD_REQUEST');
    conditions.set(name, value);
  }
  return conditions;
}

interface Normalisation {
  readonly prepared: PreparedSupergraph;
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  readonly conditions: ReadonlyMap<string, boolean>;
  readonly asker: Asker;
  readonly rights: string;
  readonly fieldsMax: number;
}

/** A selection as the tree shows it and as the engine gets it. */
interface Normalised {
  readonly tree: SelectionTree;
  readonly sent: SelectionSetNode;
}

function normalise({
  prepared,
  document,
  definition,
  conditions,
  asker,
  rights,
  fieldsMax,
}: Normalisation): AuthorizedOperation {
  const { apiSchema: schema, rules, subjects } = prepared;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  let fieldsCounted = 0;

  const rootType = schema.getRootType(definition.operation);
  if (!rootType) throw new RequestRefused('OPERATION_TYPE_REFUSED');
  const root = normaliseRoot(rootType, definition.selectionSet);
  return finish(root);

  function normaliseRoot(
    type: GraphQLObjectType,
    selectionSet: SelectionSetNode,
  ): Normalised & { asksEngine: boolean } {
    const fields: SelectedField[] = [];
    const sent: SelectionNode[] = [];
    for (const [responseKey, nodes] of collect(type, [selectionSet])) {
      const name = nodes[0].name.value;
      if (name === '__schema' || name === '__type') fields.push(introspectionField(responseKey, name));
      else if (name === '__typename') fields.push(typenameField(type, responseKey));
      else selectField(type, responseKey, nodes, fields, sent);
    }
    return {
      tree: Object.freeze({ abstract: false, byType: new Map([[type.name, Object.freeze(fields)]]) }),
      asksEngine: sent.length > 0,
      sent: { kind: Kind.SELECTION_SET, selections: sent.length > 0 ? sent : [hiddenTypename] },
    };
  }

  function normaliseSelection(type: GraphQLCompositeType, selectionSets: readonly SelectionSetNode[]): Normalised {
    const abstract = isAbstractType(type);
    const byType = new Map<string, readonly SelectedField[]>();
    const sentByType = new Map<string, readonly SelectionNode[]>();
    for (const concrete of concreteTypes(schema, type)) {
      const fields: SelectedField[] = [];
      const sent: SelectionNode[] = [];
      const typeRule = rules.get(concrete.name);
      const isTypeDenied = typeRule !== undefined && decide(typeRule, asker).kind === 'DENY';
      if (!isTypeDenied) sent.push(...hiddenKeys(concrete));
      for (const [responseKey, nodes] of collect(concrete, selectionSets)) {
        if (nodes[0].name.value === '__typename') fields.push(typenameField(concrete, responseKey));
        else selectField(concrete, responseKey, nodes, fields, sent);
      }
      byType.set(concrete.name, Object.freeze(fields));
      if (sent.length > 0) sentByType.set(concrete.name, sent);
    }
    return {
      tree: Object.freeze({ abstract, byType }),
      sent: { kind: Kind.SELECTION_SET, selections: sentSelections(abstract, sentByType) },
    };
  }

  function selectField(
    parent: GraphQLObjectType,
    responseKey: string,
    nodes: readonly [FieldNode, ...FieldNode[]],
    fields: SelectedField[],
    sent: SelectionNode[],
  ): void {
    const [node] = nodes;
    const definitionOfField = parent.getFields()[node.name.value];
    if (!definitionOfField) throw new RequestRefused('GRAPHQL_VALIDATION_FAILED');
    if (++fieldsCounted > fieldsMax) throw new RequestRefused('TOO_MANY_SELECTIONS', { limit: fieldsMax });
    const rule = rules.get(`${parent.name}.${node.name.value}`);
    const decision = decide(rule, asker);
    const named = getNamedType(definitionOfField.type);
    const below = isCompositeType(named)
      ? normaliseSelection(
          named,
          nodes.flatMap((one) => one.selectionSet ?? []),
        )
      : undefined;
    fields.push(
      Object.freeze({
        responseKey,
        name: node.name.value,
        ...(node.arguments?.length ? { args: node.arguments } : {}),
        decision,
        ...(rule ? { rule } : {}),
        ...shapeOf(definitionOfField.type),
        ...(below ? { selection: below.tree } : {}),
      }),
    );
    if (decision.kind === 'DENY') return;
    const isOurs =
      responseKey === lostName || isKeysName(prepared.fullSchema, parent.name, responseKey, node.name.value);
    const sentKey = isOurs ? aliasPrefix + responseKey : responseKey;
    sent.push(sentField(node, sentKey, below?.sent));
  }

  function hiddenKeys(type: GraphQLObjectType): FieldNode[] {
    return (subjects.types.get(type.name)?.key ?? []).map((name) => fieldNode(name, hiddenKeyPrefix + name));
  }

  function typenameField(type: GraphQLObjectType, responseKey: string): SelectedField {
    const rule = rules.get(type.name);
    const decision: Decision = rule ? decide(rule, asker) : { kind: 'ALLOW' };
    return Object.freeze({ responseKey, name: '__typename', decision, returns: 'String', listDepth: 0, nonNull: true });
  }

  /** Fields by response key, in order, as this concrete type answers them (GraphQL, section 6.3.2). */
  function collect(
    type: GraphQLObjectType,
    selectionSets: readonly SelectionSetNode[],
  ): ReadonlyMap<string, readonly [FieldNode, ...FieldNode[]]> {
    const found = new Map<string, [FieldNode, ...FieldNode[]]>();
    const visited = new Set<string>();
    const walk = (selectionSet: SelectionSetNode): void => {
      for (const node of selectionSet.selections) {
        if (!isIncluded(node.directives, conditions)) continue;
        if (node.kind === Kind.FIELD) {
          const key = node.alias?.value ?? node.name.value;
          const before = found.get(key);
          if (before) before.push(node);
          else found.set(key, [node]);
          continue;
        }
        if (node.kind === Kind.INLINE_FRAGMENT) {
          if (appliesTo(schema, type, node.typeCondition?.name.value)) walk(node.selectionSet);
          continue;
        }
        const fragment = visited.has(node.name.value) ? undefined : fragments.get(node.name.value);
        if (!fragment) continue;
        visited.add(node.name.value);
        if (appliesTo(schema, type, fragment.typeCondition.name.value)) walk(fragment.selectionSet);
      }
    };
    selectionSets.forEach(walk);
    return found;
  }

  function finish({ tree, sent, asksEngine }: Normalised & { asksEngine: boolean }): AuthorizedOperation {
    const used = new Set<string>();
    visit(sent, { Variable: (node) => void used.add(node.name.value) });
    const variableDefinitions = (definition.variableDefinitions ?? []).filter(({ variable }) =>
      used.has(variable.name.value),
    );
    const authorized: DocumentNode = {
      kind: Kind.DOCUMENT,
      // Without the client's name: it is free text, and holders have no use for it.
      definitions: [
        { kind: Kind.OPERATION_DEFINITION, operation: definition.operation, variableDefinitions, selectionSet: sent },
      ],
    };
    const text = print(authorized);
    return Object.freeze({
      document: authorized,
      text,
      hash: sha256(text),
      variableNames: Object.freeze(variableDefinitions.map(({ variable }) => variable.name.value)),
      tree,
      rights,
      operationType: definition.operation === OperationTypeNode.MUTATION ? 'mutation' : 'query',
      asksEngine,
    });
  }
}

const hiddenTypename = fieldNode('__typename', typenameKey);

/** One list for an object; a fragment for each concrete type, and the type's name, where it can be one of several. */
function sentSelections(
  abstract: boolean,
  byType: ReadonlyMap<string, readonly SelectionNode[]>,
): readonly SelectionNode[] {
  if (!abstract) return [...byType.values()][0] ?? [hiddenTypename];
  const fragments = [...byType].map(([name, selections]): SelectionNode => ({
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: name } },
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  }));
  return [hiddenTypename, ...fragments];
}

function sentField(node: FieldNode, responseKey: string, selectionSet: SelectionSetNode | undefined): FieldNode {
  return {
    ...fieldNode(node.name.value, responseKey, node.arguments),
    ...(selectionSet ? { selectionSet } : {}),
  };
}

function fieldNode(name: string, responseKey: string, args: readonly ArgumentNode[] = []): FieldNode {
  return {
    kind: Kind.FIELD,
    name: { kind: Kind.NAME, value: name },
    ...(responseKey === name ? {} : { alias: { kind: Kind.NAME, value: responseKey } }),
    ...(args.length > 0 ? { arguments: args } : {}),
  };
}

/** Left to the stage of introspection: no selection in the tree, the value passes as that stage made it. */
function introspectionField(responseKey: string, name: '__schema' | '__type'): SelectedField {
  const decision: Decision = { kind: 'ALLOW' };
  return Object.freeze({
    responseKey,
    name,
    decision,
    returns: name === '__schema' ? '__Schema' : '__Type',
    listDepth: 0,
    nonNull: name === '__schema',
  });
}

function shapeOf(type: GraphQLOutputType): Pick<SelectedField, 'returns' | 'listDepth' | 'nonNull'> {
  let listDepth = 0;
  let at: GraphQLOutputType = getNullableType(type);
  while (isListType(at)) {
    listDepth += 1;
    at = getNullableType(at.ofType as GraphQLOutputType);
  }
  return { returns: getNamedType(type).name, listDepth, nonNull: isNonNullType(type) };
}

/** Whether a field goes by the name of another that is a key of its type (join spec v0.5, `@join__type(key:)`). */
function isKeysName(full: GraphQLSchema, type: string, responseKey: string, name: string): boolean {
  if (responseKey === name) return false;
  return (full.getType(type)?.astNode?.directives ?? []).some((directive) => {
    const key = directive.arguments?.find((one) => one.name.value === 'key')?.value;
    return (
      directive.name.value === 'join__type' && key?.kind === Kind.STRING && key.value.split(' ').includes(responseKey)
    );
  });
}

function concreteTypes(schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLObjectType[] {
  return isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
}

function appliesTo(schema: GraphQLSchema, type: GraphQLObjectType, condition: string | undefined): boolean {
  if (condition === undefined || condition === type.name) return true;
  const named = typeFromAST(schema, { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: condition } });
  return isAbstractType(named) && !isObjectType(named) && schema.isSubType(named, type);
}

/** @skip wins over @include, and a condition that is neither written nor given leaves the field out. */
export function isIncluded(
  directives: readonly DirectiveNode[] | undefined,
  conditions: ReadonlyMap<string, boolean>,
): boolean {
  for (const directive of directives ?? []) {
    const name = directive.name.value;
    if (name !== 'skip' && name !== 'include') continue;
    const value = directive.arguments?.find((one) => one.name.value === 'if')?.value;
    const holds =
      value?.kind === Kind.BOOLEAN
        ? value.value
        : value?.kind === Kind.VARIABLE
          ? conditions.get(value.name.value)
          : undefined;
    if (holds === undefined || holds === (name === 'skip')) return false;
  }
  return true;
}

function sha256(text: string): string {
  return digest('sha256', text, 'hex');
}
