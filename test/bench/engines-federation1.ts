// The same schema in the words of Federation 1, for gateways that know no other: keys alone, and owners and extensions instead of
// `resolvable: false`.
import { Kind, visit } from 'graphql';
import type { ConstDirectiveNode, DocumentNode, FieldDefinitionNode, ObjectTypeDefinitionNode } from 'graphql';

/** @param document a subgraph's schema for Federation 2 */
export function federation1(document: DocumentNode): DocumentNode {
  const plain = visit(document, {
    SchemaExtension: () => null,
    SchemaDefinition: () => null,
    DirectiveDefinition: () => null,
    // Types that several sources share must be equal to the letter; descriptions need not be.
    enter: (node) => ('description' in node && node.description ? { ...node, description: undefined } : undefined),
    Directive: (node) => (node.name.value === 'key' ? undefined : null),
  });
  return { ...plain, definitions: plain.definitions.map((node) => (isObject(node) ? ownedOrExtended(node) : node)) };
}

const isObject = (node: { readonly kind: string }): node is ObjectTypeDefinitionNode =>
  node.kind === Kind.OBJECT_TYPE_DEFINITION;

function ownedOrExtended(node: ObjectTypeDefinitionNode): DocumentNode['definitions'][number] {
  const keys = (node.directives ?? []).filter(({ name }) => name.value === 'key');
  const isElsewhere = keys.some(({ arguments: given }) => given?.some(({ name }) => name.value === 'resolvable'));
  const directives = keys.map((key) => ({
    ...key,
    arguments: (key.arguments ?? []).filter(({ name }) => name.value === 'fields'),
  }));
  if (node.name.value === 'Query') return { ...node, kind: Kind.OBJECT_TYPE_EXTENSION, directives };
  if (!isElsewhere) return { ...node, directives };
  const fields = (node.fields ?? []).map((field): FieldDefinitionNode => ({ ...field, directives: [external] }));
  return { ...node, kind: Kind.OBJECT_TYPE_EXTENSION, directives, fields };
}

const external: ConstDirectiveNode = { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'external' } };
