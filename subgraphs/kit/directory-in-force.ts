import type { Directory } from './directory.ts';
import { loadDirectory, watchDirectory } from './directory.ts';

/** The directory as last read well: a file that is changed for the worse is refused, and the old one stays. */
export function directoryInForce(
  path: string,
  log: (line: string) => void,
): { readonly directory: () => Directory; stop(): void } {
  let directory = loadDirectory(path);
  const stop = watchDirectory(
    path,
    (next) => void (directory = next),
    (error) => log(`the new directory is refused and the old one stays in force: ${error.message}`),
  );
  return { directory: () => directory, stop };
}
