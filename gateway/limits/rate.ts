// How many requests a minute come from one network address, one caller, one agency, and for how many different people by CPF one caller
// asks in a minute and in an hour. Counted in Redis, where replicas share it; in this
// process without Redis, and while Redis does not answer: limited all the same, and nobody is shut out.
//
// A minute begins with the first request that is counted in it (a fixed window: one number and one command a count), so that twice the
// limit may pass around its end, and never more.
import { createHmac, createSecretKey, hkdfSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Caller } from '#kit/caller.ts';
import { RequestRefused } from '../errors.ts';
import type { RateKind } from '../errors.ts';
import type { RedisClient } from '../redis.ts';

export interface RateOptions {
  /** A minute, and CPF_HOUR an hour. */
  readonly limits: Readonly<Record<RateKind, number>>;
  /** Hides addresses, callers and agencies in the names of counters; replicas that share a Redis share it. */
  readonly key: KeyObject;
  /** Connected, or connecting; closed with the rates. */
  readonly redis?: RedisClient;
  /** Keeps networks that share a Redis apart. */
  readonly namespace?: string;
  /** Length of the minute, seconds; an hour has sixty. */
  readonly windowS?: number;
  /** Counters of one kind in this process. */
  readonly countersMax?: number;
  /** How long Redis is left alone after it has failed. */
  readonly restMs?: number;
  /** Milliseconds that only grow: the clock on the wall may be set back by an hour, and nobody waits for that. */
  readonly clock?: () => number;
  /** Told when Redis stops answering, and when it answers again. */
  readonly log?: (line: string) => void;
}

export interface Rates {
  /** Counts a request. @throws RequestRefused RATE_LIMITED */
  address(address: string): Promise<void>;
  /** Counts a request that ended before anybody was known as several: it has cost a check of a token and a line in the journal. */
  stranger(address: string): Promise<void>;
  /** Counts `points` for the caller, then for his agency. @throws RequestRefused RATE_LIMITED */
  caller(caller: Pick<Caller, 'id' | 'body'>, points?: number): Promise<void>;
  /**
   * Counts those of `cpfs` (digests) for which the caller has not asked within an hour: to look again costs nothing, to try numbers does.
   *
   * @throws RequestRefused RATE_LIMITED
   */
  people(caller: Pick<Caller, 'id'>, cpfs: readonly string[]): Promise<void>;
  /** Whether counts are this process's own although there is a Redis. */
  readonly alone: boolean;
  close(): void;
}

/** Beside the one that every request counts. */
const strangerPoints = 4;

export function createRates(options: RateOptions): Rates {
  const { limits, redis, windowS = 60, log = () => undefined, clock = () => performance.now() } = options;
  const store = redis && sharedStore(redis, { restMs: options.restMs ?? 1000, clock, log });
  const parts = { ...options, clock, store };
  const counter = (kind: RateKind, durationS = windowS) =>
    createCounter(kind, limits[kind], { ...parts, windowS: durationS });
  const [addresses, callers, agencies] = [counter('ADDRESS'), counter('CALLER'), counter('AGENCY')];
  const hourS = 60 * windowS;
  const [cpfsInMinute, cpfsInHour] = [counter('CPF_MINUTE'), counter('CPF_HOUR', hourS)];
  const cpfsSeen = createSeen('CPF_SEEN', { ...parts, windowS: hourS });

  return {
    async address(address) {
      const refused = await addresses.count(address, 1);
      if (refused) throw addresses.refusal(refused, 'FIRST');
    },
    async stranger(address) {
      await addresses.count(address, strangerPoints);
    },
    async caller({ id, body }, points = 1) {
      // One after the other: what a caller is refused must take nothing from the other people of his agency.
      const caller = await callers.count(id, points);
      if (caller) throw callers.refusal(caller, 'FIRST');
      const agency = await agencies.count(body, points);
      if (agency) throw agencies.refusal(agency, 'FIRST');
    },
    async people({ id }, cpfs) {
      const pairs = cpfs.map((cpf) => `${id}\n${cpf}`);
      const known = await Promise.all(pairs.map((pair) => cpfsSeen.has(pair)));
      const fresh = pairs.filter((_pair, at) => known[at] !== true);
      if (fresh.length === 0) return;
      const minute = await cpfsInMinute.count(id, fresh.length);
      if (minute) throw cpfsInMinute.refusal(minute);
      const hour = await cpfsInHour.count(id, fresh.length);
      if (hour) throw cpfsInHour.refusal(hour);
      // Last of all: what was refused has not been looked at, and costs as much when it comes again.
      await Promise.all(fresh.map((pair) => cpfsSeen.add(pair)));
    },
    get alone() {
      return store?.failing ?? false;
    },
    close() {
      redis?.disconnect();
    },
  };
}

