// What a holder lets the national index know of one record. A versioned contract: a field enters here by a new `schema` number only.
import type { IdentifierKind } from './identifiers/readings.ts';

export const indexEntrySchema = 1;

/** Who may see the entry: `all`, `profile:X`, `body:X`, `state:UF`, `unit:BODY/UNIT`, `court:X` or `case:NUMBER`. */
export interface Audience {
  readonly token: string;
  readonly shows: 'OPEN' | 'EXISTENCE_ONLY';
}

export interface ContactUnit {
  readonly unit: string;
  readonly phone?: string;
  readonly municipality?: string;
  readonly uf?: string;
}

export interface IndexIdentifier {
  readonly kind: IdentifierKind;
  /** Normalised; a keyed hash where the holder publishes KEYS. */
  readonly value: string;
  /** Plates: the country. RG: the state. */
  readonly place?: string;
}

/** A link from the record to a person or a company, by an identifier and never by a name. */
export interface IndexEdge {
  readonly role: 'OWNER' | 'POSSESSOR' | 'LESSEE' | 'WEAPON_OWNER' | 'WANTED';
  readonly kind: 'individual' | 'company';
  readonly identifier: IndexIdentifier;
  readonly since?: string;
}

export interface DeclaredPerson {
  readonly names: readonly string[];
  readonly aliases?: readonly string[];
  readonly motherName?: string;
  /** YYYY-MM-DD */
  readonly birthDate?: string;
  readonly sex?: 'MASCULINO' | 'FEMININO' | 'NAO_INFORMADO';
  readonly cpf?: string;
  readonly rg?: string;
  readonly rgUf?: string;
}

/** The closed list of basic facts; exactly one member, or none where the holder publishes KEYS. */
export interface Basics {
  readonly person?: DeclaredPerson;
  readonly company?: { readonly name: string; readonly cnpj: string };
  readonly vehicle?: {
    readonly country: string;
    readonly plates: readonly string[];
    readonly chassis?: string;
    readonly renavam?: string;
    readonly engine?: string;
    readonly make?: string;
    readonly model?: string;
    readonly colour?: string;
    readonly year?: number;
    readonly state?: string;
  };
  readonly weapon?: {
    readonly system: 'SINARM' | 'SIGMA';
    readonly registration?: string;
    readonly serial?: string;
    readonly make?: string;
    readonly calibre?: string;
  };
  readonly warrant?: { readonly number: string; readonly declaredIdentities: readonly DeclaredPerson[] };
}

export interface IndexEntry {
  readonly schema: typeof indexEntrySchema;
  readonly source: string;
  readonly holder: string;
  readonly recordId: string;
  /** Rises by one at every change of the record; the index applies only a higher one. */
  readonly version: number;
  /** RFC 3339 */
  readonly asOf: string;
  readonly audience: readonly Audience[];
  readonly contactUnit?: ContactUnit;
  readonly identifiers: readonly IndexIdentifier[];
  readonly edges: readonly IndexEdge[];
  readonly basics: Basics;
  /** True where identifiers are keyed hashes (publication KEYS). */
  readonly keyed?: true;
}
