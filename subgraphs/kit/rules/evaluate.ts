// The one evaluator, for both ends: the gateway asks it before it plans, the holder before it answers.
import type { Asker } from '../caller.ts';
import { inForce } from './policy.ts';
import type { PolicyView } from './policy.ts';
import { isMet } from './requirement.ts';
import type { Requirement } from './requirement.ts';
import type { Decision, Rule, RuleTable } from './rule.ts';

const allow: Decision = Object.freeze({ kind: 'ALLOW' });
/** The rule that a coordinate without a rule is denied by. */
export const noRule = 'no-rule';
const denyWithoutRule: Decision = Object.freeze({ kind: 'DENY', rule: noRule, needs: Object.freeze([]) });

/** Whether an asker holds a term; `record:X` only where the record is in hand. */
type HoldsRecordTerm = (term: string) => boolean;

export interface Evaluator {
  /**
   * What a rule means for an asker. No rule, an unknown word, an unknown profile: DENY. `needs` of a denial lists all that is missing;
   * an item gives alternatives with `|` and what must come together with `+`: `scope:X`, `case`, `purpose:X`, `level:N`, `body:X`,
   * `state:UF`, `agreement:SOURCE`, `record:X`.
   */
  decide(rule: Rule | undefined, asker: Asker): Decision;
  /** The same with the record in hand, at its holder: never DEFER. `holdsRecordTerm` is asked for `record:X` terms alone. */
  settle(rule: Rule | undefined, asker: Asker, holdsRecordTerm: HoldsRecordTerm): Decision;
  /** A key for the asker over the rules of a table. Equal keys, equal decisions; never a person, never a case number. */
  rightsKeys(rules: RuleTable): (asker: Asker) => string;
}

// Decisions depend on the rights alone, and rights are few: one memory for each set of rights, reached by asker without building its key.
const rightsMax = 1000;

