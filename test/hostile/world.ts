// The network under attack, whichever way it was started.
import { readFileSync } from 'node:fs';
import { isScalarType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { profiles } from '#kit/caller.ts';
import type { Profile } from '#kit/caller.ts';
import { endpointName } from '#kit/directory.ts';
import type { Directory } from '#kit/directory.ts';
import { scalars } from '#kit/identifiers/scalars.ts';
import { mintToken, readIssuerKey } from '../../demo/issuer.ts';
import { story } from '../../demo/nation/story.ts';
import { supergraphFile } from '../../gateway/supergraph/compose.ts';
import { prepareSupergraph } from '../../gateway/supergraph/prepare.ts';
import type { World } from './case.ts';

/** `dataDir` is where the network keeps its keys; `seed` is that of its nation. */
export async function openWorld(network: {
  readonly url: string;
  readonly dataDir: string;
  readonly directory: Directory;
  readonly seed: number;
}): Promise<World> {
  const { url, dataDir, directory, seed } = network;
  const issuerKey = readIssuerKey(dataDir);
  const tokens = await Promise.all(
    profiles.map(async (profile) => [profile, await mintToken(issuerKey, { profile })] as const),
  );
  return Object.freeze({
    url,
    story: story(seed),
    tokens: Object.fromEntries(tokens) as Record<Profile, string>,
    issuerKey,
    holders: new Map(directory.endpoints.map((entry) => [endpointName(entry), entry.url])),
  });
}

/** What clients see, with the checks of the identifiers. */
export function clientSchema(): GraphQLSchema {
  const { apiSchema } = prepareSupergraph(readFileSync(supergraphFile, 'utf8'));
  for (const type of Object.values(apiSchema.getTypeMap())) {
    const known = new Map<string, (typeof scalars)['CPF']>(Object.entries(scalars)).get(type.name);
    if (!known || !isScalarType(type)) continue;
    type.parseValue = known.parseValue;
    type.parseLiteral = known.parseLiteral;
  }
  return apiSchema;
}
