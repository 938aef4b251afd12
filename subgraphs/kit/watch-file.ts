import { hash } from 'node:crypto';
import { readFileSync, watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { dirname } from 'node:path';

export interface WatchOptions {
  /** A burst of changes is one call. */
  readonly settleMs?: number;
  /** How often the file is looked at although nothing was heard. */
  readonly pollMs?: number;
}

/**
 * Calls back when the content of a file is another than at the last look, and at the first look, because the caller may have read it just
 * before a change. Which of a folder's events is about the file cannot be told by name: a ConfigMap is changed by the link `..data`
 * beside it. Where the folder itself is replaced nothing is heard at all; therefore the poll.
 */
export function watchFile(
  path: string,
  onChange: () => void,
  { settleMs = 50, pollMs = 3000 }: WatchOptions = {},
): () => void {
  let seen: string | undefined;
  const look = (): void => {
    const found = contentOf(path);
    if (found === seen) return;
    seen = found;
    onChange();
  };
  let settle = setTimeout(look, settleMs);
  const watcher = watchFolder(dirname(path), () => {
    clearTimeout(settle);
    settle = setTimeout(look, settleMs);
  });
  const poll = setInterval(look, pollMs);
  poll.unref();
  return () => {
    clearTimeout(settle);
    clearInterval(poll);
    watcher?.close();
  };
}

/** A digest of the content, or why there is none. */
function contentOf(path: string): string {
  try {
    return hash('sha256', readFileSync(path));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unreadable';
  }
}

/** Undefined, or silent from some time on, where the system gives no events: then the poll alone sees changes. */
function watchFolder(folder: string, onEvent: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, onEvent);
    return watcher.on('error', () => watcher.close());
  } catch {
    return undefined;
  }
}
