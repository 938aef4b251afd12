// The holder client: every rule of transport in one place, under either engine. It routes each record to its holder, joins what one
// request asks of one endpoint at one time, asks the endpoints in parallel, and turns every failure into an error of ours at its path.
import { LRUCache } from 'lru-cache';
import { representationsMax } from '#kit/caller.ts';
import { endpointName, indexSource } from '#kit/directory.ts';
import type { Directory, EndpointEntry } from '#kit/directory.ts';
import { unobserved } from '../telemetry/calls.ts';
import type { CallObserver } from '../telemetry/calls.ts';
import type { EngineError, EngineRequest } from '../engine/engine.ts';
import type { PlannedFetch, Representation, SourceAnswer, SourceClient, SourceFetch } from '../engine/source-client.ts';
import { setOwn } from './answer-shape.ts';
import { Bulkheads, obstacleTo } from './availability.ts';
import type { AvailabilityOptions } from './availability.ts';
import { completeIndexStates, contactOf, viewDirectory } from './directory-view.ts';
import type { DirectoryView } from './directory-view.ts';
import { callEndpoint } from './endpoint-call.ts';
import type { CallFailure, CallTools, WireSigner } from './endpoint-call.ts';
import type { EntityNote } from './entity-answer.ts';
import { asOfOf, EntityCalls } from './entity-calls.ts';
import { readFetchText } from './fetch-text.ts';
import type { FetchText } from './fetch-text.ts';
import type { GraphFacts } from './graph-facts.ts';
import { Part, pick } from './joining.ts';
import type { Answered } from './joining.ts';
import type { LaneOptions } from './lane.ts';
import { explained, failureCodes, onlyAbsences, outcomesOf } from './part-outcome.ts';
import { QuestionBodies } from './question-body.ts';
import { Reads } from './reads.ts';
import { readIndexStates, readRootAnswer } from './root-answer.ts';
import { Transport } from './transport.ts';
import type { TransportOptions } from './transport.ts';

export interface HolderClient {
  /**
   * The client as an engine over one supergraph uses it. In its answers `data` has every key that was asked; entities are as many as
   * representations, null where missing, each null with an error. @throws FetchTextError for a fetch that no engine writes
   */
  over(facts: GraphFacts): SourceClient<EngineRequest>;
  stop(): Promise<void>;
}

export interface HolderClientOptions extends TransportOptions, AvailabilityOptions {
  /** The directory in force; looked up at every fetch, so a new one holds at once. */
  readonly directory: () => Directory;
  readonly signer: WireSigner;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Runs `flush` when the engine has started every fetch of a wave. */
  readonly schedule?: (flush: () => void) => void;
  /** Is told of each call and of each breaker. */
  readonly observer?: CallObserver;
  /** When questions leave at once, and when they gather. */
  readonly lane?: Partial<LaneOptions>;
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
  return Object.freeze({
    over: (facts: GraphFacts) =>
      Object.freeze({ fetch: (fetch: SourceFetch, request: EngineRequest) => client.fetch(facts, fetch, request) }),
    stop: () => client.stop(),
  });
}

/**
 * Beyond four calls at an endpoint what comes gathers, for four milliseconds at most: a holder on the same continent has answered one by
 * then, and of a deadline of a second and a half they are nothing.
 */
const laneDefaults: LaneOptions = { openMax: 4, gatherMsMax: 4 };

/** Different directories under which one fetch of a plan is remembered. */
const textsOfFetchMax = 64;
/** In bytes; by the length of what is written out, without fragments, what is kept of a text was measured. */
const textsAlikeKept = {
  maxSize: 32 * 2 ** 20,
  sizeCalculation: (text: FetchText, words: string) => 2000 + 2 * words.length + 45 * text.written().selection.length,
};

class Client {
  readonly #options: HolderClientOptions;
  readonly #tools: CallTools;
  readonly #bodies = new QuestionBodies();
  readonly #reads: Reads;
  readonly #entityCalls: EntityCalls;
  /** Of each fetch of a plan, by what an endpoint lacks: as long as the plan is kept. */
  readonly #texts = new WeakMap<PlannedFetch, Map<string, FetchText>>();
  /** Plans of different operations ask for the same in the same words, and then it is one text, whose fetches can be joined. */
  #alike = new WeakMap<GraphFacts, LRUCache<string, FetchText>>();
  #view: DirectoryView;

