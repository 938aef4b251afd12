// A client that leaves before it has its answer. An AbortSignal would say the same and be dearer: there is one for each request.

/** Whether a client is still there, and what is under way for it. */
export class Leaving {
  #hasLeft = false;
  /** Few: a set would be dearer. */
  readonly #underWay: (() => void)[] = [];

  get hasLeft(): boolean {
    return this.#hasLeft;
  }

  /** The client has left: everything that is under way for it is told. */
  leave(): void {
    this.#hasLeft = true;
    for (const stop of [...this.#underWay]) stop();
  }

  /** `stop` is called when the client leaves, unless it is deleted before. */
  add(stop: () => void): void {
    this.#underWay.push(stop);
  }

  delete(stop: () => void): void {
    const at = this.#underWay.indexOf(stop);
    if (at !== -1) this.#underWay.splice(at, 1);
  }
}
