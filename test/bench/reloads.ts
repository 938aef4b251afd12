// npm run bench -- reloads: a gateway of the whole network is asked by several callers at once while its supergraph is replaced again and
// again; none of the requests may fail, and no planner may be left over.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startFederation } from '../federation.ts';
import { reloadUnderLoad, supergraphFile } from '../reload-under-load.ts';
import { bounded, print } from './options.ts';

const { values } = parseArgs({
  options: { reloads: { type: 'string', default: '100' }, workers: { type: 'string', default: '8' } },
});
const reloads = bounded('reloads', values.reloads, 1, 10_000);
const workers = bounded('workers', values.workers, 1, 256);

const log: string[] = [];
const folder = mkdtempSync(join(tmpdir(), 'infoseg-reloads-'));
const file = supergraphFile(folder);
const federation = await startFederation({ log: (line) => log.push(line), patient: true });
try {
  const url = await federation.openReplica({ SUPERGRAPH: file.path });
  const startedAt = performance.now();
  const report = await reloadUnderLoad(federation, url, file, { reloads, workers, log });
  const seconds = (performance.now() - startedAt) / 1000;
  const { answered, failed, latencies, reloadMs, planners } = report;
  print(
    `${reloads} reloads in ${seconds.toFixed(0)} s, ${workers} callers, ${answered} requests, ${failed.length} failed`,
  );
  for (const [said, times] of Map.groupBy(failed, (one) => one)) print(`  ${times.length} x ${said}`);
  print(`95 % upper bound of the failure rate where none failed: ${(3 / answered).toExponential(1)}`);
  print(`request: ${inWords(latencies)}`);
  print(`from the change of the file to being in force: ${inWords(reloadMs)}`);
  print(`planner processes before and after: ${planners.join(' and ')}`);
  process.exitCode = failed.length === 0 && planners[1] <= planners[0] ? 0 : 1;
} finally {
  await federation.close();
  rmSync(folder, { recursive: true, force: true });
}

function inWords(sorted: readonly number[]): string {
  const at = (share: number) =>
    `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(0)} ms`;
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, longest ${at(1)}`;
}
