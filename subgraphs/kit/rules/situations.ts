// Everything that a decision can depend on, body, state, agreement and record apart: few enough to be gone through one by one.
import type { Asker } from '../caller.ts';
import { profiles } from '../profiles.ts';
import type { Profile, Purpose } from '../profiles.ts';
import type { Policy } from './policy-document.ts';

/** What a decision can depend on: who asks, why, and how surely they signed in. */
export interface Situation {
  readonly profile: Profile;
  readonly purpose?: Purpose;
  readonly withCase: boolean;
  readonly level: 1 | 2 | 3;
}

/** Every situation that a policy admits. */
export function situationsOf({ purposes, profiles: policies }: Policy): readonly Situation[] {
  return profiles.flatMap((profile) => {
    const stated = policies[profile].purposes.flatMap((purpose): readonly Omit<Situation, 'profile' | 'level'>[] => {
      const kind = purposes[purpose].case;
      if (kind === 'NONE') return [{ purpose, withCase: false }];
      const withCase = { purpose, withCase: true };
      return kind.endsWith('_OR_NONE') ? [{ purpose, withCase: false }, withCase] : [withCase];
    });
    return [{ withCase: false }, ...stated].flatMap((one) =>
      ([1, 2, 3] as const).map((level) => ({ profile, ...one, level })),
    );
  });
}

/** Anybody in this situation. */
export function askerIn({ profile, purpose, withCase, level }: Situation): Asker {
  const caller = { id: 'anybody', body: 'ANY', profile, level, entitlements: [], tokenId: 'any' };
  return { caller, ...(purpose && { purpose }), ...(withCase && { caseNumber: 'any' }) };
}
