import { findBreakingChanges } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { implies } from '#kit/rules/requirement.ts';
import type { Rule, RuleTable } from '#kit/rules/rule.ts';

export interface Released {
  readonly apiSchema: GraphQLSchema;
  readonly rules: RuleTable;
}

/** What clients would lose, and what rules would give away, between a released supergraph and the next. */
export function checkReleased(released: Released, next: Released): readonly string[] {
  return [
    ...findBreakingChanges(released.apiSchema, next.apiSchema).map(
      ({ description }) => `breaks clients: ${description}`,
    ),
    ...[...released.rules.values()].flatMap((before) => {
      const after = next.rules.get(before.id);
      return after ? loosened(before, after).map((what) => `loosens a rule: ${before.id} ${what}`) : [];
    }),
  ];
}

function loosened(before: Rule, after: Rule): readonly string[] {
  const found: string[] = [];
  if (!implies(after.scopes, before.scopes)) found.push('asks for fewer scopes');
  if (!implies(after.policies, before.policies)) found.push('asks for less of the request');
  if (!before.masked) return found;
  if (!after.masked) found.push('is no longer masked');
  else {
    if (after.masked.as !== before.masked.as && after.masked.as !== 'NULL') found.push('is masked in another way');
    const spared = before.masked.unless;
    if (after.masked.unless.length > 0 && (spared.length === 0 || !implies(after.masked.unless, spared))) {
      found.push('is unmasked for more');
    }
  }
  return found;
}
