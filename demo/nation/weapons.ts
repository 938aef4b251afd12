// Firearms in SINARM (Federal Police) and SIGMA (Army): serials that repeat across makes, that were filed off, that both systems claim.
import type { WeaponFacts } from '../../subgraphs/weapons/record.ts';
import { SUPPRESSED } from '#kit/identifiers/weapon-serial.ts';
import { dateOf, dayOf, yearOf, yearsAfter } from './calendar.ts';
import { anyCompany } from './companies.ts';
import type { Person } from './people.ts';
import { addressLine, policeUnit, reportNumber } from './places.ts';
import { Weighted, type Random } from './random.ts';
import { lastWrittenDay, type World } from './world.ts';

export interface WeaponRecord {
  readonly source: 'weapons';
  /** PF keeps SINARM, EB keeps SIGMA. */
  readonly holder: 'PF' | 'EB';
  readonly facts: WeaponFacts;
}

interface Model {
  readonly make: string;
  readonly model: string;
  readonly species: string;
  readonly calibre: string;
  readonly capacity: number;
  readonly barrels: number;
  readonly barrelLengthMm: number;
  readonly use: WeaponFacts['use'];
  readonly serialPrefix: string;
}

const model = (line: string): Model => {
  const [make = '', name = '', species = '', calibre = '', capacity, barrels, length, use = '', serialPrefix = ''] =
    line.split('|');
  return {
    make,
    model: name,
    species,
    calibre,
    capacity: Number(capacity),
    barrels: Number(barrels),
    barrelLengthMm: Number(length),
    use: use as WeaponFacts['use'],
    serialPrefix,
  };
};

// Make, model, species, calibre, capacity, barrels, length in mm, use, serial prefix. Figures are plausible and no catalogue's.
const models: readonly Model[] = [
  'TAURUS|RT 85|REVOLVER|.38 SPL|5|1|51|PERMITIDO|LQ',
  'TAURUS|RT 889|REVOLVER|.38 SPL|6|1|102|PERMITIDO|LU',
  'ROSSI|M 971|REVOLVER|.357 Magnum|6|1|102|RESTRITO|F',
  'TAURUS|PT 58 HC|PISTOLA|.380 ACP|19|1|102|PERMITIDO|KDT',
  'TAURUS|G2C|PISTOLA|9x19 Parabellum|12|1|82|RESTRITO|ABN',
  'GLOCK|G25|PISTOLA|.380 ACP|15|1|102|PERMITIDO|BKX',
  'GLOCK|G17|PISTOLA|9x19 Parabellum|17|1|114|RESTRITO|ACD',
  'IMBEL|MD7|PISTOLA|.40 S&W|14|1|127|RESTRITO|ELA',
  'CBC|586 P|ESPINGARDA|12 GA|8|1|610|PERMITIDO|CB',
  'BOITO|BR2|ESPINGARDA|20 GA|2|2|660|PERMITIDO|BT',
  'CBC|7022|RIFLE|.22 LR|10|1|533|PERMITIDO|EC',
  'ROSSI|PUMA|CARABINA|.38 SPL|10|1|508|PERMITIDO|K',
  'IMBEL|IA2|FUZIL|5,56x45|30|1|330|RESTRITO|IM',
].map(model);

const sinarmCategories = new Weighted([
  ['CIDADAO', 72],
  ['POLICIAL', 18],
  ['EMPRESA_SEGURANCA', 8],
  ['ORGAO_PUBLICO', 2],
]);
const sigmaCategories = new Weighted([
  ['CAC_ATIRADOR', 55],
  ['CAC_CACADOR', 18],
  ['CAC_COLECIONADOR', 7],
  ['MILITAR', 20],
]);
const statuses = new Weighted([
  ['REGULAR', 84],
  ['FURTADA', 4],
  ['ROUBADA', 4],
  ['EXTRAVIADA', 2],
  ['APREENDIDA', 3],
  ['RECUPERADA', 1.5],
  ['ENTREGUE_DESARMA', 0.8],
  ['DESTRUIDA', 0.7],
]);
const eventOf: Readonly<Record<string, string>> = {
  FURTADA: 'FURTO',
  ROUBADA: 'ROUBO',
  EXTRAVIADA: 'PERDA',
  APREENDIDA: 'APREENSAO',
  RECUPERADA: 'RECUPERACAO',
  ENTREGUE_DESARMA: 'ENTREGA',
  DESTRUIDA: 'DESTRUICAO',
};

const weaponsPerPersonMax = 2;
const firstRegisteredDay = dayOf('2010-01-01');

/** Decides what would be drawn. */
export interface FixedWeapon {
  readonly system?: WeaponFacts['system'];
  readonly serial?: string;
  readonly make?: string;
  readonly status?: string;
  /** Replaces finished members. */
  readonly facts?: Partial<WeaponFacts>;
}

const holderOf = (system: WeaponFacts['system']): 'PF' | 'EB' => (system === 'SINARM' ? 'PF' : 'EB');

