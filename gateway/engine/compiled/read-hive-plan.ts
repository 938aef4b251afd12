// The plans of @graphql-hive/router-query-planner, in our words.
import type {
  EntityBatchAlias,
  FetchNode as HiveFetch,
  FetchNodePathSegment,
  FetchRewrite,
  FlattenNodePathSegment,
  PlanNode as HiveNode,
  RequiresSelection,
} from '@graphql-hive/router-query-planner';
import { PlanError } from './plan.ts';
import type { EntitiesNode, PathStep, PlanNode, Requirement, Rewrite, RewriteStep } from './plan.ts';
import { splitBatch } from './split-batch.ts';

/** @throws PlanError for a node that cannot be run here: subscriptions, deferred parts */
export function readHivePlan(node: HiveNode | undefined): PlanNode | null {
  return node === undefined ? null : read(node, []);
}

function read(node: HiveNode, path: readonly PathStep[]): PlanNode {
  switch (node.kind) {
    case 'Fetch':
      return fetchNode(node, path);
    case 'BatchFetch': {
      const { operation, serviceName, entityBatch } = node;
      const queries = splitBatch(operation, entityBatch.aliases);
      const nodes = entityBatch.aliases.map((alias, at) => batchMember(serviceName, queries[at] ?? '', alias));
      return { kind: 'parallel', nodes };
    }
    case 'Sequence':
      return { kind: 'sequence', nodes: node.nodes.map((one) => read(one, path)) };
    case 'Parallel':
      return { kind: 'parallel', nodes: node.nodes.map((one) => read(one, path)) };
    case 'Flatten':
      return read(node.node, [...path, ...node.path.map(pathStep)]);
    case 'Condition': {
      const branch = (one: HiveNode | undefined) => (one === undefined ? null : read(one, path));
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

function fetchNode(node: HiveFetch, path: readonly PathStep[]): PlanNode {
  const { serviceName: source, operation: query, operationKind, requires, inputRewrites, outputRewrites } = node;
  if (operationKind === 'subscription') throw new PlanError('a plan may not hold a subscription');
  if (requires === undefined || requires.length === 0) {
    const operationType = operationKind ?? 'query';
    return { kind: 'fetch', source, query, operationType, path, outputRewrites: rewrites(outputRewrites) };
  }
  return {
    ...{ kind: 'entities', source, query, paths: [path], requires: requires.map(requirement) },
    ...{ inputRewrites: rewrites(inputRewrites), outputRewrites: rewrites(outputRewrites).map(fromEntity) },
  };
}

function batchMember(source: string, query: string, alias: EntityBatchAlias): EntitiesNode {
  return {
    kind: 'entities',
    source,
    query,
    paths: alias.paths.map((path) => path.map(pathStep)),
    requires: alias.requires.map(requirement),
    inputRewrites: rewrites(alias.inputRewrites),
    outputRewrites: rewrites(alias.outputRewrites).map(fromEntity),
  };
}

/** The planner counts from the data of the fetch, this project from the entity. */
function fromEntity(rewrite: Rewrite): Rewrite {
  const [first, ...rest] = rewrite.path;
  const isList = first !== undefined && 'key' in first && (first.key === '_entities' || /^_e\d+$/.test(first.key));
  return isList ? { ...rewrite, path: rest } : rewrite;
}

function pathStep(step: FlattenNodePathSegment): PathStep {
  if (step === '@') return { items: true };
  return 'Field' in step ? { key: step.Field } : { types: step.TypeCondition };
}

function requirement(selection: RequiresSelection): Requirement {
  switch (selection.kind) {
    case 'Field':
      return {
        field: selection.name,
        ...(selection.alias !== undefined && { as: selection.alias }),
        ...(selection.selections && { selections: selection.selections.map(requirement) }),
      };
    case 'InlineFragment':
      return { type: selection.typeCondition, selections: selection.selections.map(requirement) };
    default:
      throw new PlanError(`a requirement may not be a ${selection.kind}`);
  }
}

function rewrites(found: readonly FetchRewrite[] | undefined): readonly Rewrite[] {
  return (found ?? []).map((one) => {
    if ('KeyRenamer' in one) return { path: one.KeyRenamer.path.map(rewriteStep), rename: one.KeyRenamer.renameKeyTo };
    const { path, setValueTo } = 'ValueSetter' in one ? one.ValueSetter : one;
    return { path: path.map(rewriteStep), set: setValueTo };
  });
}

function rewriteStep(step: FetchNodePathSegment): RewriteStep {
  return 'Key' in step ? { key: step.Key } : { types: [step.TypenameEquals].flat() };
}
