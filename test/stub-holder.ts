// A holder that misbehaves on demand, over a real socket: it executes its source's own schema and then does to the answer what `mode` says.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createDoor } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, isObjectType, isUnionType, parse } from 'graphql';
import type { HolderAnswer, HolderRequest, IndexState, Verdict } from '#kit/wire/protocol.ts';

export type StubMode =
  | 'healthy'
  /** Nobody listens. */
  | 'down'
  /** Connections are accepted, and nothing is read from them or written to them. */
  | 'blackHole'
  /** 401, with a text that must not travel on */
  | 'refused'
  | 'forbidden'
  /** 429 */
  | 'busy'
  /** 429 with `Retry-After`, as `retryAfter` says */
  | 'retryAfter'
  /** 503 */
  | 'overloaded'
  /** 500 */
  | 'crashed'
  | 'redirect'
  /** The connection is reset when the request has been read. */
  | 'reset'
  /** The connection is reset when a second request comes on it: the race of keep-alive. */
  | 'resetKept'
  /** The connection is closed as the first bytes of a second request arrive. */
  | 'keepAliveRace'
  /** The connection ends in the midst of the body. */
  | 'cutShort'
  /** No headers, ever. */
  | 'slow'
  /** The right answer, after `lateMs`. */
  | 'lateHeaders'
  /** Headers at once, then a byte a second. */
  | 'drip'
  /** Bytes that are not HTTP. */
  | 'notHttp'
  /** A head of 64 KiB. */
  | 'hugeHeaders'
  /** A head without end. */
  | 'endlessHeaders'
  /** 103 Early Hints without end. */
  | 'interimFlood'
  /** 100 Continue, which nobody asked for, before the answer. */
  | 'continued'
  /** The answer, and behind it another that nobody asked for. */
  | 'twoAnswers'
  | 'malformed'
  | 'html'
  /** JSON under another content type */
  | 'plain'
  | 'gzip'
  | 'notUtf8'
  | 'array'
  /** Lists in lists, half a million deep. */
  | 'deep'
  | 'dataMissing'
  | 'entitiesNotAList'
  /** Texts where the entities are due. */
  | 'textForEntities'
  | 'textForObjects'
  | 'textForLists'
  | 'numberForTexts'
  | 'objectForTexts'
  /** Null for every value of the objects in lists. */
  | 'nullForNonNull'
  /** Two entities change places. */
  | 'swapped'
  /** The first entity takes every place. */
  | 'duplicate'
  /** One entity fewer. */
  | 'missing'
  /** A null too many. */
  | 'tooMany'
  /** The keys are right and the type is another. */
  | 'wrongTypename'
  /** The records of another holder, under its keys. */
  | 'anotherHoldersRecords'
  /** Keys that name what every object inherits, wherever there is an object. */
  | 'protoKeys'
  /** A million nulls in the place of the entities. */
  | 'millionItems'
  /** A million numbers in the first list of the first entity. */
  | 'millionScalars'
  | 'millionErrors'
  /** Errors and verdicts at places that nobody asked for, named in the holder's own words. */
  | 'strangePlaces'
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
  /** What `retryAfter` sends. */
  retryAfter: string;
  /** Settles when it listens, or no longer does, as the mode wants. */
  readonly ready: Promise<void>;
  /** Verdicts on the next answers, from the body of the request and the data found. */
  verdicts: (data: Readonly<Record<string, unknown>>, request: HolderRequest) => readonly Verdict[];
  /** Changes the answer before it is written. */
  change: (answer: HolderAnswer) => unknown;
  index: readonly IndexState[] | undefined;
  readonly requests: readonly HolderRequest[];
  readonly headers: readonly IncomingMessage['headers'][];
  /** Bodies of requests since the last call of this. */
  take(): readonly HolderRequest[];
  /** Bytes without end that were written before the other side hung up. */
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
    const onSocket = (requestsOn.get(request.socket) ?? 0) + 1;
    requestsOn.set(request.socket, onSocket);
    if (mode === 'keepAliveRace' && onSocket > 1) return void request.socket.destroy();
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => void respond(request, response, Buffer.concat(chunks).toString('utf8'), onSocket));
  });
  server.keepAliveTimeout = 30_000;

  // Connections come to a door of our own, so that one can be left standing there.
  const sockets = new Set<Socket>();
  const door = createDoor({ pauseOnConnect: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    if (mode === 'blackHole') return;
    server.emit('connection', socket);
    socket.resume();
  });
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      door.once('error', reject);
      door.listen(port, '127.0.0.1', resolve);
    });
  const close = () =>
    new Promise<void>((resolve) => {
      door.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });

  async function respond(
    request: IncomingMessage,
    response: ServerResponse,
    body: string,
    onSocket: number,
  ): Promise<void> {
    const question = JSON.parse(body) as HolderRequest;
    requests.push(question);
    headers.push(request.headers);
    const { socket } = request;
    if (mode === 'reset' || (mode === 'resetKept' && onSocket > 1)) return void socket.resetAndDestroy();
    const written = withoutExecuting[mode];
    if (written !== undefined) return written(response, stub);
    const head = heads[mode];
    if (head !== undefined) socket.write(head);
    const piece = withoutEnd[mode];
    if (piece !== undefined) {
      const more = (): void => {
        while (!socket.destroyed) {
          bytesWritten += piece.length;
          if (!socket.write(piece)) break;
        }
      };
      socket.on('drain', more);
      return more();
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
    const spoilt = stub.change(spoil(mode, answer) as HolderAnswer);
    if (mode === 'lateHeaders') await new Promise((resolve) => setTimeout(resolve, lateMs));
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(spoilt), () => {
      if (mode === 'twoAnswers' && !socket.destroyed) socket.write(another);
    });
  }

  await listen(0);
  const { port } = door.address() as AddressInfo;
  let mode: StubMode = 'healthy';
  let ready = Promise.resolve();
  const stub: StubHolder = {
    url: `http://127.0.0.1:${port}`,
    get mode() {
      return mode;
    },
    set mode(next) {
      const wasDown = mode === 'down';
      mode = next;
      if (wasDown === (next === 'down')) return;
      ready = ready.then(wasDown ? () => listen(port) : close);
    },
    get ready() {
      return ready;
    },
    retryAfter: '1',
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
    async stop() {
      await ready.catch(() => undefined);
      await close();
    },
  };
  return stub;
}

