import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Asker, Profile, Purpose } from '../caller.ts';
import { profiles } from '../caller.ts';
import { decide, rightsKeys, settle } from './evaluate.ts';
import { harvestRules } from './harvest.ts';

interface Who {
  readonly profile: Profile;
  readonly level?: 1 | 2 | 3;
  readonly purpose?: Purpose;
  readonly caseNumber?: string;
  readonly id?: string;
  readonly body?: string;
  readonly state?: string;
  readonly agreements?: readonly string[];
}

function asker({ profile, level = 2, purpose, caseNumber, id = 'p-1', ...from }: Who): Asker {
  return {
    caller: { id, body: 'PMSP', state: 'SP', ...from, profile, level, entitlements: [], tokenId: 't-1' },
    ...(purpose ? { purpose } : {}),
    ...(caseNumber ? { caseNumber } : {}),
  };
}

const rules = harvestRules(
  parse(`type T {
    open: String @authenticated
    cpf: String @requiresScopes(scopes: [["person"]]) @masked(as: "CPF", unless: [["person:cpf"]])
    always: String @authenticated @masked(as: "NULL", unless: [])
    addresses: String @requiresScopes(scopes: [["person:address"]]) @policy(policies: [["case"]])
    count: String @requiresScopes(scopes: [["person:weapon-count"]]) @policy(policies: [["purpose:STOP"], ["scope:person:weapons-open"], ["case"]])
    weapon: String @requiresScopes(scopes: [["weapon"]]) @policy(policies: [["scope:weapon:open"], ["case"]])
    strong: String @authenticated @policy(policies: [["level:3"]])
    strange: String @authenticated @policy(policies: [["mood:good"]])
    either: String @authenticated @policy(policies: [["mood:good"], ["level:1"]])
    joint: String @authenticated @policy(policies: [["case", "level:3"]])
    sealed: String @requiresScopes(scopes: [["warrant"]]) @policy(policies: [["record:own-case"]])
    opened: String @requiresScopes(scopes: [["warrant"]]) @policy(policies: [["record:public"], ["level:3", "record:own-case"]])
    home: String @authenticated @policy(policies: [["state:RS"], ["body:PF"]])
    agreed: String @authenticated @policy(policies: [["agreement:vehicles"]])
  }`),
);
const decideOn = (field: string, who: Who) => decide(rules.get(`T.${field}`), asker(who));
const ip = { purpose: 'INVESTIGATION', caseNumber: 'IP-2026-000001' } as const;

describe('fails closed', () => {
  it('a coordinate without a rule is denied to every profile', () => {
    for (const profile of profiles) expect(decide(undefined, asker({ profile })).kind).toBe('DENY');
  });

  it('a term that nobody knows is never held', () => {
    expect(decideOn('strange', { profile: 'judge', level: 3 }).kind).toBe('DENY');
    expect(decideOn('either', { profile: 'judge' }).kind).toBe('ALLOW');
  });

  it('a profile that the table does not know holds nothing', () => {
    const stranger = { profile: 'constructor' as Profile };
    expect(decideOn('cpf', stranger).kind).toBe('DENY');
    expect(decideOn('addresses', { ...stranger, ...ip }).kind).toBe('DENY');
  });

  it('a mask without exceptions binds everybody', () => {
    expect(decideOn('always', { profile: 'judge' })).toMatchObject({ kind: 'MASK', as: 'NULL' });
  });
});

describe('rights', () => {
  it('who lacks the exception sees the mask, who has it the value', () => {
    expect(decideOn('cpf', { profile: 'patrol' })).toEqual({ kind: 'MASK', as: 'CPF', rule: 'T.cpf' });
    expect(decideOn('cpf', { profile: 'investigator' }).kind).toBe('ALLOW');
    expect(decideOn('cpf', { profile: 'auditor' })).toEqual({ kind: 'DENY', rule: 'T.cpf', needs: ['scope:person'] });
  });

  it('a case counts with a purpose that the profile may state', () => {
    expect(decideOn('addresses', { profile: 'investigator' })).toMatchObject({ kind: 'DENY', needs: ['case'] });
    expect(decideOn('addresses', { profile: 'investigator', ...ip }).kind).toBe('ALLOW');
    expect(decideOn('addresses', { profile: 'prosecutor', ...ip }).kind).toBe('DENY');
    expect(decideOn('addresses', { profile: 'investigator', caseNumber: 'IP-2026-000001' }).kind).toBe('DENY');
  });

  it('a purpose counts only for a profile that may state it', () => {
    expect(decideOn('count', { profile: 'patrol', purpose: 'STOP' }).kind).toBe('ALLOW');
    expect(decideOn('count', { profile: 'investigator', purpose: 'STOP' }).kind).toBe('DENY');
    expect(decideOn('count', { profile: 'investigator', ...ip }).kind).toBe('ALLOW');
    expect(decideOn('count', { profile: 'judge' }).kind).toBe('ALLOW');
  });

  it('a scope can stand in for a case', () => {
    expect(decideOn('weapon', { profile: 'patrol' }).kind).toBe('ALLOW');
    expect(decideOn('weapon', { profile: 'inspector' }).kind).toBe('DENY');
    expect(decideOn('weapon', { profile: 'inspector', purpose: 'INSPECTION', caseNumber: 'OF-2026-000001' }).kind).toBe(
      'ALLOW',
    );
  });

  it('a level is a floor', () => {
    expect(decideOn('strong', { profile: 'patrol', level: 2 })).toMatchObject({ kind: 'DENY', needs: ['level:3'] });
    expect(decideOn('strong', { profile: 'patrol', level: 3 }).kind).toBe('ALLOW');
  });

  it('what only the record can tell is deferred, once the rest is held', () => {
    expect(decideOn('sealed', { profile: 'judge' })).toEqual({ kind: 'DEFER', rule: 'T.sealed' });
    expect(decideOn('sealed', { profile: 'inspector' }).kind).toBe('DENY');
  });
});

