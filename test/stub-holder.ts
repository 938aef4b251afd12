// A holder that misbehaves on demand, over a real socket: it executes its source's own schema and then does to the answer what `mode` says.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, isObjectType, isUnionType, parse } from 'graphql';
import type { HolderAnswer, HolderRequest, IndexState, Verdict } from '#kit/wire/protocol.ts';

export type StubMode =
  | 'healthy'
  /** 401, with a text that must not travel on */
  | 'refused'
  | 'forbidden'
  /** 429 */
  | 'busy'
  /** 503 */
  | 'overloaded'
  /** 500 */
  | 'crashed'
  | 'redirect'
  /** The connection is reset when the request has been read. */
  | 'reset'
  /** The connection is reset when a second request comes on it: the race of keep-alive. */
  | 'resetKept'
  /** No headers, ever. */
  | 'slow'
  /** Headers at once, then a byte now and then. */
  | 'drip'
  | 'malformed'
  | 'html'
  /** JSON under another content type */
  | 'plain'
  | 'gzip'
  | 'notUtf8'
  | 'array'
  | 'dataMissing'
  | 'entitiesNotAList'
  /** Two entities change places. */
  | 'swapped'
  /** The first entity takes every place. */
  | 'duplicate'
  /** One entity fewer. */
  | 'missing'
  /** The keys are right and the type is another. */
  | 'wrongTypename'
  /** A long body under a content-length beyond the limit. */
  | 'hugeDeclared'
  /** A body without end. */
  | 'huge'
  /** GraphQL errors and no data, in the holder's own words. */
  | 'error'
  /** A GraphQL error at the first entity. */
  | 'errorAtFirst'
  /** An error that names no place. */
  | 'errorNowhere';

export type StubRecord = Readonly<Record<string, unknown>>;

export interface StubOptions {
  readonly source: string;
  /** Finds what a reference stands for; null: gone. The type is in `__typename`. */
  readonly find?: (reference: StubRecord) => StubRecord | null;
  /** Root fields, for the index. */
  readonly root?: Readonly<Record<string, unknown>>;
}

export interface StubHolder {
  readonly url: string;
  mode: StubMode;
  /** Verdicts on the next answers, from the body of the request and the data found. */
  verdicts: (data: Readonly<Record<string, unknown>>, request: HolderRequest) => readonly Verdict[];
  /** Changes the answer before it is written. */
  change: (answer: HolderAnswer) => unknown;
  index: readonly IndexState[] | undefined;
  readonly requests: readonly HolderRequest[];
  readonly headers: readonly IncomingMessage['headers'][];
  /** Bodies of requests since the last call of this. */
  take(): readonly HolderRequest[];
  /** Bytes of `huge` that were written before the other side hung up. */
  readonly bytesWritten: number;
  stop(): Promise<void>;
}

export async function startStubHolder({ source, find = () => null, root = {} }: StubOptions): Promise<StubHolder> {
  const schema = stubSchema(source, find);
  const requests: HolderRequest[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const requestsOn = new WeakMap<Socket, number>();
  let taken = 0;
  let bytesWritten = 0;

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => void respond(request, response, Buffer.concat(chunks).toString('utf8')));
  });
  server.keepAliveTimeout = 30_000;

  async function respond(request: IncomingMessage, response: ServerResponse, body: string): Promise<void> {
    const question = JSON.parse(body) as HolderRequest;
    requests.push(question);
    headers.push(request.headers);
    const onSocket = (requestsOn.get(request.socket) ?? 0) + 1;
    requestsOn.set(request.socket, onSocket);
    if (stub.mode === 'reset' || (stub.mode === 'resetKept' && onSocket > 1)) {
      request.socket.resetAndDestroy();
      return;
    }
    const written = withoutExecuting[stub.mode];
    if (written !== undefined) {
      written(response);
      return;
    }
    if (stub.mode === 'huge') {
      const chunk = Buffer.alloc(64 * 1024, ' ');
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        while (!response.destroyed) {
          bytesWritten += chunk.length;
          if (!response.write(chunk)) break;
        }
      };
      response.on('drain', more);
      more();
      return;
    }
    const result = await graphql({
      schema,
      source: question.query,
      rootValue: root,
      variableValues: question.variables ?? {},
    });
    const data = structuredClone(result.data ?? null) as Record<string, unknown> | null;
    const verdicts = data === null ? [] : stub.verdicts(data, question);
    const answer: HolderAnswer = {
      data,
      ...(result.errors && { errors: result.errors.map((error) => error.toJSON()) as HolderAnswer['errors'] }),
      extensions: {
        asOf: '2026-11-21T12:00:00Z',
        ...(verdicts.length > 0 && { verdicts }),
        ...(stub.index && { index: stub.index }),
      },
    };
    const spoilt = stub.change(spoil(stub.mode, answer) as HolderAnswer);
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(spoilt));
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stub: StubHolder = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mode: 'healthy',
    verdicts: () => [],
    change: (answer) => answer,
    index: undefined,
    requests,
    headers,
    take() {
      const since = requests.slice(taken);
      taken = requests.length;
      return since;
    },
    get bytesWritten() {
      return bytesWritten;
    },
    stop() {
      return new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
  return stub;
}

