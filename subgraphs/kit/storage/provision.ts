import type { Database } from './database.ts';
import { scramVerifier } from './role-password.ts';
import type { RolePassword } from './role-password.ts';
import { StorageError } from './storage-error.ts';

export const templateName = 'kit_template';
const templatePartial = 'kit_template_partial';
const extensions = ['pg_trgm', 'unaccent', 'fuzzystrmatch'];
const reserved = new Set(['postgres', 'template0', 'template1', templateName, templatePartial, 'public', 'none']);

// Copying files took 1.0 s for 40 databases at 8 in parallel (4 to 6 s one by one: each waits for two checkpoints, which neighbours share);
// copying through the log took 1.4 to 2 s and wrote 300 MB of it.
const strategy = 'file_copy';
const parallelMax = 8;

/** Refuses what cannot be both a role and a database. Names: a lower-case letter, then letters, digits and _, at most 63. */
export function checkDatabaseName(name: string): void {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(name))
    throw new StorageError('STORAGE_NAME', 'a database name must match ^[a-z][a-z0-9_]{0,62}$');
  if (reserved.has(name) || name.startsWith('pg_'))
    throw new StorageError('STORAGE_NAME', `the database name ${name} is reserved by PostgreSQL or by the kit`);
}

/** How to open a pool of superuser connections to a database. */
export type OpenAsSuperuser = (database: string, poolMax: number) => Database;

/**
 * Makes every database of `names` with the role of the same name that owns it, entered by that role alone. Repeatable: what exists is
 * left as it is, and what an interrupted run left half-done is completed.
 */
export async function provisionDatabases(
  names: readonly string[],
  open: OpenAsSuperuser,
  passwordOf: RolePassword,
): Promise<void> {
  const wanted = [...new Set(names)];
  for (const name of wanted) checkDatabaseName(name);
  const sql = open('postgres', parallelMax);
  try {
    const missing = await incomplete(sql, wanted);
    if (missing.length === 0) return;
    await ensureTemplate(sql, open);
    const roles = missing.filter(({ hasRole }) => !hasRole);
    if (roles.length > 0) await sql.unsafe(roles.map(({ name }) => createRole(name, passwordOf(name))).join(';'));
    const queue = missing.values();
    await Promise.all(
      Array.from({ length: parallelMax }, async () => {
        for (const state of queue) await completeDatabase(sql, state);
      }),
    );
  } finally {
    await sql.end();
  }
}

interface DatabaseState {
  readonly name: string;
  readonly hasRole: boolean;
  readonly hasDatabase: boolean;
  /** A DROP DATABASE was cut short; PostgreSQL lets nobody in any more. */
  readonly invalid: boolean;
}

async function incomplete(sql: Database, names: readonly string[]): Promise<readonly DatabaseState[]> {
  return sql<DatabaseState[]>`
    select n.name,
           r.oid is not null as "hasRole",
           d.oid is not null as "hasDatabase",
           coalesce(d.datconnlimit = -2, false) as invalid
      from unnest(${names as string[]}::text[]) as n (name)
      left join pg_roles r on r.rolname = n.name
      left join pg_database d on d.datname = n.name
     where r.oid is null or d.oid is null or d.datconnlimit = -2 or d.datdba <> r.oid
        or has_database_privilege('public', d.oid, 'connect')`;
}

async function completeDatabase(sql: Database, { name, hasDatabase, invalid }: DatabaseState): Promise<void> {
  if (invalid) await sql.unsafe(`drop database ${name}`);
  // The owner of a database owns its schema public through the role pg_database_owner.
  if (!hasDatabase || invalid)
    await sql.unsafe(`create database "${name}" owner "${name}" template ${templateName} strategy ${strategy}`);
  await sql.unsafe(`alter database "${name}" owner to "${name}"; revoke all on database "${name}" from public`);
}

function createRole(name: string, password: string): string {
  return `create role "${name}" login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password '${scramVerifier(password)}'`;
}

/** The database that the others are copies of. It takes its name when complete and lets nobody in, so a copy never finds it in use. */
async function ensureTemplate(sql: Database, open: OpenAsSuperuser): Promise<void> {
  const contents = extensions.join(',');
  const [existing] = await sql<{ contents: string | null }[]>`
    select shobj_description(oid, 'pg_database') as contents from pg_database where datname = ${templateName}`;
  if (existing?.contents === contents) return;
  if (existing !== undefined) await sql.unsafe(`alter database ${templateName} is_template false`);
  await sql.unsafe(`drop database if exists ${templateName}`);
  await sql.unsafe(`drop database if exists ${templatePartial}`);
  await sql.unsafe(`create database ${templatePartial} strategy ${strategy}`);
  await sql.unsafe(`revoke connect on database postgres, template1, ${templatePartial} from public`);
  const template = open(templatePartial, 1);
  try {
    await template.unsafe(extensions.map((extension) => `create extension ${extension}`).join(';'));
    await template.unsafe('vacuum (freeze, analyze)');
  } finally {
    await template.end();
  }
  await sql.unsafe(`comment on database ${templatePartial} is '${contents}'`);
  await sql.unsafe(`alter database ${templatePartial} with is_template true allow_connections false`);
  await sql.unsafe(`alter database ${templatePartial} rename to ${templateName}`);
}
