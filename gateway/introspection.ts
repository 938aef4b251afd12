// The schema as a caller's standing rights show it: a convenience that keeps the explorer honest, not protection. A field that needs a
// purpose, a case or a level is kept, and its description says so; what no stated purpose could open is left out with all that only
// it leads to. One schema for each profile, since standing rights are the profile's.
import { buildASTSchema, executeSync, Kind, visit } from 'graphql';
import type {
  DocumentNode,
  FieldDefinitionNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
  TypeDefinitionNode,
  TypeNode,
} from 'graphql';
import type { Asker, Profile } from '#kit/caller.ts';
import { purposesOf, scopesOf } from '#kit/rules/policy.ts';
import type { Rule, RuleTable } from '#kit/rules/rule.ts';
import { termInWords } from '#kit/rules/term-in-words.ts';
import { RequestRefused } from './errors.ts';
import { checkCost, createCostMeter } from './limits/cost.ts';
import type { PreparedSupergraph } from './supergraph/prepare.ts';

export interface IntrospectRequest {
  /** Valid against the schema of clients. */
  readonly document: DocumentNode;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly asker: Asker;
}

export interface Introspection {
  /** The schema of the asker's profile. */
  schemaFor(asker: Asker): GraphQLSchema;
  /** The values of `__schema` and `__type` by response key; empty where the operation asks for neither. */
  introspect(request: IntrospectRequest): Readonly<Record<string, unknown>>;
}

/** Three times the whole schema, as explorers ask for it; it is answered in one turn, and others wait for that. */
const costMax = 1200;

export function createIntrospection(prepared: PreparedSupergraph): Introspection {
  const document = definitionsOf(prepared.apiSchema);
  const meter = createCostMeter(prepared.fullSchema);
  const schemas = new Map<Profile, GraphQLSchema>();

  function schemaFor({ caller: { profile } }: Asker): GraphQLSchema {
    let schema = schemas.get(profile);
    if (!schema) schemas.set(profile, (schema = filterSchema(document, prepared.rules, profile)));
    return schema;
  }

  function introspect({
    document: asked,
    operationName,
    variables,
    asker,
  }: IntrospectRequest): Readonly<Record<string, unknown>> {
    const introspection = introspectionOf(asked, operationName);
    if (!introspection) return {};
    checkCost(meter, { document: introspection, operationName, values: variables ?? {} }, costMax);
    const { data, errors } = executeSync({
      schema: schemaFor(asker),
      document: introspection,
      variableValues: variables ?? {},
    });
    if (errors || !data) throw new RequestRefused('GRAPHQL_VALIDATION_FAILED');
    return data;
  }

  return { schemaFor, introspect };
}

/** The part of the operation that asks about the schema, or undefined where none does. */
function introspectionOf(document: DocumentNode, operationName: string | undefined): DocumentNode | undefined {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let operation: OperationDefinitionNode | undefined;
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
    else if (
      node.kind === Kind.OPERATION_DEFINITION &&
      (operationName === undefined || node.name?.value === operationName)
    ) {
      operation = node;
    }
  }
  if (!operation) return undefined;
  const selectionSet = onlyIntrospection(operation.selectionSet, fragments, new Set());
  if (selectionSet.selections.length === 0) return undefined;
  const used = variablesOf(selectionSet, fragments);
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        ...operation,
        selectionSet,
        variableDefinitions: (operation.variableDefinitions ?? []).filter(({ variable }) =>
          used.has(variable.name.value),
        ),
      },
      ...fragments.values(),
    ],
  };
}

