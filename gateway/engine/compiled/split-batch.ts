// A batch asks a source for several lists of entities in one operation. The executor wants one operation a list: whoever sends them joins
// what goes to one endpoint at one time, and not every list has anything to ask for.
import { Kind, parse, print, stripIgnoredCharacters, visit } from 'graphql';
import type { DocumentNode, FieldNode, FragmentDefinitionNode, VariableDefinitionNode } from 'graphql';
import { PlanError } from './plan.ts';

const representations = 'representations';

/** One operation for each alias, in order. @throws PlanError where an alias is not in the operation */
export function splitBatch(
  operation: string,
  aliases: readonly { readonly alias: string; readonly representationsVariableName: string }[],
): readonly string[] {
  const document = parse(operation, { noLocation: true });
  const [definition] = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const fragments = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    ),
  );
  return aliases.map(({ alias, representationsVariableName }) => {
    const field = definition?.selectionSet.selections.find(
      (one): one is FieldNode => one.kind === Kind.FIELD && one.alias?.value === alias,
    );
    if (definition === undefined || field === undefined)
      throw new PlanError('a batch lacks one of the lists that it names');
    const own: FieldNode = renamed({ ...field, alias: undefined }, representationsVariableName);
    const used = fragmentsOf(own, fragments);
    const names = variablesOf([own, ...used]);
    const definitions = (definition.variableDefinitions ?? [])
      .map((one) => renamed(one, representationsVariableName))
      .filter(({ variable }) => names.has(variable.name.value));
    return stripIgnoredCharacters(
      print({
        kind: Kind.DOCUMENT,
        definitions: [
          {
            kind: Kind.OPERATION_DEFINITION,
            operation: definition.operation,
            variableDefinitions: definitions,
            selectionSet: { kind: Kind.SELECTION_SET, selections: [own] },
          },
          ...used,
        ],
      } satisfies DocumentNode),
    );
  });
}

function renamed<Node extends FieldNode | VariableDefinitionNode>(node: Node, from: string): Node {
  return visit(node, {
    Variable: (one) =>
      one.name.value === from ? { ...one, name: { ...one.name, value: representations } } : undefined,
  });
}

function fragmentsOf(
  field: FieldNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly FragmentDefinitionNode[] {
  const found = new Set<FragmentDefinitionNode>();
  const spread = (node: FieldNode | FragmentDefinitionNode): void => {
    visit(node, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (fragment === undefined || found.has(fragment)) return;
        found.add(fragment);
        spread(fragment);
      },
    });
  };
  spread(field);
  return [...found];
}

function variablesOf(nodes: readonly (FieldNode | FragmentDefinitionNode)[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of nodes) visit(node, { Variable: ({ name }) => void names.add(name.value) });
  return names;
}
