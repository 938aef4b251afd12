// One holder's answer to one list of representations: each entity is matched by its key and type, never by its place alone, and carries
// the holder's verdicts and what is wrong with it.
import { isPlainText } from '#kit/intent.ts';
import type { HolderAnswer, Verdict } from '#kit/wire/protocol.ts';
import type { FieldErrorCode } from './field-errors.ts';
import { hiddenKeyPrefix, typenameKey } from '../operation-tree.ts';
import { isRecord } from './answer-shape.ts';
import type { AnswerShape } from './answer-shape.ts';
import { checkPrefix } from './fetch-text.ts';
import type { SourceStatus } from './report.ts';

export type Representation = Readonly<Record<string, unknown>>;

/** What is missing or marked in an entity; the path begins at the entity. */
export interface EntityNote {
  readonly code: FieldErrorCode;
  readonly status?: SourceStatus;
  readonly path: readonly (string | number)[];
  /** One of our words; of a rule, the holder's sentence. */
  readonly reason?: string;
  readonly rule?: string;
  readonly needs?: readonly string[];
  readonly contact?: string;
}

export interface EntityOutcome {
  readonly entity: Record<string, unknown> | null;
  readonly notes: readonly EntityNote[];
  /** Values that were looked at. */
  readonly valueCount?: number;
}

/** Gives the outcome for one representation; every call gives a copy of the entity of its own. */
export type EntityReader = (index: number) => EntityOutcome;

/** What a holder said of each place of its answer, by root key and index; `unplaced` when it said something of no place. */
export interface Remarks {
  readonly byEntity: ReadonlyMap<string, readonly Remark[]>;
  readonly unplaced: boolean;
  /** More is said than is read: nothing of the answer is used. */
  readonly fault?: 'TOO_MANY_REMARKS';
}

export interface Remark {
  readonly path: readonly (string | number)[];
  /** Undefined: an error. */
  readonly verdict?: Verdict;
}

/** No question is that deep. */
const pathStepsMax = 64;
/** A record of 25 ruled fields under ten aliases each, or 50 entries of five ruled fields, is explained by half of it. */
const remarksPerEntityMax = 500;
/** A thousand records of 20 ruled fields. */
const remarksMax = 20_000;
/** The source with the most has rules on some 40 fields; the rest is for the holder's own. */
const rulesMax = 128;

/** Sorts verdicts and errors by the entity that they concern: of each place one error and the strictest verdict. */
export function readRemarks(answer: HolderAnswer): Remarks {
  const byEntity = new Map<string, Map<string, Remark>>();
  const lists = isRecord(answer.data) ? Object.values(answer.data).filter(Array.isArray) : [];
  const entityCount = lists.reduce((sum, { length }) => sum + length, 0);
  const placedMax = Math.min(remarksMax, remarksPerEntityMax * entityCount);
  const rules = new Set<string>();
  let placed = 0;
  let unplaced = false;
  const place = (path: unknown, verdict?: Verdict): void => {
    const [root, index] = isPath(path) ? path : [];
    if (!isPath(path) || typeof root !== 'string' || typeof index !== 'number' || !isPlace(answer.data, root, index)) {
      // Whom it concerns is not known, so nobody's null may be explained by anything else.
      unplaced ||= verdict?.verdict !== 'MASK';
      return;
    }
    placed += 1;
    const key = entityKey(root, index);
    const remarks = byEntity.get(key) ?? new Map<string, Remark>();
    byEntity.set(key, remarks);
    const below = path.slice(2);
    if (verdict === undefined) {
      remarks.set(`error ${JSON.stringify(below)}`, { path: below });
      return;
    }
    if (typeof verdict.rule === 'string') rules.add(verdict.rule);
    const placeKey = JSON.stringify(below);
    const known = remarks.get(placeKey)?.verdict;
    if (known === undefined || isStricter(verdict, known)) remarks.set(placeKey, { path: below, verdict });
  };
  const isTooMuch = () => placed > placedMax || rules.size > rulesMax;
  for (const error of listOf(answer.errors)) {
    place(isRecord(error) ? error.path : undefined);
    if (isTooMuch()) break;
  }
  for (const verdict of listOf(isRecord(answer.extensions) ? answer.extensions.verdicts : undefined)) {
    if (isTooMuch()) break;
    if (isVerdict(verdict)) place(verdict.path, verdict);
    else unplaced = true;
  }
  if (isTooMuch() || [...byEntity.values()].some(({ size }) => size > remarksPerEntityMax))
    return { byEntity: new Map(), unplaced: true, fault: 'TOO_MANY_REMARKS' };
  return { byEntity: new Map([...byEntity].map(([key, remarks]) => [key, [...remarks.values()]])), unplaced };
}

