import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Asker } from '#kit/caller.ts';
import { investigator, startStubNetwork } from '../../test/stub-network.ts';
import type { StubNetwork } from '../../test/stub-network.ts';
import { endpoints, find, maria, pointer, root } from '../../test/stub-people.ts';
import { complete } from './completeness.ts';
import { SourceReport } from './report.ts';

let network: StubNetwork;
let crowd = 0;
beforeAll(async () => {
  const individualsByDocument = () => ({
    subjects: Array.from({ length: crowd }, (_, at) => ({
      ...maria,
      id: `p${at}`,
      identities: [{ source: 'individuals', holder: 'SP', documents }],
      records: [pointer('individuals/SP', String(at))],
    })),
  });
  network = await startStubNetwork({ root: { ...root, individualsByDocument }, endpoints, find });
});
beforeEach(() => network.reset());
afterAll(() => network?.stop());

/** As an index that forgot to mask would send them. */
const documents = ['7315924', '52998224725'].map((number) => ({ kind: 'RG', number }));

const patrol: Asker = {
  caller: { ...investigator.caller, profile: 'patrol' },
  purpose: 'STOP',
};

const crowded = `{ individualsByDocument(rg: "1", uf: SP) { subjects { id records { occupation name } } } }`;

describe('the data', () => {
  it('has the keys of the client in the order of the client, denied ones null among them', async () => {
    crowd = 1;
    const asked = await network.ask(
      `{ individualsByDocument(rg: "1", uf: SP) { subjects { ...B a: id records { z: name b: occupation a: holder } } kind: __typename } }
       fragment B on Individual { type: __typename name }`,
      { asker: patrol },
    );
    expect(JSON.stringify(asked.data)).toBe(
      '{"individualsByDocument":{"subjects":[{"type":"Individual","name":"Maria Souza","a":"p0",' +
        '"records":[{"z":"individuals/SP 0","b":null,"a":"SP"}]}],"kind":"IndividualLookup"}}',
    );
  });

  it('never asks a holder for a denied field', async () => {
    crowd = 1;
    await network.ask(crowded, { asker: patrol });
    const [body] = network.holders.get('individuals/SP')?.take() ?? [];
    expect(body?.query).toContain('name');
    expect(body?.query).not.toContain('occupation');
  });

  it('has no key of ours', async () => {
    crowd = 1;
    const asked = await network.ask(`{ search(text: "x") { hits { edges { node { subject { __typename } } } } } }`);
    expect(JSON.stringify(asked.data)).not.toContain('infoseg');
  });
});

describe('a denied field', () => {
  it('has an error at each place, with the rule, what it needs and whom to ask', async () => {
    crowd = 2;
    const asked = await network.ask(crowded, { asker: patrol });
    expect(asked.errors).toEqual(
      [0, 1].map((at) => ({
        message: 'Seu perfil não consulta este campo nas condições informadas.',
        path: ['individualsByDocument', 'subjects', at, 'records', 0, 'occupation'],
        extensions: {
          code: 'UNAUTHORIZED_FIELD_OR_TYPE',
          rule: 'IndividualRecord.occupation',
          needs: expect.any(Array) as string[],
          contact: 'Plantão SP, 61 3000-0000',
        },
      })),
    );
    expect(asked.extensions.outcomes[0]?.outcome).toBe('HIT');
    expect(asked.withheld).toEqual([{ field: 'IndividualRecord.occupation', rule: 'IndividualRecord.occupation' }]);
  });

  it('has twenty errors and one for all others in a long list', async () => {
    crowd = 30;
    const asked = await network.ask(crowded, { asker: patrol });
    expect(asked.errors).toHaveLength(21);
    expect(asked.errors.at(-1)?.path).toEqual(['individualsByDocument', 'subjects', '@', 'records', '@', 'occupation']);
  });

  it('stands at the place that it has after a record before it went', async () => {
    crowd = 1;
    const stub = network.holders.get('individuals/SP');
    if (stub) stub.verdicts = () => [{ path: ['_entities', 0], verdict: 'GONE' }];
    const asked = await network.ask(
      `{ individuals(cpf: "52998224725") { subjects { records { name occupation } } probes { holder } } }`,
      { asker: patrol },
    );
    expect(asked.errors.map(({ path }) => path)).toEqual([['individuals', 'subjects', 0, 'records', 0, 'occupation']]);
  });

  it('at the root makes its outcome NO_HIT, which says whose view it is', async () => {
    const asked = await network.ask(`{ findVehicles(search: { platePattern: "ABC*" }) { edges { cursor } } }`, {
      asker: patrol,
    });
    expect(asked.data).toEqual({ findVehicles: null });
    expect(asked.extensions.outcomes).toEqual([
      { field: 'findVehicles', outcome: 'NO_HIT', sentence: 'Nada que seu perfil possa consultar, às 14:32.' },
    ]);
  });
});

