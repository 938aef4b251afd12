// One row an access, on disk before a byte of the answer leaves; and what is not on disk is not answered.
import { createSecretKey, hash, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cpfFromBase } from '#kit/identifiers/cpf.ts';
import { policyVersion } from '#kit/rules/policy.ts';
import { mintToken, readIssuerKey } from '../demo/issuer.ts';
import type { NationRecord } from '../demo/nation/record.ts';
import { plantedRecords, story } from '../demo/nation/story.ts';
import { createWorld } from '../demo/nation/world.ts';
import { subjectDigest } from '../gateway/journal/argument-subjects.ts';
import { createJournal } from '../gateway/journal/journal.ts';
import type { JournalEntry } from '../gateway/journal/entry.ts';
import { startFederation, testSeed, testToday } from './federation.ts';
import type { Answer, Ask, Federation } from './federation.ts';

const told = story(testSeed);
const crowdName = 'ESPERIDIAO TESTEMUNHO DA MULTIDAO';
const crowdSize = 25;
const investigation: Ask = {
  profile: 'investigator',
  purpose: 'INVESTIGATION',
  case: 'IP-2026-000123',
  justification: 'Levantamento do investigado.',
};
const journalTimeoutMs = 5000;
/** A rule that the gateway knows nothing of. */
const noPhotos = {
  version: 1,
  rules: [{ field: 'IndividualRecord.photos', decision: 'DENY', contact: 'PLANTÃO' }],
};

interface Row {
  readonly id: number;
  readonly trace_id: string;
  readonly caller: string | null;
  readonly body: string | null;
  readonly state: string | null;
  readonly unit: string | null;
  readonly profile: string | null;
  readonly level: number | null;
  readonly token_id: string | null;
  readonly purpose: string | null;
  readonly case_number: string | null;
  readonly justification: string | null;
  readonly policy_version: number;
  readonly operation_name: string | null;
  readonly operation_hash: string | null;
  readonly outcome: string;
  readonly live: boolean;
  readonly asked: readonly string[];
  readonly fields: readonly string[];
  readonly withheld: readonly { readonly field: string; readonly rule: string }[];
  readonly masked: readonly { readonly field: string; readonly rule: string; readonly by?: string }[];
  readonly endpoints: readonly { readonly source: string; readonly holder: string | null; readonly status: string }[];
  readonly subjects: readonly {
    readonly origin: string;
    readonly kind: string;
    readonly value: string | null;
    readonly digest: string | null;
  }[];
}

let federation: Federation;
let journalKey: KeyObject;
const logged: string[] = [];

beforeAll(async () => {
  federation = await startFederation({
    records: [...plantedRecords(createWorld(testSeed, testToday)), ...crowd()],
    env: { JOURNAL_TIMEOUT_MS: String(journalTimeoutMs) },
    overlays: Object.fromEntries(told.servedYesterday.holders.map((holder) => [`individuals/${holder}`, noPhotos])),
    log: (line) => logged.push(line),
  });
  const text = readFileSync(join(federation.dataDir, 'keys', 'journal.key'), 'utf8');
  journalKey = createSecretKey(Buffer.from(text, 'base64url'));
});
afterAll(() => federation?.close());

/** People of one name, each with a mother of her own. */
function crowd(): readonly NationRecord[] {
  const [pattern] = plantedRecords(createWorld(testSeed, testToday)).filter(({ source }) => source === 'individuals');
  if (pattern?.source !== 'individuals') throw new TypeError('the cast has no individual record');
  return Array.from({ length: crowdSize }, (_, at) => ({
    ...pattern,
    facts: {
      ...pattern.facts,
      recordId: `CROWD-${at}`,
      name: crowdName,
      aliases: [],
      motherName: `MAE NUMERO ${String.fromCharCode(65 + at)} DA MULTIDAO`,
      cpf: cpfFromBase(String(771_000_001 + at)),
      documents: [],
    },
  }));
}

/** Every row of one trace, with its subjects. */
function rowsOf(traceId: string): Promise<readonly Row[]> {
  return federation.journal<Row[]>`
    select access.*, coalesce((
      select jsonb_agg(to_jsonb(access_subject) - 'access_id') from access_subject where access_id = access.id), '[]') as subjects
    from access where trace_id = ${traceId} order by id`;
}

