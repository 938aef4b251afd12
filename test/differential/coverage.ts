// What a run has met: kinds of plan nodes, ways of asking, and nulls. What was never met was never tested.
import type { FetchRewrite, PlanNode as HiveNode } from '@graphql-hive/router-query-planner';
import { getNamedType, isInterfaceType, isUnionType, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { PlanNode, Requirement } from '../../gateway/engine/compiled/plan.ts';

/** Of the plans that the engine runs, whoever made them. Conditions, and keys renamed for them, are in no plan: planners see none. */
export const planKinds = [
  'fetch',
  'entities',
  'sequence',
  'parallel',
  'entities at several places',
  'requires',
  'requires of an object',
  'requires by type',
  'input rewrite',
  'value setter',
  'type condition on the way',
  'mutation',
] as const;

/** Of the fast planner, before its plans are read. */
export const hiveKinds = [
  'Fetch',
  'BatchFetch',
  'Flatten',
  'Sequence',
  'Parallel',
  'inputRewrites',
  'ValueSetter',
  'TypeCondition',
] as const;

export const askedKinds = [
  'interface',
  'union',
  'interface object',
  'alias',
  'one name for different fields',
  'inline fragment',
  'fragment',
  '@skip',
  '@include',
  '__typename',
  'introspection',
  'list of lists',
  'variable that is not given',
  'variable that is null',
  'default of a variable',
  'input object',
  'several root fields of a mutation',
] as const;

export const metKinds = [
  'null in a key',
  'null entity',
  'null list item',
  'null bubbles',
  'error of a subgraph',
  'subgraph that is down',
  'plan of the second planner',
] as const;

export type Kind =
  | `plan: ${(typeof planKinds)[number]}`
  | `hive: ${(typeof hiveKinds)[number]}`
  | `asked: ${(typeof askedKinds)[number]}`
  | `met: ${(typeof metKinds)[number]}`;

export class Coverage {
  readonly #counts = new Map<Kind, number>();

  add(kind: Kind): void {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
  }

  /** Every kind there is, with how often it was met. */
  all(): ReadonlyMap<Kind, number> {
    const kinds: readonly Kind[] = [
      ...planKinds.map((one): Kind => `plan: ${one}`),
      ...hiveKinds.map((one): Kind => `hive: ${one}`),
      ...askedKinds.map((one): Kind => `asked: ${one}`),
      ...metKinds.map((one): Kind => `met: ${one}`),
    ];
    return new Map(kinds.map((kind) => [kind, this.#counts.get(kind) ?? 0]));
  }

  uncovered(): readonly Kind[] {
    return [...this.all()].flatMap(([kind, count]) => (count === 0 ? [kind] : []));
  }

  plan(node: PlanNode | null): void {
    if (node === null) return;
    switch (node.kind) {
      case 'sequence':
      case 'parallel':
        this.add(`plan: ${node.kind}`);
        for (const one of node.nodes) this.plan(one);
        return;
      case 'condition':
        this.plan(node.ifTrue);
        this.plan(node.ifFalse);
        return;
      case 'fetch':
        this.add('plan: fetch');
        if (node.operationType === 'mutation') this.add('plan: mutation');
        break;
      case 'entities':
        this.add('plan: entities');
        if (node.paths.length > 1) this.add('plan: entities at several places');
        if (node.inputRewrites.length > 0) this.add('plan: input rewrite');
        if (node.paths.flat().some((step) => 'types' in step)) this.add('plan: type condition on the way');
        this.#requires(node.requires);
    }
    const rewrites = node.kind === 'entities' ? node.inputRewrites : [];
    for (const one of rewrites) if ('set' in one) this.add('plan: value setter');
  }

  #requires(requires: readonly Requirement[]): void {
    this.add('plan: requires');
    for (const one of requires) {
      if ('type' in one) {
        this.add('plan: requires by type');
        if (one.selections.some((below) => 'field' in below && below.selections))
          this.add('plan: requires of an object');
      }
    }
  }

  hive(node: HiveNode | null | undefined): void {
    if (node === undefined || node === null) return;
    switch (node.kind) {
      case 'Sequence':
      case 'Parallel':
        this.add(`hive: ${node.kind}`);
        for (const one of node.nodes) this.hive(one);
        return;
      case 'Flatten':
        this.add('hive: Flatten');
        if (node.path.some((step) => step !== '@' && 'TypeCondition' in step)) this.add('hive: TypeCondition');
        this.hive(node.node);
        return;
      case 'Condition':
        this.hive(node.ifClause);
        this.hive(node.elseClause);
        return;
      case 'Fetch':
        this.add('hive: Fetch');
        this.#hiveRewrites(node);
        return;
      case 'BatchFetch':
        this.add('hive: BatchFetch');
        for (const one of node.entityBatch.aliases) this.#hiveRewrites(one);
        return;
      default:
        return;
    }
  }

  #hiveRewrites(node: { readonly inputRewrites?: readonly FetchRewrite[] }): void {
    if (node.inputRewrites?.length) this.add('hive: inputRewrites');
    for (const one of node.inputRewrites ?? []) if (!('KeyRenamer' in one)) this.add('hive: ValueSetter');
  }

  operation(
    text: string,
    variables: Readonly<Record<string, unknown>>,
    schema: GraphQLSchema,
    interfaceObjects: ReadonlySet<string>,
  ): void {
    const types = new TypeInfo(schema);
    const byKey = new Map<string, string>();
    visit(
      parse(text),
      visitWithTypeInfo(types, {
        Field: (node) => {
          const parent = types.getParentType();
          const returns = types.getType();
          if (isInterfaceType(parent)) this.add('asked: interface');
          if (returns && isUnionType(getNamedType(returns))) this.add('asked: union');
          if (returns && interfaceObjects.has(getNamedType(returns).name)) this.add('asked: interface object');
          if (returns && String(returns).startsWith('[[')) this.add('asked: list of lists');
          if (node.name.value === '__typename') this.add('asked: __typename');
          if (node.name.value === '__schema' || node.name.value === '__type') this.add('asked: introspection');
          if (node.alias) this.add('asked: alias');
          const key = node.alias?.value ?? node.name.value;
          const known = byKey.get(key);
          if (known !== undefined && known !== node.name.value) this.add('asked: one name for different fields');
          byKey.set(key, node.name.value);
        },
        InlineFragment: () => this.add('asked: inline fragment'),
        FragmentSpread: () => this.add('asked: fragment'),
        ObjectValue: () => this.add('asked: input object'),
        Directive: ({ name }) => {
          if (name.value === 'skip' || name.value === 'include') this.add(`asked: @${name.value}`);
        },
        OperationDefinition: ({ operation, selectionSet }) => {
          if (operation === 'mutation' && selectionSet.selections.length > 1)
            this.add('asked: several root fields of a mutation');
        },
        VariableDefinition: ({ variable, defaultValue, type }) => {
          const { value: name } = variable.name;
          if (defaultValue) this.add('asked: default of a variable');
          if (!Object.hasOwn(variables, name)) this.add('asked: variable that is not given');
          else if (variables[name] === null) this.add('asked: variable that is null');
          else if (typeof variables[name] === 'object' && type.kind !== 'ListType') this.add('asked: input object');
        },
      }),
    );
  }
}
