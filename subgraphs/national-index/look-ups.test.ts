import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '#kit/storage/database.ts';
import { askIndex } from '../../test/ask-index.ts';
import { indexRecords } from './records.ts';
import { personEntry, startTestServer, vehicleEntry, warrantEntry, weaponEntry } from '../../test/index-under-test.ts';
import type { TestIndex, TestServer } from '../../test/index-under-test.ts';
import { platePattern } from './vehicle-search.ts';

let server: TestServer;
let index: TestIndex;
const cpf = '52998224725';
const company = '11222333000181';
const inquiry = { purpose: 'INVESTIGATION', caseNumber: 'IP-2026-000001' } as const;
const chassis = (at: number) => `9BWZZZ372VT0${String(at).padStart(5, '0')}`;
beforeAll(async () => {
  server = await startTestServer();
  index = await server.open();
  await index.publish([
    personEntry('SP', 'a', {
      names: ['Maria da Conceição Souza'],
      aliases: ['Ceiça Preta'],
      motherName: 'Tereza de Souza',
      birthDate: '1980-03-07',
      sex: 'FEMININO',
      cpf,
      rg: '246781312',
      rgUf: 'SP',
    }),
    personEntry('RJ', 'b', { names: ['Luiz Antônio Pereira'], motherName: 'Ana Pereira', birthDate: '1975-01-30' }),
    vehicleEntry(
      'SENATRAN',
      'v',
      {
        plates: ['ABC1234'],
        chassis: chassis(1),
        renavam: '00639884962',
        engine: 'BJK123456',
        make: 'VW',
        model: 'GOL 1.0',
        colour: 'PRATA',
        year: 1997,
        state: 'SP',
      },
      cpf,
    ),
    vehicleEntry('SP', 'v', { plates: ['ABC1C34'], chassis: chassis(1), colour: 'CINZA' }, cpf, {
      asOf: '2026-11-21T12:00:00Z',
    }),
    ...Array.from({ length: 7 }, (_, at) =>
      vehicleEntry(
        'SENATRAN',
        `fleet${at}`,
        {
          plates: [`XYZ9${at}00`],
          chassis: chassis(100 + at),
          make: 'FIAT',
          model: 'DUCATO',
          colour: 'BRANCA',
          year: 2015 + at,
        },
        company,
      ),
    ),
    vehicleEntry('SENATRAN', 'clone', { plates: ['KLM1234'], chassis: chassis(50) }),
    vehicleEntry('SP', 'clone', { plates: ['KLM1C34'], chassis: chassis(51) }),
    weaponEntry('PF', 'w', { serial: 'KDT12345', registration: '000123456', make: 'Taurus', calibre: '.380' }, cpf),
    warrantEntry('m', '0000001392024826010001000126', [{ names: ['Maria'], cpf }]),
  ]);
});
afterAll(() => server.stop());

const ask = (query: string, options: Parameters<typeof askIndex>[2] = {}) =>
  askIndex(index, query, { ...inquiry, ...options });
const codesOf = async (query: string, options: Parameters<typeof askIndex>[2] = {}) =>
  (await ask(query, options)).errors.map(({ code }) => code);

