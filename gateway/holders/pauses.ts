// For whom did an endpoint ask to be left alone? What it tells one caller may be about that caller (his own share of it is used up), and then
// nobody else waits for it; told to two at the same time, it is about the endpoint.

interface Pause {
  readonly from: number;
  readonly until: number;
}

/** Callers that are remembered at a time; beyond, who was told first is forgotten. */
const toldMax = 1000;

/** Of one endpoint. Instants are milliseconds; they may step back, as clocks do. */
export class Pauses {
  readonly #told = new Map<string, Pause>();
  #forAll: Pause | undefined;

  /** Whether one of the callers is to wait. */
  holds(callers: readonly string[], now: number): boolean {
    if (isOn(this.#forAll, now)) return true;
    return this.#told.size > 0 && callers.some((caller) => isOn(this.#told.get(caller), now));
  }

  /** The endpoint told the callers of one call to come back no sooner than in `forMs` milliseconds. */
  begin(callers: readonly string[], now: number, forMs: number): void {
    const until = now + forMs;
    for (const [caller, pause] of this.#told) if (!isOn(pause, now)) this.#told.delete(caller);
    const isNewToAll = callers.every((caller) => !this.#told.has(caller));
    if (isNewToAll && this.#told.size > 0) {
      // As long as two wait, everybody does.
      const lastUntil = [...this.#told.values()].reduce((last, pause) => Math.max(last, pause.until), now);
      const former = isOn(this.#forAll, now) ? (this.#forAll?.until ?? 0) : 0;
      this.#forAll = { from: now, until: Math.max(former, Math.min(until, lastUntil)) };
    }
    for (const caller of callers) {
      const former = this.#told.get(caller)?.until ?? 0;
      this.#told.set(caller, { from: now, until: Math.max(former, until) });
    }
    for (const caller of this.#told.keys()) {
      if (this.#told.size <= toldMax) break;
      this.#told.delete(caller);
    }
  }
}

function isOn(pause: Pause | undefined, now: number): boolean {
  return pause !== undefined && pause.from <= now && now < pause.until;
}
