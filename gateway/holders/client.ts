// The holder client: every rule of transport in one place, under either engine. It routes each record to its holder, joins what one
// request asks of one endpoint at one time, asks the endpoints in parallel, and turns every failure into an error of ours at its path.
import { LRUCache } from 'lru-cache';
import { endpointName, indexSource } from '#kit/directory.ts';
import type { Directory, EndpointEntry } from '#kit/directory.ts';
import type { HolderAnswer } from '#kit/wire/protocol.ts';
import type { EngineError, EngineRequest, ResponsePath } from '../engine/engine.ts';
import { isRecord, setOwn } from './answer-shape.ts';
import { Bulkheads, obstacleTo } from './availability.ts';
import { completeIndexStates, contactOf, viewDirectory } from './directory-view.ts';
import type { DirectoryView } from './directory-view.ts';
import { callEndpoint } from './endpoint-call.ts';
import type { CallFailure, CallOutcome, CallTools, WireSigner } from './endpoint-call.ts';
import { entityKey, faultOfList, readEntity, readRemarks } from './entity-answer.ts';
import type { EntityNote, EntityOutcome, EntityReader } from './entity-answer.ts';
import { inSlot, readFetchText, representationsVariable } from './fetch-text.ts';
import type { FetchText } from './fetch-text.ts';
import { isByRule } from './field-errors.ts';
import type { FieldErrorCode } from './field-errors.ts';
import type { GraphFacts } from './graph-facts.ts';
import { groupsOf, joinedText, Part, pick } from './joining.ts';
import type { Answered, Group } from './joining.ts';
import { readIndexStates, readRootAnswer } from './root-answer.ts';
import type { SourceStatus } from './report.ts';
import { Transport } from './transport.ts';
import type { TransportOptions } from './transport.ts';

/** One fetch of a plan. */
export interface HolderFetch {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Where in the answer the fetched values go; `@` for any index. */
  readonly path?: ResponsePath;
}

/** `data` has every key that was asked; entities are as many as representations, null where missing, each null with an error. */
export interface HolderFetchResult {
  readonly data: Record<string, unknown>;
  /** Paths are in `data`. */
  readonly errors: readonly EngineError[];
}

export interface HolderClient {
  /** Never rejects for what a holder did. @throws FetchTextError for a fetch that no engine writes */
  fetch(source: string, fetch: HolderFetch, request: EngineRequest): Promise<HolderFetchResult>;
  stop(): Promise<void>;
}

export interface HolderClientOptions extends TransportOptions {
  /** The directory in force; looked up at every fetch, so a new one holds at once. */
  readonly directory: () => Directory;
  /** What the supergraph in force says of keys and versions. */
  readonly facts: () => GraphFacts;
  readonly signer: WireSigner;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Runs `flush` when the engine has started every fetch of a wave. */
  readonly schedule?: (flush: () => void) => void;
  /** A holder answered with what cannot be used, a record in another's place among it: an operator must know. */
  readonly onInvalidAnswer?: (event: {
    readonly source: string;
    readonly holder: string;
    readonly reason: string;
  }) => void;
}

/** @throws TransportError when an endpoint of the directory would be reached without https and a pinned authority */
export function createHolderClient(options: HolderClientOptions): HolderClient {
  const client = new Client(options);
  return { fetch: (source, fetch, request) => client.fetch(source, fetch, request), stop: () => client.stop() };
}

/** Characters of queries, and what is kept of each beside them: shapes of many times its length. */
const textsKeptMaxChars = 4_000_000;
const shapeFactor = 8;

class Client {
  readonly #options: HolderClientOptions;
  readonly #tools: CallTools;
  readonly #schedule: (flush: () => void) => void;
  readonly #waiting = new WeakMap<EngineRequest, Map<string, Part[]>>();
  readonly #askers = new WeakMap<EngineRequest, string>();
  readonly #joined = textCache<string>();
  #texts = new WeakMap<GraphFacts, LRUCache<string, FetchText>>();
  #view: DirectoryView;

