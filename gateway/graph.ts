// All that follows from a supergraph, made together and replaced together: a request keeps the one that it began with.
import { readFileSync } from 'node:fs';
import type { KeyObject } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { parse } from 'graphql';
import type { Asker } from '#kit/caller.ts';
import { profiles } from '#kit/profiles.ts';
import { watchFile } from '#kit/watch-file.ts';
import { createAuthorizer } from './authorize.ts';
import { useKitScalars } from './document-check.ts';
import { createDocuments } from './documents.ts';
import type { PreparedOperation } from './engine/engine.ts';
import { createNetworkEngine } from './engine/compiled.ts';
import { createReferenceEngine } from './engine/reference.ts';
import { inForce } from './graph-in-force.ts';
import type { HolderClient } from './holders/client.ts';
import { readGraphFacts } from './holders/graph-facts.ts';
import { createIntrospection } from './introspection.ts';
import { createCostMeter } from './limits/cost.ts';
import { createArgumentSubjects } from './journal/argument-subjects.ts';
import type { StoredOperation } from './operations.ts';
import type { Graph } from './server.ts';
import { prepareSupergraphInTurns } from './supergraph/prepare.ts';
import type { PlanObserver } from './telemetry/plans.ts';

export interface GraphInForce {
  readonly graph: () => Graph;
  /** A request that uses the graph in force says so, and calls what is returned at its end. */
  enter(): () => void;
  stop(): Promise<void>;
}

export interface GraphOptions {
  readonly path: string;
  readonly journalKey: KeyObject;
  readonly client: HolderClient;
  /** The compiled one, unless its oracle is wanted. */
  readonly engine?: keyof typeof engines;
  /** Planned before the first request. */
  readonly registered?: readonly StoredOperation[];
  /** Longest time for which a new supergraph is made ready, before it is in force, for what the old one was asked, in milliseconds. */
  readonly warmMs?: number;
  readonly planObserver?: PlanObserver;
  readonly log: (line: string) => void;
}

const engines = { compiled: createNetworkEngine, reference: createReferenceEngine } as const;

/** What a new graph has planned and read before it is in force. */
const hottestMax = 200;
const warmMsDefault = 10_000;
/** Longer than any request: settings allow a minute, and the journal half of one. */
const drainMaxMs = 120_000;
/** The file may change while a new graph is made, and then that one is made; after so many in a row the next is taken for what it is. */
const overtakenMax = 3;

type Stoppable = Graph & { stop(): Promise<void> };

/** Loads the supergraph and every later valid version of the file; a broken one is reported and the old one stays in force. */
export async function loadGraph({
  path,
  journalKey,
  client: holders,
  engine = 'compiled',
  registered = [],
  warmMs = warmMsDefault,
  planObserver,
  log,
}: GraphOptions): Promise<GraphInForce> {
  let text = readFileSync(path, 'utf8');
  const first = await build(text);
  await warm(first, [], [], AbortSignal.timeout(warmMs));
  const graphs = inForce<Stoppable>(first, drainMaxMs);

  async function build(sdl: string): Promise<Stoppable> {
    const prepared = await prepareSupergraphInTurns(sdl);
    useKitScalars(prepared.apiSchema);
    useKitScalars(prepared.fullSchema);
    const facts = readGraphFacts(parse(sdl));
    await turn();
    const documents = createDocuments(prepared.apiSchema);
    const introspection = createIntrospection(prepared);
    for (const profile of profiles) {
      introspection.schemaFor({ caller: callerWith(profile) });
      await turn();
    }
    const costMeter = createCostMeter(prepared.fullSchema);
    const authorizer = createAuthorizer(prepared);
    const argumentSubjects = createArgumentSubjects(prepared.fullSchema, journalKey);
    await turn();
    const started = await engines[engine]({
      engineSdl: prepared.engineSdl,
      client: holders.over(facts),
      ...(planObserver && { observer: planObserver }),
    });
    return Object.freeze({
      ...{ facts, apiSchema: prepared.apiSchema, documents, costMeter, authorizer, introspection, argumentSubjects },
      engine: started,
      stop: async () => void (await Promise.all([started.stop(), documents.stop()])),
    });
  }

  /** Reads and plans what will be asked, as far as there is time; what the new supergraph does not have is passed over. */
  async function warm(
    graph: Graph,
    texts: readonly string[],
    hottest: readonly PreparedOperation[],
    signal: AbortSignal,
  ): Promise<void> {
    const stored: PreparedOperation[] = [];
    for (const operation of registered) {
      if (signal.aborted) return;
      try {
        const document = await graph.documents.read(operation.text);
        const {
          hash: key,
          text,
          asksEngine,
        } = graph.authorizer.authorize({ document, asker: askerOf(operation) }).operation;
        if (asksEngine) stored.push({ key, text, askedFor: 1 });
      } catch {
        // Its variables decide what is asked, or the supergraph no longer has a field.
      }
      await turn();
    }
    for (const one of texts) {
      if (signal.aborted) return;
      await graph.documents.read(one).catch(() => undefined);
      await turn();
    }
    await graph.engine.warm?.([...stored, ...hottest], signal);
  }

  let isStopped = false;
  const ended = new AbortController();
  /** Fires when the file has changed since the graph that is being made was begun. */
  let overtaken = new AbortController();
  let overtakenCount = 0;

  async function reload(): Promise<void> {
    if (isStopped) return;
    let next: Stoppable | undefined;
    try {
      const found = readFileSync(path, 'utf8');
      if (found === text) {
        overtakenCount = 0;
        return;
      }
      overtaken = new AbortController();
      const isTaken = overtakenCount >= overtakenMax;
      const unwanted = isTaken ? ended.signal : AbortSignal.any([ended.signal, overtaken.signal]);
      next = await build(found);
      const former = graphs.current();
      const hottest = former.engine.hottest?.(hottestMax) ?? [];
      await warm(
        next,
        former.documents.recent(hottestMax),
        hottest,
        AbortSignal.any([unwanted, AbortSignal.timeout(warmMs)]),
      );
      // The file has changed again, or the gateway ends.
      if (unwanted.aborted) {
        overtakenCount += 1;
        return void (await next.stop());
      }
      overtakenCount = 0;
      text = found;
      graphs.replace(next);
      log('another supergraph is in force');
    } catch (error) {
      // Whatever becomes of it, the next version of the file is looked at.
      await next?.stop().catch(() => undefined);
      log(
        `the new supergraph is refused and the old one stays in force: ${error instanceof Error ? error.message : 'unknown failure'}`,
      );
    }
  }
  // One after the other, so that the last word of the file is the last that is in force.
  let reloading = Promise.resolve();
  const stopWatching = watchFile(path, () => {
    overtaken.abort();
    reloading = reloading.then(reload);
  });

  return {
    graph: graphs.current,
    enter: graphs.enter,
    async stop() {
      isStopped = true;
      stopWatching();
      ended.abort();
      await reloading;
      await graphs.stop();
      await holders.stop();
    },
  };
}

/** As the file's header says who asks, and why. */
function askerOf({ profile, purpose, case: caseNumber, justification }: StoredOperation): Asker {
  return {
    caller: callerWith(profile),
    ...(purpose && { purpose }),
    ...(caseNumber !== undefined && { caseNumber }),
    ...(justification !== undefined && { justification }),
  };
}

/** Nobody: of a person only the profile matters here. */
function callerWith(profile: Asker['caller']['profile']): Asker['caller'] {
  return { id: '', body: '', profile, level: 2, entitlements: [], tokenId: '' };
}
