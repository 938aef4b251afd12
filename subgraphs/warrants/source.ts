import { defineSubgraph } from '#kit/subgraph.ts';
import { indexEntry } from './index-entry.ts';
import { alertsTell, present } from './present.ts';
import type { WarrantFacts } from './record.ts';
import { warrantRecords } from './records.ts';
import type { WarrantRecords } from './records.ts';
import { holdsTerm, verdict } from './verdict.ts';

export const warrants = defineSubgraph<WarrantFacts, WarrantRecords>({
  source: 'warrants',
  schema: new URL('schema.graphql', import.meta.url),
  migrations: new URL('migrations/', import.meta.url),
  records: {
    recordType: 'WarrantRecord',
    probe: {
      type: 'WarrantProbe',
      key: 'number',
      // Who may only know that a warrant exists does not see its number, and must not learn it by asking.
      tellsWithheld: false,
      find: (records, number) => records.findByNumber(number),
    },
    records: warrantRecords,
    indexEntry,
    present,
    alertsTell,
    verdict,
    holdsTerm,
  },
});
