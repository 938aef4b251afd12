// One hidden record, and the same people without it: the index must answer both alike, whoever asks and whatever is asked. Indexes stand side
// by side: without the secrets, with them, with them in the open, and with them such that some may know that there is something.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Audience, IndexEntry } from '#kit/index-entry.ts';
import { entryIdOf, rowsOf } from '../subgraphs/national-index/entry-rows.ts';
import { askIndex } from './ask-index.ts';
import type { AskOptions, IndexAnswer } from './ask-index.ts';
import { personEntry, startTestServer, vehicleEntry, warrantEntry } from './index-under-test.ts';
import type { TestIndex, TestServer } from './index-under-test.ts';
import { fill, knownPeople, openEvents, secrets, together } from './secrecy-people.ts';
import type { Known, SecretEvent } from './secrecy-people.ts';
import {
  byIds,
  named,
  namedTokens,
  nextPages,
  questions,
  strangers,
  subjectTypes,
  unconfirmed,
} from './secrecy-questions.ts';
import type { Stranger } from './secrecy-questions.ts';

const seed = 2026;
const perKind = 4;
const kinds = Object.keys(secrets);
const people = knownPeople(seed, kinds.length * perKind);
const kindOf = (at: number) => kinds[at % kinds.length] ?? '';
/** In time every kind meets every stranger. */
const strangerOf = (at: number) => strangers[(at + Math.floor(at / kinds.length)) % strangers.length] as Stranger;

const hidden: readonly Audience[] = namedTokens.map((token) => ({ token, shows: 'OPEN' }));
const toAll: readonly Audience[] = [{ token: 'all', shows: 'OPEN' }];
const existence: readonly Audience[] = [
  ...hidden,
  ...['patrol', 'investigator', 'military'].map((profile): Audience => ({
    token: `profile:${profile}`,
    shows: 'EXISTENCE_ONLY',
  })),
];

const secretsFor = (audience: readonly Audience[]) =>
  people.map((person, at) => secrets[kindOf(at)]?.(person, audience) ?? []);
const secretSteps = secretsFor(hidden);

let server: TestServer;
let without: TestIndex;
let withSecrets: TestIndex;
let inTheOpen: TestIndex;
let existing: TestIndex;
beforeAll(async () => {
  server = await startTestServer();
  const filled = async (audience: readonly Audience[] | null) => {
    const index = await server.open();
    await fill(index, [openEvents(people)]);
    if (audience) await fill(index, together(secretsFor(audience)));
    await index.sql`analyze`;
    return index;
  };
  [without, withSecrets] = await Promise.all([filled(null), filled(hidden)]);
  [inTheOpen, existing] = await Promise.all([filled(toAll), filled(existence)]);
});
afterAll(() => server?.stop());

interface Asked {
  readonly name: string;
  readonly answer: IndexAnswer;
  /** What the base was asked for, whatever the batches: sorted. */
  readonly reads: string;
}

/** One question, with an ear on the reads that it takes. */
async function ask(index: TestIndex, name: string, query: string, options: AskOptions): Promise<Asked> {
  const reads = new Set<string>();
  const records = Object.fromEntries(
    Object.entries(index.records).map(([method, read]) => [
      method,
      (...parameters: readonly unknown[]) => {
        const [, keys, ...rest] = parameters;
        // Which kinds of things share a batch of identifiers, and which clues a batch of people, is a matter of the moment.
        const about = method === 'thingsOf' ? JSON.stringify(rest) : '';
        for (const key of [keys].flat()) reads.add(`${method} ${about} ${JSON.stringify(key)}`);
        return (read as (...parameters: readonly unknown[]) => unknown)(...parameters);
      },
    ]),
  ) as unknown as TestIndex['records'];
  const answer = await askIndex({ ...index, records }, query, options);
  return { name, answer, reads: [...reads].sort().join('\n') };
}

const isSame = (one: Asked | undefined, other: Asked | undefined) =>
  one?.answer.text === other?.answer.text && one?.reads === other?.reads;

