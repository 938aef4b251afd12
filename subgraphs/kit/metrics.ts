// Counters in the Prometheus text format (0.0.4), the same words on every process.

export class Counters {
  readonly #counts = new Map<string, number>();

  /** `labels` are words of ours (source, holder, code), never values that somebody sent. */
  add(name: string, labels: Readonly<Record<string, string>>, by = 1): void {
    const key = keyOf(name, labels);
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + by);
  }

  /** For what goes up and down. */
  set(name: string, labels: Readonly<Record<string, string>>, value: number): void {
    this.#counts.set(keyOf(name, labels), value);
  }

  text(): string {
    return [...this.#counts].map(([key, count]) => `${key} ${count}\n`).join('');
  }
}

function keyOf(name: string, labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value.replace(/["\\\n]/g, '_')}"`);
  return `${name}{${pairs.join(',')}}`;
}
