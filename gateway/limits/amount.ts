// Numbers that may turn on variables. Whatever is multiplied, the result is a finite number from 0 to `amountMax`: a cost that overflowed
// would be compared wrongly.
export type Values = Readonly<Record<string, unknown>>;

/** A number, or how it follows from the values of the variables. */
export type Amount = number | ((values: Values) => number);

/** Where sums and products end, and what stands for "no bound is known". */
export const amountMax = Number.MAX_SAFE_INTEGER;

export function valueOf(amount: Amount, values: Values): number {
  return typeof amount === 'number' ? amount : amount(values);
}

export function plus(a: number, b: number): number {
  return Math.min(Math.max(a + b, 0), amountMax);
}

export function times(a: number, b: number): number {
  return Math.min(Math.max(a * b, 0), amountMax);
}
