// How long each stage of one request took, as a measure and, where the request is sampled, as a span.
import type { Span } from '#kit/telemetry.ts';
import { stages } from './metrics.ts';
import type { GatewayMetrics, Stage } from './metrics.ts';

export class Stages {
  readonly #metrics: GatewayMetrics;
  readonly #span: Span | undefined;

  /** `span`: of the request; undefined where it is not sampled. */
  constructor(metrics: GatewayMetrics, span: Span | undefined) {
    this.#metrics = metrics;
    this.#span = span;
  }

  /** Runs the work of a stage, which may be a promise; whoever is asked in it is asked under `span`. */
  run<Result>(stage: Stage, work: (span: Span | undefined) => Result): Result {
    const span = this.#span?.child(stage);
    const startedAt = performance.now();
    let result: Result;
    try {
      result = work(span);
    } catch (error) {
      this.#end(stage, startedAt, span, true);
      throw error;
    }
    if (!(result instanceof Promise)) {
      this.#end(stage, startedAt, span, false);
      return result;
    }
    return result.then(
      (value: unknown) => {
        this.#end(stage, startedAt, span, false);
        return value;
      },
      (error: unknown) => {
        this.#end(stage, startedAt, span, true);
        throw error;
      },
    ) as Result;
  }

  /** For a stage that ends somewhere else; the end may be told twice. */
  begin(stage: Stage): () => void {
    const span = this.#span?.child(stage);
    const startedAt = performance.now();
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.#end(stage, startedAt, span, false);
    };
  }

  #end(stage: Stage, startedAt: number, span: Span | undefined, failed: boolean): void {
    this.#metrics.stageDuration.observe(labels[stage], (performance.now() - startedAt) / 1000);
    span?.end(failed ? 'REFUSED' : undefined);
  }
}

const labels = Object.fromEntries(stages.map((stage) => [stage, Object.freeze({ stage })])) as Readonly<
  Record<Stage, { readonly stage: Stage }>
>;
