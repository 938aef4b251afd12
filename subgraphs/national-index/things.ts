// Vehicles, weapons, companies and warrants as one caller may see them (pure): each field from the newest entry that has it.
import { plateForms } from '#kit/identifiers/plate.ts';
import { canonical } from './canonical.ts';
import { byNewest } from './people.ts';
import type { VisibleEntry } from './records.ts';

export interface Explanation {
  readonly band: 'CERTAIN' | 'STRONG' | 'LIKELY' | 'POSSIBLE';
  /** pt-BR; never quoting names, dates or numbers. */
  readonly reasons: readonly string[];
}

interface Thing {
  readonly id: string;
  /** Open ones, newest first. */
  readonly entries: readonly VisibleEntry[];
  readonly withheld: readonly VisibleEntry[];
}

export interface PlateUse {
  readonly plate: string;
  readonly country: string;
  readonly otherForm: string | null;
}

export interface Vehicle extends Thing {
  readonly __typename: 'Vehicle';
  readonly country: string | null;
  readonly plates: readonly PlateUse[];
  readonly chassis: string | null;
  readonly renavam: string | null;
  readonly make: string | null;
  readonly model: string | null;
  readonly colour: string | null;
  readonly year: number | null;
  /** Entries of this one chassis claim plates that have none in common. */
  readonly platesContradict: boolean;
}

export interface Weapon extends Thing {
  readonly __typename: 'Weapon';
  readonly serial: string | null;
  readonly make: string | null;
  readonly calibre: string | null;
  readonly links: readonly { readonly holder: string; readonly recordId: string; readonly match: Explanation }[];
}

export interface Company extends Thing {
  readonly __typename: 'Company';
  readonly name: string | null;
  readonly cnpj: string | null;
}

export interface Warrant extends Thing {
  readonly __typename: 'Warrant';
  readonly number: string | null;
  /** CPFs by which the warrant names somebody. */
  readonly cpfs: readonly string[];
}

export function thingOf(id: string, entries: readonly VisibleEntry[]): Thing {
  const newest = entries.toSorted(byNewest);
  return {
    id,
    entries: Object.freeze(newest.filter(({ open }) => open)),
    withheld: Object.freeze(newest.filter(({ open }) => !open)),
  };
}

export function vehicleOf(id: string, visible: readonly VisibleEntry[]): Vehicle {
  const thing = thingOf(id, visible);
  const declared = thing.entries.flatMap(({ basics }) => (basics.vehicle ? [basics.vehicle] : []));
  const first = firstOf(declared);
  const used = new Map<string, PlateUse>();
  for (const { country, plates } of declared)
    for (const plate of plates) {
      const key = `${country} ${canonical('PLATE', plate, country)}`;
      if (!used.has(key)) used.set(key, plateUse(plate, country));
    }
  const claims = declared.map(({ country, plates }) =>
    plates.map((plate) => `${country} ${canonical('PLATE', plate, country)}`),
  );
  return Object.freeze({
    __typename: 'Vehicle' as const,
    ...thing,
    country: first(({ country }) => country),
    plates: Object.freeze([...used.values()]),
    chassis: first(({ chassis }) => chassis),
    renavam: first(({ renavam }) => renavam),
    make: first(({ make }) => make),
    model: first(({ model }) => model),
    colour: first(({ colour }) => colour),
    year: first(({ year }) => year),
    platesContradict: claims.some((plates, at) =>
      claims
        .slice(at + 1)
        .some((others) => plates.length > 0 && others.length > 0 && !plates.some((plate) => others.includes(plate))),
    ),
  });
}

function plateUse(plate: string, country: string): PlateUse {
  const forms = country === 'BR' ? plateForms(plate) : [plate];
  return Object.freeze({ plate, country, otherForm: forms.find((form) => form !== plate) ?? null });
}

/** `keyed` are records that only a serial ties to the weapon. */
export function weaponOf(id: string, visible: readonly VisibleEntry[], keyed: readonly VisibleEntry[]): Weapon {
  const own = thingOf(id, visible);
  const declared = own.entries.flatMap(({ basics }) => (basics.weapon ? [basics.weapon] : []));
  const first = firstOf(declared);
  const linked = keyed.filter(({ open }) => open).toSorted(byNewest);
  return Object.freeze({
    __typename: 'Weapon' as const,
    id,
    entries: Object.freeze([...own.entries, ...linked]),
    withheld: own.withheld,
    serial: first(({ serial }) => serial),
    make: first(({ make }) => make),
    calibre: first(({ calibre }) => calibre),
    links: Object.freeze([
      ...own.entries.map((entry) => linkOf(entry, declared.length === 0 ? standsAlone : sameSerialAndMake)),
      ...linked.map((entry) => linkOf(entry, sameSerialOnly)),
    ]),
  });
}

function linkOf({ holder, recordId }: VisibleEntry, match: Explanation): Weapon['links'][number] {
  return Object.freeze({ holder, recordId, match });
}

const sameSerialAndMake: Explanation = Object.freeze({
  band: 'CERTAIN',
  reasons: Object.freeze(['mesma série e mesma marca']),
});
const standsAlone: Explanation = Object.freeze({
  band: 'CERTAIN',
  reasons: Object.freeze(['único registro desta arma no índice']),
});
const sameSerialOnly: Explanation = Object.freeze({
  band: 'LIKELY',
  reasons: Object.freeze([
    'mesmo número de série; séries se repetem entre marcas: confira marca e calibre no registro',
  ]),
});

export function companyOf(id: string, visible: readonly VisibleEntry[], edgeCnpj: string | null): Company {
  const thing = thingOf(id, visible);
  const first = firstOf(thing.entries.flatMap(({ basics }) => (basics.company ? [basics.company] : [])));
  return Object.freeze({
    __typename: 'Company' as const,
    ...thing,
    name: first(({ name }) => name),
    cnpj: first(({ cnpj }) => cnpj) ?? edgeCnpj,
  });
}

export function warrantOf(id: string, visible: readonly VisibleEntry[]): Warrant {
  const thing = thingOf(id, visible);
  const declared = thing.entries.flatMap(({ basics }) => (basics.warrant ? [basics.warrant] : []));
  const cpfs = declared.flatMap(({ declaredIdentities }) =>
    declaredIdentities.flatMap(({ cpf }) => (cpf === undefined ? [] : [cpf])),
  );
  return Object.freeze({
    __typename: 'Warrant' as const,
    ...thing,
    number: firstOf(declared)(({ number }) => number),
    cpfs: Object.freeze([...new Set(cpfs)]),
  });
}

function firstOf<Declared>(declared: readonly Declared[]) {
  return <Value>(read: (one: Declared) => Value | undefined): Value | null =>
    declared.map(read).find((value) => value !== undefined) ?? null;
}
