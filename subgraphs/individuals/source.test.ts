// The executable schema of the source, asked as an endpoint asks it, over one record in memory: what this asker is shown of it.
import { graphql } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Asker, Profile } from '#kit/caller.ts';
import type { HolderContext } from '#kit/context.ts';
import { maskCpf } from '#kit/identifiers/cpf.ts';
import { parseOverlay } from '#kit/rules/overlay.ts';
import type { Overlay } from '#kit/rules/overlay.ts';
import { defineSubgraph } from '#kit/subgraph.ts';
import type { Verdict } from '#kit/wire/protocol.ts';
import type { IndividualFacts } from './record.ts';
import { individuals } from './source.ts';

const cpf = '52998224725';
const facts: IndividualFacts = {
  recordId: 'r1',
  name: 'ANA LIMA',
  aliases: [],
  sex: 'FEMININO',
  nationality: 'BRASILEIRA',
  cpf,
  documents: [
    { kind: 'CIN', number: cpf },
    { kind: 'CIN', number: '529.982.247-25' },
    { kind: 'RG', number: '24678131-2', uf: 'SP' },
    { kind: 'RG', number: `CPF ${cpf}`, uf: 'PE' },
  ],
  photos: [],
  physicalSigns: [],
  healthNotes: [],
  addresses: [],
  phones: [],
  death: { date: '2024-08-17' },
  custody: { unit: 'CT/PE', since: '2026-11-20', kind: 'PROVISORIA' },
  entries: [],
  contact: { unit: 'DP/PE', phone: '8130000000', municipality: 'RECIFE', uf: 'PE' },
};

const { records } = individuals;
if (!records) throw new Error('the source keeps records');

async function ask(profile: Profile, fields: string, overlay?: Overlay) {
  const asker: Asker = { caller: { id: 'u1', body: 'B', profile, level: 2, entitlements: [], tokenId: 't1' } };
  const verdicts: Verdict[] = [];
  const stored = { recordId: 'r1', version: 1, updatedAt: new Date('2026-01-01T00:00:00Z'), facts };
  const contextValue: HolderContext<unknown> = {
    endpoint: { source: 'individuals', holder: 'PE' },
    services: { load: async () => stored },
    askers: [asker],
    now: new Date('2026-11-21T15:00:00Z'),
    ...(overlay && { overlay }),
    verdicts,
  };
  const { data, errors } = await graphql({
    schema: individuals.schema,
    source: `query ($list: [_Any!]!) { _entities(representations: $list) { ... on IndividualRecord { ${fields} } } }`,
    variableValues: { list: [{ __typename: 'IndividualRecord', holder: 'PE', recordId: 'r1' }] },
    contextValue,
  });
  expect(errors).toBeUndefined();
  return { record: (data?.['_entities'] as readonly Record<string, never>[])[0] ?? {}, verdicts };
}

const overlaid = (rule: object) =>
  parseOverlay({ version: 1, rules: [{ contact: 'CENTRAL/PE', ...rule }] }, individuals as never);

describe('the number of a document', () => {
  const numbers = ({ record }: Awaited<ReturnType<typeof ask>>) =>
    (record['documents'] as unknown as readonly { readonly number: string }[]).map(({ number }) => number);

  it.each(['patrol', 'military'] as const)('is masked for %s where it is a CPF, and is said to be', async (profile) => {
    const asked = await ask(profile, 'documents { kind number }');
    const masked = maskCpf(cpf);
    expect(numbers(asked)).toEqual([masked, masked, '24678131-2', `CPF ${masked}`]);
    expect(asked.verdicts).toEqual(
      [0, 1, 3].map((at) => ({
        path: ['_entities', 0, 'documents', at, 'number'],
        verdict: 'MASK',
        rule: 'IdentityDocument.number',
      })),
    );
  });

  it.each(['investigator', 'prosecutor', 'judge'] as const)('is whole for %s', async (profile) => {
    const asked = await ask(profile, 'documents { number }');
    expect(numbers(asked)).toEqual(facts.documents.map(({ number }) => number));
    expect(asked.verdicts).toEqual([]);
  });

  it('takes no other mask of a holder than none of it', () => {
    const masking = (as: string) => () => overlaid({ field: 'IdentityDocument.number', decision: 'MASK', as });
    expect(masking('CPF')).toThrow(/only NULL is narrower/);
    expect(masking('LAST_6')).toThrow(/only NULL is narrower/);
    expect(masking('NULL')).not.toThrow();
  });
});

describe('an alert', () => {
  const kinds = async (profile: Profile, overlay?: Overlay) => {
    const { record } = await ask(profile, 'alerts { kind }', overlay);
    return (record['alerts'] as unknown as readonly { readonly kind: string }[]).map(({ kind }) => kind);
  };

  it.each(['municipal-guard', 'inspector'] as const)(
    'tells %s nothing of custody and death, which the rule denies',
    async (profile) => {
      expect((await ask(profile, 'custody { unit } death { date }')).record).toEqual({ custody: null, death: null });
      expect(await kinds(profile)).toEqual([]);
    },
  );

  it.each(['patrol', 'military', 'investigator', 'prosecutor', 'judge'] as const)(
    'tells %s of both',
    async (profile) => {
      expect(await kinds(profile)).toEqual(['IN_CUSTODY', 'DECEASED']);
    },
  );

  it.each([
    ['denies', { decision: 'DENY' }],
    ['masks', { decision: 'MASK', as: 'NULL' }],
  ])('is silent where the endpoint %s the field, but for whom it excepts', async (_, decision) => {
    const rule = overlaid({ field: 'IndividualRecord.custody', unless: { profiles: ['judge'] }, ...decision });
    expect(await kinds('patrol', rule)).toEqual(['DECEASED']);
    expect(await kinds('judge', rule)).toEqual(['IN_CUSTODY', 'DECEASED']);
  });
});

describe('a source of records with alerts', () => {
  const define = (alertsTell: Readonly<Record<string, string>> | undefined) => () =>
    defineSubgraph<IndividualFacts>({
      source: 'individuals',
      schema: new URL('schema.graphql', import.meta.url),
      migrations: new URL('migrations/', import.meta.url),
      records: { ...records, alertsTell } as typeof records,
    });

  it('says of which fields they tell, and of fields that have a rule', () => {
    expect(define(undefined)).toThrow('nobody says which fields the alerts tell of');
    expect(define({ IN_CUSTODY: 'prison' })).toThrow('IndividualRecord.prison, which has no rule');
  });
});
