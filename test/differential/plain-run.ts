// The same plans, run in the plainest way: one step after the other, nothing kept, nothing joined, nothing compiled; and the answer
// completed by graphql-js itself. Whatever is clever in the engine is compared with this, also when subgraphs fail.
import {
  buildASTSchema,
  execute,
  isAbstractType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
} from 'graphql';
import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import type {
  EntitiesNode,
  FetchNode,
  PathStep,
  PlanNode,
  Requirement,
  Rewrite,
  RewriteStep,
} from '../../gateway/engine/compiled/plan.ts';
import { plain } from './adversary.ts';
import type { Faults, OpenAdversary, Value } from './adversary.ts';
import { places, placeOf } from './answer.ts';
import type { Answered, Asked } from './answer.ts';
import type { Renamed } from '../../gateway/open/engine-text.ts';

/** What came to pass in a run, for the coverage. */
export type Happening = 'null in a key' | 'null entity' | 'null list item' | 'null bubbles' | 'error of a subgraph';

export interface PlainRun {
  run(
    asked: Asked,
    plan: PlanNode | null,
    faults: Faults,
    renamed?: Renamed,
  ): Promise<Answered & { readonly happenings: ReadonlySet<Happening> }>;
}

type Tree = Record<string, unknown>;
type Path = readonly (string | number)[];
interface Place {
  readonly value: Tree;
  readonly path: Path;
}

export function createPlainRun(adversary: OpenAdversary, apiSchema: GraphQLSchema): PlainRun {
  const full = buildASTSchema(parse(adversary.supergraphSdl), { assumeValid: true, assumeValidSDL: true });
  return {
    async run({ text, variables }, plan, faults, renamed) {
      const document = parse(text);
      const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
      const { coerced = {} } = getVariableValues(apiSchema, operation?.variableDefinitions ?? [], variables);
      const steps = new Steps(adversary, full, faults, coerced);
      if (plan !== null) await steps.node(plan);
      const completed = await execute({
        schema: apiSchema,
        document,
        rootValue: steps.root,
        variableValues: variables,
        fieldResolver: (parent: Tree, _args, _context, { path, fieldNodes: [node] }) =>
          own(parent, renamed === undefined || node === undefined ? String(path.key) : renamed.rawKeyOf(node)),
        typeResolver: (value: Tree, _context, _info, type) => typeOf(value, apiSchema.getPossibleTypes(type)),
      });
      if (completed.errors?.some(({ message }) => message.startsWith('Cannot return null')))
        steps.happenings.add('null bubbles');
      return {
        data: plain(completed.data ?? null),
        errorPaths: places(steps.errors.map((path) => placeOf(renamed?.clientPath(path) ?? path))),
        happenings: steps.happenings,
      };
    },
  };
}

/** A client's own name for the type will do; and where nothing asks the type, nothing depends on it but what may be null. */
function typeOf(value: Tree, possible: readonly GraphQLObjectType[]): string | undefined {
  const known = own(value, '__typename');
  // The name of an interface says no more than nothing.
  if (possible.some(({ name }) => name === known)) return String(known);
  return possible.find(({ name }) => Object.values(value).includes(name))?.name ?? mostLenient(possible);
}

/** The type that allows most nulls. */
function mostLenient(types: readonly GraphQLObjectType[]): string | undefined {
  const strictness = (type: GraphQLObjectType) =>
    Object.values(type.getFields()).filter((field) => isNonNullType(field.type)).length;
  return [...types].sort((a, b) => strictness(a) - strictness(b))[0]?.name;
}

class Steps {
  readonly root: Tree = {};
  readonly errors: Path[] = [];
  readonly happenings = new Set<Happening>();
  readonly #adversary: OpenAdversary;
  readonly #schema: GraphQLSchema;
  readonly #faults: Faults;
  readonly #variables: Value;

  constructor(adversary: OpenAdversary, schema: GraphQLSchema, faults: Faults, variables: Value) {
    this.#adversary = adversary;
    this.#schema = schema;
    this.#faults = faults;
    this.#variables = variables;
  }

  async node(node: PlanNode): Promise<void> {
    switch (node.kind) {
      case 'sequence':
      case 'parallel':
        for (const one of node.nodes) await this.node(one);
        return;
      case 'condition': {
        const branch = this.#variables[node.variable] === true ? node.ifTrue : node.ifFalse;
        if (branch !== null) await this.node(branch);
        return;
      }
      case 'fetch':
        return this.#fetch(node);
      case 'entities':
        return this.#entities(node);
    }
  }