  constructor(options: HolderClientOptions) {
    this.#options = options;
    const { signer, now = Date.now, schedule = setImmediate } = options;
    this.#schedule = (flush) => void schedule(flush);
    this.#tools = { transport: new Transport(options), bulkheads: new Bulkheads(), signer, now };
    const directory = options.directory();
    for (const endpoint of directory.endpoints) this.#tools.transport.check(endpoint);
    this.#view = viewDirectory(directory);
  }

  stop(): Promise<void> {
    return this.#tools.transport.stop();
  }

  async fetch(source: string, fetch: HolderFetch, request: EngineRequest): Promise<HolderFetchResult> {
    const view = this.#currentView();
    const representations = fetch.variables[representationsVariable];
    return Array.isArray(representations)
      ? this.#fetchEntities(view, source, fetch, representations as readonly unknown[], request)
      : this.#fetchRoot(view, source, fetch, request);
  }

  #currentView(): DirectoryView {
    const directory = this.#options.directory();
    if (directory !== this.#view.directory) {
      this.#view = viewDirectory(directory);
      this.#tools.transport.keepOnly(directory.endpoints);
    }
    return this.#view;
  }

  #textFor(query: string, endpoint: EndpointEntry, view: DirectoryView): FetchText {
    const facts = this.#options.facts();
    const texts = this.#texts.get(facts) ?? textCache<FetchText>();
    this.#texts.set(facts, texts);
    const { key, absenceOf } = view.absentAt(endpoint, facts);
    return remembered(texts, `${endpoint.source}\n${key}\n${query}`, () =>
      readFetchText(query, endpoint.source, facts, absenceOf),
    );
  }

  async #fetchRoot(
    view: DirectoryView,
    source: string,
    fetch: HolderFetch,
    request: EngineRequest,
  ): Promise<HolderFetchResult> {
    const endpoint = view.onlyEndpointOf(source);
    if (endpoint === undefined)
      throw new TypeError(`a root field of ${source} has no single endpoint in the directory`);
    const { holder } = endpoint;
    const { report } = request;
    const text = this.#textFor(fetch.query, endpoint, view);
    const question = {
      body: this.#bodyOf([{ text, variables: pick(fetch.variables, text.variableNames) }], request),
      isRead: text.operationType === 'query',
    };
    const called = await callEndpoint(this.#tools, endpoint, question, request);
    const path = fetch.path ?? [];
    const said = { source, holder, elapsedMs: called.elapsedMs };
    if (!called.ok) {
      const { status, reason } = called.failure;
      this.#alarm(endpoint, called.failure);
      const contact = contactOf(endpoint);
      for (const key of text.rootKeys) report.settled({ ...said, status, reason, contact, path: [...path, key] });
      const code = source === indexSource ? 'INDEX_UNAVAILABLE' : failureCodes[status];
      return {
        data: nulls(text.rootKeys),
        errors: text.rootKeys.map((key) => ({ code, path: [key], source, holder, status, reason, contact })),
      };
    }
    if (source === indexSource) {
      report.indexSaid(completeIndexStates(readIndexStates(called.answer), view.directory));
    }
    const rootType = this.#options.facts().schema.getRootType(text.operationType as never)?.name ?? 'Query';
    const { data, notes } = readRootAnswer(called.answer, text, rootType, source === indexSource);
    const failed = notes.some(({ status }) => status === 'PARTIAL');
    for (const key of text.rootKeys) {
      report.settled({
        ...said,
        ...asOfOf(called.answer),
        status: failed ? 'PARTIAL' : 'ANSWERED',
        path: [...path, key],
      });
    }
    for (const { code, rule, reason, contact = contactOf(endpoint), path: at } of notes) {
      if (code === 'UNAUTHORIZED_FIELD_OR_TYPE')
        report.settled({
          ...said,
          status: 'WITHHELD',
          path: [...path, ...at],
          ...explained({ rule, reason, contact }),
        });
    }
    return {
      data,
      errors: notes.map((note) => ({
        ...(note.code === 'UNAUTHORIZED_FIELD_OR_TYPE' && { contact: contactOf(endpoint) }),
        ...{ ...note, source, holder },
      })),
    };
  }

  async #fetchEntities(
    view: DirectoryView,
    source: string,
    fetch: HolderFetch,
    representations: readonly unknown[],
    request: EngineRequest,
  ): Promise<HolderFetchResult> {
    const parts = new Map<string, Part>();
    const entities: unknown[] = new Array(representations.length).fill(null);
    const errors: EngineError[] = [];
    for (const [index, representation] of representations.entries()) {
      const holder = isRecord(representation) ? representation.holder : undefined;
      const endpoint = typeof holder === 'string' ? view.endpointOf(source, holder) : undefined;
      if (endpoint === undefined || !isRecord(representation)) {
        errors.push(this.#unknownHolder(source, holder, index, fetch, request));
        continue;
      }
      const name = endpointName(endpoint);
      let part = parts.get(name);
      if (part === undefined) {
        part = new Part(endpoint, this.#textFor(fetch.query, endpoint, view), fetch.variables, fetch.path);
        parts.set(name, part);
      }
      part.add(representation, index);
    }

    await Promise.all(
      [...parts.values()].map(async (part) => {
        const outcomes = await this.#outcomesOf(part, request);
        for (const { index, outcome } of outcomes) {
          entities[index] = outcome.entity;
          for (const note of outcome.notes) errors.push(this.#errorAt(part, index, note));
        }
      }),
    );
    return { data: { _entities: entities }, errors };
  }

  #unknownHolder(
    source: string,
    holder: unknown,
    index: number,
    fetch: HolderFetch,
    request: EngineRequest,
  ): EngineError {
    // A code that is not in the directory may be anything: it is not repeated.
    const known =
      typeof holder === 'string' && Object.hasOwn(this.#view.directory.holders, holder) ? holder : 'UNKNOWN';
    const refusal = { source, holder: known, status: 'REFUSED', reason: 'NOT_IN_DIRECTORY' } as const;
    request.report.settled({ ...refusal, ...(fetch.path && { path: fetch.path }) });
    return { code: 'HOLDER_REFUSED', path: ['_entities', index], ...refusal };
  }

  #errorAt({ endpoint }: Part, index: number, { path, ...note }: EntityNote): EngineError {
    const { source, holder } = endpoint;
    return { contact: contactOf(endpoint), ...note, path: ['_entities', index, ...path], source, holder };
  }

  async #outcomesOf(part: Part, request: EngineRequest): Promise<readonly { index: number; outcome: EntityOutcome }[]> {
    const obstacle = obstacleTo(part.endpoint, this.#tools.now());
    const answered =
      obstacle !== undefined
        ? { failure: obstacle, elapsedMs: 0 }
        : part.text.asksNothing
          ? { reader: onlyAbsences(part), elapsedMs: 0 }
          : await this.#enqueue(part, request);
    const reader = 'failure' in answered ? failing(answered.failure) : answered.reader;
    if ('failure' in answered) this.#alarm(part.endpoint, answered.failure);
    const first = part.representations.map((_, at) => reader(at));
    const main = settle(part, first, answered, request);
    const used = new Set<number>();
    return part.positions.map(({ index, at }) => {
      const known = first[at];
      const outcome = known === undefined || used.has(at) ? reader(at) : known;
      used.add(at);
      const notes = outcome.notes.map((note) =>
        note.status === 'PARTIAL' && main !== undefined ? { ...note, status: main } : note,
      );
      return { index, outcome: { entity: outcome.entity, notes } };
    });
  }

  /** Waits for the other fetches of the same wave, so that one request asks one endpoint once. */
  #enqueue(part: Part, request: EngineRequest): Promise<Answered> {
    return new Promise((resolve) => {
      part.resolve = resolve;
      const name = endpointName(part.endpoint);
      const waiting = this.#waiting.get(request);
      if (waiting === undefined) {
        const fresh = new Map([[name, [part]]]);
        this.#waiting.set(request, fresh);
        this.#schedule(() => {
          this.#waiting.delete(request);
          for (const parts of fresh.values()) void this.#ask(parts, request);
        });
        return;
      }
      const parts = waiting.get(name) ?? [];
      parts.push(part);
      waiting.set(name, parts);
    });
  }

  async #ask(parts: readonly Part[], request: EngineRequest): Promise<void> {
    const [{ endpoint } = never()] = parts;
    const groups = groupsOf(parts);
    const question = {
      body: this.#bodyOf(
        groups.map(({ text, others, representations }) => ({
          text,
          variables: { ...others, [representationsVariable]: representations },
        })),
        request,
      ),
      isRead: true,
    };
    const called = await callEndpoint(this.#tools, endpoint, question, request);
    const remarks = called.ok ? readRemarks(called.answer) : undefined;
    for (const [slot, group] of groups.entries()) {
      const [rootKey = '_entities'] = group.text.rootKeys;
      const key = groups.length === 1 ? rootKey : inSlot(rootKey, slot);
      const read = this.#readGroup(called, remarks, group, key, endpoint);
      for (const { part, at } of group.parts) {
        const { reader } = read;
        part.resolve(reader === undefined ? read : { ...read, reader: (index) => reader(at[index] ?? -1) });
      }
    }
  }

  #readGroup(
    called: CallOutcome,
    remarks: ReturnType<typeof readRemarks> | undefined,
    { text, representations }: Group,
    key: string,
    endpoint: EndpointEntry,
  ): Answered {
    const { elapsedMs } = called;
    if (!called.ok || remarks === undefined)
      return { failure: called.ok ? invalidAnswer('WRONG_TYPE') : called.failure, elapsedMs };
    const { data } = called.answer;
    if (!isRecord(data))
      return { failure: invalidAnswer(remarks.unplaced || data === null ? 'HOLDER_ERROR' : 'WRONG_TYPE'), elapsedMs };
    const list: unknown = Object.hasOwn(data, key) ? data[key] : undefined;
    if (list === null && remarks.unplaced) return { failure: invalidAnswer('HOLDER_ERROR'), elapsedMs };
    const facts = this.#options.facts();
    const fault = faultOfList(list, representations, (type) => facts.keyFieldsOf(endpoint.source, type));
    if (fault !== undefined) return { failure: invalidAnswer(fault), elapsedMs };
    const reader: EntityReader = (index) =>
      readEntity(
        (list as readonly unknown[])[index],
        String(representations[index]?.__typename),
        text.shape,
        remarks.byEntity.get(entityKey(key, index)) ?? [],
        remarks.unplaced,
      );
    return { reader, elapsedMs, ...asOfOf(called.answer) };
  }

  /** The body as JSON, written from pieces that are kept: texts per shape, askers per request. */
  #bodyOf(
    asked: readonly { readonly text: FetchText; readonly variables: Readonly<Record<string, unknown>> }[],
    request: EngineRequest,
  ): string {
    const query = remembered(this.#joined, asked.map(({ text }) => text.id).join(' '), () =>
      JSON.stringify(joinedText(asked.map(({ text }) => text))),
    );
    const variables: Record<string, unknown> = {};
    for (const [slot, one] of asked.entries()) {
      for (const [name, value] of Object.entries(one.variables))
        setOwn(variables, asked.length === 1 ? name : inSlot(name, slot), value);
    }
    const asker = this.#askers.get(request) ?? JSON.stringify(request.asker);
    this.#askers.set(request, asker);
    return `{"query":${query},"variables":${JSON.stringify(variables)},"extensions":{"askers":[${asker}]}}`;
  }

  #alarm({ source, holder }: EndpointEntry, { status, reason }: CallFailure): void {
    if (status === 'INVALID_ANSWER') this.#options.onInvalidAnswer?.({ source, holder, reason });
  }
}

