// The planted cases: the first people of every nation, each with a situation that an agent meets and that chance would give too rarely. The start-up
// banner, the explorer's tabs and the tests find them here, by the seed alone.
import { SUPPRESSED } from '#kit/identifiers/weapon-serial.ts';
import type { IndividualFacts } from '../../subgraphs/individuals/record.ts';
import type { VehicleFacts } from '../../subgraphs/vehicles/record.ts';
import type { WarrantFacts } from '../../subgraphs/warrants/record.ts';
import { dateOf, dayOf, yearsAfter } from './calendar.ts';
import { companyAt, companyCount } from './companies.ts';
import { foreignVehicle } from './foreign-vehicles.ts';
import { surname, withoutParticle } from './names.ts';
import { castSize, individualFacts, personAt, type FixedPerson, type Person } from './people.ts';
import { addressLine, capturesUnit } from './places.ts';
import type { NationRecord } from './record.ts';
import { ufNamed } from './tables.ts';
import {
  cloneSuspicion,
  foreignOwner,
  nationalFacts,
  recordsOfVehicle,
  stolenMark,
  vehicleOrdinal,
  type FixedVehicle,
} from './vehicles.ts';
import { warrantFacts, type FixedWarrant } from './warrants.ts';
import { otherSystemsRecord, weaponRecord } from './weapons.ts';
import { createWorld, writtenUntil, type World } from './world.ts';

/** Somebody in the story. Dates are YYYY-MM-DD. */
export interface Known {
  readonly cpf: string;
  readonly name: string;
  readonly motherName: string;
  readonly birthDate: string;
  /** Holders with an individual record of this person. */
  readonly holders: readonly string[];
}

export interface WantedCase extends Known {
  /** 28 digits. */
  readonly warrantNumber: string;
}

export interface Story {
  /** Stolen three days ago in PE; the owner has an active, public warrant of a PE court. */
  readonly stolenPlate: {
    readonly plate: string;
    readonly renavam: string;
    readonly chassis: string;
    readonly reportNumber: string;
    readonly owner: WantedCase;
  };
  /** Known to PE, PB and SP; the warrant was served yesterday. The namesake has the same name and birth date, and another mother. */
  readonly servedYesterday: WantedCase & { readonly namesake: Known };
  /** In SINARM regular and one person's; in SIGMA stolen and another's. */
  readonly twoSystemsSerial: {
    readonly serial: string;
    readonly make: string;
    readonly owners: readonly [sinarm: Known, sigma: Known];
  };
  /** One serial, two makes, both in SINARM. */
  readonly repeatedSerial: { readonly serial: string; readonly makes: readonly [string, string] };
  /** The registration of a weapon whose serial was filed off. */
  readonly suppressedRegistration: string;
  /** A plate of Brazil (SENATRAN and DETRAN SP), a plate of Uruguay, and the serial of a weapon. */
  readonly plateABC1234: 'ABC1234';
  /** One name: two people with one birth date and two mothers, and a third born in another year. */
  readonly namesakes: { readonly name: string; readonly people: readonly [Known, Known, Known] };
  /** Two people, two mothers, two birth dates, one CPF. */
  readonly disputedCpf: { readonly cpf: string; readonly people: readonly [Known, Known] };
  /** Two chassis under one plate. */
  readonly clonePlate: { readonly plate: string; readonly chassis: readonly [string, string] };
  /** One chassis under two plates. */
  readonly clonedChassis: { readonly chassis: string; readonly plates: readonly [string, string] };
  /** The owner is a company with an alphanumeric CNPJ. */
  readonly companyPlate: { readonly plate: string; readonly company: string; readonly cnpj: string };
  readonly foreignOwnerPlate: string;
  /** Stolen and found again. */
  readonly recoveredPlate: string;
  /** SENATRAN and DETRAN SP disagree on colour, re-stamping and theft. */
  readonly disagreeingPlate: string;
  readonly argentinePlate: string;
  readonly restrictedWarrant: WantedCase & { readonly namedUnit: NonNullable<WarrantFacts['namedUnit']> };
  readonly secretWarrant: WantedCase & { readonly namedUnit: NonNullable<WarrantFacts['namedUnit']> };
  /** Pending as recorded, past its validity. */
  readonly expiredWarrant: WantedCase;
  readonly revokedWarrant: WantedCase;
  readonly cancelledWarrant: WantedCase;
  /** Active and without CPF; name, mother and birth date are those of this person, whose CPF is known. */
  readonly likelyWarrant: WantedCase;
  /** SP, RJ and PE spell the name in three ways, and PE has no CPF. */
  readonly threeSpellings: Known & { readonly names: Readonly<Record<string, string>> };
  /** Both parents stored as NÃO INFORMADO. */
  readonly undeclaredParents: Known;
  readonly socialName: Known & { readonly socialName: string; readonly alias: string };
  readonly deceased: Known;
  readonly inCustody: Known;
  /** Entries that not everybody may see: acquitted, adolescent, victim, witness, rehabilitated; and one that stands. */
  readonly shieldedHistory: Known;
}

