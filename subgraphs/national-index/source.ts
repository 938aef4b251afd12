import { defineSubgraph } from '#kit/subgraph.ts';
import { resolvers } from './resolvers.ts';

export const nationalIndex = defineSubgraph({
  source: 'national-index',
  schema: new URL('schema.graphql', import.meta.url),
  migrations: new URL('migrations/', import.meta.url),
  resolvers,
});
