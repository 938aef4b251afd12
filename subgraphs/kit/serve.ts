// A source on the wire: one schema and one set of compiled queries a process, one listener an endpoint.
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import Fastify from 'fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import mercurius from 'mercurius';
import { AskersError, askersMax, parseAskers } from './caller.ts';
import { askersAreApart } from './context.ts';
import type { EndpointIdentity, HolderContext } from './context.ts';
import { endpointName } from './directory.ts';
import type { ChangeSource } from './feed.ts';
import { feedLimitMax, feedWaitMaxMs } from './feed.ts';
import { nameOf } from './log.ts';
import type { Log } from './log.ts';
import { methodLabel, metricsText, metricsType } from './metrics.ts';
import type { Overlay } from './rules/overlay.ts';
import { guardFields } from './rules/protect.ts';
import { createSourceMetrics } from './telemetry-source.ts';
import { tracing, withStatementsOf } from './telemetry.ts';
import type { Bound } from './telemetry-capacity.ts';
import type { ReceivedTrace } from './telemetry.ts';
import type { AnsweringSide, Asked, Peer } from './wire/peers.ts';
import type { FeedRequest, HolderAnswer, HolderError, IndexState } from './wire/protocol.ts';

export interface ServedEndpoint {
  readonly identity: EndpointIdentity;
  /** host:port of the listener; port 0 takes a free one. */
  readonly listen: { readonly host: string; readonly port: number };
  readonly wire: AnsweringSide;
  readonly maxConcurrent: number;
  /** How many askers may share a request, fewer than the network allows; an endpoint that answers from what one may see takes one. */
  readonly askersMax?: number;
  readonly feed?: ChangeSource;
  /** The end of the feed, and when it last was the state of the base (epoch ms; null before the first time). */
  readonly feedState?: () => { readonly head: number; readonly levelAt: number | null };
  /** The holder's own rules in force; a question keeps those with which it began. */
  readonly overlay?: () => Overlay | undefined;
  /** The index says with each answer how current it is. */
  readonly indexStates?: () => readonly IndexState[];
  services(context: Pick<HolderContext<unknown>, 'askers' | 'now' | 'overlay'>): unknown;
  /** Throws when the endpoint cannot answer: database gone, sequencer stuck. */
  check(): Promise<void>;
}

export interface SourceServer {
  /** Opens the endpoint's listener; resolves with its base URL. */
  open(endpoint: ServedEndpoint): Promise<string>;
  /** Lets running requests end, then closes the listener. */
  close(endpoint: ServedEndpoint): Promise<void>;
  /** Questions under way at each open endpoint, and the most that may be. */
  bounds(): readonly Bound[];
  stop(): Promise<void>;
}

const bodyMaxBytes = 1_048_576;
/** Longer than any client keeps an idle connection, so that the client is the one to close it (threat: the keep-alive race). */
const keepAliveMs = 75_000;
/** Running requests may end; longer than the longest deadline in use, shorter than a supervisor's patience. */
const drainMaxMs = 6000;

