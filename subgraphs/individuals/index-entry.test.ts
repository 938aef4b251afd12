import { describe, expect, it } from 'vitest';
import { indexEntry } from './index-entry.ts';
import type { IndividualFacts } from './record.ts';

const endpoint = { source: 'individuals', holder: 'PE' };
const contact = { unit: 'DP/PE', phone: '8130000000', municipality: 'RECIFE', uf: 'PE' };
const bare: IndividualFacts = {
  recordId: 'r1',
  name: 'ANA LIMA',
  aliases: [],
  sex: 'FEMININO',
  nationality: 'BRASILEIRA',
  documents: [],
  photos: [],
  physicalSigns: [],
  healthNotes: [],
  addresses: [],
  phones: [],
  entries: [],
  contact,
};
const whole: IndividualFacts = {
  ...bare,
  socialName: 'ANA CLARA LIMA',
  aliases: ['ANINHA'],
  motherName: 'JOSEFA LIMA',
  fatherName: 'JOÃO LIMA',
  birthDate: '1984-05-12',
  birthPlace: 'RECIFE/PE',
  cpf: '52998224725',
  documents: [
    { kind: 'CTPS', number: '99' },
    { kind: 'RG', number: '1234567', issuer: 'SDS', uf: 'PE' },
    { kind: 'RG', number: '7654321', uf: 'PB' },
  ],
  occupation: 'MOTORISTA',
  photos: [{ reference: 'f1', takenOn: '2020-01-01', view: 'FRONTAL' }],
  physicalSigns: [{ kind: 'TATUAGEM', description: 'ÂNCORA' }],
  healthNotes: ['asma'],
  phones: [{ number: '81999990000', informedOn: '2020-01-01' }],
  death: { date: '2024-08-17' },
  custody: { unit: 'CT/PE', since: '2026-11-20', kind: 'PROVISORIA' },
  entries: [
    {
      kind: 'PROCESSO',
      number: '1',
      unit: 'VARA',
      uf: 'PE',
      role: 'REU',
      stage: 'INSTRUÇÃO',
      subject: 'Furto',
      date: '2020-01-01',
    },
  ],
};

describe('the entry of a person', () => {
  it('says who it is and how to find it, and nothing that is held against anybody', () => {
    expect(indexEntry(whole, endpoint)).toEqual({
      audience: [{ token: 'all', shows: 'OPEN' }],
      contactUnit: contact,
      identifiers: [
        { kind: 'CPF', value: '52998224725' },
        { kind: 'RG', value: '1234567', place: 'PE' },
        { kind: 'RG', value: '7654321', place: 'PB' },
      ],
      edges: [],
      basics: {
        person: {
          names: ['ANA CLARA LIMA', 'ANA LIMA'],
          aliases: ['ANINHA'],
          motherName: 'JOSEFA LIMA',
          birthDate: '1984-05-12',
          sex: 'FEMININO',
          cpf: '52998224725',
          rg: '1234567',
          rgUf: 'PE',
        },
      },
    });
  });

  it('is the same with and without police entries, custody and death', () => {
    const { custody: _c, death: _d, ...clean } = whole;
    expect(indexEntry({ ...clean, entries: [] }, endpoint)).toEqual(indexEntry(whole, endpoint));
  });

  it('leaves out what the holder does not know', () => {
    expect(indexEntry(bare, endpoint)).toMatchObject({
      identifiers: [],
      basics: { person: { names: ['ANA LIMA'], sex: 'FEMININO' } },
    });
    expect(Object.keys(indexEntry(bare, endpoint).basics.person ?? {}).sort()).toEqual(['names', 'sex']);
  });

  it.each(['NÃO INFORMADO', 'IGNORADA', ''])(
    'takes "%s" for no mother: a placeholder would join strangers',
    (motherName) => {
      expect(indexEntry({ ...bare, motherName }, endpoint).basics.person).not.toHaveProperty('motherName');
    },
  );
});
