// The variables of an authorized operation as they go to sources.
import { Kind, valueFromASTUntyped } from 'graphql';
import { setOwn } from '../holders/answer-shape.ts';
import type { AuthorizedOperation } from '../operation-tree.ts';

const defaults = new WeakMap<AuthorizedOperation, Readonly<Record<string, unknown>>>();

/**
 * What was given for the variables that are still used, and the defaults of the others: those are sent along although every GraphQL server
 * knows them, because compiled queries (graphql-jit, in the kit) take a variable that may not be null and is left to its default for one
 * that is missing.
 */
export function givenVariables(
  operation: AuthorizedOperation,
  variables: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  let otherwise = defaults.get(operation);
  if (otherwise === undefined) defaults.set(operation, (otherwise = defaultsOf(operation)));
  const given: Record<string, unknown> = { ...otherwise };
  for (const name of operation.variableNames) if (Object.hasOwn(variables, name)) setOwn(given, name, variables[name]);
  return given;
}

function defaultsOf({ document }: AuthorizedOperation): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const node of document.definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const { variable, defaultValue } of node.variableDefinitions ?? [])
      if (defaultValue) setOwn(values, variable.name.value, valueFromASTUntyped(defaultValue));
  }
  return values;
}
