// Traces (OpenTelemetry), off unless an exporter is configured: then nothing of it is loaded, and each place that could begin a span asks
// one variable. A request's span is handed on explicitly. Attributes are a closed list, and none of them can hold what somebody typed.
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomFillSync } from 'node:crypto';
import type { SpanExporter } from '@opentelemetry/sdk-trace-base';
import { ConfigError } from './errors.ts';
import type { Log } from './log.ts';
import { textSetting } from './settings.ts';
import type { Environment } from './settings.ts';

/** All that a span may say; the names are those of the semantic conventions where these have one. */
export interface SpanAttributes {
  readonly 'http.request.method'?: string;
  /** As registered, never as typed. */
  readonly 'http.route'?: string;
  readonly 'http.response.status_code'?: number;
  readonly 'http.request.resend_count'?: number;
  readonly 'graphql.operation.type'?: 'query' | 'mutation';
  readonly 'db.system.name'?: 'postgresql';
  readonly 'db.operation.name'?: string;
  /** As it stands in the source: `?` for every value. */
  readonly 'db.query.text'?: string;
  readonly 'db.response.returned_rows'?: number;
  readonly 'error.type'?: string;
  readonly 'infoseg.source'?: string;
  readonly 'infoseg.holder'?: string;
  /** A word of `extensions.sources`. */
  readonly 'infoseg.status'?: string;
  /** ANSWERED, or the code of the refusal. */
  readonly 'infoseg.outcome'?: string;
  readonly 'infoseg.representations'?: number;
  readonly 'infoseg.askers'?: number;
  readonly 'infoseg.plan'?: string;
}

export type SpanKind = 'internal' | 'server' | 'client';

export interface SpanOptions {
  readonly kind?: SpanKind;
  readonly attributes?: SpanAttributes;
  /** Epoch milliseconds; default: now. */
  readonly startedAt?: number;
  /** W3C headers of further traces that wait for the same. */
  readonly links?: readonly string[];
}

/** One that is recorded. */
export interface Span {
  /** W3C Trace Context, for whoever is asked under it. */
  readonly traceparent: string;
  child(name: string, options?: SpanOptions): Span;
  set(attributes: SpanAttributes): void;
  /** `failure`: one of our words. A second call changes nothing. */
  end(failure?: string): void;
}

export interface ReceivedTrace {
  /** 32 hex digits. */
  readonly traceId: string;
  /** Of the span that begins here. */
  readonly traceparent: string;
  /** Absent: this trace is not sampled. */
  readonly span?: Span;
}

export interface Tracing {
  /** Goes on with the trace of a W3C header, or begins one where there is none that is valid. */
  receive(header: string | readonly string[] | undefined, name: string, options?: SpanOptions): ReceivedTrace;
  /** Undefined unless the trace is sampled. */
  childOf(traceparent: string, name: string, options?: SpanOptions): Span | undefined;
  /** Sends what waits, and ends. */
  stop(): Promise<void>;
}

export interface TracingOptions {
  /** In place of OTLP over HTTP. */
  readonly exporter?: SpanExporter;
  readonly log?: Log;
}

let inForce: Tracing | undefined;

/** Undefined: nothing is traced. */
export function tracing(): Tracing | undefined {
  return inForce;
}

/**
 * Reads the standard settings: OTEL_EXPORTER_OTLP_ENDPOINT or OTEL_EXPORTER_OTLP_TRACES_ENDPOINT turns tracing on; OTEL_SERVICE_NAME,
 * OTEL_RESOURCE_ATTRIBUTES, OTEL_TRACES_SAMPLER, OTEL_TRACES_SAMPLER_ARG, OTEL_TRACES_EXPORTER=none, OTEL_SDK_DISABLED; and those that
 * the exporter and its queue read by themselves (OTEL_EXPORTER_OTLP_HEADERS, OTEL_BSP_MAX_QUEUE_SIZE and their like). Call it before
 * databases are opened. Resolves with what ends it.
 *
 * @throws ConfigError naming the setting
 */
export async function startTracing(
  env: Environment,
  service: string,
  options: TracingOptions = {},
): Promise<() => Promise<void>> {
  const url = tracesUrl(env);
  const off = env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true' || env['OTEL_TRACES_EXPORTER'] === 'none';
  if (off || (url === undefined && options.exporter === undefined)) return async () => undefined;
  if (inForce) throw new TypeError('tracing has been started in this process');
  const { createTracing } = await import('./telemetry-sdk.ts');
  const started = createTracing({ env, service, url, ...options });
  inForce = started;
  return async () => {
    if (inForce === started) inForce = undefined;
    await started.stop();
  };
}

function tracesUrl(env: Environment): string | undefined {
  const pattern = /^https?:\/\/[^\s@]+$/;
  if (env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'])
    return textSetting(env, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', { pattern });
  if (!env['OTEL_EXPORTER_OTLP_ENDPOINT']) return undefined;
  const base = textSetting(env, 'OTEL_EXPORTER_OTLP_ENDPOINT', { pattern });
  if (!URL.canParse(base)) throw new ConfigError('OTEL_EXPORTER_OTLP_ENDPOINT', 'is not a URL');
  return `${base.replace(/\/+$/, '')}/v1/traces`;
}

/** W3C Trace Context, version 00. */
export interface TraceParent {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  /** 2 hex digits. */
  readonly flags: string;
}

const drawn = Buffer.alloc(4096);
let used = drawn.length;

/** Random bytes for identifiers, at most 32: drawn many at a time, because one draw costs more than all else that a span does. */
export function identifierBytes(count: number): Buffer {
  if (used + count > drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += count;
  // A copy, or the next draw would change it.
  return Buffer.from(drawn.subarray(used - count, used));
}

const traceparentForm = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** Undefined where there is none, or one that is not valid. */
export function parseTraceparent(header: string | readonly string[] | undefined): TraceParent | undefined {
  const match = typeof header === 'string' ? traceparentForm.exec(header) : null;
  const [, traceId = '', spanId = '', flags = ''] = match ?? [];
  return match === null || /^0+$/.test(traceId) || /^0+$/.test(spanId) ? undefined : { traceId, spanId, flags };
}

/**
 * Whose statement this is, in a holder's process, where records are read behind loaders and resolvers that know nothing of requests.
 * Entered by sampled requests alone: to read it costs nothing that can be measured, to enter it half a microsecond.
 */
const statementsOf = new AsyncLocalStorage<Span>();

/** Statements of `work` become children of the span. */
export function withStatementsOf<Result>(span: Span | undefined, work: () => Result): Result {
  return span === undefined ? work() : statementsOf.run(span, work);
}

export function statementParent(): Span | undefined {
  return statementsOf.getStore();
}
