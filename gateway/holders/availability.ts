// May this endpoint be called now? Pause, agreement and maintenance come from the directory; what one endpoint may take at a time is
// kept here, so that a slow one cannot hold more of us than that.
import { endpointName } from '#kit/directory.ts';
import type { EndpointEntry } from '#kit/directory.ts';

export interface Obstacle {
  readonly status: 'REFUSED' | 'MAINTENANCE' | 'BUSY';
  readonly reason: string;
}

/** Undefined: nothing in the directory stands against a call. `now` in milliseconds. */
export function obstacleTo(endpoint: EndpointEntry, now: number): Obstacle | undefined {
  if (endpoint.paused !== undefined) return { status: 'REFUSED', reason: endpoint.paused.reason };
  const { validTo } = endpoint.agreement;
  if (validTo !== undefined && Date.parse(validTo) <= now) return { status: 'REFUSED', reason: 'AGREEMENT_ENDED' };
  const window = endpoint.maintenance.find(({ from, to }) => Date.parse(from) <= now && now < Date.parse(to));
  return window && { status: 'MAINTENANCE', reason: window.reason };
}

interface Load {
  inFlight: number;
  tokens: number;
  filledAt: number;
}

/** How much each endpoint is asked at once and per second, by its entry in the directory. */
export class Bulkheads {
  readonly #loads = new Map<string, Load>();

  /** Takes a place; the caller gives it back with `leave`. */
  enter(endpoint: EndpointEntry, now: number): Obstacle | undefined {
    const load = this.#loadOf(endpoint, now);
    if (load.inFlight >= endpoint.maxConcurrent) return { status: 'BUSY', reason: 'CONCURRENCY_LIMIT' };
    load.tokens = Math.min(
      endpoint.perSecond,
      load.tokens + (Math.max(0, now - load.filledAt) / 1000) * endpoint.perSecond,
    );
    load.filledAt = now;
    if (load.tokens < 1) return { status: 'BUSY', reason: 'RATE_LIMIT' };
    load.tokens -= 1;
    load.inFlight += 1;
    return undefined;
  }

  leave(endpoint: EndpointEntry): void {
    const load = this.#loads.get(endpointName(endpoint));
    if (load !== undefined) load.inFlight -= 1;
  }

  #loadOf(endpoint: EndpointEntry, now: number): Load {
    const name = endpointName(endpoint);
    const known = this.#loads.get(name);
    if (known !== undefined) return known;
    const load = { inFlight: 0, tokens: endpoint.perSecond, filledAt: now };
    this.#loads.set(name, load);
    return load;
  }
}
