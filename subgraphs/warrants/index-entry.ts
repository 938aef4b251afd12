// What the national index may know of a warrant: its number, whom it names, and who may know that it exists. No status, ever.
import type { EndpointIdentity } from '#kit/context.ts';
import type { Audience } from '#kit/index-entry.ts';
import type { EntryFacts } from '#kit/records.ts';
import { unitToken } from '#kit/rules/policy.ts';
import { courtOfProcess } from '#kit/identifiers/process-number.ts';
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
 * PUBLICO: all. RESTRITO (Res. CNJ 251/2018, art. 11): the named unit, and judge and prosecutor in their own case see it; police see
 * that it exists and whom to call. SIGILOSO: court, named unit and the prosecutor of the case, and for anyone else it does not exist.
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

/** Whom a warrant names: a unit and the case; a secret one its court too, and a restricted one is for judges in their own case. */
export function namedTokens(facts: WarrantFacts): readonly string[] {
  const { namedUnit, processNumber, secrecy } = facts;
  const own = secrecy === 'RESTRITO' ? [`case:${processNumber}`] : caseTokens(facts);
  return [...own, ...(namedUnit ? [unitToken(namedUnit.body, namedUnit.unit)] : [])];
}

/** The issuing court (the J.TR.OOOO of its process), and the case. */
export function caseTokens({ processNumber }: WarrantFacts): readonly string[] {
  return [`court:${courtOfProcess(processNumber)}`, `case:${processNumber}`];
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
