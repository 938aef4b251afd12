// The people of the nation and what states and the Federal Police keep of them. A person is a fact of the seed and of an ordinal alone; a holder's
// record is that person as one office wrote it down: other spelling, no CPF, a parent who was never declared.
import { foldLetters } from '#kit/identifiers/fold.ts';
import type { IndividualFacts } from '../../subgraphs/individuals/record.ts';
import { dateOf, dayOf, yearOf, yearsAfter } from './calendar.ts';
import {
  givenName,
  notDeclared,
  otherSpelling,
  surname,
  withoutParticle,
  written,
  type FullName,
  type Sex,
} from './names.ts';
import { address, birthPlaceOf, contactOf, policeUnit, prisonUnit, telephone } from './places.ts';
import { Weighted, type Random } from './random.ts';
import { tables, ufNamed, type Municipality, type Uf } from './tables.ts';
import { lastWrittenDay, type World } from './world.ts';

/** The first ordinals are the cast of the planted cases (story.ts); everyone else comes after them. */
export const castSize = 48;

export interface Person {
  readonly ordinal: number;
  readonly fullName: FullName;
  readonly name: string;
  readonly sex: Sex;
  readonly mother: string;
  /** Absent where no father is known. */
  readonly father?: string;
  readonly birthDay: number;
  readonly birthPlace: string;
  readonly birthUf: string;
  readonly nationality: string;
  readonly home: Municipality;
  readonly cpf: string;
  readonly socialName?: string;
  readonly deathDay?: number;
}

/** Fixes what would be drawn; the planted cases use it. */
export type FixedPerson = Partial<Omit<Person, 'ordinal' | 'name'>>;

export const adultAge = 18;

interface Birth {
  readonly sex: Sex;
  readonly birthDay: number;
  readonly fullName: FullName;
  readonly mother: string;
  readonly father?: string;
}

const oldestBirthDay = dayOf('1940-01-01');
const youngestBirthDay = dayOf('2008-06-30');
const suffixes = ['JÚNIOR', 'FILHO', 'NETO'];

function birthOf(world: World, ordinal: number): Birth {
  const random = world.random('birth', ordinal);
  const sex: Sex = random.chance(0.5) ? 'FEMININO' : 'MASCULINO';
  // The mean of two draws: fewer of the very old and the very young.
  const age = (random.unit() + random.unit()) / 2;
  const birthDay = Math.round(oldestBirthDay + age * (youngestBirthDay - oldestBirthDay));
  const birthYear = yearOf(birthDay);

  const fromMother = surname(random);
  const fromFather = surname(random);
  const inherited =
    withoutParticle(fromMother) === withoutParticle(fromFather) || random.chance(0.2)
      ? [fromFather]
      : [fromMother, fromFather];
  const extra = surname(random);
  const repeated = inherited.some((part) => withoutParticle(part) === withoutParticle(extra));
  const surnames = random.chance(0.12) && !repeated ? [extra, ...inherited] : inherited;
  const suffix = sex === 'MASCULINO' && random.chance(0.04) ? random.pick(suffixes) : '';
  const given = givenName(random, sex, birthYear);

  const motherGiven = givenName(random, 'FEMININO', birthYear - 26);
  const married =
    random.chance(0.6) && withoutParticle(fromMother) !== withoutParticle(fromFather)
      ? [fromMother, fromFather]
      : [fromMother];
  const fatherGiven = givenName(random, 'MASCULINO', birthYear - 29);
  const father =
    suffix === '' ? { given: fatherGiven, surnames: [fromFather], suffix: '' } : { given, surnames, suffix: '' };
  const fatherKnown = suffix !== '' || !random.chance(0.07);
  return {
    sex,
    birthDay,
    fullName: { given, surnames, suffix },
    mother: written({ given: motherGiven, surnames: married, suffix: '' }),
    ...(fatherKnown ? { father: written(father) } : {}),
  };
}

const neighbours: readonly { readonly nationality: string; readonly place: string }[] = [
  { nationality: 'BOLIVIANA', place: 'La Paz, Bolívia' },
  { nationality: 'VENEZUELANA', place: 'Caracas, Venezuela' },
  { nationality: 'PARAGUAIA', place: 'Assunção, Paraguai' },
  { nationality: 'HAITIANA', place: 'Porto Príncipe, Haiti' },
  { nationality: 'ARGENTINA', place: 'Buenos Aires, Argentina' },
];

