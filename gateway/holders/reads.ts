// Reads on their way to endpoints. What the same person asks of the same endpoint in the same words while the answer is on its way is one
// read; not for long, or somebody would be shown what was true before he asked.
import { endpointName } from '#kit/directory.ts';
import type { EndpointEntry } from '#kit/directory.ts';
import type { EngineRequest } from '../engine/engine.ts';
import { callEndpoint } from './endpoint-call.ts';
import type { CallFailure, CallOutcome, CallTools } from './endpoint-call.ts';
import { goneBefore, SharedCall } from './shared-call.ts';

export const joinWithinMs = 100;

interface UnderWay {
  readonly call: SharedCall;
  readonly endpoint: EndpointEntry;
  readonly begunAt: number;
}

export class Reads {
  readonly #tools: CallTools;
  readonly #underWay = new Map<string, UnderWay>();

  constructor(tools: CallTools) {
    this.#tools = tools;
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.#tools.now();
  }

  /**
   * The body holds who asks, so nobody's read is another's; `representations` is how many records it asks for. Rejects only for a mistake
   * of ours.
   */
  async call(endpoint: EndpointEntry, body: string, request: EngineRequest, representations = 0): Promise<CallOutcome> {
    const now = this.now();
    const failure = goneBefore(request, now);
    if (failure !== undefined) return { ok: false, failure, elapsedMs: 0 };
    const key = `${endpointName(endpoint)} ${body}`;
    const known = this.#underWay.get(key);
    if (known !== undefined && serves(known, endpoint, request, now)) return this.#join(known, request);
    const call = new SharedCall();
    call.join(request);
    const underWay = { call, endpoint, begunAt: now };
    this.#underWay.set(key, underWay);
    try {
      this.begin(call, endpoint, body, representations);
      return await this.outcomeFor(call, request);
    } finally {
      if (this.#underWay.get(key) === underWay) this.#underWay.delete(key);
    }
  }

  begin(call: SharedCall, endpoint: EndpointEntry, body: string, representations: number): void {
    call.begin((behalf) => callEndpoint(this.#tools, endpoint, { body, isRead: true, representations }, behalf));
  }

  outcomeFor(call: SharedCall, request: EngineRequest): Promise<CallOutcome> {
    return call.outcomeFor(request, this.#tools.now);
  }

  async #join({ call, endpoint }: UnderWay, request: EngineRequest): Promise<CallOutcome> {
    call.join(request);
    const observed = this.#tools.observer?.joined(endpoint, request.traceparent);
    let failure: CallFailure | undefined = { status: 'UNAVAILABLE', reason: 'INTERNAL' };
    try {
      const outcome = await this.outcomeFor(call, request);
      failure = outcome.ok ? undefined : outcome.failure;
      return outcome;
    } finally {
      if (failure === undefined) observed?.end('ANSWERED');
      else observed?.end(failure.status, { reason: failure.reason });
    }
  }
}

/** Whether a read that is under way is as good as one that would begin now: fresh, of the same endpoint as it is now, and with time enough. */
function serves(
  { call, endpoint: asked, begunAt }: UnderWay,
  endpoint: EndpointEntry,
  { deadlineAt }: EngineRequest,
  now: number,
): boolean {
  const age = now - begunAt;
  if (age < 0 || age > joinWithinMs || asked !== endpoint || call.isAbandoned) return false;
  // Somebody with a moment left takes nobody else's time away.
  return call.deadlineAt >= Math.min(deadlineAt, now + endpoint.deadlineMs) - joinWithinMs;
}
