import { buildSchema, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Asker, Caller, Profile } from '../caller.ts';
import { decide } from './evaluate.ts';
import { harvestRules } from './harvest.ts';
import { narrow, OverlayError, parseOverlay, refuseRecord } from './overlay.ts';
import type { Conditions } from './overlay.ts';

const sdl = `
  directive @authenticated on OBJECT
  directive @key(fields: String!) on OBJECT
  directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION
  directive @masked(as: String!, unless: [[String!]!]!) on FIELD_DEFINITION
  scalar CPF
  scalar Date
  interface Shown { photos: [String!] }
  type Query { record: Record }
  type Record implements Shown @key(fields: "holder recordId") @authenticated {
    holder: String
    recordId: ID!
    photos: [String!] @requiresScopes(scopes: [["person:photo"]])
    cpf: CPF @masked(as: "CPF", unless: [["person:cpf"]])
    number: CPF
    born: Date
    seen: Int
    contact: Contact
  }
  type Contact @authenticated { phone: String }`;
const source = {
  schema: buildSchema(sdl),
  rules: harvestRules(parse(sdl)),
  records: { recordType: 'Record' },
};
const contact = 'Corregedoria';
const overlayOf = (...rules: unknown[]) => parseOverlay({ version: 3, rules }, source);
const refusal = (...rules: unknown[]): string => {
  try {
    overlayOf(...rules);
  } catch (error) {
    if (error instanceof OverlayError) return error.message;
    throw error;
  }
  return 'taken';
};

function asker(profile: Profile, others: Partial<Caller> = {}, stated: Partial<Asker> = {}): Asker {
  return {
    caller: { id: 'p', body: 'B', profile, level: 2, entitlements: [], tokenId: 't', ...others },
    ...stated,
  };
}
function decided(overlay: ReturnType<typeof parseOverlay>, field: string, who: Asker) {
  const decision = decide(source.rules.get(field), who);
  if (decision.kind === 'DEFER') throw new TypeError('nothing here is left to the record');
  return narrow(overlay, field, decision, who);
}