/** Of two verdicts on one place the one that shows less; that there is nothing is believed last. */
function isStricter(one: Verdict, other: Verdict): boolean {
  return strictness.indexOf(one.verdict) > strictness.indexOf(other.verdict);
}

const strictness: readonly Verdict['verdict'][] = ['MASK', 'GONE', 'DENY', 'WITHHOLD', 'HIDE'];

function isPlace(data: unknown, root: string, index: number): boolean {
  const list = isRecord(data) ? own(data, root) : undefined;
  return Array.isArray(list) && index < list.length;
}

/** Says why a list cannot be used at all, or undefined. A record in another's place discredits the whole list. */
export function faultOfList(
  list: unknown,
  representations: readonly Representation[],
  keyFieldsOf: (type: string) => readonly string[] | undefined,
): string | undefined {
  if (!Array.isArray(list)) return 'WRONG_TYPE';
  if (list.length !== representations.length) return 'WRONG_COUNT';
  for (const [index, entity] of list.entries()) {
    const representation = representations[index];
    if (entity === null || representation === undefined) continue;
    if (!isRecord(entity)) return 'WRONG_TYPE';
    const type = representation.__typename;
    if (own(entity, `${checkPrefix}typename`) !== type || typeof type !== 'string') return 'WRONG_RECORD';
    for (const field of keyFieldsOf(type) ?? []) {
      if (own(entity, `${checkPrefix}${field}`) !== representation[field]) return 'WRONG_RECORD';
    }
  }
  return undefined;
}

/** Reads entities of a list without fault. */
export function readEntity(
  raw: unknown,
  type: string,
  shape: AnswerShape,
  remarks: readonly Remark[],
  unplaced: boolean,
): EntityOutcome {
  const verdicts = remarks.flatMap(({ path, verdict }) =>
    verdict === undefined || !isAskedAt(path, shape, type) ? [] : [{ path, verdict }],
  );
  const whole = verdicts.find(({ path, verdict }) => path.length === 0 && verdict.verdict !== 'MASK');
  if (whole !== undefined) return { entity: null, notes: [noteOf([], whole.verdict)] };

  // A verdict on what nobody asked is no rule that can be shown, and a failure all the same.
  const failed = remarks.filter(({ path, verdict }) => verdict === undefined || !isAskedAt(path, shape, type));
  if (!isRecord(raw)) {
    const gone = failed.length === 0 && !unplaced;
    return { entity: null, notes: [gone ? { code: 'RECORD_GONE', status: 'RECORD_GONE', path: [] } : holderError([])] };
  }
  const { value, problems, valueCount } = shape.project(raw, type);
  const notes: EntityNote[] = problems.map(({ path, code, reason }) => ({
    code,
    status: statusOf(code),
    path,
    reason,
  }));
  const failedAt = new Map(
    failed.map(({ path }) => askedPart(path, shape, type)).map((at) => [JSON.stringify(at), at]),
  );
  for (const path of failedAt.values()) notes.push(holderError(path));
  if (unplaced) notes.push(holderError([]));
  for (const { path, verdict } of verdicts) {
    // Withheld at a list that holds others: those stand. An empty one becomes null, for it must not read as "none".
    const isPartly = verdict.verdict === 'WITHHOLD' && value !== null && hasOthersAt(value, path);
    if (value !== null && verdict.verdict !== 'MASK' && !isPartly) blank(value, path);
    notes.push(noteOf(path, verdict));
  }
  return { entity: value, notes, valueCount };
}

/** A path is a text of the holder like any other: only what we asked for may be named in it. */
export function askedPart(
  path: readonly (string | number)[],
  shape: AnswerShape,
  type: string,
): readonly (string | number)[] {
  return path.slice(0, shape.depthOf(path, type));
}