/** Enters the part in the report; returns the status under which its invalid entities stand. */
function settle(
  part: Part,
  outcomes: readonly EntityOutcome[],
  answered: Answered,
  { report }: EngineRequest,
): SourceStatus | undefined {
  const { source, holder } = part.endpoint;
  const contact = contactOf(part.endpoint);
  const said = { source, holder, elapsedMs: answered.elapsedMs, ...(part.path && { path: part.path }) };
  if ('failure' in answered) {
    report.settled({ ...said, ...answered.failure, contact });
    return undefined;
  }
  const asOf = answered.asOf === undefined ? {} : { asOf: answered.asOf };
  const notes = outcomes.flatMap((outcome) => outcome.notes);
  // A hidden entity is null and has no status: where all are hidden the endpoint was never asked, as far as anybody can see.
  const isAnswered = !part.text.asksNothing && outcomes.some(({ entity }) => entity !== null);
  const isFailed = notes.some(({ code }) => code === 'HOLDER_INVALID_ANSWER');
  const isDecided = notes.some(({ code }) => code === 'RECORD_GONE' || isByRule(code));
  const failedStatus = isAnswered || isDecided ? 'PARTIAL' : 'INVALID_ANSWER';
  if (isFailed) report.settled({ ...said, ...asOf, status: failedStatus, contact });
  else if (isAnswered) report.settled({ ...said, ...asOf, status: 'ANSWERED' });
  for (const note of notes) {
    if (note.status === undefined || note.code === 'HOLDER_INVALID_ANSWER') continue;
    const { status, code, rule, reason } = note;
    const why = isByRule(code) ? explained({ rule, reason }) : {};
    report.settled({ ...said, ...asOf, status, contact: note.contact ?? contact, ...why });
  }
  return failedStatus;
}

