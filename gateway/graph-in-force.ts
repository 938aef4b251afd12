// One of a kind is in force, and replaced by the next while it is in use: whoever began with the former ends with it, and it is stopped
// when the last of them has left.

export interface Replaceable {
  stop(): Promise<void>;
}

export interface InForce<Thing extends Replaceable> {
  readonly current: () => Thing;
  /** Whoever uses the current one says so, and calls what is returned when it no longer does. */
  enter(): () => void;
  replace(next: Thing): void;
  /** Of those that are no longer in force, how many have not been stopped. */
  readonly formers: () => number;
  /** Stops all of them, in use or not. */
  stop(): Promise<void>;
}

interface Generation<Thing> {
  readonly thing: Thing;
  users: number;
  late?: NodeJS.Timeout;
}

/** `drainMaxMs`: after which a former one is stopped although it is in use. */
export function inForce<Thing extends Replaceable>(first: Thing, drainMaxMs: number): InForce<Thing> {
  let current: Generation<Thing> = { thing: first, users: 0 };
  const formers = new Set<Generation<Thing>>();
  const stopping = new Set<Promise<void>>();

  function end(generation: Generation<Thing>): void {
    if (!formers.delete(generation)) return;
    clearTimeout(generation.late);
    const stopped = generation.thing.stop().catch(() => undefined);
    stopping.add(stopped);
    void stopped.then(() => stopping.delete(stopped));
  }

  return Object.freeze({
    current: () => current.thing,
    enter() {
      const generation = current;
      generation.users += 1;
      let isIn = true;
      return () => {
        if (!isIn) return;
        isIn = false;
        generation.users -= 1;
        if (generation.users === 0) end(generation);
      };
    },
    replace(next: Thing) {
      const former = current;
      current = { thing: next, users: 0 };
      formers.add(former);
      if (former.users === 0) return end(former);
      former.late = setTimeout(() => end(former), drainMaxMs);
      former.late.unref();
    },
    formers: () => formers.size + stopping.size,
    async stop() {
      for (const former of formers) end(former);
      await Promise.all([...stopping, current.thing.stop()]);
    },
  });
}
