// A warrant as the schema shows it, at the moment of the answer.
import { brasiliaDate } from '#kit/brasilia.ts';
import { fieldsOf } from '#kit/presented.ts';
import type { Presented } from '#kit/presented.ts';
import type { Presentation } from '#kit/record-source.ts';
import type { WarrantFacts } from './record.ts';
import type { Alert, WarrantRecord, WarrantStatus } from './schema.generated.ts';

/** The field that each kind of alert tells of. */
export const alertsTell = {
  WANTED: 'warrantStatus',
  EXPIRED: 'warrantStatus',
  CONTACT_UNIT: 'warrantStatus',
} as const satisfies {
  readonly [Kind in Alert['kind']]?: keyof WarrantRecord;
};
type Told = Alert & { readonly kind: keyof typeof alertsTell };

export function present(facts: WarrantFacts, { now }: Presentation): Presented<WarrantRecord> {
  const { recordId: _, status, namedUnit: _unit, ...shown } = fieldsOf(facts);
  const warrantStatus = statusOn(facts, brasiliaDate(now));
  return { ...shown, warrantStatus, alerts: alertsOf(warrantStatus) };
}

/** A warrant past its validity is shown as expired everywhere, whatever the register last wrote. */
export function statusOn({ status, validUntil }: WarrantFacts, today: string): WarrantStatus {
  return status === 'PENDENTE_DE_CUMPRIMENTO' && validUntil !== undefined && validUntil < today ? 'EXPIRADO' : status;
}

function alertsOf(status: WarrantStatus): readonly Told[] {
  switch (status) {
    case 'PENDENTE_DE_CUMPRIMENTO':
      return [
        {
          severity: 'STOP',
          kind: 'WANTED',
          text: 'Mandado pendente de cumprimento.',
          doNext: 'Confirme a identidade e telefone para a unidade de contato antes de prender.',
        },
      ];
    case 'EXPIRADO':
      return [{ severity: 'INFO', kind: 'EXPIRED', text: 'Mandado fora da validade: não autoriza prisão.' }];
    default:
      return [{ severity: 'INFO', kind: 'CONTACT_UNIT', text: 'Mandado encerrado: não autoriza prisão.' }];
  }
}
