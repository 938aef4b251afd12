// A world in which no field is empty: one person, one company, two vehicles, one weapon and one warrant, each tied to all the others, so
// that any way through the graph arrives. Every text is of its own, so that one which shows up where it may not is known by its face.
import { cnpjFromBase } from '#kit/identifiers/cnpj.ts';
import { cpfFromBase, formatCpf } from '#kit/identifiers/cpf.ts';
import { processNumberFrom } from '#kit/identifiers/process-number.ts';
import { renavamFromBase } from '#kit/identifiers/renavam.ts';
import { vinFrom } from '#kit/identifiers/vin.ts';
import { warrantNumberFrom } from '#kit/identifiers/warrant-number.ts';
import type { IndividualFacts } from '../../subgraphs/individuals/record.ts';
import type { ForeignVehicleFacts } from '../../subgraphs/mercosul/record.ts';
import type { VehicleFacts } from '../../subgraphs/vehicles/record.ts';
import type { WarrantFacts } from '../../subgraphs/warrants/record.ts';
import type { WeaponFacts } from '../../subgraphs/weapons/record.ts';
import type { NationRecord } from '../../demo/nation/record.ts';
import type { Federation } from '../federation.ts';

const cpf = cpfFromBase('731904628');
const cnpj = cnpjFromBase('48273915MTRX');
const process = processNumberFrom({ sequence: 4711815, year: 2025, segment: 8, court: 26, origin: 100 });

/** What the world is asked by. */
export const known = Object.freeze({
  cpf,
  cnpj,
  name: 'ZORAIDE QUITERIA MATRIZEIRA LUMBRERAS',
  motherName: 'HERMENGARDA FELICIDADE MATRIZEIRA',
  fatherName: 'OTAVIANO BELARMINO LUMBRERAS',
  alias: 'ZORA DA MATRIZ',
  birthDate: '1987-03-14',
  /** Of Pernambuco, whose numbers have no check digit. */
  rg: '7315924',
  rgUf: 'PE',
  /** As typed; it has an older form. */
  plate: 'QZX7B35',
  renavam: renavamFromBase('0098172634'),
  chassis: vinFrom({ wmi: '9BD', descriptor: '358A7', indicator: 'HZ719264' }),
  engine: 'MTR7391826450K',
  argentinePlate: 'AQ719KZ',
  /** Two characters that look alike stand in each other's place. */
  misreadPlate: 'QZX71I5',
  serial: 'MTX7719W26',
  make: 'IMBEL',
  registration: '719264835',
  warrantNumber: warrantNumberFrom({ process, pieceType: 1, sequence: 7, suffix: 26 }),
  process,
  /** What an investigation, an inspection and the other procedures state; each is of the form that its purpose asks for. */
  inquiry: 'IP-2026-000719',
  order: 'OF-2026-000719',
  procedure: 'PAD-2026-000719',
});

const person: IndividualFacts = {
  recordId: 'SP-MATRIX-1',
  name: known.name,
  socialName: 'ZORA QUITERIA LUMBRERAS',
  aliases: [known.alias],
  motherName: known.motherName,
  fatherName: known.fatherName,
  birthDate: known.birthDate,
  birthPlace: 'TUPANATINGA/PE',
  sex: 'FEMININO',
  nationality: 'BRASILEIRA NATA',
  cpf,
  // A new identity card is numbered by the CPF, and some states number theirs so already; the first RG is the one that the index declares.
  documents: [
    { kind: 'RG', number: cpf, issuer: 'SSP DE SERGIPE', uf: 'SE', issuedOn: '2023-08-17' },
    { kind: 'RG', number: known.rg, issuer: 'SDS DE PERNAMBUCO', uf: known.rgUf, issuedOn: '2004-07-19' },
    { kind: 'CIN', number: formatCpf(cpf), issuer: 'IIRGD', uf: 'SP', issuedOn: '2024-09-18' },
  ],
  occupation: 'RELOJOEIRA DE TORRE',
  photos: [{ reference: 'foto-719264', takenOn: '2019-05-21', view: 'FRONTAL' }],
  physicalSigns: [{ kind: 'CICATRIZ', bodyPart: 'ANTEBRACO ESQUERDO', description: 'EM MEIA LUA, DE QUEIMADURA' }],
  healthNotes: ['USA INSULINA DUAS VEZES AO DIA'],
  addresses: [
    {
      street: 'RUA DOS SETE PONTEIROS',
      number: '7190',
      district: 'ALTO DO RELOGIO',
      municipality: 'ITAPIRAPUA PAULISTA',
      uf: 'SP',
      postalCode: '18385719',
      informedOn: '2021-08-23',
    },
  ],
  phones: [{ number: '15 97192-6483', informedOn: '2022-09-24' }],
  death: { date: '2026-10-30', registration: 'MATRICULA 719264 01 55 2026' },
  custody: { unit: 'CADEIA PUBLICA DE ITAPIRAPUA', since: '2026-09-17', kind: 'PROVISORIA' },
  entries: [
    {
      kind: 'INQUERITO',
      number: '719/2026',
      unit: 'DELEGACIA DE ITAPIRAPUA PAULISTA',
      uf: 'SP',
      role: 'INDICIADO',
      stage: 'EM_ANDAMENTO',
      subject: 'RECEPTACAO DE RELOGIOS',
      date: '2026-02-11',
    },
  ],
  contact: { unit: 'ARQUIVO CENTRAL DE SP', phone: '11 3719-2648', municipality: 'CARAPICUIBA', uf: 'SP' },
};

