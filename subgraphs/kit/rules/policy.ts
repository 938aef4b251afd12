// Who may what: the policy document in force, and what it means for one asker. Evaluator, gateway and holders read this one document; a
// change to it is a new version, which every journal entry carries.
import { readFileSync } from 'node:fs';
import type { Asker } from '../caller.ts';
import { courtOfProcess } from '../identifiers/process-number.ts';
import type { Profile, Purpose } from '../profiles.ts';
import { readPolicy } from './policy-document.ts';
import type { Policy, ProfilePolicy } from './policy-document.ts';

/** What a policy says, asked by profile or asker. */
export interface PolicyView {
  readonly policy: Policy;
  /** The standing rights of a profile; none for one that the policy does not know. */
  scopesOf(profile: Profile): ReadonlySet<string>;
  purposesOf(profile: Profile): readonly Purpose[];
  /** What counts of the stated purpose and case: nothing, where the profile may not state that purpose. */
  statedBy(asker: Asker): { readonly purpose?: Purpose; readonly caseNumber?: string };
  /** How many plates one look-up of this asker may carry; 0 where it may carry none. */
  platesMax(asker: Asker): number;
  /**
   * The tokens that an index entry's audience must overlap for this asker, sorted: `all`, `profile:X`, `body:X`, `state:UF`, `unit:BODY/UNIT`,
   * `court:X`, `case:NUMBER`. Caches and batches are keyed by them, never by person. A number that anybody can type opens nothing: a
   * case counts at the court that the caller's token names.
   */
  audienceTokens(asker: Asker): readonly string[];
}

/** The audience token of a unit: two bodies may call theirs alike, and a body may have `/` in its own name (percent-encoded). */
export function unitToken(body: string, unit: string): string {
  return `unit:${encodeURIComponent(body)}/${unit}`;
}

const noScopes: ReadonlySet<string> = new Set();

export function policyView(policy: Policy): PolicyView {
  const profiles = new Map(Object.entries(policy.profiles)) as ReadonlyMap<string, ProfilePolicy>;
  const scopeSets = new Map([...profiles].map(([profile, { scopes }]) => [profile, new Set(scopes)]));

  const purposesOf = (profile: Profile): readonly Purpose[] => profiles.get(profile)?.purposes ?? [];

  function statedBy({ caller, purpose, caseNumber }: Asker): {
    readonly purpose?: Purpose;
    readonly caseNumber?: string;
  } {
    if (purpose === undefined || !purposesOf(caller.profile).includes(purpose)) return {};
    return caseNumber === undefined ? { purpose } : { purpose, caseNumber };
  }

  function platesMax(asker: Asker): number {
    const profile = profiles.get(asker.caller.profile);
    if (!profile) return 0;
    return statedBy(asker).caseNumber === undefined ? profile.platesMax : profile.platesWithCaseMax;
  }

  function audienceTokens(asker: Asker): readonly string[] {
    const { profile, body, state, unit, court } = asker.caller;
    const { queries = false, sealed = 'NONE' } = profiles.get(profile) ?? {};
    // Without business in source data there is nothing to be an audience of, whoever shares the body or the unit.
    if (!queries) return Object.freeze([`profile:${profile}`]);
    const tokens = ['all', `profile:${profile}`, `body:${body}`];
    if (state !== undefined) tokens.push(`state:${state}`);
    if (unit !== undefined) tokens.push(unitToken(body, unit));
    if (court !== undefined && sealed === 'COURT') tokens.push(`court:${court}`);
    const { caseNumber } = statedBy(asker);
    if (court !== undefined && sealed !== 'NONE' && caseNumber !== undefined && courtOfProcess(caseNumber) === court)
      tokens.push(`case:${caseNumber}`);
    return Object.freeze(tokens.sort());
  }

  return Object.freeze({
    policy,
    scopesOf: (profile: Profile) => scopeSets.get(profile) ?? noScopes,
    purposesOf,
    statedBy,
    platesMax,
    audienceTokens,
  });
}

/** The view that both ends of the wire use. */
export const inForce = policyView(
  readPolicy(JSON.parse(readFileSync(new URL('policy.json', import.meta.url), 'utf8'))),
);

export const { policy, scopesOf, purposesOf, statedBy, platesMax, audienceTokens } = inForce;
export const policyVersion = policy.version;
