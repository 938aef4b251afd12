// `extensions.sources`: what each endpoint did, one entry per endpoint and status, so that silence is always somebody's.
import { indexSource } from '#kit/directory.ts';
import type { IndexState } from '#kit/wire/protocol.ts';
import type { EngineError, ResponsePath } from '../engine/engine.ts';
import type { SelectedField } from '../operation-tree.ts';
import { sourcesDrawnBy } from './outcomes.ts';
import type { SourceEntry, SourceReport, SourceStatus } from './report.ts';

export interface SourceLine {
  readonly source: string;
  /** Null for NO_POINTER: no holder was concerned. */
  readonly holder: string | null;
  readonly status: SourceStatus;
  /** Where in the answer; `@` for any index. At most 20. */
  readonly paths: readonly ResponsePath[];
  /** How current the index is with the endpoint. */
  readonly indexAsOf: string | null;
  /** State of the holder's base. */
  readonly asOf: string | null;
  readonly elapsedMs: number | null;
  readonly reason: string | null;
  readonly rule: string | null;
  readonly contact: string | null;
}

const pathsMax = 20;

/** `errors` are those that the client sees and those of records that are gone, at their places in the shaped answer. */
export function sourcesOf(
  report: SourceReport,
  errors: readonly EngineError[],
  rootFields: readonly SelectedField[],
): readonly SourceLine[] {
  const states = report.indexStates ?? [];
  const places = placesByEntry(errors);
  const asked = report.entries.map((entry) => lineOf(entry, places.get(entryKey(entry)) ?? [], states));
  return [...asked, ...withoutPointer(report), ...behind(states, rootFields)];
}

/** The first places of each entry. */
function placesByEntry(errors: readonly EngineError[]): ReadonlyMap<string, readonly ResponsePath[]> {
  const found = new Map<string, ResponsePath[]>();
  for (const error of errors) {
    if (error.path === undefined) continue;
    const key = entryKey(error);
    const places = found.get(key);
    if (places === undefined) found.set(key, [error.path]);
    else if (places.length < pathsMax) places.push(error.path);
  }
  return found;
}

function entryKey({
  source,
  holder,
  status,
  rule,
}: Pick<EngineError, 'source' | 'holder' | 'status' | 'rule'>): string {
  return `${source} ${holder} ${status} ${rule ?? ''}`;
}

function lineOf(entry: SourceEntry, places: readonly ResponsePath[], states: readonly IndexState[]): SourceLine {
  const { source, holder, status, asOf, elapsedMs, reason, rule, contact } = entry;
  return {
    source,
    holder,
    status,
    paths: (places.length > 0 ? places : entry.paths).slice(0, pathsMax),
    indexAsOf: states.find((state) => state.source === source && state.holder === holder)?.asOf ?? null,
    asOf: asOf ?? null,
    elapsedMs: elapsedMs ?? null,
    reason: reason ?? null,
    rule: rule ?? null,
    contact: contact ?? null,
  };
}

/** Sources of the plan that had nothing to be asked for, once each. An index that failed gave no pointers to anybody: that is no news. */
function withoutPointer(report: SourceReport): readonly SourceLine[] {
  const { entries, plannedSources } = report;
  const isIndexHeard = entries.some(
    ({ source, status }) => source === indexSource && (status === 'ANSWERED' || status === 'PARTIAL'),
  );
  if (!isIndexHeard) return [];
  return [...plannedSources]
    .filter((source) => source !== indexSource && !entries.some((entry) => entry.source === source))
    .map((source) => bare({ source, holder: null, status: 'NO_POINTER' }));
}

/** Endpoints that the index is behind, where the answer draws on them. */
function behind(states: readonly IndexState[], rootFields: readonly SelectedField[]): readonly SourceLine[] {
  return states.flatMap(({ source, holder, asOf, behind: isBehind }) => {
    if (!isBehind) return [];
    const paths = rootFields.flatMap((field) => (sourcesDrawnBy(field).has(source) ? [[field.responseKey]] : []));
    return paths.length === 0 ? [] : [bare({ source, holder, status: 'INDEX_BEHIND', paths, indexAsOf: asOf })];
  });
}

function bare(line: Partial<SourceLine> & Pick<SourceLine, 'source' | 'holder' | 'status'>): SourceLine {
  return { paths: [], indexAsOf: null, asOf: null, elapsedMs: null, reason: null, rule: null, contact: null, ...line };
}
