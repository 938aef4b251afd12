// Which settings turn tracing on, and what it is when it is off.
import { afterEach, describe, expect, it } from 'vitest';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-base';
import { parseTraceparent, startTracing, statementParent, tracing, withStatementsOf } from './telemetry.ts';
import type { Span } from './telemetry.ts';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const span = '00f067aa0ba902b7';
const url = 'http://127.0.0.1:4318';

let stop = async () => undefined as void;
afterEach(() => stop());

async function started(env: Readonly<Record<string, string>>) {
  const exporter = new InMemorySpanExporter();
  stop = await startTracing(env, 'infoseg-test', { exporter });
  const traced = tracing();
  if (!traced) throw new TypeError('tracing is off');
  return { traced, exporter };
}

describe('tracing', () => {
  it.each([
    ['nothing is set', {}],
    ['no exporter is wanted', { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_TRACES_EXPORTER: 'none' }],
    ['it is disabled', { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_SDK_DISABLED: 'true' }],
  ])('is off when %s', async (_when, env) => {
    stop = await startTracing(env, 'infoseg-test');
    expect(tracing()).toBeUndefined();
  });

  it.each(['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'])(
    'is on when %s is set',
    async (name) => {
      stop = await startTracing({ [name]: url }, 'infoseg-test');
      expect(tracing()).toBeDefined();
      await stop();
      expect(tracing()).toBeUndefined();
    },
  );

  it.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }],
    ['OTEL_TRACES_SAMPLER', { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_TRACES_SAMPLER: 'sometimes' }],
    ...['2', '-1', 'half', '1.2.3'].map((arg) => {
      const sampler = { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: arg };
      return ['OTEL_TRACES_SAMPLER_ARG', { OTEL_EXPORTER_OTLP_ENDPOINT: url, ...sampler }] as const;
    }),
    ['OTEL_RESOURCE_ATTRIBUTES', { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_RESOURCE_ATTRIBUTES: 'nothing' }],
  ] as const)('refuses a wrong %s by its name', async (name, env) => {
    await expect(startTracing(env, 'infoseg-test')).rejects.toMatchObject({ code: 'BAD_SETTING', setting: name });
    expect(tracing()).toBeUndefined();
  });

  it('follows the flag of whoever asks, and samples what begins here', async () => {
    const { traced } = await started({});
    const sampled = traced.receive(`00-${trace}-${span}-01`, 'a');
    const not = traced.receive(`00-${trace}-${span}-00`, 'a');
    const fresh = traced.receive(undefined, 'a');
    expect([sampled.traceId, sampled.traceparent.slice(-3), sampled.span !== undefined]).toEqual([trace, '-01', true]);
    expect([not.traceId, not.traceparent.slice(-3), not.span]).toEqual([trace, '-00', undefined]);
    expect([fresh.traceparent.slice(-3), fresh.span !== undefined]).toEqual(['-01', true]);
    expect(new Set([sampled, not].map(({ traceparent }) => traceparent.split('-')[2])).has(span)).toBe(false);
    expect(traced.childOf(not.traceparent, 'b')).toBeUndefined();
    expect(traced.childOf('nonsense', 'b')).toBeUndefined();
    sampled.span?.end();
    fresh.span?.end();
  });

  it('samples as it is told to', async () => {
    const { traced } = await started({ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' });
    expect(traced.receive(undefined, 'a').span).toBeUndefined();
    expect(traced.receive(`00-${trace}-${span}-01`, 'a').span).toBeDefined();
  });

  it('cannot be started twice in one process', async () => {
    await started({});
    await expect(startTracing({}, 'other', { exporter: new InMemorySpanExporter() })).rejects.toThrow(TypeError);
  });
});

describe('a span', () => {
  it('has its children, its words and its end, once', async () => {
    const { traced, exporter } = await started({ OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test%20bed' });
    const received = traced.receive(undefined, 'POST /graphql');
    const child = received.span?.child('POST warrants/CNJ', {
      kind: 'client',
      attributes: { 'infoseg.holder': 'CNJ' },
    });
    child?.end('DEADLINE');
    child?.end();
    received.span?.end();
    const found: unknown[] = [];
    exporter.shutdown = async () => void found.push(...exporter.getFinishedSpans());
    await stop();
    expect(found).toMatchObject([
      {
        name: 'POST warrants/CNJ',
        kind: 2,
        attributes: { 'infoseg.holder': 'CNJ', 'error.type': 'DEADLINE' },
        status: { code: 2 },
      },
      { name: 'POST /graphql', kind: 1, status: { code: 0 } },
    ]);
    const [first] = found as { readonly resource: { readonly attributes: object } }[];
    expect(first?.resource.attributes).toEqual({
      'service.name': 'infoseg-test',
      'deployment.environment.name': 'test bed',
    });
  });

  it('owns the statements of the work that runs under it, and of no other', async () => {
    const one = { traceparent: '1' } as Span;
    const parents = await Promise.all([
      withStatementsOf(one, async () => {
        await Promise.resolve();
        return statementParent();
      }),
      withStatementsOf(undefined, async () => statementParent()),
    ]);
    expect(parents).toEqual([one, undefined]);
  });
});

describe('a traceparent', () => {
  it.each(['', 'x', `ff-${trace}-${span}-01`, `00-${'0'.repeat(32)}-${span}-01`, `00-${trace}-${'0'.repeat(16)}-01`])(
    'that is not valid is none: %s',
    (header) => expect(parseTraceparent(header)).toBeUndefined(),
  );

  it('is read', () => {
    expect(parseTraceparent(`00-${trace}-${span}-01`)).toEqual({ traceId: trace, spanId: span, flags: '01' });
  });
});
