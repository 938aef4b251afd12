// The directory as the client asks it: which endpoint, and which fields that endpoint cannot be asked for.
import { endpointName, indexSource } from '#kit/directory.ts';
import type { Directory, EndpointEntry } from '#kit/directory.ts';
import type { IndexState } from '#kit/wire/protocol.ts';
import { readOnce } from '../read-once.ts';
import type { AbsenceOf } from './answer-shape.ts';
import type { GraphFacts } from './graph-facts.ts';

export interface DirectoryView {
  readonly directory: Directory;
  endpointOf(source: string, holder: string): EndpointEntry | undefined;
  /** The only endpoint of a source that is not routed by holder. */
  onlyEndpointOf(source: string): EndpointEntry | undefined;
  absentAt(endpoint: EndpointEntry, facts: GraphFacts): Absences;
}

export interface Absences {
  /** Equal for endpoints that lack the same. */
  readonly key: string;
  readonly absenceOf: AbsenceOf;
}

export function viewDirectory(directory: Directory): DirectoryView {
  const bySource = Map.groupBy(directory.endpoints, ({ source }) => source);
  const endpoints = new Map(
    [...bySource].map(([source, all]) => [source, new Map(all.map((endpoint) => [endpoint.holder, endpoint]))]),
  );
  const absences = new WeakMap<GraphFacts, Map<EndpointEntry, Absences>>();
  return {
    directory,
    endpointOf: (source, holder) => endpoints.get(source)?.get(holder),
    onlyEndpointOf(source) {
      const found = bySource.get(source);
      return found?.length === 1 ? found[0] : undefined;
    },
    absentAt(endpoint, facts) {
      const known = absences.get(facts) ?? new Map<EndpointEntry, Absences>();
      absences.set(facts, known);
      const absent = known.get(endpoint) ?? readAbsences(endpoint, facts);
      known.set(endpoint, absent);
      return absent;
    },
  };
}

/**
 * How current the index is with every endpoint that publishes to it. An endpoint of which the index says nothing counts as behind:
 * "none" may be said only by who can know.
 */
export function completeIndexStates(said: readonly IndexState[], directory: Directory): readonly IndexState[] {
  const known = new Set(said.map(endpointName));
  const silent = publishersOf(directory).filter(({ name }) => !known.has(name));
  return [...said, ...silent.map(({ state }) => state)];
}

/** Every endpoint that publishes, and what is true of one of which the index says nothing. */
const publishersOf = readOnce(({ endpoints }: Directory) =>
  endpoints
    .filter(({ source, publication }) => source !== indexSource && publication !== 'NONE')
    .map(({ source, holder }) => ({
      name: endpointName({ source, holder }),
      state: Object.freeze({ source, holder, asOf: null, behind: true }),
    })),
);

export function unpublishedSourcesOf(directory: Directory): ReadonlySet<string> {
  const partial = directory.endpoints.filter(
    ({ source, publication }) => source !== indexSource && publication !== 'FULL',
  );
  return new Set(partial.map(({ source }) => source));
}

/** Sources with a holder that publishes nothing: what it has is known by asking it and in no other way. */
export function silentSourcesOf(directory: Directory): ReadonlySet<string> {
  return new Set(directory.endpoints.filter(({ publication }) => publication === 'NONE').map(({ source }) => source));
}

/** The unit to call, as one line. */
export function contactOf({ contact }: Pick<EndpointEntry, 'contact'>): string {
  return lineOf(contact);
}

const lineOf = readOnce(({ unit, phone }: EndpointEntry['contact']) =>
  [unit, phone].filter((part) => part !== undefined && part !== '').join(', '),
);

/** Whom to ask for what a rule keeps back: the holder of the record or, where it is in none, who keeps the index. */
export function whomToAsk(directory: Directory, holder: string | undefined): string | undefined {
  const code = holder ?? directory.endpoints.find(({ source }) => source === indexSource)?.holder ?? '';
  const known = Object.hasOwn(directory.holders, code) ? directory.holders[code] : undefined;
  return known && contactOf(known);
}

function readAbsences({ schemaVersion, fieldsNotHeld }: EndpointEntry, facts: GraphFacts): Absences {
  const notHeld = new Set(fieldsNotHeld);
  return {
    key: `${schemaVersion} ${[...notHeld].sort().join(' ')}`,
    absenceOf(coordinate) {
      if (notHeld.has(coordinate)) return 'FIELD_NOT_HELD';
      return (facts.sinceOf(coordinate) ?? 0) > schemaVersion ? 'FIELD_NOT_SUPPORTED' : undefined;
    },
  };
}
