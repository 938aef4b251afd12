// The official OpenTelemetry packages behind `telemetry.ts`; loaded when tracing is on, and else never.
import { ROOT_CONTEXT, SpanKind as Kinds, SpanStatusCode, trace, TraceFlags } from '@opentelemetry/api';
import type { Context, Link, Span as SdkSpan, SpanContext, Tracer } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import type { ReadableSpan, Sampler, SpanExporter } from '@opentelemetry/sdk-trace-base';
import { ConfigError } from './errors.ts';
import type { Log } from './log.ts';
import type { Environment } from './settings.ts';
import { parseTraceparent } from './telemetry.ts';
import type { ReceivedTrace, Span, SpanAttributes, SpanOptions, Tracing, TracingOptions } from './telemetry.ts';

interface SdkOptions extends TracingOptions {
  readonly env: Environment;
  readonly service: string;
  readonly url: string | undefined;
}

/** @throws ConfigError naming the setting */
export function createTracing({ env, service, url, exporter, log }: SdkOptions): Tracing {
  const sink = exporter ?? new OTLPTraceExporter(url === undefined ? {} : { url });
  const provider = new BasicTracerProvider({
    // Neither host nor process: a path or a command line says more than it should.
    resource: resourceFromAttributes({
      ...resourceSetting(env),
      'service.name': env['OTEL_SERVICE_NAME'] || service,
    }),
    sampler: samplerSetting(env),
    spanProcessors: [new BatchSpanProcessor(telling(sink, log))],
  });
  const tracer = provider.getTracer('infoseg');

  return {
    receive(header, name, options = {}) {
      const given = parseTraceparent(header);
      const context = given === undefined ? ROOT_CONTEXT : contextOf({ ...given, isRemote: true });
      const span = tracer.startSpan(name, sdkOptions({ kind: 'server', ...options }), context);
      const { traceId } = span.spanContext();
      const received: ReceivedTrace = { traceId, traceparent: traceparentOf(span) };
      return span.isRecording() ? { ...received, span: recorded(tracer, span) } : received;
    },
    childOf(traceparent, name, options = {}) {
      const parent = parseTraceparent(traceparent);
      if (parent === undefined || !isSampled(parent.flags)) return undefined;
      return recorded(tracer, tracer.startSpan(name, sdkOptions(options), contextOf({ ...parent, isRemote: false })));
    },
    stop: () => provider.shutdown(),
  };
}

function recorded(tracer: Tracer, span: SdkSpan): Span {
  const traceparent = traceparentOf(span);
  let ended = false;
  return {
    traceparent,
    child: (name, options = {}) =>
      recorded(tracer, tracer.startSpan(name, sdkOptions(options), trace.setSpan(ROOT_CONTEXT, span))),
    set: (attributes: SpanAttributes) => void span.setAttributes({ ...attributes }),
    end(failure) {
      if (ended) return;
      ended = true;
      if (failure !== undefined) {
        span.setAttribute('error.type', failure);
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
    },
  };
}

const kinds = { internal: Kinds.INTERNAL, server: Kinds.SERVER, client: Kinds.CLIENT } as const;

function sdkOptions({ kind = 'internal', attributes, startedAt, links }: SpanOptions) {
  return {
    kind: kinds[kind],
    ...(attributes && { attributes: { ...attributes } }),
    ...(startedAt !== undefined && { startTime: startedAt }),
    ...(links !== undefined && links.length > 0 && { links: links.flatMap(linkTo) }),
  };
}

function linkTo(traceparent: string): Link[] {
  const parent = parseTraceparent(traceparent);
  return parent === undefined ? [] : [{ context: spanContextOf({ ...parent, isRemote: false }) }];
}

interface Parent {
  readonly traceId: string;
  readonly spanId: string;
  readonly flags: string;
  readonly isRemote: boolean;
}

function contextOf(parent: Parent): Context {
  return trace.setSpanContext(ROOT_CONTEXT, spanContextOf(parent));
}

function spanContextOf({ traceId, spanId, flags, isRemote }: Parent): SpanContext {
  return { traceId, spanId, traceFlags: isSampled(flags) ? TraceFlags.SAMPLED : TraceFlags.NONE, isRemote };
}

function isSampled(flags: string): boolean {
  return (parseInt(flags, 16) & TraceFlags.SAMPLED) !== 0;
}

function traceparentOf(span: SdkSpan): string {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** The values of OTEL_TRACES_SAMPLER that the specification names; the default follows whoever asks, and samples what begins here. */
function samplerSetting(env: Environment): Sampler {
  const name = env['OTEL_TRACES_SAMPLER'] || 'parentbased_always_on';
  switch (name) {
    case 'always_on':
      return new AlwaysOnSampler();
    case 'always_off':
      return new AlwaysOffSampler();
    case 'traceidratio':
      return new TraceIdRatioBasedSampler(ratioSetting(env));
    case 'parentbased_always_on':
      return new ParentBasedSampler({ root: new AlwaysOnSampler() });
    case 'parentbased_always_off':
      return new ParentBasedSampler({ root: new AlwaysOffSampler() });
    case 'parentbased_traceidratio':
      return new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratioSetting(env)) });
    default:
      throw new ConfigError('OTEL_TRACES_SAMPLER', 'is not one of the samplers that OpenTelemetry names');
  }
}

function ratioSetting(env: Environment): number {
  const text = env['OTEL_TRACES_SAMPLER_ARG'] || '1';
  const ratio = /^[\d.]+$/.test(text) ? Number(text) : NaN;
  if (!(ratio >= 0 && ratio <= 1)) throw new ConfigError('OTEL_TRACES_SAMPLER_ARG', 'must be a number from 0 to 1');
  return ratio;
}

/** `key=value` pairs parted by commas, percent-encoded. */
function resourceSetting(env: Environment): Record<string, string> {
  const pairs = (env['OTEL_RESOURCE_ATTRIBUTES'] ?? '').split(',').filter((pair) => pair.trim() !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new ConfigError('OTEL_RESOURCE_ATTRIBUTES', 'must be key=value pairs parted by commas');
      try {
        return [pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim())];
      } catch {
        throw new ConfigError('OTEL_RESOURCE_ATTRIBUTES', 'has a value that is not percent-encoded correctly');
      }
    }),
  );
}

/** The exporter, with one line when it begins to fail and one when it works again. */
function telling(exporter: SpanExporter, log: Log | undefined): SpanExporter {
  let failing = false;
  return {
    export(spans: ReadableSpan[], done) {
      exporter.export(spans, (result) => {
        const fails = result.code !== 0;
        if (fails !== failing)
          log?.(fails ? 'traces cannot be exported' : 'traces are exported again', { level: fails ? 'warn' : 'info' });
        failing = fails;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    ...(exporter.forceFlush && { forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve() }),
  };
}
