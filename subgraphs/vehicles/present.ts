// A vehicle's record as the schema shows it.
import { fieldsOf } from '#kit/presented.ts';
import type { Presented } from '#kit/presented.ts';
import type { VehicleFacts } from './record.ts';
import type { Alert, VehicleRecord } from './schema.generated.ts';

/** The field that each kind of alert tells of. */
export const alertsTell = {
  STOLEN: 'stolen',
  SEIZE: 'restrictions',
  CLONE_SUSPECTED: 'occurrences',
  DIVERGENT: 'chassisRestamped',
} as const satisfies {
  readonly [Kind in Alert['kind']]?: keyof VehicleRecord;
};
type Told = Alert & { readonly kind: keyof typeof alertsTell };

export function present(facts: VehicleFacts): Presented<VehicleRecord> {
  const { recordId: _, ...shown } = fieldsOf(facts);
  const stolen = isStolen(facts);
  return { ...shown, stolen, alerts: alertsOf(facts, stolen) };
}

function isStolen({ occurrences }: VehicleFacts): boolean {
  return occurrences.some(({ type, status }) => status === 'ATIVA' && (type === 'ROUBO' || type === 'FURTO'));
}

function alertsOf(facts: VehicleFacts, stolen: boolean): readonly Told[] {
  const alerts: Told[] = [];
  if (stolen)
    alerts.push({
      severity: 'STOP',
      kind: 'STOLEN',
      text: 'Veículo com ocorrência ativa de roubo ou furto.',
      doNext: 'Aborde com cautela, confira o chassi e acione a unidade que registrou a ocorrência.',
    });
  if (facts.restrictions.includes('JUDICIAL'))
    alerts.push({
      severity: 'CAUTION',
      kind: 'SEIZE',
      text: 'Há restrição judicial.',
      doNext: 'Consulte o alcance da restrição.',
    });
  if (facts.occurrences.some(({ type, status }) => type === 'CLONE_SUSPEITA' && status === 'ATIVA'))
    alerts.push({
      severity: 'CAUTION',
      kind: 'CLONE_SUSPECTED',
      text: 'Suspeita de clonagem registrada.',
      doNext: 'Confira chassi e motor; o condutor pode ser a vítima.',
    });
  if (facts.chassisRestamped) alerts.push({ severity: 'INFO', kind: 'DIVERGENT', text: 'Chassi remarcado.' });
  return alerts;
}
