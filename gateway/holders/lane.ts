// When does a question leave for its endpoint? At once, while few are under way there; else with those that gather until one of them ends,
// so that a queue makes calls fewer and nobody waits where there is no queue.
export interface LaneOptions {
  /** Calls under way beyond which questions gather. */
  readonly openMax: number;
  /** Longest that a question is held back, in milliseconds. */
  readonly gatherMsMax: number;
  /** Runs `leave` after `ms`; returns what takes it back. */
  readonly later?: (leave: () => void, ms: number) => () => void;
}

/** @throws RangeError naming the option */
export function checkLaneOptions(options: LaneOptions): LaneOptions {
  if (!Number.isSafeInteger(options.openMax) || options.openMax < 1)
    throw new RangeError('lane.openMax is a whole number from 1');
  if (!(options.gatherMsMax >= 0 && options.gatherMsMax <= 1000))
    throw new RangeError('lane.gatherMsMax is a number of milliseconds up to 1000');
  return options;
}

export class Lane<Question> {
  readonly #options: Required<LaneOptions>;
  /** Makes the calls for questions that leave together; one promise a call, settled when the call has ended, however it ended. */
  readonly #send: (questions: readonly Question[]) => readonly Promise<unknown>[];
  #gathered: Question[] = [];
  #open = 0;
  #forget: (() => void) | undefined;

  constructor(
    { openMax, gatherMsMax, later = afterMs }: LaneOptions,
    send: (questions: readonly Question[]) => readonly Promise<unknown>[],
  ) {
    this.#options = { openMax, gatherMsMax, later };
    this.#send = send;
  }

  ask(question: Question): void {
    this.#gathered.push(question);
    if (this.#open < this.#options.openMax) this.#leave();
    else this.#forget ??= this.#options.later(() => this.#leave(), this.#options.gatherMsMax);
  }

  #leave(): void {
    this.#forget?.();
    this.#forget = undefined;
    const questions = this.#gathered;
    if (questions.length === 0) return;
    this.#gathered = [];
    for (const call of this.#send(questions)) {
      this.#open += 1;
      const end = (): void => {
        this.#open -= 1;
        if (this.#open < this.#options.openMax) this.#leave();
      };
      // Whoever asked hears of a failure by another way.
      call.then(end, end);
    }
  }
}

function afterMs(leave: () => void, ms: number): () => void {
  const timer = setTimeout(leave, ms);
  return () => clearTimeout(timer);
}
