// An entry as the rows that make it findable (pure). Order of arrival cannot matter here: a row depends on its entry alone.
import { SUPPRESSED } from '#kit/identifiers/weapon-serial.ts';
import { plateForms } from '#kit/identifiers/plate.ts';
import type { DeclaredPerson, IndexEdge, IndexEntry, IndexIdentifier } from '#kit/index-entry.ts';
import { searchKey } from '#kit/names.ts';
import { canonical } from './canonical.ts';
import { soundsOf } from './sound-keys.ts';
import type { NameSounds } from './sound-keys.ts';
import { keyedPartyId } from './subject-ids.ts';
import type { SubjectIds, SubjectKind } from './subject-ids.ts';

export interface AudienceRow {
  readonly open: readonly string[];
  readonly existence: readonly string[];
}

export interface EntryRows {
  readonly entry: AudienceRow & {
    readonly id: string;
    readonly source: string;
    readonly holder: string;
    readonly record_id: string;
    readonly version: number;
    readonly kind: SubjectKind;
    readonly subject_id: string;
    readonly as_of: string;
    readonly keyed: boolean;
    readonly contact_unit: unknown;
    readonly basics: unknown;
  };
  readonly identifiers: readonly (AudienceRow & {
    readonly kind: string;
    readonly value: string;
    readonly place: string | null;
    readonly entry_id: string;
    readonly entry_kind: SubjectKind;
    readonly subject_id: string;
  })[];
  readonly edges: readonly (AudienceRow & {
    readonly entry_id: string;
    readonly entry_kind: SubjectKind;
    readonly subject_id: string;
    readonly role: string;
    readonly party_kind: string;
    readonly party_id: string;
    readonly kind: string;
    readonly value: string;
    readonly since: string | null;
  })[];
  readonly names: readonly (AudienceRow & {
    readonly entry_id: string;
    readonly entry_kind: SubjectKind;
    readonly subject_id: string;
    readonly role: 'NAME' | 'ALIAS';
    readonly key: string;
    readonly mother_key: string | null;
    readonly birth_date: string | null;
    readonly sex: string | null;
    readonly sounds: readonly string[];
  })[];
  readonly traits: readonly (AudienceRow & {
    readonly entry_id: string;
    readonly subject_id: string;
    readonly plates: readonly string[];
    readonly marks: readonly string[];
    readonly chassis_back: string | null;
    readonly make_key: string | null;
    readonly model_key: string | null;
    readonly colour_key: string | null;
    readonly year: number | null;
    readonly state: string | null;
  })[];
}

/** Opaque, and the same for every version of the record. */
export function entryIdOf(ids: SubjectIds, source: string, holder: string, recordId: string): string {
  return ids.of('entry', source, holder, recordId);
}

export function rowsOf(entry: IndexEntry, ids: SubjectIds): EntryRows {
  const keyed = entry.keyed === true;
  const identifiers = unique(keyed ? entry.identifiers : [...entry.identifiers, ...declaredIdentifiers(entry)], keyed);
  const kind = kindOf(entry, identifiers);
  const id = entryIdOf(ids, entry.source, entry.holder, entry.recordId);
  const subject_id = subjectIdOf(kind, entry, identifiers, ids);
  const audience = audienceOf(entry);
  const about = { entry_id: id, entry_kind: kind, subject_id, ...audience };
  const edges = kind === 'warrant' ? [...entry.edges, ...wantedEdges(entry.edges, identifiers)] : entry.edges;
  return {
    entry: {
      id,
      source: entry.source,
      holder: entry.holder,
      record_id: entry.recordId,
      version: entry.version,
      kind,
      subject_id,
      as_of: entry.asOf,
      keyed,
      ...audience,
      contact_unit: entry.contactUnit ?? null,
      basics: entry.basics,
    },
    identifiers: identifiers.map(({ kind, value, place }) => ({ kind, value, place: place ?? null, ...about })),
    edges: edges.map((edge) => edgeRow(edge, entry, keyed, ids, about)),
    names: namesOf(entry).map((name) => ({ ...name, ...about })),
    traits: traitsOf(entry, identifiers).map((traits) => ({ ...traits, entry_id: id, subject_id, ...audience })),
  };
}

/** A token that shows all hides nothing, so it is not kept among those that show existence. */
function audienceOf({ audience }: IndexEntry): AudienceRow {
  const open = new Set(audience.filter(({ shows }) => shows === 'OPEN').map(({ token }) => token));
  const existence = new Set(audience.map(({ token }) => token).filter((token) => !open.has(token)));
  return { open: [...open].sort(), existence: [...existence].sort() };
}

