// What a change of policy or schema changes for people: every decision of before beside that of after. For review by those who answer for
// the rules, most of whom do not read schemas.
import type { Asker } from '../caller.ts';
import { profiles, purposes } from '../profiles.ts';
import { createEvaluator } from './evaluate.ts';
import { sealedKinds } from './policy-document.ts';
import type { Policy } from './policy-document.ts';
import { policyView } from './policy.ts';
import type { Decision, Rule, RuleTable } from './rule.ts';
import { askerIn, situationsOf } from './situations.ts';
import type { Situation } from './situations.ts';

export interface RuledPolicy {
  readonly policy: Policy;
  readonly rules: RuleTable;
}

export interface DecisionChange {
  /** `Type.field` */
  readonly coordinate: string;
  readonly situation: Situation;
  /** Undefined: the field did not exist, or no longer does. */
  readonly before: Decision | undefined;
  readonly after: Decision | undefined;
  /** Shows more than before. */
  readonly isWider: boolean;
}

/** Changes of decisions, in the order of the fields; situations that only one of the two admits are compared too. */
export function changedDecisions(before: RuledPolicy, after: RuledPolicy): readonly DecisionChange[] {
  const [one, other] = [before, after].map(({ policy, rules }) => {
    const { decide } = createEvaluator(policyView(policy));
    return (coordinate: string, asker: Asker) =>
      rules.has(coordinate) ? decide(rules.get(coordinate), asker) : undefined;
  });
  const situations = new Map(
    [before, after].flatMap(({ policy }) => situationsOf(policy)).map((situation) => [keyOf(situation), situation]),
  );
  const askers = [...situations.values()].map((situation) => ({ situation, asker: askerIn(situation) }));
  const fields = [...before.rules.keys(), ...after.rules.keys()].filter((id) => id.includes('.'));
  return [...new Set(fields)].sort().flatMap((coordinate) =>
    askers.flatMap(({ situation, asker }): readonly DecisionChange[] => {
      const [was, is] = [one?.(coordinate, asker), other?.(coordinate, asker)];
      if (wordOf(was) === wordOf(is)) return [];
      return [{ coordinate, situation, before: was, after: is, isWider: isWider(was, is) }];
    }),
  );
}

/**
 * Rules that are written otherwise while no decision above shows it: a body, a state, an agreement or the record may decide otherwise, and
 * no situation enumerates those.
 */
export function rewrittenRules(
  { rules: before }: RuledPolicy,
  { rules: after }: RuledPolicy,
  changes: readonly DecisionChange[],
): readonly string[] {
  const changed = new Set(changes.map(({ coordinate }) => coordinate));
  const text = ({ scopes, policies, masked }: Rule) => JSON.stringify([scopes, policies, masked]);
  return [...after]
    .filter(([id, rule]) => {
      const was = before.get(id);
      return was !== undefined && !changed.has(id) && text(was) !== text(rule);
    })
    .map(([id]) => id)
    .sort();
}

export interface GrantChange {
  /** `patrol, platesMax: 50 -> 10` */
  readonly sentence: string;
  readonly isWider: boolean;
}

/** What else a policy grants: purposes and the case that each takes, plates, sealed records. */
export function changedGrants({ policy: before }: RuledPolicy, { policy: after }: RuledPolicy): readonly GrantChange[] {
  const change = (what: string, was: unknown, is: unknown, isWider: boolean): GrantChange[] =>
    String(was) === String(is)
      ? []
      : [{ sentence: `${what}: ${String(was) || 'none'} -> ${String(is) || 'none'}`, isWider }];
  const ofProfiles = profiles.flatMap((profile) => {
    const [was, is] = [before.profiles[profile], after.profiles[profile]];
    return [
      ...change(`${profile}, queries`, was.queries, is.queries, is.queries),
      ...change(
        `${profile}, purposes`,
        was.purposes,
        is.purposes,
        is.purposes.some((purpose) => !was.purposes.includes(purpose)),
      ),
      ...change(
        `${profile}, sealed`,
        was.sealed,
        is.sealed,
        sealedKinds.indexOf(is.sealed) < sealedKinds.indexOf(was.sealed),
      ),
      ...(['platesMax', 'platesWithCaseMax'] as const).flatMap((limit) =>
        change(`${profile}, ${limit}`, was[limit], is[limit], is[limit] > was[limit]),
      ),
    ];
  });
  // Which number is the easier one to state has to be looked at.
  const ofPurposes = purposes.flatMap((purpose) =>
    change(`${purpose}, case`, before.purposes[purpose].case, after.purposes[purpose].case, true),
  );
  return [...ofProfiles, ...ofPurposes];
}

/** `ALLOW`, `MASK CPF`, `DENY`, `DEFER`; `-` where there is no such field. */
export function wordOf(decision: Decision | undefined): string {
  if (!decision) return '-';
  return decision.kind === 'MASK' ? `MASK ${decision.as}` : decision.kind;
}

/** Another mask may show more than the old one, so it counts as wider until somebody has looked. */
function isWider(before: Decision | undefined, after: Decision | undefined): boolean {
  const [was, is] = [openness(before), openness(after)];
  return is > was || (is === was && is > 0);
}

/** What is deferred may turn out to be shown in clear, so it counts as more than any mask. */
function openness(decision: Decision | undefined): number {
  if (!decision || decision.kind === 'DENY') return 0;
  if (decision.kind === 'MASK') return decision.as === 'NULL' ? 1 : 2;
  return decision.kind === 'DEFER' ? 3 : 4;
}

function keyOf({ profile, purpose, withCase, level }: Situation): string {
  return `${profile} ${purpose ?? ''} ${withCase} ${level}`;
}