export async function createSourceServer(schema: GraphQLSchema, log: Log): Promise<SourceServer> {
  const app = Fastify({ bodyLimit: bodyMaxBytes, logger: false });
  await app.register(mercurius, {
    schema,
    jit: 1,
    routes: false,
    graphiql: false,
    cache: 1024,
    errorFormatter: asTheyAre,
  });
  const endpointOf = new WeakMap<IncomingMessage, ServedEndpoint>();
  const inFlight = new Map<ServedEndpoint, number>();
  const servers = new Map<ServedEndpoint, Server>();
  const metrics = createSourceMetrics(() =>
    [...servers.keys()].map((endpoint) => ({ ...endpoint, running: inFlight.get(endpoint) ?? 0 })),
  );
  const openFeeds = new Map<AbortController, ServedEndpoint>();
  const guarded = new WeakSet<Overlay>();

  // The signature covers the bytes as they came, so they are kept.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error: { readonly statusCode?: number }, _request, reply) => {
    const status = error.statusCode && error.statusCode < 500 ? error.statusCode : 500;
    void reply.code(status).send({ code: status === 500 ? 'INTERNAL' : 'BAD_REQUEST' });
  });
  // While an endpoint stops, each answer ends its connection, so that the listener closes with the last running request.
  app.addHook('onSend', async (request, reply) => {
    if (!servers.has(endpointAt(request))) reply.header('connection', 'close');
  });
  app.addHook('onResponse', async (request, reply) => {
    const labels = {
      http_request_method: methodLabel(request.method),
      http_route: request.routeOptions.url ?? 'none',
      http_response_status_code: reply.statusCode,
      ...endpointAt(request).identity,
    };
    metrics.httpServer.observe(labels, reply.elapsedTime / 1000);
  });
  app.setNotFoundHandler((_request, reply) => void reply.code(404).send({ code: 'NOT_FOUND' }));

  app.get('/health', () => ({ status: 'up' }));
  app.get('/metrics', async (_request, reply) => reply.type(metricsType).send(await metricsText(metrics.registry)));
  app.get('/ready', async (request, reply) => {
    const endpoint = endpointAt(request);
    if (!servers.has(endpoint)) return reply.code(503).send({ status: 'stopping', ...endpoint.identity });
    try {
      await endpoint.check();
      const overlay = endpoint.overlay?.()?.version;
      return { status: 'ready', ...endpoint.identity, ...(overlay !== undefined && { overlay }) };
    } catch {
      return reply.code(503).send({ status: 'not ready', ...endpoint.identity });
    }
  });

  app.post('/graphql', async (request, reply) => {
    const endpoint = endpointAt(request);
    const signed = admit(endpoint, request, reply, 'gateway');
    if (!signed) return reply;
    // Only who may ask may say which trace this belongs to.
    const trace = tracing()?.receive(request.headers.traceparent, 'POST /graphql', {
      attributes: {
        ...{ 'http.request.method': 'POST', 'http.route': '/graphql' },
        ...{ 'infoseg.source': endpoint.identity.source, 'infoseg.holder': endpoint.identity.holder },
      },
    });
    const busy = inFlight.get(endpoint) ?? 0;
    const isStopping = !servers.has(endpoint);
    if (isStopping || busy >= endpoint.maxConcurrent) {
      trace?.span?.set({ 'http.response.status_code': 503 });
      trace?.span?.end('BUSY');
      // A place is free again within milliseconds: whoever were told to stay away for a second would be kept from it.
      return sendSigned(isStopping ? reply.header('retry-after', '1') : reply, 503, { code: 'BUSY' }, signed);
    }
    inFlight.set(endpoint, busy + 1);
    try {
      const { status, answer } = await answerQuestion(endpoint, request.body as Buffer, trace);
      metrics.questions.inc({ ...endpoint.identity, status: String(status) });
      trace?.span?.set({ 'http.response.status_code': status });
      return sendSigned(reply, status, answer, signed);
    } finally {
      inFlight.set(endpoint, (inFlight.get(endpoint) ?? 1) - 1);
      trace?.span?.end();
    }
  });

  app.post('/feed', async (request, reply) => {
    const endpoint = endpointAt(request);
    const signed = admit(endpoint, request, reply, 'index');
    if (!signed) return reply;
    if (!endpoint.feed) return sendSigned(reply, 404, { code: 'NO_FEED' }, signed);
    const wanted = parseFeedRequest(request.body as Buffer);
    if (!wanted) return sendSigned(reply, 400, { code: 'BAD_REQUEST' }, signed);
    if (!servers.has(endpoint)) return sendSigned(reply.header('retry-after', '1'), 503, { code: 'BUSY' }, signed);
    const left = new AbortController();
    // The request's own `close` comes as soon as its body is read; the reply's comes with the end of the connection.
    reply.raw.once('close', () => left.abort());
    openFeeds.set(left, endpoint);
    metrics.feedPages.inc({ ...endpoint.identity });
    try {
      return sendSigned(reply, 200, await endpoint.feed.read(wanted, left.signal), signed);
    } finally {
      openFeeds.delete(left);
    }
  });

  await app.ready();

  async function open(endpoint: ServedEndpoint): Promise<string> {
    const server = createServer(
      { keepAliveTimeout: keepAliveMs, headersTimeout: 10_000, requestTimeout: 30_000 },
      (request, response) => {
        endpointOf.set(request, endpoint);
        app.routing(request, response as ServerResponse);
      },
    );
    await listen(server, endpoint.listen);
    servers.set(endpoint, server);
    const { port } = server.address() as { readonly port: number };
    return `http://${endpoint.listen.host}:${port}`;
  }

  async function close(endpoint: ServedEndpoint): Promise<void> {
    const server = servers.get(endpoint);
    if (!server) return;
    servers.delete(endpoint);
    for (const [feed, owner] of openFeeds) if (owner === endpoint) feed.abort();
    await closeServer(server);
  }

  return {
    open,
    close,
    bounds: () =>
      [...servers.keys()].map((endpoint) => ({
        ...{ name: 'infoseg_questions_running', ...endpoint.identity },
        ...{ used: inFlight.get(endpoint) ?? 0, max: endpoint.maxConcurrent },
      })),
    async stop() {
      await Promise.all([...servers.keys()].map(close));
      await app.close();
    },
  };

  function endpointAt(request: FastifyRequest): ServedEndpoint {
    const endpoint = endpointOf.get(request.raw);
    if (!endpoint) throw new TypeError('a request came by no listener of this process');
    return endpoint;
  }

  function admit(
    endpoint: ServedEndpoint,
    request: FastifyRequest,
    reply: FastifyReply,
    expected: Peer,
  ): Signed | null {
    const body = request.body as Buffer | undefined;
    const verdict = endpoint.wire.verify(request.url, request.headers, body ?? Buffer.alloc(0));
    if ('problem' in verdict) {
      metrics.refused.inc({ ...endpoint.identity, problem: verdict.problem });
      void reply.code(401).send({ code: 'SIGNATURE', problem: verdict.problem });
      return null;
    }
    const signed = { endpoint, ...verdict };
    if (verdict.peer === expected) return signed;
    sendSigned(reply, 403, { code: 'NOT_YOURS' }, signed);
    return null;
  }

  async function answerQuestion(
    endpoint: ServedEndpoint,
    body: Buffer,
    trace: ReceivedTrace | undefined,
  ): Promise<{ status: number; answer: unknown }> {
    const question = parseQuestion(body, endpoint.askersMax);
    if ('refusal' in question) return { status: 400, answer: { code: question.refusal } };
    const { query, variables, askers } = question;
    const now = new Date();
    const overlay = overlayOf(endpoint);
    const asked = { askers, now, ...(overlay && { overlay }) };
    const context: HolderContext<unknown> = {
      endpoint: endpoint.identity,
      services: endpoint.services(asked),
      ...asked,
      verdicts: [],
    };
    let result: { data?: unknown; errors?: readonly GraphQLError[] };
    const execution = trace?.span?.child('graphql.execute', { attributes: { 'infoseg.askers': askers.length } });
    try {
      const execute = () => app.graphql(query, context as never, variables);
      result = (await withStatementsOf(execution, execute)) as typeof result;
      execution?.end(result.errors?.length ? 'FIELD_ERRORS' : undefined);
    } catch (error) {
      execution?.end('BAD_QUESTION');
      const about = { level: 'warn', ...endpoint.identity, ...(trace && { traceId: trace.traceId }) } as const;
      log(`${endpointName(endpoint.identity)}: a question was refused: ${nameOf(error)}`, about);
      return { status: 400, answer: { code: 'BAD_QUESTION' } };
    }
    const errors = result.errors?.map((error) => publicError(error, endpoint, trace));
    const answer: HolderAnswer = {
      data: (result.data ?? null) as HolderAnswer['data'],
      ...(errors?.length && { errors }),
      extensions: {
        asOf: now.toISOString(),
        ...(context.verdicts.length > 0 && { verdicts: context.verdicts }),
        ...(endpoint.indexStates && { index: endpoint.indexStates() }),
      },
    };
    return { status: 200, answer };
  }

  /** Fields on which only an overlay stands are wrapped for the first one that names them; queries that were compiled before go. */
  function overlayOf(endpoint: ServedEndpoint): Overlay | undefined {
    const overlay = endpoint.overlay?.();
    if (overlay && !guarded.has(overlay)) {
      if (guardFields(schema, overlay.fields.keys())) app.graphql.replaceSchema(schema);
      guarded.add(overlay);
    }
    return overlay;
  }

  /** Only errors that a resolver raised on purpose keep their message; the rest could name a table or a value. */
  function publicError(error: GraphQLError, endpoint: ServedEndpoint, trace: ReceivedTrace | undefined): HolderError {
    const original = error.originalError ?? error;
    const meant = original instanceof GraphQLError && typeof error.extensions?.['code'] === 'string';
    if (!meant)
      log(`${endpointName(endpoint.identity)}: a field failed: ${nameOf(original)}`, {
        ...{ level: 'error', ...endpoint.identity, ...(trace && { traceId: trace.traceId }) },
      });
    return {
      message: meant ? error.message : 'the field could not be resolved',
      ...(error.path && { path: error.path }),
      extensions: meant ? { ...error.extensions } : { code: 'INTERNAL' },
    };
  }
}

