// One record of this source as its holder keeps it. Dates are YYYY-MM-DD.
import type { OwnerKind } from './schema.generated.ts';

export interface VehicleFacts {
  readonly recordId: string;
  /** Canonical form: the old one wherever the Mercosul plate converts back. */
  readonly plate: string;
  readonly renavam?: string;
  readonly chassis?: string;
  readonly chassisRestamped: boolean;
  readonly engine?: string;
  readonly vehicleType: string;
  readonly species: string;
  readonly category: string;
  readonly make: string;
  readonly model: string;
  readonly colour: string;
  readonly fuel: string;
  readonly yearOfManufacture: number;
  readonly modelYear: number;
  readonly provenance: 'NACIONAL' | 'IMPORTADO';
  readonly municipality: string;
  readonly municipalitySiafi: string;
  readonly uf: string;
  readonly situation: string;
  readonly restrictions: readonly string[];
  readonly occurrences: readonly {
    readonly type: string;
    readonly status: string;
    readonly occurredOn: string;
    readonly reportNumber: string;
    readonly policeUnit: string;
    readonly uf: string;
    readonly recoveredOn?: string;
  }[];
  readonly licensedYear?: number;
  readonly crlvIssuedOn?: string;
  readonly openRecall: boolean;
  readonly owner?: {
    readonly kind: OwnerKind;
    readonly name: string;
    /** CPF or CNPJ, normalised; a foreign document otherwise. */
    readonly document?: string;
    readonly since?: string;
    readonly address?: string;
  };
}
