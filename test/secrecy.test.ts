// A hidden record must change nothing for those who may not know of it: not a byte, not a count, not the length of a cursor, not a question
// to any holder. The same nation is asked twice, before and after two hundred people are wanted in secret.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Profile } from '#kit/caller.ts';
import { nation } from '../demo/nation/nation.ts';
import type { NationRecord } from '../demo/nation/nation.ts';
import { castSize, personAt } from '../demo/nation/people.ts';
import type { Person } from '../demo/nation/people.ts';
import { story } from '../demo/nation/story.ts';
import { warrantFacts } from '../demo/nation/warrants.ts';
import { createWorld } from '../demo/nation/world.ts';
import type { WarrantFacts } from '../subgraphs/warrants/record.ts';
import { startFederation, testSeed, testToday } from './federation.ts';
import type { Answer, Ask, Federation } from './federation.ts';

const peopleCount = 200;
const told = story(testSeed);
const world = createWorld(testSeed, testToday);

const everybody: readonly Person[] = Array.from({ length: peopleCount }, (_, at) => personAt(world, castSize + at));
const records = [...nation({ seed: testSeed, size: castSize + peopleCount, today: testToday })];
const isSecret = (record: NationRecord) => record.source === 'warrants' && record.facts.secrecy === 'SIGILOSO';

/** For each of them one more, pending and SIGILOSO; every other one names the person by CPF. */
const secretWarrants: readonly WarrantFacts[] = everybody.map((person, at) =>
  warrantFacts(world, person, 1, {
    status: 'PENDENTE_DE_CUMPRIMENTO',
    secrecy: 'SIGILOSO',
    withCpf: at % 2 === 0,
    exactIdentity: true,
    namedUnit: 'DELEGACIA DE REPRESSÃO AO CRIME ORGANIZADO/PE',
  }),
);

const secrets: readonly NationRecord[] = [
  ...records.filter(isSecret),
  ...secretWarrants.map((facts): NationRecord => ({ source: 'warrants', holder: 'CNJ', facts })),
];

const fragments = /* GraphQL */ `
  fragment Person on Individual {
    id
    name
    motherName
    birthDate
    cpf
    identityDisputed
    identities {
      source
      holder
      names
      cpf
    }
    roles {
      role
      source
      holder
    }
    knowledge {
      source
      holder
      asOf
      behind
      entries
    }
    records {
      holder
      recordId
      name
      alerts {
        kind
      }
    }
    warrants(first: 1) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        cursor
        match {
          band
          reasons
        }
        node {
          ...Wanted
        }
      }
    }
  }
  fragment Wanted on Warrant {
    id
    number
    contactUnit {
      unit
    }
    declaredIdentities {
      names
    }
    person {
      id
    }
    record {
      holder
      recordId
      warrantStatus
    }
  }
`;

const byPerson = /* GraphQL */ `
  query ($cpf: CPF!, $text: String!, $name: String!, $mother: String!, $birthDate: Date!) {
    individuals(cpf: $cpf) {
      subjects {
        ...Person
      }
      probes {
        records {
          name
        }
      }
    }
    search(text: $text) {
      readings {
        kind
        normalized
      }
      hits {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        edges {
          cursor
          node {
            headline
            subject {
              ... on Individual {
                id
                warrants {
                  totalCount
                }
              }
            }
          }
        }
      }
    }
    findIndividuals(search: { name: $name, motherName: $mother, birthDate: $birthDate }) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        cursor
        match {
          band
          reasons
        }
        node {
          id
          warrants {
            totalCount
          }
        }
      }
    }
  }
  ${fragments}
`;

const byWarrant = /* GraphQL */ `
  query ($number: WarrantNumber!, $text: String!, $process: String!) {
    warrants(number: $number, freshness: LIVE) {
      subjects {
        ...Wanted
      }
      probes {
        holder
        records {
          recordId
          warrantStatus
        }
      }
    }
    search(text: $text) {
      ...Found
    }
    process: search(text: $process) {
      ...Found
    }
  }
  fragment Found on SearchResult {
    readings {
      kind
    }
    hits {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        cursor
        node {
          headline
          subject {
            __typename
          }
        }
      }
    }
    probes {
      ... on WarrantProbe {
        holder
        records {
          recordId
        }
      }
    }
  }
  ${fragments.slice(fragments.indexOf('fragment Wanted'))}
`;

const profiles: readonly Profile[] = ['patrol', 'investigator', 'municipal-guard', 'military'];

function askerOf(at: number): Ask {
  const profile = profiles[at % profiles.length] ?? 'patrol';
  return profile === 'investigator'
    ? { profile, purpose: 'INVESTIGATION', case: 'IP-2026-000123' }
    : { profile, purpose: 'STOP' };
}

let federation: Federation;
beforeAll(async () => {
  federation = await startFederation({ patient: true, records: records.filter((record) => !isSecret(record)) });
});
afterAll(() => federation?.close());

interface Round {
  /** One text an answer, with what changes by the clock taken out. */
  readonly answers: readonly string[];
  /** What all holders were asked, in a fixed order. */
  readonly questions: readonly string[];
}

async function askEverything(): Promise<Round> {
  federation.received();
  const answers: string[] = [];
  const ask = async (at: number, query: string, variables: object) => {
    answers[at] = withoutClock(await federation.ask(query, variables, askerOf(at)));
  };
  const all = [
    ...everybody.map((person, at) => () => {
      const birthDate = new Date(person.birthDay * 86_400_000).toISOString().slice(0, 10);
      const { cpf, name, mother } = person;
      return ask(at, byPerson, { cpf, text: cpf, name, mother, birthDate });
    }),
    ...secretWarrants.slice(0, 40).map(({ number, processNumber }, at) => () => {
      return ask(peopleCount + at, byWarrant, { number, text: number, process: processNumber });
    }),
  ];
  const lanes = Array.from({ length: 4 }, async () => {
    for (let next = all.shift(); next; next = all.shift()) await next();
  });
  await Promise.all(lanes);
  const questions = federation.received().map((question) => JSON.stringify(question));
  return { answers, questions: questions.sort() };
}

