import { harvestRules } from '#kit/rules/harvest.ts';
import { suitsMaskByName } from '#kit/rules/mask.ts';
import { namedType } from './graph.ts';
import type { Check } from './graph.ts';

/** A masked value is text (or null), so it must be legal where the value was. */
export const checkMaskFits: Check = ({ sources }) =>
  sources.flatMap(({ name, document, types }) => {
    const rules = harvestRules(document);
    return [...types.values()].flatMap((type) =>
      type.fields.flatMap((field) => {
        const id = `${type.name}.${field.name.value}`;
        const as = rules.get(id)?.masked?.as;
        return as && !suitsMaskByName(as, namedType(field.type)) ? [`${name}: ${id} is no text to mask as ${as}`] : [];
      }),
    );
  });
