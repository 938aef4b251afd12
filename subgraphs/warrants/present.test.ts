import { describe, expect, it } from 'vitest';
import type { Presentation } from '#kit/record-source.ts';
import { present, statusOn } from './present.ts';
import type { WarrantFacts } from './record.ts';

const facts: WarrantFacts = {
  recordId: 'r1',
  number: '1'.repeat(28),
  processNumber: '2'.repeat(20),
  kind: 'TEMPORARIA',
  secrecy: 'RESTRITO',
  status: 'PENDENTE_DE_CUMPRIMENTO',
  statusSince: '2026-01-01T12:00:00-03:00',
  issuedOn: '2026-01-01',
  validUntil: '2026-11-21',
  court: '1ª VARA CRIMINAL DO RECIFE/PE',
  courtUf: 'PE',
  judge: 'JUÍZA MODELO',
  charges: [],
  decisionSummary: 'Texto sintético.',
  wanted: { names: ['ANA LIMA'], aliases: [], motherNames: [], fatherNames: [], birthDates: [], sex: 'FEMININO' },
  namedUnit: { body: 'PCPE', unit: 'DELEGACIA DE CAPTURAS/PE' },
  contact: { unit: 'DELEGACIA DE CAPTURAS/PE', phone: '8130000000', municipality: 'RECIFE', uf: 'PE' },
};
const at = (instant: string): Presentation => ({
  endpoint: { source: 'warrants', holder: 'CNJ' },
  asker: { caller: { id: 'u1', body: 'PMPE', profile: 'patrol', level: 2, entitlements: [], tokenId: 't1' } },
  now: new Date(instant),
});

describe('a warrant past its validity', () => {
  it('stands through its last day in Brasília, though it is already tomorrow in Greenwich', () => {
    const shown = present(facts, at('2026-11-22T02:59:59Z'));
    expect(shown.warrantStatus).toBe('PENDENTE_DE_CUMPRIMENTO');
    expect(shown.alerts).toMatchObject([{ severity: 'STOP', kind: 'WANTED' }]);
  });

  it('is EXPIRADO from the next midnight in Brasília on, whatever the register last wrote', () => {
    const shown = present(facts, at('2026-11-22T03:00:00Z'));
    expect(shown.warrantStatus).toBe('EXPIRADO');
    expect(shown.alerts).toMatchObject([{ severity: 'INFO', kind: 'EXPIRED' }]);
  });

  it.each(['CUMPRIDO', 'REVOGADO', 'CANCELADO'] as const)('stays %s where that is what became of it', (status) => {
    expect(present({ ...facts, status }, at('2030-01-01T12:00:00Z')).warrantStatus).toBe(status);
  });

  it('cannot be, where no validity was set', () => {
    const { validUntil: _, ...endless } = facts;
    expect(statusOn(endless, '2999-12-31')).toBe('PENDENTE_DE_CUMPRIMENTO');
  });
});

describe('the alerts of a warrant', () => {
  it('tell to arrest for a pending one alone', () => {
    const severities = (['PENDENTE_DE_CUMPRIMENTO', 'CUMPRIDO', 'REVOGADO', 'CANCELADO'] as const).map(
      (status) => present({ ...facts, status }, at('2026-06-01T12:00:00Z')).alerts[0]?.severity,
    );
    expect(severities).toEqual(['STOP', 'INFO', 'INFO', 'INFO']);
  });
});

it('shows no unit that the warrant names for itself, and the status under the name of the schema only', () => {
  const shown = present(facts, at('2026-06-01T12:00:00Z'));
  expect(shown).not.toHaveProperty('namedUnit');
  expect(shown).not.toHaveProperty('status');
});
