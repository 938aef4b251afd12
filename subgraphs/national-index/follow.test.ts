import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FeedEvent, FeedPage, FeedRequest } from '#kit/wire/protocol.ts';
import { createFollower } from './follow.ts';
import type { Follower, FollowerOptions } from './follow.ts';
import { personEntry, startTestServer } from '../../test/index-under-test.ts';
import type { TestIndex, TestServer } from '../../test/index-under-test.ts';

let server: TestServer;
let index: TestIndex;
beforeAll(async () => {
  server = await startTestServer();
  index = await server.open();
});
afterAll(() => server.stop());

const running: Follower[] = [];
beforeEach(async () => {
  await Promise.all(running.splice(0).map((follower) => follower.stop()));
  await index.clear();
});

const until = async (holds: () => boolean | Promise<boolean>) => {
  for (let turn = 0; turn < 1000; turn++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('never came true');
};

/** A holder's feed in memory, answering as PROTOCOL says: at once when there is something, else when something comes. */
function feedOf(holder: string) {
  const events: FeedEvent[] = [];
  const requests: FeedRequest[] = [];
  let wake: () => void = () => undefined;
  const feed = {
    requests,
    holder,
    down: false,
    silent: false,
    page: (page: FeedPage): FeedPage => page,
    add(
      recordId: string,
      version: number,
      entry: FeedEvent['entry'] = personEntry(holder, recordId, { names: ['Maria Souza'] }, { version }),
    ) {
      events.push({ position: events.length + 1, recordId, version, entry });
      wake();
    },
    restart() {
      events.length = 0;
      wake();
    },
    async fetchPage(request: FeedRequest, signal: AbortSignal): Promise<FeedPage> {
      requests.push(request);
      if (feed.down) throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
      if (feed.silent) await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      if (request.waitMs > 0 && events.length <= request.after)
        await new Promise<void>((resolve, reject) => {
          wake = () => (feed.down ? reject(Object.assign(new Error('reset'), { code: 'ECONNRESET' })) : resolve());
          setTimeout(resolve, Math.min(request.waitMs, 200));
          signal.addEventListener('abort', () => resolve());
        });
      return feed.page({
        ...{ source: 'individuals', holder, head: events.length, asOf: '2026-11-21T12:00:00.000Z' },
        events: events.slice(request.after, request.after + request.limit),
      });
    },
    fail() {
      feed.down = true;
      wake();
    },
  };
  return feed;
}

function follow(feed: ReturnType<typeof feedOf>, options: Partial<FollowerOptions> = {}): Follower {
  const follower = createFollower({
    endpoint: { source: 'individuals', holder: feed.holder, publication: 'FULL' },
    indexLagMaxMs: 60_000,
    fetchPage: feed.fetchPage,
    writer: index.writer,
    sleep: (_ms, signal) => new Promise((resolve) => (signal.aborted ? resolve() : setTimeout(resolve, 5))),
    ...options,
  });
  running.push(follower);
  return follower;
}

const count = async () => (await index.sql<{ n: number }[]>`select count(*)::int as n from entry`)[0]?.n ?? 0;

describe('a follower', () => {
  it('reads a feed to its end, page by page, and then waits for more', async () => {
    const feed = feedOf('SP');
    for (let at = 0; at < 25; at++) feed.add(`p${at}`, 1);
    const follower = follow(feed, { eventsMax: 10 });
    expect(follower.state().behind).toBe(true);
    await until(() => !follower.state().behind);
    expect(follower.state()).toMatchObject({
      position: 25,
      head: 25,
      asOf: '2026-11-21T12:00:00.000Z',
      problem: null,
      refusedRecords: 0,
    });
    expect(await count()).toBe(25);
    expect(feed.requests.map(({ after }) => after).slice(0, 4)).toEqual([0, 10, 20, 25]);
    feed.add('p25', 1);
    await until(async () => (await count()) === 26);
  });

  it('goes on where the last one stopped', async () => {
    const feed = feedOf('SP');
    feed.add('a', 1);
    const first = follow(feed);
    await until(() => first.state().position === 1);
    await first.stop();
    feed.requests.length = 0;
    feed.add('b', 1);
    const second = follow(feed);
    await until(() => second.state().position === 2);
    expect(feed.requests[0]?.after).toBe(1);
  });

  it('is behind at once when the feed cannot be read, and catches up by itself', async () => {
    const feed = feedOf('SP');
    feed.add('a', 1);
    const follower = follow(feed);
    await until(() => !follower.state().behind);
    feed.fail();
    await until(() => follower.state().behind);
    expect(follower.state().problem).toMatch(/^ECONN/);
    feed.down = false;
    feed.add('b', 1);
    await until(() => !follower.state().behind);
    expect(follower.state().position).toBe(2);
  });

  it('is behind when the moment it was level is longer ago than the source allows', async () => {
    let now = Date.parse('2026-11-21T12:00:00Z');
    const feed = feedOf('SP');
    feed.add('a', 1);
    const follower = follow(feed, { now: () => now, indexLagMaxMs: 5000 });
    await until(() => !follower.state().behind);
    // The holder neither answers nor hangs up.
    feed.silent = true;
    const asked = feed.requests.length;
    await until(() => feed.requests.length > asked);
    now += 5000;
    expect(follower.state().behind).toBe(false);
    now += 1;
    expect(follower.state()).toMatchObject({ behind: true, problem: null });
  });

  it('waits on a quiet feed at most half as long as it may lag', async () => {
    const feed = feedOf('SP');
    follow(feed, { indexLagMaxMs: 3000 });
    await until(() => feed.requests.length > 1);
    // The first page tells at once whether the index is level.
    expect(feed.requests[0]?.waitMs).toBe(0);
    expect(feed.requests[1]?.waitMs).toBe(1500);
  });

  it('counts as behind while a record of its holder is refused', async () => {
    const feed = feedOf('SP');
    feed.add('a', 1, personEntry('RJ', 'a', { names: ['Maria Souza'] }));
    const follower = follow(feed);
    await until(() => follower.state().refusedRecords === 1);
    expect(follower.state()).toMatchObject({ behind: true, position: 1, problem: null });
    feed.add('a', 2);
    await until(() => !follower.state().behind);
  });

  it.each([
    ['of another holder', (page: FeedPage) => ({ ...page, holder: 'RJ' }), 'FOREIGN_FEED'],
    ['beyond its own head', (page: FeedPage) => ({ ...page, head: 0 }), 'BAD_PAGE'],
    ['going backwards', (page: FeedPage) => ({ ...page, events: page.events.toReversed() }), 'BAD_PAGE'],
    ['promising what does not come', (page: FeedPage) => ({ ...page, events: [] }), 'BAD_PAGE'],
    ['longer than asked for', (page: FeedPage) => ({ ...page, events: Array(1001).fill(page.events[0]) }), 'BAD_PAGE'],
    ['without a date', (page: FeedPage) => ({ ...page, asOf: 'now' }), 'BAD_PAGE'],
    ['with no events at all', (page: FeedPage) => ({ ...page, events: null as never }), 'BAD_PAGE'],
  ])('takes nothing from a page %s', async (_, page, problem) => {
    const feed = feedOf('SP');
    feed.add('a', 1);
    feed.add('b', 1);
    feed.page = page;
    const follower = follow(feed);
    await until(() => follower.state().problem === problem);
    expect(follower.state()).toMatchObject({ behind: true, position: 0 });
    expect(await count()).toBe(0);
  });

  it('reads a feed that begins anew from its start, and keeps what is newer', async () => {
    const feed = feedOf('SP');
    feed.add('a', 1);
    feed.add('a', 7);
    const follower = follow(feed);
    await until(() => follower.state().position === 2);
    feed.restart();
    feed.add('a', 3);
    await until(() => follower.state().position === 1 && !follower.state().behind);
    expect((await index.sql`select version from entry`)[0]).toEqual({ version: 7 });
  });

  it('stops in the middle of a long wait', async () => {
    const feed = feedOf('SP');
    const follower = follow(feed);
    await until(() => feed.requests.length > 0);
    await follower.stop();
    const { length } = feed.requests;
    feed.add('a', 1);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(feed.requests).toHaveLength(length);
  });

  it('refuses an option out of its range by name', () => {
    expect(() => follow(feedOf('SP'), { indexLagMaxMs: 0 })).toThrow('indexLagMaxMs');
    expect(() => follow(feedOf('SP'), { eventsMax: 5001 })).toThrow('eventsMax');
  });
});

describe('many followers', () => {
  it('take turns, so that a flood from one holder does not hold up the others', async () => {
    const flood = feedOf('SP');
    for (let at = 0; at < 4000; at++) flood.add(`p${at}`, 1);
    const flooded = follow(flood, { eventsMax: 200 });
    await until(() => flooded.state().position > 0);
    const quiet = ['RJ', 'MG', 'PR', 'BA'].map(feedOf);
    for (const feed of quiet) feed.add('one', 1);
    const followers = quiet.map((feed) => follow(feed));
    await until(() => followers.every((follower) => follower.state().position === 1));
    expect(flooded.state().position).toBeLessThan(4000);
    await until(() => !flooded.state().behind);
    expect(await count()).toBe(4004);
  });
});
