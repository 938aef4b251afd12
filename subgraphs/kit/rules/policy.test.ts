import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Asker, Profile, Purpose } from '../caller.ts';
import { profiles } from '../caller.ts';
import { decide } from './evaluate.ts';
import { harvestRules } from './harvest.ts';
import { audienceTokens, platesMax, policy, purposesOf, scopesOf } from './policy.ts';
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

// The whole of who sees what is compared field by field in test/matrix.test.ts.
describe('who sees what', () => {
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
          expect(Object.keys(policy.scopes)).toContain(scope);
          expect(held).toContain(scope);
        }
      }
    }
  });

  it('the help desk may state no purpose at all', () => {
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
  const ofCourt = (profile: Profile, purpose: Purpose, court?: string): Asker => {
    const { caller, ...stated } = asker(profile, purpose, '00000010020268260001');
    return { caller: { ...caller, ...(court ? { court } : {}) }, ...stated };
  };

  it('are sorted and name what the asker is, not who', () => {
    expect(audienceTokens(asker('patrol'))).toEqual([
      'all',
      'body:PMSP',
      'profile:patrol',
      'state:SP',
      'unit:PMSP/3BPM',
    ]);
  });

  it('a judge has the court, and the case that is stated there', () => {
    expect(audienceTokens(ofCourt('judge', 'JUDGMENT', '8.26.0001'))).toEqual(
      expect.arrayContaining(['court:8.26.0001', 'case:00000010020268260001']),
    );
  });

  it('a prosecutor has the stated case and nothing else of the court', () => {
    const tokens = audienceTokens(ofCourt('prosecutor', 'PROSECUTION', '8.26.0001'));
    expect(tokens).toContain('case:00000010020268260001');
    expect(tokens.some((token) => token.startsWith('court:'))).toBe(false);
  });

  it.each([
    ['a judge of another court', ofCourt('judge', 'JUDGMENT', '8.17.0001')],
    ['a prosecutor at another court', ofCourt('prosecutor', 'PROSECUTION', '8.17.0001')],
    ['a prosecutor whose token names no court', ofCourt('prosecutor', 'PROSECUTION')],
    ['an investigator', withCase.investigator!],
  ])('a number that anybody can type opens nothing to %s', (_, who) => {
    expect(audienceTokens(who).some((token) => token.startsWith('case:'))).toBe(false);
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
