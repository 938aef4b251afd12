import { describe, expect, it } from 'vitest';
import { profiles } from '#kit/caller.ts';
import type { Profile } from '#kit/caller.ts';
import type { Presentation } from '#kit/record-source.ts';
import { present } from './present.ts';
import type { IndividualFacts } from './record.ts';

type Entry = IndividualFacts['entries'][number];

const facts: IndividualFacts = {
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
  contact: { unit: 'DP/PE', phone: '8130000000', municipality: 'RECIFE', uf: 'PE' },
};
const as = (profile: Profile): Presentation => ({
  endpoint: { source: 'individuals', holder: 'PE' },
  asker: { caller: { id: 'u1', body: 'PMPE', profile, level: 2, entitlements: [], tokenId: 't1' } },
  now: new Date('2026-11-21T15:00:00Z'),
});
const entry = (role: string, stage: string): Entry => ({
  kind: 'INQUERITO',
  number: `${role}/${stage}`,
  unit: 'DP/PE',
  uf: 'PE',
  role,
  stage,
  date: '2025-01-01',
});
const shownTo = (profile: Profile, ...entries: readonly Entry[]) =>
  (present({ ...facts, entries }, as(profile)).entries ?? []).map((one) => `${one.role} ${one.stage}`);

const wholeHistory: readonly Profile[] = ['investigator', 'prosecutor', 'judge'];
const others = profiles.filter((profile) => !wholeHistory.includes(profile));
const protectedEntries = [
  entry('ABSOLVIDO', 'EM ANDAMENTO'),
  entry('VITIMA', 'EM ANDAMENTO'),
  entry('VÍTIMA', 'EM ANDAMENTO'),
  entry('TESTEMUNHA', 'EM ANDAMENTO'),
  entry('REABILITADO', 'EM ANDAMENTO'),
  entry('ADOLESCENTE', 'EM ANDAMENTO'),
  entry('CONDENADO', 'REABILITADO'),
  entry('ABSOLVIDO', 'TRANSITADO EM JULGADO'),
];

describe('the entries of a person', () => {
  it.each(others)('protect the acquitted, the rehabilitated, victims, witnesses and adolescents from %s', (profile) => {
    expect(shownTo(profile, ...protectedEntries)).toEqual([]);
  });

  it.each(['patrol', 'military'] as const)(
    'show %s nobody who does not answer for the matter, in any word',
    (profile) => {
      const roles = [
        ...[
          'VÍTIMA DE ROUBO',
          'VITIMA_FATAL',
          'vitima',
          'OFENDIDO',
          'OFENDIDA',
          'COMUNICANTE',
          'NOTICIANTE',
          'DECLARANTE',
        ],
        ...[
          'TESTEMUNHA OCULAR',
          'INFORMANTE',
          'ABSOLVIDA',
          'REABILITADA',
          'REU ABSOLVIDO',
          'EX-REU',
          'AUTOR',
          'RESPONSAVEL',
          '',
        ],
      ];
      expect(shownTo(profile, ...roles.map((role) => entry(role, 'EM ANDAMENTO')))).toEqual([]);
    },
  );

  it.each(['patrol', 'military'] as const)('show %s who answers for it, man or woman, in any spelling', (profile) => {
    const roles = [
      ...['INDICIADO', 'indiciada', 'INVESTIGADO', 'Investigada', 'RÉU', 'REU', 'ré', 'RE', 'CONDENADO', 'CONDENADA'],
      ...['AUTOR DO FATO', 'AUTOR_DO_FATO', 'AUTORA  DO FATO'],
    ];
    expect(shownTo(profile, ...roles.map((role) => entry(role, 'EM ANDAMENTO')))).toHaveLength(roles.length);
  });

  it('show patrol what is under way, however the office writes it', () => {
    const active = [
      entry('INDICIADO', 'EM ANDAMENTO'),
      entry('INDICIADO', 'EM_ANDAMENTO'),
      entry('REU', 'INSTRUÇÃO'),
      entry('CONDENADO', 'EXECUÇÃO'),
    ];
    expect(shownTo('patrol', ...active)).toHaveLength(4);
  });

  it.each(['ARQUIVADO', 'TRANSAÇÃO PENAL', 'REGISTRADO', 'EXTINTA A PUNIBILIDADE', ''])(
    'do not show patrol the stage "%s"',
    (stage) => {
      expect(shownTo('patrol', entry('INDICIADO', stage))).toEqual([]);
    },
  );

  it.each(['investigator', 'prosecutor'] as const)('are whole for a %s, but for adolescents', (profile) => {
    expect(shownTo(profile, ...protectedEntries)).toHaveLength(protectedEntries.length - 1);
    expect(shownTo(profile, entry('ADOLESCENTE', 'ENCAMINHADO À VARA DA INFÂNCIA'))).toEqual([]);
  });

  it('show an adolescent’s act to a judge alone', () => {
    const act = entry('ADOLESCENTE', 'ENCAMINHADO À VARA DA INFÂNCIA');
    expect(profiles.filter((profile) => shownTo(profile, act).length > 0)).toEqual(['judge']);
  });

  it.each<[string, Partial<Entry>]>([
    ['the role', { role: 'ADOLESCENTE INFRATOR' }],
    ['the role, in small letters', { role: 'adolescente_em_conflito_com_a_lei' }],
    ['the role, as the author of one', { role: 'AUTOR DE ATO INFRACIONAL' }],
    ['the kind', { kind: 'ATO_INFRACIONAL' }],
    ['the kind, as a report of one', { kind: 'Boletim de Ato Infracional' }],
    ['the kind, as an apprehension', { kind: 'AUTO_APREENSAO_ADOLESCENTE' }],
    ['the subject', { subject: 'Ato Infracional > Contra o Patrimônio > Furto (art. 155)' }],
  ])('show it to nobody else where %s says so', (_, words) => {
    const act = { ...entry('AUTOR DO FATO', 'EM ANDAMENTO'), ...words };
    expect(profiles.filter((profile) => shownTo(profile, act).length > 0)).toEqual(['judge']);
  });

  it('are not taken for an adolescent’s act because one is the victim', () => {
    const crime = { ...entry('INDICIADO', 'EM ANDAMENTO'), subject: 'Corrupção de adolescente' };
    expect(shownTo('patrol', crime)).toHaveLength(1);
  });
});

describe('the alerts of a person', () => {
  it('are none without a finding, and never an entry', () => {
    expect(present({ ...facts, entries: [entry('REU', 'INSTRUÇÃO')] }, as('judge')).alerts).toEqual([]);
  });

  it('name custody and death', () => {
    const custody = { unit: 'CT/PE', since: '2026-11-20', kind: 'PROVISORIA' };
    const shown = present({ ...facts, custody, death: { date: '2024-08-17' } }, as('patrol'));
    expect(shown.alerts.map(({ kind }) => kind)).toEqual(['IN_CUSTODY', 'DECEASED']);
  });
});

it('leaves the key of the record to the kit', () => {
  expect(present(facts, as('patrol'))).not.toHaveProperty('recordId');
});
