// What a holder adds to the shared rules: data of its own, with a version, that can only narrow. Anything that would widen, or that
// names what the schema does not know, stops the start with a sentence.
import { isNonNullType, isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { profiles } from '../caller.ts';
import type { Asker, Profile } from '../caller.ts';
import { maskKinds } from './harvest.ts';
import type { Decision, MaskKind, RuleTable } from './rule.ts';

export interface OverlayRule {
  /** `Type.field`. */
  readonly field: string;
  readonly decision: 'DENY' | 'MASK';
  /** With MASK. */
  readonly as?: MaskKind;
  /** Profiles that the shared rule alone binds. */
  readonly unlessProfiles?: readonly Profile[];
  /** Whom to ask, shown with the refusal. */
  readonly contact: string;
}

export interface Overlay {
  readonly version: number;
  /** By `Type.field`. */
  readonly rules: ReadonlyMap<string, OverlayRule>;
}

/** The message names the rule's place and what is wrong. */
export class OverlayError extends Error {
  override readonly name = 'OverlayError';
  readonly code = 'BAD_OVERLAY';
}

const overlayMembers = new Set(['version', 'rules']);
const ruleMembers = new Set(['field', 'decision', 'as', 'unlessProfiles', 'contact']);

export interface OverlaidSource {
  readonly schema: GraphQLSchema;
  readonly rules: RuleTable;
}

/** Reads a holder's overlay (parsed JSON) against the schema and rules of its source. Throws OverlayError. */
export function parseOverlay(value: unknown, source: OverlaidSource): Overlay {
  const overlay = membersOf(value, overlayMembers, 'overlay');
  const { version } = overlay;
  if (!Number.isSafeInteger(version) || (version as number) < 1)
    throw new OverlayError('overlay.version is a number from 1');
  if (!Array.isArray(overlay.rules)) throw new OverlayError('overlay.rules is a list');
  const rules = new Map<string, OverlayRule>();
  overlay.rules.forEach((item: unknown, at) => {
    const rule = parseRule(item, `overlay.rules[${at}]`, source);
    if (rules.has(rule.field)) throw new OverlayError(`overlay.rules[${at}]: ${rule.field} has a rule already`);
    rules.set(rule.field, rule);
  });
  return Object.freeze({ version: version as number, rules });
}

/** The decision after the overlay, with the contact where the overlay is what narrowed it. */
export function narrow(
  overlay: Overlay,
  coordinate: string,
  decision: Decision,
  asker: Asker,
): { readonly decision: Decision; readonly contact?: string } {
  const rule = overlay.rules.get(coordinate);
  if (!rule || decision.kind === 'DENY' || rule.unlessProfiles?.includes(asker.caller.profile)) return { decision };
  const id = `overlay/${overlay.version}/${coordinate}`;
  if (rule.decision === 'DENY') return { decision: { kind: 'DENY', rule: id, needs: [] }, contact: rule.contact };
  // The stronger of two masks: parseOverlay admits only an equal kind or NULL over the shared one.
  if (!rule.as || (decision.kind === 'MASK' && decision.as === rule.as)) return { decision };
  return { decision: { kind: 'MASK', as: rule.as, rule: id }, contact: rule.contact };
}

function parseRule(value: unknown, place: string, source: OverlaidSource): OverlayRule {
  const members = membersOf(value, ruleMembers, place);
  const { field, decision, as, unlessProfiles, contact } = members;
  if (typeof field !== 'string' || !field.includes('.') || !source.rules.has(field)) {
    throw new OverlayError(`${place}.field is a field of this source, as Type.field`);
  }
  if (!isNullable(source.schema, field)) {
    // Null there would cost the whole record; a holder withholds records by verdict, not by overlay.
    throw new OverlayError(`${place}.field may not be null, so no rule can take its value away`);
  }
  if (decision !== 'DENY' && decision !== 'MASK') {
    throw new OverlayError(`${place}.decision is DENY or MASK: an overlay can only narrow`);
  }
  const mask = maskKinds.find((kind) => kind === as);
  if (decision === 'MASK' && !mask) throw new OverlayError(`${place}.as is one of ${maskKinds.join(', ')}`);
  if (decision === 'DENY' && as !== undefined) throw new OverlayError(`${place}.as stands only with MASK`);
  const shared = source.rules.get(field)?.masked?.as;
  if (mask && shared && mask !== shared && mask !== 'NULL') {
    throw new OverlayError(
      `${place}.as would replace the shared mask by another, which may show more; only NULL is narrower`,
    );
  }
  if (typeof contact !== 'string' || contact.trim() === '') throw new OverlayError(`${place}.contact says whom to ask`);
  return Object.freeze({
    field,
    decision,
    ...(mask ? { as: mask } : {}),
    ...(unlessProfiles === undefined ? {} : { unlessProfiles: parseProfiles(unlessProfiles, place) }),
    contact,
  });
}

function isNullable(schema: GraphQLSchema, coordinate: string): boolean {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const type = schema.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
  return field !== undefined && !isNonNullType(field.type);
}

function parseProfiles(value: unknown, place: string): readonly Profile[] {
  if (!Array.isArray(value)) throw new OverlayError(`${place}.unlessProfiles is a list`);
  return Object.freeze(
    value.map((item: unknown) => {
      const profile = profiles.find((one) => one === item);
      if (!profile) throw new OverlayError(`${place}.unlessProfiles holds a profile that the network does not know`);
      return profile;
    }),
  );
}

function membersOf(value: unknown, known: ReadonlySet<string>, place: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new OverlayError(`${place} is an object`);
  for (const name of Object.keys(value)) {
    if (!known.has(name)) throw new OverlayError(`${place} has a member that this version does not know: ${name}`);
  }
  return { ...value };
}
