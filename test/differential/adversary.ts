// A supergraph of our own making whose only purpose is to be difficult: schemas, data and resolvers in process, composed as any other.
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';

export type Value = Readonly<Record<string, unknown>>;
// Each resolver knows what its parent is.
// eslint-disable-next-line
export type Resolver = (parent: any, args: any) => unknown;

export interface AdversarySubgraph {
  readonly name: string;
  /** Without the link to the federation specification, which is added, unless it is in the style of Federation 1. */
  readonly sdl: string;
  readonly style?: 'federation 1';
  readonly resolvers: Readonly<Record<string, Readonly<Record<string, Resolver>>>>;
}

export interface Adversary {
  readonly name: string;
  readonly subgraphs: readonly AdversarySubgraph[];
  /** Values that arguments take, by `Type.field.argument`, name of the argument, or name of its type: so that look-ups find. */
  readonly values: Readonly<Record<string, readonly unknown[]>>;
  /** Operations that are always asked, for what chance seldom meets. Their variables are all Boolean, and true. */
  readonly certain?: readonly string[];
  /** Puts the data back to the start; needed where there are mutations. */
  readonly reset?: () => void;
}

export interface SubgraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
}

export interface SubgraphAnswer {
  readonly data: Record<string, unknown> | null;
  readonly errors?: readonly SubgraphError[];
}

/** What goes wrong in a run: by subgraph and by what is asked, never by the order of calls, so that every engine meets the same. */
export interface Faults {
  /** Subgraphs that answer nothing but an error. */
  readonly down: ReadonlySet<string>;
  /** Entities that their subgraph does not find: one of so many, chosen by what stands for them; 0: none. */
  readonly lostOneIn: number;
  readonly salt: number;
}

export const noFaults: Faults = Object.freeze({ down: new Set<string>(), lostOneIn: 0, salt: 0 });

export interface OpenAdversary {
  readonly name: string;
  readonly values: Adversary['values'];
  readonly supergraphSdl: string;
  readonly subgraphs: readonly string[];
  reset(): void;
  ask(subgraph: string, query: string, variables: Value, faults?: Faults): Promise<SubgraphAnswer>;
}

const federation2 = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@requires", "@provides", "@external", "@shareable", "@override", "@inaccessible", "@interfaceObject"
])\n`;

/** @throws when the schemas do not compose */
export function openAdversary({ name, subgraphs, values, reset = () => undefined }: Adversary): OpenAdversary {
  const documents = subgraphs.map((one) => [one.name, documentOf(one)] as const);
  const { supergraphSdl, errors } = composeServices(
    documents.map(([name, typeDefs]) => ({ name, typeDefs, url: `http://${name}.invalid` })),
  );
  if (supergraphSdl === undefined)
    throw new TypeError(`${name} does not compose: ${errors?.map(({ message }) => message).join('\n') ?? ''}`);
  const schemas = new Map(
    subgraphs.map((one, at): readonly [string, GraphQLSchema] => [
      one.name,
      buildSubgraphSchema([
        { typeDefs: documents[at]?.[1] as DocumentNode, resolvers: one.resolvers as Record<string, never> },
      ]),
    ]),
  );
  const parsed = new LRUCache<string, DocumentNode>({ max: 2_000 });

  async function ask(
    subgraph: string,
    query: string,
    variables: Value,
    faults: Faults = noFaults,
  ): Promise<SubgraphAnswer> {
    const schema = schemas.get(subgraph);
    if (schema === undefined) throw new TypeError(`${name} has no subgraph ${subgraph}`);
    if (faults.down.has(subgraph)) return { data: null, errors: [{ message: `${subgraph} is down` }] };
    const document = parsed.get(query) ?? parse(query);
    parsed.set(query, document);
    const result = await execute({ schema, document, variableValues: plain(variables) as Value, rootValue: {} });
    const answer = plain(result) as SubgraphAnswer;
    if (faults.lostOneIn > 0 && answer.data) lose(answer.data, variables, faults, subgraph);
    return answer;
  }

  return Object.freeze({
    ...{ name, values, supergraphSdl, ask, reset },
    subgraphs: subgraphs.map((one) => one.name),
  });
}

export function documentOf({ sdl, style }: AdversarySubgraph): DocumentNode {
  return parse(style === 'federation 1' ? sdl : federation2 + sdl);
}

/** As it comes over the wire. */
export function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

/** A lost entity is null at every place where it was asked for. */
function lose(data: Record<string, unknown>, variables: Value, { lostOneIn, salt }: Faults, subgraph: string): void {
  for (const [key, list] of Object.entries(data)) {
    if (!key.startsWith('_entities') || !Array.isArray(list)) continue;
    const asked = variables[key.replace('_entities', 'representations')] ?? variables['representations'];
    if (!Array.isArray(asked)) continue;
    data[key] = list.map((entity: unknown, at) => {
      const id = (asked[at] as Value | undefined)?.['id'];
      return id !== undefined && hash(`${salt} ${subgraph} ${JSON.stringify(id)}`) % lostOneIn === 0 ? null : entity;
    });
  }
}

/** FNV-1a, 32 bits. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
