// Can every fetch of a plan be answered, and does it ask for what was asked? A planner may put a key beside a client's alias of the same
// name, and the source would refuse the whole fetch or answer with one of them; or take two values of an argument for one.
import {
  buildASTSchema,
  isObjectType,
  Kind,
  OverlappingFieldsCanBeMergedRule,
  parse,
  print,
  validate,
  visit,
} from 'graphql';
import type { DocumentNode, FieldNode, GraphQLSchema } from 'graphql';
import { PlanError } from './plan.ts';
import type { PlanNode } from './plan.ts';

/** `text` is the operation that was planned. @throws PlanError for a plan that would lead to a refusal or to a wrong answer */
export type CheckPlan = (plan: PlanNode | null, text: string) => void;

export function createPlanCheck(supergraphSdl: string): CheckPlan {
  const schema = schemaOfFetches(supergraphSdl);
  return (plan, text) => {
    const fetches = fetchesOf(plan).map((query) => parse(query, { noLocation: true }));
    for (const fetch of fetches) checkFetch(fetch, schema);
    checkCalls(parse(text, { noLocation: true }), fetches);
  };
}

/** The supergraph, with entities that may be of any type. */
function schemaOfFetches(supergraphSdl: string): GraphQLSchema {
  const options = { assumeValid: true, assumeValidSDL: true };
  const document = parse(supergraphSdl, { noLocation: true });
  const schema = buildASTSchema(document, options);
  const query = schema.getQueryType()?.name;
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith('__'));
  const entities = parse(
    `scalar _Any union _Entity = ${types.map(({ name }) => name).join(' | ')}
     extend type ${query} { _entities(representations: [_Any!]!): [_Entity]! }`,
    { noLocation: true },
  );
  return buildASTSchema({ ...document, definitions: [...document.definitions, ...entities.definitions] }, options);
}

function fetchesOf(plan: PlanNode | null): readonly string[] {
  if (plan === null) return [];
  switch (plan.kind) {
    case 'sequence':
    case 'parallel':
      return plan.nodes.flatMap(fetchesOf);
    case 'condition':
      return [...fetchesOf(plan.ifTrue), ...fetchesOf(plan.ifFalse)];
    default:
      return [plan.query];
  }
}

function checkFetch(fetch: DocumentNode, schema: GraphQLSchema): void {
  const [problem] = validate(schema, fetch, [OverlappingFieldsCanBeMergedRule], { maxErrors: 1 });
  if (problem !== undefined) throw new PlanError('a fetch asks for two fields under one name');
}

/**
 * Under one response key, objects of different types may be asked for different fields, or with different arguments (GraphQL, section
 * 5.3.2). Each must be asked of some source.
 */
function checkCalls(operation: DocumentNode, fetches: readonly DocumentNode[]): void {
  const asked = callsOf([operation]);
  if (![...asked.values()].some(({ size }) => size > 1)) return;
  const fetched = new Set([...callsOf(fetches).values()].flatMap((calls) => [...calls]));
  for (const calls of asked.values())
    if (calls.size > 1 && [...calls].some((call) => !fetched.has(call)))
      throw new PlanError('a response key stands for several fields, and fewer are fetched');
}

/** By response key: the fields with their arguments, as text. */
function callsOf(documents: readonly DocumentNode[]): ReadonlyMap<string, ReadonlySet<string>> {
  const calls = new Map<string, Set<string>>();
  for (const document of documents)
    visit(document, {
      Field(node) {
        const key = node.alias?.value ?? node.name.value;
        const known = calls.get(key) ?? new Set();
        calls.set(key, known.add(callOf(node)));
      },
    });
  return calls;
}

function callOf({ name, arguments: given = [] }: FieldNode): string {
  const written = given.map((one) => print({ ...one, kind: Kind.ARGUMENT })).sort();
  return `${name.value}(${written.join()})`;
}
