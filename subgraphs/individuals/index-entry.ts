// What the national index may know of a person's record: who it is, never what is held against anybody.
import type { EndpointIdentity } from '#kit/context.ts';
import type { IndexIdentifier } from '#kit/index-entry.ts';
import { normalizeName } from '#kit/names.ts';
import type { EntryFacts } from '#kit/records.ts';
import type { IndividualFacts } from './record.ts';

export function indexEntry(facts: IndividualFacts, _endpoint: EndpointIdentity): EntryFacts {
  const rg = facts.documents.find(({ kind }) => kind === 'RG');
  const identifiers: IndexIdentifier[] = [];
  if (facts.cpf) identifiers.push({ kind: 'CPF', value: facts.cpf });
  for (const { kind, number, uf } of facts.documents)
    if (kind === 'RG') identifiers.push({ kind: 'RG', value: number, ...(uf && { place: uf }) });
  const mother = facts.motherName && normalizeName(facts.motherName) ? facts.motherName : undefined;
  return {
    audience: [{ token: 'all', shows: 'OPEN' }],
    contactUnit: facts.contact,
    identifiers,
    edges: [],
    basics: {
      person: {
        names: facts.socialName ? [facts.socialName, facts.name] : [facts.name],
        ...(facts.aliases.length > 0 && { aliases: facts.aliases }),
        ...(mother && { motherName: mother }),
        ...(facts.birthDate && { birthDate: facts.birthDate }),
        sex: facts.sex,
        ...(facts.cpf && { cpf: facts.cpf }),
        ...(rg && { rg: rg.number, ...(rg.uf && { rgUf: rg.uf }) }),
      },
    },
  };
}
