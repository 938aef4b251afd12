// One record of the nation: which source it belongs to, which holder keeps it, and what it says.
import type { IndividualFacts } from '../../subgraphs/individuals/record.ts';
import type { ForeignVehicleFacts } from '../../subgraphs/mercosul/record.ts';
import type { VehicleFacts } from '../../subgraphs/vehicles/record.ts';
import type { WarrantFacts } from '../../subgraphs/warrants/record.ts';
import type { WeaponFacts } from '../../subgraphs/weapons/record.ts';

export type NationRecord =
  /** `holder`: one of the 27 UFs, or PF. */
  | { readonly source: 'individuals'; readonly holder: string; readonly facts: IndividualFacts }
  /** `holder`: SENATRAN, or the UF of a DETRAN (SP, PE). */
  | { readonly source: 'vehicles'; readonly holder: string; readonly facts: VehicleFacts }
  | { readonly source: 'mercosul'; readonly holder: 'AR' | 'UY'; readonly facts: ForeignVehicleFacts }
  | { readonly source: 'weapons'; readonly holder: 'PF' | 'EB'; readonly facts: WeaponFacts }
  | { readonly source: 'warrants'; readonly holder: 'CNJ'; readonly facts: WarrantFacts };
