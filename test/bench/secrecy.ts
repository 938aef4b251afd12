// npm run bench -- secrecy [--pairs 10000] [--seed N] [--door index|gateway|both] [--secrets few|many]: can the time of an answer tell that a
// hidden record exists? Two equal networks stand side by side; of each person one of them knows a secret and the other does not, half of the
// people this way and half the other way round, so that what the networks differ in falls out. Each pair asks both for the same, now the one
// first, now the other. Exit 1 where the rank test finds more than the goal allows, or does not find a record that is in plain sight.
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import type { Audience, IndexEntry } from '#kit/index-entry.ts';
import { nation } from '../../demo/nation/nation.ts';
import { castSize } from '../../demo/nation/people.ts';
import { secretFile } from '../../demo/network.ts';
import { openIndexWriter } from '../../subgraphs/national-index/apply.ts';
import type { IndexWriter } from '../../subgraphs/national-index/apply.ts';
import { readIndexSecret } from '../../subgraphs/national-index/endpoint.ts';
import { createSubjectIds } from '../../subgraphs/national-index/subject-ids.ts';
import { askIndex } from '../ask-index.ts';
import { startFederation, testToday } from '../federation.ts';
import type { Federation } from '../federation.ts';
import { startTestServer } from '../index-under-test.ts';
import { knownPeople, openEvents, secrets } from '../secrecy-people.ts';
import type { Known, SecretEvent } from '../secrecy-people.ts';
import { namedTokens } from '../secrecy-questions.ts';
import { bounded, print } from './options.ts';
import { rankTest } from './rank-test.ts';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '2026' },
    people: { type: 'string', default: '400' },
    door: { type: 'string', default: 'both' },
    secrets: { type: 'string', default: 'few' },
  },
});
const pairs = bounded('pairs', values.pairs, 10, 1_000_000);
const seed = bounded('seed', values.seed, 0, 0xffff_ffff);
const peopleCount = bounded('people', values.people, 20, 100_000);
if (!['few', 'many'].includes(values.secrets)) throw new RangeError('--secrets: few or many');
if (!['index', 'gateway', 'both'].includes(values.door)) throw new RangeError('--door: index, gateway or both');

/** The goal, and how sharp the measure must be for its failing to mean anything. */
const aucOff = 0.02;
const standardErrorMax = 0.01;
/** A record in plain sight must be told from none; where it is not, nothing else that is measured means anything. */
const controlOffMin = 0.05;
const warmUpPairs = 100;

const people = knownPeople(seed, peopleCount);
const hidden: readonly Audience[] = namedTokens.map((token) => ({ token, shows: 'OPEN' }));
const toAll: readonly Audience[] = [{ token: 'all', shows: 'OPEN' }];

/** One for each question to meet; or much of each person at once, which nobody's life is like. */
const few = ['a dispute on the CPF', 'a clone of the plate', 'a warrant with the CPF'];
const many = [
  ...few,
  ...['a newer name and sex', 'an alias', 'a namesake with a CPF of their own', 'the same RG of somebody else'],
  ...['one more car', 'another plate of the same car', 'another owner of the same car', 'one more weapon'],
  ...['a weapon of another make', 'a warrant by name alone', 'another record of the same warrant'],
];
const known = values.secrets === 'few' ? few : many;

function secretsOf(person: Known, audience: readonly Audience[]): readonly SecretEvent[] {
  return known.flatMap((kind, at) =>
    (secrets[kind]?.(person, audience) ?? []).flat().map((event) => ({
      ...event,
      ...{ holder: 'ZZ', recordId: `${event.recordId}-${at}` },
      entry: event.entry && { ...event.entry, holder: 'ZZ', recordId: `${event.recordId}-${at}` },
    })),
  );
}

interface Question {
  readonly name: string;
  readonly query: string;
  variables(person: Known): Readonly<Record<string, unknown>>;
}

const shown = `id name motherName birthDate cpf identityDisputed roles { role } knowledge { source holder entries }
  vehicles { totalCount edges { node { id cloneSuspected } } } weaponCount
  warrants { totalCount edges { cursor match { band } node { id number } } }`;

