import { describe, expect, it } from 'vitest';
import { indexEntry } from './index-entry.ts';
import type { WeaponFacts } from './record.ts';

const endpoint = { source: 'weapons', holder: 'PF' };
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
  status: 'ROUBADA',
  crafValidUntil: '2020-01-01',
  events: [{ kind: 'ROUBO', date: '2024-01-01', reportNumber: '1/2024' }],
  owner: { name: 'ANA LIMA', category: 'CIDADAO', document: '52998224725', address: 'RUA DO SOL, 1' },
};

describe('the entry of a weapon', () => {
  it('says how to find it and whose it is, and no status, expiry, event, name or address', () => {
    const { audience: _, ...entry } = indexEntry(facts, endpoint);
    expect(entry).toEqual({
      identifiers: [
        { kind: 'WEAPON_REGISTRATION', value: '202000000001', place: 'SINARM' },
        { kind: 'WEAPON_SERIAL', value: 'KDT12345' },
      ],
      edges: [{ role: 'WEAPON_OWNER', kind: 'individual', identifier: { kind: 'CPF', value: '52998224725' } }],
      basics: {
        weapon: {
          system: 'SINARM',
          registration: '202000000001',
          serial: 'KDT12345',
          make: 'TAURUS',
          calibre: '.380 ACP',
        },
      },
    });
  });

  it('is the same whether the weapon is stolen or not', () => {
    expect(indexEntry({ ...facts, status: 'REGULAR', events: [], crafValidUntil: '2036-01-01' }, endpoint)).toEqual(
      indexEntry(facts, endpoint),
    );
  });

  it('does not exist for municipal guards, nor for profiles without queries', () => {
    const { audience } = indexEntry(facts, endpoint);
    expect(audience.every(({ shows }) => shows === 'OPEN')).toBe(true);
    expect(audience.map(({ token }) => token).sort()).toEqual([
      'profile:inspector',
      'profile:investigator',
      'profile:judge',
      'profile:military',
      'profile:patrol',
      'profile:prosecutor',
    ]);
  });

  it('is not found by a serial that was filed off', () => {
    expect(indexEntry({ ...facts, serial: 'SUPPRESSED' }, endpoint).identifiers).toEqual([
      { kind: 'WEAPON_REGISTRATION', value: '202000000001', place: 'SINARM' },
    ]);
  });

  it('leads to a company by its CNPJ, and to nobody without a document', () => {
    const company = { name: 'VIGIA LTDA', category: 'EMPRESA_SEGURANCA', document: '12ABC34501DE35' };
    expect(indexEntry({ ...facts, owner: company }, endpoint).edges).toEqual([
      { role: 'WEAPON_OWNER', kind: 'company', identifier: { kind: 'CNPJ', value: '12ABC34501DE35' } },
    ]);
    expect(indexEntry({ ...facts, owner: { name: 'ANA LIMA', category: 'CIDADAO' } }, endpoint).edges).toEqual([]);
  });
});
