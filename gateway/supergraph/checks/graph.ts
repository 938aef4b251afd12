// The schemas of all sources, read once for every check: who owns which type, and what kind of type it is.
import { Kind } from 'graphql';
import type { ConstDirectiveNode, DocumentNode, EnumTypeDefinitionNode, FieldDefinitionNode, TypeNode } from 'graphql';

/** The subgraph that owns every subject and every edge. */
export const indexName = 'national-index';

export interface SourceSchema {
  readonly name: string;
  readonly document: DocumentNode;
}

export interface CompositeType {
  readonly name: string;
  readonly kind: 'object' | 'interface';
  readonly directives: readonly ConstDirectiveNode[];
  readonly fields: readonly FieldDefinitionNode[];
  readonly interfaces: readonly string[];
  /** Of all its keys. */
  readonly keyFields: ReadonlySet<string>;
  /** It has a key that this source resolves. */
  readonly owned: boolean;
}

export interface SourceGraph {
  readonly name: string;
  readonly isIndex: boolean;
  readonly document: DocumentNode;
  /** Objects and interfaces; their extensions are merged in. */
  readonly types: ReadonlyMap<string, CompositeType>;
  readonly unions: ReadonlyMap<string, readonly string[]>;
  readonly enums: ReadonlyMap<string, EnumTypeDefinitionNode>;
  /** Names of the query, mutation and subscription types of this source. */
  readonly roots: { readonly query: string; readonly mutation: string; readonly subscription: string };
}

export interface Graph {
  readonly sources: readonly SourceGraph[];
  /** Names of types that the index owns. */
  readonly subjects: ReadonlySet<string>;
  /** Names of types that a holder resolves by record. */
  readonly records: ReadonlySet<string>;
  /** Names of types that a holder resolves by a value which the caller typed. */
  readonly probes: ReadonlySet<string>;
  /** Which source owns an entity type. */
  readonly ownerOf: ReadonlyMap<string, string>;
}

/** A refusal of composition: its sentences, none where the graph is in order. */
export type Check = (graph: Graph) => readonly string[];

export function readGraph(schemas: readonly SourceSchema[]): Graph {
  const sources = schemas.map(readSource);
  const subjects = new Set<string>();
  const records = new Set<string>();
  const probes = new Set<string>();
  const ownerOf = new Map<string, string>();
  for (const source of sources) {
    for (const type of source.types.values()) {
      if (!type.owned) continue;
      if (!ownerOf.has(type.name) || source.isIndex) ownerOf.set(type.name, source.name);
      if (source.isIndex) subjects.add(type.name);
      else if (type.name.endsWith('Probe')) probes.add(type.name);
      else records.add(type.name);
    }
  }
  // What the index owns is a subject whoever else claims it.
  for (const name of subjects) {
    records.delete(name);
    probes.delete(name);
  }
  return { sources, subjects, records, probes, ownerOf };
}

export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

export function directivesOf(
  directives: readonly ConstDirectiveNode[] | undefined,
  name: string,
): readonly ConstDirectiveNode[] {
  return (directives ?? []).filter((directive) => directive.name.value === name);
}

function readSource({ name, document }: SourceSchema): SourceGraph {
  const types = new Map<string, CompositeType>();
  const unions = new Map<string, readonly string[]>();
  const enums = new Map<string, EnumTypeDefinitionNode>();
  const roots = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };
  for (const node of document.definitions) {
    switch (node.kind) {
      case Kind.SCHEMA_DEFINITION:
      case Kind.SCHEMA_EXTENSION:
        for (const { operation, type } of node.operationTypes ?? []) roots[operation] = type.name.value;
        break;
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.OBJECT_TYPE_EXTENSION:
      case Kind.INTERFACE_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_EXTENSION: {
        const before = types.get(node.name.value);
        const directives = [...(before?.directives ?? []), ...(node.directives ?? [])];
        const keys = directivesOf(directives, 'key');
        types.set(node.name.value, {
          name: node.name.value,
          kind: node.kind.startsWith('Object') ? 'object' : 'interface',
          directives,
          fields: [...(before?.fields ?? []), ...(node.fields ?? [])],
          interfaces: [...(before?.interfaces ?? []), ...(node.interfaces ?? []).map((one) => one.name.value)],
          keyFields: new Set(keys.flatMap((key) => textOf(key, 'fields').match(/\w+/g) ?? [])),
          owned: keys.some(isResolvable),
        });
        break;
      }
      case Kind.UNION_TYPE_DEFINITION:
      case Kind.UNION_TYPE_EXTENSION:
        unions.set(node.name.value, [
          ...(unions.get(node.name.value) ?? []),
          ...(node.types ?? []).map((one) => one.name.value),
        ]);
        break;
      case Kind.ENUM_TYPE_DEFINITION:
        enums.set(node.name.value, node);
        break;
    }
  }
  return { name, isIndex: name === indexName, document, types, unions, enums, roots };
}

function textOf(directive: ConstDirectiveNode, argument: string): string {
  const value = directive.arguments?.find((one) => one.name.value === argument)?.value;
  return value?.kind === Kind.STRING ? value.value : '';
}

function isResolvable(key: ConstDirectiveNode): boolean {
  const value = key.arguments?.find((one) => one.name.value === 'resolvable')?.value;
  return value?.kind !== Kind.BOOLEAN || value.value;
}
