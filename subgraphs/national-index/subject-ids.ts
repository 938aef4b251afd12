// Which subject is it? An identifier of a subject follows from what makes it one (a CPF, a chassis, a plate with its country, a serial
// with its make) under a secret: the same whatever the order of arrival, and telling nothing to who holds it.
import { createHmac, hash } from 'node:crypto';

export type SubjectKind = 'individual' | 'company' | 'vehicle' | 'weapon' | 'warrant';

export interface SubjectIds {
  /** A UUID (version 8, RFC 9562) of the parts, in their order. */
  of(...parts: readonly string[]): string;
  /** Tells whether a base was filled under the same secret. */
  readonly fingerprint: string;
}

const secretBytesMin = 32;

/** Throws TypeError where the secret is shorter than 32 bytes. */
export function createSubjectIds(secret: Uint8Array): SubjectIds {
  if (secret.byteLength < secretBytesMin) throw new TypeError(`secret: at least ${secretBytesMin} bytes are needed`);
  const key = createHmac('sha256', secret).update('subject identifiers').digest('hex');
  // Half of a digest whose input begins with the key cannot be extended, so one hash does for an HMAC's two; an entry needs four of them.
  const digest = (text: string): string => hash('sha256', key + text).slice(0, 32);
  return Object.freeze({
    // Lengths part the parts, so that no two lists read alike.
    of: (...parts: readonly string[]) => uuid(digest(parts.map((part) => `${part.length}:${part}`).join(''))),
    fingerprint: digest('fingerprint'),
  });
}

/** The group of all records that claim one CPF; also the party that an edge names by it. */
export function personId(ids: SubjectIds, cpf: string): string {
  return ids.of('individual', 'CPF', '', cpf);
}

export function companyId(ids: SubjectIds, cnpj: string): string {
  return ids.of('company', 'CNPJ', '', cnpj);
}

/** The party that an edge of a KEYS endpoint names by a keyed hash. */
export function keyedPartyId(ids: SubjectIds, source: string, holder: string, kind: string, hash: string): string {
  return ids.of('keyed', source, holder, kind, hash);
}

/** Version 8 and the variant of RFC 9562 take the place of six bits. */
function uuid(hex: string): string {
  const variant = '89ab'.charAt(parseInt(hex.charAt(16), 16) & 3);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
