// Many people ask for the same few at the same time, of a whole network: each gets what he would have got alone, down to the last mask, and
// holders are called less often than they are asked.
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Asker, Profile } from '#kit/caller.ts';
import { readIssuerKey } from '../demo/issuer.ts';
import type { EntityCallsOptions } from '../gateway/holders/entity-calls.ts';
import type { Asked } from '../gateway/holders/joining.ts';
import type { LaneOptions } from '../gateway/holders/lane.ts';
import type * as MayMix from '../gateway/holders/may-mix.ts';
import { startFederation } from './federation.ts';
import type { Answer, Ask, Federation } from './federation.ts';
import { told, visible } from './journeys/telling.ts';

/** What travelled together: of each call its askers, and when rights are not looked at, whoever asks in the same words. */
const mixing = vi.hoisted(() => ({
  byTextAlone: false,
  gatherMs: 0,
  calls: [] as (readonly unknown[])[],
  /** Answers to several that could be used for none of them. */
  spoilt: [] as string[],
}));
vi.mock(import('../gateway/holders/may-mix.ts'), async (original) => {
  const real: typeof MayMix = await original();
  const mixedCallsFor: typeof real.mixedCallsFor = (errands, askerOf) => {
    const planned = mixing.byTextAlone ? { alone: [], mixed: byText(errands) } : real.mixedCallsFor(errands, askerOf);
    for (const call of planned.mixed) mixing.calls.push(call.map(({ request }) => request.asker));
    return planned;
  };
  return { ...real, mixedCallsFor };
});

/** As if every holder had a queue before it all the time: whatever is asked gathers for a while. */
vi.mock(import('../gateway/holders/lane.ts'), async (original) => {
  const real = await original();
  const later = (leave: () => void) => {
    const timer = setTimeout(leave, mixing.gatherMs);
    return () => clearTimeout(timer);
  };
  class BusyLane<Question> extends real.Lane<Question> {
    constructor(options: LaneOptions, send: (questions: readonly Question[]) => readonly Promise<unknown>[]) {
      super({ ...options, openMax: 0, later }, send);
    }
  }
  return { ...real, Lane: BusyLane };
});

vi.mock(import('../gateway/holders/entity-calls.ts'), async (original) => {
  const real = await original();
  class WatchedCalls extends real.EntityCalls {
    constructor(options: EntityCallsOptions) {
      super({ ...options, onSpoiltMix: ({ source, holder }, why) => mixing.spoilt.push(`${source}/${holder} ${why}`) });
    }
  }
  return { ...real, EntityCalls: WatchedCalls };
});

function byText(errands: Parameters<typeof MayMix.mixedCallsFor>[0]): readonly (readonly Asked[])[] {
  const asked = errands.flatMap(({ parts, request }) => parts.map((part): Asked => ({ part, request })));
  return [...Map.groupBy(asked, ({ part }) => `${part.text.id} ${part.othersKey}`).values()];
}

const contact = 'CENTRAL DE INFORMAÇÕES/RJ';
const exceptGuards = { profiles: ['patrol', 'investigator', 'prosecutor', 'judge', 'inspector', 'military'] };
const overlays = {
  'individuals/RJ': {
    version: 7,
    rules: [
      { field: 'IndividualRecord.name', decision: 'MASK', as: 'INITIALS', unless: { case: true }, contact },
      { record: 'IndividualRecord', decision: 'HIDE', unless: exceptGuards, contact },
    ],
  },
  'individuals/PE': {
    version: 3,
    rules: [
      {
        ...{ record: 'IndividualRecord', decision: 'WITHHOLD', contact: 'CENTRAL DE INFORMAÇÕES/PE' },
        unless: { profiles: ['patrol', 'municipal-guard', 'investigator'], levelMin: 2 },
      },
    ],
  },
};

let federation: Federation;
beforeAll(async () => {
  federation = await startFederation({ patient: true, overlays });
});
afterAll(() => federation?.close());

const { namedUnit } = told.restrictedWarrant;
interface Sort {
  readonly profile: Profile;
  readonly as: Ask;
}

const patrols: Sort = { profile: 'patrol', as: { purpose: 'STOP' } };
const investigators: Sort = { profile: 'investigator', as: { purpose: 'INVESTIGATION', case: 'IP-2026-000123' } };
/** Those who ask: of like and unlike profiles, units, levels and cases. Most are of one sort, as in a unit on duty. */
const sorts: readonly Sort[] = [
  ...Array<Sort>(6).fill(patrols),
  ...Array<Sort>(3).fill(investigators),
  { profile: 'patrol', as: { purpose: 'STOP', claims: { state: 'PE', ...namedUnit } } },
  { profile: 'patrol', as: { purpose: 'STOP', claims: { state: 'PE', unit: '1 BPM' } } },
  { profile: 'patrol', as: { purpose: 'STOP', claims: { level: 1 } } },
  { profile: 'municipal-guard', as: { purpose: 'STOP' } },
  { profile: 'investigator', as: { purpose: 'INVESTIGATION', case: 'IP-2026-000456', justification: 'Outro caso.' } },
  { profile: 'investigator', as: {} },
];

const people = [
  told.stolenPlate.owner,
  told.threeSpellings,
  told.restrictedWarrant,
  told.secretWarrant,
  told.servedYesterday,
  told.twoSystemsSerial.owners[1],
].map(({ cpf }) => cpf);