const vehicle: VehicleFacts = {
  recordId: 'VEHICLE-MATRIX-1',
  plate: 'QZX7135',
  renavam: known.renavam,
  chassis: known.chassis,
  chassisRestamped: true,
  engine: known.engine,
  vehicleType: 'CAMINHONETE',
  species: 'CARGA',
  category: 'PARTICULAR',
  make: 'GURGEL',
  model: 'CARAJAS LUXO',
  colour: 'GRENA',
  fuel: 'ALCOOL',
  yearOfManufacture: 2017,
  modelYear: 2018,
  provenance: 'NACIONAL',
  municipality: 'CANANEIA',
  municipalitySiafi: '6247',
  uf: 'SP',
  situation: 'EM_CIRCULACAO',
  restrictions: ['JUDICIAL'],
  occurrences: [
    {
      type: 'FURTO',
      status: 'ATIVA',
      occurredOn: '2026-11-03',
      reportNumber: 'BO-71926/2026',
      policeUnit: 'PLANTAO DE CANANEIA',
      uf: 'SP',
      recoveredOn: '2026-11-05',
    },
  ],
  licensedYear: 2025,
  crlvIssuedOn: '2025-04-29',
  openRecall: true,
  owner: {
    kind: 'FISICA',
    name: 'ZORAIDE Q M LUMBRERAS',
    document: cpf,
    since: '2018-06-07',
    address: 'TRAVESSA DO PENDULO 719, CANANEIA',
  },
};

/** The state's version has another owner: a company. */
const companyVehicle: VehicleFacts = {
  ...vehicle,
  owner: {
    kind: 'JURIDICA',
    name: 'RELOJOARIA MATRIZ E FILHAS LTDA',
    document: cnpj,
    since: '2019-07-08',
    address: 'LARGO DA AMPULHETA 26, CANANEIA',
  },
};

const foreignVehicle: ForeignVehicleFacts = {
  recordId: 'AR-MATRIX-1',
  country: 'AR',
  plate: known.argentinePlate,
  chassis: vinFrom({ wmi: '8AF', descriptor: '719ZX', indicator: 'HJ264835' }),
  make: 'RASTROJERO',
  model: 'CONOSUR',
  colour: 'CELESTE',
  year: 2016,
  subdivision: 'ENTRE RIOS',
  stolen: true,
  reportedOn: '2026-08-09',
  sourceAuthority: 'DNRPA SECCIONAL PARANA 7',
  owner: { name: 'EULOGIO BASAVILBASO', document: '27719264', country: 'AR' },
};

const weapon: WeaponFacts = {
  recordId: 'WEAPON-MATRIX-1',
  system: 'SINARM',
  registration: known.registration,
  serial: known.serial,
  species: 'PISTOLA',
  make: known.make,
  model: 'M973 MATRIZ',
  calibre: '.45 ACP',
  capacity: 8,
  barrels: 1,
  barrelLengthMm: 128,
  use: 'RESTRITO',
  status: 'FURTADA',
  crafValidUntil: '2031-01-19',
  events: [{ kind: 'FURTO', date: '2026-07-13', reportNumber: 'BO-26483/2026', unit: 'PLANTAO DE IGUAPE', uf: 'SP' }],
  owner: {
    name: 'ZORAIDE LUMBRERAS',
    category: 'CIDADAO',
    document: cpf,
    address: 'VIELA DO TIQUE-TAQUE 48, IGUAPE',
  },
};

/** The same weapon once more, registered to the company. */
const companyWeapon: WeaponFacts = {
  ...weapon,
  recordId: 'WEAPON-MATRIX-2',
  registration: '719264836',
  owner: {
    name: 'RELOJOARIA MATRIZ SEGURANCA',
    category: 'EMPRESA_SEGURANCA',
    document: cnpj,
    address: 'PATIO DA CORDA 83, IGUAPE',
  },
};

const armyWeapon: WeaponFacts = {
  ...weapon,
  recordId: 'WEAPON-MATRIX-3',
  system: 'SIGMA',
  registration: '871926',
  owner: {
    name: 'Z Q M LUMBRERAS',
    category: 'CAC_COLECIONADOR',
    document: cpf,
    address: 'BECO DO ESCAPAMENTO 35, IGUAPE',
  },
};

