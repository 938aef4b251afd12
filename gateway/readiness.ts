// Whether the next request can be answered. What is not ready is told by its word and never by its address.
import { indexSource } from '#kit/directory.ts';
import type { Directory } from '#kit/directory.ts';
import type { Transport } from './holders/transport.ts';

export interface ReadinessOptions {
  /** A check that takes longer has failed. */
  readonly limitMs: number;
  /** How long a result is given again, so that whoever asks often costs little. */
  readonly keptMs?: number;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
}

/** Returns the function that runs every check (rejecting means not ready) and names those that failed, in their order. */
export function createReadiness(
  checks: Readonly<Record<string, () => Promise<void>>>,
  { limitMs, keptMs = 1000, clock = Date.now }: ReadinessOptions,
): () => Promise<readonly string[]> {
  let kept: { readonly until: number; readonly missing: readonly string[] } | undefined;
  let running: Promise<readonly string[]> | undefined;

  async function run(): Promise<readonly string[]> {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => ((await passes(check, limitMs)) ? [] : [name])),
    );
    const missing = results.flat();
    kept = { until: clock() + keptMs, missing };
    running = undefined;
    return missing;
  }

  return async () => (kept && clock() < kept.until ? kept.missing : (running ??= run()));
}

/** @throws when the index does not say that it is ready */
export async function checkIndex(transport: Transport, directory: Directory, deadlineMs: number): Promise<void> {
  const index = directory.endpoints.find(({ source }) => source === indexSource);
  if (!index) throw new TypeError('the directory lists no index');
  const { signal } = new AbortController();
  const outcome = await transport.get(index, '/ready', { headers: {}, deadlineMs, signal });
  if (!outcome.ok || outcome.status !== 200) throw new TypeError('the index is not ready');
}

async function passes(check: () => Promise<void>, limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), limitMs)));
  const passed = Promise.resolve()
    .then(check)
    .then(
      () => true,
      () => false,
    );
  try {
    return await Promise.race([passed, late]);
  } finally {
    clearTimeout(timer);
  }
}
