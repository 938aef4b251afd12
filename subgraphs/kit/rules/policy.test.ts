import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Asker, Profile, Purpose } from '../caller.ts';
import { profiles } from '../caller.ts';
import { decide } from './evaluate.ts';
import { harvestRules } from './harvest.ts';
import { audienceTokens, platesMax, policy, purposesOf, scopes, scopesOf } from './policy.ts';
import type { RuleTable } from './rule.ts';

const sources = ['national-index', 'individuals', 'vehicles', 'mercosul', 'weapons', 'warrants'];
const tables = new Map<string, RuleTable>(
  sources.map((name) => [
    name,
    harvestRules(parse(readFileSync(new URL(`../../${name}/schema.graphql`, import.meta.url), 'utf8'))),
  ]),
);

function asker(profile: Profile, purpose?: Purpose, caseNumber?: string): Asker {
  const caller = {
    id: 'p-1',
    body: 'PMSP',
    state: 'SP',
    unit: '3BPM',
    profile,
    level: 2,
    entitlements: [],
    tokenId: 't',
  } as const;
  return { caller, ...(purpose ? { purpose } : {}), ...(caseNumber ? { caseNumber } : {}) };
}

const withCase: Readonly<Partial<Record<Profile, Asker>>> = {
  investigator: asker('investigator', 'INVESTIGATION', 'IP-2026-000001'),
  prosecutor: asker('prosecutor', 'PROSECUTION', '0000001-00.2026.8.26.0001'),
  judge: asker('judge', 'JUDGMENT', '0000001-00.2026.8.26.0001'),
  inspector: asker('inspector', 'INSPECTION', 'OF-2026-000001'),
  patrol: asker('patrol', 'CAPTURE', '1'),
};

// Written by hand from the table of who sees what, never from the directives. Columns: guard, patrol, investigator, investigator with a
// case, prosecutor with a case, judge with a case, inspector, inspector with a case. A yes, M masked, - no.
const columns: readonly Asker[] = [
  asker('municipal-guard'),
  asker('patrol'),
  asker('investigator'),
  withCase.investigator!,
  withCase.prosecutor!,
  withCase.judge!,
  asker('inspector'),
  withCase.inspector!,
];
const expected: readonly (readonly [source: string, coordinate: string, row: string])[] = [
  ['vehicles', 'VehicleRecord.situation', 'AAAAAAAA'],
  ['vehicles', 'VehicleRecord.stolen', 'AAAAAAAA'],
  ['vehicles', 'VehicleRecord.chassis', 'MAAAAAAA'],
  ['vehicles', 'VehicleRecord.engine', 'MAAAAAAA'],
  ['vehicles', 'VehicleRecord.owner', 'AAAAAA-A'],
  ['vehicles', 'VehicleOwner.document', 'MMAAAAMM'],
  ['vehicles', 'VehicleOwner.address', '---AAA--'],
  ['national-index', 'Vehicle.parties', 'AAAAAA-A'],
  ['national-index', 'Vehicle.chassis', 'MAAAAAAA'],
  ['national-index', 'Individual.name', 'AAAAAAAA'],
  ['national-index', 'Individual.cpf', 'MMAAAAMM'],
  ['national-index', 'Individual.motherName', 'AAAAAAMM'],
  ['national-index', 'Individual.birthDate', 'AAAAAAMM'],
  ['national-index', 'DeclaredIdentity.cpf', 'MMAAAAMM'],
  ['national-index', 'DeclaredIdentity.documents', '-AAAAA--'],
  ['national-index', 'Individual.vehicles', '--AAAA--'],
  ['national-index', 'Individual.weapons', '---AAA--'],
  ['national-index', 'Individual.weaponCount', '---AAA--'],
  ['national-index', 'Individual.warrants', 'AAAAAAAA'],
  ['national-index', 'Query.findIndividuals', 'AAAAAA--'],
  ['national-index', 'Query.findIndividualsFreely', '---A----'],
  ['national-index', 'Query.findVehicles', '---A----'],
  ['national-index', 'Query.weaponsBySerial', '-AAAAA-A'],
  ['national-index', 'Query.warrants', 'AAAAAA--'],
  ['individuals', 'IndividualRecord.photos', 'AAAAAA--'],
  ['individuals', 'IndividualRecord.aliases', '-AAAAA--'],
  ['individuals', 'IndividualRecord.documents', '-AAAAA--'],
  ['individuals', 'IndividualRecord.physicalSigns', '-AAAAA--'],
  ['individuals', 'IndividualRecord.healthNotes', '-----A--'],
  ['individuals', 'IndividualRecord.addresses', '---AAA--'],
  ['individuals', 'IndividualRecord.phones', '---AAA--'],
  ['individuals', 'IndividualRecord.entries', '-AAAAA--'],
  ['individuals', 'IndividualRecord.fatherName', 'AAAAAAMM'],
  ['mercosul', 'ForeignVehicleRecord.stolen', '-AAAAAAA'],
  ['mercosul', 'ForeignVehicleRecord.owner', '---AAA-A'],
  ['weapons', 'WeaponRecord.weaponStatus', '-AAAAA-A'],
  ['weapons', 'WeaponRecord.events', '---AAA--'],
  ['weapons', 'WeaponOwner.address', '---AAA--'],
  ['warrants', 'WarrantRecord.warrantStatus', 'AAAAAAAA'],
  ['warrants', 'WarrantRecord.number', 'AAAAAA--'],
  ['warrants', 'WarrantRecord.decisionSummary', '-AAAAA--'],
];

