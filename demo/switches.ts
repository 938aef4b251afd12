// Stops and starts single holders of the running network, and keeps in mind which are stopped.
import { endpointName } from '#kit/directory.ts';
import type { EndpointEntry } from '#kit/directory.ts';
import type { HolderAction } from './control.ts';
import { DemoError } from './demo-error.ts';
import type { Running } from './processes.ts';
import type { Supervised } from './supervise.ts';

export interface Switches {
  /** CODE is a holder or source/holder. Resolves with a line for each endpoint that it names. @throws DemoError */
  act(action: HolderAction, code: string | undefined): Promise<readonly string[]>;
  /** A source that was started again has all its holders up: those that were stopped are stopped again. */
  restore(source: string, running: Running): Promise<void>;
}

export function createSwitches(
  endpoints: readonly EndpointEntry[],
  processOf: (source: string) => Supervised | undefined,
): Switches {
  const stopped = new Set<string>();

  function lineOf(entry: EndpointEntry): string {
    const name = endpointName(entry);
    const up = processOf(entry.source)?.isUp ? 'up' : 'down';
    return `${name.padEnd(24)} ${stopped.has(name) ? 'stopped' : up}`;
  }

  return {
    async act(action, code) {
      const named = (entry: EndpointEntry) => code === entry.holder || code === endpointName(entry);
      const chosen = endpoints.filter((entry) => action === 'list' || named(entry));
      if (chosen.length === 0) throw new DemoError('no holder of that code: npm run holder -- list');
      for (const entry of action === 'list' ? [] : chosen) {
        const { source, holder } = entry;
        const running = processOf(source);
        if (!running) throw new DemoError(`${source} is not up yet; try again in a moment`);
        await running.command({ command: action === 'stop' ? 'stop' : 'start', holder });
        if (action === 'stop') stopped.add(endpointName(entry));
        else stopped.delete(endpointName(entry));
      }
      return chosen.map(lineOf);
    },
    async restore(source, running) {
      const ours = endpoints.filter((entry) => entry.source === source && stopped.has(endpointName(entry)));
      await Promise.all(ours.map(({ holder }) => running.command({ command: 'stop', holder })));
    },
  };
}
