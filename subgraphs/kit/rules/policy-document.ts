// The policy as a document: profiles, scopes and purposes with their legal basis, under one version. Read whole or not at all, since a
// policy half understood protects nothing.
import { profiles, purposes } from '../profiles.ts';
import type { Profile, Purpose } from '../profiles.ts';

/** What number, if any, must stand behind a purpose; `intent.ts` knows the form of each. */
export const caseKinds = [
  'NONE',
  'WARRANT_NUMBER',
  'INQUIRY',
  'PROCESS_NUMBER',
  'INSPECTION_ORDER',
  'PROCEDURE',
  'PROCEDURE_OR_NONE',
] as const;
export type CaseKind = (typeof caseKinds)[number];

/** Which sealed records open by what the caller is: all of the caller's court, those of a case stated at that court, none. */
export const sealedKinds = ['COURT', 'CASE', 'NONE'] as const;
export type SealedKind = (typeof sealedKinds)[number];

export interface Reasoned {
  /** In Portuguese, for people. */
  readonly what: string;
  /** Law, decree, resolution. */
  readonly basis: string;
}

export interface PurposePolicy extends Reasoned {
  readonly case: CaseKind;
}

export interface ProfilePolicy {
  readonly name: string;
  /** Why the profile may see what it sees, for refusals, audits and the data sheet. */
  readonly basis: string;
  /** False: the profile has no business with source data, and index entries open to all are not open to it. */
  readonly queries: boolean;
  readonly scopes: readonly string[];
  /** What the profile may state as its purpose; any other counts as none stated. */
  readonly purposes: readonly Purpose[];
  readonly sealed: SealedKind;
  /** Plates in one look-up. */
  readonly platesMax: number;
  readonly platesWithCaseMax: number;
}

export interface Policy {
  readonly version: number;
  /** Every right that a schema may name in `@requiresScopes`, `@masked(unless)` or a `scope:` term. */
  readonly scopes: Readonly<Record<string, Reasoned>>;
  readonly purposes: Readonly<Record<Purpose, PurposePolicy>>;
  readonly profiles: Readonly<Record<Profile, ProfilePolicy>>;
}

/** The message names the place in the document and what is wrong. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  readonly code = 'BAD_POLICY';
}

const platesCeiling = 50;

/** Reads a parsed JSON document. Throws PolicyError. */
export function readPolicy(value: unknown): Policy {
  const { version, ...parts } = members(value, 'policy', ['version', 'scopes', 'purposes', 'profiles']);
  if (!Number.isSafeInteger(version) || (version as number) < 1) throw bad('policy.version', 'a number from 1');
  const scopes = entriesOf(parts.scopes, 'policy.scopes', (one, at) =>
    reasoned(members(one, at, ['what', 'basis']), at),
  );
  for (const scope of Object.keys(scopes))
    if (!/^[a-z][a-z-]*(:[a-z-]+)?$/.test(scope)) throw bad(`policy.scopes.${scope}`, 'a name in small letters');
  const read: Policy = {
    version: version as number,
    scopes,
    purposes: named(purposes, parts.purposes, 'policy.purposes', readPurpose),
    profiles: named(profiles, parts.profiles, 'policy.profiles', (one, at) => readProfile(one, at, scopes)),
  };
  return Object.freeze(read);
}

function readPurpose(value: unknown, at: string): PurposePolicy {
  const purpose = members(value, at, ['what', 'basis', 'case']);
  return Object.freeze({ ...reasoned(purpose, at), case: oneOf(caseKinds, purpose.case, `${at}.case`) });
}

function readProfile(value: unknown, at: string, scopes: Readonly<Record<string, unknown>>): ProfilePolicy {
  const profile = members(value, at, [
    'name',
    'basis',
    'queries',
    'scopes',
    'purposes',
    'sealed',
    'platesMax',
    'platesWithCaseMax',
  ]);
  if (typeof profile.queries !== 'boolean') throw bad(`${at}.queries`, 'true or false');
  const held = list(profile.scopes, `${at}.scopes`, (one, place) => {
    if (typeof one !== 'string' || !Object.hasOwn(scopes, one)) throw bad(place, 'a scope of this policy');
    return one;
  });
  if (!profile.queries && held.length > 0) throw bad(`${at}.scopes`, 'empty where the profile has no queries');
  return Object.freeze({
    name: text(profile.name, `${at}.name`),
    basis: text(profile.basis, `${at}.basis`),
    queries: profile.queries,
    scopes: held,
    purposes: list(profile.purposes, `${at}.purposes`, (one, place) => oneOf(purposes, one, place)),
    sealed: oneOf(sealedKinds, profile.sealed, `${at}.sealed`),
    platesMax: plates(profile.platesMax, `${at}.platesMax`),
    platesWithCaseMax: plates(profile.platesWithCaseMax, `${at}.platesWithCaseMax`),
  });
}

function members<Name extends string>(value: unknown, at: string, known: readonly Name[]): Record<Name, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad(at, 'an object');
  for (const name of Object.keys(value))
    if (!known.some((one) => one === name)) throw bad(`${at}.${name}`, 'not a member of this document');
  for (const name of known) if (!Object.hasOwn(value, name)) throw bad(`${at}.${name}`, 'present');
  return value as Record<Name, unknown>;
}

function entriesOf<Item>(
  value: unknown,
  at: string,
  read: (item: unknown, at: string) => Item,
): Readonly<Record<string, Item>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad(at, 'an object');
  return Object.freeze(
    Object.fromEntries(Object.entries(value).map(([name, item]) => [name, read(item, `${at}.${name}`)])),
  );
}

/** Exactly the known names, so that no profile or purpose is ever without its rules. */
function named<Name extends string, Item>(
  names: readonly Name[],
  value: unknown,
  at: string,
  read: (item: unknown, at: string) => Item,
): Readonly<Record<Name, Item>> {
  return entriesOf(members(value, at, names), at, read) as Readonly<Record<Name, Item>>;
}

function reasoned(value: Readonly<Record<'what' | 'basis', unknown>>, at: string): Reasoned {
  return Object.freeze({ what: text(value.what, `${at}.what`), basis: text(value.basis, `${at}.basis`) });
}

function text(value: unknown, at: string): string {
  if (typeof value !== 'string' || value.trim() === '') throw bad(at, 'a text');
  return value;
}

function plates(value: unknown, at: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0 || (value as number) > platesCeiling)
    throw bad(at, `a number from 0 to ${platesCeiling}`);
  return value as number;
}

function list<Item>(value: unknown, at: string, read: (item: unknown, at: string) => Item): readonly Item[] {
  if (!Array.isArray(value)) throw bad(at, 'a list');
  const items = value.map((item: unknown, index) => read(item, `${at}[${index}]`));
  if (new Set(items).size !== items.length) throw bad(at, 'a list without repetition');
  return Object.freeze(items);
}

function oneOf<Value>(known: readonly Value[], value: unknown, at: string): Value {
  const found = known.find((one) => one === value);
  if (found === undefined) throw bad(at, `one of ${known.join(', ')}`);
  return found;
}

function bad(at: string, expected: string): PolicyError {
  return new PolicyError(`${at}: ${expected} is expected`);
}
