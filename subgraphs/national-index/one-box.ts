// The one box: every reading of the text that the caller may use, each labelled, each looked up. It never asks first.
import { readingsOf } from '#kit/identifiers/readings.ts';
import type { IdentifierKind, Reading } from '#kit/identifiers/readings.ts';
import { SUPPRESSED } from '#kit/identifiers/weapon-serial.ts';
import { checkFirst, pageOf } from './connection.ts';
import type { PageArguments } from './connection.ts';
import type { IndexContext } from './context.ts';
import { indexError } from './errors.ts';
import { peopleOfGroups, shownReading, vehiclesOfIds, warrantsBy, weaponsOfIds } from './look-ups.ts';
import type { ShownReading } from './look-ups.ts';
import type { Person } from './people.ts';
import { individualProbes, vehicleProbes, warrantProbes, weaponProbes } from './probes.ts';
import type { Probe } from './probes.ts';
import { companyId, personId } from './subject-ids.ts';
import type { Company, Explanation, Vehicle, Warrant, Weapon } from './things.ts';

export type Subject = Person | Company | Vehicle | Weapon | Warrant;

export interface SearchHit {
  readonly subject: Subject;
  readonly matchedOn: IdentifierKind;
  readonly why: Explanation;
  readonly headline: string | null;
}

interface Way {
  /** The look-up that the reading stands for; who may not make it may not make it here. */
  readonly coordinate: string;
  readonly label: string;
  find(reading: Reading, context: IndexContext): Promise<readonly Subject[]>;
  probes?(reading: Reading, context: IndexContext): readonly Probe[];
}

const person: Pick<Way, 'coordinate'> = { coordinate: 'Query.individuals' };

/** How each kind of identifier is looked up. A kind that is not here is read and labelled, and finds nothing by itself. */
const ways: Partial<Readonly<Record<IdentifierKind, Way>>> = {
  CPF: {
    ...person,
    label: 'CPF igual',
    async find({ normalized }, context) {
      const groups = await context.subjectsBy({ kind: 'CPF', value: normalized }, 'individual');
      return peopleOfGroups([...new Set([personId(context.ids, normalized), ...groups])], context);
    },
    probes: ({ normalized }, context) => individualProbes(context, normalized, 'INDEX'),
  },
  RG: {
    coordinate: 'Query.individualsByDocument',
    label: 'RG igual; confira a UF',
    find: async ({ normalized }, context) =>
      peopleOfGroups(await context.subjectsBy({ kind: 'RG', value: normalized }, 'individual'), context),
  },
  CNH: {
    ...person,
    label: 'CNH igual',
    find: async ({ normalized }, context) =>
      peopleOfGroups(await context.subjectsBy({ kind: 'CNH', value: normalized }, 'individual'), context),
  },
  CNPJ: {
    coordinate: 'Company.cnpj',
    label: 'CNPJ igual',
    async find({ normalized }, context) {
      const company = await context.company(companyId(context.ids, normalized));
      return company ? [company] : [];
    },
  },
  PLATE: {
    coordinate: 'Query.vehicles',
    label: 'placa igual',
    find: async ({ normalized, country }, context) =>
      vehiclesOfIds(
        await context.subjectsBy({ kind: 'PLATE', value: normalized, place: country ?? 'BR' }, 'vehicle'),
        context,
      ),
    probes: ({ normalized, country }, context) => vehicleProbes(context, normalized, country ?? 'BR', 'INDEX'),
  },
  RENAVAM: { coordinate: 'Query.vehiclesByRenavam', label: 'Renavam igual', find: vehiclesByOwnNumber },
  CHASSIS: { coordinate: 'Query.vehiclesByChassis', label: 'chassi igual', find: vehiclesByOwnNumber },
  ENGINE: { coordinate: 'Query.vehiclesByEngine', label: 'motor igual', find: vehiclesByOwnNumber },
  WEAPON_SERIAL: {
    coordinate: 'Query.weaponsBySerial',
    label: 'série igual; séries se repetem entre marcas',
    find: async ({ normalized }, context) =>
      normalized === SUPPRESSED
        ? []
        : weaponsOfIds(await context.subjectsBy({ kind: 'WEAPON_SERIAL', value: normalized }, 'weapon'), context),
    probes: ({ normalized }, context) => (normalized === SUPPRESSED ? [] : weaponProbes(context, normalized, 'INDEX')),
  },
  WEAPON_REGISTRATION: {
    coordinate: 'Query.weaponsByRegistration',
    label: 'número de registro igual; confira o sistema',
    find: async ({ normalized }, context) =>
      weaponsOfIds(await context.subjectsBy({ kind: 'WEAPON_REGISTRATION', value: normalized }, 'weapon'), context),
  },
  WARRANT_NUMBER: {
    coordinate: 'Query.warrants',
    label: 'número do mandado igual',
    find: ({ normalized }, context) => warrantsBy({ kind: 'WARRANT_NUMBER', value: normalized }, context),
    probes: ({ normalized }, context) => warrantProbes(context, normalized, 'INDEX'),
  },
  PROCESS_NUMBER: {
    coordinate: 'Query.warrants',
    label: 'mandado expedido no processo',
    find: ({ normalized }, context) => warrantsBy({ kind: 'PROCESS_NUMBER', value: normalized }, context),
  },
};

