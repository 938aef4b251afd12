// When a process is to end, and how it reports to a parent that supervises it, if there is one.
import { exitWith } from './errors.ts';

/** Runs `end` once, on SIGTERM, on Ctrl-C or when the supervising parent is gone, and exits after it. */
export function endWhenTold(end: () => Promise<void>): void {
  let ending = false;
  const once = () => {
    if (ending) return;
    ending = true;
    end().then(() => process.exit(0), exitWith);
  };
  process.on('SIGTERM', once);
  // Ctrl-C reaches the whole process group: a supervised process waits for its parent's word, so that all end in order.
  process.on('SIGINT', () => process.send ?? once());
  process.on('disconnect', once);
  // The parent may have gone while this process was still being loaded.
  if (process.send && !process.connected) once();
}

export function tellParent(message: object): void {
  if (process.connected) process.send?.(message);
}
