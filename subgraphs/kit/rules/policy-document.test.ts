import { describe, expect, it } from 'vitest';
import { PolicyError, readPolicy } from './policy-document.ts';
import { policy } from './policy.ts';

/** The policy in force with one place changed. */
function changed(path: readonly (string | number)[], value: unknown): unknown {
  const copy = structuredClone(policy) as unknown as Record<string | number, unknown>;
  let at = copy;
  for (const step of path.slice(0, -1)) at = at[step] as Record<string | number, unknown>;
  const last = path.at(-1)!;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}

describe('the policy document', () => {
  it('is read as it stands', () => {
    expect(readPolicy(structuredClone(policy))).toEqual(policy);
    expect(Object.isFrozen(readPolicy(structuredClone(policy)))).toBe(true);
  });

  it.each<[readonly (string | number)[], unknown, string]>([
    [['version'], 0, 'policy.version: a number from 1 is expected'],
    [['colour'], 'red', 'policy.colour: not a member of this document is expected'],
    [['scopes', 'Person'], { what: 'x', basis: 'x' }, 'policy.scopes.Person: a name in small letters is expected'],
    [['scopes', 'person', 'basis'], ' ', 'policy.scopes.person.basis: a text is expected'],
    [['purposes', 'STOP'], undefined, 'policy.purposes.STOP: present is expected'],
    [['purposes', 'STOP', 'case'], 'ANY', 'policy.purposes.STOP.case: one of NONE'],
    [['profiles', 'patrol'], undefined, 'policy.profiles.patrol: present is expected'],
    [['profiles', 'king'], {}, 'policy.profiles.king: not a member of this document is expected'],
    [['profiles', 'patrol', 'scopes'], ['persons'], 'policy.profiles.patrol.scopes[0]: a scope of this policy'],
    [['profiles', 'patrol', 'scopes'], ['toString'], 'policy.profiles.patrol.scopes[0]: a scope of this policy'],
    [
      ['profiles', 'patrol', 'scopes'],
      ['person', 'person'],
      'policy.profiles.patrol.scopes: a list without repetition',
    ],
    [['profiles', 'auditor', 'scopes'], ['person'], 'policy.profiles.auditor.scopes: empty where'],
    [['profiles', 'patrol', 'purposes', 0], 'FUN', 'policy.profiles.patrol.purposes[0]: one of STOP'],
    [['profiles', 'patrol', 'platesMax'], 51, 'policy.profiles.patrol.platesMax: a number from 0 to 50'],
    [['profiles', 'judge', 'sealed'], 'ALL', 'policy.profiles.judge.sealed: one of COURT, CASE, NONE'],
  ])('with %j set to %j is refused whole, by a sentence that names the place', (path, value, sentence) => {
    expect(() => readPolicy(changed(path, value))).toThrow(PolicyError);
    expect(() => readPolicy(changed(path, value))).toThrow(sentence);
  });
});
