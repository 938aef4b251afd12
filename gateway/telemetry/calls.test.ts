// What becomes of what the holder client tells: measures, spans, and lines of the log.
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-base';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { afterEach, describe, expect, it } from 'vitest';
import type { Directory } from '#kit/directory.ts';
import { startTracing } from '#kit/telemetry.ts';
import { createCallObserver, unobserved } from './calls.ts';
import { createGatewayMetrics } from './metrics.ts';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const asking = `00-${trace}-00f067aa0ba902b7-01`;
const cnj = { source: 'warrants', holder: 'CNJ' };

function observed() {
  const lines: string[] = [];
  const listed = [cnj];
  const metrics = createGatewayMetrics(() => ({ endpoints: listed }) as unknown as Directory);
  const observer = createCallObserver(metrics, (line) => void lines.push(line));
  return { observer, lines, listed, text: () => metrics.registry.metrics() };
}

let stop = async () => undefined as void;
afterEach(() => stop());

describe('a call', () => {
  it.each([
    ['that nobody watches', unobserved],
    ['that is measured and not traced', observed().observer],
  ])('%s has a span id of its own in the same trace', (_what, observer) => {
    const begin = () => observer.begin(cnj, { traceparents: [asking], representations: 1 }).traceparent;
    const [first, second] = [begin(), begin()];
    expect(first).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-01$`));
    expect(new Set([first, second, asking]).size).toBe(3);
  });

  it('is measured by source, holder and status, with all that was tried for it', async () => {
    const { observer, text } = observed();
    const call = observer.begin(cnj, { traceparents: [asking, asking], representations: 3 });
    call.sentAgain('RETRY');
    call.end('TIMED_OUT', { reason: 'DEADLINE' });
    observer.notMade(cnj, 'BUSY');
    observer.joined(cnj, asking).end('ANSWERED');
    const said = await text();
    for (const line of [
      'http_client_request_duration_seconds_count{source="warrants",holder="CNJ",status="TIMED_OUT"} 1',
      'infoseg_calls_sent_again_total{source="warrants",holder="CNJ",why="RETRY"} 1',
      'infoseg_calls_not_made_total{source="warrants",holder="CNJ",status="BUSY"} 1',
      'infoseg_calls_joined_total{source="warrants"} 1',
      'infoseg_call_representations_sum{source="warrants"} 3',
      'infoseg_call_askers_sum{source="warrants"} 2',
    ])
      expect(said).toContain(`${line}\n`);
  });

  it('is a span under the request, linked to the others that wait for it', async () => {
    const exporter = new InMemorySpanExporter();
    const found: ReadableSpan[] = [];
    exporter.export = (spans, done) => {
      found.push(...spans);
      done({ code: 0 });
    };
    stop = await startTracing({}, 'infoseg-test', { exporter });
    const { observer } = observed();
    const other = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const call = observer.begin(cnj, { traceparents: [asking, other], representations: 3 });
    call.sentAgain('RETRY');
    call.end('BUSY', { reason: 'HTTP_429', httpStatus: 429 });
    const unsampled = observer.begin(cnj, { traceparents: [asking.replace(/01$/, '00')], representations: 0 });
    expect(unsampled.traceparent.slice(-3)).toBe('-00');
    unsampled.end('ANSWERED', { httpStatus: 200 });
    await stop();
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      name: 'POST warrants/CNJ',
      kind: 2,
      parentSpanContext: { traceId: trace, spanId: '00f067aa0ba902b7' },
      links: [{ context: { spanId: 'b'.repeat(16) } }],
      attributes: {
        'infoseg.status': 'BUSY',
        'error.type': 'HTTP_429',
        'http.response.status_code': 429,
        'http.request.resend_count': 1,
        'infoseg.representations': 3,
        'infoseg.askers': 2,
      },
    });
    expect(call.traceparent).toContain(found[0]?.spanContext().spanId);
  });
});

describe('a breaker', () => {
  it('is told to the log when it opens and closes, and shown while the directory lists its endpoint', async () => {
    const { observer, lines, listed, text } = observed();
    expect(await text()).toContain('infoseg_breaker_state{source="warrants",holder="CNJ"} 0\n');
    for (const state of ['OPEN', 'HALF_OPEN', 'OPEN', 'HALF_OPEN', 'CLOSED', 'OPEN'] as const)
      observer.breaker(cnj, state);
    expect(lines).toEqual([
      ...Array<string>(2).fill('warrants/CNJ: fails, and is left alone for a while'),
      'warrants/CNJ: answers again',
      'warrants/CNJ: fails, and is left alone for a while',
    ]);
    expect(await text()).toContain('infoseg_breaker_state{source="warrants",holder="CNJ"} 2\n');
    listed.length = 0;
    expect(await text()).not.toContain('infoseg_breaker_state{');
    listed.push(cnj);
    expect(await text()).toContain('infoseg_breaker_state{source="warrants",holder="CNJ"} 0\n');
  });
});
