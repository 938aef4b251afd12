// READ THIS FIRST. The stages of one request, in the order in which they run.
import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Asker } from '#kit/caller.ts';
import type { Directory } from '#kit/directory.ts';
import { parseIntent } from '#kit/intent.ts';
import { framesOf, nameOf } from '#kit/log.ts';
import type { Log } from '#kit/log.ts';
import { methodLabel, metricsText, metricsType } from '#kit/metrics.ts';
import { purposes } from '#kit/profiles.ts';
import { purposesOf } from '#kit/rules/policy.ts';
import { identifierBytes } from '#kit/telemetry.ts';
import type { Authenticate } from './authenticate.ts';
import type { Authorizer } from './authorize.ts';
import type { Documents } from './documents.ts';
import type { Engine } from './engine/engine.ts';
import { RequestRefused, formatRefusal, languageOf } from './errors.ts';
import type { ErrorCode, Language } from './errors.ts';
import { complete } from './holders/completeness.ts';
import type { GraphFacts } from './holders/graph-facts.ts';
import { SourceReport } from './holders/report.ts';
import type { Introspection } from './introspection.ts';
import type { ArgumentSubjects, ReadArgumentSubjects } from './journal/argument-subjects.ts';
import { fieldsAsked, nameForRecord, operationHash, refusalEntry } from './journal/entry.ts';
import type { JournalEntry, JournalSubject } from './journal/entry.ts';
import type { Journal } from './journal/journal.ts';
import { clientAddress, countedAddress, isForwardedByStranger } from './limits/address.ts';
import type { AddressRanges } from './limits/address.ts';
import { checkCost } from './limits/cost.ts';
import type { CostMeter } from './limits/cost.ts';
import { ClientLeft, createFairQueue } from './limits/fair-queue.ts';
import { createConnections, createInFlight, whenOver } from './limits/in-flight.ts';
import type { Rates } from './limits/rate.ts';
import { checkSubjects, isShownMaskedCpfs } from './limits/subjects.ts';
import type { AuthorizedOperation } from './operation-tree.ts';
import { requestDeadline } from './deadline.ts';
import type { PersistedOperations } from './persisted-operations.ts';
import { checkPlainValues } from './plain-values.ts';
import { answerBrokenRequest, headersTimeoutMs, unreadMaxMsDefault } from './broken-requests.ts';
import { createGatewayMetrics } from './telemetry/metrics.ts';
import type { GatewayMetrics } from './telemetry/metrics.ts';
import { Stages } from './telemetry/stages.ts';
import { traceFrom } from './trace.ts';
import type { Trace } from './trace.ts';
import { checkVariables } from './variables.ts';

const graphqlPath = '/graphql';
/** Asked by whoever keeps the gateway up, and never refused for what others do. */
const probePaths: ReadonlySet<string | undefined> = new Set(['/health', '/ready']);
const metricsPath = '/metrics';

/** What changes together when a new supergraph is loaded. */
export interface Graph {
  readonly facts: GraphFacts;
  /** What clients see, and are validated against. */
  readonly apiSchema: GraphQLSchema;
  readonly documents: Documents;
  readonly costMeter: CostMeter;
  readonly authorizer: Authorizer;
  readonly introspection: Introspection;
  readonly engine: Engine;
  readonly argumentSubjects: ReadArgumentSubjects;
}

export interface GatewayParts {
  readonly authenticate: Authenticate;
  readonly graph: () => Graph;
  /** A request that uses the graph in force says so, and calls what is returned at its end. */
  readonly enterGraph: () => () => void;
  readonly persisted: PersistedOperations;
  readonly directory: () => Directory;
  readonly journal: Journal;
  readonly bodyMaxBytes: number;
  readonly deadlineMs: number;
  /** What one operation may cost. */
  readonly costMax: number;
  /** Requests held at once. */
  readonly inFlightMax: number;
  readonly rates: Rates;
  readonly trustedProxies: AddressRanges;
  /** What the journal keeps of an address. */
  readonly addressDigest: (address: string) => string;
  /** Requests served at once, and those that wait for it. */
  readonly concurrentMax: number;
  readonly queueMax: number;
  readonly queuePerAgencyMax: number;
  readonly queueWaitMs: number;
  /** Who may read the metrics. */
  readonly metricsFrom: AddressRanges;
  readonly corsOrigins: readonly string[];
  /** How long a request may take to arrive whole. */
  readonly requestTimeoutMs: number;
  /** How long a connection may take nothing of an answer that is on its way out. */
  readonly unreadMaxMs?: number;
  /** Names what is not ready; empty when the next request can be answered. */
  readonly readiness: () => Promise<readonly string[]>;
  readonly metrics?: GatewayMetrics;
  readonly clock?: () => number;
  readonly log: Log;
}

