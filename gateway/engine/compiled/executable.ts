// A plan made ready to run: everything that depends on the plan alone is done here, once.
import { Kind, parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { PlannedFetch } from '../source-client.ts';
import { compileWay } from './places.ts';
import type { Way } from './places.ts';
import type { PlanNode } from './plan.ts';
import { compileRepresentation } from './representation.ts';
import type { Represent } from './representation.ts';
import { compileRewrites } from './rewrites.ts';
import type { ApplyRewrites } from './rewrites.ts';
import { interfaceNames } from './types.ts';

export interface Executable {
  /** Null: nothing has to be asked. */
  readonly root: Step | null;
  /** The sources that may be asked. */
  readonly sources: ReadonlySet<string>;
}

export type Step =
  | {
      readonly kind: 'fetch';
      readonly planned: PlannedFetch;
      readonly way: Way;
      readonly rewrite: ApplyRewrites | undefined;
    }
  | EntitiesStep
  | { readonly kind: 'sequence' | 'parallel'; readonly steps: readonly Step[] }
  | {
      readonly kind: 'condition';
      readonly variable: string;
      readonly ifTrue: Step | null;
      readonly ifFalse: Step | null;
    };

export interface EntitiesStep {
  readonly kind: 'entities';
  readonly planned: PlannedFetch;
  readonly ways: readonly Way[];
  readonly represent: Represent;
  /** Of each entity. */
  readonly rewrite: ApplyRewrites | undefined;
  /** Interfaces that some source knows as objects, and gives as the type of an entity. */
  readonly abstract: ReadonlySet<string>;
}

/** `schema` is the whole supergraph's: what is inaccessible to clients may be required between sources. */
export function compilePlan(plan: PlanNode | null, schema: GraphQLSchema): Executable {
  const sources = new Set<string>();
  return Object.freeze({ root: plan && compileNode(plan, schema, sources), sources });
}

function compileNode(node: PlanNode, schema: GraphQLSchema, sources: Set<string>): Step {
  switch (node.kind) {
    case 'sequence':
    case 'parallel':
      return { kind: node.kind, steps: node.nodes.map((one) => compileNode(one, schema, sources)) };
    case 'condition': {
      const { variable, ifTrue, ifFalse } = node;
      const branch = (one: PlanNode | null) => one && compileNode(one, schema, sources);
      return { kind: 'condition', variable, ifTrue: branch(ifTrue), ifFalse: branch(ifFalse) };
    }
    case 'fetch': {
      sources.add(node.source);
      return {
        kind: 'fetch',
        planned: plannedFetch(node.source, node.query, node.operationType, false),
        way: compileWay(node.path, schema),
        rewrite: compileRewrites(node.outputRewrites, schema),
      };
    }
    case 'entities': {
      sources.add(node.source);
      return {
        kind: 'entities',
        planned: plannedFetch(node.source, node.query, 'query', true),
        ways: node.paths.map((path) => compileWay(path, schema)),
        represent: compileRepresentation(node.requires, node.inputRewrites, schema),
        rewrite: compileRewrites(node.outputRewrites, schema),
        abstract: interfaceNames(schema),
      };
    }
  }
}

/** A fetch as a client takes it. */
export function plannedFetch(
  source: string,
  query: string,
  operationType: 'query' | 'mutation',
  isEntities: boolean,
): PlannedFetch {
  const [definition] = parse(query, { noLocation: true }).definitions.filter(
    (one) => one.kind === Kind.OPERATION_DEFINITION,
  );
  const names = (definition?.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
  return Object.freeze({
    ...{ source, query, operationType, isEntities },
    variableNames: Object.freeze(isEntities ? names.filter((name) => name !== 'representations') : names),
  });
}