// Namesakes and disputed CPFs beyond the planted ones: an earlier person lends a name, or a CPF.
const namesakeShare = 0.008;
const disputedCpfShare = 0.001;

export function personAt(world: World, ordinal: number, fixed: FixedPerson = {}): Person {
  const own = birthOf(world, ordinal);
  const random = world.random('person', ordinal);
  const other = random.between(castSize, Math.max(castSize, ordinal - 1));
  const namesake = random.chance(namesakeShare) && ordinal > castSize;
  const sameBirthDay = random.chance(0.4);
  const lender = namesake ? birthOf(world, other) : undefined;
  const birth: Birth =
    lender === undefined
      ? own
      : { ...own, sex: lender.sex, fullName: lender.fullName, birthDay: sameBirthDay ? lender.birthDay : own.birthDay };

  const birthUf = tables().anyUf.pick(random);
  const homeUf = random.chance(0.8) ? birthUf : tables().anyUf.pick(random);
  const birthPlace = birthPlaceOf(birthUf.anyMunicipality.pick(random));
  const foreigner = random.chance(0.01) ? random.pick(neighbours) : undefined;
  const borrowsCpf = random.chance(disputedCpfShare) && ordinal > castSize;
  const cpfOwner = borrowsCpf ? other : ordinal;
  const social = random.chance(0.005);
  const dies = random.chance(0.012);
  const deathDay = random.between(Math.min(yearsAfter(birth.birthDay, adultAge) + 1, lastWrittenDay), lastWrittenDay);

  const drawn = {
    ...birth,
    birthPlace: foreigner?.place ?? birthPlace,
    birthUf: birthUf.uf,
    nationality: foreigner?.nationality ?? 'BRASILEIRA',
    home: homeUf.anyMunicipality.pick(random),
    // The region digit of a CPF is that of its owner, so a borrowed one needs the owner's birth.
    cpf: world.cpf(cpfOwner, borrowsCpf ? regionOf(world, other) : birthUf.cpfRegion),
    ...(social ? { socialName: socialNameOf(random, birth) } : {}),
    ...(dies ? { deathDay } : {}),
    ...fixed,
  };
  return { ...drawn, ordinal, name: written(drawn.fullName) };
}

/** The first draws of personAt again, up to the UF of birth. */
function regionOf(world: World, ordinal: number): string {
  const random = world.random('person', ordinal);
  random.between(castSize, Math.max(castSize, ordinal - 1));
  random.unit();
  random.unit();
  return tables().anyUf.pick(random).cpfRegion;
}

function socialNameOf(random: Random, birth: Birth): string {
  const sex: Sex = birth.sex === 'FEMININO' ? 'MASCULINO' : 'FEMININO';
  return written({ ...birth.fullName, given: givenName(random, sex, yearOf(birth.birthDay)), suffix: '' });
}

/** Thrice married, moved or arrested, a person is in more than one base; about a third are in none. Sum: 0.75 records a person. */
const holderCounts = new Weighted([
  [0, 0.357],
  [1, 0.55],
  [2, 0.079],
  [3, 0.014],
]);

/** The holders that have a record of the person: the state of residence first, then others, the Federal Police among them. */
export function holdersOf(world: World, person: Person): readonly string[] {
  const random = world.random('holders', person.ordinal);
  const count = holderCounts.pick(random);
  const holders = new Set<string>();
  if (count > 0) holders.add(random.chance(0.04) ? 'PF' : person.home.uf);
  while (holders.size < count) {
    const draw = random.unit();
    holders.add(draw < 0.12 ? 'PF' : draw < 0.45 ? person.birthUf : tables().anyUf.pick(random).uf);
  }
  return [...holders];
}

// --- One holder's record -------------------------------------------------------------------------------------------------------------------

// Systems that still keep capitals without accents.
const plainLetters: ReadonlySet<string> = new Set('AC AL AP ES GO MA MT PA PB PI RN RO RR SE TO PF'.split(' '));