/** Words that no client may ever read. */
export const holdersWords = 'ORA-00942 at 10.9.8.7';

const withoutExecuting: Readonly<Partial<Record<StubMode, (response: ServerResponse) => void>>> = {
  refused: (response) => response.writeHead(401, { 'content-type': 'text/plain' }).end(holdersWords),
  forbidden: (response) => response.writeHead(403, { 'content-type': 'text/plain' }).end(holdersWords),
  busy: (response) => response.writeHead(429, { 'retry-after': '1' }).end(),
  overloaded: (response) => response.writeHead(503).end(holdersWords),
  crashed: (response) => response.writeHead(500).end(holdersWords),
  redirect: (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/graphql' }).end(),
  slow: () => undefined,
  drip(response) {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(timer));
  },
  malformed: (response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{"_entities":['),
  html: (response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<html><body>${holdersWords}</body></html>`),
  plain: (response) => response.writeHead(200, { 'content-type': 'text/plain' }).end('{"data":{"_entities":[]}}'),
  gzip: (response) =>
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end('{"data":{}}'),
  notUtf8: (response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])),
  array: (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('[]'),
  hugeDeclared: (response) =>
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000000000' }).write('{'),
};

function spoil(mode: StubMode, answer: HolderAnswer): unknown {
  const error = (path?: readonly (string | number)[]) => ({ message: holdersWords, ...(path && { path }) });
  switch (mode) {
    case 'dataMissing':
      return { extensions: answer.extensions };
    case 'error':
      return { data: null, errors: [error()] };
    case 'errorNowhere':
      return { ...answer, errors: [error()] };
    case 'entitiesNotAList':
      return withEntities(answer, (list) => ({ ...list }));
    case 'swapped':
      return withEntities(answer, ([first, second, ...others]) => [second, first, ...others]);
    case 'duplicate':
      return withEntities(answer, (list) => list.map(() => list[0]));
    case 'missing':
      return withEntities(answer, (list) => list.slice(1));
    case 'wrongTypename':
      return withEntities(answer, (list) =>
        list.map((entity) => ({ ...(entity as object), infosegCheck_typename: 'VehicleProbe' })),
      );
    case 'errorAtFirst':
      return {
        ...withEntities(answer, (list) => [null, ...list.slice(1)]),
        errors: Object.keys(answer.data ?? {}).map((key) => error([key, 0])),
      };
    default:
      return answer;
  }
}

function withEntities(answer: HolderAnswer, change: (list: readonly unknown[]) => unknown): HolderAnswer {
  const data = Object.fromEntries(
    Object.entries(answer.data ?? {}).map(([key, list]) => [key, change(list as readonly unknown[])]),
  );
  return { ...answer, data };
}

function stubSchema(source: string, find: (reference: StubRecord) => StubRecord | null) {
  const typeDefs = parse(readFileSync(new URL(`../subgraphs/${source}/schema.graphql`, import.meta.url), 'utf8'));
  const schema = buildSubgraphSchema([{ typeDefs }]);
  for (const type of Object.values(schema.getTypeMap())) {
    if (isUnionType(type) && type.name !== '_Entity')
      type.resolveType = (value: StubRecord) => String(value.__typename);
    if (!isObjectType(type)) continue;
    type.extensions = {
      ...type.extensions,
      apollo: { subgraph: { resolveReference: async (reference: StubRecord) => find(reference) } },
    };
  }
  return schema;
}
