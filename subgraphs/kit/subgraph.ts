// The one door of the kit: a source says what it is, and gets an executable schema that the rules already protect.
import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { GraphQLError, isUnionType, parse } from 'graphql';
import type { DocumentNode, GraphQLResolveInfo, GraphQLScalarType, GraphQLSchema } from 'graphql';
import { answerPath, askerOf } from './context.ts';
import type { HolderContext } from './context.ts';
import { scalars } from './identifiers/scalars.ts';
import type { RecordSource } from './record-source.ts';
import { recordResolvers } from './record-source.ts';
import type { Records } from './records.ts';
import { harvestRules } from './rules/harvest.ts';
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
  const resolvers = {
    ...scalarsOf(document, definition.source),
    ...(definition.records && recordResolvers(definition.records)),
    ...definition.resolvers,
  };
  const schema = buildSubgraphSchema([{ typeDefs: document, resolvers: resolvers as never }]);
  checkRepresentations(schema);
  protectResolvers(schema, rules, {
    askerOf: (context, info: GraphQLResolveInfo) => askerOf(context as HolderContext<unknown>, info),
    overlayOf: (context) => (context as HolderContext<unknown>).overlay,
    onVerdict(context, info: GraphQLResolveInfo, verdict) {
      (context as HolderContext<unknown>).verdicts.push({ ...verdict, path: answerPath(info) });
    },
  });
  const { source, migrations, records } = definition;
  return Object.freeze({ source, sdl, document, schema, rules, migrations, ...(records && { records }) });
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
