import { harvestRules } from '#kit/rules/harvest.ts';
import { purposes, stateCodes } from '#kit/caller.ts';
import { policy } from '#kit/rules/policy.ts';
import type { Check } from './graph.ts';

const known = new Set(Object.keys(policy.scopes));

/** A right that nobody can hold is a misspelling: the field would be denied to all. */
export const checkKnownRights: Check = ({ sources }) =>
  sources.flatMap(({ name, document }) =>
    [...harvestRules(document).values()].flatMap((rule) => [
      ...[...rule.scopes, ...(rule.masked?.unless ?? [])]
        .flat()
        .filter((scope) => !known.has(scope))
        .map((scope) => `${name}: ${rule.id} names the scope "${scope}", which the policy table does not know`),
      ...rule.policies
        .flat()
        .filter((term) => !isKnownTerm(term))
        .map((term) => `${name}: ${rule.id} names the term "${term}", which the evaluator does not know`),
    ]),
  );

function isKnownTerm(term: string): boolean {
  const [kind, ...rest] = term.split(':');
  const argument = rest.join(':');
  if (kind === 'case') return rest.length === 0;
  if (kind === 'purpose') return purposes.some((purpose) => purpose === argument);
  if (kind === 'level') return /^[1-3]$/.test(argument);
  if (kind === 'scope') return known.has(argument);
  if (kind === 'state') return stateCodes.includes(argument);
  return ['record', 'body', 'agreement'].some((one) => one === kind) && argument !== '';
}
