// The only file of this source that holds SQL.
import type { EndpointIdentity } from '#kit/context.ts';
import { postgresRecords, storedRecord } from '#kit/records.ts';
import type { RecordRow, Records, StoredRecord } from '#kit/records.ts';
import type { Database } from '#kit/storage/database.ts';
import { indexEntry } from './index-entry.ts';
import type { IndividualFacts } from './record.ts';

export interface IndividualRecords extends Records<IndividualFacts> {
  findByCpf(cpf: string): Promise<readonly StoredRecord<IndividualFacts>[]>;
}

const perAnswerMax = 20;

export function individualRecords(sql: Database, endpoint: EndpointIdentity): IndividualRecords {
  return {
    ...postgresRecords<IndividualFacts>(sql, (facts) => indexEntry(facts, endpoint)),
    async findByCpf(cpf) {
      const rows = await sql<RecordRow[]>`
        select record_id, version, updated_at, facts from record
        where cpf = ${cpf} and not removed order by record_id limit ${perAnswerMax}`;
      return rows.map((row) => storedRecord<IndividualFacts>(row));
    },
  };
}
