// Is this an entry that the index may take? A holder's feed is signed, and still data from outside: what is not in the closed list of
// basics, is too long or names another holder is refused whole, because half an entry would answer half the truth.
import { isPlainText } from '#kit/intent.ts';
import { indexEntrySchema } from '#kit/index-entry.ts';
import type {
  Audience,
  Basics,
  ContactUnit,
  DeclaredPerson,
  IndexEdge,
  IndexEntry,
  IndexIdentifier,
} from '#kit/index-entry.ts';
import type { IdentifierKind } from '#kit/identifiers/readings.ts';

export type EntryProblem =
  | 'FOREIGN_NAMESPACE'
  | 'UNKNOWN_SCHEMA'
  | 'UNKNOWN_FIELD'
  | 'MISSING_FIELD'
  | 'BAD_FIELD'
  | 'TOO_MANY'
  | 'NOT_PUBLISHED';

/** The message and `place` name the member (`basics.person.names[2]`), never its value. */
export class EntryError extends Error {
  override readonly name = 'EntryError';
  readonly code: EntryProblem;
  readonly place: string;

  constructor(code: EntryProblem, place: string, expectation: string) {
    super(`${place}: ${expectation}`);
    this.code = code;
    this.place = place;
  }
}

/** Where an event came from, which is where its entry must belong. */
export interface EventOrigin {
  readonly source: string;
  readonly holder: string;
  readonly publication: 'FULL' | 'KEYS' | 'NONE';
}

export interface EventIdentity {
  readonly recordId: string;
  readonly version: number;
}

export const entryLimits = Object.freeze({
  recordIdCharsMax: 128,
  textCharsMax: 160,
  audienceMax: 64,
  identifiersMax: 64,
  edgesMax: 64,
  namesMax: 20,
  platesMax: 8,
  declaredIdentitiesMax: 20,
});

/** Reads what an event carries as its entry. Throws EntryError. */
export function checkEntry(value: unknown, origin: EventOrigin, event: EventIdentity): IndexEntry {
  const entry = members(value, 'entry', entryMembers);
  if (entry.schema !== indexEntrySchema)
    throw new EntryError('UNKNOWN_SCHEMA', 'entry.schema', `must be ${indexEntrySchema}`);
  if (entry.source !== origin.source || entry.holder !== origin.holder)
    throw new EntryError('FOREIGN_NAMESPACE', 'entry.holder', 'a feed carries entries of its own endpoint only');
  if (entry.recordId !== event.recordId || entry.version !== event.version)
    throw new EntryError('BAD_FIELD', 'entry.recordId', 'record and version must be those of the event');
  const keyed = entry.keyed !== undefined;
  if (keyed && entry.keyed !== true) throw new EntryError('BAD_FIELD', 'entry.keyed', 'true or absent');
  if (origin.publication === 'NONE' || keyed !== (origin.publication === 'KEYS'))
    throw new EntryError('NOT_PUBLISHED', 'entry.keyed', 'does not agree with what the endpoint publishes');
  const checked: IndexEntry = {
    schema: indexEntrySchema,
    source: origin.source,
    holder: origin.holder,
    recordId: event.recordId,
    version: event.version,
    asOf: instant(entry.asOf, 'entry.asOf'),
    audience: list(entry.audience, 'entry.audience', entryLimits.audienceMax, audience),
    ...(entry.contactUnit !== undefined && { contactUnit: contactUnit(entry.contactUnit) }),
    identifiers: list(entry.identifiers, 'entry.identifiers', entryLimits.identifiersMax, (item, at) =>
      identifier(item, at, keyed),
    ),
    edges: list(entry.edges, 'entry.edges', entryLimits.edgesMax, (item, at) => edge(item, at, keyed)),
    basics: basics(entry.basics, keyed),
    ...(keyed && { keyed: true as const }),
  };
  return Object.freeze(checked);
}

/** Record and version of an event, which even a tombstone has. Throws EntryError. */
export function checkEvent(event: { readonly recordId?: unknown; readonly version?: unknown }): EventIdentity {
  const recordId = text(event.recordId, 'event.recordId', entryLimits.recordIdCharsMax);
  if (!Number.isSafeInteger(event.version) || (event.version as number) < 1)
    throw new EntryError('BAD_FIELD', 'event.version', 'a whole number from 1');
  return { recordId, version: event.version as number };
}

