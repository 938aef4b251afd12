// What is known and not shown. Some of it is refused aloud, with the rule and whom to ask; some is shown in part; of some only that it exists;
// and some must leave no trace at all. Six stories, one nation.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFederation } from '../federation.ts';
import type { Answer, Ask, Federation } from '../federation.ts';
import {
  askStored,
  guardAtAStop,
  holdersAsked,
  investigatorWithACase,
  maskedCpf,
  patrolAtAStop,
  told,
  visible,
} from './telling.ts';

const rulesOfRioGrandeDoSul: unknown = JSON.parse(
  readFileSync(new URL('../../demo/overlays/individuals-RS.json', import.meta.url), 'utf8'),
);

const contact = 'CENTRAL DE INFORMAÇÕES/RJ';
const exceptGuards = { profiles: ['patrol', 'investigator', 'prosecutor', 'judge', 'inspector', 'military'] };
const rulesOfRioDeJaneiro = {
  version: 7,
  rules: [
    { field: 'IndividualRecord.name', decision: 'MASK', as: 'INITIALS', unless: { case: true }, contact },
    { field: 'IdentityDocument.number', decision: 'DENY', contact },
    { record: 'IndividualRecord', decision: 'HIDE', unless: exceptGuards, contact },
  ],
};

let federation: Federation;
beforeAll(async () => {
  const overlays = { 'individuals/RS': rulesOfRioGrandeDoSul, 'individuals/RJ': rulesOfRioDeJaneiro };
  federation = await startFederation({ patient: true, overlays });
});
afterAll(() => federation?.close());

// A patrol asks for a man's address and for the list of his weapons, under names of its own.
// Both are refused where they would stand, each with its rule, what is missing, and whom to ask for it.
// Nothing refused is fetched: the holders are not asked for it, and where it was all that was asked, they are not asked at all.
describe('a field that is refused', () => {
  const { cpf, name } = told.stolenPlate.owner;

  it('is null with its place, its rule, what it needs and whom to ask, and is asked of nobody', async () => {
    federation.received();
    const answer = await federation.ask(
      `query ($cpf: CPF!) {
        who: individuals(cpf: $cpf) {
          subjects { guns: weapons { totalCount } papers: records { who: name home: addresses { street } } }
          probes { records { name } }
        }
      }`,
      { cpf },
      patrolAtAStop,
    );
    expect(answer.data.who.subjects).toEqual([
      {
        guns: null,
        papers: [
          { who: name, home: null },
          { who: name, home: null },
        ],
      },
    ]);
    expect(visible(answer)).toEqual({
      errors: [
        'UNAUTHORIZED_FIELD_OR_TYPE who.subjects.0.guns',
        'UNAUTHORIZED_FIELD_OR_TYPE who.subjects.0.papers.0.home',
        'UNAUTHORIZED_FIELD_OR_TYPE who.subjects.0.papers.1.home',
      ],
      // A rule makes nothing incomplete: this is all that the profile may see.
      outcomes: { who: 'HIT' },
      sources: {
        'national-index/SENASP': 'ANSWERED',
        'individuals/PE': 'ANSWERED',
        'individuals/SP': 'ANSWERED',
      },
      masked: [],
    });
    const refusals = new Map(answer.errors.map(({ path = [], extensions }) => [path.slice(2).join('.'), extensions]));
    expect(refusals.get('0.guns')).toEqual({
      code: 'UNAUTHORIZED_FIELD_OR_TYPE',
      rule: 'Individual.weapons',
      needs: ['scope:person:weapons', 'case'],
      contact: expect.stringContaining('SENASP') as string,
    });
    const homes = ['0.papers.0.home', '0.papers.1.home'].map((place) => refusals.get(place));
    for (const home of homes)
      expect(home).toMatchObject({ rule: 'IndividualRecord.addresses', needs: ['scope:person:address', 'case'] });
    expect(homes.map((home) => home?.['contact']).sort()).toEqual([
      expect.stringContaining('CENTRAL DE INFORMAÇÕES/PE'),
      expect.stringContaining('CENTRAL DE INFORMAÇÕES/SP'),
    ]);

    const questions = federation.received();
    expect(questions.map(({ endpoint }) => endpoint).sort()).toEqual([
      'individuals/PE',
      'individuals/SP',
      'national-index/SENASP',
    ]);
    for (const { query } of questions) expect(query).not.toMatch(/addresses|street|weapons|home|guns/);
  });

  it('leaves its holder in peace where nothing else was asked', async () => {
    federation.received();
    const answer = await federation.ask(
      `query ($cpf: CPF!) { individuals(cpf: $cpf) { subjects { records { addresses { street } } } probes { records { name } } } }`,
      { cpf },
      patrolAtAStop,
    );
    expect(answer.data.individuals.subjects).toEqual([{ records: [{ addresses: null }, { addresses: null }] }]);
    expect(answer.errors).toHaveLength(2);
    expect(holdersAsked(federation)).toEqual([]);
  });

  it('is shown to an investigator who names his case', async () => {
    const question = `query ($cpf: CPF!) { individuals(cpf: $cpf) { subjects { records { addresses { street } } } probes { records { name } } } }`;
    const withCase = await federation.ask(question, { cpf }, investigatorWithACase);
    const without = await federation.ask(question, { cpf }, { profile: 'investigator' });
    expect(visible(withCase)).toMatchObject({ errors: [], outcomes: { individuals: 'HIT' } });
    for (const { addresses } of withCase.data.individuals.subjects[0].records) expect(addresses).toBeInstanceOf(Array);
    expect(without.errors.map(({ extensions }) => extensions['needs'])).toEqual([['case'], ['case']]);
  });
});

