// Arrest warrants as the CNJ keeps them (BNMP): a third without CPF, several declared names, and all the ways in which one is no longer in force.
import { processNumberFrom } from '#kit/identifiers/process-number.ts';
import { warrantNumberFrom } from '#kit/identifiers/warrant-number.ts';
import type { WarrantFacts } from '../../subgraphs/warrants/record.ts';
import { dateOf, dayOf, instantOf, yearOf, yearsAfter } from './calendar.ts';
import { givenName, notDeclared, otherSpelling, surname } from './names.ts';
import { adultAge, type Person } from './people.ts';
import { capturesUnit, contactOf, policeUnit } from './places.ts';
import { Weighted, type Random } from './random.ts';
import { tables, ufNamed, type CriminalSubject } from './tables.ts';
import { lastWrittenDay, type World } from './world.ts';

const kinds = new Weighted([
  ['PREVENTIVA', 38],
  ['PREVENTIVA_CONVERSAO_FLAGRANTE', 8],
  ['PREVENTIVA_DECISAO_CONDENATORIA', 4],
  ['TEMPORARIA', 8],
  ['DEFINITIVA', 22],
  ['RECAPTURA', 6],
  ['CIVIL', 9],
  ['CONVERSAO_TEMPORARIA_EM_PREVENTIVA', 2],
  ['AGUARDANDO_FIANCA', 1],
  ['INTERNACAO', 1],
  ['DEPORTACAO_EXTRADICAO_EXPULSAO', 1],
]);
const statuses = new Weighted<WarrantFacts['status']>([
  ['PENDENTE_DE_CUMPRIMENTO', 64],
  ['CUMPRIDO', 22],
  ['REVOGADO', 10],
  ['CANCELADO', 4],
]);
const secrecies = new Weighted<WarrantFacts['secrecy']>([
  ['PUBLICO', 88],
  ['RESTRITO', 8],
  ['SIGILOSO', 4],
]);
const sentencing: ReadonlySet<string> = new Set(['DEFINITIVA', 'PREVENTIVA_DECISAO_CONDENATORIA', 'RECAPTURA']);
const namedUnits = ['DELEGACIA DE CAPTURAS', 'DELEGACIA DE HOMICÍDIOS', 'DELEGACIA DE REPRESSÃO AO CRIME ORGANIZADO'];

// Debts of alimony are the only civil ones for which a person can be arrested (CPC art. 528 § 3º).
const alimony: CriminalSubject = {
  description: 'Obrigação alimentar',
  law: 'Lei 13.105/2015 (Código de Processo Civil)',
  article: '528, § 3º',
};
const migration: CriminalSubject = { description: 'Expulsão', law: 'Lei 13.445/2017 (Lei de Migração)', article: '54' };

/** Decides what would be drawn; days count from 1970. */
export interface FixedWarrant {
  readonly uf?: string;
  readonly kind?: string;
  readonly status?: WarrantFacts['status'];
  readonly secrecy?: WarrantFacts['secrecy'];
  readonly issuedDay?: number;
  readonly validUntilDay?: number;
  readonly changedDay?: number;
  readonly withCpf?: boolean;
  /** The identity exactly as the person's own, neither respelled nor left out. */
  readonly exactIdentity?: boolean;
  readonly namedUnit?: WarrantFacts['namedUnit'];
}

const warrantsPerPersonMax = 2;
const firstIssuedDay = dayOf('2012-01-01');

/** About four warrants in a hundred people; one in twenty of the wanted has two. */
export function warrantsOf(world: World, person: Person): readonly WarrantFacts[] {
  const draw = world.random('warrants', person.ordinal).unit();
  const count = draw < 0.002 ? 2 : draw < 0.039 ? 1 : 0;
  return Array.from({ length: count }, (_, at) => warrantFacts(world, person, at));
}