// Of a hundred thousand weapons: how many share a serial with another make, or stand in both systems.
const repeatedShare = 0.008;
const bothSystemsShare = 0.005;

/** About six weapons in a hundred people. */
export function* weaponRecordsOf(world: World, person: Person): Generator<WeaponRecord> {
  const draw = world.random('weapons', person.ordinal).unit();
  const count = draw < 0.006 ? 2 : draw < 0.054 ? 1 : 0;
  for (let at = 0; at < count; at++) {
    const record = weaponRecord(world, person, at);
    yield record;
    if (world.random('both systems', person.ordinal, at).chance(bothSystemsShare)) {
      const system = record.facts.system === 'SINARM' ? 'SIGMA' : 'SINARM';
      yield otherSystemsRecord(world, person, at, record.facts, system);
    }
  }
}

export function weaponRecord(world: World, person: Person, at: number, fixed: FixedWeapon = {}): WeaponRecord {
  const ordinal = person.ordinal * weaponsPerPersonMax + at;
  const random = world.random('weapon', ordinal);
  const system = fixed.system ?? (random.chance(0.62) ? 'SINARM' : 'SIGMA');
  const category = (system === 'SINARM' ? sinarmCategories : sigmaCategories).pick(random);
  const candidates = models.filter(({ make }) => fixed.make === undefined || make === fixed.make);
  const weapon = random.pick(candidates);
  const status = fixed.status ?? statuses.pick(random);
  const filedOff = random.chance(status === 'APREENDIDA' ? 0.15 : 0.001);
  const repeats = random.chance(repeatedShare);
  const shared = random.between(0, 99);
  // A repeated serial is plain digits, as many small makers stamp them.
  const serial = repeats
    ? `1${world.number('shared serial', shared, 5)}`
    : `${weapon.serialPrefix}${world.number('serial', ordinal, 6)}`;
  const holder = holderOf(system);
  const last = person.deathDay ?? lastWrittenDay;
  // Decreto 11.615/2023: twenty-five for most owners.
  const from = Math.min(Math.max(yearsAfter(person.birthDay, 25), firstRegisteredDay), last);
  const registeredDay = random.between(from, last);
  const eventDay = random.between(registeredDay, last);
  const uf = person.home.uf;
  const event = eventOf[status];
  const company = anyCompany(world, random);
  const address = addressLine(random, person.home);
  const crafYears = random.pick([3, 5, 10]);
  const facts: WeaponFacts = {
    recordId: world.recordId('weapons', holder, ordinal),
    system,
    registration:
      system === 'SINARM'
        ? `${yearOf(registeredDay)}${world.number('sinarm', ordinal, 8)}`
        : world.number('sigma', ordinal, 7),
    serial: fixed.serial ?? (filedOff ? SUPPRESSED : serial),
    species: weapon.species,
    make: weapon.make,
    model: weapon.model,
    calibre: weapon.calibre,
    capacity: weapon.capacity,
    barrels: weapon.barrels,
    barrelLengthMm: weapon.barrelLengthMm,
    use: weapon.use,
    status,
    crafValidUntil: dateOf(yearsAfter(registeredDay, crafYears)),
    events: [
      ...(random.chance(0.1) ? [{ kind: 'TRANSFERENCIA', date: dateOf(registeredDay), uf }] : []),
      ...(event === undefined ? [] : [eventFacts(random, event, eventDay, uf)]),
    ],
    owner:
      category === 'EMPRESA_SEGURANCA'
        ? { name: company.name, category, document: company.cnpj, address }
        : { name: person.name, category, document: person.cpf, address },
    ...fixed.facts,
  };
  return { source: 'weapons', holder, facts };
}

function eventFacts(random: Random, kind: string, day: number, uf: string): WeaponFacts['events'][number] {
  return {
    kind,
    date: dateOf(day),
    reportNumber: reportNumber(random, yearOf(day), uf),
    unit: policeUnit(random, uf),
    uf,
  };
}

/** The same weapon in the other system, which disagrees on who owns it and on what became of it. */
export function otherSystemsRecord(
  world: World,
  owner: Person,
  at: number,
  known: WeaponFacts,
  system: WeaponFacts['system'],
): WeaponRecord {
  const own = weaponRecord(world, owner, at, { system, status: known.status === 'REGULAR' ? 'ROUBADA' : 'REGULAR' });
  const { serial, make, species, calibre, barrels, barrelLengthMm, use, capacity } = known;
  const other = models.find(
    (candidate) => candidate.make === make && candidate.model !== known.model && candidate.calibre === calibre,
  );
  const category = system === 'SIGMA' ? 'CAC_ATIRADOR' : 'CIDADAO';
  const facts: WeaponFacts = {
    ...own.facts,
    serial,
    make,
    model: other?.model ?? known.model,
    species,
    calibre,
    barrels,
    use,
    ...(barrelLengthMm === undefined ? {} : { barrelLengthMm: barrelLengthMm + 5 }),
    ...(capacity === undefined ? {} : { capacity }),
    owner: { name: owner.name, category, document: owner.cpf },
  };
  return { ...own, facts };
}