const warrant: WarrantFacts = {
  recordId: 'WARRANT-MATRIX-1',
  number: known.warrantNumber,
  processNumber: process,
  kind: 'PREVENTIVA',
  secrecy: 'PUBLICO',
  status: 'PENDENTE_DE_CUMPRIMENTO',
  statusSince: '2026-03-12T10:11:12Z',
  issuedOn: '2026-03-11',
  validUntil: '2046-03-11',
  court: '7A VARA DOS RELOGIOS DE SAO PAULO',
  courtUf: 'SP',
  judge: 'DESEMBARGADORA CLEPSIDRA MONTEIRO',
  regime: 'FECHADO',
  sentence: { years: 7, months: 11, days: 26 },
  charges: [{ law: 'DECRETO-LEI 2848', article: 'ART 180', description: 'RECEPTACAO QUALIFICADA DE PENDULOS' }],
  decisionSummary: 'Decretada a preventiva para garantia da hora publica.',
  wanted: {
    names: ['ZORAIDE MATRIZEIRA LUMBRERAS'],
    aliases: ['A RELOJOEIRA'],
    motherNames: ['HERMENGARDA F MATRIZEIRA'],
    fatherNames: ['OTAVIANO B LUMBRERAS'],
    birthDates: ['1987-03-14'],
    sex: 'FEMININO',
    cpf,
  },
  service: { servedAt: '2026-11-19T08:09:10Z', unit: 'DELEGACIA DE CAPTURAS DE REGISTRO', uf: 'SP' },
  contact: { unit: 'CARTORIO DA 7A VARA', phone: '11 2719-2648', municipality: 'EMBU-GUACU', uf: 'SP' },
};

export const worldRecords: readonly NationRecord[] = [
  { source: 'individuals', holder: 'SP', facts: person },
  { source: 'vehicles', holder: 'SENATRAN', facts: vehicle },
  { source: 'vehicles', holder: 'SP', facts: companyVehicle },
  { source: 'mercosul', holder: 'AR', facts: foreignVehicle },
  { source: 'weapons', holder: 'PF', facts: weapon },
  { source: 'weapons', holder: 'PF', facts: companyWeapon },
  { source: 'weapons', holder: 'EB', facts: armyWeapon },
  { source: 'warrants', holder: 'CNJ', facts: warrant },
];

/** One holder a source that is asked directly: with all 28 states an answer would hold 27 empty lists a field. */
const probed: readonly string[] = ['individuals/SP', 'vehicles/SENATRAN', 'mercosul/AR', 'weapons/PF', 'warrants/CNJ'];
/** Their feeds stop, so that the index cannot speak for them and the one box lists probes of every kind. */
const unreadable = probed.filter((name) => name !== 'mercosul/AR');

/** Makes a network that holds `worldRecords` into the world. */
export async function furnish(federation: Federation): Promise<void> {
  // No source of today publishes a company's own entry; the contract of index entries has it, and a name comes by it alone.
  const entry = {
    audience: [{ token: 'all', shows: 'OPEN' }],
    identifiers: [{ kind: 'CNPJ', value: cnpj }],
    edges: [],
    basics: { company: { name: 'RELOJOARIA MATRIZ DO BRASIL SA', cnpj } },
  };
  const state = federation.database('vehicles/SP');
  await state`
    insert into outbox (record_id, version, entry, at) values ('COMPANY-MATRIX-1', 1, ${state.json(entry)}, now())`;
  await federation.indexed();
  await federation.changeDirectory((directory) => ({
    ...directory,
    holders: Object.fromEntries(
      Object.entries(directory.holders).map(([code, holder]) => [code, { ...holder, contact: placed(holder.contact) }]),
    ),
    endpoints: directory.endpoints.map((endpoint) => ({
      ...endpoint,
      contact: placed(endpoint.contact),
      probes: probed.includes(`${endpoint.source}/${endpoint.holder}`) ? endpoint.probes : [],
    })),
  }));
  for (const name of unreadable) await federation.database(name)`alter table feed rename to feed_unreadable`;
  // A quiet feed may hold its answer for long. Whoever begins anew asks at once; and was never level, so that it is behind from the start.
  await federation.stop(indexName);
  await federation.database(indexName)`
    update feed_cursor set caught_up_at = null where source || '/' || holder = any(${[...unreadable]})`;
  await federation.start(indexName);
  await behind(federation);
}

const indexName = 'national-index/SENASP';

const placed = (contact: { readonly unit: string; readonly phone?: string }) => ({
  ...contact,
  municipality: 'BRASILIA',
  uf: 'DF',
});

async function behind(federation: Federation): Promise<void> {
  const until = Date.now() + 60_000;
  for (;;) {
    const { data } = await federation.ask('{ indexStatus { source holder behind } }', {}, { profile: 'auditor' });
    const states = data.indexStatus as readonly { source: string; holder: string; behind: boolean }[];
    const still = unreadable.filter(
      (name) => !states.some(({ source, holder, behind }) => behind && `${source}/${holder}` === name),
    );
    if (still.length === 0) return;
    if (Date.now() > until) throw new Error(`the index still follows ${still.join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
