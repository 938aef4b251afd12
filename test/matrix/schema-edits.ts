// The sources' schemas with one thing taken out or changed: what somebody could do by mistake, or somebody else on purpose.
import { Kind, parse, visit } from 'graphql';
import type { ASTNode, ConstDirectiveNode, DocumentNode } from 'graphql';
import { readSchemas } from '../../gateway/supergraph/compose.ts';

export const schemas = readSchemas();
export const documents: ReadonlyMap<string, DocumentNode> = new Map(
  [...schemas].map(([source, sdl]) => [source, parse(sdl)]),
);

/** One directive where it stands. */
export interface Application {
  readonly source: string;
  /** `Type`, `Type.field`, `Type.field(argument:)` or `Input.field`. */
  readonly coordinate: string;
  readonly directive: string;
  readonly node: ConstDirectiveNode;
}

/** Every application of these directives in a source's schema. */
export function applicationsOf(source: string, directives: readonly string[]): readonly Application[] {
  const found: Application[] = [];
  const document = documents.get(source);
  if (!document) throw new RangeError(`${source} is not a source`);
  visit(document, {
    Directive(node, _key, _parent, _path, ancestors) {
      if (directives.includes(node.name.value))
        found.push({
          source,
          coordinate: coordinateOf(ancestors),
          directive: node.name.value,
          node: node as ConstDirectiveNode,
        });
    },
  });
  return found;
}

/** The source's document without that one application. */
export function without({ source, node }: Application): DocumentNode {
  return visit(documents.get(source) as DocumentNode, { Directive: (one) => (one === node ? null : undefined) });
}

/** The source's document in which neither the type nor the field has a rule. */
export function withoutRules(source: string, type: string, field: string, rules: readonly string[]): DocumentNode {
  const document = documents.get(source) as DocumentNode;
  const bare = <Node extends { readonly directives?: readonly { readonly name: { readonly value: string } }[] }>(
    node: Node,
  ): Node => ({
    ...node,
    directives: (node.directives ?? []).filter(({ name }) => !rules.includes(name.value)),
  });
  return {
    ...document,
    definitions: document.definitions.map((definition) => {
      if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION || definition.name.value !== type) return definition;
      const fields = (definition.fields ?? []).map((one) => (one.name.value === field ? bare(one) : one));
      return bare({ ...definition, fields });
    }),
  };
}

function coordinateOf(ancestors: readonly (ASTNode | readonly ASTNode[])[]): string {
  const names = ancestors.flatMap((one) => {
    if (Array.isArray(one) || !('kind' in one) || !('name' in one)) return [];
    return one.name && 'value' in one.name ? [{ kind: one.kind, name: one.name.value }] : [];
  });
  const [type, field, argument] = names.map(({ name }) => name);
  return argument === undefined ? [type, field].filter(Boolean).join('.') : `${type}.${field}(${argument}:)`;
}
