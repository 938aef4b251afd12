// Outbox to feed, one sequencer per endpoint, after commit. A sequence number alone loses rows (a lower one may commit later) and a
// transaction id alone reorders them; a position given to committed rows by a single mover does neither.
import type { Database } from './storage/database.ts';

export interface Sequencer {
  /** Resolves when the head passes `position`, after `waitMs`, or when `signal` aborts; true when there is something to read. */
  waitBeyond(position: number, waitMs: number, signal?: AbortSignal): Promise<boolean>;
  readonly head: number;
  /** When outbox and feed were last seen level, epoch ms; null before the first time. */
  readonly levelAt: number | null;
  /** False when they have not been level for so long that the feed may not pass for the state of the base. */
  readonly current: boolean;
  stop(): Promise<void>;
}

const batchMax = 2000;
/** A notification can be lost with its connection; this bounds the harm. */
const recheckMs = 2000;
const staleMs = 10_000;

export async function startSequencer(sql: Database, onError: (error: unknown) => void): Promise<Sequencer> {
  let head = 0;
  let levelAt: number | null = null;
  let stopped = false;
  let running: Promise<void> | null = null;
  let again = false;
  const waiting = new Set<() => void>();

  async function moveOnce(): Promise<{ readonly moved: number; readonly reached: number }> {
    return (await sql.begin(async (tx) => {
      const [{ head: before } = { head: 0 }] = await tx<{ head: number }[]>`select head from feed_head for update`;
      const [{ moved } = { moved: 0 }] = await tx<{ moved: number }[]>`
        with batch as (
          delete from outbox where id in (select id from outbox order by id limit ${batchMax})
          returning id, record_id, version, entry, at
        ), placed as (
          insert into feed (position, record_id, version, entry, at)
          select ${before}::bigint + row_number() over (order by id), record_id, version, entry, at from batch
        )
        select count(*)::int as moved from batch`;
      if (moved > 0) await tx`update feed_head set head = ${before + moved}`;
      return { moved, reached: before + moved };
    })) as { readonly moved: number; readonly reached: number };
  }

  async function drain(): Promise<void> {
    do {
      again = false;
      const { moved, reached } = await moveOnce();
      // Another process of this endpoint may have moved the rows: what counts is that the head rose.
      const rose = reached > head;
      head = reached;
      if (rose) for (const wake of waiting) wake();
      if (moved === batchMax) again = true;
      else levelAt = Date.now();
    } while (again && !stopped);
  }

  function kick(): void {
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    running = drain()
      .catch(onError)
      .finally(() => {
        running = null;
      });
  }

  const subscription = await sql.listen('outbox', kick, kick);
  const timer = setInterval(kick, recheckMs);
  await drain();

  return {
    get head() {
      return head;
    },
    get levelAt() {
      return levelAt;
    },
    get current() {
      return levelAt !== null && Date.now() - levelAt <= staleMs;
    },
    waitBeyond(position, waitMs, signal) {
      if (head > position || waitMs <= 0 || stopped || signal?.aborted) return Promise.resolve(head > position);
      return new Promise((resolve) => {
        const done = () => {
          waiting.delete(wake);
          clearTimeout(timeout);
          signal?.removeEventListener('abort', done);
          resolve(head > position);
        };
        const wake = () => {
          if (head > position || stopped) done();
        };
        const timeout = setTimeout(done, waitMs);
        signal?.addEventListener('abort', done, { once: true });
        waiting.add(wake);
      });
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await subscription.unlisten().catch(onError);
      await running;
      for (const wake of [...waiting]) wake();
    },
  };
}
