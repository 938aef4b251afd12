// The supergraph as the planner gets it. Stock Apollo refuses a supergraph with security links, as a safety: what
// is stripped here must already stand in the table of rules, or nothing starts.
import { Kind, visit } from 'graphql';
import type { ConstDirectiveNode, DocumentNode } from 'graphql';
import { ruleDirectives } from '#kit/rules/harvest.ts';

const rules = new Set<string>(ruleDirectives);
const ruleFeatures = /\/(authenticated|requiresScopes|policy|rules)\/v[\d.]+$/;
const ruleScalars = new Set(['requiresScopes__Scope', 'policy__Policy', 'federation__Scope', 'federation__Policy']);

/** Without the links, definitions and uses of rules; what the planner needs stays. */
export function stripRules(supergraph: DocumentNode): DocumentNode {
  return visit(supergraph, {
    Directive: (node) => (rules.has(node.name.value) || isRuleLink(node as ConstDirectiveNode) ? null : undefined),
    DirectiveDefinition: (node) => (rules.has(node.name.value) ? null : undefined),
    ScalarTypeDefinition: (node) => (ruleScalars.has(node.name.value) ? null : undefined),
  });
}

function isRuleLink(directive: ConstDirectiveNode): boolean {
  if (directive.name.value !== 'link') return false;
  const url = directive.arguments?.find((one) => one.name.value === 'url')?.value;
  return url?.kind === Kind.STRING && ruleFeatures.test(url.value);
}
