// npm run codegen [-- --check]: reads codegen.yml and writes the types that follow from the schemas. It stands here because its inputs do:
// every schema of this folder, one by one for the source's own types, composed for the operations; and what it makes for the gateway is a
// file of types, so that nothing of a source is imported there. graphql-codegen's own command brings some 300 packages; its core, these few lines.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { composeServices } from '@apollo/composition';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import * as typescriptResolvers from '@graphql-codegen/typescript-resolvers';
import { Kind, parse, printSchema, visit } from 'graphql';
import type { DocumentNode } from 'graphql';
import { format, resolveConfig } from 'prettier';
import { parse as parseYaml } from 'yaml';

export interface GeneratedFile {
  /** Relative to the root. */
  readonly path: string;
  readonly text: string;
}

/** A setting of codegen.yml is missing or wrong, or the schemas do not compose. The message says which. */
export class CodegenError extends Error {
  override readonly name = 'CodegenError';
  readonly code = 'BAD_CODEGEN';
}

interface Target {
  readonly path: string;
  readonly schemas: readonly string[];
  readonly documents: readonly string[];
  readonly plugins: readonly PluginName[];
  readonly config: Readonly<Record<string, unknown>>;
}

const plugins = {
  typescript,
  'typescript-operations': typescriptOperations,
  'typescript-resolvers': typescriptResolvers,
} as const;
type PluginName = keyof typeof plugins;

const root = fileURLToPath(new URL('..', import.meta.url));

/** Every target of codegen.yml, formatted. Writes nothing. Throws CodegenError. */
export async function generate(folder: string = root): Promise<readonly GeneratedFile[]> {
  const targets = readTargets(readFileSync(join(folder, 'codegen.yml'), 'utf8'), folder);
  const style = await resolveConfig(join(folder, 'codegen.yml'));
  const files: GeneratedFile[] = [];
  for (const target of targets) {
    const text = `// Made by npm run codegen; not edited by hand.\n${await textOf(target, folder)}`;
    files.push({ path: target.path, text: await format(text, { ...style, parser: 'typescript' }) });
  }
  return files;
}

/** Paths of the files that are missing or not what `generate` gave. */
export function staleFiles(files: readonly GeneratedFile[], folder: string = root): readonly string[] {
  return files.filter(({ path, text }) => readIfThere(join(folder, path)) !== text).map(({ path }) => path);
}

async function textOf(target: Target, folder: string): Promise<string> {
  const [first, ...others] = target.schemas;
  const schema =
    first !== undefined && others.length === 0
      ? parse(readFileSync(join(folder, first), 'utf8'))
      : composedSchema(target.schemas, folder);
  return codegen({
    filename: target.path,
    schema,
    documents: target.documents.map((path) => ({
      location: path,
      document: withoutFragments(parse(readFileSync(join(folder, path), 'utf8'))),
    })),
    config: target.config,
    plugins: target.plugins.map((name) => ({ [name]: {} })),
    pluginMap: plugins,
  });
}

/** Each file has fragments of its own, and their names repeat from file to file: in place, they need none. */
function withoutFragments(document: DocumentNode): DocumentNode {
  const fragments = new Map(
    document.definitions
      .filter((node) => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node]),
  );
  return visit(document, {
    FragmentDefinition: () => null,
    FragmentSpread({ name, directives }) {
      const fragment = fragments.get(name.value);
      if (!fragment) throw new CodegenError(`fragment ${name.value} is not in its file`);
      // Visited again from here on, so that a fragment within a fragment is put in place too.
      const { typeCondition, selectionSet } = fragment;
      return { kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet, ...(directives && { directives }) };
    },
  });
}

/** What a client may ask of the schemas together. */
function composedSchema(paths: readonly string[], folder: string): DocumentNode {
  const { schema, errors } = composeServices(
    paths.map((path) => ({
      name: basename(dirname(path)),
      url: `http://${basename(dirname(path))}.invalid`,
      typeDefs: parse(readFileSync(join(folder, path), 'utf8')),
    })),
  );
  if (!schema) throw new CodegenError(`the schemas do not compose: ${errors?.[0]?.message ?? 'no reason given'}`);
  return parse(printSchema(schema.toAPISchema().toGraphQLJSSchema()));
}

function readTargets(yaml: string, folder: string): readonly Target[] {
  const settings = objectOf(parseYaml(yaml, { merge: true }), 'codegen.yml');
  const shared = objectOf(settings['config'] ?? {}, 'config');
  return Object.entries(objectOf(settings['generates'], 'generates')).map(([path, value]) => {
    const target = objectOf(value, path);
    const own = objectOf(target['config'] ?? {}, `${path}: config`);
    const schemas = filesOf(target['schema'], folder);
    if (schemas.length === 0) throw new CodegenError(`${path}: schema names no file`);
    return {
      path,
      schemas,
      documents: filesOf(target['documents'], folder),
      plugins: pluginsOf(target['plugins'], path),
      config: {
        ...shared,
        ...own,
        scalars: { ...objectOf(shared['scalars'] ?? {}, 'scalars'), ...objectOf(own['scalars'] ?? {}, path) },
      },
    };
  });
}

function pluginsOf(value: unknown, path: string): readonly PluginName[] {
  const names = Object.keys(plugins) as PluginName[];
  return (Array.isArray(value) ? (value as unknown[]) : []).map((name) => {
    const known = names.find((one) => one === name);
    if (!known) throw new CodegenError(`${path}: plugins is a list of ${names.join(', ')}`);
    return known;
  });
}

/** Sorted, so that the output depends on the content alone. */
function filesOf(pattern: unknown, folder: string): readonly string[] {
  return typeof pattern === 'string' ? globSync(pattern, { cwd: folder }).sort() : [];
}

function objectOf(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new CodegenError(`${place} is a map`);
  return value as Readonly<Record<string, unknown>>;
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

if (import.meta.main) {
  const [flag, ...rest] = process.argv.slice(2);
  if (rest.length > 0 || (flag !== undefined && flag !== '--check')) {
    process.stderr.write('usage: npm run codegen [-- --check]\n');
    process.exit(2);
  }
  try {
    const files = await generate();
    const stale = staleFiles(files);
    if (flag === '--check') {
      for (const path of stale) process.stderr.write(`${path} is stale: npm run codegen\n`);
      if (stale.length > 0) process.exitCode = 1;
    } else {
      for (const { path, text } of files) if (stale.includes(path)) writeFileSync(join(root, path), text);
    }
  } catch (error) {
    if (!(error instanceof CodegenError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
