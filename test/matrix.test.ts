// Who sees what, asked of the real gateway on every way to every field, and compared with the table that was written by hand from the
// documents. No difference is allowed; where there is one, the table of them says who is to decide between the rule and the document.
import { readFileSync } from 'node:fs';
import { getIntrospectionQuery } from 'graphql';
import type { IntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profiles } from '#kit/caller.ts';
import { maskCpf } from '#kit/identifiers/cpf.ts';
import { prepareSupergraph } from '../gateway/supergraph/prepare.ts';
import { supergraphFile } from '../gateway/supergraph/compose.ts';
import { startFederation } from './federation.ts';
import type { Answer, Federation } from './federation.ts';
import { askersAt, levels, refusedAskers, usualLevel } from './matrix/askers.ts';
import type { MatrixAsker } from './matrix/askers.ts';
import { readDecisions } from './matrix/decisions.ts';
import { fieldsDue, fieldsShown } from './matrix/introspected.ts';
import { allTexts, findsAnything, kindArguments, textArguments } from './matrix/masked-arguments.ts';
import { observe } from './matrix/observe.ts';
import type { Difference } from './matrix/observe.ts';
import { operationsFor } from './matrix/operations.ts';
import type { Operation } from './matrix/operations.ts';
import { pathKinds, positionsOf } from './matrix/paths.ts';
import type { PathKind } from './matrix/paths.ts';
import { furnish, known, worldRecords } from './matrix/world.ts';

const { apiSchema } = prepareSupergraph(readFileSync(supergraphFile, 'utf8'));
const decisions = readDecisions(apiSchema);
const { positions, missing } = positionsOf(apiSchema, decisions, askersAt(usualLevel));
const operations = operationsFor(positions, apiSchema);

/** How a field is written does not turn on the level: at the other levels only where the way leads is walked. */
const usualLevelOnly: readonly PathKind[] = [
  ...(['interface', 'alias', 'named fragment', 'inline fragment', '@include', '@skip', '__typename'] as const),
];
const seeMost: readonly string[] = ['judge JUDGMENT', 'investigator INVESTIGATION'];
/** Those who get masks, and those who may search by anything. */
const typists: readonly string[] = [
  'patrol STOP',
  'inspector INSPECTION',
  'investigator INVESTIGATION',
  'judge JUDGMENT',
];
const inFlight = 6;

let federation: Federation;
let individual: string;
const tokens = new Map<string, Promise<string>>();

async function ask(text: string, variables: object, asker: MatrixAsker): Promise<Answer> {
  const { profile, level, purpose, caseNumber } = asker;
  const key = `${profile} ${level}`;
  const token = tokens.get(key) ?? federation.token(profile, { level });
  tokens.set(key, token);
  return federation.ask(text, variables, {
    token: await token,
    ...(purpose !== undefined && { purpose }),
    ...(caseNumber !== undefined && { case: caseNumber }),
  });
}

/** As many at once as `inFlight`, in order. */
async function each<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = items.values();
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      for (const item of waiting) await work(item);
    }),
  );
}

beforeAll(async () => {
  federation = await startFederation({ records: worldRecords, patient: true, env: { COST_MAX: '1000000000' } });
  await furnish(federation);
  const { data } = await federation.ask(`{ individuals(cpf: "${known.cpf}") { subjects { id } } }`);
  individual = data.individuals.subjects[0].id as string;
});
afterAll(() => federation?.close());

interface Question {
  readonly operation: Operation;
  readonly asker: MatrixAsker;
  readonly on: boolean;
}

function questionsOf(asker: MatrixAsker): readonly Question[] {
  return operations
    .filter(({ asked }) => asker.level === usualLevel || !usualLevelOnly.includes(asked[0]?.kind ?? 'direct'))
    .flatMap((operation) => (operation.isConditional ? [true, false] : [true]).map((on) => ({ operation, asker, on })));
}

interface Walk {
  readonly differences: Difference[];
  readonly empty: Map<string, Difference[]>;
  readonly filled: Set<string>;
  readonly truth: Map<string, Set<string>>;
  readonly masks: Map<string, Set<string>>;
  decisions: number;
}

