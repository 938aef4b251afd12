import { harvestRules } from '#kit/rules/harvest.ts';
import { namedType } from './graph.ts';
import type { Check } from './graph.ts';

/**
 * "None" may be said only by who can know, so each edge of the index says from which sources' entries it is answered. An edge is a field
 * of the root or of a subject that leads to subjects or records, look-up and connection types in between.
 */
export const checkDraws: Check = ({ sources, subjects, records }) => {
  const index = sources.find(({ isIndex }) => isIndex);
  if (!index) return [];
  const rules = harvestRules(index.document);
  const names = new Set(sources.filter(({ isIndex }) => !isIndex).map(({ name }) => name));
  const leads = (name: string, seen: ReadonlySet<string>): boolean => {
    if (subjects.has(name) || records.has(name)) return true;
    if (seen.has(name)) return false;
    const below = index.unions.get(name) ?? (index.types.get(name)?.fields ?? []).map((field) => namedType(field.type));
    return below.some((one) => leads(one, new Set([...seen, name])));
  };
  return [...index.types.values()]
    .filter((type) => type.name === index.roots.query || subjects.has(type.name))
    .flatMap((type) =>
      type.fields.flatMap((field) => {
        const id = `${type.name}.${field.name.value}`;
        const draws = rules.get(id)?.draws;
        if (!draws) {
          return leads(namedType(field.type), new Set())
            ? [`${index.name}: ${id} leads to subjects or records and does not say what it @draws from`]
            : [];
        }
        return draws.from
          .filter((from) => !names.has(from))
          .map((from) => `${index.name}: ${id} @draws from "${from}", which is not a source`);
      }),
    );
};
