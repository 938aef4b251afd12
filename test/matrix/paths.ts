// The ways to a field. For each field and each kind of way the one is taken that most askers can walk to its end: a way that is closed at
// the first step for all says nothing of what lies behind it.
import { getNamedType, isCompositeType, isObjectType, isUnionType } from 'graphql';
import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import type { MatrixAsker } from './askers.ts';
import type { Decisions } from './decisions.ts';
import { known } from './world.ts';

/** One field on the way, the last one included. */
export interface Step {
  /** The concrete type that the field is selected on. */
  readonly parent: string;
  readonly field: string;
  /** `Type.field` */
  readonly coordinate: string;
  readonly returns: string;
  readonly isComposite: boolean;
  /** Where the field returns a union: the member that the way goes on with. */
  readonly member?: string;
}

export type Path = readonly [Step, ...Step[]];

/** Kinds by where the way leads, before those by how the field is written at its end. */
export const pathKinds = [
  'direct',
  'union party',
  'union probe',
  'search hit',
  'nested subject',
  'connection',
  'probes',
  'interface',
  'alias',
  'named fragment',
  'inline fragment',
  '@include',
  '@skip',
  '__typename',
] as const;
export type PathKind = (typeof pathKinds)[number];

export interface Position {
  readonly kind: PathKind;
  readonly path: Path;
}

/** What a way must have passed before its last field. */
type Passed = (steps: readonly Step[]) => boolean;

const subjects: readonly string[] = ['Individual', 'Company', 'Vehicle', 'Weapon', 'Warrant'];
export const recordInterface = 'HolderRecord';

const passes = (coordinate: string): Passed => {
  return (steps) => steps.some((step) => step.coordinate === coordinate);
};
const typeAfter = ({ member, returns }: Step): string => member ?? returns;

function passedBy(kind: PathKind, records: ReadonlySet<string>): Passed {
  switch (kind) {
    case 'direct':
      return (steps) => steps.every(({ member }) => member === undefined);
    case 'union party':
      return (steps) => steps.some(({ returns }) => returns === 'Party');
    case 'union probe':
      return passes('SearchResult.probes');
    case 'search hit':
      return passes('SearchHit.subject');
    case 'nested subject':
      return (steps) => steps.filter((step) => subjects.includes(typeAfter(step))).length > 1;
    case 'connection':
      return (steps) => steps.some(({ field }) => field === 'edges');
    case 'probes':
      return (steps) =>
        steps.some(({ parent, field }) => parent.endsWith('Lookup') && /^(p|foreignP)robes$/.test(field));
    case 'interface':
      return (steps) => steps.some((step) => records.has(typeAfter(step)));
    default:
      return () => true;
  }
}

/** Every field by every kind of way that leads to it; `missing` are the fields that no way leads to. */
export function positionsOf(
  schema: GraphQLSchema,
  decisions: Decisions,
  askers: readonly MatrixAsker[],
): { readonly positions: readonly Position[]; readonly missing: readonly string[] } {
  const records = new Set(
    Object.values(schema.getTypeMap())
      .filter((type) => isObjectType(type) && type.getInterfaces().some(({ name }) => name === recordInterface))
      .map(({ name }) => name),
  );
  const reachOf = (coordinate: string): bigint =>
    askers.reduce(
      (mask, asker, at) => (decisions.expected(coordinate, asker) === '-' ? mask : mask | (1n << BigInt(at))),
      0n,
    );
  const reach = new Map(decisions.fields.map((field) => [field, reachOf(field)]));
  const positions: Position[] = [];
  const reached = new Set<string>();
  for (const kind of pathKinds) {
    const isDirect = kind === 'direct';
    const ways = waysTo(schema, reach, { passed: passedBy(kind, records), everyStep: isDirect, everyEdge: isDirect });
    for (const way of ways) {
      const last = way.at(-1);
      for (const field of fieldsOfType(schema, last === undefined ? 'Query' : typeAfter(last))) {
        if (kind === '__typename' && !field.isComposite) continue;
        positions.push({ kind, path: [...way, field] as unknown as Path });
        reached.add(field.coordinate);
      }
    }
  }
  return { positions, missing: decisions.fields.filter((field) => !reached.has(field)) };
}

function fieldsOfType(schema: GraphQLSchema, name: string): readonly Step[] {
  const type = schema.getType(name) as GraphQLObjectType;
  return Object.values(type.getFields()).map((field) => {
    const returns = getNamedType(field.type);
    return {
      parent: name,
      field: field.name,
      coordinate: `${name}.${field.name}`,
      returns: returns.name,
      isComposite: isCompositeType(returns),
    };
  });
}

interface Way {
  readonly steps: readonly Step[];
  /** Who may walk it, one bit an asker. */
  readonly reach: bigint;
}

const stepsMax = 10;
const waysMax = 8;

interface Wanted {
  readonly passed: Passed;
  /** What must have been passed must be so at every step. */
  readonly everyStep: boolean;
  /** A way to a type by each field that returns it, and not by the best alone. */
  readonly everyEdge: boolean;
}