describe('what is missing is said', () => {
  it('alternatives that the asker can come by', () => {
    expect(decideOn('count', { profile: 'patrol' })).toMatchObject({ needs: ['case|purpose:STOP'] });
    expect(decideOn('count', { profile: 'investigator' })).toMatchObject({ needs: ['case'] });
    expect(decideOn('joint', { profile: 'investigator' })).toMatchObject({ needs: ['case+level:3'] });
  });

  it('scopes and terms, each in its item', () => {
    expect(decideOn('addresses', { profile: 'patrol' })).toMatchObject({ needs: ['scope:person:address', 'case'] });
  });
});

describe('where the caller comes from', () => {
  it('a state or a body opens to those of it', () => {
    expect(decideOn('home', { profile: 'patrol', state: 'RS' }).kind).toBe('ALLOW');
    expect(decideOn('home', { profile: 'patrol', body: 'PF' }).kind).toBe('ALLOW');
    expect(decideOn('home', { profile: 'patrol' })).toMatchObject({ kind: 'DENY', needs: ['body:PF|state:RS'] });
  });

  it('an agreement opens the sources that it covers', () => {
    expect(decideOn('agreed', { profile: 'municipal-guard', agreements: ['vehicles'] }).kind).toBe('ALLOW');
    expect(decideOn('agreed', { profile: 'municipal-guard', agreements: ['individuals'] }).kind).toBe('DENY');
    expect(decideOn('agreed', { profile: 'municipal-guard' }).kind).toBe('DENY');
  });

  it('equal rights of other bodies do not share what the body decides', () => {
    const keyOf = rightsKeys(rules);
    expect(keyOf(asker({ profile: 'patrol', state: 'RS' }))).not.toBe(keyOf(asker({ profile: 'patrol' })));
    expect(keyOf(asker({ profile: 'patrol', state: 'PE' }))).toBe(keyOf(asker({ profile: 'patrol' })));
  });
});

describe('with the record in hand', () => {
  const judge = asker({ profile: 'judge' });
  const opened = rules.get('T.opened');

  it('its holder settles what the gateway deferred', () => {
    expect(decide(opened, judge)).toEqual({ kind: 'DEFER', rule: 'T.opened' });
    expect(settle(opened, judge, (term) => term === 'record:public').kind).toBe('ALLOW');
    expect(settle(opened, judge, () => false)).toMatchObject({
      kind: 'DENY',
      needs: ['level:3+record:own-case|record:public'],
    });
  });

  it('the terms of the caller count as before', () => {
    const ownCase = (term: string) => term === 'record:own-case';
    expect(settle(opened, judge, ownCase).kind).toBe('DENY');
    expect(settle(opened, asker({ profile: 'judge', level: 3 }), ownCase).kind).toBe('ALLOW');
    expect(settle(opened, asker({ profile: 'military', level: 3 }), () => true).kind).toBe('ALLOW');
    expect(settle(opened, asker({ profile: 'municipal-guard', level: 3 }), () => true).kind).toBe('DENY');
    expect(settle(undefined, judge, () => true).kind).toBe('DENY');
  });
});

describe('the key of rights', () => {
  const rightsKey = rightsKeys(rules);

  it('names neither person nor case', () => {
    const key = rightsKey(asker({ profile: 'investigator', ...ip, id: 'p-77' }));
    expect(key).not.toContain('p-77');
    expect(key).not.toContain('IP-2026');
    expect(key).toBe(
      rightsKey(asker({ profile: 'investigator', purpose: 'INVESTIGATION', caseNumber: 'IP-2020-000009' })),
    );
  });

  it('differs wherever a decision differs', () => {
    const whos: Who[] = profiles.flatMap((profile) =>
      ([1, 2, 3] as const).flatMap((level) => [
        { profile, level },
        { profile, level, purpose: 'STOP' },
        { profile, level, purpose: 'CAPTURE', caseNumber: '1' },
        { profile, level, ...ip },
      ]),
    );
    const decisions = new Map<string, string>();
    for (const who of whos) {
      const text = JSON.stringify([...rules.keys()].map((id) => decide(rules.get(id), asker(who))));
      const key = rightsKey(asker(who));
      expect(decisions.get(key) ?? text).toBe(text);
      decisions.set(key, text);
    }
  });
});
