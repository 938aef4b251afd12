// A weapon's record as the schema shows it, on the day of the answer.
import { brasiliaDate } from '#kit/brasilia.ts';
import { fieldsOf } from '#kit/presented.ts';
import type { Presented } from '#kit/presented.ts';
import type { Presentation } from '#kit/record-source.ts';
import type { WeaponFacts } from './record.ts';
import type { Alert, WeaponRecord, WeaponStatus } from './schema.generated.ts';

const missing: readonly string[] = ['FURTADA', 'ROUBADA', 'EXTRAVIADA'] satisfies WeaponStatus[];

/** The field that each kind of alert tells of. */
export const alertsTell = { STOLEN: 'weaponStatus', EXPIRED: 'weaponStatus' } as const satisfies {
  readonly [Kind in Alert['kind']]?: keyof WeaponRecord;
};
type Told = Alert & { readonly kind: keyof typeof alertsTell };

export function present(facts: WeaponFacts, { now }: Presentation): Presented<WeaponRecord> {
  const { recordId: _, status, species, ...shown } = fieldsOf(facts);
  const crafValid = facts.crafValidUntil !== undefined && facts.crafValidUntil >= brasiliaDate(now);
  // Expiry is computed on the day of the answer: a stored one is wrong from the next midnight on.
  const weaponStatus = status === 'REGULAR' && !crafValid ? 'REGISTRO_VENCIDO' : status;
  return { ...shown, weaponSpecies: species, weaponStatus, crafValid, alerts: alertsOf(weaponStatus) };
}

function alertsOf(status: string): readonly Told[] {
  if (missing.includes(status))
    return [
      {
        severity: 'STOP',
        kind: 'STOLEN',
        text: 'Arma com registro de furto, roubo ou extravio.',
        doNext: 'Apreenda e comunique o detentor do registro.',
      },
    ];
  if (status === 'REGISTRO_VENCIDO')
    return [{ severity: 'CAUTION', kind: 'EXPIRED', text: 'Registro da arma vencido.' }];
  return [];
}
