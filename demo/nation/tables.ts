// The reference tables of data/, read once, when first asked for. Where each comes from is in data/README.md.
import { readFileSync } from 'node:fs';
import { Weighted } from './random.ts';

export interface Uf {
  readonly uf: string;
  readonly courtCode: string;
  /** The UF's number inside the BNMP. */
  readonly bnmpId: number;
  /** Ninth digit of a CPF issued there. */
  readonly cpfRegion: string;
  readonly postalPrefix: string;
  readonly capital: Municipality;
  readonly municipalities: readonly Municipality[];
  readonly anyMunicipality: Weighted<Municipality>;
}

export interface Municipality {
  readonly position: number;
  readonly ibgeCode: string;
  readonly name: string;
  readonly uf: string;
  readonly siafi: string;
  readonly areaCode: string;
}

export interface CriminalSubject {
  readonly description: string;
  readonly law: string;
  readonly article: string;
}

export interface Court {
  readonly segment: string;
  readonly code: string;
  readonly acronym: string;
}

export interface Tables {
  /** A name and its bearers by decade of birth, 1940 first. */
  readonly firstNames: readonly { readonly name: string; readonly bearers: readonly number[] }[];
  readonly surnames: readonly { readonly surname: string; readonly bearers: number }[];
  readonly ufs: ReadonlyMap<string, Uf>;
  readonly anyUf: Weighted<Uf>;
  readonly models: readonly { readonly make: string; readonly model: string }[];
  readonly stateCourts: ReadonlyMap<string, Court>;
  readonly federalCourts: readonly Court[];
  readonly crimes: readonly CriminalSubject[];
  readonly minorOffences: readonly CriminalSubject[];
  readonly juvenileActs: readonly CriminalSubject[];
  readonly argentineProvinces: readonly string[];
  readonly uruguayanDepartments: readonly { readonly name: string; readonly plateLetter: string }[];
}

type Row = Readonly<Record<string, string>>;

/** Comma-separated, header first, double quotes around fields with commas; no quote inside a field, as in data/. */
function readTable(file: string): readonly Row[] {
  const [header = '', ...lines] = readFileSync(new URL(`data/${file}`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  const columns = header.split(',');
  return lines.map((line) => {
    const fields = [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map((field) => field[1] ?? field[2] ?? '');
    return Object.fromEntries(columns.map((column, at) => [column, fields[at] ?? '']));
  });
}

const column = (row: Row, name: string): string => row[name] ?? '';

// A third of each state lives in its capital, the rest evenly in the others: enough for a demonstration, and not a census.
const capitalShare = 0.34;

function readUfs(): ReadonlyMap<string, Uf> {
  const capitals = new Set(readTable('ufs.csv').map((row) => column(row, 'capital_ibge_code')));
  const municipalities = readTable('municipalities.csv').map((row, position): Municipality => ({
    position,
    ibgeCode: column(row, 'ibge_code'),
    name: column(row, 'name'),
    uf: column(row, 'uf'),
    siafi: column(row, 'siafi_code'),
    areaCode: column(row, 'ddd'),
  }));
  const ufs = readTable('ufs.csv').map((row): Uf => {
    const uf = column(row, 'uf');
    const own = municipalities.filter((municipality) => municipality.uf === uf);
    const weight = (municipality: Municipality): number =>
      capitals.has(municipality.ibgeCode) ? capitalShare : (1 - capitalShare) / own.length;
    return {
      uf,
      courtCode: column(row, 'cnj_tr_code'),
      bnmpId: Number(column(row, 'bnmp_uf_id')),
      cpfRegion: column(row, 'cpf_fiscal_region_digit'),
      postalPrefix: column(row, 'cep_prefix'),
      capital: own.find((municipality) => capitals.has(municipality.ibgeCode)) as Municipality,
      municipalities: own,
      anyMunicipality: new Weighted(own.map((municipality) => [municipality, weight(municipality)] as const)),
    };
  });
  return new Map(ufs.map((uf) => [uf.uf, uf]));
}

function readSubjects(kind: string): readonly CriminalSubject[] {
  return readTable('criminal_subjects.csv')
    .filter((row) => column(row, 'kind') === kind)
    .map((row) => ({
      description: column(row, 'description'),
      law: column(row, 'law'),
      article: column(row, 'article'),
    }));
}

function readTables(): Tables {
  const ufs = readUfs();
  const shares = readTable('ufs.csv').map(
    (row) => [ufs.get(column(row, 'uf')) as Uf, Number(column(row, 'population_share_percent'))] as const,
  );
  const courts = readTable('courts.csv').map((row) => ({
    uf: column(row, 'uf'),
    court: { segment: column(row, 'j'), code: column(row, 'tr'), acronym: column(row, 'acronym') },
  }));
  const subdivisions = readTable('mercosur_subdivisions.csv');
  return {
    firstNames: readTable('first_names.csv').map((row) => {
      const [name = '', ...bearers] = Object.values(row);
      return { name, bearers: bearers.map(Number) };
    }),
    surnames: readTable('surnames.csv').map((row) => ({
      surname: column(row, 'surname').toUpperCase(),
      bearers: Number(column(row, 'total')),
    })),
    ufs,
    anyUf: new Weighted(shares),
    models: readTable('vehicle_models.csv').map((row) => ({
      make: column(row, 'make'),
      model: column(row, 'model_family'),
    })),
    stateCourts: new Map(courts.filter(({ uf }) => uf !== '').map(({ uf, court }) => [uf, court])),
    federalCourts: courts.filter(({ uf }) => uf === '').map(({ court }) => court),
    crimes: readSubjects('CRIME'),
    minorOffences: readSubjects('TERMO_CIRCUNSTANCIADO'),
    juvenileActs: readSubjects('ATO_INFRACIONAL'),
    argentineProvinces: subdivisions.filter((row) => row['country'] === 'AR').map((row) => column(row, 'name')),
    uruguayanDepartments: subdivisions
      .filter((row) => row['country'] === 'UY')
      .map((row) => ({ name: column(row, 'name'), plateLetter: column(row, 'plate_letter') })),
  };
}

let known: Tables | undefined;

export function tables(): Tables {
  known ??= readTables();
  return known;
}

/** Throws where the code names a UF that the table lacks: a mistake in the generator, never of its caller. */
export function ufNamed(uf: string): Uf {
  const found = tables().ufs.get(uf);
  if (found === undefined) throw new TypeError('no such UF in data/ufs.csv');
  return found;
}
