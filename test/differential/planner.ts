// Both planners in this process, in the order in which the engine asks them: what is compared is what becomes of a plan, and that no
// planner takes too long is tested where they are started.
import { operationFromDocument, ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner as ApolloPlanner } from '@apollo/query-planner';
import { QueryPlanner as HivePlanner } from '@graphql-hive/router-query-planner';
import type { PlanNode as HiveNode } from '@graphql-hive/router-query-planner';
import { parse } from 'graphql';
import { createPlanCheck } from '../../gateway/engine/compiled/check-plan.ts';
import { PlanError } from '../../gateway/engine/compiled/plan.ts';
import type { PlanNode } from '../../gateway/engine/compiled/plan.ts';
import type { Planner } from '../../gateway/engine/compiled/planner.ts';
import { readApolloPlan } from '../../gateway/engine/compiled/read-apollo-plan.ts';
import { readHivePlan } from '../../gateway/engine/compiled/read-hive-plan.ts';

export interface PlannerHere extends Planner {
  /** As the fast planner writes it; `none` where it has no plan that may be run. */
  hive(text: string): HiveNode | null | undefined | 'none';
}

/** On abstract types the second planner would weigh more plans than there is memory for. */
export const weighed = { maxEvaluatedPlans: 200, pathsLimit: 200 } as const;

export function plannerHere(supergraphSdl: string): PlannerHere {
  const supergraph = Supergraph.build(supergraphSdl, {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
    validateSupergraph: false,
  });
  const apiSchema = supergraph.apiSchema();
  const apollo = new ApolloPlanner(supergraph, { debug: weighed });
  const hive = new HivePlanner(supergraphSdl);
  const check = createPlanCheck(supergraphSdl);

  function checked(text: string, plan: () => PlanNode | null): { readonly plan: PlanNode | null } | undefined {
    try {
      const found = plan();
      check(found, text);
      return { plan: found };
    } catch {
      return undefined;
    }
  }

  const ofHive = (text: string) => hive.plan(text, undefined, new Set(), 0).node;
  return {
    async plan(text) {
      const planned =
        checked(text, () => readHivePlan(ofHive(text))) ??
        checked(text, () => readApolloPlan(apollo.buildQueryPlan(operationFromDocument(apiSchema, parse(text))).node));
      if (planned === undefined) throw new PlanError('no planner has a plan for the operation');
      return planned.plan;
    },
    hive(text) {
      const planned = checked(text, () => readHivePlan(ofHive(text)));
      return planned === undefined ? 'none' : ofHive(text);
    },
    pids: () => [],
    stop: () => Promise.resolve(),
  };
}
