// What one request asks of one endpoint at one time, joined: equal fetches into one list, unlike ones under names of their own.
import type { EndpointEntry } from '#kit/directory.ts';
import type { ResponsePath } from '../engine/engine.ts';
import { setOwn } from './answer-shape.ts';
import type { CallFailure } from './endpoint-call.ts';
import type { EntityReader, Representation } from './entity-answer.ts';
import type { FetchText } from './fetch-text.ts';

/** What a part of a joined request came to. */
export type Answered =
  | { readonly failure: CallFailure; readonly elapsedMs: number; readonly reader?: undefined }
  | { readonly reader: EntityReader; readonly elapsedMs: number; readonly asOf?: string };

/** What one fetch asks of one endpoint: each representation once. */
export class Part {
  readonly endpoint: EndpointEntry;
  readonly text: FetchText;
  readonly others: Readonly<Record<string, unknown>>;
  readonly path: ResponsePath | undefined;
  readonly representations: Representation[] = [];
  readonly keys: string[] = [];
  readonly positions: { readonly index: number; readonly at: number }[] = [];
  readonly #known = new Map<string, number>();
  resolve: (answered: Answered) => void = () => undefined;

  constructor(
    endpoint: EndpointEntry,
    text: FetchText,
    variables: Readonly<Record<string, unknown>>,
    path?: ResponsePath,
  ) {
    this.endpoint = endpoint;
    this.text = text;
    this.others = pick(variables, text.variableNames);
    this.path = path;
  }

  add(representation: Representation, index: number): void {
    const key = JSON.stringify(representation);
    const known = this.#known.get(key);
    const at = known ?? this.representations.push(representation) - 1;
    if (known === undefined) {
      this.#known.set(key, at);
      this.keys.push(key);
    }
    this.positions.push({ index, at });
  }
}

/** Parts of one text and the same other variables: one list of entities. */
export interface Group {
  readonly text: FetchText;
  readonly others: Readonly<Record<string, unknown>>;
  readonly representations: Representation[];
  readonly parts: { readonly part: Part; readonly at: readonly number[] }[];
}

export function groupsOf(parts: readonly Part[]): readonly Group[] {
  const groups = new Map<string, Group & { readonly known: Map<string, number> }>();
  for (const part of parts) {
    const key = `${part.text.id} ${JSON.stringify(part.others)}`;
    let group = groups.get(key);
    if (group === undefined) {
      group = { text: part.text, others: part.others, representations: [], parts: [], known: new Map() };
      groups.set(key, group);
    }
    const { known, representations } = group;
    const at = part.representations.map((representation, index) => {
      const name = part.keys[index] ?? '';
      const place = known.get(name) ?? representations.push(representation) - 1;
      known.set(name, place);
      return place;
    });
    group.parts.push({ part, at });
  }
  return [...groups.values()];
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
