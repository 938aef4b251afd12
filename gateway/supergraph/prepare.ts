// A supergraph becomes what the stages need: the rules, the schema that clients validate against, the text that the planner gets.
import { setImmediate as turn } from 'node:timers/promises';
import { buildASTSchema, Kind, parse, print } from 'graphql';
import type { DirectiveNode, DocumentNode, FieldDefinitionNode, GraphQLSchema } from 'graphql';
import { accessDirectives, harvestRules, harvestSubjects } from '#kit/rules/harvest.ts';
import type { SubjectTable } from '#kit/rules/harvest.ts';
import { implies } from '#kit/rules/requirement.ts';
import type { RuleTable } from '#kit/rules/rule.ts';
import { apiDocumentOf } from './api-schema.ts';
import { stripRules } from './strip.ts';

export interface PreparedSupergraph {
  readonly rules: RuleTable;
  readonly subjects: SubjectTable;
  /** With every directive, machinery of federation included. */
  readonly fullSchema: GraphQLSchema;
  /** What clients validate against. */
  readonly apiSchema: GraphQLSchema;
  /** What the planner gets: no trace of a rule. */
  readonly engineSdl: string;
}

/** The message names the coordinate. */
export class SupergraphError extends Error {
  override readonly name = 'SupergraphError';
  readonly code = 'BAD_SUPERGRAPH';
}

/** Throws SupergraphError or HarvestError where a rule would be stripped that the table does not enforce, or a key would be ruled. */
export function prepareSupergraph(sdl: string): PreparedSupergraph {
  const steps = preparing(sdl);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same while requests are served: they have a turn after each of its steps. */
export async function prepareSupergraphInTurns(sdl: string): Promise<PreparedSupergraph> {
  const steps = preparing(sdl);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await turn();
  }
}

function* preparing(sdl: string): Generator<undefined, PreparedSupergraph, undefined> {
  const document = parse(sdl);
  yield;
  const rules = harvestRules(document);
  const subjects = harvestSubjects(document);
  yield;
  checkStrippedRules(document, rules);
  checkKeys(document, rules);
  yield;
  const fullSchema = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
  yield;
  const clientDocument = apiDocumentOf(document);
  yield;
  const apiSchema = buildASTSchema(clientDocument);
  yield;
  const engineSdl = print(stripRules(document));
  return Object.freeze({ rules, subjects, fullSchema, apiSchema, engineSdl });
}

/** Each rule in the text is demanded by the table on its coordinate, or on every field of its type. */
export function checkStrippedRules(document: DocumentNode, rules: RuleTable): void {
  for (const node of document.definitions) {
    if (!node.kind.endsWith('TypeDefinition') || !('name' in node) || !node.name) continue;
    const type = node.name.value;
    const fields = ('fields' in node ? (node.fields ?? []) : []) as readonly FieldDefinitionNode[];
    const onType = (node.directives ?? []) as readonly DirectiveNode[];
    if (onType.some(isAccess)) demand(type, onType, rules);
    // An input field takes no rule; what it feeds does.
    if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) continue;
    for (const field of fields) {
      const written = [...onType, ...(field.directives ?? [])].filter(isAccess);
      if (written.length > 0) demand(`${type}.${field.name.value}`, written, rules);
    }
  }
}

function demand(coordinate: string, directives: readonly DirectiveNode[], rules: RuleTable): void {
  const rule = rules.get(coordinate);
  if (!rule) throw new SupergraphError(`${coordinate}: its rule is not in the table, so it cannot be stripped`);
  for (const directive of directives) {
    const written = (directive.arguments ?? []).map(({ value }) => (value.kind === Kind.LIST ? words(value) : []));
    const enforced = directive.name.value === 'policy' ? rule.policies : rule.scopes;
    if (written[0] && !implies(enforced, written[0])) {
      throw new SupergraphError(`${coordinate}: the table demands less than @${directive.name.value}`);
    }
  }
}

/** The planner fetches keys and required fields for everybody; one that is ruled would pass by its rule. */
function checkKeys(document: DocumentNode, rules: RuleTable): void {
  for (const node of document.definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const type = node.name.value;
    const keys = (node.directives ?? []).map((one) => fieldSet(one, 'join__type', 'key'));
    for (const name of keys.flat()) {
      const rule = rules.get(`${type}.${name}`);
      if (rule && (rule.scopes.length > 0 || rule.policies.length > 0 || rule.masked)) {
        throw new SupergraphError(
          `${type}.${name}: a key is fetched for everybody and may carry no rule beyond @authenticated`,
        );
      }
    }
    for (const field of node.fields ?? []) {
      const own = rules.get(`${type}.${field.name.value}`);
      for (const name of (field.directives ?? []).flatMap((one) => fieldSet(one, 'join__field', 'requires'))) {
        const read = rules.get(`${type}.${name}`);
        if (!read) continue;
        if (
          !own ||
          !implies(own.scopes, read.scopes) ||
          !implies(own.policies, read.policies) ||
          (read.masked && !own.masked)
        ) {
          throw new SupergraphError(`${type}.${field.name.value}: it is computed from a field that demands more`);
        }
      }
    }
  }
}

function isAccess(directive: DirectiveNode): boolean {
  return (accessDirectives as readonly string[]).includes(directive.name.value);
}

function words(value: { readonly values: readonly unknown[] }): readonly (readonly string[])[] {
  return (value.values as readonly { values?: readonly { value?: string }[]; value?: string }[]).map((set) =>
    (set.values ?? [set]).map((word) => word.value ?? ''),
  );
}

function fieldSet(directive: DirectiveNode, name: string, argument: string): readonly string[] {
  if (directive.name.value !== name) return [];
  const value = directive.arguments?.find((one) => one.name.value === argument)?.value;
  return value?.kind === Kind.STRING ? (value.value.match(/\w+/g) ?? []) : [];
}
