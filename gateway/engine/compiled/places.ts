// Where in an unfinished answer the entities of a fetch are.
import type { GraphQLSchema } from 'graphql';
import type { ResponsePath } from '../engine.ts';
import { isObject, own } from './own.ts';
import type { JsonObject } from './own.ts';
import type { PathStep } from './plan.ts';
import { typesWithin } from './types.ts';

/** The way to a set of places, compiled. */
export interface Way {
  /** Adds every object at the end of the way, in the order of the answer. */
  collect(data: JsonObject, found: JsonObject[]): void;
  /** Where those are, in the same order: paths are built only for those who ask. */
  locate(data: JsonObject, visit: (place: JsonObject, path: ResponsePath) => void): void;
  /** As it is reported: `@` for any index. */
  readonly pattern: ResponsePath;
}

type Step = { readonly key: string } | { readonly types: ReadonlySet<string> } | null;

export function compileWay(path: readonly PathStep[], schema: GraphQLSchema): Way {
  // A list is gone through wherever it stands, so the steps that say so only matter for the pattern.
  const steps: readonly Step[] = path.flatMap((step): readonly Step[] => {
    if ('items' in step) return [];
    return ['key' in step ? step : { types: typesWithin(schema, step.types) }];
  });
  const pattern = path.flatMap((step) => ('items' in step ? ['@'] : 'key' in step ? [step.key] : []));
  return Object.freeze({
    collect: (data, found) => collect(data, steps, 0, found),
    locate: (data, visit) => locate(data, steps, 0, [], visit),
    pattern,
  } satisfies Way);
}

function collect(value: unknown, steps: readonly Step[], at: number, found: JsonObject[]): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, steps, at, found);
    return;
  }
  if (!isObject(value)) return;
  const step = steps[at];
  if (step === undefined || step === null) found.push(value);
  else if ('key' in step) collect(own(value, step.key), steps, at + 1, found);
  else if (isOf(step.types, value)) collect(value, steps, at + 1, found);
}

function locate(
  value: unknown,
  steps: readonly Step[],
  at: number,
  path: (string | number)[],
  visit: (place: JsonObject, path: ResponsePath) => void,
): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      path.push(index);
      locate(item, steps, at, path, visit);
      path.pop();
    }
    return;
  }
  if (!isObject(value)) return;
  const step = steps[at];
  if (step === undefined || step === null) visit(value, [...path]);
  else if ('key' in step) {
    path.push(step.key);
    locate(own(value, step.key), steps, at + 1, path, visit);
    path.pop();
  } else if (isOf(step.types, value)) locate(value, steps, at + 1, path, visit);
}

/** Where a plan did not ask for the type, only one was possible. */
function isOf(types: ReadonlySet<string>, value: JsonObject): boolean {
  const type = own(value, '__typename');
  return type === undefined || types.has(type as string);
}