describe('who sees what', () => {
  it.each(expected)('%s: %s', (source, coordinate, row) => {
    const rule = tables.get(source)?.get(coordinate);
    const letters = { ALLOW: 'A', MASK: 'M', DENY: '-', DEFER: 'D' } as const;
    expect(columns.map((who) => letters[decide(rule, who).kind]).join('')).toBe(row);
  });

  it('patrol learns the number of weapons under STOP and never the list', () => {
    const index = tables.get('national-index')!;
    expect(decide(index.get('Individual.weaponCount'), asker('patrol', 'STOP')).kind).toBe('ALLOW');
    for (const who of [asker('patrol', 'STOP'), withCase.patrol!]) {
      expect(decide(index.get('Individual.weapons'), who).kind).toBe('DENY');
    }
  });

  it('the owner of a foreign vehicle opens to patrol at the border', () => {
    const rule = tables.get('mercosul')!.get('ForeignVehicleRecord.owner');
    expect(decide(rule, asker('patrol', 'BORDER')).kind).toBe('ALLOW');
    expect(decide(rule, asker('municipal-guard', 'BORDER')).kind).toBe('DENY');
  });

  it('auditor, help desk and holder operator reach no source data', () => {
    for (const profile of ['auditor', 'help-desk', 'holder-operator'] as const) {
      expect(scopesOf(profile).size).toBe(0);
      for (const table of tables.values()) {
        for (const rule of table.values()) {
          if (rule.scopes.length > 0) expect(decide(rule, asker(profile)).kind).toBe('DENY');
        }
      }
    }
  });
});

describe('the table', () => {
  it('every scope that a schema names exists and is held by somebody', () => {
    const held = new Set<string>(profiles.flatMap((profile) => [...scopesOf(profile)]));
    for (const table of tables.values()) {
      for (const rule of table.values()) {
        const named = [...rule.scopes, ...(rule.masked?.unless ?? [])].flat();
        for (const scope of named) {
          expect(scopes).toContain(scope);
          expect(held).toContain(scope);
        }
      }
    }
  });

  it('every profile has a basis', () => {
    expect(Object.keys(policy).sort()).toEqual([...profiles].sort());
    for (const profile of profiles) expect(policy[profile].basis).not.toBe('');
    expect(purposesOf('help-desk')).toEqual([]);
  });

  it('plates in one look-up', () => {
    expect(platesMax(asker('patrol'))).toBe(50);
    expect(platesMax(asker('municipal-guard'))).toBe(1);
    expect(platesMax(asker('investigator'))).toBe(1);
    expect(platesMax(withCase.investigator!)).toBe(50);
    expect(platesMax(asker('auditor'))).toBe(0);
    expect(platesMax(asker('toString' as Profile))).toBe(0);
  });
});

describe('audience tokens', () => {
  it('are sorted and name what the asker is, not who', () => {
    expect(audienceTokens(withCase.investigator!)).toEqual([
      'all',
      'body:PMSP',
      'case:IP-2026-000001',
      'profile:investigator',
      'state:SP',
      'unit:3BPM',
    ]);
  });

  it('a case under a purpose that the profile may not state opens nothing', () => {
    const tokens = audienceTokens(asker('patrol', 'JUDGMENT', '0000001-00.2026.8.26.0001'));
    expect(tokens.some((token) => token.startsWith('case:'))).toBe(false);
  });

  it('what is open to all is not open to profiles without business in source data', () => {
    for (const profile of ['auditor', 'help-desk', 'holder-operator'] as const) {
      expect(audienceTokens(asker(profile))).not.toContain('all');
    }
  });
});
