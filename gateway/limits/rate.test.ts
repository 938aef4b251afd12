import { createSecretKey } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { redisOnPath, startRedis, startRedisCluster } from '../../test/redis-under-test.ts';
import type { RedisClusterUnderTest, RedisUnderTest } from '../../test/redis-under-test.ts';
import { RequestRefused } from '../errors.ts';
import { redisClient } from '../redis.ts';
import { createRates, rateKey } from './rate.ts';
import type { RateOptions, Rates } from './rate.ts';

const key = rateKey(createSecretKey(Buffer.alloc(32, 7)));
const limits = { ADDRESS: 20, CALLER: 5, AGENCY: 12, CPF_MINUTE: 4, CPF_HOUR: 10 };
const maria = { id: 'maria-id', body: 'PCSP' };
const jose = { id: 'jose-id', body: 'PCSP' };
const ana = { id: 'ana-id', body: 'PMRJ' };

/** What was refused, or 'passed'. */
async function outcome(asked: Promise<void>): Promise<string | RequestRefused> {
  return asked.then(
    () => 'passed',
    (error: unknown) => {
      if (error instanceof RequestRefused) return error;
      throw error;
    },
  );
}

/** How many of `times` passed, one after the other. */
async function passed(times: number, ask: () => Promise<void>): Promise<number> {
  let count = 0;
  for (let at = 0; at < times; at++) if ((await outcome(ask())) === 'passed') count += 1;
  return count;
}

