// Differences that are known and have a reason. Every other one is a fault.
import { isDeepStrictEqual } from 'node:util';
import type { Difference } from './compare.ts';

export interface Known {
  readonly id: string;
  readonly reason: string;
  /** `open`: the engine is wrong, and it is known why. How many of them there may be is bounded by a test. */
  readonly status: 'justified' | 'open';
  readonly is: (difference: Difference) => boolean;
}

export const known: readonly Known[] = [
  {
    id: 'ORDER_UNDER_CONDITIONS',
    reason:
      'a field that is asked twice, first under a condition that does not hold, stands at its first place and not at its second; the order of keys carries no meaning',
    status: 'justified',
    is: ({ kind, asked }) => kind === 'order' && /@(skip|include)/.test(asked.text),
  },
  {
    id: 'NOBODY_HAS_A_PLAN',
    reason: 'both planners, and the stock gateway, refuse what is asked of an interface object; the engine says so',
    status: 'justified',
    is: ({ kind, stock }) => kind === 'failed' && stock === 'failed',
  },
  {
    id: 'LISTED_AND_NOT_FOUND',
    reason:
      'a subgraph of harbour lists a vessel that it does not find by its key, and the plan asks again by the key; the stock gateway does the same',
    status: 'justified',
    is: ({ kind, adversary, asked, stock, compiled }) =>
      (kind === 'data' || kind === 'errors') &&
      adversary === 'harbour' &&
      /\bheld\b/.test(asked.text) &&
      answersAlike(stock, compiled),
  },
  {
    id: 'REQUIRED_OF_NOBODY',
    reason:
      'no subgraph of orchestra finds one player: what a field requires of it is not known, and the engine does not ask with nulls instead',
    status: 'justified',
    is: ({ kind, adversary, against, asked }) =>
      (kind === 'data' || kind === 'errors') &&
      adversary === 'orchestra' &&
      against === 'truth' &&
      /\bsoloist\b[^]*\b(badge|rival)\b/.test(asked.text),
  },
  {
    id: 'TYPE_KNOWN_TO_NOBODY',
    reason:
      'where no subgraph that answers knows the type of an interface object, the engine writes what is asked of the interface, and the plain run has to guess a type',
    status: 'justified',
    is: ({ kind, adversary, against, stock }) =>
      (kind === 'data' || kind === 'errors') &&
      adversary === 'harbour' &&
      against === 'plain run' &&
      stock === 'not asked',
  },
  {
    id: 'PLAN_REFUSED',
    reason: 'the check of plans misses a field that no planner has to fetch: no object is of all the types around it',
    status: 'open',
    is: ({ kind, compiled, stock }) => kind === 'failed' && compiled === 'no plan' && stock !== 'failed',
  },
  {
    id: 'NOTHING_PLANNED_FOR_NO_TYPE',
    reason:
      'the fast planner plans nothing for a field whose selection no type can have, and the object itself is missing',
    status: 'open',
    is: ({ kind, against, compiled, stock, other }) =>
      (kind === 'data' || kind === 'errors') &&
      against === 'truth' &&
      compiled !== 'no plan' &&
      compiled.errorPaths.length === 0 &&
      compiled.nulled === true &&
      other !== undefined &&
      answersAlike(stock, other),
  },
  {
    id: 'INTERFACE_OBJECT_BY_TYPE',
    reason: 'below type conditions on an interface object the fast planner loses fields, or does not ask for the type',
    status: 'open',
    is: ({ kind, adversary, against, asked }) =>
      (kind === 'data' || kind === 'errors') &&
      adversary === 'harbour' &&
      against === 'truth' &&
      /\b(sister|held|inspections)\b[^]*\.\.\./.test(asked.text),
  },
];

function answersAlike(one: Difference['stock'], other: Difference['compiled']): boolean {
  if (one === 'failed' || one === 'not asked' || other === 'no plan') return false;
  return isDeepStrictEqual(one.data, other.data);
}
