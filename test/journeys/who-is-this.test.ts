// A name, a number or a face stands for more than one person oftener than anybody thinks, and a warrant can be yesterday's. Four stories of
// telling people apart and of saying no more than is known: namesakes, one CPF with two claimants, a warrant served yesterday, and a
// warrant that names no CPF.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFederation } from '../federation.ts';
import type { Federation } from '../federation.ts';
import { askStored, holdersAsked, investigatorWithACase, maskedCpf, patrolAtAStop, told, visible } from './telling.ts';

let federation: Federation;
beforeAll(async () => {
  federation = await startFederation({ patient: true });
});
afterAll(() => federation?.close());

interface Named {
  readonly name: string;
  readonly motherName: string;
  readonly birthDate: string;
  readonly cpf: string;
}

// Three women are called MARIA JOSÉ DOS SANTOS SILVA; two of them were born on one day.
// By name and birth date the patrol finds two people, never one made of both, and sees what separates them: the mother.
// With the mother's name one remains; the third is another year's child and is found by name alone, by those who may search so.
describe('namesakes', () => {
  const [first, second, third] = told.namesakes.people;

  it('are two people under one name and birth date, and the mother tells them apart', async () => {
    federation.received();
    const answer = await askStored(federation, 'homonimos');
    const { byBirthDate, byMother } = answer.data;
    const found: Named[] = byBirthDate.edges.map(({ node }: { node: Named }) => node);
    expect(byBirthDate.totalCount).toBe(2);
    expect(found.map(({ name }) => name)).toEqual([told.namesakes.name, told.namesakes.name]);
    expect(found.map(({ birthDate }) => birthDate)).toEqual([first.birthDate, first.birthDate]);
    expect(found.map(({ motherName }) => motherName).sort()).toEqual([first.motherName, second.motherName].sort());
    expect(found.map(({ cpf }) => cpf).sort()).toEqual([maskedCpf(first.cpf), maskedCpf(second.cpf)].sort());
    for (const { match } of byBirthDate.edges) {
      // A mother who was not asked for is no evidence for anybody.
      expect(match.band).toBe('LIKELY');
      expect(match.reasons).toEqual(expect.arrayContaining(['nomes iguais', 'mesma data de nascimento']));
    }

    expect(byMother.totalCount).toBe(1);
    expect(byMother.edges[0]).toMatchObject({
      node: { motherName: first.motherName, birthDate: first.birthDate },
      match: { reasons: expect.arrayContaining(['nomes iguais', 'mesmo nome da mãe']) as unknown },
    });

    expect(visible(answer)).toEqual({
      errors: [],
      outcomes: { byBirthDate: 'HIT', byMother: 'HIT' },
      sources: {
        'national-index/SENASP': 'ANSWERED',
        'individuals/PE': 'ANSWERED',
        'individuals/AL': 'ANSWERED',
        warrants: 'NO_POINTER',
      },
      masked: expect.arrayContaining(['byBirthDate.edges.0.node.cpf', 'byBirthDate.edges.1.node.cpf']) as unknown,
    });
    expect(holdersAsked(federation)).toEqual(['individuals/AL', 'individuals/PE']);
  });

  it('are all three found by the name alone, which takes an investigator with a case', async () => {
    const answer = await askStored(federation, 'lista', { variables: { name: told.namesakes.name } });
    const found: Named[] = answer.data.findIndividualsFreely.edges.map(({ node }: { node: Named }) => node);
    const three = found.filter(({ name }) => name === told.namesakes.name);
    expect(three.map(({ cpf, motherName, birthDate }) => ({ cpf, motherName, birthDate }))).toEqual(
      expect.arrayContaining(
        [first, second, third].map(({ cpf, motherName, birthDate }) => ({ cpf, motherName, birthDate })),
      ),
    );
    expect(new Set(three.map(({ motherName, birthDate }) => `${motherName} ${birthDate}`)).size).toBe(3);
    expect(visible(answer)).toMatchObject({ errors: [], outcomes: { findIndividualsFreely: 'HIT' }, masked: [] });

    const refused = await askStored(federation, 'lista', { as: patrolAtAStop });
    expect(refused.data).toEqual({ findIndividualsFreely: null });
    expect(visible(refused).errors).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE findIndividualsFreely']);
  });
});