describe('vehicles by plate', () => {
  it('are found in either Brazilian form, national and state records side by side', async () => {
    const { data } = await ask(
      '{ vehicles(plates: ["abc-1c34", "ABC1234"]) { plate subjects { colour renavam chassis plates { plate otherForm } records { holder recordId } } } }',
    );
    expect(data.vehicles[0].subjects).toEqual([
      {
        colour: 'CINZA',
        renavam: '00639884962',
        chassis: chassis(1),
        plates: [{ plate: 'ABC1C34', otherForm: 'ABC1234' }],
        records: [
          { holder: 'SP', recordId: 'v' },
          { holder: 'SENATRAN', recordId: 'v' },
        ],
      },
    ]);
    expect(data.vehicles[1].subjects).toEqual(data.vehicles[0].subjects);
  });

  it('are two under one plate where two chassis claim it, and suspected', async () => {
    const { data } = await ask(
      '{ vehicles(plates: ["KLM1234"]) { subjects { id cloneSuspected } } other: vehicles(plates: ["ABC1234"]) { subjects { cloneSuspected } } }',
    );
    expect(data.vehicles[0].subjects).toHaveLength(2);
    expect(data.vehicles[0].subjects.every((one: { cloneSuspected: boolean }) => one.cloneSuspected)).toBe(true);
    expect(data.other[0].subjects[0].cloneSuspected).toBe(false);
  });

  it('answer in the order of the plates, an unreadable one with its problem and an error', async () => {
    const { data, errors } = await ask(
      '{ vehicles(plates: ["XYZ9000", "?", "NOP1A11"]) { plate readings { problems } subjects { id } } }',
    );
    expect(data.vehicles.map((one: { plate: string | null }) => one.plate)).toEqual(['XYZ9000', null, 'NOP1A11']);
    expect(data.vehicles[2].subjects).toEqual([]);
    expect(errors).toMatchObject([{ code: 'BAD_ARGUMENT', path: ['vehicles', 1, 'subjects'] }]);
  });

  it('are as many at once as the profile may ask for', async () => {
    const many = (count: number) => `{ vehicles(plates: [${Array(count).fill('"ABC1234"').join(',')}]) { plate } }`;
    expect(await codesOf(many(50))).toEqual([]);
    expect(await codesOf(many(51))).toEqual(['BAD_ARGUMENT']);
    expect(
      await codesOf(many(2), { profile: 'municipal-guard', purpose: 'STOP', caseNumber: undefined as never }),
    ).toEqual(['BAD_ARGUMENT']);
    expect(await codesOf('{ vehicles(plates: []) { plate } }')).toEqual(['BAD_ARGUMENT']);
  });

  it('carry probes for who publishes nothing, who is behind, and everybody when asked live', async () => {
    const query = (freshness: string) =>
      `{ vehicles(plates: ["ABC1234"], freshness: ${freshness}) { probes { holder plate } foreignProbes { holder plate } } }`;
    const uruguay = [{ holder: 'UY', plate: 'ABC1234' }];
    expect((await ask(query('INDEX'))).data.vehicles[0]).toEqual({ probes: [], foreignProbes: uruguay });
    expect((await ask(query('INDEX'), { behind: ['vehicles/SENATRAN'] })).data.vehicles[0].probes).toEqual([
      { holder: 'SENATRAN', plate: 'ABC1234' },
    ]);
    expect((await ask(query('LIVE'))).data.vehicles[0].probes).toEqual([{ holder: 'SENATRAN', plate: 'ABC1234' }]);
    const brazil = await ask(
      '{ vehicles(plates: ["ABC1234"], country: "BR") { foreignProbes { holder } readings { country } } }',
    );
    expect(brazil.data.vehicles[0]).toEqual({ foreignProbes: [], readings: [{ country: 'BR' }] });
  });
});