interface Plan {
  readonly records: readonly NationRecord[];
  readonly story: Story;
}

/** The planted cases of a seed. Identifiers do not depend on the day; what is relative to it (yesterday) is in the records. */
export function story(seed: number): Story {
  return plan(createWorld(seed, writtenUntil)).story;
}

/** The records of the planted cases: people 0 to `castSize` - 1. */
export function plantedRecords(world: World): readonly NationRecord[] {
  return plan(world).records;
}

const castBirths = [dayOf('1965-01-01'), dayOf('1998-12-31')] as const;

function plan(world: World): Plan {
  const records: NationRecord[] = [];
  const { today } = world;
  let next = 0;

  // A living adult Brazilian; nothing else is fixed.
  const cast = (fixed: FixedPerson = {}): Person => {
    const ordinal = next++;
    if (ordinal >= castSize) throw new RangeError('the cast is larger than castSize');
    const birthDay = world.random('cast', ordinal).between(...castBirths);
    return personAt(world, ordinal, {
      birthDay,
      nationality: 'BRASILEIRA',
      deathDay: undefined,
      socialName: undefined,
      ...fixed,
    });
  };

  // Individual records on which all holders agree, unless `fixed` says otherwise for one.
  const know = (
    person: Person,
    holders: readonly string[],
    fixed: Readonly<Record<string, Partial<IndividualFacts>>> = {},
  ): Known => {
    const agreed = {
      name: person.name,
      motherName: person.mother,
      birthDate: dateOf(person.birthDay),
      sex: person.sex,
      cpf: person.cpf,
      aliases: [],
      custody: undefined,
    };
    holders.forEach((holder, position) => {
      const facts = individualFacts(world, person, holder, position, {}, { ...agreed, ...fixed[holder] });
      records.push({ source: 'individuals', holder, facts: present(facts) });
    });
    return Object.freeze({
      cpf: person.cpf,
      name: person.name,
      motherName: person.mother,
      birthDate: agreed.birthDate,
      holders: Object.freeze([...holders]),
    });
  };

  const own = (person: Person, fixed: FixedVehicle, differences: Partial<VehicleFacts> = {}): VehicleFacts => {
    const facts = nationalFacts(world, person, 0, { type: 'AUTOMOVEL', ...fixed });
    records.push(...recordsOfVehicle(world, vehicleOrdinal(person, 0), facts, differences));
    return facts;
  };

  const want = (person: Person, fixed: FixedWarrant): string => {
    const facts = warrantFacts(world, person, 0, {
      uf: 'PE',
      kind: 'PREVENTIVA',
      status: 'PENDENTE_DE_CUMPRIMENTO',
      secrecy: 'PUBLICO',
      issuedDay: dayOf('2025-03-10') + person.ordinal,
      validUntilDay: yearsAfter(today, 10),
      withCpf: true,
      exactIdentity: true,
      ...fixed,
    });
    records.push({ source: 'warrants', holder: 'CNJ', facts });
    return facts.number;
  };

  const wantedCase = (holders: readonly string[], fixed: FixedWarrant): WantedCase => {
    const person = cast();
    return { ...know(person, holders), warrantNumber: want(person, fixed) };
  };

  const simple = (fixed: FixedVehicle): string => own(cast(), { occurrence: 'NONE', ...fixed }).plate;

  // The longer the name, the less likely that chance has made another of it.
  const longName = (person: Person, extra: number): Person['fullName'] => {
    const first = surname(world.random('cast surname', extra));
    const rest = person.fullName.surnames.filter((part) => withoutParticle(part) !== withoutParticle(first));
    return { ...person.fullName, surnames: [first, ...rest, 'TAVARES'] };
  };

  // --- stolen and wanted -----------------------------------------------------------------------------------------------------------------
  const thief = cast();
  const thiefKnown = know(thief, ['PE', 'SP']);
  const stolen = own(thief, {
    uf: 'PE',
    year: 2021,
    occurrence: 'STOLEN',
    occurredDay: today - 3,
    reportUf: 'PE',
    owner: {
      kind: 'FISICA',
      name: thief.name,
      document: thief.cpf,
      since: '2022-02-14',
      address: homeOf(world, thief),
    },
  });
  const stolenPlate = {
    plate: stolen.plate,
    renavam: stolen.renavam ?? '',
    chassis: stolen.chassis ?? '',
    reportNumber: stolen.occurrences[0]?.reportNumber ?? '',
    owner: { ...thiefKnown, warrantNumber: want(thief, {}) },
  };

  // --- served yesterday, and the namesake ------------------------------------------------------------------------------------------------
  const arrestedDraft = cast();
  const arrested = personAt(world, arrestedDraft.ordinal, {
    ...withoutName(arrestedDraft),
    fullName: longName(arrestedDraft, 1),
  });
  const namesake = cast({ fullName: arrested.fullName, sex: arrested.sex, birthDay: arrested.birthDay });
  const yesterday = today - 1;
  const servedYesterday = {
    ...know(arrested, ['PE', 'PB', 'SP'], {
      PE: { custody: { unit: 'CENTRO DE TRIAGEM MODELO/PE', since: dateOf(yesterday), kind: 'PROVISORIA' } },
    }),
    warrantNumber: want(arrested, { status: 'CUMPRIDO', changedDay: yesterday }),
    namesake: know(namesake, ['BA']),
  };

  // --- weapons ---------------------------------------------------------------------------------------------------------------------------
  const sportsman = cast();
  const claimant = cast();
  const sinarm = weaponRecord(world, sportsman, 0, {
    system: 'SINARM',
    make: 'TAURUS',
    status: 'REGULAR',
    serial: `KDT${world.number('two systems', 0, 5)}`,
    facts: {
      crafValidUntil: dateOf(yearsAfter(today, 3)),
      owner: { name: sportsman.name, category: 'CIDADAO', document: sportsman.cpf, address: homeOf(world, sportsman) },
    },
  });
  records.push(sinarm, otherSystemsRecord(world, claimant, 0, sinarm.facts, 'SIGMA'));
  const twoSystemsSerial = {
    serial: sinarm.facts.serial,
    make: sinarm.facts.make,
    owners: [know(sportsman, ['SP']), know(claimant, ['RS'])] as const,
  };

  const repeated = { serial: `2${world.number('repeated', 0, 5)}`, makes: ['TAURUS', 'ROSSI'] as const };
  for (const make of repeated.makes) {
    records.push(
      weaponRecord(world, cast(), 0, { system: 'SINARM', make, status: 'REGULAR', serial: repeated.serial }),
    );
  }
  const filedOff = weaponRecord(world, cast(), 0, { system: 'SINARM', status: 'APREENDIDA', serial: SUPPRESSED });
  records.push(filedOff);

  // --- one text, three readings ----------------------------------------------------------------------------------------------------------
  const plateABC1234 = 'ABC1234' as const;
  const driver = cast();
  own(driver, { uf: 'SP', year: 2012, occurrence: 'NONE', facts: { plate: plateABC1234 } });
  know(driver, ['SP']);
  records.push(foreignVehicle(world, driver.ordinal, { country: 'UY', plate: plateABC1234, stolen: false }));
  records.push(
    weaponRecord(world, cast(), 0, { system: 'SINARM', make: 'CBC', status: 'REGULAR', serial: plateABC1234 }),
  );

  // --- namesakes and a disputed CPF ------------------------------------------------------------------------------------------------------
  const common = { given: 'MARIA JOSÉ', surnames: ['DOS SANTOS', 'SILVA'], suffix: '' };
  const woman = { fullName: common, sex: 'FEMININO' } as const;
  const birthDay = dayOf('1984-05-12');
  const first = cast({ ...woman, birthDay, mother: 'JOSEFA MARIA DOS SANTOS' });
  const second = cast({ ...woman, birthDay, mother: 'SEVERINA GOMES DA SILVA' });
  const third = cast({ ...woman, birthDay: dayOf('1971-11-03'), mother: 'ANTÔNIA DOS SANTOS' });
  const namesakes = {
    name: first.name,
    people: [know(first, ['PE', 'AL']), know(second, ['PE']), know(third, ['SP'])] as const,
  };

  const holderOfCpf = cast({ birthDay: dayOf('1979-02-20'), mother: 'LUZIA PEREIRA DA ROCHA' });
  const claimer = cast({ birthDay: dayOf('1991-09-08'), mother: 'NEUSA DE ALMEIDA DIAS', cpf: holderOfCpf.cpf });
  const disputedCpf = { cpf: holderOfCpf.cpf, people: [know(holderOfCpf, ['PE']), know(claimer, ['MG'])] as const };

  // --- clones ----------------------------------------------------------------------------------------------------------------------------
  const original = cast();
  const suspicion = cloneSuspicion(world.random('clone', 0), 'SP', today - 20);
  const genuine = own(original, { uf: 'SP', year: 2016, occurrence: 'NONE', facts: { occurrences: [suspicion] } });
  const copy = own(cast(), { uf: 'RJ', year: 2015, occurrence: 'NONE', facts: { plate: genuine.plate } });
  const clonePlate = { plate: genuine.plate, chassis: [genuine.chassis ?? '', copy.chassis ?? ''] as const };

  const stamped = own(cast(), { uf: 'PR', year: 2018, occurrence: 'NONE' });
  const restamped = own(cast(), {
    uf: 'GO',
    year: 2018,
    occurrence: 'NONE',
    facts: { chassis: stamped.chassis, chassisRestamped: true, make: stamped.make, model: stamped.model },
  });
  const clonedChassis = { chassis: stamped.chassis ?? '', plates: [stamped.plate, restamped.plate] as const };

  // --- owners, and what two registers say ------------------------------------------------------------------------------------------------
  const { name: company, cnpj } = companyAt(world, companyCount, true);
  const fleet = cast();
  const companyPlate = {
    plate: own(fleet, {
      uf: 'SP',
      year: 2023,
      occurrence: 'NONE',
      owner: { kind: 'JURIDICA', name: company, document: cnpj, since: '2023-08-01', address: homeOf(world, fleet) },
    }).plate,
    company,
    cnpj,
  };
  const foreignOwnerPlate = simple({
    uf: 'RS',
    year: 2017,
    owner: foreignOwner(
      world.random('foreign owner', 0),
      '2019-01-15',
      addressLine(world.random('foreign owner', 1), ufNamed('RS').capital),
    ),
  });
  const recoveredPlate = simple({
    uf: 'PE',
    year: 2014,
    occurrence: 'RECOVERED',
    occurredDay: dayOf('2025-10-02'),
    reportUf: 'PE',
  });
  const disagreeing = own(
    cast(),
    { uf: 'SP', year: 2013, occurrence: 'NONE', facts: { colour: 'PRATA', chassisRestamped: false, restrictions: [] } },
    {
      colour: 'PRETA',
      chassisRestamped: true,
      restrictions: [stolenMark],
      occurrences: [{ ...cloneSuspicion(world.random('disagreeing', 0), 'SP', dayOf('2026-02-03')), type: 'FURTO' }],
    },
  );
  const argentine = foreignVehicle(world, cast().ordinal, { country: 'AR', stolen: true });
  records.push(argentine);

  // --- warrants --------------------------------------------------------------------------------------------------------------------------
  const restricted = { namedUnit: { body: 'PCPE', unit: capturesUnit('PE') } };
  const restrictedWarrant = { ...wantedCase(['PE', 'CE'], { secrecy: 'RESTRITO', ...restricted }), ...restricted };
  const secret = { namedUnit: { body: 'PCPE', unit: 'DELEGACIA DE REPRESSÃO AO CRIME ORGANIZADO/PE' } };
  const secretWarrant = { ...wantedCase(['PE'], { secrecy: 'SIGILOSO', ...secret }), ...secret };
  const expiredWarrant = wantedCase(['PE', 'RN'], { kind: 'TEMPORARIA', validUntilDay: dayOf('2025-12-01') });
  const revokedWarrant = wantedCase(['PE'], { status: 'REVOGADO', changedDay: dayOf('2026-01-20') });
  const cancelledWarrant = wantedCase(['SE'], { status: 'CANCELADO', changedDay: dayOf('2026-03-02') });
  const likelyWarrant = wantedCase(['PE', 'BA'], { withCpf: false });

  // --- people as offices write them ------------------------------------------------------------------------------------------------------
  const speltDraft = { given: 'THIAGO', surnames: ['DE SOUZA', 'CARDOSO'], suffix: '' };
  const spelt = cast({ fullName: speltDraft, sex: 'MASCULINO' });
  const names = { SP: spelt.name, RJ: 'THIAGO S. CARDOSO', PE: 'TIAGO DE SOUSA CARDOZO' };
  const threeSpellings = {
    ...know(spelt, ['SP', 'RJ', 'PE'], { RJ: { name: names.RJ }, PE: { name: names.PE, cpf: undefined } }),
    names: Object.freeze(names),
  };
  const orphan = cast();
  const nobody = 'NÃO INFORMADO';
  const undeclaredParents = know(orphan, ['MA'], { MA: { motherName: nobody, fatherName: nobody } });
  const renamed = cast({
    fullName: { given: 'MARCOS', surnames: ['VIEIRA', 'DA COSTA'], suffix: '' },
    sex: 'MASCULINO',
  });
  const social = { socialName: 'MÁRCIA VIEIRA DA COSTA', alias: 'MAR' };
  const socialName = {
    ...know(renamed, ['RJ', 'PF'], {
      RJ: { socialName: social.socialName, aliases: [social.alias] },
      PF: { socialName: social.socialName },
    }),
    ...social,
  };
  const dead = cast({ deathDay: dayOf('2024-08-17') });
  const registration = 'Cartório Modelo do Registro Civil do Recife, matrícula 000000000000';
  const deceased = know(dead, ['PE', 'SP'], {
    PE: { death: { date: '2024-08-17', registration } },
    SP: { death: undefined },
  });
  const inCustody = know(cast(), ['SP', 'MG'], {
    SP: { custody: { unit: 'PENITENCIÁRIA MODELO II/SP', since: '2023-05-09', kind: 'DEFINITIVA' } },
  });
  const withHistory = cast({ birthDay: dayOf('1994-07-01') });
  const shieldedHistory = know(withHistory, ['PE'], { PE: { entries: shieldedEntries } });

  const told: Story = {
    stolenPlate,
    servedYesterday,
    twoSystemsSerial,
    repeatedSerial: repeated,
    suppressedRegistration: filedOff.facts.registration,
    plateABC1234,
    namesakes,
    disputedCpf,
    clonePlate,
    clonedChassis,
    companyPlate,
    foreignOwnerPlate,
    recoveredPlate,
    disagreeingPlate: disagreeing.plate,
    argentinePlate: argentine.facts.plate,
    restrictedWarrant,
    secretWarrant,
    expiredWarrant,
    revokedWarrant,
    cancelledWarrant,
    likelyWarrant,
    threeSpellings,
    undeclaredParents,
    socialName,
    deceased,
    inCustody,
    shieldedHistory,
  };
  return { records, story: Object.freeze(told) };
}

