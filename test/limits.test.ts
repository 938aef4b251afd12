// Whatever comes in by the front door is answered with a code of the closed table, says nothing about the house, and hurts nobody else.
import { gzipSync } from 'node:zlib';
import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fieldCodes, refusalCodes } from '../gateway/errors.ts';
import { costMaxDefault } from '../gateway/limits/cost.ts';
import { defaultShapeLimits } from '../gateway/limits/limits.ts';
import { cpfFromBase } from '#kit/identifiers/cpf.ts';
import { startFederation } from './federation.ts';
import type { Ask, Federation } from './federation.ts';

const listedOrigin = 'https://frontend.example';
const bodyBytesMax = 102_400;
const valid = '{ me { profile } }';
/** Eleven digits, the last of them wrong. */
const wrongCpf = '52998224724';

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly codes: readonly string[];
}

let federation: Federation;
let token: string;
const logged: string[] = [];
/** Every answer that this file was given. */
const received: string[] = [];

beforeAll(async () => {
  federation = await startFederation({
    records: [],
    env: { CORS_ORIGINS: listedOrigin, REQUEST_TIMEOUT_MS: '1000' },
    log: (line) => logged.push(line),
  });
  token = await federation.token('investigator');
});
afterAll(() => federation?.close());

afterEach(async () => {
  const { status, text } = await post({ query: valid });
  expect(text).toContain('"investigator"');
  expect(status).toBe(200);
});

const json = { 'content-type': 'application/json' };

async function send(
  body: NonNullable<RequestInit['body']>,
  headers: Readonly<Record<string, string>> = json,
  method = 'POST',
): Promise<Reply> {
  const init: RequestInit = { method, headers: { authorization: `Bearer ${token}`, ...headers }, body };
  const response = await fetch(`${federation.url}/graphql`, init);
  const text = await response.text();
  received.push(text);
  return { status: response.status, headers: response.headers, text, codes: codesIn(text) };
}

function post(body: unknown): Promise<Reply> {
  return send(JSON.stringify(body));
}

