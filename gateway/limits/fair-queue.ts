// Who is served next when more ask than can be served at once: agencies in turn, and within an agency its people in turn, so that the flood
// of one is waited for by himself. Nobody takes all the places either: whoever asks while the others' requests are slow finds one free.
import { RequestRefused } from '../errors.ts';

export interface FairQueueOptions {
  /** Requests served at once. */
  readonly runningMax: number;
  /** Half of all places unless told otherwise. */
  readonly runningPerAgencyMax?: number;
  /** Four unless told otherwise: a screen of four or five queries fills at once, and eight people fill the house, and not one. */
  readonly runningPerCallerMax?: number;
  /** Requests that wait, all agencies together. */
  readonly waitingMax: number;
  readonly waitingPerAgencyMax: number;
  /** Whoever has waited this long is sent away. */
  readonly waitMs: number;
  /** Told of everybody who had to wait and was served. */
  readonly onServed?: (waitedMs: number) => void;
  /** Milliseconds. */
  readonly clock?: () => number;
}

/** Whose request it is. */
export interface Claimant {
  readonly agency: string;
  /** One person. */
  readonly caller: string;
}

/** Nobody waits for the answer any more, and nothing was asked of anybody. */
export class ClientLeft extends Error {
  override readonly name = 'ClientLeft';
  readonly code = 'CLIENT_LEFT';
}

export interface FairQueue {
  readonly running: number;
  readonly waiting: number;
  /**
   * Serves at once or waits; `work` is served until its promise settles.
   *
   * @throws RequestRefused OVERLOADED when the queue is full, or the wait is over
   * @throws ClientLeft when `left` says so before its turn
   */
  serve<Result>(claimant: Claimant, left: AbortSignal, work: () => Promise<Result>): Promise<Result>;
}

interface Waiter {
  /** Ends the wait: served, or refused with an error. */
  settle(refused?: Error): void;
}

/** Somebody who is served or waits; forgotten when neither. */
interface Person {
  running: number;
  readonly line: Set<Waiter>;
}

interface Agency {
  running: number;
  waiting: number;
  /** Who was served longest ago comes first. */
  readonly people: Map<string, Person>;
}

const runningPerCallerMaxDefault = 4;

/** First come, first served for one person; among the people of an agency, and among agencies, one request in turn. */
export function createFairQueue(options: FairQueueOptions): FairQueue {
  const { runningMax, waitingMax, waitingPerAgencyMax, waitMs, onServed = () => undefined, clock = Date.now } = options;
  const { runningPerAgencyMax = Math.max(1, Math.floor(runningMax / 2)) } = options;
  const { runningPerCallerMax = runningPerCallerMaxDefault } = options;
  /** Who was served longest ago comes first. */
  const agencies = new Map<string, Agency>();
  let running = 0;
  let waiting = 0;

  function enter(claimant: Claimant, left: AbortSignal): Promise<void> | undefined {
    if (left.aborted) throw new ClientLeft();
    const agency = agencies.get(claimant.agency);
    const person = agency?.people.get(claimant.caller);
    // Those that wait cannot take the place, or they would have it.
    if (running < runningMax && mayRun(agency, person)) {
      take(claimant);
      return undefined;
    }
    if (!makeRoom(agency, person)) throw overloaded();
    return wait(claimant, left);
  }

  function mayRun(agency: Agency | undefined, person: Person | undefined): boolean {
    return (agency?.running ?? 0) < runningPerAgencyMax && (person?.running ?? 0) < runningPerCallerMax;
  }

  function find({ agency: name, caller }: Claimant): { readonly agency: Agency; readonly person: Person } {
    const agency = agencies.get(name) ?? { running: 0, waiting: 0, people: new Map() };
    const person = agency.people.get(caller) ?? { running: 0, line: new Set() };
    agencies.set(name, agency);
    agency.people.set(caller, person);
    return { agency, person };
  }

  function forgetIdle({ agency: name, caller }: Claimant): void {
    const agency = agencies.get(name);
    const person = agency?.people.get(caller);
    if (person?.running === 0 && person.line.size === 0) agency?.people.delete(caller);
    if (agency?.people.size === 0) agencies.delete(name);
  }

  function take(claimant: Claimant): void {
    const { agency, person } = find(claimant);
    // Behind all the others.
    agency.people.delete(claimant.caller);
    agency.people.set(claimant.caller, person);
    agencies.delete(claimant.agency);
    agencies.set(claimant.agency, agency);
    running += 1;
    agency.running += 1;
    person.running += 1;
  }

  function wait(claimant: Claimant, left: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const since = clock();
      const { agency, person } = find(claimant);
      const goAway = () => waiter.settle(new ClientLeft());
      const timer = setTimeout(() => waiter.settle(overloaded()), waitMs);
      left.addEventListener('abort', goAway);
      const waiter: Waiter = {
        settle(refused) {
          clearTimeout(timer);
          left.removeEventListener('abort', goAway);
          person.line.delete(waiter);
          agency.waiting -= 1;
          waiting -= 1;
          if (refused) {
            forgetIdle(claimant);
            return reject(refused);
          }
          take(claimant);
          resolve();
          onServed(clock() - since);
        },
      };
      person.line.add(waiter);
      agency.waiting += 1;
      waiting += 1;
    });
  }

  /**
   * In a full agency the longest line of its people gives up its last, in a full house that of the agency with most who wait; unless the
   * newcomer would make his as long.
   */
  function makeRoom(agency: Agency | undefined, person: Person | undefined): boolean {
    const [ofAgency, ofPerson] = [agency?.waiting ?? 0, person?.line.size ?? 0];
    if (ofAgency < waitingPerAgencyMax) {
      if (waiting < waitingMax) return true;
      const fullest = largest(agencies.values(), (one) => one.waiting);
      if (fullest !== undefined && fullest.waiting > ofAgency + 1) return sendAwayLast(fullest, 0);
    }
    return agency !== undefined && sendAwayLast(agency, ofPerson + 1);
  }

  function sendAwayLast(agency: Agency, longerThan: number): boolean {
    const longest = largest(agency.people.values(), ({ line }) => line.size);
    if (longest === undefined || longest.line.size <= longerThan) return false;
    [...longest.line].at(-1)?.settle(overloaded());
    return true;
  }

  /** The place passes to whoever is next, or is free. */
  function leave(claimant: Claimant): void {
    const { agency, person } = find(claimant);
    running -= 1;
    agency.running -= 1;
    person.running -= 1;
    forgetIdle(claimant);
    if (running < runningMax) nextInTurn()?.settle();
  }

  function nextInTurn(): Waiter | undefined {
    for (const agency of agencies.values()) {
      if (agency.waiting === 0 || agency.running >= runningPerAgencyMax) continue;
      for (const { line, running: places } of agency.people.values()) {
        const [first] = line;
        if (first !== undefined && places < runningPerCallerMax) return first;
      }
    }
    return undefined;
  }

  function overloaded(): RequestRefused {
    return new RequestRefused('OVERLOADED', { retryAfterS: Math.ceil(waitMs / 1000) });
  }

  return {
    get running() {
      return running;
    },
    get waiting() {
      return waiting;
    },
    async serve(claimant, left, work) {
      await enter(claimant, left);
      try {
        return await work();
      } finally {
        leave(claimant);
      }
    },
  };
}

function largest<Item>(items: Iterable<Item>, sizeOf: (item: Item) => number): Item | undefined {
  let found: Item | undefined;
  for (const item of items) if (found === undefined || sizeOf(item) > sizeOf(found)) found = item;
  return found;
}
