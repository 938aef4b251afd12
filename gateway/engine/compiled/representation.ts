// What stands for an entity at a source: the fields that the plan requires of it, as bytes that are equal when they mean the same.
import type { GraphQLSchema } from 'graphql';
import type { Representation } from '../source-client.ts';
import { mergeInto } from './merge.ts';
import { isObject, own, setOwn } from './own.ts';
import type { JsonObject } from './own.ts';
import type { Requirement, Rewrite } from './plan.ts';
import { compileRewrites } from './rewrites.ts';
import type { ApplyRewrites } from './rewrites.ts';
import { typesWithin } from './types.ts';

/** Undefined where the entity lacks what is required: then there is nothing to ask with. */
export type Represent = (entity: JsonObject) => Representation | undefined;

export function compileRepresentation(
  requires: readonly Requirement[],
  inputRewrites: readonly Rewrite[],
  schema: GraphQLSchema,
): Represent {
  const selection = compileSelection(requires, schema);
  const rewrite = compileRewrites(inputRewrites, schema);
  const flat = rewrite === undefined ? flatBranches(requires, schema) : undefined;
  return (entity) =>
    flat === undefined ? represent(entity, selection, rewrite) : representFlat(entity, flat, selection);
}

function represent(
  entity: JsonObject,
  selection: readonly Selected[],
  rewrite: ApplyRewrites | undefined,
): Representation | undefined {
  const value = valueOf(entity, selection);
  if (value === null || typeof value.__typename !== 'string') return undefined;
  rewrite?.(value);
  return { json: JSON.stringify(value), value };
}

type Selected =
  | { readonly field: string; readonly as: string; readonly below: readonly Selected[] | undefined }
  | { readonly types: ReadonlySet<string>; readonly below: readonly Selected[] };

function compileSelection(requires: readonly Requirement[], schema: GraphQLSchema): readonly Selected[] {
  return requires.map((one) =>
    'field' in one
      ? { field: one.field, as: one.as ?? one.field, below: one.selections && compileSelection(one.selections, schema) }
      : { types: typesWithin(schema, [one.type]), below: compileSelection(one.selections, schema) },
  );
}

/** Null where a field is missing, not where it is null: a null is an answer, and may be required. */
function valueOf(entity: JsonObject, selection: readonly Selected[]): JsonObject | null {
  const value: JsonObject = {};
  for (const one of selection) {
    if ('field' in one) {
      const found = own(entity, one.field);
      if (found === undefined) return null;
      setOwn(value, one.as, one.below === undefined ? found : below(found, one.below));
    } else if (one.types.has(own(entity, '__typename') as string)) {
      const part = valueOf(entity, one.below);
      if (part !== null) mergeInto(value, part);
    }
  }
  return value;
}

function below(value: unknown, selection: readonly Selected[]): unknown {
  if (Array.isArray(value)) return value.map((item) => below(item, selection));
  return isObject(value) ? valueOf(value, selection) : null;
}

/** Nearly all entities: one type, and scalars of it. Written straight to JSON. */
interface FlatBranch {
  readonly types: ReadonlySet<string>;
  readonly fields: readonly { readonly name: string; readonly as: string; readonly before: string }[];
}

function flatBranches(requires: readonly Requirement[], schema: GraphQLSchema): readonly FlatBranch[] | undefined {
  const branches: FlatBranch[] = [];
  for (const one of requires) {
    if ('field' in one) return undefined;
    const fields: { name: string; as: string; before: string }[] = [];
    for (const below of one.selections) {
      if (!('field' in below) || below.selections !== undefined) return undefined;
      fields.push({
        name: below.field,
        as: below.as ?? below.field,
        before: `${fields.length === 0 ? '{' : ','}${JSON.stringify(below.as ?? below.field)}:`,
      });
    }
    branches.push({ types: typesWithin(schema, [one.type]), fields });
  }
  return branches;
}

function representFlat(
  entity: JsonObject,
  branches: readonly FlatBranch[],
  selection: readonly Selected[],
): Representation | undefined {
  const type = own(entity, '__typename') as string;
  let fitting: FlatBranch | undefined;
  for (const branch of branches) {
    if (!branch.types.has(type)) continue;
    if (fitting !== undefined) return represent(entity, selection, undefined);
    fitting = branch;
  }
  if (fitting === undefined) return undefined;
  let json = '';
  const value: JsonObject = {};
  for (const { name, as, before } of fitting.fields) {
    const found = own(entity, name);
    if (found === undefined) return undefined;
    json += before + jsonOf(found);
    // Now, and not when it is looked at: by then other fetches may have merged into the entity.
    setOwn(value, as, found);
  }
  return typeof value.__typename === 'string' ? { json: `${json}}`, value } : undefined;
}

function jsonOf(value: unknown): string {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}
