import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  createMemoryRevocations,
  createRedisRevocations,
  RevocationsUnavailableError,
  tokenLifetimeMaxS,
} from './revocations.ts';
import type { RedisRevocationsOptions, Revocations } from './revocations.ts';

const startMs = 1_800_000_000_000;

function codeOf(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error instanceof RevocationsUnavailableError ? error.code : error;
  }
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'RESOLVED',
    (error: unknown) => (error instanceof RevocationsUnavailableError ? error.code : error),
  );
}

describe('in memory', () => {
  it('revokes one token and no other', async () => {
    const revocations = createMemoryRevocations();
    await revocations.revoke({ tokenId: 'a' });
    expect(revocations.isRevoked('a', 'person')).toBe(true);
    expect(revocations.isRevoked('b', 'person')).toBe(false);
    expect(revocations.isRevoked('person', 'a')).toBe(false);
  });

  it('revokes what a person was issued up to that second, and nothing later', async () => {
    const revocations = createMemoryRevocations({ clock: () => startMs + 900 });
    await revocations.revoke({ subject: 'person' });
    const startS = startMs / 1000;
    expect(revocations.isRevoked('a', 'person', startS - 1)).toBe(true);
    expect(revocations.isRevoked('a', 'person', startS)).toBe(true);
    expect(revocations.isRevoked('a', 'person', startS + 1)).toBe(false);
    expect(revocations.isRevoked('a', 'person')).toBe(true);
    expect(revocations.isRevoked('a', 'other', startS)).toBe(false);
  });

  it('does not let an earlier revocation weaken a later one', async () => {
    const revocations = createMemoryRevocations({ clock: () => startMs });
    await revocations.revoke({ subject: 'person', issuedUpToMs: startMs });
    await revocations.revoke({ subject: 'person', issuedUpToMs: startMs - 60_000 });
    expect(revocations.isRevoked('a', 'person', startMs / 1000)).toBe(true);
  });

  it('forgets a revocation only when no token that it concerns can be alive', async () => {
    let nowMs = startMs;
    const revocations = createMemoryRevocations({ clock: () => nowMs });
    await revocations.revoke({ tokenId: 'a' });
    nowMs += (tokenLifetimeMaxS + 30) * 1000;
    expect(revocations.isRevoked('a', 'person')).toBe(true);
    nowMs += 300_000;
    expect(revocations.isRevoked('a', 'person')).toBe(false);
  });

  it('is not confused by names of object members', async () => {
    const revocations = createMemoryRevocations();
    await revocations.revoke({ tokenId: '__proto__' });
    expect(revocations.isRevoked('__proto__', 'x')).toBe(true);
    expect(revocations.isRevoked('constructor', 'toString')).toBe(false);
  });
});

const redisOnPath = spawnSync('redis-server', ['--version']).status === 0;

