// What an answer says of a field, compared with what the table of decisions expects: nothing in between, and nothing left over.
import { parseCpf } from '#kit/identifiers/cpf.ts';
import type { Answer } from '../federation.ts';
import { askersAt, levels } from './askers.ts';
import type { MatrixAsker } from './askers.ts';
import type { Decisions, Expected } from './decisions.ts';
import type { Asked, Operation, Place } from './operations.ts';
import { explained } from './paths.ts';
import type { PathKind } from './paths.ts';

export interface Difference {
  readonly field: string;
  readonly kind: PathKind;
  readonly asker: string;
  readonly level: number;
  readonly expected: string;
  readonly seen: string;
  /** A place of the answer. */
  readonly at: string;
  /** See wayText. */
  readonly way: string;
}

export interface Observation {
  readonly differences: readonly Difference[];
  readonly decisions: number;
  /** Allowed, and null: whether that is right is known when all have asked. */
  readonly empty: readonly Difference[];
  /** Ways that ended in a value that is no empty list. */
  readonly filled: readonly string[];
  /** Values that were shown whole, as JSON. */
  readonly shown: readonly (readonly [field: string, value: string])[];
  /** Values that a mask made. */
  readonly masks: readonly (readonly [field: string, value: unknown])[];
}

/** What becomes of a way: the first step that is denied, nothing found at all, or what the table says of its end. */
type Fate =
  | { readonly kind: 'DENIED'; readonly at: number }
  | { readonly kind: 'NOT_FOUND' }
  | { readonly kind: 'LEFT_OUT' }
  | { readonly kind: 'SHOWN'; readonly expected: Exclude<Expected, '-'> };

type ResponsePath = readonly (string | number)[];

/** One place of the answer on a way; `path` leads to it as clients read it. */
interface Instance {
  readonly path: ResponsePath;
  readonly value: unknown;
  /** False where the object above has no such key. */
  readonly isThere: boolean;
}

export const unauthorized = 'UNAUTHORIZED_FIELD_OR_TYPE';

/** What is filled with what the asker is, states and may: whether it has a value differs, and so does the value. */
const filledFor: Readonly<Record<string, (asker: MatrixAsker, decisions: Decisions) => boolean>> = {
  'Me.state': ({ profile }) => !['military', 'auditor', 'help-desk', 'holder-operator'].includes(profile),
  'Me.purpose': ({ purpose }) => purpose !== undefined,
  'Me.caseNumber': ({ caseNumber }) => caseNumber !== undefined,
  'AccessExplanation.masks': (asker, decisions) => decisions.expected(explained, asker) === 'M',
  'AccessExplanation.contact': (asker, decisions) => decisions.expected(explained, asker) === '-',
};
/** One line of what the asker may see unmasked; what the asker is; how the asker is answered. */
const differsByAsker = /^(SearchHit\.headline|MatchExplanation\.reasons|Me\.\w+|AccessExplanation\.\w+)$/;
/** The moment of the answer, or of the last look at a feed. */
const differsByMoment = /\.(asOf|updatedAt)$/;

/** Masked only where it is a CPF; any other number is shown. */
const masksCpfAlone = new Set(['DeclaredDocument.number', 'IdentityDocument.number']);

/** What the alerts of the world's records tell of, where that is a field of its own: who is denied all of it finds an empty list. */
const toldByAlerts: Readonly<Record<string, readonly string[]>> = {
  'IndividualRecord.alerts': ['IndividualRecord.custody', 'IndividualRecord.death'],
};

