// W3C Trace Context: a client's trace goes on through the gateway to the holders; without one, a new trace begins here.

export interface Trace {
  /** 32 hex digits. */
  readonly traceId: string;
  /** Of the gateway's own span; holder calls are its children. */
  readonly traceparent: string;
}

const pattern = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

export function traceFrom(header: string | string[] | undefined, random: (bytes: number) => Buffer): Trace {
  const match = typeof header === 'string' ? pattern.exec(header) : null;
  const [, given = '', parent = '', flags = '01'] = match ?? [];
  const continues = match !== null && !/^0+$/.test(given) && !/^0+$/.test(parent);
  const traceId = continues ? given : random(16).toString('hex');
  return { traceId, traceparent: `00-${traceId}-${random(8).toString('hex')}-${continues ? flags : '01'}` };
}
