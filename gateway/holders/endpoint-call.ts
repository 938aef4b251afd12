// One question to one endpoint: may it be asked, by when, signed, sent, sent again if a kept connection had just been closed, and the
// answer verified and parsed. Whatever goes wrong becomes one of our words; the holder's text and address go no further.
import { randomBytes } from 'node:crypto';
import type { EndpointEntry } from '#kit/directory.ts';
import type { HolderAnswer } from '#kit/wire/protocol.ts';
import type { EngineRequest } from '../engine/engine.ts';
import { isRecord } from './answer-shape.ts';
import { obstacleTo } from './availability.ts';
import type { Bulkheads } from './availability.ts';
import type { SourceStatus } from './report.ts';
import type { ResponseHeaders, Transport, TransportFailure, TransportOutcome } from './transport.ts';

/** Signs requests and checks answers (RFC 9421) with the keys of the directory. */
export interface WireSigner {
  sign(
    endpoint: EndpointEntry,
    request: { readonly method: 'POST'; readonly path: string; readonly body: string },
  ): SignedHeaders;
  /** False: the answer is not from the endpoint, or not to this request. */
  verify(
    endpoint: EndpointEntry,
    response: {
      readonly status: number;
      readonly headers: ResponseHeaders;
      readonly body: Buffer;
      readonly requestSignature: string;
    },
  ): boolean;
}

export type SignedHeaders = Readonly<Record<string, string>> & { readonly signature: string };

export interface Question {
  /** The body of the request, JSON. */
  readonly body: string;
  /** A read may be sent again. */
  readonly isRead: boolean;
}

export interface CallFailure {
  readonly status: SourceStatus;
  readonly reason: string;
}

export type CallOutcome =
  | { readonly ok: true; readonly answer: HolderAnswer; readonly elapsedMs: number }
  | { readonly ok: false; readonly failure: CallFailure; readonly elapsedMs: number };

export interface CallTools {
  readonly transport: Transport;
  readonly bulkheads: Bulkheads;
  readonly signer: WireSigner;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Asks once, within the endpoint's deadline and the request's. Never rejects. */
export async function callEndpoint(
  tools: CallTools,
  endpoint: EndpointEntry,
  question: Question,
  request: EngineRequest,
): Promise<CallOutcome> {
  const { bulkheads, now } = tools;
  const startedAt = now();
  const refused = obstacleTo(endpoint, startedAt) ?? bulkheads.enter(endpoint, startedAt);
  if (refused !== undefined) return { ok: false, failure: refused, elapsedMs: 0 };
  try {
    const until = Math.min(startedAt + endpoint.deadlineMs, request.deadlineAt);
    const result = await ask(tools, endpoint, question, request, until);
    const elapsedMs = Math.max(0, Math.round(now() - startedAt));
    return 'failure' in result
      ? { ok: false, failure: result.failure, elapsedMs }
      : { ok: true, answer: result.answer, elapsedMs };
  } finally {
    bulkheads.leave(endpoint);
  }
}

type Result = { readonly answer: HolderAnswer } | { readonly failure: CallFailure };

async function ask(
  tools: CallTools,
  endpoint: EndpointEntry,
  question: Question,
  request: EngineRequest,
  until: number,
): Promise<Result> {
  const first = await send(tools, endpoint, question, request, until);
  if ('failure' in first) return first;
  if (first.outcome.ok) return read(tools.signer, endpoint, first.outcome, first.requestSignature);
  if (first.outcome.failure !== 'CONNECTION_STALE' || !question.isRead)
    return { failure: transportFailures[first.outcome.failure] };
  const second = await send(tools, endpoint, question, request, until);
  if ('failure' in second) return second;
  if (second.outcome.ok) return read(tools.signer, endpoint, second.outcome, second.requestSignature);
  return { failure: transportFailures[second.outcome.failure] };
}

async function send(
  { transport, signer, now }: CallTools,
  endpoint: EndpointEntry,
  { body }: Question,
  request: EngineRequest,
  until: number,
): Promise<
  { readonly outcome: TransportOutcome; readonly requestSignature: string } | { readonly failure: CallFailure }
> {
  const deadlineMs = Math.floor(until - now());
  if (deadlineMs < 1) return { failure: transportFailures.DEADLINE };
  let signed: SignedHeaders;
  try {
    transport.check(endpoint);
    signed = signer.sign(endpoint, { method: 'POST', path: transport.pathOf(endpoint), body });
  } catch {
    return { failure: { status: 'REFUSED', reason: 'ENDPOINT_NOT_SECURE' } };
  }
  request.report.called(endpoint.source, endpoint.holder);
  const outcome = await transport.post(endpoint, {
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      'accept-encoding': 'identity',
      traceparent: childSpan(request.traceparent),
      'x-infoseg-deadline-ms': String(deadlineMs),
      ...signed,
    },
    body,
    deadlineMs,
    signal: request.signal,
  });
  return { outcome, requestSignature: signed.signature };
}

