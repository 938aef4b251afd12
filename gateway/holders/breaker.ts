// Is this endpoint worth asking at all? One that keeps failing is left alone for a while, so that nobody waits for it again and again; then
// one read goes ahead of all others to see.

export type BreakerState = 'CLOSED' | 'OPEN' | 'HALF_OPEN';

/** What the end of a call says of its endpoint. */
export type Health =
  /** It answered. */
  | 'WELL'
  /** It cannot be reached, whoever asks. */
  | 'ILL'
  /** No answer in time, or one that could not be read: what was asked may be why, so that it counts once two askers have met it. */
  | 'DOUBTFUL'
  /** It declined, at once: it is there, and no better and no worse for that. */
  | 'AWAKE'
  /** The call ended for reasons of ours. */
  | 'UNKNOWN';

export interface BreakerLimits {
  /** Opens after this many failures without a success between them. Finds a dead endpoint that is seldom asked. */
  readonly failuresInARow: number;
  /** Opens when this share of the calls of a window failed. Finds one that is often asked and fails half of the time. */
  readonly failureRatio: number;
  /** Milliseconds. */
  readonly windowMs: number;
  /** Fewer calls than this in a window say nothing. */
  readonly callsMin: number;
  /** How long it is left alone, in milliseconds; doubled with each probe that fails. */
  readonly coolDownMs: number;
  readonly coolDownMaxMs: number;
}

export const breakerDefaults: BreakerLimits = Object.freeze({
  failuresInARow: 5,
  failureRatio: 0.5,
  windowMs: 10_000,
  callsMin: 10,
  coolDownMs: 1000,
  coolDownMaxMs: 30_000,
});

/** @throws RangeError naming the limit */
export function checkBreakerLimits(limits: Partial<BreakerLimits> = {}): BreakerLimits {
  const all = { ...breakerDefaults, ...limits };
  for (const name of ['failuresInARow', 'windowMs', 'callsMin', 'coolDownMs', 'coolDownMaxMs'] as const) {
    const value = all[name];
    if (!(value >= 1)) throw new RangeError(`breaker.${name} is a number from 1`);
  }
  if (!(all.failureRatio > 0 && all.failureRatio <= 1))
    throw new RangeError('breaker.failureRatio is above 0 and at most 1');
  if (all.coolDownMaxMs < all.coolDownMs)
    throw new RangeError('breaker.coolDownMaxMs is no shorter than breaker.coolDownMs');
  return Object.freeze(all);
}

export interface BreakerOptions {
  readonly limits?: BreakerLimits;
  /** From 0 to 1: spreads the probes of many gateways. */
  readonly random?: () => number;
  readonly onChange?: (state: BreakerState) => void;
}

/** Of one endpoint. Instants are milliseconds; they may step back, as clocks do. */
export class Breaker {
  readonly #limits: BreakerLimits;
  readonly #random: () => number;
  readonly #onChange: (state: BreakerState) => void;
  #state: BreakerState = 'CLOSED';
  /** Rises with each change of state: what a call of an earlier era came to is no news. */
  #era = 0;
  #window: CallWindow;
  #row = new Failures();
  /** Who alone may be why the last probes failed: they wait, and anybody else may probe at once. */
  #doubted: readonly string[] = [];
  #openings = 0;
  #openedAt = 0;
  #waitMs = 0;

  constructor({ limits = breakerDefaults, random = Math.random, onChange = () => undefined }: BreakerOptions = {}) {
    this.#limits = limits;
    this.#random = random;
    this.#onChange = onChange;
    this.#window = new CallWindow(limits.windowMs);
  }

  get state(): BreakerState {
    return this.#state;
  }

