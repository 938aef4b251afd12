// npm run compose [-- --against RELEASED]: the schemas of all sources become one supergraph, or are refused with sentences.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { checks } from './checks.ts';
import { readGraph } from './checks/graph.ts';
import type { SourceSchema } from './checks/graph.ts';
import { checkKeptRules } from './checks/kept-rules.ts';
import { checkReleased } from './checks/released.ts';
import { checkRenamedRule } from './checks/renamed-rule.ts';
import { prepareSupergraph } from './prepare.ts';

const subgraphs = new URL('../../subgraphs/', import.meta.url);
export const supergraphFile = new URL('supergraph.generated.graphql', import.meta.url);

export class CompositionRefused extends Error {
  override readonly name = 'CompositionRefused';
  readonly code = 'COMPOSITION_REFUSED';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = Object.freeze([...problems]);
  }
}

/** Source name to the text of its schema. Returns the supergraph's text; throws CompositionRefused with every sentence of the first stage that has any. */
export function composeSupergraph(schemas: ReadonlyMap<string, string>): string {
  const documents: SourceSchema[] = [...schemas]
    .map(([name, sdl]) => ({ name, document: parse(sdl) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const graph = readGraph(documents);
  refuse(checkRenamedRule(graph));
  refuse(checks.flatMap((check) => check(graph)));
  const { supergraphSdl, errors } = composeServices(
    documents.map(({ name, document }) => ({ name, typeDefs: document, url: `http://${name}.invalid` })),
  );
  refuse((errors ?? []).map(({ message }) => message));
  if (supergraphSdl === undefined) throw new CompositionRefused(['composition gave no supergraph']);
  refuse(checkKeptRules(graph.sources, parse(supergraphSdl)));
  prepareSupergraph(supergraphSdl);
  return supergraphSdl;
}

/** Throws CompositionRefused where the next supergraph breaks clients of the released one or loosens a rule. */
export function compareReleased(releasedSdl: string, nextSdl: string): void {
  refuse(checkReleased(prepareSupergraph(releasedSdl), prepareSupergraph(nextSdl)));
}

/** Every `subgraphs/<source>/schema.graphql`. */
export function readSchemas(): ReadonlyMap<string, string> {
  const schemas = new Map<string, string>();
  for (const entry of readdirSync(subgraphs, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const text = readIfThere(new URL(`${entry.name}/schema.graphql`, subgraphs));
    if (text !== undefined) schemas.set(entry.name, text);
  }
  return schemas;
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new CompositionRefused(problems);
}

function readIfThere(file: URL): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

if (import.meta.main) {
  const [flag, released, ...rest] = process.argv.slice(2);
  if (rest.length > 0 || (flag !== undefined && (flag !== '--against' || released === undefined))) {
    process.stderr.write('usage: npm run compose [-- --against RELEASED.graphql]\n');
    process.exit(2);
  }
  try {
    const supergraph = composeSupergraph(readSchemas());
    if (released !== undefined) compareReleased(readFileSync(released, 'utf8'), supergraph);
    writeFileSync(supergraphFile, `# Made by npm run compose; not edited by hand.\n${supergraph}\n`);
  } catch (error) {
    if (!(error instanceof CompositionRefused)) throw error;
    process.stderr.write(`${error.problems.map((problem) => `- ${problem}`).join('\n')}\n`);
    process.exit(1);
  }
}