const questions: readonly Question[] = [
  {
    name: 'person by CPF',
    query: `query ($cpf: CPF!) { individuals(cpf: $cpf) { subjects { ${shown} } } }`,
    variables: ({ cpf }) => ({ cpf }),
  },
  {
    name: 'person by name',
    query: `query ($name: String!, $mother: String!) { findIndividuals(search: { name: $name, motherName: $mother }) { totalCount edges { match { band } node { id name warrants { totalCount } } } } }`,
    variables: ({ person }) => ({ name: person.names[0], mother: person.motherName }),
  },
  {
    name: 'vehicle by plate',
    query: `query ($plate: String!) { vehicles(plates: [$plate]) { subjects { id plates { plate } colour cloneSuspected parties { role party { ... on Individual { id name } } } } } }`,
    variables: ({ car }) => ({ plate: car.plate }),
  },
  {
    name: 'warrant by a number that is hidden',
    query: `query ($number: WarrantNumber!) { warrants(number: $number) { subjects { id number } } }`,
    variables: ({ other }) => ({ number: other.number }),
  },
  {
    name: 'one box, CPF',
    query: `query ($text: String!) { search(text: $text) { hits { totalCount edges { node { headline subject { ... on Individual { id } } } } } } }`,
    variables: ({ cpf }) => ({ text: cpf }),
  },
];

/** Asks one of the two networks; resolves when the answer is there. */
type Door = (network: 0 | 1, question: Question, variables: object) => Promise<unknown>;

/** The first half of the people have secrets; of the second half the same is known in plain sight. */
const halves = [people.slice(0, peopleCount / 2), people.slice(peopleCount / 2)] as const;
/** Which of the networks knows more of a person. */
const networkOf = (person: Known): 0 | 1 => (person.ordinal % 2 === 0 ? 0 : 1);

function plantedIn(network: 0 | 1): readonly SecretEvent[] {
  return halves.flatMap((half, at) =>
    half
      .filter((person) => networkOf(person) === network)
      .flatMap((person) => secretsOf(person, at === 0 ? hidden : toAll)),
  );
}

async function apply(writer: IndexWriter, events: readonly SecretEvent[]): Promise<void> {
  const feeds = Map.groupBy(events, ({ source, holder }) => `${source}/${holder}`);
  for (const all of feeds.values()) {
    const { source = '', holder = '' } = all[0] ?? {};
    for (let from = 0; from < all.length; from += batch) {
      const origin = { source, holder, publication: 'FULL' as const };
      const { position: after } = await writer.cursor(origin);
      const some = all.slice(from, from + batch);
      const { refused } = await writer.apply({
        ...{ origin, after, position: after + some.length, asOf: null, caughtUpAt: null },
        events: some.map(({ recordId, version, entry }, at) => ({
          recordId,
          version,
          entry,
          position: after + at + 1,
        })),
      });
      if (refused > 0) throw new Error('the index refused a planted entry');
    }
  }
}

const batch = 1000;

async function throughTheIndex(measure: (door: Door) => Promise<void>): Promise<void> {
  const server = await startTestServer();
  try {
    const indexes = [await server.open(), await server.open()] as const;
    for (const [network, index] of indexes.entries()) {
      await apply(index.writer, openEvents(people));
      await apply(index.writer, plantedIn(network as 0 | 1));
      await index.sql`vacuum analyze`;
    }
    const asker = { profile: 'investigator', purpose: 'INVESTIGATION', caseNumber: 'IP-2026-000123' } as const;
    await measure((network, { query }, variables) =>
      askIndex(indexes[network], query, { ...asker, variables: { ...variables } }),
    );
  } finally {
    await server.stop();
  }
}

