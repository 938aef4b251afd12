import { describe, expect, it } from 'vitest';
import type { Asker } from '#kit/caller.ts';
import { profiles } from '#kit/caller.ts';
import type { Presentation } from '#kit/record-source.ts';
import { indexEntry } from './index-entry.ts';
import type { WarrantFacts } from './record.ts';
import { verdict } from './verdict.ts';

/** J.TR.OOOO of the process number. */
const court = '8.17.0001';
const processNumber = '00000013320268170001';
const facts: WarrantFacts = {
  recordId: 'r1',
  number: '1'.repeat(28),
  processNumber,
  kind: 'PREVENTIVA',
  secrecy: 'PUBLICO',
  status: 'PENDENTE_DE_CUMPRIMENTO',
  statusSince: '2026-01-01T12:00:00-03:00',
  issuedOn: '2026-01-01',
  court: '1ª VARA CRIMINAL DO RECIFE/PE',
  courtUf: 'PE',
  judge: 'JUÍZA MODELO',
  charges: [],
  decisionSummary: 'Texto sintético.',
  wanted: { names: ['ANA LIMA'], aliases: [], motherNames: [], fatherNames: [], birthDates: [], sex: 'FEMININO' },
  namedUnit: { body: 'PCPE', unit: 'DRACO' },
  contact: { unit: 'DELEGACIA DE CAPTURAS/PE', phone: '8130000000', municipality: 'RECIFE', uf: 'PE' },
};
const caller = { id: 'u1', body: 'PCPE', profile: 'investigator', level: 2, entitlements: [], tokenId: 't1' } as const;
const asked = (asker: Asker): Presentation => ({
  endpoint: { source: 'warrants', holder: 'CNJ' },
  asker,
  now: new Date(),
});
const of = (secrecy: WarrantFacts['secrecy'], asker: Asker) => verdict({ ...facts, secrecy }, asked(asker));

const withheld = { verdict: 'WITHHOLD', rule: 'RESTRITO', contact: 'DELEGACIA DE CAPTURAS/PE' };
/** Police on the street and in investigation may know that a restricted warrant exists, and whom to call; nobody else may. */
const mayKnow: readonly string[] = ['patrol', 'investigator', 'military'];
const refusalOf = (secrecy: 'RESTRITO' | 'SIGILOSO', { caller: { profile } }: Asker) =>
  secrecy === 'RESTRITO' && mayKnow.includes(profile) ? withheld : { verdict: 'HIDE', rule: secrecy };

const named: readonly (readonly [string, Asker])[] = [
  [
    'the judge in the case',
    { caller: { ...caller, profile: 'judge', court }, purpose: 'JUDGMENT', caseNumber: processNumber },
  ],
  ['the named unit', { caller: { ...caller, unit: 'DRACO' } }],
  [
    'the prosecutor of the case',
    { caller: { ...caller, profile: 'prosecutor', court }, purpose: 'PROSECUTION', caseNumber: processNumber },
  ],
];
const strangers: readonly (readonly [string, Asker])[] = [
  ...profiles.map((profile) => [`${profile} without more`, { caller: { ...caller, profile } }] as const),
  ['another court', { caller: { ...caller, profile: 'judge', court: '8.17.0002' } }],
  ['a unit of another body that is called alike', { caller: { ...caller, body: 'PCPB', unit: 'DRACO' } }],
  ['an auditor of the named unit', { caller: { ...caller, profile: 'auditor', unit: 'DRACO' } }],
  ['another unit', { caller: { ...caller, unit: 'DRACO DO SERTÃO' } }],
  ['the court’s name in place of its number', { caller: { ...caller, profile: 'judge', court: facts.court } }],
  ['a unit that calls itself as the court', { caller: { ...caller, unit: court } }],
  [
    'another case',
    { caller: { ...caller, profile: 'prosecutor', court }, purpose: 'PROSECUTION', caseNumber: '00000021820268170001' },
  ],
  ['a prosecutor of the court who states no case', { caller: { ...caller, profile: 'prosecutor', court } }],
  [
    'a prosecutor at another court who states the case',
    {
      caller: { ...caller, profile: 'prosecutor', court: '8.17.0002' },
      purpose: 'PROSECUTION',
      caseNumber: processNumber,
    },
  ],
  [
    'a prosecutor whose token names no court',
    { caller: { ...caller, profile: 'prosecutor' }, purpose: 'PROSECUTION', caseNumber: processNumber },
  ],
  // A purpose that the profile may not state counts as none, and the case with it.
  [
    'the number of the case under a purpose that is not theirs',
    { caller: { ...caller, court }, purpose: 'PROSECUTION', caseNumber: processNumber },
  ],
  [
    'the number of the case without a purpose',
    { caller: { ...caller, profile: 'prosecutor', court }, caseNumber: processNumber },
  ],
];

describe('a public warrant', () => {
  it.each([...named, ...strangers])('is given to %s', (_who, asker) => {
    expect(of('PUBLICO', asker)).toEqual({ verdict: 'ALLOW' });
  });
});

describe.each([
  ['restricted', 'RESTRITO'],
  ['secret', 'SIGILOSO'],
] as const)('a %s warrant', (_kind, secrecy) => {
  it.each(named)('is given to %s', (_who, asker) => {
    expect(of(secrecy, asker)).toEqual({ verdict: 'ALLOW' });
  });

  it.each(strangers)('is not given to %s', (_who, asker) => {
    expect(of(secrecy, asker)).toEqual(refusalOf(secrecy, asker));
  });

  it('that names no unit is given to no unit', () => {
    const { namedUnit: _, ...unnamed } = { ...facts, secrecy };
    const asker = { caller: { ...caller, unit: 'undefined' } };
    expect(verdict(unnamed, asked(asker))).toEqual(refusalOf(secrecy, asker));
  });
});

it('a secret warrant is given to the issuing court without more, a restricted one to its judge in the case', () => {
  const judge: Asker = { caller: { ...caller, profile: 'judge', court } };
  expect(of('SIGILOSO', judge)).toEqual({ verdict: 'ALLOW' });
  expect(of('RESTRITO', judge)).toEqual({ verdict: 'HIDE', rule: 'RESTRITO' });
});

it('agrees with the index on who may see a secret warrant', () => {
  const audience = indexEntry({ ...facts, secrecy: 'SIGILOSO' }, { source: 'warrants', holder: 'CNJ' }).audience;
  expect(audience.map(({ token }) => token)).toEqual([`court:${court}`, `case:${processNumber}`, 'unit:PCPE/DRACO']);
});
