import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askIndex, testKeyedHash } from '../../test/ask-index.ts';
import {
  personEntry,
  startTestServer,
  vehicleEntry,
  warrantEntry,
  weaponEntry,
  ownerEdge,
} from '../../test/index-under-test.ts';
import type { TestIndex, TestServer } from '../../test/index-under-test.ts';
import type { IndexEntry } from '#kit/index-entry.ts';

let server: TestServer;
let index: TestIndex;
beforeAll(async () => {
  server = await startTestServer();
  index = await server.open();
});
afterAll(() => server.stop());
beforeEach(() => index.clear());

const cpf = '52998224725';
const otherCpf = '11144477735';
const maria = {
  names: ['Maria da Conceição Souza'],
  motherName: 'Tereza de Souza',
  birthDate: '1980-03-07',
  sex: 'FEMININO' as const,
};
const number = '0000001392024826010001000126';
const otherNumber = '0000042122021819000101000219';
const inquiry = { purpose: 'INVESTIGATION', caseNumber: 'IP-2026-000001' } as const;

const byCpf = `query ($cpf: CPF!) { individuals(cpf: $cpf) {
  subjects { id name motherName birthDate sex cpf identityDisputed identities { source holder asOf names motherName cpf documents { kind number uf } }
    roles { role source holder } knowledge { source holder entries behind asOf } records { holder recordId }
    vehicles { totalCount edges { cursor role node { id plates { plate otherForm } } } pageInfo { hasNextPage endCursor } }
    warrants { totalCount edges { cursor match { band reasons } node { id number contactUnit { unit } declaredIdentities { names } record { holder recordId } person { id } } } } }
  probes { holder cpf } } }`;

async function person(options: Parameters<typeof askIndex>[2] = {}) {
  const answer = await askIndex(index, byCpf, { ...inquiry, variables: { cpf }, ...options });
  expect(answer.errors).toEqual([]);
  return answer.data.individuals.subjects;
}

