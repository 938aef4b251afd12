/**
 * Hides all but the end of a value, length kept; at least three characters stay hidden, so that a short value is
 * never shown whole. Masking what is masked changes nothing.
 */
export function showOnlyEnd(value: string, shownMax: number): string {
  const shown = Math.max(0, Math.min(shownMax, value.length - 3));
  return '*'.repeat(value.length - shown) + value.slice(value.length - shown);
}
