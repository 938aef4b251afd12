import { buildSchema, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Asker, Profile } from '../caller.ts';
import { decide } from './evaluate.ts';
import { harvestRules } from './harvest.ts';
import { narrow, OverlayError, parseOverlay } from './overlay.ts';

const sdl = `
  directive @authenticated on OBJECT
  directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION
  directive @masked(as: String!, unless: [[String!]!]!) on FIELD_DEFINITION
  type Query { record: Record }
  type Record @authenticated {
    recordId: ID!
    photos: [String!] @requiresScopes(scopes: [["person:photo"]])
    cpf: String @masked(as: "CPF", unless: [["person:cpf"]])
  }`;
const source = { schema: buildSchema(sdl), rules: harvestRules(parse(sdl)) };
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

function asker(profile: Profile): Asker {
  return { caller: { id: 'p', body: 'B', profile, level: 2, entitlements: [], tokenId: 't' } };
}
function decided(overlay: ReturnType<typeof parseOverlay>, field: string, profile: Profile) {
  return narrow(overlay, field, decide(source.rules.get(field), asker(profile)), asker(profile));
}

describe('an overlay narrows', () => {
  it('denies what the shared rule allows, and says whom to ask', () => {
    const overlay = overlayOf({ field: 'Record.photos', decision: 'DENY', unlessProfiles: ['judge'], contact });
    expect(decided(overlay, 'Record.photos', 'patrol')).toEqual({
      decision: { kind: 'DENY', rule: 'overlay/3/Record.photos', needs: [] },
      contact,
    });
    expect(decided(overlay, 'Record.photos', 'judge')).toEqual({ decision: { kind: 'ALLOW' } });
  });

  it('leaves a denial of the shared rule as it is', () => {
    const overlay = overlayOf({ field: 'Record.photos', decision: 'MASK', as: 'NULL', contact });
    expect(decided(overlay, 'Record.photos', 'inspector').decision).toMatchObject({
      kind: 'DENY',
      rule: 'Record.photos',
    });
  });

  it('masks for those whom the shared mask spares', () => {
    const overlay = overlayOf({ field: 'Record.cpf', decision: 'MASK', as: 'CPF', contact });
    expect(decided(overlay, 'Record.cpf', 'judge').decision).toMatchObject({ kind: 'MASK', as: 'CPF' });
    expect(decided(overlay, 'Record.cpf', 'patrol').decision).toMatchObject({ rule: 'Record.cpf' });
  });
});

describe('an overlay that would widen, or that is not understood, is refused at load', () => {
  it.each([
    ['a decision to allow', { field: 'Record.photos', decision: 'ALLOW', contact }, /can only narrow/],
    [
      'another mask over the shared one',
      { field: 'Record.cpf', decision: 'MASK', as: 'DOCUMENT', contact },
      /only NULL is narrower/,
    ],
    ['a field that the schema does not have', { field: 'Record.photo', decision: 'DENY', contact }, /Type\.field/],
    ['a whole type', { field: 'Record', decision: 'DENY', contact }, /Type\.field/],
    ['a field that may not be null', { field: 'Record.recordId', decision: 'DENY', contact }, /may not be null/],
    [
      'a profile that does not exist',
      { field: 'Record.photos', decision: 'DENY', unlessProfiles: ['chief'], contact },
      /profile/,
    ],
    ['a mask without its kind', { field: 'Record.photos', decision: 'MASK', contact }, /as is one of/],
    ['no contact', { field: 'Record.photos', decision: 'DENY' }, /whom to ask/],
    ['an unknown member', { field: 'Record.photos', decision: 'DENY', contact, allow: true }, /does not know: allow/],
  ])('%s', (_, rule, sentence) => {
    expect(refusal(rule)).toMatch(sentence);
  });

  it('two rules on one field', () => {
    const rule = { field: 'Record.photos', decision: 'DENY', contact };
    expect(refusal(rule, rule)).toMatch(/has a rule already/);
  });
});