let walked: Promise<Walk> | undefined;

/** Once for all tests. */
function walk(): Promise<Walk> {
  return (walked ??= walkAll());
}

async function walkAll(): Promise<Walk> {
  const startedAt = performance.now();
  const seen: Walk = {
    ...{ differences: [], empty: new Map(), filled: new Set(), truth: new Map(), masks: new Map(), decisions: 0 },
  };
  const put = (map: Map<string, Set<string>>, key: string, value: string) =>
    void map.set(key, (map.get(key) ?? new Set()).add(value));
  const answerAll = (askers: readonly MatrixAsker[], truth: Walk['truth']) =>
    each(askers.flatMap(questionsOf), async ({ operation, asker, on }) => {
      const variables = {
        ...(operation.text.includes('$on') && { on }),
        ...(operation.text.includes('$individual') && { individual }),
      };
      const answer = await ask(operation.text, variables, asker);
      const observed = observe({ operation, answer, asker, decisions, on, truth });
      seen.differences.push(...observed.differences);
      seen.decisions += observed.decisions;
      for (const way of observed.filled) seen.filled.add(way);
      for (const one of observed.empty) seen.empty.set(one.way, [...(seen.empty.get(one.way) ?? []), one]);
      for (const [field, value] of observed.masks)
        if (value !== null) for (const text of [value].flat()) put(seen.masks, field, String(text));
      if (truth !== seen.truth) for (const [field, value] of observed.shown) put(seen.truth, field, value);
    });
  // Those who may see most go first: what they see is what the others must see, or must not.
  const everybody = levels.flatMap((level) => askersAt(level));
  const isFirst = ({ name, level }: MatrixAsker) => level === usualLevel && seeMost.includes(name);
  await answerAll(everybody.filter(isFirst), new Map());
  await answerAll(
    everybody.filter((asker) => !isFirst(asker)),
    seen.truth,
  );
  // Null where somebody else sees a value is no answer; null for all is a fault of the world, or has a reason.
  for (const [way, nulls] of seen.empty) if (seen.filled.has(way)) seen.differences.push(...nulls);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const pairs = askersAt(usualLevel).length;
  console.log(
    `matrix: ${seen.decisions} decisions (${decisions.fields.length} fields x ${pairs} profile-purpose pairs x ${pathKinds.length} path kinds x ${levels.length} levels) in ${seconds} s;`,
    `${positions.length} ways, ${seen.differences.length} differences`,
  );
  return seen;
}

/** One line for each field, asker, expectation and finding, with how many ways found it. */
function tableOf(differences: readonly Difference[]): readonly string[] {
  const alike = Map.groupBy(
    differences,
    ({ field, asker, expected, seen }) => `${field} | ${asker} | expected ${expected} | seen ${seen}`,
  );
  return [...alike].map(([line, of]) => {
    const kinds = [...new Set(of.map(({ kind }) => kind))].join(', ');
    const at = [...new Set(of.map(({ level }) => level))].sort().join();
    return `${line} | level ${at} | ${kinds} | ${of[0]?.at}`;
  });
}

/** Ways on which the field is null for everybody, and why. */
const nullForAll: readonly (readonly [way: RegExp, reason: string])[] = [
  [/Query\.indexStatus > HolderKnowledge\.entries$/, 'entries are counted for one person'],
  [/Query\.vehiclesBy\w+ > VehicleLookup\.plate$/, 'no plate was asked for'],
];

describe('every field, profile, purpose and way', () => {
  it('reaches every field of the schema', () => {
    expect(missing).toEqual([]);
  });

  it('walks in a world where every field has a value', async () => {
    const { filled, empty } = await walk();
    const fields = new Set([...filled].map((way) => / > ?([^>]+)$/.exec(` > ${way}`)?.[1]?.split(' ').at(-1)));
    expect(decisions.fields.filter((field) => !fields.has(field))).toEqual([]);
    const unexplained = [...empty.keys()].filter(
      (way) => !filled.has(way) && !nullForAll.some(([known]) => known.test(way)),
    );
    expect(unexplained).toEqual([]);
  }, 600_000);

  it('masks a document number where it is a CPF', async () => {
    const { masks } = await walk();
    for (const field of ['DeclaredDocument.number', 'IdentityDocument.number'])
      expect([...(masks.get(field) ?? [])], field).toEqual([maskCpf(known.cpf)]);
  }, 600_000);

  it('decides as the table does', async () => {
    expect(tableOf((await walk()).differences)).toEqual([]);
  }, 600_000);
});

