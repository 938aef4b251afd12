import { harvestRules } from '#kit/rules/harvest.ts';
import { directivesOf } from './graph.ts';
import type { Check } from './graph.ts';

/** Every field of an object has a rule of its own or of its type; an interface takes none, it inherits. */
export const checkRuled: Check = ({ sources }) =>
  sources.flatMap(({ name, document, types }) => {
    const rules = harvestRules(document);
    return [...types.values()].flatMap((type) => {
      if (type.kind === 'interface') {
        return [type, ...type.fields]
          .filter((one) =>
            ['authenticated', 'requiresScopes', 'policy', 'masked'].some(
              (rule) => directivesOf(one.directives, rule).length > 0,
            ),
          )
          .map(() => `${name}: the interface ${type.name} takes no rule, it inherits`);
      }
      return type.fields
        .filter((field) => !rules.has(`${type.name}.${field.name.value}`))
        .map((field) => `${name}: ${type.name}.${field.name.value} has no rule`);
    });
  });
