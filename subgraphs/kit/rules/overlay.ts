// What a holder adds to the shared rules: data of its own, with a version, that can only narrow. Anything that would widen, or that
// names what the schema does not know, is refused at load with a sentence.
import { hash } from 'node:crypto';
import { isNonNullType, isObjectType, Kind } from 'graphql';
import type { GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { stateCodes } from '../caller.ts';
import type { Asker } from '../caller.ts';
import { isPlainText } from '../intent.ts';
import { profiles, purposes } from '../profiles.ts';
import type { Profile, Purpose } from '../profiles.ts';
import { maskKinds } from './harvest.ts';
import { suitsMask } from './mask.ts';
import { statedBy } from './policy.ts';
import type { Decision, MaskKind, RuleTable } from './rule.ts';

/** All that are named must match; of each list one. */
export interface Conditions {
  readonly profiles?: readonly Profile[];
  /** As stated, where the profile may state it. */
  readonly purposes?: readonly Purpose[];
  readonly bodies?: readonly string[];
  /** UF. */
  readonly states?: readonly string[];
  /** A case was stated. */
  readonly case?: true;
  readonly levelMin?: 2 | 3;
}

interface OverlayRule {
  /** For whom the rule does not bind, and the shared rules alone hold; absent: it binds everybody. */
  readonly unless?: Conditions;
  /** Whom to ask, shown with the refusal. */
  readonly contact: string;
  /** Why, in a sentence for the screen. */
  readonly reason?: string;
}

export interface FieldRule extends OverlayRule {
  /** `Type.field`. */
  readonly field: string;
  readonly decision: 'DENY' | 'MASK';
  /** With MASK. */
  readonly as?: MaskKind;
}

export interface RecordRule extends OverlayRule {
  /** The record type of the source. */
  readonly record: string;
  readonly decision: 'WITHHOLD' | 'HIDE';
}

export interface Overlay {
  readonly version: number;
  /** By `Type.field`. */
  readonly fields: ReadonlyMap<string, FieldRule>;
  /** By type. */
  readonly records: ReadonlyMap<string, RecordRule>;
}

/** What an overlay says of one decision: by which rule, what the asker lacks, whom to ask and why. */
export interface Explanation {
  readonly rule: string;
  /** As in a denial of the shared rules: all of these, alternatives with `|`. */
  readonly needs: readonly string[];
  readonly contact: string;
  readonly reason?: string;
}

/** The message names the rule's place and what is wrong. */
export class OverlayError extends Error {
  override readonly name = 'OverlayError';
  readonly code = 'BAD_OVERLAY';
}

export interface OverlaidSource {
  readonly schema: GraphQLSchema;
  readonly rules: RuleTable;
  readonly records?: { readonly recordType: string };
}

const overlayMembers = new Set(['version', 'rules']);
const ruleMembers = new Set(['field', 'record', 'decision', 'as', 'unless', 'contact', 'reason']);
const conditionMembers = new Set(['profiles', 'purposes', 'bodies', 'states', 'case', 'levelMin']);
const rulesMax = 1000;
const contactCharsMax = 120;
const reasonCharsMax = 200;

/** Reads a holder's overlay (parsed JSON) against the schema and rules of its source. Throws OverlayError. */
export function parseOverlay(value: unknown, source: OverlaidSource): Overlay {
  const overlay = membersOf(value, overlayMembers, 'overlay');
  const { version } = overlay;
  if (!Number.isSafeInteger(version) || (version as number) < 1)
    throw new OverlayError('overlay.version is a number from 1');
  if (!Array.isArray(overlay.rules) || overlay.rules.length > rulesMax)
    throw new OverlayError(`overlay.rules is a list of at most ${rulesMax}`);
  const fields = new Map<string, FieldRule>();
  const records = new Map<string, RecordRule>();
  overlay.rules.forEach((item: unknown, at) => {
    const place = `overlay.rules[${at}]`;
    const rule = parseRule(item, place, source);
    const coordinate = 'field' in rule ? rule.field : rule.record;
    if (fields.has(coordinate) || records.has(coordinate))
      throw new OverlayError(`${place}: ${coordinate} has a rule already`);
    if ('field' in rule) fields.set(coordinate, rule);
    else records.set(coordinate, rule);
  });
  return Object.freeze({ version: version as number, fields, records });
}

/** With the record in hand nothing is left open: a DEFER that an overlay masked would be a denial widened. */
export type SettledDecision = Exclude<Decision, { readonly kind: 'DEFER' }>;

/** The decision on a field after the overlay, explained where the overlay is what narrowed it. */
export function narrow(
  overlay: Overlay,
  coordinate: string,
  decision: SettledDecision,
  asker: Asker,
): { readonly decision: SettledDecision; readonly explanation?: Explanation } {
  const rule = overlay.fields.get(coordinate);
  if (!rule || decision.kind === 'DENY') return { decision };
  const explanation = explain(overlay, coordinate, rule, asker);
  if (!explanation) return { decision };
  const { rule: id, needs } = explanation;
  if (rule.decision === 'DENY') return { decision: { kind: 'DENY', rule: id, needs }, explanation };
  // The stronger of two masks: parseOverlay admits only an equal kind or NULL over the shared one.
  if (!rule.as || (decision.kind === 'MASK' && decision.as === rule.as)) return { decision };
  return { decision: { kind: 'MASK', as: rule.as, rule: id }, explanation };
}

/** Of what the rules say, whatever their order in the file: one version number stands for one digest. SHA-256, base64url. */
export function overlayDigest({ version, fields, records }: Overlay): string {
  const byPlace = [...fields, ...records].sort(([a], [b]) => (a < b ? -1 : 1));
  return hash('sha256', JSON.stringify([version, byPlace], inOrder), 'base64url');
}

function inOrder(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The overlay's verdict on a record as a whole; undefined where it has none against this asker. */
export function refuseRecord(
  overlay: Overlay,
  recordType: string,
  asker: Asker,
): ({ readonly verdict: 'WITHHOLD' | 'HIDE' } & Explanation) | undefined {
  const rule = overlay.records.get(recordType);
  const explanation = rule && explain(overlay, recordType, rule, asker);
  return rule && explanation && { verdict: rule.decision, ...explanation };
}

/** Undefined where the rule does not bind the asker. */
function explain(
  { version }: Overlay,
  coordinate: string,
  { unless, contact, reason }: OverlayRule,
  asker: Asker,
): Explanation | undefined {
  const needs = unless ? lacking(unless, asker) : [];
  if (unless && needs.length === 0) return undefined;
  return { rule: `overlay/${version}/${coordinate}`, needs, contact, ...(reason === undefined ? {} : { reason }) };
}

/** The conditions that the asker does not meet, in the words of the shared rules. */
function lacking(unless: Conditions, asker: Asker): readonly string[] {
  const { profile, body, state, level } = asker.caller;
  const { purpose, caseNumber } = statedBy(asker);
  const needs: string[] = [];
  const oneOf = (word: string, values: readonly string[] | undefined, own: string | undefined): void => {
    if (values && (own === undefined || !values.includes(own)))
      needs.push(values.map((value) => `${word}:${value}`).join('|'));
  };
  oneOf('profile', unless.profiles, profile);
  oneOf('purpose', unless.purposes, purpose);
  oneOf('body', unless.bodies, body);
  oneOf('state', unless.states, state);
  if (unless.case && caseNumber === undefined) needs.push('case');
  if (unless.levelMin !== undefined && level < unless.levelMin) needs.push(`level:${unless.levelMin}`);
  return needs;
}

function parseRule(value: unknown, place: string, source: OverlaidSource): FieldRule | RecordRule {
  const members = membersOf(value, ruleMembers, place);
  if ((members.field === undefined) === (members.record === undefined))
    throw new OverlayError(`${place} is for a field or for a record, one of the two`);
  const aim = members.field === undefined ? parseRecord(members, place, source) : parseField(members, place, source);
  const { unless, contact, reason } = members;
  if (!isLine(contact, contactCharsMax))
    throw new OverlayError(`${place}.contact says whom to ask, in a line of at most ${contactCharsMax} characters`);
  if (reason !== undefined && !isLine(reason, reasonCharsMax))
    throw new OverlayError(`${place}.reason is a line of at most ${reasonCharsMax} characters`);
  return Object.freeze({
    ...aim,
    ...(unless === undefined ? {} : { unless: parseConditions(unless, `${place}.unless`) }),
    contact,
    ...(reason === undefined ? {} : { reason }),
  });
}

function parseField(
  { field, decision, as }: Readonly<Record<string, unknown>>,
  place: string,
  { schema, rules }: OverlaidSource,
): Pick<FieldRule, 'field' | 'decision' | 'as'> {
  const found = typeof field === 'string' && rules.has(field) ? fieldAt(schema, field) : undefined;
  if (typeof field !== 'string' || !found)
    throw new OverlayError(`${place}.field is a field of this source, as Type.field`);
  if (isNonNullType(found.field.type) || isOfKey(found.type, found.field.name)) {
    // Null there would cost the whole record; for that there are rules on records.
    throw new OverlayError(`${place}.field may not be null, so no rule can take its value away`);
  }
  if (decision !== 'DENY' && decision !== 'MASK')
    throw new OverlayError(`${place}.decision is DENY or MASK: an overlay can only narrow`);
  const mask = maskKinds.find((kind) => kind === as);
  if (decision === 'MASK' && !mask) throw new OverlayError(`${place}.as is one of ${maskKinds.join(', ')}`);
  if (decision === 'DENY' && as !== undefined) throw new OverlayError(`${place}.as stands only with MASK`);
  if (mask && !suitsMask(mask, found.field.type))
    throw new OverlayError(`${place}.as makes what the type of the field cannot carry; NULL it can`);
  const shared = rules.get(field)?.masked?.as;
  if (mask && shared && mask !== shared && mask !== 'NULL') {
    throw new OverlayError(
      `${place}.as would replace the shared mask by another, which may show more; only NULL is narrower`,
    );
  }
  return { field, decision, ...(mask ? { as: mask } : {}) };
}

function parseRecord(
  { record, decision, as }: Readonly<Record<string, unknown>>,
  place: string,
  { records }: OverlaidSource,
): Pick<RecordRule, 'record' | 'decision'> {
  if (typeof record !== 'string' || record !== records?.recordType)
    throw new OverlayError(`${place}.record is the record type of this source`);
  if (decision !== 'WITHHOLD' && decision !== 'HIDE')
    throw new OverlayError(`${place}.decision is WITHHOLD or HIDE for a record: an overlay can only narrow`);
  if (as !== undefined) throw new OverlayError(`${place}.as stands only with MASK`);
  return { record, decision };
}

function fieldAt(
  schema: GraphQLSchema,
  coordinate: string,
): { readonly type: GraphQLObjectType; readonly field: GraphQLField<unknown, unknown> } | undefined {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const type = schema.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
  return isObjectType(type) && field ? { type, field } : undefined;
}

function isOfKey(type: GraphQLObjectType, field: string): boolean {
  return (type.astNode?.directives ?? []).some((directive) => {
    const value = directive.arguments?.find(({ name }) => name.value === 'fields')?.value;
    return directive.name.value === 'key' && value?.kind === Kind.STRING && value.value.split(/\W+/).includes(field);
  });
}

function parseConditions(value: unknown, place: string): Conditions {
  const members = membersOf(value, conditionMembers, place);
  // Met by everybody, it would unmake the rule that it stands on.
  if (Object.keys(members).length === 0) throw new OverlayError(`${place} names at least one condition`);
  const { case: withCase, levelMin } = members;
  if (withCase !== undefined && withCase !== true) throw new OverlayError(`${place}.case is true or left out`);
  if (levelMin !== undefined && levelMin !== 2 && levelMin !== 3)
    throw new OverlayError(`${place}.levelMin is 2 or 3: every caller has level 1`);
  return Object.freeze({
    ...listOf(members, 'profiles', place, (item) => profiles.find((one) => one === item)),
    ...listOf(members, 'purposes', place, (item) => purposes.find((one) => one === item)),
    ...listOf(members, 'bodies', place, (item) => (isLine(item, contactCharsMax) ? item : undefined)),
    ...listOf(members, 'states', place, (item) => stateCodes.find((one) => one === item)),
    ...(withCase === undefined ? {} : { case: true as const }),
    ...(levelMin === undefined ? {} : { levelMin }),
  });
}

function listOf<Name extends string, Item>(
  members: Readonly<Record<string, unknown>>,
  name: Name,
  place: string,
  read: (item: unknown) => Item | undefined,
): { readonly [Key in Name]?: readonly Item[] } {
  const value = members[name];
  if (value === undefined) return {};
  if (!Array.isArray(value) || value.length === 0) throw new OverlayError(`${place}.${name} is a list, not empty`);
  const items = Array.from(value as readonly unknown[], (item) => {
    const known = read(item);
    if (known === undefined) throw new OverlayError(`${place}.${name} holds a word that the network does not know`);
    return known;
  });
  return { [name]: Object.freeze(items) } as { readonly [Key in Name]?: readonly Item[] };
}

function isLine(value: unknown, charsMax: number): value is string {
  return typeof value === 'string' && value.trim() !== '' && isPlainText(value, charsMax);
}

/** Own members, so that a name such as `__proto__` is one that is not known. */
function membersOf(value: unknown, known: ReadonlySet<string>, place: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new OverlayError(`${place} is an object`);
  for (const name of Object.keys(value)) {
    if (!known.has(name)) throw new OverlayError(`${place} has a member that this version does not know: ${name}`);
  }
  return { ...value };
}