/** From the journal's key, for the names of counters: who sees the one learns nothing about the other. */
export function rateKey(journalKey: KeyObject): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', journalKey, '', 'infoseg rate counters', 32)));
}

/** Until when, and whether this process has said so in this window. */
interface Refused {
  readonly untilMs: number;
  told: boolean;
}

interface Counter {
  /** Refused, or undefined when it is within the limit. */
  count(name: string, points: number): Promise<Refused | undefined>;
  /**
   * FIRST: one line in the journal tells of all refusals of a window, so that a flood is not turned on it; the metrics count every one.
   */
  refusal(refused: Refused, recorded?: 'FIRST' | 'ALL'): RequestRefused;
}

interface CounterParts extends Pick<RateOptions, 'key' | 'namespace' | 'windowS' | 'countersMax'> {
  readonly store: SharedStore | undefined;
  readonly clock: () => number;
}

/** Enough for the callers of a peak minute a hundred times as large as the one known: 25,000. */
const countersMaxDefault = 50_000;
/** Names whose hashes are kept: those of whoever asks again and again. */
const slotsKept = 4096;

function createCounter(kind: RateKind, limit: number, parts: CounterParts): Counter {
  const { store, clock, windowS = 60, countersMax = countersMaxDefault } = parts;
  const settings = { keyPrefix: prefixOf(kind, parts), points: limit, duration: windowS };
  const own = boundedMemory(settings, countersMax, clock);
  const shared = store?.limiter(settings);
  const slots = new LRUCache<string, string>({ max: slotsKept });
  // Who has been refused is refused from here until his window ends: a flood costs no Redis.
  const refused = new Map<string, Refused>();

  function refusedNow(slot: string): Refused | undefined {
    const known = refused.get(slot);
    return known && known.untilMs > clock() ? known : undefined;
  }

  function refuse(slot: string, waitMs: number): Refused {
    if (refused.size >= countersMax) makeRoom();
    // The library reads the clock on the wall.
    const untilMs = clock() + Math.min(waitMs, windowS * 1000);
    const now = { untilMs, told: refusedNow(slot)?.told ?? false };
    refused.set(slot, now);
    return now;
  }

  function makeRoom(): void {
    for (const [slot, { untilMs }] of refused) if (untilMs <= clock()) refused.delete(slot);
    const [oldest] = refused.keys();
    if (refused.size >= countersMax && oldest !== undefined) refused.delete(oldest);
  }

  function keptSlotOf(name: string): string {
    let slot = slots.get(name);
    if (slot === undefined) slots.set(name, (slot = slotOf(kind, name, parts)));
    return slot;
  }

  return {
    async count(name, points) {
      const slot = keptSlotOf(name);
      const known = refusedNow(slot);
      if (known) return known;
      const counted = (await shared?.consume(slot, points)) ?? (await own.consume(slot, points));
      return counted.consumedPoints > limit ? refuse(slot, counted.msBeforeNext) : undefined;
    },
    refusal(found, recorded = 'ALL') {
      // Marked here and not where it is counted: the points of a stranger pass the limit, too, and refuse nobody.
      const first = !found.told;
      found.told = true;
      return new RequestRefused('RATE_LIMITED', {
        ...{ rate: kind, limit, retryAfterS: Math.max(1, Math.ceil(Math.round(found.untilMs - clock()) / 1000)) },
        ...(recorded === 'FIRST' && { recorded: first }),
      });
    },
  };
}

function prefixOf(kind: string, { namespace = 'infoseg' }: CounterParts): string {
  return `${namespace}:rate:${kind.toLowerCase()}`;
}

function slotOf(kind: string, name: string, { key }: CounterParts): string {
  return createHmac('sha256', key).update(`${kind}\n${name}`).digest('base64url').slice(0, 22);
}

/** Names that came within the window that began with each. One that is forgotten, for want of room or of Redis, is new again. */
interface Seen {
  has(name: string): Promise<boolean>;
  add(name: string): Promise<void>;
}

