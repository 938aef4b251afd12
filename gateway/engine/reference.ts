// The reference engine: the stock gateway inside Apollo Server, without any HTTP of theirs. It is the oracle that other engines are
// compared with; every fetch of its plans goes through the holder client, and errors go round it (entity-paths.ts says why).
import { ApolloGateway } from '@apollo/gateway';
import type { GraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import type { BaseContext } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { representationsVariable } from '../holders/fetch-text.ts';
import { LRUCache } from 'lru-cache';
import { setOwn } from '../holders/answer-shape.ts';
import { plannedFetch } from './compiled/executable.ts';
import type { Engine, EngineAnswer, EngineError, EngineRequest } from './engine.ts';
import { pathsOfRepresentations } from './entity-paths.ts';
import { givenVariables } from './given-variables.ts';
import type { PlannedFetch, SourceClient } from './source-client.ts';

export interface ReferenceEngine extends Engine {
  /** Takes another supergraph; requests under way end on the one they began with. @throws when it cannot be planned over; the old one stays */
  update(engineSdl: string): void;
}

export interface ReferenceEngineOptions {
  /** The supergraph without the security directives: they are enforced before, and the stock gateway refuses them. */
  readonly engineSdl: string;
  readonly client: SourceClient<EngineRequest>;
  /** What the libraries want to say; their texts may hold addresses, so nothing is written unless asked. */
  readonly log?: (level: 'debug' | 'info' | 'warn' | 'error', message: string) => void;
}

/** One request on its way through the executor. */
interface Run extends BaseContext {
  readonly request: EngineRequest;
  readonly errors: EngineError[];
  /** What the root fetches returned: the executor merges into these very objects. */
  readonly data: Record<string, unknown>;
}

/** @throws when the supergraph cannot be planned over */
export async function createReferenceEngine({
  engineSdl,
  client,
  log = () => undefined,
}: ReferenceEngineOptions): Promise<ReferenceEngine> {
  // Without it the gateway looks for cloud metadata and reports to its maker (@apollo/gateway 2.14.0).
  process.env.APOLLO_TELEMETRY_DISABLED = '1';
  const logger = {
    debug: (message: unknown) => log('debug', String(message)),
    info: (message: unknown) => log('info', String(message)),
    warn: (message: unknown) => log('warn', String(message)),
    error: (message: unknown) => log('error', String(message)),
  };
  let updateGateway: ((sdl: string) => void) | undefined;
  const servicesByPlan = new WeakMap<object, ReadonlySet<string>>();
  const gateway = new ApolloGateway({
    supergraphSdl: async ({ update }) => {
      updateGateway = update;
      return { supergraphSdl: engineSdl };
    },
    buildService: ({ name }) => dataSourceFor(name, client),
    experimental_didResolveQueryPlan: ({ queryPlan, requestContext }) => {
      const services = servicesByPlan.get(queryPlan) ?? servicesOf(queryPlan);
      servicesByPlan.set(queryPlan, services);
      (requestContext.context as Run).request.report.planned(services);
    },
    logger,
    debug: false,
    __exposeQueryPlanExperimental: false,
    // The supergraph was validated when it was composed.
    validateSupergraph: false,
  });
  const server = new ApolloServer<Run>({
    gateway,
    logger,
    nodeEnv: 'production',
    introspection: false,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    apollo: {},
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await server.start();

  return Object.freeze({
    execute: (request: EngineRequest) => execute(server, request),
    update(sdl: string) {
      if (updateGateway === undefined) throw new TypeError('the engine has not started');
      updateGateway(sdl);
    },
    stop: () => server.stop(),
  });
}

async function execute(server: ApolloServer<Run>, request: EngineRequest): Promise<EngineAnswer> {
  const { operation } = request;
  const run: Run = { request, errors: [], data: {} };
  const variables = givenVariables(operation, request.variables);
  const { body } = await server.executeOperation({ query: operation.text, variables }, { contextValue: run });
  if (body.kind !== 'single') return { data: null, errors: [...run.errors, { code: 'INTERNAL' }] };
  const { data, errors } = body.singleResult;
  // Sources report through the run; whatever the executor says of itself is ours to answer for, and its words stay here.
  const own = (errors ?? []).map((): EngineError => ({ code: 'INTERNAL' }));
  return {
    data: (data as Record<string, unknown> | null | undefined) ?? null,
    errors: [...run.errors, ...own.slice(0, 1)],
  };
}

/** Fetches of plans that are remembered by their text: the executor makes them anew for every request. */
const fetchesKept = 5000;

function dataSourceFor(source: string, client: SourceClient<EngineRequest>): GraphQLDataSource {
  const kept = new LRUCache<string, PlannedFetch>({ max: fetchesKept });
  const plannedFor = (query: string, isEntities: boolean): PlannedFetch => {
    const known = kept.get(query);
    if (known !== undefined) return known;
    const operationType = query.startsWith('mutation') ? 'mutation' : 'query';
    const planned = plannedFetch(source, query, operationType, isEntities);
    kept.set(query, planned);
    return planned;
  };
  return {
    async process(options) {
      if (options.kind !== 'incoming operation') throw new TypeError('sources are asked only for operations');
      const run = options.context as Run;
      const query = options.request.query ?? '';
      const variables: Readonly<Record<string, unknown>> = options.request.variables ?? {};
      const path = (options.pathInIncomingRequest ?? []) as readonly (string | number)[];
      const representations = variables[representationsVariable] as readonly Record<string, unknown>[] | undefined;
      const planned = plannedFor(query, representations !== undefined);
      const { data, errors } = await client.fetch(
        {
          ...{ planned, variables, path },
          ...(representations && {
            representations: representations.map((value) => ({ json: JSON.stringify(value), value })),
          }),
        },
        run.request,
      );
      if (representations !== undefined) {
        const paths = errors.length === 0 ? [] : pathsOfRepresentations(run.data, path, representations);
        for (const error of errors) run.errors.push(placed(error, paths));
      } else {
        for (const [key, value] of Object.entries(data ?? {}))
          if (!Object.hasOwn(run.data, key)) setOwn(run.data, key, value);
        run.errors.push(...errors);
      }
      return { data: data ?? {} };
    },
  };
}

/** An error at `_entities`, index, … as one at its place in the answer. */
function placed(error: EngineError, paths: readonly (readonly (string | number)[])[]): EngineError {
  const [, index, ...below] = error.path ?? [];
  const path = typeof index === 'number' ? paths[index] : undefined;
  return path === undefined ? error : { ...error, path: [...path, ...below] };
}

/** The names of all services that a plan may ask. */
function servicesOf(plan: unknown): ReadonlySet<string> {
  const services = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== 'object' || node === null) return;
    const { kind, serviceName, node: inner, nodes, ifClause, elseClause } = node as Readonly<Record<string, unknown>>;
    if (kind === 'Fetch' && typeof serviceName === 'string') services.add(serviceName);
    for (const next of [inner, nodes, ifClause, elseClause]) visit(next);
  };
  visit(plan);
  return services;
}
