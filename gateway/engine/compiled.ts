// The compiled engine in the network: plans made and made ready once for each operation, run for everybody who may ask it.
import { RequestRefused } from '../errors.ts';
import { observedPlan } from '../telemetry/plans.ts';
import type { PlanObserver } from '../telemetry/plans.ts';
import type { Engine, EngineRequest } from './engine.ts';
import { createCompiledEngine } from './compiled/engine.ts';
import type { Executable } from './compiled/executable.ts';
import { PlanError, PlannerBusy } from './compiled/plan.ts';
import type { PlannerOptions } from './compiled/planner.ts';
import { givenVariables } from './given-variables.ts';
import type { SourceClient } from './source-client.ts';

export interface NetworkEngineOptions extends Omit<PlannerOptions, 'supergraphSdl'> {
  /** The supergraph without rules: they are enforced before. */
  readonly engineSdl: string;
  readonly client: SourceClient<EngineRequest>;
  readonly observer?: PlanObserver;
}

/** After which a plan that did not come in time may be there, or may be tried again. */
const retryAfterS = 30;
const busyRetryAfterS = 1;

/** @throws PlanError when the supergraph cannot be planned over */
export async function createNetworkEngine({ engineSdl, observer, ...options }: NetworkEngineOptions): Promise<Engine> {
  const engine = await createCompiledEngine<EngineRequest>({ supergraphSdl: engineSdl, ...options });
  return Object.freeze({
    async execute(request: EngineRequest) {
      const { operation, variables, report, deadlineAt, signal, traceparent } = request;
      const isWanted = () => !signal.aborted && Date.now() < deadlineAt;
      const { hash, text } = operation;
      const executable = await observedPlan(observer, engine.isReady(hash), traceparent, () =>
        inTime(engine.prepare(hash, text, isWanted), deadlineAt),
      );
      report.planned(executable.sources);
      return engine.run(executable, givenVariables(operation, variables), request);
    },
    hottest: engine.hottest,
    warm: engine.warm,
    stop: () => engine.stop(),
  });
}

/** A plan that comes later is there for the next who asks. @throws RequestRefused OPERATION_NOT_PLANNED, OVERLOADED */
async function inTime(coming: Promise<Executable>, deadlineAt: number): Promise<Executable> {
  const late = Promise.withResolvers<never>();
  const notPlanned = () => new RequestRefused('OPERATION_NOT_PLANNED', { retryAfterS });
  const timer = setTimeout(() => late.reject(notPlanned()), deadlineAt - Date.now());
  try {
    return await Promise.race([coming, late.promise]);
  } catch (error) {
    if (error instanceof PlannerBusy) throw new RequestRefused('OVERLOADED', { retryAfterS: busyRetryAfterS });
    throw error instanceof PlanError ? notPlanned() : error;
  } finally {
    clearTimeout(timer);
  }
}