// Two people, with two mothers and two birth dates, use one CPF.
// The look-up by it lists both, each under the warning that the identity is disputed, each with own records.
// Whose it really is, is not for the network to say.
describe('a CPF with two claimants', () => {
  it('lists both, and says of both that the identity is disputed', async () => {
    const { cpf, people } = told.disputedCpf;
    federation.received();
    const answer = await federation.ask(
      `query ($cpf: CPF!) {
        individuals(cpf: $cpf) {
          subjects { id name motherName birthDate cpf identityDisputed records { holder name motherName } warrants { totalCount } }
          probes { records { name } }
        }
      }`,
      { cpf },
      investigatorWithACase,
    );
    const { subjects, probes } = answer.data.individuals;
    expect(subjects).toHaveLength(2);
    expect(subjects).toEqual(
      expect.arrayContaining(
        people.map(({ name, motherName, birthDate, holders }) =>
          expect.objectContaining({
            name,
            motherName,
            birthDate,
            cpf,
            identityDisputed: true,
            records: holders.map((holder) => ({ holder, name, motherName })),
            warrants: { totalCount: 0 },
          }),
        ),
      ),
    );
    expect(subjects[0].id).not.toBe(subjects[1].id);
    expect(probes).toEqual([]);
    expect(visible(answer)).toEqual({
      errors: [],
      outcomes: { individuals: 'HIT' },
      sources: {
        'national-index/SENASP': 'ANSWERED',
        'individuals/PE': 'ANSWERED',
        'individuals/MG': 'ANSWERED',
      },
      masked: [],
    });
    expect(holdersAsked(federation)).toEqual(['individuals/MG', 'individuals/PE']);
  });
});