/** What the basics identify by, for holders that did not list it apart. */
function declaredIdentifiers({ basics }: IndexEntry): IndexIdentifier[] {
  const { person, company, vehicle, weapon, warrant } = basics;
  const found: (IndexIdentifier | undefined)[] = [
    of('CPF', person?.cpf),
    of('RG', person?.rg, person?.rgUf),
    of('CNPJ', company?.cnpj),
    ...(vehicle?.plates ?? []).map((plate) => of('PLATE', plate, vehicle?.country)),
    of('CHASSIS', vehicle?.chassis),
    of('RENAVAM', vehicle?.renavam),
    of('ENGINE', vehicle?.engine),
    of('WEAPON_SERIAL', weapon?.serial),
    of('WEAPON_REGISTRATION', weapon?.registration, weapon?.system),
    of('WARRANT_NUMBER', warrant?.number),
    ...(warrant?.declaredIdentities ?? []).map(({ cpf }) => of('CPF', cpf)),
  ];
  return found.filter((one) => one !== undefined);
}

function of(kind: IndexIdentifier['kind'], value: string | undefined, place?: string): IndexIdentifier | undefined {
  return value === undefined ? undefined : { kind, value, ...(place !== undefined && { place }) };
}

/** Canonical, each once; of a plate both Brazilian forms; a suppressed serial tells no weapon from another and is left out. */
function unique(identifiers: readonly IndexIdentifier[], keyed: boolean): readonly IndexIdentifier[] {
  const found = new Map<string, IndexIdentifier>();
  for (const one of identifiers) {
    const value = keyed ? one.value : canonical(one.kind, one.value, one.place);
    if (one.kind === 'WEAPON_SERIAL' && value === SUPPRESSED) continue;
    const values = !keyed && one.kind === 'PLATE' && isBrazilian(one.place) ? plateForms(value) : [value];
    for (const form of values) {
      const key = `${one.kind} ${form}`;
      // The same value may come with and without its place; the one with it says more.
      if (one.place !== undefined || !found.has(key)) found.set(key, { ...one, value: form });
    }
  }
  return [...found.values()];
}

function isBrazilian(place: string | undefined): boolean {
  return place === undefined || place === 'BR';
}

const kindByIdentifier: Readonly<Record<string, SubjectKind>> = {
  WARRANT_NUMBER: 'warrant',
  PROCESS_NUMBER: 'warrant',
  WEAPON_SERIAL: 'weapon',
  WEAPON_REGISTRATION: 'weapon',
  PLATE: 'vehicle',
  CHASSIS: 'vehicle',
  RENAVAM: 'vehicle',
  ENGINE: 'vehicle',
  CNPJ: 'company',
};

/** By the basics; of a keyed entry, which has none, by what it is identified by. */
function kindOf({ basics, edges }: IndexEntry, identifiers: readonly IndexIdentifier[]): SubjectKind {
  if (basics.person) return 'individual';
  if (basics.company) return 'company';
  if (basics.vehicle) return 'vehicle';
  if (basics.weapon) return 'weapon';
  if (basics.warrant) return 'warrant';
  const byIdentifier = identifiers.map(({ kind }) => kindByIdentifier[kind]).find((kind) => kind !== undefined);
  // A weapon whose serial was filed off may come with its owner alone.
  return byIdentifier ?? (edges.some(({ role }) => role === 'WEAPON_OWNER') ? 'weapon' : 'individual');
}

function subjectIdOf(
  kind: SubjectKind,
  entry: IndexEntry,
  identifiers: readonly IndexIdentifier[],
  ids: SubjectIds,
): string {
  const alone = () => ids.of(kind, 'record', entry.source, entry.holder, entry.recordId);
  // Keyed hashes of two endpoints never meet, and one of another holder's record could be sent on purpose.
  if (entry.keyed) return alone();
  const first = (wanted: string) => identifiers.find((one) => one.kind === wanted)?.value;
  switch (kind) {
    case 'individual': {
      const cpf = entry.basics.person?.cpf === undefined ? first('CPF') : canonical('CPF', entry.basics.person.cpf);
      return cpf === undefined ? alone() : ids.of('individual', 'CPF', '', cpf);
    }
    case 'company':
      return ids.of('company', 'CNPJ', '', canonical('CNPJ', entry.basics.company?.cnpj ?? ''));
    case 'vehicle': {
      const { country = 'BR', plates = [], chassis } = entry.basics.vehicle ?? {};
      if (chassis !== undefined) return ids.of('vehicle', 'CHASSIS', canonical('CHASSIS', chassis));
      const plate = plates[0];
      return plate === undefined ? alone() : ids.of('vehicle', 'PLATE', country, canonical('PLATE', plate, country));
    }
    case 'weapon': {
      const make = searchKey(entry.basics.weapon?.make ?? '');
      const serial = first('WEAPON_SERIAL');
      return serial === undefined || make === null ? alone() : ids.of('weapon', 'WEAPON_SERIAL', serial, make);
    }
    case 'warrant':
      return ids.of('warrant', 'WARRANT_NUMBER', canonical('WARRANT_NUMBER', entry.basics.warrant?.number ?? ''));
  }
}