export function isAskedAt(path: readonly (string | number)[], shape: AnswerShape, type: string): boolean {
  return shape.depthOf(path, type) === path.length;
}

function hasOthersAt(value: unknown, path: readonly (string | number)[]): boolean {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return false;
    at = (at as Readonly<Record<string | number, unknown>>)[step];
  }
  return Array.isArray(at) && at.length > 0;
}

export function entityKey(rootKey: string, index: number): string {
  return `${index} ${rootKey}`;
}

export function noteOf(path: readonly (string | number)[], verdict: Verdict): EntityNote {
  switch (verdict.verdict) {
    case 'MASK':
      return { code: 'MASKED', path, ...explanationOf(verdict) };
    case 'HIDE':
      return { code: 'HIDDEN', path };
    case 'GONE':
      return { code: 'RECORD_GONE', status: 'RECORD_GONE', path };
    case 'WITHHOLD':
      return { code: 'RECORD_WITHHELD', status: 'WITHHELD', path, ...explanationOf(verdict) };
    case 'DENY':
      return { code: 'UNAUTHORIZED_FIELD_OR_TYPE', status: 'WITHHELD', path, ...explanationOf(verdict) };
  }
}

const needsMax = 16;
const lineCharsMax = 200;

/** A rule's own words are the only ones of a holder that reach the client: a name, and lines of bounded length. */
function explanationOf(verdict: Verdict): Pick<EntityNote, 'rule' | 'needs' | 'contact' | 'reason'> {
  // As promised by the protocol; what came may be anything.
  const { rule, needs, contact, reason }: { readonly [Name in keyof Verdict]?: unknown } = verdict;
  const lacks = Array.isArray(needs) ? needs.slice(0, needsMax).filter(isLine) : [];
  return {
    ...(typeof rule === 'string' && /^[\w.:/-]{1,160}$/.test(rule) && { rule }),
    ...(lacks.length > 0 && { needs: lacks }),
    ...(isLine(contact) && { contact }),
    ...(isLine(reason) && { reason }),
  };
}

function isLine(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && isPlainText(value, lineCharsMax);
}

function holderError(path: readonly (string | number)[]): EntityNote {
  return { code: 'HOLDER_INVALID_ANSWER', status: 'PARTIAL', path, reason: 'HOLDER_ERROR' };
}

function statusOf(code: 'HOLDER_INVALID_ANSWER' | 'FIELD_NOT_HELD' | 'FIELD_NOT_SUPPORTED'): SourceStatus {
  if (code === 'FIELD_NOT_HELD') return 'NOT_HELD';
  return code === 'FIELD_NOT_SUPPORTED' ? 'NOT_SUPPORTED' : 'PARTIAL';
}

/** A verdict against a value wins over a value that came all the same; an object in a list keeps only what names it. */
function blank(value: Record<string, unknown>, path: readonly (string | number)[]): void {
  const last = path.at(-1);
  let parent: unknown = value;
  for (const step of path.slice(0, -1)) parent = stepInto(parent, step);
  if (isRecord(parent) && typeof last === 'string' && Object.hasOwn(parent, last)) parent[last] = null;
  const item = Array.isArray(parent) && typeof last === 'number' ? parent[last] : undefined;
  if (!isRecord(item)) return;
  for (const key of Object.keys(item)) if (!isNameOfRecord(key)) item[key] = null;
}

function stepInto(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return typeof step === 'number' ? value[step] : undefined;
  return isRecord(value) && typeof step === 'string' ? own(value, step) : undefined;
}

function isNameOfRecord(key: string): boolean {
  return (
    key === 'holder' ||
    key === 'recordId' ||
    key === '__typename' ||
    key === typenameKey ||
    key.startsWith(hiddenKeyPrefix)
  );
}

export function isVerdict(value: unknown): value is Verdict {
  return (
    isRecord(value) &&
    isPath(value.path) &&
    typeof value.verdict === 'string' &&
    ['MASK', 'DENY', 'WITHHOLD', 'HIDE', 'GONE'].includes(value.verdict)
  );
}

export function isPath(value: unknown): value is readonly (string | number)[] {
  return (
    Array.isArray(value) &&
    value.length <= pathStepsMax &&
    value.every((step) => typeof step === 'string' || (Number.isSafeInteger(step) && (step as number) >= 0))
  );
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function own(value: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
