import { renamedRules } from '#kit/rules/harvest.ts';
import type { Check } from './graph.ts';

/** Under another name a rule would compose, and be enforced by nobody. */
export const checkRenamedRule: Check = ({ sources }) =>
  sources.flatMap(({ name, document }) => renamedRules(document).map((sentence) => `${name}: ${sentence}`));
