// A corpus of what nobody should send, and mutations of what everybody sends: each is refused with a typed fault of the client, or answered
// rightly; afterwards everything is as before. `npm run bench -- hostile` sends a hundred thousand more.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFederation, testSeed } from './federation.ts';
import type { Federation } from './federation.ts';
import { attack, inParallel, sendTwice } from './hostile/attack.ts';
import type { Sent, World } from './hostile/case.ts';
import { families, mutatedFamilies } from './hostile/families.ts';
import { describe as inWords, judgeAny, judgeCase } from './hostile/judge.ts';
import { createMutator } from './hostile/mutate.ts';
import type { Mutator } from './hostile/mutate.ts';
import { ask, dataOf, post } from './hostile/requests.ts';
import { createSender } from './hostile/send.ts';
import type { Reply, Sender } from './hostile/send.ts';
import { typedValues } from './hostile/typed-values.ts';
import { clientSchema, openWorld } from './hostile/world.ts';

const mutationsSeed = 1;
const mutationsCount = 300;
const casesMin = 450;
/** Documents, operations, texts and plans are kept up to a size, together less than this; a leak has no such end. */
const growthMaxMb = 400;

const schema = clientSchema();
const logged: string[] = [];
/** What was typed into the requests of this file. */
const typed = new Set<string>();

let federation: Federation;
let world: World;
let sender: Sender;
let mutator: Mutator;
let right: string;
let heapMb: number;

beforeAll(async () => {
  federation = await startFederation({
    patient: true,
    env: { REQUEST_TIMEOUT_MS: '3000' },
    log: (line) => logged.push(line),
  });
  const { url, dataDir, directory } = federation;
  world = await openWorld({ url, dataDir, directory: directory(), seed: testSeed });
  sender = createSender(url);
  mutator = createMutator({ world, schema, seed: mutationsSeed, families: mutatedFamilies });
  right = await rightAnswer();
  heapMb = usedHeapMb();
}, 240_000);
afterAll(async () => {
  await sender?.close();
  await federation?.close();
});

async function rightAnswer(): Promise<string> {
  const [reply] = (await sender.send(mutator.right)).replies;
  return reply?.status === 200 ? dataOf(reply.text) : 'no answer';
}

