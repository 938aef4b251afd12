// READ THIS FIRST. The stages of one request, in the order in which they run.
import { randomBytes } from 'node:crypto';
import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Asker } from '#kit/caller.ts';
import type { Directory } from '#kit/directory.ts';
import { parseIntent } from '#kit/intent.ts';
import { purposesOf } from '#kit/rules/policy.ts';
import type { Authenticate } from './authenticate.ts';
import type { Authorizer } from './authorize.ts';
import type { Documents } from './documents.ts';
import type { Engine } from './engine/engine.ts';
import { RequestRefused, formatRefusal, languageOf } from './errors.ts';
import type { Language } from './errors.ts';
import { complete } from './holders/completeness.ts';
import type { GraphFacts } from './holders/graph-facts.ts';
import { SourceReport } from './holders/report.ts';
import type { Introspection } from './introspection.ts';
import type { ArgumentSubjects, ReadArgumentSubjects } from './journal/argument-subjects.ts';
import { fieldsAsked, nameForRecord, operationHash, refusalEntry } from './journal/entry.ts';
import type { JournalEntry } from './journal/entry.ts';
import type { Journal } from './journal/journal.ts';
import type { AuthorizedOperation } from './operation-tree.ts';
import { requestDeadline } from './deadline.ts';
import { checkPlainValues } from './plain-values.ts';
import { answerBrokenRequest, headersTimeoutMs } from './broken-requests.ts';
import { traceFrom } from './trace.ts';
import type { Trace } from './trace.ts';
import { checkVariables } from './variables.ts';

const graphqlPath = '/graphql';

/** What changes together when a new supergraph is loaded. */
export interface Graph {
  readonly facts: GraphFacts;
  /** What clients see, and are validated against. */
  readonly apiSchema: GraphQLSchema;
  readonly documents: Documents;
  readonly authorizer: Authorizer;
  readonly introspection: Introspection;
  readonly engine: Engine;
  readonly argumentSubjects: ReadArgumentSubjects;
}

export interface GatewayParts {
  readonly authenticate: Authenticate;
  readonly graph: () => Graph;
  readonly directory: () => Directory;
  readonly journal: Journal;
  readonly bodyMaxBytes: number;
  readonly deadlineMs: number;
  readonly concurrentMax: number;
  readonly corsOrigins: readonly string[];
  /** How long a request may take to arrive whole. */
  readonly requestTimeoutMs: number;
  /** Names what is not ready; empty when the next request can be answered. */
  readonly readiness: () => Promise<readonly string[]>;
  readonly clock?: () => number;
  readonly log: (line: string) => void;
}

/** One request on its way; each stage adds what it found out. */
interface Exchange {
  readonly request: FastifyRequest;
  readonly trace: Trace;
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
  const { authenticate, graph, directory, journal, clock = Date.now, log } = parts;
  let running = 0;

  async function answer(exchange: Exchange): Promise<Answer> {
    const { request, trace, language } = exchange;
    const now = graph();

    // bytes: POST, UTF-8 JSON, of a size; and no more at once than the gateway can carry
    const bytes = readBody(request);
    if (running > parts.concurrentMax) throw new RequestRefused('OVERLOADED', { retryAfterS: 1 });

    // who asks, and why: purpose, case, justification
    const caller = await authenticate(request.headers.authorization);
    exchange.asker = { caller };
    const asker = (exchange.asker = statedIntent(caller, request));

    // what is asked: shape limits, parse, shape limits, validate
    const { query, variables, operationName } = readParameters(bytes);
    const document = now.documents.read(query);
    const { operation: definition, values } = checkVariables(now.apiSchema, document, operationName, variables);
    if (definition.name) exchange.operationName = nameForRecord(definition.name.value);

    // whom the arguments name, for the journal
    exchange.asked = now.argumentSubjects({ document, operationName, variables: values });

    // what may be asked, what is masked, what is denied; and what the schema looks like to this profile
    const { operation } = now.authorizer.authorize({ document, operationName, variables, asker });
    const introspected = now.introspection.introspect({ document, operationName, variables, asker });

    // the index, then one wave of holders
    const report = new SourceReport();
    const deadlineAt = requestDeadline(operation, now.facts, directory(), parts.deadlineMs, clock());
    const { traceparent, traceId } = trace;
    const engineAnswer = operation.asksEngine
      ? await now.engine.execute({
          operation,
          variables,
          asker,
          traceparent,
          deadlineAt,
          signal: exchange.left,
          report,
        })
      : { data: {}, errors: [] };

    // silence is named, and what is hidden leaves no trace
    const completed = complete({
      answer: { ...engineAnswer, data: engineAnswer.data && { ...engineAnswer.data, ...introspected } },
      ...{ operation, report, facts: now.facts, directory: directory(), traceId, now: clock(), language },
    });

    // on disk before a byte leaves
    await journal.write(accessEntry(exchange, operation, completed));
    return {
      status: 200,
      body: {
        ...(completed.errors.length > 0 && { errors: completed.errors }),
        data: completed.data,
        extensions: completed.extensions,
      },
    };
  }

