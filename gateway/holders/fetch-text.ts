// The text that goes to an endpoint: an engine's fetch without the client's operation name, without the fields that the endpoint
// lacks, with the checks that show whose record came back; several of them joined in one request.
import { getNamedType, isAbstractType, isObjectType, Kind, parse, print, stripIgnoredCharacters, visit } from 'graphql';
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import { AnswerShape } from './answer-shape.ts';
import type { AbsenceOf } from './answer-shape.ts';
import type { GraphFacts } from './graph-facts.ts';

/** Prefix of the aliases under which keys and concrete type come back to be compared. */
export const checkPrefix = 'infosegCheck_';
const emptyKey = 'infosegEmpty';

/** One fetch as one kind of endpoint is asked it. */
export interface FetchText {
  /** Distinct per text, source and set of absent fields. */
  readonly id: number;
  readonly operationType: 'query' | 'mutation';
  /** Entities: the response key of `_entities`; root: all response keys. */
  readonly rootKeys: readonly string[];
  readonly entities: boolean;
  /** Variables other than the representations. */
  readonly variableNames: readonly string[];
  readonly shape: AnswerShape;
  /** Nothing is left to ask: every field that is no key is absent at the endpoint. */
  readonly asksNothing: boolean;
  /** Definitions and selection as they stand alone, or with names of their own when joined with others. */
  written(slot?: number): { readonly definitions: string; readonly selection: string };
}

export const representationsVariable = 'representations';

export class FetchTextError extends Error {
  override readonly name = 'FetchTextError';
  readonly code = 'BAD_FETCH';
}

let lastId = 0;

/** Reads a fetch of an engine. @throws FetchTextError for what no engine writes */
export function readFetchText(text: string, source: string, facts: GraphFacts, absenceOf: AbsenceOf): FetchText {
  const { operation, selectionSet } = singleOperation(text);
  const entitiesField = entitiesOf(selectionSet);
  const asked = new Asked(source, facts, absenceOf);
  const operationType = operation.operation === 'mutation' ? 'mutation' : 'query';
  const rootType = operationType === 'mutation' ? facts.schema.getMutationType() : facts.schema.getQueryType();

  const pruned =
    entitiesField === undefined
      ? (asked.prune(selectionSet, rootType?.name, false) ?? emptySelection())
      : {
          ...selectionSet,
          selections: [
            { ...entitiesField, selectionSet: asked.checked(entitiesField.selectionSet ?? emptySelection()) },
          ],
        };
  const shape = new AnswerShape(facts.schema, entitiesField?.selectionSet ?? selectionSet, absenceOf);
  const names = (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
  const slots: { definitions: string; selection: string }[] = [];
  const alone = write(operation, pruned, undefined);
  lastId += 1;
  return Object.freeze({
    id: lastId,
    operationType,
    rootKeys: selectionSet.selections.flatMap((one) => (one.kind === Kind.FIELD ? [responseKeyOf(one)] : [])),
    entities: entitiesField !== undefined,
    variableNames: names.filter((name) => entitiesField === undefined || name !== representationsVariable),
    shape,
    asksNothing: entitiesField !== undefined && asked.removed > 0 && asked.kept === 0,
    written: (slot?: number) => (slot === undefined ? alone : (slots[slot] ??= write(operation, pruned, slot))),
  } satisfies FetchText);
}

/** The name of a variable, or the alias of a root field, in the given slot of a joined request. */
export function inSlot(name: string, slot: number): string {
  return `i${slot}_${name}`;
}

function write(operation: OperationDefinitionNode, selectionSet: SelectionSetNode, slot: number | undefined) {
  const renamed = <Node extends SelectionSetNode | OperationDefinitionNode>(node: Node): Node =>
    slot === undefined
      ? node
      : visit(node, { Variable: (one) => ({ ...one, name: { ...one.name, value: inSlot(one.name.value, slot) } }) });
  const aliased =
    slot === undefined
      ? selectionSet
      : {
          ...selectionSet,
          selections: selectionSet.selections.map((one) => (one.kind === Kind.FIELD ? aliasInSlot(one, slot) : one)),
        };
  // Variables that only removed fields used would make the request invalid.
  const used = new Set<string>();
  visit(selectionSet, { Variable: (one) => void used.add(one.name.value) });
  const definitions = (operation.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value));
  return {
    definitions:
      renamed({ ...operation, variableDefinitions: definitions })
        .variableDefinitions?.map((one) => stripIgnoredCharacters(print(one)))
        .join(' ') ?? '',
    selection: stripIgnoredCharacters(print(renamed(aliased))).slice(1, -1),
  };
}

function aliasInSlot(field: FieldNode, slot: number): FieldNode {
  return { ...field, alias: { kind: Kind.NAME, value: inSlot(responseKeyOf(field), slot) } };
}

class Asked {
  readonly #source: string;
  readonly #facts: GraphFacts;
  readonly #absenceOf: AbsenceOf;
  removed = 0;
  kept = 0;

  constructor(source: string, facts: GraphFacts, absenceOf: AbsenceOf) {
    this.#source = source;
    this.#facts = facts;
    this.#absenceOf = absenceOf;
  }