/** The day on which the last served of these warrants was served. */
export function arrestedDayOf(warrants: readonly WarrantFacts[]): number | undefined {
  const served = warrants.flatMap(({ service }) =>
    service === undefined ? [] : [dayOf(service.servedAt.slice(0, 10))],
  );
  return served.length === 0 ? undefined : Math.max(...served);
}

export function warrantFacts(world: World, person: Person, at: number, fixed: FixedWarrant = {}): WarrantFacts {
  const random = world.random('warrant', person.ordinal, at);
  const foreigner = person.nationality !== 'BRASILEIRA';
  const kind = fixed.kind ?? kindFor(random, foreigner);
  const uf = ufNamed(fixed.uf ?? (random.chance(0.75) ? person.home.uf : tables().anyUf.pick(random).uf));
  const comarca = uf.anyMunicipality.pick(random);
  const chamber = random.between(1, 9);
  const federal = kind === 'DEPORTACAO_EXTRADICAO_EXPULSAO' || (fixed.uf === undefined && random.chance(0.06));
  const stateCourt = tables().stateCourts.get(uf.uf);
  const court = federal || stateCourt === undefined ? random.pick(tables().federalCourts) : stateCourt;

  const last = Math.min(person.deathDay ?? lastWrittenDay, lastWrittenDay);
  const eighteen = yearsAfter(person.birthDay, adultAge);
  const first = Math.min(Math.max(eighteen + 1, firstIssuedDay), last);
  const issuedDay = fixed.issuedDay ?? random.between(first, last);
  const year = yearOf(issuedDay);
  const processNumber = processNumberFrom({
    sequence: world.number('process', person.ordinal * warrantsPerPersonMax + at, 7),
    year: random.chance(0.6) ? year : Math.max(yearOf(eighteen), year - random.between(0, 3)),
    segment: court.segment,
    court: court.code,
    origin: comarca.position * 10 + chamber,
  });

  const status = fixed.status ?? statuses.pick(random);
  const secrecy = fixed.secrecy ?? secrecies.pick(random);
  const changedDay =
    fixed.changedDay ??
    (status === 'PENDENTE_DE_CUMPRIMENTO' ? issuedDay : random.between(issuedDay, Math.max(issuedDay, last)));
  const validUntilDay =
    fixed.validUntilDay ??
    yearsAfter(issuedDay, kind === 'CIVIL' || kind === 'TEMPORARIA' ? 2 : random.pick([4, 8, 12, 16, 20, 20]));
  const charges = chargesFor(random, kind, foreigner);
  const hour = random.between(8, 18);
  const minute = random.between(0, 59);
  const namedUnit = fixed.namedUnit ?? { body: `PC${uf.uf}`, unit: `${random.pick(namedUnits)}/${uf.uf}` };
  const serviceUnit = random.chance(0.5) ? capturesUnit(uf.uf) : policeUnit(random, uf.uf);
  const sentence = { years: random.between(1, 24), months: random.between(0, 11), days: random.between(0, 29) };
  const regime =
    sentence.years >= 8 ? 'FECHADO' : random.pick(['FECHADO', 'SEMIABERTO', 'SEMIABERTO', 'ABERTO'] as const);
  const judge = `${givenName(random, random.chance(0.5) ? 'FEMININO' : 'MASCULINO', 1975)} ${surname(random)}`;
  return {
    recordId: world.recordId('warrants', 'CNJ', person.ordinal * warrantsPerPersonMax + at),
    number: warrantNumberFrom({
      process: processNumber,
      pieceType: kind === 'INTERNACAO' ? 10 : 1,
      sequence: at + 1,
      suffix: uf.bnmpId,
    }),
    processNumber,
    kind,
    secrecy,
    status,
    statusSince: instantOf(changedDay, hour, minute),
    issuedOn: dateOf(issuedDay),
    validUntil: dateOf(validUntilDay),
    court: courtName(court.segment, chamber, comarca.name.toUpperCase(), uf.uf, kind),
    courtUf: uf.uf,
    judge,
    ...(sentencing.has(kind) ? { regime, sentence } : kind === 'CIVIL' ? { regime: 'FECHADO' } : {}),
    charges,
    decisionSummary: summaryOf(kind, charges),
    wanted: wantedOf(random, person, fixed),
    ...(status === 'CUMPRIDO'
      ? { service: { servedAt: instantOf(changedDay, hour, minute), unit: serviceUnit, uf: uf.uf } }
      : {}),
    ...(secrecy === 'PUBLICO' ? {} : { namedUnit }),
    contact: contactOf(capturesUnit(uf.uf), uf.capital),
  };
}