const entryMembers = [
  ...['schema', 'source', 'holder', 'recordId', 'version', 'asOf', 'audience', 'contactUnit'],
  ...['identifiers', 'edges', 'basics', 'keyed'],
];
const identifierKinds: readonly IdentifierKind[] = [
  ...(['CPF', 'CNPJ', 'RG', 'PLATE', 'CHASSIS', 'RENAVAM', 'ENGINE', 'CNH'] as const),
  ...(['WEAPON_SERIAL', 'WEAPON_REGISTRATION', 'WARRANT_NUMBER', 'PROCESS_NUMBER'] as const),
];
const roles = ['OWNER', 'POSSESSOR', 'LESSEE', 'WEAPON_OWNER', 'WANTED'] as const;
const sexes = ['MASCULINO', 'FEMININO', 'NAO_INFORMADO'] as const;
const tokenPattern = /^(all|(profile|body|state|unit|court|case):.{1,140})$/u;
const identifierPattern = /^[0-9A-Za-zÇç.\-/ ]{1,40}$/;
/** HMAC-SHA256, base64url. */
const keyedPattern = /^[A-Za-z0-9_-]{43}$/;
const placePattern = /^[A-Z]{2,8}$/;

function audience(value: unknown, at: string): Audience {
  const item = members(value, at, ['token', 'shows']);
  const token = text(item.token, `${at}.token`, entryLimits.textCharsMax);
  if (!tokenPattern.test(token))
    throw new EntryError('BAD_FIELD', `${at}.token`, 'is no audience that this version knows');
  return { token, shows: oneOf(item.shows, `${at}.shows`, ['OPEN', 'EXISTENCE_ONLY'] as const) };
}

function contactUnit(value: unknown): ContactUnit {
  const at = 'entry.contactUnit';
  const item = members(value, at, ['unit', 'phone', 'municipality', 'uf']);
  return {
    unit: text(item.unit, `${at}.unit`),
    ...optional(item, at, 'phone', (phone, place) => text(phone, place, 40)),
    ...optional(item, at, 'municipality'),
    ...optional(item, at, 'uf', state),
  };
}

function identifier(value: unknown, at: string, keyed: boolean): IndexIdentifier {
  const item = members(value, at, ['kind', 'value', 'place']);
  const kind = oneOf(item.kind, `${at}.kind`, identifierKinds);
  if (typeof item.value !== 'string' || !(keyed ? keyedPattern : identifierPattern).test(item.value))
    throw new EntryError(
      'BAD_FIELD',
      `${at}.value`,
      keyed ? 'a keyed hash, 43 of base64url' : '1 to 40 letters, digits and separators',
    );
  return { kind, value: item.value, ...optional(item, at, 'place', place) };
}

function edge(value: unknown, at: string, keyed: boolean): IndexEdge {
  const item = members(value, at, ['role', 'kind', 'identifier', 'since']);
  const kind = oneOf(item.kind, `${at}.kind`, ['individual', 'company'] as const);
  const by = identifier(item.identifier, `${at}.identifier`, keyed);
  const expected = kind === 'company' ? by.kind === 'CNPJ' : by.kind === 'CPF' || by.kind === 'RG';
  if (!expected)
    throw new EntryError('BAD_FIELD', `${at}.identifier.kind`, 'a person goes by CPF or RG, a company by CNPJ');
  return { role: oneOf(item.role, `${at}.role`, roles), kind, identifier: by, ...optional(item, at, 'since', date) };
}

function basics(value: unknown, keyed: boolean): Basics {
  const at = 'entry.basics';
  const item = members(value, at, ['person', 'company', 'vehicle', 'weapon', 'warrant']);
  const names = Object.keys(item).filter((name) => item[name] !== undefined);
  if (keyed ? names.length > 0 : names.length !== 1)
    throw new EntryError('BAD_FIELD', at, keyed ? 'is empty where identifiers are keyed' : 'has exactly one member');
  const only = names[0] as keyof Basics | undefined;
  return only === undefined ? {} : { [only]: basicReaders[only](item[only], `${at}.${only}`) };
}

const basicReaders: Readonly<Record<keyof Basics, (value: unknown, at: string) => unknown>> = {
  person,
  company(value, at) {
    const item = members(value, at, ['name', 'cnpj']);
    return { name: text(item.name, `${at}.name`), cnpj: code(item.cnpj, `${at}.cnpj`) };
  },
  vehicle(value, at) {
    const item = members(value, at, [
      ...['country', 'plates', 'chassis', 'renavam', 'engine', 'make', 'model', 'colour', 'year', 'state'],
    ]);
    return {
      country: place(item.country, `${at}.country`),
      plates: list(item.plates, `${at}.plates`, entryLimits.platesMax, code),
      ...optional(item, at, 'chassis', code),
      ...optional(item, at, 'renavam', code),
      ...optional(item, at, 'engine', code),
      ...optional(item, at, 'make'),
      ...optional(item, at, 'model'),
      ...optional(item, at, 'colour'),
      ...optional(item, at, 'year', year),
      ...optional(item, at, 'state', state),
    };
  },
  weapon(value, at) {
    const item = members(value, at, ['system', 'registration', 'serial', 'make', 'calibre']);
    return {
      system: oneOf(item.system, `${at}.system`, ['SINARM', 'SIGMA'] as const),
      ...optional(item, at, 'registration', code),
      ...optional(item, at, 'serial', code),
      ...optional(item, at, 'make'),
      ...optional(item, at, 'calibre'),
    };
  },
  warrant(value, at) {
    const item = members(value, at, ['number', 'declaredIdentities']);
    return {
      number: code(item.number, `${at}.number`),
      declaredIdentities: list(
        item.declaredIdentities,
        `${at}.declaredIdentities`,
        entryLimits.declaredIdentitiesMax,
        person,
      ),
    };
  },
};

