// What planners get of an operation. Conditions are gone: planners take them for less than they are, and leave out whole fetches for them.
// And a client's own name for a field is another one where planners would mistake it for theirs.
import { Kind, print, visit } from 'graphql';
import type {
  DirectiveNode,
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { ResponsePath } from '../engine/engine.ts';

type Variables = Readonly<Record<string, unknown>>;

export interface EngineText {
  /** The operation for these values of the variables that conditions turn on. Undefined: nothing has to be asked. */
  textFor(variables: Variables): string | undefined;
  /** Absent where every field is asked under the client's name for it. */
  readonly renamed: Renamed | undefined;
}

export interface Renamed {
  /** The name under which a field of the client's document stands in what engines answer. */
  rawKeyOf(field: FieldNode): string;
  /** A path of an engine in the client's names. */
  clientPath(path: ResponsePath): ResponsePath;
}

/** Texts of one operation that are kept. Whoever has more conditions than that waits a little longer. */
export const combinationsMax = 64;

/** `document` is one valid operation and its fragments, without questions about the schema. */
export function engineTextOf(document: DocumentNode, keyNames: ReadonlySet<string>): EngineText {
  const { conditionNames, isPlain, isRenamed } = factsOf(document, keyNames);
  if (isPlain) {
    let text: string | undefined;
    return { textFor: () => (text ??= asksSources(document) ? print(document) : '') || undefined, renamed: undefined };
  }
  const prefix = freePrefix(document);
  const aliasPrefix = `${prefix}Alias_`;
  const rawKeyOf = (field: FieldNode): string =>
    isMistakable(field, keyNames) ? aliasPrefix + responseKeyOf(field) : responseKeyOf(field);
  const rewritten = (variables: Variables): string => {
    const sent = new Rewriting(document, variables, rawKeyOf, `${prefix}Typename`).document();
    return sent !== undefined && asksSources(sent) ? print(sent) : '';
  };
  const kept = new LRUCache<string, string>({ max: conditionNames.length === 0 ? 1 : combinationsMax });
  return {
    textFor(variables) {
      let key = '';
      for (const name of conditionNames) key += isTrue(variables, name) ? '1' : '0';
      let text = kept.get(key);
      if (text === undefined) kept.set(key, (text = rewritten(variables)));
      return text === '' ? undefined : text;
    },
    renamed: isRenamed
      ? {
          rawKeyOf,
          clientPath: (path) =>
            path.map((step) =>
              typeof step === 'string' && step.startsWith(aliasPrefix) ? step.slice(aliasPrefix.length) : step,
            ),
        }
      : undefined,
  };
}

/** Names that planners, or those who merge what sources answer, know by themselves. */
const ownNames: ReadonlySet<string> = new Set(['__typename', '__proto__']);

function isMistakable({ alias, name }: FieldNode, keyNames: ReadonlySet<string>): boolean {
  if (alias === undefined || alias.value === name.value) return false;
  return keyNames.has(alias.value) || ownNames.has(alias.value);
}

function responseKeyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

function factsOf(document: DocumentNode, keyNames: ReadonlySet<string>) {
  const conditionNames = new Set<string>();
  let isPlain = true;
  let isRenamed = false;
  visit(document, {
    Field: (node) => {
      if (isMistakable(node, keyNames)) isRenamed = true;
      // `id: id` takes the fast planner down, where `id` is required besides (@graphql-hive/router-query-planner 0.0.38).
      if (isRenamed || node.alias?.value === node.name.value) isPlain = false;
    },
    Directive: (node) => {
      if (!isCondition(node)) return;
      isPlain = false;
      const value = conditionOf(node);
      if (value?.kind === Kind.VARIABLE) conditionNames.add(value.name.value);
    },
  });
  return { conditionNames: [...conditionNames], isPlain, isRenamed };
}

/** Clients may use any name; this one begins none of theirs. */
function freePrefix(document: DocumentNode): string {
  const text = print(document);
  let prefix = 'infoseg';
  for (let number = 1; text.includes(prefix); number += 1) prefix = `infoseg${number}x`;
  return prefix;
}

class Rewriting {
  readonly #operation: OperationDefinitionNode | undefined;
  readonly #variables: Variables;
  readonly #rawKeyOf: (field: FieldNode) => string;
  readonly #typename: FieldNode;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  /** Undefined: nothing is left of it. */
  readonly #done = new Map<string, FragmentDefinitionNode | undefined>();

  constructor(
    document: DocumentNode,
    variables: Variables,
    rawKeyOf: (field: FieldNode) => string,
    typenameKey: string,
  ) {
    for (const node of document.definitions)
      if (node.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(node.name.value, node);
    this.#operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
    this.#variables = variables;
    this.#rawKeyOf = rawKeyOf;
    this.#typename = aliased({ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }, typenameKey);
  }

  /** Undefined where nothing is left. */
  document(): DocumentNode | undefined {
    const operation = this.#operation;
    if (operation === undefined) return undefined;
    const selections = this.#selections(operation.selectionSet);
    if (selections.length === 0) return undefined;
    // Fragments that only what is gone used are never come by.
    const fragments = [...this.#done.values()].filter((one) => one !== undefined);
    const used = new Set<string>();
    const selectionSet = { ...operation.selectionSet, selections };
    for (const node of [selectionSet, ...fragments]) visit(node, { Variable: ({ name }) => void used.add(name.value) });
    const variableDefinitions = operation.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value));
    const definition = { ...operation, selectionSet, ...(variableDefinitions && { variableDefinitions }) };
    return { kind: Kind.DOCUMENT, definitions: [definition, ...fragments] };
  }

  #selections({ selections }: SelectionSetNode): readonly SelectionNode[] {
    const left: SelectionNode[] = [];
    for (const one of selections) {
      if (!this.#isIncluded(one.directives)) continue;
      const directives = one.directives?.filter((directive) => !isCondition(directive)) ?? [];
      switch (one.kind) {
        case Kind.FIELD:
          left.push(this.#field({ ...one, directives }));
          break;
        case Kind.FRAGMENT_SPREAD:
          if (this.#fragment(one.name.value) !== undefined) left.push({ ...one, directives });
          break;
        case Kind.INLINE_FRAGMENT: {
          const below = this.#selections(one.selectionSet);
          if (below.length === 0) break;
          if (one.typeCondition === undefined && directives.length === 0) left.push(...below);
          else left.push({ ...one, directives, selectionSet: { ...one.selectionSet, selections: below } });
        }
      }
    }
    return left;
  }

  #field(field: FieldNode): FieldNode {
    const named = field.alias === undefined ? field : aliased(field, this.#rawKeyOf(field));
    if (field.selectionSet === undefined) return named;
    const below = this.#selections(field.selectionSet);
    // The object is there, even if nothing is asked of it.
    const selections = below.length > 0 ? below : [this.#typename];
    return { ...named, selectionSet: { ...field.selectionSet, selections } };
  }

  #fragment(name: string): FragmentDefinitionNode | undefined {
    if (this.#done.has(name)) return this.#done.get(name);
    const fragment = this.#fragments.get(name);
    const selections = fragment === undefined ? [] : this.#selections(fragment.selectionSet);
    const done =
      fragment === undefined || selections.length === 0
        ? undefined
        : { ...fragment, selectionSet: { ...fragment.selectionSet, selections } };
    this.#done.set(name, done);
    return done;
  }

  #isIncluded(directives: readonly DirectiveNode[] = []): boolean {
    return directives.every((one) => {
      if (!isCondition(one)) return true;
      const value = conditionOf(one);
      const holds =
        value?.kind === Kind.VARIABLE
          ? isTrue(this.#variables, value.name.value)
          : value?.kind === Kind.BOOLEAN && value.value;
      return holds === (one.name.value === 'include');
    });
  }
}

function isCondition({ name }: DirectiveNode): boolean {
  return name.value === 'skip' || name.value === 'include';
}

function conditionOf({ arguments: given = [] }: DirectiveNode) {
  return given.find(({ name }) => name.value === 'if')?.value;
}

function isTrue(variables: Variables, name: string): boolean {
  return Object.hasOwn(variables, name) && variables[name] === true;
}

function aliased({ alias: _alias, ...field }: FieldNode, key: string): FieldNode {
  return key === field.name.value ? field : { ...field, alias: { kind: Kind.NAME, value: key } };
}

/** Whether a root field is one of a source. */
function asksSources(document: DocumentNode): boolean {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const asks = ({ selections }: SelectionSetNode): boolean =>
    selections.some((one) => {
      if (one.kind === Kind.FIELD) return !one.name.value.startsWith('__');
      if (one.kind === Kind.INLINE_FRAGMENT) return asks(one.selectionSet);
      const fragment = fragments.get(one.name.value);
      // Each is looked into once.
      fragments.delete(one.name.value);
      return fragment !== undefined && asks(fragment.selectionSet);
    });
  return document.definitions.some((node) => node.kind === Kind.OPERATION_DEFINITION && asks(node.selectionSet));
}
