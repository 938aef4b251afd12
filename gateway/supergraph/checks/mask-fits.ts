import { harvestRules } from '#kit/rules/harvest.ts';
import { namedType } from './graph.ts';
import type { Check } from './graph.ts';

const noText = new Set(['Int', 'Float', 'Boolean']);

/** A masked value is text (or null), so it must be legal where the value was. */
export const checkMaskFits: Check = ({ sources }) =>
  sources.flatMap(({ name, document, types, unions, enums }) => {
    const rules = harvestRules(document);
    return [...types.values()].flatMap((type) =>
      type.fields.flatMap((field) => {
        const id = `${type.name}.${field.name.value}`;
        const as = rules.get(id)?.masked?.as;
        const returned = namedType(field.type);
        const isText = !noText.has(returned) && !enums.has(returned) && !types.has(returned) && !unions.has(returned);
        return as && as !== 'NULL' && !isText ? [`${name}: ${id} is no text to mask as ${as}`] : [];
      }),
    );
  });
