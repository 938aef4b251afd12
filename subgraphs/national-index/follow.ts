// Follows one holder's feed: reads pages after the cursor, applies each with the cursor in one transaction, and knows how current the index
// is with that holder. Whatever goes wrong with one feed costs that feed alone: it is behind at once, waits, and tries again.
import type { FeedPage, FeedRequest, IndexState } from '#kit/wire/protocol.ts';
import type { IndexWriter } from './apply.ts';
import { ApplyError } from './apply.ts';
import type { EventOrigin } from './entry-check.ts';

export interface FollowerOptions {
  readonly endpoint: EventOrigin;
  /** Further behind than this, the index may not say "none" for the holder. */
  readonly indexLagMaxMs: number;
  /** Reads a page; rejects when the feed cannot be read. */
  readonly fetchPage: (request: FeedRequest, signal: AbortSignal) => Promise<FeedPage>;
  readonly writer: IndexWriter;
  /** Events of one page, 1 to 5000; default 1000. Smaller pages let the other feeds in sooner. */
  readonly eventsMax?: number;
  /** How long a quiet feed may hold the answer; default 20,000, and never more than half of `indexLagMaxMs`. */
  readonly waitMaxMs?: number;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** 0 to 1; spreads retries, so that a holder that returns is not met by all at once. */
  readonly random?: () => number;
  readonly log?: (line: string) => void;
}

export interface FollowerState extends IndexState {
  readonly position: number;
  /** The end of the feed when it was last read; null before the first time. */
  readonly head: number | null;
  /** RFC 3339 */
  readonly lastContactAt: string | null;
  /** Records whose newest version was refused: for them the index cannot speak, so the holder counts as behind. */
  readonly refusedRecords: number;
  /** Why the feed could not be followed last time; null while it can. */
  readonly problem: string | null;
}

export interface Follower {
  state(): FollowerState;
  /** Resolves when the loop has ended; a batch under way is finished first. */
  stop(): Promise<void>;
}

export class FeedError extends Error {
  override readonly name = 'FeedError';
  readonly code: 'FOREIGN_FEED' | 'BAD_PAGE';

  constructor(code: 'FOREIGN_FEED' | 'BAD_PAGE', message: string) {
    super(message);
    this.code = code;
  }
}

const backoffMinMs = 250;
const backoffMaxMs = 5000;
/** A holder that does not wait is not asked without end. */
const pauseMs = 250;

