// What the national index may know of a weapon: serial, register number and whose it is; no status.
import type { EndpointIdentity } from '#kit/context.ts';
import type { Audience, IndexEdge, IndexIdentifier } from '#kit/index-entry.ts';
import type { EntryFacts } from '#kit/records.ts';
import type { WeaponFacts } from './record.ts';

/** Portaria Senasp 48/2012 limits municipal guards to individuals, licences and vehicles. */
const audience: readonly Audience[] = (
  ['patrol', 'investigator', 'prosecutor', 'judge', 'inspector', 'military'] as const
).map((profile) => ({ token: `profile:${profile}`, shows: 'OPEN' }));

export function indexEntry(facts: WeaponFacts, _endpoint: EndpointIdentity): EntryFacts {
  const identifiers: IndexIdentifier[] = [
    { kind: 'WEAPON_REGISTRATION', value: facts.registration, place: facts.system },
  ];
  // A suppressed serial is a finding about the weapon, and no way to tell one from another.
  if (facts.serial !== 'SUPPRESSED') identifiers.push({ kind: 'WEAPON_SERIAL', value: facts.serial });
  return {
    audience,
    identifiers,
    edges: ownerEdges(facts.owner),
    basics: {
      weapon: {
        system: facts.system,
        registration: facts.registration,
        serial: facts.serial,
        make: facts.make,
        calibre: facts.calibre,
      },
    },
  };
}

function ownerEdges(owner: WeaponFacts['owner']): readonly IndexEdge[] {
  if (!owner?.document) return [];
  const company = owner.document.length === 14;
  return [
    {
      role: 'WEAPON_OWNER',
      kind: company ? 'company' : 'individual',
      identifier: { kind: company ? 'CNPJ' : 'CPF', value: owner.document },
    },
  ];
}