/** Mercurius would make plain objects of the errors, and what caused one could no longer be told. */
function asTheyAre<Result extends { readonly data?: unknown; readonly errors?: unknown }>(result: Result) {
  return { statusCode: 200, response: { data: result.data ?? null, errors: result.errors } } as never;
}

interface Signed extends Asked {
  readonly endpoint: ServedEndpoint;
}

function sendSigned(
  reply: FastifyReply,
  status: number,
  answer: unknown,
  { endpoint, ...request }: Signed,
): FastifyReply {
  const body = JSON.stringify(answer);
  return reply
    .code(status)
    .headers(endpoint.wire.sign(status, body, request))
    .header('content-type', 'application/json; charset=utf-8')
    .send(body);
}

function parseQuestion(body: Buffer, askersAtOnceMax = askersMax) {
  const value = parseJson(body);
  if (typeof value !== 'object' || value === null) return { refusal: 'BAD_JSON' } as const;
  const { query, variables, extensions } = value as Record<string, unknown>;
  if (typeof query !== 'string') return { refusal: 'BAD_REQUEST' } as const;
  if (variables !== undefined && (typeof variables !== 'object' || variables === null))
    return { refusal: 'BAD_REQUEST' } as const;
  try {
    const askers = parseAskers((extensions as { readonly askers?: unknown } | undefined)?.askers);
    if (askers.length > askersAtOnceMax || !askersAreApart(askers, query)) return { refusal: 'BAD_ASKERS' } as const;
    return { query, variables: variables as Record<string, unknown> | undefined, askers };
  } catch (error) {
    if (error instanceof AskersError) return { refusal: 'BAD_ASKERS' } as const;
    throw error;
  }
}

function parseFeedRequest(body: Buffer): FeedRequest | null {
  const value = parseJson(body);
  if (typeof value !== 'object' || value === null) return null;
  const { after, limit, waitMs } = value as Record<string, unknown>;
  const within = (number: unknown, min: number, max: number) =>
    Number.isSafeInteger(number) && (number as number) >= min && (number as number) <= max;
  if (
    !within(after, 0, Number.MAX_SAFE_INTEGER) ||
    !within(limit, 1, feedLimitMax) ||
    !within(waitMs, 0, feedWaitMaxMs)
  )
    return null;
  return { after, limit, waitMs } as FeedRequest;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function listen(server: Server, { host, port }: { readonly host: string; readonly port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), drainMaxMs).unref();
  });
}