async function throughTheGateway(measure: (door: Door) => Promise<void>): Promise<void> {
  const networks: Federation[] = [];
  try {
    const records = [...nation({ seed, size: castSize + peopleCount, today: testToday })];
    for (const network of [0, 1] as const) {
      const federation = await startFederation({ patient: true, records });
      networks.push(federation);
      const secret = readIndexSecret(secretFile(join(federation.dataDir, 'keys'), 'index.secret'));
      const sql = federation.database('national-index/SENASP');
      const writer = await openIndexWriter(sql, createSubjectIds(secret));
      // What the nation does not have, so that each question finds something; of a holder that nobody asks.
      const open = openEvents(people).map((event) => ({ ...event, holder: 'ZY', entry: inZY(event.entry) }));
      await apply(writer, [...open, ...plantedIn(network)]);
      await sql`vacuum analyze`;
    }
    const tokens = await Promise.all(networks.map((one) => one.token('investigator')));
    await measure(async (network, { query }, variables) => {
      const { status } = await (networks[network] as Federation).ask(query, variables, {
        ...{ token: tokens[network] ?? '', purpose: 'INVESTIGATION', case: 'IP-2026-000123' },
      });
      if (status !== 200) throw new Error(`the gateway answered HTTP ${status}`);
    });
  } finally {
    for (const one of networks.reverse()) await one.close();
  }
}

function inZY(entry: IndexEntry | null): IndexEntry | null {
  return entry && { ...entry, holder: 'ZY' };
}

interface Times {
  readonly more: number[];
  readonly nothing: number[];
}

async function times(door: Door, question: Question, half: readonly Known[], count: number): Promise<Times> {
  const found: Times = { more: [], nothing: [] };
  for (let pair = 0; pair < count; pair++) {
    const person = half[pair % half.length] as Known;
    const variables = question.variables(person);
    const knowing = networkOf(person);
    // ABBA: which comes first changes with every pair, and with every round of the people.
    const first = (pair + Math.floor(pair / half.length)) % 2 === 0 ? knowing : ((1 - knowing) as 0 | 1);
    for (const network of [first, (1 - first) as 0 | 1]) {
      const startedAt = performance.now();
      await door(network, question, variables);
      (network === knowing ? found.more : found.nothing).push(performance.now() - startedAt);
    }
  }
  return found;
}

let hasFailed = false;

function report(name: string, { more, nothing }: Times, isControl: boolean): void {
  const { auc, standardError, p } = rankTest(more, nothing);
  const slower = more.filter((time, at) => time > (nothing[at] ?? 0)).length / more.length;
  const isSharp = standardError <= standardErrorMax;
  const off = Math.abs(auc - 0.5);
  const isGood = isControl ? off >= controlOffMin : !isSharp || off <= aucOff;
  if (!isGood) hasFailed = true;
  const verdict = isControl
    ? isGood
      ? 'detected, as it must be'
      : 'NOT DETECTED: the measure is blind'
    : !isSharp
      ? 'too few pairs to tell'
      : isGood
        ? 'cannot be told'
        : 'CAN BE TOLD';
  print(
    `${name.padEnd(52)} AUC ${auc.toFixed(4)} ± ${standardError.toFixed(4)}  p ${p.toFixed(3)}  slower in ${(slower * 100).toFixed(1)} % of pairs  median ms ${median(more).toFixed(3)} / ${median(nothing).toFixed(3)}  ${verdict}`,
  );
}

function median(sample: readonly number[]): number {
  return sample.toSorted((a, b) => a - b)[Math.floor(sample.length / 2)] ?? 0;
}

async function measureAt(where: string, door: Door): Promise<void> {
  for (const question of questions) {
    for (const half of halves) await times(door, question, half, warmUpPairs);
    report(`${where}: ${question.name}`, await times(door, question, halves[0], pairs), false);
  }
  const [byCpf] = questions;
  // A record in plain sight instead of a hidden one; a tenth of the pairs is plenty to see it.
  if (byCpf)
    report(
      `${where}: ${byCpf.name}, in plain sight`,
      await times(door, byCpf, halves[1], Math.max(200, pairs / 10)),
      true,
    );
}

print(
  `${pairs} pairs a question over ${halves[0].length} people, ${known.length} hidden records each; the goal: AUC 0.50 ± ${aucOff}`,
);
if (values.door !== 'gateway') await throughTheIndex((door) => measureAt('index', door));
if (values.door !== 'index') await throughTheGateway((door) => measureAt('gateway', door));
process.exitCode = hasFailed ? 1 : 0;
