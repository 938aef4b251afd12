// Loads the nation through the holders' own records, so that outbox, feed and index do their real work.
import type { EndpointEntry } from '#kit/directory.ts';
import { endpointName } from '#kit/directory.ts';
import { openRecords } from '#kit/endpoint.ts';
import type { Records } from '#kit/records.ts';
import type { ConnectionOptions, Database } from '#kit/storage/database.ts';
import type { Subgraph } from '#kit/subgraph.ts';
import { individuals } from '../subgraphs/individuals/source.ts';
import { mercosul } from '../subgraphs/mercosul/source.ts';
import { vehicles } from '../subgraphs/vehicles/source.ts';
import { warrants } from '../subgraphs/warrants/source.ts';
import { weapons } from '../subgraphs/weapons/source.ts';
import type { NationRecord } from './nation/nation.ts';

type AnyFacts = { readonly recordId: string };
type AnySource = Subgraph<AnyFacts>;

const sources = new Map<string, AnySource>(
  [individuals, vehicles, mercosul, weapons, warrants].map((source) => [source.source, source as unknown as AnySource]),
);

export interface LoadOptions {
  readonly records: Iterable<NationRecord>;
  readonly endpoints: readonly EndpointEntry[];
  readonly connection: (entry: EndpointEntry) => ConnectionOptions;
  readonly onSaved: (count: number) => void;
  /** Ends the load after the batches under way. */
  readonly signal?: AbortSignal;
}

const batchSize = 400;
const writersMax = 4;

/** Resolves with the number of records saved. Saving again what is there changes nothing, so a load cut short is simply repeated. */
export async function load({ records, endpoints, connection, onSaved, signal }: LoadOptions): Promise<number> {
  const targets = new Map<string, Target>();
  for (const entry of endpoints) {
    const source = sources.get(entry.source);
    if (source?.records) targets.set(endpointName(entry), { entry, source, waiting: [] });
  }
  const writing = new Set<Promise<void>>();
  let total = 0;
  try {
    for (const { source, holder, facts } of records) {
      const target = targets.get(`${source}/${holder}`);
      if (!target)
        throw new TypeError(`the nation has a record for ${source}/${holder}, which the directory does not list`);
      target.waiting.push(facts);
      if (target.waiting.length >= batchSize) await enqueue(target);
    }
    for (const target of targets.values()) await enqueue(target);
    await Promise.all(writing);
    return total;
  } finally {
    await Promise.allSettled(writing);
    await Promise.all([...targets.values()].map(async ({ opened }) => (await opened)?.sql.end({ timeout: 2 })));
  }

  async function enqueue(target: Target): Promise<void> {
    const batch = target.waiting.splice(0);
    if (batch.length === 0) return;
    signal?.throwIfAborted();
    while (writing.size >= writersMax) await Promise.race(writing);
    const write = save(target, batch).finally(() => writing.delete(write));
    writing.add(write);
  }

  async function save(target: Target, batch: readonly AnyFacts[]): Promise<void> {
    const { entry, source } = target;
    target.opened ??= openRecords(source.records as never, source.migrations, entry, connection(entry), { poolMax: 1 });
    const { records: store } = await target.opened;
    await store.save(batch);
    total += batch.length;
    onSaved(total);
  }
}

interface Target {
  readonly entry: EndpointEntry;
  readonly source: AnySource;
  readonly waiting: AnyFacts[];
  opened?: Promise<{ readonly sql: Database; readonly records: Records<AnyFacts> }>;
}
