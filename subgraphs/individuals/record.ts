// One record of this source as its holder keeps it. Dates are YYYY-MM-DD.
import type { Sex } from './schema.generated.ts';

export interface IndividualFacts {
  readonly recordId: string;
  readonly name: string;
  readonly socialName?: string;
  readonly aliases: readonly string[];
  readonly motherName?: string;
  readonly fatherName?: string;
  readonly birthDate?: string;
  readonly birthPlace?: string;
  readonly sex: Sex;
  readonly nationality: string;
  readonly cpf?: string;
  readonly documents: readonly {
    readonly kind: string;
    readonly number: string;
    readonly issuer?: string;
    readonly uf?: string;
    readonly issuedOn?: string;
  }[];
  readonly occupation?: string;
  readonly photos: readonly { readonly reference: string; readonly takenOn: string; readonly view: string }[];
  readonly physicalSigns: readonly {
    readonly kind: string;
    readonly bodyPart?: string;
    readonly description: string;
  }[];
  readonly healthNotes: readonly string[];
  readonly addresses: readonly {
    readonly street: string;
    readonly number: string;
    readonly district: string;
    readonly municipality: string;
    readonly uf: string;
    readonly postalCode: string;
    readonly informedOn: string;
  }[];
  readonly phones: readonly { readonly number: string; readonly informedOn: string }[];
  readonly death?: { readonly date: string; readonly registration?: string };
  readonly custody?: { readonly unit: string; readonly since: string; readonly kind: string };
  readonly entries: readonly {
    readonly kind: string;
    readonly number: string;
    readonly unit: string;
    readonly uf: string;
    readonly role: string;
    readonly stage: string;
    readonly subject?: string;
    readonly date: string;
  }[];
  readonly contact: {
    readonly unit: string;
    readonly phone: string;
    readonly municipality: string;
    readonly uf: string;
  };
}