/** A warrant that names a CPF wants that person, whether or not the holder drew the edge. */
function wantedEdges(edges: readonly IndexEdge[], identifiers: readonly IndexIdentifier[]): readonly IndexEdge[] {
  const drawn = new Set(edges.map(({ identifier }) => canonical(identifier.kind, identifier.value, identifier.place)));
  return identifiers
    .filter(({ kind, value }) => kind === 'CPF' && !drawn.has(value))
    .map((identifier) => ({ role: 'WANTED', kind: 'individual', identifier }));
}

function edgeRow(
  edge: IndexEdge,
  entry: IndexEntry,
  keyed: boolean,
  ids: SubjectIds,
  about: AudienceRow & { readonly entry_id: string; readonly entry_kind: SubjectKind; readonly subject_id: string },
): EntryRows['edges'][number] {
  const { kind, place } = edge.identifier;
  const value = keyed ? edge.identifier.value : canonical(kind, edge.identifier.value, place);
  const party_id = keyed
    ? keyedPartyId(ids, entry.source, entry.holder, kind, value)
    : ids.of(edge.kind, kind, kind === 'RG' ? (place ?? '') : '', value);
  return { role: edge.role, party_kind: edge.kind, party_id, kind, value, since: edge.since ?? null, ...about };
}

interface DeclaredName {
  readonly role: 'NAME' | 'ALIAS';
  readonly key: string;
  readonly mother_key: string | null;
  readonly birth_date: string | null;
  readonly sex: string | null;
  readonly sounds: readonly string[];
}

function namesOf({ basics }: IndexEntry): readonly DeclaredName[] {
  const people = basics.person ? [basics.person] : (basics.warrant?.declaredIdentities ?? []);
  const found = new Map<string, DeclaredName>();
  for (const person of people)
    for (const name of declaredNames(person)) found.set(`${name.key}|${name.mother_key}|${name.birth_date}`, name);
  return [...found.values()];
}

function declaredNames({ names, aliases = [], motherName, birthDate, sex }: DeclaredPerson): readonly DeclaredName[] {
  const mother_key = searchKey(motherName ?? '');
  const ofMother = mother_key === null ? [] : soundList(soundsOf(mother_key, 'mother'));
  const row = (role: 'NAME' | 'ALIAS', name: string): DeclaredName[] => {
    const key = searchKey(name);
    if (key === null) return [];
    const sounds = [...soundList(soundsOf(key, 'name')), ...ofMother];
    return [{ role, key, mother_key, birth_date: birthDate ?? null, sex: sex ?? null, sounds }];
  };
  // Aliases first, so that a name that is declared as both stands as a name.
  return [...aliases.flatMap((alias) => row('ALIAS', alias)), ...names.flatMap((name) => row('NAME', name))];
}

function soundList({ first, others }: NameSounds): readonly string[] {
  return [first, ...others];
}

function traitsOf({ basics }: IndexEntry, identifiers: readonly IndexIdentifier[]) {
  const { vehicle } = basics;
  if (!vehicle) return [];
  const plates = identifiers.filter(({ kind }) => kind === 'PLATE').map(({ value }) => value);
  const chassis = identifiers.find(({ kind }) => kind === 'CHASSIS')?.value;
  return [
    {
      plates,
      marks: [...new Set(plates.flatMap(plateMarks))],
      chassis_back: chassis === undefined ? null : reversed(chassis),
      make_key: searchText(vehicle.make),
      model_key: searchText(vehicle.model),
      colour_key: searchText(vehicle.colour),
      year: vehicle.year ?? null,
      state: vehicle.state ?? null,
    },
  ];
}

/** Each character with its place from the start and from the end: `ABC` is 1A 2B 3C -3A -2B -1C. */
export function plateMarks(plate: string): readonly string[] {
  return [...plate].flatMap((character, at) => [`${at + 1}${character}`, `${at - plate.length}${character}`]);
}

export function reversed(text: string): string {
  return [...text].reverse().join('');
}

/** Capitals and digits in words, for make, model and colour: `VW/GOL 1.0` is `VW GOL 1 0`. */
export function searchText(text: string | undefined): string | null {
  const folded = (text ?? '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, ' ')
    .trim();
  return folded === '' ? null : folded;
}