/** The root selection without its other fields; fragments of the root stand where they were spread, with their conditions. */
function onlyIntrospection(
  selectionSet: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  above: ReadonlySet<string>,
): SelectionSetNode {
  const selections = selectionSet.selections.flatMap((node): readonly SelectionNode[] => {
    if (node.kind === Kind.FIELD) return isIntrospection(node) ? [node] : [];
    const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
    if (!fragment || (node.kind === Kind.FRAGMENT_SPREAD && above.has(node.name.value))) return [];
    const within = node.kind === Kind.FRAGMENT_SPREAD ? new Set([...above, node.name.value]) : above;
    const inner = onlyIntrospection(fragment.selectionSet, fragments, within);
    if (inner.selections.length === 0) return [];
    return [{ kind: Kind.INLINE_FRAGMENT, directives: node.directives ?? [], selectionSet: inner }];
  });
  return { kind: Kind.SELECTION_SET, selections };
}

function isIntrospection(node: FieldNode): boolean {
  return node.name.value === '__schema' || node.name.value === '__type';
}

function variablesOf(
  selectionSet: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): ReadonlySet<string> {
  const used = new Set<string>();
  const spread = new Set<string>();
  const walk = (node: SelectionSetNode): void => {
    visit(node, {
      Variable: ({ name }) => void used.add(name.value),
      FragmentSpread: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (!fragment || spread.has(name.value)) return;
        spread.add(name.value);
        walk(fragment.selectionSet);
      },
    });
  };
  walk(selectionSet);
  return used;
}

function definitionsOf(schema: GraphQLSchema): readonly TypeDefinitionNode[] {
  return Object.values(schema.getTypeMap()).flatMap((type) => (type.astNode ? [type.astNode] : []));
}

/** What standing rights make of a rule: hidden, or shown with what the request must state. */
function standing(rule: Rule | undefined, profile: Profile): { readonly shown: boolean; readonly needs?: string } {
  const scopes = scopesOf(profile);
  if (!rule || (rule.scopes.length > 0 && !rule.scopes.some((words) => words.every((word) => scopes.has(word))))) {
    return { shown: false };
  }
  if (rule.policies.length === 0) return { shown: true };
  const purposes: readonly string[] = purposesOf(profile);
  const attainable = rule.policies
    .map((terms) => terms.filter((term) => !(term.startsWith('scope:') && scopes.has(term.slice('scope:'.length)))))
    .filter((terms) =>
      terms.every(
        (term) =>
          !term.startsWith('scope:') &&
          (!term.startsWith('purpose:') || purposes.includes(term.slice('purpose:'.length))),
      ),
    );
  if (attainable.length === 0) return { shown: false };
  if (attainable.some((terms) => terms.length === 0)) return { shown: true };
  return { shown: true, needs: attainable.map((terms) => terms.map(inWords).join(' e ')).join(', ou ') };
}

/** With the header in which a request states it. */
function inWords(term: string): string {
  const [kind = ''] = term.split(':');
  return termInWords(term) + (headers[kind] ?? '');
}

const headers: Readonly<Record<string, string>> = { case: ' (x-infoseg-case)', purpose: ' (x-infoseg-purpose)' };

const roots: readonly string[] = ['Query', 'Mutation'];

function filterSchema(definitions: readonly TypeDefinitionNode[], rules: RuleTable, profile: Profile): GraphQLSchema {
  const types = new Map<string, TypeDefinitionNode>(definitions.map((node) => [node.name.value, node]));
  for (const node of definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    const fields = (node.fields ?? []).flatMap((field) => shownField(node.name.value, field, rules, profile));
    const name = node.name.value;
    // Keys are open to all; a type of which nothing else is left says only that it exists.
    const onlyOpen = isRuled(name, node.fields ?? [], rules) && !isRuled(name, fields, rules);
    const isHidden = fields.length === 0 || (onlyOpen && !roots.includes(name));
    if (isHidden) types.delete(node.name.value);
    else types.set(node.name.value, { ...node, fields });
  }
  settle(types);
  const reached = reachable(types);
  const kept = [...types.values()].filter((node) => reached.has(node.name.value));
  return buildASTSchema({ kind: Kind.DOCUMENT, definitions: kept });
}

