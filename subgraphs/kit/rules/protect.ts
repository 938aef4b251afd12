// The holder's law: the field resolvers of an executable schema, wrapped so that they deny and mask by themselves whoever the router is.
// Wrapping happens once, before any query is compiled; what differs by request comes in through the context.
import { defaultFieldResolver, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLFieldResolver, GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import type { Asker } from '../caller.ts';
import { decide, noRule } from './evaluate.ts';
import { applyMask } from './mask.ts';
import { narrow } from './overlay.ts';
import type { Overlay } from './overlay.ts';
import type { Decision, Rule, RuleTable } from './rule.ts';

/** A rule's effect on one field of the answer; its path is `info.path`. */
export interface FieldVerdict {
  readonly verdict: 'DENY' | 'MASK';
  readonly rule: string;
  readonly contact?: string;
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

/**
 * Wraps in place. A denied field is null with a verdict, and its resolver is not run; a masked one is masked after it resolved. A
 * resolver that answers at once still does, so that compiled queries stay synchronous. A field without a rule is denied.
 */
export function protectResolvers<Context>(
  schema: GraphQLSchema,
  table: RuleTable,
  options: ProtectOptions<Context>,
): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__') || type.name === '_Service') continue;
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`;
      if (machinery.has(coordinate)) continue;
      const rule = table.get(coordinate);
      if (!needsWrapping(type, field, rule, options)) continue;
      field.resolve = wrap(coordinate, rule, field.resolve ?? defaultFieldResolver, options) as GraphQLFieldResolver<
        unknown,
        unknown
      >;
    }
  }
}

/** A plain property that every caller may see is read without a check, unless it is the door to a record. */
function needsWrapping<Context>(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  rule: Rule | undefined,
  options: ProtectOptions<Context>,
): boolean {
  if (field.resolve || rule === undefined || options.overlayOf) return true;
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
  resolve: GraphQLFieldResolver<unknown, Context>,
  options: ProtectOptions<Context>,
): GraphQLFieldResolver<unknown, Context> {
  const { askerOf, onVerdict, overlayOf, decideRecord } = options;

  return function protectedField(source, args, context, info) {
    const asker = askerOf(context, info);
    if (asker === null) return refuse(context, info, signedAsker);
    let decision = decide(rule, asker);
    let contact: string | undefined;
    if (decision.kind === 'DEFER') {
      decision = rule && decideRecord ? decideRecord(rule, source, asker, context) : denied(decision.rule);
      if (decision.kind === 'DEFER') decision = denied(decision.rule);
    }
    const overlay = overlayOf?.(context);
    if (overlay) ({ decision, contact } = narrow(overlay, coordinate, decision, asker));
    if (decision.kind === 'ALLOW') return resolve(source, args, context, info);
    if (decision.kind !== 'MASK') return refuse(context, info, decision.rule, contact);
    const { as, rule: ruleId } = decision;
    const finish = (value: unknown): unknown => {
      if (value === null || value === undefined) return value;
      onVerdict(context, info, verdictOf('MASK', ruleId, contact));
      return applyMask(as, value);
    };
    const value = resolve(source, args, context, info);
    return isPromise(value) ? value.then(finish) : finish(value);
  };

  function refuse(context: Context, info: GraphQLResolveInfo, ruleId: string, contact?: string): null {
    onVerdict(context, info, verdictOf('DENY', ruleId, contact));
    return null;
  }
}

function denied(rule: string | undefined): Decision {
  return { kind: 'DENY', rule: rule ?? noRule, needs: [] };
}

function verdictOf(verdict: 'DENY' | 'MASK', rule: string, contact: string | undefined): FieldVerdict {
  return contact === undefined ? { verdict, rule } : { verdict, rule, contact };
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