describe('an overlay narrows', () => {
  it('denies what the shared rule allows, says what is lacking, whom to ask and why', () => {
    const unless = { profiles: ['judge', 'prosecutor'] };
    const reason = 'Só o juízo e o Ministério Público.';
    const overlay = overlayOf({ field: 'Record.photos', decision: 'DENY', unless, contact, reason });
    const rule = 'overlay/3/Record.photos';
    const needs = ['profile:judge|profile:prosecutor'];
    expect(decided(overlay, 'Record.photos', asker('patrol'))).toEqual({
      decision: { kind: 'DENY', rule, needs },
      explanation: { rule, needs, contact, reason },
    });
    expect(decided(overlay, 'Record.photos', asker('judge'))).toEqual({ decision: { kind: 'ALLOW' } });
  });

  it('leaves a denial of the shared rule as it is', () => {
    const overlay = overlayOf({ field: 'Record.photos', decision: 'MASK', as: 'NULL', contact });
    expect(decided(overlay, 'Record.photos', asker('inspector'))).toEqual({
      decision: expect.objectContaining({ kind: 'DENY', rule: 'Record.photos' }) as unknown,
    });
  });

  it('masks for those whom the shared mask spares', () => {
    const overlay = overlayOf({ field: 'Record.cpf', decision: 'MASK', as: 'CPF', contact });
    expect(decided(overlay, 'Record.cpf', asker('judge')).decision).toMatchObject({ kind: 'MASK', as: 'CPF' });
    expect(decided(overlay, 'Record.cpf', asker('patrol')).decision).toMatchObject({ rule: 'Record.cpf' });
  });

  it('stands on a field below a record too, which the shared rules leave to everybody', () => {
    const overlay = overlayOf({ field: 'Contact.phone', decision: 'DENY', contact });
    expect(decided(overlay, 'Contact.phone', asker('judge')).decision).toMatchObject({ kind: 'DENY' });
  });

  it('withholds or hides a whole record, and nothing from whom it excepts', () => {
    const unless = { states: ['RS'] };
    for (const verdict of ['WITHHOLD', 'HIDE'] as const) {
      const overlay = overlayOf({ record: 'Record', decision: verdict, unless, contact });
      expect(refuseRecord(overlay, 'Record', asker('judge', { state: 'SP' }))).toEqual({
        ...{ verdict, rule: 'overlay/3/Record', needs: ['state:RS'], contact },
      });
      expect(refuseRecord(overlay, 'Record', asker('judge'))).toMatchObject({ verdict });
      expect(refuseRecord(overlay, 'Record', asker('patrol', { state: 'RS' }))).toBeUndefined();
      expect(refuseRecord(overlay, 'Other', asker('patrol'))).toBeUndefined();
    }
  });

  const everything = { profiles: ['investigator'], bodies: ['PC/RS'], states: ['RS'], case: true, levelMin: 3 };
  const met = asker(
    'investigator',
    { body: 'PC/RS', state: 'RS', level: 3 },
    { purpose: 'INVESTIGATION', caseNumber: 'IP-2026-000001' },
  );
  it.each<[string, object, Asker, readonly string[]]>([
    ['no condition at all', {}, met, []],
    ['all that it names', everything, met, ['met']],
    ['another profile', everything, { ...met, caller: { ...met.caller, profile: 'judge' } }, []],
    ['another body', everything, { ...met, caller: { ...met.caller, body: 'PC/SP' } }, []],
    ['another state', everything, { ...met, caller: { ...met.caller, state: 'SC' } }, []],
    ['a lower level', everything, { ...met, caller: { ...met.caller, level: 2 } }, []],
    ['no case', everything, { caller: met.caller }, []],
    ['the purpose', { purposes: ['CAPTURE', 'INVESTIGATION'] }, met, ['met']],
    ['another purpose', { purposes: ['CAPTURE'] }, met, []],
    // A profile that may not state a purpose has stated none, whatever stands in the request.
    ['a purpose of others', { purposes: ['STOP'] }, asker('judge', {}, { purpose: 'STOP' }), []],
    ['a case under it', { case: true }, asker('patrol', {}, { purpose: 'JUDGMENT', caseNumber: '1' }), []],
  ])('binds unless every condition is met: %s', (_, unless, who, spared) => {
    const rule = { field: 'Contact.phone', decision: 'DENY', contact };
    const overlay = overlayOf(Object.keys(unless).length > 0 ? { ...rule, unless } : rule);
    expect(decided(overlay, 'Contact.phone', who).decision.kind).toBe(spared.length > 0 ? 'ALLOW' : 'DENY');
  });

  it('names every condition that is not met', () => {
    const overlay = overlayOf({ field: 'Contact.phone', decision: 'DENY', unless: everything, contact });
    expect(decided(overlay, 'Contact.phone', asker('patrol')).explanation?.needs).toEqual([
      'profile:investigator',
      'body:PC/RS',
      'state:RS',
      'case',
      'level:3',
    ]);
  });
});

