// People by name. A name alone identifies nobody and finds too many: it comes with a mother, a birth date or an RG, or it is a free search
// with a case behind it. Candidates come from the index of similar names; matching says why each is one.
import { parseDate } from '#kit/identifiers/dates.ts';
import { parseRg } from '#kit/identifiers/rg.ts';
import type { DeclaredPerson } from '#kit/index-entry.ts';
import { compareNames, matchPeople, searchKey } from '#kit/names.ts';
import type { MatchBand } from '#kit/names.ts';
import { checkFirst, pageOf } from './connection.ts';
import type { PageArguments } from './connection.ts';
import type { IndexContext } from './context.ts';
import { indexError } from './errors.ts';
import type { Person } from './people.ts';
import type { NameQuery } from './records.ts';
import type { Explanation } from './things.ts';

export interface IndividualSearch {
  readonly name: string;
  readonly motherName?: string | null;
  readonly birthDate?: string | null;
  readonly rg?: string | null;
  readonly rgUf?: string | null;
}

export interface IndividualFreeSearch {
  readonly name?: string | null;
  readonly alias?: string | null;
  readonly motherName?: string | null;
  readonly fatherName?: string | null;
  readonly birthYearFrom?: number | null;
  readonly birthYearTo?: number | null;
  readonly sex?: string | null;
  readonly uf?: string | null;
  readonly municipality?: string | null;
}

/** More candidates than this, and the search has to say more. */
const candidatesMax = 400;
const nameCharsMax = 120;

interface Found {
  readonly person: Person;
  readonly match: Explanation;
  readonly score: number;
}

export async function findIndividuals(search: IndividualSearch, page: PageArguments, context: IndexContext) {
  checkFirst(page.first);
  const name = nameKey('name', search.name);
  const mother = search.motherName ? nameKey('motherName', search.motherName) : undefined;
  const birthDate = search.birthDate ?? undefined;
  if (search.rg && !search.rgUf) throw indexError('BAD_ARGUMENT', '`rgUf`: informe a UF do RG.');
  if (mother === undefined && birthDate === undefined && !search.rg)
    throw indexError(
      'TOO_BROAD',
      'Só o nome encontra demais: acrescente o nome da mãe, a data de nascimento ou o RG com a UF.',
    );
  const role = roleOf(context);
  const queries: NameQuery[] = [];
  if (birthDate !== undefined) queries.push({ name, role, birthDates: nearDates(birthDate) });
  if (mother !== undefined) queries.push({ name, role, mother });
  const entryIds = await Promise.all([
    ...queries.map((query) => entriesByName(query, context)),
    ...(search.rg ? [entriesByRg(search.rg, search.rgUf ?? '', context)] : []),
  ]);
  const byRg = new Set(search.rg ? entryIds.at(-1) : []);
  const wanted = { names: [search.name], mother: search.motherName ?? null, birthDate: birthDate ?? null };
  const found = await peopleFrom(entryIds.flat(), context, (person) => {
    const match = bestMatch(person, wanted, context);
    if (!person.entries.some(({ id }) => byRg.has(id))) return match;
    // The RG is a sign of its own, and one that a wrong name does not carry.
    return (
      match && { ...match, match: { band: stronger(match.match.band), reasons: ['mesmo RG', ...match.match.reasons] } }
    );
  });
  return connectionOf(
    found,
    page,
    ['findIndividuals', search],
    context,
    entryIds.some((list) => list.length === candidatesMax),
  );
}

