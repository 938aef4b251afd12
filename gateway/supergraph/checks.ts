// What composition refuses, one file a refusal. The order is that of the sentences shown.
import { checkDraws } from './checks/draws.ts';
import { checkEnumValues } from './checks/enum-values.ts';
import { checkFieldOnSubject } from './checks/field-on-subject.ts';
import { checkForeignReference } from './checks/foreign-reference.ts';
import type { Check } from './checks/graph.ts';
import { checkKnownRights } from './checks/known-rights.ts';
import { checkListSize } from './checks/list-size.ts';
import { checkMaskFits } from './checks/mask-fits.ts';
import { checkNonNull } from './checks/non-null.ts';
import { checkOpenKey } from './checks/open-key.ts';
import { checkRecordShape } from './checks/record-shape.ts';
import { checkRecordTerms } from './checks/record-terms.ts';
import { checkRootQuery } from './checks/root-query.ts';
import { checkRuled } from './checks/ruled.ts';
import { checkSharedField } from './checks/shared-field.ts';

/** On the sources' schemas. Renamed rules come before (they make rules unreadable), kept-rules and released after composition. */
export const checks: readonly Check[] = [
  checkRootQuery,
  checkFieldOnSubject,
  checkForeignReference,
  checkSharedField,
  checkRuled,
  checkKnownRights,
  checkRecordTerms,
  checkMaskFits,
  checkOpenKey,
  checkNonNull,
  checkRecordShape,
  checkEnumValues,
  checkDraws,
  checkListSize,
];
