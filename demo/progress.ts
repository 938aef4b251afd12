// What a person sees while the network starts: a bar or a changing line on a terminal, a line now and then elsewhere.

export interface Progress {
  step(text: string): void;
  bar(text: string, done: number, total: number): void;
  /** What is being waited for; it may be told again and again. */
  wait(text: string): void;
  end(): void;
}

const width = 30;
const repaintMs = 100;

export function createProgress(out: NodeJS.WriteStream): Progress {
  let open = false;
  let paintedAt = 0;
  let lastTenth = -1;
  let lastWait = '';

  function end(): void {
    if (open) out.write('\n');
    open = false;
    lastTenth = -1;
  }

  return {
    end,
    step(text) {
      end();
      out.write(`${text}\n`);
    },
    bar(text, done, total) {
      const share = total > 0 ? Math.min(1, done / total) : 1;
      if (!out.isTTY) {
        const tenth = Math.floor(share * 10);
        if (tenth === lastTenth) return;
        lastTenth = tenth;
        out.write(`${text} ${tenth * 10} %\n`);
        return;
      }
      const now = Date.now();
      if (share < 1 && now - paintedAt < repaintMs) return;
      paintedAt = now;
      open = true;
      const filled = Math.round(share * width);
      out.write(`\r${text} ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${Math.round(share * 100)} %`);
    },
    wait(text) {
      if (text === lastWait) return;
      lastWait = text;
      if (!out.isTTY) return void out.write(`${text}\n`);
      open = true;
      out.write(`\r${text}\u001b[K`);
    },
  };
}
