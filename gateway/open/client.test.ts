import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { PlannedFetch, SourceFetch } from '../engine/source-client.ts';
import { createOpenClient } from './client.ts';
import type { OpenClient, OpenClientOptions } from './client.ts';
import { Leaving } from './leaving.ts';

interface Asked {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

type Answering = (asked: Asked, count: number) => unknown;

const running: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop();
});

/** A source that answers what the function says: a value as JSON, a text as it is, and to `undefined` nothing at all. */
async function source(answering: Answering, more: Partial<OpenClientOptions> = {}) {
  const asked: Asked[] = [];
  let aborted = 0;
  const server: Server = createServer((request, response) => {
    response.once('close', () => (aborted += response.writableFinished ? 0 : 1));
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      asked.push(JSON.parse(body) as Asked);
      void Promise.resolve(answering(asked.at(-1) as Asked, asked.length)).then((answer) => {
        if (answer === undefined) request.socket.destroy();
        else if (answer !== silence) response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
      });
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = createOpenClient({ urls: new Map([['a', `http://127.0.0.1:${port}/x?y=1`]]), ...more });
  running.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  running.push(() => client.stop());
  return { client, asked, aborted: () => aborted };
}

const silence = Symbol('never answers');

function planned(query: string, more: Partial<PlannedFetch> = {}): PlannedFetch {
  return {
    ...{ source: 'a', query, operationType: 'query', variableNames: [], isEntities: query.includes('_entities') },
    ...more,
  };
}

function entities(selection: string, ids: readonly string[], variables = {}, definitions = ''): SourceFetch {
  const query = `query($representations:[_Any!]!${definitions}){_entities(representations:$representations){${selection}}}`;
  return {
    ...{ planned: planned(query, { variableNames: Object.keys(variables) }), variables, path: [] },
    representations: ids.map((id) => ({ json: JSON.stringify({ __typename: 'T', id }), value: { id } })),
  };
}

function root(query: string, more: Partial<PlannedFetch> = {}, variables = {}): SourceFetch {
  return { planned: planned(query, { variableNames: Object.keys(variables), ...more }), variables, path: [] };
}

const now = () => ({ deadlineAt: Date.now() + 5000 });

/** Entities of whatever slots there are, with the id and the slot's name. */
const echo: Answering = ({ query, variables = {} }) => {
  const data: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(variables)) {
    if (!name.endsWith('representations')) continue;
    const slot = name.slice(0, -'representations'.length);
    data[`${slot}_entities`] = (value as { id: string }[]).map(({ id }) => ({ id, slot }));
  }
  return Object.keys(data).length === 0 ? { data: { query } } : { data };
};

async function together(client: OpenClient, ...fetches: SourceFetch[]) {
  const request = now();
  return Promise.all(fetches.map((fetch) => client.fetch(fetch, request)));
}

describe('what is sent', () => {
  it('of one fetch is the fetch as it is', async () => {
    const { client, asked } = await source(() => ({ data: { n: 1 } }));
    const [answer] = await together(client, root('query($x:Int){n(x:$x)}', {}, { x: 1, y: undefined }));
    expect(answer).toEqual({ data: { n: 1 }, errors: [] });
    expect(asked).toEqual([{ query: 'query($x:Int){n(x:$x)}', variables: { x: 1 } }]);
  });

  it('of entities that one turn asks for is one request, each fetch with names of its own', async () => {
    const { client, asked } = await source(echo);
    const withFragment = entities('...F', ['3']);
    const answers = await together(client, entities('...on T{a(x:$x)}', ['1', '2'], { x: 7 }, ',$x:Int'), {
      ...withFragment,
      planned: { ...withFragment.planned, query: `${withFragment.planned.query} fragment F on T{b{c}}` },
    });
    expect(asked).toEqual([
      {
        query:
          'query($i0_representations:[_Any!]!,$i0_x:Int,$i1_representations:[_Any!]!){' +
          'i0__entities:_entities(representations:$i0_representations){...on T{a(x:$i0_x)}} ' +
          'i1__entities:_entities(representations:$i1_representations){...on T{b{c}}}}',
        variables: {
          i0_representations: [
            { __typename: 'T', id: '1' },
            { __typename: 'T', id: '2' },
          ],
          i0_x: 7,
          i1_representations: [{ __typename: 'T', id: '3' }],
        },
      },
    ]);
    expect(answers.map(({ data }) => data)).toEqual([
      {
        _entities: [
          { id: '1', slot: 'i0_' },
          { id: '2', slot: 'i0_' },
        ],
      },
      { _entities: [{ id: '3', slot: 'i1_' }] },
    ]);
  });

  it('of equal texts is one list with each entity once, and everybody gets objects of their own', async () => {
    const { client, asked } = await source(echo);
    const [one, two] = await together(client, entities('a', ['1', '2']), entities('a', ['3', '2']));
    expect(asked).toHaveLength(1);
    expect(asked[0]?.variables?.representations).toHaveLength(3);
    expect(one?.data).toEqual({ _entities: ['1', '2'].map((id) => ({ id, slot: '' })) });
    expect(two?.data).toEqual({ _entities: ['3', '2'].map((id) => ({ id, slot: '' })) });
    const shared = [one, two].map((answer) => (answer?.data?._entities as unknown[])[1]);
    expect(shared[0]).not.toBe(shared[1]);
  });

  it('of different clients is never joined', async () => {
    const { client, asked } = await source(echo);
    await Promise.all([client.fetch(entities('a', ['1']), now()), client.fetch(entities('b', ['1']), now())]);
    expect(asked).toHaveLength(2);
  });

  it('of equal queries under way is one, and everybody gets objects of their own', async () => {
    const { client, asked } = await source(() => ({ data: { list: [{ a: 1 }] } }));
    const answers = await Promise.all(Array.from({ length: 5 }, () => client.fetch(root('{list{a}}'), now())));
    expect(asked).toHaveLength(1);
    expect(new Set(answers.map(({ data }) => data)).size).toBe(5);
    await client.fetch(root('{list{a}}'), now());
    expect(asked).toHaveLength(2);
    expect(client.requestsSent()).toBe(2);
  });

  it('of a mutation is sent each time, and what is asked after it is not answered from before', async () => {
    const { client, asked } = await source(async ({ query }) => {
      await new Promise((resolve) => setTimeout(resolve, query.startsWith('mutation') ? 20 : 200));
      return { data: { n: 1 } };
    });
    const before = client.fetch(root('{n}'), now());
    const mutation = () => client.fetch(root('mutation{touch}', { operationType: 'mutation' }), now());
    await Promise.all([mutation(), mutation()]);
    await Promise.all([client.fetch(root('{n}'), now()), before]);
    expect(asked.map(({ query }) => query)).toEqual(['{n}', 'mutation{touch}', 'mutation{touch}', '{n}']);
  });

  it('goes out once more when a query met a closed connection, and not when a mutation did', async () => {
    const { client, asked } = await source((_asked, count) => (count % 2 === 1 ? undefined : { data: { n: 1 } }));
    expect(await client.fetch(root('{n}'), now())).toEqual({ data: { n: 1 }, errors: [] });
    const { data } = await client.fetch(root('mutation{n}', { operationType: 'mutation' }), now());
    expect(data).toBeNull();
    expect(asked).toHaveLength(3);
  });
});

describe('a client that leaves', () => {
  const until = async (holds: () => boolean) => {
    for (let tries = 0; tries < 400 && !holds(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(holds()).toBe(true);
  };

  it('takes along what nobody else waits for', async () => {
    const { client, asked, aborted } = await source(() => silence);
    const leaving = new Leaving();
    const request = { ...now(), leaving };
    const waiting = Promise.all([client.fetch(root('{n}'), request), client.fetch(entities('a', ['1']), request)]);
    await until(() => asked.length === 2);
    leaving.leave();
    expect((await waiting).map(({ data }) => data)).toEqual([null, null]);
    await until(() => aborted() === 2);
    // What comes after that is not even sent.
    expect((await client.fetch(root('{m}'), request)).data).toBeNull();
    expect(client.requestsSent()).toBe(2);
  });

  it('leaves to others what they wait for, too', async () => {
    let answer: (value: unknown) => void = () => undefined;
    const { client, asked, aborted } = await source(() => new Promise((resolve) => (answer = resolve)));
    const leaving = new Leaving();
    const gone = client.fetch(root('{n}'), { ...now(), leaving });
    await until(() => asked.length === 1);
    const staying = client.fetch(root('{n}'), now());
    await new Promise((resolve) => setImmediate(resolve));
    leaving.leave();
    expect((await gone).data).toBeNull();
    answer({ data: { n: 1 } });
    expect(await staying).toEqual({ data: { n: 1 }, errors: [] });
    expect([asked.length, aborted()]).toEqual([1, 0]);
  });

  it('does not stop a mutation that was sent', async () => {
    let answer: (value: unknown) => void = () => undefined;
    const { client, asked, aborted } = await source(() => new Promise((resolve) => (answer = resolve)));
    const leaving = new Leaving();
    const mutation = root('mutation{touch}', { operationType: 'mutation' });
    const touching = client.fetch(mutation, { ...now(), leaving });
    await until(() => asked.length === 1);
    leaving.leave();
    answer({ data: { touch: true } });
    expect((await touching).data).toEqual({ touch: true });
    expect(aborted()).toBe(0);
  });
});

describe('a read that several wait for', () => {
  it('lasts until the last deadline, and keeps nobody beyond their own', async () => {
    let answer: (value: unknown) => void = () => undefined;
    const { client, asked } = await source(() => new Promise((resolve) => (answer = resolve)));
    const patient = client.fetch(root('{n}'), { deadlineAt: Date.now() + 5000 });
    const first = client.fetch(root('{n}'), { deadlineAt: Date.now() + 60 });
    const second = client.fetch(root('{n}'), { deadlineAt: Date.now() + 90 });
    for (const { data, errors } of await Promise.all([first, second])) {
      expect(data).toBeNull();
      expect(errors).toMatchObject([{ message: 'The source "a" did not answer in time.' }]);
    }
    answer({ data: { n: 1 } });
    expect((await patient).data).toEqual({ n: 1 });
    expect(asked).toHaveLength(1);
  });
});

describe('what went wrong', () => {
  it('is told in the words of the source, at the path of the fetch', async () => {
    const { client } = await source(({ query }) =>
      query.includes('i1_')
        ? {
            data: { i0__entities: [null], i1__entities: [{ a: null }] },
            errors: [
              { message: 'first', path: ['i0__entities', 0, 'a'], extensions: { code: 'X', more: [1] } },
              { message: 'second', path: ['i1__entities', 0, 'b', 2] },
              { message: 'everybody' },
            ],
          }
        : {},
    );
    const [first, second] = await together(client, entities('a', ['1']), entities('b', ['2']));
    const everybody = { message: 'everybody', extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', serviceName: 'a' } };
    expect(first?.errors).toEqual([
      { message: 'first', path: ['_entities', 0, 'a'], extensions: { code: 'X', more: [1], serviceName: 'a' } },
      everybody,
    ]);
    expect(second?.errors).toEqual([{ ...everybody, message: 'second', path: ['_entities', 0, 'b', 2] }, everybody]);
  });

  it('in one of several joined fetches does not spoil the others', async () => {
    const { client, asked } = await source((one, count) => {
      if (one.query.includes('i0_') || one.query.includes('{bad}'))
        return { data: null, errors: [{ message: 'no such type' }] };
      return echo(one, count);
    });
    const [good, bad] = await together(client, entities('good', ['1']), entities('bad', ['2']));
    expect(good).toEqual({ data: { _entities: [{ id: '1', slot: '' }] }, errors: [] });
    expect(bad).toMatchObject({ data: null, errors: [{ message: 'no such type' }] });
    expect(asked).toHaveLength(3);
  });

  it.each([
    ['no JSON', '<html>'],
    ['a list', []],
    ['neither data nor errors', {}],
    ['data that is none', { data: 1 }],
    ['errors that are none', { data: {}, errors: {} }],
    ['too few entities', { data: { _entities: [] } }],
    ['no entities', { data: {} }],
  ])('is %s', async (_name, answer) => {
    const { client } = await source(() => answer);
    const { data, errors } = await client.fetch(entities('a', ['1']), now());
    expect(data).toBeNull();
    expect(errors).toEqual([
      {
        message: 'The source "a" answered with what is no GraphQL answer.',
        extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', serviceName: 'a' },
      },
    ]);
  });

  it('is an answer that is too large', async () => {
    const { client } = await source(() => ({ data: { n: 'x'.repeat(2000) } }), { answerMaxBytes: 1000 });
    expect(await client.fetch(root('{n}'), now())).toMatchObject({
      data: null,
      errors: [{ message: 'The source "a" answered with more than is read.' }],
    });
  });

  it('is an answer that does not come in time', async () => {
    const { client } = await source(() => silence);
    const late = { deadlineAt: Date.now() + 100 };
    expect(await client.fetch(root('{n}'), late)).toMatchObject({
      data: null,
      errors: [{ message: 'The source "a" did not answer in time.' }],
    });
    expect(await client.fetch(root('{m}'), { deadlineAt: Date.now() - 1 })).toMatchObject({ data: null });
  });

  it('is a source that is not there, and the address is not told', async () => {
    const client = createOpenClient({ urls: new Map([['a', 'http://127.0.0.1:1/']]) });
    running.push(() => client.stop());
    for (const name of ['a', 'b']) {
      const { data, errors } = await client.fetch(root('{n}', { source: name }), now());
      expect(data).toBeNull();
      expect(JSON.stringify(errors)).not.toContain('127.0.0.1');
      expect(errors).toHaveLength(1);
    }
  });

  it('is a client that has been stopped', async () => {
    const { client } = await source(() => silence);
    const waiting = client.fetch(root('{n}'), now());
    await new Promise((resolve) => setTimeout(resolve, 50));
    await client.stop();
    expect((await waiting).data).toBeNull();
    expect((await client.fetch(root('{m}'), now())).data).toBeNull();
  });
});

it('a key named __proto__ is a key like any other', async () => {
  const { client } = await source(() => '{"data":{"__proto__":{"x":1}}}');
  const { data } = await client.fetch(root('{__proto__:n{x}}'), now());
  expect(Object.hasOwn(data ?? {}, '__proto__')).toBe(true);
  expect(({} as { readonly x?: unknown }).x).toBeUndefined();
});