  /** The selection of `_entities`, pruned, with typename and keys of every concrete type under our own names. */
  checked(selectionSet: SelectionSetNode): SelectionSetNode {
    const types = new Set<string>();
    for (const selection of selectionSet.selections) {
      const condition = selection.kind === Kind.INLINE_FRAGMENT ? selection.typeCondition?.name.value : undefined;
      const known = condition !== undefined && this.#facts.keyFieldsOf(this.#source, condition) !== undefined;
      for (const type of known ? [condition] : this.#facts.entityTypesOf(this.#source)) types.add(type);
    }
    const checks = [...types].map((type) => ({
      kind: Kind.INLINE_FRAGMENT as const,
      typeCondition: { kind: Kind.NAMED_TYPE as const, name: name(type) },
      selectionSet: {
        kind: Kind.SELECTION_SET as const,
        selections: (this.#facts.keyFieldsOf(this.#source, type) ?? []).map((field) =>
          aliased(`${checkPrefix}${field}`, field),
        ),
      },
    }));
    const pruned = this.prune(selectionSet, undefined, true);
    return {
      kind: Kind.SELECTION_SET,
      selections: [aliased(`${checkPrefix}typename`, '__typename'), ...checks, ...(pruned?.selections ?? [])],
    };
  }

  /** Undefined where nothing is left. */
  prune(set: SelectionSetNode, parentName: string | undefined, atEntity: boolean): SelectionSetNode | undefined {
    const parent = parentName === undefined ? undefined : this.#facts.schema.getType(parentName);
    const selections = set.selections.flatMap((selection): readonly SelectionNode[] => {
      if (selection.kind === Kind.FIELD) {
        return this.#field(selection, isObjectType(parent) ? parent : undefined, atEntity);
      }
      if (selection.kind !== Kind.INLINE_FRAGMENT) return [];
      const kept = this.prune(selection.selectionSet, selection.typeCondition?.name.value ?? parentName, atEntity);
      return kept === undefined ? [] : [{ ...selection, selectionSet: kept }];
    });
    return selections.length === 0 ? undefined : { ...set, selections };
  }

  #field(field: FieldNode, parent: GraphQLObjectType | undefined, atEntity: boolean): readonly FieldNode[] {
    const fieldName = field.name.value;
    if (fieldName === '__typename') return [field];
    if (parent !== undefined && this.#absenceOf(`${parent.name}.${fieldName}`) !== undefined) {
      this.removed += 1;
      return [];
    }
    const isKey =
      atEntity && parent !== undefined && this.#facts.keyFieldsOf(this.#source, parent.name)?.includes(fieldName);
    if (isKey !== true) this.kept += 1;
    if (field.selectionSet === undefined) return [field];
    const type = parent?.getFields()[fieldName]?.type;
    const returns = type && getNamedType(type);
    const below = this.prune(field.selectionSet, returns?.name, false) ?? emptySelection();
    return [{ ...field, selectionSet: isAbstractType(returns) ? typed(below) : below }];
  }
}

function singleOperation(text: string): { operation: OperationDefinitionNode; selectionSet: SelectionSetNode } {
  const document = parse(text, { noLocation: true });
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  if (operation === undefined || operations.length > 1) throw new FetchTextError('a fetch is one operation');
  const fragments = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    ),
  );
  return {
    operation,
    selectionSet: fragments.size === 0 ? operation.selectionSet : inlined(operation.selectionSet, fragments),
  };
}

function inlined(set: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): SelectionSetNode {
  return visit(set, {
    FragmentSpread(spread) {
      const fragment = fragments.get(spread.name.value);
      if (fragment === undefined) throw new FetchTextError('a fetch uses a fragment that it does not define');
      return {
        kind: Kind.INLINE_FRAGMENT,
        typeCondition: fragment.typeCondition,
        directives: spread.directives,
        selectionSet: inlined(fragment.selectionSet, fragments),
      };
    },
  });
}

function entitiesOf(set: SelectionSetNode): FieldNode | undefined {
  const fields = set.selections.filter((one) => one.kind === Kind.FIELD);
  const entities = fields.find((field) => field.name.value === '_entities');
  if (entities !== undefined && set.selections.length > 1)
    throw new FetchTextError('a fetch of entities asks nothing else');
  return entities;
}

/** With the type under its own name, by which the shape of what comes is chosen: a plan may ask for it under the client's name alone. */
function typed(set: SelectionSetNode): SelectionSetNode {
  const isThere = set.selections.some((one) => one.kind === Kind.FIELD && responseKeyOf(one) === '__typename');
  return isThere ? set : { ...set, selections: [{ kind: Kind.FIELD, name: name('__typename') }, ...set.selections] };
}

function responseKeyOf(field: FieldNode): string {
  return field.alias?.value ?? field.name.value;
}

function aliased(alias: string, field: string): FieldNode {
  return { kind: Kind.FIELD, alias: name(alias), name: name(field) };
}

function emptySelection(): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections: [aliased(emptyKey, '__typename')] };
}

function name(value: string) {
  return { kind: Kind.NAME as const, value };
}
