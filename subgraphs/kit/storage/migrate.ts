import { hash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Database, Transaction } from './database.ts';
import { StorageError, systemCode } from './storage-error.ts';

/** A series of migrations; the name, such as `kit` or `source`, keeps the numbers of one series apart from another's. */
export interface MigrationFolder {
  readonly name: string;
  readonly folder: string | URL;
}

/**
 * Brings a database up to date: applies the files `NNN-name.sql` of each folder, in the order of the folders and then of the numbers, each
 * in a transaction of its own, and returns those it applied, as `folder/file`. Processes that migrate at once wait for one another.
 * What has been applied is history: a changed, vanished, repeated or late-coming file is refused (StorageError, MIGRATION_…) before
 * anything is applied. A file cannot hold statements that refuse to run in a transaction.
 */
export async function migrate(
  sql: Database,
  folders: string | URL | readonly MigrationFolder[],
  table = 'schema_migration',
): Promise<readonly string[]> {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(table))
    throw new StorageError('STORAGE_OPTION', 'the table of migrations must be a lower-case SQL name');
  const series = isList(folders) ? folders : [{ name: 'source', folder: folders }];
  const migrations = await readMigrations(series);
  await ensureTable(sql, table);
  const applied: string[] = [];
  const names = series.map(({ name }) => name);
  const before = await unhurried(sql, (transaction) => history(transaction, table, names));
  for (const migration of pending(migrations, before))
    if (await apply(sql, table, migration, migrations, names)) applied.push(pathOf(migration));
  return Object.freeze(applied);
}

async function ensureTable(sql: Database, table: string): Promise<void> {
  const [row] = await unhurried(
    sql,
    (transaction) => transaction<{ exists: boolean }[]>`select to_regclass(${table}) is not null as exists`,
  );
  if (row?.exists === true) return;
  await sql.begin(async (transaction) => {
    // "if not exists" alone fails when two processes create the table at once.
    await lock(transaction, table);
    await transaction`
      create table if not exists ${transaction(table)} (
        folder text not null,
        file text not null,
        sha256 text not null,
        applied_at timestamptz not null default now(),
        primary key (folder, file)
      )`;
  });
}

async function lock(transaction: Transaction, table: string): Promise<void> {
  await forgetTimeLimit(transaction);
  await transaction`select pg_advisory_xact_lock(hashtextextended(${table}, 0))`;
}

function unhurried<Result>(sql: Database, work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
  return sql.begin(async (transaction) => {
    await forgetTimeLimit(transaction);
    return work(transaction);
  });
}

/** The pool may cut statements short for the sake of questions; a migration, or the wait for another's, takes as long as it takes. */
async function forgetTimeLimit(transaction: Transaction): Promise<void> {
  await transaction`set local statement_timeout = 0`;
}

interface Migration {
  readonly folder: string;
  readonly file: string;
  readonly number: string;
  readonly text: string;
  readonly sha256: string;
}

interface Applied {
  readonly folder: string;
  readonly file: string;
  readonly sha256: string;
}

async function readMigrations(series: readonly MigrationFolder[]): Promise<readonly Migration[]> {
  const seen = new Set<string>();
  const migrations: Migration[] = [];
  for (const { name, folder } of series) {
    if (seen.has(name)) throw new StorageError('MIGRATION_REPEATED', `two folders of migrations are named ${name}`);
    seen.add(name);
    migrations.push(...(await readFolder(name, typeof folder === 'string' ? folder : fileURLToPath(folder))));
  }
  return migrations;
}

async function readFolder(folder: string, path: string): Promise<readonly Migration[]> {
  const entries = await readdir(path).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR')
      throw new StorageError('MIGRATION_FOLDER', `the folder of migrations ${path} does not exist`, { cause: error });
    throw error;
  });
  const migrations: Migration[] = [];
  for (const file of entries.filter((entry) => entry.endsWith('.sql')).sort()) {
    const number = /^(\d{3})-[a-z0-9]+(?:-[a-z0-9]+)*\.sql$/.exec(file)?.[1];
    if (number === undefined)
      throw new StorageError(
        'MIGRATION_NAME',
        `${folder}/${file} is not named as a migration: three digits, a hyphen, lower-case words`,
      );
    if (migrations.at(-1)?.number === number)
      throw new StorageError(
        'MIGRATION_REPEATED',
        `${folder} has two migrations of number ${number}: ${migrations.at(-1)?.file} and ${file}`,
      );
    // Git may check a file out with other line endings; that does not change the migration.
    const text = (await readFile(join(path, file), 'utf8')).replaceAll('\r\n', '\n');
    if (/^\s*(?:begin|start\s+transaction|commit|rollback)\s*(?:work|transaction)?\s*;/im.test(text))
      throw new StorageError(
        'MIGRATION_TRANSACTION',
        `the migration ${folder}/${file} opens or ends a transaction; it is given one`,
      );
    migrations.push({ folder, file, number, text, sha256: hash('sha256', text) });
  }
  return migrations;
}

async function history(
  sql: Database | Transaction,
  table: string,
  folders: readonly string[],
): Promise<readonly Applied[]> {
  return sql<
    Applied[]
  >`select folder, file, sha256 from ${sql(table)} where folder = any(${folders as string[]}) order by folder, file`;
}

/** What is left to apply, after comparing the files with what was applied. */
function pending(migrations: readonly Migration[], applied: readonly Applied[]): readonly Migration[] {
  const files = new Map(migrations.map((migration) => [pathOf(migration), migration]));
  const last = new Map<string, string>();
  for (const { folder, file, sha256 } of applied) {
    const migration = files.get(`${folder}/${file}`);
    if (migration === undefined)
      throw new StorageError(
        'MIGRATION_VANISHED',
        `the migration ${folder}/${file} was applied to this database and is gone; put it back`,
      );
    if (migration.sha256 !== sha256)
      throw new StorageError(
        'MIGRATION_CHANGED',
        `the migration ${folder}/${file} has changed since it was applied; put it back and add a new one`,
      );
    last.set(folder, file);
    files.delete(pathOf(migration));
  }
  for (const { folder, file } of files.values()) {
    const latest = last.get(folder);
    if (latest !== undefined && file < latest)
      throw new StorageError(
        'MIGRATION_ORDER',
        `the migration ${folder}/${file} comes before ${latest}, which is applied already; give it a later number`,
      );
  }
  return [...files.values()];
}

async function apply(
  sql: Database,
  table: string,
  migration: Migration,
  all: readonly Migration[],
  folders: readonly string[],
): Promise<boolean> {
  return sql.begin(async (transaction) => {
    await lock(transaction, table);
    // Another process may have applied it while this one waited for the lock.
    if (!pending(all, await history(transaction, table, folders)).includes(migration)) return false;
    try {
      await transaction.unsafe(migration.text);
    } catch (error) {
      const state = systemCode(error) ?? 'unknown';
      throw new StorageError('MIGRATION_FAILED', `the migration ${pathOf(migration)} failed (SQLSTATE ${state})`, {
        cause: error,
      });
    }
    await transaction`
      insert into ${transaction(table)} (folder, file, sha256) values (${migration.folder}, ${migration.file}, ${migration.sha256})`;
    return true;
  });
}

function pathOf({ folder, file }: { readonly folder: string; readonly file: string }): string {
  return `${folder}/${file}`;
}

function isList(folders: string | URL | readonly MigrationFolder[]): folders is readonly MigrationFolder[] {
  return Array.isArray(folders);
}
