// Which tokens are no longer honoured: one token (logout) or all of a person issued up to now (lost role, transfer, suspension).
// The question is asked on every request, so it is answered from memory; how the memories of replicas agree is the Redis form's work.
import { randomUUID } from 'node:crypto';
import { redisClient } from './redis.ts';

/** No token lives longer than this (12 hours), so no revocation needs to; the authenticator refuses tokens that claim more. */
export const tokenLifetimeMaxS = 12 * 3600;
// Kept beyond the longest token by more than the leeway that the authenticator may grant it.
const keptForMs = (tokenLifetimeMaxS + 300) * 1000;

export type Revocation =
  | { readonly tokenId: string }
  /** Tokens of this person issued up to now, or up to `issuedUpToMs` (milliseconds since the epoch); later ones are good. */
  | { readonly subject: string; readonly issuedUpToMs?: number };

export interface Revocations {
  /**
   * `issuedAtS` is the token's `iat`; without it every token of a revoked person counts as revoked.
   * Throws RevocationsUnavailableError when the truth cannot be known.
   */
  isRevoked(tokenId: string, subject: string, issuedAtS?: number): boolean | Promise<boolean>;
  /** Effective here at once. Resolves when other replicas can see it too; rejects with RevocationsUnavailableError otherwise. */
  revoke(revocation: Revocation): Promise<void>;
  close(): Promise<void>;
}

/** Codes: `REDIS_UNREACHABLE` at start, `REVOCATIONS_STALE` when asked, `REVOCATION_NOT_SHARED` and `REVOCATIONS_FULL` when revoking. */
export class RevocationsUnavailableError extends Error {
  override readonly name = 'RevocationsUnavailableError';
  readonly code: 'REDIS_UNREACHABLE' | 'REVOCATIONS_STALE' | 'REVOCATION_NOT_SHARED' | 'REVOCATIONS_FULL';

