// Runs a plan: asks what can be asked, merges what comes, and puts every fault at its place.
import type { ResponsePath } from '../engine.ts';
import type { Fault, Representation, SourceAnswer, SourceClient } from '../source-client.ts';
import type { EntitiesStep, Executable, Step } from './executable.ts';
import { copyOf, mergeInto } from './merge.ts';
import { isObject, own } from './own.ts';
import type { JsonObject } from './own.ts';

export interface Outcome<Failure extends Fault> {
  /** The merged answers: what was asked, by response key, and what the plan needed beside it. */
  readonly data: JsonObject;
  /** At their places in the answer. */
  readonly errors: readonly Failure[];
}

interface Run<Request, Failure extends Fault> {
  readonly client: SourceClient<Request, Failure>;
  readonly request: Request;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly data: JsonObject;
  readonly errors: Failure[];
}

/** `variables` are coerced, defaults filled in. Rejects only when the client does. */
export async function runPlan<Request, Failure extends Fault>(
  { root }: Executable,
  client: SourceClient<Request, Failure>,
  variables: Readonly<Record<string, unknown>>,
  request: Request,
): Promise<Outcome<Failure>> {
  const run: Run<Request, Failure> = { client, request, variables, data: {}, errors: [] };
  if (root !== null) await runStep(root, run);
  return { data: run.data, errors: run.errors };
}

function runStep<Request, Failure extends Fault>(step: Step, run: Run<Request, Failure>): Promise<unknown> | undefined {
  switch (step.kind) {
    case 'fetch':
      return runFetch(step, run);
    case 'entities':
      return runEntities(step, run);
    case 'parallel': {
      const running = step.steps.flatMap((one) => runStep(one, run) ?? []);
      return running.length < 2 ? running[0] : Promise.all(running);
    }
    case 'sequence':
      return runInOrder(step.steps, run);
    case 'condition': {
      const branch = run.variables[step.variable] === true ? step.ifTrue : step.ifFalse;
      return branch === null ? undefined : runStep(branch, run);
    }
  }
}

async function runInOrder<Request, Failure extends Fault>(
  steps: readonly Step[],
  run: Run<Request, Failure>,
): Promise<void> {
  for (const step of steps) await runStep(step, run);
}

async function runFetch<Request, Failure extends Fault>(
  { planned, way, rewrite }: Extract<Step, { kind: 'fetch' }>,
  run: Run<Request, Failure>,
): Promise<void> {
  const places: JsonObject[] = [];
  way.collect(run.data, places);
  if (places.length === 0) return;
  const variables = pick(run.variables, planned.variableNames);
  const { data, errors } = await run.client.fetch({ planned, variables, path: way.pattern }, run.request);
  if (data !== null) {
    rewrite?.(data);
    for (const [at, place] of places.entries()) mergeInto(place, at === 0 ? data : (copyOf(data) as JsonObject));
  }
  for (const error of errors)
    run.errors.push(error.path === undefined ? error : { ...error, path: [...way.pattern, ...error.path] });
}

/** Undefined when no entity has to be asked for. */
function runEntities<Request, Failure extends Fault>(
  step: EntitiesStep,
  run: Run<Request, Failure>,
): Promise<void> | undefined {
  const places: JsonObject[] = [];
  for (const way of step.ways) way.collect(run.data, places);
  const known = new Map<string, number>();
  const representations: Representation[] = [];
  const asked: JsonObject[] = [];
  /** For each place that was asked for, which of the representations stands for it. */
  const numbers: number[] = [];
  for (const place of places) {
    const representation = step.represent(place);
    if (representation === undefined) continue;
    const number = known.get(representation.json) ?? representations.length;
    if (number === representations.length) {
      known.set(representation.json, number);
      representations.push(representation);
    }
    asked.push(place);
    numbers.push(number);
  }
  if (representations.length === 0) return undefined;
  return fetchEntities(step, representations, asked, numbers, run);
}

async function fetchEntities<Request, Failure extends Fault>(
  step: EntitiesStep,
  representations: readonly Representation[],
  asked: readonly JsonObject[],
  numbers: readonly number[],
  run: Run<Request, Failure>,
): Promise<void> {
  const { planned, ways } = step;
  const variables = pick(run.variables, planned.variableNames);
  const path = ways[0]?.pattern ?? [];
  const answer = await run.client.fetch({ planned, variables, representations, path }, run.request);
  mergeEntities(answer, asked, numbers, step);
  if (answer.errors.length > 0) placeErrors(answer.errors, step, asked, numbers, run);
}

function mergeEntities(
  { data }: SourceAnswer<Fault>,
  asked: readonly JsonObject[],
  numbers: readonly number[],
  { rewrite, abstract }: EntitiesStep,
): void {
  const entities = data?._entities;
  if (!Array.isArray(entities)) return;
  if (rewrite !== undefined) for (const entity of entities) rewrite(entity);
  const used = new Set<number>();
  for (const [at, place] of asked.entries()) {
    const number = numbers[at] ?? -1;
    const entity: unknown = entities[number];
    if (!isObject(entity)) continue;
    const said = used.has(number) ? (copyOf(entity) as JsonObject) : entity;
    used.add(number);
    // A source that knows an interface as an object gives its name, which says less than what is known at this place, if anything is.
    const saysLess = abstract.has(own(entity, '__typename') as string) && Object.hasOwn(place, '__typename');
    mergeInto(place, saysLess ? withoutTypename(said) : said);
  }
}

function withoutTypename({ __typename, ...others }: JsonObject): JsonObject {
  return others;
}

/** An error at `_entities`, index, …: at every place that the entity stands at. */
function placeErrors<Request, Failure extends Fault>(
  errors: readonly Failure[],
  { ways }: EntitiesStep,
  asked: readonly JsonObject[],
  numbers: readonly number[],
  run: Run<Request, Failure>,
): void {
  const numberOf = new Map(asked.map((place, at) => [place, numbers[at]]));
  const paths = new Map<number | undefined, ResponsePath[]>();
  for (const way of ways)
    way.locate(run.data, (place, path) => {
      const number = numberOf.get(place);
      const found = paths.get(number) ?? [];
      found.push(path);
      paths.set(number, found);
    });
  for (const error of errors) {
    const [list, index, ...below] = error.path ?? [];
    const places = list === '_entities' && typeof index === 'number' ? paths.get(index) : undefined;
    if (places === undefined) run.errors.push(error.path === undefined ? error : { ...error, path: ways[0]?.pattern });
    else for (const place of places) run.errors.push({ ...error, path: [...place, ...below] });
  }
}

function pick(
  variables: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Readonly<Record<string, unknown>> {
  if (names.length === 0) return nothing;
  const picked: JsonObject = {};
  for (const name of names) {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}

const nothing: Readonly<Record<string, unknown>> = Object.freeze({});