const transportFailures: Readonly<Record<TransportFailure, CallFailure>> = {
  DEADLINE: { status: 'TIMED_OUT', reason: 'DEADLINE' },
  CLIENT_LEFT: { status: 'UNAVAILABLE', reason: 'CLIENT_LEFT' },
  CONNECT: { status: 'UNAVAILABLE', reason: 'CONNECT' },
  CONNECTION_LOST: { status: 'UNAVAILABLE', reason: 'CONNECTION_LOST' },
  CONNECTION_STALE: { status: 'UNAVAILABLE', reason: 'CONNECTION_LOST' },
  TOO_LARGE: { status: 'INVALID_ANSWER', reason: 'TOO_LARGE' },
  STOPPED: { status: 'UNAVAILABLE', reason: 'STOPPED' },
};

/** HTTP statuses with a meaning of their own; other 5xx are UNAVAILABLE, the rest is INVALID_ANSWER. */
const httpFailures: Readonly<Record<number, CallFailure>> = {
  401: { status: 'REFUSED', reason: 'HTTP_401' },
  403: { status: 'REFUSED', reason: 'HTTP_403' },
  429: { status: 'BUSY', reason: 'HTTP_429' },
  503: { status: 'BUSY', reason: 'HTTP_503' },
};

function read(
  signer: WireSigner,
  endpoint: EndpointEntry,
  { status, headers, body }: Extract<TransportOutcome, { ok: true }>,
  requestSignature: string,
): Result {
  if (status !== 200) {
    const failure = httpFailures[status] ?? {
      status: status >= 500 ? 'UNAVAILABLE' : 'INVALID_ANSWER',
      reason: `HTTP_${status}`,
    };
    return { failure };
  }
  if (!isJson(headers['content-type'])) return invalid('CONTENT_TYPE');
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') return invalid('CONTENT_ENCODING');
  if (!signer.verify(endpoint, { status, headers, body, requestSignature })) return invalid('SIGNATURE');
  let answer: unknown;
  try {
    answer = JSON.parse(utf8.decode(body));
  } catch {
    return invalid('NOT_JSON');
  }
  return isRecord(answer) ? { answer } : invalid('WRONG_TYPE');
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function isJson(contentType: ResponseHeaders[string]): boolean {
  return typeof contentType === 'string' && /^application\/(graphql-response\+)?json *(;|$)/i.test(contentType);
}

function invalid(reason: string): Result {
  return { failure: { status: 'INVALID_ANSWER', reason } };
}

/** W3C Trace Context: the same trace and flags, a span of its own. */
function childSpan(traceparent: string): string {
  const [version = '00', trace = '', , flags = '00'] = traceparent.split('-');
  return `${version}-${trace}-${randomBytes(8).toString('hex')}-${flags}`;
}