describe('in one process', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
  afterEach(() => void vi.useRealTimers());
  const inMemory = (changed: Partial<RateOptions> = {}) => createRates({ limits, key, ...changed });

  it.each([
    ['ADDRESS', 20, (rates: Rates) => rates.address('192.0.2.1')],
    ['CALLER', 5, (rates: Rates) => rates.caller(maria)],
  ] as const)('%s is refused beyond its limit, with the time to wait in whole seconds', async (rate, limit, ask) => {
    const rates = inMemory();
    expect(await passed(limit, () => ask(rates))).toBe(limit);
    await vi.advanceTimersByTimeAsync(20_500);
    expect(await outcome(ask(rates))).toMatchObject({
      code: 'RATE_LIMITED',
      status: 429,
      detail: { rate, limit, retryAfterS: 40 },
    });
  });

  it('AGENCY is refused when its people together pass its limit, each within his own', async () => {
    const rates = inMemory();
    const people = ['a', 'b', 'c', 'd'].map((id) => ({ id, body: 'PCSP' }));
    let count = 0;
    for (const person of people) count += await passed(4, () => rates.caller(person));
    expect(count).toBe(12);
    expect(await outcome(rates.caller(jose))).toMatchObject({ detail: { rate: 'AGENCY', limit: 12, retryAfterS: 60 } });
    expect(await outcome(rates.caller(ana))).toBe('passed');
  });

  it('a caller is the person, whatever token he shows', async () => {
    const rates = inMemory();
    const tokens = ['one', 'two'].map((tokenId) => ({ ...maria, tokenId }));
    await passed(3, () => rates.caller(tokens[0] ?? maria));
    expect(await passed(9, () => rates.caller(tokens[1] ?? maria))).toBe(2);
  });

  it('takes nothing from the agency for what its caller is refused', async () => {
    const rates = inMemory();
    await Promise.all(Array.from({ length: 40 }, () => outcome(rates.caller(maria))));
    await passed(40, () => rates.caller(maria));
    expect(await passed(5, () => rates.caller(jose))).toBe(5);
    expect(await passed(2, () => rates.caller({ id: 'third', body: 'PCSP' }))).toBe(2);
    expect(await outcome(rates.caller({ id: 'third', body: 'PCSP' }))).toMatchObject({ detail: { rate: 'AGENCY' } });
  });

  it('charges what is dear with several points', async () => {
    const rates = inMemory();
    await rates.caller(maria, 4);
    await rates.caller(maria);
    expect(await outcome(rates.caller(maria))).toMatchObject({ detail: { rate: 'CALLER' } });
    expect(await passed(9, () => rates.caller({ id: 'other', body: 'PCSP' }))).toBe(5);
  });

  it.each([
    ['CPF_MINUTE', 4, 40, 20_500],
    ['CPF_HOUR', 10, 3480, 0],
  ] as const)(
    '%s is refused beyond its limit of different CPFs, with the time to wait',
    async (rate, limit, wait, laterMs) => {
      const rates = inMemory();
      let asked = 0;
      const next = () => rates.people(maria, [`cpf ${(asked += 1)}`]);
      for (let left: number = limit; left > 4; left -= 4) {
        expect(await passed(4, next)).toBe(4);
        await vi.advanceTimersByTimeAsync(60_000);
      }
      expect(await passed(limit % 4 === 0 ? 4 : limit % 4, next)).toBe(limit % 4 === 0 ? 4 : limit % 4);
      await vi.advanceTimersByTimeAsync(laterMs);
      expect(await outcome(next())).toMatchObject({ code: 'RATE_LIMITED', detail: { rate, limit, retryAfterS: wait } });
      expect(await outcome(rates.people(jose, ['cpf 1']))).toBe('passed');
    },
  );

  it('counts a CPF once an hour, however often it is looked at', async () => {
    const rates = inMemory();
    const ask = () => rates.people(maria, ['a', 'b', 'c']);
    expect(await passed(50, ask)).toBe(50);
    await vi.advanceTimersByTimeAsync(59 * 60_000);
    expect(await passed(50, ask)).toBe(50);
    expect(await outcome(rates.people(maria, ['d', 'e', 'f', 'g']))).toBe('passed');
    expect(await passed(50, ask)).toBe(50);
  });

  it('does not take for seen what it has refused: to ask again is to try again', async () => {
    const rates = inMemory();
    expect(await outcome(rates.people(maria, ['a', 'b', 'c', 'd', 'e']))).toMatchObject({
      detail: { rate: 'CPF_MINUTE' },
    });
    expect(await passed(3, () => rates.people(maria, ['e']))).toBe(0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await passed(3, () => rates.people(maria, ['e']))).toBe(3);
    expect(await outcome(rates.people(maria, ['f', 'g', 'h', 'i']))).toMatchObject({ detail: { rate: 'CPF_MINUTE' } });
  });

  it('forgets the oldest CPF when it may keep no more, and counts it again', async () => {
    const rates = inMemory({ countersMax: 3, limits: { ...limits, CPF_MINUTE: 5 } });
    await rates.people(maria, ['a', 'b', 'c', 'd']);
    expect(await outcome(rates.people(maria, ['b', 'c', 'd']))).toBe('passed');
    expect(await outcome(rates.people(maria, ['a']))).toBe('passed');
    expect(await outcome(rates.people(maria, ['b', 'c']))).toMatchObject({ detail: { rate: 'CPF_MINUTE' } });
  });

  it('charges the request of a stranger as five', async () => {
    const rates = inMemory();
    for (let at = 0; at < 4; at++) {
      await rates.address('192.0.2.1');
      await rates.stranger('192.0.2.1');
    }
    expect(await outcome(rates.address('192.0.2.1'))).toMatchObject({ detail: { rate: 'ADDRESS' } });
    expect(await outcome(rates.address('192.0.2.2'))).toBe('passed');
  });

  it('lets everybody in again when the minute is over', async () => {
    const rates = inMemory();
    await passed(30, () => rates.address('192.0.2.1'));
    await passed(30, () => rates.caller(maria));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await passed(30, () => rates.address('192.0.2.1'))).toBe(20);
    expect(await passed(30, () => rates.caller(maria))).toBe(5);
  });

  it('asks the journal for one line a minute and address, also where the points of a stranger passed the limit', async () => {
    const rates = inMemory();
    const recorded: unknown[] = [];
    for (let at = 0; at < 8; at++) {
      const refused = await outcome(rates.address('a').then(() => rates.stranger('a')));
      recorded.push(refused instanceof RequestRefused ? refused.detail.recorded : 'passed');
    }
    expect(recorded).toEqual(['passed', 'passed', 'passed', 'passed', true, false, false, false]);
  });

  it('asks the journal for one line a minute of a caller, and one of an agency', async () => {
    const rates = inMemory();
    const recorded = async (id: string) => {
      const refused = await outcome(rates.caller({ id, body: 'PCSP' }));
      return refused instanceof RequestRefused ? [refused.detail.rate, refused.detail.recorded] : 'passed';
    };
    await passed(5, () => rates.caller(maria));
    expect([await recorded(maria.id), await recorded(maria.id)]).toEqual([
      ['CALLER', true],
      ['CALLER', false],
    ]);
    await passed(5, () => rates.caller(jose));
    expect([await recorded('third'), await recorded('third')]).toEqual(['passed', 'passed']);
    expect([await recorded('third'), await recorded('fourth')]).toEqual([
      ['AGENCY', true],
      ['AGENCY', false],
    ]);
    await vi.advanceTimersByTimeAsync(60_000);
    await passed(5, () => rates.caller(maria));
    expect(await recorded(maria.id)).toEqual(['CALLER', true]);
  });

  it('keeps nobody out longer than a minute, wherever the clock on the wall is set', async () => {
    const rates = inMemory();
    await passed(19, () => rates.address('192.0.2.1'));
    vi.setSystemTime(Date.now() - 3_600_000);
    await passed(2, () => rates.address('192.0.2.1'));
    expect(await outcome(rates.address('192.0.2.1'))).toMatchObject({ detail: { retryAfterS: 60 } });
    vi.setSystemTime(Date.now() - 3_600_000);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await outcome(rates.address('192.0.2.1'))).toBe('passed');
  });

  it('asks the journal for one line a minute and address', async () => {
    const rates = inMemory();
    const recorded = async (address: string) => {
      const refused = await outcome(rates.address(address));
      return refused instanceof RequestRefused ? refused.detail.recorded : 'passed';
    };
    await passed(20, () => rates.address('a'));
    await passed(20, () => rates.address('b'));
    expect([await recorded('a'), await recorded('a'), await recorded('b'), await recorded('a')]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    await vi.advanceTimersByTimeAsync(60_000);
    await passed(20, () => rates.address('a'));
    expect(await recorded('a')).toBe(true);
  });

  it('keeps no more counters than it may: a flood of new addresses is counted together, and limited', async () => {
    const rates = inMemory({ countersMax: 100, limits: { ...limits, ADDRESS: 2 } });
    await passed(2, () => rates.address('long known'));
    const kept = 100 + 4096;
    let count = 0;
    for (let at = 0; at < 12_000; at++) if ((await outcome(rates.address(`new ${at}`))) === 'passed') count += 1;
    expect(count).toBeGreaterThan(100);
    expect(count).toBeLessThanOrEqual(2 * kept);
    expect(vi.getTimerCount()).toBeLessThanOrEqual(kept);
    expect(await outcome(rates.address('long known'))).toMatchObject({ detail: { rate: 'ADDRESS' } });
    await vi.advanceTimersByTimeAsync(120_000);
    expect(vi.getTimerCount()).toBe(0);
    expect(await passed(5, () => rates.address('new 1'))).toBe(2);
  });

  it('is not confused by names of object members', async () => {
    const rates = inMemory();
    expect(await passed(30, () => rates.address('__proto__'))).toBe(20);
    expect(await outcome(rates.address('constructor'))).toBe('passed');
  });
});

