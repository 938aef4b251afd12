// What `present` gives for one record, as a type made from the source's own schema: a field that the schema has and `present` forgot, or
// a word that an enumeration does not know, stops the compiler.

/** What the kit adds to every record by itself. */
type AddedByKit = '__typename' | 'holder' | 'recordId' | 'updatedAt' | 'asOf';

declare const fromBase: unique symbol;
/** A word as the base has it. Whether an enumeration knows it is seen when it leaves: one that is not known is an error of its field. */
type WordOfBase = string & { readonly [fromBase]: true };

/**
 * The fields of a generated record type, each of them named, an absent one as undefined. An enumeration takes its own words and those of the
 * base. `alerts` are made here, not copied, and stay as generated.
 */
export type Presented<GeneratedRecord> = {
  readonly [Field in Exclude<keyof GeneratedRecord, AddedByKit>]: Field extends 'alerts'
    ? NonNullable<GeneratedRecord[Field]>
    : Shown<GeneratedRecord[Field]>;
};

// Exclude makes these maps lose the `?` of what they map: a member may be undefined, and may not be forgotten.
type Shown<Value> = Value extends readonly (infer Item)[]
  ? readonly Shown<Item>[]
  : Value extends object
    ? { readonly [Field in Exclude<keyof Value, '__typename'>]: Shown<Value[Field]> }
    : Value extends string
      ? Value | WordOfBase
      : Value;

type Fields<Value> = Value extends readonly (infer Item)[]
  ? readonly Fields<Item>[]
  : Value extends object
    ? { readonly [Field in Exclude<keyof Value, never>]: Fields<Value[Field]> }
    : Value extends string
      ? string extends Value
        ? WordOfBase
        : Value
      : Value;

/** Facts as fields of the schema: the same value, a fact that is not known read as undefined. */
export function fieldsOf<Facts extends object>(facts: Facts): Fields<Facts> {
  return facts as unknown as Fields<Facts>;
}