export function createEvaluator(view: PolicyView): Evaluator {
  const { scopesOf, purposesOf, statedBy } = view;
  const decisionsByRights = new Map<string, Map<Rule, Decision>>();
  const decisionsByAsker = new WeakMap<Asker, Map<Rule, Decision>>();

  function decide(rule: Rule | undefined, asker: Asker): Decision {
    if (rule === undefined) return denyWithoutRule;
    if (isBoundToPlace(rule)) return evaluate(rule, asker);
    const decisions = decisionsOf(asker);
    let decision = decisions.get(rule);
    if (decision === undefined) decisions.set(rule, (decision = evaluate(rule, asker)));
    return decision;
  }

  function settle(rule: Rule | undefined, asker: Asker, holdsRecordTerm: HoldsRecordTerm): Decision {
    return rule === undefined ? denyWithoutRule : evaluate(rule, asker, holdsRecordTerm);
  }

  function rightsKeys(rules: RuleTable): (asker: Asker) => string {
    const terms = new Set([...rules.values()].flatMap(({ policies }) => policies.flat().filter(isPlaceTerm)));
    return (asker) =>
      [
        rightsKey(asker),
        ...[...terms].map((term) => (holdsTerm(term, asker, scopesOf(asker.caller.profile)) ? '1' : '0')),
      ].join('|');
  }

  /** All that decisions depend on, body, state and agreements apart: those would make as many sets of rights as there are bodies. */
  function rightsKey(asker: Asker): string {
    const { purpose, caseNumber } = statedBy(asker);
    return `${asker.caller.profile}|${asker.caller.level}|${purpose ?? ''}|${caseNumber === undefined ? '' : 'case'}`;
  }

  function decisionsOf(asker: Asker): Map<Rule, Decision> {
    const known = decisionsByAsker.get(asker);
    if (known) return known;
    const key = rightsKey(asker);
    let decisions = decisionsByRights.get(key);
    if (!decisions) {
      if (decisionsByRights.size >= rightsMax) decisionsByRights.clear();
      decisionsByRights.set(key, (decisions = new Map()));
    }
    decisionsByAsker.set(asker, decisions);
    return decisions;
  }

  function evaluate(rule: Rule, asker: Asker, holdsRecordTerm?: HoldsRecordTerm): Decision {
    const scopes = scopesOf(asker.caller.profile);
    const holdsScope = (scope: string): boolean => scopes.has(scope);
    const holds = (term: string): boolean =>
      isRecordTerm(term) ? (holdsRecordTerm?.(term) ?? false) : holdsTerm(term, asker, scopes);
    const mayHold = holdsRecordTerm ? holds : (term: string): boolean => isRecordTerm(term) || holds(term);
    if (!isMet(rule.scopes, holdsScope) || !isMet(rule.policies, mayHold))
      return deny(rule, asker, holdsScope, mayHold);
    if (!isMet(rule.policies, holds)) return Object.freeze({ kind: 'DEFER', rule: rule.id });
    const { masked } = rule;
    // Here no exception at all means that nobody is excepted, so the empty requirement does not count as met.
    if (masked && !masked.unless.some((words) => words.every(holdsScope))) {
      return Object.freeze({ kind: 'MASK', as: masked.as, rule: rule.id });
    }
    return allow;
  }

  function holdsTerm(term: string, asker: Asker, scopes: ReadonlySet<string>): boolean {
    const at = term.indexOf(':');
    const argument = term.slice(at + 1);
    const { caller } = asker;
    switch (at < 0 ? term : term.slice(0, at)) {
      case 'case':
        return at < 0 && statedBy(asker).caseNumber !== undefined;
      case 'purpose':
        return statedBy(asker).purpose === argument;
      case 'level':
        return /^[1-3]$/.test(argument) && caller.level >= Number(argument);
      case 'scope':
        return scopes.has(argument);
      case 'body':
        return caller.body === argument;
      case 'state':
        return caller.state === argument;
      case 'agreement':
        return caller.agreements?.includes(argument) ?? false;
      default:
        return false;
    }
  }

  function deny(
    rule: Rule,
    asker: Asker,
    holdsScope: (scope: string) => boolean,
    holds: (term: string) => boolean,
  ): Decision {
    const needs: string[] = [];
    if (!isMet(rule.scopes, holdsScope)) needs.push(alternatives(rule.scopes, (scope) => !holdsScope(scope), 'scope:'));
    if (!isMet(rule.policies, holds)) {
      needs.push(alternatives(obtainable(rule.policies, asker, holds), (term) => !holds(term), ''));
    }
    return Object.freeze({ kind: 'DENY', rule: rule.id, needs: Object.freeze(needs) });
  }

  /** The alternatives that this asker could still come by; all of them if there is none. */
  function obtainable(policies: Requirement, asker: Asker, holds: (term: string) => boolean): Requirement {
    const purposes: readonly string[] = purposesOf(asker.caller.profile);
    const within = policies.filter((terms) =>
      terms.every(
        (term) =>
          holds(term) ||
          term === 'case' ||
          term.startsWith('level:') ||
          (term.startsWith('purpose:') && purposes.includes(term.slice('purpose:'.length))),
      ),
    );
    return within.length > 0 ? within : policies;
  }

  return Object.freeze({ decide, settle, rightsKeys });
}

/** By the policy in force. */
export const { decide, settle, rightsKeys } = createEvaluator(inForce);

/** `record:X` can be told only with the record in hand, by its holder. */
function isRecordTerm(term: string): boolean {
  return term.startsWith('record:');
}

/** Where the caller comes from: no part of the rights by which decisions are kept. */
function isPlaceTerm(term: string): boolean {
  return term.startsWith('body:') || term.startsWith('state:') || term.startsWith('agreement:');
}

const boundToPlace = new WeakMap<Rule, boolean>();

function isBoundToPlace(rule: Rule): boolean {
  let bound = boundToPlace.get(rule);
  if (bound === undefined) boundToPlace.set(rule, (bound = rule.policies.flat().some(isPlaceTerm)));
  return bound;
}

function alternatives(requirement: Requirement, isMissing: (word: string) => boolean, prefix: string): string {
  const missing = requirement.map((words) =>
    words
      .filter(isMissing)
      .map((word) => prefix + word)
      .join('+'),
  );
  return [...new Set(missing)].join('|');
}
