// Records of the index to the graph: wiring only. Rules and masks stand in the schema and are applied around these functions.
import type { GraphQLResolveInfo } from 'graphql';
import { answerPath } from '#kit/context.ts';
import { indexSource } from '#kit/directory.ts';
import type { DeclaredPerson } from '#kit/index-entry.ts';
import { scopesOf } from '#kit/rules/policy.ts';
import type { ResolverMap } from '#kit/subgraph.ts';
import type { PageArguments } from './connection.ts';
import type { IndexContext, ResolverContext } from './context.ts';
import { listingField } from './edge-rights.ts';
import { explainAccess } from './explain-access.ts';
import {
  individualsByCpf,
  individualsByDocument,
  vehiclesBy,
  vehiclesByPlates,
  warrantsByNumber,
  weaponsByRegistration,
  weaponsBySerial,
} from './look-ups.ts';
import type { VehicleLookup } from './look-ups.ts';
import { findIndividuals, findIndividualsFreely } from './name-search.ts';
import type { IndividualFreeSearch, IndividualSearch } from './name-search.ts';
import { searchOneBox } from './one-box.ts';
import type { SearchResult } from './one-box.ts';
import { personMeant } from './people.ts';
import type { Person } from './people.ts';
import { cloneSuspected, vehiclesOf, warrantPage, weaponPage, weaponsOf } from './person-things.ts';
import type { Freshness } from './probes.ts';
import type { SubjectParty, VisibleEntry } from './records.ts';
import { personId } from './subject-ids.ts';
import type { Company, Vehicle, Warrant, Weapon } from './things.ts';
import { findVehicles } from './vehicle-search.ts';
import type { VehicleSearch } from './vehicle-search.ts';

type Reference = { readonly id: string };
type Page<Arguments = object> = Arguments & PageArguments;
type Fresh<Arguments> = Arguments & { readonly freshness: Freshness };

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What is no identifier of a subject leads to no subject, without asking the base. */
function subject<Found>(load: (services: IndexContext, id: string) => Promise<Found | null>) {
  // Always async: a synchronous throw in a reference would null the whole list of entities.
  return async ({ id }: Reference, { services }: ResolverContext) => (uuidPattern.test(id) ? load(services, id) : null);
}

const individual = subject((services, id) => services.individual(id));

