// What a person has and what is asked of a person: vehicles, weapons, warrants.
import { matchPeople } from '#kit/names.ts';
import type { PersonClues } from '#kit/names.ts';
import { searchKey } from '#kit/names.ts';
import type { DeclaredPerson } from '#kit/index-entry.ts';
import { indexError } from './errors.ts';
import { checkFirst, pageOf } from './connection.ts';
import type { PageArguments } from './connection.ts';
import type { IndexContext } from './context.ts';
import type { Person } from './people.ts';
import type { WantedCandidate, WantedClue } from './records.ts';
import type { Company, Explanation, Vehicle, Warrant, Weapon } from './things.ts';

const weaponsMax = 1000;
const warrantsMax = 500;
const cluesMax = 200;

export async function vehiclesOf(owner: Person | Company, page: PageArguments, context: IndexContext) {
  const first = checkFirst(page.first);
  const partyId = owner.__typename === 'Individual' ? owner.groupId : owner.id;
  const question = ['vehicles', partyId];
  const [after] = context.cursors.open(question, page.after) ?? [];
  const partyIds = owner.__typename === 'Individual' ? context.partyIdsOf(owner.groupId, owner.cpf) : [owner.id];
  const found = await context.things({
    partyIds,
    kind: 'vehicle',
    first: first + 1,
    after: after === undefined ? null : String(after),
  });
  const nodes = await Promise.all(found.slice(0, first).map(({ subjectId }) => context.vehicle(subjectId)));
  const edges = nodes.flatMap((node, at) => {
    const thing = found[at];
    if (node === null || thing === undefined) return [];
    return [{ cursor: context.cursors.seal(question, [thing.subjectId]), role: thing.role, node }];
  });
  // Beyond the last page there is no row to carry the count.
  const total = found[0]?.total ?? (after === undefined ? 0 : null);
  return {
    edges,
    pageInfo: { hasNextPage: found.length > first, endCursor: edges.at(-1)?.cursor ?? null },
    totalCount: total,
  };
}

/** Registered weapons, each once: a record under keys joins the weapon of the same serial. */
export async function weaponsOf(person: Person, context: IndexContext): Promise<readonly Weapon[]> {
  const found = await context.things({
    partyIds: context.partyIdsOf(person.groupId, person.cpf),
    kind: 'weapon',
    first: weaponsMax,
    after: null,
  });
  const loaded = await Promise.all(found.map(({ subjectId }) => context.weapon(subjectId)));
  const weapons = loaded.filter((weapon) => weapon !== null);
  return withoutJoined(weapons);
}

/** Leaves out what stands alone only because its serial is hashed, where another weapon of the list has taken it in. */
export function withoutJoined(weapons: readonly Weapon[]): readonly Weapon[] {
  const joined = new Set(
    weapons.flatMap((weapon) => weapon.entries.filter((entry) => entry.subjectId !== weapon.id).map(({ id }) => id)),
  );
  return weapons.filter(
    (weapon) => weapon.entries.length === 0 || !weapon.entries.every(({ id, keyed }) => keyed && joined.has(id)),
  );
}

export async function weaponPage(person: Person, page: PageArguments, context: IndexContext) {
  checkFirst(page.first);
  const weapons = await weaponsOf(person, context);
  const { edges, ...rest } = pageOf(weapons, page, ['weapons', person.groupId], context.cursors, ({ id }) => [id]);
  return { ...rest, edges: edges.map(({ item, cursor }) => ({ cursor, node: item })) };
}

export interface WarrantMatch {
  readonly warrant: Warrant;
  readonly match: Explanation;
}

export async function warrantPage(person: Person, page: PageArguments, context: IndexContext) {
  checkFirst(page.first);
  const matches = await warrantsOf(person, context);
  const keyOf = ({ warrant, match }: WarrantMatch) => [bandOrder.indexOf(match.band), warrant.id];
  const { edges, ...rest } = pageOf(
    matches.toSorted(
      (a, b) =>
        bandOrder.indexOf(a.match.band) - bandOrder.indexOf(b.match.band) || (a.warrant.id < b.warrant.id ? -1 : 1),
    ),
    page,
    ['warrants', person.id],
    context.cursors,
    keyOf,
  );
  return { ...rest, edges: edges.map(({ item, cursor }) => ({ cursor, match: item.match, node: item.warrant })) };
}

const bandOrder: readonly Explanation['band'][] = ['CERTAIN', 'STRONG', 'LIKELY', 'POSSIBLE'];

/**
 * Warrants by the person's CPF, CERTAIN; and by name, mother and birth date, STRONG or LIKELY, since many warrants name no CPF. One
 * that names another CPF is of another person. One that may only be known to exist is LIKELY, by whatever it names: how sure the link is
 * would tell what it declares.
 */
