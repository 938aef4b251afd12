// The smallest operation that still shows a difference: a failure that can be read.
import { Kind, parse, print, validate, visit } from 'graphql';
import type { ASTNode, DocumentNode, GraphQLSchema } from 'graphql';
import type { Asked } from './answer.ts';

/** Tries to leave out one thing after the other for as long as `shows` holds. `triesMax` bounds the work. */
export async function shrink(
  asked: Asked,
  schema: GraphQLSchema,
  shows: (smaller: Asked) => Promise<boolean>,
  triesMax = 80,
): Promise<Asked> {
  let best = withoutFragments(asked);
  if (validate(schema, parse(best.text)).length > 0 || !(await shows(best))) best = asked;
  let tries = 0;
  for (let found = true; found && tries < triesMax;) {
    found = false;
    for (const text of smaller(parse(best.text, { noLocation: true }))) {
      if (tries >= triesMax) break;
      if (text.length >= best.text.length || validate(schema, parse(text)).length > 0) continue;
      tries += 1;
      const candidate = { text, variables: best.variables };
      if (!(await shows(candidate))) continue;
      best = withUsedVariables(candidate);
      found = true;
      break;
    }
  }
  return best;
}

/** Each text is the document with one part less; the largest parts first. */
function* smaller(document: DocumentNode): Generator<string> {
  const removable: ASTNode[] = [];
  const unwrappable: ASTNode[] = [];
  visit(document, {
    enter(node, _key, parent) {
      if (node.kind === Kind.FIELD || node.kind === Kind.INLINE_FRAGMENT || node.kind === Kind.FRAGMENT_SPREAD) {
        removable.push(node);
        if (node.kind === Kind.INLINE_FRAGMENT) unwrappable.push(node);
      } else if (node.kind === Kind.DIRECTIVE || node.kind === Kind.ARGUMENT || node.kind === Kind.FRAGMENT_DEFINITION)
        removable.push(node);
      else if (node.kind === Kind.VARIABLE_DEFINITION) removable.push(node);
      else if (node.kind === Kind.NAME && isNode(parent) && parent.kind === Kind.FIELD && parent.alias === node)
        removable.push(node);
    },
  });
  const sized = removable.map((node) => ({ node, size: print(node).length })).sort((a, b) => b.size - a.size);
  for (const { node } of sized) {
    const rest = visit(document, {
      enter: (one) => (one === node ? null : undefined),
      SelectionSet: { leave: ({ selections }) => (selections.length === 0 ? null : undefined) },
    });
    const text = safely(rest);
    if (text !== undefined) yield text;
  }
  for (const node of unwrappable) {
    const text = safely(
      visit(document, {
        SelectionSet: (set) => ({
          ...set,
          selections: set.selections.flatMap((one) =>
            one === node && one.kind === Kind.INLINE_FRAGMENT ? one.selectionSet.selections : [one],
          ),
        }),
      }),
    );
    if (text !== undefined) yield text;
  }
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

/** Undefined where what is left is no document. */
function safely(document: DocumentNode): string | undefined {
  try {
    const text = print(document);
    return print(onlyUsed(parse(text, { noLocation: true })));
  } catch {
    return undefined;
  }
}

/** Without variables and fragments that nothing uses any more. */
function onlyUsed(document: DocumentNode): DocumentNode {
  const variables = new Set<string>();
  const fragments = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => void variables.add(name.value),
    FragmentSpread: ({ name }) => void fragments.add(name.value),
  });
  return visit(document, {
    VariableDefinition: ({ variable }) => (variables.has(variable.name.value) ? undefined : null),
    FragmentDefinition: ({ name }) => (fragments.has(name.value) ? undefined : null),
  });
}

function withoutFragments(asked: Asked): Asked {
  const document = parse(asked.text, { noLocation: true });
  const fragments = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    ),
  );
  const inlined = (node: DocumentNode): DocumentNode =>
    visit(node, {
      FragmentSpread({ name, directives }) {
        const fragment = fragments.get(name.value);
        return (
          fragment && {
            kind: Kind.INLINE_FRAGMENT,
            typeCondition: fragment.typeCondition,
            directives,
            selectionSet: fragment.selectionSet,
          }
        );
      },
    });
  let whole: DocumentNode = {
    ...document,
    definitions: document.definitions.filter(({ kind }) => kind !== Kind.FRAGMENT_DEFINITION),
  };
  for (let depth = 0; depth < 20 && print(whole).includes('...F'); depth += 1) whole = inlined(whole);
  return { text: print(whole), variables: asked.variables };
}

function withUsedVariables({ text, variables }: Asked): Asked {
  const names = new Set<string>();
  visit(parse(text), { VariableDefinition: ({ variable }) => void names.add(variable.name.value) });
  return { text, variables: Object.fromEntries(Object.entries(variables).filter(([name]) => names.has(name))) };
}
