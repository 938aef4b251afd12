// Why a value is missing: the codes that a client sees, and the marks that completeness takes out of the errors again.
import type { FieldCode } from '../errors.ts';

/**
 * RECORD_GONE, HIDDEN and MASKED never leave the gateway as errors: an entry goes from its list, a path enters `extensions.masked`.
 * INTERNAL is the engine's own failure.
 */
export type FieldErrorCode = FieldCode | 'HIDDEN' | 'MASKED' | 'INTERNAL';

/** A rule is behind it: nobody failed, so the answer is not incomplete. */
export function isByRule(code: FieldErrorCode): boolean {
  return code === 'RECORD_WITHHELD' || code === 'UNAUTHORIZED_FIELD_OR_TYPE';
}
