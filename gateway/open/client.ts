// Fetches as plain GraphQL over HTTP. What a plan asks of one source at one time goes as one request, and of equal queries that are under
// way together only one is sent.
import type { ResponsePath } from '../engine/engine.ts';
import type { SourceAnswer, SourceClient, SourceFetch } from '../engine/source-client.ts';
import { failureOf } from './errors.ts';
import type { OpenError } from './errors.ts';
import { entitiesInSlot, fetchTextOf, inSlot, joinedQueryJson, representationsName, slotOf } from './fetch-text.ts';
import type { Leaving } from './leaving.ts';
import { createTransport } from './transport.ts';
import type { TransportOptions } from './transport.ts';
import { waitedCall } from './waited-call.ts';
import type { WaitedCall } from './waited-call.ts';

/** One operation of a client of ours. Its fetches, and no others, are joined. */
export interface OpenRequest {
  /** Milliseconds since the epoch: nothing is waited for beyond it. */
  readonly deadlineAt: number;
  /** Of the client: what nobody else waits for is no longer asked when it leaves. A mutation that was sent goes on. */
  readonly leaving?: Leaving;
}

export interface OpenClient extends SourceClient<OpenRequest, OpenError> {
  /** What was sent, for measures. */
  readonly requestsSent: () => number;
  stop(): Promise<void>;
}

export interface OpenClientOptions extends TransportOptions {
  /** The address of each source. */
  readonly urls: ReadonlyMap<string, string>;
  readonly clock?: () => number;
}

type Answer = SourceAnswer<OpenError>;

interface Pending {
  readonly fetch: SourceFetch;
  readonly request: OpenRequest;
  readonly settle: (answer: Answer) => void;
}

/** Of fetches with one text and the same variables: each entity once. */
interface Group {
  readonly fetch: SourceFetch;
  readonly representations: string[];
  readonly members: { readonly pending: Pending; readonly at: readonly number[] | undefined }[];
}

interface JsonAnswer {
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly OpenError[];
}

/** @throws TypeError for an address that is none */
export function createOpenClient({ urls, clock = Date.now, ...options }: OpenClientOptions): OpenClient {
  const transport = createTransport(urls, options);
  let pending: Pending[] = [];
  const underWay = new Map<string, WaitedCall>();
  // What was asked before a mutation began or ended does not answer what is asked after.
  let epoch = 0;
  let sent = 0;

  function flush(): void {
    const fetches = pending;
    pending = [];
    const batches = new Map<OpenRequest, Map<string, Pending[]>>();
    for (const one of fetches) {
      const { planned } = one.fetch;
      if (fetchTextOf(planned).slot === undefined) {
        void sendOne(one);
        continue;
      }
      let bySource = batches.get(one.request);
      if (bySource === undefined) batches.set(one.request, (bySource = new Map()));
      const together = bySource.get(planned.source);
      if (together === undefined) bySource.set(planned.source, [one]);
      else together.push(one);
    }
    for (const bySource of batches.values())
      for (const together of bySource.values())
        void (together.length === 1 && together[0] !== undefined ? sendOne(together[0]) : sendJoined(together));
  }

  async function sendOne({ fetch, request, settle }: Pending): Promise<void> {
    const { planned } = fetch;
    const isMutation = planned.operationType === 'mutation';
    if (isMutation) epoch += 1;
    const answer = await ask(planned.source, bodyOf(fetch), isMutation, request);
    if (isMutation) epoch += 1;
    settle(checked(answer, fetch));
  }

  async function sendJoined(together: readonly Pending[]): Promise<void> {
    const groups = groupsOf(together);
    const [first] = together;
    if (first === undefined) return;
    const { source } = first.fetch.planned;
    const isAlone = groups.length === 1;
    const body = isAlone ? groupBody(groups[0] as Group) : joinedBody(groups);
    if (body === undefined) {
      for (const one of together) void sendOne(one);
      return;
    }
    const answer = await ask(source, body, false, first.request);
    // A null that went up to the top, or an operation that the source does not take, is the fault of one, and must not be that of all.
    if (!isAlone && 'data' in answer && answer.data === null) {
      for (const one of together) void sendOne(one);
      return;
    }
    const slots = isAlone ? [answer] : inSlots(answer, groups.length);
    for (const [slot, group] of groups.entries()) giveOut(slots[slot] ?? answer, group);
  }

  /** The answer as an object of the caller's own. */
  async function ask(source: string, body: string, isMutation: boolean, request: OpenRequest): Promise<JsonAnswer> {
    const outcome = await textFrom(source, body, isMutation, request);
    return typeof outcome === 'string' ? readAnswer(outcome, source) : { data: null, errors: [outcome] };
  }

  function textFrom(
    source: string,
    body: string,
    isMutation: boolean,
    { deadlineAt, leaving }: OpenRequest,
  ): Promise<string | OpenError> {
    if (leaving?.hasLeft) return Promise.resolve(failureOf(source, 'STOPPED'));
    // What is done half is worse than what is done for nobody.
    return callOf(source, body, isMutation).wait(deadlineAt, isMutation ? undefined : leaving);
  }

  function callOf(source: string, body: string, isMutation: boolean): WaitedCall {
    const start = () => {
      sent += 1;
      return transport.post(source, body, !isMutation);
    };
    if (isMutation) return waitedCall({ source, start, clock, onOver: () => undefined });
    const key = `${epoch} ${source} ${body}`;
    let call = underWay.get(key);
    if (call === undefined) {
      const made = waitedCall({
        ...{ source, start, clock },
        onOver: () => void (underWay.get(key) === made && underWay.delete(key)),
      });
      underWay.set(key, (call = made));
    }
    return call;
  }

  return Object.freeze({
    fetch: (fetch: SourceFetch, request: OpenRequest) =>
      new Promise<Answer>((settle) => {
        // After everything that the same turn still starts, and before anything else happens in the process.
        if (pending.push({ fetch, request, settle }) === 1) process.nextTick(flush);
      }),
    requestsSent: () => sent,
    stop: () => transport.stop(),
  });
}

