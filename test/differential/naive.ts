// What is true of a supergraph, without any plan: each field is asked by itself of a subgraph that has it, and each step into another
// subgraph is one look-up by a key. Far too slow for anything but telling who is right when two engines disagree.
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  execute,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  valueFromASTUntyped,
} from 'graphql';
import type {
  ConstDirectiveNode,
  FieldDefinitionNode,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLSchema,
  SelectionSetNode,
} from 'graphql';
import { getArgumentValues } from 'graphql/execution/values.js';
import { documentOf, plain } from './adversary.ts';
import type { Adversary, Value } from './adversary.ts';
import { places, placeOf } from './answer.ts';
import type { Answered, Asked } from './answer.ts';

export interface Naive {
  run(asked: Asked): Promise<Answered>;
}

/** What the supergraph says of one field in one subgraph. */
interface Owner {
  readonly subgraph: string;
  readonly requires: SelectionSetNode | undefined;
  /** The type there: the interface, where the subgraph has it as an object. */
  readonly type: string;
}

interface Key {
  readonly subgraph: string;
  readonly type: string;
  readonly fields: SelectionSetNode;
}

type Raw = Record<string, unknown>;

/** An object of the answer: what each subgraph that was asked has for it. */
class Thing {
  readonly type: string;
  readonly raw: Map<string, Raw | null>;
  /** The same object as another subgraph has it, through the field that led here. */
  readonly again: ((subgraph: string) => Promise<unknown>) | undefined;

  constructor(type: string, raw: Map<string, Raw | null>, again?: (subgraph: string) => Promise<unknown>) {
    this.type = type;
    this.raw = raw;
    this.again = again;
  }
}

