// Mutations of a document that leave it a document, and mostly a valid one: it is answered, and what it is answered must fit.
import {
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
  Kind,
  parse,
  parseValue,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type {
  ArgumentNode,
  DirectiveNode,
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLField,
  GraphQLInputType,
  GraphQLSchema,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import type { Random } from '../../demo/nation/random.ts';
import { hostileLiterals, hostileNames, hostileTexts } from './hostile-values.ts';

export interface TreeStock {
  readonly schema: GraphQLSchema;
  /** Texts that the nation knows, by the name of a scalar; others are of String. */
  readonly known: Readonly<Record<string, readonly string[]>>;
}

/** One mutation of the text, or undefined where it is no document. */
export function mutateTree(text: string, random: Random, stock: TreeStock): string | undefined {
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch {
    return undefined;
  }
  const sets = selectionSetsIn(document, stock.schema);
  if (sets.length === 0) return undefined;
  const chosen = random.pick(sets);
  const { selections } = chosen.node;
  const named = chosen.type && random.chance(0.08) ? fragmentOf(chosen, random) : undefined;
  const changed = named
    ? [{ kind: Kind.FRAGMENT_SPREAD, name: named.name } as const]
    : random.pick(strokes)(selections, random, { ...stock, type: chosen.type });
  const edited: DocumentNode = visit(document, {
    SelectionSet: { leave: (node) => (node === chosen.node ? { ...node, selections: changed } : undefined) },
  });
  return print(named ? { ...edited, definitions: [...edited.definitions, named] } : edited);
}

/** The selections under a name of their own. */
function fragmentOf({ node, type }: Place, random: Random): FragmentDefinitionNode {
  return {
    kind: Kind.FRAGMENT_DEFINITION,
    name: nameNode(random.chance(0.5) ? `Fragment${random.between(0, 99)}` : random.pick(fragmentNames)),
    typeCondition: { kind: Kind.NAMED_TYPE, name: nameNode(type?.name ?? 'Query') },
    selectionSet: node,
  };
}

const fragmentNames = hostileNames.filter((name) => name !== 'on');

/** What no text holds is for the mutations of bytes and tokens. */
const soundTexts = hostileTexts.filter((text) => !text.includes('\0') && text.isWellFormed());
const soundLiterals = hostileLiterals.filter((one) => !one.startsWith('$') && !/\\u(0000|d8)/i.test(one));

interface Place {
  readonly node: SelectionSetNode;
  readonly type: GraphQLCompositeType | null;
}

function selectionSetsIn(document: DocumentNode, schema: GraphQLSchema): readonly Place[] {
  const found: Place[] = [];
  const info = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(info, {
      SelectionSet: (node) => void found.push({ node, type: info.getParentType() ?? null }),
    }),
  );
  return found;
}

type Selections = readonly SelectionNode[];
interface Stock extends TreeStock {
  readonly type: GraphQLCompositeType | null;
}
type Stroke = (selections: Selections, random: Random, stock: Stock) => Selections;

const nameNode = (value: string) => ({ kind: Kind.NAME, value }) as const;
const isField = (node: SelectionNode): node is FieldNode => node.kind === Kind.FIELD;

/** A field that the type has, with what it needs. */
const grow: Stroke = (selections, random, stock) => {
  const { type } = stock;
  if (!type || isUnionType(type)) return [...selections, fieldNode('__typename')];
  const field = random.pick(Object.values(type.getFields()));
  return random.chance(0.5)
    ? [...selections, grown(field, random, stock)]
    : [grown(field, random, stock), ...selections];
};

const prune: Stroke = (selections, random) =>
  selections.length > 1 ? selections.toSpliced(random.between(0, selections.length - 1), 1) : selections;

const alias: Stroke = (selections, random) =>
  changeOne(selections, random, (node) =>
    isField(node)
      ? { ...node, alias: nameNode(random.chance(0.5) ? random.pick(hostileNames) : `a${random.between(0, 9)}`) }
      : node,
  );

const condition: Stroke = (selections, random) =>
  changeOne(selections, random, (node) => ({ ...node, directives: [conditionNode(random)] }));

const wrap: Stroke = (selections, random, { type }) =>
  changeOne(selections, random, (node) => ({
    kind: Kind.INLINE_FRAGMENT,
    ...(type && random.chance(0.5) && { typeCondition: { kind: Kind.NAMED_TYPE, name: nameNode(type.name) } }),
    ...(random.chance(0.3) && { directives: [conditionNode(random)] }),
    selectionSet: { kind: Kind.SELECTION_SET, selections: [node] },
  }));

const again: Stroke = (selections, random) => [...selections, random.pick(selections)];

const turn: Stroke = (selections) => selections.toReversed();

const argument: Stroke = (selections, random, stock) =>
  changeOne(selections, random, (node) => {
    if (!isField(node) || !stock.type || isUnionType(stock.type)) return node;
    const field = stock.type.getFields()[node.name.value];
    const one = field && field.args.length > 0 ? random.pick(field.args) : undefined;
    if (!one) return node;
    const others = (node.arguments ?? []).filter(({ name }) => name.value !== one.name);
    return { ...node, arguments: [...others, argumentNode(one.name, literal(one.type, random, stock))] };
  });

const typename: Stroke = (selections) => [...selections, fieldNode('__typename')];

const strokes: readonly Stroke[] = [
  grow,
  grow,
  grow,
  prune,
  alias,
  alias,
  condition,
  wrap,
  again,
  turn,
  argument,
  argument,
  typename,
];

function changeOne(selections: Selections, random: Random, change: (node: SelectionNode) => SelectionNode): Selections {
  const at = random.between(0, selections.length - 1);
  return selections.with(at, change(selections[at] as SelectionNode));
}

function fieldNode(name: string): FieldNode {
  return { kind: Kind.FIELD, name: nameNode(name) };
}

function argumentNode(name: string, text: string): ArgumentNode {
  return { kind: Kind.ARGUMENT, name: nameNode(name), value: parseValue(text) };
}

function conditionNode(random: Random): DirectiveNode {
  return {
    kind: Kind.DIRECTIVE,
    name: nameNode(random.pick(['skip', 'include'])),
    arguments: [argumentNode('if', random.pick(['true', 'false']))],
  };
}

function grown(field: GraphQLField<unknown, unknown>, random: Random, stock: Stock): FieldNode {
  const type = getNamedType(field.type);
  const args = field.args.filter((one) => isRequiredArgument(one) || random.chance(0.3));
  const leaves =
    isCompositeType(type) && !isUnionType(type)
      ? Object.values(type.getFields()).filter(
          (one) => !isCompositeType(getNamedType(one.type)) && one.args.length === 0,
        )
      : [];
  const below = leaves.length > 0 && random.chance(0.8) ? random.pick(leaves).name : '__typename';
  return {
    ...fieldNode(field.name),
    arguments: args.map((one) => argumentNode(one.name, literal(one.type, random, stock))),
    ...(isCompositeType(type) && { selectionSet: { kind: Kind.SELECTION_SET, selections: [fieldNode(below)] } }),
  };
}

/** A value of the type, mostly. */
function literal(type: GraphQLInputType, random: Random, stock: Stock): string {
  if (random.chance(0.1)) return random.pick(soundLiterals);
  if (isNonNullType(type)) return literal(type.ofType, random, stock);
  if (isListType(type)) {
    const count = random.chance(0.1) ? random.between(40, 60) : random.between(0, 3);
    return `[${Array.from({ length: count }, () => literal(type.ofType, random, stock)).join(', ')}]`;
  }
  if (isEnumType(type)) return random.pick(type.getValues()).name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((one) => isRequiredInputField(one) || random.chance(0.4));
    return `{ ${fields.map((one) => `${one.name}: ${literal(one.type, random, stock)}`).join(', ')} }`;
  }
  if (type.name === 'Int') return String(random.pick([1, 5, 20, 50, 51, 0, -1, 1990, 2_147_483_647]));
  if (type.name === 'Boolean') return random.pick(['true', 'false']);
  const known = stock.known[type.name] ?? stock.known['String'] ?? [];
  return JSON.stringify(random.chance(0.75) ? random.pick(known) : random.pick(soundTexts));
}