describe('people', () => {
  it('fuses the records of one CPF, field by field from the newest that has it', async () => {
    await index.publish([
      personEntry('SP', 'a', { ...maria, cpf }, { asOf: '2026-01-01T00:00:00Z' }),
      personEntry(
        'RJ',
        'b',
        { names: ['MARIA CONCEICAO DE SOUZA'], birthDate: '1980-03-07', cpf, rg: '123456785', rgUf: 'RJ' },
        { asOf: '2026-06-01T00:00:00Z' },
      ),
    ]);
    const [one, ...others] = await person();
    expect(others).toEqual([]);
    expect(one).toMatchObject({
      name: 'MARIA CONCEICAO DE SOUZA',
      motherName: 'Tereza de Souza',
      sex: 'FEMININO',
      cpf,
      identityDisputed: false,
      records: [
        { holder: 'RJ', recordId: 'b' },
        { holder: 'SP', recordId: 'a' },
      ],
    });
    expect(one.identities.map((identity: { holder: string }) => identity.holder)).toEqual(['RJ', 'SP']);
    expect(one.identities[0].documents).toEqual([{ kind: 'RG', number: '123456785', uf: 'RJ' }]);
    expect(one.roles).toEqual([
      { role: 'REGISTERED', source: 'individuals', holder: 'RJ' },
      { role: 'REGISTERED', source: 'individuals', holder: 'SP' },
    ]);
  });

  it('lets two stand, both disputed, where mother and birth date conflict under one CPF', async () => {
    await index.publish([
      personEntry('SP', 'a', { ...maria, cpf }),
      personEntry('RJ', 'b', { names: ['João Pedro Lima'], motherName: 'Ana Lima', birthDate: '1995-12-01', cpf }),
      vehicleEntry('SENATRAN', 'v', { plates: ['ABC1234'], chassis: '9BWZZZ372VT004251' }, cpf),
    ]);
    const people = await person();
    expect(people.map((one: { name: string }) => one.name).sort()).toEqual([
      'João Pedro Lima',
      'Maria da Conceição Souza',
    ]);
    expect(people.every((one: { identityDisputed: boolean }) => one.identityDisputed)).toBe(true);
    expect(people.every((one: { vehicles: { totalCount: number } }) => one.vehicles.totalCount === 1)).toBe(true);
    const again = await askIndex(index, 'query ($id: ID!) { individual(id: $id) { id name } }', {
      variables: { id: people[1].id },
    });
    expect(again.data.individual).toEqual({ id: people[1].id, name: people[1].name });
  });

  it('does not dispute a misspelt mother or a swapped day and month', async () => {
    await index.publish([
      personEntry('SP', 'a', { ...maria, cpf }),
      personEntry('RJ', 'b', { ...maria, motherName: 'Theresa Sousa', birthDate: '1980-07-03', cpf }),
      personEntry('RJ', 'c', { names: ['Maria Souza'], cpf }),
    ]);
    const people = await person();
    expect(people).toHaveLength(1);
    expect(people[0].records).toHaveLength(3);
  });

  it('keeps every record without a CPF a person of its own', async () => {
    await index.publish([personEntry('SP', 'a', maria), personEntry('SP', 'b', maria), personEntry('RJ', 'a', maria)]);
    const { data } = await askIndex(
      index,
      `{ findIndividuals(search: { name: "Maria da Conceicao Sousa", birthDate: "1980-03-07" }) { totalCount edges { match { band reasons } node { id cpf } } } }`,
    );
    expect(data.findIndividuals.totalCount).toBe(3);
    expect(new Set(data.findIndividuals.edges.map((edge: { node: { id: string } }) => edge.node.id)).size).toBe(3);
  });

  it('founds a person of whom only the CPF is known on an edge', async () => {
    await index.publish([vehicleEntry('SENATRAN', 'v', { plates: ['ABC1234'] }, cpf)]);
    const [one] = await person();
    expect(one).toMatchObject({ name: null, cpf, identities: [], records: [], identityDisputed: false });
    expect(one.roles).toEqual([{ role: 'OWNER', source: 'vehicles', holder: 'SENATRAN' }]);
    expect(one.vehicles.edges[0]).toMatchObject({
      role: 'OWNER',
      node: { plates: [{ plate: 'ABC1234', otherForm: 'ABC1C34' }] },
    });
    await index.feed('vehicles', 'SENATRAN', [{ recordId: 'v', version: 2, entry: null }]);
    expect(await person()).toEqual([]);
  });

  it('leads an identifier that was noted down to where the record went', async () => {
    await index.publish([personEntry('SP', 'a', maria)]);
    const find =
      '{ findIndividuals(search: { name: "Maria Conceicao Souza", birthDate: "1980-03-07" }) { edges { node { id } } } }';
    const before = (await askIndex(index, find)).data.findIndividuals.edges[0].node.id;
    await index.publish([personEntry('SP', 'a', { ...maria, cpf }, { version: 2 })]);
    const after = (
      await askIndex(index, 'query ($id: ID!) { individual(id: $id) { id cpf } }', { variables: { id: before } })
    ).data.individual;
    expect(after.cpf).toBe(cpf);
    expect(after.id).not.toBe(before);
    expect(after.id).toBe((await person())[0].id);
  });

  it('answers entities by identifier, and null for what is none', async () => {
    await index.publish([personEntry('SP', 'a', { ...maria, cpf })]);
    const [{ id }] = await person();
    const { data, errors } = await askIndex(
      index,
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Individual { id name } } }`,
      {
        variables: {
          r: [
            { __typename: 'Individual', id },
            { __typename: 'Individual', id: "x'; drop table entry" },
          ],
        },
      },
    );
    expect(errors).toEqual([]);
    expect(data._entities).toEqual([{ id, name: maria.names[0] }, null]);
  });

  it('masks for who may not see, on the person and on each identity', async () => {
    await index.publish([personEntry('SP', 'a', { ...maria, cpf })]);
    const [one] = await person({ profile: 'patrol', purpose: 'STOP', caseNumber: undefined as never });
    expect(one.cpf).not.toBe(cpf);
    expect(one.identities[0].cpf).not.toBe(cpf);
  });
});

describe('the final picture', () => {
  const entries: readonly IndexEntry[] = [
    personEntry('SP', 'a', { ...maria, cpf }, { version: 1, asOf: '2026-01-01T00:00:00Z' }),
    personEntry(
      'SP',
      'a',
      { ...maria, names: ['Maria Souza Lima'], cpf },
      { version: 2, asOf: '2026-02-01T00:00:00Z' },
    ),
    personEntry(
      'SP',
      'a',
      { ...maria, names: ['Maria Lima'], cpf: otherCpf },
      { version: 3, asOf: '2026-03-01T00:00:00Z' },
    ),
    personEntry('RJ', 'b', { names: ['João Pedro Lima'], motherName: 'Ana Lima', birthDate: '1995-12-01', cpf }),
    personEntry('RJ', 'c', { names: ['M. C. Souza'], cpf }),
    personEntry('RJ', 'd', { ...maria, cpf }),
    vehicleEntry('SENATRAN', 'v', { plates: ['ABC1234'], chassis: '9BWZZZ372VT004251' }, cpf),
    vehicleEntry('SP', 'w', { plates: ['ABC1C34'], chassis: '93HFA66361Z100001' }, otherCpf),
    warrantEntry('m', number, [maria]),
  ];
  const shuffled = (seed: number) =>
    entries
      .map((entry, at) => ({ entry, key: ((at + 1) * 7919 * (seed + 13)) % 104729 }))
      .sort((a, b) => a.key - b.key)
      .map(({ entry }) => entry);

  it('does not depend on the order of arrival', async () => {
    const pictures = new Set<string>();
    for (let seed = 0; seed < 8; seed++) {
      await index.clear();
      for (const entry of shuffled(seed))
        await index.feed(entry.source, entry.holder, [{ recordId: entry.recordId, version: entry.version, entry }]);
      const one = await askIndex(index, byCpf, { ...inquiry, variables: { cpf } });
      const two = await askIndex(index, byCpf, { ...inquiry, variables: { cpf: otherCpf } });
      const plates = await askIndex(
        index,
        '{ vehicles(plates: ["ABC1234"]) { subjects { id cloneSuspected parties { role party { ... on Individual { id name } } } } } }',
        inquiry,
      );
      pictures.add(one.text + two.text + plates.text);
    }
    expect(pictures.size).toBe(1);
    expect([...pictures][0]).toContain('"cloneSuspected":true');
  });

  it('is the same whether a batch brings the versions together or one by one', async () => {
    const versions = entries.filter(({ recordId }) => recordId === 'a');
    const outcome = await index.feed(
      'individuals',
      'SP',
      versions.map((entry) => ({ recordId: 'a', version: entry.version, entry })).reverse(),
    );
    expect(outcome).toEqual({ applied: 1, stale: 2, refused: 0 });
    const together = (await askIndex(index, byCpf, { ...inquiry, variables: { cpf: otherCpf } })).text;
    await index.clear();
    await index.publish(versions);
    expect((await askIndex(index, byCpf, { ...inquiry, variables: { cpf: otherCpf } })).text).toBe(together);
  });
});

describe('warrants of a person', () => {
  const wanted = [{ names: ['MARIA DA CONCEICAO DE SOUSA'], motherName: 'Theresa de Sousa', birthDate: '1980-03-07' }];

  it('are certain by CPF', async () => {
    await index.publish([
      personEntry('SP', 'a', { ...maria, cpf }),
      warrantEntry('m', number, [{ names: ['Outro Nome'], cpf }]),
    ]);
    const [one] = await person();
    expect(one.warrants.edges).toMatchObject([
      {
        match: { band: 'CERTAIN', reasons: ['mesmo CPF'] },
        node: { number, record: { holder: 'CNJ', recordId: 'm' }, person: { id: one.id } },
      },
    ]);
    expect(one.roles).toContainEqual({ role: 'WANTED', source: 'warrants', holder: 'CNJ' });
  });

  it('are found by name, mother and birth date where they name no CPF, with the reasons', async () => {
    await index.publish([
      personEntry('SP', 'a', { ...maria, cpf }),
      warrantEntry('m', number, wanted),
      warrantEntry('n', otherNumber, [{ names: ['MARIA CONCEICAO SOUZA'], motherName: 'Tereza Souza' }]),
    ]);
    const [one] = await person();
    expect(one.warrants.edges.map((edge: { match: { band: string } }) => edge.match.band)).toEqual([
      'STRONG',
      'LIKELY',
    ]);
    expect(one.warrants.edges[0].match.reasons).toContain('mesmo nome da mãe');
    expect(one.warrants.edges[0].node.person).toBeNull();
  });

  it('never join a person of another CPF', async () => {
    await index.publish([
      personEntry('SP', 'a', { ...maria, cpf }),
      warrantEntry('m', number, [{ ...maria, cpf: otherCpf }]),
    ]);
    expect((await person())[0].warrants).toMatchObject({ totalCount: 0, edges: [] });
  });

  it('do not join a twin, a namesake of another mother, or a bare name', async () => {
    await index.publish([
      personEntry('SP', 'a', { ...maria, cpf }),
      warrantEntry('m', number, [{ ...maria, names: ['Marta da Conceição Souza'] }]),
      warrantEntry('n', otherNumber, [{ names: maria.names }]),
      warrantEntry('o', number.replace('126', '127'), [
        { names: maria.names, motherName: 'Josefa Lima', birthDate: '1961-01-01' },
      ]),
    ]);
    expect((await person())[0].warrants.totalCount).toBe(0);
  });

  it('show only that they exist, and whom to ask, where the audience says no more', async () => {
    const audience = [
      { token: 'court:VEP', shows: 'OPEN' },
      { token: 'profile:investigator', shows: 'EXISTENCE_ONLY' },
    ] as const;
    await index.publish([
      personEntry('SP', 'a', { ...maria, cpf }),
      warrantEntry('m', number, [{ ...maria, cpf }], { audience }),
      warrantEntry('n', otherNumber, wanted, { audience }),
    ]);
    const answer = await askIndex(index, byCpf, { ...inquiry, variables: { cpf } });
    const [one] = answer.data.individuals.subjects;
    expect(one.warrants.edges.map((edge: { node: unknown }) => edge.node)).toMatchObject([
      {
        number: null,
        declaredIdentities: null,
        record: null,
        person: null,
        contactUnit: { unit: 'Vara de Execuções' },
      },
      {
        number: null,
        declaredIdentities: null,
        record: null,
        person: null,
        contactUnit: { unit: 'Vara de Execuções' },
      },
    ]);
    // By CPF or by name: how sure it is would tell what the warrant declares.
    for (const { match } of one.warrants.edges)
      expect(match).toEqual({
        band: 'LIKELY',
        reasons: ['dados de identificação conferem; fale com a unidade de contato'],
      });
    expect(one.roles.map(({ role }: { role: string }) => role)).toEqual(['REGISTERED']);
    expect(one.knowledge.map(({ source }: { source: string }) => source)).toEqual(['individuals']);
    expect(answer.text).not.toContain(number);
    expect(answer.text).not.toContain('SOUSA');
    expect(answer.verdicts.filter(({ verdict }) => verdict === 'WITHHOLD')).toHaveLength(2);
    const court = await person({ profile: 'judge', caller: { court: 'VEP' } });
    expect(court[0].warrants.edges[0].node.number).toBe(number);
    expect(court[0].warrants.edges[0].match).toEqual({ band: 'CERTAIN', reasons: ['mesmo CPF'] });
  });

  it('show the link that is open where another of the same warrant is not', async () => {
    const audience = [
      { token: 'court:VEP', shows: 'OPEN' },
      { token: 'profile:investigator', shows: 'EXISTENCE_ONLY' },
    ] as const;
    await index.publish([
      personEntry('SP', 'a', { ...maria, cpf }),
      warrantEntry('m', number, wanted),
      warrantEntry('n', number, [{ ...maria, cpf }], { audience }),
    ]);
    const [one] = await person();
    expect(one.warrants.edges).toHaveLength(1);
    expect(one.warrants.edges[0].match.band).toBe('STRONG');
    expect(one.warrants.edges[0].match.reasons).toContain('mesmo nome da mãe');
  });

  it.each([
    ['municipal-guard', {}],
    ['inspector', { purpose: 'INSPECTION', caseNumber: 'OF-2026-000001' }],
  ] as const)(
    'tell nothing of what agrees to the profile %s, who may not see what they declare',
    async (profile, stated) => {
      await index.publish([
        personEntry('SP', 'a', { ...maria, cpf }),
        warrantEntry('m', number, wanted),
        warrantEntry('n', otherNumber, [{ ...maria, cpf }]),
      ]);
      const query = `{ individuals(cpf: "${cpf}") { subjects { warrants { edges { match { band reasons } node { declaredIdentities { names } } } } } } }`;
      const ask = async (as: object) =>
        (await askIndex(index, query, as)).data.individuals.subjects[0].warrants.edges as readonly {
          readonly match: { readonly band: string; readonly reasons: readonly string[] };
          readonly node: { readonly declaredIdentities: unknown };
        }[];
      for (const { match, node } of await ask({ profile, ...stated })) {
        expect(match.reasons).toEqual(['dados de identificação conferem; fale com a unidade de contato']);
        expect(node.declaredIdentities).toBeNull();
      }
      const [certain, strong] = await ask({ profile: 'patrol' });
      expect(certain?.match).toEqual({ band: 'CERTAIN', reasons: ['mesmo CPF'] });
      expect(strong?.match.reasons).toContain('mesmo nome da mãe');
    },
  );

  it('still say of a disputed CPF that it is, whoever asks', async () => {
    await index.publish([
      personEntry('SP', 'a', { ...maria, cpf }),
      personEntry('RJ', 'b', { names: ['João Pedro Lima'], motherName: 'Ana Lima', birthDate: '1995-12-01', cpf }),
      warrantEntry('m', number, [{ names: ['Outro Nome'], cpf }]),
    ]);
    const query = `{ individuals(cpf: "${cpf}") { subjects { warrants { edges { match { reasons } } } } } }`;
    const { data, text } = await askIndex(index, query, { profile: 'municipal-guard' });
    expect(text).not.toContain('mesmo CPF');
    for (const { warrants } of data.individuals.subjects)
      expect(warrants.edges[0].match.reasons).toContain(
        'o CPF é reivindicado por mais de uma pessoa: confirme a identidade',
      );
  });
});

describe('somebody of whom only edges tell', () => {
  const cnpj = '11222333000181';
  const stop = { purpose: 'STOP', caller: { unit: '4º BPM', shift: '1' } } as const;
  const box = 'query ($text: String!) { search(text: $text) { hits { edges { node { subject { __typename } } } } } }';
  const waysTo = async (number: string, id: string, asker: Parameters<typeof askIndex>[2]) => {
    const ask = async (query: string, variables: object) =>
      (await askIndex(index, query, { ...asker, variables: { ...variables } })).data;
    const found = await ask(
      'query ($id: ID!, $r: [_Any!]!) { individual(id: $id) { id } _entities(representations: $r) { __typename } }',
      { id, r: ['Individual', 'Company'].map((__typename) => ({ __typename, id })) },
    );
    const looked = number.length === 11 ? await ask(byCpf, { cpf: number }) : undefined;
    const hits = (await ask(box, { text: number })).search.hits?.edges;
    return {
      ...(looked && { lookUp: looked.individuals.subjects.length }),
      box: hits?.length,
      byId: (found.individual ? 1 : 0) + found._entities.filter((one: unknown) => one !== null).length,
    };
  };
  const nowhere = { lookUp: 0, box: 0, byId: 0 };
  const everywhere = { lookUp: 1, box: 1, byId: 2 };
  const personIdOf = (number: string) => index.ids.of('individual', 'CPF', '', number);

  it('is there by a vehicle for those alone who may ask for a person’s vehicles', async () => {
    await index.publish([vehicleEntry('SENATRAN', 'v', { plates: ['ABC1234'] }, cpf)]);
    const id = personIdOf(cpf);
    for (const asker of [
      { profile: 'municipal-guard', ...stop },
      { profile: 'patrol', ...stop },
      { profile: 'inspector', purpose: 'INSPECTION', caseNumber: 'OF-2026-000001' },
      { profile: 'investigator' },
    ] as const)
      expect(await waysTo(cpf, id, asker), asker.profile).toEqual(nowhere);
    expect(await waysTo(cpf, id, { profile: 'investigator', ...inquiry })).toEqual(everywhere);
  });

  it('is there by a weapon for those who may have the list or the number of them', async () => {
    await index.publish([weaponEntry('PF', 'w', { serial: 'KDT12345', make: 'Taurus' }, cpf)]);
    const id = personIdOf(cpf);
    for (const asker of [
      { profile: 'municipal-guard', ...stop },
      { profile: 'patrol' },
      { profile: 'investigator' },
    ] as const)
      expect(await waysTo(cpf, id, asker), asker.profile).toEqual(nowhere);
    expect(await waysTo(cpf, id, { profile: 'patrol', ...stop })).toEqual(everywhere);
    expect(await waysTo(cpf, id, { profile: 'investigator', ...inquiry })).toEqual(everywhere);
    expect(await waysTo(cpf, id, { profile: 'judge' })).toEqual(everywhere);
  });

  it('is there by a warrant for all who may know of one', async () => {
    await index.publish([warrantEntry('m', number, [{ names: ['Outro Nome'], cpf }])]);
    expect(await waysTo(cpf, personIdOf(cpf), { profile: 'municipal-guard' })).toEqual(everywhere);
  });

  it('has no number by such an edge where a record tells no more than that it exists', async () => {
    const audience = [{ token: 'profile:municipal-guard', shows: 'EXISTENCE_ONLY' }] as const;
    const query = `{ individuals(cpf: "${cpf}") { subjects { id cpf knowledge { source } } } }`;
    const asked = async () => (await askIndex(index, query, { profile: 'municipal-guard' })).text;
    await index.publish([personEntry('SP', 'a', { ...maria, cpf }, { audience })]);
    const without = await asked();
    await index.publish([vehicleEntry('SENATRAN', 'v', { plates: ['ABC1234'] }, cpf)]);
    expect(without).toContain('individuals');
    expect(await asked()).toBe(without);
  });

  it('stands behind the thing itself for all who may see whose it is', async () => {
    await index.publish([
      vehicleEntry('SENATRAN', 'v', { plates: ['ABC1234'] }, cpf),
      vehicleEntry('SENATRAN', 'c', { plates: ['XYZ9A88'] }, cnpj),
      weaponEntry('PF', 'w', { serial: 'KDT12345', make: 'Taurus' }, otherCpf),
    ]);
    const parties =
      '{ vehicles(plates: ["ABC1234"]) { subjects { parties { role party { __typename ... on Individual { cpf } } } } } }';
    const guard = await askIndex(index, parties, { profile: 'municipal-guard' });
    expect(guard.data.vehicles[0].subjects[0].parties).toEqual([
      { role: 'OWNER', party: { __typename: 'Individual', cpf: '***.982.247-**' } },
    ]);
    const owned = parties.replace('ABC1234', 'XYZ9A88');
    const ofCompany = await askIndex(index, owned, { profile: 'patrol' });
    expect(ofCompany.data.vehicles[0].subjects[0].parties[0].party).toEqual({ __typename: 'Company' });
    const owners = '{ weaponsBySerial(serial: "KDT12345") { subjects { owners { ... on Individual { cpf } } } } }';
    const patrol = await askIndex(index, owners, { profile: 'patrol' });
    expect(patrol.data.weaponsBySerial.subjects[0].owners).toHaveLength(1);
  });

  it('is, as a company, there for those alone who may ask for its vehicles', async () => {
    await index.publish([vehicleEntry('SENATRAN', 'c', { plates: ['XYZ9A88'] }, cnpj)]);
    const id = index.ids.of('company', 'CNPJ', '', cnpj);
    expect(await waysTo(cnpj, id, { profile: 'patrol', ...stop })).toEqual({ box: 0, byId: 0 });
    expect(await waysTo(cnpj, id, { profile: 'investigator', ...inquiry })).toEqual({ box: 1, byId: 1 });
    // By a weapon a company is told by the weapon alone.
    await index.clear();
    await index.publish([weaponEntry('PF', 'w', { serial: 'KDT12345', make: 'Taurus' }, cnpj)]);
    expect(await waysTo(cnpj, id, { profile: 'investigator', ...inquiry })).toEqual({ box: 0, byId: 0 });
  });
});

describe('a hidden entry', () => {
  const hidden = [{ token: 'court:VEP', shows: 'OPEN' }] as const;
  const visible = [
    personEntry('SP', 'a', { ...maria, cpf }),
    personEntry('RJ', 'b', { ...maria, cpf: otherCpf }),
    vehicleEntry('SENATRAN', 'v', { plates: ['ABC1234'], chassis: '9BWZZZ372VT004251' }, cpf),
    weaponEntry('PF', 'w', { serial: 'KDT12345', make: 'Taurus' }, cpf),
    warrantEntry('m', number, [maria]),
  ];
  const secret = [
    personEntry(
      'RJ',
      'x',
      { names: ['João Lima'], motherName: 'Ana Lima', birthDate: '1995-12-01', cpf },
      { audience: hidden },
    ),
    personEntry('RJ', 'y', { ...maria, cpf: otherCpf }, { audience: hidden, asOf: '2026-11-21T00:00:00Z' }),
    personEntry('SP', 'z', maria, { audience: hidden }),
    vehicleEntry('SP', 'x', { plates: ['ABC1234'], chassis: '93HFA66361Z100001' }, cpf, { audience: hidden }),
    vehicleEntry('SP', 'y', { plates: ['XYZ9A88'], chassis: '9BWZZZ372VT004251' }, cpf, { audience: hidden }),
    weaponEntry('PF', 'x', { serial: 'KDT12345', make: 'Rossi' }, cpf, { audience: hidden }),
    warrantEntry('n', otherNumber, [{ ...maria, cpf }], { audience: hidden }),
    warrantEntry('o', number, [maria], { audience: hidden }),
  ];
  const questions = [
    [byCpf, { cpf }],
    [byCpf, { cpf: otherCpf }],
    [
      '{ vehicles(plates: ["ABC1234", "XYZ9A88"]) { plate readings { kind } probes { holder } foreignProbes { holder } subjects { id cloneSuspected plates { plate } records { holder } parties { role party { ... on Individual { id name } } } } } }',
      {},
    ],
    [
      '{ findVehicles(search: { platePattern: "ABC*" }, first: 1) { totalCount edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }',
      {},
    ],
    ['{ findVehicles(search: { chassisEnd: "100001" }) { totalCount edges { cursor } } }', {}],
    [
      '{ weaponsBySerial(serial: "kdt-12345") { subjects { id make links { holder match { band } } owners { ... on Individual { id } } } } }',
      {},
    ],
    [`{ warrants(number: "${otherNumber}") { subjects { id } probes { holder } } }`, {}],
    [
      `{ search(text: "${otherNumber}") { readings { kind problems } hits { totalCount edges { cursor node { headline } } } } }`,
      {},
    ],
    [
      '{ findIndividuals(search: { name: "Maria Conceicao Souza", birthDate: "1980-03-07" }, first: 1) { totalCount edges { cursor match { band } node { id } } pageInfo { hasNextPage endCursor } } }',
      {},
    ],
    ['{ findIndividualsFreely(search: { name: "Joao Lima" }) { totalCount edges { cursor } } }', {}],
    [
      '{ individuals(cpf: "52998224725") { subjects { weapons { totalCount edges { cursor node { id } } } weaponCount } } }',
      {},
    ],
  ] as const;

  it('changes no byte of any answer, counts and cursors included', async () => {
    await index.publish(visible);
    const answers = async () =>
      Promise.all(
        questions.map(async ([query, variables]) => (await askIndex(index, query, { ...inquiry, variables })).text),
      );
    const without = await answers();
    await index.publish(secret);
    expect(await answers()).toEqual(without);
    // And the court for whom it is open does see it, so that the silence above means something.
    const court = await askIndex(index, byCpf, { profile: 'judge', caller: { court: 'VEP' }, variables: { cpf } });
    expect(court.data.individuals.subjects).toHaveLength(2);
    expect(court.data.individuals.subjects[0].identityDisputed).toBe(true);
  });

  it('is reached by none of its identifiers', async () => {
    await index.publish([...visible, ...secret]);
    const court = await askIndex(index, byCpf, { profile: 'judge', caller: { court: 'VEP' }, variables: { cpf } });
    const ids = [
      ...court.data.individuals.subjects.map((one: { id: string }) => one.id),
      ...court.data.individuals.subjects.flatMap((one: { warrants: { edges: { node: { id: string } }[] } }) =>
        one.warrants.edges.map(({ node }) => node.id),
      ),
    ];
    const r = ids.flatMap((id) =>
      ['Individual', 'Vehicle', 'Warrant', 'Weapon', 'Company'].map((__typename) => ({ __typename, id })),
    );
    const { data } = await askIndex(
      index,
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Individual { id name records { recordId } } ... on Warrant { number } } }',
      { ...inquiry, variables: { r } },
    );
    const text = JSON.stringify(data);
    expect(text).not.toContain('João');
    expect(text).not.toContain(otherNumber);
    expect(text).not.toContain('"x"');
  });
});

describe('batching', () => {
  it('makes a handful of statements for a page of fifty people with their vehicles and warrants', async () => {
    const people = Array.from({ length: 50 }, (_, at) =>
      personEntry('SP', `p${at}`, { ...maria, cpf: String(10_000_000_000 + at) }),
    );
    const cars = Array.from({ length: 50 }, (_, at) =>
      vehicleEntry(
        'SENATRAN',
        `v${at}`,
        { plates: [`ABC1${String(at).padStart(3, '0')}`], chassis: `9BWZZZ372VT0${String(at).padStart(5, '0')}` },
        String(10_000_000_000 + at),
      ),
    );
    await index.feed(
      'individuals',
      'SP',
      people.map((entry) => ({ recordId: entry.recordId, version: 1, entry })),
    );
    await index.feed(
      'vehicles',
      'SENATRAN',
      cars.map((entry) => ({ recordId: entry.recordId, version: 1, entry })),
    );
    const answer = await askIndex(
      index,
      `{ findIndividuals(search: { name: "Maria Conceicao Souza", birthDate: "1980-03-07" }, first: 50) { totalCount edges { node {
          name roles { role } knowledge { holder } records { holder recordId } weaponCount
          vehicles { edges { node { make cloneSuspected records { holder recordId } parties { role party { ... on Individual { name } } } } } }
          warrants { totalCount } } } } }`,
      inquiry,
    );
    expect(answer.errors).toEqual([]);
    expect(answer.data.findIndividuals.edges).toHaveLength(50);
    expect(answer.data.findIndividuals.edges[49].node.vehicles.edges).toHaveLength(1);
    expect(answer.statements).toBeLessThanOrEqual(14);
  });
});

describe('weapons', () => {
  const keyed = (recordId: string, serial: string, owner?: string): IndexEntry => ({
    ...weaponEntry('EB', recordId, {}),
    identifiers: [{ kind: 'WEAPON_SERIAL', value: testKeyedHash('WEAPON_SERIAL', serial) }],
    edges: owner
      ? [{ ...ownerEdge('WEAPON_OWNER', owner), identifier: { kind: 'CPF', value: testKeyedHash('CPF', owner) } }]
      : [],
    basics: {},
    keyed: true,
  });
  const bySerial =
    'query ($make: String) { weaponsBySerial(serial: "KDT-12345", make: $make) { subjects { id serial make links { holder recordId match { band reasons } } records { holder recordId } owners { ... on Individual { cpf } } } } }';

  it('are one by serial and make, and two where makes differ', async () => {
    await index.publish([
      weaponEntry('PF', 'a', { serial: 'KDT12345', make: 'Taurus' }),
      weaponEntry('PF', 'b', { serial: 'KDT-12345', make: 'TAURUS' }),
      weaponEntry('PF', 'c', { serial: 'KDT12345', make: 'Rossi' }),
      weaponEntry('PF', 'd', { serial: 'SUPPRESSED', make: 'Rossi' }),
      weaponEntry('PF', 'e', { serial: 'SUPPRESSED', make: 'Rossi' }),
    ]);
    const { data } = await askIndex(index, bySerial, inquiry);
    expect(data.weaponsBySerial.subjects.map((one: { records: unknown[] }) => one.records.length).sort()).toEqual([
      1, 2,
    ]);
    const rossi = await askIndex(index, bySerial, { ...inquiry, variables: { make: 'ROSSI' } });
    expect(rossi.data.weaponsBySerial.subjects).toMatchObject([{ make: 'Rossi' }]);
    const [row] = await index.sql<{ count: number }[]>`select count(distinct subject_id)::int as count from entry`;
    expect(row?.count).toBe(4);
    const suppressed = await askIndex(index, '{ weaponsBySerial(serial: "raspada") { subjects { id } } }', inquiry);
    expect(suppressed.errors[0]?.code).toBe('TOO_BROAD');
  });

  it('take in a record under keys with the same serial as LIKELY', async () => {
    await index.publish([
      weaponEntry('PF', 'a', { serial: 'KDT12345', make: 'Taurus' }, cpf),
      keyed('k', 'KDT12345', cpf),
    ]);
    const { data } = await askIndex(index, bySerial, inquiry);
    expect(data.weaponsBySerial.subjects).toHaveLength(1);
    expect(data.weaponsBySerial.subjects[0]).toMatchObject({
      serial: 'KDT12345',
      records: [
        { holder: 'PF', recordId: 'a' },
        { holder: 'EB', recordId: 'k' },
      ],
      owners: [{ cpf }],
    });
    expect(
      data.weaponsBySerial.subjects[0].links.map((link: { holder: string; match: { band: string } }) => [
        link.holder,
        link.match.band,
      ]),
    ).toEqual([
      ['PF', 'CERTAIN'],
      ['EB', 'LIKELY'],
    ]);
    const owner = await askIndex(
      index,
      '{ individuals(cpf: "52998224725") { subjects { weaponCount weapons { totalCount edges { node { make } } } } } }',
      inquiry,
    );
    expect(owner.data.individuals.subjects[0]).toMatchObject({
      weaponCount: 1,
      weapons: { totalCount: 1, edges: [{ node: { make: 'Taurus' } }] },
    });
  });

  it('stand alone under keys where no other record has the serial', async () => {
    await index.publish([personEntry('SP', 'a', { ...maria, cpf }), keyed('k', 'KDT12345', cpf)]);
    const { data } = await askIndex(index, bySerial, inquiry);
    expect(data.weaponsBySerial.subjects).toMatchObject([
      { serial: null, make: null, records: [{ holder: 'EB', recordId: 'k' }] },
    ]);
    const { id } = data.weaponsBySerial.subjects[0];
    const owner = await askIndex(
      index,
      '{ individuals(cpf: "52998224725") { subjects { name weaponCount weapons { edges { node { id } } } } } }',
      inquiry,
    );
    expect(owner.data.individuals.subjects).toMatchObject([{ weaponCount: 1, weapons: { edges: [{ node: { id } }] } }]);
  });

  it('are counted, not listed, for patrol', async () => {
    await index.publish([
      personEntry('SP', 'p', { ...maria, cpf }),
      weaponEntry('PF', 'a', { serial: 'KDT12345', make: 'Taurus' }, cpf),
    ]);
    const answer = await askIndex(
      index,
      '{ individuals(cpf: "52998224725") { subjects { weaponCount roles { role } knowledge { holder } weapons { totalCount } } } }',
      { profile: 'patrol', purpose: 'STOP' },
    );
    expect(answer.data.individuals.subjects[0]).toMatchObject({
      weaponCount: 1,
      weapons: null,
      roles: [{ role: 'REGISTERED' }],
      knowledge: [{ holder: 'SP' }],
    });
  });
});
