// What travels between the gateway, the index and a holder; PROTOCOL.md says the same to teams that write no TypeScript.
import type { Asker } from '../caller.ts';
import type { IndexEntry } from '../index-entry.ts';

/** Body of POST /graphql at a holder. */
export interface HolderRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly extensions: { readonly askers: readonly Asker[] };
}

/** A holder's decision about one record or field, by its path in the holder's own answer. */
export interface Verdict {
  readonly path: readonly (string | number)[];
  /** GONE: the record no longer exists. HIDE: as if it never had. */
  readonly verdict: 'MASK' | 'DENY' | 'WITHHOLD' | 'HIDE' | 'GONE';
  readonly rule?: string;
  /** What the asker lacks, all of it; an item gives alternatives with `|` and what must come together with `+`. */
  readonly needs?: readonly string[];
  /** Whom to ask. */
  readonly contact?: string;
  /** The holder's reason, a sentence for the screen. */
  readonly reason?: string;
}

export interface HolderAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly HolderError[];
  readonly extensions?: {
    /** State of the holder's base, RFC 3339. */
    readonly asOf?: string;
    readonly verdicts?: readonly Verdict[];
    /** The index only: how current it is with every endpoint. */
    readonly index?: readonly IndexState[];
  };
}

export interface HolderError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** How current the index is with one endpoint. */
export interface IndexState {
  readonly source: string;
  readonly holder: string;
  readonly asOf: string | null;
  readonly behind: boolean;
}

/** Body of POST /feed: a page of the holder's feed after a position, waiting up to `waitMs` for the first event. */
export interface FeedRequest {
  readonly after: number;
  /** 1 to 5000 */
  readonly limit: number;
  /** 0 to 30000 */
  readonly waitMs: number;
}

export interface FeedEvent {
  readonly position: number;
  readonly recordId: string;
  readonly version: number;
  /** Null: the record is gone from the index (removed, or sealed beyond any audience). */
  readonly entry: IndexEntry | null;
}

export interface FeedPage {
  readonly source: string;
  readonly holder: string;
  /** The highest position in the feed when the page was read. */
  readonly head: number;
  /** State of the holder's base when the page was read, RFC 3339. */
  readonly asOf: string;
  readonly events: readonly FeedEvent[];
}
