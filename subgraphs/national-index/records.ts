// Reads of the index. Every statement asks for whom: an entry exists for a caller only if its audience overlaps the caller's tokens, and
// what is shown to exist only gives no basics, no identifiers and no edges.
import type { Basics, ContactUnit } from '#kit/index-entry.ts';
import type { Database } from '#kit/storage/database.ts';
import { soundsOf } from './sound-keys.ts';
import type { NameSounds } from './sound-keys.ts';
import type { SubjectKind } from './subject-ids.ts';

/** The audience tokens of the caller. */
export type Tokens = readonly string[];

/** An entry as one caller may see it. */
export interface VisibleEntry {
  readonly id: string;
  readonly source: string;
  readonly holder: string;
  readonly recordId: string;
  readonly kind: SubjectKind;
  readonly subjectId: string;
  /** RFC 3339 */
  readonly asOf: string;
  readonly keyed: boolean;
  /** False: only that it exists may be shown. */
  readonly open: boolean;
  readonly contactUnit: ContactUnit | null;
  /** Empty unless open. */
  readonly basics: Basics;
}

export interface IdentifierKey {
  readonly kind: string;
  readonly value: string;
  readonly place?: string | undefined;
}

export interface IdentifierHit {
  /** Position in the keys that were asked. */
  readonly at: number;
  readonly entryId: string;
  readonly kind: SubjectKind;
  readonly subjectId: string;
}

/** From the side of the party. */
export interface PartyRole {
  readonly partyKind: 'individual' | 'company';
  readonly partyId: string;
  readonly role: string;
  readonly kind: SubjectKind;
  readonly source: string;
  readonly holder: string;
  readonly entries: number;
  readonly open: boolean;
  /** What the party was named by; null where only the existence may be shown, or under keys. */
  readonly identifier: { readonly kind: string; readonly value: string } | null;
}

/** From the side of the thing. */
export interface SubjectParty {
  readonly subjectId: string;
  readonly role: string;
  readonly since: string | null;
  readonly holder: string;
  readonly partyKind: 'individual' | 'company';
  readonly partyId: string;
}

export interface PartyThing {
  /** Position in the parties that were asked. */
  readonly at: number;
  readonly subjectId: string;
  /** The strongest of the party's roles. */
  readonly role: string;
  /** False: that the party is named may be known, and nothing by which. */
  readonly open: boolean;
  /** Of all things, not only of the page. */
  readonly total: number;
}

export interface NameQuery {
  /** Search keys; at least one of name and mother. */
  readonly name?: string | undefined;
  readonly mother?: string | undefined;
  readonly birthDates?: readonly string[] | undefined;
  readonly birthYearFrom?: number | undefined;
  readonly birthYearTo?: number | undefined;
  readonly sex?: string | undefined;
  /** NAME, ALIAS or either. */
  readonly role?: 'NAME' | 'ALIAS' | undefined;
  readonly state?: string | undefined;
}

export interface WantedClue {
  readonly key: string;
  readonly mother: string | null;
  readonly birthDate: string | null;
}

export interface WantedCandidate {
  /** Position in the clues that were asked. */
  readonly at: number;
  readonly subjectId: string;
  readonly open: boolean;
  /** For matching only: it is not to be shown unless `open`. */
  readonly declared: NonNullable<Basics['warrant']>['declaredIdentities'];
}

export interface VehicleQuery {
  /** All of them: the fixed characters with their places. */
  readonly marks: readonly string[];
  /** LIKE over the plates. */
  readonly platePattern: string | null;
  readonly chassisBack: string | null;
  readonly ownerId: string | null;
  readonly make: string | null;
  readonly model: string | null;
  readonly colour: string | null;
  readonly yearFrom: number | null;
  readonly yearTo: number | null;
  readonly state: string | null;
}

export interface SubjectPage {
  readonly subjectIds: readonly string[];
  readonly total: number;
}

