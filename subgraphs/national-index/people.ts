// Who is behind a set of records (pure). Records that claim one CPF are one person while mother and birth date allow it; where they do
// not, two stand, both disputed. Everything is made from the entries that the caller may see, so that a hidden one changes nothing.
import type { DeclaredPerson } from '#kit/index-entry.ts';
import { compareNames, matchPeople, normalizeName } from '#kit/names.ts';
import type { VisibleEntry } from './records.ts';

export interface Person {
  readonly __typename: 'Individual';
  readonly id: string;
  /** What edges point to: the group of all who claim the CPF. */
  readonly groupId: string;
  readonly cpf: string | null;
  readonly name: string | null;
  readonly motherName: string | null;
  readonly birthDate: string | null;
  readonly sex: string | null;
  readonly identityDisputed: boolean;
  /** Open ones, newest first. */
  readonly entries: readonly VisibleEntry[];
  /** Entries of which only the existence may be shown. */
  readonly withheld: readonly VisibleEntry[];
}

/**
 * The people of one group. `edgeCpf` is what visible edges name the group by: without any entry it founds a person of whom only the CPF
 * is known. An undisputed person goes by the group's identifier, a disputed one by its first record's, so that an identifier that
 * somebody noted down never becomes another person.
 */
export function peopleOf(groupId: string, entries: readonly VisibleEntry[], edgeCpf: string | null): readonly Person[] {
  const open = entries.filter((entry) => entry.open && entry.basics.person);
  const withheld = entries.filter((entry) => !entry.open);
  const clusters = clustersOf(open);
  const [only] = clusters;
  if (only === undefined || clusters.length === 1)
    return [personOf(groupId, groupId, only ?? [], withheld, edgeCpf, false)];
  return clusters
    .map((cluster) => personOf(firstId(cluster), groupId, cluster, withheld, edgeCpf, true))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The person that an identifier means, of the people of its group: the one with that record, else the best attested. */
export function personMeant(people: readonly Person[], id: string): Person | null {
  const named = people.find((person) => person.id === id || person.entries.some((entry) => entry.id === id));
  if (named) return named;
  return people.toSorted((a, b) => b.entries.length - a.entries.length || (a.id < b.id ? -1 : 1))[0] ?? null;
}

function personOf(
  id: string,
  groupId: string,
  entries: readonly VisibleEntry[],
  withheld: readonly VisibleEntry[],
  edgeCpf: string | null,
  identityDisputed: boolean,
): Person {
  const newest = entries.toSorted(byNewest);
  const declared = newest.map(({ basics }) => basics.person).filter((person) => person !== undefined);
  const first = <Value>(read: (person: DeclaredPerson) => Value | undefined): Value | null =>
    declared.map(read).find((value) => value !== undefined && value !== null) ?? null;
  return Object.freeze({
    __typename: 'Individual' as const,
    id,
    groupId,
    cpf: first(({ cpf }) => cpf) ?? edgeCpf,
    name: first(({ names }) => names.find((name) => normalizeName(name) !== null)),
    motherName: first(({ motherName }) => (normalizeName(motherName ?? '') === null ? undefined : motherName)),
    birthDate: first(({ birthDate }) => birthDate),
    sex: first(({ sex }) => (sex === 'NAO_INFORMADO' ? undefined : sex)) ?? first(({ sex }) => sex),
    identityDisputed,
    entries: Object.freeze(newest),
    withheld: Object.freeze(withheld.toSorted(byNewest)),
  });
}

/** Newest first; equals in the order of their origin, so that the answer never depends on the order of arrival. */
export function byNewest(a: VisibleEntry, b: VisibleEntry): number {
  if (a.asOf !== b.asOf) return a.asOf < b.asOf ? 1 : -1;
  const [left, right] = [`${a.source}/${a.holder}/${a.recordId}`, `${b.source}/${b.holder}/${b.recordId}`];
  return left === right ? 0 : left < right ? -1 : 1;
}

function firstId(cluster: readonly VisibleEntry[]): string {
  return cluster.map(({ id }) => id).sort()[0] ?? '';
}

/** The most telling records come first, so that one that declares neither mother nor date joins a person rather than bridging two. */
function clustersOf(entries: readonly VisibleEntry[]): readonly (readonly VisibleEntry[])[] {
  const clusters: VisibleEntry[][] = [];
  for (const entry of entries.toSorted((a, b) => telling(b) - telling(a) || (a.id < b.id ? -1 : 1))) {
    const possible = clusters.filter((cluster) => !cluster.some((other) => conflicts(entry, other)));
    const [first, ...others] = possible;
    if (first === undefined) clusters.push([entry]);
    else (others.length === 0 ? first : closest(entry, possible)).push(entry);
  }
  return clusters;
}

function telling({ basics: { person } }: VisibleEntry): number {
  return (normalizeName(person?.motherName ?? '') === null ? 0 : 1) + (person?.birthDate === undefined ? 0 : 1);
}

/** Mother and birth date are compared as matching compares them; the CPF, which is why they are compared, is left out. */
function conflicts(a: VisibleEntry, b: VisibleEntry): boolean {
  const [left, right] = [a.basics.person, b.basics.person];
  if (!left || !right) return false;
  // A register that shortens or misspells the mother's name does not make another person, nor does a date with day and month swapped.
  const mother = motherSign(left.motherName, right.motherName);
  const birth = birthSign(left.birthDate, right.birthDate);
  if (mother === 'DIFFERENT' || birth === 'DIFFERENT') return true;
  return birth === 'NEAR' && mother !== 'EQUAL';
}

function motherSign(a: string | undefined, b: string | undefined): 'EQUAL' | 'DIFFERENT' | 'UNKNOWN' {
  if (normalizeName(a ?? '') === null || normalizeName(b ?? '') === null) return 'UNKNOWN';
  const { same, score } = compareNames(a ?? '', b ?? '');
  return same || score >= motherScoreMin ? 'EQUAL' : 'DIFFERENT';
}

const motherScoreMin = 0.85;

function birthSign(a: string | undefined, b: string | undefined): 'EQUAL' | 'NEAR' | 'DIFFERENT' | 'UNKNOWN' {
  if (a === undefined || b === undefined) return 'UNKNOWN';
  if (a === b) return 'EQUAL';
  const [yearA, monthA, dayA] = a.split('-');
  const [yearB, monthB, dayB] = b.split('-');
  const swapped = yearA === yearB && monthA === dayB && dayA === monthB;
  const yearOff = monthA === monthB && dayA === dayB && Math.abs(Number(yearA) - Number(yearB)) === 1;
  return swapped || yearOff ? 'NEAR' : 'DIFFERENT';
}

function closest(entry: VisibleEntry, clusters: readonly VisibleEntry[][]): VisibleEntry[] {
  const names = entry.basics.person?.names ?? [];
  const scored = clusters.map((cluster) => ({
    cluster,
    score: Math.max(
      0,
      ...cluster.map((other) => matchPeople({ names }, { names: other.basics.person?.names ?? [] }).nameScore),
    ),
  }));
  return scored.reduce((best, one) => (one.score > best.score ? one : best)).cluster;
}
