import { defineSubgraph } from '#kit/subgraph.ts';
import { indexEntry } from './index-entry.ts';
import { alertsTell, present } from './present.ts';
import type { ForeignVehicleFacts } from './record.ts';
import { foreignVehicleRecords } from './records.ts';
import type { ForeignVehicleRecords } from './records.ts';

export const mercosul = defineSubgraph<ForeignVehicleFacts, ForeignVehicleRecords>({
  source: 'mercosul',
  schema: new URL('schema.graphql', import.meta.url),
  migrations: new URL('migrations/', import.meta.url),
  records: {
    recordType: 'ForeignVehicleRecord',
    probe: { type: 'ForeignVehicleProbe', key: 'plate', find: (records, plate) => records.findByPlate(plate) },
    records: foreignVehicleRecords,
    indexEntry,
    present,
    alertsTell,
  },
});