// On a developer's machine without Redis these are left out; where CI says so, their absence is a failure.
describe.skipIf(!redisOnPath && !process.env['CI'])('shared through Redis', () => {
  let redis: RedisUnderTest;
  const open: Rates[] = [];
  const logged: string[] = [];
  let network = 0;

  async function replica(url: string, changed: Partial<RateOptions> = {}): Promise<Rates> {
    const client = redisClient(url, 5000);
    await client.connect();
    const rates = createRates({
      ...{ limits, key, redis: client, namespace: `test-${network}`, restMs: 20 },
      ...{ log: (line: string) => void logged.push(line), ...changed },
    });
    open.push(rates);
    return rates;
  }

  /** Every key, of every network that used this Redis. */
  async function keys(): Promise<readonly string[]> {
    const client = redisClient(redis.url, 5000);
    await client.connect();
    try {
      return (await client.keys('*')).toSorted();
    } finally {
      client.disconnect();
    }
  }

  async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
    while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  beforeAll(async () => {
    expect(redisOnPath, 'redis-server must be on the PATH').toBe(true);
    redis = await startRedis();
  });
  beforeEach(() => {
    network += 1;
    logged.length = 0;
  });
  afterEach(() => {
    for (const rates of open.splice(0)) rates.close();
  });
  afterAll(() => redis?.close());

  it('two gateways count together', async () => {
    const [one, other] = [await replica(redis.url), await replica(redis.url)];
    expect(await passed(12, () => one.address('192.0.2.1'))).toBe(12);
    expect(await passed(12, () => other.address('192.0.2.1'))).toBe(8);
    expect(await outcome(one.address('192.0.2.1'))).toMatchObject({ detail: { rate: 'ADDRESS' } });
    expect(await outcome(one.address('192.0.2.2'))).toBe('passed');
    expect(await passed(3, () => one.caller(maria))).toBe(3);
    expect(await passed(9, () => other.caller(maria))).toBe(2);
    expect(await passed(9, () => other.caller(jose))).toBe(5);
    expect(await passed(9, () => one.caller({ id: 'third', body: 'PCSP' }))).toBe(2);
    expect(await passed(1, () => other.caller(ana))).toBe(1);
    expect(one.alone || other.alone).toBe(false);
  });

  it('a CPF looked at through one is known to the other', async () => {
    const [one, other] = [await replica(redis.url), await replica(redis.url)];
    await one.people(maria, ['a', 'b', 'c']);
    expect(await passed(9, () => other.people(maria, ['a', 'b', 'c']))).toBe(9);
    expect(await outcome(other.people(maria, ['d', 'e']))).toMatchObject({ detail: { rate: 'CPF_MINUTE' } });
    expect(await outcome(one.people(jose, ['a']))).toBe('passed');
  });

  it('two networks do not', async () => {
    const [one, other] = [await replica(redis.url), await replica(redis.url, { namespace: `other-${network}` })];
    expect(await passed(20, () => one.address('192.0.2.1'))).toBe(20);
    expect(await passed(20, () => other.address('192.0.2.1'))).toBe(20);
  });

  it('nothing in Redis names an address, a caller or an agency, and nothing stays', async () => {
    const rates = await replica(redis.url, { windowS: 1 });
    await rates.address('192.0.2.1');
    await rates.caller(maria);
    await rates.people(maria, ['52998224725']);
    const mine = (await keys()).filter((name) => name.startsWith(`test-${network}:`));
    expect(mine.map((name) => name.replace(/:[\w-]{22}$/, ''))).toEqual(
      ['address', 'agency', 'caller', 'cpf_hour', 'cpf_minute', 'cpf_seen'].map(
        (kind) => `test-${network}:rate:${kind}`,
      ),
    );
    expect(mine.join()).not.toMatch(/192|maria|PCSP|529982/);
    // An hour of it is a minute of ours.
    const short = async () => (await keys()).filter((name) => !/:cpf_(hour|seen):/.test(name));
    await until(async () => (await short()).every((name) => !name.startsWith(`test-${network}:`)));
    const client = redisClient(redis.url, 5000);
    await client.connect();
    const left = await Promise.all(mine.map((name) => client.ttl(name)));
    client.disconnect();
    expect(Math.max(...left)).toBeLessThanOrEqual(60);
    expect(left).not.toContain(-1);
  });

  it('lets everybody in again when the window is over', async () => {
    const rates = await replica(redis.url, { windowS: 1 });
    await passed(30, () => rates.caller(maria));
    await until(async () => (await outcome(rates.caller(maria))) === 'passed');
  });

  it('whoever is refused costs Redis nothing until his window is over', async () => {
    const client = redisClient(redis.url, 5000);
    await client.connect();
    const calls = vi.spyOn(client, 'sendCommand');
    const rates = createRates({ limits, key, redis: client, namespace: `test-${network}` });
    open.push(rates);
    await passed(30, () => rates.address('192.0.2.1'));
    const before = calls.mock.calls.length;
    expect(before).toBeGreaterThanOrEqual(21);
    expect(await passed(50, () => rates.address('192.0.2.1'))).toBe(0);
    expect(calls.mock.calls.length).toBe(before);
  });

  it('goes on limiting, and shuts nobody out, while Redis is gone; and counts there again by itself', async () => {
    const rates = await replica(redis.url);
    expect(await passed(2, () => rates.address('192.0.2.1'))).toBe(2);
    await redis.kill();
    expect(await passed(30, () => rates.address('192.0.2.1'))).toBe(20);
    expect(await passed(30, () => rates.caller(maria))).toBe(5);
    expect(rates.alone).toBe(true);
    await redis.start();
    await until(async () => {
      await outcome(rates.address('somebody else'));
      return !rates.alone;
    });
    expect((await keys()).some((name) => name.startsWith(`test-${network}:rate:address:`))).toBe(true);
    expect(await passed(5, () => rates.caller(jose))).toBe(5);
    expect(logged).toEqual([
      'rates: Redis does not answer, this process counts by itself',
      'rates: counted in Redis again',
    ]);
  });

  it('waits for a Redis that hangs once, and not with every request', async () => {
    const client = redisClient(redis.url, 200);
    await client.connect();
    const asked = vi.spyOn(client, 'sendCommand');
    const rates = createRates({ limits, key, redis: client, namespace: `test-${network}`, restMs: 3_600_000 });
    open.push(rates);
    await rates.address('192.0.2.1');
    redis.freeze();
    try {
      const before = asked.mock.calls.length;
      expect(await passed(30, () => rates.address('192.0.2.2'))).toBe(20);
      expect(asked.mock.calls.length - before).toBe(1);
      expect(rates.alone).toBe(true);
    } finally {
      redis.thaw();
    }
  });

  it('begins without Redis, and finds it when it comes', async () => {
    await redis.kill();
    const client = redisClient(redis.url, 5000);
    await client.connect().catch(() => undefined);
    const rates = createRates({ limits, key, redis: client, namespace: `test-${network}`, restMs: 20 });
    open.push(rates);
    expect(await passed(30, () => rates.address('192.0.2.1'))).toBe(20);
    await redis.start();
    await until(async () => {
      await outcome(rates.address('somebody else'));
      return !rates.alone;
    });
  });

  describe('in cluster mode', () => {
    let cluster: RedisClusterUnderTest;
    beforeAll(async () => {
      cluster = await startRedisCluster();
    });
    afterAll(() => cluster?.close());

    it('counts on every node, and goes on where a node is lost', async () => {
      const [one, other] = [await replica(cluster.url), await replica(cluster.url)];
      const addresses = Array.from({ length: 30 }, (_, at) => `192.0.2.${at}`);
      for (const address of addresses) {
        expect(await passed(15, () => one.address(address))).toBe(15);
        expect(await passed(15, () => other.address(address))).toBe(5);
      }
      expect(await passed(3, () => one.caller(maria))).toBe(3);
      expect(await passed(9, () => other.caller(maria))).toBe(2);
      expect(one.alone || other.alone).toBe(false);
      await cluster.nodes[0]?.kill();
      // Some are counted there and some here, and a few first there and then here: twice the limit at most.
      for (const address of addresses) {
        const count = await passed(60, () => one.address(`${address}0`));
        expect(count).toBeGreaterThanOrEqual(limits.ADDRESS);
        expect(count).toBeLessThanOrEqual(2 * limits.ADDRESS);
      }
    });
  });
});