const byTheClock = new Set(['asOf', 'indexAsOf', 'elapsedMs', 'sentence', 'traceId']);

/** Cursors are sealed with a fresh nonce: of them the length stays. Identifiers stay as they are. */
function withoutClock({ status, data, errors, extensions }: Answer): string {
  const sources = extensions.sources.toSorted((a, b) =>
    `${a.source}/${a.holder}` < `${b.source}/${b.holder}` ? -1 : 1,
  );
  return JSON.stringify({ status, data, errors, extensions: { ...extensions, sources } }, (key, value: unknown) => {
    if (byTheClock.has(key)) return undefined;
    return (key === 'cursor' || key === 'endCursor') && typeof value === 'string' ? value.length : value;
  });
}

async function warrantsInTheIndex(): Promise<number> {
  const [row] = await federation.database('national-index/SENASP')<{ count: number }[]>`
    select count(*)::int as count from entry where source = 'warrants' and kind is not null`;
  return row?.count ?? 0;
}

describe('two hundred people who are wanted in secret', () => {
  it(
    'are answered with the same bytes and the same questions to holders as before they were',
    { timeout: 240_000 },
    async () => {
      const publicCount = await warrantsInTheIndex();
      const before = await askEverything();

      await federation.save(secrets);
      while ((await warrantsInTheIndex()) < publicCount + secrets.length)
        await new Promise((resolve) => setTimeout(resolve, 100));
      const after = await askEverything();

      expect(before.answers).toHaveLength(peopleCount + 40);
      // Not for want of people: most are known to somebody, and some are wanted in public, too.
      expect(before.answers.filter((answer) => answer.includes('"recordId"')).length).toBeGreaterThan(peopleCount / 2);
      expect(before.answers.some((answer) => answer.includes('"warrantStatus":"PENDENTE_DE_CUMPRIMENTO"'))).toBe(true);
      for (const [at, answer] of before.answers.entries()) expect(after.answers[at]).toBe(answer);
      expect(after.questions).toEqual(before.questions);
    },
  );

  it('are wanted for those whom the warrants name', async () => {
    const unit = 'DELEGACIA DE REPRESSÃO AO CRIME ORGANIZADO/PE';
    const named: Ask = {
      profile: 'investigator',
      purpose: 'INVESTIGATION',
      case: 'IP-2026-000123',
      claims: { unit, state: 'PE' },
    };
    for (const { number, wanted } of secretWarrants.slice(0, 10)) {
      const { data } = await federation.ask(
        `query ($number: WarrantNumber!) {
          warrants(number: $number) { subjects { number record { warrantStatus } declaredIdentities { names } } probes { records { number } } }
        }`,
        { number },
        named,
      );
      expect(data.warrants.subjects).toEqual([
        {
          number,
          record: { warrantStatus: expect.stringMatching(/^(PENDENTE_DE_CUMPRIMENTO|EXPIRADO)$/) as string },
          declaredIdentities: [{ names: wanted.names }],
        },
      ]);
    }
  });
});

// A court wants a woman, and only one unit may know. The patrol that stops her sees a woman without a warrant, and so does the CNJ's own
// look-up by number. The unit that the warrant names sees it whole.
describe('the secret warrant of the story', () => {
  const { cpf, warrantNumber, namedUnit } = told.secretWarrant;
  const question = `query ($cpf: CPF!, $number: WarrantNumber!) {
    individuals(cpf: $cpf) { subjects { roles { role } warrants { totalCount edges { node { number record { holder warrantStatus } } } } } probes { records { name } } }
    warrants(number: $number, freshness: LIVE) { subjects { id } probes { records { recordId } } }
  }`;

  it('does not exist for the patrol, whichever way it asks', async () => {
    const answer = await federation.ask(
      question,
      { cpf, number: warrantNumber },
      { profile: 'patrol', purpose: 'STOP' },
    );
    expect(answer.data).toEqual({
      individuals: {
        subjects: [{ roles: [{ role: 'REGISTERED' }], warrants: { totalCount: 0, edges: [] } }],
        probes: [],
      },
      warrants: { subjects: [], probes: [{ records: [] }] },
    });
    expect(answer.errors).toEqual([]);
    expect(answer.extensions.outcomes.map(({ outcome }) => outcome)).toEqual(['HIT', 'NO_HIT']);
    expect(answer.text).not.toMatch(/SIGILOSO|WITHHELD|HIDE/);
  });

  it('is whole for the unit that it names', async () => {
    const answer = await federation.ask(
      question,
      { cpf, number: warrantNumber },
      { profile: 'patrol', purpose: 'STOP', claims: { unit: namedUnit, state: 'PE' } },
    );
    expect(answer.data.individuals.subjects[0].warrants).toEqual({
      totalCount: 1,
      edges: [{ node: { number: warrantNumber, record: { holder: 'CNJ', warrantStatus: 'PENDENTE_DE_CUMPRIMENTO' } } }],
    });
    expect(answer.data.warrants.subjects).toHaveLength(1);
    expect(answer.data.warrants.probes[0].records).toHaveLength(1);
    expect(answer.errors).toEqual([]);
  });
});
