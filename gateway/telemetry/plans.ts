// What is measured and traced of plans. An engine tells it once for every plan that it was asked for.
import { tracing } from '#kit/telemetry.ts';
import type { GatewayMetrics, PlanResult } from './metrics.ts';

export interface PlanObserver {
  /** `durationMs`: until the plan was there; `traceparent`: of the request. */
  planned(result: PlanResult, durationMs: number, traceparent: string): void;
}

export function createPlanObserver(metrics: GatewayMetrics, now: () => number = Date.now): PlanObserver {
  return {
    planned(result, durationMs, traceparent) {
      metrics.plans.inc({ result });
      metrics.stageDuration.observe({ stage: 'plan' }, durationMs / 1000);
      // A kept plan takes no time worth a span.
      if (result === 'HIT') return;
      tracing()
        ?.childOf(traceparent, 'plan', { startedAt: now() - durationMs, attributes: { 'infoseg.plan': result } })
        ?.end(result === 'REFUSED' ? result : undefined);
    },
  };
}

/** The plan that `prepare` brings, observed. `isReady`: whether it was kept already. */
export async function observedPlan<Plan>(
  observer: PlanObserver | undefined,
  isReady: boolean,
  traceparent: string,
  prepare: () => Promise<Plan>,
): Promise<Plan> {
  const startedAt = performance.now();
  try {
    const plan = await prepare();
    observer?.planned(isReady ? 'HIT' : 'MISS', performance.now() - startedAt, traceparent);
    return plan;
  } catch (error) {
    observer?.planned('REFUSED', performance.now() - startedAt, traceparent);
    throw error;
  }
}
