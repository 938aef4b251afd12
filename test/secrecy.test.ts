// A hidden record must change nothing for those who may not know of it: not a byte, not a count, not the length of a cursor, not a question
// to any holder. The same nation is asked twice, before and after two hundred people are wanted in secret and more is known of each of them.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Profile } from '#kit/caller.ts';
import { nation } from '../demo/nation/nation.ts';
import type { NationRecord } from '../demo/nation/nation.ts';
import { castSize, personAt } from '../demo/nation/people.ts';
import type { Person } from '../demo/nation/people.ts';
import { story } from '../demo/nation/story.ts';
import { warrantFacts } from '../demo/nation/warrants.ts';
import { createWorld } from '../demo/nation/world.ts';
import { secretFile } from '../demo/network.ts';
import { openIndexWriter } from '../subgraphs/national-index/apply.ts';
import { readIndexSecret } from '../subgraphs/national-index/endpoint.ts';
import { createSubjectIds } from '../subgraphs/national-index/subject-ids.ts';
import type { WarrantFacts } from '../subgraphs/warrants/record.ts';
import { startFederation, testSeed, testToday } from './federation.ts';
import type { Answer, Ask, Federation } from './federation.ts';
import { knownPeople, secrets as secretKinds, together } from './secrecy-people.ts';
import type { Car, Known, SecretEvent } from './secrecy-people.ts';
import { namedTokens, questions as everyQuestion } from './secrecy-questions.ts';

const peopleCount = 200;
/** Of so many every kind of thing is asked for, too. */
const thingsCount = 100;
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
    namedUnit: { body: 'PCPE', unit: 'DELEGACIA DE REPRESSÃO AO CRIME ORGANIZADO/PE' },
  }),
);

const secrets: readonly NationRecord[] = [
  ...records.filter(isSecret),
  ...secretWarrants.map((facts): NationRecord => ({ source: 'warrants', holder: 'CNJ', facts })),
];

/** The same people with the things that the nation gives them, so that a secret can be about these. */
const known: readonly Known[] = knownPeople(testSeed, peopleCount).map((one) => ({ ...one, ...thingsOf(one.cpf) }));

function thingsOf(cpf: string): Partial<Known> {
  const car = records.find((record) => record.source === 'vehicles' && record.facts.owner?.document === cpf);
  const gun = records.find((record) => record.source === 'weapons' && record.facts.owner?.document === cpf);
  const warrant = records.find((record) => record.source === 'warrants' && record.facts.wanted.cpf === cpf);
  return {
    ...(car?.source === 'vehicles' && car.facts.chassis && { car: { ...car.facts, year: 2010 } as unknown as Car }),
    ...(gun?.source === 'weapons' && gun.facts.serial !== 'SUPPRESSED' && { gun: gun.facts }),
    ...(warrant?.source === 'warrants' && { number: warrant.facts.number, processNumber: warrant.facts.processNumber }),
  };
}

/** Of each person one thing more, as if a holder of whom the directory knows nothing had told the index in confidence. */
async function plant(): Promise<number> {
  const secret = readIndexSecret(secretFile(join(federation.dataDir, 'keys'), 'index.secret'));
  const writer = await openIndexWriter(federation.database('national-index/SENASP'), createSubjectIds(secret));
  const kinds = Object.values(secretKinds);
  const audience = namedTokens.map((token) => ({ token, shows: 'OPEN' as const }));
  let planted = 0;
  for (const step of together(known.map((one, at) => kinds[at % kinds.length]?.(one, audience) ?? []))) {
    const open = step.filter(({ entry }) => !entry?.keyed);
    for (const [source, events] of Map.groupBy(open, ({ source }) => source)) {
      const origin = { source, holder, publication: 'FULL' as const };
      const { position: after } = await writer.cursor(origin);
      const position = after + events.length;
      const { applied } = await writer.apply({
        ...{ origin, after, position, asOf: null, caughtUpAt: null },
        events: events.map((event, at) => ({ ...elsewhere(event), position: after + at + 1 })),
      });
      planted += applied;
    }
  }
  return planted;
}

const holder = 'ZZ';

function elsewhere({ recordId, version, entry }: SecretEvent) {
  return { recordId, version, entry: entry && { ...entry, holder } };
}

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

/** Whom nothing keeps from asking for several plates and texts at once. */
const withBatches = profiles.filter((profile) => profile !== 'municipal-guard');