/** Longer than any deadline under test. */
const lateMs = 2000;

/** Words that no client may ever read. */
export const holdersWords = 'ORA-00942 at 10.9.8.7';

const ok = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
const another = `${ok}content-length: 60\r\n\r\n${JSON.stringify({ data: { _entities: [{ name: holdersWords }] } }).padEnd(60)}`;

/** What goes before everything else. */
const heads: Readonly<Partial<Record<StubMode, string>>> = {
  notHttp: `${holdersWords}\r\n\r\n`,
  hugeHeaders: `${ok}x-long: ${'x'.repeat(64 * 1024)}\r\n`,
  endlessHeaders: ok,
  continued: 'HTTP/1.1 100 Continue\r\n\r\n',
  huge: `${ok}transfer-encoding: chunked\r\n\r\n`,
};

const withoutEnd: Readonly<Partial<Record<StubMode, string>>> = {
  endlessHeaders: `x-more: ${'x'.repeat(1000)}\r\n`,
  interimFlood: 'HTTP/1.1 103 Early Hints\r\nlink: </>\r\n\r\n'.repeat(1000),
  huge: `10000\r\n${' '.repeat(64 * 1024)}\r\n`,
};

const withoutExecuting: Readonly<Partial<Record<StubMode, (response: ServerResponse, stub: StubHolder) => void>>> = {
  refused: (response) => response.writeHead(401, { 'content-type': 'text/plain' }).end(holdersWords),
  forbidden: (response) => response.writeHead(403, { 'content-type': 'text/plain' }).end(holdersWords),
  busy: (response) => response.writeHead(429).end(holdersWords),
  retryAfter: (response, { retryAfter }) => response.writeHead(429, { 'retry-after': retryAfter }).end(holdersWords),
  overloaded: (response) => response.writeHead(503).end(holdersWords),
  crashed: (response) => response.writeHead(500).end(holdersWords),
  redirect: (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/graphql' }).end(),
  slow: () => undefined,
  blackHole: (response) => response.socket?.pause(),
  cutShort(response) {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"data":{"_entities":[{', () => response.destroy());
  },
  drip(response) {
    response.writeHead(200, { 'content-type': 'application/json' }).write('{');
    const timer = setInterval(() => response.write(' '), 1000);
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
  deep: (response) =>
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(`{"data":${'['.repeat(500_000)}${']'.repeat(500_000)}}`),
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
    case 'textForEntities':
      return withEntities(answer, (list) => list.map(() => holdersWords));
    case 'textForObjects':
      return withFields(answer, (value) =>
        Array.isArray(value) ? value.map((one) => (isObject(one) ? holdersWords : one)) : value,
      );
    case 'textForLists':
      return withFields(answer, (value) => (Array.isArray(value) ? holdersWords : value));
    case 'numberForTexts':
      return withFields(answer, (value) => (typeof value === 'string' ? 7 : value));
    case 'objectForTexts':
      return withFields(answer, (value) => (typeof value === 'string' ? { text: holdersWords } : value));
    case 'nullForNonNull':
      return withFields(answer, (value) =>
        Array.isArray(value) ? value.map((one) => (isObject(one) ? mapped(one, () => null) : one)) : value,
      );
    case 'tooMany':
      return withEntities(answer, (list) => [...list, null]);
    case 'anotherHoldersRecords':
      return withEntities(answer, (list) =>
        list.map((entity) => ({
          ...mapped(entity as object, (value) => (typeof value === 'string' ? anotherHoldersWords : value)),
          ...{ infosegCheck_typename: (entity as StubRecord).infosegCheck_typename, infosegCheck_holder: 'SP' },
        })),
      );
    case 'protoKeys':
      return {
        ...tainted({
          data: tainted(withEntities(answer, (list) => list.map((entity) => tainted(entity as object))).data ?? {}),
          extensions: tainted({
            ...answer.extensions,
            index: [tainted({ source: '__proto__', holder: 'constructor' })],
            verdicts: [{ path: ['__proto__', 0, 'polluted'], verdict: 'MASK' }],
          }),
          errors: [tainted({ message: holdersWords, path: ['__proto__', 0], extensions: tainted({}) })],
        }),
      };
    case 'millionItems':
      return withEntities(answer, () => new Array(million).fill(null));
    case 'millionScalars':
      return withEntities(answer, ([first, ...others]) => {
        const [key = ''] = Object.entries(first as object).find(([, value]) => Array.isArray(value)) ?? [];
        return [{ ...(first as object), [key]: new Array(million).fill(7) }, ...others];
      });
    case 'millionErrors':
      return { ...answer, errors: new Array(million).fill({}) };
    case 'strangePlaces':
      return {
        ...answer,
        errors: Object.keys(answer.data ?? {}).flatMap((key) => [
          error([key, 0, holdersWords]),
          error([key, 0, 'name', holdersWords]),
          error([key, 9, 'name']),
          error([holdersWords, 0, 'name']),
        ]),
        extensions: {
          ...answer.extensions,
          verdicts: Object.keys(answer.data ?? {}).flatMap((key) =>
            (['DENY', 'MASK', 'WITHHOLD', 'HIDE', 'GONE'] as const).map((verdict) => ({
              ...{ path: [key, 0, holdersWords], verdict },
            })),
          ),
        },
      };
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

const million = 1_000_000;
/** As records of São Paulo say of themselves. */
const anotherHoldersWords = 'individuals/SP 1';

/** Changes the values of entities, but for those by which the gateway checks whose they are. */
function withFields(answer: HolderAnswer, change: (value: unknown) => unknown): HolderAnswer {
  return withEntities(answer, (list) =>
    list.map((entity) =>
      mapped(entity as object, (value, key) => (key.startsWith('infosegCheck_') ? value : change(value))),
    ),
  );
}

function mapped(value: object, change: (value: unknown, key: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, change(one, key)]));
}

function tainted(value: object): object {
  const taint = { polluted: holdersWords };
  return Object.fromEntries([
    ['__proto__', taint],
    ['constructor', { prototype: taint }],
    ['prototype', taint],
    ...Object.entries(value),
  ]);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
