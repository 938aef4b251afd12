// The open gateway through its front door, over a federation of two sources of its own.
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { graphql, parse } from 'graphql';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openConfig } from './config.ts';
import type { EngineName } from '../engine/engine-setting.ts';
import { openTestGateway } from './start.ts';
import type { RunningOpenGateway } from './start.ts';

const link = '@link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@inaccessible", "@shareable"])';
const texts = {
  people: `extend schema ${link}
    type Query { person(id: ID!): Person people(first: Int! = 2): [Person!]! slow: String fails: String! }
    type Mutation { rename(id: ID!, name: String!): Person }
    type Person @key(fields: "id") { id: ID! name: String! secret: String @inaccessible }`,
  cars: `extend schema ${link}
    "What somebody drives."
    interface Vehicle { plate: String! }
    type Car implements Vehicle { plate: String! doors: Int }
    type Boat implements Vehicle { plate: String! length: Float }
    type Query { vehicles: [Vehicle!]! }
    type Person @key(fields: "id") { id: ID! vehicles(first: Int): [Vehicle!] best: Car! }`,
};

const names = new Map([
  ['1', 'Ana'],
  ['2', 'Bia "B"'],
]);
const person = (id: string) => (names.has(id) ? { __typename: 'Person', id, name: names.get(id) } : null);
const car = { __typename: 'Car', plate: 'ABC1D23', doors: 4 };
const boat = { __typename: 'Boat', plate: 'B-1', length: 7.5 };
let slowMs = 0;

const resolvers = {
  people: {
    Query: {
      person: (_root: unknown, { id }: { id: string }) => person(id),
      people: (_root: unknown, { first }: { first: number }) => ['1', '2'].slice(0, first).map(person),
      slow: () => new Promise((resolve) => setTimeout(resolve, slowMs, 'late')),
      fails: () => {
        throw new Error('as it was to be expected');
      },
    },
    Mutation: {
      rename(_root: unknown, { id, name }: { id: string; name: string }) {
        names.set(id, name);
        return person(id);
      },
    },
    Person: { __resolveReference: ({ id }: { id: string }) => person(id) },
  },
  cars: {
    Query: { vehicles: () => [car, boat] },
    Person: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      vehicles: ({ id }: { id: string }, { first = 2 }: { first?: number }) =>
        id === '1' ? [car, boat].slice(0, first) : null,
      best: ({ id }: { id: string }) => (id === '1' ? car : null),
    },
  },
};

const closers: (() => unknown)[] = [];
const folder = mkdtempSync(join(tmpdir(), 'open-gateway-'));
const supergraphPath = join(folder, 'supergraph.graphql');
const holdersPath = join(folder, 'holders.json');
let supergraphSdl = '';

beforeAll(async () => {
  const urls: Record<string, string> = {};
  for (const name of ['people', 'cars'] as const) urls[name] = await serveSource(texts[name], resolvers[name]);
  supergraphSdl = composed(texts.people);
  writeFileSync(supergraphPath, supergraphSdl);
  writeFileSync(holdersPath, JSON.stringify(urls));
});

afterAll(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  rmSync(folder, { recursive: true });
});

function composed(people: string): string {
  const { supergraphSdl: sdl, errors } = composeServices(
    Object.entries({ ...texts, people }).map(([name, text]) => ({
      name,
      typeDefs: parse(text),
      url: 'http://127.0.0.1:9/',
    })),
  );
  if (sdl === undefined) throw new Error(errors?.map(({ message }) => message).join('; '));
  return sdl;
}

async function serveSource(text: string, resolverMap: object): Promise<string> {
  const schema = buildSubgraphSchema([{ typeDefs: parse(text), resolvers: resolverMap as never }]);
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
      void graphql({ schema, source: query, variableValues: variables }).then((result) =>
        response.end(JSON.stringify(result)),
      );
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function start(more: Readonly<Record<string, string>> = {}): Promise<RunningOpenGateway> {
  const env = { OPEN_FOR_TESTS: '1', SUPERGRAPH: supergraphPath, HOLDERS: holdersPath, PORT: '0', ...more };
  const gateway = await openTestGateway(openConfig(env), () => undefined);
  closers.push(() => gateway.close());
  return gateway;
}

interface Body {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly path?: unknown; readonly extensions?: unknown }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

async function ask(url: string, query: string, variables?: object, operationName?: string): Promise<Body> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables, operationName }),
  });
  return (await response.json()) as Body;
}