const questions = [
  `query ($cpf: CPF!) {
    individuals(cpf: $cpf) {
      subjects { cpf records { holder recordId name cpf motherName birthDate alerts { kind text } } }
      probes { holder records { name } }
    }
  }`,
  `query ($cpf: CPF!) {
    individuals(cpf: $cpf) {
      subjects {
        records { holder name }
        warrants { totalCount edges { node { number contactUnit { unit } record { warrantStatus secrecy wanted { cpf } } } } }
      }
      probes { holder records { name } }
    }
  }`,
  `query ($cpf: CPF!) {
    individuals(cpf: $cpf) { subjects { records { cpf name } } probes { holder records { name } } }
    warrants(number: "${told.restrictedWarrant.warrantNumber}", freshness: LIVE) {
      subjects { id }
      probes { holder records { warrantStatus court wanted { cpf } } }
    }
  }`,
];

/** Past the index, at every holder there is. */
const everywhere = `query ($cpf: CPF!) {
  individuals(cpf: $cpf, freshness: LIVE) { subjects { records { cpf } } probes { holder records { recordId name cpf motherName } } }
}`;

/** Another person of the same body, unit and rights. */
async function tokenOf(profile: Profile, claims: Ask['claims'], person: string): Promise<string> {
  const token = await federation.token(profile, claims);
  const key = readIssuerKey(federation.dataDir);
  return new SignJWT({ ...decodeJwt(token), sub: person, jti: `token-of-${person}` })
    .setProtectedHeader(decodeProtectedHeader(token) as { alg: string })
    .sign(key.key);
}

interface Question {
  readonly query: string;
  readonly cpf: string;
  readonly as: Ask;
}

/** All that somebody sees, but for times, the name of the trace, and the order in which holders happened to answer. */
function seen(answer: Answer): string {
  const { status, data, errors } = answer;
  const { sources, ...others } = visible(answer);
  return JSON.stringify({
    ...{ status, data, ...others },
    sources: Object.entries(sources).sort(),
    errors: errors
      .map(({ path, message, extensions: { traceId: _, ...more } }) => JSON.stringify({ path, message, more }))
      .sort(),
  });
}

async function questionsOf(round: number, count: number, texts: readonly string[]): Promise<readonly Question[]> {
  let state = round * 7919 + 1;
  const one = <Item>(items: readonly Item[]): Item => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return items[Math.floor((state / 2 ** 32) * items.length)] as Item;
  };
  return Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const { profile, as } = one(sorts);
      const token = await tokenOf(profile, as.claims, `agent-${round}-${at}`);
      return { query: one(texts), cpf: one(people), as: { ...as, profile, token } };
    }),
  );
}

const ask = ({ query, cpf, as }: Question) => federation.ask(query, { cpf }, as).then(seen);

const holdersCalled = () =>
  federation.received().filter(({ endpoint }) => !endpoint.startsWith('national-index')).length;

interface Counts {
  aloneCalls: number;
  togetherCalls: number;
}

/** Each asks alone and then all at once; fails unless everybody sees the same both times. */
async function askTwice(rounds: readonly number[], texts: readonly string[]): Promise<Counts> {
  const counts: Counts = { aloneCalls: 0, togetherCalls: 0 };
  for (const round of rounds) {
    const asked = await questionsOf(round, 64, texts);
    holdersCalled();
    const alone: string[] = [];
    for (const question of asked) alone.push(await ask(question));
    counts.aloneCalls += holdersCalled();
    mixing.gatherMs = 300;
    const together = await Promise.all(asked.map(ask)).finally(() => {
      mixing.gatherMs = 0;
    });
    counts.togetherCalls += holdersCalled();
    for (const [at, one] of together.entries()) expect(one, `round ${round}, question ${at}`).toBe(alone[at]);
  }
  return counts;
}

const standing = ({ caller: { profile, level, body, state, unit }, purpose, caseNumber }: Asker) =>
  [profile, level, body, state, unit, purpose, caseNumber === undefined].join('|');

describe('people who ask at the same time', () => {
  it('see what each would see alone, and holders are called less often', async () => {
    mixing.calls.length = 0;
    const { aloneCalls, togetherCalls } = await askTwice([1, 2, 3], questions);
    expect(mixing.calls.length).toBeGreaterThan(10);
    expect(togetherCalls).toBeLessThan(aloneCalls * 0.8);
    expect(mixing.spoilt).toEqual([]);
    for (const askers of mixing.calls as (readonly Asker[])[])
      expect(new Set(askers.map(standing)).size, 'askers of unlike standing in one call').toBe(1);
  }, 240_000);

  // The gateway never lets them travel together. If it did, the holders would still keep them apart, place by place.
  it('are kept apart by the holders, even if whoever asks in the same words were mixed', async () => {
    mixing.calls.length = 0;
    mixing.byTextAlone = true;
    try {
      await askTwice([4, 5], [...questions, everywhere]);
    } finally {
      mixing.byTextAlone = false;
    }
    const unlike = (mixing.calls as (readonly Asker[])[]).filter((askers) => new Set(askers.map(standing)).size > 1);
    expect(unlike.length).toBeGreaterThan(10);
    expect(mixing.spoilt).toEqual([]);
  }, 240_000);
});
