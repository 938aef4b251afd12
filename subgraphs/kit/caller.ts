// Who asks, as both ends of the wire know it. The gateway builds a Caller from a verified token; a holder reads Askers from the signed
// body of a request. Signed is not the same as well-formed, so everything that arrives is checked again, member by member.
import { checkIntent, IntentError, isPlainText } from './intent.ts';
import type { Intent } from './intent.ts';
import { profiles } from './profiles.ts';
import type { Profile, Purpose } from './profiles.ts';

export { profiles, purposes } from './profiles.ts';
export type { Profile, Purpose } from './profiles.ts';

/** The 26 states and the Federal District. */
export const stateCodes = (
  'AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO' as const
).split(' ') as readonly string[];

export interface Caller {
  /** Opaque and stable; never a CPF or a name. */
  readonly id: string;
  /** The agency (órgão) for which the person acts. */
  readonly body: string;
  /** UF. */
  readonly state?: string;
  readonly unit?: string;
  /** The shift on duty, which with the unit stands in place of a case under STOP. */
  readonly shift?: string;
  readonly court?: string;
  readonly profile: Profile;
  /** Authentication assurance level (NIST SP 800-63B). */
  readonly level: 1 | 2 | 3;
  /** Subsystems that a coordinator added to the profile. */
  readonly entitlements: readonly string[];
  /** Sources that the agreement in force of the body covers (Decreto 6.138/2007, art. 2º); absent: the body joined without one. */
  readonly agreements?: readonly string[];
  readonly tokenId: string;
}

export interface Asker {
  readonly caller: Caller;
  readonly purpose?: Purpose;
  readonly caseNumber?: string;
  readonly justification?: string;
  /** Positions in the `representations` of the `_entities` request that this asker wants; absent means all. */
  readonly representations?: readonly number[];
}

/** The message names the place (`askers[2].caller.level`), never the value. */
export class AskersError extends Error {
  override readonly name = 'AskersError';
  readonly code = 'BAD_ASKERS';
}

export const askersMax = 256;
export const representationsMax = 1000;
const wordsMax = 64;

const callerMembers = new Set([
  'id',
  'body',
  'state',
  'unit',
  'shift',
  'court',
  'profile',
  'level',
  'entitlements',
  'agreements',
  'tokenId',
]);
const askerMembers = new Set(['caller', 'purpose', 'caseNumber', 'justification', 'representations']);

const identifierPattern = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;
const wordPattern = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;

/** Reads `extensions.askers` of a request: 1 to 256 of them, no unknown member, every string bounded. Throws AskersError. */
export function parseAskers(value: unknown): readonly Asker[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > askersMax) {
    throw new AskersError(`askers is a list of 1 to ${askersMax}`);
  }
  // Array.from visits holes too, which map would skip.
  return Object.freeze(Array.from(value as readonly unknown[], (item, at) => parseAsker(item, `askers[${at}]`)));
}

/** Reads a Caller from data that is not trusted yet; `place` is named in errors. Throws AskersError. */
export function parseCaller(value: unknown, place: string): Caller {
  const members = membersOf(value, callerMembers, place);
  const caller = {
    id: identifier(members, 'id', place),
    body: text(members, 'body', place),
    ...optional('state', members, (member) => oneOf(stateCodes, member, `${place}.state`)),
    ...optional('unit', members, () => text(members, 'unit', place)),
    ...optional('shift', members, () => text(members, 'shift', place)),
    ...optional('court', members, () => text(members, 'court', place)),
    profile: oneOf(profiles, members.get('profile'), `${place}.profile`),
    level: oneOf([1, 2, 3] as const, members.get('level'), `${place}.level`),
    entitlements: words(members.get('entitlements'), `${place}.entitlements`),
    ...optional('agreements', members, (member) => words(member, `${place}.agreements`)),
    tokenId: identifier(members, 'tokenId', place),
  };
  return Object.freeze(caller);
}

function parseAsker(value: unknown, place: string): Asker {
  const members = membersOf(value, askerMembers, place);
  const caller = parseCaller(members.get('caller'), `${place}.caller`);
  return Object.freeze({
    caller,
    ...intent(members, place),
    ...optional('representations', members, (member) => representations(member, `${place}.representations`)),
  });
}

function intent(members: ReadonlyMap<string, unknown>, place: string): Intent {
  try {
    return checkIntent({
      purpose: members.get('purpose'),
      caseNumber: members.get('caseNumber'),
      justification: members.get('justification'),
    });
  } catch (error) {
    if (error instanceof IntentError) throw new AskersError(`${place}: ${error.code}`);
    throw error;
  }
}

/** Own members of a plain object, so that neither `__proto__` nor a polluted prototype can supply one. */
function membersOf(value: unknown, known: ReadonlySet<string>, place: string): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AskersError(`${place} is an object`);
  }
  const members = new Map<string, unknown>();
  for (const name of Object.keys(value)) {
    if (!known.has(name)) throw new AskersError(`${place} has a member that this version does not know`);
    const member = (value as Record<string, unknown>)[name];
    if (member === null) throw new AskersError(`${place}.${name} is null; what is absent is left out`);
    if (member !== undefined) members.set(name, member);
  }
  return members;
}

function optional<Name extends string, Value>(
  name: Name,
  members: ReadonlyMap<string, unknown>,
  read: (member: unknown) => Value,
): { readonly [Key in Name]?: Value } {
  if (!members.has(name)) return {};
  return { [name]: read(members.get(name)) } as { readonly [Key in Name]?: Value };
}

function identifier(members: ReadonlyMap<string, unknown>, name: string, place: string): string {
  const value = members.get(name);
  if (typeof value === 'string' && identifierPattern.test(value)) return value;
  throw new AskersError(`${place}.${name} is 1 to 128 of A-Z, a-z, 0-9, . _ : -`);
}

function text(members: ReadonlyMap<string, unknown>, name: string, place: string): string {
  const value = members.get(name);
  if (typeof value === 'string' && value.trim() !== '' && isPlainText(value, 120)) return value;
  throw new AskersError(`${place}.${name} is one line of 1 to 120 visible characters`);
}

function oneOf<Value>(known: readonly Value[], value: unknown, place: string): Value {
  const found = known.find((one) => one === value);
  if (found === undefined) throw new AskersError(`${place} is one of ${known.join(', ')}`);
  return found;
}

function words(value: unknown, place: string): readonly string[] {
  if (!Array.isArray(value) || value.length > wordsMax) {
    throw new AskersError(`${place} is a list of at most ${wordsMax}`);
  }
  return Object.freeze(
    Array.from(value as readonly unknown[], (item) => {
      if (typeof item === 'string' && wordPattern.test(item)) return item;
      throw new AskersError(`${place} holds 1 to 64 of A-Z, a-z, 0-9, . _ : - each`);
    }),
  );
}

function representations(value: unknown, place: string): readonly number[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > representationsMax) {
    throw new AskersError(`${place} is a list of 1 to ${representationsMax}`);
  }
  let previous = -1;
  return Object.freeze(
    Array.from(value as readonly unknown[], (item) => {
      // Rising order makes repetition impossible and equal sets equal bytes.
      if (typeof item !== 'number' || !Number.isSafeInteger(item) || item <= previous || item >= representationsMax) {
        throw new AskersError(`${place} holds positions below ${representationsMax} in rising order`);
      }
      previous = item;
      return item;
    }),
  );
}
