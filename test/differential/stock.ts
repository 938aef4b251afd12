// The stock gateway's own planner and executor, asked directly: what everybody else would answer.
import { ApolloGateway } from '@apollo/gateway';
import { parse } from 'graphql';
import type { Faults, OpenAdversary, SubgraphAnswer } from './adversary.ts';
import { noFaults, plain } from './adversary.ts';
import { weighed } from './planner.ts';
import { places, placeOf } from './answer.ts';
import type { Answered, Asked } from './answer.ts';

export interface Stock {
  run(asked: Asked, faults: Faults): Promise<Answered>;
  stop(): Promise<void>;
}

/** Changes what a subgraph said, so that a test can see that a wrong answer is noticed. */
export type Tamper = (subgraph: string, answer: SubgraphAnswer) => SubgraphAnswer;

interface Run {
  readonly faults: Faults;
}

export async function startStock(adversary: OpenAdversary, tamper: Tamper = (_, answer) => answer): Promise<Stock> {
  // Without it the gateway looks for cloud metadata and reports to its maker (@apollo/gateway 2.14.0).
  process.env['APOLLO_TELEMETRY_DISABLED'] = '1';
  const quiet = () => undefined;
  const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const gateway = new ApolloGateway({
    supergraphSdl: adversary.supergraphSdl,
    validateSupergraph: false,
    queryPlannerConfig: { debug: weighed },
    logger,
    buildService: ({ name }) => ({
      async process({ request, context }) {
        const { faults = noFaults } = context as Partial<Run>;
        const answer = await adversary.ask(name, request.query ?? '', request.variables ?? {}, faults);
        return tamper(name, answer) as never;
      },
    }),
  });
  const { executor } = await gateway.load();
  if (executor === null) throw new TypeError('the stock gateway did not load');
  let asked = 0;
  return {
    async run({ text, variables }, faults) {
      asked += 1;
      const document = parse(text);
      const result = await executor({
        document,
        request: { query: text, variables: { ...variables } },
        context: { faults } satisfies Run,
        // No plan is kept from one question to the next.
        queryHash: `${adversary.name} ${asked}`,
        metrics: {},
        logger,
        cache: undefined as never,
        schema: undefined as never,
        source: text,
        operationName: null,
        overallCachePolicy: undefined as never,
        requestIsBatched: false,
      } as never);
      const { data = null, errors = [] } = result;
      return { data: plain(data), errorPaths: places(errors.map(({ path }) => placeOf(path))) };
    },
    stop: () => gateway.stop(),
  };
}
