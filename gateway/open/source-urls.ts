// Who the sources of a supergraph are, and where.
import { Kind } from 'graphql';
import type { DocumentNode } from 'graphql';
import { ConfigError } from '#kit/errors.ts';
import { isHttpUrl } from './config.ts';

/** Addresses by source. @throws ConfigError naming the source that has none */
export function sourceUrls(
  supergraph: DocumentNode,
  given: ReadonlyMap<string, string> | undefined,
): ReadonlyMap<string, string> {
  const urls = new Map<string, string>();
  for (const [source, stated] of statedUrls(supergraph)) {
    const url = given?.get(source) ?? stated;
    if (!isHttpUrl(url)) {
      throw new ConfigError(
        given === undefined ? 'SUPERGRAPH' : 'HOLDERS',
        `has no http address of the source ${JSON.stringify(source)}`,
      );
    }
    urls.set(source, url);
  }
  if (urls.size === 0) throw new ConfigError('SUPERGRAPH', 'names no source');
  return urls;
}

/** Of `enum join__Graph { A @join__graph(name: "a", url: "http://…") }`. */
function statedUrls(supergraph: DocumentNode): ReadonlyMap<string, string> {
  const urls = new Map<string, string>();
  for (const node of supergraph.definitions) {
    if (node.kind !== Kind.ENUM_TYPE_DEFINITION || node.name.value !== 'join__Graph') continue;
    for (const value of node.values ?? []) {
      const directive = value.directives?.find((one) => one.name.value === 'join__graph');
      const argument = (name: string) => {
        const found = directive?.arguments?.find((one) => one.name.value === name)?.value;
        return found?.kind === Kind.STRING ? found.value : undefined;
      };
      urls.set(argument('name') ?? value.name.value, argument('url') ?? '');
    }
  }
  return urls;
}
