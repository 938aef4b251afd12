// The engine behind its small interface: it takes an authorized operation, asks the sources through the holder client, and joins what came.
import type { Asker } from '#kit/caller.ts';
import type { AuthorizedOperation } from '../operation-tree.ts';
import type { FieldErrorCode } from '../holders/field-errors.ts';
import type { SourceReport, SourceStatus } from '../holders/report.ts';

/** Response keys and list indexes, from the root of the answer; `@` stands for any index. */
export type ResponsePath = readonly (string | number)[];

export interface EngineRequest {
  readonly operation: AuthorizedOperation;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly asker: Asker;
  /** W3C Trace Context; each holder call gets a span of its own under it. */
  readonly traceparent: string;
  /** Milliseconds since the epoch: nothing is waited for beyond it. */
  readonly deadlineAt: number;
  /** Fires when the client has left. */
  readonly signal: AbortSignal;
  readonly report: SourceReport;
}

/** What stands in the place of a value. Of a holder's own words none but what explains a rule, never an address. */
export interface EngineError {
  readonly code: FieldErrorCode;
  /** Absent: the whole answer is concerned. */
  readonly path?: ResponsePath;
  readonly source?: string;
  readonly holder?: string;
  readonly status?: SourceStatus;
  /** One of our words; of a rule, the holder's sentence. */
  readonly reason?: string;
  readonly rule?: string;
  /** What the asker lacks, of a rule. */
  readonly needs?: readonly string[];
  readonly contact?: string;
  /** From the index alone, for what the caller typed (BAD_ARGUMENT, TOO_BROAD). */
  readonly message?: string;
}

export interface Engine {
  /**
   * Runs the operation. Never rejects for what a source did: that is an error at its path. `data` is keyed by the operation's
   * response keys, hidden keys included; an entity that failed keeps its keys.
   */
  execute(request: EngineRequest): Promise<EngineAnswer>;
  /** The operations that were asked for most, the first most often; absent where plans are not ours to keep. */
  hottest?(count: number): readonly PreparedOperation[];
  /** Plans operations before anybody asks for them, until the signal; how many have a plan. */
  warm?(operations: readonly PreparedOperation[], signal: AbortSignal): Promise<number>;
  stop(): Promise<void>;
}

export interface PreparedOperation {
  /** Equal for equal texts. */
  readonly key: string;
  readonly text: string;
  /** How often, so far. */
  readonly askedFor: number;
}

export interface EngineAnswer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly EngineError[];
}
