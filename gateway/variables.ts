// Variables against their types, by the checks of the identifiers themselves: a mistyped CPF is the client's fault, found here.
import { Kind, getOperationAST, getVariableValues } from 'graphql';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { badIdentifierMessage } from '#kit/identifiers/scalars.ts';
import { RequestRefused } from './errors.ts';

const errorsMax = 10;

/** Which operation is asked, and the values of its variables: coerced, defaults filled in. */
export interface Asked {
  readonly operation: OperationDefinitionNode;
  readonly values: Readonly<Record<string, unknown>>;
}

/** @throws RequestRefused OPERATION_NOT_FOUND, OPERATION_TYPE_REFUSED or GRAPHQL_VALIDATION_FAILED; no value is repeated */
export function checkVariables(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
  variables: Readonly<Record<string, unknown>>,
): Asked {
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new RequestRefused('OPERATION_NOT_FOUND');
  if (operation.operation === 'subscription' || !schema.getRootType(operation.operation))
    throw new RequestRefused('OPERATION_TYPE_REFUSED');
  const { errors, coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, {
    maxErrors: errorsMax,
  });
  if (!errors) return { operation, values: coerced };
  const problems = errors.slice(0, errorsMax).map((error) => {
    const at = error.nodes?.find((node) => node.kind === Kind.VARIABLE_DEFINITION);
    const name = at?.kind === Kind.VARIABLE_DEFINITION ? `$${at.variable.name.value}: ` : '';
    return {
      text: `${name}${badIdentifierMessage(error) ?? 'o valor não cabe no tipo declarado.'}`,
      locations: error.locations ?? [],
    };
  });
  throw new RequestRefused('GRAPHQL_VALIDATION_FAILED', { problems });
}
