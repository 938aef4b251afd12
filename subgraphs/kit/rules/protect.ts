// The holder's law: the field resolvers of an executable schema, wrapped so that they deny and mask by themselves whoever the router is.
// What differs by request comes in through the context, never through compilation.
import { defaultFieldResolver, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLFieldResolver, GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import type { Asker } from '../caller.ts';
import { decide } from './evaluate.ts';
import { applyMask, asSent, isMasked } from './mask.ts';
import { narrow } from './overlay.ts';
import type { Explanation, Overlay, SettledDecision } from './overlay.ts';
import type { Decision, Rule, RuleTable } from './rule.ts';

/** A rule's effect on one field of the answer; its path is `info.path`. */
export interface FieldVerdict {
  readonly verdict: 'DENY' | 'MASK';
  readonly rule: string;
  /** What the asker lacks, of a denial. */
  readonly needs?: readonly string[];
  readonly contact?: string;
  readonly reason?: string;
}

export interface ProtectOptions<Context> {
  /** Who asks for this part of the answer; null where nobody who signed does, and every ruled field is refused. */
  readonly askerOf: (context: Context, info: GraphQLResolveInfo) => Asker | null;
  readonly onVerdict: (context: Context, info: GraphQLResolveInfo, verdict: FieldVerdict) => void;
  /** The overlay of the endpoint that the request is for; a process may serve several. */
  readonly overlayOf?: (context: Context) => Overlay | undefined;
  /** Settles a DEFER with the record in hand; without it a deferred field is denied. */
  readonly decideRecord?: (rule: Rule, record: unknown, asker: Asker, context: Context) => Decision;
}

/** Says who must have signed where no asker did. */
export const signedAsker = 'signed-asker';

// What federation asks of every subgraph; the fields below `_entities` carry their own rules.
const machinery = new Set(['Query._entities', 'Query._service']);

/** How fields of a protected schema that were left bare are wrapped after all. */
const guards = new WeakMap<GraphQLSchema, (coordinate: string) => boolean>();

/**
 * Wraps in place. A denied field is null with a verdict, and its resolver is not run; nor is that of one masked to null, whose verdict
 * must not tell whether there was a value. Any other masked one is masked after it resolved. A resolver that answers at once still does,
 * so that compiled queries stay synchronous. A field without a rule is denied.
 */
export function protectResolvers<Context>(
  schema: GraphQLSchema,
  table: RuleTable,
  options: ProtectOptions<Context>,
): void {
  const bare = new Map<string, () => void>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__') || type.name === '_Service') continue;
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`;
      if (machinery.has(coordinate)) continue;
      const rule = table.get(coordinate);
      const protect = (): void => {
        field.resolve = wrap(coordinate, rule, field, options) as GraphQLFieldResolver<unknown, unknown>;
      };
      if (needsWrapping(type, field, rule)) protect();
      else bare.set(coordinate, protect);
    }
  }
  guards.set(schema, (coordinate) => {
    const protect = bare.get(coordinate);
    bare.delete(coordinate);
    protect?.();
    return protect !== undefined;
  });
}

/**
 * Wraps the fields at these coordinates that the shared rules left bare: an overlay may stand on any, and to wrap all of them for its sake
 * would cost every question of every endpoint. True where a field was wrapped now; queries compiled before read past it.
 */
export function guardFields(schema: GraphQLSchema, coordinates: Iterable<string>): boolean {
  const guard = guards.get(schema);
  if (!guard) throw new TypeError('the resolvers of this schema are not protected');
  // Every one of them, not up to the first.
  return [...coordinates].map(guard).includes(true);
}

/** A plain property that every caller may see is read without a check, unless it is the door to a record. */
function needsWrapping(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  rule: Rule | undefined,
): boolean {
  if (field.resolve || rule === undefined) return true;
  if (isMoreThanAuthenticated(rule)) return true;
  return isEntity(type);
}

function isMoreThanAuthenticated(rule: Rule): boolean {
  return rule.scopes.length > 0 || rule.policies.length > 0 || rule.masked !== undefined;
}

/** A reference enters the schema here without passing any other wrapped field. */
function isEntity(type: GraphQLObjectType): boolean {
  return type.astNode?.directives?.some((directive) => directive.name.value === 'key') ?? true;
}

function wrap<Context>(
  coordinate: string,
  rule: Rule | undefined,
  field: GraphQLField<unknown, unknown>,
  options: ProtectOptions<Context>,
): GraphQLFieldResolver<unknown, Context> {
  const { askerOf, onVerdict, overlayOf, decideRecord } = options;
  const resolve = (field.resolve ?? defaultFieldResolver) as GraphQLFieldResolver<unknown, Context>;
  const toSend = asSent(field.type);

  return function protectedField(source, args, context, info) {
    const asker = askerOf(context, info);
    if (asker === null) return refuse(context, info, { kind: 'DENY', rule: signedAsker, needs: [] });
    let decision = settled(decide(rule, asker), source, asker, context);
    const overlay = overlayOf?.(context);
    let explanation: Explanation | undefined;
    if (overlay?.fields.has(coordinate)) ({ decision, explanation } = narrow(overlay, coordinate, decision, asker));
    if (decision.kind === 'ALLOW') return resolve(source, args, context, info);
    if (decision.kind === 'DENY' || decision.as === 'NULL') return refuse(context, info, decision, explanation);
    const masked = decision;
    const finish = (value: unknown): unknown => {
      if (value === null || value === undefined) return value;
      const shown = applyMask(masked.as, toSend(value));
      if (isMasked(masked.as, shown)) onVerdict(context, info, verdictOf(masked, explanation));
      return shown;
    };
    const value = resolve(source, args, context, info);
    return isPromise(value) ? value.then(finish) : finish(value);
  };

  /** What nobody settles is denied, before an overlay is asked: its mask would show a part of what may not be shown at all. */
  function settled(decision: Decision, source: unknown, asker: Asker, context: Context): SettledDecision {
    if (decision.kind !== 'DEFER') return decision;
    const last = rule && decideRecord ? decideRecord(rule, source, asker, context) : decision;
    return last.kind === 'DEFER' ? { kind: 'DENY', rule: last.rule, needs: [] } : last;
  }

  function refuse(context: Context, info: GraphQLResolveInfo, decision: Narrowing, explanation?: Explanation): null {
    onVerdict(context, info, verdictOf(decision, explanation));
    return null;
  }
}

type Narrowing = Exclude<SettledDecision, { readonly kind: 'ALLOW' }>;

function verdictOf(decision: Narrowing, explanation: Explanation | undefined): FieldVerdict {
  const needs = decision.kind === 'DENY' ? decision.needs : [];
  return {
    verdict: decision.kind,
    rule: decision.rule,
    ...(needs.length > 0 && { needs }),
    ...(explanation && { contact: explanation.contact }),
    ...(explanation?.reason !== undefined && { reason: explanation.reason }),
  };
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