function person(value: unknown, at: string): DeclaredPerson {
  const item = members(value, at, ['names', 'aliases', 'motherName', 'birthDate', 'sex', 'cpf', 'rg', 'rgUf']);
  return {
    names: list(item.names, `${at}.names`, entryLimits.namesMax, text),
    ...optional(item, at, 'aliases', (aliases, place) => list(aliases, place, entryLimits.namesMax, text)),
    ...optional(item, at, 'motherName', text),
    ...optional(item, at, 'birthDate', date),
    ...optional(item, at, 'sex', (sex, place) => oneOf(sex, place, sexes)),
    ...optional(item, at, 'cpf', code),
    ...optional(item, at, 'rg', code),
    ...optional(item, at, 'rgUf', state),
  };
}

/** Own members of a plain object, every one of them known. */
function members(value: unknown, at: string, known: readonly string[]): Readonly<Record<string, unknown>> {
  if (value === undefined) throw new EntryError('MISSING_FIELD', at, 'is missing');
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new EntryError('BAD_FIELD', at, 'an object is expected');
  for (const name of Object.keys(value))
    if (!known.includes(name)) throw new EntryError('UNKNOWN_FIELD', at, 'has a field that is not in the list');
  // Known names only are read from here on, and `__proto__` is not one of them.
  return value as Readonly<Record<string, unknown>>;
}

function optional<Name extends string, Value = string>(
  item: Readonly<Record<string, unknown>>,
  at: string,
  name: Name,
  read: (value: unknown, at: string) => Value = text as (value: unknown, at: string) => never,
): { readonly [Key in Name]?: Value } {
  if (item[name] === undefined) return {};
  return { [name]: read(item[name], `${at}.${name}`) } as { readonly [Key in Name]?: Value };
}

function list<Item>(
  value: unknown,
  at: string,
  itemsMax: number,
  read: (item: unknown, at: string) => Item,
): readonly Item[] {
  if (value === undefined) throw new EntryError('MISSING_FIELD', at, 'is missing');
  if (!Array.isArray(value)) throw new EntryError('BAD_FIELD', at, 'a list is expected');
  if (value.length > itemsMax) throw new EntryError('TOO_MANY', at, `at most ${itemsMax}`);
  return Array.from(value as readonly unknown[], (item, index) => read(item, `${at}[${index}]`));
}

function text(value: unknown, at: string, charsMax: number | undefined = entryLimits.textCharsMax): string {
  if (value === undefined) throw new EntryError('MISSING_FIELD', at, 'is missing');
  if (typeof value !== 'string' || value.trim() === '' || !isPlainText(value, charsMax))
    throw new EntryError('BAD_FIELD', at, `one line of 1 to ${charsMax} visible characters`);
  return value;
}

function code(value: unknown, at: string): string {
  if (value === undefined) throw new EntryError('MISSING_FIELD', at, 'is missing');
  if (typeof value !== 'string' || !identifierPattern.test(value))
    throw new EntryError('BAD_FIELD', at, '1 to 40 letters, digits and separators');
  return value;
}

function place(value: unknown, at: string): string {
  if (typeof value !== 'string' || !placePattern.test(value))
    throw new EntryError('BAD_FIELD', at, 'a short code in capitals');
  return value;
}

function state(value: unknown, at: string): string {
  if (typeof value !== 'string' || !/^[A-Z]{2}$/.test(value)) throw new EntryError('BAD_FIELD', at, 'two capitals');
  return value;
}

function year(value: unknown, at: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < 1880 || (value as number) > 2200)
    throw new EntryError('BAD_FIELD', at, 'a year');
  return value as number;
}

function date(value: unknown, at: string): string {
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) {
    const time = new Date(`${value}T00:00:00Z`);
    if (!Number.isNaN(time.getTime()) && time.toISOString().startsWith(value)) return value;
  }
  throw new EntryError('BAD_FIELD', at, 'a date of the calendar, YYYY-MM-DD');
}

function instant(value: unknown, at: string): string {
  const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
  if (typeof value === 'string' && rfc3339.test(value) && !Number.isNaN(Date.parse(value)))
    return new Date(value).toISOString();
  throw new EntryError('BAD_FIELD', at, 'an instant, RFC 3339');
}

function oneOf<Value extends string>(value: unknown, at: string, known: readonly Value[]): Value {
  const found = known.find((one) => one === value);
  if (found === undefined) throw new EntryError('BAD_FIELD', at, `one of ${known.join(', ')}`);
  return found;
}