/** The best way to each type: of those that pass where they must, the one open to most, and of these the shortest. */
function waysTo(
  schema: GraphQLSchema,
  reach: ReadonlyMap<string, bigint>,
  { passed, everyStep, everyEdge }: Wanted,
): readonly (readonly Step[])[] {
  const best = new Map<string, Way>();
  // By type and by what was passed; a way that is no shorter and no wider than another of its place goes nowhere new.
  const kept = new Map<string, Way[]>();
  let level: Way[] = [{ steps: [], reach: -1n }];
  for (let length = 0; length <= stepsMax && level.length > 0; length++) {
    const next: Way[] = [];
    for (const way of level) {
      const last = way.steps.at(-1);
      const type = last === undefined ? 'Query' : typeAfter(last);
      const isThere = passed(way.steps);
      if (everyStep && !isThere) continue;
      const end = everyEdge ? `${type} by ${last?.coordinate}` : type;
      const subjectsPassed = way.steps.filter((step) => subjects.includes(typeAfter(step))).length;
      const place = `${end} ${isThere} ${Math.min(subjectsPassed, 2)}`;
      const others = kept.get(place) ?? [];
      if (others.length >= waysMax || others.some((other) => (way.reach & ~other.reach) === 0n)) continue;
      kept.set(place, [...others, way]);
      if (isThere) {
        const before = best.get(end);
        if (!before || bits(way.reach) > bits(before.reach)) best.set(end, way);
      }
      for (const step of fieldsOfType(schema, type)) {
        if (!step.isComposite) continue;
        const returned = schema.getType(step.returns);
        const members = isUnionType(returned) ? returned.getTypes().map(({ name }) => name) : [undefined];
        for (const member of members) {
          next.push({
            steps: [...way.steps, member === undefined ? step : { ...step, member }],
            reach: way.reach & (reach.get(step.coordinate) ?? 0n),
          });
        }
      }
    }
    level = next;
  }
  return [...best.values()].map(({ steps }) => steps);
}

function bits(mask: bigint): number {
  return mask < 0n ? Number.MAX_SAFE_INTEGER : mask.toString(2).replaceAll('0', '').length;
}

const oneBox: Readonly<Record<string, readonly [text: string, gate: string]>> = {
  Individual: [known.cpf, 'Query.individuals'],
  IndividualProbe: [known.cpf, 'Query.individuals'],
  Company: [known.cnpj, 'Company.cnpj'],
  Vehicle: [known.plate, 'Query.vehicles'],
  VehicleProbe: [known.plate, 'Query.vehicles'],
  ForeignVehicleProbe: [known.argentinePlate, 'Query.vehicles'],
  Weapon: [known.serial, 'Query.weaponsBySerial'],
  WeaponProbe: [known.serial, 'Query.weaponsBySerial'],
  Warrant: [known.warrantNumber, 'Query.warrants'],
  WarrantProbe: [known.warrantNumber, 'Query.warrants'],
};

/** What the one box finds it finds by a look-up; who may not make that look-up finds nothing there, and is told of no field. */
export function gateOf(path: Path): string | undefined {
  if (path[0].field !== 'search') return undefined;
  const found = path.find(({ member }) => member !== undefined)?.member;
  // What leads to a hit is there for whoever may look up what the text was.
  return found === undefined ? oneBox['Individual']?.[1] : oneBox[found]?.[1];
}

/** The field whose rule is asked about: some see it, some see it masked, some not at all. */
export const explained = 'IndividualRecord.cpf';

/** The arguments of a step as text, by what the way goes on to. */
export function argumentsOf(path: readonly Step[], at: number): string {
  const [root] = path;
  const after = path.slice(1);
  const step = path[at] as Step;
  if (at > 0) return step.returns.endsWith('Connection') ? '(first: 2)' : '';
  const fields = after.map(({ field }) => field);
  const isProbed = fields.some((field) => field === 'probes' || field === 'foreignProbes');
  const freshness = isProbed ? ', freshness: LIVE' : '';
  switch (root?.field) {
    case 'search': {
      const found = path.find(({ member }) => member !== undefined)?.member ?? 'Individual';
      return `(text: "${fields[0] === 'readings' ? known.misreadPlate : oneBox[found]?.[0]}")`;
    }
    case 'explainAccess':
      return `(type: "${explained.split('.')[0]}", field: "${explained.split('.')[1]}")`;
    case 'individual':
      // Nobody types an identifier of ours: the walk learns it first.
      return '(id: $individual)';
    case 'individuals':
      return `(cpf: "${known.cpf}"${freshness})`;
    case 'individualsByDocument':
      return `(rg: "${known.rg}", uf: ${known.rgUf})`;
    case 'findIndividuals':
      return `(search: {name: "${known.name}", motherName: "${known.motherName}"}, first: 2)`;
    case 'findIndividualsFreely':
      return `(search: {name: "${known.name}"}, first: 2)`;
    case 'vehicles': {
      const plate = fields.includes('foreignProbes')
        ? known.argentinePlate
        : fields.includes('readings')
          ? known.misreadPlate
          : known.plate;
      return `(plates: ["${plate}"]${freshness})`;
    }
    case 'vehiclesByRenavam':
      return `(renavam: "${known.renavam}")`;
    case 'vehiclesByChassis':
      return `(chassis: "${known.chassis}")`;
    case 'vehiclesByEngine':
      return `(engine: "${known.engine}")`;
    case 'findVehicles':
      return `(search: {platePattern: "QZX*"}, first: 2)`;
    case 'weaponsBySerial':
      return `(serial: "${known.serial}"${freshness})`;
    case 'weaponsByRegistration':
      return `(system: SINARM, registration: "${known.registration}")`;
    case 'warrants':
      return `(number: "${known.warrantNumber}"${freshness})`;
    default:
      return '';
  }
}