export function createNaive(adversary: Adversary, supergraphSdl: string, apiSchema: GraphQLSchema): Naive {
  const map = readMap(supergraphSdl);
  const schemas = new Map(
    adversary.subgraphs.map((one): readonly [string, GraphQLSchema] => [
      one.name,
      buildSubgraphSchema([{ typeDefs: documentOf(one), resolvers: one.resolvers as Record<string, never> }]),
    ]),
  );
  const schemaOf = (subgraph: string) => schemas.get(subgraph) as GraphQLSchema;

  /** Undefined: nobody has it. @throws what the resolver throws */
  async function ask(thing: Thing, field: string, args: Value, busy: ReadonlySet<string>): Promise<unknown> {
    const owners = map.owners(thing.type, field);
    const near = [...owners].sort((a, b) => rank(thing, a) - rank(thing, b));
    for (const owner of near) {
      const mark = `${thing.type}.${field}@${owner.subgraph}`;
      if (busy.has(mark)) continue;
      const raw = await rawAt(thing, owner, new Set([...busy, mark]));
      if (raw === undefined || raw === null) continue;
      return call(owner, raw, field, args, (subgraph) => {
        const other = owners.find((one) => one.subgraph === subgraph);
        return other === undefined
          ? Promise.resolve(undefined)
          : rawAt(thing, other, busy).then((found) => (found ? value(other, found, field, args) : null));
      });
    }
    return undefined;
  }

  async function value(owner: Owner, raw: Raw, field: string, args: Value): Promise<unknown> {
    const type = schemaOf(owner.subgraph).getType(owner.type);
    const definition = isObjectType(type) ? type.getFields()[field] : undefined;
    const known = definition?.resolve ? await definition.resolve(raw, args, {}, undefined as never) : raw[field];
    return (await (typeof known === 'function' ? (known as (args: Value) => unknown)(args) : known)) ?? null;
  }

  async function call(
    owner: Owner,
    raw: Raw,
    field: string,
    args: Value,
    again: (subgraph: string) => Promise<unknown>,
  ): Promise<unknown> {
    const type = schemaOf(owner.subgraph).getType(owner.type) as GraphQLObjectType;
    const returns = type.getFields()[field]?.type as GraphQLOutputType;
    return wrap(await value(owner, raw, field, args), returns, owner.subgraph, again);
  }

  async function wrap(
    found: unknown,
    type: GraphQLOutputType,
    subgraph: string,
    again: (subgraph: string) => Promise<unknown>,
  ): Promise<unknown> {
    if (isNonNullType(type)) return wrap(found, type.ofType, subgraph, again);
    if (found === null || found === undefined) return null;
    if (isListType(type)) {
      const inner = type.ofType as GraphQLOutputType;
      return Promise.all(
        (found as readonly unknown[]).map((item, at) =>
          wrap(
            item,
            inner,
            subgraph,
            async (other) => ((await again(other)) as readonly unknown[] | null)?.[at] ?? null,
          ),
        ),
      );
    }
    if (isLeafType(type)) return found;
    const raw = found as Raw;
    const concrete = isAbstractType(type)
      ? String(await type.resolveType?.(raw, {}, undefined as never, type))
      : type.name;
    const known = new Map([[subgraph, raw]]);
    if (!isInterfaceType(apiSchema.getType(concrete))) return new Thing(concrete, known, again);
    return concretely(new Thing(concrete, known));
  }

  /** A subgraph knows only the interface: another says which type it is. */
  async function concretely(thing: Thing): Promise<Thing | null> {
    for (const key of map.keys(thing.type)) {
      const schema = schemaOf(key.subgraph);
      const type = schema.getType(key.type);
      if (!isInterfaceType(type)) continue;
      const representation = await represent(thing, key, undefined, new Set());
      if (representation === undefined) continue;
      const raw = (await refer(type, representation)) as Raw | null;
      if (raw === null) return null;
      const concrete = String(await type.resolveType?.(raw, {}, undefined as never, type));
      return new Thing(concrete, new Map([...thing.raw, [key.subgraph, raw]]));
    }
    return null;
  }

  /** Null: the subgraph does not have it. Undefined: it cannot be asked. */
  async function rawAt(thing: Thing, owner: Owner, busy: ReadonlySet<string>): Promise<Raw | null | undefined> {
    const known = thing.raw.get(owner.subgraph);
    if (known !== undefined && owner.requires === undefined) return known;
    for (const key of map.keys(thing.type)) {
      if (key.subgraph !== owner.subgraph) continue;
      const representation = await represent(thing, key, owner.requires, busy);
      if (representation === undefined) continue;
      const type = schemaOf(key.subgraph).getType(key.type);
      const raw = await refer(type, representation);
      if (owner.requires === undefined) thing.raw.set(owner.subgraph, raw);
      return raw;
    }
    if (thing.again !== undefined && owner.requires === undefined) {
      const raw = (await thing.again(owner.subgraph)) as Raw | null | undefined;
      if (raw !== undefined) thing.raw.set(owner.subgraph, raw);
      return raw;
    }
    return undefined;
  }

  async function represent(
    thing: Thing,
    key: Key,
    requires: SelectionSetNode | undefined,
    busy: ReadonlySet<string>,
  ): Promise<Raw | undefined> {
    const representation = await pick(thing, key.fields, busy);
    if (representation === undefined) return undefined;
    const required = requires === undefined ? {} : await pick(thing, requires, busy, true);
    // What is required and cannot be had is not made up: the field is not asked for.
    return required && { ...representation, ...required, __typename: key.type };
  }

  async function pick(
    thing: Thing,
    { selections }: SelectionSetNode,
    busy: ReadonlySet<string>,
    isRequired = false,
  ): Promise<Raw | undefined> {
    const made: Raw = { __typename: thing.type };
    for (const one of selections) {
      if (one.kind === Kind.INLINE_FRAGMENT) {
        const on = one.typeCondition?.name.value;
        if (on !== undefined && on !== thing.type && !isSub(on, thing.type)) continue;
        const below = await pick(thing, one.selectionSet, busy, isRequired);
        if (below === undefined) return undefined;
        Object.assign(made, below);
        continue;
      }
      if (one.kind !== Kind.FIELD) throw new TypeError('a field set may not hold a spread');
      const name = one.name.value;
      const type = apiOrFull(thing.type, name);
      const args = type
        ? getArgumentValues(type, one)
        : Object.fromEntries((one.arguments ?? []).map((a) => [a.name.value, valueFromASTUntyped(a.value)]));
      let found: unknown;
      try {
        found = await ask(thing, name, args, busy);
      } catch (error) {
        if (!isRequired) throw error;
        found = null;
      }
      if (found === undefined) return undefined;
      made[name] = one.selectionSet ? await pickAll(found, one.selectionSet, busy, isRequired) : found;
    }
    return made;
  }

  async function pickAll(
    found: unknown,
    set: SelectionSetNode,
    busy: ReadonlySet<string>,
    isRequired: boolean,
  ): Promise<unknown> {
    if (Array.isArray(found)) return Promise.all(found.map((item) => pickAll(item, set, busy, isRequired)));
    return found instanceof Thing ? ((await pick(found, set, busy, isRequired)) ?? null) : found;
  }

  function apiOrFull(type: string, field: string) {
    const found = apiSchema.getType(type);
    return isObjectType(found) || isInterfaceType(found) ? found.getFields()[field] : undefined;
  }

  function isSub(abstract: string, concrete: string): boolean {
    const type = apiSchema.getType(abstract);
    const own = apiSchema.getType(concrete);
    return isAbstractType(type) && isObjectType(own) && apiSchema.isSubType(type, own);
  }

  async function run({ text, variables }: Asked): Promise<Answered> {
    const everywhere = new Map(adversary.subgraphs.map(({ name }) => [name, {} as Raw]));
    const roots = new Map<string, Thing>();
    const result = await execute({
      schema: apiSchema,
      document: parse(text),
      variableValues: variables,
      rootValue: {},
      typeResolver: (thing: Thing) => thing.type,
      fieldResolver: async (parent: unknown, args: Value, _context, info) => {
        const type = info.parentType.name;
        const root = roots.get(type) ?? new Thing(type, everywhere);
        roots.set(type, root);
        const thing = parent instanceof Thing ? parent : root;
        const found = await ask(thing, info.fieldName, args, new Set());
        return isLeafType(getNamedType(info.returnType)) ? plainOrNull(found) : found;
      },
    });
    return {
      data: plain(result.data ?? null),
      errorPaths: places((result.errors ?? []).map(({ path }) => placeOf(path))),
    };
  }

  return { run };
}

