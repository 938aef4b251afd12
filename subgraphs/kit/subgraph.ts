// The one door of the kit: a source says what it is, and gets an executable schema that the rules already protect.
import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { GraphQLError, isObjectType, isUnionType, parse } from 'graphql';
import type { DocumentNode, GraphQLResolveInfo, GraphQLScalarType, GraphQLSchema } from 'graphql';
import { answerPath, askerOf } from './context.ts';
import type { HolderContext } from './context.ts';
import { scalars } from './identifiers/scalars.ts';
import type { RecordSource } from './record-source.ts';
import { recordResolvers, settleRecord } from './record-source.ts';
import type { Records } from './records.ts';
import { harvestRules } from './rules/harvest.ts';
import { suitsMask } from './rules/mask.ts';
import { protectResolvers } from './rules/protect.ts';
import type { RuleTable } from './rules/rule.ts';

/** GraphQL resolvers by type and field; `__resolveReference` included, `__resolveType` for unions. */
export type ResolverMap = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface SubgraphDefinition<Facts extends { readonly recordId: string }, Store extends Records<Facts>> {
  readonly source: string;
  readonly schema: URL;
  readonly migrations: URL;
  /** A source of records: its references, probes, feed and entries follow from this. The index has none. */
  readonly records?: RecordSource<Facts, Store>;
  /** Resolvers beyond those that `records` gives. */
  readonly resolvers?: ResolverMap;
}

export interface Subgraph<Facts extends { readonly recordId: string } = never> {
  readonly source: string;
  readonly sdl: string;
  readonly document: DocumentNode;
  readonly schema: GraphQLSchema;
  readonly rules: RuleTable;
  readonly migrations: URL;
  readonly records?: RecordSource<Facts>;
}

/** Makes the executable schema of a source. Once per process: every endpoint executes the same one. */
export function defineSubgraph<
  Facts extends { readonly recordId: string } = never,
  Store extends Records<Facts> = Records<Facts>,
>(definition: SubgraphDefinition<Facts, Store>): Subgraph<Facts> {
  const sdl = readFileSync(definition.schema, 'utf8');
  const document = parse(sdl);
  const rules = harvestRules(document);
  checkRecordTerms(rules, definition);
  checkAlerts(rules, definition);
  const resolvers = {
    ...scalarsOf(document, definition.source),
    ...(definition.records && recordResolvers(definition.records, rules)),
    ...definition.resolvers,
  };
  const schema = buildSubgraphSchema([{ typeDefs: document, resolvers: resolvers as never }]);
  checkRepresentations(schema);
  checkMasks(schema, rules);
  protectResolvers(schema, rules, {
    askerOf: (context, info: GraphQLResolveInfo) => askerOf(context as HolderContext<unknown>, info),
    overlayOf: (context) => (context as HolderContext<unknown>).overlay,
    decideRecord: (rule, record, asker, context) =>
      settleRecord(definition.records, rule, record, asker, context as HolderContext<unknown>),
    onVerdict(context, info: GraphQLResolveInfo, verdict) {
      (context as HolderContext<unknown>).verdicts.push({ ...verdict, path: answerPath(info) });
    },
  });
  const { source, migrations, records } = definition;
  return Object.freeze({ source, sdl, document, schema, rules, migrations, ...(records && { records }) });
}

/** A term `record:X` is asked of the record itself: on its own fields, and where its source answers for the term. */
function checkRecordTerms(
  rules: RuleTable,
  {
    source,
    records,
  }: { readonly source: string; readonly records?: Pick<RecordSource<never>, 'recordType' | 'holdsTerm'> },
): void {
  for (const { id, policies } of rules.values()) {
    const term = policies.flat().find((one) => one.startsWith('record:'));
    if (term === undefined) continue;
    if (!records || !id.startsWith(`${records.recordType}.`))
      throw new TypeError(`${source}: ${id}: ${term} can be told only on a field of a record`);
    if (!records.holdsTerm) throw new TypeError(`${source}: ${id}: nobody says whether ${term} holds (holdsTerm)`);
  }
}

/** What an alert tells of is a field with a rule: by that rule the alert is shown or not. */
function checkAlerts(
  rules: RuleTable,
  {
    source,
    records,
  }: { readonly source: string; readonly records?: Pick<RecordSource<never>, 'recordType' | 'alertsTell'> },
): void {
  if (!records || !rules.has(`${records.recordType}.alerts`)) return;
  if (!records.alertsTell) throw new TypeError(`${source}: nobody says which fields the alerts tell of (alertsTell)`);
  for (const [kind, field] of Object.entries(records.alertsTell))
    if (!rules.has(`${records.recordType}.${field}`))
      throw new TypeError(`${source}: the alert ${kind} tells of ${records.recordType}.${field}, which has no rule`);
}

/** A mask that the type cannot carry would be an error in the answer, and would look like a failure. */
function checkMasks(schema: GraphQLSchema, rules: RuleTable): void {
  for (const { id, masked } of rules.values()) {
    const [typeName = '', fieldName = ''] = id.split('.');
    const type = schema.getType(typeName);
    const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
    if (masked && field && !suitsMask(masked.as, field.type))
      throw new TypeError(`${id}: the type of the field cannot carry the mask ${masked.as}`);
  }
}

/**
 * Looks at all representations before the first is resolved. The resolver of `_entities` throws at the first type that it does not know,
 * and leaves behind what it has begun: were that to fail too, nobody would be there to take the error and the process would end.
 */
function checkRepresentations(schema: GraphQLSchema): void {
  const entities = schema.getQueryType()?.getFields()['_entities'];
  const resolve = entities?.resolve;
  if (!entities || !resolve) return;
  const union = schema.getType('_Entity');
  const known = new Set(isUnionType(union) ? union.getTypes().map(({ name }) => name) : []);
  entities.resolve = (parent, args: { readonly representations: readonly unknown[] }, context, info) => {
    for (const item of args.representations) {
      const name =
        typeof item === 'object' && item !== null ? (item as { readonly __typename?: unknown }).__typename : undefined;
      if (typeof name !== 'string' || !known.has(name))
        throw new GraphQLError('a representation is of no entity type', { extensions: { code: 'BAD_REPRESENTATION' } });
    }
    return resolve(parent, args, context, info) as unknown;
  };
}

function scalarsOf(document: DocumentNode, source: string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const node of document.definitions) {
    if (node.kind !== 'ScalarTypeDefinition') continue;
    const scalar = (scalars as Readonly<Record<string, GraphQLScalarType | undefined>>)[node.name.value];
    if (!scalar) throw new TypeError(`${source}: the kit has no scalar ${node.name.value}`);
    found[node.name.value] = scalar;
  }
  return found;
}