  constructor(options: HolderClientOptions) {
    this.#options = options;
    const { signer, now = Date.now, schedule = setImmediate, observer = unobserved } = options;
    const bulkheads = new Bulkheads({ onBreaker: (event) => observer.breaker(event, event.state), ...options });
    this.#tools = { transport: new Transport(options), bulkheads, signer, now, observer };
    this.#reads = new Reads(this.#tools);
    this.#entityCalls = new EntityCalls({
      reads: this.#reads,
      bodies: this.#bodies,
      schedule: (flush) => void schedule(flush),
      lane: { ...laneDefaults, ...options.lane },
      onSpoiltMix: ({ source, holder }, reason) => options.onInvalidAnswer?.({ source, holder, reason }),
    });
    const directory = options.directory();
    for (const endpoint of directory.endpoints) this.#tools.transport.check(endpoint);
    this.#view = viewDirectory(directory);
  }

  stop(): Promise<void> {
    return this.#tools.transport.stop();
  }

  async fetch(facts: GraphFacts, fetch: SourceFetch, request: EngineRequest): Promise<SourceAnswer> {
    const view = this.#currentView();
    return fetch.representations === undefined
      ? this.#fetchRoot(facts, view, fetch, request)
      : this.#fetchEntities(facts, view, fetch, fetch.representations, request);
  }

  #currentView(): DirectoryView {
    const directory = this.#options.directory();
    if (directory !== this.#view.directory) {
      this.#view = viewDirectory(directory);
      this.#tools.transport.keepOnly(directory.endpoints);
      this.#tools.bulkheads.keepOnly(directory.endpoints);
    }
    return this.#view;
  }

  #textFor(facts: GraphFacts, planned: PlannedFetch, endpoint: EndpointEntry, view: DirectoryView): FetchText {
    const texts = this.#texts.get(planned) ?? new Map<string, FetchText>();
    this.#texts.set(planned, texts);
    const { key, absenceOf } = view.absentAt(endpoint, facts);
    let text = texts.get(key);
    if (text === undefined) {
      // Directories change, and plans may be kept for long.
      if (texts.size >= textsOfFetchMax) texts.clear();
      const alike = this.#alike.get(facts) ?? new LRUCache<string, FetchText>(textsAlikeKept);
      this.#alike.set(facts, alike);
      const words = `${endpoint.source}\n${key}\n${planned.query}`;
      text = alike.get(words) ?? readFetchText(planned.query, endpoint.source, facts, absenceOf);
      alike.set(words, text);
      texts.set(key, text);
    }
    return text;
  }

  async #fetchRoot(
    facts: GraphFacts,
    view: DirectoryView,
    { planned, variables, path }: SourceFetch,
    request: EngineRequest,
  ): Promise<SourceAnswer> {
    const { source } = planned;
    const endpoint = view.onlyEndpointOf(source);
    if (endpoint === undefined)
      throw new TypeError(`a root field of ${source} has no single endpoint in the directory`);
    const { holder } = endpoint;
    const { report } = request;
    const text = this.#textFor(facts, planned, endpoint, view);
    const body = this.#bodies.ofOne([{ text, variables: pick(variables, text.variableNames) }], request);
    const called =
      text.operationType === 'query'
        ? await this.#reads.call(endpoint, body, request)
        : await callEndpoint(this.#tools, endpoint, { body, isRead: false }, request);
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
    const rootType = facts.schema.getRootType(text.operationType as never)?.name ?? 'Query';
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
    facts: GraphFacts,
    view: DirectoryView,
    fetch: SourceFetch,
    representations: readonly Representation[],
    request: EngineRequest,
  ): Promise<SourceAnswer> {
    const { planned, variables, path } = fetch;
    const { source } = planned;
    const parts = new Map<string, readonly Part[]>();
    const entities: unknown[] = new Array(representations.length).fill(null);
    const errors: EngineError[] = [];
    for (const [index, representation] of representations.entries()) {
      const { holder } = representation.value;
      const endpoint = typeof holder === 'string' ? view.endpointOf(source, holder) : undefined;
      if (endpoint === undefined) {
        errors.push(this.#unknownHolder(fetch, holder, index, request));
        continue;
      }
      const name = endpointName(endpoint);
      let part = parts.get(name)?.at(-1);
      if (part === undefined || part.representations.length >= representationsMax) {
        part = new Part(facts, endpoint, this.#textFor(facts, planned, endpoint, view), variables, path);
        parts.set(name, [...(parts.get(name) ?? []), part]);
      }
      part.add(representation, index);
    }

    await Promise.all(
      [...parts.values()].flat().map(async (part) => {
        const answered = await this.#answerTo(part, request);
        if ('failure' in answered && answered.failure) this.#alarm(part.endpoint, answered.failure);
        const outcomes = outcomesOf(part, answered, request);
        for (const { index, outcome } of outcomes) {
          entities[index] = outcome.entity;
          for (const note of outcome.notes) errors.push(this.#errorAt(part, index, note));
        }
      }),
    );
    return { data: { _entities: entities }, errors };
  }

  #unknownHolder(
    { planned: { source }, path }: SourceFetch,
    holder: unknown,
    index: number,
    request: EngineRequest,
  ): EngineError {
    // A code that is not in the directory may be anything: it is not repeated.
    const known =
      typeof holder === 'string' && Object.hasOwn(this.#view.directory.holders, holder) ? holder : 'UNKNOWN';
    const refusal = { source, holder: known, status: 'REFUSED', reason: 'NOT_IN_DIRECTORY' } as const;
    request.report.settled({ ...refusal, path });
    return { code: 'HOLDER_REFUSED', path: ['_entities', index], ...refusal };
  }

  #errorAt({ endpoint }: Part, index: number, { path, ...note }: EntityNote): EngineError {
    const { source, holder } = endpoint;
    return { contact: contactOf(endpoint), ...note, path: ['_entities', index, ...path], source, holder };
  }

  async #answerTo(part: Part, request: EngineRequest): Promise<Answered> {
    const obstacle = obstacleTo(part.endpoint, this.#tools.now());
    if (obstacle !== undefined) return { failure: obstacle, elapsedMs: 0 };
    if (part.text.asksNothing) return { reader: onlyAbsences(part), elapsedMs: 0 };
    return this.#entityCalls.ask(part, request);
  }

  #alarm({ source, holder }: EndpointEntry, { status, reason }: CallFailure): void {
    if (status === 'INVALID_ANSWER') this.#options.onInvalidAnswer?.({ source, holder, reason });
  }
}

function nulls(keys: readonly string[]): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const key of keys) setOwn(data, key, null);
  return data;
}
