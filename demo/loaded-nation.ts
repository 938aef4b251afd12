// The nation in the holders' databases: loaded once, and told anew each day, so that "yesterday" stays yesterday.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brasiliaDate } from '#kit/brasilia.ts';
import { ConfigError } from '#kit/errors.ts';
import { load } from './load.ts';
import { nation } from './nation/nation.ts';
import type { NationRecord } from './nation/nation.ts';
import { plantedRecords, story } from './nation/story.ts';
import { createWorld } from './nation/world.ts';
import type { Network } from './network.ts';
import type { DemoSettings } from './settings.ts';

interface LoadedNation {
  readonly seed: number;
  readonly size: number;
  /** The day on which the stories were last told; null: the load was cut short. */
  readonly today: string | null;
}

export interface LoadedNationOptions {
  readonly settings: DemoSettings;
  readonly network: Network;
  /** Shows how far it is: done of total. */
  readonly onProgress: (title: string, done: number, total: number) => void;
  readonly signal: AbortSignal;
}

/** For the bar only. */
const recordsPerPerson = 1.6;

/** @throws ConfigError when another nation is in the folder, whole or in part */
export function requireSameNation({ dataDir, nationSeed, nationSize }: DemoSettings): void {
  const found = loadedNation(dataDir);
  if (found && (found.seed !== nationSeed || found.size !== nationSize))
    throw new ConfigError(
      'DATA_DIR',
      'holds another nation: delete it, or set NATION_SIZE and NATION_SEED as they were',
    );
}

/** Loads all of it the first time, and on a later day the people of the stories only. A load that was cut short is simply done again. */
export async function loadNation({ settings, network, onProgress, signal }: LoadedNationOptions): Promise<void> {
  const { nationSeed: seed, nationSize: size, dataDir } = settings;
  const today = brasiliaDate(new Date());
  const told = loadedNation(dataDir)?.today ?? null;
  if (told === today) return;
  if (told === null) keep(dataDir, { seed, size, today: null });
  const title = told === null ? `Loading ${size.toLocaleString('en-US')} people` : 'Bringing the stories up to date';
  const total = size * recordsPerPerson;
  const records = told === null ? nation({ seed, size, today }) : plantedRecords(createWorld(seed, today));
  const onSaved = (count: number) => void (signal.aborted || onProgress(title, count, total));
  await save(network, records, { onSaved, signal });
  onProgress(title, 1, 1);
  keep(dataDir, { seed, size, today });
}

export interface Change {
  /** Of the person whose record was changed. */
  readonly cpf: string;
  readonly source: string;
  readonly holder: string;
  /** Epoch milliseconds; the change was made between the two. */
  readonly startedAt: number;
  readonly committedAt: number;
}

/** A real change at a real holder, so that the index's lag can be measured: a telephone is answered at another extension. */
export async function changeOneRecord({ nationSeed }: DemoSettings, network: Network): Promise<Change> {
  const { cpf } = story(nationSeed).servedYesterday;
  const planted = plantedRecords(createWorld(nationSeed, brasiliaDate(new Date())));
  const record = planted.find((one) => one.source === 'individuals' && one.facts.cpf === cpf);
  if (record?.source !== 'individuals') throw new TypeError('the story has nobody on record');
  const { source, holder, facts } = record;
  const phone = `${facts.contact.phone.slice(0, -4)}${String(Date.now() % 10_000).padStart(4, '0')}`;
  const startedAt = Date.now();
  let committedAt = startedAt;
  await save(network, [{ ...record, facts: { ...facts, contact: { ...facts.contact, phone } } }], {
    onSaved: () => void (committedAt = Date.now()),
  });
  return { cpf, source, holder, startedAt, committedAt };
}

async function save(
  { directory, connection }: Network,
  records: Iterable<NationRecord>,
  options: { readonly onSaved?: (count: number) => void; readonly signal?: AbortSignal } = {},
): Promise<void> {
  await load({ records, endpoints: directory.endpoints, connection, onSaved: () => undefined, ...options });
}

function loadedNation(dataDir: string): LoadedNation | undefined {
  const path = pathIn(dataDir);
  if (!existsSync(path)) return undefined;
  try {
    const { seed, size, today } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    const isDay = today === null || typeof today === 'string';
    if (typeof seed === 'number' && typeof size === 'number' && isDay) return { seed, size, today };
  } catch {
    // Said below.
  }
  throw new ConfigError('DATA_DIR', 'its nation.json is not what was written there: delete the folder to start afresh');
}

/** Whole or not at all. */
function keep(dataDir: string, nation: LoadedNation): void {
  const path = pathIn(dataDir);
  writeFileSync(`${path}.new`, JSON.stringify(nation));
  renameSync(`${path}.new`, path);
}

function pathIn(dataDir: string): string {
  return join(dataDir, 'nation.json');
}