/** Every question about one person, and the pages that follow. */
async function askAll(index: TestIndex, person: Known, asker: AskOptions): Promise<readonly Asked[]> {
  const asked = await Promise.all(
    questions.map(({ name, query, variables }) => ask(index, name, query, { ...asker, variables: variables(person) })),
  );
  const pages: Asked[] = [];
  let page = asked[0]?.answer.data?.own?.subjects?.[0];
  while (page?.id && pages.length < pagesMax) {
    const cursors = {
      vehiclesAfter: page.vehicles?.pageInfo.endCursor ?? null,
      weaponsAfter: page.weapons?.pageInfo.endCursor ?? null,
      warrantsAfter: page.warrants?.pageInfo.endCursor ?? null,
    };
    if (Object.values(cursors).every((cursor) => cursor === null)) break;
    const variables = { id: page.id, first: 1 + (person.ordinal % 3), ...cursors };
    const asked = await ask(index, 'the next page', nextPages, { ...asker, variables });
    pages.push(asked);
    page = asked.answer.data?.individual;
  }
  return [...asked, ...pages];
}

const pagesMax = 3;

/** Identifiers of all that a secret is or was: its own, its subject's, and those of the parties that it names. */
function idsIn(events: readonly SecretEvent[]): readonly string[] {
  const ids = events.flatMap(({ entry }) => {
    if (entry === null) return [];
    const rows = rowsOf(entry, without.ids);
    return [rows.entry.id, rows.entry.subject_id, ...rows.edges.map(({ party_id }) => party_id)];
  });
  return [...new Set(ids)];
}

/** In lanes, as a server would answer them. */
async function forEach<Item>(items: readonly Item[], work: (item: Item, at: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let at = next++; at < items.length; at = next++) await work(items[at] as Item, at);
  };
  await Promise.all([lane(), lane(), lane()]);
}

/** Root fields of a question: each is a pair of its own. */
const fieldsOf = ({ answer: { data } }: Asked) => Object.keys(data ?? {}).length;

describe(`${people.length} people with a secret each, of ${kinds.length} kinds`, () => {
  it('are answered with the same bytes, from the same reads, as without it', { timeout: 120_000 }, async () => {
    const differing: string[] = [];
    const count = { pairs: 0, found: 0 };
    await forEach(people, async (person, at) => {
      const asker = strangerOf(at);
      const [left, right] = await Promise.all([
        askAll(without, person, asker),
        askAll(withSecrets, person, asker),
      ] as const);
      if (left.length !== right.length) differing.push(`${kindOf(at)}: number of pages, ${asker.profile}`);
      for (const [place, one] of left.entries()) {
        count.pairs += fieldsOf(one);
        if (one.answer.text.includes('"id"')) count.found += fieldsOf(one);
        if (!isSame(one, right[place])) differing.push(`${kindOf(at)}: ${one.name}, ${asker.profile}`);
      }
    });
    expect(differing).toEqual([]);
    expect(count.pairs).toBeGreaterThan(5000);
    // Not for want of answers: most questions find something.
    expect(count.found).toBeGreaterThan(count.pairs / 2);
  });

  it('lead nowhere by an identifier that was guessed or noted down', async () => {
    const differing: string[] = [];
    await forEach(people.slice(0, 3 * kinds.length), async (_, at) => {
      const ids = idsIn((secretSteps[at] ?? []).flat());
      const variables = { r: subjectTypes.flatMap((__typename) => ids.map((id) => ({ __typename, id }))) };
      const options = { ...strangerOf(at), variables };
      const [one, other] = await Promise.all([without, withSecrets].map((index) => ask(index, '', byIds, options)));
      if (!isSame(one, other)) differing.push(kindOf(at));
    });
    expect(differing).toEqual([]);
  });

  it('turn a page alike with a cursor that somebody in the know was given', async () => {
    const differing: string[] = [];
    let cursors = 0;
    await forEach(people.slice(0, kinds.length), async (person, at) => {
      const [question] = questions;
      const variables = { ...question?.variables(person), first: 1 };
      const { data } = await askIndex(withSecrets, question?.query ?? '', { ...named[2], variables });
      const [known] = data.own.subjects;
      const given = {
        vehiclesAfter: known?.vehicles.pageInfo.endCursor ?? null,
        weaponsAfter: known?.weapons.pageInfo.endCursor ?? null,
        warrantsAfter: known?.warrants.pageInfo.endCursor ?? null,
      };
      cursors += Object.values(given).filter((cursor) => cursor !== null).length;
      const options = { ...strangers[0], variables: { ...variables, ...given } };
      const [one, other] = await Promise.all(
        [without, withSecrets].map((index) => askIndex(index, question?.query ?? '', options)),
      );
      if (one?.text !== other?.text) differing.push(kindOf(at));
    });
    expect(differing).toEqual([]);
    expect(cursors).toBeGreaterThan(kinds.length);
  });

  it('are whole for those whom the secret names, by each of its tokens', async () => {
    const differing: string[] = [];
    const unseen = new Set(kinds);
    await forEach(people.slice(0, kinds.length), async (person, at) => {
      const asker = named[at % named.length] as Stranger;
      const [seen, open, nothing] = await Promise.all([
        askAll(withSecrets, person, asker),
        askAll(inTheOpen, person, asker),
        askAll(without, person, asker),
      ] as const);
      for (const [place, { name, answer }] of seen.entries())
        if (answer.text !== open[place]?.answer.text) differing.push(`${kindOf(at)}: ${name}, ${asker.profile}`);
      if (seen.some(({ answer }, place) => answer.text !== nothing[place]?.answer.text)) unseen.delete(kindOf(at));
    });
    expect(differing).toEqual([]);
    // Each kind would have changed some answer; what is gone leaves nothing to see for anybody.
    expect([...unseen].filter((kind) => !kind.endsWith('is gone'))).toEqual([]);
  });
});

