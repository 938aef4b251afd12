// What the gateway counts and measures of itself.
import { endpointName } from '#kit/directory.ts';
import type { Directory } from '#kit/directory.ts';
import {
  Counter,
  durationBuckets,
  Gauge,
  Histogram,
  httpServerDuration,
  Registry,
  shortDurationBuckets,
} from '#kit/metrics.ts';
import type { Bound } from '#kit/telemetry-capacity.ts';
import type { RateKind } from '../errors.ts';
import type { BreakerState } from '../holders/breaker.ts';

/** The stages of `server.ts`, and of the engine. */
export const stages = [
  'authenticate',
  'queue',
  'parse',
  'cost',
  'authorize',
  'plan',
  'execute',
  'complete',
  'journal',
] as const;
export type Stage = (typeof stages)[number];

const rateKinds: readonly RateKind[] = ['ADDRESS', 'CALLER', 'AGENCY', 'CPF_MINUTE', 'CPF_HOUR'];
/** In the order of harm: 0, 1, 2. */
const breakerStates: readonly BreakerState[] = ['CLOSED', 'HALF_OPEN', 'OPEN'];

/** HIT: a kept plan; MISS: waited for, because it was not there yet; REFUSED: none was made. */
export const planResults = ['HIT', 'MISS', 'REFUSED'] as const;
export type PlanResult = (typeof planResults)[number];

export type GatewayMetrics = ReturnType<typeof createGatewayMetrics>;

/** `directory` bounds the labels: of an endpoint that is no longer listed nothing is told. */
export function createGatewayMetrics(directory: () => Directory) {
  const registry = new Registry();
  const registers = [registry];
  const breakers = new Map<string, BreakerState>();
  const bounds: { readonly name: string; readonly used: () => number; readonly max: number }[] = [];

  const requests = new Counter<'outcome'>({
    name: 'infoseg_requests_total',
    help: 'Requests by what became of them: ANSWERED, LEFT, or the code of the refusal.',
    labelNames: ['outcome'],
    registers,
  });
  const rateRefusals = new Counter<'rate'>({
    name: 'infoseg_rate_refusals_total',
    help: 'Requests refused by a rate, by its kind.',
    labelNames: ['rate'],
    registers,
  });
  for (const rate of rateKinds) rateRefusals.inc({ rate }, 0);
  const plans = new Counter<'result'>({
    name: 'infoseg_plans_total',
    help: 'Plans asked for, by whether they were kept already.',
    labelNames: ['result'],
    registers,
  });
  for (const result of planResults) plans.inc({ result }, 0);
  const stageDuration = new Histogram<'stage'>({
    name: 'infoseg_stage_duration_seconds',
    help: 'Duration of each stage of a request.',
    labelNames: ['stage'],
    buckets: shortDurationBuckets,
    registers,
  });
  for (const stage of stages) stageDuration.zero({ stage });
  new Gauge<'source' | 'holder'>({
    name: 'infoseg_breaker_state',
    help: 'Breaker of each endpoint: 0 closed, 1 half-open, 2 open.',
    labelNames: ['source', 'holder'],
    registers,
    collect() {
      this.reset();
      const listed = new Set(directory().endpoints.map(endpointName));
      for (const name of breakers.keys()) if (!listed.has(name)) breakers.delete(name);
      for (const { source, holder } of directory().endpoints)
        this.set({ source, holder }, breakerStates.indexOf(breakers.get(endpointName({ source, holder })) ?? 'CLOSED'));
    },
  });

  return {
    registry,
    requests,
    plans,
    stageDuration,
    httpServer: httpServerDuration(registry),
    rateRefusals,
    queueWaits: new Counter({
      name: 'infoseg_queue_waits_total',
      help: 'Requests that were served, after waiting or at once.',
      registers,
    }),
    queueWaitMs: new Counter({
      name: 'infoseg_queue_wait_milliseconds_total',
      help: 'How long they waited, together.',
      registers,
    }),
    journalFailures: new Counter({
      name: 'infoseg_journal_failures_total',
      help: 'Entries that could not be made durable in time.',
      registers,
    }),
    ratesAlone: new Gauge({
      name: 'infoseg_rates_counted_alone',
      help: '1 while rates are counted in this process and not shared.',
      registers,
    }),
    calls: new Histogram<'source' | 'holder' | 'status'>({
      name: 'http_client_request_duration_seconds',
      help: 'Duration of calls to holders, by their status in extensions.sources.',
      labelNames: ['source', 'holder', 'status'],
      buckets: durationBuckets,
      registers,
    }),
    callsNotMade: new Counter<'source' | 'holder' | 'status'>({
      name: 'infoseg_calls_not_made_total',
      help: 'Calls that were not made: maintenance, pause, bulkhead, open breaker.',
      labelNames: ['source', 'holder', 'status'],
      registers,
    }),
    callsSentAgain: new Counter<'source' | 'holder' | 'why'>({
      name: 'infoseg_calls_sent_again_total',
      help: 'Further attempts at a call: RETRY after a kept connection had been closed, HEDGE beside a slow first one.',
      labelNames: ['source', 'holder', 'why'],
      registers,
    }),
    callsJoined: new Counter<'source'>({
      name: 'infoseg_calls_joined_total',
      help: "Calls that were not made, because another's answer was on its way and could be shared.",
      labelNames: ['source'],
      registers,
    }),
    callRepresentations: new Histogram<'source'>({
      name: 'infoseg_call_representations',
      help: 'Records asked for in one call.',
      labelNames: ['source'],
      buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
      registers,
    }),
    callAskers: new Histogram<'source'>({
      name: 'infoseg_call_askers',
      help: 'Requests that share one call.',
      labelNames: ['source'],
      buckets: [1, 2, 5, 10, 20, 50, 100],
      registers,
    }),
    setBreaker(endpoint: { readonly source: string; readonly holder: string }, state: BreakerState): void {
      breakers.set(endpointName(endpoint), state);
    },
    /** A bound and what is used of it, so that their ratio can be alarmed on. */
    bound(name: string, help: string, used: () => number, max: number): void {
      bounds.push({ name, used, max });
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(used());
        },
      });
      new Gauge({ name: `${name}_max`, help: `The most that ${name} can be.`, registers }).set(max);
    },
    bounds: (): readonly Bound[] => bounds.map(({ name, used, max }) => ({ name, used: used(), max })),
  };
}
