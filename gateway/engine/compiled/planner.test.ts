import { existsSync, readFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';
import { createPlanCheck } from './check-plan.ts';
import { PlanError, PlannerBusy } from './plan.ts';
import type { PlanNode } from './plan.ts';
import { startPlanner } from './planner.ts';
import type { Planner, PlannerOptions } from './planner.ts';
import { lateAgainMaxMs, lateAgainMs, pauseMs, PlannerQueue, startPauseMs } from './planner-queue.ts';
import type { PlannerQueueOptions } from './planner-queue.ts';
import type { PlannerChild, PlannerOutcome } from './planner-child.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@interfaceObject"])\n`;

function supergraphOf(sources: Readonly<Record<string, string>>): string {
  const services = Object.entries(sources).map(([name, sdl]) => ({
    ...{ name, url: `http://${name}.invalid`, typeDefs: parse(link + sdl) },
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

/**
 * Over one response key with two values of an argument, of a field that an interface object gives, the fast planner ends its process, and
 * the other takes one value for both.
 */
const deadly = supergraphOf({
  a: `type Query { things: [Thing] } union Thing = A | B
    interface Node @key(fields: "id") { id: ID! }
    type A implements Node @key(fields: "id") { id: ID! }
    type B implements Node @key(fields: "id") { id: ID! }`,
  b: `type Node @interfaceObject @key(fields: "id") { id: ID! rating(n: Int): Int }`,
});
const crash = (n: number) => `{ things { ... on A { rating(n: ${n}) } ... on B { rating(n: ${n + 1}) } } }`;
const harmless = (name: string) => `{ ${name}: things { __typename } }`;

/** Of a busy machine. */
const patient = { fastTimeoutMs: 30_000, slowTimeoutMs: 30_000, loadTimeoutMs: 60_000, waitMs: 60_000 };

let planner: Planner | undefined;
afterEach(async () => {
  await planner?.stop();
  planner = undefined;
});

async function started(options: Partial<PlannerOptions> = {}): Promise<Planner> {
  return (planner = await startPlanner({ supergraphSdl: deadly, ...patient, ...options }));
}

function isAlive(pid: number): boolean {
  // A zombie is no process any more.
  return existsSync(`/proc/${pid}/stat`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

describe('the planners in their processes', () => {
  it('refuse what takes the process of one down and is planned wrongly by the other', async () => {
    let fallbacks = 0;
    const one = await started({ onFallback: () => (fallbacks += 1) });
    const [before] = one.pids();
    await expect(one.plan(crash(1))).rejects.toBeInstanceOf(PlanError);
    expect(fallbacks).toBe(1);
    // The process of the first is gone, and a new one plans what comes next.
    expect(sourcesOf(await one.plan(harmless('x')))).toEqual(['a']);
    expect(fallbacks).toBe(1);
    expect(one.pids()[0]).not.toBe(before);
  });

  it('never give an operation to a process again that it has taken down', async () => {
    const one = await started();
    await one.plan(crash(1)).catch(() => undefined);
    await one.plan(harmless('x'));
    const [pid] = one.pids();
    for (let at = 0; at < 10; at++) await expect(one.plan(crash(1))).rejects.toBeInstanceOf(PlanError);
    expect(one.pids()[0]).toBe(pid);
  });

  it('lose nothing of what waits behind an operation that takes the process down', async () => {
    const one = await started();
    const crashed = one.plan(crash(1)).catch((error: unknown) => error);
    const plans = await Promise.all(['a', 'b', 'c', 'd'].map((name) => one.plan(harmless(name))));
    expect(plans.map(sourcesOf)).toEqual([['a'], ['a'], ['a'], ['a']]);
    expect(await crashed).toBeInstanceOf(PlanError);
  });

  it('go on when somebody ends their process', async () => {
    const one = await started();
    for (let at = 0; at < 3; at++) {
      const plans = Array.from({ length: 20 }, (_, place) => one.plan(harmless(`x${at}y${place}`)));
      process.kill(one.pids()[0] ?? 0, 'SIGKILL');
      expect((await Promise.all(plans)).every((plan) => sourcesOf(plan).length === 1)).toBe(true);
    }
  });

  it('do without the first for a while when it is taken down again and again', async () => {
    const one = await started();
    for (let at = 0; at < 8; at++) await one.plan(crash(2 * at)).catch(() => undefined);
    expect(sourcesOf(await one.plan(harmless('x')))).toEqual(['a']);
    // Only the second runs.
    expect(one.pids()).toHaveLength(1);
  });

  it('leave no process behind', async () => {
    const one = await started();
    await one.plan(crash(1)).catch(() => undefined);
    await one.plan(harmless('x'));
    const pids = one.pids();
    expect(pids).toHaveLength(2);
    const last = one.plan(harmless('y')).catch((error: unknown) => error);
    await one.stop();
    expect(pids.filter(isAlive)).toEqual([]);
    expect(await last).toBeInstanceOf(PlanError);
    await expect(one.plan(harmless('z'))).rejects.toBeInstanceOf(PlanError);
  });

  it('refuse an operation that no planner can plan', async () => {
    const one = await started();
    await expect(one.plan('{ unknown }')).rejects.toBeInstanceOf(PlanError);
  });

  it('refuse a supergraph that none of them takes', async () => {
    await expect(startPlanner({ supergraphSdl: 'type Query { a: A }' })).rejects.toBeInstanceOf(PlanError);
  });

  it('replace a process that takes too much memory', async () => {
    const one = await started({ rssMaxBytes: 1 });
    const [pid] = one.pids();
    await one.plan(harmless('x'));
    await one.plan(harmless('y'));
    expect(one.pids()).not.toContain(pid);
  });

  it('end with the process that started them', async () => {
    const parent = spawn(
      process.execPath,
      [
        ...['--input-type=module', '--eval'],
        `const { startPlanner } = await import(${JSON.stringify(new URL('./planner.ts', import.meta.url).href)});
         const planner = await startPlanner({ supergraphSdl: ${JSON.stringify(deadly)} });
         process.stdout.write(planner.pids().join());
         setInterval(() => undefined, 1000);`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [said] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(said.toString());
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    await until(() => !isAlive(pid));
  });
});

describe('a planner that writes an invalid fetch', () => {
  const supergraphSdl = supergraphOf({
    a: `type Query { p: [P] } type P @key(fields: "id") { id: ID! }`,
    b: `type P @key(fields: "id") { id: ID! things: [Thing] } union Thing = A | B type A { v: String } type B { w: Int }`,
  });

  it('is not believed: the other is asked', async () => {
    let fallbacks = 0;
    const one = await started({ supergraphSdl, onFallback: () => (fallbacks += 1) });
    const text = '{ p { id: __typename things { __typename } } }';
    const plan = await one.plan(text);
    expect(fallbacks).toBe(1);
    const check = createPlanCheck(supergraphSdl);
    expect(() => check(plan, text)).not.toThrow();
    for (const query of [
      '{p{__typename id:__typename id}}',
      'query($representations:[_Any!]!){_entities(representations:$representations){...on P{id:__typename id}}}',
    ]) {
      const wrong = {
        kind: 'fetch',
        source: 'a',
        query,
        operationType: 'query',
        path: [],
        outputRewrites: [],
      } as const;
      expect(() => check({ kind: 'sequence', nodes: [wrong] }, '{ p { id } }')).toThrow(PlanError);
    }
  });
});

describe('a process of a planner', () => {
  it('is not there where the system has no descriptor for it, and nobody is ended for it', async () => {
    const script = `
      import { openSync } from 'node:fs';
      import { startPlannerChild } from ${JSON.stringify(new URL('./planner-child.ts', import.meta.url).href)};
      try { for (;;) openSync('/dev/null', 'r'); } catch {}
      process.stdout.write(String(await startPlannerChild('hive', 'type Query { a: Int }', 60_000)));`;
    const limited = spawn(
      'sh',
      ['-c', 'ulimit -n 64; exec "$0" --input-type=module --eval "$1"', process.execPath, script],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let said = '';
    limited.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    expect(await once(limited, 'close')).toEqual([0, null]);
    expect(said).toBe('undefined');
  });
});

describe('the queue before a planner', () => {
  const word = (plan: PlanNode | null = null): PlannerOutcome => ({ kind: 'PLANNED', plan, rssBytes: 0 });

  /** A planner whose process does as the test says. */
  function queueOver(plan: (text: string) => Promise<PlannerOutcome>, options: Partial<PlannerQueueOptions> = {}) {
    let starts = 0;
    const start = async (): Promise<PlannerChild> => {
      starts += 1;
      let isGone = false;
      return {
        pid: starts,
        isGone: () => isGone,
        async plan(text) {
          const outcome = await plan(text);
          if (!('rssBytes' in outcome)) isGone = true;
          return outcome;
        },
        end: async () => void (isGone = true),
      };
    };
    const limits = { timeoutMs: 1000, loadTimeoutMs: 1000, waitingMax: 4, waitMs: 60_000, rssMaxBytes: Infinity };
    const queue = new PlannerQueue('hive', { supergraphSdl: '', ...limits, start, ...options });
    return { queue, starts: () => starts };
  }

  it('is as long as it may be, and no longer', async () => {
    const gate = Promise.withResolvers<PlannerOutcome>();
    const { queue } = queueOver(() => gate.promise);
    const first = queue.plan('0');
    await new Promise(setImmediate);
    const waiting = ['1', '2', '3', '4'].map((text) => queue.plan(text));
    await expect(queue.plan('5')).rejects.toBeInstanceOf(PlannerBusy);
    gate.resolve(word());
    expect(await Promise.all([first, ...waiting])).toHaveLength(5);
    await queue.stop();
  });

  it('keeps nobody waiting longer than said', async () => {
    const { queue } = queueOver(() => new Promise(() => undefined), { waitMs: 1 });
    void queue.plan('0');
    await new Promise(setImmediate);
    await expect(queue.plan('1')).rejects.toBeInstanceOf(PlannerBusy);
  });

  it('does not try again what failed', async () => {
    const asked: string[] = [];
    const { queue } = queueOver(async (text) => {
      asked.push(text);
      return { kind: 'FAILED', rssBytes: 0 };
    });
    for (let at = 0; at < 3; at++) expect(await queue.plan('same')).toBeUndefined();
    expect(asked).toEqual(['same']);
  });

  it('gives what was interrupted one more chance, and no third', async () => {
    let asked = 0;
    const { queue, starts } = queueOver(async () => {
      asked += 1;
      return { kind: 'ENDED' };
    });
    expect(await queue.plan('x')).toBeUndefined();
    expect(asked).toBe(2);
    // And one more for whoever comes next.
    expect(starts()).toBe(3);
  });

  it('starts no process for a while after five have died, and one afterwards', async () => {
    let now = 0;
    const { queue, starts } = queueOver(async () => ({ kind: 'DIED' }), { now: () => now });
    for (let at = 0; at < 20; at++) expect(await queue.plan(`${at}`)).toBeUndefined();
    expect(starts()).toBe(5);
    expect(queue.isPaused).toBe(true);
    now += pauseMs;
    expect(await queue.plan('later')).toBeUndefined();
    // And the next, for whoever comes next.
    expect(starts()).toBe(7);
    expect(queue.isPaused).toBe(false);
  });

  it('counts one operation once, however often it takes the process down', async () => {
    const { queue } = queueOver(async () => ({ kind: 'ENDED' }));
    for (let at = 0; at < 4; at++) expect(await queue.plan(`${at}`)).toBeUndefined();
    expect(queue.isPaused).toBe(false);
    expect(await queue.plan('4')).toBeUndefined();
    expect(queue.isPaused).toBe(true);
  });

  it.each(['LATE', 'ENDED'] as const)('tries again after a while what was %s, later each time', async (kind) => {
    let now = 0;
    let asked = 0;
    const { queue } = queueOver(
      async () => {
        asked += 1;
        return { kind };
      },
      { now: () => now },
    );
    const each = kind === 'ENDED' ? 2 : 1;
    let againMs = lateAgainMs;
    for (let at = 1; at < 8; at++) {
      expect(await queue.plan('x')).toBeUndefined();
      expect(asked).toBe(each * at);
      now += againMs - 1;
      expect(await queue.plan('x')).toBeUndefined();
      expect(asked).toBe(each * at);
      now += 1;
      againMs = Math.min(2 * againMs, lateAgainMaxMs);
    }
  });

  it('plans what was late once the machine has time', async () => {
    let now = 0;
    let isBusy = true;
    const { queue } = queueOver(async () => (isBusy ? { kind: 'LATE' } : word()), { now: () => now });
    expect(await queue.plan('x')).toBeUndefined();
    isBusy = false;
    now += lateAgainMs;
    expect(await queue.plan('x')).toEqual({ plan: null });
  });

  it.each(['FAILED', 'DIED'] as const)('never tries again what %s', async (kind) => {
    let now = 0;
    let asked = 0;
    const { queue } = queueOver(
      async () => {
        asked += 1;
        return kind === 'FAILED' ? { kind, rssBytes: 0 } : { kind };
      },
      { now: () => now },
    );
    await queue.plan('x');
    now += 1000 * lateAgainMaxMs;
    expect(await queue.plan('x')).toBeUndefined();
    expect(asked).toBe(1);
  });

  it('gives up what waits where no process can be started, and tries again after a pause', async () => {
    let now = 0;
    let starts = 0;
    const start = (): Promise<PlannerChild> => {
      starts += 1;
      if (starts === 1) throw new Error('spawn ENOMEM');
      if (starts === 2) return Promise.reject(new Error('spawn ENOMEM'));
      return Promise.resolve({ pid: 1, isGone: () => false, plan: async () => word(), end: async () => undefined });
    };
    const { queue } = queueOver(async () => word(), { start, now: () => now });
    expect(await Promise.all(['a', 'b'].map((text) => queue.plan(text)))).toEqual([undefined, undefined]);
    expect(queue.isPaused).toBe(true);
    expect(await queue.plan('a')).toBeUndefined();
    expect(starts).toBe(1);
    now += startPauseMs;
    expect(await queue.plan('a')).toBeUndefined();
    expect(starts).toBe(2);
    now += startPauseMs;
    expect(await queue.plan('a')).toBeUndefined();
    expect(starts).toBe(2);
    now += startPauseMs;
    expect(await queue.plan('a')).toEqual({ plan: null });
  });

  it('takes a process that answers with an error for one that was ended', async () => {
    let asked = 0;
    const { queue } = queueOver(async () => {
      asked += 1;
      if (asked === 1) throw new Error('write EPIPE');
      return word();
    });
    expect(await queue.plan('x')).toEqual({ plan: null });
  });

  it('does not plan what nobody waits for any more', async () => {
    const gate = Promise.withResolvers<PlannerOutcome>();
    const asked: string[] = [];
    const { queue } = queueOver(async (text) => {
      asked.push(text);
      return text === '0' ? gate.promise : word();
    });
    const first = queue.plan('0');
    await new Promise(setImmediate);
    let isThere = true;
    const left = ['1', '2', '3', '4'].map((text) => queue.plan(text, () => isThere).catch((error: unknown) => error));
    isThere = false;
    // Nor does it take a place.
    const last = queue.plan('5');
    gate.resolve(word());
    await Promise.all([first, last]);
    expect(asked).toEqual(['0', '5']);
    for (const one of await Promise.all(left)) expect(one).toBeInstanceOf(PlannerBusy);
  });
});

function sourcesOf(plan: PlanNode | null): readonly string[] {
  if (plan === null) return [];
  switch (plan.kind) {
    case 'sequence':
    case 'parallel':
      return plan.nodes.flatMap(sourcesOf);
    case 'condition':
      return [...sourcesOf(plan.ifTrue), ...sourcesOf(plan.ifFalse)];
    default:
      return [plan.source];
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}
