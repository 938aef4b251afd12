// What the index's resolvers are given for one request: who asks, for whom entries exist, and loaders that turn the many small questions
// of an answer into few set reads. Nothing here outlives the request.
import DataLoader from 'dataloader';
import type { Asker } from '#kit/caller.ts';
import type { HolderContext } from '#kit/context.ts';
import type { Directory, EndpointEntry } from '#kit/directory.ts';
import { decide } from '#kit/rules/evaluate.ts';
import { narrow } from '#kit/rules/overlay.ts';
import type { Overlay } from '#kit/rules/overlay.ts';
import { audienceTokens } from '#kit/rules/policy.ts';
import type { Decision, RuleTable } from '#kit/rules/rule.ts';
import type { IndexState } from '#kit/wire/protocol.ts';
import type { Cursors } from './cursor.ts';
import { tellingFields } from './edge-rights.ts';
import { peopleOf, personMeant } from './people.ts';
import type { Person } from './people.ts';
import type {
  IdentifierHit,
  IdentifierKey,
  IndexRecords,
  PartyRole,
  PartyThing,
  SubjectParty,
  VisibleEntry,
  WantedCandidate,
  WantedClue,
} from './records.ts';
import { keyedPartyId } from './subject-ids.ts';
import type { SubjectIds, SubjectKind } from './subject-ids.ts';
import { companyOf, vehicleOf, warrantOf, weaponOf } from './things.ts';
import type { Company, Vehicle, Warrant, Weapon } from './things.ts';

/** What the index reads of the directory. */
export interface DirectoryView {
  readonly holders: Readonly<Record<string, Pick<Directory['holders'][string], 'name' | 'contact'>>>;
  readonly endpoints: readonly Pick<EndpointEntry, 'source' | 'holder' | 'publication' | 'probes' | 'contact'>[];
}

/** The hash under which an endpoint that publishes KEYS has an identifier; null where the index shares no key with it. */
export type KeyedHash = (source: string, holder: string, kind: string, value: string) => string | null;

export interface IndexServices {
  readonly records: IndexRecords;
  readonly ids: SubjectIds;
  readonly cursors: Cursors;
  /** The rules of the index's own schema. */
  readonly rules: RuleTable;
  /** Of every source's schema. */
  readonly networkRules: () => RuleTable;
  readonly directory: () => DirectoryView;
  /** How current the index is with each endpoint. */
  readonly states: () => readonly IndexState[];
  readonly keyedHash: KeyedHash;
}

/** A page of the things that a party has. */
export interface ThingsQuestion {
  readonly partyIds: readonly string[];
  readonly kind: SubjectKind;
  readonly first: number;
  readonly after: string | null;
}

export interface IndexContext extends IndexServices {
  readonly asker: Asker;
  /** Audience tokens of the asker. */
  readonly audience: readonly string[];
  readonly now: Date;
  /** The index's own rules as they stood when the question began; none: the shared ones alone. */
  readonly overlay: Overlay | undefined;
  /** Whether the asker may have a field, masked or not, by the rules of its coordinate. */
  may(coordinate: string): boolean;
  /** Whether the asker may have it as it stands. */
  mayUnmasked(coordinate: string): boolean;
  /** Of a group, as who asks for the person may know it: by an entry, or by an edge that the asker may ask about. */
  people(groupId: string): Promise<readonly Person[]>;
  individual(id: string): Promise<Person | null>;
  company(id: string): Promise<Company | null>;
  /** Behind a thing that the asker may see the parties of: its edge tells that they are there. */
  peopleBehind(groupId: string): Promise<readonly Person[]>;
  companyBehind(id: string): Promise<Company | null>;
  vehicle(id: string): Promise<Vehicle | null>;
  weapon(id: string): Promise<Weapon | null>;
  warrant(id: string): Promise<Warrant | null>;
  entriesById(entryId: string): Promise<VisibleEntry | null>;
  /** Exact look-up, under the hashes of KEYS endpoints too. */
  subjectsBy(key: IdentifierKey, kind: SubjectKind): Promise<readonly string[]>;
  rolesOf(partyId: string): Promise<readonly PartyRole[]>;
  partiesOf(subjectId: string): Promise<readonly SubjectParty[]>;
  things(question: ThingsQuestion): Promise<readonly PartyThing[]>;
  wantedLike(clues: readonly WantedClue[]): Promise<readonly WantedCandidate[]>;
  /** Other vehicles with a chassis of their own under the plate. */
  sharingPlate(plate: string, country: string): Promise<readonly string[]>;
  /** What edges of all endpoints name a person by. */
  partyIdsOf(groupId: string, cpf: string | null): readonly string[];
}

export type ResolverContext = HolderContext<IndexContext>;

const batchMax = 500;

