// What one request asks of one endpoint at one time, joined: equal fetches into one list, unlike ones under names of their own.
import type { EndpointEntry } from '#kit/directory.ts';
import type { EngineRequest, ResponsePath } from '../engine/engine.ts';
import type { Representation } from '../engine/source-client.ts';
import { setOwn } from './answer-shape.ts';
import type { CallFailure } from './endpoint-call.ts';
import type { EntityReader } from './entity-answer.ts';
import type { FetchText } from './fetch-text.ts';
import type { GraphFacts } from './graph-facts.ts';

/** What a part of a joined request came to. */
export type Answered =
  | { readonly failure: CallFailure; readonly elapsedMs: number; readonly reader?: undefined }
  | { readonly reader: EntityReader; readonly elapsedMs: number; readonly asOf?: string };

/** What one fetch asks of one endpoint: each representation once. */
export class Part {
  readonly facts: GraphFacts;
  readonly endpoint: EndpointEntry;
  readonly text: FetchText;
  readonly others: Readonly<Record<string, unknown>>;
  readonly path: ResponsePath;
  readonly representations: Representation[] = [];
  readonly positions: { readonly index: number; readonly at: number }[] = [];
  readonly #known = new Map<string, number>();
  #othersKey: string | undefined;
  resolve: (answered: Answered) => void = () => undefined;
  /** For a mistake of ours. */
  reject: (error: unknown) => void = () => undefined;

  constructor(
    facts: GraphFacts,
    endpoint: EndpointEntry,
    text: FetchText,
    variables: Readonly<Record<string, unknown>>,
    path: ResponsePath,
  ) {
    this.facts = facts;
    this.endpoint = endpoint;
    this.text = text;
    this.others = pick(variables, text.variableNames);
    this.path = path;
  }

  add(representation: Representation, index: number): void {
    const { json } = representation;
    const known = this.#known.get(json);
    const at = known ?? this.representations.push(representation) - 1;
    if (known === undefined) this.#known.set(json, at);
    this.positions.push({ index, at });
  }

  /** Equal for equal other variables. */
  get othersKey(): string {
    return (this.#othersKey ??= JSON.stringify(this.others));
  }
}

/** Parts of one text and the same other variables: one list of entities. */
export interface Group {
  readonly facts: GraphFacts;
  readonly text: FetchText;
  readonly others: Readonly<Record<string, unknown>>;
  readonly representations: readonly Representation[];
  readonly parts: readonly { readonly part: Part; readonly at: readonly number[] }[];
}

interface GroupInMaking extends Group {
  readonly representations: Representation[];
  readonly parts: { readonly part: Part; readonly at: readonly number[] }[];
  readonly known: Map<string, number>;
}

/** Groups of no more representations than a holder takes in one list. */
export function groupsOf(parts: readonly Part[], representationsMax: number): readonly Group[] {
  const groups = new Map<string, GroupInMaking>();
  const full: Group[] = [];
  for (const part of parts) {
    const key = `${part.text.id} ${part.othersKey}`;
    let group = groups.get(key);
    if (group !== undefined && group.representations.length + part.representations.length > representationsMax) {
      full.push(group);
      group = undefined;
    }
    if (group === undefined) {
      group = {
        facts: part.facts,
        text: part.text,
        others: part.others,
        representations: [],
        parts: [],
        known: new Map(),
      };
      groups.set(key, group);
    }
    const { known, representations } = group;
    const at = part.representations.map((representation) => {
      const { json } = representation;
      const place = known.get(json) ?? representations.push(representation) - 1;
      known.set(json, place);
      return place;
    });
    group.parts.push({ part, at });
  }
  return [...full, ...groups.values()];
}

/** A part and whose it is. */
export interface Asked {
  readonly part: Part;
  readonly request: EngineRequest;
}

/** Representations of several people in one list: each has places of his own, rising, and no two the same one. */
export interface Shared {
  readonly representations: readonly Representation[];
  readonly askers: readonly { readonly asker: string; readonly positions: readonly number[] }[];
  /** Where each part's representations are. */
  readonly places: ReadonlyMap<Part, readonly number[]>;
}

/** `askerOf` is equal for requests in which the same person asks for the same reason: they are one asker, and his records stand once. */
export function shareOut(members: readonly Asked[], askerOf: (request: EngineRequest) => string): Shared {
  const representations: Representation[] = [];
  const places = new Map<Part, readonly number[]>();
  const askers = [...Map.groupBy(members, ({ request }) => askerOf(request))].map(([asker, own]) => {
    const known = new Map<string, number>();
    for (const { part } of own) {
      const at = part.representations.map((representation) => {
        const { json } = representation;
        const place = known.get(json) ?? representations.push(representation) - 1;
        known.set(json, place);
        return place;
      });
      places.set(part, at);
    }
    return { asker, positions: [...known.values()] };
  });
  return { representations, askers, places };
}

export function joinedText(texts: readonly FetchText[]): string {
  const written = texts.map((text, slot) => text.written(texts.length === 1 ? undefined : slot));
  const definitions = written.map((one) => one.definitions).join(' ');
  return `${texts[0]?.operationType ?? 'query'}${definitions === '' ? '' : `(${definitions})`}{${written.map((one) => one.selection).join(' ')}}`;
}

/** Own members alone. */
export function pick(variables: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const name of names) if (Object.hasOwn(variables, name)) setOwn(picked, name, variables[name]);
  return picked;
}
