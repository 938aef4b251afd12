// The plans of @apollo/query-planner, in our words.
import type { PlanNode as ApolloNode, QueryPlanSelectionNode, SubscriptionNode } from '@apollo/query-planner';
import { PlanError } from './plan.ts';
import type { PathStep, PlanNode, Requirement, Rewrite, RewriteStep } from './plan.ts';

type Fetch = Extract<ApolloNode, { kind: 'Fetch' }>;

/** @throws PlanError for a node that cannot be run here: subscriptions, deferred parts */
export function readApolloPlan(node: ApolloNode | SubscriptionNode | undefined): PlanNode | null {
  if (node === undefined) return null;
  if (node.kind === 'Subscription') throw new PlanError('a plan may not hold a subscription');
  return read(node, []);
}

function read(node: ApolloNode, path: readonly PathStep[]): PlanNode {
  switch (node.kind) {
    case 'Fetch':
      return fetchNode(node, path);
    case 'Sequence':
      return { kind: 'sequence', nodes: node.nodes.map((one) => read(one, path)) };
    case 'Parallel':
      return { kind: 'parallel', nodes: node.nodes.map((one) => read(one, path)) };
    case 'Flatten':
      return read(node.node, [...path, ...node.path.map(pathStep)]);
    case 'Condition': {
      const branch = (one: ApolloNode | undefined) => (one === undefined ? null : read(one, path));
      return {
        kind: 'condition',
        variable: node.condition,
        ifTrue: branch(node.ifClause),
        ifFalse: branch(node.elseClause),
      };
    }
    default:
      throw new PlanError(`a plan may not hold a node of kind ${node.kind}`);
  }
}

function fetchNode(node: Fetch, path: readonly PathStep[]): PlanNode {
  const { serviceName: source, operation: query, operationKind, requires, inputRewrites, outputRewrites } = node;
  if (requires === undefined || requires.length === 0) {
    const operationType = operationKind === 'mutation' ? 'mutation' : 'query';
    return { kind: 'fetch', source, query, operationType, path, outputRewrites: rewrites(outputRewrites) };
  }
  return {
    ...{ kind: 'entities', source, query, paths: [path], requires: requires.map(requirement) },
    ...{ inputRewrites: rewrites(inputRewrites), outputRewrites: rewrites(outputRewrites) },
  };
}

function pathStep(step: string | number): PathStep {
  if (typeof step === 'number') throw new PlanError('a path of a plan may not hold an index');
  return step === '@' ? { items: true } : { key: step };
}

function requirement(selection: QueryPlanSelectionNode): Requirement {
  if (selection.kind === 'Field')
    return {
      field: selection.alias ?? selection.name,
      ...(selection.selections && { selections: selection.selections.map(requirement) }),
    };
  if (selection.typeCondition === undefined) throw new PlanError('a requirement names no type');
  return { type: selection.typeCondition, selections: selection.selections.map(requirement) };
}

type ApolloRewrites = NonNullable<Fetch['inputRewrites'] | Fetch['outputRewrites']>;

function rewrites(found: ApolloRewrites | undefined): readonly Rewrite[] {
  return (found ?? []).map((one) => {
    const path = one.path.map(rewriteStep);
    return one.kind === 'KeyRenamer' ? { path, rename: one.renameKeyTo } : { path, set: String(one.setValueTo) };
  });
}

const onType = '... on ';

function rewriteStep(step: string): RewriteStep {
  return step.startsWith(onType) ? { types: [step.slice(onType.length)] } : { key: step };
}
