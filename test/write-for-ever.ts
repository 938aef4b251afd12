// A holder's process for a test to kill: it moves its outbox, and writes and says what it has committed, until it is gone.
import { writeSync } from 'node:fs';
import { openRecords } from '#kit/endpoint.ts';
import { startSequencer } from '#kit/sequencer.ts';
import type { ConnectionOptions } from '#kit/storage/database.ts';
import { vehicles } from '../subgraphs/vehicles/source.ts';
import type { VehicleFacts } from '../subgraphs/vehicles/record.ts';

const connection = JSON.parse(process.argv[2] as string) as ConnectionOptions;
const identity = { source: 'vehicles', holder: 'PE' };
if (!vehicles.records) throw new TypeError('vehicles keeps records');
const { sql, records } = await openRecords(vehicles.records, vehicles.migrations, identity, connection);
await startSequencer(sql, () => undefined);

for (let count = 0; ; count += 1) {
  // Two changes in one transaction, of seven records in turn, so that versions rise.
  const ids = [`v${count % 7}`, `w${count % 7}`];
  await records.save(
    ids.map(
      (recordId) => ({ recordId, plate: 'ABC1234', colour: String(count), chassisRestamped: false }) as VehicleFacts,
    ),
  );
  const version = Math.floor(count / 7) + 1;
  writeSync(1, ids.map((id) => `${id} ${version}\n`).join(''));
}
