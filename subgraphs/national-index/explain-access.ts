// What a rule means for who asks, in the conditions stated with this request: explained from the rules themselves, never from data.
import { indexSource } from '#kit/directory.ts';
import { reasonsOf } from '#kit/rules/basis.ts';
import { decide } from '#kit/rules/evaluate.ts';
import { narrow } from '#kit/rules/overlay.ts';
import type { Explanation } from '#kit/rules/overlay.ts';
import { policy } from '#kit/rules/policy.ts';
import type { Decision, Rule } from '#kit/rules/rule.ts';
import type { IndexContext } from './context.ts';
import { indexError } from './errors.ts';
import type { AccessExplanation } from './schema.generated.ts';

/**
 * By the shared rules and, of what the index itself answers, by its own; another holder's own rules are told with its answer.
 * @throws GraphQLError BAD_ARGUMENT for a field that no schema of the network has
 */
export function explainAccess(
  { type, field }: { readonly type: string; readonly field: string },
  context: IndexContext,
): AccessExplanation {
  const { asker, networkRules, directory } = context;
  const rule = networkRules().get(`${type}.${field}`);
  if (!rule) throw indexError('BAD_ARGUMENT', 'A rede não tem este campo; `type` e `field` são nomes do esquema.');
  const { decision, explanation } = decisionOn(rule, context);
  const needs = decision.kind === 'DENY' ? [...decision.needs] : decision.kind === 'DEFER' ? recordTerms(rule) : [];
  return {
    type,
    field,
    decision: decision.kind,
    rule: explanation?.rule ?? rule.id,
    needs,
    basis: [
      ...reasonsOf(rule, policy).map(({ what, basis }) => `${what}: ${basis}.`),
      policy.profiles[asker.caller.profile].basis,
    ],
    masks: decision.kind === 'MASK' ? decision.as : null,
    contact: explanation?.contact ?? (needs.length === 0 ? null : contactOf(directory())),
  };
}

function decisionOn(
  rule: Rule,
  { asker, overlay }: IndexContext,
): { readonly decision: Decision; readonly explanation?: Explanation } {
  const decision = decide(rule, asker);
  return overlay && decision.kind !== 'DEFER' ? narrow(overlay, rule.id, decision, asker) : { decision };
}

function recordTerms({ policies }: Rule): string[] {
  return [...new Set(policies.flat().filter((term) => term.startsWith('record:')))];
}

/** Who keeps the national rules: the index's own office. */
function contactOf({ endpoints, holders }: ReturnType<IndexContext['directory']>): string | null {
  const holder = endpoints.find(({ source }) => source === indexSource)?.holder;
  const contact = holder === undefined ? undefined : holders[holder]?.contact;
  return contact === undefined ? null : [contact.unit, contact.phone].filter(Boolean).join(', ');
}