/** What is known of it, so that what is not known is absent and not undefined. */
function explained(why: { readonly rule?: string; readonly reason?: string; readonly contact?: string }) {
  return Object.fromEntries(Object.entries(why).filter(([, word]) => word !== undefined));
}

const failureCodes: Readonly<Record<SourceStatus, FieldErrorCode>> = {
  TIMED_OUT: 'HOLDER_TIMED_OUT',
  UNAVAILABLE: 'HOLDER_UNAVAILABLE',
  BUSY: 'HOLDER_BUSY',
  MAINTENANCE: 'HOLDER_MAINTENANCE',
  REFUSED: 'HOLDER_REFUSED',
  INVALID_ANSWER: 'HOLDER_INVALID_ANSWER',
  PARTIAL: 'HOLDER_INVALID_ANSWER',
  RECORD_GONE: 'RECORD_GONE',
  WITHHELD: 'RECORD_WITHHELD',
  NOT_HELD: 'FIELD_NOT_HELD',
  NOT_SUPPORTED: 'FIELD_NOT_SUPPORTED',
  ANSWERED: 'INTERNAL',
  NO_POINTER: 'INTERNAL',
  INDEX_BEHIND: 'INTERNAL',
};

function failing({ status, reason }: CallFailure): EntityReader {
  return () => ({ entity: null, notes: [{ code: failureCodes[status], status, path: [], reason }] });
}

