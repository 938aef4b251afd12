// The expected decisions: a table written by hand from the documents, and never derived from the directives that it is compared with.
import { readFileSync } from 'node:fs';
import { isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { profiles } from '#kit/caller.ts';
import type { Profile } from '#kit/caller.ts';
import { purposes } from '#kit/caller.ts';
import type { Purpose } from '#kit/caller.ts';

export const decisionsFile = new URL('decisions.csv', import.meta.url);

/** Allowed, masked, denied, left to the holder per record. */
export type Expected = 'A' | 'M' | '-' | 'D';

export interface Right {
  readonly profile: Profile;
  readonly purpose: Purpose | undefined;
  /** Level of authentication, 1 to 3. */
  readonly level: number;
}

export interface Decisions {
  /** `Type.field`, in the order of the table. */
  readonly fields: readonly string[];
  /** Throws RangeError for a field that the table does not have. */
  expected(field: string, right: Right): Expected;
  /** Whether the field says nothing of a person or a thing, and is there for everybody. Throws RangeError. */
  isOpen(field: string): boolean;
}

/** The message names line, field and column. */
export class DecisionsError extends Error {
  override readonly name = 'DecisionsError';
  readonly code = 'BAD_DECISIONS';
}

/** `group` is the word of the documents that the row follows; `open` where none of them restricts the field. */
const columns = ['field', 'group', 'level', ...profiles] as const;

interface Alternative {
  readonly expected: Expected;
  readonly purpose: Purpose | undefined;
}

interface Row {
  readonly group: string;
  readonly level: number;
  readonly cells: ReadonlyMap<Profile, readonly Alternative[]>;
}

/** Reads the table from its file; a line that begins with `#` is a comment. Throws DecisionsError. */
export function readDecisions(schema: GraphQLSchema, file: URL | string = decisionsFile): Decisions {
  return parseDecisions(readFileSync(file, 'utf8'), fieldsOf(schema));
}

/** Every `Type.field` of the object types that a client can ask for. */
export function fieldsOf(schema: GraphQLSchema): readonly string[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
    .flatMap((type) => Object.keys((type as { getFields(): object }).getFields()).map((name) => `${type.name}.${name}`))
    .sort();
}

/**
 * A cell is `A`, `M`, `-` or `D`, or several with a purpose each, parted by blanks (`A:STOP A:CAPTURE`), at most one of them without: the
 * one with the stated purpose counts, the one without a purpose is for all others, and where none is left the field is denied. The column
 * `level` is the least level of authentication. Every known field stands once, and no other. Throws DecisionsError.
 */
export function parseDecisions(text: string, known: readonly string[]): Decisions {
  const lines = text.split(/\r?\n/).map((line, at) => ({ line: line.trim(), at: at + 1 }));
  const [head, ...body] = lines.filter(({ line }) => line !== '' && !line.startsWith('#'));
  const header = head?.line.split(',').map((name) => name.trim()) ?? [];
  for (const name of header)
    if (!(columns as readonly string[]).includes(name)) throw new DecisionsError(`the column "${name}" is not known`);
  for (const name of columns) {
    const count = header.filter((one) => one === name).length;
    if (count !== 1) throw new DecisionsError(`the column "${name}" stands ${count} times, not once`);
  }
  const rows = new Map<string, Row>();
  for (const { line, at } of body) {
    const cells = line.split(',').map((cell) => cell.trim());
    if (cells.length !== header.length)
      throw new DecisionsError(`line ${at} has ${cells.length} cells, and the header ${header.length}`);
    const cell = (name: (typeof columns)[number]) => cells[header.indexOf(name)] ?? '';
    const field = cell('field');
    if (!known.includes(field)) throw new DecisionsError(`line ${at}: "${field}" is no field of the schema`);
    if (rows.has(field)) throw new DecisionsError(`line ${at}: ${field} stands more than once`);
    if (cell('group') === '') throw new DecisionsError(`line ${at}: ${field} belongs to no group`);
    if (!/^[1-3]$/.test(cell('level'))) throw new DecisionsError(`line ${at}: ${field}: the level is 1, 2 or 3`);
    const read = profiles.map(
      (profile) => [profile, parseCell(cell(profile), `line ${at}: ${field}, ${profile}`)] as const,
    );
    rows.set(field, { group: cell('group'), level: Number(cell('level')), cells: new Map(read) });
  }
  const missing = known.filter((field) => !rows.has(field));
  if (missing.length > 0) throw new DecisionsError(`the table does not have ${missing.join(', ')}`);

  function rowOf(field: string): Row {
    const row = rows.get(field);
    if (!row) throw new RangeError(`${field} is not in the table of decisions`);
    return row;
  }

  return Object.freeze({
    fields: Object.freeze([...rows.keys()]),
    isOpen: (field: string) => rowOf(field).group === 'open',
    expected(field: string, { profile, purpose, level }: Right): Expected {
      const row = rowOf(field);
      if (level < row.level) return '-';
      const alternatives = row.cells.get(profile) ?? [];
      const stated = purpose && alternatives.find((one) => one.purpose === purpose);
      return (stated ?? alternatives.find((one) => one.purpose === undefined))?.expected ?? '-';
    },
  });
}

function parseCell(text: string, place: string): readonly Alternative[] {
  const alternatives = text.split(/\s+/).map((word): Alternative => {
    const [, expected, purpose] = /^([AMD-])(?::([A-Z_]+))?$/.exec(word) ?? [];
    if (expected === undefined)
      throw new DecisionsError(`${place}: "${word}" is not A, M, - or D, alone or with a purpose`);
    const known = purposes.find((one) => one === purpose);
    if (purpose !== undefined && known === undefined)
      throw new DecisionsError(`${place}: "${purpose}" is not a purpose`);
    return { expected: expected as Expected, purpose: known };
  });
  const stated = alternatives.map(({ purpose }) => purpose ?? 'none');
  const twice = stated.find((purpose, at) => stated.indexOf(purpose) !== at);
  if (twice !== undefined)
    throw new DecisionsError(`${place}: two decisions for ${twice === 'none' ? 'no purpose' : twice}`);
  return Object.freeze(alternatives);
}
