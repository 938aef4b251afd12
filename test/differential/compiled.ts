// The open gateway's compiled engine over an adversary, without its transport: what is asked of a subgraph is executed in place.
import { parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { PlanError } from '../../gateway/engine/compiled/plan.ts';
import type { PlanNode } from '../../gateway/engine/compiled/plan.ts';
import type { SourceClient } from '../../gateway/engine/source-client.ts';
import type { OpenRequest } from '../../gateway/open/client.ts';
import type { Renamed } from '../../gateway/open/engine-text.ts';
import { compiledEngine } from '../../gateway/open/engines.ts';
import type { OpenError } from '../../gateway/open/errors.ts';
import { keyNamesOf } from '../../gateway/open/key-names.ts';
import { createOperations, variablesOf } from '../../gateway/open/operations.ts';
import type { Faults, OpenAdversary } from './adversary.ts';
import { places, placeOf } from './answer.ts';
import type { Answered, Asked } from './answer.ts';
import { plannerHere } from './planner.ts';
import type { Tamper } from './stock.ts';

export interface Compiled {
  /** Null: nothing has to be asked. @throws PlanError */
  planned(asked: Asked): Promise<PlanNode | null>;
  /** What the planners get of an operation; undefined: nothing has to be asked. */
  textOf(asked: Asked): string | undefined;
  /** How the names of an answer of the plan become the client's. */
  renamed(asked: Asked): Renamed | undefined;
  run(asked: Asked, faults: Faults): Promise<Answered>;
  stop(): Promise<void>;
}

interface FaultyRequest extends OpenRequest {
  readonly faults: Faults;
}

export async function startCompiled(
  adversary: OpenAdversary,
  apiSchema: GraphQLSchema,
  planner = plannerHere(adversary.supergraphSdl),
  tamper: Tamper = (_, answer) => answer,
): Promise<Compiled> {
  const { supergraphSdl } = adversary;
  const client: SourceClient<OpenRequest, OpenError> = {
    async fetch({ planned, variables, representations }, request) {
      const given = representations
        ? { ...variables, representations: representations.map(({ json }) => JSON.parse(json) as unknown) }
        : variables;
      const { faults } = request as FaultyRequest;
      const answer = await adversary.ask(planned.source, planned.query, given, faults);
      const { data, errors = [] } = tamper(planned.source, answer);
      return { data, errors };
    },
  };
  const operations = createOperations(apiSchema, keyNamesOf(parse(supergraphSdl)));
  const engine = await compiledEngine(supergraphSdl, apiSchema, client, planner);
  const read = ({ text, variables }: Asked) => {
    const operation = operations.read(text, undefined);
    return { operation, coerced: variablesOf(apiSchema, operation, variables) };
  };
  const textOf = (asked: Asked) => {
    const { operation, coerced } = read(asked);
    return operation.forEngine.textFor(coerced);
  };
  return {
    textOf,
    renamed: (asked) => read(asked).operation.forEngine.renamed,
    async planned(asked) {
      const text = textOf(asked);
      if (text === undefined) return null;
      const plan = await planner.plan(text);
      if (plan === null) throw new PlanError('nothing is planned for what is asked');
      return plan;
    },
    async run(asked, faults) {
      const { operation, coerced } = read(asked);
      const request: FaultyRequest = { deadlineAt: Infinity, faults };
      const { json, errors, valueCompletion } = await engine.execute(operation, coerced, request);
      return {
        data: JSON.parse(json) as unknown,
        errorPaths: places(errors.map(({ path }) => placeOf(path))),
        nulled: valueCompletion.length > 0,
      };
    },
    stop: () => engine.stop(),
  };
}