export const resolvers: ResolverMap = {
  Query: {
    me: (_: unknown, __: unknown, { services }: ResolverContext) => meOf(services),
    holders: (_: unknown, __: unknown, { services }: ResolverContext) => holdersOf(services),
    indexStatus: (_: unknown, __: unknown, { services }: ResolverContext) =>
      services.states().map(({ source, holder, asOf, behind }) => ({ source, holder, asOf, behind, entries: null })),
    explainAccess: (
      _: unknown,
      coordinate: { readonly type: string; readonly field: string },
      { services }: ResolverContext,
    ) => explainAccess(coordinate, services),
    search: async (_: unknown, { text }: { readonly text: string }, { services }: ResolverContext) =>
      searchOneBox(text, services),
    individual: (_: unknown, reference: Reference, context: ResolverContext) => individual(reference, context),
    individuals: (_: unknown, { cpf, freshness }: Fresh<{ readonly cpf: string }>, { services }: ResolverContext) =>
      individualsByCpf(cpf, freshness, services),
    individualsByDocument: (
      _: unknown,
      { rg, uf }: { readonly rg: string; readonly uf: string },
      { services }: ResolverContext,
    ) => individualsByDocument(rg, uf, services),
    findIndividuals: (
      _: unknown,
      { search, ...page }: Page<{ readonly search: IndividualSearch }>,
      { services }: ResolverContext,
    ) => findIndividuals(search, page, services),
    findIndividualsFreely: (
      _: unknown,
      { search, ...page }: Page<{ readonly search: IndividualFreeSearch }>,
      { services }: ResolverContext,
    ) => findIndividualsFreely(search, page, services),
    vehicles: async (
      _: unknown,
      { plates, country, freshness }: Fresh<{ readonly plates: readonly string[]; readonly country?: string | null }>,
      { services }: ResolverContext,
    ) => vehiclesByPlates(plates, country, freshness, services),
    vehiclesByRenavam: (_: unknown, { renavam }: { readonly renavam: string }, { services }: ResolverContext) =>
      vehiclesBy('RENAVAM', renavam, services),
    vehiclesByChassis: (_: unknown, { chassis }: { readonly chassis: string }, { services }: ResolverContext) =>
      vehiclesBy('CHASSIS', chassis, services),
    vehiclesByEngine: (_: unknown, { engine }: { readonly engine: string }, { services }: ResolverContext) =>
      vehiclesBy('ENGINE', engine, services),
    findVehicles: (
      _: unknown,
      { search, ...page }: Page<{ readonly search: VehicleSearch }>,
      { services }: ResolverContext,
    ) => findVehicles(search, page, services),
    weaponsBySerial: (
      _: unknown,
      { serial, make, freshness }: Fresh<{ readonly serial: string; readonly make?: string | null }>,
      { services }: ResolverContext,
    ) => weaponsBySerial(serial, make, freshness, services),
    weaponsByRegistration: (
      _: unknown,
      { system, registration }: { readonly system: string; readonly registration: string },
      { services }: ResolverContext,
    ) => weaponsByRegistration(system, registration, services),
    warrants: (_: unknown, { number, freshness }: Fresh<{ readonly number: string }>, { services }: ResolverContext) =>
      warrantsByNumber(number, freshness, services),
  },

  SearchResult: {
    hits: (result: SearchResult, page: PageArguments) => result.hits(page),
  },

  VehicleLookup: {
    // A compiled question reads a plain property as it stands, and would take the function for the list.
    subjects: ({ subjects }: VehicleLookup) => subjects(),
  },

  Individual: {
    __resolveReference: individual,
    identities: (person: Person) => person.entries.map((entry) => identityOf(entry, entry.basics.person)),
    roles: (person: Person, _: unknown, { services }: ResolverContext) => rolesOf(person, services),
    knowledge: (person: Person, _: unknown, { services }: ResolverContext) => knowledgeOf(person, services),
    records: (person: Person, _: unknown, context: ResolverContext, info: GraphQLResolveInfo) =>
      pointersOf(person, 'individuals', 'IndividualRecord', context, info),
    vehicles: (person: Person, page: PageArguments, { services }: ResolverContext) =>
      vehiclesOf(person, page, services),
    weapons: (person: Person, page: PageArguments, { services }: ResolverContext) => weaponPage(person, page, services),
    weaponCount: async (person: Person, _: unknown, { services }: ResolverContext) =>
      (await weaponsOf(person, services)).length,
    warrants: (person: Person, page: PageArguments, { services }: ResolverContext) =>
      warrantPage(person, page, services),
  },

  Company: {
    __resolveReference: subject((services, id) => services.company(id)),
    vehicles: (company: Company, page: PageArguments, { services }: ResolverContext) =>
      vehiclesOf(company, page, services),
  },

  Vehicle: {
    __resolveReference: subject((services, id) => services.vehicle(id)),
    cloneSuspected: (vehicle: Vehicle, _: unknown, { services }: ResolverContext) => cloneSuspected(vehicle, services),
    parties: (vehicle: Vehicle, _: unknown, { services }: ResolverContext) => vehicleParties(vehicle, services),
    records: (vehicle: Vehicle, _: unknown, context: ResolverContext, info: GraphQLResolveInfo) =>
      pointersOf(vehicle, 'vehicles', 'VehicleRecord', context, info),
  },

  Weapon: {
    __resolveReference: subject((services, id) => services.weapon(id)),
    owners: (weapon: Weapon, _: unknown, { services }: ResolverContext) => weaponOwners(weapon, services),
    records: (weapon: Weapon, _: unknown, context: ResolverContext, info: GraphQLResolveInfo) =>
      pointersOf(weapon, 'weapons', 'WeaponRecord', context, info),
  },

  Warrant: {
    __resolveReference: subject((services, id) => services.warrant(id)),
    declaredIdentities: (warrant: Warrant) =>
      warrant.entries.length === 0
        ? null
        : warrant.entries.flatMap((entry) =>
            (entry.basics.warrant?.declaredIdentities ?? []).map((declared) => identityOf(entry, declared)),
          ),
    person: (warrant: Warrant, _: unknown, { services }: ResolverContext) => personWanted(warrant, services),
    contactUnit: ({ entries, withheld }: Warrant) => (entries[0] ?? withheld[0])?.contactUnit ?? null,
    record: (warrant: Warrant, _: unknown, context: ResolverContext, info: GraphQLResolveInfo) =>
      pointersOf(warrant, 'warrants', 'WarrantRecord', context, info)[0] ?? null,
  },
};

function meOf({ asker }: IndexContext) {
  const { caller, purpose, caseNumber } = asker;
  return {
    id: caller.id,
    profile: caller.profile,
    body: caller.body,
    state: caller.state ?? null,
    unit: caller.unit ?? null,
    level: caller.level,
    scopes: [...scopesOf(caller.profile)].sort(),
    purpose: purpose ?? null,
    caseNumber: caseNumber ?? null,
  };
}

function holdersOf({ directory }: IndexContext) {
  const { endpoints, holders } = directory();
  return endpoints
    .filter(({ source }) => source !== indexSource)
    .map(({ source, holder, publication, contact }) => ({
      code: holder,
      name: holders[holder]?.name ?? holder,
      source,
      publication,
      contact,
    }));
}