describe('people of whom it may be known that there is something', () => {
  const knowing = strangers.filter(({ profile }) => ['patrol', 'investigator', 'military'].includes(profile));
  const unknowing = strangers.filter(({ profile }) => ['municipal-guard', 'inspector'].includes(profile));

  it('are confirmed by nothing that is not shown, and show nothing but a contact', async () => {
    const differing: string[] = [];
    const told: string[] = [];
    let contacts = 0;
    await forEach(people.slice(0, 2 * kinds.length), async (person, at) => {
      const asker = knowing[at % knowing.length] as Stranger;
      const [seen, nothing] = await Promise.all([
        askAll(existing, person, asker),
        askAll(without, person, asker),
      ] as const);
      for (const [place, { name, answer }] of seen.entries())
        for (const field of unconfirmed[name] ?? []) {
          const [one, other] = [answer.data?.[field], nothing[place]?.answer.data?.[field]];
          if (JSON.stringify(one) !== JSON.stringify(other))
            differing.push(`${kindOf(at)}: ${field}, ${asker.profile}`);
        }
      const [own, before] = [seen, nothing].map(([first]) => first?.answer.data?.own?.subjects?.[0]);
      if (JSON.stringify(withoutExistence(own)) !== JSON.stringify(withoutExistence(before)))
        differing.push(`${kindOf(at)}: the person, ${asker.profile}`);
      const known = `${JSON.stringify(questions.map(({ variables }) => variables(person)))} ${JSON.stringify(nothing)}`;
      for (const word of secretWords(at)) {
        if (known.includes(word)) continue;
        if (seen.some(({ answer }) => answer.text.includes(word))) told.push(`${kindOf(at)}, ${asker.profile}`);
      }
      for (const { node } of warrantEdges(own))
        if (node.number === null) {
          contacts++;
          const { unit } = node.contactUnit;
          expect(node).toEqual({
            ...{ id: node.id, number: null, declaredIdentities: null, person: null, record: null },
            contactUnit: { unit, phone: '61 3333-0000', municipality: 'Brasília', uf: 'DF' },
          });
        }
    });
    expect(differing).toEqual([]);
    expect(told).toEqual([]);
    expect(contacts).toBeGreaterThan(0);
  });

  it('are as if there were nothing for those who may not know even that', async () => {
    const differing: string[] = [];
    await forEach(people.slice(0, kinds.length), async (person, at) => {
      const asker = unknowing[at % unknowing.length] as Stranger;
      const [seen, nothing] = await Promise.all([
        askAll(existing, person, asker),
        askAll(without, person, asker),
      ] as const);
      for (const [place, one] of seen.entries())
        if (!isSame(one, nothing[place])) differing.push(`${kindOf(at)}: ${one.name}, ${asker.profile}`);
    });
    expect(differing).toEqual([]);
  });

  /** What a secret says: names, dates and numbers that stand in nothing open. */
  function secretWords(at: number): readonly string[] {
    const entries = (secretSteps[at] ?? []).flat().map(({ entry }) => entry);
    const words = entries.flatMap((entry) =>
      entry === null ? [] : leaves([entry.basics, entry.identifiers.map(({ value }) => value)]),
    );
    return [...new Set(words)].filter((word) => word.length > 4);
  }

  /** A person, less the existence itself: that warrants stand, and who knows of them. */
  // What the shape is, the question says.
  // eslint-disable-next-line
  function withoutExistence(person: any): unknown {
    if (!person) return null;
    const { roles, knowledge: _, warrants: __, ...rest } = person;
    return { ...rest, roles: roles?.filter(({ role }: { readonly role: string }) => role !== 'WANTED') };
  }

  // eslint-disable-next-line
  function warrantEdges(person: any): readonly { readonly node: any }[] {
    return person?.warrants?.edges ?? [];
  }
});

