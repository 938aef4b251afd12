import type { Policy, Reasoned } from './policy-document.ts';
import type { Rule } from './rule.ts';

/** What the scopes that a rule names stand for, and the law behind each: also those that stand in for a case, or lift the mask. */
export function reasonsOf({ scopes, policies, masked }: Rule, policy: Policy): readonly Reasoned[] {
  const standIns = policies.flat().flatMap((term) => (term.startsWith('scope:') ? [term.slice('scope:'.length)] : []));
  const named = new Set([...scopes.flat(), ...standIns, ...(masked?.unless ?? []).flat()]);
  return [...named].flatMap((scope) => policy.scopes[scope] ?? []);
}
