import { describe, expect, it } from 'vitest';
import type { Running } from './processes.ts';
import { supervise } from './supervise.ts';

/** Processes that are ready at once and end when told, on a clock that only sleeping moves. */
function world() {
  let time = 0;
  const launched: { end(words: string): void; commands: string[] }[] = [];
  const said: string[] = [];
  const restarted: number[] = [];
  const process = supervise({
    name: 'warrants',
    say: (sentence) => said.push(sentence),
    now: () => time,
    async sleep(ms) {
      time += ms;
    },
    onRestart: async ({ pid }) => void restarted.push(pid),
    launch(): Running {
      const { promise: ended, resolve: end } = Promise.withResolvers<string>();
      const commands: string[] = [];
      launched.push({ end, commands });
      return {
        pid: launched.length,
        ready: Promise.resolve(),
        ended,
        command: async ({ command, holder }) => void commands.push(`${command} ${holder}`),
        stop: async () => end('stopped'),
      };
    },
  });
  const settled = () => new Promise<void>((resolve) => void setImmediate(resolve));
  return { process, launched, said, restarted, settled, now: () => time };
}

describe('a supervised process', () => {
  it('is started again after a pause when it ends by itself, and both are said', async () => {
    const { process, launched, said, restarted, settled, now } = world();
    await process.ready;
    launched[0]?.end('SIGKILL');
    await settled();
    expect(said).toEqual(['warrants ended by itself (SIGKILL) and is started again in 1 s.', 'warrants is up again.']);
    expect([process.pid, process.isUp, now()]).toEqual([2, true, 1000]);
    expect(restarted).toEqual([2]);
  });

  it('is started at most five times a minute', async () => {
    const { process, launched, said, settled, now } = world();
    await process.ready;
    for (let end = 0; end < 6; end += 1) {
      launched.at(-1)?.end('JOURNAL_KEY: cannot be read');
      await settled();
    }
    expect(launched).toHaveLength(7);
    expect(said.at(-2)).toBe('warrants ended by itself (JOURNAL_KEY: cannot be read) and is started again in 56 s.');
    expect(now()).toBe(61_000);
  });

  it('takes commands while it is up, and says so while it is not', async () => {
    const { process, launched } = world();
    await expect(process.command({ command: 'stop', holder: 'CNJ' })).rejects.toThrow(
      'warrants is not up yet; try again in a moment',
    );
    await process.ready;
    await process.command({ command: 'stop', holder: 'CNJ' });
    expect(launched[0]?.commands).toEqual(['stop CNJ']);
  });

  it('is not started again once it was stopped', async () => {
    const { process, launched, said, settled } = world();
    await process.ready;
    await process.stop();
    await settled();
    expect(launched).toHaveLength(1);
    expect(said).toEqual([]);
  });
});
