// The body of a question as JSON, written from pieces that are kept: texts per shape, askers per request.
import { LRUCache } from 'lru-cache';
import type { Asker } from '#kit/caller.ts';
import type { EngineRequest } from '../engine/engine.ts';
import type { Representation } from '../engine/source-client.ts';
import { inSlot, representationsVariable } from './fetch-text.ts';
import type { FetchText } from './fetch-text.ts';
import { joinedText } from './joining.ts';
import type { Part, Shared } from './joining.ts';

export interface AskedText {
  readonly text: FetchText;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly representations?: readonly Representation[];
}

/** Characters of joined queries that are kept. */
const joinedKeptMaxChars = 4_000_000;

export class QuestionBodies {
  readonly #askers = new WeakMap<EngineRequest, string>();
  readonly #joined = new LRUCache<string, string>({
    maxSize: joinedKeptMaxChars,
    sizeCalculation: (text, key) => text.length + key.length,
  });

  /** What one asks: every text, whose names go by their slots where there are several. */
  ofOne(asked: readonly AskedText[], request: EngineRequest): string {
    return `{"query":${this.#query(asked)},"variables":{${variablesJson(asked)}},"extensions":{"askers":[${this.asker(request)}]}}`;
  }

  /** What several ask: one text, and of its representations each has some. */
  ofSeveral({ text, others }: Pick<Part, 'text' | 'others'>, { representations, askers }: Shared): string {
    const asked = { text, variables: others, representations };
    const written = askers.map(
      ({ asker, positions }) => `${asker.slice(0, -1)},"representations":[${positions.join(',')}]}`,
    );
    return `{"query":${this.#query([asked])},"variables":{${variablesJson([asked])}},"extensions":{"askers":[${written.join(',')}]}}`;
  }

  /** Who asks and why, as JSON: an object. */
  asker(request: EngineRequest): string {
    let asker = this.#askers.get(request);
    if (asker === undefined) this.#askers.set(request, (asker = JSON.stringify(request.asker satisfies Asker)));
    return asker;
  }

  #query(asked: readonly AskedText[]): string {
    const texts = asked.map(({ text }) => text);
    const key = texts.map(({ id }) => id).join(' ');
    let query = this.#joined.get(key);
    if (query === undefined) this.#joined.set(key, (query = JSON.stringify(joinedText(texts))));
    return query;
  }
}

/** The members of the variables, without the braces. */
function variablesJson(asked: readonly AskedText[]): string {
  const members: string[] = [];
  for (const [slot, { variables, representations }] of asked.entries()) {
    const named = (name: string) => JSON.stringify(asked.length === 1 ? name : inSlot(name, slot));
    for (const name of Object.keys(variables))
      if (variables[name] !== undefined) members.push(`${named(name)}:${JSON.stringify(variables[name])}`);
    if (representations !== undefined)
      members.push(`${named(representationsVariable)}:[${representations.map(({ json }) => json).join(',')}]`);
  }
  return members.join(',');
}
