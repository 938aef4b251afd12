// What is measured and traced of each call to a holder. The holder client tells it; it decides nothing, and never throws.
import { endpointName } from '#kit/directory.ts';
import type { Log } from '#kit/log.ts';
import { identifierBytes, tracing } from '#kit/telemetry.ts';
import type { BreakerState } from '../holders/breaker.ts';
import type { SourceStatus } from '../holders/report.ts';
import type { GatewayMetrics } from './metrics.ts';

export interface ObservedEndpoint {
  readonly source: string;
  readonly holder: string;
}

export interface ObservedQuestion {
  /** W3C Trace Context of each request that waits for the answer; the first is the one whose trace the holder goes on with. */
  readonly traceparents: readonly string[];
  /** Records that are asked for; 0 for root fields. */
  readonly representations: number;
}

export interface ObservedCall {
  /** W3C Trace Context for the holder: the same trace and flags, a span of its own. */
  readonly traceparent: string;
  sentAgain(why: 'RETRY' | 'HEDGE'): void;
  /** Once. `reason` is one of our words; `httpStatus` as it came. */
  end(status: SourceStatus, about?: { readonly reason?: string; readonly httpStatus?: number }): void;
}

export interface CallObserver {
  /** A question is about to leave for the endpoint. */
  begin(endpoint: ObservedEndpoint, question: ObservedQuestion): ObservedCall;
  /** A request that waits for the answer to another's call. */
  joined(endpoint: ObservedEndpoint, traceparent: string): Pick<ObservedCall, 'end'>;
  /** Maintenance, pause, bulkhead or breaker stood against a call. */
  notMade(endpoint: ObservedEndpoint, status: SourceStatus): void;
  breaker(endpoint: ObservedEndpoint, state: BreakerState): void;
}

/** For clients that nobody watches. */
export const unobserved: CallObserver = Object.freeze({
  begin: (_endpoint: ObservedEndpoint, { traceparents: [asking = ''] }: ObservedQuestion) => ({
    traceparent: siblingOf(asking),
    sentAgain: () => undefined,
    end: () => undefined,
  }),
  joined: () => ({ end: () => undefined }),
  notMade: () => undefined,
  breaker: () => undefined,
});

/** `now` in milliseconds of any clock that never steps back. */
export function createCallObserver(
  metrics: GatewayMetrics,
  log: Log,
  now: () => number = () => performance.now(),
): CallObserver {
  return {
    begin({ source, holder }, { traceparents, representations }) {
      const startedAt = now();
      const [asking = '', ...others] = traceparents;
      const span = tracing()?.childOf(asking, `POST ${source}/${holder}`, {
        kind: 'client',
        attributes: {
          'http.request.method': 'POST',
          'infoseg.source': source,
          'infoseg.holder': holder,
          ...(representations > 0 && { 'infoseg.representations': representations }),
          'infoseg.askers': traceparents.length,
        },
        links: others,
      });
      if (representations > 0) metrics.callRepresentations.observe({ source }, representations);
      metrics.callAskers.observe({ source }, traceparents.length);
      let resent = 0;
      return {
        traceparent: span?.traceparent ?? siblingOf(asking),
        sentAgain(why) {
          resent += 1;
          metrics.callsSentAgain.inc({ source, holder, why });
        },
        end(status, { reason, httpStatus } = {}) {
          metrics.calls.observe({ source, holder, status }, (now() - startedAt) / 1000);
          if (span === undefined) return;
          span.set({
            'infoseg.status': status,
            ...(httpStatus !== undefined && { 'http.response.status_code': httpStatus }),
            ...(resent > 0 && { 'http.request.resend_count': resent }),
          });
          span.end(status === 'ANSWERED' ? undefined : (reason ?? status));
        },
      };
    },
    joined({ source, holder }, traceparent) {
      metrics.callsJoined.inc({ source });
      const span = tracing()?.childOf(traceparent, `waits for ${source}/${holder}`, {
        attributes: { 'infoseg.source': source, 'infoseg.holder': holder },
      });
      return {
        end(status, { reason } = {}) {
          span?.set({ 'infoseg.status': status });
          span?.end(status === 'ANSWERED' ? undefined : (reason ?? status));
        },
      };
    },
    notMade({ source, holder }, status) {
      metrics.callsNotMade.inc({ source, holder, status });
    },
    breaker(endpoint, state) {
      metrics.setBreaker(endpoint, state);
      const { source, holder } = endpoint;
      // A probe comes between two openings: that alone is no news.
      if (state === 'HALF_OPEN') return;
      log(`${endpointName(endpoint)}: ${state === 'OPEN' ? 'fails, and is left alone for a while' : 'answers again'}`, {
        level: state === 'OPEN' ? 'warn' : 'info',
        ...{ source, holder },
      });
    },
  };
}

/** The same trace and flags, another span. */
function siblingOf(traceparent: string): string {
  const [version = '00', trace = '', , flags = '00'] = traceparent.split('-');
  return `${version}-${trace}-${identifierBytes(8).toString('hex')}-${flags}`;
}
