// The three questions, by hand: what to ask of whom, and where in the answer it goes. Fragments of JSON that never change are made once.
import { operations } from '../../engines-operations.ts';
import type { Call, Data } from './calls.ts';

type Question = (variables: Data, call: Call) => Promise<Data>;

interface RecordRow {
  holder: string;
  recordId: string;
}
interface Edges<Node> {
  edges: { node: Node }[];
}
interface Person {
  records: RecordRow[];
  vehicles: Edges<{ records: RecordRow[] }>;
  weapons: Edges<{ records: RecordRow[] }>;
  warrants: Edges<{ record: RecordRow | null }>;
}
interface ForeignProbe {
  holder: string;
  plate: string;
}

export const questions: ReadonlyMap<string, Question> = new Map([
  [textOf('Q1'), lookUp],
  [textOf('Q2'), investigate],
  [textOf('Q3'), list],
]);

function textOf(name: string): string {
  const operation = operations.find((one) => one.name === name);
  if (!operation) throw new TypeError(`no operation ${name}`);
  return operation.text;
}

const rootPrefix = (query: string) => `{"query":${JSON.stringify(query)},"variables":`;
const entityPrefix = (selection: string) =>
  `{"query":${JSON.stringify(
    `query($representations:[_Any!]!){_entities(representations:$representations){${selection}}}`,
  )},"variables":{"representations":[`;

const lookUpText = rootPrefix('query($cpf:CPF!){individuals(cpf:$cpf){subjects{id name birthDate sex}}}');

function lookUp(variables: Data, call: Call): Promise<Data> {
  return call('national-index', `${lookUpText}${JSON.stringify(variables)}}`);
}

const investigationText = rootPrefix(
  'query($cpf:CPF!,$plates:[String!]!){individuals(cpf:$cpf){subjects{id name motherName birthDate sex records{holder recordId} ' +
    'vehicles(first:2){totalCount edges{role node{id make model records{holder recordId}}}} ' +
    'weapons(first:2){totalCount edges{node{id serial records{holder recordId}}}} ' +
    'warrants(first:1){totalCount edges{node{id record{holder recordId}}}}}} ' +
    'vehicles(plates:$plates,country:"AR"){plate foreignProbes{holder plate}}}',
);
const ofIndividuals = entityPrefix('...on IndividualRecord{name birthDate sex entries{kind number stage}}');
const ofVehicles = entityPrefix('...on VehicleRecord{plate make model situation stolen}');
const ofWeapons = entityPrefix('...on WeaponRecord{system calibre weaponStatus}');
const ofWarrants = entityPrefix('...on WarrantRecord{warrantStatus kind issuedOn}');
const ofProbes = entityPrefix('...on ForeignVehicleProbe{records{holder recordId country make model stolen}}');

async function investigate(variables: Data, call: Call): Promise<Data> {
  const data = await call('national-index', `${investigationText}${JSON.stringify(variables)}}`);
  const { subjects } = data['individuals'] as { subjects: Person[] };
  const individuals = new Gathered('IndividualRecord', ofIndividuals);
  const vehicles = new Gathered('VehicleRecord', ofVehicles);
  const weapons = new Gathered('WeaponRecord', ofWeapons);
  const warrants = new Gathered('WarrantRecord', ofWarrants);
  for (const person of subjects) {
    for (const record of person.records) individuals.add(record);
    for (const { node } of person.vehicles.edges) for (const record of node.records) vehicles.add(record);
    for (const { node } of person.weapons.edges) for (const record of node.records) weapons.add(record);
    for (const { node } of person.warrants.edges) if (node.record) warrants.add(node.record);
  }
  const probes = (data['vehicles'] as { foreignProbes: ForeignProbe[] }[]).flatMap((one) => one.foreignProbes);
  await Promise.all([
    individuals.fill('individuals', call),
    vehicles.fill('vehicles', call),
    weapons.fill('weapons', call),
    warrants.fill('warrants', call),
    fillProbes(probes, call),
  ]);
  return data;
}

async function fillProbes(probes: readonly ForeignProbe[], call: Call): Promise<void> {
  if (probes.length === 0) return;
  const texts: string[] = [];
  const places = new Map<string, number>();
  const at = probes.map(({ holder, plate }) => {
    const text = `{"__typename":"ForeignVehicleProbe","holder":${JSON.stringify(holder)},"plate":${JSON.stringify(plate)}}`;
    let place = places.get(text);
    if (place === undefined) {
      places.set(text, (place = texts.length));
      texts.push(text);
    }
    return place;
  });
  const { _entities } = (await call('mercosul', `${ofProbes}${texts.join(',')}]}}`)) as { _entities: object[] };
  for (let nth = 0; nth < probes.length; nth++)
    Object.assign(probes[nth] as ForeignProbe, _entities[at[nth] as number]);
}

const listText = rootPrefix(
  'query($name:String!){findIndividualsFreely(search:{name:$name},first:50){totalCount edges{cursor node{id name motherName birthDate sex ' +
    'vehicles(first:4){edges{role node{id records{holder recordId}}}} ' +
    'warrants(first:3){edges{node{id record{holder recordId}}}}}}}}',
);
const ofListedVehicles = entityPrefix('...on VehicleRecord{plate make model stolen}');

async function list(variables: Data, call: Call): Promise<Data> {
  const data = await call('national-index', `${listText}${JSON.stringify(variables)}}`);
  const { edges } = data['findIndividualsFreely'] as Edges<Person>;
  const vehicles = new Gathered('VehicleRecord', ofListedVehicles);
  const warrants = new Gathered('WarrantRecord', ofWarrants);
  for (const { node: person } of edges) {
    for (const { node } of person.vehicles.edges) for (const record of node.records) vehicles.add(record);
    for (const { node } of person.warrants.edges) if (node.record) warrants.add(node.record);
  }
  await Promise.all([vehicles.fill('vehicles', call), warrants.fill('warrants', call)]);
  return data;
}

/** Records of one source: each asked for once, and filled wherever it stands. */
class Gathered {
  readonly #type: string;
  readonly #prefix: string;
  readonly #rows: RecordRow[] = [];
  readonly #at: number[] = [];
  readonly #places = new Map<string, number>();
  #representations = '';

  constructor(type: string, prefix: string) {
    this.#type = type;
    this.#prefix = prefix;
  }

  add(row: RecordRow): void {
    // The row has nothing but its reference yet.
    const key = JSON.stringify(row).slice(1);
    let place = this.#places.get(key);
    if (place === undefined) {
      place = this.#places.size;
      this.#places.set(key, place);
      this.#representations += `${place === 0 ? '' : ','}{"__typename":"${this.#type}",${key}`;
    }
    this.#rows.push(row);
    this.#at.push(place);
  }

  async fill(source: string, call: Call): Promise<void> {
    if (this.#rows.length === 0) return;
    const { _entities } = (await call(source, `${this.#prefix}${this.#representations}]}}`)) as { _entities: object[] };
    for (let nth = 0; nth < this.#rows.length; nth++)
      Object.assign(this.#rows[nth] as RecordRow, _entities[this.#at[nth] as number]);
  }
}
