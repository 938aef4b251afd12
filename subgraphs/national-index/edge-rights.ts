// Whose right it takes to learn that a person or a company has something at all: of the fields that tell it, one.
import type { PartyRole } from './records.ts';
import type { SubjectKind } from './subject-ids.ts';

interface Telling {
  /** The field that lists the things. */
  readonly list: string;
  /** One that tells of them without the list. */
  readonly count?: string;
}

const fields: Readonly<Record<PartyRole['partyKind'], Partial<Readonly<Record<SubjectKind, Telling>>>>> = {
  individual: {
    vehicle: { list: 'Individual.vehicles' },
    weapon: { list: 'Individual.weapons', count: 'Individual.weaponCount' },
    warrant: { list: 'Individual.warrants' },
  },
  company: { vehicle: { list: 'Company.vehicles' } },
};

type Edge = Pick<PartyRole, 'partyKind' | 'kind' | 'open'>;

/** The coordinate that tells of the edge itself; null where only existence may be shown: that a warrant names the number is in its content. */
export function listingField({ partyKind, kind, open }: Edge): string | null {
  return (open && fields[partyKind][kind]?.list) || null;
}

/** The coordinates that tell that there is something: who may have one of them learns nothing new from somebody's being there. */
export function tellingFields({ partyKind, kind, open }: Edge): readonly string[] {
  // Of a warrant its existence may be known; of all else, what is not open is not told.
  if (!open && kind !== 'warrant') return [];
  const { list, count } = fields[partyKind][kind] ?? {};
  return [list, count].filter((coordinate) => coordinate !== undefined);
}
