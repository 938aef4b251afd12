// What each source did in one request: filled by the holder client and the engine, read by completeness and the journal.
import type { IndexState } from '#kit/wire/protocol.ts';
import type { ResponsePath } from '../engine/engine.ts';

/** The words of `extensions.sources`. */
export type SourceStatus =
  | 'ANSWERED'
  | 'PARTIAL'
  | 'NO_POINTER'
  | 'INDEX_BEHIND'
  | 'WITHHELD'
  | 'TIMED_OUT'
  | 'UNAVAILABLE'
  | 'BUSY'
  | 'MAINTENANCE'
  | 'REFUSED'
  | 'RECORD_GONE'
  | 'NOT_HELD'
  | 'NOT_SUPPORTED'
  | 'INVALID_ANSWER';

/** What happened at one endpoint; calls with the same outcome are one entry. */
export interface SourceFact {
  readonly source: string;
  readonly holder: string;
  readonly status: SourceStatus;
  readonly path?: ResponsePath;
  readonly asOf?: string;
  readonly elapsedMs?: number;
  readonly reason?: string;
  readonly rule?: string;
  readonly contact?: string;
}

export interface SourceEntry extends Omit<SourceFact, 'path'> {
  readonly paths: readonly ResponsePath[];
}

const pathsMax = 20;
/** Rules of one endpoint that have entries of their own; a holder's words must not be as many as it likes. */
const rulesMax = 128;

export class SourceReport {
  readonly #entries = new Map<string, { fact: SourceFact; paths: Map<string, ResponsePath> }>();
  readonly #rules = new Map<string, Set<string>>();
  readonly #calls = new Map<string, number>();
  readonly #planned = new Set<string>();
  #indexStates: readonly IndexState[] | undefined;

  /** The sources of the plan, whether or not it comes to asking them. */
  planned(sources: Iterable<string>): void {
    for (const source of sources) this.#planned.add(source);
  }

  /** One HTTP request left for the endpoint. */
  called(source: string, holder: string): void {
    const name = `${source}/${holder}`;
    this.#calls.set(name, (this.#calls.get(name) ?? 0) + 1);
  }

  settled(said: SourceFact): void {
    const fact = this.#isRuleOfItsOwn(said) ? said : withoutRule(said);
    const key = `${fact.source}/${fact.holder}/${fact.status}/${fact.rule ?? ''}`;
    const entry = this.#entries.get(key);
    const paths = entry?.paths ?? new Map<string, ResponsePath>();
    if (fact.path !== undefined && paths.size < pathsMax) paths.set(JSON.stringify(fact.path), fact.path);
    if (entry === undefined) this.#entries.set(key, { fact, paths });
    else entry.fact = later(entry.fact, fact);
  }

  #isRuleOfItsOwn({ source, holder, rule }: SourceFact): boolean {
    if (rule === undefined) return true;
    const name = `${source}/${holder}`;
    const rules = this.#rules.get(name) ?? new Set<string>();
    this.#rules.set(name, rules);
    if (rules.size < rulesMax) rules.add(rule);
    return rules.has(rule);
  }

  /** How current the index says it is with each endpoint. */
  indexSaid(states: readonly IndexState[]): void {
    this.#indexStates = states;
  }

  /** Undefined when the index did not answer. */
  get indexStates(): readonly IndexState[] | undefined {
    return this.#indexStates;
  }

  get plannedSources(): ReadonlySet<string> {
    return this.#planned;
  }

  get entries(): readonly SourceEntry[] {
    return [...this.#entries.values()].map(({ fact: { path: _, ...fact }, paths }) => ({
      ...fact,
      paths: [...paths.values()],
    }));
  }

  /** HTTP requests by `source/holder`, retries included. */
  get calls(): ReadonlyMap<string, number> {
    return this.#calls;
  }
}

function withoutRule({ rule: _, reason: __, ...fact }: SourceFact): SourceFact {
  return fact;
}

function later(one: SourceFact, other: SourceFact): SourceFact {
  const elapsedMs = Math.max(one.elapsedMs ?? 0, other.elapsedMs ?? 0);
  return {
    ...one,
    elapsedMs,
    // The older state of the base is the one that can be promised for the whole entry.
    ...(other.asOf !== undefined && (one.asOf === undefined || other.asOf < one.asOf) && { asOf: other.asOf }),
  };
}
