// The open gateway's front door, over bare node:http: any supergraph, for whoever can reach the port.
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { OpenRequest } from './client.ts';
import type { OpenAnswer } from './engines.ts';
import type { OpenError } from './errors.ts';
import type { OpenGraph, OpenGraphs } from './graph.ts';
import {
  checkContentType,
  HttpRefused,
  mediaTypeFor,
  parametersOfBody,
  parametersOfQuery,
  readBody,
} from './http-request.ts';
import type { MediaType, Parameters } from './http-request.ts';
import { Leaving } from './leaving.ts';
import { InvalidRequest, variablesOf } from './operations.ts';

export interface OpenServerParts {
  readonly graphs: OpenGraphs;
  readonly deadlineMs: number;
  readonly bodyMaxBytes: number;
  readonly log: (line: string) => void;
  readonly clock?: () => number;
}

/** What goes out: a text of JSON and its status. */
interface Reply {
  readonly status: number;
  readonly body: string;
}

const graphqlPath = '/graphql';
const keepAliveMs = 75_000;

export function createOpenServer(parts: OpenServerParts): Server {
  const { graphs, deadlineMs, bodyMaxBytes, log, clock = Date.now } = parts;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '';
    const at = url.indexOf('?');
    const path = at === -1 ? url : url.slice(0, at);
    if (path === '/ready' || path === '/health') return send(response, plain, { status: 200, body: '{"status":"ok"}' });
    if (path !== graphqlPath)
      return send(response, plain, { status: 404, body: errorsOnly([{ message: 'There is nothing here.' }]) });
    const startedAt = clock();
    let type: MediaType = plain;
    try {
      type = mediaTypeFor(request.headers.accept);
      const { method } = request;
      if (method === 'POST') checkContentType(request.headers['content-type']);
      else if (method !== 'GET') throw new HttpRefused('METHOD_NOT_ALLOWED', 'GraphQL is asked by POST or GET.');
      const parameters =
        method === 'POST'
          ? parametersOfBody(await readBody(request, bodyMaxBytes))
          : parametersOfQuery(new URLSearchParams(at === -1 ? '' : url.slice(at)));
      const leaving = new Leaving();
      response.once('close', () => leaving.leave());
      const isGet = method === 'GET';
      const answer = await graphs.use((graph) =>
        answerOf(graph, parameters, isGet, { deadlineAt: startedAt + deadlineMs, leaving }),
      );
      send(response, type, { status: 200, body: written(answer) });
    } catch (error) {
      const reply = refusalOf(error, type);
      if (reply.status >= 500) log(error instanceof Error ? (error.stack ?? error.message) : 'unknown failure');
      // What is left of a body that nobody reads would be taken for the next request.
      if (!request.complete) response.setHeader('connection', 'close');
      if (reply.status === 405) response.setHeader('allow', 'GET, POST');
      send(response, type, reply);
    }
  }

  function answerOf(
    graph: OpenGraph,
    { query, operationName, variables }: Parameters,
    isGet: boolean,
    request: OpenRequest,
  ): Promise<OpenAnswer> {
    const operation = graph.operations.read(query, operationName);
    if (isGet && operation.type !== 'query')
      throw new HttpRefused('METHOD_NOT_ALLOWED', 'Only queries are asked by GET.');
    const values = variablesOf(graph.apiSchema, operation, variables);
    return graph.engine.execute(operation, values, request);
  }

  const server = createServer({ keepAliveTimeout: keepAliveMs }, (request, response) => void serve(request, response));
  return server;
}

const plain: MediaType = 'application/json';
const contentTypes: Readonly<Record<MediaType, string>> = {
  'application/json': 'application/json; charset=utf-8',
  'application/graphql-response+json': 'application/graphql-response+json; charset=utf-8',
};

function send(response: ServerResponse, type: MediaType, { status, body }: Reply): void {
  // A text goes out in one piece with its headers, and bytes would not.
  response.writeHead(status, { 'content-type': contentTypes[type], 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function written({ json, errors, valueCompletion }: OpenAnswer): string {
  if (errors.length === 0 && valueCompletion.length === 0) return `{"data":${json}}`;
  const errorsPart = errors.length === 0 ? '' : `"errors":${JSON.stringify(errors.map(presentable))},`;
  const extensions = valueCompletion.length === 0 ? '' : `,"extensions":${JSON.stringify({ valueCompletion })}`;
  return `{${errorsPart}"data":${json}${extensions}}`;
}

/** A path of a plan says `@` for any index; an answer has none such. */
function presentable({ path, ...error }: OpenError): OpenError {
  return path === undefined || path.includes('@') ? error : { ...error, path };
}

function errorsOnly(errors: readonly OpenError[]): string {
  return JSON.stringify({ errors });
}

/** By the codes of the planners and the projection. */
const planFailures: Readonly<
  Partial<Record<string, { readonly status: number; readonly code: string; readonly message: string }>>
> = {
  BAD_PLAN: { status: 400, code: 'NOT_PLANNED', message: 'There is no plan for the operation.' },
  PLANNER_BUSY: { status: 503, code: 'PLANNER_BUSY', message: 'Too many operations wait for a plan.' },
  TOO_LARGE: { status: 400, code: 'TOO_LARGE', message: 'The operation is too large.' },
};

/** A document that is no valid one is answered with 200 to those who know only application/json: that is the older custom. */
function refusalOf(error: unknown, type: MediaType): Reply {
  if (error instanceof InvalidRequest) return { status: type === plain ? 200 : 400, body: errorsOnly(error.errors) };
  if (error instanceof HttpRefused) {
    return { status: error.status, body: errorsOnly([{ message: error.message, extensions: { code: error.code } }]) };
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const known = typeof code === 'string' ? planFailures[code] : undefined;
  if (known !== undefined) {
    const body = errorsOnly([{ message: known.message, extensions: { code: known.code } }]);
    return { status: type === plain ? 200 : known.status, body };
  }
  return {
    status: 500,
    body: errorsOnly([{ message: 'The gateway failed.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }]),
  };
}