export interface IndexRecords {
  /** Of each subject the newest entries, at most 200. */
  entriesOf(tokens: Tokens, subjectIds: readonly string[]): Promise<readonly VisibleEntry[]>;
  entriesById(tokens: Tokens, entryIds: readonly string[]): Promise<readonly VisibleEntry[]>;
  /** Exact look-ups, at most 200 hits a key. */
  byIdentifier(
    tokens: Tokens,
    keys: readonly IdentifierKey[],
    kinds: readonly SubjectKind[],
  ): Promise<readonly IdentifierHit[]>;
  /** Where an identifier of a subject leads that has no entries of its own: by entry, or by where its entries went. */
  redirectsOf(
    tokens: Tokens,
    ids: readonly string[],
  ): Promise<readonly { readonly from: string; readonly to: string }[]>;
  partyRoles(tokens: Tokens, partyIds: readonly string[]): Promise<readonly PartyRole[]>;
  partiesOf(tokens: Tokens, subjectIds: readonly string[]): Promise<readonly SubjectParty[]>;
  /** A page of the things of each party, in the order of their identifiers. */
  thingsOf(
    tokens: Tokens,
    parties: readonly (readonly string[])[],
    kind: SubjectKind,
    page: { readonly first: number; readonly after: string | null },
  ): Promise<readonly PartyThing[]>;
  /** Entries of people by name, most similar first; `tooMany` where not all that sound alike could be considered. */
  peopleByName(
    tokens: Tokens,
    query: NameQuery,
    limit: number,
  ): Promise<{
    readonly candidates: readonly { readonly entryId: string; readonly subjectId: string }[];
    readonly tooMany: boolean;
  }>;
  /** Warrants that name somebody like this; whether it is the same person is for matching to say. */
  wantedLike(tokens: Tokens, clues: readonly WantedClue[]): Promise<readonly WantedCandidate[]>;
  vehiclesLike(
    tokens: Tokens,
    query: VehicleQuery,
    page: { readonly first: number; readonly after: string | null },
  ): Promise<SubjectPage>;
  /** Other vehicles with a chassis of their own under the same plates. */
  sharingPlates(
    tokens: Tokens,
    plates: readonly { readonly plate: string; readonly country: string }[],
  ): Promise<readonly { readonly at: number; readonly subjectId: string }[]>;
}

const perSubjectMax = 200;
const perClueMax = 200;
const namesConsideredMax = 20_000;
const partiesMax = 50;
const roleOrder = ['OWNER', 'POSSESSOR', 'LESSEE'];
/** By which whoever stands before a person, a company, a vehicle or a weapon knows it. A warrant is known by whom it wants. */
const signs = ['CPF', 'CNPJ', 'PLATE', 'WEAPON_SERIAL'];
/** Names less alike than this are not one name in any spelling. */
const similarityMin = 0.35;

interface EntryRow {
  readonly id: string;
  readonly source: string;
  readonly holder: string;
  readonly record_id: string;
  readonly kind: SubjectKind;
  readonly subject_id: string;
  readonly as_of: Date;
  readonly keyed: boolean;
  readonly shown: boolean;
  readonly contact_unit: ContactUnit | null;
  readonly basics: Basics | null;
}

