// One record of this source as its holder keeps it. Dates are YYYY-MM-DD.
import type { WeaponSystem, WeaponUse } from './schema.generated.ts';

export interface WeaponFacts {
  readonly recordId: string;
  readonly system: WeaponSystem;
  readonly registration: string;
  /** Normalised; `SUPPRESSED` is a value. */
  readonly serial: string;
  readonly species: string;
  readonly make: string;
  readonly model: string;
  readonly calibre: string;
  readonly capacity?: number;
  readonly barrels: number;
  readonly barrelLengthMm?: number;
  readonly use: WeaponUse;
  /** As the register has it; REGISTRO_VENCIDO is computed from `crafValidUntil`, never stored. */
  readonly status: string;
  readonly crafValidUntil?: string;
  readonly events: readonly {
    readonly kind: string;
    readonly date: string;
    readonly reportNumber?: string;
    readonly unit?: string;
    readonly uf?: string;
  }[];
  readonly owner?: {
    readonly name: string;
    readonly category: string;
    /** CPF or CNPJ, normalised. */
    readonly document?: string;
    readonly address?: string;
  };
}
