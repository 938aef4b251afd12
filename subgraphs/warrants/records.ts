// The only file of this source that holds SQL.
import type { EndpointIdentity } from '#kit/context.ts';
import { postgresRecords, storedRecord } from '#kit/records.ts';
import type { RecordRow, Records, StoredRecord } from '#kit/records.ts';
import type { Database } from '#kit/storage/database.ts';
import { indexEntry } from './index-entry.ts';
import type { WarrantFacts } from './record.ts';

export interface WarrantRecords extends Records<WarrantFacts> {
  findByNumber(number: string): Promise<readonly StoredRecord<WarrantFacts>[]>;
}

const perAnswerMax = 20;

export function warrantRecords(sql: Database, endpoint: EndpointIdentity): WarrantRecords {
  return {
    ...postgresRecords<WarrantFacts>(sql, (facts) => indexEntry(facts, endpoint)),
    async findByNumber(number) {
      const rows = await sql<RecordRow[]>`
        select record_id, version, updated_at, facts from record
        where number = ${number} and not removed order by record_id limit ${perAnswerMax}`;
      return rows.map((row) => storedRecord<WarrantFacts>(row));
    },
  };
}
