import { describe, expect, it } from 'vitest';
import { indexEntry } from './index-entry.ts';
import type { VehicleFacts } from './record.ts';

const endpoint = { source: 'vehicles', holder: 'SENATRAN' };
const facts: VehicleFacts = {
  recordId: 'r1',
  plate: 'ABC1234',
  renavam: '00639884962',
  chassis: '9BWZZZ377VT004251',
  chassisRestamped: true,
  engine: 'UZ0001',
  vehicleType: 'AUTOMOVEL',
  species: 'PASSAGEIRO',
  category: 'PARTICULAR',
  make: 'FIAT',
  model: 'UNO',
  colour: 'PRATA',
  fuel: 'ALCOOL',
  yearOfManufacture: 2012,
  modelYear: 2013,
  provenance: 'NACIONAL',
  municipality: 'RECIFE',
  municipalitySiafi: '2531',
  uf: 'PE',
  situation: 'NAO_LICENCIADO',
  restrictions: ['JUDICIAL', 'ROUBO_FURTO'],
  occurrences: [
    {
      type: 'ROUBO',
      status: 'ATIVA',
      occurredOn: '2026-11-18',
      reportNumber: '77/2026',
      policeUnit: '1ª DP/PE',
      uf: 'PE',
    },
  ],
  licensedYear: 2025,
  openRecall: true,
  owner: { kind: 'FISICA', name: 'ANA LIMA', document: '52998224725', since: '2022-02-14', address: 'RUA DO SOL, 1' },
};

describe('the entry of a vehicle', () => {
  it('says how to find it and whose it is, and no theft, restriction, situation, name or address', () => {
    expect(indexEntry(facts, endpoint)).toEqual({
      audience: [{ token: 'all', shows: 'OPEN' }],
      identifiers: [
        { kind: 'PLATE', value: 'ABC1234', place: 'BR' },
        { kind: 'CHASSIS', value: '9BWZZZ377VT004251' },
        { kind: 'RENAVAM', value: '00639884962' },
        { kind: 'ENGINE', value: 'UZ0001' },
      ],
      edges: [
        { role: 'OWNER', kind: 'individual', identifier: { kind: 'CPF', value: '52998224725' }, since: '2022-02-14' },
      ],
      basics: {
        vehicle: {
          country: 'BR',
          plates: ['ABC1234'],
          chassis: '9BWZZZ377VT004251',
          renavam: '00639884962',
          engine: 'UZ0001',
          make: 'FIAT',
          model: 'UNO',
          colour: 'PRATA',
          year: 2013,
          state: 'PE',
        },
      },
    });
  });

  it('is the same whether the vehicle is stolen or not', () => {
    const clean: VehicleFacts = {
      ...facts,
      occurrences: [],
      restrictions: [],
      situation: 'EM_CIRCULACAO',
      chassisRestamped: false,
    };
    expect(indexEntry(clean, endpoint)).toEqual(indexEntry(facts, endpoint));
  });

  it('leads to a company by its CNPJ', () => {
    const owner = { kind: 'JURIDICA', name: 'FROTA LTDA', document: '12ABC34501DE35' } as const;
    expect(indexEntry({ ...facts, owner }, endpoint).edges).toEqual([
      { role: 'OWNER', kind: 'company', identifier: { kind: 'CNPJ', value: '12ABC34501DE35' } },
    ]);
  });

  it.each([
    ['a foreign owner', { kind: 'ESTRANGEIRO', name: 'JUAN PEREZ', document: '12345678' }],
    ['an owner without a document', { kind: 'FISICA', name: 'ANA LIMA' }],
    ['no owner', undefined],
  ] as const)('leads to nobody for %s: a name is no link', (_what, owner) => {
    expect(indexEntry({ ...facts, owner }, endpoint).edges).toEqual([]);
  });

  it('leaves out what the register does not have', () => {
    const { renavam: _r, chassis: _c, engine: _e, owner: _o, ...bare } = facts;
    const entry = indexEntry(bare, endpoint);
    expect(entry.identifiers).toEqual([{ kind: 'PLATE', value: 'ABC1234', place: 'BR' }]);
    expect(Object.keys(entry.basics.vehicle ?? {}).sort()).toEqual([
      'colour',
      'country',
      'make',
      'model',
      'plates',
      'state',
      'year',
    ]);
  });
});