export function indexRecords(sql: Database): IndexRecords {
  const visible = (table: string, tokens: Tokens) => {
    const [open, existence] = [sql(`${table}.open`), sql(`${table}.existence`)];
    return sql`(${open} && ${list(tokens)}::text[] or ${existence} && ${list(tokens)}::text[])`;
  };
  const isOpen = (table: string, tokens: Tokens) => sql`${sql(`${table}.open`)} && ${list(tokens)}::text[]`;
  /** What may only be known to exist is found by its sign, and by nothing that asking for it would confirm. */
  const leadsBy = (table: string, tokens: Tokens) => sql`(
    ${isOpen(table, tokens)} or ${sql(`${table}.entry_kind`)} <> 'warrant'
    and ${sql(`${table}.kind`)} = any(${[...signs]}::text[]) and ${visible(table, tokens)})`;
  /** Of a warrant its existence may be known; of a vehicle or a weapon, whose it is would be told with it. */
  const linked = (table: string, tokens: Tokens) => sql`(
    ${isOpen(table, tokens)} or ${sql(`${table}.entry_kind`)} = 'warrant' and ${visible(table, tokens)})`;
  const sounding = (table: string, { first, others }: NameSounds) => {
    const sounds = sql(`${table}.sounds`);
    const isFirst = sql`${sounds} @> ${[first]}::text[]`;
    return others.length === 0 ? isFirst : sql`${isFirst} and ${sounds} && ${list(others)}::text[]`;
  };
  const entryColumns = (tokens: Tokens) => sql`
    e.id, e.source, e.holder, e.record_id, e.kind, e.subject_id, e.as_of, e.keyed, ${isOpen('e', tokens)} as shown, e.contact_unit,
    case when ${isOpen('e', tokens)} then e.basics end as basics`;

  return Object.freeze({
    async entriesOf(tokens, subjectIds) {
      const rows = await sql<EntryRow[]>`
        select e.* from unnest(${list(subjectIds)}::uuid[]) as s (id), lateral (
          select ${entryColumns(tokens)} from entry e
           where e.subject_id = s.id and e.kind is not null and ${visible('e', tokens)}
           order by e.as_of desc, e.id limit ${perSubjectMax}
        ) e`;
      return rows.map(visibleEntry);
    },

    async entriesById(tokens, entryIds) {
      const rows = await sql<EntryRow[]>`
        select ${entryColumns(tokens)} from entry e
         where e.id = any(${list(entryIds)}::uuid[]) and e.kind is not null and ${visible('e', tokens)}`;
      return rows.map(visibleEntry);
    },

    async byIdentifier(tokens, keys, kinds) {
      if (keys.length === 0) return [];
      return sql<IdentifierHit[]>`
        select (k.position - 1)::int as at, i."entryId", i.kind, i."subjectId"
          from unnest(
            ${keys.map(({ kind }) => kind)}::text[], ${keys.map(({ value }) => value)}::text[], ${places(keys)}::text[]
          ) with ordinality as k (kind, value, place, position), lateral (
            select i.entry_id as "entryId", i.entry_kind as kind, i.subject_id as "subjectId" from identifier i
             where i.kind = k.kind and i.value = k.value and (k.place is null or i.place is null or i.place = k.place)
               and i.entry_kind = any(${list(kinds)}::text[]) and ${leadsBy('i', tokens)}
             order by i.subject_id, i.entry_id limit ${perSubjectMax}
          ) i
         order by 1, 4, 2`;
    },

    async redirectsOf(tokens, ids) {
      // A tombstone shows nothing and still leads those who could see its record to the others of its group; a hidden entry leads nowhere.
      return sql<{ from: string; to: string }[]>`
        select e.id as "from", e.subject_id as "to" from entry e
         where e.id = any(${list(ids)}::uuid[]) and e.subject_id is not null and ${visible('e', tokens)}
        union all
        (select distinct on (f.subject_id) f.subject_id, e.subject_id from former_subject f join entry e on e.id = f.entry_id
          where f.subject_id = any(${list(ids)}::uuid[]) and e.subject_id <> f.subject_id and e.kind is not null and ${visible('e', tokens)}
          order by f.subject_id, e.id)`;
    },

    async partyRoles(tokens, partyIds) {
      const rows = await sql<(Omit<PartyRole, 'identifier'> & { kind_of_key: string; value: string | null })[]>`
        select d.party_kind as "partyKind", d.party_id as "partyId", d.role, d.entry_kind as kind, e.source, e.holder, count(distinct d.entry_id)::int as entries,
               bool_or(${isOpen('d', tokens)}) as open, d.kind as kind_of_key,
               max(d.value) filter (where ${isOpen('d', tokens)} and not e.keyed) as value
          from edge d join entry e on e.id = d.entry_id and ${visible('e', tokens)}
         where d.party_id = any(${list(partyIds)}::uuid[]) and ${linked('d', tokens)}
         group by d.party_kind, d.party_id, d.role, d.entry_kind, e.source, e.holder, d.kind
         order by d.party_id, d.role, e.source, e.holder`;
      return rows.map(({ kind_of_key, value, ...row }) => ({
        ...row,
        identifier: value === null ? null : { kind: kind_of_key, value },
      }));
    },

    async partiesOf(tokens, subjectIds) {
      return sql<SubjectParty[]>`
        select s.id as "subjectId", d.role, d.since, d.holder, d."partyKind", d."partyId"
          from unnest(${list(subjectIds)}::uuid[]) as s (id), lateral (
            select d.role, d.since, e.holder, d.party_kind as "partyKind", d.party_id as "partyId"
              from edge d join entry e on e.id = d.entry_id and ${isOpen('e', tokens)}
             where d.subject_id = s.id and not e.keyed and ${isOpen('d', tokens)}
             order by e.as_of desc, d.role, d.party_id limit ${partiesMax}
          ) d`;
    },

    async thingsOf(tokens, parties, kind, { first, after }) {
      const flat = parties.flatMap((ids, at) => ids.map((id) => ({ id, at })));
      if (flat.length === 0) return [];
      return sql<PartyThing[]>`
        select p.at, t."subjectId", t.role, t.open, n.total
          from (
            select at, array_agg(id) as ids
              from unnest(${flat.map(({ id }) => id)}::uuid[], ${flat.map(({ at }) => at)}::int[]) as flat (id, at) group by at
          ) p, lateral (
            select count(distinct d.subject_id)::int as total from edge d
             where d.party_id = any(p.ids) and d.entry_kind = ${kind} and ${linked('d', tokens)}
          ) n, lateral (
            select d.subject_id as "subjectId",
                   (array_agg(d.role order by array_position(${roleOrder}::text[], d.role), d.role))[1] as role,
                   bool_or(${isOpen('d', tokens)}) as open
              from edge d
             where d.party_id = any(p.ids) and d.entry_kind = ${kind} and ${linked('d', tokens)}
               and (${after}::uuid is null or d.subject_id > ${after}::uuid)
             group by d.subject_id order by d.subject_id limit ${first}
          ) t
         order by p.at, t."subjectId"`;
    },

    async peopleByName(tokens, query, limit) {
      const { name, mother } = query;
      const birthDates = query.birthDates ? list(query.birthDates) : null;
      const alike = name === undefined ? [] : [sql`similarity(n.key, ${name}) >= ${similarityMin}`];
      const motherAlike = mother === undefined ? [] : [sql`similarity(n.mother_key, ${mother}) >= ${similarityMin}`];
      // By birth date the rows are few, and the names are only compared; without it the sounds are what the index is asked by.
      const byBirth = birthDates ? [sql`n.birth_date = any(${birthDates}::date[])`, ...alike] : null;
      const bySound = [
        ...(name === undefined ? [] : [sounding('n', soundsOf(name, 'name'))]),
        ...(mother === undefined ? [] : [sounding('n', soundsOf(mother, 'mother'))]),
      ];
      // A slip of the finger changes the sound; trigrams forgive it. They come second: half of a nation shares those of MARIA and SILVA.
      const byTrigrams = name === undefined || birthDates ? null : [sql`n.key % ${name}`, ...alike, ...motherAlike];
      const always = [
        sql`n.entry_kind = 'individual'`,
        isOpen('n', tokens),
        ...(query.role ? [sql`n.role = ${query.role}`] : []),
        ...(query.sex ? [sql`n.sex = ${query.sex}`] : []),
        ...(query.birthYearFrom === undefined
          ? []
          : [sql`n.birth_date >= make_date(${query.birthYearFrom}::int, 1, 1)`]),
        ...(query.birthYearTo === undefined ? [] : [sql`n.birth_date <= make_date(${query.birthYearTo}::int, 12, 31)`]),
        ...(query.state
          ? [
              sql`exists (select from entry e where e.id = n.entry_id and ${isOpen('e', tokens)}
                    and (e.holder = ${query.state} or e.basics -> 'person' ->> 'rgUf' = ${query.state}))`,
            ]
          : []),
      ];
      const search = (conditions: typeof always) => sql<{ entryId: string; subjectId: string; considered: number }[]>`
        with found as materialized (
          select n.entry_id, n.subject_id, n.key, n.mother_key from name n
           where ${[...always, ...conditions].reduce((all, one) => sql`${all} and ${one}`)} limit ${namesConsideredMax}
        )
        select entry_id as "entryId", subject_id as "subjectId", (select count(*)::int from found) as considered
          from found group by entry_id, subject_id
         order by max(coalesce(similarity(key, ${name ?? null}), 0) + coalesce(similarity(mother_key, ${mother ?? null}), 0)) desc,
                  entry_id
         limit ${limit}`;
      let rows = await search(byBirth ?? bySound);
      if (rows.length === 0 && byTrigrams) rows = await search(byTrigrams);
      return { candidates: rows, tooMany: (rows[0]?.considered ?? 0) >= namesConsideredMax };
    },

    async wantedLike(tokens, clues) {
      if (clues.length === 0) return [];
      const asked = clues.map(({ key, mother, birthDate }, at) => {
        const [name, ofMother] = [soundsOf(key, 'name'), mother === null ? null : soundsOf(mother, 'mother')];
        // First names alone bring half a nation together.
        const both = ofMother !== null && name.others.length > 0 && ofMother.others.length > 0;
        return {
          ...{ at, key, birth_date: birthDate },
          firsts: both ? [name.first, ofMother.first] : null,
          others: both ? name.others : null,
          mother_others: both ? ofMother.others : null,
        };
      });
      // Every branch is an index of its own; a name alone is never one of them.
      const rows = await sql<{ at: number; subjectId: string; open: boolean; declared: WantedCandidate['declared'] }[]>`
        select c.at, e.subject_id as "subjectId", ${isOpen('e', tokens)} as open,
               e.basics -> 'warrant' -> 'declaredIdentities' as declared
          from (
            select c.at, n.entry_id
              from json_to_recordset(${JSON.stringify(asked)}::text::json) as c (
                at int, key text, birth_date date, firsts text[], others text[], mother_others text[]
              ), lateral (
                (select n.entry_id from name n
                  where n.entry_kind = 'warrant' and n.birth_date = c.birth_date and similarity(n.key, c.key) >= ${similarityMin}
                    and ${visible('n', tokens)}
                  order by similarity(n.key, c.key) desc, n.entry_id limit ${perClueMax})
                union
                (select n.entry_id from name n
                  where n.entry_kind = 'warrant' and n.sounds @> c.firsts and n.sounds && c.others
                    and n.sounds && c.mother_others and ${visible('n', tokens)}
                  order by similarity(n.key, c.key) desc, n.entry_id limit ${perClueMax})
              ) n
          ) c join entry e on e.id = c.entry_id
         where ${visible('e', tokens)}
         order by c.at, e.subject_id`;
      return rows;
    },

    async vehiclesLike(tokens, query, { first, after }) {
      const conditions = [
        isOpen('t', tokens),
        ...(query.marks.length > 0 ? [sql`t.marks @> ${list(query.marks)}::text[]`] : []),
        ...(query.platePattern === null
          ? []
          : [sql`exists (select from unnest(t.plates) as p (plate) where p.plate like ${query.platePattern})`]),
        ...(query.chassisBack === null
          ? []
          : [sql`t.chassis_back >= ${query.chassisBack} and t.chassis_back < ${next(query.chassisBack)}`]),
        ...(query.ownerId === null
          ? []
          : [
              sql`t.subject_id in (select d.subject_id from edge d where d.party_id = ${query.ownerId}::uuid
                    and d.entry_kind = 'vehicle' and ${isOpen('d', tokens)})`,
            ]),
        ...(query.make === null ? [] : [sql`strpos(t.make_key, ${query.make}) > 0`]),
        ...(query.model === null ? [] : [sql`strpos(t.model_key, ${query.model}) > 0`]),
        ...(query.colour === null ? [] : [sql`t.colour_key = ${query.colour}`]),
        ...(query.yearFrom === null ? [] : [sql`t.year >= ${query.yearFrom}`]),
        ...(query.yearTo === null ? [] : [sql`t.year <= ${query.yearTo}`]),
        ...(query.state === null ? [] : [sql`t.state = ${query.state}`]),
      ];
      const where = conditions.reduce((all, one) => sql`${all} and ${one}`);
      const [row] = await sql<{ ids: string[] | null; total: number }[]>`
        with found as materialized (select distinct t.subject_id from vehicle_trait t where ${where})
        select (select count(*)::int from found) as total, (
          select array_agg(p.subject_id order by p.subject_id) from (
            select subject_id from found where ${after}::uuid is null or subject_id > ${after}::uuid
             order by subject_id limit ${first}
          ) p
        ) as ids`;
      return { subjectIds: row?.ids ?? [], total: row?.total ?? 0 };
    },

    async sharingPlates(tokens, plates) {
      if (plates.length === 0) return [];
      return sql<{ at: number; subjectId: string }[]>`
        select distinct (k.position - 1)::int as at, i.subject_id as "subjectId"
          from unnest(${plates.map(({ plate }) => plate)}::text[], ${plates.map(({ country }) => country)}::text[])
            with ordinality as k (plate, country, position)
          join identifier i on i.kind = 'PLATE' and i.value = k.plate and coalesce(i.place, 'BR') = k.country
           and i.entry_kind = 'vehicle' and ${isOpen('i', tokens)}
          join entry e on e.id = i.entry_id and ${isOpen('e', tokens)} and e.basics -> 'vehicle' ? 'chassis'
         order by 1, 2`;
    },
  } satisfies IndexRecords);
}

function visibleEntry(row: EntryRow): VisibleEntry {
  return {
    id: row.id,
    source: row.source,
    holder: row.holder,
    recordId: row.record_id,
    kind: row.kind,
    subjectId: row.subject_id,
    asOf: row.as_of.toISOString(),
    keyed: row.keyed,
    open: row.shown,
    contactUnit: row.contact_unit,
    basics: row.basics ?? {},
  };
}

/** The driver wants arrays that it could change. */
function list<Item>(items: readonly Item[]): Item[] {
  return items as Item[];
}

function places(keys: readonly IdentifierKey[]): (string | null)[] {
  return keys.map(({ place }) => place ?? null);
}

/** The first text after all that begin with `prefix`, byte by byte. */
function next(prefix: string): string {
  return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
}