function createSeen(kind: string, parts: CounterParts): Seen {
  const { store, clock, windowS = 60, countersMax = countersMaxDefault } = parts;
  // All live equally long, so that the first is the next to end.
  const untilMs = new Map<string, number>();

  function makeRoom(): void {
    for (const [slot, until] of untilMs) {
      if (until > clock() && untilMs.size < countersMax) return;
      untilMs.delete(slot);
    }
  }

  return {
    async has(name) {
      const slot = slotOf(kind, name, parts);
      return (
        (await store?.attempt(async (redis) => (await redis.exists(`${prefixOf(kind, parts)}:${slot}`)) === 1)) ??
        (untilMs.get(slot) ?? 0) > clock()
      );
    },
    async add(name) {
      const slot = slotOf(kind, name, parts);
      if (await store?.attempt((redis) => redis.set(`${prefixOf(kind, parts)}:${slot}`, '', 'EX', windowS))) return;
      makeRoom();
      untilMs.delete(slot);
      untilMs.set(slot, clock() + windowS * 1000);
    },
  };
}

interface LimiterSettings {
  readonly keyPrefix: string;
  readonly points: number;
  readonly duration: number;
}

interface Limiter {
  /** Below the limit or above it: the result tells. */
  consume(slot: string, points: number): Promise<RateLimiterRes>;
}

/**
 * Counters that a flood of names nobody has heard of cannot multiply: beyond `countersMax` newcomers share 4096 among them, and whoever is
 * counted already keeps his own.
 */
function boundedMemory(settings: LimiterSettings, countersMax: number, clock: () => number): Limiter {
  const limiter = new RateLimiterMemory(settings);
  // A counter lives for one window: those made in this one and the one before are all that can be alive.
  let fresh = 0;
  let former = 0;
  let turnsAtMs = 0;

  async function slotFor(slot: string): Promise<string> {
    const nowMs = clock();
    if (nowMs >= turnsAtMs) {
      former = nowMs < turnsAtMs + settings.duration * 1000 ? fresh : 0;
      fresh = 0;
      turnsAtMs = nowMs + settings.duration * 1000;
    }
    return fresh + former < countersMax || (await limiter.get(slot)) !== null ? slot : slot.slice(0, 2);
  }

  return {
    async consume(slot, points) {
      const counted = await resultOf(limiter.consume(await slotFor(slot), points));
      if (counted.isFirstInDuration) fresh += 1;
      return counted;
    },
  };
}

interface SharedStore {
  readonly failing: boolean;
  /** Nothing while Redis does not answer. */
  attempt<Result>(ask: (redis: RedisClient) => Promise<Result>): Promise<Result | undefined>;
  limiter(settings: LimiterSettings): { consume(slot: string, points: number): Promise<RateLimiterRes | undefined> };
}

/** Limiters whose `consume` gives nothing while Redis does not answer. */
function sharedStore(
  redis: RedisClient,
  {
    restMs,
    clock,
    log,
  }: { readonly restMs: number; readonly clock: () => number; readonly log: (line: string) => void },
): SharedStore {
  let failing = false;
  let tryAgainAtMs = 0;

  /** After a failure one request in `restMs` waits for Redis, and the others do not. */
  function mayAsk(): boolean {
    if (!failing) return true;
    if (clock() < tryAgainAtMs) return false;
    tryAgainAtMs = clock() + restMs;
    return true;
  }

  function note(fails: boolean): void {
    if (fails) tryAgainAtMs = clock() + restMs;
    if (fails !== failing)
      log(fails ? 'rates: Redis does not answer, this process counts by itself' : 'rates: counted in Redis again');
    failing = fails;
  }

  async function attempt<Result>(ask: (redis: RedisClient) => Promise<Result>): Promise<Result | undefined> {
    if (!mayAsk()) return undefined;
    try {
      const answer = await ask(redis);
      note(false);
      return answer;
    } catch {
      note(true);
      return undefined;
    }
  }

  // One key a command, so that no command spans two slots of a cluster.
  return {
    attempt,
    get failing() {
      return failing;
    },
    limiter(settings) {
      const limiter = new RateLimiterRedis({ ...settings, storeClient: redis, rejectIfRedisNotReady: true });
      return { consume: (slot, points) => attempt(() => resultOf(limiter.consume(slot, points))) };
    },
  };
}

/** The library rejects with the result where the limit is passed, and with an error where it could not count. */
function resultOf(consumed: Promise<RateLimiterRes>): Promise<RateLimiterRes> {
  return consumed.catch((refused: unknown) => {
    if (refused instanceof RateLimiterRes) return refused;
    throw refused;
  });
}
