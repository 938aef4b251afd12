import { describe, expect, it } from 'vitest';
import type { SourceClient } from '../source-client.ts';
import { createCompiledEngine } from './engine.ts';
import type { CompiledEngineOptions } from './engine.ts';
import { PlanError, PlannerBusy } from './plan.ts';
import type { PlanNode } from './plan.ts';

const supergraphSdl = 'type Query { a: Int }';
const client: SourceClient<undefined, never> = { fetch: async () => ({ data: {}, errors: [] }) };
const plan = (query = '{a}'): PlanNode => ({
  ...{ kind: 'fetch', source: 's', query, operationType: 'query', path: [], outputRewrites: [] },
});

async function engineOver(
  planned: (text: string, isWanted?: () => boolean) => Promise<PlanNode | null>,
  options: Partial<CompiledEngineOptions<undefined, never>> = {},
) {
  const asked: string[] = [];
  const planner = {
    plan(text: string, isWanted?: () => boolean) {
      asked.push(text);
      return planned(text, isWanted);
    },
    pids: () => [],
    stop: async () => undefined,
  };
  const engine = await createCompiledEngine<undefined, never>({ supergraphSdl, client, planner, ...options });
  return { engine, asked };
}

const failure = (promised: Promise<unknown>) => promised.catch((error: unknown) => error);

describe('a plan', () => {
  it('is made once however many ask at once', async () => {
    const gate = Promise.withResolvers<PlanNode>();
    const { engine, asked } = await engineOver(() => gate.promise);
    const all = Array.from({ length: 100 }, () => engine.prepare('k', '{ a }'));
    gate.resolve(plan());
    const [first, ...others] = await Promise.all(all);
    for (const other of others) expect(other).toBe(first);
    expect(await engine.prepare('k', '{ a }')).toBe(first);
    expect(asked).toEqual(['{ a }']);
    expect(engine.isReady('k')).toBe(true);
  });

  it('that cannot be made is refused to all who wait, not tried again for a while, and tried again after it', async () => {
    let isBroken = true;
    const { engine, asked } = await engineOver(
      async () => {
        if (isBroken) throw new PlanError('no');
        return plan();
      },
      { notAgainForMs: 200 },
    );
    const refused = await Promise.all(Array.from({ length: 20 }, () => failure(engine.prepare('k', '{ a }'))));
    expect(refused.every((one) => one instanceof PlanError)).toBe(true);
    expect(await failure(engine.prepare('k', '{ a }'))).toBeInstanceOf(PlanError);
    expect(asked).toHaveLength(1);
    isBroken = false;
    // Another operation is not concerned.
    expect(await engine.prepare('other', '{ b: a }')).toBeDefined();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await engine.prepare('k', '{ a }')).toBeDefined();
    expect(asked).toHaveLength(3);
  });

  it('is tried again at once when there was only no turn for it', async () => {
    let isBusy = true;
    const { engine, asked } = await engineOver(async () => {
      if (isBusy) throw new PlannerBusy();
      return plan();
    });
    expect(await failure(engine.prepare('k', '{ a }'))).toBeInstanceOf(PlannerBusy);
    isBusy = false;
    expect(await engine.prepare('k', '{ a }')).toBeDefined();
    expect(asked).toHaveLength(2);
  });

  it('is forgotten by what it takes, the longest unused first', async () => {
    const { engine } = await engineOver(async (text) => plan(text), { plansMaxBytes: 100_000 });
    const long = (at: number) => `{ a${'a'.repeat(1000)}${at}: a }`;
    await engine.prepare('small', '{ a }');
    for (let at = 0; at < 10; at++) await engine.prepare(String(at), long(at));
    expect(engine.isReady('small')).toBe(false);
    expect(engine.isReady('0')).toBe(false);
    expect(engine.isReady('9')).toBe(true);
  });
});

describe('a plan that comes', () => {
  it('is wanted as long as one of those who ask is there', async () => {
    const gate = Promise.withResolvers<PlanNode>();
    const wanted: (() => boolean)[] = [];
    const { engine } = await engineOver((_text, isWanted = () => true) => {
      wanted.push(isWanted);
      return gate.promise;
    });
    const there = new Set(['a', 'b']);
    const asking = ['a', 'b'].map((one) => engine.prepare('k', '{ a }', () => there.has(one)));
    there.delete('a');
    expect(wanted.map((isWanted) => isWanted())).toEqual([true]);
    there.delete('b');
    expect(wanted.map((isWanted) => isWanted())).toEqual([false]);
    asking.push(engine.prepare('k', '{ a }'));
    expect(wanted.map((isWanted) => isWanted())).toEqual([true]);
    gate.resolve(plan());
    await Promise.all(asking);
  });

  it('weighs what its fragments write out', async () => {
    const fragment = `fragment f on A{${'b'.repeat(400)}}`;
    const spread = `{${Array.from({ length: 20 }, (_, at) => `a${at}:a{...f}`).join(' ')}} ${fragment}`;
    const { engine } = await engineOver(async (text) => plan(text.includes('heavy') ? spread : '{a}'), {
      plansMaxBytes: 200_000,
    });
    await engine.prepare('small', '{ a }');
    await engine.prepare('heavy', '{ heavy: a }');
    expect(engine.isReady('small')).toBe(true);
    expect(engine.isReady('heavy')).toBe(false);
  });
});

describe('a new engine', () => {
  it('plans what the old one was asked for most, the most asked first, and passes over what it cannot plan', async () => {
    const { engine: old } = await engineOver(async () => plan());
    for (const [key, count] of [
      ['rare', 1],
      ['broken', 5],
      ['hot', 9],
    ] as const)
      for (let at = 0; at < count; at++) await old.prepare(key, `{ ${key}: a }`);
    expect(old.hottest(2).map(({ key }) => key)).toEqual(['hot', 'broken']);

    const { engine, asked } = await engineOver(async (text) => {
      if (text.includes('broken')) throw new PlanError('no');
      return plan();
    });
    expect(await engine.warm(old.hottest(10), new AbortController().signal)).toBe(2);
    expect(asked).toEqual(['{ hot: a }', '{ broken: a }', '{ rare: a }']);
    // What was learned is passed on to the engine after it.
    expect(engine.hottest(10).map(({ key, askedFor }) => [key, askedFor])).toEqual([
      ['hot', 9],
      ['rare', 1],
    ]);
  });

  it('plans no more than there is time for', async () => {
    const { engine, asked } = await engineOver(async () => plan());
    const operations = [{ key: 'k', text: '{ a }', askedFor: 1 }];
    expect(await engine.warm(operations, AbortSignal.abort())).toBe(0);
    expect(asked).toEqual([]);
  });
});