describe.each(['compiled', 'reference'] as const satisfies readonly EngineName[])('with the %s engine', (engine) => {
  let url: string;
  beforeAll(async () => {
    ({ url } = await start({ ENGINE: engine }));
  });

  it('joins what the sources have', async () => {
    const query = `query Q($first: Int, $with: Boolean!) {
      people { name vehicles(first: $first) @include(if: $with) { __typename plate ... on Car { doors } ... on Boat { length } } }
    }`;
    expect(await ask(url, query, { first: 2, with: true })).toEqual({
      data: {
        people: [
          {
            name: 'Ana',
            vehicles: [
              { __typename: 'Car', plate: 'ABC1D23', doors: 4 },
              { __typename: 'Boat', plate: 'B-1', length: 7.5 },
            ],
          },
          { name: 'Bia "B"', vehicles: null },
        ],
      },
    });
    expect(await ask(url, query, { with: false })).toEqual({
      data: { people: [{ name: 'Ana' }, { name: 'Bia "B"' }] },
    });
  });

  it('takes the operation that is named, with the defaults of its variables', async () => {
    const query =
      'query A { __typename } query B($first: Int! = 1) { people(first: $first) { ...P } } fragment P on Person { id }';
    expect(await ask(url, query, {}, 'B')).toEqual({ data: { people: [{ id: '1' }] } });
    expect(await ask(url, query, {}, 'A')).toEqual({ data: { __typename: 'Query' } });
    expect((await ask(url, query)).errors).toHaveLength(1);
    expect((await ask(url, query, {}, 'C')).errors).toHaveLength(1);
  });

  it('answers about the schema, also beside what the sources are asked', async () => {
    const query = `query($n: String!) { person(id: 1) { name } ...S __type(name: $n) { description fields { name } } }
      fragment S on Query { s: __schema { mutationType { name } } }`;
    expect(await ask(url, query, { n: 'Vehicle' })).toEqual({
      data: {
        person: { name: 'Ana' },
        s: { mutationType: { name: 'Mutation' } },
        __type: { description: 'What somebody drives.', fields: [{ name: 'plate' }] },
      },
    });
    const { data } = await ask(url, '{ __schema { types { name fields { name } } } }');
    const types = JSON.stringify(data);
    expect(types).toContain('"Vehicle"');
    expect(types).not.toMatch(/join__|_Entity|secret/);
  });

  it('changes what is to be changed', async () => {
    const mutation =
      'mutation($name: String!) { a: rename(id: "2", name: "X") { name } rename(id: "2", name: $name) { name vehicles { plate } } }';
    expect(await ask(url, mutation, { name: 'Bia "B"' })).toEqual({
      data: { a: { name: 'X' }, rename: { name: 'Bia "B"', vehicles: null } },
    });
  });

  it('gives each field the name that the client has for it, whatever keys are called', async () => {
    const query = '{ person(id: 1) { id: name name: id __typename: id vehicles { plate: __typename } } }';
    const { data, errors } = await ask(url, query);
    expect(errors).toBeUndefined();
    // The stock gateway mistakes them for its own.
    if (engine === 'compiled')
      expect(data).toEqual({
        person: { id: 'Ana', name: '1', __typename: '1', vehicles: [{ plate: 'Car' }, { plate: 'Boat' }] },
      });
  });

  it('keeps an object of which conditions leave nothing', async () => {
    const query = 'query ($a: Boolean!, $b: Boolean!) { people @include(if: $a) { best @skip(if: $b) { plate } } }';
    expect(await ask(url, query, { a: true, b: true })).toEqual({ data: { people: [{}, {}] } });
    expect(await ask(url, query, { a: false, b: true })).toEqual({ data: {} });
  });

  it('tells the faults of the sources in their words', async () => {
    const { data, errors } = await ask(url, '{ person(id: 1) { name } fails }');
    expect(data ?? null).toBeNull();
    expect(errors).toMatchObject([{ message: 'as it was to be expected', extensions: { serviceName: 'people' } }]);
  });

  it('lets a null go up to where it is allowed, and says so beside the errors of the sources', async () => {
    const { data, errors } = await ask(url, '{ person(id: 2) { id best { plate } } }');
    expect(data).toEqual({ person: null });
    expect(errors?.[0]?.message).toContain('non-nullable');
  });

  it('refuses what does not fit the schema', async () => {
    for (const [query, variables] of [
      ['{ person(id: 1) { secret } }', {}],
      ['{', {}],
      ['query($id: ID!) { person(id: $id) { id } }', {}],
      ['subscription { x }', {}],
    ] as const) {
      const { data, errors } = await ask(url, query, variables);
      expect(data).toBeUndefined();
      expect(errors?.length).toBeGreaterThan(0);
    }
  });
});

