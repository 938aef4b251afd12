// Bounds that are nearly reached for long become a line in the log, so that capacity is added before anybody is refused.
import { performance } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import type { Log } from './log.ts';

export interface Bound {
  readonly name: string;
  readonly used: number;
  readonly max: number;
  readonly source?: string;
  readonly holder?: string;
}

export interface CapacityOptions {
  readonly bounds: () => readonly Bound[];
  readonly log: Log;
  /** From here on a bound counts as nearly reached; 0.8. */
  readonly ratio?: number;
  readonly everyMs?: number;
  /** For how long without a break, before it is told; 60,000. */
  readonly forMs?: number;
  /** Told again after this; 15 minutes. */
  readonly againMs?: number;
}

interface Near {
  readonly since: number;
  toldAt: number;
}

/** Looks at the bounds when told to. Times are milliseconds of any one clock. */
export function createCapacityCheck(options: CapacityOptions): (now: number) => void {
  const { bounds, log, ratio = 0.8, forMs = 60_000, againMs = 900_000 } = options;
  const near = new Map<string, Near>();
  return (now) => {
    for (const { name, used, max, source, holder } of bounds()) {
      const key = `${name} ${source ?? ''}/${holder ?? ''}`;
      const about = { bound: name, used, max, ...(source && { source }), ...(holder && { holder }) };
      const known = near.get(key);
      if (max <= 0 || used / max < ratio) {
        near.delete(key);
        if (known && known.toldAt > -Infinity) log('capacity: there is room again', about);
        continue;
      }
      const entry = known ?? { since: now, toldAt: -Infinity };
      near.set(key, entry);
      if (now - entry.since < forMs || now - entry.toldAt < againMs) continue;
      entry.toldAt = now;
      log('capacity: nearly at the limit', { level: 'warn', ...about });
    }
  };
}

/** Looks again and again; returns what ends it. */
export function watchCapacity(options: CapacityOptions): () => void {
  const check = createCapacityCheck({ ...options, bounds: () => [...options.bounds(), ...processBounds()] });
  let last = performance.eventLoopUtilization();
  const processBounds = (): readonly Bound[] => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    const heap = getHeapStatistics();
    return [
      { name: 'eventloop_utilization', used: Math.round(utilization * 100) / 100, max: 1 },
      { name: 'heap_bytes', used: heap.used_heap_size, max: heap.heap_size_limit },
    ];
  };
  const timer = setInterval(() => check(performance.now()), options.everyMs ?? 5000).unref();
  return () => clearInterval(timer);
}
