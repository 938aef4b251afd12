// The text of a fetch as bytes of a request: alone, or several fetches of entities joined in one operation with names of their own.
import { Kind, parse, print, stripIgnoredCharacters, visit } from 'graphql';
import type { FragmentDefinitionNode, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { PlannedFetch } from '../engine/source-client.ts';

/** What is known of a planned fetch; made once, and kept as long as the plan. */
export interface FetchText {
  readonly id: number;
  /** The query as JSON. */
  readonly json: string;
  /** For operations in which several are joined; undefined when it cannot be joined with others. */
  readonly slot: ((slot: number) => Slot | undefined) | undefined;
}

interface Slot {
  readonly definitions: string;
  readonly selection: string;
}

const entities = '_entities';
/** The variable of the representations, in every plan. */
export const representationsName = 'representations';
const joinedTextsMax = 5000;

const texts = new WeakMap<PlannedFetch, FetchText>();
const joinedTexts = new LRUCache<string, string>({ max: joinedTextsMax });
let lastId = 0;

export function fetchTextOf(planned: PlannedFetch): FetchText {
  let text = texts.get(planned);
  if (text === undefined) {
    lastId += 1;
    text = Object.freeze({ id: lastId, json: JSON.stringify(planned.query), slot: slotsOf(planned) });
    texts.set(planned, text);
  }
  return text;
}

/** The JSON of one query that asks for all of them, each in its slot; undefined when one of them cannot be read. */
export function joinedQueryJson(fetches: readonly FetchText[]): string | undefined {
  const key = fetches.map(({ id }) => id).join();
  let json = joinedTexts.get(key);
  if (json === undefined) {
    const slots = fetches.flatMap((text, at) => text.slot?.(at) ?? []);
    if (slots.length < fetches.length) return undefined;
    json = JSON.stringify(
      `query(${slots.map(({ definitions }) => definitions).join(',')}){${slots.map(({ selection }) => selection).join(' ')}}`,
    );
    joinedTexts.set(key, json);
  }
  return json;
}

/** What a variable is called in a slot, and the entities. */
export function inSlot(name: string, slot: number): string {
  return `i${slot}_${name}`;
}

export function entitiesInSlot(slot: number): string {
  return inSlot(entities, slot);
}

/** The slot of a response key of a joined operation. */
export function slotOf(key: unknown): number | undefined {
  const found = typeof key === 'string' ? /^i(\d{1,6})__entities$/.exec(key) : null;
  return found === null ? undefined : Number(found[1]);
}

function slotsOf(planned: PlannedFetch): FetchText['slot'] {
  if (!planned.isEntities || planned.operationType !== 'query') return undefined;
  let operation: OperationDefinitionNode | undefined;
  return (slot) => {
    try {
      operation ??= withoutFragments(planned.query);
      return written(operation, slot);
    } catch {
      return undefined;
    }
  };
}

function written(operation: OperationDefinitionNode, slot: number): Slot {
  const renamed = visit(operation, {
    Variable: (node) => ({ ...node, name: { ...node.name, value: inSlot(node.name.value, slot) } }),
  });
  const aliased = renamed.selectionSet.selections.map((one) =>
    one.kind === Kind.FIELD
      ? { ...one, alias: { kind: Kind.NAME as const, value: inSlot((one.alias ?? one.name).value, slot) } }
      : one,
  );
  const text = (node: Parameters<typeof print>[0]) => stripIgnoredCharacters(print(node));
  return {
    definitions: (renamed.variableDefinitions ?? []).map(text).join(','),
    selection: text({ kind: Kind.SELECTION_SET, selections: aliased }).slice(1, -1),
  };
}

/** Names of fragments would be the only ones that two slots share. */
function withoutFragments(query: string): OperationDefinitionNode {
  const { definitions } = parse(query, { noLocation: true });
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const operation = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new TypeError('a fetch is an operation');
  const inlined = <Node extends OperationDefinitionNode | FragmentDefinitionNode>(node: Node): Node =>
    visit(node, {
      FragmentSpread(spread) {
        const fragment = fragments.get(spread.name.value);
        if (fragment === undefined) throw new TypeError('a fetch defines the fragments that it uses');
        const { typeCondition, selectionSet } = inlined(fragment);
        return { kind: Kind.INLINE_FRAGMENT, typeCondition, directives: spread.directives ?? [], selectionSet };
      },
    });
  return inlined(operation);
}