// The patrol may know that the numbers are the same, and not the number.
// The CPF is masked on every way that leads to it: person, declared identity, record, owner, the wanted person of a warrant.
// Every masked place is listed, and a masked number opens nothing.
describe('a masked CPF', () => {
  const { plate, owner } = told.stolenPlate;
  const ways = `query ($plates: [String!]!, $cpf: CPF!, $text: String!) {
    vehicles(plates: $plates) {
      subjects {
        records { owner { document } }
        parties { party { ... on Individual { ...Person } } }
      }
      probes { records { owner { document } } }
      foreignProbes { records { plate } }
    }
    individuals(cpf: $cpf) { subjects { ...Person } probes { records { cpf } } }
    search(text: $text) { hits { edges { node { headline subject { ... on Individual { ...Person } } } } } probes { ... on IndividualProbe { records { cpf } } } }
  }
  fragment Person on Individual {
    number: cpf
    identities { cpf }
    records { cpf }
    warrants { edges { node { declaredIdentities { cpf } person { cpf } record { wanted { document: cpf } } } } }
  }`;

  it('is masked on every way to it, and every place is listed', async () => {
    const answer = await federation.ask(ways, { plates: [plate], cpf: owner.cpf, text: owner.cpf }, patrolAtAStop);
    expect(answer.errors).toEqual([]);
    const found = placesOf(answer.data, (value) => typeof value === 'string' && value.includes('*'));
    for (const [, value] of found) expect(value).toBe(maskedCpf(owner.cpf));
    // Person, two identities, two records, declared, wanted and the person of the warrant: thrice; and two owners.
    expect(found).toHaveLength(3 * 8 + 2);
    expect(found.map(([path]) => path).sort()).toEqual(visible(answer).masked);
    expect(answer.text).not.toContain(owner.cpf);
  });

  it('is shown whole on the same ways to an investigator, and nothing is listed', async () => {
    const answer = await federation.ask(
      ways,
      { plates: [plate], cpf: owner.cpf, text: owner.cpf },
      investigatorWithACase,
    );
    expect(answer.errors).toEqual([]);
    expect(placesOf(answer.data, (value) => value === owner.cpf)).toHaveLength(3 * 8 + 2);
    expect(visible(answer).masked).toEqual([]);
  });

  it('is no argument: it is refused, repeated nowhere, and nobody is asked', async () => {
    const shown = maskedCpf(owner.cpf);
    federation.received();
    const refused = await federation.ask(
      'query ($cpf: CPF!) { individuals(cpf: $cpf) { subjects { id } probes { records { name } } } }',
      { cpf: shown },
      patrolAtAStop,
    );
    expect(refused.status).toBe(400);
    expect(refused.errors.map(({ extensions: { code } }) => code)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(refused.text).not.toContain(shown);
    expect(federation.received()).toEqual([]);

    const boxed = await federation.ask(
      'query ($text: String!) { search(text: $text) { hits { totalCount } probes { __typename } } }',
      { text: shown },
      patrolAtAStop,
    );
    expect(boxed.data.search.hits).toBeNull();
    expect(visible(boxed)).toMatchObject({ errors: ['BAD_ARGUMENT search.hits'], outcomes: { search: 'INCOMPLETE' } });
    expect(holdersAsked(federation)).toEqual([]);
  });
});

// Rio Grande do Sul has a rule of its own: physical signs are for those who investigate, prosecute and judge.
// It refuses them by itself, to a patrol that every other state would show them; its rule and its contact stand in the answer.
// What it does not refuse is shown, and so are the signs that other states have.
describe('a holder with a rule of its own', () => {
  const [, sportsman] = told.twoSystemsSerial.owners;
  const question = `query ($cpf: CPF!) {
    individuals(cpf: $cpf) { subjects { records { holder name signs: physicalSigns { kind } } } probes { records { name } } }
  }`;

  it('refuses the field itself, with its rule and its contact', async () => {
    federation.received();
    const answer = await federation.ask(question, { cpf: sportsman.cpf }, patrolAtAStop);
    expect(answer.data.individuals.subjects[0].records).toEqual([{ holder: 'RS', name: sportsman.name, signs: null }]);
    expect(visible(answer)).toEqual({
      errors: ['UNAUTHORIZED_FIELD_OR_TYPE individuals.subjects.0.records.0.signs'],
      outcomes: { individuals: 'HIT' },
      sources: { 'national-index/SENASP': 'ANSWERED', 'individuals/RS': 'ANSWERED WITHHELD' },
      masked: [],
    });
    const rule = {
      rule: 'overlay/2/IndividualRecord.physicalSigns',
      contact: 'CENTRAL DE INFORMAÇÕES/RS',
      reason: 'No RS, sinais físicos são mostrados a quem investiga, acusa ou julga.',
    };
    const needs = ['profile:investigator|profile:prosecutor|profile:judge'];
    expect(answer.errors[0]?.extensions).toMatchObject({ ...rule, needs, source: 'individuals', holder: 'RS' });
    expect(answer.extensions.sources).toContainEqual(expect.objectContaining({ ...rule, status: 'WITHHELD' }));
    // The gateway knows nothing of the rule: the holder was asked, and refused.
    expect(federation.received().find(({ endpoint }) => endpoint === 'individuals/RS')?.query).toContain(
      'physicalSigns',
    );
    expect(await withheldOf(answer)).toEqual([
      { field: 'IndividualRecord.physicalSigns', rule: rule.rule, by: 'individuals/RS' },
    ]);
  });

  it('shows it to those whom its rule excepts, and other states show it as before', async () => {
    const excepted = await federation.ask(question, { cpf: sportsman.cpf }, investigatorWithACase);
    expect(excepted.data.individuals.subjects[0].records[0].signs).toBeInstanceOf(Array);
    expect(visible(excepted)).toMatchObject({ errors: [], sources: { 'individuals/RS': 'ANSWERED' } });

    const [elsewhere] = told.twoSystemsSerial.owners;
    const shown = await federation.ask(question, { cpf: elsewhere.cpf }, patrolAtAStop);
    expect(shown.data.individuals.subjects[0].records).toMatchObject([
      { holder: 'SP', signs: expect.any(Array) as unknown },
    ]);
    expect(visible(shown).errors).toEqual([]);
  });
});

// Rio de Janeiro shows names in part and the number of a paper to nobody, and is not there at all for a guard.
// The same man is known to São Paulo, which has no rule of its own.
describe('a holder with rules on fields, below fields and on whole records', () => {
  const { cpf, names } = told.threeSpellings;
  const question = `query ($cpf: CPF!) {
    who: individuals(cpf: $cpf) {
      subjects { papers: records { at: holder called: name declared: documents { number } } }
      probes { records { name } }
    }
  }`;
  const initials = (name: string) =>
    name
      .split(' ')
      .filter((word) => !/^(da|de|do|das|dos|e)$/i.test(word))
      .map((word) => `${word[0]}.`)
      .join(' ');
  const papersOf = (
    answer: Answer,
  ): readonly { at: string; called: string; declared: { number: string | null }[] | null }[] =>
    answer.data.who.subjects[0].papers;
  const place = (answer: Answer) => papersOf(answer).findIndex(({ at }) => at === 'RJ');

  it('has what it masks listed among the masked, and what it refuses at its very place', async () => {
    const answer = await federation.ask(question, { cpf }, patrolAtAStop);
    const at = `who.subjects.0.papers.${place(answer)}`;
    const paper = papersOf(answer)[place(answer)];
    expect(paper).toMatchObject({ called: initials(names['RJ'] ?? ''), declared: [{ number: null }] });
    expect(visible(answer)).toMatchObject({
      errors: [`UNAUTHORIZED_FIELD_OR_TYPE ${at}.declared.0.number`],
      masked: [`${at}.called`],
      outcomes: { who: 'HIT' },
      sources: { 'individuals/RJ': 'ANSWERED WITHHELD', 'individuals/SP': 'ANSWERED' },
    });
    expect(papersOf(answer).find(({ at: holder }) => holder === 'SP')).toMatchObject({ called: names['SP'] });
    expect(await withheldOf(answer)).toEqual([
      { field: 'IdentityDocument.number', rule: 'overlay/7/IdentityDocument.number', by: 'individuals/RJ' },
    ]);
  });

  it('shows the record itself to nobody whom it leaves out, and leaves no trace of it', async () => {
    const answer = await federation.ask(question, { cpf }, guardAtAStop);
    expect(
      papersOf(answer)
        .map(({ at }) => at)
        .sort(),
    ).toEqual(['SP']);
    expect(visible(answer).errors.filter((error) => error.startsWith('RECORD'))).toEqual([]);
    expect(visible(answer).sources).not.toHaveProperty('individuals/RJ');
    const { owner } = told.stolenPlate;
    const other = await federation.ask(question, { cpf: owner.cpf }, guardAtAStop);
    expect(visible(answer).outcomes).toEqual(visible(other).outcomes);
    expect(await withheldOf(answer)).not.toContainEqual(expect.objectContaining({ by: 'individuals/RJ' }));
  });
});

// A warrant is RESTRITO: it may be known that it stands, and what it says only to the unit that it names.
// The patrol sees that it is there and whom to call; number, court and charge are not shown and its record is not fetched.
// For the named unit it is a warrant like any other; for a guard it does not exist.
describe('a restricted warrant', () => {
  const { cpf, warrantNumber, namedUnit } = told.restrictedWarrant;
  const place = 'individuals.subjects.0.warrants.edges.0.node.record';

  it('exists for the patrol, with whom to call, and with nothing else', async () => {
    federation.received();
    const answer = await askStored(federation, 'mandado-cumprido-ontem', { variables: { cpf } });
    const [person] = answer.data.individuals.subjects;
    expect(person.warrants).toEqual({
      totalCount: 1,
      edges: [
        {
          match: { band: 'LIKELY', reasons: ['dados de identificação conferem; fale com a unidade de contato'] },
          node: {
            id: expect.any(String) as string,
            number: null,
            contactUnit: { unit: 'DELEGACIA DE CAPTURAS/PE', phone: expect.any(String) as string },
            record: null,
          },
        },
      ],
    });
    expect(visible(answer)).toEqual({
      errors: [`RECORD_WITHHELD ${place}`],
      outcomes: { individuals: 'HIT' },
      sources: {
        'national-index/SENASP': 'ANSWERED',
        'individuals/PE': 'ANSWERED',
        'individuals/CE': 'ANSWERED',
        warrants: 'NO_POINTER',
      },
      masked: ['individuals.subjects.0.cpf'],
    });
    expect(answer.errors[0]?.extensions).toMatchObject({
      rule: 'EXISTENCE_ONLY',
      contact: 'DELEGACIA DE CAPTURAS/PE',
    });
    expect(answer.text).not.toContain(warrantNumber);
    expect(holdersAsked(federation)).toEqual(['individuals/CE', 'individuals/PE']);
  });

  // Its number is not shown, so a number that somebody has from elsewhere is not confirmed either.
  it('is not confirmed to somebody who has its number, at the index or at the CNJ past it', async () => {
    const question = `query ($number: WarrantNumber!, $text: String!) {
      warrants(number: $number, freshness: LIVE) {
        subjects { number record { warrantStatus court } }
        probes { holder records { warrantStatus court } }
      }
      search(text: $text) { hits { totalCount edges { node { headline } } } }
    }`;
    const ask = (number: string) => federation.ask(question, { number, text: number }, patrolAtAStop);
    const shown = await ask(warrantNumber);
    const nothing = await ask(told.revokedWarrant.warrantNumber.replace(/\d{4}\d{2}$/, '999901'));
    expect(shown.data).toEqual({
      warrants: { subjects: [], probes: [{ holder: 'CNJ', records: [] }] },
      search: { hits: { totalCount: 0, edges: [] } },
    });
    expect({ data: shown.data, ...visible(shown) }).toEqual({ data: nothing.data, ...visible(nothing) });
  });

  it('is open to the unit that it names', async () => {
    const named: Ask = { ...patrolAtAStop, claims: { state: 'PE', ...namedUnit } };
    const answer = await askStored(federation, 'mandado-cumprido-ontem', { as: named, variables: { cpf } });
    expect(answer.data.individuals.subjects[0].warrants.edges[0].node).toMatchObject({
      number: warrantNumber,
      record: { warrantStatus: 'PENDENTE_DE_CUMPRIMENTO', secrecy: 'RESTRITO' },
    });
    expect(visible(answer)).toMatchObject({ errors: [], sources: { 'warrants/CNJ': 'ANSWERED' } });
  });

  it('does not exist for a guard', async () => {
    const answer = await askStored(federation, 'mandado-cumprido-ontem', { as: guardAtAStop, variables: { cpf } });
    expect(answer.data.individuals.subjects[0].warrants).toEqual({ totalCount: 0, edges: [] });
    expect(visible(answer).sources).toMatchObject({ warrants: 'NO_POINTER' });
    // What the operation asks for and no guard sees, with or without a warrant.
    expect(visible(answer).errors).toEqual(
      [0, 1].map((at) => `UNAUTHORIZED_FIELD_OR_TYPE individuals.subjects.0.records.${at}.custody`),
    );
  });

  it('does not exist for the prosecutor of another case who asks the holder past the index either', async () => {
    const question =
      'query ($number: WarrantNumber!) { warrants(number: $number, freshness: LIVE) { subjects { id } probes { records { warrantStatus } } } }';
    const [asked, unknown] = [warrantNumber, told.revokedWarrant.warrantNumber.replace(/\d{4}\d{2}$/, '999901')];
    const prosecutor: Ask = { profile: 'prosecutor', purpose: 'PROSECUTION', case: '0000001-39.2024.8.26.0100' };
    const shown = await federation.ask(question, { number: asked }, prosecutor);
    const nothing = await federation.ask(question, { number: unknown }, prosecutor);
    expect(shown.data).toEqual({ warrants: { subjects: [], probes: [{ records: [] }] } });
    expect({ data: shown.data, ...visible(shown) }).toEqual({ data: nothing.data, ...visible(nothing) });
  });
});

/** What the journal says was kept back. */
async function withheldOf({ extensions }: Answer): Promise<unknown> {
  const [entry] = await federation.journal<{ withheld: unknown }[]>`
    select withheld from access where trace_id = ${extensions.traceId}`;
  return entry?.withheld;
}

/** Paths (with dots) and values of the leaves for which `is` holds. */
function placesOf(data: unknown, is: (value: unknown) => boolean, path: readonly string[] = []): [string, unknown][] {
  if (typeof data !== 'object' || data === null) return is(data) ? [[path.join('.'), data]] : [];
  return Object.entries(data).flatMap(([key, value]) => placesOf(value, is, [...path, key]));
}
