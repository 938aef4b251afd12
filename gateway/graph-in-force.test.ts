import { describe, expect, it } from 'vitest';
import { inForce } from './graph-in-force.ts';

function thing() {
  const one = { stops: 0, stop: async () => void (one.stops += 1) };
  return one;
}

describe('what is in force', () => {
  it('is stopped when it has been replaced and the last who used it has left', async () => {
    const [first, second] = [thing(), thing()];
    const graphs = inForce(first, 60_000);
    const [leave, leaveToo] = [graphs.enter(), graphs.enter()];
    graphs.replace(second);
    expect(graphs.current()).toBe(second);
    leave();
    leave();
    expect(first.stops).toBe(0);
    leaveToo();
    expect(first.stops).toBe(1);
    await graphs.stop();
    expect([first.stops, second.stops]).toEqual([1, 1]);
    expect(graphs.formers()).toBe(0);
  });

  it('is stopped at once where nobody uses it, and never while it is in force', async () => {
    const [first, second] = [thing(), thing()];
    const graphs = inForce(first, 60_000);
    graphs.enter()();
    expect(first.stops).toBe(0);
    graphs.replace(second);
    expect(first.stops).toBe(1);
    await graphs.stop();
  });

  it('is stopped after a time although somebody never leaves', async () => {
    const first = thing();
    const graphs = inForce(first, 10);
    const leave = graphs.enter();
    graphs.replace(thing());
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(first.stops).toBe(1);
    leave();
    expect(first.stops).toBe(1);
    await graphs.stop();
  });

  it('leaves nothing running, however often it was replaced', async () => {
    const things = Array.from({ length: 50 }, thing);
    const graphs = inForce(things[0] as ReturnType<typeof thing>, 60_000);
    for (const next of things.slice(1)) {
      graphs.enter();
      graphs.replace(next);
    }
    expect(graphs.formers()).toBe(49);
    await graphs.stop();
    expect(things.map(({ stops }) => stops)).toEqual(things.map(() => 1));
  });
});
