// CPU time of a process and of its children, from /proc (Linux): what a request costs, whatever else the machine is doing.
import { readFileSync, readdirSync } from 'node:fs';

const ticksPerSecond = 100;

/** Milliseconds of user and system time, living and ended children included. */
export function cpuMs(pid: number): number {
  const own = readStat(pid);
  if (!own) return 0;
  return (
    ((own.time + own.ended) * 1000) / ticksPerSecond + childrenOf(pid).reduce((sum, child) => sum + cpuMs(child), 0)
  );
}

function readStat(pid: number): { readonly parent: number; readonly time: number; readonly ended: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [, parent = 0] = fields;
    return { parent, time: (fields[11] ?? 0) + (fields[12] ?? 0), ended: (fields[13] ?? 0) + (fields[14] ?? 0) };
  } catch {
    return null;
  }
}

function childrenOf(pid: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((other) => readStat(other)?.parent === pid);
}