function identityOf({ source, holder, asOf }: VisibleEntry, declared: DeclaredPerson | undefined) {
  const { names = [], aliases = [], motherName, birthDate, sex, cpf, rg, rgUf } = declared ?? {};
  return {
    ...{ source, holder, asOf, names, aliases },
    motherName: motherName ?? null,
    birthDate: birthDate ?? null,
    sex: sex ?? null,
    cpf: cpf ?? null,
    documents: rg === undefined ? [] : [{ kind: 'RG', number: rg, uf: rgUf ?? null }],
  };
}

async function visibleEdges({ groupId, cpf }: Person, services: IndexContext) {
  const roles = await Promise.all(services.partyIdsOf(groupId, cpf).map((partyId) => services.rolesOf(partyId)));
  return roles.flat().filter((edge) => {
    const coordinate = listingField(edge);
    return coordinate !== null && services.may(coordinate);
  });
}

async function rolesOf(person: Person, services: IndexContext) {
  const registered = person.entries.map(({ source, holder }) => ({ role: 'REGISTERED', source, holder }));
  const drawn = (await visibleEdges(person, services)).map(({ role, source, holder }) => ({ role, source, holder }));
  return uniqueBy([...registered, ...drawn], ({ role, source, holder }) => `${source}/${holder} ${role}`).sort(
    (a, b) => (`${a.source}/${a.holder} ${a.role}` < `${b.source}/${b.holder} ${b.role}` ? -1 : 1),
  );
}

async function knowledgeOf(person: Person, services: IndexContext) {
  const counts = new Map<string, { readonly source: string; readonly holder: string; entries: number }>();
  const add = ({ source, holder }: { readonly source: string; readonly holder: string }, entries: number) => {
    const known = counts.get(`${source}/${holder}`);
    if (known) known.entries += entries;
    else counts.set(`${source}/${holder}`, { source, holder, entries });
  };
  for (const entry of [...person.entries, ...person.withheld]) add(entry, 1);
  for (const edge of await visibleEdges(person, services)) add(edge, edge.entries);
  const states = new Map(services.states().map((state) => [`${state.source}/${state.holder}`, state]));
  return [...counts.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, known]) => ({
      ...known,
      asOf: states.get(key)?.asOf ?? null,
      behind: states.get(key)?.behind ?? true,
    }));
}

/** References to the records that the source of this type holds; where only their existence may be shown, none, with whom to ask. */
function pointersOf(
  thing: { readonly entries: readonly VisibleEntry[]; readonly withheld: readonly VisibleEntry[] },
  source: string,
  __typename: string,
  context: ResolverContext,
  info: GraphQLResolveInfo,
) {
  const own = thing.entries.filter((entry) => entry.source === source);
  const [withheld] = thing.withheld;
  if (own.length === 0 && withheld) {
    const contact = withheld.contactUnit?.unit;
    context.verdicts.push({
      path: answerPath(info),
      verdict: 'WITHHOLD',
      rule: existenceOnly,
      ...(contact && { contact }),
    });
  }
  return own.map(({ holder, recordId }) => ({ __typename, holder, recordId }));
}

const existenceOnly = 'EXISTENCE_ONLY';

async function partiesBehind(
  { partyKind, partyId }: SubjectParty,
  services: IndexContext,
): Promise<readonly (Person | Company)[]> {
  if (partyKind === 'individual') return services.peopleBehind(partyId);
  const company = await services.companyBehind(partyId);
  return company ? [company] : [];
}

async function vehicleParties({ id }: Vehicle, services: IndexContext) {
  const drawn = await services.partiesOf(id);
  const declared = await Promise.all(
    drawn.map(async (edge) => {
      const { role, since, holder } = edge;
      // A disputed CPF has more than one claimant, and each of them may be the owner.
      return (await partiesBehind(edge, services)).map((party) => ({ role, since, holder, party }));
    }),
  );
  const alike = Map.groupBy(declared.flat(), ({ role, party }) => `${role} ${party.id}`);
  return [...alike.values()].map((same) => ({
    role: same[0]?.role,
    since: same.flatMap(({ since }) => since ?? []).sort()[0] ?? null,
    holders: [...new Set(same.map(({ holder }) => holder))].sort(),
    party: same[0]?.party,
  }));
}

async function weaponOwners({ id }: Weapon, services: IndexContext) {
  const drawn = await services.partiesOf(id);
  const owners = await Promise.all(drawn.map((edge) => partiesBehind(edge, services)));
  return uniqueBy(owners.flat(), (party) => party.id);
}

async function personWanted(warrant: Warrant, services: IndexContext): Promise<Person | null> {
  const [cpf] = warrant.cpfs;
  if (cpf !== undefined) return personMeant(await services.peopleBehind(personId(services.ids, cpf)), '');
  // The number may come by the edge alone.
  const [edge] = warrant.entries.length > 0 ? await services.partiesOf(warrant.id) : [];
  return edge ? personMeant(await services.peopleBehind(edge.partyId), '') : null;
}

function uniqueBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  return [...new Map(items.toReversed().map((item) => [keyOf(item), item])).values()].reverse();
}