/** Begins at once. Throws TypeError for an option out of its range. */
export function createFollower(options: FollowerOptions): Follower {
  const { endpoint, fetchPage, writer, now = Date.now, random = Math.random, log = () => undefined } = options;
  const sleep = options.sleep ?? pause;
  const indexLagMaxMs = inRange('indexLagMaxMs', options.indexLagMaxMs, 100, 86_400_000);
  const eventsMax = inRange('eventsMax', options.eventsMax ?? 1000, 1, 5000);
  // A quiet feed must answer at least twice in the time after which the index would count as behind.
  const waitMs = Math.min(inRange('waitMaxMs', options.waitMaxMs ?? 20_000, 0, 30_000), Math.floor(indexLagMaxMs / 2));
  const name = `${endpoint.source}/${endpoint.holder}`;
  const leaving = new AbortController();

  let position: number | null = null;
  let head: number | null = null;
  let asOf: string | null = null;
  let levelAt: number | null = null;
  let lastContactAt: number | null = null;
  let refusedRecords = 0;
  let problem: string | null = null;

  async function readCursor(): Promise<number> {
    const cursor = await writer.cursor(endpoint);
    position = cursor.position;
    asOf = cursor.asOf;
    levelAt = cursor.caughtUpAt?.getTime() ?? null;
    refusedRecords = cursor.refusedRecords;
    return position;
  }

  async function followOnce(): Promise<void> {
    const after = position ?? (await readCursor());
    const askedAt = now();
    // Whether the index is level again is known at once, not when a quiet feed has held its answer.
    const hold = lastContactAt === null || problem !== null ? 0 : waitMs;
    const page = await fetchPage({ after, limit: eventsMax, waitMs: hold }, leaving.signal);
    if (leaving.signal.aborted) return;
    const readAt = now();
    lastContactAt = readAt;
    checkPage(page, endpoint, after, eventsMax);
    if (page.head < after) {
      // Restored from a copy, or made anew: its positions mean nothing any more, but versions still do.
      log(`${name}: the feed begins anew and is read from its start`);
      await writer.rewind(endpoint);
      [position, head, levelAt] = [0, page.head, null];
      return;
    }
    const reached = page.events.at(-1)?.position ?? after;
    const level = reached === page.head;
    // Between two levels the index reflects no one moment of the base, so the older one stands.
    const reflects = level ? new Date(page.asOf).toISOString() : null;
    const outcome = await writer.apply({
      origin: endpoint,
      after,
      events: page.events,
      position: reached,
      asOf: reflects,
      caughtUpAt: level ? new Date(readAt) : null,
    });
    [position, head] = [reached, page.head];
    asOf = reflects ?? asOf;
    if (level) levelAt = readAt;
    if (outcome.refused > 0) log(`${name}: ${outcome.refused} events were refused`);
    if (outcome.refused > 0 || refusedRecords > 0) ({ refusedRecords } = await writer.cursor(endpoint));
    if (page.events.length === 0 && readAt - askedAt < Math.min(hold, pauseMs)) await sleep(pauseMs, leaving.signal);
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!leaving.signal.aborted) {
      try {
        await followOnce();
        failures = 0;
        problem = null;
      } catch (error) {
        if (leaving.signal.aborted) return;
        failures++;
        const code = codeOf(error);
        if (problem !== code) log(`${name}: the feed cannot be followed: ${code}`);
        problem = code;
        // Somebody else moved the cursor, or nobody knows any more: what the base says counts.
        if (error instanceof ApplyError) position = null;
        const longest = Math.min(backoffMaxMs, backoffMinMs * 2 ** Math.min(failures - 1, 10));
        await sleep(longest / 2 + (random() * longest) / 2, leaving.signal);
      }
    }
  }

  const running = run();
  return Object.freeze({
    state() {
      const late = levelAt === null || now() - levelAt > indexLagMaxMs;
      return Object.freeze({
        source: endpoint.source,
        holder: endpoint.holder,
        asOf,
        behind: problem !== null || late || refusedRecords > 0,
        position: position ?? 0,
        head,
        lastContactAt: lastContactAt === null ? null : new Date(lastContactAt).toISOString(),
        refusedRecords,
        problem,
      });
    },
    async stop() {
      leaving.abort();
      await running;
    },
  });
}

/** Throws FeedError where the page is not the next of this feed. */
function checkPage(page: FeedPage, { source, holder }: EventOrigin, after: number, eventsMax: number): void {
  if (page.source !== source || page.holder !== holder)
    throw new FeedError('FOREIGN_FEED', 'the page is of another endpoint');
  const sound =
    Number.isSafeInteger(page.head) &&
    page.head >= 0 &&
    typeof page.asOf === 'string' &&
    !Number.isNaN(Date.parse(page.asOf)) &&
    Array.isArray(page.events) &&
    page.events.length <= eventsMax;
  if (!sound) throw new FeedError('BAD_PAGE', 'head, asOf or events are not as the protocol has them');
  let last = after;
  for (const event of page.events) {
    const next =
      typeof event === 'object' && event !== null && Number.isSafeInteger(event.position) && event.position > last;
    if (!next || event.position > page.head) throw new FeedError('BAD_PAGE', 'positions rise, and not beyond the head');
    last = event.position;
  }
  if (page.events.length === 0 && page.head > after)
    throw new FeedError('BAD_PAGE', 'the head promises events that do not come');
}

function inRange(setting: string, value: number, min: number, max: number): number {
  if (!Number.isInteger(value) || value < min || value > max)
    throw new TypeError(`${setting}: a whole number from ${min} to ${max} is expected`);
  return value;
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  return error instanceof Error ? error.name : 'UNKNOWN';
}

/** Ends early and without complaint when the follower leaves. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