describe('a crowd of hidden records', () => {
  it('moves no limit: not what one list holds, nor what is too broad to be answered', async () => {
    const [someone] = people;
    if (!someone) throw new TypeError('the test has people');
    const { cpf, person, car, other } = someone;
    const many = (count: number, entry: (id: string) => IndexEntry): readonly SecretEvent[] =>
      Array.from({ length: count }, (_, at) => {
        const recordId = `crowd${at}`;
        const made = { ...entry(recordId), audience: hidden, asOf: '2026-11-21T00:00:00.000Z' };
        return { source: made.source, holder: made.holder, recordId, version: 1, entry: made };
      });
    const { motherName, birthDate } = person;
    await fill(withSecrets, [
      [
        // Of one subject 200 entries are read, of one name 400 candidates, of one person 500 warrants, of one thing 50 parties.
        ...many(410, (id) => personEntry('RJ', id, Number(id.slice(5)) < 210 ? { ...person, cpf } : person)),
        ...many(510, (id) =>
          warrantEntry(id, `9${id.slice(5).padStart(27, '0')}`, [{ names: person.names, motherName, birthDate, cpf }]),
        ),
        ...many(60, (id) => vehicleEntry('SENATRAN', id, { plates: [car.plate], chassis: car.chassis }, other.cpf)),
      ],
    ]);
    // And of names that sound alike 20,000 are compared.
    await withSecrets.sql`
      insert into name select n.* from name n, generate_series(1, 20001)
       where n.entry_id = ${entryIdOf(withSecrets.ids, 'individuals', 'RJ', 'crowd409')}`;
    for (const asker of strangers.slice(0, 3)) {
      const [left, right] = await Promise.all([
        askAll(without, someone, asker),
        askAll(withSecrets, someone, asker),
      ] as const);
      for (const [place, one] of left.entries()) expect(right[place]?.answer.text).toBe(one.answer.text);
      for (const [place, one] of left.entries()) expect(right[place]?.reads).toBe(one.reads);
    }
    const [, byName] = questions;
    const knowing = await askIndex(withSecrets, byName?.query ?? '', {
      ...named[2],
      variables: byName?.variables(someone) ?? {},
    });
    expect(knowing.errors.map(({ code }) => code)).toContain('TOO_BROAD');
  });
});

function leaves(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [];
}
