// Both engines behind one interface: an operation in, the text of its data out.
import { executeSync } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { createCompiledEngine } from '../engine/compiled/engine.ts';
import { PlanError } from '../engine/compiled/plan.ts';
import { compileProjection } from '../engine/compiled/projection.ts';
import type { Projection, ProjectionProblem } from '../engine/compiled/projection.ts';
import type { Planner } from '../engine/compiled/planner.ts';
import type { SourceClient } from '../engine/source-client.ts';
import type { OpenRequest } from './client.ts';
import type { OpenError } from './errors.ts';
import type { OpenOperation } from './operations.ts';

export interface OpenEngine {
  /** `variables` are coerced. Rejects when the operation cannot be planned. */
  execute(
    operation: OpenOperation,
    variables: Readonly<Record<string, unknown>>,
    request: OpenRequest,
  ): Promise<OpenAnswer>;
  stop(): Promise<void>;
}

export interface OpenAnswer {
  /** Of `data`. */
  readonly json: string;
  readonly errors: readonly OpenError[];
  /** Why values are null that came; only where nothing else failed. */
  readonly valueCompletion: readonly OpenError[];
}

/** Without a planner of the caller's, processes of planners are started. @throws PlanError when the supergraph cannot be planned over */
export async function compiledEngine(
  supergraphSdl: string,
  apiSchema: GraphQLSchema,
  client: SourceClient<OpenRequest, OpenError>,
  planner?: Planner,
): Promise<OpenEngine> {
  const engine = await createCompiledEngine<OpenRequest, OpenError>({
    ...{ supergraphSdl, client, ...(planner && { planner }) },
  });
  // Both live as long as the operation, which is kept by its text.
  const projections = new WeakMap<OpenOperation, Projection>();

  async function asked(text: string, variables: Readonly<Record<string, unknown>>, request: OpenRequest) {
    const executable = await engine.prepare(text, text);
    // Of an object that no source can give, the second planner plans nothing; that is no answer.
    if (executable.root === null) throw new PlanError('nothing is planned for what is asked');
    return engine.run(executable, variables, request);
  }

  return Object.freeze({
    async execute(operation: OpenOperation, variables: Readonly<Record<string, unknown>>, request: OpenRequest) {
      const { document, definition } = operation;
      const { renamed } = operation.forEngine;
      let projection = projections.get(operation);
      if (projection === undefined) {
        projection = compileProjection(apiSchema, document, definition.name?.value, renamed?.rawKeyOf);
        projections.set(operation, projection);
      }
      const introspected = introspect(apiSchema, operation, variables);
      const text = operation.forEngine.textFor(variables);
      const outcome = text === undefined ? nothingAsked : await asked(text, variables, request);
      const { json, problems } = projection.write(outcome.data, variables, introspected);
      return {
        json,
        errors:
          renamed === undefined
            ? outcome.errors
            : outcome.errors.map((error) => (error.path ? { ...error, path: renamed.clientPath(error.path) } : error)),
        valueCompletion: outcome.errors.length === 0 ? problems.map(explained) : [],
      };
    },
    stop: () => engine.stop(),
  });
}

const nothingAsked: { readonly data: Record<string, unknown>; readonly errors: readonly OpenError[] } = Object.freeze({
  data: Object.freeze({}),
  errors: Object.freeze([]),
});

function introspect(
  schema: GraphQLSchema,
  { introspection }: OpenOperation,
  variableValues: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | undefined {
  if (introspection === undefined) return undefined;
  return executeSync({ schema, document: introspection, variableValues }).data ?? {};
}

const sentences: Readonly<Record<ProjectionProblem['reason'], string>> = {
  NULL: 'Cannot return null for a value that may not be null.',
  VALUE: 'The value is none of its type.',
  SHAPE: 'The value has not the shape of its type.',
  TYPENAME: 'The object is of no type that the schema has there.',
};

function explained({ path, reason }: ProjectionProblem): OpenError {
  return { message: sentences[reason], path, extensions: { code: 'INVALID_GRAPHQL' } };
}
