import { namedType } from './graph.ts';
import type { Check } from './graph.ts';

/** An enum that is both asked with and answered with has the same values everywhere. */
export const checkEnumValues: Check = ({ sources }) => {
  const asked = new Set<string>();
  for (const { document, types } of sources) {
    for (const type of types.values()) {
      for (const field of type.fields)
        for (const argument of field.arguments ?? []) asked.add(namedType(argument.type));
    }
    for (const node of document.definitions) {
      if (node.kind !== 'InputObjectTypeDefinition' && node.kind !== 'InputObjectTypeExtension') continue;
      for (const field of node.fields ?? []) asked.add(namedType(field.type));
    }
  }
  const first = new Map<string, { readonly source: string; readonly values: string }>();
  const problems: string[] = [];
  for (const { name, enums } of sources) {
    for (const node of enums.values()) {
      const id = node.name.value;
      if (!asked.has(id)) continue;
      const values = (node.values ?? [])
        .map((value) => value.name.value)
        .sort()
        .join();
      const before = first.get(id);
      if (!before) first.set(id, { source: name, values });
      else if (before.values !== values) problems.push(`the enum ${id} differs between ${before.source} and ${name}`);
    }
  }
  return problems;
};