// On a developer's machine without Redis these are left out; where CI says so, their absence is a failure.
describe.skipIf(!redisOnPath && !process.env['CI'])('shared through Redis', () => {
  const folder = mkdtempSync(join(tmpdir(), 'revocations-'));
  let port: number;
  let server: ChildProcess | undefined;
  let url: string;
  let namespace = 0;
  const open: Pick<Revocations, 'close'>[] = [];

  async function startRedis(): Promise<void> {
    const started = spawn(
      'redis-server',
      ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    server = started;
    await new Promise<void>((resolve, reject) => {
      started.once('error', reject);
      started.once('exit', () => reject(new Error('redis-server ended')));
      started.stdout?.on('data', (text: Buffer) => {
        if (text.includes('Ready to accept connections')) resolve();
      });
    });
  }

  async function stopRedis(): Promise<void> {
    const stopped = server;
    server = undefined;
    if (stopped === undefined || stopped.exitCode !== null || stopped.signalCode !== null) return;
    const ended = new Promise((resolve) => stopped.once('exit', resolve));
    stopped.kill('SIGKILL');
    await ended;
  }

  function client(): Redis {
    const redis = new Redis(url);
    open.push({ close: async () => redis.disconnect() });
    return redis;
  }

  async function replica(changed: Partial<RedisRevocationsOptions> = {}): Promise<Revocations> {
    const revocations = await createRedisRevocations({ url, namespace: `test-${namespace}`, beatMs: 50, ...changed });
    open.push(revocations);
    return revocations;
  }

  beforeAll(async () => {
    expect(redisOnPath, 'redis-server must be on the PATH').toBe(true);
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    port = (probe.address() as AddressInfo).port;
    await new Promise((resolve) => probe.close(resolve));
    url = `redis://127.0.0.1:${port}`;
    await startRedis();
  });

  afterEach(async () => {
    await Promise.all(open.splice(0).map((revocations) => revocations.close()));
    namespace += 1;
    if (server === undefined) await startRedis();
  });

  afterAll(async () => {
    await stopRedis();
    rmSync(folder, { recursive: true });
  });

  it('is seen by the other replicas, for tokens and for persons', async () => {
    const [a, b] = [await replica(), await replica()];
    await a.revoke({ tokenId: 'token' });
    await a.revoke({ subject: 'person' });
    expect(a.isRevoked('token', 'x')).toBe(true);
    await expect.poll(() => b.isRevoked('token', 'x')).toBe(true);
    await expect.poll(() => b.isRevoked('x', 'person', Date.now() / 1000 - 10)).toBe(true);
    expect(b.isRevoked('x', 'person', Date.now() / 1000 + 10)).toBe(false);
  });

  it('travels by publication, ahead of the beat', async () => {
    const [a, b] = [await replica(), await replica({ beatMs: 3_600_000, staleAfterMs: 3_600_000 })];
    await a.revoke({ tokenId: 'token' });
    await expect.poll(() => b.isRevoked('token', 'x')).toBe(true);
  });

  it('travels by the beat when its publication is lost', async () => {
    const [a, b] = [await replica(), await replica()];
    const silent = client();
    const entry = JSON.stringify({ kind: 'token', id: 'quiet', issuedUpToS: 1, untilMs: Date.now() + 60_000 });
    await silent.zadd(`{test-${namespace}:revocations}:list`, Date.now() + 60_000, entry);
    await silent.set(`{test-${namespace}:revocations}:revision`, 'changed');
    for (const one of [a, b]) await expect.poll(() => one.isRevoked('quiet', 'x')).toBe(true);
  });

  it('is known to a replica that starts later', async () => {
    await (await replica()).revoke({ tokenId: 'token' });
    expect((await replica()).isRevoked('token', 'x')).toBe(true);
  });

  it('is kept apart from other networks on the same Redis', async () => {
    const a = await replica();
    await a.revoke({ tokenId: 'token' });
    expect((await replica({ namespace: 'other' })).isRevoked('token', 'x')).toBe(false);
  });

  it('survives a Redis that is emptied: the replicas fill it again', async () => {
    const a = await replica();
    await a.revoke({ tokenId: 'token' });
    const admin = client();
    await admin.flushall();
    await expect.poll(() => admin.zcard(`{test-${namespace}:revocations}:list`)).toBe(1);
    await admin.flushall();
    await expect.poll(() => admin.zcard(`{test-${namespace}:revocations}:list`)).toBe(1);
    expect(a.isRevoked('token', 'x')).toBe(true);
    expect((await replica()).isRevoked('token', 'x')).toBe(true);
  });

  it('ignores what is not a revocation in the list and on the channel', async () => {
    const a = await replica();
    const hostile = client();
    const channel = `test-${namespace}:revocations`;
    for (const text of ['', 'null', '[]', '{"kind":"all"}', '{"kind":"token","id":5,"issuedUpToS":1,"untilMs":1}']) {
      await hostile.publish(channel, text);
      await hostile.zadd(`{${channel}}:list`, Date.now() + 60_000, text);
    }
    await a.revoke({ tokenId: 'token' });
    const b = await replica();
    expect([b.isRevoked('token', 'x'), b.isRevoked('5', 'x')]).toEqual([true, false]);
  });

  it('lets nobody in on an old list when Redis is gone, still refuses the revoked, and recovers alone', async () => {
    const a = await replica({ staleAfterMs: 400 });
    const b = await replica({ staleAfterMs: 400 });
    await a.revoke({ tokenId: 'revoked' });
    await stopRedis();
    await expect.poll(() => codeOf(() => b.isRevoked('good', 'x'))).toBe('REVOCATIONS_STALE');
    expect(a.isRevoked('revoked', 'x')).toBe(true);

    expect(await rejection(a.revoke({ tokenId: 'late' }))).toBe('REVOCATION_NOT_SHARED');
    expect(a.isRevoked('late', 'x')).toBe(true);

    await startRedis(); // empty: it keeps nothing on disk
    await expect.poll(() => codeOf(() => b.isRevoked('good', 'x')), { timeout: 10_000 }).toBe(false);
    await expect.poll(() => codeOf(() => b.isRevoked('late', 'x')), { timeout: 10_000 }).toBe(true);
    await expect.poll(async () => (await replica()).isRevoked('revoked', 'x')).toBe(true);
    // The channel is listened to again, not only the beat.
    const c = await replica({ beatMs: 3_600_000, staleAfterMs: 3_600_000 });
    await b.revoke({ tokenId: 'after' });
    await expect.poll(() => c.isRevoked('after', 'x')).toBe(true);
  });

  it('lets nobody in on an old list when Redis hangs, and recovers when it wakes', async () => {
    const a = await replica({ staleAfterMs: 400 });
    server?.kill('SIGSTOP');
    try {
      await expect.poll(() => codeOf(() => a.isRevoked('good', 'x'))).toBe('REVOCATIONS_STALE');
      expect(await rejection(a.revoke({ tokenId: 'late' }))).toBe('REVOCATION_NOT_SHARED');
    } finally {
      server?.kill('SIGCONT');
    }
    await expect.poll(() => codeOf(() => a.isRevoked('good', 'x')), { timeout: 10_000 }).toBe(false);
    await expect.poll(async () => (await replica()).isRevoked('late', 'x'), { timeout: 10_000 }).toBe(true);
  });

  it('refuses to start without Redis, in a sentence that names REDIS_URL and shows no secret', async () => {
    await stopRedis();
    const secret = `redis://:segredo@127.0.0.1:${port}`;
    const error: unknown = await createRedisRevocations({ url: secret }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RevocationsUnavailableError);
    expect(error).toMatchObject({ code: 'REDIS_UNREACHABLE', message: expect.stringContaining('REDIS_URL') });
    expect(String((error as Error).stack)).not.toContain('segredo');
  });
});