export async function findIndividualsFreely(search: IndividualFreeSearch, page: PageArguments, context: IndexContext) {
  checkFirst(page.first);
  if (search.alias && !mayAliases(context))
    throw indexError('BAD_ARGUMENT', '`alias`: seu perfil não consulta alcunhas.');
  const unknown = (['fatherName', 'municipality'] as const).find((argument) => search[argument]);
  if (unknown !== undefined)
    throw indexError('BAD_ARGUMENT', `\`${unknown}\`: o índice não guarda esse dado; consulte o registro no detentor.`);
  const typed = search.name ?? search.alias ?? undefined;
  const name = typed === undefined ? undefined : nameKey(search.name ? 'name' : 'alias', typed);
  const mother = search.motherName ? nameKey('motherName', search.motherName) : undefined;
  if (name === undefined && mother === undefined)
    throw indexError('TOO_BROAD', 'Informe o nome, a alcunha ou o nome da mãe; os demais campos apenas restringem.');
  checkYears(search.birthYearFrom, search.birthYearTo);
  const query: NameQuery = {
    ...(name !== undefined && { name }),
    ...(mother !== undefined && { mother }),
    role: typed === undefined || search.name ? roleOf(context) : 'ALIAS',
    ...(search.birthYearFrom && { birthYearFrom: search.birthYearFrom }),
    ...(search.birthYearTo && { birthYearTo: search.birthYearTo }),
    ...(search.sex && { sex: search.sex }),
    ...(search.uf && { state: search.uf }),
  };
  const entryIds = await entriesByName(query, context);
  const found = await peopleFrom(entryIds, context, (person) => freeMatch(person, search, context));
  return connectionOf(found, page, ['findIndividualsFreely', search], context, entryIds.length === candidatesMax);
}

/** What a caller may not see finds nobody for them: a hit would confirm it. */
function mayAliases({ may }: IndexContext): boolean {
  return may('DeclaredIdentity.aliases');
}

/** Either kind of name, or the declared ones alone. */
function roleOf(context: IndexContext): NameQuery['role'] {
  return mayAliases(context) ? undefined : 'NAME';
}

function aliasesOf({ aliases = [] }: DeclaredPerson, context: IndexContext): readonly string[] {
  return mayAliases(context) ? aliases : [];
}

async function entriesByName(query: NameQuery, { records, audience }: IndexContext): Promise<readonly string[]> {
  const { candidates, tooMany } = await records.peopleByName(audience, query, candidatesMax);
  // The best of a part would pass for the best of all.
  if (tooMany)
    throw indexError(
      'TOO_BROAD',
      'Nomes parecidos demais: acrescente sobrenomes, o nome da mãe ou a data de nascimento.',
    );
  return candidates.map(({ entryId }) => entryId);
}

function nameKey(argument: string, text: string): string {
  if (text.length > nameCharsMax)
    throw indexError('BAD_ARGUMENT', `\`${argument}\`: no máximo ${nameCharsMax} caracteres.`);
  const key = searchKey(text);
  if (key === null || key.replace(/ /g, '').length < 3)
    throw indexError('TOO_BROAD', `\`${argument}\`: informe um nome de ao menos três letras.`);
  return key;
}

function checkYears(from: number | null | undefined, to: number | null | undefined): void {
  for (const year of [from, to])
    if (year !== null && year !== undefined && (year < 1880 || year > 2200))
      throw indexError('BAD_ARGUMENT', '`birthYearFrom` e `birthYearTo` são anos de quatro algarismos.');
  if (from && to && from > to)
    throw indexError('BAD_ARGUMENT', '`birthYearFrom` não pode ser maior que `birthYearTo`.');
}

/** The date, and what it becomes by the slips that matching knows: day and month swapped, the year off by one. */
function nearDates(date: string): readonly string[] {
  const [year = '', month = '', day = ''] = date.split('-');
  const shifted = (by: number) => `${String(Number(year) + by).padStart(4, '0')}-${month}-${day}`;
  return [date, `${year}-${day}-${month}`, shifted(-1), shifted(1)].filter((one) => parseDate(one).ok);
}

async function entriesByRg(rg: string, uf: string, context: IndexContext): Promise<readonly string[]> {
  const parsed = parseRg(rg, uf);
  if (!parsed.ok) throw indexError('BAD_ARGUMENT', `\`rg\`: ${parsed.detail}.`);
  const hits = await context.records.byIdentifier(
    context.audience,
    [{ kind: 'RG', value: parsed.value, place: uf }],
    ['individual'],
  );
  return hits.map(({ entryId }) => entryId);
}

