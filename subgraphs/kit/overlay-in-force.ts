// A holder's own rules as last read well. They take effect without a restart; a file that is changed for the worse is refused, and the rules
// before it stay. A version number is said of one content for ever: verdicts and journals cite it, and the endpoint's base remembers it.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { OverlayMark, OverlayMemory } from './overlay-memory.ts';
import { OverlayError, overlayDigest, parseOverlay } from './rules/overlay.ts';
import type { OverlaidSource, Overlay } from './rules/overlay.ts';
import { watchFile } from './watch-file.ts';

export interface OverlayInForce {
  /** Undefined: the shared rules alone. */
  readonly overlay: () => Overlay | undefined;
  /**
   * Before the endpoint serves: holds what is in force against what its base remembers, and has it remember this and whatever follows.
   * @throws OverlayError where it may not follow: no overlay after one, a lower version, another content of the same one
   */
  remember(memory: OverlayMemory): Promise<void>;
  stop(): void;
}

/**
 * Reads the file, if there is one, and watches it. A new version must have a higher number. Without the file what was in force stays, and
 * the next start is refused: rules are taken back by an overlay of a higher version, which may be empty, and never by a file that got lost.
 * @throws OverlayError when the file that is there at the start cannot be used
 */
export function overlayInForce(
  path: string,
  source: OverlaidSource,
  log: (line: string) => void,
  { keepAgainMs = 3000 }: { readonly keepAgainMs?: number } = {},
): OverlayInForce {
  const name = basename(path);
  let overlay = readOverlay(path, source);
  let memory: OverlayMemory | undefined;
  let again: NodeJS.Timeout | undefined;
  let stopped = false;

  function reload(): void {
    let next: Overlay | undefined;
    try {
      next = readOverlay(path, source);
    } catch (error) {
      if (!(error instanceof OverlayError)) throw error;
      log(`${name}: the new overlay is refused and ${inForce(overlay)} in force: ${error.message}`);
      return;
    }
    if (next === undefined) {
      if (overlay)
        log(
          `${name}: the file is gone and ${inForce(overlay)} in force; without it no start follows, and an empty overlay of a higher version ends it`,
        );
    } else if (overlay === undefined || next.version > overlay.version) {
      overlay = next;
      log(`${name}: version ${next.version} is in force`);
      void keep();
    } else if (next.version < overlay.version || overlayDigest(next) !== overlayDigest(overlay)) {
      log(
        `${name}: the new overlay is refused and ${inForce(overlay)} in force: another content needs a version above ${overlay.version}`,
      );
    }
  }

  /** In force at once, and remembered as soon as the base can: a narrower rule must not wait for it. */
  async function keep(): Promise<void> {
    clearTimeout(again);
    const kept = overlay;
    if (!memory || !kept || stopped) return;
    try {
      await memory.keep(kept);
    } catch {
      if (stopped) return;
      log(`${name}: version ${kept.version} is in force, and the database could not remember it; it is tried again`);
      again = setTimeout(() => void keep(), keepAgainMs);
      again.unref();
    }
  }

  const stopWatching = watchFile(path, reload);
  return {
    overlay: () => overlay,
    async remember(given) {
      checkFollows(overlay, await given.last());
      memory = given;
      if (overlay) await memory.keep(overlay);
    },
    stop() {
      stopped = true;
      clearTimeout(again);
      stopWatching();
    },
  };
}

/** Of an endpoint without any file: it must never have had one. */
export function noOverlayInForce(): OverlayInForce {
  return {
    overlay: () => undefined,
    remember: async (memory) => checkFollows(undefined, await memory.last()),
    stop: () => undefined,
  };
}

function checkFollows(overlay: Overlay | undefined, last: OverlayMark | undefined): void {
  if (!last) return;
  const was = `version ${last.version}, which was in force before this start`;
  if (!overlay)
    throw new OverlayError(
      `the file is missing and cannot take back ${was}; an empty list of rules under a higher version does`,
    );
  if (overlay.version < last.version)
    throw new OverlayError(`overlay.version is ${overlay.version}, and must not be below ${was}`);
  if (overlay.version === last.version && overlayDigest(overlay) !== last.digest)
    throw new OverlayError(`the content is not that of ${was}; another content needs a higher version`);
}

function inForce(overlay: Overlay | undefined): string {
  return overlay ? `version ${overlay.version} stays` : 'the shared rules alone stay';
}

/** Undefined where there is no file. */
function readOverlay(path: string, source: OverlaidSource): Overlay | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new OverlayError('the file cannot be read');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new OverlayError('is not a file of JSON');
  }
  return parseOverlay(value, source);
}