describe('exact look-ups', () => {
  it('find by Renavam, chassis, engine, document, registration and number', async () => {
    const { data, errors } = await ask(`{
      renavam: vehiclesByRenavam(renavam: "639884962") { subjects { make } }
      chassis: vehiclesByChassis(chassis: "${chassis(1)}") { subjects { make } }
      engine: vehiclesByEngine(engine: "bjk-123456") { subjects { make } }
      rg: individualsByDocument(rg: "24.678.131-2", uf: SP) { subjects { cpf } }
      otherUf: individualsByDocument(rg: "24.678.131-2", uf: RJ) { subjects { cpf } }
      registration: weaponsByRegistration(system: SINARM, registration: "000123456") { subjects { serial } }
      otherSystem: weaponsByRegistration(system: SIGMA, registration: "000123456") { subjects { serial } }
      warrants(number: "0000001-39.2024.8.26.0100.01.0001-26") { subjects { number person { cpf } } probes { holder } } }`);
    expect(errors).toEqual([]);
    const gol = { subjects: [{ make: 'VW' }] };
    expect(data).toEqual({
      ...{ renavam: gol, chassis: gol, engine: gol, rg: { subjects: [{ cpf }] }, otherUf: { subjects: [] } },
      ...{ registration: { subjects: [{ serial: 'KDT12345' }] }, otherSystem: { subjects: [] } },
      warrants: { subjects: [{ number: '0000001392024826010001000126', person: { cpf } }], probes: [] },
    });
  });

  it('probe live for CPF, serial and warrant', async () => {
    const { data } = await ask(
      `{ individuals(cpf: "${cpf}", freshness: LIVE) { probes { holder cpf } } weaponsBySerial(serial: "KDT12345", freshness: LIVE) { probes { holder } } warrants(number: "0000001392024826010001000126", freshness: LIVE) { probes { holder } } }`,
    );
    expect(data.individuals.probes).toEqual([
      { holder: 'RJ', cpf },
      { holder: 'SP', cpf },
    ]);
    expect(data.weaponsBySerial.probes).toEqual([{ holder: 'EB' }, { holder: 'PF' }]);
    expect(data.warrants.probes).toEqual([{ holder: 'CNJ' }]);
  });

  it('refuse what is no identifier, without repeating it', async () => {
    expect(await codesOf('{ weaponsBySerial(serial: "KDT12345", make: "%") { subjects { id } } }')).toEqual([
      'BAD_ARGUMENT',
    ]);
    const refused = await ask('{ weaponsBySerial(serial: "ÇÃ!12345") { subjects { id } } }');
    expect(refused.errors).toMatchObject([{ code: 'BAD_ARGUMENT' }]);
    expect(refused.text).not.toContain('12345');
  });
});

describe('a company', () => {
  const fleet = `query ($after: String) { findVehicles(search: { platePattern: "XYZ9000" }) { edges { node { parties { role party { ... on Company { cnpj vehicles(first: 3, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node { year } } } } } } } } } }`;

  it('has its fleet in pages that neither repeat nor miss', async () => {
    const years: number[] = [];
    let after: string | null = null;
    for (let page = 0; page < 3; page++) {
      const { data, errors } = await ask(fleet, { variables: { after } });
      expect(errors).toEqual([]);
      const { party } = data.findVehicles.edges[0].node.parties[0];
      expect(party.cnpj).toBe(company);
      expect(party.vehicles.totalCount).toBe(7);
      expect(party.vehicles.pageInfo.hasNextPage).toBe(page < 2);
      years.push(...party.vehicles.edges.map((edge: { node: { year: number } }) => edge.node.year));
      after = party.vehicles.pageInfo.endCursor;
    }
    expect(years.sort()).toEqual([2015, 2016, 2017, 2018, 2019, 2020, 2021]);
  });

  it('refuses an edited cursor and one of another list', async () => {
    expect(await codesOf(fleet, { variables: { after: 'AAAA' } })).toEqual(['BAD_ARGUMENT']);
    const { data } = await ask(
      '{ findVehicles(search: { platePattern: "XYZ*" }, first: 1) { pageInfo { endCursor } } }',
    );
    expect(await codesOf(fleet, { variables: { after: data.findVehicles.pageInfo.endCursor } })).toEqual([
      'BAD_ARGUMENT',
    ]);
  });
});

