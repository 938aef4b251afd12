// What holders let the index know, over a whole nation: basics from the closed list and nothing else, and no status or flag anywhere. The
// list is written by hand: it is the contract, and neither a type nor the index's own check may widen it unseen.
import { readFileSync } from 'node:fs';
import { Kind, parse } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { indexEntrySchema } from '#kit/index-entry.ts';
import type { EntryFacts } from '#kit/records.ts';
import { nation } from '../demo/nation/nation.ts';
import type { NationRecord } from '../demo/nation/nation.ts';
import { checkEntry } from '../subgraphs/national-index/entry-check.ts';
import { indexEntry as individualEntry } from '../subgraphs/individuals/index-entry.ts';
import { indexEntry as foreignVehicleEntry } from '../subgraphs/mercosul/index-entry.ts';
import { indexEntry as vehicleEntry } from '../subgraphs/vehicles/index-entry.ts';
import { indexEntry as warrantEntry } from '../subgraphs/warrants/index-entry.ts';
import { indexEntry as weaponEntry } from '../subgraphs/weapons/index-entry.ts';

const declaredPerson = ['names', 'aliases', 'motherName', 'birthDate', 'sex', 'cpf', 'rg', 'rgUf'];
const closedBasics: Readonly<Record<string, readonly string[]>> = {
  person: declaredPerson,
  company: ['name', 'cnpj'],
  vehicle: ['country', 'plates', 'chassis', 'renavam', 'engine', 'make', 'model', 'colour', 'year', 'state'],
  weapon: ['system', 'registration', 'serial', 'make', 'calibre'],
  warrant: ['number', 'declaredIdentities'],
};
const closedEntry = ['audience', 'contactUnit', 'identifiers', 'edges', 'basics'];

/** Words of these enumerations say what became of somebody or something: the holder says them live or nobody does. */
const statusEnums = [
  ['vehicles', 'VehicleSituation'],
  ['vehicles', 'VehicleRestriction'],
  ['vehicles', 'OccurrenceType'],
  ['vehicles', 'OccurrenceStatus'],
  ['weapons', 'WeaponStatus'],
  ['warrants', 'WarrantStatus'],
  ['warrants', 'WarrantKind'],
  ['warrants', 'WarrantSecrecy'],
] as const;
const statusWords = new Set([...statusEnums.flatMap(([source, name]) => enumWords(source, name)), 'true', 'false']);

function enumWords(source: string, name: string): readonly string[] {
  const document = parse(readFileSync(new URL(`../subgraphs/${source}/schema.graphql`, import.meta.url), 'utf8'));
  const found = document.definitions.find(
    (node) => node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === name,
  );
  if (found?.kind !== Kind.ENUM_TYPE_DEFINITION) throw new Error(`${source} has no enumeration ${name}`);
  return (found.values ?? []).map((value) => value.name.value);
}

function entryOf(record: NationRecord): EntryFacts | null {
  const endpoint = { source: record.source, holder: record.holder };
  switch (record.source) {
    case 'individuals':
      return individualEntry(record.facts, endpoint);
    case 'vehicles':
      return vehicleEntry(record.facts, endpoint);
    case 'mercosul':
      return foreignVehicleEntry(record.facts, endpoint);
    case 'weapons':
      return weaponEntry(record.facts, endpoint);
    case 'warrants':
      return warrantEntry(record.facts, endpoint);
  }
}

/** What an entry holds beyond the contract, as places and words. */
function strangersIn(entry: EntryFacts): readonly string[] {
  const strangers = Object.keys(entry).filter((name) => !closedEntry.includes(name));
  for (const [kind, basics] of Object.entries(entry.basics)) {
    const known = closedBasics[kind] ?? [];
    strangers.push(
      ...Object.keys(basics)
        .filter((name) => !known.includes(name))
        .map((name) => `${kind}.${name}`),
    );
  }
  for (const identity of entry.basics.warrant?.declaredIdentities ?? [])
    strangers.push(...Object.keys(identity).filter((name) => !declaredPerson.includes(name)));
  strangers.push(...leavesOf(entry.basics).filter((leaf) => statusWords.has(leaf)));
  return strangers;
}

function leavesOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [String(value)];
}

describe('the entries of a nation', () => {
  const records: NationRecord[] = [];
  beforeAll(() => {
    records.push(...nation({ seed: 2026, size: 2000, today: '2026-11-21' }));
  });

  it('hold basics of the closed list and no word of a status', () => {
    const strangers = new Set(
      records.flatMap((record) =>
        strangersIn(entryOf(record) ?? { audience: [], identifiers: [], edges: [], basics: {} }),
      ),
    );
    expect([...strangers]).toEqual([]);
  });

  it('hold one kind of basics each, and every kind that a record can be', () => {
    const kinds = records.flatMap((record) => {
      const entry = entryOf(record);
      return entry ? [Object.keys(entry.basics).join()] : [];
    });
    expect([...new Set(kinds)].sort()).toEqual(['person', 'vehicle', 'warrant', 'weapon']);
  });

  it('are all taken by the index', () => {
    for (const record of records) {
      const facts = entryOf(record);
      if (!facts) continue;
      const { source, holder } = record;
      const event = { recordId: record.facts.recordId, version: 1 };
      const entry = { schema: indexEntrySchema, source, holder, ...event, asOf: '2026-11-21T12:00:00Z', ...facts };
      // As it arrives: from JSON.
      expect(() =>
        checkEntry(JSON.parse(JSON.stringify(entry)), { source, holder, publication: 'FULL' }, event),
      ).not.toThrow();
    }
  });

  it('exist for no vehicle of another country', () => {
    const foreign = records.filter(({ source }) => source === 'mercosul');
    expect(foreign.length).toBeGreaterThan(0);
    expect(foreign.map(entryOf).filter((entry) => entry !== null)).toEqual([]);
  });
});

describe('the check above', () => {
  const entry: EntryFacts = {
    audience: [],
    identifiers: [],
    edges: [],
    basics: { vehicle: { country: 'BR', plates: ['ABC1234'] } },
  };

  it.each([
    ['a member beside the closed ones', { ...entry, stolen: true }, 'stolen'],
    [
      'a basic beside the list',
      { ...entry, basics: { vehicle: { ...entry.basics.vehicle, situation: 'x' } } },
      'vehicle.situation',
    ],
    ['a kind beside the list', { ...entry, basics: { licence: { points: 3 } } }, 'licence.points'],
    [
      'a status under an innocent name',
      { ...entry, basics: { vehicle: { ...entry.basics.vehicle, colour: 'ROUBO_FURTO' } } },
      'ROUBO_FURTO',
    ],
    ['a flag', { ...entry, basics: { vehicle: { ...entry.basics.vehicle, make: true } } }, 'true'],
    [
      'a member of a declared identity beside the list',
      { ...entry, basics: { warrant: { number: '1', declaredIdentities: [{ names: [], charge: 'x' }] } } },
      'charge',
    ],
  ])('finds %s', (_what, widened, stranger) => {
    expect(strangersIn(widened as unknown as EntryFacts)).toContain(stranger);
  });
});