export function createIndexContext(services: IndexServices, asker: Asker, now: Date, overlay?: Overlay): IndexContext {
  const { records, ids, rules, directory, keyedHash } = services;
  const audience = audienceTokens(asker);
  const keysEndpoints = directory().endpoints.filter(({ publication }) => publication === 'KEYS');

  const entries = grouped<VisibleEntry>(
    (subjectIds) => records.entriesOf(audience, subjectIds),
    ({ subjectId }) => subjectId,
  );
  const byId = grouped<VisibleEntry>(
    (entryIds) => records.entriesById(audience, entryIds),
    ({ id }) => id,
  );
  const roles = grouped<PartyRole>(
    (partyIds) => records.partyRoles(audience, partyIds),
    ({ partyId }) => partyId,
  );
  const parties = grouped<SubjectParty>(
    (subjectIds) => records.partiesOf(audience, subjectIds),
    ({ subjectId }) => subjectId,
  );
  const redirects = grouped<{ readonly from: string; readonly to: string }>(
    (from) => records.redirectsOf(audience, from),
    ({ from }) => from,
  );
  const hits = positioned<{ readonly key: IdentifierKey; readonly kind: SubjectKind }, IdentifierHit>(
    ({ key, kind }) => `${kind} ${key.kind} ${key.place ?? ''} ${key.value}`,
    async (wanted) => {
      const found = await records.byIdentifier(
        audience,
        wanted.map(({ key }) => key),
        [...new Set(wanted.map(({ kind }) => kind))],
      );
      return found.filter(({ at, kind }) => wanted[at]?.kind === kind);
    },
  );
  const wanted = positioned<readonly WantedClue[], WantedCandidate>(JSON.stringify, async (asked) => {
    const flat = asked.flatMap((clues, at) => clues.map((clue) => ({ clue, at })));
    const found = await records.wantedLike(
      audience,
      flat.map(({ clue }) => clue),
    );
    return found.map((candidate) => ({ ...candidate, at: flat[candidate.at]?.at ?? -1 }));
  });
  const sharing = positioned<
    { readonly plate: string; readonly country: string },
    { readonly at: number; readonly subjectId: string }
  >(
    ({ plate, country }) => `${country} ${plate}`,
    (plates) => records.sharingPlates(audience, plates),
  );
  const things = new DataLoader<ThingsQuestion, readonly PartyThing[], string>(
    async (questions) => {
      const answers = new Map<ThingsQuestion, PartyThing[]>(questions.map((question) => [question, []]));
      const alike = Map.groupBy(questions, ({ kind, first, after }) => `${kind} ${first} ${after ?? ''}`);
      await Promise.all(
        [...alike.values()].map(async (group) => {
          const [{ kind, first, after } = { kind: 'vehicle' as const, first: 0, after: null }] = group;
          const parties = group.map(({ partyIds }) => partyIds);
          for (const thing of await records.thingsOf(audience, parties, kind, { first, after })) {
            const question = group[thing.at];
            if (question) answers.get(question)?.push(thing);
          }
        }),
      );
      return questions.map((question) => answers.get(question) ?? []);
    },
    { maxBatchSize: batchMax, cacheKeyFn: JSON.stringify },
  );

  const hashesOf = (kind: string, value: string) =>
    keysEndpoints.flatMap(({ source, holder }) => {
      const hash = keyedHash(source, holder, kind, value);
      return hash === null ? [] : [{ source, holder, hash }];
    });

  const ofKind = async (subjectId: string, kind: SubjectKind) =>
    (await entries.load(subjectId)).filter((entry) => entry.kind === kind);

  /** The subject itself or, where an identifier has no entries of its own, the one that it leads to. */
  async function followed<Subject>(id: string, load: (id: string) => Promise<Subject | null>): Promise<Subject | null> {
    const own = await load(id);
    if (own !== null) return own;
    const [redirect] = await redirects.load(id);
    return redirect === undefined ? null : load(redirect.to);
  }

  function decisionOn(coordinate: string): Decision {
    const decision = decide(rules.get(coordinate), asker);
    // Nothing at the index is left to a record.
    if (!overlay || decision.kind === 'DEFER') return decision;
    return narrow(overlay, coordinate, decision, asker).decision;
  }

  const may = (coordinate: string) => ['ALLOW', 'MASK'].includes(decisionOn(coordinate).kind);

  type Founding = (edge: PartyRole) => boolean;
  const byAnyEdge: Founding = () => true;
  /** That somebody is there, and by which number, would tell what an edge tells. */
  const byEdgesAskedFor: Founding = (edge) => tellingFields(edge).some(may);

  async function loadPeople(groupId: string, founds: Founding): Promise<readonly Person[]> {
    const own = await ofKind(groupId, 'individual');
    if (own.some(({ open, basics }) => open && basics.person)) return peopleOf(groupId, own, null);
    const named = (await roles.load(groupId)).filter((edge) => edge.partyKind === 'individual' && founds(edge));
    if (own.length === 0 && named.length === 0) return [];
    const cpf = named.find(({ identifier }) => identifier?.kind === 'CPF')?.identifier?.value ?? null;
    return peopleOf(groupId, own, cpf);
  }

  async function loadCompany(id: string, founds: Founding): Promise<Company | null> {
    const own = await ofKind(id, 'company');
    if (own.some(({ open }) => open)) return companyOf(id, own, null);
    const named = (await roles.load(id)).filter((edge) => edge.partyKind === 'company' && founds(edge));
    if (own.length === 0 && named.length === 0) return null;
    const cnpj = named.find(({ identifier }) => identifier?.kind === 'CNPJ')?.identifier?.value ?? null;
    return own.length === 0 && cnpj === null ? null : companyOf(id, own, cnpj);
  }

  async function loadWeapon(id: string): Promise<Weapon | null> {
    const own = await ofKind(id, 'weapon');
    if (own.length === 0) return null;
    const serials = own.flatMap(({ basics }) => (basics.weapon?.serial === undefined ? [] : [basics.weapon.serial]));
    const keyed = await Promise.all([...new Set(serials)].map((serial) => keyedBySerial(serial)));
    return weaponOf(id, own, keyed.flat());
  }

  async function keyedBySerial(serial: string): Promise<readonly VisibleEntry[]> {
    const found = await Promise.all(
      hashesOf('WEAPON_SERIAL', serial).map(async ({ source, holder, hash }) => {
        const at = await hits.load({ key: { kind: 'WEAPON_SERIAL', value: hash }, kind: 'weapon' });
        const linked = await Promise.all(
          [...new Set(at.map(({ entryId }) => entryId))].map((entryId) => byId.load(entryId)),
        );
        return linked.flat().filter((entry) => entry.keyed && entry.source === source && entry.holder === holder);
      }),
    );
    return found.flat();
  }

  return Object.freeze({
    ...services,
    asker,
    audience,
    now,
    overlay,
    may,
    mayUnmasked: (coordinate: string) => decisionOn(coordinate).kind === 'ALLOW',
    people: (groupId: string) => loadPeople(groupId, byEdgesAskedFor),
    individual: (id: string) =>
      followed(id, async (groupId) => personMeant(await loadPeople(groupId, byEdgesAskedFor), id)),
    company: (id: string) => followed(id, (companyId) => loadCompany(companyId, byEdgesAskedFor)),
    peopleBehind: (groupId: string) => loadPeople(groupId, byAnyEdge),
    companyBehind: (id: string) => followed(id, (companyId) => loadCompany(companyId, byAnyEdge)),
    vehicle: (id: string) =>
      followed(id, async (subjectId) => {
        const own = await ofKind(subjectId, 'vehicle');
        return own.length === 0 ? null : vehicleOf(subjectId, own);
      }),
    weapon: (id: string) => followed(id, loadWeapon),
    warrant: (id: string) =>
      followed(id, async (subjectId) => {
        const own = await ofKind(subjectId, 'warrant');
        return own.length === 0 ? null : warrantOf(subjectId, own);
      }),
    entriesById: async (entryId: string) => (await byId.load(entryId))[0] ?? null,
    async subjectsBy(key: IdentifierKey, kind: SubjectKind) {
      const keys = [key, ...hashesOf(key.kind, key.value).map(({ hash }) => ({ kind: key.kind, value: hash }))];
      const found = await Promise.all(keys.map((one) => hits.load({ key: one, kind })));
      return [...new Set(found.flat().map(({ subjectId }) => subjectId))].sort();
    },
    rolesOf: (partyId: string) => roles.load(partyId),
    partiesOf: (subjectId: string) => parties.load(subjectId),
    things: (question: ThingsQuestion) => things.load(question),
    wantedLike: (clues: readonly WantedClue[]) => wanted.load(clues),
    sharingPlate: async (plate: string, country: string) =>
      (await sharing.load({ plate, country })).map(({ subjectId }) => subjectId),
    partyIdsOf: (groupId: string, cpf: string | null) =>
      cpf === null
        ? [groupId]
        : [
            groupId,
            ...hashesOf('CPF', cpf).map(({ source, holder, hash }) => keyedPartyId(ids, source, holder, 'CPF', hash)),
          ],
  });
}

/** Rows by the key that each of them carries; a key without rows has an empty list. */
function grouped<Row>(read: (keys: readonly string[]) => Promise<readonly Row[]>, keyOf: (row: Row) => string) {
  return new DataLoader<string, readonly Row[]>(
    async (keys) => {
      const rows = Map.groupBy(await read(keys), keyOf);
      return keys.map((key) => rows.get(key) ?? []);
    },
    { maxBatchSize: batchMax },
  );
}

/** Rows by the position of their key among those that were asked. */
function positioned<Key, Row extends { readonly at: number }>(
  cacheKeyFn: (key: Key) => string,
  read: (keys: readonly Key[]) => Promise<readonly Row[]>,
) {
  return new DataLoader<Key, readonly Row[], string>(
    async (keys) => {
      const rows = Map.groupBy(await read(keys), ({ at }) => at);
      return keys.map((_, at) => rows.get(at) ?? []);
    },
    { maxBatchSize: batchMax, cacheKeyFn },
  );
}
