// The only file of this source that holds SQL.
import type { EndpointIdentity } from '#kit/context.ts';
import { postgresRecords, storedRecord } from '#kit/records.ts';
import type { RecordRow, Records, StoredRecord } from '#kit/records.ts';
import type { Database } from '#kit/storage/database.ts';
import { indexEntry } from './index-entry.ts';
import type { ForeignVehicleFacts } from './record.ts';

export interface ForeignVehicleRecords extends Records<ForeignVehicleFacts> {
  findByPlate(plate: string): Promise<readonly StoredRecord<ForeignVehicleFacts>[]>;
}

const perAnswerMax = 20;

export function foreignVehicleRecords(sql: Database, endpoint: EndpointIdentity): ForeignVehicleRecords {
  return {
    ...postgresRecords<ForeignVehicleFacts>(sql, (facts) => indexEntry(facts, endpoint)),
    async findByPlate(plate) {
      const rows = await sql<RecordRow[]>`
        select record_id, version, updated_at, facts from record
        where plate = ${plate} and not removed order by record_id limit ${perAnswerMax}`;
      return rows.map((row) => storedRecord<ForeignVehicleFacts>(row));
    },
  };
}
