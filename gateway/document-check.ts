// Does a document fit the schema? Small ones are looked at here; of larger ones the comparison of every field with every other takes so
// long that a thread of its own does it, with a limit of time, and the requests under way go on.
import { Worker } from 'node:worker_threads';
import { isScalarType, validate } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { scalars } from '#kit/identifiers/scalars.ts';
import { describeInvalid, RequestRefused } from './errors.ts';
import type { Problem } from './errors.ts';

const errorsMax = 10;

/** What is wrong with it; empty where it fits. */
export function problemsOf(schema: GraphQLSchema, document: DocumentNode): readonly Problem[] {
  return validate(schema, document, undefined, { maxErrors: errorsMax }).map(describeInvalid);
}

/** The composed schema has the names of our scalars and none of their checks. */
export function useKitScalars(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    const known = (scalars as Readonly<Record<string, (typeof scalars)['CPF'] | undefined>>)[type.name];
    if (!known || !isScalarType(type)) continue;
    type.parseValue = known.parseValue;
    type.parseLiteral = known.parseLiteral;
    type.serialize = known.serialize;
  }
  return schema;
}

export interface DocumentCheck {
  /**
   * What is no longer wanted when its turn comes is not looked at.
   * @throws RequestRefused OVERLOADED when too many wait, it takes too long, or it is no longer wanted
   */
  problemsOf(text: string, isWanted?: () => boolean): Promise<readonly Problem[]>;
  stop(): Promise<void>;
}

export interface DocumentCheckOptions {
  /** Longest time for one document, in milliseconds. */
  readonly timeoutMs?: number;
  /** Documents that wait for their turn. */
  readonly waitingMax?: number;
}

interface Waiting {
  readonly text: string;
  readonly isWanted: () => boolean;
  readonly settle: (problems: readonly Problem[]) => void;
  readonly refuse: (error: unknown) => void;
}

const retryAfterS = 1;

/** The thread is started when it is first needed. `apiSdl`: what clients see. */
export function createDocumentCheck(
  apiSdl: () => string,
  { timeoutMs = 2000, waitingMax = 64 }: DocumentCheckOptions = {},
): DocumentCheck {
  const waiting: Waiting[] = [];
  let current: Waiting | undefined;
  let thread: Worker | undefined;
  let late: NodeJS.Timeout | undefined;
  let isReady = false;
  let isStopped = false;

  function next(): void {
    if (current !== undefined) return;
    dropUnwanted();
    current = waiting.shift();
    if (current === undefined) return thread?.unref();
    thread ??= start();
    thread.ref();
    thread.postMessage(current.text);
    if (isReady) limit();
  }

  function dropUnwanted(): void {
    for (const one of waiting.filter(({ isWanted }) => !isWanted())) {
      waiting.splice(waiting.indexOf(one), 1);
      one.refuse(refused());
    }
  }

  function limit(): void {
    late = setTimeout(() => void thread?.terminate(), timeoutMs);
  }

  function start(): Worker {
    const started = new Worker(new URL('./document-check-thread.ts', import.meta.url), {
      workerData: apiSdl(),
      resourceLimits: { maxOldGenerationSizeMb: 128 },
      // Nothing of the gateway's settings is its business.
      env: {},
    });
    started.on('message', (problems: readonly Problem[] | null) => {
      if (problems !== null) return settled((one) => one.settle(problems));
      isReady = true;
      limit();
    });
    started.on('error', () => undefined);
    started.on('exit', () => {
      if (thread !== started) return;
      thread = undefined;
      isReady = false;
      settled((one) => one.refuse(refused()));
    });
    return started;
  }

  function settled(tell: (one: Waiting) => void): void {
    clearTimeout(late);
    const one = current;
    current = undefined;
    if (one !== undefined) tell(one);
    next();
  }

  return {
    problemsOf(text, isWanted = () => true) {
      if (waiting.length >= waitingMax) dropUnwanted();
      if (isStopped || waiting.length >= waitingMax) return Promise.reject(refused());
      return new Promise((settle, refuse) => {
        waiting.push({ text, isWanted, settle, refuse });
        next();
      });
    },
    async stop() {
      isStopped = true;
      for (const one of waiting.splice(0)) one.refuse(refused());
      await thread?.terminate();
    },
  };
}

function refused(): RequestRefused {
  return new RequestRefused('OVERLOADED', { retryAfterS });
}