export async function warrantsOf(person: Person, context: IndexContext): Promise<readonly WarrantMatch[]> {
  const [named, alike] = await Promise.all([
    context.things({
      partyIds: context.partyIdsOf(person.groupId, person.cpf),
      kind: 'warrant',
      first: warrantsMax,
      after: null,
    }),
    context.wantedLike(cluesOf(person)),
  ]);
  if (named.length === warrantsMax) throw tooManyIdentities();
  const matches = new Map<string, Explanation>();
  const links: readonly (readonly [subjectId: string, open: boolean, match: Explanation | null])[] = [
    ...named.map(({ subjectId, open }) => [subjectId, open, certainBy(person, context)] as const),
    ...alike.map((one) => [one.subjectId, one.open, matchWanted(person, one)] as const),
  ];
  // What is open comes first, so that of equals it is the one that is kept.
  for (const [subjectId, open, match] of links.toSorted(([, a], [, b]) => Number(b) - Number(a))) {
    const shown = match && shownMatch(match, open, context);
    const known = matches.get(subjectId);
    if (shown && (!known || bandOrder.indexOf(shown.band) < bandOrder.indexOf(known.band)))
      matches.set(subjectId, shown);
  }
  const warrants = await Promise.all([...matches.keys()].map((id) => context.warrant(id)));
  return warrants.flatMap((warrant) => {
    const match = warrant && matches.get(warrant.id);
    return warrant && match ? [{ warrant, match }] : [];
  });
}

function tooManyIdentities() {
  return indexError(
    'TOO_BROAD',
    'Há identidades ou mandados demais para conferir de uma vez; consulte pelo número do mandado.',
  );
}

function certainBy({ identityDisputed }: Person, { may }: IndexContext): Explanation {
  const reasons = ['mesmo CPF'];
  if (identityDisputed && may('Individual.identityDisputed')) reasons.push(disputedCpf);
  return Object.freeze({ band: 'CERTAIN', reasons: Object.freeze(reasons) });
}

const disputedCpf = 'o CPF é reivindicado por mais de uma pessoa: confirme a identidade';

/** What agrees would tell what a warrant declares to those who may not see it; that the person's own CPF is disputed would not. */
function shownMatch({ band, reasons }: Explanation, open: boolean, { may }: IndexContext): Explanation {
  if (!open) return existsAlone;
  if (may('Warrant.declaredIdentities')) return { band, reasons };
  return { band, reasons: [agreement, ...reasons.filter((reason) => reason === disputedCpf)] };
}

const agreement = 'dados de identificação conferem; fale com a unidade de contato';
const existsAlone: Explanation = Object.freeze({ band: 'LIKELY', reasons: Object.freeze([agreement]) });

function cluesOf({ entries }: Person): readonly WantedClue[] {
  const clues = new Map<string, WantedClue>();
  for (const { basics } of entries) {
    const { names = [], aliases = [], motherName, birthDate } = basics.person ?? {};
    const mother = searchKey(motherName ?? '');
    if (mother === null && birthDate === undefined) continue;
    for (const name of [...names, ...aliases]) {
      const key = searchKey(name);
      if (key !== null) clues.set(`${key}|${mother}|${birthDate}`, { key, mother, birthDate: birthDate ?? null });
    }
  }
  // Not a shorter list: a warrant that was not looked for must not read as one that does not exist.
  if (clues.size > cluesMax) throw tooManyIdentities();
  return [...clues.values()];
}

function matchWanted(person: Person, { declared }: WantedCandidate): Explanation | null {
  const cpfs = declared.flatMap(({ cpf }) => (cpf === undefined ? [] : [cpf]));
  if (person.cpf !== null && cpfs.length > 0 && !cpfs.includes(person.cpf)) return null;
  let best: Explanation | null = null;
  for (const wanted of declared) {
    for (const { basics } of person.entries) {
      if (!basics.person) continue;
      const { band, reasons } = matchPeople(cluesFrom(basics.person), cluesFrom(wanted));
      if (band !== 'STRONG' && band !== 'LIKELY') continue;
      if (best !== null && bandOrder.indexOf(band) >= bandOrder.indexOf(best.band)) continue;
      best = Object.freeze({ band, reasons });
    }
  }
  return best;
}

/** The CPF is compared apart: an equal one is an edge, and a different one has already ended the matter. */
function cluesFrom({ names, aliases = [], motherName, birthDate }: DeclaredPerson): PersonClues {
  return { names: [...names, ...aliases], mother: motherName ?? null, birthDate: birthDate ?? null };
}

export async function cloneSuspected(vehicle: Vehicle, context: IndexContext): Promise<boolean> {
  if (vehicle.platesContradict) return true;
  if (vehicle.chassis === null) return false;
  const sharing = await Promise.all(
    vehicle.plates.flatMap(({ plate, country, otherForm }) =>
      [plate, ...(otherForm === null ? [] : [otherForm])].map((form) => context.sharingPlate(form, country)),
    ),
  );
  return sharing.flat().some((subjectId) => subjectId !== vehicle.id);
}
