// One record of this source as its holder keeps it. Dates are YYYY-MM-DD.

export interface ForeignVehicleFacts {
  readonly recordId: string;
  readonly country: 'AR' | 'UY';
  readonly plate: string;
  readonly chassis?: string;
  readonly make: string;
  readonly model: string;
  readonly colour?: string;
  readonly year?: number;
  readonly subdivision?: string;
  readonly stolen: boolean;
  readonly reportedOn?: string;
  readonly sourceAuthority: string;
  readonly owner?: { readonly name: string; readonly document?: string; readonly country: string };
}
