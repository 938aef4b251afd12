import type { Check } from './graph.ts';

/** All look-ups start at the index: a source answers for records that the index points to, and opens no second door to them. */
export const checkRootQuery: Check = ({ sources }) =>
  sources
    .filter(({ isIndex }) => !isIndex)
    .flatMap(({ name, types, roots }) =>
      [roots.query, roots.subscription]
        .filter((root) => (types.get(root)?.fields.length ?? 0) > 0)
        .map((root) => `${name}: ${root} is the index's; a source has no root query of its own`),
    );
