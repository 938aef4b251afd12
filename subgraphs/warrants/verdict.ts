// CNJ's last word on one warrant, whatever the index or the gateway let through (Res. CNJ 251/2018, art. 11).
import type { Presentation, RecordVerdict } from '#kit/record-source.ts';
import { audienceTokens } from '#kit/rules/policy.ts';
import { audienceOf, caseTokens, namedTokens } from './index-entry.ts';
import type { WarrantFacts } from './record.ts';

export function verdict(facts: WarrantFacts, { asker }: Presentation): RecordVerdict {
  if (facts.secrecy === 'PUBLICO') return { verdict: 'ALLOW' };
  const tokens = audienceTokens(asker);
  if (namedTokens(facts).some((token) => tokens.includes(token))) return { verdict: 'ALLOW' };
  // Who may not know that it exists learns no more by asking the holder than by asking the index.
  const mayKnow = audienceOf(facts).some(({ token, shows }) => shows === 'EXISTENCE_ONLY' && tokens.includes(token));
  if (!mayKnow) return { verdict: 'HIDE', rule: facts.secrecy };
  return { verdict: 'WITHHOLD', rule: 'RESTRITO', contact: facts.contact.unit };
}

/** What `record:X` in the schema asks of a warrant: whether it is public, and whether it belongs to the court or case of who asks. */
export function holdsTerm(term: string, facts: WarrantFacts, { asker }: Presentation): boolean {
  if (term === 'record:public') return facts.secrecy === 'PUBLICO';
  if (term !== 'record:own-case') return false;
  const tokens = audienceTokens(asker);
  return caseTokens(facts).some((token) => tokens.includes(token));
}