const nicknames = [
  'BAIXINHO',
  'CABELO',
  'BIGODE',
  'PEIXE',
  'CEARÁ',
  'MAGRÃO',
  'PROFESSOR',
  'TATU',
  'ALEMÃO',
  'BIRA',
  'NENÉM',
  'PAULISTA',
  'CHICLETE',
];
const occupations = [
  'PEDREIRO',
  'MOTORISTA',
  'VENDEDOR',
  'ESTUDANTE',
  'AUTÔNOMO',
  'AGRICULTOR',
  'COZINHEIRO',
  'MECÂNICO',
  'AUXILIAR ADMINISTRATIVO',
  'ENFERMEIRO',
  'PROFESSOR',
  'COMERCIANTE',
  'DESEMPREGADO',
  'VIGILANTE',
];
const signs: readonly { readonly kind: string; readonly bodyPart?: string; readonly description: string }[] = [
  { kind: 'TATUAGEM', bodyPart: 'ANTEBRAÇO DIREITO', description: 'âncora' },
  { kind: 'TATUAGEM', bodyPart: 'PESCOÇO', description: 'estrela de cinco pontas' },
  { kind: 'TATUAGEM', bodyPart: 'PERNA ESQUERDA', description: 'carpa colorida' },
  { kind: 'CICATRIZ', bodyPart: 'SOBRANCELHA ESQUERDA', description: 'dois centímetros' },
  { kind: 'CICATRIZ', bodyPart: 'ABDOME', description: 'cirúrgica, vertical' },
  { kind: 'CABELO', description: 'preto, curto' },
  { kind: 'OLHOS', description: 'castanhos' },
  { kind: 'COMPLEICAO', description: 'magra' },
  { kind: 'OUTRO', bodyPart: 'MÃO DIREITA', description: 'falta a falange do dedo mínimo' },
];
const healthNotes = [
  'uso contínuo de insulina',
  'asma; porta inalador',
  'acompanhamento psiquiátrico',
  'hipertensão em tratamento',
];

/** Roles that history must not show to everybody: acquitted, rehabilitated, victim, witness, adolescent. */
export const shieldedRoles = ['ABSOLVIDO', 'REABILITADO', 'VITIMA', 'TESTEMUNHA', 'ADOLESCENTE'] as const;

type Entry = IndividualFacts['entries'][number];

const entryKinds = new Weighted([
  ['INQUERITO', 30],
  ['BOLETIM_OCORRENCIA', 28],
  ['TERMO_CIRCUNSTANCIADO', 18],
  ['PROCESSO', 17],
  ['AUTO_PRISAO_FLAGRANTE', 7],
]);

function roleAndStage(random: Random, kind: string): readonly [role: string, stage: string] {
  const rare = random.chance(0.06);
  switch (kind) {
    case 'INQUERITO':
      return random.chance(0.5)
        ? ['INDICIADO', random.pick(['EM_ANDAMENTO', 'RELATADO'])]
        : ['INVESTIGADO', random.pick(['INSTAURADO', 'EM_ANDAMENTO', 'ARQUIVADO'])];
    case 'TERMO_CIRCUNSTANCIADO':
      return ['AUTOR_DO_FATO', random.pick(['ENCAMINHADO_AO_JUIZADO', 'TRANSACAO_PENAL'])];
    case 'AUTO_PRISAO_FLAGRANTE':
      return ['INDICIADO', 'EM_ANDAMENTO'];
    case 'PROCESSO':
      if (random.chance(0.16)) return ['ABSOLVIDO', 'TRANSITADO_EM_JULGADO'];
      if (random.chance(0.5)) return ['REU', random.pick(['DENUNCIADO', 'EM_ANDAMENTO'])];
      return rare ? ['REABILITADO', 'EXTINTA_A_PUNIBILIDADE'] : ['CONDENADO', 'CONDENADO'];
    default:
      return rare ? [random.pick(['VITIMA', 'TESTEMUNHA']), 'REGISTRADO'] : ['AUTOR_DO_FATO', 'REGISTRADO'];
  }
}

const juvenileStage = 'ENCAMINHADO_A_VARA_DA_INFANCIA';
const firstEntryDay = dayOf('2005-01-01');
const firstInformedDay = dayOf('2008-01-01');

/** Dated `until` at the latest; an act of before eighteen is an adolescent's, secret by ECA art. 143, and says so by role and subject. */
export function entryOf(random: Random, person: Person, uf: string, until: number): Entry {
  const eighteen = yearsAfter(person.birthDay, adultAge);
  const juvenile = random.chance(0.02);
  const day = juvenile
    ? random.between(yearsAfter(person.birthDay, 13), eighteen - 1)
    : random.between(Math.max(eighteen, Math.min(until, firstEntryDay)), Math.max(eighteen, until));
  const kind = juvenile ? 'BOLETIM_OCORRENCIA' : entryKinds.pick(random);
  const [role, stage] = juvenile ? ['ADOLESCENTE', juvenileStage] : roleAndStage(random, kind);
  const { juvenileActs, minorOffences, crimes } = tables();
  const subjects = juvenile ? juvenileActs : kind === 'TERMO_CIRCUNSTANCIADO' ? minorOffences : crimes;
  const year = yearOf(day);
  return {
    kind,
    number: kind === 'PROCESSO' ? `${random.digits(7)}/${year}` : `${random.between(1, 4999)}/${year}`,
    unit: policeUnit(random, uf),
    uf,
    role,
    stage,
    subject: random.pick(subjects).description,
    date: dateOf(day),
  };
}

