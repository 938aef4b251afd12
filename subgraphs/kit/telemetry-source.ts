// What the process of a source counts and measures, by endpoint: it may serve many of them.
import { Counter, Gauge, httpServerDuration, Registry } from './metrics.ts';
import type { ServedEndpoint } from './serve.ts';

export interface WatchedEndpoint extends ServedEndpoint {
  /** Questions under way. */
  readonly running: number;
}

const ofEndpoint = ['source', 'holder'] as const;

/** `endpoints`: those that are open now. */
export function createSourceMetrics(endpoints: () => readonly WatchedEndpoint[], now: () => number = Date.now) {
  const registry = new Registry();
  const registers = [registry];

  /** Looked up when it is asked for; undefined is left out. */
  function gauge(name: string, help: string, read: (endpoint: WatchedEndpoint) => number | undefined): void {
    new Gauge({
      ...{ name, help, labelNames: ofEndpoint, registers },
      collect() {
        this.reset();
        for (const endpoint of endpoints()) {
          const value = read(endpoint);
          if (value !== undefined) this.set({ ...endpoint.identity }, value);
        }
      },
    });
  }

  gauge('infoseg_questions_running', 'Questions under way.', ({ running }) => running);
  gauge('infoseg_questions_running_max', 'The most that may be under way.', ({ maxConcurrent }) => maxConcurrent);
  gauge(
    'infoseg_overlay_version',
    "Version of the holder's own rules in force.",
    ({ overlay }) => overlay?.()?.version,
  );
  gauge('infoseg_feed_head', 'Position of the last change in the feed.', ({ feedState }) => feedState?.().head);
  gauge(
    'infoseg_feed_level_age_seconds',
    'How long ago the feed was last seen level with the base.',
    ({ feedState }) => {
      const levelAt = feedState?.().levelAt;
      return typeof levelAt === 'number' ? Math.max(0, now() - levelAt) / 1000 : undefined;
    },
  );
  const indexStates = () => endpoints().flatMap((endpoint) => endpoint.indexStates?.() ?? []);
  new Gauge({
    name: 'infoseg_feed_lag_seconds',
    help: 'Age of the state of each holder that the index knows.',
    ...{ labelNames: ofEndpoint, registers },
    collect() {
      this.reset();
      for (const { source, holder, asOf } of indexStates())
        if (asOf !== null) this.set({ source, holder }, Math.max(0, now() - Date.parse(asOf)) / 1000);
    },
  });
  new Gauge({
    name: 'infoseg_feed_behind',
    help: '1 where the index is further behind a holder than its source allows, so that "none" cannot be said.',
    ...{ labelNames: ofEndpoint, registers },
    collect() {
      this.reset();
      for (const { source, holder, behind } of indexStates()) this.set({ source, holder }, Number(behind));
    },
  });

  return {
    registry,
    httpServer: httpServerDuration(registry, ofEndpoint),
    questions: new Counter<'source' | 'holder' | 'status'>({
      name: 'infoseg_questions_total',
      help: 'Questions that were answered, by HTTP status.',
      labelNames: [...ofEndpoint, 'status'],
      registers,
    }),
    refused: new Counter<'source' | 'holder' | 'problem'>({
      name: 'infoseg_refused_total',
      help: 'Requests whose signature was not accepted.',
      labelNames: [...ofEndpoint, 'problem'],
      registers,
    }),
    feedPages: new Counter<'source' | 'holder'>({
      name: 'infoseg_feed_pages_total',
      help: 'Pages of the feed that were asked for.',
      labelNames: ofEndpoint,
      registers,
    }),
  };
}
