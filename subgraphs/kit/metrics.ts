// What every process tells of itself in the Prometheus text format (0.0.4), under the names of OpenTelemetry's semantic conventions where
// these have one. Labels are words of ours (source, holder, code), never values that somebody sent: there are as many as the directory
// has endpoints, and no more.
import { statfs } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export { Counter, Gauge, Histogram, Registry };

export const metricsType = 'text/plain; version=0.0.4; charset=utf-8';

/** Seconds; the boundaries that the semantic conventions advise for `http.server.request.duration`. */
export const durationBuckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
/** What takes less than a millisecond is told apart, too: stages, and statements of a base. */
export const shortDurationBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']);

/** Whoever asks may write any word as the method. */
export function methodLabel(method: string): string {
  return methods.has(method) ? method : '_OTHER';
}

/** `http.server.request.duration`; `http_route` is the path as it was registered, `none` where there is none. */
export function httpServerDuration<Label extends string = never>(registry: Registry, labels: readonly Label[] = []) {
  return new Histogram<'http_request_method' | 'http_route' | 'http_response_status_code' | Label>({
    name: 'http_server_request_duration_seconds',
    help: 'Duration of HTTP requests that came in.',
    labelNames: ['http_request_method', 'http_route', 'http_response_status_code', ...labels],
    buckets: durationBuckets,
    registers: [registry],
  });
}

/** The text of a registry, and what is true of the whole process. The library parts metrics by empty lines, and writes `Nan`. */
export async function metricsText(registry: Registry): Promise<string> {
  const texts = await Promise.all([registry.metrics(), processMetrics().metrics()]);
  return texts
    .map(
      (text) =>
        `${text
          .replaceAll(/\n{2,}/g, '\n')
          .replaceAll(/ Nan$/gm, ' NaN')
          .trimEnd()}\n`,
    )
    .join('');
}

let ofProcess: Registry | undefined;

/** Once a process, however many servers run in it. */
function processMetrics(): Registry {
  if (ofProcess) return ofProcess;
  const registry = new Registry();
  ofProcess = registry;
  collectDefaultMetrics({ register: registry });
  new Counter({
    name: 'nodejs_eventloop_time_seconds_total',
    help: 'Time that the event loop has been in each state; the rate of `active` is its utilisation.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { active, idle } = performance.eventLoopUtilization();
      this.reset();
      this.inc({ state: 'active' }, active / 1000);
      this.inc({ state: 'idle' }, idle / 1000);
    },
  });
  // The file system where the process keeps data.
  const disk = () => statfs(process.env['DATA_DIR'] || '.');
  new Gauge({
    name: 'infoseg_disk_free_bytes',
    help: 'Free space where the process keeps data (DATA_DIR, else its working folder).',
    registers: [registry],
    async collect() {
      const { bavail, bsize } = await disk();
      this.set(bavail * bsize);
    },
  });
  new Gauge({
    name: 'infoseg_disk_size_bytes',
    help: 'Size of the file system where the process keeps data.',
    registers: [registry],
    async collect() {
      const { blocks, bsize } = await disk();
      this.set(blocks * bsize);
    },
  });
  return registry;
}
