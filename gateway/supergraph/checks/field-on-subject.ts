import type { Check } from './graph.ts';

/** Subjects and all edges between them are the index's, so that any query is one call to it and one wave of calls to holders. */
export const checkFieldOnSubject: Check = ({ sources, subjects }) =>
  sources
    .filter(({ isIndex }) => !isIndex)
    .flatMap(({ name, types }) =>
      [...types.values()]
        .filter((type) => subjects.has(type.name))
        .flatMap((type) =>
          type.fields
            .filter((field) => !type.keyFields.has(field.name.value))
            .map(
              (field) => `${name}: ${type.name}.${field.name.value} is a field of a source on a subject of the index`,
            ),
        ),
    );
