// Everybody who can ask, and why: all profiles, all purposes that each may state, all levels; and all that may not be stated.
import { profiles } from '#kit/caller.ts';
import type { Asker, Profile } from '#kit/caller.ts';
import { purposes } from '#kit/caller.ts';
import type { Purpose } from '#kit/caller.ts';
import { purposesOf } from '#kit/rules/policy.ts';
import type { Right } from './decisions.ts';
import { known } from './world.ts';

export interface MatrixAsker extends Right {
  readonly caseNumber: string | undefined;
  /** `patrol STOP`, `auditor`. */
  readonly name: string;
}

export const levels = [1, 2, 3] as const;
/** What the demo's tokens carry unless asked otherwise. */
export const usualLevel = 2;

/** The case that a purpose must or may carry; a purpose that works without and with one stands for two askers. */
const cases: Readonly<Record<Purpose, readonly (string | undefined)[]>> = {
  STOP: [undefined],
  CAPTURE: [known.warrantNumber],
  BORDER: [undefined],
  INVESTIGATION: [known.inquiry],
  PROSECUTION: [known.process],
  JUDGMENT: [known.process],
  INSPECTION: [known.order],
  DATA_QUALITY: [undefined, known.procedure],
  AUDIT: [known.procedure],
};

/** Every profile without a purpose and with each that it may state. */
export function askersAt(level: number): readonly MatrixAsker[] {
  return profiles.flatMap((profile) => [
    { profile, purpose: undefined, level, caseNumber: undefined, name: profile },
    ...purposesOf(profile).flatMap((purpose) => statements(profile, purpose, level)),
  ]);
}

/** Every profile with each purpose that it may not state. */
export function refusedAskers(level: number): readonly MatrixAsker[] {
  return profiles.flatMap((profile) =>
    purposes
      .filter((purpose) => !purposesOf(profile).includes(purpose))
      .flatMap((purpose) => statements(profile, purpose, level)),
  );
}

function statements(profile: Profile, purpose: Purpose, level: number): readonly MatrixAsker[] {
  return cases[purpose].map((caseNumber) => ({
    profile,
    purpose,
    level,
    caseNumber,
    name: `${profile} ${purpose}${cases[purpose].length > 1 && caseNumber !== undefined ? ' with a case' : ''}`,
  }));
}

/** The asker as the evaluator of rules knows one. */
export function askerOf({ profile, purpose, level, caseNumber }: MatrixAsker): Asker {
  return Object.freeze({
    caller: {
      id: 'matrix',
      body: 'MATRIX',
      state: 'SP',
      unit: 'MATRIX',
      court: courtOfCase,
      profile,
      level: level as 1 | 2 | 3,
      entitlements: [],
      tokenId: 'matrix',
    },
    ...(purpose !== undefined && { purpose }),
    ...(caseNumber !== undefined && { caseNumber }),
  });
}

/** The court that the cases of prosecution and judgment belong to, which is the one of the demo's tokens. */
const courtOfCase = '8.26.0100';