function plainOrNull(found: unknown): unknown {
  return found === undefined ? null : plain(found);
}

/** Where something is known already comes first; a field that needs others comes last. */
function rank(thing: Thing, owner: Owner): number {
  return (thing.raw.get(owner.subgraph) ? 0 : 1) + (owner.requires === undefined ? 0 : 2);
}

async function refer(type: unknown, representation: Raw): Promise<Raw | null> {
  const { extensions } = type as {
    readonly extensions: { readonly apollo?: { readonly subgraph?: { readonly resolveReference?: unknown } } };
  };
  const resolve = extensions.apollo?.subgraph?.resolveReference as ((ref: Raw) => unknown) | undefined;
  return ((resolve ? await resolve(plain(representation) as Raw) : representation) as Raw | null | undefined) ?? null;
}

interface SupergraphMap {
  owners(type: string, field: string): readonly Owner[];
  /** By which an object of the type is found again; of its interfaces too. */
  keys(type: string): readonly Key[];
}

/** What is written in the supergraph of who has what. */
function readMap(supergraphSdl: string): SupergraphMap {
  const document = parse(supergraphSdl);
  const names = new Map<string, string>();
  const types = new Map<
    string,
    {
      readonly joins: readonly Readonly<Record<string, unknown>>[];
      readonly fields: ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>;
      readonly interfaces: readonly string[];
    }
  >();
  for (const node of document.definitions) {
    if (node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === 'join__Graph') {
      for (const one of node.values ?? [])
        names.set(one.name.value, String(argumentsOf(one.directives ?? [], 'join__graph')[0]?.['name']));
    }
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    types.set(node.name.value, {
      joins: argumentsOf(node.directives ?? [], 'join__type'),
      fields: new Map(
        (node.fields ?? []).map((field: FieldDefinitionNode) => [
          field.name.value,
          argumentsOf(field.directives ?? [], 'join__field'),
        ]),
      ),
      interfaces: (node.interfaces ?? []).map(({ name }) => name.value),
    });
  }
  const subgraph = (graph: unknown) => names.get(String(graph)) ?? String(graph);
  const set = (text: unknown) => (typeof text === 'string' ? selectionOf(text) : undefined);

  function ownersOn(type: string, field: string): readonly Owner[] {
    const known = types.get(type);
    const joins = known?.fields.get(field);
    if (known === undefined || joins === undefined) return [];
    const graphs = [...new Set(known.joins.map(({ graph }) => graph))];
    if (joins.length === 0) return graphs.map((graph) => ({ subgraph: subgraph(graph), requires: undefined, type }));
    return joins.flatMap(({ graph, external, requires, usedOverridden }) =>
      graph === undefined || external === true || usedOverridden === true
        ? []
        : [{ subgraph: subgraph(graph), requires: set(requires), type }],
    );
  }

  return {
    owners(type, field) {
      const own = ownersOn(type, field);
      const above = (types.get(type)?.interfaces ?? []).flatMap((one) =>
        ownersOn(one, field).filter((owner) =>
          types
            .get(one)
            ?.joins.some(
              ({ graph, isInterfaceObject }) => isInterfaceObject === true && subgraph(graph) === owner.subgraph,
            ),
        ),
      );
      return [...own, ...above];
    },
    keys(type) {
      const all = [type, ...(types.get(type)?.interfaces ?? [])];
      return all.flatMap((one) =>
        (types.get(one)?.joins ?? []).flatMap(({ graph, key, resolvable, isInterfaceObject }) =>
          typeof key !== 'string' || resolvable === false || (one !== type && isInterfaceObject !== true)
            ? []
            : [{ subgraph: subgraph(graph), type: one, fields: selectionOf(key) }],
        ),
      );
    },
  };
}

function selectionOf(text: string): SelectionSetNode {
  const [definition] = parse(`{ ${text} }`).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError('a field set is not one');
  return definition.selectionSet;
}

function argumentsOf(
  directives: readonly ConstDirectiveNode[],
  name: string,
): readonly Readonly<Record<string, unknown>>[] {
  return directives
    .filter((one) => one.name.value === name)
    .map((one) =>
      Object.fromEntries(
        (one.arguments ?? []).map((argument) => [argument.name.value, valueFromASTUntyped(argument.value)]),
      ),
    );
}
