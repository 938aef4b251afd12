// What planners put beside the fields that a client asks: the keys of entities, and what some source requires or provides. A field that a
// client calls by such a name would take its place, or the reverse.
import { Kind, parse, visit } from 'graphql';
import type { ConstDirectiveNode, DocumentNode } from 'graphql';

/** The arguments that are sets of fields, by directive (join specification, v0.5). */
const fieldSets: Readonly<Partial<Record<string, readonly string[]>>> = {
  join__type: ['key'],
  join__field: ['requires', 'provides'],
};

/** Names of fields, at any depth. @throws GraphQLError for a set of fields that is none */
export function keyNamesOf(supergraph: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  const read = new Set<string>();
  visit(supergraph, {
    Directive(node) {
      for (const set of fieldSetsOf(node as ConstDirectiveNode)) {
        if (read.has(set)) continue;
        read.add(set);
        visit(parse(`{${set}}`, { noLocation: true }), { Field: ({ name }) => void names.add(name.value) });
      }
    },
  });
  return names;
}

function fieldSetsOf({ name, arguments: given = [] }: ConstDirectiveNode): readonly string[] {
  const expected = fieldSets[name.value] ?? [];
  return given.flatMap(({ name: { value: argument }, value }) =>
    expected.includes(argument) && value.kind === Kind.STRING ? [value.value] : [],
  );
}