describe('the front door', () => {
  let url: string;
  beforeAll(async () => {
    ({ url } = await start({ BODY_MAX_BYTES: '2048', DEADLINE_MS: '500' }));
  });

  it('passes every audit of GraphQL over HTTP', async () => {
    const results = await Promise.all(serverAudits({ url: `${url}/graphql` }).map(({ fn }) => fn()));
    expect(results.length).toBeGreaterThan(50);
    expect(results.filter(({ status }) => status !== 'ok').map(({ id, name }) => `${id} ${name}`)).toEqual([]);
  });

  it('says that it is ready', async () => {
    expect((await fetch(`${url}/ready`)).status).toBe(200);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect((await fetch(`${url}/elsewhere`)).status).toBe(404);
  });

  it('answers a query by GET and refuses everything else', async () => {
    const get = (query: string) => fetch(`${url}/graphql?${new URLSearchParams({ query }).toString()}`);
    expect(await (await get('{ person(id: 1) { id } }')).json()).toEqual({ data: { person: { id: '1' } } });
    expect((await get('mutation { rename(id: 1, name: "x") { id } }')).status).toBe(405);
    expect((await fetch(`${url}/graphql`, { method: 'DELETE' })).headers.get('allow')).toBe('GET, POST');
    expect((await fetch(`${url}/graphql`, { headers: { accept: 'text/html' } })).status).toBe(406);
  });

  it('reads no body beyond the limit, told beforehand or not', async () => {
    const body = JSON.stringify({ query: `{ person(id: "${'x'.repeat(4000)}") { id } }` });
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(`${url}/graphql`, { method: 'POST', headers, body })).status).toBe(413);
    const stream = new Blob([body]).stream();
    const chunked = { method: 'POST', headers, body: stream, duplex: 'half' } as RequestInit;
    expect((await fetch(`${url}/graphql`, chunked)).status).toBe(413);
    expect(await ask(url, '{ person(id: 1) { id } }')).toEqual({ data: { person: { id: '1' } } });
  });

  it('waits for no source beyond the deadline', async () => {
    slowMs = 3000;
    expect(await ask(url, '{ slow people(first: 1) { id } }')).toMatchObject({
      errors: [{ message: 'The source "people" did not answer in time.' }],
    });
    slowMs = 0;
  });

  it('refuses an operation that unfolds without end', async () => {
    const count = 30;
    const fragments = Array.from(
      { length: count },
      (_one, at) => `fragment F${at} on Query { ...F${at + 1} @skip(if: $a${at}) ...F${at + 1} @include(if: $a${at}) }`,
    );
    const query = `query(${fragments.map((_one, at) => `$a${at}: Boolean = true`).join()}) { ...F0 }
      ${fragments.join(' ')} fragment F${count} on Query { __typename }`;
    const wide = await start();
    const { errors } = await ask(wide.url, query);
    expect(errors).toHaveLength(1);
  });
});

describe('another supergraph', () => {
  it('takes over when its file changes, a broken one does not, and no request fails meanwhile', async () => {
    const path = join(folder, 'changing.graphql');
    writeFileSync(path, supergraphSdl);
    const { url } = await start({ SUPERGRAPH: path });
    const fields = async () => JSON.stringify(await ask(url, '{ __type(name: "Person") { fields { name } } }'));
    const until = async (found: boolean) => {
      for (let tries = 0; tries < 200 && (await fields()).includes('nick') !== found; tries += 1) {
        const [one, two] = await Promise.all(
          [1, 2].map((id) => ask(url, `{ person(id: ${id}) { name vehicles { plate } } }`)),
        );
        expect([one?.errors, two?.errors]).toEqual([undefined, undefined]);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    writeFileSync(path, composed(texts.people.replace('name: String! secret', 'name: String! nick: String secret')));
    await until(true);
    expect(await fields()).toContain('nick');
    writeFileSync(path, 'type Query {');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await fields()).toContain('nick');
    writeFileSync(path, supergraphSdl);
    await until(false);
    expect(await fields()).not.toContain('nick');
  });
});

describe('the process', () => {
  const run = async (env: Readonly<Record<string, string>>) => {
    const { PATH = '' } = process.env;
    const main = fileURLToPath(new URL('../main.ts', import.meta.url));
    const ended = await promisify(execFile)(process.execPath, [main], { env: { PATH, ...env }, timeout: 20_000 }).catch(
      (error: unknown) => error as { readonly code: number; readonly stderr: string },
    );
    return ended as { readonly code?: number; readonly stderr: string };
  };

  it.each([
    [{ OPEN_FOR_TESTS: 'true' }, 'OPEN_FOR_TESTS: must be 1'],
    [{ OPEN_FOR_TESTS: '1', NODE_ENV: 'production', SUPERGRAPH: supergraphPath }, 'NODE_ENV=production'],
    [{ OPEN_FOR_TESTS: '1' }, 'SUPERGRAPH: is required'],
    [{ OPEN_FOR_TESTS: '1', SUPERGRAPH: join(folder, 'nothing.graphql') }, 'SUPERGRAPH: the file cannot be read'],
    [{ OPEN_FOR_TESTS: '1', SUPERGRAPH: holdersPath }, 'SUPERGRAPH: cannot be served'],
    [{ SUPERGRAPH: supergraphPath }, 'is required and not set'],
  ])('ends with a sentence: %j', async (env, sentence) => {
    const { code, stderr } = await run(env);
    expect(code).toBe(1);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
  });
});
