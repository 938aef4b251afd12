// Somebody else's router: the stock gateway over the same supergraph, without a single rule and without anything of our gateway but its key.
import { ApolloGateway } from '@apollo/gateway';
import type { GraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import type { BaseContext } from '@apollo/server';
import type { Directory, EndpointEntry } from '#kit/directory.ts';
import type { ExchangePrivateKey } from '#kit/wire/keys.ts';
import { createAskingSide } from '#kit/wire/peers.ts';
import type { HolderAnswer, Verdict } from '#kit/wire/protocol.ts';

export interface StockAnswer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly string[];
  /** Of all holders. */
  readonly verdicts: readonly Verdict[];
  /** HTTP statuses of the endpoints that were asked. */
  readonly statuses: readonly number[];
}

export interface StockGateway {
  /** `askers` goes into the signed body as it is, well-formed or not. */
  ask(query: string, askers: unknown): Promise<StockAnswer>;
  stop(): Promise<void>;
}

interface Run extends BaseContext {
  readonly askers: unknown;
  readonly verdicts: Verdict[];
  readonly statuses: number[];
}

export async function startStockGateway(
  engineSdl: string,
  directory: () => Directory,
  key: ExchangePrivateKey,
): Promise<StockGateway> {
  process.env['APOLLO_TELEMETRY_DISABLED'] = '1';
  const quiet = () => undefined;
  const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const gateway = new ApolloGateway({
    supergraphSdl: engineSdl,
    buildService: ({ name }) => dataSource(name, directory, key),
    logger,
  });
  const server = new ApolloServer<Run>({ gateway, logger, apollo: {}, stopOnTerminationSignals: false });
  await server.start();
  return {
    async ask(query, askers) {
      const run: Run = { askers, verdicts: [], statuses: [] };
      const { body } = await server.executeOperation({ query }, { contextValue: run });
      if (body.kind !== 'single') throw new TypeError('an answer in parts was not asked for');
      const { data = null, errors = [] } = body.singleResult;
      return {
        data: data as StockAnswer['data'],
        errors: errors.map(({ message }) => message),
        verdicts: run.verdicts,
        statuses: run.statuses,
      };
    },
    stop: () => server.stop(),
  };
}

/** Each representation goes to its holder; everything else to the only endpoint of its source. */
function dataSource(source: string, directory: () => Directory, key: ExchangePrivateKey): GraphQLDataSource {
  return {
    async process({ request, context }) {
      const run = context as Run;
      const { query = '', variables = {} } = request;
      const endpoints = directory().endpoints.filter((entry) => entry.source === source);
      const { representations } = variables as { readonly representations?: readonly { readonly holder?: string }[] };
      if (!representations) {
        const [endpoint] = endpoints;
        const answer = endpoint && (await askEndpoint(endpoint, directory(), key, { query, variables }, run));
        return { data: answer?.data as Record<string, unknown>, errors: (answer?.errors ?? []) as never };
      }
      const entities: unknown[] = representations.map(() => null);
      const places = Map.groupBy(representations.keys(), (at) => representations[at]?.holder);
      await Promise.all(
        endpoints.map(async (endpoint) => {
          const own = places.get(endpoint.holder) ?? [];
          if (own.length === 0) return;
          const asked = { query, variables: { ...variables, representations: own.map((at) => representations[at]) } };
          const answer = await askEndpoint(endpoint, directory(), key, asked, run);
          const list = answer?.data?.['_entities'] as readonly unknown[] | undefined;
          for (const [index, at] of own.entries()) entities[at] = list?.[index] ?? null;
        }),
      );
      return { data: { _entities: entities } };
    },
  };
}

async function askEndpoint(
  endpoint: EndpointEntry,
  { environment }: Directory,
  key: ExchangePrivateKey,
  question: { readonly query: string; readonly variables: object },
  run: Run,
): Promise<HolderAnswer | undefined> {
  const body = JSON.stringify({ ...question, extensions: { askers: run.askers } });
  const signed = createAskingSide(key, environment).sign(endpoint, { path: '/graphql', body });
  const response = await fetch(`${endpoint.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...signed },
    body,
  });
  run.statuses.push(response.status);
  const answer = (await response.json()) as HolderAnswer;
  run.verdicts.push(...(answer.extensions?.verdicts ?? []));
  return response.status === 200 ? answer : undefined;
}
