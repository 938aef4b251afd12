import type { Check } from './graph.ts';

/** A field of a subject or record has one source; value types such as Alert are shared freely. */
export const checkSharedField: Check = ({ sources, ownerOf }) => {
  const holders = new Map<string, string[]>();
  for (const { name, types } of sources) {
    for (const type of types.values()) {
      if (!ownerOf.has(type.name)) continue;
      for (const field of type.fields) {
        if (type.keyFields.has(field.name.value)) continue;
        const id = `${type.name}.${field.name.value}`;
        holders.set(id, [...(holders.get(id) ?? []), name]);
      }
    }
  }
  return [...holders]
    .filter(([, names]) => names.length > 1)
    .map(([id, names]) => `${id} is shared by ${names.join(', ')}: only keys and value types are shared`);
};
