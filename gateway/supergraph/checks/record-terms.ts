import { harvestRules } from '#kit/rules/harvest.ts';
import type { Check } from './graph.ts';

/** A term that only the record can tell stands where the record is in hand: on a field of the record's own type, at its holder. */
export const checkRecordTerms: Check = ({ sources, records }) =>
  sources.flatMap(({ name, isIndex, document }) =>
    [...harvestRules(document).values()].flatMap(({ id, policies }) => {
      const term = policies.flat().find((one) => one.startsWith('record:'));
      const [type = ''] = id.split('.');
      if (term === undefined || (!isIndex && records.has(type) && id !== type)) return [];
      return [`${name}: ${id} asks for "${term}", which can be told only on a field of a record`];
    }),
  );
