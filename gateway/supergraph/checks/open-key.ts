import { harvestRules } from '#kit/rules/harvest.ts';
import { namedType } from './graph.ts';
import type { Check } from './graph.ts';

/** Types whose values say nothing of a person or a thing. */
const opaque = new Set(['ID', 'HolderCode']);

/** The planner fetches keys for everybody, past any rule; so they are open, unmasked and opaque. A probe's key was typed by the caller. */
export const checkOpenKey: Check = ({ sources, probes }) =>
  sources.flatMap(({ name, document, types }) => {
    const rules = harvestRules(document);
    return [...types.values()].flatMap((type) =>
      type.fields
        .filter((field) => type.keyFields.has(field.name.value))
        .flatMap((field) => {
          const id = `${type.name}.${field.name.value}`;
          const rule = rules.get(id);
          const problems: string[] = [];
          if (rule && (rule.scopes.length > 0 || rule.policies.length > 0))
            problems.push('needs more than @authenticated');
          if (rule?.masked) problems.push('is masked');
          if (!probes.has(type.name) && !opaque.has(namedType(field.type)))
            problems.push('is personal: a key is an ID or a HolderCode');
          return problems.map((problem) => `${name}: the key ${id} ${problem}`);
        }),
    );
  });
