// One question to one endpoint: may it be asked, by when, signed, sent, sent again if a kept connection had just been closed or, where the
// directory says so, if the answer is slow to begin, and the answer verified and parsed. Whatever goes wrong becomes one of our words; the
// holder's text and address go no further.
import type { Asker } from '#kit/caller.ts';
import { indexSource } from '#kit/directory.ts';
import type { EndpointEntry } from '#kit/directory.ts';
import type { HolderAnswer } from '#kit/wire/protocol.ts';
import { unobserved } from '../telemetry/calls.ts';
import type { CallObserver, ObservedCall } from '../telemetry/calls.ts';
import { isRecord } from './answer-shape.ts';
import { obstacleTo } from './availability.ts';
import type { Bulkheads, Pass } from './availability.ts';
import type { Health } from './breaker.ts';
import { hedged } from './hedge.ts';
import type { SourceStatus } from './report.ts';
import { readRetryAfter } from './retry-after.ts';
import type { OnBehalf } from './shared-call.ts';
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
  /** Records that are asked for; of root fields none. */
  readonly representations?: number;
}

/** Those on whose behalf a call is made; `askedBy` and `traceparents` where they may be several. */
export type Behalf = OnBehalf & { readonly asker?: Pick<Asker, 'caller'> };

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
  readonly observer?: CallObserver;
}

/** Asks once, within the endpoint's deadline and the request's. Rejects only for a mistake of ours. */
export async function callEndpoint(
  tools: CallTools,
  endpoint: EndpointEntry,
  question: Question,
  request: Behalf,
): Promise<CallOutcome> {
  const { bulkheads, now, observer = unobserved } = tools;
  const startedAt = now();
  const until = Math.min(startedAt + endpoint.deadlineMs, request.deadlineAt);
  // Who has little time left learns nothing of the endpoint by not waiting for it.
  const isShort = until - startedAt < endpoint.deadlineMs / 2;
  const entering = { callers: callersOf(request), mayProbe: question.isRead && !isShort };
  const pass = obstacleTo(endpoint, startedAt) ?? bulkheads.enter(endpoint, startedAt, entering);
  if ('status' in pass) {
    observer.notMade(endpoint, pass.status);
    return { ok: false, failure: pass, elapsedMs: 0 };
  }
  const { traceparent, traceparents = [traceparent] } = request;
  let observed: ObservedCall | undefined;
  let result: Result = { failure: internalFailure };
  try {
    observed = observer.begin(endpoint, { traceparents, representations: question.representations ?? 0 });
    result = await ask(tools, endpoint, question, request, { until, pass, observed });
  } finally {
    // A timer that fires late says that this process is slow, and nothing of the endpoint.
    const isTellingTime = !isShort && now() - until < ownDelayMsMax;
    const isIndex = endpoint.source === indexSource;
    const health = healthOf(result, isTellingTime);
    const retryAfterMs = 'failure' in result && !isIndex ? result.retryAfterMs : undefined;
    pass.leave(isIndex ? healthOfIndex(health) : health, now(), retryAfterMs);
    const { httpStatus } = result;
    const about = httpStatus === undefined ? {} : { httpStatus };
    if ('answer' in result) observed?.end('ANSWERED', about);
    else observed?.end(result.failure.status, { ...about, reason: result.failure.reason });
  }
  const elapsedMs = Math.max(0, Math.round(now() - startedAt));
  return 'failure' in result
    ? { ok: false, failure: result.failure, elapsedMs }
    : { ok: true, answer: result.answer, elapsedMs };
}

type Result = (
  | { readonly answer: HolderAnswer }
  | {
      readonly failure: CallFailure;
      /** How long the endpoint asks to be left alone. */
      readonly retryAfterMs?: number | undefined;
      /** There was no connection to it. */
      readonly isUnreached?: boolean;
    }
) & {
  /** As it came; absent: nothing came. */
  readonly httpStatus?: number;
};

const internalFailure: CallFailure = { status: 'UNAVAILABLE', reason: 'INTERNAL' };

const ownDelayMsMax = 50;

function callersOf({ askedBy, asker }: Behalf): readonly string[] {
  if (askedBy === undefined || askedBy.length === 1) {
    const one = askedBy?.[0]?.asker ?? asker;
    return one === undefined ? [] : [one.caller.id];
  }
  return [...new Set(askedBy.map((request) => request.asker.caller.id))];
}

/**
 * ILL is what concerns whoever asks: there is no connection. No answer in time, none that can be read, or a connection that broke after the
 * question was sent may be due to what was asked. A refusal and "busy" are answers, and so is a 4xx; one that is too large says what was
 * asked for, and nothing of the endpoint.
 */
function healthOf(result: Result, isTellingTime: boolean): Health {
  if ('answer' in result) return 'WELL';
  const { status, reason } = result.failure;
  if (oursAlone.has(reason) || (status === 'TIMED_OUT' && !isTellingTime)) return 'UNKNOWN';
  if (result.isUnreached === true) return 'ILL';
  if (status === 'TIMED_OUT' || status === 'UNAVAILABLE') return 'DOUBTFUL';
  return status === 'INVALID_ANSWER' && reason !== 'TOO_LARGE' && !reason.startsWith('HTTP_4') ? 'DOUBTFUL' : 'AWAKE';
}

/** Every question begins at the index, and to leave it alone is to answer nobody: only while it cannot be reached at all. */
function healthOfIndex(health: Health): Health {
  return health === 'DOUBTFUL' ? 'AWAKE' : health;
}

