// npm run cost -- FILE [--variables JSON] [--operation NAME]: what the operations of a .graphql file cost, where it comes from, and whether
// the gateway would take them. Nothing is asked of anybody.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  getNamedType,
  getNullableType,
  getVariableValues,
  GraphQLBoolean,
  GraphQLError,
  GraphQLInt,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  Kind,
  parse,
  typeFromAST,
  validate,
} from 'graphql';
import type { DocumentNode, GraphQLInputType, OperationDefinitionNode } from 'graphql';
import { ConfigError } from '#kit/errors.ts';
import { integerSetting, textSetting } from '#kit/settings.ts';
import type { Environment } from '#kit/settings.ts';
import { messageOf, RequestRefused } from './errors.ts';
import { amountMax } from './limits/amount.ts';
import { costMaxDefault, costMaxRange, createCostMeter } from './limits/cost.ts';
import type { CostReport } from './limits/cost.ts';
import { checkShape } from './limits/limits.ts';
import { parseStoredOperation } from './operations.ts';
import { prepareSupergraph } from './supergraph/prepare.ts';
import type { PreparedSupergraph } from './supergraph/prepare.ts';

/** The file, the variables or the name of the operation cannot be used. The message says which, and why. */
export class CostQuestionError extends Error {
  override readonly name = 'CostQuestionError';
  readonly code = 'BAD_COST_QUESTION';
}

export interface CostQuestion {
  /** For messages. */
  readonly file: string;
  readonly text: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** One of the file's operations; all where it is absent. */
  readonly operation?: string;
}

export interface OperationCost extends CostReport {
  readonly name: string;
  /** Required variables that were not given, each with what the file says of it; their values do not change the cost. */
  readonly standIns: readonly (readonly [name: string, origin: string])[];
}

/** The cost of each operation asked about, in the order of the file. Throws CostQuestionError. */
export function costsOfFile(
  prepared: PreparedSupergraph,
  { file, text, variables = {}, operation: only }: CostQuestion,
): readonly OperationCost[] {
  const document = readDocument(prepared, file, text);
  const all = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const asked = only === undefined ? all : all.filter(({ name }) => name?.value === only);
  if (asked.length === 0)
    throw new CostQuestionError(`${file}: ${only === undefined ? 'has no operation' : `has no operation ${only}`}`);
  const declared = new Set(all.flatMap((one) => one.variableDefinitions ?? []).map((one) => one.variable.name.value));
  for (const name of Object.keys(variables))
    if (!declared.has(name)) throw new CostQuestionError(`--variables: no operation of ${file} has $${name}`);
  const meter = createCostMeter(prepared.fullSchema);
  const origins = originsIn(file, text);
  return asked.map((operation) => {
    const standIns = standInsFor(prepared, operation, variables);
    const values = valuesOf(prepared, operation, { ...standIns, ...variables });
    return Object.freeze({
      name: operation.name?.value ?? operation.operation,
      ...meter.explain(document, operation.name?.value, values),
      standIns: Object.keys(standIns).map((name) => [name, origins[name] ?? 'not given'] as const),
    });
  });
}

/** As people read it: the sum against the limit, each root field, and the dearest fields by themselves. */
export function describeCost({ name, cost, roots, paths, standIns }: OperationCost, costMax: number): string {
  const lines = [
    `${name}: ${number(cost)} of ${number(costMax)}, ${cost > costMax ? 'TOO EXPENSIVE' : 'within the limit'}`,
  ];
  for (const root of roots) lines.push(`  ${number(root.cost).padStart(12)}  ${root.path}`);
  const dearest = paths.slice(0, pathsShownMax);
  if (dearest.length > 0) lines.push('  dearest fields, each without what is below it:');
  for (const { path, cost: own, count } of dearest)
    lines.push(`  ${number(own).padStart(12)}  ${path} × ${number(count)}`);
  if (standIns.length > 0)
    lines.push(`  any value costs the same: ${standIns.map(([one, origin]) => `$${one} (${origin})`).join(', ')}`);
  return lines.join('\n');
}

const pathsShownMax = 10;

function number(amount: number): string {
  return amount >= amountMax ? 'unbounded' : String(Math.ceil(amount));
}

/** As the gateway reads it, but with all that the validator says: who writes an operation has the schema before them. */
function readDocument({ apiSchema }: PreparedSupergraph, file: string, text: string): DocumentNode {
  try {
    checkShape(text);
    const document = parse(text);
    checkShape(document);
    const problems = validate(apiSchema, document);
    if (problems.length > 0)
      throw new CostQuestionError(
        problems.map((problem) => `${file}${placeOf(problem)}: ${problem.message}`).join('\n'),
      );
    return document;
  } catch (error) {
    if (error instanceof GraphQLError) throw new CostQuestionError(`${file}${placeOf(error)}: ${error.message}`);
    if (error instanceof RequestRefused)
      throw new CostQuestionError(`${file}: ${error.code}: ${messageOf(error.code, 'en', error.detail.limit)}`);
    throw error;
  }
}

