import { readFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { lexicographicSortSchema, parse, printSchema } from 'graphql';
import { expect, it } from 'vitest';
import { apiSchemaOf } from './api-schema.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5",
  import: ["@key", "@inaccessible", "@shareable", "@interfaceObject", "@tag", "@provides", "@external", "@override"])`;

const { supergraphSdl: foreign = '' } = composeServices([
  {
    name: 'a',
    url: 'http://a.example/',
    typeDefs: parse(`${link}
      "Anything." scalar Anything @specifiedBy(url: "https://example.com/")
      enum Color { RED BLUE @deprecated(reason: "no more") HIDDEN @inaccessible }
      input Filter { color: Color = RED, words: [String!]! = ["a"], secret: Int @inaccessible }
      type Hidden @inaccessible { id: ID }
      union Found = Book | Film | Hidden
      "What has a name." interface Media @key(fields: "id") { "The number." id: ID! title: String @tag(name: "x") }
      type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int @deprecated }
      type Film implements Media @key(fields: "id") { id: ID! title: String @shareable hidden: Hidden @inaccessible }
      type Query { media(filter: Filter, any: Anything): [Media!]! found: Found inner(secret: Int @inaccessible): Int }
      type Mutation { touch: Boolean }
    `),
  },
  {
    name: 'b',
    url: 'http://b.example/',
    typeDefs: parse(`${link}
      type Media @interfaceObject @key(fields: "id") { id: ID! score: Float! }
      type Query { best: Media }
    `),
  },
]);

it.each([
  ['a foreign supergraph', foreign],
  ['our own', readFileSync(new URL('../supergraph/supergraph.generated.graphql', import.meta.url), 'utf8')],
])('shows clients of %s what the stock gateway shows them', (_name, sdl) => {
  const stock = Supergraph.build(sdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES }).apiSchema();
  const shown = printSchema(lexicographicSortSchema(apiSchemaOf(parse(sdl))));
  expect(shown).toBe(printSchema(lexicographicSortSchema(stock.toGraphQLJSSchema())));
  expect(shown).not.toMatch(/join__|link__|[Hh]idden|HIDDEN|secret/);
});

it('lets clients write the directives that are meant for them, and only these', () => {
  const schema = apiSchemaOf(
    parse(`schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/inaccessible/v0.2", as: "gone")
        @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION) { query: Query }
      directive @access(scope: String) on FIELD
      directive @gone on FIELD_DEFINITION | OBJECT
      directive @join__type(graph: join__Graph!) repeatable on OBJECT
      enum join__Graph { A @join__graph(name: "a", url: "http://a.example/") }
      type Gone @gone { x: Int }
      type Old__Name { x: Int }
      union One = Gone | Old__Name
      type Query @join__type(graph: A) { one: One inaccessible: Int @gone }
    `),
  );
  expect(printSchema(schema)).toBe(
    [
      'directive @access(scope: String) on FIELD',
      'type Old__Name {\n  x: Int\n}',
      'union One = Old__Name',
      'type Query {\n  one: One\n}',
    ].join('\n\n'),
  );
});
