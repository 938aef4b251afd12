// The stock gateway's executor over the same client, to compare with.
import { ApolloGateway } from '@apollo/gateway';
import type { GraphQLDataSource } from '@apollo/gateway';
import { hash } from 'node:crypto';
import { print } from 'graphql';
import type { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { plannedFetch } from '../engine/compiled/executable.ts';
import type { PlannedFetch } from '../engine/source-client.ts';
import type { OpenClient, OpenRequest } from './client.ts';
import type { OpenAnswer, OpenEngine } from './engines.ts';
import type { OpenError } from './errors.ts';
import type { OpenOperation } from './operations.ts';

const plannedMax = 5000;

export async function referenceEngine(supergraphSdl: string, client: OpenClient): Promise<OpenEngine> {
  // Without it the gateway looks for cloud metadata and reports to its maker (@apollo/gateway 2.14.0).
  process.env.APOLLO_TELEMETRY_DISABLED = '1';
  const quiet = () => undefined;
  const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ name }) => dataSourceFor(name, client),
    logger,
    debug: false,
    validateSupergraph: false,
  });
  const { executor } = await gateway.load();
  if (executor === null) throw new TypeError('the stock gateway has no executor');
  const texts = new WeakMap<OpenOperation, string>();

  async function execute(
    operation: OpenOperation,
    variables: Readonly<Record<string, unknown>>,
    request: OpenRequest,
  ): Promise<OpenAnswer> {
    const { document, definition, type } = operation;
    let query = texts.get(operation);
    if (query === undefined) texts.set(operation, (query = print(document)));
    const operationName = definition.name?.value ?? null;
    const result = await (executor as NonNullable<typeof executor>)({
      request: { query, variables, ...(operationName !== null && { operationName }) },
      ...{ document, operationName, operation: definition, source: query },
      queryHash: hash('sha256', `${type} ${query}`),
      context: request,
      ...{ metrics: {}, logger },
    } as never);
    const { data, errors = [], extensions } = result;
    return {
      json: JSON.stringify(data ?? null),
      errors: errors.map(plain),
      valueCompletion: ((extensions?.valueCompletion as readonly GraphQLError[] | undefined) ?? []).map(plain),
    };
  }

  return Object.freeze({ execute, stop: () => gateway.stop() });
}

function plain(error: unknown): OpenError {
  const { message, path, extensions } = error as GraphQLError;
  return { message, ...(path && { path }), extensions };
}

function dataSourceFor(source: string, client: OpenClient): GraphQLDataSource {
  const planned = new LRUCache<string, PlannedFetch>({ max: plannedMax });
  return {
    async process({ request, context }) {
      const { query = '', variables = {} } = request;
      let fetch = planned.get(query);
      if (fetch === undefined) {
        const isEntities = 'representations' in variables;
        fetch = plannedFetch(source, query, /^\s*mutation\b/.test(query) ? 'mutation' : 'query', isEntities);
        planned.set(query, fetch);
      }
      const representations = variables.representations as readonly Readonly<Record<string, unknown>>[] | undefined;
      const { data, errors } = await client.fetch(
        {
          ...{ planned: fetch, variables, path: [] },
          ...(representations && {
            representations: representations.map((value) => ({ json: JSON.stringify(value), value })),
          }),
        },
        context as OpenRequest,
      );
      return {
        data,
        ...(errors.length > 0 && {
          errors: errors.map(({ message, path, extensions }) => ({ message, path, extensions }) as never),
        }),
      };
    },
  };
}