const oursAlone: ReadonlySet<string> = new Set(['CLIENT_LEFT', 'STOPPED', 'ENDPOINT_NOT_SECURE', 'INTERNAL']);

interface Call {
  /** Milliseconds since the epoch. */
  readonly until: number;
  readonly pass: Pass;
  readonly observed: ObservedCall;
}

function ask(
  tools: CallTools,
  endpoint: EndpointEntry,
  question: Question,
  request: Behalf,
  { until, pass, observed }: Call,
): Promise<Result> {
  const { hedgeAfterMs } = endpoint;
  const { signal } = request;
  if (hedgeAfterMs === undefined || !question.isRead)
    return askOnce(tools, endpoint, question, request, { until, signal, observed });
  return hedged<Result>({
    ...{ afterMs: hedgeAfterMs, signal },
    attempt: (one, onBegun) => askOnce(tools, endpoint, question, request, { until, signal: one, onBegun, observed }),
    isGood: (result) => 'answer' in result,
    enter() {
      const leave = pass.hedge(tools.now());
      if (leave !== undefined) observed.sentAgain('HEDGE');
      return leave;
    },
  });
}

interface Limits {
  /** Milliseconds since the epoch. */
  readonly until: number;
  readonly signal: AbortSignal;
  readonly onBegun?: () => void;
  readonly isOnFresh?: boolean;
  readonly observed: ObservedCall;
}

async function askOnce(
  tools: CallTools,
  endpoint: EndpointEntry,
  question: Question,
  request: Behalf,
  limits: Limits,
): Promise<Result> {
  let sent = send(tools, endpoint, question, request, limits);
  if ('failure' in sent) return sent;
  let outcome = await sent.coming;
  if (!outcome.ok && outcome.failure === 'CONNECTION_STALE' && question.isRead) {
    limits.observed.sentAgain('RETRY');
    sent = send(tools, endpoint, question, request, { ...limits, isOnFresh: true });
    if ('failure' in sent) return sent;
    outcome = await sent.coming;
  }
  if (!outcome.ok) {
    const isUnreached = outcome.failure === 'CONNECT' || outcome.failure === 'CONNECT_DEADLINE';
    return { failure: transportFailures[outcome.failure], isUnreached };
  }
  return read(tools, endpoint, outcome, sent.requestSignature);
}

function send(
  { transport, signer, now }: CallTools,
  endpoint: EndpointEntry,
  { body }: Question,
  request: Behalf,
  { until, observed, signal, onBegun, isOnFresh }: Limits,
):
  | { readonly coming: Promise<TransportOutcome>; readonly requestSignature: string }
  | { readonly failure: CallFailure } {
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
  const headers = [...sameHeaders, 'traceparent', observed.traceparent, 'x-infoseg-deadline-ms', String(deadlineMs)];
  for (const name in signed) headers.push(name, signed[name] ?? '');
  const coming = transport.post(endpoint, {
    ...{ headers, body, deadlineMs, signal },
    ...(onBegun !== undefined && { onBegun }),
    ...(isOnFresh !== undefined && { isOnFresh }),
  });
  return { coming, requestSignature: signed.signature };
}

/** Names and values in turn, as they are written. */
const sameHeaders = [
  ...['content-type', 'application/json'],
  ...['accept', 'application/graphql-response+json, application/json'],
  ...['accept-encoding', 'identity'],
];

const transportFailures: Readonly<Record<TransportFailure, CallFailure>> = {
  DEADLINE: { status: 'TIMED_OUT', reason: 'DEADLINE' },
  CONNECT_DEADLINE: { status: 'TIMED_OUT', reason: 'DEADLINE' },
  CLIENT_LEFT: { status: 'UNAVAILABLE', reason: 'CLIENT_LEFT' },
  CONNECT: { status: 'UNAVAILABLE', reason: 'CONNECT' },
  CONNECTION_LOST: { status: 'UNAVAILABLE', reason: 'CONNECTION_LOST' },
  CONNECTION_STALE: { status: 'UNAVAILABLE', reason: 'CONNECTION_LOST' },
  TOO_LARGE: { status: 'INVALID_ANSWER', reason: 'TOO_LARGE' },
  NOT_HTTP: { status: 'INVALID_ANSWER', reason: 'NOT_HTTP' },
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
  { signer, now }: CallTools,
  endpoint: EndpointEntry,
  { status, headers, body }: Extract<TransportOutcome, { ok: true }>,
  requestSignature: string,
): Result {
  if (status !== 200) {
    const failure = httpFailures[status] ?? {
      status: status >= 500 ? 'UNAVAILABLE' : 'INVALID_ANSWER',
      reason: `HTTP_${status}`,
    };
    if (failure.status !== 'BUSY') return { failure, httpStatus: status };
    return { failure, httpStatus: status, retryAfterMs: readRetryAfter(headers['retry-after'], headers.date, now()) };
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
  return isRecord(answer) ? { answer, httpStatus: status } : invalid('WRONG_TYPE');
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function isJson(contentType: ResponseHeaders[string]): boolean {
  return typeof contentType === 'string' && /^application\/(graphql-response\+)?json *(;|$)/i.test(contentType);
}

function invalid(reason: string): Result {
  return { failure: { status: 'INVALID_ANSWER', reason }, httpStatus: 200 };
}
