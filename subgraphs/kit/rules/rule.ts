// The shape of a rule, shared by the table, the evaluator and both ends.

export type MaskKind = 'CPF' | 'CPF_WITHIN' | 'DOCUMENT' | 'LAST_6' | 'INITIALS' | 'NULL';

/** All that the schema says of one coordinate (`Type.field`), the rule of its type included. */
export interface Rule {
  /** The coordinate; what a refusal names. */
  readonly id: string;
  /** One of these sets of scopes must be held (OR of AND); empty: any authenticated caller. */
  readonly scopes: readonly (readonly string[])[];
  /** One of these sets of terms must hold: `case`, `purpose:X`, `level:N`, `scope:X`. */
  readonly policies: readonly (readonly string[])[];
  readonly masked?: { readonly as: MaskKind; readonly unless: readonly (readonly string[])[] };
  readonly since?: number;
  /** Index fields: the sources answered from, and whether probes complete the look-up. */
  readonly draws?: { readonly from: readonly string[]; readonly probes: boolean };
}

export type RuleTable = ReadonlyMap<string, Rule>;

/** ALLOW and MASK give a value; DENY gives null and a reason; DEFER leaves it to the holder, per record. */
export type Decision =
  | { readonly kind: 'ALLOW' }
  | { readonly kind: 'MASK'; readonly as: MaskKind; readonly rule: string }
  | { readonly kind: 'DENY'; readonly rule: string; readonly needs: readonly string[] }
  | { readonly kind: 'DEFER'; readonly rule: string };
