import { namedType } from './graph.ts';
import type { Check } from './graph.ts';

/** A source that pointed at another's type would make the plan wait for one holder before it asks the next. */
export const checkForeignReference: Check = ({ sources, ownerOf }) =>
  sources
    .filter(({ isIndex }) => !isIndex)
    .flatMap(({ name, types, unions }) => {
      const isForeign = (type: string): boolean => (ownerOf.get(type) ?? name) !== name;
      return [...types.values()].flatMap((type) =>
        type.fields
          .filter((field) => {
            const returned = namedType(field.type);
            return isForeign(returned) || (unions.get(returned) ?? []).some(isForeign);
          })
          .map((field) => `${name}: ${type.name}.${field.name.value} refers to a type of another source`),
      );
    });