/** What happened to a person elsewhere in the nation and may be known to a holder. */
export interface Circumstances {
  /** Day on which a warrant was served; the person is then in custody. */
  readonly arrestedDay?: number;
}

const nationalMunicipality = (): Municipality => ufNamed('DF').capital;

/**
 * The person as this holder has it. `position` is the holder's place in the list of holders: the first knows best, the others copy and misspell.
 * `fixed` replaces finished members.
 */
export function individualFacts(
  world: World,
  person: Person,
  holder: string,
  position: number,
  circumstances: Circumstances = {},
  fixed: Partial<IndividualFacts> = {},
): IndividualFacts {
  const random = world.random(`individual ${holder}`, person.ordinal);
  const uf: Uf | undefined = holder === 'PF' ? undefined : ufNamed(holder);
  const place =
    uf === undefined ? person.home : uf.uf === person.home.uf ? person.home : uf.anyMunicipality.pick(random);
  const seat = uf?.capital ?? nationalMunicipality();
  const eighteen = yearsAfter(person.birthDay, adultAge);
  const until = person.deathDay ?? lastWrittenDay;
  const copied = position > 0;
  const spell = (name: string): string => {
    const spelt = copied && random.chance(0.55) ? otherSpelling(random, name) : name;
    return plainLetters.has(holder) ? foldLetters(spelt) : spelt;
  };
  const someDay = (from: number): number => random.between(Math.min(from, until), until);

  const informedOn = dateOf(someDay(Math.max(eighteen, firstInformedDay)));
  const entries = random.chance(0.34)
    ? Array.from({ length: random.between(1, 3) }, () => entryOf(random, person, place.uf, until))
    : [];
  const custody = custodyOf(world, random, person, place.uf, position, circumstances);
  const mother = parentAsKept(random, person.mother, 0.02, spell);
  const father = parentAsKept(random, person.father, 0.04, spell);
  const birthDate = birthDateAsKept(random, person.birthDay, copied);
  const facts: IndividualFacts = {
    recordId: world.recordId('individuals', holder, person.ordinal),
    name: spell(person.name),
    ...(person.socialName === undefined ? {} : { socialName: person.socialName }),
    aliases: random.chance(entries.length > 0 ? 0.25 : 0.01) ? [random.pick(nicknames)] : [],
    ...(mother === undefined ? {} : { motherName: mother }),
    ...(father === undefined ? {} : { fatherName: father }),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(random.chance(0.85) ? { birthPlace: person.birthPlace } : {}),
    sex: random.chance(0.003) ? 'NAO_INFORMADO' : person.sex,
    nationality: person.nationality,
    ...(random.chance(copied ? 0.7 : 0.92) ? { cpf: person.cpf } : {}),
    documents: documentsOf(world, random, person, holder, until),
    ...(random.chance(0.7) ? { occupation: random.pick(occupations) } : {}),
    photos: random.chance(0.4) ? [photoOf(world, random, person, holder, dateOf(someDay(eighteen)))] : [],
    physicalSigns: random.chance(0.35) ? [random.pick(signs), ...(random.chance(0.3) ? [random.pick(signs)] : [])] : [],
    healthNotes: custody !== undefined && random.chance(0.3) ? [random.pick(healthNotes)] : [],
    addresses: random.chance(0.8) ? [{ ...address(random, place), informedOn }] : [],
    phones: random.chance(0.5) ? [{ number: telephone(random, place), informedOn }] : [],
    ...(person.deathDay !== undefined && random.chance(copied ? 0.4 : 0.85)
      ? {
          death: {
            date: dateOf(person.deathDay),
            ...(random.chance(0.6)
              ? { registration: `Cartório Modelo do Registro Civil de ${place.name}, matrícula ${random.digits(12)}` }
              : {}),
          },
        }
      : {}),
    ...(custody === undefined ? {} : { custody }),
    entries,
    contact: contactOf(
      uf === undefined ? 'INSTITUTO NACIONAL DE IDENTIFICAÇÃO/PF' : `INSTITUTO DE IDENTIFICAÇÃO/${uf.uf}`,
      seat,
    ),
    ...fixed,
  };
  return facts;
}