describe('a purpose that the profile may not state', () => {
  it('is refused as a whole', async () => {
    const wrong: string[] = [];
    const text = operations[0]?.text ?? '';
    const refused = levels.flatMap((level) => refusedAskers(level));
    await each(refused, async (asker) => {
      const { status, data, errors } = await ask(text, { individual }, asker);
      const codes = errors.map(({ extensions }) => extensions.code).join();
      if (status !== 400 || data !== undefined || codes !== 'BAD_PURPOSE')
        wrong.push(`${asker.name}: ${status} ${codes}`);
    });
    expect(refused.length).toBeGreaterThan(200);
    expect(wrong).toEqual([]);
  });
});

describe('the schema that a profile is shown', () => {
  it.each(profiles)('%s: is what the table gives it and a way leads to', async (profile) => {
    const asker = askersAt(usualLevel).find((one) => one.profile === profile) as MatrixAsker;
    const { data, errors } = await ask(getIntrospectionQuery(), {}, asker);
    expect(errors).toEqual([]);
    const shown = fieldsShown(data as IntrospectionQuery);
    const due = fieldsDue(apiSchema, decisions, profile);
    expect({
      'shown, and not due': [...shown].filter((field) => !due.has(field)).sort(),
      'due, and not shown': [...due].filter((field) => !shown.has(field)).sort(),
    }).toEqual({ 'shown, and not due': [], 'due, and not shown': [] });
  });
});

describe('a masked value', () => {
  it('would find something everywhere if it were the value itself', async () => {
    const asker = askersAt(usualLevel).find(({ name }) => name === 'investigator INVESTIGATION') as MatrixAsker;
    const found = new Set<string>();
    await each([...Object.values(known), known.chassis.slice(-6), individual], async (text) => {
      const { data } = await ask(allTexts, { text, id: text, individual }, asker);
      textArguments.forEach((argument, at) => void (findsAnything(data[`a${at}`]) && found.add(argument)));
      for (const { argument, text: query } of kindArguments)
        if (findsAnything((await ask(query, { text }, asker)).data)) found.add(argument);
    });
    const every = [...textArguments, ...kindArguments.map(({ argument }) => argument)];
    // No identifier is a cursor.
    expect(every.filter((argument) => !argument.includes('after:') && !found.has(argument))).toEqual([]);
  });

  it('finds nothing where it is typed back: as identifier, name, pattern, cursor or key', async () => {
    const { masks } = await walk();
    const values = [...new Set([...masks.values()].flatMap((texts) => [...texts]))];
    expect(values.length).toBeGreaterThan(5);
    const finds: string[] = [];
    const askers = askersAt(usualLevel).filter(({ name }) => typists.includes(name));
    const questions = askers.flatMap((asker) => values.map((text) => ({ asker, text })));
    await each(questions, async ({ asker, text }) => {
      const fieldOf = [...masks].find(([, texts]) => texts.has(text))?.[0];
      const { data, status } = await ask(allTexts, { text, id: text, individual }, asker);
      expect(status).toBe(200);
      textArguments.forEach((argument, at) => {
        if (findsAnything(data[`a${at}`])) finds.push(`${argument} with the mask of ${fieldOf} (${asker.name})`);
      });
      for (const { argument, text: query } of kindArguments) {
        const answer = await ask(query, { text }, asker);
        if (answer.status === 200 && findsAnything(answer.data)) finds.push(`${argument} with the mask of ${fieldOf}`);
      }
    });
    expect([...new Set(finds)]).toEqual([]);
  }, 600_000);
});
