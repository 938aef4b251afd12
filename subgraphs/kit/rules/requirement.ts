// A requirement is an OR of ANDs: one of the sets must be held whole; no sets at all means that nothing is required.

export type Requirement = readonly (readonly string[])[];

export function isMet(requirement: Requirement, holds: (word: string) => boolean): boolean {
  return requirement.length === 0 || requirement.some((words) => words.every(holds));
}

/** Both must be met: every set of one joined with every set of the other. Sorted, so that equal requirements are equal text. */
export function both(one: Requirement, other: Requirement): Requirement {
  if (one.length === 0) return tidy(other);
  if (other.length === 0) return tidy(one);
  return tidy(one.flatMap((left) => other.map((right) => [...left, ...right])));
}

/** True where whoever meets `strict` meets `loose` too. */
export function implies(strict: Requirement, loose: Requirement): boolean {
  if (loose.length === 0) return true;
  if (strict.length === 0) return false;
  return strict.every((words) => loose.some((fewer) => fewer.every((word) => words.includes(word))));
}

/** Words without repetition and in order; sets that another set already implies are left out. */
export function tidy(requirement: Requirement): Requirement {
  const sets = requirement.map((words) => [...new Set(words)].sort());
  const needed = sets.filter(
    (words, at) =>
      !sets.some(
        (fewer, other) =>
          other !== at &&
          fewer.every((word) => words.includes(word)) &&
          (fewer.length < words.length || (fewer.length === words.length && other < at)),
      ),
  );
  return Object.freeze(needed.map((words) => Object.freeze(words)).sort((a, b) => (a.join() < b.join() ? -1 : 1)));
}
