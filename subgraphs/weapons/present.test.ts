import { describe, expect, it } from 'vitest';
import type { Asker } from '#kit/caller.ts';
import type { Presentation } from '#kit/record-source.ts';
import { present } from './present.ts';
import type { WeaponFacts } from './record.ts';

const facts: WeaponFacts = {
  recordId: 'r1',
  system: 'SINARM',
  registration: '202000000001',
  serial: 'KDT12345',
  species: 'PISTOLA',
  make: 'TAURUS',
  model: 'PT 58 HC',
  calibre: '.380 ACP',
  barrels: 1,
  use: 'PERMITIDO',
  status: 'REGULAR',
  crafValidUntil: '2026-11-21',
  events: [],
};
const asker: Asker = {
  caller: { id: 'u1', body: 'PCPE', profile: 'investigator', level: 2, entitlements: [], tokenId: 't1' },
};
const at = (instant: string): Presentation => ({
  endpoint: { source: 'weapons', holder: 'PF' },
  asker,
  now: new Date(instant),
});
const noon = at('2026-11-21T15:00:00Z');

describe('the registration certificate of a weapon', () => {
  it('is valid through its last day in Brasília, though it is already tomorrow in Greenwich', () => {
    const lastMinute = present(facts, at('2026-11-22T02:59:59Z'));
    expect([lastMinute.crafValid, lastMinute.weaponStatus]).toEqual([true, 'REGULAR']);
  });

  it('has expired from the next midnight in Brasília on', () => {
    const midnight = present(facts, at('2026-11-22T03:00:00Z'));
    expect([midnight.crafValid, midnight.weaponStatus]).toEqual([false, 'REGISTRO_VENCIDO']);
    expect(midnight.alerts).toMatchObject([{ severity: 'CAUTION', kind: 'EXPIRED' }]);
  });

  it('is not valid where none was ever issued', () => {
    const { crafValidUntil: _, ...without } = facts;
    expect(present(without, noon)).toMatchObject({ crafValid: false, weaponStatus: 'REGISTRO_VENCIDO' });
  });

  it('does not hide by its expiry what became of the weapon', () => {
    const stolen = present({ ...facts, status: 'ROUBADA', crafValidUntil: '2020-01-01' }, noon);
    expect(stolen).toMatchObject({
      crafValid: false,
      weaponStatus: 'ROUBADA',
      alerts: [{ severity: 'STOP', kind: 'STOLEN' }],
    });
  });
});

describe('the alerts of a weapon', () => {
  it.each(['FURTADA', 'ROUBADA', 'EXTRAVIADA'])('stop the agent for one that is %s', (status) => {
    expect(present({ ...facts, status }, noon).alerts).toMatchObject([{ severity: 'STOP', kind: 'STOLEN' }]);
  });

  it.each(['REGULAR', 'RECUPERADA', 'APREENDIDA', 'ENTREGUE_DESARMA', 'DESTRUIDA'])(
    'are none for one that is %s',
    (status) => {
      expect(present({ ...facts, status }, noon).alerts).toEqual([]);
    },
  );
});

it('shows status and species under the names of the schema only', () => {
  const shown = present(facts, noon);
  expect(shown).toMatchObject({ weaponStatus: 'REGULAR', weaponSpecies: 'PISTOLA' });
  expect(Object.keys(shown)).not.toContain('status');
  expect(Object.keys(shown)).not.toContain('species');
});
