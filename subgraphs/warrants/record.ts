// One record of this source as its holder keeps it. Dates are YYYY-MM-DD, instants RFC 3339.
import type { PrisonRegime, Sex, WarrantSecrecy, WarrantStatus } from './schema.generated.ts';

export interface WarrantFacts {
  readonly recordId: string;
  /** BNMP piece number, 28 digits. */
  readonly number: string;
  /** CNJ process number, 20 digits. */
  readonly processNumber: string;
  readonly kind: string;
  readonly secrecy: WarrantSecrecy;
  /** As last recorded. EXPIRADO is computed from `validUntil`, never stored. */
  readonly status: Exclude<WarrantStatus, 'EXPIRADO'>;
  readonly statusSince: string;
  readonly issuedOn: string;
  readonly validUntil?: string;
  readonly court: string;
  readonly courtUf: string;
  readonly judge: string;
  readonly regime?: PrisonRegime;
  readonly sentence?: { readonly years: number; readonly months: number; readonly days: number };
  readonly charges: readonly { readonly law: string; readonly article: string; readonly description: string }[];
  readonly decisionSummary: string;
  readonly wanted: {
    readonly names: readonly string[];
    readonly aliases: readonly string[];
    readonly motherNames: readonly string[];
    readonly fatherNames: readonly string[];
    readonly birthDates: readonly string[];
    readonly sex: Sex;
    readonly cpf?: string;
  };
  readonly service?: { readonly servedAt: string; readonly unit: string; readonly uf: string };
  /** The unit named in a restricted or secret warrant (Res. CNJ 251/2018, art. 11). */
  readonly namedUnit?: { readonly body: string; readonly unit: string };
  readonly contact: {
    readonly unit: string;
    readonly phone: string;
    readonly municipality: string;
    readonly uf: string;
  };
}