function bodyOf({ planned, variables, representations }: SourceFetch): string {
  const { json } = fetchTextOf(planned);
  return body(
    json,
    members(
      variables,
      planned.variableNames,
      undefined,
      representations?.map((one) => one.json),
    ),
  );
}

function groupBody({ fetch, representations }: Group): string {
  const { json } = fetchTextOf(fetch.planned);
  return body(json, members(fetch.variables, fetch.planned.variableNames, undefined, representations));
}

/** Undefined where a text is not to be understood: its source may say so. */
function joinedBody(groups: readonly Group[]): string | undefined {
  const json = joinedQueryJson(groups.map(({ fetch }) => fetchTextOf(fetch.planned)));
  if (json === undefined) return undefined;
  return body(
    json,
    groups
      .map(({ fetch, representations }, slot) =>
        members(fetch.variables, fetch.planned.variableNames, slot, representations),
      )
      .join(','),
  );
}

function body(queryJson: string, variables: string): string {
  return variables === '' ? `{"query":${queryJson}}` : `{"query":${queryJson},"variables":{${variables}}}`;
}

function members(
  variables: Readonly<Record<string, unknown>>,
  names: readonly string[],
  slot: number | undefined,
  representations: readonly string[] | undefined,
): string {
  const nameOf = (name: string) => (slot === undefined ? name : inSlot(name, slot));
  let text = representations === undefined ? '' : `"${nameOf(representationsName)}":[${representations.join(',')}]`;
  for (const name of names) {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value !== undefined) text += `${text === '' ? '' : ','}"${nameOf(name)}":${JSON.stringify(value)}`;
  }
  return text;
}

function groupsOf(together: readonly Pending[]): readonly Group[] {
  const groups = new Map<string, Group & { readonly known: Map<string, number> }>();
  for (const pending of together) {
    const { planned, variables, representations = [] } = pending.fetch;
    const key = `${planned.query} ${members(variables, planned.variableNames, undefined, undefined)}`;
    const group = groups.get(key);
    if (group === undefined) {
      const jsons = representations.map(({ json }) => json);
      groups.set(key, {
        fetch: pending.fetch,
        representations: jsons,
        members: [{ pending, at: undefined }],
        known: new Map(),
      });
      continue;
    }
    const { known } = group;
    if (known.size === 0) for (const [at, json] of group.representations.entries()) known.set(json, at);
    const at = representations.map(({ json }) => {
      const number = known.get(json) ?? group.representations.push(json) - 1;
      known.set(json, number);
      return number;
    });
    group.members.push({ pending, at });
  }
  return [...groups.values()];
}