/** One request on its way; each stage adds what it found out. */
interface Exchange {
  readonly request: FastifyRequest;
  /** Under which its sender is counted. */
  readonly address: string;
  readonly trace: Trace;
  readonly stages: Stages;
  readonly language: Language;
  readonly left: AbortSignal;
  asker: Asker | null;
  operationName?: string;
  /** Whom the arguments name. */
  asked?: ArgumentSubjects;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export async function createGateway(parts: GatewayParts): Promise<FastifyInstance> {
  const { authenticate, graph, directory, journal, rates, clock = Date.now, log } = parts;
  const { unreadMaxMs = unreadMaxMsDefault } = parts;
  const metrics = parts.metrics ?? createGatewayMetrics(directory);
  const connections = createConnections();
  const inFlight = createInFlight(parts.inFlightMax);
  const queue = createFairQueue({
    runningMax: parts.concurrentMax,
    waitingMax: parts.queueMax,
    waitingPerAgencyMax: parts.queuePerAgencyMax,
    waitMs: parts.queueWaitMs,
    onServed: (waitedMs) => {
      metrics.queueWaits.inc();
      metrics.queueWaitMs.inc(waitedMs);
    },
  });
  metrics.bound('infoseg_requests_in_flight', 'Requests held.', () => inFlight.count, parts.inFlightMax);
  metrics.bound('infoseg_requests_running', 'Requests being served.', () => queue.running, parts.concurrentMax);
  metrics.bound('infoseg_requests_waiting', 'Requests that wait to be served.', () => queue.waiting, parts.queueMax);

  /** Before a byte of the body is read, and before anything that costs. */
  async function admit(exchange: Exchange, reply: FastifyReply): Promise<void> {
    // address rate: what is refused below has been counted, too
    await rates.address(exchange.address);

    // no more at once than the gateway can hold
    if (exchange.left.aborted) throw new ClientLeft();
    whenOver(reply.raw, exchange.request.raw.socket, inFlight.enter(exchange.address));
  }

  async function answer(exchange: Exchange): Promise<Answer> {
    const { request, stages } = exchange;
    const startedAt = clock();

    // bytes: POST, UTF-8 JSON, of a size
    const bytes = readBody(request);

    // who asks
    const caller = await stages.run('authenticate', () => authenticate(request.headers.authorization));
    exchange.asker = { caller };

    // caller rate, agency rate
    await rates.caller(caller);

    // and why: purpose, case, justification
    exchange.asker = { caller, ...purposeTried(request) };
    const asker = (exchange.asker = statedIntent(caller, request));

    // all that costs, for as many at once as the gateway can serve, agency by agency and person by person
    const claimant = { agency: caller.body, caller: caller.id };
    const waited = stages.begin('queue');
    return queue
      .serve(claimant, exchange.left, () => {
        waited();
        const leave = parts.enterGraph();
        return serve(exchange, bytes, asker, startedAt).finally(leave);
      })
      .finally(waited);
  }

  async function serve(exchange: Exchange, bytes: Buffer, asker: Asker, startedAt: number): Promise<Answer> {
    const { trace, language, stages } = exchange;
    const { caller } = asker;
    const now = graph();

    // what is asked: shape limits, parse, shape limits, validate
    const { document, definition, operationName, variables, values } = await stages.run('parse', async () => {
      const { query, variables, operationName } = readParameters(bytes, parts.persisted);
      const patience = { left: exchange.left, waitMs: startedAt + parts.deadlineMs - clock() };
      const document = await now.documents.read(query, patience);
      const { operation: definition, values } = checkVariables(now.apiSchema, document, operationName, variables);
      return { document, definition, operationName, variables, values };
    });
    if (definition.name) exchange.operationName = nameForRecord(definition.name.value);

    // whether anything but registered operations is served to the caller
    parts.persisted.check(document, caller.profile);

    // whom the arguments name, for the journal
    exchange.asked = now.argumentSubjects({ document, operationName, variables: values });

    // how many of them in one request
    checkSubjects(exchange.asked.rationed, asker);

    // cost: how much it may ask for at most
    stages.run('cost', () => checkCost(now.costMeter, { document, operationName, values }, parts.costMax));

    // what may be asked, what is masked, what is denied; and what the schema looks like to this profile
    const { operation, introspected } = stages.run('authorize', () => ({
      operation: now.authorizer.authorize({ document, operationName, variables, asker }).operation,
      introspected: now.introspection.introspect({ document, operationName, variables, asker }),
    }));

    // for how many people by CPF, where the answer masks it: nobody learns a number by trying them all
    if (isShownMaskedCpfs(asker)) await rates.people(caller, exchange.asked.rationed.cpfs);

    // the index, then one wave of holders
    const report = new SourceReport();
    const deadlineAt = requestDeadline(operation, now.facts, directory(), parts.deadlineMs, startedAt);
    const { traceId } = trace;
    const engineAnswer = operation.asksEngine
      ? await stages.run('execute', (span) =>
          now.engine.execute({
            ...{ operation, variables, asker, deadlineAt, report, signal: exchange.left },
            traceparent: span?.traceparent ?? trace.traceparent,
          }),
        )
      : { data: {}, errors: [] };

    // silence is named, and what is hidden leaves no trace
    const completed = stages.run('complete', () =>
      complete({
        answer: { ...engineAnswer, data: engineAnswer.data && { ...engineAnswer.data, ...introspected } },
        ...{ operation, variables: values, report, facts: now.facts, directory: directory(), traceId },
        ...{ now: clock(), language },
      }),
    );

    // on disk before a byte leaves
    await stages.run('journal', () => journal.write(accessEntry(exchange, operation, completed)));
    count(exchange, 'ANSWERED');
    return {
      status: 200,
      body: {
        ...(completed.errors.length > 0 && { errors: completed.errors }),
        data: completed.data,
        extensions: completed.extensions,
      },
    };
  }

  function count({ trace }: Exchange, outcome: 'ANSWERED' | 'LEFT' | ErrorCode, error?: unknown): void {
    metrics.requests.inc({ outcome });
    const rate = error instanceof RequestRefused ? error.detail.rate : undefined;
    if (rate) metrics.rateRefusals.inc({ rate });
    if (outcome === 'JOURNAL_UNAVAILABLE') metrics.journalFailures.inc();
    trace.span?.set({ 'infoseg.outcome': outcome });
  }

  async function refuse(exchange: Exchange, error: unknown): Promise<Answer> {
    const refusal = formatRefusal(error, exchange.language);
    const code = refusal.body.errors[0]?.extensions.code ?? 'INTERNAL';
    count(exchange, code, error);
    if (code === 'INTERNAL')
      log(`a request failed: ${nameOf(error)}`, {
        ...{ level: 'error', traceId: exchange.trace.traceId, stack: framesOf(error) },
      });
    const body = { ...refusal.body, extensions: { traceId: exchange.trace.traceId } };
    // The journal has just been asked, and waited for; or it has a line that stands for many alike.
    if (code === 'JOURNAL_UNAVAILABLE' || isRecordedElsewhere(error)) return { ...refusal, body };
    const { trace, asker, operationName, asked } = exchange;
    if (asker === null && refusal.status < 500 && !blameless.has(code)) await rates.stranger(exchange.address);
    const address = isAboutAddress(error) && { subjects: [addressSubject(exchange)] };
    try {
      await journal.write(
        refusalEntry({
          ...(asked && { subjects: asked.subjects, live: asked.live }),
          ...address,
          ...{ traceId: trace.traceId, asker, outcome: code },
          ...(operationName !== undefined && { operationName }),
        }),
      );
    } catch (failure) {
      const unavailable = formatRefusal(failure, exchange.language);
      count(exchange, 'JOURNAL_UNAVAILABLE');
      return { ...unavailable, body: { ...unavailable.body, extensions: { traceId: trace.traceId } } };
    }
    return { ...refusal, body };
  }

  /** Nobody is known yet: whose address it was can be checked, and not read. */
  function addressSubject({ address }: Exchange): JournalSubject {
    return { origin: 'ARGUMENT', kind: 'ADDRESS', digest: parts.addressDigest(address) };
  }

  const app = Fastify({
    logger: false,
    bodyLimit: parts.bodyMaxBytes,
    requestTimeout: parts.requestTimeoutMs,
    keepAliveTimeout: 75_000,
    trustProxy: false,
    http: {
      headersTimeout: headersTimeoutMs(parts.requestTimeoutMs),
      connectionsCheckingInterval: headersTimeoutMs(parts.requestTimeoutMs) / 4,
    },
    clientErrorHandler: answerBrokenRequest,
    // No hook runs for a path that cannot be read.
    frameworkErrors: (_error, request, reply) => {
      if (!connections.enter(request.raw, reply.raw)) return reply.hijack();
      request.raw.socket.setTimeout(unreadMaxMs);
      return notFound(request, reply);
    },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  const exchanges = new WeakMap<FastifyRequest, Exchange>();
  let toldOfStranger = false;

  /** Every request of every path, before a byte of its body is read. */
  app.addHook('onRequest', async (request, reply) => {
    if (!connections.enter(request.raw, reply.raw)) return reply.hijack();
    const { url: route } = request.routeOptions;
    if (probePaths.has(route) || (route === metricsPath && mayReadMetrics(request))) return undefined;
    if (route === graphqlPath) {
      allowOrigin(request, reply, parts.corsOrigins);
      if (isPreflight(request)) return answerPreflight(reply);
      tellOfStranger(request);
    }
    const address = countedAddress(clientAddress(request.raw, parts.trustedProxies));
    const exchange = begin(request, reply, address, metrics);
    try {
      await admit(exchange, reply);
    } catch (error) {
      return sendRefusal(reply, exchange, error);
    }
    if (request.is404) return notFound(request, reply);
    if (route === graphqlPath) exchanges.set(request, exchange);
    return undefined;
  });
  // An answer may take its time, and whoever asked for it may not: what nobody reads is not kept.
  app.addHook('onSend', (request, _reply, _payload, done) => {
    request.raw.socket.setTimeout(unreadMaxMs);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const labels = {
      http_request_method: methodLabel(request.method),
      http_route: request.routeOptions.url ?? 'none',
      http_response_status_code: reply.statusCode,
    };
    metrics.httpServer.observe(labels, reply.elapsedTime / 1000);
    done();
  });

  async function handle(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const exchange = exchanges.get(request) as Exchange;
    try {
      return send(reply, exchange, await answer(exchange));
    } catch (error) {
      return sendRefusal(reply, exchange, error);
    }
  }

  async function sendRefusal(reply: FastifyReply, exchange: Exchange, error: unknown): Promise<FastifyReply> {
    // Nothing was asked of anybody, and there is nobody to be told.
    if (error instanceof ClientLeft) {
      count(exchange, 'LEFT');
      return reply.hijack();
    }
    return send(reply, exchange, await refuse(exchange, error));
  }

  /** Behind a proxy that is not named all clients are one address, and hit its limits together. */
  function tellOfStranger(request: FastifyRequest): void {
    if (toldOfStranger || !parts.trustedProxies.isEmpty || !isForwardedByStranger(request.raw, parts.trustedProxies))
      return;
    toldOfStranger = true;
    log('a request came through a proxy and TRUSTED_PROXIES names none: all that it forwards counts as one address', {
      level: 'warn',
    });
  }

  function mayReadMetrics(request: FastifyRequest): boolean {
    const reader = clientAddress(request.raw, parts.trustedProxies);
    return !isForwardedByStranger(request.raw, parts.trustedProxies) && parts.metricsFrom.has(reader);
  }

  app.route({
    method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'],
    url: graphqlPath,
    handler: handle,
  });
  app.setErrorHandler(
    async (error: { readonly statusCode?: number; readonly code?: string }, request, reply): Promise<FastifyReply> => {
      const refused =
        error.code === 'FST_ERR_CTP_BODY_TOO_LARGE'
          ? new RequestRefused('PAYLOAD_TOO_LARGE', { limit: parts.bodyMaxBytes })
          : error.statusCode !== undefined && error.statusCode < 500
            ? new RequestRefused('BAD_REQUEST')
            : error;
      const exchange = exchanges.get(request);
      // An upload that was cut off looks like a bad request.
      if (exchange) return sendRefusal(reply, exchange, exchange.left.aborted ? new ClientLeft() : refused);
      if (refused === error)
        log(`${methodLabel(request.method)} outside ${graphqlPath} failed: ${nameOf(error)}`, {
          ...{ level: 'error', stack: framesOf(error) },
        });
      return sendUnrecorded(request, reply, refused);
    },
  );
  app.setNotFoundHandler(notFound);

  app.get('/health', () => ({ status: 'up' }));
  app.get('/ready', async (_request, reply) => {
    const missing = await parts.readiness();
    if (missing.length === 0) return { status: 'ready' };
    return reply.code(503).send({ status: 'not ready', missing });
  });
  app.get(metricsPath, async (request, reply) => {
    if (!mayReadMetrics(request)) return notFound(request, reply);
    metrics.ratesAlone.set(Number(rates.alone));
    return reply.type(metricsType).send(await metricsText(metrics.registry));
  });
  return app;
}

function begin(request: FastifyRequest, reply: FastifyReply, address: string, metrics: GatewayMetrics): Exchange {
  const left = new AbortController();
  const trace = traceFrom(request.headers.traceparent, identifierBytes, nameOfSpan(request));
  whenOver(reply.raw, request.raw.socket, () => {
    if (!reply.raw.writableFinished) left.abort();
    endSpan(trace, request, reply);
  });
  return {
    request,
    address,
    trace,
    stages: new Stages(metrics, trace.span),
    language: languageOf(request.headers['accept-language']),
    left: left.signal,
    asker: null,
  };
}

function nameOfSpan(request: FastifyRequest): string {
  return [methodLabel(request.method), request.routeOptions.url].join(' ').trimEnd();
}

function endSpan({ span }: Trace, request: FastifyRequest, { raw }: FastifyReply): void {
  if (span === undefined) return;
  const route = request.routeOptions.url;
  span.set({
    'http.request.method': methodLabel(request.method),
    ...(route !== undefined && { 'http.route': route }),
    ...(raw.headersSent && { 'http.response.status_code': raw.statusCode }),
  });
  span.end(raw.writableFinished ? (raw.statusCode >= 500 ? String(raw.statusCode) : undefined) : 'LEFT');
}

const answerTypes = ['application/graphql-response+json', 'application/json'] as const;

function readBody(request: FastifyRequest): Buffer {
  if (request.method !== 'POST') throw new RequestRefused('METHOD_NOT_ALLOWED');
  answerTypeOf(request);
  const type = request.headers['content-type'] ?? '';
  // No other charset: exotic ones have stalled servers, and JSON is UTF-8 (RFC 8259 section 8.1). Nothing packed: it could unpack to
  // anything.
  const coding = request.headers['content-encoding'] ?? 'identity';
  if (coding !== 'identity' || !/^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(type))
    throw new RequestRefused('UNSUPPORTED_MEDIA_TYPE');
  return request.body as Buffer;
}

/** @throws RequestRefused NOT_ACCEPTABLE */
function answerTypeOf(request: FastifyRequest): (typeof answerTypes)[number] {
  const accept = (request.headers.accept ?? '*/*').slice(0, 1000).toLowerCase();
  for (const part of accept.split(',')) {
    const type = part.split(';')[0]?.trim();
    if (type === answerTypes[0] || type === answerTypes[1]) return type;
    if (type === '*/*' || type === 'application/*') return 'application/json';
  }
  throw new RequestRefused('NOT_ACCEPTABLE');
}

/** What an honest client may be refused before it is known: it is counted once, like what is answered. */
const blameless: ReadonlySet<ErrorCode> = new Set(['TOKEN_EXPIRED', 'TOKEN_REVOKED', 'RATE_LIMITED']);

function isRecordedElsewhere(error: unknown): boolean {
  return error instanceof RequestRefused && error.detail.recorded === false;
}

function isAboutAddress(error: unknown): boolean {
  return error instanceof RequestRefused && error.detail.rate === 'ADDRESS';
}

function statedIntent(caller: Asker['caller'], request: FastifyRequest): Asker {
  const intent = parseIntent(request.headers);
  if (intent.purpose !== undefined && !purposesOf(caller.profile).includes(intent.purpose))
    throw new RequestRefused('BAD_PURPOSE');
  return Object.freeze({ caller, ...intent });
}

/** For the record of a refusal: a purpose is one of a few words, or nothing that is written down. */
function purposeTried(request: FastifyRequest): Pick<Asker, 'purpose'> {
  const purpose = purposes.find((one) => one === request.headers['x-infoseg-purpose']);
  return purpose === undefined ? {} : { purpose };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function readParameters(
  bytes: Buffer,
  persisted: PersistedOperations,
): {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
} {
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch {
    throw new RequestRefused('BAD_JSON');
  }
  if (Array.isArray(value)) throw new RequestRefused('BATCH_REFUSED');
  checkPlainValues(value);
  if (typeof value !== 'object' || value === null) throw new RequestRefused('BAD_REQUEST');
  const { query, variables, operationName, extensions } = value as Record<string, unknown>;
  const isMap = (one: unknown) => one === undefined || one === null || (typeof one === 'object' && !Array.isArray(one));
  if (!isMap(variables) || !isMap(extensions)) throw new RequestRefused('BAD_REQUEST');
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string')
    throw new RequestRefused('BAD_REQUEST');
  return {
    query: persisted.textOf(query, extensions),
    variables: (variables ?? {}) as Readonly<Record<string, unknown>>,
    operationName: (operationName as string | null | undefined) || undefined,
  };
}

function accessEntry(
  exchange: Exchange,
  operation: AuthorizedOperation,
  completed: ReturnType<typeof complete>,
): JournalEntry {
  const { subjects = [], live = false } = exchange.asked ?? {};
  const shown = [
    ...completed.subjects.map(({ kind, id }) => ({ origin: 'ANSWER' as const, kind, value: id })),
    ...completed.records.map(({ kind, holder, recordId }) => ({
      origin: 'ANSWER' as const,
      kind,
      value: `${holder}/${recordId}`,
    })),
  ];
  return {
    traceId: exchange.trace.traceId,
    asker: exchange.asker,
    ...(exchange.operationName !== undefined && { operationName: exchange.operationName }),
    operationHash: operationHash(operation),
    outcome: 'ANSWERED',
    live,
    asked: fieldsAsked(operation.tree),
    fields: completed.fields,
    withheld: completed.withheld,
    masked: completed.maskedFields,
    endpoints: completed.extensions.sources.map(({ source, holder, status }) => ({ source, holder, status })),
    subjects: [...subjects, ...shown],
  };
}

/** Only listed origins are ever named. */
function allowOrigin(request: FastifyRequest, reply: FastifyReply, origins: readonly string[]): void {
  if (origins.length === 0) return;
  const { origin } = request.headers;
  void reply.header('vary', 'origin');
  if (origin === undefined || !origins.includes(origin)) return;
  void reply.headers({ 'access-control-allow-origin': origin, 'access-control-expose-headers': 'retry-after' });
}

function isPreflight(request: FastifyRequest): boolean {
  return request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
}

function answerPreflight(reply: FastifyReply): FastifyReply {
  return reply
    .code(204)
    .headers({
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers':
        'authorization,content-type,x-infoseg-purpose,x-infoseg-case,x-infoseg-justification,traceparent',
      'access-control-max-age': '600',
    })
    .send();
}

/** Nobody's data is asked for outside /graphql, so nothing is journalled. */
function notFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  // A method that no route has comes here too.
  const code = request.url.split('?')[0] === graphqlPath ? 'METHOD_NOT_ALLOWED' : 'NOT_FOUND';
  return sendUnrecorded(request, reply, new RequestRefused(code));
}

function sendUnrecorded(request: FastifyRequest, reply: FastifyReply, refused: unknown): FastifyReply {
  const { status, headers, body } = formatRefusal(refused, languageOf(request.headers['accept-language']));
  return reply
    .code(status)
    .headers({ ...answerHeaders, ...headers })
    .send(JSON.stringify(body));
}

const answerHeaders = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

function send(reply: FastifyReply, exchange: Exchange, { status, headers, body }: Answer): FastifyReply {
  return reply
    .code(status)
    .headers({
      ...answerHeaders,
      'content-type': `${safeAnswerType(exchange.request)}; charset=utf-8`,
      ...headers,
    })
    .send(JSON.stringify(body));
}

function safeAnswerType(request: FastifyRequest): string {
  try {
    return answerTypeOf(request);
  } catch {
    return 'application/json';
  }
}