describe('an overlay that would widen, or that is not understood, is refused at load', () => {
  const rule = { field: 'Record.photos', decision: 'DENY', contact };
  it.each<[string, object, RegExp]>([
    ['a decision to allow', { ...rule, decision: 'ALLOW' }, /rules\[0\]\.decision is DENY or MASK.*can only narrow/],
    [
      'another mask over the shared one',
      { field: 'Record.cpf', decision: 'MASK', as: 'DOCUMENT', contact },
      /only NULL is narrower/,
    ],
    ['a field that the schema does not have', { ...rule, field: 'Record.photo' }, /Type\.field/],
    ['a name of every object', { ...rule, field: 'Record.constructor' }, /Type\.field/],
    ['the field of an interface', { ...rule, field: 'Shown.photos' }, /Type\.field/],
    ['a whole type as a field', { ...rule, field: 'Record' }, /Type\.field/],
    ['a field that may not be null', { ...rule, field: 'Record.recordId' }, /may not be null/],
    ['a part of the key', { ...rule, field: 'Record.holder' }, /may not be null/],
    ['a profile that does not exist', { ...rule, unless: { profiles: ['chief'] } }, /unless\.profiles holds a word/],
    ['a purpose that does not exist', { ...rule, unless: { purposes: ['FUN'] } }, /unless\.purposes holds a word/],
    ['a state that does not exist', { ...rule, unless: { states: ['ZZ'] } }, /unless\.states holds a word/],
    ['a body of two lines', { ...rule, unless: { bodies: ['A\nB'] } }, /unless\.bodies holds a word/],
    ['a condition that everybody meets', { ...rule, unless: {} }, /at least one condition/],
    ['a level that everybody has', { ...rule, unless: { levelMin: 1 } }, /every caller has level 1/],
    ['a case that need not be', { ...rule, unless: { case: false } }, /case is true/],
    ['a list of nobody', { ...rule, unless: { profiles: [] } }, /not empty/],
    ['a condition of another name', { ...rule, unless: { units: ['1'] } }, /does not know: units/],
    ['a mask without its kind', { field: 'Record.photos', decision: 'MASK', contact }, /as is one of/],
    ['a mask on a denial', { ...rule, as: 'NULL' }, /only with MASK/],
    ['initials of a number', { field: 'Record.number', decision: 'MASK', as: 'INITIALS', contact }, /cannot carry/],
    ['part of a date', { field: 'Record.born', decision: 'MASK', as: 'LAST_6', contact }, /cannot carry/],
    ['part of a count', { field: 'Record.seen', decision: 'MASK', as: 'LAST_6', contact }, /cannot carry/],
    ['part of an object', { field: 'Record.contact', decision: 'MASK', as: 'CPF', contact }, /cannot carry/],
    ['no contact', { field: 'Record.photos', decision: 'DENY' }, /whom to ask/],
    ['a contact of two lines', { ...rule, contact: 'A\nB' }, /whom to ask/],
    ['a reason of a thousand words', { ...rule, reason: 'x'.repeat(201) }, /reason is a line/],
    ['an unknown member', { ...rule, allow: true }, /does not know: allow/],
    ['neither field nor record', { decision: 'DENY', contact }, /one of the two/],
    ['both', { ...rule, record: 'Record' }, /one of the two/],
    ['another type as a record', { record: 'Contact', decision: 'HIDE', contact }, /the record type of this source/],
    ['a record that is denied', { record: 'Record', decision: 'DENY', contact }, /WITHHOLD or HIDE/],
    ['a record that is shown', { record: 'Record', decision: 'ALLOW', contact }, /can only narrow/],
  ])('%s', (_, refused, sentence) => {
    expect(refusal(refused)).toMatch(sentence);
  });

  it('two rules on one field', () => {
    expect(refusal(rule, rule)).toMatch(/rules\[1\]: Record\.photos has a rule already/);
  });

  it('a record of a source that has none', () => {
    const { records: _, ...index } = source;
    const rules = [{ record: 'Record', decision: 'HIDE', contact }];
    expect(() => parseOverlay({ version: 1, rules }, index)).toThrow(/record type of this source/);
  });

  it.each([
    [null],
    [[]],
    [{ version: 0, rules: [] }],
    [{ version: 1.5, rules: [] }],
    [{ version: '1', rules: [] }],
    [{ version: 1 }],
    [{ version: 1, rules: {} }],
    [{ version: 1, rules: [], also: 1 }],
    [JSON.parse('{"version":1,"rules":[],"__proto__":{}}')],
    [{ version: 1, rules: [null] }],
  ])('%j', (value) => {
    expect(() => parseOverlay(value, source)).toThrow(OverlayError);
  });
});

it('no overlay turns a denial or a mask of the shared rules into more, whatever it says', () => {
  const conditions: readonly Conditions[] = [{ profiles: ['patrol'] }, { states: ['SP'] }, { levelMin: 2 }];
  const strength = { ALLOW: 0, DEFER: 0, MASK: 1, DENY: 2 };
  for (const unless of [undefined, ...conditions]) {
    for (const rule of [{ decision: 'DENY' }, { decision: 'MASK', as: 'NULL' }]) {
      for (const field of source.rules.keys()) {
        if (refusal({ ...rule, field, contact }) !== 'taken') continue;
        const overlay = overlayOf({ ...rule, field, contact, ...(unless && { unless }) });
        for (const profile of ['patrol', 'inspector', 'judge', 'auditor'] as const) {
          const who = asker(profile, { state: 'SP' });
          const shared = decide(source.rules.get(field), who);
          expect(strength[decided(overlay, field, who).decision.kind]).toBeGreaterThanOrEqual(strength[shared.kind]);
        }
      }
    }
  }
});
