// W3C Trace Context: a client's trace goes on through the gateway to the holders; without one, a new trace begins here.
import { parseTraceparent, tracing } from '#kit/telemetry.ts';
import type { Span } from '#kit/telemetry.ts';

export interface Trace {
  /** 32 hex digits. */
  readonly traceId: string;
  /** Of the gateway's own span; holder calls are its children. */
  readonly traceparent: string;
  /** Of the request; absent where it is not sampled, or nothing is traced. */
  readonly span?: Span;
}

/** `name`: of the request's span, with the path as it was registered. */
export function traceFrom(
  header: string | string[] | undefined,
  random: (bytes: number) => Buffer,
  name = 'request',
): Trace {
  const traced = tracing();
  if (traced !== undefined) return traced.receive(header, name);
  const given = parseTraceparent(header);
  const traceId = given?.traceId ?? random(16).toString('hex');
  return { traceId, traceparent: `00-${traceId}-${random(8).toString('hex')}-${given?.flags ?? '01'}` };
}
