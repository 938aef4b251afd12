// All that follows from a supergraph, made together and replaced together: a request keeps the one that it began with.
import { readFileSync } from 'node:fs';
import type { KeyObject } from 'node:crypto';
import { isScalarType, parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { scalars } from '#kit/identifiers/scalars.ts';
import { watchFile } from '#kit/watch-file.ts';
import { createAuthorizer } from './authorize.ts';
import { createDocuments } from './documents.ts';
import { createReferenceEngine } from './engine/reference.ts';
import type { HolderClient } from './holders/client.ts';
import { readGraphFacts } from './holders/graph-facts.ts';
import type { GraphFacts } from './holders/graph-facts.ts';
import { createIntrospection } from './introspection.ts';
import { createCostMeter } from './limits/cost.ts';
import { createArgumentSubjects } from './journal/argument-subjects.ts';
import type { Graph } from './server.ts';
import { prepareSupergraph } from './supergraph/prepare.ts';

export interface GraphInForce {
  readonly graph: () => Graph;
  readonly facts: () => GraphFacts;
  stop(): Promise<void>;
}

export interface GraphOptions {
  readonly path: string;
  readonly journalKey: KeyObject;
  readonly client: (facts: () => GraphFacts) => HolderClient;
  readonly log: (line: string) => void;
}

/** Loads the supergraph and every later valid version of the file; a broken one is reported and the old one stays in force. */
export async function loadGraph({ path, journalKey, client, log }: GraphOptions): Promise<GraphInForce> {
  let text = readFileSync(path, 'utf8');
  let facts = readGraphFacts(parse(text));
  const holders = client(() => facts);
  let graph = await build(text);

  async function build(sdl: string): Promise<Graph> {
    const prepared = prepareSupergraph(sdl);
    useKitScalars(prepared.apiSchema);
    useKitScalars(prepared.fullSchema);
    return Object.freeze({
      facts: readGraphFacts(parse(sdl)),
      apiSchema: prepared.apiSchema,
      documents: createDocuments(prepared.apiSchema),
      costMeter: createCostMeter(prepared.fullSchema),
      authorizer: createAuthorizer(prepared),
      introspection: createIntrospection(prepared),
      engine: await createReferenceEngine({ engineSdl: prepared.engineSdl, client: holders }),
      argumentSubjects: createArgumentSubjects(prepared.fullSchema, journalKey),
    });
  }

  const reload = async () => {
    try {
      const found = readFileSync(path, 'utf8');
      if (found === text) return;
      const next = await build(found);
      text = found;
      const former = graph;
      graph = next;
      facts = next.facts;
      // Requests in flight finish on the engine that they began with.
      setTimeout(() => void former.engine.stop(), drainMs).unref();
    } catch (error) {
      log(
        `the new supergraph is refused and the old one stays in force: ${error instanceof Error ? error.message : 'unknown failure'}`,
      );
    }
  };
  const stopWatching = watchFile(path, () => void reload());

  return {
    graph: () => graph,
    facts: () => facts,
    async stop() {
      stopWatching();
      await graph.engine.stop();
      await holders.stop();
    },
  };
}

const drainMs = 15_000;

/** The composed schema has the names of our scalars and none of their checks. */
function useKitScalars(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    const known = (scalars as Readonly<Record<string, (typeof scalars)['CPF'] | undefined>>)[type.name];
    if (!known || !isScalarType(type)) continue;
    type.parseValue = known.parseValue;
    type.parseLiteral = known.parseLiteral;
    type.serialize = known.serialize;
  }
}
