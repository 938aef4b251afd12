import { describe, expect, it } from 'vitest';
import { indexEntry } from './index-entry.ts';
import type { WarrantFacts } from './record.ts';

const endpoint = { source: 'warrants', holder: 'CNJ' };
const contact = { unit: 'DELEGACIA DE CAPTURAS/PE', phone: '8130000000', municipality: 'RECIFE', uf: 'PE' };
const number = '1'.repeat(28);
const processNumber = '00000013320268170001';
const facts: WarrantFacts = {
  recordId: 'r1',
  number,
  processNumber,
  kind: 'DEFINITIVA',
  secrecy: 'PUBLICO',
  status: 'PENDENTE_DE_CUMPRIMENTO',
  statusSince: '2026-01-01T12:00:00-03:00',
  issuedOn: '2026-01-01',
  validUntil: '2036-01-01',
  court: '1ª VARA CRIMINAL DO RECIFE/PE',
  courtUf: 'PE',
  judge: 'JUÍZA MODELO',
  regime: 'FECHADO',
  sentence: { years: 8, months: 0, days: 0 },
  charges: [{ law: 'CP', article: '157', description: 'Roubo' }],
  decisionSummary: 'Texto sintético.',
  wanted: {
    names: ['ANA LIMA'],
    aliases: ['ANINHA'],
    motherNames: ['JOSEFA LIMA'],
    fatherNames: ['JOÃO LIMA'],
    birthDates: ['1984-05-12'],
    sex: 'FEMININO',
    cpf: '52998224725',
  },
  contact,
};
const named = (secrecy: WarrantFacts['secrecy']): WarrantFacts => ({
  ...facts,
  secrecy,
  namedUnit: { body: 'PCPE', unit: 'DRACO' },
});
const openTo = [
  { token: 'court:8.17.0001', shows: 'OPEN' },
  { token: `case:${processNumber}`, shows: 'OPEN' },
  { token: 'unit:PCPE/DRACO', shows: 'OPEN' },
];

describe('the entry of a warrant', () => {
  it('says its number and whom it names, and no status, kind, court, charge or validity', () => {
    expect(indexEntry(facts, endpoint)).toEqual({
      audience: [{ token: 'all', shows: 'OPEN' }],
      contactUnit: contact,
      identifiers: [
        { kind: 'WARRANT_NUMBER', value: number },
        { kind: 'PROCESS_NUMBER', value: processNumber },
      ],
      edges: [{ role: 'WANTED', kind: 'individual', identifier: { kind: 'CPF', value: '52998224725' } }],
      basics: {
        warrant: {
          number,
          declaredIdentities: [
            {
              names: ['ANA LIMA'],
              aliases: ['ANINHA'],
              motherName: 'JOSEFA LIMA',
              birthDate: '1984-05-12',
              sex: 'FEMININO',
              cpf: '52998224725',
            },
          ],
        },
      },
    });
  });

  it('is the same pending, served, revoked and cancelled', () => {
    for (const status of ['CUMPRIDO', 'REVOGADO', 'CANCELADO'] as const)
      expect(
        indexEntry(
          { ...facts, status, service: { servedAt: '2026-11-20T10:00:00-03:00', unit: 'DP', uf: 'PE' } },
          endpoint,
        ),
      ).toEqual(indexEntry(facts, endpoint));
  });

  it('links nobody by a name: without a CPF there is no edge', () => {
    const { cpf: _, ...wanted } = facts.wanted;
    expect(indexEntry({ ...facts, wanted }, endpoint).edges).toEqual([]);
  });

  it('keeps every declared mother and birth date, each in an identity', () => {
    const wanted = { ...facts.wanted, motherNames: ['JOSEFA LIMA', 'MARIA LIMA'], birthDates: ['1984-05-12'] };
    expect(indexEntry({ ...facts, wanted }, endpoint).basics.warrant?.declaredIdentities).toMatchObject([
      { motherName: 'JOSEFA LIMA', birthDate: '1984-05-12' },
      { motherName: 'MARIA LIMA', birthDate: '1984-05-12' },
    ]);
  });

  it('has an identity where neither mother nor birth date is declared', () => {
    const wanted = { ...facts.wanted, motherNames: [], birthDates: [] };
    expect(indexEntry({ ...facts, wanted }, endpoint).basics.warrant?.declaredIdentities).toHaveLength(1);
  });
});

describe('the audience of a warrant (Res. CNJ 251/2018, art. 11)', () => {
  it('is everybody for a public one', () => {
    expect(indexEntry(facts, endpoint).audience).toEqual([{ token: 'all', shows: 'OPEN' }]);
  });

  it('of a restricted one: case and named unit; police learn that it exists and whom to call', () => {
    expect(indexEntry(named('RESTRITO'), endpoint).audience).toEqual([
      ...openTo.slice(1),
      { token: 'profile:patrol', shows: 'EXISTENCE_ONLY' },
      { token: 'profile:investigator', shows: 'EXISTENCE_ONLY' },
      { token: 'profile:military', shows: 'EXISTENCE_ONLY' },
    ]);
  });

  it('of a secret one: court, case and named unit, and for anyone else it does not exist', () => {
    expect(indexEntry(named('SIGILOSO'), endpoint).audience).toEqual(openTo);
  });

  it.each(['RESTRITO', 'SIGILOSO'] as const)('of a %s one never names everybody or an unnamed unit', (secrecy) => {
    const tokens = indexEntry({ ...facts, secrecy }, endpoint).audience.map(({ token }) => token);
    expect(tokens.filter((token) => token === 'all' || token.startsWith('unit:'))).toEqual([]);
  });
});