function placeOf({ locations }: GraphQLError): string {
  const [at] = locations ?? [];
  return at ? `:${at.line}:${at.column}` : '';
}

/** A stored operation says in its header where each variable's value stands in the story of the nation. */
function originsIn(file: string, text: string): Readonly<Record<string, string>> {
  return /^# variables: /m.test(text) ? parseStoredOperation(file, text).storyVariables : {};
}

function valuesOf(
  { apiSchema }: PreparedSupergraph,
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { errors, coerced } = getVariableValues(apiSchema, variableDefinitions, given);
  if (errors) throw new CostQuestionError(errors.map(({ message }) => `--variables: ${message}`).join('\n'));
  return coerced;
}

/** Values for required variables that were not given, where the cost is the same for any. Throws CostQuestionError where it is not. */
function standInsFor(
  { apiSchema }: PreparedSupergraph,
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const standIns: Record<string, unknown> = {};
  for (const { variable, type, defaultValue } of variableDefinitions) {
    const name = variable.name.value;
    if (type.kind !== Kind.NON_NULL_TYPE || defaultValue || Object.hasOwn(given, name)) continue;
    const inputType = typeFromAST(apiSchema, type);
    const standIn = isInputType(inputType) ? standInOf(inputType) : undefined;
    if (standIn === undefined)
      throw new CostQuestionError(`--variables: the cost turns on $${name}, give it a value: '{"${name}": …}'`);
    standIns[name] = standIn;
  }
  return standIns;
}

/** Undefined where the value decides how much is asked for: a number, a condition, the length of a list. */
function standInOf(type: GraphQLInputType): unknown {
  if (isListType(getNullableType(type))) return undefined;
  const named = getNamedType(type);
  if (named === GraphQLInt || named === GraphQLBoolean) return undefined;
  if (isEnumType(named)) return named.getValues()[0]?.name;
  if (!isInputObjectType(named)) return 'x';
  const required = Object.values(named.getFields()).filter(
    (field) => isNonNullType(field.type) && field.defaultValue === undefined,
  );
  const members = required.map((field) => [field.name, standInOf(field.type)] as const);
  return members.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(members);
}

const usage = 'usage: npm run cost -- FILE [--variables JSON] [--operation NAME]\n';

/** 0 where every operation is within the limit, 1 where one is not or cannot be costed, 2 for a command that is no command. */
export function main(
  args: readonly string[],
  env: Environment = process.env,
  out: (text: string) => void = (text) => void process.stdout.write(text),
  err: (text: string) => void = (text) => void process.stderr.write(text),
): 0 | 1 | 2 {
  const command = readCommand(args);
  if (!command) {
    err(usage);
    return 2;
  }
  try {
    const costMax = integerSetting(env, 'COST_MAX', { otherwise: costMaxDefault, ...costMaxRange });
    const sdl = readText(textSetting(env, 'SUPERGRAPH', { otherwise: supergraphPath }));
    const costs = costsOfFile(prepareSupergraph(sdl), {
      file: command.file,
      text: readText(command.file),
      variables: readVariables(command.variables),
      ...(command.operation !== undefined && { operation: command.operation }),
    });
    out(`${costs.map((cost) => describeCost(cost, costMax)).join('\n')}\n`);
    return costs.some(({ cost }) => cost > costMax) ? 1 : 0;
  } catch (error) {
    if (!(error instanceof CostQuestionError || error instanceof ConfigError || hasMessageForUser(error))) throw error;
    err(`${error.message}\n`);
    return 1;
  }
}

const supergraphPath = 'gateway/supergraph/supergraph.generated.graphql';

interface Command {
  readonly file: string;
  readonly variables: string | undefined;
  readonly operation: string | undefined;
}

function readCommand(args: readonly string[]): Command | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { variables: { type: 'string' }, operation: { type: 'string' } },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) return undefined;
    return { file, variables: values.variables, operation: values.operation };
  } catch {
    return undefined;
  }
}

function readVariables(json: string | undefined): Readonly<Record<string, unknown>> {
  if (json === undefined) return {};
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new CostQuestionError('--variables is no JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new CostQuestionError('--variables is a JSON object: name to value');
  return value as Readonly<Record<string, unknown>>;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new CostQuestionError(`${file} cannot be read`);
  }
}

/** A header or a supergraph that is wrong says so itself. */
function hasMessageForUser(error: unknown): error is Error {
  return error instanceof Error && ['OperationFileError', 'SupergraphError', 'HarvestError'].includes(error.name);
}

if (import.meta.main) process.exitCode = main(process.argv.slice(2));
