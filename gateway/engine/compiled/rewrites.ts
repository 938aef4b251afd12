// What a planner had to call otherwise on the wire, called right again.
import type { GraphQLSchema } from 'graphql';
import { isObject, own, setOwn } from './own.ts';
import type { JsonObject } from './own.ts';
import type { Rewrite, RewriteStep } from './plan.ts';
import { typesWithin } from './types.ts';

export type ApplyRewrites = (value: unknown) => void;

/** Undefined where there is nothing to rewrite. */
export function compileRewrites(rewrites: readonly Rewrite[], schema: GraphQLSchema): ApplyRewrites | undefined {
  const compiled = rewrites.flatMap((rewrite) => {
    const last = rewrite.path.at(-1);
    if (last === undefined || !('key' in last)) return [];
    const steps = rewrite.path.slice(0, -1).map((step) => compileStep(step, schema));
    const { key } = last;
    if ('set' in rewrite) return [{ steps, change: (found: JsonObject) => setOwn(found, key, rewrite.set) }];
    return [{ steps, change: (found: JsonObject) => rename(found, key, rewrite.rename) }];
  });
  if (compiled.length === 0) return undefined;
  return (value) => {
    for (const { steps, change } of compiled) apply(value, steps, 0, change);
  };
}

type Step = { readonly key: string } | { readonly types: ReadonlySet<string> };

function compileStep(step: RewriteStep, schema: GraphQLSchema): Step {
  return 'key' in step ? step : { types: typesWithin(schema, step.types) };
}

function apply(value: unknown, steps: readonly Step[], at: number, change: (found: JsonObject) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) apply(item, steps, at, change);
    return;
  }
  if (!isObject(value)) return;
  const step = steps[at];
  if (step === undefined) return change(value);
  if ('key' in step) return apply(own(value, step.key), steps, at + 1, change);
  const type = own(value, '__typename');
  // Where a source did not say the type, only one was possible.
  if (type === undefined || step.types.has(type as string)) apply(value, steps, at + 1, change);
}

/** Whatever stands there, nulls and zeros too. */
function rename(found: JsonObject, from: string, to: string): void {
  if (!Object.hasOwn(found, from)) return;
  setOwn(found, to, found[from]);
  delete found[from];
}