const shieldedEntries: IndividualFacts['entries'] = [
  {
    kind: 'PROCESSO',
    number: '0012345/2016',
    unit: '3ª VARA CRIMINAL DO RECIFE/PE',
    uf: 'PE',
    role: 'ABSOLVIDO',
    stage: 'TRANSITADO_EM_JULGADO',
    subject: 'Furto',
    date: '2016-04-11',
  },
  {
    kind: 'BOLETIM_OCORRENCIA',
    number: '881/2010',
    unit: 'DELEGACIA DO ADOLESCENTE/PE',
    uf: 'PE',
    role: 'ADOLESCENTE',
    stage: 'ENCAMINHADO_A_VARA_DA_INFANCIA',
    subject: 'Ato Infracional > Contra o Patrimônio > Furto (art. 155)',
    date: '2010-10-02',
  },
  {
    kind: 'BOLETIM_OCORRENCIA',
    number: '1207/2021',
    unit: '4ª DELEGACIA DE POLÍCIA/PE',
    uf: 'PE',
    role: 'VITIMA',
    stage: 'REGISTRADO',
    subject: 'Roubo',
    date: '2021-01-30',
  },
  {
    kind: 'INQUERITO',
    number: '77/2022',
    unit: 'DELEGACIA DE HOMICÍDIOS/PE',
    uf: 'PE',
    role: 'TESTEMUNHA',
    stage: 'RELATADO',
    subject: 'Homicídio Simples',
    date: '2022-06-19',
  },
  {
    kind: 'PROCESSO',
    number: '0004711/2014',
    unit: '1ª VARA CRIMINAL DE OLINDA/PE',
    uf: 'PE',
    role: 'REABILITADO',
    stage: 'EXTINTA_A_PUNIBILIDADE',
    subject: 'Receptação',
    date: '2014-03-25',
  },
  {
    kind: 'INQUERITO',
    number: '302/2025',
    unit: '1ª DELEGACIA DE POLÍCIA/PE',
    uf: 'PE',
    role: 'INDICIADO',
    stage: 'EM_ANDAMENTO',
    subject: 'Estelionato',
    date: '2025-02-14',
  },
];

const homeOf = (world: World, person: Person): string =>
  addressLine(world.random('cast home', person.ordinal), person.home);

function withoutName(person: Person): FixedPerson {
  const { ordinal: _ordinal, name: _name, ...fixed } = person;
  return fixed;
}

/** Members that were fixed as absent are left out rather than stored as undefined. */
function present(facts: IndividualFacts): IndividualFacts {
  return Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== undefined),
  ) as unknown as IndividualFacts;
}
