// Records that are asked of endpoints: what one request asks of one endpoint at one time goes in one call, and where calls queue up, what
// several people ask in the same words goes together.
import { representationsMax } from '#kit/caller.ts';
import type { EndpointEntry } from '#kit/directory.ts';
import type { HolderAnswer } from '#kit/wire/protocol.ts';
import type { EngineRequest } from '../engine/engine.ts';
import { isRecord } from './answer-shape.ts';
import type { CallFailure, CallOutcome } from './endpoint-call.ts';
import { entityKey, faultOfList, readEntity, readRemarks } from './entity-answer.ts';
import type { EntityReader } from './entity-answer.ts';
import { inSlot } from './fetch-text.ts';
import { groupsOf, shareOut } from './joining.ts';
import type { Answered, Asked, Group, Part } from './joining.ts';
import { checkLaneOptions, Lane } from './lane.ts';
import type { LaneOptions } from './lane.ts';
import { mixedCallsFor } from './may-mix.ts';
import type { QuestionBodies } from './question-body.ts';
import type { Reads } from './reads.ts';
import { goneBefore, isOwnEnd, SharedCall } from './shared-call.ts';

export interface EntityCallsOptions {
  readonly reads: Reads;
  readonly bodies: QuestionBodies;
  /** Runs `flush` when the engine has started every fetch of a wave. */
  readonly schedule: (flush: () => void) => void;
  readonly lane: LaneOptions;
  /** The answer to several people at once could not be used; each was then asked for alone. */
  readonly onSpoiltMix?: (endpoint: EndpointEntry, reason: string) => void;
}

/** What one request asks of one endpoint at one time. */
interface Errand {
  readonly endpoint: EndpointEntry;
  readonly parts: Part[];
  readonly request: EngineRequest;
}

/** How long an endpoint that spoilt an answer to several people is asked for each alone, in milliseconds. */
const apartMs = 10_000;

export class EntityCalls {
  readonly #options: EntityCallsOptions;
  readonly #waves = new WeakMap<EngineRequest, Map<EndpointEntry, Errand>>();
  /** By the entry itself: under another directory an endpoint may be elsewhere, and what was meant for the one is no question to the other. */
  readonly #lanes = new WeakMap<EndpointEntry, Lane<Errand>>();
  /** Milliseconds since the epoch. */
  readonly #apartUntil = new WeakMap<EndpointEntry, number>();

  /** @throws RangeError naming an option of the lane */
  constructor(options: EntityCallsOptions) {
    this.#options = { ...options, lane: checkLaneOptions(options.lane) };
  }

