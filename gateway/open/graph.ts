// All that follows from a supergraph, made together and replaced together when the file changes: a request ends on the one it began with.
import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { ConfigError } from '#kit/errors.ts';
import { watchFile } from '#kit/watch-file.ts';
import { apiSchemaOf } from '../supergraph/api-schema.ts';
import { createOpenClient } from './client.ts';
import type { EngineName } from '../engine/engine-setting.ts';
import { compiledEngine } from './engines.ts';
import type { OpenEngine } from './engines.ts';
import { keyNamesOf } from './key-names.ts';
import { createOperations } from './operations.ts';
import type { Operations } from './operations.ts';
import { referenceEngine } from './reference.ts';
import { sourceUrls } from './source-urls.ts';

export interface OpenGraph {
  readonly apiSchema: GraphQLSchema;
  readonly operations: Operations;
  readonly engine: OpenEngine;
}

export interface OpenGraphs {
  /** Runs on the graph in force, which stays until the promise is settled. */
  use<Value>(work: (graph: OpenGraph) => Promise<Value>): Promise<Value>;
  stop(): Promise<void>;
}

export interface OpenGraphsOptions {
  readonly supergraphPath: string;
  readonly urls: ReadonlyMap<string, string> | undefined;
  readonly engine: EngineName;
  readonly log: (line: string) => void;
}

interface Generation {
  readonly graph: OpenGraph;
  readonly stop: () => Promise<void>;
  users: number;
  isFormer: boolean;
}

/** @throws ConfigError when the supergraph cannot be read or planned over */
export async function openGraphs({ supergraphPath, urls, engine, log }: OpenGraphsOptions): Promise<OpenGraphs> {
  let text = readText(supergraphPath);
  let current = await generationOf(text);
  const stopping = new Set<Promise<void>>();
  let loading = Promise.resolve();
  let isStopped = false;

  async function generationOf(supergraphSdl: string): Promise<Generation> {
    try {
      const document = parse(supergraphSdl);
      const apiSchema = apiSchemaOf(document);
      const client = createOpenClient({ urls: sourceUrls(document, urls) });
      const made =
        engine === 'compiled'
          ? await compiledEngine(supergraphSdl, apiSchema, client)
          : await referenceEngine(supergraphSdl, client);
      const stop = async () => {
        await made.stop();
        await client.stop();
      };
      const operations = createOperations(apiSchema, keyNamesOf(document));
      const graph = Object.freeze({ apiSchema, operations, engine: made });
      return { graph, stop, users: 0, isFormer: false };
    } catch (error) {
      if (error instanceof ConfigError) throw error;
      throw new ConfigError(
        'SUPERGRAPH',
        `cannot be served: ${error instanceof Error ? error.message : 'unknown failure'}`,
      );
    }
  }

  function endWhenUnused(generation: Generation): void {
    if (!generation.isFormer || generation.users > 0) return;
    const ended = generation.stop().catch(() => undefined);
    stopping.add(ended);
    void ended.then(() => stopping.delete(ended));
  }

  async function reload(): Promise<void> {
    if (isStopped) return;
    try {
      const found = readText(supergraphPath);
      if (found === text) return;
      const next = await generationOf(found);
      text = found;
      const former = current;
      current = next;
      former.isFormer = true;
      endWhenUnused(former);
      log('another supergraph is in force');
    } catch (error) {
      log(`the old supergraph stays in force: ${error instanceof Error ? error.message : 'unknown failure'}`);
    }
  }

  const stopWatching = watchFile(supergraphPath, () => void (loading = loading.then(reload)));

  return Object.freeze({
    async use<Value>(work: (graph: OpenGraph) => Promise<Value>): Promise<Value> {
      const generation = current;
      generation.users += 1;
      try {
        return await work(generation.graph);
      } finally {
        generation.users -= 1;
        if (generation.isFormer) endWhenUnused(generation);
      }
    },
    async stop() {
      isStopped = true;
      stopWatching();
      await loading;
      await current.stop();
      await Promise.all(stopping);
    },
  });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new ConfigError('SUPERGRAPH', 'the file cannot be read');
  }
}
