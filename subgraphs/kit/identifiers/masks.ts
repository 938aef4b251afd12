/**
 * Hides all but the end of a value, length kept; at least three characters stay hidden, so that a short value is
 * never shown whole. Masking what is masked changes nothing.
 */
export function showOnlyEnd(value: string, shownMax: number): string {
  // By characters, so that none is cut in two.
  const characters = [...value.toWellFormed()];
  const hidden = characters.length - Math.max(0, Math.min(shownMax, characters.length - 3));
  return '*'.repeat(hidden) + characters.slice(hidden).join('');
}
