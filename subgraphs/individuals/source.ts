import { defineSubgraph } from '#kit/subgraph.ts';
import { indexEntry } from './index-entry.ts';
import { alertsTell, present } from './present.ts';
import type { IndividualFacts } from './record.ts';
import { individualRecords } from './records.ts';
import type { IndividualRecords } from './records.ts';

export const individuals = defineSubgraph<IndividualFacts, IndividualRecords>({
  source: 'individuals',
  schema: new URL('schema.graphql', import.meta.url),
  migrations: new URL('migrations/', import.meta.url),
  records: {
    recordType: 'IndividualRecord',
    probe: { type: 'IndividualProbe', key: 'cpf', find: (records, cpf) => records.findByCpf(cpf) },
    records: individualRecords,
    indexEntry,
    present,
    alertsTell,
  },
});