describe('vehicles by what a witness remembers', () => {
  const count = async (search: string) =>
    (await ask(`{ findVehicles(search: { ${search} }) { totalCount } }`)).data.findVehicles?.totalCount;

  it('are found by plate pattern, chassis end and owner, narrowed by the rest', async () => {
    expect(await count('platePattern: "XYZ????"')).toBe(7);
    expect(await count('platePattern: "X?Z9?00"')).toBe(7);
    expect(await count('platePattern: "*234"')).toBe(3);
    expect(await count('platePattern: "ABC1C*"')).toBe(1);
    expect(await count('platePattern: "XYZ*", make: "fiat", yearFrom: 2016, yearTo: 2018')).toBe(3);
    expect(await count('platePattern: "XYZ*", colour: "Preta"')).toBe(0);
    expect(await count(`chassisEnd: "${chassis(1).slice(-6)}"`)).toBe(1);
    expect(await count(`ownerCnpj: "${company}"`)).toBe(7);
    expect(await count(`ownerCpf: "${cpf}", model: "gol"`)).toBe(1);
  });

  it('are not scanned for', async () => {
    for (const search of [
      'make: "VW"',
      'platePattern: "AB*"',
      'platePattern: "*A*B*C*"',
      'platePattern: "???????"',
      'chassisEnd: "12345"',
    ])
      expect(await codesOf(`{ findVehicles(search: { ${search} }) { totalCount } }`)).toEqual(['TOO_BROAD']);
    for (const search of [
      'platePattern: "ABC%"',
      'platePattern: "ABC_1"',
      'chassisEnd: "1234%6"',
      'platePattern: "XYZ*", make: "%"',
      'platePattern: "XYZ*", model: "_"',
      'platePattern: "XYZ*", colour: " "',
    ])
      expect(await codesOf(`{ findVehicles(search: { ${search} }) { totalCount } }`)).toEqual(['BAD_ARGUMENT']);
  });

  it('turns a pattern into marks and a LIKE without wildcards of its own', () => {
    expect(platePattern('a?c-1*9')).toEqual({ marks: ['1A', '3C', '41', '-19'], like: 'A_C1%9' });
  });
});

