// May this endpoint be called now? Pause, agreement and maintenance come from the directory; what one endpoint may take at a time, whether
// it asked to be left alone and whether it is ill are kept here, so that a slow or dead one cannot hold more of us than that.
import { endpointName, indexSource } from '#kit/directory.ts';
import type { EndpointEntry } from '#kit/directory.ts';
import { Breaker, checkBreakerLimits } from './breaker.ts';
import type { BreakerLimits, BreakerState, Health } from './breaker.ts';
import { HedgeBudget } from './hedge.ts';
import { Pauses } from './pauses.ts';

export interface Obstacle {
  readonly status: 'REFUSED' | 'MAINTENANCE' | 'BUSY' | 'UNAVAILABLE';
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

export interface AvailabilityOptions {
  readonly breaker?: Partial<BreakerLimits>;
  /** A breaker opened, lets one read through, or closed. */
  readonly onBreaker?: (event: BreakerEvent) => void;
  /** From 0 to 1. */
  readonly random?: () => number;
}

export interface BreakerEvent {
  readonly source: string;
  readonly holder: string;
  readonly state: BreakerState;
}

/** Who enters. */
export interface Entering {
  /** Ids of those on whose behalf the call is made, each once: what goes wrong for one alone is not held against the endpoint. */
  readonly callers: readonly string[];
  /** True: is let through to an endpoint that is ill, alone, when it has been left alone for long enough. */
  readonly mayProbe: boolean;
}

/** A place at an endpoint, until the call has ended. */
export interface Pass {
  /** Once, however the call ended. `retryAfterMs`: how long the endpoint asked to be left alone by these callers. */
  leave(health: Health, now: number, retryAfterMs?: number): void;
  /** A place for a second try beside this one; undefined when there is no room. Returns what gives it back. */
  hedge(now: number): (() => void) | undefined;
}

interface Load {
  inFlight: number;
  tokens: number;
  filledAt: number;
  readonly hedges: HedgeBudget;
  entry: EndpointEntry;
  breaker: Breaker;
  pauses: Pauses;
}

/** How much each endpoint is asked at once and per second, by its entry in the directory, and whether it is asked at all. */
export class Bulkheads {
  readonly #loads = new Map<string, Load>();
  readonly #limits: BreakerLimits;
  readonly #indexLimits: BreakerLimits;
  readonly #random: () => number;
  readonly #onBreaker: (event: BreakerEvent) => void;

  /** @throws RangeError naming the limit */
  constructor({ breaker, onBreaker = () => undefined, random = Math.random }: AvailabilityOptions = {}) {
    this.#limits = checkBreakerLimits(breaker);
    this.#indexLimits = indexLimitsOf(this.#limits);
    this.#random = random;
    this.#onBreaker = onBreaker;
  }

  /** Takes a place. */
  enter(endpoint: EndpointEntry, now: number, { callers, mayProbe }: Entering): Pass | Obstacle {
    const load = this.#loadOf(endpoint, now);
    if (load.pauses.holds(callers, now)) return { status: 'BUSY', reason: 'RETRY_AFTER' };
    const full = roomIn(load, endpoint, now);
    const { breaker, pauses } = load;
    const ticket = breaker.admit(now, mayProbe && full === undefined, callers);
    if (ticket === undefined) return { status: 'UNAVAILABLE', reason: 'BREAKER_OPEN' };
    if (full !== undefined) return full;
    const isProbe = breaker.state === 'HALF_OPEN';
    load.hedges.earn();
    take(load);
    return {
      leave(health, endedAt, retryAfterMs = 0) {
        load.inFlight -= 1;
        breaker.settle(ticket, health, endedAt, callers);
        if (retryAfterMs > 0) pauses.begin(callers, endedAt, retryAfterMs);
      },
      hedge(at) {
        if (isProbe || roomIn(load, endpoint, at) !== undefined || !load.hedges.spend()) return undefined;
        take(load);
        return () => {
          load.inFlight -= 1;
        };
      },
    };
  }

  /** Of every endpoint that was called, for whoever watches. */
  breakers(): readonly BreakerEvent[] {
    return [...this.#loads.values()].map(({ entry: { source, holder }, breaker: { state } }) => ({
      ...{ source, holder, state },
    }));
  }

  /** Forgets endpoints that are no longer in the directory. */
  keepOnly(endpoints: readonly EndpointEntry[]): void {
    const names = new Set(endpoints.map(endpointName));
    for (const name of this.#loads.keys()) if (!names.has(name)) this.#loads.delete(name);
  }

  #loadOf(endpoint: EndpointEntry, now: number): Load {
    const name = endpointName(endpoint);
    const known = this.#loads.get(name);
    if (known === undefined) {
      const load: Load = {
        ...{ inFlight: 0, tokens: endpoint.perSecond, filledAt: now, hedges: new HedgeBudget() },
        ...{ entry: endpoint, breaker: this.#breakerOf(endpoint), pauses: new Pauses() },
      };
      this.#loads.set(name, load);
      return load;
    }
    if (known.entry !== endpoint) this.#replaceEntry(known, endpoint);
    return known;
  }

  /** At another address, or with another key, it is not the one that was ill. */
  #replaceEntry(load: Load, endpoint: EndpointEntry): void {
    const { entry: former, breaker } = load;
    load.entry = endpoint;
    if (former.url === endpoint.url && former.exchangeKey.kid === endpoint.exchangeKey.kid) return;
    load.breaker = this.#breakerOf(endpoint);
    load.pauses = new Pauses();
    if (breaker.state !== 'CLOSED')
      this.#onBreaker({ source: endpoint.source, holder: endpoint.holder, state: load.breaker.state });
  }

  #breakerOf({ source, holder }: EndpointEntry): Breaker {
    return new Breaker({
      limits: source === indexSource ? this.#indexLimits : this.#limits,
      random: this.#random,
      onChange: (state) => this.#onBreaker({ source, holder, state }),
    });
  }
}

/** Every question begins at the index: it is looked for again soon, and as soon each time. In milliseconds. */
const indexCoolDownMs = 250;

function indexLimitsOf(limits: BreakerLimits): BreakerLimits {
  const coolDownMs = Math.min(limits.coolDownMs, indexCoolDownMs);
  return Object.freeze({ ...limits, coolDownMs, coolDownMaxMs: coolDownMs });
}

function roomIn(load: Load, { maxConcurrent, perSecond }: EndpointEntry, now: number): Obstacle | undefined {
  if (load.inFlight >= maxConcurrent) return { status: 'BUSY', reason: 'CONCURRENCY_LIMIT' };
  load.tokens = Math.min(perSecond, load.tokens + (Math.max(0, now - load.filledAt) / 1000) * perSecond);
  load.filledAt = now;
  return load.tokens < 1 ? { status: 'BUSY', reason: 'RATE_LIMIT' } : undefined;
}

function take(load: Load): void {
  load.tokens -= 1;
  load.inFlight += 1;
}