async function rowOf(answer: Answer): Promise<Row> {
  const rows = await rowsOf(answer.extensions.traceId);
  expect(rows).toHaveLength(1);
  return rows[0] as Row;
}

async function count(): Promise<number> {
  const [row] = await federation.journal<{ n: number }[]>`select count(*) as n from access`;
  return row?.n ?? 0;
}

/** Keeps everybody else from the table until released. */
async function lockJournal(): Promise<() => Promise<void>> {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  let locked: () => void = () => undefined;
  const isLocked = new Promise<void>((resolve) => (locked = resolve));
  const held = federation.journal.begin(async (transaction) => {
    await transaction`lock table access in access exclusive mode`;
    locked();
    await released;
  });
  await isLocked;
  return async () => {
    release();
    await held;
  };
}

async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  for (const end = Date.now() + 20_000; !(await isSo());) {
    if (Date.now() > end) throw new Error('it did not come to be');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The gateway waits for the journal's table. */
async function isWaiting(): Promise<boolean> {
  const [row] = await federation.journal<{ n: number }[]>`
    select count(*) as n from pg_stat_activity where application_name = 'gateway journal' and wait_event_type = 'Lock'`;
  return (row?.n ?? 0) > 0;
}

interface RawAnswer {
  readonly socket: Socket;
  /** All that has come so far. */
  readonly text: () => string;
  readonly closed: Promise<void>;
}

function sendRaw(token: string, query: string, traceparent: string): RawAnswer {
  const { hostname, port } = new URL(federation.url);
  const body = JSON.stringify({ query });
  const chunks: Buffer[] = [];
  const socket = connect(Number(port), hostname);
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.write(
    [
      'POST /graphql HTTP/1.1',
      'host: gateway',
      'connection: close',
      `authorization: Bearer ${token}`,
      'content-type: application/json',
      `traceparent: ${traceparent}`,
      `content-length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
  return { socket, closed, text: () => Buffer.concat(chunks).toString('utf8') };
}

function newTrace(): { readonly traceId: string; readonly traceparent: string } {
  const traceId = randomBytes(16).toString('hex');
  return { traceId, traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01` };
}

const byCpf = 'query PorCpf($cpf: CPF!) { individuals(cpf: $cpf) { subjects { name records { holder } } } }';

describe('the row of an access', () => {
  it('is on disk before the first byte of the answer', async () => {
    const { traceId, traceparent } = newTrace();
    const token = await federation.token('patrol');
    const release = await lockJournal();
    const answer = sendRaw(
      token,
      `{ individuals(cpf: "${told.servedYesterday.cpf}") { subjects { name } } }`,
      traceparent,
    );
    try {
      await until(isWaiting);
      expect(answer.text()).toBe('');
    } finally {
      await release();
    }
    await answer.closed;
    expect(answer.text()).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer.text()).toContain(told.servedYesterday.name);
    expect(await rowsOf(traceId)).toHaveLength(1);
  });

  it('that cannot be written in time costs the answer: 503, no data, and all is well when the journal is back', async () => {
    const release = await lockJournal();
    try {
      const { status, data, errors, text } = await federation.ask(byCpf, { cpf: told.servedYesterday.cpf });
      expect(status).toBe(503);
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['JOURNAL_UNAVAILABLE']);
      expect(data).toBeUndefined();
      expect(text).not.toContain(told.servedYesterday.name);
      // A refusal cannot be recorded either.
      const refused = await federation.ask('{');
      expect([refused.status, refused.errors[0]?.extensions.code]).toEqual([503, 'JOURNAL_UNAVAILABLE']);
    } finally {
      await release();
    }
    await until(async () => (await federation.ask(byCpf, { cpf: told.servedYesterday.cpf })).status === 200);
    expect(logged.filter((line) => line.startsWith('journal: '))).toEqual([
      expect.stringMatching(/^journal: entries cannot be written \(\w/),
      'journal: entries are written again',
    ]);
  });

  it('keeps the answer back when the database stands still without a word', async () => {
    const { traceparent } = newTrace();
    const token = await federation.token('patrol');
    const pids = await federation.journal<{ pid: number }[]>`
      select pid from pg_stat_activity where application_name = 'gateway journal'`;
    expect(pids.length).toBeGreaterThan(0);
    for (const { pid } of pids) process.kill(pid, 'SIGSTOP');
    try {
      const answer = sendRaw(
        token,
        `{ individuals(cpf: "${told.servedYesterday.cpf}") { subjects { name } } }`,
        traceparent,
      );
      await answer.closed;
      expect(answer.text()).toMatch(/^HTTP\/1\.1 503 /);
      expect(answer.text()).toContain('JOURNAL_UNAVAILABLE');
      expect(answer.text()).not.toContain(told.servedYesterday.name);
      // The connection that stands still is left alone: the next entry goes by another.
      await until(async () => (await federation.ask('{ me { id } }')).status === 200);
    } finally {
      for (const { pid } of pids) process.kill(pid, 'SIGCONT');
    }
    const answer = await federation.ask('{ me { id } }');
    expect(answer.status).toBe(200);
    await rowOf(answer);
  });

  it('says who, why, what, and who answered', async () => {
    const answer = await federation.ask(byCpf, { cpf: told.servedYesterday.cpf }, investigation);
    expect(answer.status).toBe(200);
    const row = await rowOf(answer);
    expect(row).toMatchObject({
      body: 'PCSP',
      state: 'SP',
      unit: '1ª Delegacia',
      profile: 'investigator',
      level: 2,
      purpose: 'INVESTIGATION',
      case_number: 'IP-2026-000123',
      justification: 'Levantamento do investigado.',
      policy_version: policyVersion,
      operation_name: 'PorCpf',
      outcome: 'ANSWERED',
      live: false,
      withheld: [],
    });
    expect(row.caller).toMatch(/^\S{20,}$/);
    expect(row.token_id).toMatch(/^[0-9a-f-]{36}$/);
    expect(row.operation_hash).toMatch(/^[0-9a-f]{64}$/);
    expect(row.fields).toEqual(
      expect.arrayContaining([
        'Query.individuals',
        'IndividualLookup.subjects',
        'Individual.name',
        'Individual.records',
        'IndividualRecord.holder',
      ]),
    );
    expect(row.endpoints).toEqual(
      answer.extensions.sources.map(({ source, holder, status }) => ({ source, holder, status })),
    );
    expect(row.endpoints.map(({ status }) => status)).toContain('ANSWERED');
  });

  it('says what a rule withheld, and which rule', async () => {
    const answer = await federation.ask(
      `{ individuals(cpf: "${told.servedYesterday.cpf}") { subjects { name vehicles { totalCount } weaponCount } } }`,
    );
    const row = await rowOf(answer);
    expect(row.fields).not.toContain('Individual.vehicles');
    expect(row.withheld.map(({ field }) => field).sort()).toEqual(['Individual.vehicles', 'Individual.weaponCount']);
    for (const { rule } of row.withheld) expect(rule).toMatch(/\S/);
  });

  it('says what was tried on people who are not there', async () => {
    const nobody = cpfFromBase('771999999');
    const answer = await federation.ask(
      `{ individuals(cpf: "${nobody}") { subjects { name records { healthNotes addresses { street } } } } }`,
    );
    expect(answer.data.individuals.subjects).toEqual([]);
    const row = await rowOf(answer);
    expect(row.withheld.map(({ field }) => field).sort()).toEqual([
      'IndividualRecord.addresses',
      'IndividualRecord.healthNotes',
    ]);
    expect(row.asked).toEqual(expect.arrayContaining(['Query.individuals', 'Individual.name', 'Individual.records']));
    expect(row.asked).not.toContain('IndividualRecord.addresses');
    expect(row.fields).toEqual(['IndividualLookup.subjects', 'Query.individuals']);
  });

  it('says what was shown, and not what a holder refused after the gateway had let it pass', async () => {
    const answer = await federation.ask(
      `{ individuals(cpf: "${told.servedYesterday.cpf}") { subjects { name records { name portraits: photos { reference } } } } }`,
    );
    const row = await rowOf(answer);
    expect(row.asked).toContain('IndividualRecord.photos');
    expect(row.fields).toContain('IndividualRecord.name');
    expect(row.fields).not.toContain('IndividualRecord.photos');
    expect(new Set(row.withheld.map(({ field, rule }) => `${field} ${rule}`))).toEqual(
      new Set(['IndividualRecord.photos overlay/1/IndividualRecord.photos']),
    );
  });

  it('says what was masked, by which rule', async () => {
    const question = `{ individuals(cpf: "${told.servedYesterday.cpf}") { subjects { name number: cpf records { cpf } } } }`;
    const masked = ['Individual.cpf', 'IndividualRecord.cpf'].map((field) => ({ field, rule: field }));
    const row = await rowOf(await federation.ask(question));
    expect(row.masked.toSorted((a, b) => (a.field < b.field ? -1 : 1))).toEqual(masked);
    expect(row.withheld).toEqual([]);
    expect((await rowOf(await federation.ask(question, {}, investigation))).masked).toEqual([]);
  });

  it('says when a look-up went past the index', async () => {
    const live = (freshness: string) =>
      federation.ask(
        `query Q($f: Freshness!) { individuals(cpf: "${told.servedYesterday.cpf}", freshness: $f) { subjects { name } probes { holder } } }`,
        { f: freshness },
      );
    expect((await rowOf(await live('LIVE'))).live).toBe(true);
    expect((await rowOf(await live('INDEX'))).live).toBe(false);
    const literal = await federation.ask('{ search(text: "LIVE") { readings { kind } } }');
    expect((await rowOf(literal)).live).toBe(false);
  });
});

describe('the subjects of an access', () => {
  it('are all who were shown, though only their names were asked for', async () => {
    const answer = await federation.ask(
      'query Q($name: String!) { findIndividualsFreely(search: { name: $name }, first: 20) { edges { node { name } } } }',
      { name: crowdName },
      investigation,
    );
    const shown = (
      answer.data.findIndividualsFreely.edges as readonly { readonly node: { readonly name: string } }[]
    ).map(({ node }) => node);
    expect(shown).toEqual(Array.from({ length: 20 }, () => ({ name: crowdName })));
    const subjects = (await rowOf(answer)).subjects.filter(({ origin }) => origin === 'ANSWER');
    expect(subjects.map(({ kind }) => kind)).toEqual(Array.from({ length: 20 }, () => 'INDIVIDUAL'));
    expect(new Set(subjects.map(({ value }) => value)).size).toBe(20);
  });

  it('are records too, by holder and number', async () => {
    const answer = await federation.ask(byCpf, { cpf: told.servedYesterday.cpf });
    const kinds = (await rowOf(answer)).subjects.map(({ kind, value }) => `${kind} ${value?.split('/')[0]}`);
    for (const holder of told.servedYesterday.holders) expect(kinds).toContain(`INDIVIDUAL_RECORD ${holder}`);
  });

  const { cpf } = told.servedYesterday;
  const { plate } = told.stolenPlate;
  const written = `${cpf.slice(0, 3)}.${cpf.slice(3, 6)}.${cpf.slice(6, 9)}-${cpf.slice(9)}`;
  it.each([
    ['a literal', `{ individuals(cpf: "${cpf}") { subjects { name } } }`, {}, 'CPF', cpf],
    ['a literal with punctuation', `{ individuals(cpf: "${written}") { subjects { name } } }`, {}, 'CPF', cpf],
    ['a variable', byCpf, { cpf }, 'CPF', cpf],
    ['a variable with punctuation', byCpf, { cpf: written }, 'CPF', cpf],
    ['a default', `query Q($cpf: CPF! = "${cpf}") { individuals(cpf: $cpf) { subjects { name } } }`, {}, 'CPF', cpf],
    [
      'an item of a list',
      'query Q($p: [String!]!) { vehicles(plates: $p) { plate } }',
      { p: ['ABC1234', plate] },
      'PLATE',
      plate,
    ],
    ['the other form of a plate', '{ vehicles(plates: ["abc-1c34"]) { plate } }', {}, 'PLATE', 'ABC1234'],
    [
      'the one box',
      'query Q($t: String!) { search(text: $t) { readings { kind } } }',
      { t: written },
      'SEARCH_TEXT',
      cpf,
    ],
    [
      'a field of an input',
      'query Q($s: IndividualSearch!) { findIndividuals(search: $s) { totalCount } }',
      { s: { name: 'João  da Silva', birthDate: '1990-01-01' } },
      'NAME',
      'JOAO DA SILVA',
    ],
    ['a field that was denied', `{ findVehicles(search: { ownerCpf: "${cpf}" }) { totalCount } }`, {}, 'CPF', cpf],
  ])('are whom %s asked for, findable and not readable', async (_what, query, variables, kind, value) => {
    const answer = await federation.ask(query, variables);
    expect(answer.status).toBe(200);
    const asked = (await rowOf(answer)).subjects.filter(({ origin }) => origin === 'ARGUMENT');
    expect(asked).toContainEqual({
      origin: 'ARGUMENT',
      kind,
      value: null,
      digest: subjectDigest(journalKey, kind, value),
    });
  });

  it('are those of the operation that ran, not of its neighbour in the document', async () => {
    const answer = await federation.ask(
      `query A { vehicles(plates: ["AAA1111"]) { plate } } query B { ...F } fragment F on Query { vehicles(plates: ["BBB2222"]) { plate } }`,
      {},
      { operationName: 'B' },
    );
    const row = await rowOf(answer);
    expect(row.operation_name).toBe('B');
    expect(row.subjects.map(({ digest }) => digest)).toEqual([subjectDigest(journalKey, 'PLATE', 'BBB2222')]);
  });

  it('cannot be found by trying every number against the hash of the operation', async () => {
    const query = (number: string) => `query Q { individuals(cpf: "${number}") { subjects { name } } }`;
    const first = await rowOf(await federation.ask(query(cpf)));
    const second = await rowOf(await federation.ask(query(told.stolenPlate.owner.cpf)));
    expect(first.operation_hash).toBe(second.operation_hash);
    expect(first.operation_hash).not.toBe(hash('sha256', query(cpf)));
    const other = await rowOf(await federation.ask('query Q { me { id } }'));
    expect(other.operation_hash).not.toBe(first.operation_hash);
  });

  it('are not in the name of the operation, which is the client’s free text', async () => {
    const row = await rowOf(await federation.ask(`query Pessoa${cpf} { me { id } }`));
    expect(row.operation_name).toBe('Pessoa#');
  });

  it('stand nowhere in clear', async () => {
    const dump = await federation.journal<{ line: string }[]>`
      select to_jsonb(access)::text as line from access union all select to_jsonb(access_subject)::text from access_subject`;
    const all = dump.map(({ line }) => line).join('\n');
    expect(all).toContain('SEARCH_TEXT');
    expect(all).toContain('PLATE');
    const secrets = [
      cpf,
      written,
      plate,
      'ABC1234',
      'ABC1C34',
      'BBB2222',
      told.servedYesterday.name,
      'SILVA',
      crowdName,
    ];
    expect(secrets.filter((secret) => all.toUpperCase().includes(secret.toUpperCase()))).toEqual([]);
  });
});

describe('a refusal', () => {
  interface Refused {
    readonly what: string;
    readonly code: string;
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly method?: string;
    /** Refused when the caller was known. */
    readonly known: boolean;
    /** Which purpose was tried. */
    readonly purpose?: string;
  }
  const query = (text: string) => JSON.stringify({ query: text });
  const cases: readonly Refused[] = [
    { what: 'no token', code: 'NO_TOKEN', status: 401, headers: { authorization: '' }, known: false },
    { what: 'another token', code: 'BAD_TOKEN', status: 401, headers: { authorization: 'Bearer a.b.c' }, known: false },
    {
      what: 'an expired token',
      code: 'TOKEN_EXPIRED',
      status: 401,
      headers: { authorization: 'EXPIRED' },
      known: false,
    },
    {
      what: 'a purpose of nobody',
      code: 'BAD_PURPOSE',
      status: 400,
      headers: { 'x-infoseg-purpose': 'CURIOSITY' },
      known: true,
    },
    {
      what: 'a purpose of others',
      code: 'BAD_PURPOSE',
      status: 400,
      headers: { 'x-infoseg-purpose': 'JUDGMENT', 'x-infoseg-case': '0000001-39.2024.8.26.0100' },
      known: true,
      purpose: 'JUDGMENT',
    },
    {
      what: 'a purpose without its case',
      code: 'CASE_REQUIRED',
      status: 400,
      headers: { 'x-infoseg-purpose': 'CAPTURE' },
      known: true,
      purpose: 'CAPTURE',
    },
    {
      what: 'a case without a purpose',
      code: 'CASE_NOT_EXPECTED',
      status: 400,
      headers: { 'x-infoseg-case': 'IP-2026-000123' },
      known: true,
    },
    { what: 'no JSON', code: 'BAD_JSON', status: 400, body: '{', known: true },
    { what: 'a batch', code: 'BATCH_REFUSED', status: 400, body: '[]', known: true },
    {
      what: 'another type',
      code: 'UNSUPPORTED_MEDIA_TYPE',
      status: 415,
      headers: { 'content-type': 'text/plain' },
      known: false,
    },
    { what: 'another method', code: 'METHOD_NOT_ALLOWED', status: 405, method: 'PUT', known: false },
    { what: 'too many bytes', code: 'PAYLOAD_TOO_LARGE', status: 413, body: 'x'.repeat(102_401), known: false },
    { what: 'no GraphQL', code: 'GRAPHQL_PARSE_FAILED', status: 400, body: query('{'), known: true },
    {
      what: 'an unknown field',
      code: 'GRAPHQL_VALIDATION_FAILED',
      status: 400,
      body: query('{ nothing }'),
      known: true,
    },
    {
      what: 'a wrong variable',
      code: 'GRAPHQL_VALIDATION_FAILED',
      status: 400,
      body: JSON.stringify({ query: byCpf, variables: { cpf: '1' } }),
      known: true,
    },
    { what: 'a limit', code: 'TOO_MANY_ROOT_FIELDS', status: 400, body: query(`{ ${'me '.repeat(21)} }`), known: true },
    {
      what: 'an operation that is not there',
      code: 'OPERATION_NOT_FOUND',
      status: 400,
      body: JSON.stringify({ query: '{ me { id } }', operationName: 'X' }),
      known: true,
    },
  ];

  it.each(cases)(
    'for $what is recorded with its code',
    async ({ code, status, headers = {}, body, method = 'POST', known, purpose = null }) => {
      const { traceId, traceparent } = newTrace();
      const expired = () =>
        mintToken(readIssuerKey(federation.dataDir), { profile: 'patrol' }, Date.now() - 9 * 3_600_000);
      const given = headers['authorization'];
      const authorization =
        given === undefined
          ? `Bearer ${await federation.token('patrol')}`
          : given === 'EXPIRED'
            ? `Bearer ${await expired()}`
            : given;
      const response = await fetch(`${federation.url}/graphql`, {
        method,
        headers: { 'content-type': 'application/json', ...headers, traceparent, authorization },
        body: body ?? query('{ me { id } }'),
      });
      expect(response.status).toBe(status);
      expect(await response.text()).toContain(`"traceId":"${traceId}"`);
      const rows = await rowsOf(traceId);
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({ outcome: code, asked: [], fields: [], withheld: [], masked: [] });
      expect(rows[0]).toMatchObject({ endpoints: [], subjects: [] });
      expect(rows[0]?.profile).toBe(known ? 'patrol' : null);
      expect(rows[0]?.purpose).toBe(purpose);
    },
  );
});

describe('every request', () => {
  it('is recorded although its client has left', async () => {
    const { traceId, traceparent } = newTrace();
    const release = await lockJournal();
    try {
      const answer = sendRaw(
        await federation.token('patrol'),
        `{ individuals(cpf: "${told.servedYesterday.cpf}") { subjects { name } } }`,
        traceparent,
      );
      await until(isWaiting);
      answer.socket.destroy();
    } finally {
      await release();
    }
    await until(async () => (await rowsOf(traceId)).length === 1);
  });

  it('is recorded although its client left while the holders were asked', async () => {
    const { traceId, traceparent } = newTrace();
    const before = await federation.questions();
    const asked = async () =>
      ((await federation.questions()).get('national-index/SENASP') ?? 0) > (before.get('national-index/SENASP') ?? 0);
    const answer = sendRaw(
      await federation.token('patrol'),
      `{ individuals(cpf: "${told.servedYesterday.cpf}") { subjects { name records { name } } } }`,
      traceparent,
    );
    await until(asked);
    answer.socket.destroy();
    await until(async () => (await rowsOf(traceId)).length === 1);
    expect((await rowsOf(traceId))[0]?.outcome).toBe('ANSWERED');
  });

  it('has one row, however many come at once, and they share commits', async () => {
    // One person alone is served few at a time.
    const people = ['SP', 'RJ', 'MG', 'BA', 'PE', 'CE', 'PR', 'SC', 'RS', 'GO', 'MT', 'MS', 'PA', 'AM', 'ES'];
    const tokens = await Promise.all(people.map((state) => federation.token('patrol', { state })));
    const before = await count();
    const traces = Array.from({ length: 45 }, newTrace);
    const asked = (await federation.questions()).get('national-index/SENASP') ?? 0;
    const release = await lockJournal();
    const answers = traces.map(({ traceparent }, at) =>
      federation.ask(
        at % 3 === 0 ? '{' : '{ me { id } }',
        {},
        {
          token: tokens[at % tokens.length] ?? '',
          headers: { traceparent },
        },
      ),
    );
    try {
      await until(async () => ((await federation.questions()).get('national-index/SENASP') ?? 0) >= asked + 30);
    } finally {
      await release();
    }
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200, 400]));
    const rows = await federation.journal<{ trace_id: string; commit: string }[]>`
      select trace_id, xmin::text as commit from access where trace_id = any(${traces.map(({ traceId }) => traceId)})`;
    expect(rows.map((row) => row.trace_id).sort()).toEqual(traces.map(({ traceId }) => traceId).sort());
    expect(await count()).toBe(before + traces.length);
    expect(new Set(rows.map(({ commit }) => commit)).size).toBeLessThan(20);
  });

  it('is recorded although its neighbour holds what no database takes', async () => {
    const journal = createJournal(federation.journal);
    const entry = (traceId: string, value: string): JournalEntry => ({
      ...{
        traceId,
        asker: null,
        outcome: 'ANSWERED',
        live: false,
        asked: [],
        fields: [],
        withheld: [],
        masked: [],
        endpoints: [],
      },
      subjects: [{ origin: 'ANSWER', kind: 'INDIVIDUAL_RECORD', value }],
    });
    const traces = [newTrace(), newTrace(), newTrace(), newTrace()].map(({ traceId }) => traceId);
    const values = ['SP/1', 'SP/a\0b', 'SP/\ud83d', 'SP/2'];
    await Promise.all(traces.map((traceId, at) => journal.write(entry(traceId, values[at] ?? ''))));
    const rows = await Promise.all(traces.map(rowsOf));
    expect(rows.map(([row]) => row?.subjects[0]?.value)).toEqual(['SP/1', 'SP/a\ufffdb', 'SP/\ufffd', 'SP/2']);
  });
});

