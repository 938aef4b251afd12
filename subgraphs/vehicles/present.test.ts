import { describe, expect, it } from 'vitest';
import { present } from './present.ts';
import type { VehicleFacts } from './record.ts';

const facts: VehicleFacts = {
  recordId: 'r1',
  plate: 'ABC1234',
  chassisRestamped: false,
  vehicleType: 'AUTOMOVEL',
  species: 'PASSAGEIRO',
  category: 'PARTICULAR',
  make: 'FIAT',
  model: 'UNO',
  colour: 'PRATA',
  fuel: 'ALCOOL/GASOLINA',
  yearOfManufacture: 2012,
  modelYear: 2013,
  provenance: 'NACIONAL',
  municipality: 'RECIFE',
  municipalitySiafi: '2531',
  uf: 'PE',
  situation: 'EM_CIRCULACAO',
  restrictions: [],
  occurrences: [],
  openRecall: false,
};

const occurrence = (type: string, status: string): VehicleFacts['occurrences'][number] => ({
  type,
  status,
  occurredOn: '2026-11-18',
  reportNumber: '1/2026',
  policeUnit: '1ª DELEGACIA DE POLÍCIA/PE',
  uf: 'PE',
});
const withOccurrences = (...occurrences: VehicleFacts['occurrences']): VehicleFacts => ({ ...facts, occurrences });
const kindsOf = (shown: VehicleFacts) => present(shown).alerts.map(({ kind }) => kind);

describe('the stolen flag', () => {
  it.each(['ROUBO', 'FURTO'])('is raised by an active %s', (type) => {
    expect(present(withOccurrences(occurrence(type, 'ATIVA'))).stolen).toBe(true);
  });

  it.each(['RECUPERADO', 'DEVOLVIDO', 'CANCELADA'])('is not raised by an occurrence that is %s', (status) => {
    expect(present(withOccurrences(occurrence('ROUBO', status))).stolen).toBe(false);
  });

  it.each(['APROPRIACAO_INDEBITA', 'ESTELIONATO', 'CLONE_SUSPEITA'])('is not raised by %s', (type) => {
    expect(present(withOccurrences(occurrence(type, 'ATIVA'))).stolen).toBe(false);
  });

  it('is raised by one active theft among closed ones', () => {
    expect(present(withOccurrences(occurrence('FURTO', 'RECUPERADO'), occurrence('FURTO', 'ATIVA'))).stolen).toBe(true);
  });

  it('is not raised by a restriction: a mark in another field is not a report', () => {
    expect(present({ ...facts, restrictions: ['ROUBO_FURTO'] }).stolen).toBe(false);
  });
});

describe('the alerts of a vehicle', () => {
  it('are none for a vehicle without any finding', () => {
    expect(present(facts).alerts).toEqual([]);
  });

  it('stop the agent for a stolen one, and only for an active theft', () => {
    expect(present(withOccurrences(occurrence('ROUBO', 'ATIVA'))).alerts).toMatchObject([
      { severity: 'STOP', kind: 'STOLEN' },
    ]);
    expect(kindsOf(withOccurrences(occurrence('ROUBO', 'RECUPERADO')))).toEqual([]);
  });

  it('name a judicial restriction, a suspected clone and a restamped chassis, in this order', () => {
    const everything = {
      ...withOccurrences(occurrence('CLONE_SUSPEITA', 'ATIVA')),
      restrictions: ['JUDICIAL'],
      chassisRestamped: true,
    };
    expect(kindsOf(everything)).toEqual(['SEIZE', 'CLONE_SUSPECTED', 'DIVERGENT']);
  });
});
