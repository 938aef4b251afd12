import { Kind } from 'graphql';
import { harvestRules } from '#kit/rules/harvest.ts';
import type { Check } from './graph.ts';

/** One holder that is down must not erase the rest: what can be missing, denied or masked may be null. */
export const checkNonNull: Check = ({ sources, records, probes, subjects }) =>
  sources.flatMap(({ name, document, isIndex, types }) => {
    const rules = harvestRules(document);
    const keysOfImplementers = (type: string): ReadonlySet<string> =>
      new Set([...types.values()].filter((one) => one.interfaces.includes(type)).flatMap((one) => [...one.keyFields]));
    return [...types.values()].flatMap((type) => {
      const keys = type.kind === 'interface' ? keysOfImplementers(type.name) : type.keyFields;
      return type.fields
        .filter((field) => field.type.kind === Kind.NON_NULL_TYPE && !keys.has(field.name.value))
        .filter((field) => {
          const rule = rules.get(`${type.name}.${field.name.value}`);
          // A mask of text leaves a text.
          const isText = rule?.masked === undefined || rule.masked.as !== 'NULL';
          const isOpen = rule !== undefined && rule.scopes.length === 0 && rule.policies.length === 0 && isText;
          const isValueType = !records.has(type.name) && !probes.has(type.name) && !subjects.has(type.name);
          return !(isOpen && (isIndex || isValueType) && type.kind === 'object');
        })
        .map((field) => `${name}: ${type.name}.${field.name.value} is marked "!" and may be missing`);
    });
  });