describe('people by name', () => {
  const find = (search: string) =>
    ask(`{ findIndividuals(search: { ${search} }) { totalCount edges { match { band reasons } node { name } } } }`);

  it('come with the reasons, strongest first', async () => {
    const { data } = await find(
      'name: "Maria Conceicao de Sousa", motherName: "Theresa Sousa", birthDate: "1980-03-07"',
    );
    expect(data.findIndividuals.edges).toMatchObject([
      { match: { band: 'STRONG' }, node: { name: 'Maria da Conceição Souza' } },
    ]);
    expect(data.findIndividuals.edges[0].match.reasons).toContain('mesma data de nascimento');
  });

  it('are found by mother alone, by swapped day and month, and by RG', async () => {
    expect(
      (await find('name: "Luis Antonio Pereira", motherName: "Ana Pereira"')).data.findIndividuals.edges[0].match.band,
    ).toBe('LIKELY');
    expect(
      (await find('name: "Luis Antonio Pereira", birthDate: "1976-01-30"')).data.findIndividuals.edges[0].match.band,
    ).toBe('POSSIBLE');
    const byRg = (await find('name: "Maria Conceicao Souza", rg: "246781312", rgUf: SP')).data.findIndividuals;
    expect(byRg.edges[0].match.reasons[0]).toBe('mesmo RG');
  });

  it('are not found by a bare name, by a placeholder or by wildcards', async () => {
    expect((await find('name: "Maria Souza"')).errors.map(({ code }) => code)).toEqual(['TOO_BROAD']);
    expect((await find('name: "%_%", birthDate: "1980-03-07"')).errors.map(({ code }) => code)).toEqual(['TOO_BROAD']);
    expect((await find('name: "NAO INFORMADO", birthDate: "1980-03-07"')).errors.map(({ code }) => code)).toEqual([
      'TOO_BROAD',
    ]);
    expect((await find(`name: "${'A'.repeat(121)}", birthDate: "1980-03-07"`)).errors.map(({ code }) => code)).toEqual([
      'BAD_ARGUMENT',
    ]);
    expect((await find('name: "Maria Souza", rg: "246781312"')).errors.map(({ code }) => code)).toEqual([
      'BAD_ARGUMENT',
    ]);
  });

  it('are not found by an alias for who may not see aliases, by name, RG or reasons', async () => {
    const find = (more: string) =>
      `{ findIndividuals(search: { name: "Ceiça Preta", ${more} }) { totalCount edges { match { reasons } } } }`;
    for (const more of ['birthDate: "1980-03-07"', 'motherName: "Tereza de Souza"', 'rg: "246781312", rgUf: SP']) {
      const patrol = await askIndex(index, find(more), { profile: 'patrol' });
      expect(patrol.data.findIndividuals.totalCount, more).toBe(1);
      const guard = await askIndex(index, find(more), { profile: 'municipal-guard' });
      expect(guard.data.findIndividuals, more).toEqual({ totalCount: 0, edges: [] });
    }
    // By the declared name they are, and the RG alone finds nobody.
    const named = find('rg: "246781312", rgUf: SP').replace('Ceiça Preta', 'Maria Conceicao Souza');
    const found = (await askIndex(index, named, { profile: 'municipal-guard' })).data.findIndividuals;
    expect(found.totalCount).toBe(1);
    const stranger = named.replace('Maria Conceicao Souza', 'Pedro Alcantara Lima');
    expect((await askIndex(index, stranger, { profile: 'municipal-guard' })).data.findIndividuals.totalCount).toBe(0);
  });

  it('take pages from 1 to 50', async () => {
    for (const first of [0, -1, 51])
      expect(
        await codesOf(
          `{ findIndividuals(search: { name: "Maria Souza", birthDate: "1980-03-07" }, first: ${first}) { totalCount } }`,
        ),
      ).toEqual(['BAD_ARGUMENT']);
  });

  it('are found freely by alias, years, sex and state, as POSSIBLE', async () => {
    const free = async (search: string) =>
      (await ask(`{ findIndividualsFreely(search: { ${search} }) { edges { match { band } node { name } } } }`)).data
        .findIndividualsFreely?.edges.length;
    expect(await free('name: "Maria Souza"')).toBe(1);
    expect(await free('alias: "Ceica Preta", birthYearFrom: 1979, birthYearTo: 1981, sex: FEMININO, uf: SP')).toBe(1);
    expect(await free('name: "Maria Souza", birthYearTo: 1979')).toBe(0);
    expect(await free('name: "Maria Souza", uf: RJ')).toBe(0);
    expect(await codesOf('{ findIndividualsFreely(search: { sex: FEMININO }) { totalCount } }')).toEqual(['TOO_BROAD']);
    expect(
      await codesOf('{ findIndividualsFreely(search: { name: "Maria", fatherName: "Joao" }) { totalCount } }'),
    ).toEqual(['BAD_ARGUMENT']);
    expect(
      (
        await ask('{ findIndividualsFreely(search: { name: "Maria Souza" }) { totalCount } }', {
          purpose: undefined as never,
          caseNumber: undefined as never,
        })
      ).data.findIndividualsFreely,
    ).toBeNull();
  });
});

describe('the one box', () => {
  const box = (text: string, options = {}) =>
    ask(
      `query ($text: String!) { search(text: $text) { readings { kind country problems suggestions } probes { __typename ... on ForeignVehicleProbe { holder } }
      hits { totalCount edges { cursor node { matchedOn headline why { band } subject { __typename ... on Individual { id } ... on Vehicle { id } } } } } } }`,
      { variables: { text }, ...options },
    );

  it('tries every reading and labels each', async () => {
    const { data } = await box('ABC1234');
    expect(data.search.readings.map((one: { kind: string; country: string }) => [one.kind, one.country])).toEqual([
      ['PLATE', 'BR'],
      ['PLATE', 'UY'],
      ['WEAPON_SERIAL', null],
    ]);
    expect(data.search.hits.edges).toMatchObject([
      { node: { matchedOn: 'PLATE', headline: 'VW GOL 1.0 CINZA 1997', subject: { __typename: 'Vehicle' } } },
    ]);
    expect(data.search.probes).toEqual([{ __typename: 'ForeignVehicleProbe', holder: 'UY' }]);
  });

  it('leaves out readings that the caller may not use', async () => {
    const { data } = await box('KDT12345', { profile: 'municipal-guard', purpose: 'STOP', caseNumber: undefined });
    expect(data.search.readings.map((one: { kind: string }) => one.kind)).not.toContain('WEAPON_SERIAL');
  });

  it('finds a person by CPF with a headline that holds no CPF', async () => {
    const { data } = await box('529.982.247-25', { profile: 'patrol', purpose: 'STOP', caseNumber: undefined });
    const hit = data.search.hits.edges.find(
      (edge: { node: { matchedOn: string } }) => edge.node.matchedOn === 'CPF',
    ).node;
    expect(hit).toMatchObject({ why: { band: 'CERTAIN' }, headline: 'Maria da Conceição Souza' });
  });

  it('says what is wrong and what to add rather than nothing', async () => {
    const name = await box('Maria Souza');
    expect(name.errors).toMatchObject([{ code: 'TOO_BROAD', path: ['search', 'hits'] }]);
    expect(name.data.search.readings).toMatchObject([{ kind: 'NAME', problems: [expect.stringContaining('mãe')] }]);
    expect(name.statements).toBe(0);
    const wrong = await box('ab');
    expect(wrong.errors).toMatchObject([{ code: 'BAD_ARGUMENT' }]);
    expect(await codesOf(`{ search(text: "${'9'.repeat(201)}") { readings { kind } } }`)).toEqual(['BAD_ARGUMENT']);
  });
});