describe('what stands in the journal', () => {
  it.each([
    ['changed', 'update access set caller = null'],
    ['removed', 'delete from access'],
    ['removed by name', 'delete from access where id = 1'],
    ['emptied', 'truncate access cascade'],
    ['changed in its subjects', "update access_subject set value = 'x'"],
    ['removed from its subjects', 'delete from access_subject'],
    ['emptied of its subjects', 'truncate access_subject'],
  ])('is not %s by the gateway’s own role', async (_what, statement) => {
    const before = await count();
    await expect(federation.journal.unsafe(statement)).rejects.toMatchObject({ code: '42501' });
    expect(await count()).toBe(before);
  });
});

describe('the gateway says that it is ready', () => {
  const ready = async () => {
    const response = await fetch(`${federation.url}/ready`);
    return { status: response.status, body: (await response.json()) as unknown };
  };
  const notReady = (...missing: readonly string[]) => ({ status: 503, body: { status: 'not ready', missing } });
  const becomes = async (expected: unknown) => {
    await until(async () => JSON.stringify(await ready()) === JSON.stringify(expected));
    expect(await ready()).toEqual(expected);
  };

  it('while the index answers and the journal can be written', async () => {
    await becomes({ status: 200, body: { status: 'ready' } });
  });

  it('and not while the index is down', async () => {
    await federation.stop('national-index/SENASP');
    try {
      await becomes(notReady('index'));
    } finally {
      await federation.start('national-index/SENASP');
    }
    await becomes({ status: 200, body: { status: 'ready' } });
  });

  it('and not while the journal cannot be written', async () => {
    const release = await lockJournal();
    try {
      await becomes(notReady('journal'));
      expect((await fetch(`${federation.url}/health`)).status).toBe(200);
    } finally {
      await release();
    }
    await becomes({ status: 200, body: { status: 'ready' } });
  });
});