// A man was arrested yesterday on a warrant that every old list still has as open.
// The index knows that the warrant exists and not what has become of it: the status comes from the CNJ, at the moment of the question.
// So the patrol reads CUMPRIDO, and is told by another state that he is in custody.
describe('a warrant served yesterday', () => {
  const { cpf, warrantNumber, namesake } = told.servedYesterday;

  it('is shown as served, and never as a reason to arrest', async () => {
    federation.received();
    const answer = await askStored(federation, 'mandado-cumprido-ontem');
    const [person, ...others] = answer.data.individuals.subjects;
    expect(others).toEqual([]);
    expect(person).toMatchObject({ name: told.servedYesterday.name, cpf: maskedCpf(cpf), identityDisputed: false });
    const [edge, ...further] = person.warrants.edges;
    expect(further).toEqual([]);
    expect(edge.node).toMatchObject({
      number: warrantNumber,
      record: {
        holder: 'CNJ',
        warrantStatus: 'CUMPRIDO',
        statusSince: expect.stringMatching(/^2026-11-20T/) as string,
        service: { servedAt: expect.stringMatching(/^2026-11-20T/) as string },
        alerts: [{ severity: 'INFO', kind: 'CONTACT_UNIT', text: 'Mandado encerrado: não autoriza prisão.' }],
      },
    });
    const inCustody = person.records.filter(({ custody }: { custody: unknown }) => custody !== null);
    expect(inCustody).toMatchObject([
      { holder: 'PE', custody: { since: '2026-11-20', kind: 'PROVISORIA' }, alerts: [{ kind: 'IN_CUSTODY' }] },
    ]);
    expect(answer.text).not.toContain('PENDENTE_DE_CUMPRIMENTO');
    expect(answer.text).not.toContain('WANTED');
    expect(visible(answer)).toEqual({
      errors: [],
      outcomes: { individuals: 'HIT' },
      sources: {
        'national-index/SENASP': 'ANSWERED',
        'individuals/PE': 'ANSWERED',
        'individuals/PB': 'ANSWERED',
        'individuals/SP': 'ANSWERED',
        'warrants/CNJ': 'ANSWERED',
      },
      masked: ['individuals.subjects.0.cpf'],
    });
    expect(holdersAsked(federation)).toEqual(['individuals/PB', 'individuals/PE', 'individuals/SP', 'warrants/CNJ']);
  });

  it('is nowhere in the index with its status: no column, no word', async () => {
    const sql = federation.database('national-index/SENASP');
    const columns = await sql<{ name: string }[]>`
      select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'`;
    expect(columns.length).toBeGreaterThan(10);
    expect(columns.map(({ name }) => name).filter((name) => /status|situa|pend|served|active/i.test(name))).toEqual([]);
    const [entry] = await sql<{ text: string }[]>`
      select entry::text as text from entry where entry::text like ${`%${warrantNumber}%`}`;
    expect(entry?.text).toContain(warrantNumber);
    for (const word of ['CUMPRIDO', 'PENDENTE', 'REVOGADO', 'warrantStatus', '2026-11-20'])
      expect(entry?.text).not.toContain(word);
  });

  it('is not the namesake’s, who has the same name and birth date and another mother', async () => {
    federation.received();
    const answer = await askStored(federation, 'mandado-cumprido-ontem', { variables: { cpf: namesake.cpf } });
    const [person] = answer.data.individuals.subjects;
    expect(person).toMatchObject({ name: told.servedYesterday.name, motherName: namesake.motherName });
    expect(person.warrants).toEqual({ totalCount: 0, edges: [] });
    expect(visible(answer).sources).toEqual({
      'national-index/SENASP': 'ANSWERED',
      'individuals/BA': 'ANSWERED',
      warrants: 'NO_POINTER',
    });
    expect(holdersAsked(federation)).toEqual(['individuals/BA']);
  });
});

// A court wants somebody and wrote name, mother and birth date, but no CPF.
// Asked by his CPF the network finds the warrant all the same, says how sure it is, and gives the reasons.
// Nobody is told "not wanted" while such a warrant stands unexamined.
describe('a warrant without a CPF', () => {
  it('is found through name, mother and birth date, with the reasons', async () => {
    const { cpf, name, warrantNumber } = told.likelyWarrant;
    federation.received();
    const answer = await askStored(federation, 'mandado-cumprido-ontem', { variables: { cpf } });
    const [person] = answer.data.individuals.subjects;
    expect(person).toMatchObject({ name, cpf: maskedCpf(cpf) });
    expect(person.warrants).toMatchObject({
      totalCount: 1,
      edges: [
        {
          match: {
            band: expect.stringMatching(/^(STRONG|LIKELY)$/) as string,
            reasons: ['nomes iguais', 'mesmo nome da mãe', 'mesma data de nascimento'],
          },
          node: {
            number: warrantNumber,
            record: {
              warrantStatus: 'PENDENTE_DE_CUMPRIMENTO',
              alerts: [
                { severity: 'STOP', kind: 'WANTED', doNext: expect.stringMatching(/^Confirme a identidade/) as string },
              ],
            },
          },
        },
      ],
    });
    expect(visible(answer)).toEqual({
      errors: [],
      outcomes: { individuals: 'HIT' },
      sources: {
        'national-index/SENASP': 'ANSWERED',
        'individuals/PE': 'ANSWERED',
        'individuals/BA': 'ANSWERED',
        'warrants/CNJ': 'ANSWERED',
      },
      masked: ['individuals.subjects.0.cpf'],
    });
    expect(holdersAsked(federation)).toEqual(['individuals/BA', 'individuals/PE', 'warrants/CNJ']);
  });
});