function askerOf(at: number, among = profiles): Ask {
  const profile = among[at % among.length] ?? 'patrol';
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
  const ask = async (at: number, query: string, variables: object, as = askerOf(at)) => {
    answers[at] = withoutClock(await federation.ask(query, variables, as));
  };
  const all = [
    ...everybody.map((person, at) => () => {
      const birthDate = new Date(person.birthDay * 86_400_000).toISOString().slice(0, 10);
      const { cpf, name, mother } = person;
      return ask(at, byPerson, { cpf, text: cpf, name, mother, birthDate });
    }),
    ...known.slice(0, thingsCount).map((one, at) => () => {
      const question = everyQuestion[at % everyQuestion.length];
      const as = askerOf(at, withBatches);
      return ask(peopleCount + 40 + at, question?.query ?? '', question?.variables(one) ?? {}, as);
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
      expect(await plant()).toBeGreaterThan(peopleCount);
      const after = await askEverything();

      expect(before.answers.filter((answer) => answer.startsWith('{"status":200'))).toHaveLength(
        peopleCount + 40 + thingsCount,
      );
      // Not for want of people: most are known to somebody, and some are wanted in public, too.
      expect(before.answers.filter((answer) => answer.includes('"recordId"')).length).toBeGreaterThan(peopleCount / 2);
      expect(before.answers.some((answer) => answer.includes('"warrantStatus":"PENDENTE_DE_CUMPRIMENTO"'))).toBe(true);
      const byThings = before.answers.slice(peopleCount + 40);
      expect(byThings.filter((answer) => answer.includes('"id"')).length).toBeGreaterThan(thingsCount / 2);
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
      { profile: 'patrol', purpose: 'STOP', claims: { ...namedUnit, state: 'PE' } },
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

// A judge seals a warrant, and the index has not heard of it yet. Whoever asks for the record meets the holder, whose word counts at once. What
// the index says by itself stands until its feed has come by: the number and the names where nobody asks for the record, the role WANTED, the
// count of entries, somebody of whom only the warrant tells, and what was counted of a list beyond the page.
describe('a warrant that was sealed a moment ago', () => {
  const someone = personAt(world, 900_000);
  const facts = warrantFacts(world, someone, 0, {
    ...{ status: 'PENDENTE_DE_CUMPRIMENTO', secrecy: 'PUBLICO', withCpf: true, exactIdentity: true },
  });
  const question = /* GraphQL */ `
    query ($cpf: CPF!, $number: WarrantNumber!, $text: String!) {
      individuals(cpf: $cpf) {
        subjects {
          warrants {
            totalCount
            edges {
              node {
                number
                declaredIdentities {
                  names
                }
                record {
                  warrantStatus
                }
              }
            }
          }
        }
      }
      warrants(number: $number, freshness: LIVE) {
        subjects {
          number
          record {
            warrantStatus
          }
        }
        probes {
          records {
            warrantStatus
          }
        }
      }
      search(text: $text) {
        hits {
          totalCount
          edges {
            node {
              subject {
                ... on Warrant {
                  record {
                    warrantStatus
                  }
                }
              }
            }
          }
        }
      }
    }
  `;
  const ask = (number: string) =>
    federation.ask(question, { cpf: someone.cpf, number, text: number }, { profile: 'patrol', purpose: 'STOP' });

  it('is kept by its holder from all who ask for it, without a trace of the keeping', async () => {
    await federation.save([{ source: 'warrants', holder: 'CNJ', facts }]);
    await federation.indexed();
    const open = await ask(facts.number);
    expect(open.data.individuals.subjects[0].warrants.totalCount).toBe(1);

    await federation.database('warrants/CNJ')`
      update record set facts = jsonb_set(facts, '{secrecy}', '"SIGILOSO"') where record_id = ${facts.recordId}`;
    const sealed = await ask(facts.number);
    expect(sealed.data).toEqual({
      individuals: { subjects: [{ warrants: { totalCount: 0, edges: [] } }] },
      warrants: { subjects: [], probes: [{ records: [] }] },
      search: { hits: { totalCount: 0, edges: [] } },
    });
    expect(sealed.errors).toEqual([]);
    const nothing = await ask(warrantFacts(world, someone, 1).number);
    const found = ({ extensions }: Answer) => extensions.outcomes.slice(1).map(({ outcome }) => outcome);
    expect(found(sealed)).toEqual(found(nothing));
    expect(found(sealed)).not.toContain('HIT');
    expect(sealed.text).not.toMatch(/SIGILOSO|WITHHELD|HIDE|HIDDEN/);
    expect(sealed.text).not.toContain(facts.number);
  });
});