async function vehiclesByOwnNumber({ kind, normalized }: Reading, context: IndexContext): Promise<readonly Vehicle[]> {
  return vehiclesOfIds(await context.subjectsBy({ kind, value: normalized }, 'vehicle'), context);
}

const textCharsMax = 200;

export interface SearchResult {
  readonly readings: readonly ShownReading[];
  readonly probes: readonly Probe[];
  hits(page: PageArguments): Promise<unknown>;
}

export function searchOneBox(text: string, context: IndexContext): SearchResult {
  if (text.length > textCharsMax) throw indexError('BAD_ARGUMENT', `\`text\`: no máximo ${textCharsMax} caracteres.`);
  if (text.trim() === '') throw indexError('BAD_ARGUMENT', '`text`: informe o que procurar.');
  const readings = readingsOf(text).filter(
    ({ kind }) => kind === 'NAME' || (ways[kind] && context.may(ways[kind].coordinate)),
  );
  const usable = readings.filter(({ kind, problems }) => problems.length === 0 && ways[kind]);
  return {
    readings: readings.map((reading) => withAdvice(shownReading(reading))),
    probes: usable.flatMap((reading) => ways[reading.kind]?.probes?.(reading, context) ?? []),
    async hits(page) {
      checkFirst(page.first);
      // What was never looked up must not read as nothing found.
      if (usable.length === 0)
        throw readings.some(({ kind }) => kind === 'NAME')
          ? indexError('TOO_BROAD', nameAdvice)
          : indexError('BAD_ARGUMENT', 'Nenhuma leitura válida que seu perfil possa consultar; veja `readings`.');
      const found = await Promise.all(usable.map((reading) => hitsOf(reading, context)));
      const hits = found.flatMap((list, at) =>
        list.map((hit, place) => ({ hit, key: [at, place, hit.subject.id] as const })),
      );
      const { edges, ...rest } = pageOf(hits, page, ['search', text], context.cursors, ({ key }) => key);
      return { ...rest, edges: edges.map(({ item, cursor }) => ({ cursor, node: item.hit })) };
    },
  };
}

const nameAdvice =
  'Um nome só não identifica ninguém: busque em `findIndividuals` com o nome da mãe, a data de nascimento ou o RG com a UF.';

/** A name is read and never scanned for. */
function withAdvice(reading: ShownReading): ShownReading {
  return reading.kind === 'NAME' ? { ...reading, problems: [...reading.problems, nameAdvice] } : reading;
}

async function hitsOf(reading: Reading, context: IndexContext): Promise<readonly SearchHit[]> {
  const way = ways[reading.kind];
  if (!way) return [];
  const subjects = await way.find(reading, context);
  const band = reading.kind === 'WEAPON_SERIAL' || reading.kind === 'RG' ? ('LIKELY' as const) : ('CERTAIN' as const);
  const why = { band, reasons: [way.label, ...reading.warnings] };
  return subjects.map((subject) => ({ subject, matchedOn: reading.kind, why, headline: headlineOf(subject, context) }));
}

/** One line of what the caller may see unmasked anyway. */
export function headlineOf(subject: Subject, context: IndexContext): string | null {
  const line = (parts: readonly (readonly [coordinate: string, value: string | number | null | undefined])[]) => {
    const shown = parts.filter(
      ([coordinate, value]) => value !== null && value !== undefined && value !== '' && context.mayUnmasked(coordinate),
    );
    return shown.length === 0 ? null : shown.map(([, value]) => String(value)).join(' ');
  };
  switch (subject.__typename) {
    case 'Individual': {
      const name = line([['Individual.name', subject.name]]);
      const disputed = subject.identityDisputed && context.may('Individual.identityDisputed');
      return name !== null && disputed ? `${name} (identidade em disputa)` : name;
    }
    case 'Company':
      return line([['Company.name', subject.name]]);
    case 'Vehicle':
      return line([
        ['Vehicle.make', subject.make],
        ['Vehicle.model', subject.model],
        ['Vehicle.colour', subject.colour],
        ['Vehicle.year', subject.year],
        ['Vehicle.country', subject.country === 'BR' ? null : subject.country],
      ]);
    case 'Weapon':
      return line([
        ['Weapon.make', subject.make],
        ['Weapon.calibre', subject.calibre],
      ]);
    case 'Warrant':
      return context.may('Warrant.contactUnit') ? 'Mandado; a situação vem do CNJ' : null;
  }
}