function kindFor(random: Random, foreigner: boolean): string {
  const kind = kinds.pick(random);
  return kind === 'DEPORTACAO_EXTRADICAO_EXPULSAO' && !foreigner ? 'PREVENTIVA' : kind;
}

function chargesFor(random: Random, kind: string, foreigner: boolean): WarrantFacts['charges'] {
  const one = random.pick(tables().crimes);
  const two = random.pick(tables().crimes);
  const both = random.chance(0.25) && two !== one;
  const chosen =
    kind === 'CIVIL'
      ? [alimony]
      : kind === 'DEPORTACAO_EXTRADICAO_EXPULSAO' && foreigner
        ? [migration]
        : both
          ? [one, two]
          : [one];
  return chosen.map(({ law, article, description }) => ({ law, article, description }));
}

function courtName(segment: string, chamber: number, comarca: string, uf: string, kind: string): string {
  if (segment === '4') return `${chamber}ª VARA FEDERAL DE ${comarca}/${uf}`;
  const branch =
    kind === 'CIVIL' ? 'VARA DE FAMÍLIA' : kind === 'INTERNACAO' ? 'VARA DA INFÂNCIA E JUVENTUDE' : 'VARA CRIMINAL';
  return `${chamber}ª ${branch} DA COMARCA DE ${comarca}/${uf}`;
}

function summaryOf(kind: string, charges: WarrantFacts['charges']): string {
  const charge = charges.map(({ description, article }) => `${description} (art. ${article})`).join('; ');
  if (kind === 'CIVIL') return `Decretada a prisão civil por inadimplemento. ${charge}. Texto sintético.`;
  if (sentencing.has(kind))
    return `Condenação por ${charge}; expeça-se mandado para início do cumprimento da pena. Texto sintético.`;
  return `Presentes indícios de autoria e risco concreto; decretada a prisão. ${charge}. Texto sintético.`;
}

const cpfShare = 2 / 3;

function wantedOf(random: Random, person: Person, fixed: FixedWarrant): WarrantFacts['wanted'] {
  const withCpf = random.chance(cpfShare);
  const second = random.chance(0.15) ? otherSpelling(random, person.name) : person.name;
  const misspelt = random.chance(0.1) ? otherSpelling(random, person.name) : person.name;
  const motherDraw = random.unit();
  const nobody = random.pick(notDeclared);
  const fatherDeclared = random.chance(0.7);
  const birthDeclared = random.chance(0.9);
  const alias = random.chance(0.2)
    ? random.pick(['BAIXINHO', 'CEARÁ', 'MAGRÃO', 'TATU', 'BIGODE', 'NENÉM'])
    : undefined;
  const exact = fixed.exactIdentity === true;
  const names = exact ? [person.name] : [...new Set([misspelt, second])];
  const father = person.father;
  return {
    names,
    aliases: alias === undefined ? [] : [alias],
    motherNames: exact || motherDraw < 0.9 ? [person.mother] : motherDraw < 0.96 ? [nobody] : [],
    fatherNames: father === undefined || !fatherDeclared ? [nobody] : [father],
    birthDates: exact || birthDeclared ? [dateOf(person.birthDay)] : [],
    sex: person.sex,
    ...((fixed.withCpf ?? withCpf) ? { cpf: person.cpf } : {}),
  };
}
