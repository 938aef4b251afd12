import { defineSubgraph } from '#kit/subgraph.ts';
import { indexEntry } from './index-entry.ts';
import { alertsTell, present } from './present.ts';
import type { VehicleFacts } from './record.ts';
import { vehicleRecords } from './records.ts';
import type { VehicleRecords } from './records.ts';

export const vehicles = defineSubgraph<VehicleFacts, VehicleRecords>({
  source: 'vehicles',
  schema: new URL('schema.graphql', import.meta.url),
  migrations: new URL('migrations/', import.meta.url),
  records: {
    recordType: 'VehicleRecord',
    probe: { type: 'VehicleProbe', key: 'plate', find: (records, plate) => records.findByPlate(plate) },
    records: vehicleRecords,
    indexEntry,
    present,
    alertsTell,
  },
});
