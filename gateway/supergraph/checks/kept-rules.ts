import { Kind } from 'graphql';
import type { ASTNode, ConstDirectiveNode, ConstValueNode, DocumentNode } from 'graphql';
import { ruleDirectives } from '#kit/rules/harvest.ts';
import { tidy } from '#kit/rules/requirement.ts';
import type { SourceGraph } from './graph.ts';

/**
 * Every rule that a source wrote stands with the same arguments on the same coordinate of the supergraph. Composition drops a directive
 * that a source forgot to link without a word, and of two different ones on a shared field it keeps one.
 */
export function checkKeptRules(sources: readonly SourceGraph[], supergraph: DocumentNode): readonly string[] {
  const kept = new Map<string, Set<string>>();
  for (const { coordinate, directive } of rulesIn(supergraph)) {
    kept.set(coordinate, (kept.get(coordinate) ?? new Set()).add(canonical(directive)));
  }
  return sources.flatMap(({ name, document }) =>
    [...rulesIn(document)]
      .filter(({ coordinate, directive }) => !kept.get(coordinate)?.has(canonical(directive)))
      .map(
        ({ coordinate, directive }) =>
          `${name}: @${directive.name.value} on ${coordinate} is lost or changed in the supergraph`,
      ),
  );
}

interface PlacedRule {
  readonly coordinate: string;
  readonly directive: ConstDirectiveNode;
}

interface Placed {
  readonly kind: string;
  readonly name?: { readonly value: string };
  readonly directives?: readonly ConstDirectiveNode[];
  readonly fields?: readonly Placed[];
  readonly arguments?: readonly Placed[];
  readonly values?: readonly Placed[];
}

const names: readonly string[] = ruleDirectives;

function* rulesIn(document: DocumentNode): Generator<PlacedRule> {
  for (const node of document.definitions) {
    // Interfaces inherit: composition writes there what their types demand together.
    if (node.kind === Kind.DIRECTIVE_DEFINITION || node.kind.startsWith('Interface')) continue;
    yield* rulesAt(node as ASTNode as Placed, '');
  }
}

function* rulesAt(node: Placed, above: string): Generator<PlacedRule> {
  const coordinate = `${above}${node.name?.value ?? node.kind}`;
  for (const directive of node.directives ?? [])
    if (names.includes(directive.name.value)) yield { coordinate, directive };
  for (const child of [...(node.fields ?? []), ...(node.values ?? [])]) yield* rulesAt(child, `${coordinate}.`);
  for (const child of node.arguments ?? []) yield* rulesAt(child, `${coordinate}:`);
}

function canonical(directive: ConstDirectiveNode): string {
  const text = (directive.arguments ?? [])
    .map(({ name, value }) => `${name.value}=${JSON.stringify(plain(value))}`)
    // Composition writes out a default that the source left unsaid, or the reverse.
    .filter((argument) => argument !== 'probes=false');
  return `${directive.name.value}(${text.sort().join()})`;
}

/** Lists of lists are requirements, where order says nothing. */
function plain(value: ConstValueNode): unknown {
  if (value.kind !== Kind.LIST) return 'value' in value ? value.value : value.kind;
  if (!value.values.some((item) => item.kind === Kind.LIST)) return value.values.map(plain);
  return tidy(
    value.values.map((item) => (item.kind === Kind.LIST ? item.values : [item]).map((word) => String(plain(word)))),
  );
}