function shownField(
  type: string,
  field: FieldDefinitionNode,
  rules: RuleTable,
  profile: Profile,
): FieldDefinitionNode[] {
  const { shown, needs } = standing(rules.get(`${type}.${field.name.value}`), profile);
  if (!shown) return [];
  if (needs === undefined) return [field];
  const description = [field.description?.value, `Requer: ${needs}.`].filter(Boolean).join('\n\n');
  return [{ ...field, description: { kind: Kind.STRING, value: description, block: true } }];
}

function isRuled(type: string, fields: readonly FieldDefinitionNode[], rules: RuleTable): boolean {
  return fields.some((field) => (rules.get(`${type}.${field.name.value}`)?.scopes.length ?? 0) > 0);
}

/** Takes away what leads to types that are gone, until nothing does; an interface keeps what all its types keep. */
function settle(types: Map<string, TypeDefinitionNode>): void {
  for (let changed = true; changed;) {
    changed = false;
    const replace = (node: TypeDefinitionNode, next: TypeDefinitionNode, isEmpty: boolean): void => {
      changed = true;
      if (isEmpty) types.delete(node.name.value);
      else types.set(node.name.value, next);
    };
    for (const node of types.values()) {
      if (node.kind === Kind.UNION_TYPE_DEFINITION) {
        const members = (node.types ?? []).filter((member) => types.has(member.name.value));
        if (members.length !== node.types?.length) replace(node, { ...node, types: members }, members.length === 0);
      } else if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION) {
        const interfaces = (node.interfaces ?? []).filter((one) => types.has(one.name.value));
        const implementers = [...types.values()].filter(
          (one) =>
            one.kind === Kind.OBJECT_TYPE_DEFINITION &&
            one.interfaces?.some(({ name }) => name.value === node.name.value),
        );
        const fields = (node.fields ?? []).filter(
          (field) =>
            isKnown(field.type, types) &&
            (node.kind === Kind.OBJECT_TYPE_DEFINITION ||
              (implementers.length > 0 && implementers.every((one) => hasField(one, field.name.value)))),
        );
        if (fields.length !== node.fields?.length || interfaces.length !== (node.interfaces?.length ?? 0)) {
          replace(node, { ...node, fields, interfaces }, fields.length === 0);
        }
      }
    }
  }
}

function hasField(node: TypeDefinitionNode, name: string): boolean {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION && (node.fields ?? []).some((field) => field.name.value === name);
}

const builtIn = new Set(['ID', 'String', 'Int', 'Float', 'Boolean']);

function isKnown(type: TypeNode, types: ReadonlyMap<string, TypeDefinitionNode>): boolean {
  const name = nameOf(type);
  return builtIn.has(name) || types.has(name);
}

function reachable(types: ReadonlyMap<string, TypeDefinitionNode>): ReadonlySet<string> {
  const reached = new Set<string>();
  const reach = (name: string): void => {
    const node = types.get(name);
    if (!node || reached.has(name)) return;
    reached.add(name);
    if (node.kind === Kind.UNION_TYPE_DEFINITION) node.types?.forEach((member) => reach(member.name.value));
    if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) node.fields?.forEach((field) => reach(nameOf(field.type)));
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) return;
    node.interfaces?.forEach((one) => reach(one.name.value));
    for (const field of node.fields ?? []) {
      reach(nameOf(field.type));
      field.arguments?.forEach((argument) => reach(nameOf(argument.type)));
    }
  };
  roots.forEach(reach);
  // A field of interface type leads to all that implement it; an interface that stands only behind its types adds none.
  for (let before = -1; before !== reached.size;) {
    before = reached.size;
    const returned = new Set(
      [...reached].flatMap((name) => {
        const node = types.get(name);
        return node && 'fields' in node ? (node.fields ?? []).map((field) => nameOf(field.type)) : [];
      }),
    );
    for (const node of types.values()) {
      if (node.kind === Kind.OBJECT_TYPE_DEFINITION && node.interfaces?.some((one) => returned.has(one.name.value)))
        reach(node.name.value);
    }
  }
  return reached;
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}