  /**
   * A ticket to give back with `settle`, always; undefined: not now. Only who may probe is let through ahead of the others. `callers`: those
   * on whose behalf the call is made, here and there the same.
   */
  admit(now: number, mayProbe: boolean, callers: readonly string[] = []): number | undefined {
    if (this.#state === 'CLOSED') return this.#era;
    if (this.#state === 'HALF_OPEN' || !mayProbe) return undefined;
    const since = now - this.#openedAt;
    const isSecondOpinion = this.#doubted.length > 0 && !callers.some((caller) => this.#doubted.includes(caller));
    if (since >= 0 && since < this.#waitMs && !isSecondOpinion) return undefined;
    this.#enter('HALF_OPEN');
    return this.#era;
  }

  settle(ticket: number, health: Health, now: number, callers: readonly string[] = []): void {
    if (ticket !== this.#era) return;
    if (this.#state === 'HALF_OPEN') this.#settleProbe(health, now, callers);
    else this.#settleCall(health, now, callers);
  }

  #settleProbe(health: Health, now: number, callers: readonly string[]): void {
    if (health === 'ILL' || health === 'DOUBTFUL') {
      const before = this.#doubted;
      const doubted = health === 'ILL' ? [] : before.length === 0 ? callers : common(before, callers);
      // A second opinion says again what the first said.
      if (before.length > 0 && doubted.length === 0) this.#openings -= 1;
      this.#open(now);
      this.#doubted = doubted;
      return;
    }
    if (health === 'UNKNOWN') {
      // Nothing was learned: the next read is the probe.
      this.#waitMs = 0;
      return this.#enter('OPEN');
    }
    this.#openings = 0;
    this.#doubted = [];
    this.#row = new Failures();
    this.#window = new CallWindow(this.#limits.windowMs);
    this.#enter('CLOSED');
  }

  #settleCall(health: Health, now: number, callers: readonly string[]): void {
    if (health === 'AWAKE' || health === 'UNKNOWN') return;
    const slot = this.#window.slotAt(now);
    if (health === 'WELL') {
      slot.answers += 1;
      if (!this.#row.isEmpty) this.#row = new Failures();
      return;
    }
    slot.failures.add(health, callers);
    this.#row.add(health, callers);
    const { answers, failures } = this.#window.sums();
    const { failuresInARow, callsMin, failureRatio } = this.#limits;
    const calls = answers + failures;
    if (this.#row.counted >= failuresInARow || (calls >= callsMin && failures >= calls * failureRatio)) this.#open(now);
  }

  #open(now: number): void {
    const { coolDownMs, coolDownMaxMs } = this.#limits;
    const longest = Math.min(coolDownMs * 2 ** this.#openings, coolDownMaxMs);
    this.#openings += 1;
    this.#openedAt = now;
    // Three quarters of it at least: gateways that saw the same failure come back one by one.
    this.#waitMs = longest * (1 - this.#random() / 4);
    this.#enter('OPEN');
  }

  #enter(state: BreakerState): void {
    this.#era += 1;
    this.#state = state;
    this.#onChange(state);
  }
}

/** Failures, and whether one caller alone may be why. Keeps no more callers than one call has. */
class Failures {
  #certain = 0;
  #doubtful = 0;
  /** On whose behalf every doubtful one was made. */
  #suspects: readonly string[] = [];

  get isEmpty(): boolean {
    return this.#certain === 0 && this.#doubtful === 0;
  }

  /** Those that say something of the endpoint: the doubtful ones do when nobody took part in all of them. */
  get counted(): number {
    return this.#certain + (this.#suspects.length === 0 ? this.#doubtful : 0);
  }

  add(health: 'ILL' | 'DOUBTFUL', callers: readonly string[]): void {
    if (health === 'ILL') {
      this.#certain += 1;
      return;
    }
    this.#suspects = this.#doubtful === 0 ? callers : common(this.#suspects, callers);
    this.#doubtful += 1;
  }

  addAll(others: Failures): void {
    this.#certain += others.#certain;
    if (others.#doubtful === 0) return;
    this.#suspects = this.#doubtful === 0 ? others.#suspects : common(this.#suspects, others.#suspects);
    this.#doubtful += others.#doubtful;
  }
}

function common(some: readonly string[], others: readonly string[]): readonly string[] {
  return some.filter((one) => others.includes(one));
}

const slotCount = 10;

interface Slot {
  answers: number;
  failures: Failures;
}

/** Answers and failures of the last while, to a tenth of it. */
class CallWindow {
  readonly #slotMs: number;
  readonly #slots = Array.from({ length: slotCount }, (): Slot => ({ answers: 0, failures: new Failures() }));
  #last = 0;

  constructor(windowMs: number) {
    this.#slotMs = windowMs / slotCount;
  }

  /** The tenth of now. */
  slotAt(now: number): Slot {
    const at = Math.floor(now / this.#slotMs);
    // A clock that stepped back far is a new clock.
    const passed = this.#last - at > slotCount ? slotCount : Math.min(at - this.#last, slotCount);
    for (let step = 0; step < passed; step += 1) {
      const slot = this.#slotOf(at - step);
      slot.answers = 0;
      if (!slot.failures.isEmpty) slot.failures = new Failures();
    }
    if (passed > 0) this.#last = at;
    return this.#slotOf(this.#last);
  }

  /** As of the last look at a slot; of failures those that say something of the endpoint. */
  sums(): { readonly answers: number; readonly failures: number } {
    let answers = 0;
    const failures = new Failures();
    for (const slot of this.#slots) {
      answers += slot.answers;
      failures.addAll(slot.failures);
    }
    return { answers, failures: failures.counted };
  }

  #slotOf(at: number): Slot {
    const slot = this.#slots[((at % slotCount) + slotCount) % slotCount];
    if (slot === undefined) throw new TypeError('an instant is a finite number');
    return slot;
  }
}