function parentAsKept(
  random: Random,
  name: string | undefined,
  undeclaredShare: number,
  spell: (name: string) => string,
): string | undefined {
  const draw = random.unit();
  if (name === undefined) return draw < 0.6 ? random.pick(notDeclared) : undefined;
  if (draw < undeclaredShare) return random.pick(notDeclared);
  return draw < undeclaredShare + 0.015 ? undefined : spell(name);
}

/** Most copies are right; some change day and month, and a few systems store a date that means "unknown". */
function birthDateAsKept(random: Random, birthDay: number, copied: boolean): string | undefined {
  const date = dateOf(birthDay);
  const draw = random.unit();
  if (draw < 0.008) return undefined;
  if (draw < 0.011) return '1900-01-01';
  const [year = '', month = '', day = ''] = date.split('-');
  return copied && draw < 0.04 && Number(day) <= 12 ? `${year}-${day}-${month}` : date;
}

function photoOf(
  world: World,
  random: Random,
  person: Person,
  holder: string,
  takenOn: string,
): IndividualFacts['photos'][number] {
  const reference = `F${world.number(`photo ${holder}`, person.ordinal, 9)}`;
  return { reference, takenOn, view: random.chance(0.8) ? 'FRONTAL' : 'PERFIL_DIREITO' };
}

const cinFrom = dayOf('2022-07-26');

function documentsOf(
  world: World,
  random: Random,
  person: Person,
  holder: string,
  until: number,
): IndividualFacts['documents'] {
  const eighteen = yearsAfter(person.birthDay, adultAge);
  const issued = (from: number): string => dateOf(random.between(Math.min(from, until), until));
  const uf = holder === 'PF' ? person.birthUf : holder;
  const documents: IndividualFacts['documents'][number][] = [];
  if (person.nationality !== 'BRASILEIRA') {
    documents.push({
      kind: 'RNM',
      number: `V${world.number('rnm', person.ordinal, 6)}X`,
      issuer: 'PF',
      issuedOn: issued(eighteen),
    });
  } else if (random.chance(0.85)) {
    const age = random.between(12, 30);
    documents.push({
      kind: 'RG',
      number: world.rg(person.ordinal, uf),
      issuer: 'SSP',
      uf,
      ...(random.chance(0.8) ? { issuedOn: issued(yearsAfter(person.birthDay, age)) } : {}),
    });
  }
  if (until >= eighteen && random.chance(0.5)) {
    documents.push({
      kind: 'CNH',
      number: world.cnh(person.ordinal),
      issuer: 'DETRAN',
      uf,
      issuedOn: issued(eighteen),
    });
  }
  if (until > cinFrom && random.chance(0.12)) {
    documents.push({ kind: 'CIN', number: person.cpf, issuer: 'SSP', uf, issuedOn: issued(cinFrom) });
  }
  if (holder === 'PF' && random.chance(0.6)) {
    documents.push({
      kind: 'PASSAPORTE',
      number: `F${random.pick([...'ABCDEFGH'])}${world.number('passport', person.ordinal, 6)}`,
      issuer: 'PF',
      issuedOn: issued(eighteen),
    });
  }
  return documents;
}

function custodyOf(
  world: World,
  random: Random,
  person: Person,
  uf: string,
  position: number,
  circumstances: Circumstances,
): IndividualFacts['custody'] | undefined {
  const draw = random.unit();
  const unit = prisonUnit(random, uf);
  if (person.deathDay !== undefined) return undefined;
  // The holder where the person lives learns of an arrest; the others often do not, and say nothing.
  const { arrestedDay } = circumstances;
  if (arrestedDay !== undefined && position === 0 && draw < 0.6)
    return { unit, since: dateOf(arrestedDay), kind: 'PROVISORIA' };
  if (draw < 0.996) return undefined;
  const from = Math.max(yearsAfter(person.birthDay, adultAge), lastWrittenDay - 3000);
  const since = random.between(Math.min(from, world.today), lastWrittenDay);
  return { unit, since: dateOf(since), kind: random.pick(['PROVISORIA', 'DEFINITIVA', 'DEFINITIVA', 'CIVIL']) };
}