  async function refuse(exchange: Exchange, error: unknown): Promise<Answer> {
    const refusal = formatRefusal(error, exchange.language);
    const code = refusal.body.errors[0]?.extensions.code ?? 'INTERNAL';
    if (code === 'INTERNAL') log(`${exchange.trace.traceId}: ${failureForLog(error)}`);
    const body = { ...refusal.body, extensions: { traceId: exchange.trace.traceId } };
    // The journal has just been asked, and waited for.
    if (code === 'JOURNAL_UNAVAILABLE') return { ...refusal, body };
    const { trace, asker, operationName, asked } = exchange;
    try {
      await journal.write(
        refusalEntry({
          ...asked,
          ...{ traceId: trace.traceId, asker, outcome: code },
          ...(operationName !== undefined && { operationName }),
        }),
      );
    } catch (failure) {
      const unavailable = formatRefusal(failure, exchange.language);
      return { ...unavailable, body: { ...unavailable.body, extensions: { traceId: trace.traceId } } };
    }
    return { ...refusal, body };
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
    frameworkErrors: (_error, request, reply) => notFound(request, reply),
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  async function handle(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    allowOrigin(request, reply, parts.corsOrigins);
    if (isPreflight(request)) return answerPreflight(reply);
    const exchange = begin(request, reply);
    running += 1;
    try {
      return send(reply, exchange, await answer(exchange).catch((error: unknown) => refuse(exchange, error)));
    } finally {
      running -= 1;
    }
  }
  app.route({
    method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'],
    url: graphqlPath,
    handler: handle,
  });
  app.setErrorHandler((error: { readonly statusCode?: number; readonly code?: string }, request, reply) => {
    allowOrigin(request, reply, parts.corsOrigins);
    const exchange = begin(request, reply);
    const refused =
      error.code === 'FST_ERR_CTP_BODY_TOO_LARGE'
        ? new RequestRefused('PAYLOAD_TOO_LARGE', { limit: parts.bodyMaxBytes })
        : error.statusCode !== undefined && error.statusCode < 500
          ? new RequestRefused('BAD_REQUEST')
          : error;
    return refuse(exchange, refused).then((answer) => send(reply, exchange, answer));
  });
  app.setNotFoundHandler(notFound);

  app.get('/health', () => ({ status: 'up' }));
  app.get('/ready', async (_request, reply) => {
    const missing = await parts.readiness();
    if (missing.length === 0) return { status: 'ready' };
    return reply.code(503).send({ status: 'not ready', missing });
  });
  return app;
}

function begin(request: FastifyRequest, reply: FastifyReply): Exchange {
  const left = new AbortController();
  reply.raw.once('close', () => reply.raw.writableFinished || left.abort());
  return {
    request,
    trace: traceFrom(request.headers.traceparent, randomBytes),
    language: languageOf(request.headers['accept-language']),
    left: left.signal,
    asker: null,
  };
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

function statedIntent(caller: Asker['caller'], request: FastifyRequest): Asker {
  const intent = parseIntent(request.headers);
  if (intent.purpose !== undefined && !purposesOf(caller.profile).includes(intent.purpose))
    throw new RequestRefused('BAD_PURPOSE');
  return Object.freeze({ caller, ...intent });
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function readParameters(bytes: Buffer): {
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
  if (typeof query !== 'string' || !isMap(variables) || !isMap(extensions)) throw new RequestRefused('BAD_REQUEST');
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string')
    throw new RequestRefused('BAD_REQUEST');
  return {
    query,
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
    fields: fieldsAsked(operation.tree),
    withheld: completed.withheld,
    endpoints: completed.extensions.sources.map(({ source, holder, status }) => ({ source, holder, status })),
    subjects: [...subjects, ...shown],
  };
}

/** Only listed origins are ever named. */
function allowOrigin(request: FastifyRequest, reply: FastifyReply, origins: readonly string[]): void {
  if (origins.length === 0) return;
  const { origin } = request.headers;
  void reply.header('vary', 'origin');
  if (origin !== undefined && origins.includes(origin)) void reply.header('access-control-allow-origin', origin);
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
  const { status, headers, body } = formatRefusal(
    new RequestRefused(code),
    languageOf(request.headers['accept-language']),
  );
  return reply
    .code(status)
    .headers({ ...answerHeaders, ...headers })
    .send(JSON.stringify(body));
}

/** Where it failed, not what it said: a message may repeat what was typed. */
function failureForLog(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown failure';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.name, ...frames].join('\n');
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
