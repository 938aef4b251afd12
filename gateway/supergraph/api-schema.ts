// What clients see of any supergraph: nothing `@inaccessible`, nothing of the machinery of federation. Directives that clients may write in
// their operations stay, as sources composed them.
import { buildASTSchema, DirectiveLocation, Kind, visit } from 'graphql';
import type {
  ASTNode,
  ConstDirectiveNode,
  DirectiveDefinitionNode,
  DocumentNode,
  GraphQLSchema,
  NamedTypeNode,
} from 'graphql';

const publicDirectives = new Set(['deprecated', 'specifiedBy', 'oneOf']);
const operationLocations = new Set<string>([
  DirectiveLocation.QUERY,
  DirectiveLocation.MUTATION,
  DirectiveLocation.FIELD,
  DirectiveLocation.FRAGMENT_DEFINITION,
  DirectiveLocation.FRAGMENT_SPREAD,
  DirectiveLocation.INLINE_FRAGMENT,
  DirectiveLocation.VARIABLE_DEFINITION,
]);

/** @throws when the supergraph cannot be read */
export function apiSchemaOf(supergraph: DocumentNode): GraphQLSchema {
  return buildASTSchema(apiDocumentOf(supergraph));
}

/** The same as text. */
export function apiDocumentOf(supergraph: DocumentNode): DocumentNode {
  const features = featuresOf(supergraph);
  const inaccessible = features.get('inaccessible') ?? 'inaccessible';
  const isHidden = (node: ASTNode): boolean =>
    'directives' in node && (node.directives ?? []).some((one) => one.name.value === inaccessible);
  const isMachinery = (name: string): boolean =>
    name.includes('__') && machinery.has(name.slice(0, name.indexOf('__')));
  const machinery = new Set(['join', 'link', 'core', 'federation', ...features.values()]);
  const hidden = new Set<string>();
  for (const node of supergraph.definitions)
    if ('name' in node && node.name !== undefined && isHidden(node)) hidden.add(node.name.value);
  const shown = (types: readonly NamedTypeNode[] | undefined) =>
    types?.filter(({ name }) => !hidden.has(name.value)) ?? [];

  return visit(supergraph, {
    enter(node: ASTNode) {
      if (node.kind === Kind.DIRECTIVE_DEFINITION) return isForOperations(node) ? undefined : null;
      if (node.kind === Kind.DIRECTIVE) return publicDirectives.has(node.name.value) ? undefined : null;
      if (isHidden(node)) return null;
      const isType = 'name' in node && node.name !== undefined && node.kind.endsWith('TypeDefinition');
      return isType && isMachinery(node.name.value) ? null : undefined;
    },
    leave(node: ASTNode) {
      if (node.kind === Kind.UNION_TYPE_DEFINITION) return { ...node, types: shown(node.types) };
      if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION)
        return { ...node, interfaces: shown(node.interfaces) };
      return undefined;
    },
  });
}

/** What each linked specification is called here. */
function featuresOf(supergraph: DocumentNode): ReadonlyMap<string, string> {
  const features = new Map<string, string>();
  for (const node of supergraph.definitions) {
    if (node.kind !== Kind.SCHEMA_DEFINITION && node.kind !== Kind.SCHEMA_EXTENSION) continue;
    for (const directive of node.directives ?? []) {
      const url = textOf(directive, 'url') ?? textOf(directive, 'feature');
      const name = /\/([^/]+)\/v\d+\.\d+$/.exec(url ?? '')?.[1];
      if (name !== undefined) features.set(name, textOf(directive, 'as') ?? name);
    }
  }
  return features;
}

function textOf(directive: ConstDirectiveNode, argument: string): string | undefined {
  const value = directive.arguments?.find((one) => one.name.value === argument)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

function isForOperations({ locations }: DirectiveDefinitionNode): boolean {
  return locations.some(({ value }) => operationLocations.has(value));
}
