// DataLoader over a set read: the references of one request become one query, same length, same order.
import DataLoader from 'dataloader';
import type { Records, StoredRecord } from './records.ts';

export type RowLoader<Facts> = (recordId: string) => Promise<StoredRecord<Facts> | null>;

const batchMax = 500;

export function createRowLoader<Facts>(records: Pick<Records<Facts>, 'findMany'>): RowLoader<Facts> {
  const loader = new DataLoader((ids: readonly string[]) => records.findMany(ids), { maxBatchSize: batchMax });
  return (recordId) => loader.load(recordId);
}