/** What came under the name of each slot, as if it had been asked alone. */
function inSlots({ data, errors }: JsonAnswer, count: number): readonly JsonAnswer[] {
  const mine: OpenError[][] = Array.from({ length: count }, () => []);
  for (const error of errors) {
    const slot = slotOf(error.path?.[0]);
    // Of nobody in particular is of all.
    if (slot === undefined || mine[slot] === undefined) for (const list of mine) list.push(error);
    else mine[slot].push({ ...error, path: ['_entities', ...(error.path ?? []).slice(1)] });
  }
  return mine.map((list, slot) => ({
    data: data === null ? null : { _entities: data[entitiesInSlot(slot)] ?? null },
    errors: list,
  }));
}

/** To each fetch its own entities: the first takes the objects that came, the others copies, because engines merge into them. */
function giveOut(answer: JsonAnswer, { members: all, representations }: Group): void {
  if (all.length === 1 && all[0] !== undefined) {
    const { pending } = all[0];
    pending.settle(checked(answer, pending.fetch));
    return;
  }
  const entities = answer.data?._entities;
  const isWhole = Array.isArray(entities) && entities.length === representations.length;
  const text = isWhole ? JSON.stringify(entities) : '';
  for (const { pending, at } of all) {
    const places = at ?? (pending.fetch.representations ?? []).map((_one, index) => index);
    const own = isWhole ? (JSON.parse(text) as unknown[]) : [];
    const data = isWhole ? { _entities: places.map((place) => own[place]) } : answer.data;
    const errors = answer.errors.flatMap((error) => forPlaces(error, places));
    pending.settle(checked({ data, errors }, pending.fetch));
  }
}

function forPlaces(error: OpenError, places: readonly number[]): readonly OpenError[] {
  const [list, place, ...below] = error.path ?? [];
  if (list !== '_entities' || typeof place !== 'number') return [error];
  const index = places.indexOf(place);
  return index === -1 ? [] : [{ ...error, path: [list, index, ...below] }];
}

/** As many entities as were asked for, or none. */
function checked({ data, errors }: JsonAnswer, { planned, representations }: SourceFetch): Answer {
  if (representations === undefined || data === null) return { data, errors };
  const entities = data._entities;
  if (Array.isArray(entities) && entities.length === representations.length) return { data, errors };
  return { data: null, errors: errors.length > 0 ? errors : [failureOf(planned.source, 'NOT_GRAPHQL')] };
}

function readAnswer(text: string, source: string): JsonAnswer {
  const answer = parsed(text);
  const data = isRecord(answer) ? (answer.data ?? null) : undefined;
  const errors = isRecord(answer) ? (answer.errors ?? []) : undefined;
  const isAnswer = (data === null || isRecord(data)) && Array.isArray(errors) && (data !== null || errors.length > 0);
  if (!isAnswer) return { data: null, errors: [failureOf(source, 'NOT_GRAPHQL')] };
  return { data, errors: errors.length === 0 ? noErrors : errors.map((error) => readError(error, source)) };
}

const noErrors: readonly OpenError[] = Object.freeze([]);

/** Message, path and extensions as they came; like the stock gateway with the name of the source, and a code where there is none. */
function readError(error: unknown, source: string): OpenError {
  const { message, path, extensions } = isRecord(error) ? error : ({} as Readonly<Record<string, unknown>>);
  return {
    message: typeof message === 'string' && message !== '' ? message : `Error of the source "${source}".`,
    ...(isPath(path) && { path }),
    extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', ...(isRecord(extensions) && extensions), serviceName: source },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isPath(value: unknown): value is ResponsePath {
  return Array.isArray(value) && value.every((one) => typeof one === 'string' || typeof one === 'number');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