describe('a masked field', () => {
  it('is listed where it has a value', async () => {
    crowd = 0;
    const asked = await network.ask(
      `{ individuals(cpf: "52998224725") { subjects { cpf motherName records { cpf } } probes { holder } } }`,
      { asker: patrol },
    );
    expect(asked.extensions.masked).toEqual([
      ['individuals', 'subjects', 0, 'cpf'],
      ['individuals', 'subjects', 0, 'records', 0, 'cpf'],
      ['individuals', 'subjects', 0, 'records', 1, 'cpf'],
    ]);
  });
});

describe('a field that is masked only where it is a CPF', () => {
  const query = `{ individualsByDocument(rg: "1", uf: SP) { subjects { identities { documents { number } } } } }`;
  const numbers = (shown: readonly string[]) => [{ identities: [{ documents: shown.map((number) => ({ number })) }] }];

  it('is masked and listed there, and nowhere else', async () => {
    crowd = 1;
    const asked = await network.ask(query, { asker: patrol });
    expect(asked.data).toEqual({ individualsByDocument: { subjects: numbers(['7315924', '***.982.247-**']) } });
    expect(asked.extensions.masked).toEqual([
      ['individualsByDocument', 'subjects', 0, 'identities', 0, 'documents', 1, 'number'],
    ]);
  });

  it('is whole for whom the CPF is', async () => {
    crowd = 1;
    const asked = await network.ask(query, { asker: investigator });
    expect(asked.data).toEqual({ individualsByDocument: { subjects: numbers(['7315924', '52998224725']) } });
    expect(asked.extensions.masked).toEqual([]);
  });
});

describe('for the journal', () => {
  it('the subjects, records and fields that were shown are named, each once', async () => {
    const asked = await network.ask(
      `{ a: individuals(cpf: "52998224725") { subjects { name records { name photos { reference } } } probes { holder } }
         b: individuals(cpf: "52998224725") { subjects { name } probes { holder } } }`,
    );
    expect(asked.subjects).toEqual([{ kind: 'INDIVIDUAL', id: 'p1' }]);
    expect(asked.records).toEqual([
      { kind: 'INDIVIDUAL_RECORD', holder: 'SP', recordId: '1' },
      { kind: 'INDIVIDUAL_RECORD', holder: 'RJ', recordId: '2' },
    ]);
    expect(asked.fields).toEqual([
      'Individual.name',
      'Individual.records',
      'IndividualLookup.probes',
      'IndividualLookup.subjects',
      'IndividualRecord.name',
      'IndividualRecord.photos',
      'Photo.reference',
      'Query.individuals',
    ]);
  });
});

describe('sentences', () => {
  it('come in the language of the caller, in the time of Brasília', async () => {
    const ask = async (language: 'pt-BR' | 'en' | 'es') => {
      const asked = await network.ask(`{ individuals(cpf: "39053344705") { subjects { id } } }`, { language });
      return [asked.extensions.outcomes[0]?.sentence, asked.extensions.notice];
    };
    expect(await ask('pt-BR')).toEqual([
      'Nada que seu perfil possa consultar, às 14:32.',
      'Não é certidão de antecedentes.',
    ]);
    expect(await ask('en')).toEqual([
      'Nothing that your profile may consult, at 14:32 (Brasília).',
      'This is not a criminal record certificate.',
    ]);
    expect(await ask('es')).toEqual([
      'Nada que su perfil pueda consultar, a las 14:32 (Brasilia).',
      'No es un certificado de antecedentes.',
    ]);
  });
});

describe('an answer that the engine did not give', () => {
  it('is null at every root field, INCOMPLETE, and says INTERNAL', () => {
    const operation = network.authorize(`{ individuals(cpf: "52998224725") { subjects { id } } }`);
    const completed = complete({
      answer: { data: null, errors: [{ code: 'INTERNAL' }] },
      ...{ operation, report: new SourceReport(), facts: network.facts, now: 0, language: 'en', traceId: 'a' },
      directory: {
        version: 1,
        environment: 'test',
        gateway: { exchangeKey: {} },
        holders: {},
        sources: {},
        endpoints: [],
      },
    });
    expect(completed.data).toEqual({ individuals: null });
    expect(completed.errors).toEqual([{ message: 'Internal failure.', extensions: { code: 'INTERNAL' } }]);
    expect(completed.extensions.outcomes[0]?.outcome).toBe('INCOMPLETE');
  });

  it('leaves introspection, answered elsewhere, in its place', () => {
    const operation = network.authorize(`{ __schema { queryType { name } } }`);
    const completed = complete({
      answer: { data: {}, errors: [] },
      ...{ operation, report: new SourceReport(), facts: network.facts, now: 0, language: 'en', traceId: 'a' },
      directory: {
        version: 1,
        environment: 'test',
        gateway: { exchangeKey: {} },
        holders: {},
        sources: {},
        endpoints: [],
      },
      introspected: { __schema: { queryType: { name: 'Query' } } },
    });
    expect(completed.data).toEqual({ __schema: { queryType: { name: 'Query' } } });
    expect(completed.extensions.outcomes).toEqual([]);
  });
});
