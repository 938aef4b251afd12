// What the national index may know of a vehicle: how to find it and whose it is; no situation, restriction or theft flag.
import type { EndpointIdentity } from '#kit/context.ts';
import type { IndexEdge, IndexIdentifier } from '#kit/index-entry.ts';
import type { EntryFacts } from '#kit/records.ts';
import type { VehicleFacts } from './record.ts';

export function indexEntry(facts: VehicleFacts, _endpoint: EndpointIdentity): EntryFacts {
  const identifiers: IndexIdentifier[] = [{ kind: 'PLATE', value: facts.plate, place: 'BR' }];
  if (facts.chassis) identifiers.push({ kind: 'CHASSIS', value: facts.chassis });
  if (facts.renavam) identifiers.push({ kind: 'RENAVAM', value: facts.renavam });
  if (facts.engine) identifiers.push({ kind: 'ENGINE', value: facts.engine });
  return {
    audience: [{ token: 'all', shows: 'OPEN' }],
    identifiers,
    edges: ownerEdges(facts.owner),
    basics: {
      vehicle: {
        country: 'BR',
        plates: [facts.plate],
        ...(facts.chassis && { chassis: facts.chassis }),
        ...(facts.renavam && { renavam: facts.renavam }),
        ...(facts.engine && { engine: facts.engine }),
        make: facts.make,
        model: facts.model,
        colour: facts.colour,
        year: facts.modelYear,
        state: facts.uf,
      },
    },
  };
}

function ownerEdges(owner: VehicleFacts['owner']): readonly IndexEdge[] {
  if (!owner?.document || owner.kind === 'ESTRANGEIRO') return [];
  const company = owner.kind === 'JURIDICA';
  return [
    {
      role: 'OWNER',
      kind: company ? 'company' : 'individual',
      identifier: { kind: company ? 'CNPJ' : 'CPF', value: owner.document },
      ...(owner.since && { since: owner.since }),
    },
  ];
}
