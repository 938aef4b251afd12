// How large the shape of a request may be, in the order in which it is checked. Values (how many plates, how wide a pattern) are the
// index's to limit; cost and rate are stages of their own.
import type { DocumentNode } from 'graphql';
import { checkAliases } from './aliases.ts';
import { checkDepth } from './depth.ts';
import { checkDirectives } from './directives.ts';
import { checkRootFields } from './root-fields.ts';
import { checkSelections } from './selections.ts';
import { checkTokens } from './tokens.ts';

export interface ShapeLimits {
  readonly tokensMax: number;
  readonly depthMax: number;
  readonly aliasesMax: number;
  readonly directivesMax: number;
  readonly rootFieldsMax: number;
  readonly selectionsMax: number;
}

/** The full introspection query of GraphiQL (15 levels) and the widest look-up of the portal pass; little more does. */
export const defaultShapeLimits: ShapeLimits = Object.freeze({
  tokensMax: 2000,
  depthMax: 16,
  aliasesMax: 30,
  directivesMax: 30,
  rootFieldsMax: 20,
  selectionsMax: 1000,
});

const documentLimits: readonly (readonly [
  limit: Exclude<keyof ShapeLimits, 'tokensMax'>,
  check: (document: DocumentNode, max: number) => void,
])[] = [
  ['selectionsMax', checkSelections],
  ['depthMax', checkDepth],
  ['rootFieldsMax', checkRootFields],
  ['aliasesMax', checkAliases],
  ['directivesMax', checkDirectives],
];

/** A text is checked before it is parsed, a document before it is validated. Throws RequestRefused with the limit's number. */
export function checkShape(documentOrText: DocumentNode | string, limits: ShapeLimits = defaultShapeLimits): void {
  if (typeof documentOrText === 'string') checkTokens(documentOrText, limits.tokensMax);
  else for (const [limit, check] of documentLimits) check(documentOrText, limits[limit]);
}

/** Fills in the defaults and checks each limit. Throws TypeError naming the limit. */
export function shapeLimits(options: Partial<ShapeLimits> = {}): ShapeLimits {
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(defaultShapeLimits, name)) throw new TypeError(`${name} is not a limit of shape`);
    if (!Number.isSafeInteger(value) || value < 1) throw new TypeError(`${name} is a number from 1`);
  }
  return Object.freeze({ ...defaultShapeLimits, ...options });
}
