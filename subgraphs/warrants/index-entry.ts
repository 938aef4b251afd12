// What the national index may know of a warrant: its number, whom it names, and who may know that it exists. No status, ever.
import type { EndpointIdentity } from '#kit/context.ts';
import type { Audience } from '#kit/index-entry.ts';
import type { EntryFacts } from '#kit/records.ts';
import type { WarrantFacts } from './record.ts';

export function indexEntry(facts: WarrantFacts, _endpoint: EndpointIdentity): EntryFacts {
  const { wanted } = facts;
  return {
    audience: audienceOf(facts),
    contactUnit: facts.contact,
    identifiers: [
      { kind: 'WARRANT_NUMBER', value: facts.number },
      { kind: 'PROCESS_NUMBER', value: facts.processNumber },
    ],
    edges: wanted.cpf ? [{ role: 'WANTED', kind: 'individual', identifier: { kind: 'CPF', value: wanted.cpf } }] : [],
    basics: {
      warrant: {
        number: facts.number,
        declaredIdentities: identitiesOf(wanted),
      },
    },
  };
}

/**
 * PUBLICO: all. RESTRITO (Res. CNJ 251/2018, art. 11): the named unit, the court and the case see it; police see that it exists and
 * whom to call. SIGILOSO: court, named unit and the prosecutor of the case, and for anyone else it does not exist.
 */
export function audienceOf(facts: WarrantFacts): readonly Audience[] {
  const { secrecy } = facts;
  if (secrecy === 'PUBLICO') return [{ token: 'all', shows: 'OPEN' }];
  const named = namedTokens(facts).map((token): Audience => ({ token, shows: 'OPEN' }));
  if (secrecy === 'SIGILOSO') return named;
  return [
    ...named,
    { token: 'profile:patrol', shows: 'EXISTENCE_ONLY' },
    { token: 'profile:investigator', shows: 'EXISTENCE_ONLY' },
    { token: 'profile:military', shows: 'EXISTENCE_ONLY' },
  ];
}

/** Whom a restricted or secret warrant names: the issuing court (the J.TR.OOOO of its process), the case, and a unit. */
export function namedTokens({ processNumber, namedUnit }: WarrantFacts): readonly string[] {
  const court = processNumber.slice(13).replace(/^(\d)(\d\d)(\d{4})$/, '$1.$2.$3');
  return [`court:${court}`, `case:${processNumber}`, ...(namedUnit ? [`unit:${namedUnit}`] : [])];
}

/** Several declared identities: the first mother and birth date go with the names, the others stand as identities of their own. */
function identitiesOf(wanted: WarrantFacts['wanted']) {
  const count = Math.max(1, wanted.motherNames.length, wanted.birthDates.length);
  return Array.from({ length: count }, (_, at) => {
    const motherName = wanted.motherNames[at] ?? wanted.motherNames[0];
    const birthDate = wanted.birthDates[at] ?? wanted.birthDates[0];
    return {
      names: wanted.names,
      ...(wanted.aliases.length > 0 && { aliases: wanted.aliases }),
      ...(motherName && { motherName }),
      ...(birthDate && { birthDate }),
      sex: wanted.sex,
      ...(wanted.cpf && { cpf: wanted.cpf }),
    };
  });
}
