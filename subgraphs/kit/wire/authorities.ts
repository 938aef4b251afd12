// The certificate authorities that the directory may pin: each endpoint over https trusts its own and no other.
import { X509Certificate, hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ConfigError } from '../errors.ts';

/** Certificates (PEM) by the SHA-256 of their bytes, hex: what an endpoint's `caPin` names. */
export type Authorities = ReadonlyMap<string, string>;

export function authoritiesOf(certificates: readonly string[]): Authorities {
  return new Map(certificates.map((pem) => [hash('sha256', new X509Certificate(pem).raw, 'hex'), pem]));
}

/** The certificates of a PEM file; none without a path. @throws ConfigError naming CA_CERTIFICATES */
export function readCertificates(path: string | undefined): readonly string[] {
  if (path === undefined) return [];
  try {
    const found = readFileSync(path, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
    authoritiesOf(found);
    if (found.length > 0) return found;
  } catch {
    // Whatever is wrong with the file, the setting is what to mend.
  }
  throw new ConfigError('CA_CERTIFICATES', 'a file of certificates in PEM is expected');
}