function usedHeapMb(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

function noteTyped(sent: Sent): void {
  for (const value of typedValues(sent)) if (value.length >= 8) typed.add(value);
}

describe('the corpus', () => {
  it(`has at least ${casesMin} cases, each named once in its family`, () => {
    const names = families.flatMap((family) => family.cases(world).map(({ name }) => `${family.name}: ${name}`));
    expect(names.length).toBeGreaterThan(casesMin);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(families.map((family) => [family.name, family] as const))(
    'is refused or rightly answered, and then all is as before: %s',
    async (_name, family) => {
      const { findings } = await attack(family, world, sender, schema, ({ sent }) => noteTyped(sent));
      expect(findings).toEqual([]);
      expect(await rightAnswer()).toBe(right);
    },
    180_000,
  );
});

describe('a cursor that was given', () => {
  const page = `query Q($name: String!, $first: Int!, $after: String) {
    findIndividualsFreely(search: { name: $name }, first: $first, after: $after) { edges { cursor node { id } } } }`;
  const other = 'query Q($after: String) { search(text: "ABC1234") { hits(after: $after) { totalCount } } }';
  const codesOf = (reply: Reply | undefined) => (reply ? inWords(reply) : 'no answer');
  const send = async (query: string, variables: object) => (await sender.send(ask(world, query, variables))).replies[0];

  it('goes on with the question that it was given for, and with no other; nor does any part of it', async () => {
    const { name } = world.story.namesakes;
    const whole = dataOf((await send(page, { name, first: 2 }))?.text ?? '{}');
    const { findIndividualsFreely } = JSON.parse(whole) as {
      readonly findIndividualsFreely: {
        readonly edges: readonly { readonly cursor: string; readonly node: unknown }[];
      };
    };
    const [first, second] = findIndividualsFreely.edges;
    const cursor = first?.cursor ?? '';
    const next = dataOf((await send(page, { name, first: 1, after: cursor }))?.text ?? '{}');
    expect(JSON.parse(next)).toEqual({ findIndividualsFreely: { edges: [second] } });

    const flipped = `${cursor.startsWith('A') ? 'B' : 'A'}${cursor.slice(1)}`;
    for (const after of [
      cursor.slice(0, -1),
      cursor.slice(1),
      `${cursor}A`,
      `${cursor}=`,
      ` ${cursor}`,
      cursor + cursor,
      flipped,
    ])
      expect(codesOf(await send(page, { name, first: 1, after }))).toBe('200 BAD_ARGUMENT');
    expect(codesOf(await send(page, { name: 'JOSE DA SILVA', first: 1, after: cursor }))).toBe('200 BAD_ARGUMENT');
    expect(codesOf(await send(other, { after: cursor }))).toBe('200 BAD_ARGUMENT');
  });
});

describe('mutations', () => {
  it('are the same for the same seed and number, and others for others', () => {
    const made = (seed: number) => {
      const { make } = createMutator({ world, schema, seed, families: mutatedFamilies });
      return [7, 3, 7].map((ordinal) => JSON.stringify(make(ordinal)));
    };
    const [seventh, third, again] = made(5);
    expect(again).toBe(seventh);
    expect(third).not.toBe(seventh);
    expect(made(5)).toEqual([seventh, third, again]);
    expect(made(6)[0]).not.toBe(seventh);
  });

  it(`are refused or rightly answered, and then all is as before: ${mutationsCount} of them`, async () => {
    const problems: string[] = [];
    const statuses = new Set<number>();
    await inParallel(
      8,
      Array.from({ length: mutationsCount }, (_, ordinal) => ordinal),
      async (ordinal) => {
        const sent = mutator.make(ordinal);
        noteTyped(sent);
        const { outcome, problems: found } = await sendTwice(sender, sent, (seen) => judgeAny(sent, seen, schema));
        for (const { status } of outcome.replies) statuses.add(status);
        const words = outcome.replies.map(inWords).join(' | ');
        for (const problem of found) problems.push(`${ordinal}: ${words}: ${problem}`);
      },
    );
    expect(problems).toEqual([]);
    // Neither all refused nor all let through.
    expect([...statuses]).toEqual(expect.arrayContaining([200, 400]));
    expect(await rightAnswer()).toBe(right);
  }, 180_000);
});

describe('afterwards', () => {
  it('memory has not grown beyond what is kept', () => {
    expect(usedHeapMb() - heapMb).toBeLessThan(growthMaxMb);
  });

  it('the log tells of no failure, no token and nothing that was typed', () => {
    const lines = logged.join('\n');
    expect(logged.filter((line) => /^[0-9a-f]{32}: /.test(line))).toEqual([]);
    expect(Object.values(world.tokens).filter((token) => lines.includes(token))).toEqual([]);
    expect(typed.size).toBeGreaterThan(500);
    expect([...typed].filter((value) => lines.includes(value)).length).toBe(0);
  });
});

describe('the oracle', () => {
  const sent = () => post(world, JSON.stringify({ query: '{ me { profile } }', variables: { a: 'typed-by-hand' } }));
  const reply = (status: number, body: unknown): Reply => ({
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    text: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const refusal = (message: string, code = 'BAD_JSON') => ({ errors: [{ message, extensions: { code } }] });
  const answer = (data: unknown, errors?: unknown) => ({
    ...(errors !== undefined && { errors }),
    data,
    extensions: {},
  });

  it.each<[what: string, reply: Reply]>([
    ['a failure', reply(500, refusal('x', 'INTERNAL'))],
    ['a gateway that does not answer', reply(503, refusal('x', 'OVERLOADED'))],
    ['a code that is not of the table', reply(400, refusal('x', 'WHATEVER'))],
    ['a code of another status', reply(403, refusal('x'))],
    ['a body that is no JSON', reply(400, '<html>')],
    ['data beside a refusal', reply(400, { ...refusal('x'), data: { me: null } })],
    ['a line of a stack', reply(400, refusal('x at answer (file.ts:1:2)'))],
    ['a file', reply(400, refusal('cannot read /srv/secret'))],
    ['an address', reply(400, refusal('connect 127.0.0.1'))],
    ['SQL', reply(400, refusal('insert into entry'))],
    ['a suggestion', reply(400, refusal('Did you mean "cpf"?'))],
    ['a typed value', reply(400, refusal('the value typed-by-hand'))],
    ['a token', reply(200, answer({ me: { profile: 'eyJhbGciOiJFZERTQSJ9' } }))],
    ['a field that nobody asked for', reply(200, answer({ me: { profile: 'patrol', id: '1' } }))],
    ['a field that is missing', reply(200, answer({ me: {} }))],
    ['a value of another type', reply(200, answer({ me: { profile: 1 } }))],
    ['null where none may be', reply(200, answer({ me: { profile: null } }))],
    [
      'an error at a value',
      reply(
        200,
        answer({ me: { profile: 'x' } }, [{ message: 'x', path: ['me'], extensions: { code: 'BAD_ARGUMENT' } }]),
      ),
    ],
    [
      'a failure behind another name',
      reply(200, answer({ me: null }, [{ message: 'x', path: ['me'], extensions: { code: 'INDEX_UNAVAILABLE' } }])),
    ],
    ['the refusal of a valid document', reply(400, refusal('x', 'GRAPHQL_VALIDATION_FAILED'))],
    [
      'the name of the server',
      { ...reply(200, answer({ me: { profile: 'x' } })), headers: { 'content-type': 'application/json', server: 'x' } },
    ],
  ])('finds %s', (_what, one) => {
    expect(judgeAny(sent(), { replies: [one], tookMs: 1 }, schema)).not.toEqual([]);
  });

  it('finds what comes too late, and what does not come', () => {
    const good = reply(200, answer({ me: { profile: 'patrol' } }));
    expect(judgeAny(sent(), { replies: [good], tookMs: 11_000 }, schema)).not.toEqual([]);
    expect(judgeAny(sent(), { replies: [], tookMs: 1, broken: 'x' }, schema)).not.toEqual([]);
    expect(
      judgeCase(
        { name: 'x', sent: sent(), right: { kind: 'refused', codes: ['BAD_JSON'] } },
        { replies: [good], tookMs: 1 },
        schema,
      ),
    ).not.toEqual([]);
  });

  it('finds nothing in a right answer', () => {
    const good = reply(200, answer({ me: { profile: 'patrol' } }));
    expect(judgeAny(sent(), { replies: [good], tookMs: 1 }, schema)).toEqual([]);
  });
});