  constructor(code: RevocationsUnavailableError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

interface Entry {
  readonly kind: 'token' | 'subject';
  readonly id: string;
  readonly issuedUpToS: number;
  readonly untilMs: number;
}

const entriesMax = 500_000;
const commandTimeoutMs = 1_000;

/** For a single process. */
export function createMemoryRevocations({ clock = Date.now }: { readonly clock?: () => number } = {}): Revocations {
  const list = new RevocationList(clock);
  return {
    isRevoked: (tokenId, subject, issuedAtS) => list.has(tokenId, subject, issuedAtS),
    async revoke(revocation) {
      list.makeRoom();
      list.add(entryOf(revocation, clock()));
    },
    async close() {},
  };
}

export interface RedisRevocationsOptions {
  /** REDIS_URL. */
  readonly url: string;
  /** Keeps networks that share a Redis apart. */
  readonly namespace?: string;
  readonly clock?: () => number;
  /** How often Redis is asked whether anything changed: what a lost message can delay a revocation by. */
  readonly beatMs?: number;
  /** How long the mirror is believed without an answer of Redis. */
  readonly staleAfterMs?: number;
}

/**
 * For replicas that share a Redis. Each keeps a mirror of the whole list; a revocation reaches the others by publication at once and,
 * should that be lost, by the next beat (500 ms).
 *
 * With Redis out of reach for 4.5 s the mirror refuses to answer (REVOCATIONS_STALE), because a revocation made elsewhere could not
 * have arrived: nobody is let in on an old list. At start, with no Redis, it rejects with REDIS_UNREACHABLE. The list in Redis and the
 * mirrors are joined, never replaced, so a Redis that comes back empty is filled again by the replicas. It must not evict keys
 * (maxmemory-policy noeviction): a list evicted while its revision stays would be missed by a replica that starts then.
 */
export async function createRedisRevocations(options: RedisRevocationsOptions): Promise<Revocations> {
  const { url, namespace = 'infoseg', clock = Date.now, beatMs = 500, staleAfterMs = 4_500 } = options;
  // The braces put both keys into one slot of a cluster, which the transaction needs.
  const listKey = `{${namespace}:revocations}:list`;
  const revisionKey = `{${namespace}:revocations}:revision`;
  const channel = `${namespace}:revocations`;

  const list = new RevocationList(clock);
  const commands = redisClient(url, commandTimeoutMs);
  const messages = redisClient(url, commandTimeoutMs);
  let revision: string | null | undefined;
  let heardAtMs = -Infinity;
  let notShared = false;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  async function beat(): Promise<void> {
    // What Redis answers was true when it was asked, at the latest: the age of the mirror counts from there.
    const askedAtMs = performance.now();
    const seen = await commands.get(revisionKey);
    if (seen === null || seen !== revision || notShared) await join(seen);
    heardAtMs = askedAtMs;
  }

  async function join(seen: string | null): Promise<void> {
    const nowMs = clock();
    const members = await commands.zrangebyscore(listKey, nowMs, '+inf');
    for (const member of members) {
      const entry = parseEntry(member);
      if (entry !== undefined) list.add(entry);
    }
    const there = new Set(members);
    const missing = list.entries().filter((entry) => !there.has(JSON.stringify(entry)));
    if (missing.length > 0) await share(missing);
    // No revision means a new or an emptied Redis; from here on its absence tells that it was emptied.
    else if (seen === null) await commands.set(revisionKey, randomUUID(), 'NX');
    await commands.zremrangebyscore(listKey, '-inf', nowMs);
    // Set last, and to the value read first: whatever changed meanwhile makes the next beat join again.
    revision = seen;
    notShared = false;
  }

  async function share(entries: readonly Entry[]): Promise<void> {
    const transaction = commands.multi();
    for (const entry of entries) transaction.zadd(listKey, entry.untilMs, JSON.stringify(entry));
    // A name and no number: a counter that was lost and counts again would come back to a value already seen.
    transaction.set(revisionKey, randomUUID());
    for (const entry of entries.slice(0, 100)) transaction.publish(channel, JSON.stringify(entry));
    const replies = await transaction.exec();
    if (replies === null || replies.some(([error]) => error !== null)) throw new Error('the transaction failed');
  }

  async function keepBeating(): Promise<void> {
    await beat().catch(() => undefined);
    if (closed) return;
    timer = setTimeout(() => void keepBeating(), beatMs);
    timer.unref();
  }

  messages.on('message', (_channel: string, message: string) => {
    const entry = parseEntry(message);
    if (entry !== undefined) list.add(entry);
  });

  try {
    await Promise.all([commands.connect(), messages.connect()]);
    await messages.subscribe(channel);
    await beat();
  } catch {
    commands.disconnect();
    messages.disconnect();
    throw new RevocationsUnavailableError(
      'REDIS_UNREACHABLE',
      'REDIS_URL: no Redis answers there, and without it revoked tokens could not be told from good ones; start it or unset REDIS_URL',
    );
  }
  timer = setTimeout(() => void keepBeating(), beatMs);
  timer.unref();

  return {
    isRevoked(tokenId, subject, issuedAtS) {
      if (list.has(tokenId, subject, issuedAtS)) return true;
      if (performance.now() - heardAtMs > staleAfterMs) {
        throw new RevocationsUnavailableError('REVOCATIONS_STALE', 'REDIS_URL: Redis has not answered for too long');
      }
      return false;
    },
    async revoke(revocation) {
      list.makeRoom();
      const entry = entryOf(revocation, clock());
      list.add(entry);
      try {
        await share([entry]);
      } catch {
        notShared = true;
        throw new RevocationsUnavailableError(
          'REVOCATION_NOT_SHARED',
          'REDIS_URL: Redis did not take the revocation; it holds here and is sent again when Redis answers',
        );
      }
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      commands.disconnect();
      messages.disconnect();
    },
  };
}

class RevocationList {
  readonly #entries = new Map<string, Entry>();
  readonly #clock: () => number;
  #sweptAtMs = 0;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  has(tokenId: string, subject: string, issuedAtS = -Infinity): boolean {
    if (this.#entries.size === 0) return false;
    return this.#holds(`token ${tokenId}`, -Infinity) || this.#holds(`subject ${subject}`, issuedAtS);
  }

  /** Keeps the stronger of two revocations of one token or person. */
  add(entry: Entry): void {
    const nowMs = this.#clock();
    if (nowMs - this.#sweptAtMs > 60_000) this.#sweep(nowMs);
    const slot = `${entry.kind} ${entry.id}`;
    const known = this.#entries.get(slot);
    if (known === undefined || known.issuedUpToS <= entry.issuedUpToS) this.#entries.set(slot, entry);
  }

  entries(): readonly Entry[] {
    const nowMs = this.#clock();
    return [...this.#entries.values()].filter((entry) => entry.untilMs > nowMs);
  }

  /** Throws REVOCATIONS_FULL: dropping an older revocation to make room would let somebody in again. */
  makeRoom(): void {
    if (this.#entries.size < entriesMax) return;
    this.#sweep(this.#clock());
    if (this.#entries.size >= entriesMax) {
      throw new RevocationsUnavailableError('REVOCATIONS_FULL', `at most ${entriesMax} revocations are kept at a time`);
    }
  }

  #holds(slot: string, issuedAtS: number): boolean {
    const entry = this.#entries.get(slot);
    return entry !== undefined && entry.untilMs > this.#clock() && issuedAtS <= entry.issuedUpToS;
  }

  #sweep(nowMs: number): void {
    this.#sweptAtMs = nowMs;
    for (const [slot, entry] of this.#entries) {
      if (entry.untilMs <= nowMs) this.#entries.delete(slot);
    }
  }
}

function entryOf(revocation: Revocation, nowMs: number): Entry {
  const one = 'tokenId' in revocation;
  const issuedUpToMs = one ? nowMs : (revocation.issuedUpToMs ?? nowMs);
  return {
    kind: one ? 'token' : 'subject',
    id: one ? revocation.tokenId : revocation.subject,
    // `iat` counts whole seconds: a token of the same second may be the older one, so it is refused with the others.
    issuedUpToS: Math.floor(issuedUpToMs / 1000),
    untilMs: Math.max(nowMs, issuedUpToMs) + keptForMs,
  };
}

function parseEntry(text: string): Entry | undefined {
  try {
    const { kind, id, issuedUpToS, untilMs } = JSON.parse(text) as Record<string, unknown>;
    if ((kind !== 'token' && kind !== 'subject') || typeof id !== 'string') return undefined;
    if (typeof issuedUpToS !== 'number' || typeof untilMs !== 'number') return undefined;
    return { kind, id, issuedUpToS, untilMs };
  } catch {
    return undefined;
  }
}