/** Every field that was asked is absent at the endpoint: the errors without the call. */
function onlyAbsences({ text, representations }: Part): EntityReader {
  return (index) => {
    const representation = representations[index] ?? {};
    const { value, problems } = text.shape.project(representation, String(representation.__typename));
    const notes = problems.flatMap(({ path, code, reason }): readonly EntityNote[] => {
      if (code === 'HOLDER_INVALID_ANSWER') return [];
      return [{ code, status: code === 'FIELD_NOT_HELD' ? 'NOT_HELD' : 'NOT_SUPPORTED', path, reason }];
    });
    return { entity: value, notes };
  };
}

function invalidAnswer(reason: string): CallFailure {
  return { status: 'INVALID_ANSWER', reason };
}

function asOfOf(answer: HolderAnswer): { readonly asOf?: string } {
  const asOf: unknown = isRecord(answer.extensions) ? answer.extensions.asOf : undefined;
  // The holder's clock is shown as it is, if it is an instant at all.
  return typeof asOf === 'string' && asOf.length <= 40 && !Number.isNaN(Date.parse(asOf)) ? { asOf } : {};
}

function nulls(keys: readonly string[]): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const key of keys) setOwn(data, key, null);
  return data;
}

/** The longest unused goes first. */
function textCache<Value extends string | FetchText>(): LRUCache<string, Value> {
  return new LRUCache<string, Value>({
    maxSize: textsKeptMaxChars,
    sizeCalculation: (value, key) => (typeof value === 'string' ? value.length : key.length * shapeFactor) + 1,
  });
}

function remembered<Value extends string | FetchText>(
  cache: LRUCache<string, Value>,
  key: string,
  make: () => Value,
): Value {
  let value = cache.get(key);
  if (value === undefined) cache.set(key, (value = make()));
  return value;
}

function never(): never {
  throw new TypeError('an endpoint is asked with at least one part');
}
