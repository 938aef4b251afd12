// The compiled engine: any supergraph, any client. A plan is made once for each operation, made ready once, and run for everybody.
import { setImmediate as turn } from 'node:timers/promises';
import { buildASTSchema, parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { EngineError, PreparedOperation } from '../engine.ts';
import type { Fault, SourceClient } from '../source-client.ts';
import { compilePlan } from './executable.ts';
import type { Executable, Step } from './executable.ts';
import { inlinedLength } from './inlined-length.ts';
import { startPlanner } from './planner.ts';
import type { Planner, PlannerOptions } from './planner.ts';
import { PlanError } from './plan.ts';
import type { PlanNode } from './plan.ts';
import { runPlan } from './run.ts';
import type { Outcome } from './run.ts';

export interface CompiledEngine<Request, Failure extends Fault> {
  /**
   * The plan of an operation, ready to run. `text` is one operation, valid, without introspection; `key` is equal for equal texts.
   * `isWanted`: whether whoever asks is still there; what nobody waits for when its turn comes is not planned.
   * @throws PlanError when it cannot be planned, or was tried a moment ago; PlannerBusy when too many wait
   */
  prepare(key: string, text: string, isWanted?: () => boolean): Promise<Executable>;
  /** Whether the plan is kept: then it is there at once. */
  isReady(key: string): boolean;
  /** `variables` are coerced, defaults filled in. Never rejects for what a source did. */
  run(
    executable: Executable,
    variables: Readonly<Record<string, unknown>>,
    request: Request,
  ): Promise<Outcome<Failure>>;
  /** The operations of the kept plans that were asked for most, the first most often. */
  hottest(count: number): readonly PreparedOperation[];
  /** Plans operations before anybody asks for them, as many as there is time for; one that cannot be planned is passed over. */
  warm(operations: readonly PreparedOperation[], signal: AbortSignal): Promise<number>;
  /** For whoever looks at plans. */
  planned(text: string): Promise<PlanNode | null>;
  stop(): Promise<void>;
}

export interface CompiledEngineOptions<Request, Failure extends Fault> extends Omit<PlannerOptions, 'supergraphSdl'> {
  readonly supergraphSdl: string;
  readonly client: SourceClient<Request, Failure>;
  /** What the kept plans may take, the longest unused going first. */
  readonly plansMaxBytes?: number;
  /** How long an operation that could not be planned is not tried again, in milliseconds. */
  readonly notAgainForMs?: number;
  readonly planner?: Planner;
}

const plansMaxBytesDefault = 64 * 2 ** 20;
const notAgainForMsDefault = 30_000;
const failuresKept = 2000;

interface Ready {
  readonly executable: Executable;
  readonly text: string;
  askedFor: number;
}

interface Coming {
  readonly executable: Promise<Executable>;
  /** Of each who asks: is he still there? */
  readonly askers: (() => boolean)[];
}

/** @throws PlanError when the supergraph cannot be planned over */
export async function createCompiledEngine<Request, Failure extends Fault = EngineError>(
  options: CompiledEngineOptions<Request, Failure>,
): Promise<CompiledEngine<Request, Failure>> {
  const { supergraphSdl, client } = options;
  const { plansMaxBytes = plansMaxBytesDefault, notAgainForMs = notAgainForMsDefault } = options;
  const schema: GraphQLSchema = buildASTSchema(parse(supergraphSdl), { assumeValid: true, assumeValidSDL: true });
  const planner = options.planner ?? (await startPlanner(options));
  // By what they take and not by their number: a plan may have one fetch, and another hundreds.
  const ready = new LRUCache<string, Ready>({ maxSize: plansMaxBytes, sizeCalculation: approximateBytes });
  const failed = new LRUCache<string, true>({ max: failuresKept, ttl: notAgainForMs });
  const coming = new Map<string, Coming>();

  async function make(key: string, text: string, askedFor: number, isWanted: () => boolean): Promise<Executable> {
    try {
      const executable = compilePlan(await planner.plan(text, isWanted), schema);
      ready.set(key, { executable, text, askedFor });
      return executable;
    } catch (error) {
      // That there was no turn says nothing about the operation.
      if (error instanceof PlanError) failed.set(key, true);
      throw error;
    } finally {
      coming.delete(key);
    }
  }

  async function prepare(
    key: string,
    text: string,
    isWanted: () => boolean = () => true,
    askedFor = 1,
  ): Promise<Executable> {
    const kept = ready.get(key);
    if (kept !== undefined) {
      kept.askedFor += 1;
      return kept.executable;
    }
    if (failed.has(key)) throw new PlanError('the operation could not be planned a moment ago');
    // However many ask at once, it is planned once.
    const known = coming.get(key);
    if (known !== undefined) {
      known.askers.push(isWanted);
      return known.executable;
    }
    const askers = [isWanted];
    const executable = make(key, text, askedFor, () => askers.some((isThere) => isThere()));
    coming.set(key, { executable, askers });
    return executable;
  }

  return Object.freeze({
    prepare: (key: string, text: string, isWanted?: () => boolean) => prepare(key, text, isWanted),
    isReady: (key: string) => ready.has(key),
    run: (executable: Executable, variables: Readonly<Record<string, unknown>>, request: Request) =>
      runPlan(executable, client, variables, request),
    hottest(count: number) {
      const kept = [...ready.entries()].sort(([, a], [, b]) => b.askedFor - a.askedFor);
      return kept.slice(0, count).map(([key, { text, askedFor }]) => ({ key, text, askedFor }));
    },
    async warm(operations: readonly PreparedOperation[], signal: AbortSignal) {
      let planned = 0;
      for (const { key, text, askedFor } of operations) {
        if (signal.aborted) break;
        await prepare(key, text, () => !signal.aborted, askedFor).then(
          () => (planned += 1),
          () => undefined,
        );
        // Requests come first.
        await turn();
      }
      return planned;
    },
    planned: (text: string) => planner.plan(text),
    stop: () => planner.stop(),
  });
}

/** Of a fetch: its text, the closures around it, and what clients keep under it (texts, shapes), as measured without fragments. */
const bytesPerFetch = 1500;
const bytesPerCharacter = 45;

function approximateBytes({ executable: { root }, text }: Ready, key: string): number {
  return 1000 + key.length + 2 * text.length + (root === null ? 0 : bytesOf(root));
}

function bytesOf(step: Step): number {
  switch (step.kind) {
    case 'sequence':
    case 'parallel':
      return step.steps.reduce((sum, one) => sum + bytesOf(one), 0);
    case 'condition':
      return [step.ifTrue, step.ifFalse].reduce((sum, one) => sum + (one === null ? 0 : bytesOf(one)), 0);
    default:
      return bytesPerFetch + bytesPerCharacter * inlinedLength(step.planned.query);
  }
}