/** Candidates become people: all records of each, as the caller may see them. */
async function peopleFrom(
  entryIds: readonly string[],
  context: IndexContext,
  judge: (person: Person) => Omit<Found, 'person'> | null,
): Promise<readonly Found[]> {
  const wanted = new Set(entryIds);
  const entries = await Promise.all([...wanted].map((id) => context.entriesById(id)));
  const groups = new Set(entries.flatMap((entry) => (entry ? [entry.subjectId] : [])));
  const people = (await Promise.all([...groups].map((group) => context.people(group)))).flat();
  const found = people
    .filter((person) => person.entries.some(({ id }) => wanted.has(id)))
    .flatMap((person) => {
      const judged = judge(person);
      return judged ? [{ person, ...judged }] : [];
    });
  return found.toSorted((a, b) => comparePlaces(placeOf(a), placeOf(b)));
}

const bands: readonly MatchBand[] = ['STRONG', 'LIKELY', 'POSSIBLE'];

/** Strongest band first, then the likest name; the identifier settles the rest. */
function placeOf({ person, match, score }: Found): readonly (string | number)[] {
  return [bands.indexOf(match.band as MatchBand), Math.round((1 - score) * 1000), person.id];
}

function comparePlaces(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (const [at, left] of a.entries()) {
    const right = b[at] ?? '';
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

function bestMatch(
  person: Person,
  wanted: { readonly names: readonly string[]; readonly mother: string | null; readonly birthDate: string | null },
  context: IndexContext,
): Omit<Found, 'person'> | null {
  let best: Omit<Found, 'person'> | null = null;
  for (const { basics } of person.entries) {
    if (!basics.person) continue;
    const { names, motherName, birthDate } = basics.person;
    const match = matchPeople(wanted, {
      names: [...names, ...aliasesOf(basics.person, context)],
      mother: motherName ?? null,
      birthDate: birthDate ?? null,
    });
    if (match.band === 'DIFFERENT') continue;
    const better =
      best === null ||
      bands.indexOf(match.band) < bands.indexOf(best.match.band as MatchBand) ||
      (match.band === best.match.band && match.nameScore > best.score);
    if (better) best = { match: { band: match.band, reasons: match.reasons }, score: match.nameScore };
  }
  return best;
}

function stronger(band: Explanation['band']): Explanation['band'] {
  return band === 'POSSIBLE' ? 'LIKELY' : 'STRONG';
}

const freeScoreMin = 0.55;

/** Never more than POSSIBLE: a free search looks for somebody whom it cannot yet tell apart. */
function freeMatch(person: Person, search: IndividualFreeSearch, context: IndexContext): Omit<Found, 'person'> | null {
  let best: Omit<Found, 'person'> | null = null;
  for (const { basics } of person.entries) {
    if (!basics.person) continue;
    const { names, motherName } = basics.person;
    const aliases = aliasesOf(basics.person, context);
    const judged = [
      ...(search.name ? [bestName(search.name, [...names, ...aliases])] : []),
      ...(search.alias ? [bestName(search.alias, aliases)] : []),
      ...(search.motherName ? [bestName(search.motherName, motherName === undefined ? [] : [motherName])] : []),
    ];
    const score = Math.min(...judged.map((one) => one.score));
    if (score < freeScoreMin || (best !== null && score <= best.score)) continue;
    best = { score, match: { band: 'POSSIBLE', reasons: [...new Set(judged.flatMap(({ reasons }) => reasons))] } };
  }
  return best;
}

function bestName(
  wanted: string,
  names: readonly string[],
): { readonly score: number; readonly reasons: readonly string[] } {
  const compared = names.map((name) => compareNames(wanted, name));
  return compared.reduce((best, one) => (one.score > best.score ? one : best), { same: false, score: 0, reasons: [] });
}

function connectionOf(
  found: readonly Found[],
  page: PageArguments,
  question: readonly unknown[],
  context: IndexContext,
  cut: boolean,
) {
  const { edges, pageInfo, totalCount } = pageOf(found, page, question, context.cursors, placeOf);
  return {
    edges: edges.map(({ item, cursor }) => ({ cursor, match: item.match, node: item.person })),
    pageInfo,
    // Where the candidates were cut, the number of people is not known.
    totalCount: cut ? null : totalCount,
  };
}
