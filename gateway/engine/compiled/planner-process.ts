// A process of its own that does nothing but plan: what a planner takes of time, memory or luck (a native one can abort its process) is
// not taken from the requests that are being served. Started by planner-child.ts.
import { Worker } from 'node:worker_threads';
import { parse } from 'graphql';
import type { DocumentNode } from 'graphql';
import { createPlanCheck } from './check-plan.ts';
import { PlanError } from './plan.ts';
import type { PlanNode } from './plan.ts';

export type PlannerName = 'hive' | 'apollo';

/** To the process. */
export type PlannerOrder =
  { readonly kind: 'load'; readonly supergraphSdl: string } | { readonly kind: 'plan'; readonly text: string };

/** From the process: one word for each order, in their order. `rssBytes`: what the process takes. */
export type PlannerWord =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'planned'; readonly plan: PlanNode | null; readonly rssBytes: number }
  | { readonly kind: 'failed'; readonly rssBytes: number };

/** As JSON: whoever reads it does so between the requests of others. */
const planMaxCharacters = 1_000_000;
/** How often it is looked whether the parent is still there. */
const parentPollMs = 500;

/** @throws what the planner throws, or PlanError for a plan that cannot be run */
type Plan = (text: string) => PlanNode | null;

const makers: Readonly<Record<PlannerName, (supergraphSdl: string) => Promise<Plan>>> = {
  async hive(supergraphSdl) {
    const { QueryPlanner } = await import('@graphql-hive/router-query-planner');
    const { readHivePlan } = await import('./read-hive-plan.ts');
    const planner = new QueryPlanner(supergraphSdl);
    return (text) => readHivePlan(planner.plan(text, undefined, new Set(), 0).node);
  },
  async apollo(supergraphSdl) {
    const { operationFromDocument, ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } =
      await import('@apollo/federation-internals');
    const { QueryPlanner } = await import('@apollo/query-planner');
    const { readApolloPlan } = await import('./read-apollo-plan.ts');
    const supergraph = Supergraph.build(supergraphSdl, {
      supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
      validateSupergraph: false,
    });
    const apiSchema = supergraph.apiSchema();
    const planner = new QueryPlanner(supergraph);
    return (text) => {
      const document: DocumentNode = parse(text);
      return readApolloPlan(planner.buildQueryPlan(operationFromDocument(apiSchema, document)).node);
    };
  },
};

async function serve(name: PlannerName): Promise<void> {
  let plan: Plan = () => {
    throw new PlanError('no supergraph has been loaded');
  };
  process.on('message', (order: PlannerOrder) => {
    if (order.kind === 'plan') return say(planned(plan, order.text));
    load(name, order.supergraphSdl).then(
      (loaded) => {
        plan = loaded;
        say({ kind: 'loaded' });
      },
      () => say({ kind: 'refused' }),
    );
  });
  // Whoever asked is gone.
  process.on('disconnect', () => process.exit(0));
  endWithParent();
}

async function load(name: PlannerName, supergraphSdl: string): Promise<Plan> {
  const plan = await makers[name](supergraphSdl);
  const check = createPlanCheck(supergraphSdl);
  return (text) => {
    const found = plan(text);
    check(found, text);
    return found;
  };
}

/** Why it failed stays here: a planner's words may repeat what was typed. */
function planned(plan: Plan, text: string): PlannerWord {
  try {
    const found = plan(text);
    if (JSON.stringify(found).length > planMaxCharacters) throw new PlanError('the plan is too long');
    return { kind: 'planned', plan: found, rssBytes: process.memoryUsage.rss() };
  } catch {
    return { kind: 'failed', rssBytes: process.memoryUsage.rss() };
  }
}

/** A planner that goes round in circles hears nothing of its parent's end: a thread beside it does. */
function endWithParent(): void {
  const watch = `
    const parent = process.ppid;
    setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGKILL'), ${parentPollMs});`;
  new Worker(watch, { eval: true }).unref();
}

function say(word: PlannerWord): void {
  process.send?.(word);
}

const [, , name] = process.argv;
if (process.send !== undefined && (name === 'hive' || name === 'apollo')) await serve(name);
