// A foreign vehicle's record as the schema shows it.
import { fieldsOf } from '#kit/presented.ts';
import type { Presented } from '#kit/presented.ts';
import type { ForeignVehicleFacts } from './record.ts';
import type { Alert, ForeignVehicleRecord } from './schema.generated.ts';

/** The field that each kind of alert tells of. */
export const alertsTell = { STOLEN: 'stolen' } as const satisfies {
  readonly [Kind in Alert['kind']]?: keyof ForeignVehicleRecord;
};
type Told = Alert & { readonly kind: keyof typeof alertsTell };

export function present(facts: ForeignVehicleFacts): Presented<ForeignVehicleRecord> {
  const { recordId: _, ...shown } = fieldsOf(facts);
  return { ...shown, alerts: facts.stolen ? [stolenAlert] : [] };
}

const stolenAlert: Told = {
  severity: 'STOP',
  kind: 'STOLEN',
  text: 'Veículo com furto ou roubo informado pelo país de registro.',
  doNext: 'Acione a autoridade de origem antes de liberar o veículo.',
};
