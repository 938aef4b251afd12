// What every measure reads and prints alike.

/** A whole number of an option. Throws RangeError naming the option. */
export function bounded(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max)
    throw new RangeError(`--${name}: a whole number from ${min} to ${max}`);
  return value;
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
