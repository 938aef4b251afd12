// The only file of this source that holds SQL.
import type { EndpointIdentity } from '#kit/context.ts';
import { postgresRecords, storedRecord } from '#kit/records.ts';
import type { RecordRow, Records, StoredRecord } from '#kit/records.ts';
import type { Database } from '#kit/storage/database.ts';
import { indexEntry } from './index-entry.ts';
import type { WeaponFacts } from './record.ts';

export interface WeaponRecords extends Records<WeaponFacts> {
  findBySerial(serial: string): Promise<readonly StoredRecord<WeaponFacts>[]>;
}

const perAnswerMax = 20;

export function weaponRecords(sql: Database, endpoint: EndpointIdentity): WeaponRecords {
  return {
    ...postgresRecords<WeaponFacts>(sql, (facts) => indexEntry(facts, endpoint)),
    async findBySerial(serial) {
      const rows = await sql<RecordRow[]>`
        select record_id, version, updated_at, facts from record
        where serial = ${serial} and not removed order by record_id limit ${perAnswerMax}`;
      return rows.map((row) => storedRecord<WeaponFacts>(row));
    },
  };
}