  async #fetch({ source, query, path, outputRewrites }: FetchNode): Promise<void> {
    const found = this.#placesAt(path);
    if (found.length === 0) return;
    const { data, errors = [] } = await this.#adversary.ask(source, query, this.#used(query), this.#faults);
    if (data) for (const rewrite of outputRewrites) this.#rewrite(data, rewrite);
    for (const place of found) {
      if (data) merge(place.value, plain(data) as Tree);
      for (const { path: at } of errors) this.#failed(at === undefined ? [] : [...place.path, ...at]);
    }
  }

  async #entities(node: EntitiesNode): Promise<void> {
    const found: Place[] = [];
    const representations: Tree[] = [];
    for (const place of node.paths.flatMap((path) => this.#placesAt(path))) {
      const representation = this.#representation(node.requires, place.value);
      if (representation === undefined) continue;
      for (const rewrite of node.inputRewrites) this.#rewrite(representation, rewrite);
      found.push(place);
      representations.push(representation);
    }
    if (found.length === 0) return;
    const variables = { ...this.#used(node.query), representations };
    const { data, errors = [] } = await this.#adversary.ask(node.source, node.query, variables, this.#faults);
    const list = data?.['_entities'];
    for (const [index, place] of found.entries()) {
      const entity: unknown = Array.isArray(list) ? list[index] : undefined;
      if (entity === null) this.happenings.add('null entity');
      if (!isTree(entity)) continue;
      for (const rewrite of node.outputRewrites) this.#rewrite(entity, rewrite);
      // What the entity is says more than the name of an interface that its source knows as an object.
      if (Object.hasOwn(place.value, '__typename') && this.#isInterface(entity)) delete entity['__typename'];
      merge(place.value, entity);
    }
    for (const { path } of errors) {
      const place = path?.[0] === '_entities' && typeof path[1] === 'number' ? found[path[1]] : undefined;
      if (place !== undefined) this.#failed([...place.path, ...(path ?? []).slice(2)]);
      else if (path === undefined) this.#failed([]);
      else this.#failed(patternOf(node.paths[0] ?? []));
    }
  }

  #isInterface(value: Tree): boolean {
    return isInterfaceType(this.#schema.getType(String(own(value, '__typename'))));
  }

  #failed(path: Path): void {
    this.happenings.add('error of a subgraph');
    this.errors.push(path);
  }

  #used(query: string): Value {
    const used: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(this.#variables))
      if (new RegExp(`\\$${name}\\b`).test(query)) used[name] = value;
    return used;
  }

  #placesAt(path: readonly PathStep[]): readonly Place[] {
    const found: Place[] = [];
    const walk = (value: unknown, rest: readonly PathStep[], at: Path): void => {
      const [step, ...further] = rest;
      if (Array.isArray(value)) {
        const items = step !== undefined && 'items' in step ? further : rest;
        for (const [index, item] of value.entries()) {
          if (item === null) this.happenings.add('null list item');
          walk(item, items, [...at, index]);
        }
        return;
      }
      if (!isTree(value)) return;
      if (step === undefined) found.push({ value, path: at });
      else if ('items' in step) walk(value, further, at);
      else if ('key' in step) walk(own(value, step.key), further, [...at, step.key]);
      else if (!Object.hasOwn(value, '__typename') || step.types.some((type) => this.#isA(value, type)))
        walk(value, further, at);
    };
    walk(this.root, path, []);
    return found;
  }

  #isA(value: Tree, type: string): boolean {
    const name = own(value, '__typename');
    if (name === type) return true;
    const condition = this.#schema.getType(type);
    const concrete = this.#schema.getType(String(name));
    return isAbstractType(condition) && isObjectType(concrete) && this.#schema.isSubType(condition, concrete);
  }

  /** Undefined where the type is another or a part of the key is not there. */
  #representation(requires: readonly Requirement[], value: Tree): Tree | undefined {
    const made = this.#picked(requires, value);
    if (made === undefined || Object.keys(made).every((key) => key === '__typename')) return undefined;
    return made;
  }

  #picked(requires: readonly Requirement[], value: Tree): Tree | undefined {
    const made: Tree = {};
    for (const one of requires) {
      if ('type' in one) {
        if (!this.#isA(value, one.type)) continue;
        const below = this.#picked(one.selections, value);
        if (below === undefined) return undefined;
        merge(made, below);
        continue;
      }
      const found = own(value, one.field);
      if (found === undefined) return undefined;
      if (found === null) this.happenings.add('null in a key');
      made[one.field] = one.selections ? this.#pickedAll(one.selections, found) : found;
    }
    return made;
  }

  #pickedAll(requires: readonly Requirement[], value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#pickedAll(requires, item));
    return isTree(value) ? (this.#picked(requires, value) ?? null) : value;
  }

  #rewrite(data: Tree, rewrite: Rewrite): void {
    const walk = (value: unknown, [step, ...further]: readonly RewriteStep[]): void => {
      if (step === undefined) return;
      if (Array.isArray(value)) for (const item of value) walk(item, [step, ...further]);
      if (!isTree(value)) return;
      if ('types' in step) {
        if (step.types.some((type) => this.#isA(value, type))) walk(value, further);
      } else if (further.length > 0) walk(own(value, step.key), further);
      else if ('set' in rewrite) value[step.key] = rewrite.set;
      else if (Object.hasOwn(value, step.key)) {
        value[rewrite.rename] = value[step.key];
        delete value[step.key];
      }
    };
    walk(data, rewrite.path);
  }
}

function patternOf(path: readonly PathStep[]): Path {
  return path.flatMap((step) => ('key' in step ? [step.key] : 'items' in step ? ['@'] : []));
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(value: Tree, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

/** What is null stays null only where nobody knows more. */
function merge(target: Tree, from: Tree): void {
  for (const [key, value] of Object.entries(from)) target[key] = merged(own(target, key), value);
}

function merged(known: unknown, value: unknown): unknown {
  if (isTree(known) && isTree(value)) {
    merge(known, value);
    return known;
  }
  if (Array.isArray(known) && Array.isArray(value)) return value.map((item, at) => merged(known[at], item));
  return value ?? known ?? value;
}