  /** Waits for the other fetches of the same wave, so that one request asks one endpoint once. Rejects only for a mistake of ours. */
  ask(part: Part, request: EngineRequest): Promise<Answered> {
    return new Promise((resolve, reject) => {
      part.resolve = resolve;
      part.reject = reject;
      const { endpoint } = part;
      let wave = this.#waves.get(request);
      if (wave === undefined) {
        const errands = (wave = new Map<EndpointEntry, Errand>());
        this.#waves.set(request, wave);
        this.#options.schedule(() => {
          this.#waves.delete(request);
          for (const errand of errands.values()) this.#laneOf(errand.endpoint).ask(errand);
        });
      }
      const errand = wave.get(endpoint);
      if (errand === undefined) wave.set(endpoint, { endpoint, parts: [part], request });
      else errand.parts.push(part);
    });
  }

  #laneOf(endpoint: EndpointEntry): Lane<Errand> {
    let lane = this.#lanes.get(endpoint);
    if (lane === undefined) {
      lane = new Lane(this.#options.lane, (errands) => this.#callsFor(endpoint, errands));
      this.#lanes.set(endpoint, lane);
    }
    return lane;
  }

  #callsFor(endpoint: EndpointEntry, errands: readonly Errand[]): readonly Promise<void>[] {
    const [first] = errands;
    if (first === undefined) return [];
    const now = this.#options.reads.now();
    if (errands.length === 1 || now < (this.#apartUntil.get(endpoint) ?? 0))
      return errands.map((errand) => this.#askForOne(errand));
    try {
      const waited = errands.filter((errand) => !this.#isGone(errand, now));
      const { alone, mixed } = mixedCallsFor(waited, (request) => this.#options.bodies.asker(request));
      return [
        ...alone.map((errand) => this.#askForOne(errand)),
        ...mixed.map((members) => this.#askForSeveral(endpoint, members)),
      ];
    } catch (error) {
      for (const { parts } of errands) for (const part of parts) part.reject(error);
      return [];
    }
  }

  /** Nobody's name stands among those who ask when he has left. */
  #isGone({ parts, request }: Errand, now: number): boolean {
    const failure = goneBefore(request, now);
    if (failure !== undefined) for (const part of parts) part.resolve({ failure, elapsedMs: 0 });
    return failure !== undefined;
  }

  async #askForOne({ endpoint, parts, request }: Errand): Promise<void> {
    try {
      const groups = groupsOf(parts, representationsMax);
      const asked = groups.map(({ text, others, representations }) => ({ text, variables: others, representations }));
      const body = this.#options.bodies.ofOne(asked, request);
      const count = groups.reduce((sum, { representations }) => sum + representations.length, 0);
      const called = await this.#options.reads.call(endpoint, body, request, count);
      const remarks = called.ok ? readRemarks(called.answer) : undefined;
      for (const [slot, group] of groups.entries()) {
        const [rootKey = '_entities'] = group.text.rootKeys;
        const key = groups.length === 1 ? rootKey : inSlot(rootKey, slot);
        const read = readGroup(called, remarks, group, key, endpoint);
        for (const { part, at } of group.parts) part.resolve(readAt(read, at));
      }
    } catch (error) {
      for (const part of parts) part.reject(error);
    }
  }

  /** All of one text and the same other variables; each record is asked for by everybody who wants it, under his own name. */
  async #askForSeveral(endpoint: EndpointEntry, members: readonly Asked[]): Promise<void> {
    try {
      await this.#shareCall(endpoint, members);
    } catch (error) {
      for (const { part } of members) part.reject(error);
    }
  }

  async #shareCall(endpoint: EndpointEntry, members: readonly Asked[]): Promise<void> {
    const [first] = members;
    if (first === undefined) return;
    const byRequest = Map.groupBy(members, ({ request }) => request);
    if (byRequest.size === 1)
      return this.#askForOne({ endpoint, parts: members.map(({ part }) => part), request: first.request });
    const { reads, bodies, onSpoiltMix } = this.#options;
    const { facts, text, others } = first.part;
    const call = new SharedCall();
    for (const request of byRequest.keys()) call.join(request);
    const shared = shareOut(members, (request) => bodies.asker(request));
    reads.begin(call, endpoint, bodies.ofSeveral(first.part, shared), shared.representations.length);

    const [key = '_entities'] = text.rootKeys;
    const group: Group = { facts, text, others, representations: shared.representations, parts: [] };
    let read: Answered | undefined;
    let spoilt: string | undefined;
    const readOnce = (called: CallOutcome): Answered => {
      if (read !== undefined) return read;
      const remarks = called.ok ? readRemarks(called.answer) : undefined;
      read = readGroup(called, remarks, group, key, endpoint);
      spoilt = spoiltBy(read, remarks?.unplaced === true);
      if (spoilt !== undefined) {
        this.#apartUntil.set(endpoint, reads.now() + apartMs);
        onSpoiltMix?.(endpoint, spoilt);
      }
      return read;
    };
    await Promise.all(
      [...byRequest].map(async ([request, own]) => {
        const parts = own.map(({ part }) => part);
        try {
          const called = await reads.outcomeFor(call, request);
          if (!called.ok && isOwnEnd(called.failure)) {
            for (const part of parts) part.resolve({ failure: called.failure, elapsedMs: called.elapsedMs });
            return;
          }
          // One of them was told to come back later: of the others nobody was, and nothing has been asked yet.
          if (!called.ok && called.failure.reason === 'RETRY_AFTER')
            return await this.#askForOne({ endpoint, parts, request });
          const answered = readOnce(called);
          // What somebody else asked for must not cost anybody his answer, if there is time to ask again.
          if (spoilt !== undefined && answered.elapsedMs * 2 < endpoint.deadlineMs)
            return await this.#askForOne({ endpoint, parts, request });
          for (const part of parts) part.resolve(readAt(answered, shared.places.get(part) ?? []));
        } catch (error) {
          for (const part of parts) part.reject(error);
        }
      }),
    );
  }
}

/**
 * Why an answer to several people can be used for none of them: a holder that had answered, and wrongly, or that said something of it knows
 * not whom. To be busy or down is nobody's doing.
 */
function spoiltBy(answered: Answered, isUnplaced: boolean): string | undefined {
  if (!('failure' in answered)) return isUnplaced ? 'HOLDER_ERROR' : undefined;
  const { status, reason } = answered.failure;
  return status === 'INVALID_ANSWER' || (status === 'UNAVAILABLE' && reason.startsWith('HTTP_')) ? reason : undefined;
}

function readAt(read: Answered, at: readonly number[]): Answered {
  const { reader } = read;
  return reader === undefined ? read : { ...read, reader: (index) => reader(placeAt(at, index)) };
}

function placeAt(at: readonly number[], index: number): number {
  const place = at[index];
  // An absence may never be read out of a mistake in counting.
  if (place === undefined) throw new TypeError('a record is read that was not asked for');
  return place;
}

function readGroup(
  called: CallOutcome,
  remarks: ReturnType<typeof readRemarks> | undefined,
  { facts, text, representations }: Group,
  key: string,
  endpoint: EndpointEntry,
): Answered {
  const { elapsedMs } = called;
  if (!called.ok || remarks === undefined)
    return { failure: called.ok ? invalidAnswer('WRONG_TYPE') : called.failure, elapsedMs };
  if (remarks.fault !== undefined) return { failure: invalidAnswer(remarks.fault), elapsedMs };
  const { data } = called.answer;
  if (!isRecord(data))
    return { failure: invalidAnswer(remarks.unplaced || data === null ? 'HOLDER_ERROR' : 'WRONG_TYPE'), elapsedMs };
  const list: unknown = Object.hasOwn(data, key) ? data[key] : undefined;
  const values = representations.map(({ value }) => value);
  if (list === null && remarks.unplaced) return { failure: invalidAnswer('HOLDER_ERROR'), elapsedMs };
  const fault = faultOfList(list, values, (type) => facts.keyFieldsOf(endpoint.source, type));
  if (fault !== undefined) return { failure: invalidAnswer(fault), elapsedMs };
  const reader: EntityReader = (index) =>
    readEntity(
      (list as readonly unknown[])[index],
      String(representations[index]?.value.__typename),
      text.shape,
      remarks.byEntity.get(entityKey(key, index)) ?? [],
      remarks.unplaced,
    );
  return { reader, elapsedMs, ...asOfOf(called.answer) };
}

function invalidAnswer(reason: string): CallFailure {
  return { status: 'INVALID_ANSWER', reason };
}

export function asOfOf(answer: HolderAnswer): { readonly asOf?: string } {
  const asOf: unknown = isRecord(answer.extensions) ? answer.extensions.asOf : undefined;
  // The holder's clock is shown as it is, if it is an instant at all.
  return typeof asOf === 'string' && asOf.length <= 40 && !Number.isNaN(Date.parse(asOf)) ? { asOf } : {};
}