/** Bytes as they are, for what no client library would send; resolves when the server closes. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(federation.url);
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => {
      const answer = Buffer.concat(chunks).toString('utf8');
      received.push(answer);
      resolve(answer);
    });
  });
}

function rawRequest(line: string, headers: readonly string[] = [], body = ''): Promise<string> {
  return raw(
    [line, 'host: gateway', 'connection: close', `authorization: Bearer ${token}`, ...headers, '', body].join('\r\n'),
  );
}

function codesIn(text: string): readonly string[] {
  const start = text.indexOf('{');
  if (start === -1) return [];
  const { errors = [] } = JSON.parse(text.slice(start)) as {
    readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
  };
  return errors.map(({ extensions }) => extensions.code);
}

const repeat = (count: number, make: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => make(at)).join(' ');

describe('the way in', () => {
  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('is not %s', async (method) => {
    const query = method === 'GET' ? `?query=${encodeURIComponent(valid)}` : '';
    const response = await fetch(`${federation.url}/graphql${query}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
    });
    const text = await response.text();
    received.push(text);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(codesIn(text)).toEqual(method === 'HEAD' ? [] : ['METHOD_NOT_ALLOWED']);
  });

  it.each([
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'text/plain;application/json',
    'application/graphql',
    'application/json; charset=utf-16',
    'application/json; charset=utf-7',
    'application/json; charset=iso-8859-1',
    'application/json; charset=shift_jis',
    'application/json; charset=utf-8; charset=utf-16',
    'application/jsonx',
  ])('is not %s', async (type) => {
    const { status, codes } = await send(JSON.stringify({ query: valid }), { 'content-type': type });
    expect([status, codes]).toEqual([415, ['UNSUPPORTED_MEDIA_TYPE']]);
  });

  it('is not a body without a type', async () => {
    const { status, codes } = await send(new Uint8Array(Buffer.from(JSON.stringify({ query: valid }))), {});
    expect([status, codes]).toEqual([415, ['UNSUPPORTED_MEDIA_TYPE']]);
  });

  it('is not a packed body, which could unpack to anything', async () => {
    const packed = new Uint8Array(
      gzipSync(JSON.stringify({ query: valid, variables: { pad: ' '.repeat(5_000_000) } })),
    );
    const { status, codes } = await send(packed, { ...json, 'content-encoding': 'gzip' });
    expect([status, codes]).toEqual([415, ['UNSUPPORTED_MEDIA_TYPE']]);
  });

  it('is not for a client that reads no JSON', async () => {
    const { status, codes } = await send(JSON.stringify({ query: valid }), { ...json, accept: 'text/html' });
    expect([status, codes]).toEqual([406, ['NOT_ACCEPTABLE']]);
  });
});

describe('the bytes of a body', () => {
  it('are limited when their number is declared', async () => {
    const { status, codes, text } = await post({ query: valid, variables: { pad: 'x'.repeat(bodyBytesMax) } });
    expect([status, codes]).toEqual([413, ['PAYLOAD_TOO_LARGE']]);
    expect(text).toContain(`"limit":${bodyBytesMax}`);
  });

  it('are limited when they come in chunks of unknown number', async () => {
    const answer = await rawRequest(
      'POST /graphql HTTP/1.1',
      ['content-type: application/json', 'transfer-encoding: chunked'],
      repeat(20, () => `2000\r\n${'x'.repeat(0x2000)}\r\n`).replaceAll('\r\n ', '\r\n'),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(codesIn(answer)).toEqual(['PAYLOAD_TOO_LARGE']);
  });

  it.each([
    ['bytes that are not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
    ['an overlong form', new Uint8Array([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x7d])],
    ['UTF-16', new Uint8Array(Buffer.from(JSON.stringify({ query: valid }), 'utf16le'))],
    ['half a body', new Uint8Array(Buffer.from('{"query": "{ me'))],
    ['nothing', new Uint8Array()],
  ])('are JSON in UTF-8, not %s', async (_what, bytes) => {
    const { status, codes } = await send(bytes);
    expect([status, codes]).toEqual([400, ['BAD_JSON']]);
  });
});

describe('the form of a body', () => {
  it.each([
    ['two requests', [{ query: valid }, { query: valid }], 'BATCH_REFUSED'],
    ['an empty list', [], 'BATCH_REFUSED'],
    ['nothing', null, 'BAD_REQUEST'],
    ['a text', valid, 'BAD_REQUEST'],
    ['a number', 7, 'BAD_REQUEST'],
    ['no query', {}, 'BAD_REQUEST'],
    ['a query that is a list', { query: [valid] }, 'BAD_REQUEST'],
    ['variables that are a list', { query: valid, variables: [1] }, 'BAD_REQUEST'],
    ['an operation name that is a number', { query: valid, operationName: 1 }, 'BAD_REQUEST'],
    ['extensions that are a text', { query: valid, extensions: 'x' }, 'BAD_REQUEST'],
  ])('is one request, not %s', async (_what, body, code) => {
    const { status, codes } = await post(body);
    expect([status, codes]).toEqual([400, [code]]);
  });

  it.each([
    ['lists', `{"query":"${valid}","variables":{"v":${'['.repeat(40_000)}${']'.repeat(40_000)}}}`],
    ['objects', `{"query":"${valid}","variables":${'{"v":'.repeat(15_000)}1${'}'.repeat(15_000)}}`],
    ['extensions', `{"query":"${valid}","extensions":${'{"v":'.repeat(100)}1${'}'.repeat(100)}}`],
  ])('does not nest without end (%s)', async (_what, body) => {
    const { status, codes } = await send(body);
    expect([status, codes]).toEqual([400, ['VALUES_TOO_DEEP']]);
  });

  it('may be a list inside a list only for a machine that counts: forty thousand are a batch', async () => {
    const { status, codes } = await send('['.repeat(40_000) + ']'.repeat(40_000));
    expect([status, codes]).toEqual([400, ['BATCH_REFUSED']]);
  });
});

describe('a text that no database takes', () => {
  const search = 'query Q($text: String!) { search(text: $text) { readings { kind } } }';
  it.each([
    ['NUL in a variable', `{"query":${JSON.stringify(search)},"variables":{"text":"a\\u0000b"}}`],
    ['half a surrogate pair in a variable', `{"query":${JSON.stringify(search)},"variables":{"text":"a\\ud83db"}}`],
    ['the other half', `{"query":${JSON.stringify(search)},"variables":{"text":"a\\udc00"}}`],
    ['NUL in a list', `{"query":"${valid}","variables":{"v":[["\\u0000"]]}}`],
    ['NUL in a key', `{"query":"${valid}","variables":{"a\\u0000":1}}`],
    ['NUL in the name of the operation', `{"query":"${valid}","operationName":"a\\u0000"}`],
    ['NUL in the query', `{"query":"{ me { profile } }\\u0000"}`],
    ['NUL by an escape of GraphQL', `{"query":"{ search(text: \\"a\\\\u0000\\") { readings { kind } } }"}`],
  ])('is refused: %s', async (_what, body) => {
    const { status, codes } = await send(body);
    expect([status, codes]).toEqual([400, ['BAD_TEXT']]);
  });

  it('a whole character beyond the first plane passes', async () => {
    const { status } = await post({ query: search, variables: { text: 'João 🏃' } });
    expect(status).toBe(200);
  });
});

describe('names with a meaning to JavaScript', () => {
  it.each([
    ['a body', '{"__proto__":{"query":"{ me { profile } }"}}', 400],
    ['a constructor', '{"constructor":{"prototype":{"query":"{ me { profile } }"}}}', 400],
    [
      'variables',
      '{"query":"query Q($text: String!) { search(text: $text) { readings { kind } } }","variables":{"__proto__":{"text":"x"}}}',
      400,
    ],
    [
      'an input',
      '{"query":"query Q($s: IndividualSearch!) { findIndividuals(search: $s) { totalCount } }","variables":{"s":{"name":"x","__proto__":{"motherName":"y"}}}}',
      400,
    ],
    [
      'a variable',
      '{"query":"query Q($__proto__: String!) { search(text: $__proto__) { readings { kind } } }","variables":{"__proto__":"ABC1234"}}',
      400,
    ],
    ['a spread', '{"query":"{ ...__proto__ ...constructor }"}', 400],
    ['an alias', '{"query":"{ __proto__: me { constructor: profile } }"}', 200],
    ['a field', '{"query":"{ me { __proto__ constructor } }"}', 400],
    ['an operation name', '{"query":"{ me { profile } }","operationName":"__proto__"}', 400],
    [
      'the operation of two',
      '{"query":"query __proto__ { me { profile } } query B { me { id } }","operationName":"__proto__"}',
      200,
    ],
  ])('are data: as %s', async (_what, body, expected) => {
    const { status, text } = await send(body);
    expect(status, text).toBe(expected);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as Record<string, unknown>)['query']).toBeUndefined();
    expect(({} as Record<string, unknown>)['text']).toBeUndefined();
  });
});

describe('the shape of a query', () => {
  const { tokensMax, depthMax, aliasesMax, directivesMax, rootFieldsMax, selectionsMax } = defaultShapeLimits;
  it.each([
    ['TOO_MANY_TOKENS', tokensMax, `{ me { ${'id '.repeat(tokensMax)} } }`],
    ['TOO_DEEP', depthMax, `${'{ me '.repeat(depthMax + 1)}${'}'.repeat(depthMax + 1)}`],
    ['TOO_DEEP', depthMax, `{ __schema ${'{ types '.repeat(depthMax)}{ name }${'}'.repeat(depthMax)} }`],
    ['TOO_MANY_ALIASES', aliasesMax, `{ me { ${repeat(aliasesMax + 1, (at) => `a${at}: id`)} } }`],
    ['TOO_MANY_DIRECTIVES', directivesMax, `{ me { id ${'@skip(if: false) '.repeat(directivesMax + 1)} } }`],
    ['TOO_MANY_ROOT_FIELDS', rootFieldsMax, `{ ${repeat(rootFieldsMax + 1, (at) => `a${at}: me { id }`)} }`],
    ['TOO_MANY_SELECTIONS', selectionsMax, `{ me { ${'id '.repeat(selectionsMax)} } }`],
    ['TOO_MANY_SELECTIONS', selectionsMax, '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'],
    ['TOO_MANY_SELECTIONS', selectionsMax, '{ me { id } } fragment A on Query { ...A }'],
  ])('is limited: %s (%i)', async (code, limit, query) => {
    const { status, codes, text } = await post({ query });
    expect([status, codes]).toEqual([400, [code]]);
    expect(text).toContain(`"limit":${limit}`);
  });

  it('is measured without being multiplied out: a tree of fragments in 2 kB costs no more than any other query', async () => {
    const query = `{ ...F0 } ${repeat(40, (at) => `fragment F${at} on Query { ${`...F${at + 1} `.repeat(4)} }`)} fragment F40 on Query { me { id } }`;
    expect(query.length).toBeLessThan(2500);
    const startedAt = performance.now();
    const { status, codes } = await post({ query });
    const next = await post({ query: valid });
    const tookMs = performance.now() - startedAt;
    process.stderr.write(`fragment tree of ${query.length} bytes, and the next query: ${tookMs.toFixed(1)} ms\n`);
    expect([status, codes]).toEqual([400, ['TOO_MANY_SELECTIONS']]);
    expect(next.status).toBe(200);
    expect(tookMs).toBeLessThan(1000);
  });

  it('is limited in introspection, where lists of lists of lists multiply', async () => {
    const deep =
      '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }';
    const { status, codes } = await post({ query: deep });
    expect([status, codes]).toEqual([400, ['GRAPHQL_VALIDATION_FAILED']]);
  });

  it('is limited in whom it looks for: nobody is looked for without a record', async () => {
    const plates = (at: number) => JSON.stringify(Array.from({ length: 60 }, (_, n) => `ABC${1000 + at * 60 + n}`));
    const { status, codes } = await post({
      query: `{ ${repeat(20, (at) => `v${at}: vehicles(plates: ${plates(at)}) { plate }`)} }`,
    });
    expect([status, codes]).toEqual([400, ['TOO_MANY_SUBJECTS']]);
  });
});

describe('a batch', () => {
  const aliases = (count: number, field: (at: number) => string) =>
    `{ ${repeat(count, (at) => `a${at}: ${field(at)}`)} }`;
  const plates = (count: number, each = 1) =>
    aliases(count, (at) => {
      const list = Array.from({ length: each }, (_, n) => `ABC${1000 + at * each + n}`);
      return `vehicles(plates: ${JSON.stringify(list)}) { plate }`;
    });
  const searches = (count: number) => aliases(count, (at) => `search(text: "ABC${1000 + at}") { readings { kind } }`);
  const people = (count: number) =>
    aliases(count, (at) => `individuals(cpf: "${cpfFromBase(String(600_000_000 + at))}") { subjects { id } }`);
  const withCase = { purpose: 'INVESTIGATION', case: 'IP-2026-000123' };

  it.each<[string, Ask, string, string, number]>([
    ['plates of a guard', { profile: 'municipal-guard' }, plates(2), 'TOO_MANY_PLATES', 1],
    ['plates of a guard in one field', { profile: 'municipal-guard' }, plates(1, 2), 'TOO_MANY_PLATES', 1],
    ['plates of a patrol', { profile: 'patrol' }, plates(2, 26), 'TOO_MANY_PLATES', 50],
    ['plates without a case', { profile: 'investigator' }, plates(20), 'TOO_MANY_PLATES', 1],
    ['texts of a guard', { profile: 'municipal-guard' }, searches(4), 'TOO_MANY_SEARCHES', 3],
    ['texts without a case', { profile: 'investigator' }, searches(20), 'TOO_MANY_SEARCHES', 3],
    ['people of a patrol', { profile: 'patrol' }, people(6), 'TOO_MANY_CPFS', 5],
  ])('by twenty aliases is a batch all the same: %s', async (_what, as, query, code, limit) => {
    federation.received();
    const { status, errors } = await federation.ask(query, {}, as);
    expect(status).toBe(400);
    expect(errors.map(({ extensions }) => extensions)).toEqual([{ code, limit }]);
    expect(federation.received().filter((one) => /vehicles|search|individuals/.test(one.query))).toEqual([]);
  });

  it.each<[string, Ask, string]>([
    [
      'one plate of a guard, under both its forms',
      { profile: 'municipal-guard' },
      '{ a: vehicles(plates: ["ABC1234"]) { plate } b: vehicles(plates: ["abc-1c34"]) { plate } }',
    ],
    ['fifty plates of a patrol', { profile: 'patrol' }, plates(2, 25)],
    ['fifty plates in a case', { profile: 'investigator', ...withCase }, plates(2, 25)],
    ['three texts of a guard', { profile: 'municipal-guard' }, searches(3)],
    ['twenty texts in a case', { profile: 'investigator', ...withCase }, searches(20)],
    ['five people of a patrol', { profile: 'patrol' }, people(5)],
    ['twenty people of who sees their CPFs', { profile: 'investigator' }, people(20)],
  ])('within the right to it is answered: %s', async (_what, as, query) => {
    const { status, errors } = await federation.ask(query, {}, as);
    expect([status, errors.filter(({ extensions: { code } }) => code !== 'INDEX_UNAVAILABLE')]).toEqual([200, []]);
  });

  it('of whoever may ask for no plate at all is refused as the field is, not by number', async () => {
    const { status, errors } = await federation.ask(plates(1), {}, { profile: 'auditor' });
    expect([status, errors.map(({ extensions }) => extensions.code)]).toEqual([200, ['UNAUTHORIZED_FIELD_OR_TYPE']]);
  });

  it('stands in the journal with all that it looked for', async () => {
    await federation.ask(plates(2), {}, { profile: 'municipal-guard' });
    const [row] = await federation.journal<{ outcome: string; named: number }[]>`
      select outcome, (select count(*)::int from access_subject where access_id = access.id and kind = 'PLATE') as named
      from access where profile = 'municipal-guard' order by id desc limit 1`;
    expect(row).toEqual({ outcome: 'TOO_MANY_PLATES', named: 2 });
  });
});

describe('the cost of a query', () => {
  const back = (below: string) =>
    `vehicles(first: 50) { edges { node { parties { party { ... on Individual { ${below} } } } } } }`;
  const pages = `query Pages($cpf: CPF!) { individuals(cpf: $cpf) { subjects { ${back(back('records { name }'))} } } }`;

  it('is limited before anybody is asked, and whom it named stands in the journal', async () => {
    federation.received();
    const { status, codes, text } = await post({ query: pages, variables: { cpf: '52998224725' } });
    expect([status, codes]).toEqual([400, ['OPERATION_TOO_EXPENSIVE']]);
    expect(text).toContain(`"limit":${costMaxDefault}`);
    expect(text).toContain('A consulta custa mais que 30000 unidades; peça menos de cada vez.');
    expect(federation.received().filter(({ query }) => query.includes('vehicles'))).toEqual([]);
    const [line] = await federation.journal<{ outcome: string; named: number }[]>`
      select outcome, (select count(*)::int from access_subject where access_id = access.id and kind = 'CPF') as named
      from access where operation_name = 'Pages' order by id desc limit 1`;
    expect(line).toEqual({ outcome: 'OPERATION_TOO_EXPENSIVE', named: 1 });
  });
});

describe('the text of a query', () => {
  it.each([
    ['that is no GraphQL', { query: '{' }, 'GRAPHQL_PARSE_FAILED'],
    ['that is empty', { query: '' }, 'GRAPHQL_PARSE_FAILED'],
    [
      'that holds half a character by an escape',
      { query: '{ search(text: "\\uD83D") { readings { kind } } }' },
      'GRAPHQL_PARSE_FAILED',
    ],
    ['of an operation that it has not', { query: 'query A { me { id } }', operationName: 'B' }, 'OPERATION_NOT_FOUND'],
    [
      'of two operations, neither named',
      { query: 'query A { me { id } } query B { me { id } }' },
      'OPERATION_NOT_FOUND',
    ],
    ['of fragments alone', { query: 'fragment A on Query { me { id } }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['of a subscription', { query: 'subscription { me { id } }' }, 'OPERATION_TYPE_REFUSED'],
    ['of a mutation', { query: 'mutation { __typename }' }, 'OPERATION_TYPE_REFUSED'],
    ['that defers', { query: '{ ... @defer { me { id } } }' }, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'that asks for entities',
      { query: '{ _entities(representations: []) { __typename } }' },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['that asks for the schema of a source', { query: '{ _service { sdl } }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['that takes a name of ours', { query: '{ infosegKey_id: me { id } }' }, 'BAD_REQUEST'],
  ])('is refused: %s', async (_what, body, code) => {
    const { status, codes } = await post(body);
    expect(status).toBe(400);
    expect(new Set(codes)).toEqual(new Set([code]));
  });

  it.each([
    ['a field', '{ individualz(cpf: "1") { id } }', 'individuals'],
    ['a field below', '{ me { profil } }', 'profile'],
    ['an argument', '{ individuals(cpf: "52998224725", freshnes: LIVE) { subjects { id } } }', 'freshness'],
    ['a type', '{ me { ... on Mee { id } } }', '"Me"'],
    ['a value', '{ individuals(cpf: "52998224725", freshness: LIVEE) { subjects { id } } }', '"LIVE"'],
    [
      'a field of an input',
      '{ findIndividuals(search: { name: "x", birthDat: "1990-01-01" }) { totalCount } }',
      'birthDate',
    ],
    ['a directive', '{ me @inclde(if: true) { id } }', 'include'],
    ['a variable', 'query Q($s: IndividualSerch!) { findIndividuals(search: $s) { totalCount } }', 'IndividualSearch'],
  ])('that nearly names %s is given no hint of what there is', async (_what, query, near) => {
    const { status, codes, text } = await post({ query });
    expect(status).toBe(400);
    expect(new Set(codes)).toEqual(new Set(['GRAPHQL_VALIDATION_FAILED']));
    expect(text).not.toContain(near);
  });
});

describe('a mistyped identifier', () => {
  it.each([
    ['in the text', { query: `{ individuals(cpf: "${wrongCpf}") { subjects { id } } }` }],
    [
      'in a variable',
      { query: 'query Q($cpf: CPF!) { individuals(cpf: $cpf) { subjects { id } } }', variables: { cpf: wrongCpf } },
    ],
    ['as a default', { query: `query Q($cpf: CPF! = "${wrongCpf}") { individuals(cpf: $cpf) { subjects { id } } }` }],
    [
      'as a number',
      {
        query: 'query Q($cpf: CPF!) { individuals(cpf: $cpf) { subjects { id } } }',
        variables: { cpf: Number(wrongCpf) },
      },
    ],
    [
      'in a list',
      { query: 'query Q($cpf: CPF!) { individuals(cpf: $cpf) { subjects { id } } }', variables: { cpf: [wrongCpf] } },
    ],
  ])('%s is the client’s fault: kind and problem are named, the value is not', async (_what, body) => {
    const { status, codes, text } = await post(body);
    expect(status).toBe(400);
    expect(new Set(codes)).toEqual(new Set(['GRAPHQL_VALIDATION_FAILED']));
    expect(text).toMatch(/CPF: \S/);
    expect(text).not.toContain(wrongCpf);
    expect(text).not.toContain(wrongCpf.slice(0, 9));
    expect(logged.join('\n')).not.toContain(wrongCpf.slice(0, 9));
  });

  it('a value of another type is not repeated either', async () => {
    const { status, text } = await post({
      query: 'query Q($s: IndividualSearch!, $n: Int!) { findIndividuals(search: $s, first: $n) { totalCount } }',
      variables: { s: { name: ['MARIA APARECIDA'], birthDate: '31/12/1990' }, n: 'vinte' },
    });
    expect(status).toBe(400);
    expect(text).not.toMatch(/MARIA|1990|vinte/);
  });
});

describe('a page on the web', () => {
  const ask = (origin: string) => send(JSON.stringify({ query: valid }), { ...json, origin });

  it.each(['https://evil.example', 'null', `${listedOrigin}.evil.example`, 'http://frontend.example'])(
    'of %s is named nowhere',
    async (origin) => {
      const { headers } = await ask(origin);
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      expect(headers.get('vary')).toContain('origin');
    },
  );

  it('of the list may read answers and refusals', async () => {
    expect((await ask(listedOrigin)).headers.get('access-control-allow-origin')).toBe(listedOrigin);
    const tooLarge = await send('x'.repeat(bodyBytesMax + 1), { ...json, origin: listedOrigin });
    expect(tooLarge.headers.get('access-control-allow-origin')).toBe(listedOrigin);
  });

  it.each([
    [listedOrigin, listedOrigin],
    ['https://evil.example', null],
  ])('asks beforehand (%s)', async (origin, allowed) => {
    const response = await fetch(`${federation.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe(allowed);
  });
});

describe('the request line and its headers', () => {
  const body = JSON.stringify({ query: valid });
  const bodyHeaders = ['content-type: application/json', `content-length: ${body.length}`];

  it('may have the absolute form, as RFC 9112 (3.2.2) asks of every server', async () => {
    const answer = await rawRequest('POST http://elsewhere.example/graphql HTTP/1.1', bodyHeaders, body);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).not.toContain('elsewhere');
  });

  it.each([
    ['OPTIONS *', 'OPTIONS * HTTP/1.1', 404, 'NOT_FOUND'],
    ['another path', 'POST /graphql/admin HTTP/1.1', 404, 'NOT_FOUND'],
    ['a path that climbs', 'GET /graphql/../../etc/passwd HTTP/1.1', 404, 'NOT_FOUND'],
    ['a path that is no text', 'GET /%zz%00 HTTP/1.1', 404, 'NOT_FOUND'],
    ['TRACE', 'TRACE /graphql HTTP/1.1', 405, 'METHOD_NOT_ALLOWED'],
    ['a method of another protocol', 'PROPFIND /graphql HTTP/1.1', 405, 'METHOD_NOT_ALLOWED'],
    ['a method that nobody has', 'FETCH /graphql HTTP/1.1', 400, 'BAD_REQUEST'],
    ['another protocol', 'POST /graphql SIP/2.0', 400, 'BAD_REQUEST'],
  ])('%s is refused and nothing is echoed', async (_what, line, status, code) => {
    const answer = await rawRequest(line, ['x-echo: once-upon-a-time']);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(codesIn(answer)).toEqual([code]);
    expect(answer).not.toMatch(/once-upon-a-time|Bearer e|passwd|%zz/);
  });

  it.each([
    ['two lengths', [...bodyHeaders, 'content-length: 3'], 400, 'BAD_REQUEST'],
    ['a length and chunks', [...bodyHeaders, 'transfer-encoding: chunked'], 400, 'BAD_REQUEST'],
    ['a header without a name', [...bodyHeaders, ': x'], 400, 'BAD_REQUEST'],
    ['20 kB of one header', [...bodyHeaders, `x-long: ${'x'.repeat(20_000)}`], 431, 'HEADERS_TOO_LARGE'],
  ])('%s are refused', async (_what, headers, status, code) => {
    const answer = await rawRequest('POST /graphql HTTP/1.1', headers, body);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(codesIn(answer)).toEqual([code]);
  });

  it('that never end are cut off, and nobody waits for them', async () => {
    const slow = raw('POST /graphql HTTP/1.1\r\nhost: gateway\r\nx-slow: ');
    expect((await post({ query: valid })).status).toBe(200);
    const answer = await slow;
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(codesIn(answer)).toEqual(['REQUEST_TIMED_OUT']);
  });

  it('with a body that never ends are cut off too', async () => {
    const answer = await rawRequest(
      'POST /graphql HTTP/1.1',
      ['content-type: application/json', 'content-length: 1000'],
      '{',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });
});

describe('all that was answered', () => {
  it('has only codes of the closed table', () => {
    const known: readonly string[] = [...refusalCodes, ...fieldCodes];
    const codes = received.flatMap((text) => [...text.matchAll(/"code":"([^"]*)"/g)].map(([, code]) => code));
    expect(codes.length).toBeGreaterThan(100);
    expect(codes.filter((code) => !known.includes(code ?? ''))).toEqual([]);
    expect(codes).not.toContain('INTERNAL');
  });

  it.each([
    ['a file', /file:\/\/|node_modules|\/work\/|\/home\/|\/root\/|\.[cm]?[jt]s\b/],
    ['a line of a stack', /\bat \S+ \(|:\d+:\d+\)/],
    ['an address', /127\.0\.0\.1|localhost|::1/],
    ['SQL', /\bselect |\binsert into|\bSQLSTATE|\bpg_|postgres/i],
    ['the name of an error', /\b(Type|Range|Syntax|Reference)?Error\b:|ECONN|FST_ERR|HPE_/],
    ['a suggestion', /did you mean/i],
    ['the token', /eyJ[A-Za-z0-9_-]{10}/],
  ])('never names %s', (_what, pattern) => {
    expect(received.length).toBeGreaterThan(200);
    expect(received.filter((text) => pattern.test(text))).toEqual([]);
  });

  it('left nothing in the log', () => {
    expect(logged.filter((line) => /[0-9a-f]{32}: /.test(line))).toEqual([]);
  });
});
