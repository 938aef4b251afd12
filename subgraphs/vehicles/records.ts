// The only file of this source that holds SQL.
import type { EndpointIdentity } from '#kit/context.ts';
import { postgresRecords, storedRecord } from '#kit/records.ts';
import type { RecordRow, Records, StoredRecord } from '#kit/records.ts';
import type { Database } from '#kit/storage/database.ts';
import { indexEntry } from './index-entry.ts';
import type { VehicleFacts } from './record.ts';

export interface VehicleRecords extends Records<VehicleFacts> {
  findByPlate(plate: string): Promise<readonly StoredRecord<VehicleFacts>[]>;
}

const perAnswerMax = 20;

export function vehicleRecords(sql: Database, endpoint: EndpointIdentity): VehicleRecords {
  return {
    ...postgresRecords<VehicleFacts>(sql, (facts) => indexEntry(facts, endpoint)),
    async findByPlate(plate) {
      const rows = await sql<RecordRow[]>`
        select record_id, version, updated_at, facts from record
        where plate = ${plate} and not removed order by record_id limit ${perAnswerMax}`;
      return rows.map((row) => storedRecord<VehicleFacts>(row));
    },
  };
}
