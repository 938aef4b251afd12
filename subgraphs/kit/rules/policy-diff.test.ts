import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { harvestRules } from './harvest.ts';
import { changedDecisions, changedGrants, rewrittenRules, wordOf } from './policy-diff.ts';
import type { RuledPolicy } from './policy-diff.ts';
import { readPolicy } from './policy-document.ts';
import type { Policy } from './policy-document.ts';
import { policy } from './policy.ts';
import { situationsOf } from './situations.ts';

const schema = (cpf: string, more = '') => `type Person @authenticated {
  name: String @requiresScopes(scopes: [["person"]])
  cpf: String ${cpf}
  ${more}
}`;
const masked = '@requiresScopes(scopes: [["person"]]) @masked(as: "CPF", unless: [["person:cpf"]])';

function state(text = schema(masked), change: (copy: Policy) => unknown = () => undefined): RuledPolicy {
  const copy = structuredClone(policy);
  change(copy);
  return { policy: readPolicy(copy), rules: harvestRules(parse(text)) };
}

/** `Type.field before -> after` and who, levels and purposes left out. */
function lines(before: RuledPolicy, after: RuledPolicy): readonly string[] {
  return [
    ...new Set(
      changedDecisions(before, after).map(
        ({ coordinate, situation, before: was, after: is, isWider }) =>
          `${coordinate} ${situation.profile} ${wordOf(was)} -> ${wordOf(is)}${isWider ? ' MORE' : ''}`,
      ),
    ),
  ];
}

describe('changed decisions', () => {
  it('none between equals', () => {
    expect(lines(state(), state())).toEqual([]);
    expect(rewrittenRules(state(), state(), [])).toEqual([]);
  });

  it('a mask that is gone shows more to those whom it bound', () => {
    const found = lines(state(), state(schema('@requiresScopes(scopes: [["person"]])')));
    expect(found).toContain('Person.cpf patrol MASK CPF -> ALLOW MORE');
    expect(found.some((line) => line.includes('investigator'))).toBe(false);
  });

  it('another mask counts as more until somebody has looked, NULL apart', () => {
    const to = (kind: string) => lines(state(), state(schema(masked.replace('"CPF"', `"${kind}"`))));
    expect(to('LAST_6')).toContain('Person.cpf patrol MASK CPF -> MASK LAST_6 MORE');
    expect(to('NULL')).toContain('Person.cpf patrol MASK CPF -> MASK NULL');
  });

  it('a scope given to a profile is found in every field that it opens', () => {
    const wider = state(undefined, (copy) => (copy.profiles.patrol.scopes as string[]).push('person:cpf'));
    expect(lines(state(), wider)).toEqual(['Person.cpf patrol MASK CPF -> ALLOW MORE']);
  });

  it('a field that is new, and one that is gone', () => {
    const added = state(schema(masked, 'rg: String @requiresScopes(scopes: [["person:document"]])'));
    expect(lines(state(), added)).toContain('Person.rg patrol - -> ALLOW MORE');
    expect(lines(state(), added)).toContain('Person.rg auditor - -> DENY');
    expect(lines(added, state())).toContain('Person.rg patrol ALLOW -> -');
  });

  it('a rule bound to a body is named even where no situation shows the change', () => {
    const bound = schema(`${masked} @policy(policies: [["case"], ["body:PF"]])`);
    const open = schema(`${masked} @policy(policies: [["case"], ["body:EB"]])`);
    const changes = changedDecisions(state(bound), state(open));
    expect(changes).toEqual([]);
    expect(rewrittenRules(state(bound), state(open), changes)).toEqual(['Person.cpf']);
  });
});

it('situations are those that a profile may state, at every level', () => {
  const of = (profile: string) =>
    situationsOf(policy)
      .filter((one) => one.profile === profile && one.level === 1)
      .map(({ purpose, withCase }) => `${purpose ?? '-'}${withCase ? '+' : ''}`);
  expect(of('patrol')).toEqual(['-', 'STOP', 'CAPTURE+', 'BORDER']);
  expect(of('help-desk')).toEqual(['-']);
  expect(of('holder-operator')).toEqual(['-', 'DATA_QUALITY', 'DATA_QUALITY+']);
});

it('grants beside the fields are compared too, and which of them give more', () => {
  const other = state(undefined, (copy) => {
    Object.assign(copy.profiles.patrol, { platesMax: 10, sealed: 'CASE' });
    Object.assign(copy.profiles['help-desk'], { purposes: ['AUDIT'] });
    Object.assign(copy.profiles.auditor, { queries: true });
    Object.assign(copy.purposes.INVESTIGATION, { case: 'PROCEDURE' });
  });
  const said = (before: RuledPolicy, after: RuledPolicy) =>
    changedGrants(before, after).map(({ sentence, isWider }) => `${isWider ? 'MORE' : 'less'} ${sentence}`);
  expect(said(state(), other)).toEqual([
    'MORE patrol, sealed: NONE -> CASE',
    'less patrol, platesMax: 50 -> 10',
    'MORE auditor, queries: false -> true',
    'MORE help-desk, purposes: none -> AUDIT',
    'MORE INVESTIGATION, case: INQUIRY -> PROCEDURE',
  ]);
  expect(said(other, state())).toEqual([
    'less patrol, sealed: CASE -> NONE',
    'MORE patrol, platesMax: 10 -> 50',
    'less auditor, queries: true -> false',
    'less help-desk, purposes: AUDIT -> none',
    'MORE INVESTIGATION, case: PROCEDURE -> INQUIRY',
  ]);
});

it('a mask that gives way to what the record decides counts as more', () => {
  const deferred = state(schema('@requiresScopes(scopes: [["person"]]) @policy(policies: [["record:own-case"]])'));
  expect(lines(state(), deferred)).toContain('Person.cpf patrol MASK CPF -> DEFER MORE');
  expect(lines(deferred, state(schema('@requiresScopes(scopes: [["person"]])')))).toContain(
    'Person.cpf patrol DEFER -> ALLOW MORE',
  );
  const other = state(schema('@requiresScopes(scopes: [["person"]]) @policy(policies: [["record:public"]])'));
  expect(rewrittenRules(deferred, other, changedDecisions(deferred, other))).toEqual(['Person.cpf']);
});