export interface Observed {
  readonly operation: Operation;
  readonly answer: Answer;
  readonly asker: MatrixAsker;
  readonly decisions: Decisions;
  /** The value of `$on`. */
  readonly on: boolean;
  /** By field, the values as JSON that those see who may see it whole; none where nobody has asked yet. */
  readonly truth: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Compares one answer with the table, way by way, and every refusal and mask that it lists with the ways. */
export function observe({ operation, answer, asker, decisions, on, truth }: Observed): Observation {
  const differences: Difference[] = [];
  const empty: Difference[] = [];
  const filled: string[] = [];
  const shown: [string, string][] = [];
  const masks: [string, unknown][] = [];
  if (answer.status !== 200 || typeof answer.data !== 'object' || answer.data === null) {
    const code = answer.errors[0]?.extensions.code ?? 'no data';
    const [first] = operation.asked;
    const field = first?.places.at(-1)?.coordinate ?? '';
    const refused = { field, kind: first?.kind ?? 'direct', asker: asker.name, level: asker.level };
    differences.push({ ...refused, expected: 'an answer', seen: `${answer.status} ${code}`, at: '', way: '' });
    return { differences, empty, filled, shown, masks, decisions: 0 };
  }
  const errors = Map.groupBy(answer.errors, ({ path }) => pathText(path ?? []));
  const masked = new Set(answer.extensions.masked.map(pathText));
  const accounted = new Set<string>();

  for (const asked of operation.asked) {
    const fate = fateOf(asked, asker, decisions, on);
    const instances = instancesOf(answer.data, asked.places);
    const difference = (expected: string, seen: string, path: ResponsePath = []): Difference => ({
      field: asked.path.at(-1)?.coordinate ?? '',
      kind: asked.kind,
      asker: asker.name,
      level: asker.level,
      expected,
      seen,
      at: pathText(path) || asked.places.map(({ key }) => key).join('.'),
      way: wayText(asked),
    });
    const differ = (...words: Parameters<typeof difference>) => void differences.push(difference(...words));

    if (fate.kind === 'DENIED') {
      const denied = instances[fate.at] ?? [];
      const { coordinate = '' } = asked.places[fate.at] ?? {};
      if (denied.length === 0) differ(`- by ${coordinate}`, 'no place for it');
      for (const { path, value, isThere } of denied) {
        const text = pathText(path);
        const [error, ...more] = errors.get(text) ?? [];
        if (!isThere || value !== null) differ(`- by ${coordinate}`, isThere ? 'a value' : 'no key', path);
        else if (error?.extensions.code !== unauthorized || more.length > 0)
          differ(`- by ${coordinate}`, `null with ${error?.extensions.code ?? 'no error'}`, path);
        else {
          const fault = faultOf(error, coordinate, isWithinReach(coordinate, asker, decisions));
          if (fault !== undefined) differ(`- by ${coordinate}`, fault, path);
        }
        accounted.add(text);
      }
      continue;
    }

    const ends = instances.at(-1) ?? [];
    if (fate.kind === 'NOT_FOUND') {
      const [found] = ends;
      if (found) differ('nothing found', 'a place for it', found.path);
      continue;
    }
    if (fate.kind === 'LEFT_OUT') {
      const there = ends.find(({ isThere }) => isThere);
      if (ends.length === 0) differ('left out', 'no object around it');
      if (there) differ('left out', 'in the answer', there.path);
      for (const { path } of ends)
        if (errors.has(pathText(path)) || masked.has(pathText(path))) differ('left out', 'an error or a mask', path);
      continue;
    }

    const { expected } = fate;
    const wanted = expected === 'M' ? 'M' : 'A';
    const field = asked.places.at(-1)?.coordinate ?? '';
    const known = truth.get(field);
    if (ends.length === 0) {
      // Where the way stops short, an error on it says more than that nothing is there.
      const stop = stopOf(instances);
      const [error] = stop === undefined ? [] : (errors.get(pathText(stop)) ?? []);
      differ(wanted, `no place for it${error ? ` (${error.extensions.code})` : ''}`, stop ?? []);
      continue;
    }
    let isFilled = false;
    let isNull = true;
    for (const { path, value, isThere } of ends) {
      const text = pathText(path);
      const [error] = errors.get(text) ?? [];
      if (error) differ(wanted, error.extensions.code === unauthorized ? '-' : error.extensions.code, path);
      else if (!isThere) differ(wanted, 'no key', path);
      else if (masked.has(text)) {
        accounted.add(text);
        isFilled = true;
        isNull = false;
        masks.push([field, value]);
        if (expected !== 'M') differ(wanted, 'M', path);
        else if (value !== null && known?.has(JSON.stringify(value))) differ(wanted, 'the value itself', path);
        else if (value !== null && !isMaskedText(value)) differ(wanted, 'a value that no mask makes', path);
      } else if (value !== null) {
        if (expected === 'M' && !(masksCpfAlone.has(field) && !isCpf(value))) differ(wanted, 'A', path);
        isNull = false;
        if (!Array.isArray(value) || value.length > 0) isFilled = true;
        if (isObject(value) || (Array.isArray(value) && value.some(isObject))) {
          if (isSilent(field, asker, decisions)) differ('nothing in it', 'an alert', path);
          continue;
        }
        if (isSilent(field, asker, decisions)) continue;
        const json = JSON.stringify(value);
        shown.push([field, json]);
        const isOwn = differsByAsker.test(field) || differsByMoment.test(field);
        if (known && !isOwn && !known.has(json)) differ(wanted, 'a value that is not of this field', path);
      }
    }
    const isFilledFor = filledFor[field]?.(asker, decisions) ?? true;
    if (isFilled) filled.push(wayText(asked));
    if (isNull && isFilledFor) empty.push(difference(wanted, 'null', ends[0]?.path));
    if (!isNull && !isFilledFor) differ('null', 'a value', ends[0]?.path);
  }

  // What the answer refuses or masks, and no way asked for.
  for (const [text, here] of errors)
    for (const { extensions } of here)
      if (extensions.code === unauthorized && !accounted.has(text))
        differences.push(leftOver(operation, asker, text, 'a refusal that nobody expects'));
  for (const text of masked)
    if (!accounted.has(text)) differences.push(leftOver(operation, asker, text, 'a mask that nobody expects'));
  return { differences, empty, filled, shown, masks, decisions: operation.asked.length };
}

/** The field by its way: what tells one place of the walk from another. */
export function wayText({ kind, places }: Asked): string {
  return `${kind} ${places.map(({ coordinate, member }) => coordinate + (member ? ` on ${member}` : '')).join(' > ')}`;
}

export function fateOf(
  { places, gate, isConditional, kind }: Asked,
  asker: MatrixAsker,
  decisions: Decisions,
  on: boolean,
): Fate {
  const isLeftOut = isConditional && on === (kind === '@skip');
  for (const [at, { coordinate }] of places.entries()) {
    if (coordinate.endsWith('.__typename')) break;
    const isLast = at === places.length - 1;
    if (gate !== undefined && isBehindGate(places, at) && decisions.expected(gate, asker) === '-')
      return { kind: 'NOT_FOUND' };
    if (isLast && isLeftOut) break;
    const expected = decisions.expected(coordinate, asker);
    if (expected === '-') return { kind: 'DENIED', at };
    if (!isLast && isSilent(coordinate, asker, decisions)) return { kind: 'NOT_FOUND' };
    if (isLast && !isLeftOut) return { kind: 'SHOWN', expected };
  }
  return isLeftOut ? { kind: 'LEFT_OUT' } : { kind: 'SHOWN', expected: 'A' };
}

function isSilent(coordinate: string, asker: MatrixAsker, decisions: Decisions): boolean {
  return toldByAlerts[coordinate]?.every((field) => decisions.expected(field, asker) === '-') ?? false;
}

/** From the hits, or what stands in the list of probes, on: the box itself and its readings are there for all who may use it. */
function isBehindGate(places: readonly Place[], at: number): boolean {
  const door = places.findIndex(({ coordinate }) => /^SearchResult\.(hits|probes)$/.test(coordinate));
  return door >= 0 && at > door;
}

/** For each step of the way all its places in the answer, lists gone through, other concrete types left aside. */
function instancesOf(data: unknown, places: readonly Place[]): readonly (readonly Instance[])[] {
  let parents: readonly { readonly value: unknown; readonly path: ResponsePath }[] = [{ value: data, path: [] }];
  return places.map(({ key, member }) => {
    const here = parents.flatMap(({ value, path }): readonly Instance[] => {
      if (!isObject(value)) return [];
      const isThere = Object.hasOwn(value, key);
      return [{ path: [...path, key], value: isThere ? value[key] : null, isThere }];
    });
    parents = here
      .flatMap(({ value, path }) => itemsOf(value, path))
      .filter(({ value }) => member === undefined || (isObject(value) && value['__typename'] === member));
    return here;
  });
}

function itemsOf(
  value: unknown,
  path: ResponsePath,
): readonly { readonly value: unknown; readonly path: ResponsePath }[] {
  return Array.isArray(value) ? value.flatMap((item, at) => itemsOf(item, [...path, at])) : [{ value, path }];
}

function stopOf(instances: readonly (readonly Instance[])[]): ResponsePath | undefined {
  return instances.findLast((step) => step.length > 0)?.[0]?.path;
}

/** Whether the asker could come by the field by stating another purpose or signing in at a higher level. */
function isWithinReach(coordinate: string, { profile }: MatrixAsker, decisions: Decisions): boolean {
  return askersAt(Math.max(...levels)).some(
    (other) => other.profile === profile && decisions.expected(coordinate, other) !== '-',
  );
}

/** A refusal names the field's own rule, what is missing and whom to ask; and no right that nobody can state, where stating would do. */
function faultOf(
  { extensions, message }: Answer['errors'][number],
  coordinate: string,
  withinReach: boolean,
): string | undefined {
  const { rule, needs, contact } = extensions;
  if (rule !== coordinate) return `a refusal by ${String(rule)}`;
  if (!Array.isArray(needs) || needs.length === 0) return 'a refusal that does not say what is missing';
  const isHopeless = needs.some((need) =>
    String(need)
      .split('|')
      .every((way) => way.includes('scope:')),
  );
  if (withinReach && isHopeless) return 'a refusal that asks for a right, where a purpose or a level would do';
  if (typeof contact !== 'string' || contact === '') return 'a refusal that does not say whom to ask';
  return typeof message === 'string' && message !== '' ? undefined : 'a refusal without a sentence';
}

function isCpf(value: unknown): boolean {
  return typeof value === 'string' && parseCpf(value).ok;
}

/** A mask leaves a star where text was, or initials. */
function isMaskedText(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(isMaskedText);
  return typeof value === 'string' && (value.includes('*') || /^(\p{Lu}\.)( \p{Lu}\.)*$/u.test(value));
}

function leftOver(operation: Operation, { name, level }: MatrixAsker, at: string, seen: string): Difference {
  const [first] = operation.asked;
  return { field: '', kind: first?.kind ?? 'direct', asker: name, level, expected: 'nothing', seen, at, way: '' };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pathText(path: ResponsePath): string {
  return path.join('.');
}
