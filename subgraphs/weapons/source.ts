import { defineSubgraph } from '#kit/subgraph.ts';
import { indexEntry } from './index-entry.ts';
import { alertsTell, present } from './present.ts';
import type { WeaponFacts } from './record.ts';
import { weaponRecords } from './records.ts';
import type { WeaponRecords } from './records.ts';

export const weapons = defineSubgraph<WeaponFacts, WeaponRecords>({
  source: 'weapons',
  schema: new URL('schema.graphql', import.meta.url),
  migrations: new URL('migrations/', import.meta.url),
  records: {
    recordType: 'WeaponRecord',
    probe: { type: 'WeaponProbe', key: 'serial', find: (records, serial) => records.findBySerial(serial) },
    records: weaponRecords,
    indexEntry,
    present,
    alertsTell,
  },
});