describe('who asks and whom the index follows', () => {
  it('are told to every caller', async () => {
    const { data, errors } = await ask(
      '{ me { id profile body level scopes purpose } holders { code publication } indexStatus { holder behind } }',
      { profile: 'auditor', purpose: 'AUDIT', caseNumber: 'PAD-2026-000001' },
    );
    expect(errors).toEqual([]);
    expect(data.me).toMatchObject({ profile: 'auditor', scopes: [] });
    expect(data.holders).toContainEqual({ code: 'EB', publication: 'KEYS' });
    expect(data.indexStatus).toContainEqual({ holder: 'CNJ', behind: false });
  });
});

describe('on a loaded base', () => {
  it('no look-up reads a whole table', { timeout: 240_000 }, async () => {
    const loaded = await server.open('loaded');
    const surnames = [
      'SILVA',
      'SOUZA',
      'LIMA',
      'COSTA',
      'ROCHA',
      'ALVES',
      'NUNES',
      'MOURA',
      'PRADO',
      'VIEIRA',
      'CASTRO',
      'BORGES',
    ];
    const of = (at: number, step: number) => surnames[Math.floor(at / step) % surnames.length] ?? '';
    const people = Array.from({ length: 12_000 }, (_, at) =>
      personEntry('SP', `p${at}`, {
        names: [`${of(at, 1)}NA ${of(at, 12)} ${of(at, 144)}`],
        motherName: `${of(at, 7)}RA ${of(at, 5)}`,
        birthDate: `${1950 + (at % 50)}-0${1 + (at % 9)}-1${at % 10}`,
        cpf: String(10_000_000_000 + at),
      }),
    );
    const cars = Array.from({ length: 6_000 }, (_, at) =>
      vehicleEntry(
        'SENATRAN',
        `v${at}`,
        {
          plates: [
            `${String.fromCharCode(65 + (at % 26))}${String.fromCharCode(65 + (Math.floor(at / 26) % 26))}X${String(at).padStart(4, '0')}`,
          ],
          chassis: chassis(at),
        },
        String(10_000_000_000 + at),
      ),
    );
    const wanted = Array.from({ length: 3_000 }, (_, at) =>
      warrantEntry(`w${at}`, String(at).padStart(28, '0'), [
        {
          names: [`${of(at, 1)}NA ${of(at, 12)}`],
          motherName: `${of(at, 7)}RA ${of(at, 5)} ${at}`.replace(/\d/g, (digit) => 'ABCDEFGHIJ'.charAt(Number(digit))),
          birthDate: `${1950 + (at % 50)}-0${1 + (at % 9)}-1${at % 10}`,
        },
      ]),
    );
    for (const list of [people, cars, wanted])
      for (let from = 0; from < list.length; from += 3000)
        await loaded.feed(
          list[0]?.source ?? '',
          list[0]?.holder ?? '',
          list.slice(from, from + 3000).map((entry) => ({ recordId: entry.recordId, version: 1, entry })),
        );
    await loaded.sql`vacuum analyze`;

    // One connection, so that its own counters tell what its statements did.
    const sql = openDatabase({ connection: server.connection('loaded'), poolMax: 1 });
    try {
      const records = indexRecords(sql);
      const scans = async () => {
        await sql`select pg_stat_force_next_flush()`;
        await sql`select pg_stat_clear_snapshot()`;
        const rows = await sql<
          { relname: string; seq_scan: number }[]
        >`select relname, seq_scan from pg_stat_user_tables where relname ~ '^(entry|identifier|edge|name|vehicle_trait)' order by 1`;
        return rows.map(({ relname, seq_scan }) => `${relname} ${seq_scan}`);
      };
      const before = await scans();
      const tokens = ['all'];
      const person = loaded.ids.of('individual', 'CPF', '', '10000000007');
      const name = await records.peopleByName(tokens, { name: 'SILVANA SOUZA LIMA', mother: 'COSTARA LIMA' }, 400);
      expect(name.candidates.length).toBeGreaterThan(0);
      const misspelt = await records.peopleByName(tokens, { name: 'SILVANA SOUZQ LIMX' }, 400);
      expect(misspelt.candidates.length).toBeGreaterThan(0);
      const byBirth = { name: 'LIMANA SILVA SILVA', birthDates: ['1952-03-12'] };
      expect((await records.peopleByName(tokens, byBirth, 400)).candidates).not.toHaveLength(0);
      await records.peopleByName(
        tokens,
        { name: 'SILVANA SOUZA ROCHA', role: 'NAME', sex: 'FEMININO', birthYearFrom: 1960 },
        400,
      );
      expect(await records.entriesOf(tokens, [person])).toHaveLength(1);
      await records.entriesById(tokens, [person]);
      expect(await records.byIdentifier(tokens, [{ kind: 'CPF', value: '10000000007' }], ['individual'])).toHaveLength(
        1,
      );
      await records.redirectsOf(tokens, [person]);
      expect(await records.partyRoles(tokens, [person])).toHaveLength(1);
      expect(await records.thingsOf(tokens, [[person]], 'vehicle', { first: 20, after: null })).toHaveLength(1);
      await records.partiesOf(tokens, [person]);
      expect(
        await records.wantedLike(tokens, [
          { key: 'LIMANA SILVA', mother: null, birthDate: '1952-03-12' },
          { key: 'LIMANA SILVA', mother: 'SILVARA SILVA C', birthDate: null },
        ]),
      ).not.toHaveLength(0);
      const nothing = {
        marks: [],
        platePattern: null,
        chassisBack: null,
        ownerId: null,
        make: null,
        model: null,
        colour: null,
        yearFrom: null,
        yearTo: null,
        state: null,
      };
      const page = { first: 20, after: null };
      expect(
        (
          await records.vehiclesLike(
            tokens,
            { ...nothing, ...{ marks: ['1B', '3X', '-17'], platePattern: 'B_X%7' } },
            page,
          )
        ).total,
      ).toBeGreaterThan(0);
      await records.vehiclesLike(tokens, { ...nothing, chassisBack: '100000' }, page);
      expect((await records.vehiclesLike(tokens, { ...nothing, ownerId: person }, page)).total).toBe(1);
      await records.sharingPlates(tokens, [{ plate: 'ABX0001', country: 'BR' }]);
      expect(await scans()).toEqual(before);
      // The counters do tell: this is how a scan would show.
      await sql`set enable_indexscan = off; set enable_bitmapscan = off`.simple();
      await records.peopleByName(tokens, { name: 'SILVANA SOUZA LIMA' }, 400);
      expect(await scans()).not.toEqual(before);
    } finally {
      await sql.end({ timeout: 1 });
    }
  });
});
