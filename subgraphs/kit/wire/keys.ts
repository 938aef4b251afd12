// Keys of the wire: one Ed25519 identity key per holder, one X25519 exchange key per endpoint. Both travel as JWKs (RFC 8037)
// and are named by their thumbprint (RFC 7638), so a key id cannot be claimed for other key material.
import {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  diffieHellman,
  generateKeyPairSync,
  hash,
  hkdfSync,
  randomUUID,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { closeSync, fstatSync, linkSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const curves = { identity: 'Ed25519', exchange: 'X25519' } as const;

/** What a key is for: `identity` signs checkpoints and entries (Ed25519), `exchange` agrees on a shared key (X25519). */
export type KeyKind = keyof typeof curves;

export interface PublicJwk {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519' | 'X25519';
  readonly x: string;
  readonly kid: string;
}

export interface PrivateJwk extends PublicJwk {
  readonly d: string;
}

/** `id` is the RFC 7638 SHA-256 thumbprint of the public key, 43 characters of base64url. */
export interface PublicKey<Kind extends KeyKind = KeyKind> {
  readonly kind: Kind;
  readonly id: string;
  readonly key: KeyObject;
}

export interface PrivateKey<Kind extends KeyKind = KeyKind> {
  readonly kind: Kind;
  readonly id: string;
  readonly key: KeyObject;
  readonly publicKey: PublicKey<Kind>;
}

export type ExchangePrivateKey = PrivateKey<'exchange'>;
export type ExchangePublicKey = PublicKey<'exchange'>;
export type IdentityPrivateKey = PrivateKey<'identity'>;
export type IdentityPublicKey = PublicKey<'identity'>;

export type KeyErrorCode =
  'KEY_MALFORMED' | 'KEY_FILE_UNREADABLE' | 'KEY_FILE_EXPOSED' | 'KEY_FILE_EXISTS' | 'KEY_AGREEMENT_REFUSED';

/** The message names the setting and the fault, never the path, the id or the material. */
export class KeyError extends Error {
  override readonly name = 'KeyError';
  readonly code: KeyErrorCode;

  constructor(code: KeyErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export function generateIdentityKey(): IdentityPrivateKey {
  return privateKey('identity', generateKeyPairSync('ed25519').privateKey);
}

export function generateExchangeKey(): ExchangePrivateKey {
  return privateKey('exchange', generateKeyPairSync('x25519').privateKey);
}

/** The JWK that goes into the directory. */
export function exportPublicKey(key: PublicKey): PublicJwk {
  const { x } = key.key.export({ format: 'jwk' });
  return Object.freeze({ kty: 'OKP', crv: curves[key.kind], x: x as string, kid: key.id });
}

/** The JWK that goes into a file of mode 0600 and nowhere else. */
export function exportPrivateKey(key: PrivateKey): PrivateJwk {
  const { d } = key.key.export({ format: 'jwk' });
  return Object.freeze({ ...exportPublicKey(key.publicKey), d: d as string });
}

/**
 * Reads a public JWK as it stands in the directory; `setting` is named in errors. Refuses private parts, unknown members, another
 * curve and a `kid` that is not the thumbprint.
 */
export function importPublicKey<Kind extends KeyKind>(kind: Kind, jwk: unknown, setting: string): PublicKey<Kind> {
  const { x } = jwkMembers(kind, jwk, ['x'], setting);
  return publicKey(kind, createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: curves[kind], x } }));
}

/** Reads a private JWK; `setting` is named in errors. Refuses a public part that does not belong to the private one. */
export function importPrivateKey<Kind extends KeyKind>(kind: Kind, jwk: unknown, setting: string): PrivateKey<Kind> {
  const { x, d } = jwkMembers(kind, jwk, ['x', 'd'], setting);
  const key = privateKey(kind, createPrivateKey({ format: 'jwk', key: { kty: 'OKP', crv: curves[kind], x, d } }));
  // OpenSSL derives the public half from `d` and ignores `x`, so a mismatched pair would otherwise pass unseen.
  if (thumbprint(kind, x) !== key.id) {
    throw new KeyError('KEY_MALFORMED', `${setting}: the public part does not belong to the private part`);
  }
  return key;
}

/** Reads a private key from a file that nobody but its owner can read (mode 0600 or 0400); `setting` is named in errors. */
export function readPrivateKeyFile<Kind extends KeyKind>(kind: Kind, path: string, setting: string): PrivateKey<Kind> {
  let text: string;
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const stat = fstatSync(file);
    if (process.platform !== 'win32' && (stat.mode & 0o077) !== 0) {
      throw new KeyError('KEY_FILE_EXPOSED', `${setting}: others can read the key file; give it mode 0600`);
    }
    if (!stat.isFile() || stat.size > 4096) {
      throw new KeyError('KEY_FILE_UNREADABLE', `${setting}: a regular file of at most 4096 bytes is expected`);
    }
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof KeyError) throw error;
    throw new KeyError('KEY_FILE_UNREADABLE', `${setting}: the key file cannot be read`);
  } finally {
    if (file !== undefined) closeSync(file);
  }
  let jwk: unknown;
  try {
    jwk = JSON.parse(text);
  } catch {
    throw new KeyError('KEY_MALFORMED', `${setting}: the key file is not JSON`);
  }
  return importPrivateKey(kind, jwk, setting);
}

/** Writes a private key as a JWK of mode 0600. Never overwrites, and a reader never sees half a file. */
export function writePrivateKeyFile(path: string, key: PrivateKey, setting: string): void {
  const temporary = `${path}.${randomUUID()}`;
  try {
    writeFileSync(temporary, `${JSON.stringify(exportPrivateKey(key))}\n`, { flag: 'wx', mode: 0o600 });
    linkSync(temporary, path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new KeyError('KEY_FILE_EXISTS', `${setting}: a key is already there and is not overwritten`);
    }
    throw new KeyError('KEY_FILE_UNREADABLE', `${setting}: the key file cannot be written`);
  } finally {
    rmSync(temporary, { force: true });
  }
}

const derivedKeys = new Map<string, KeyObject>();
const derivedKeysMax = 4096;

/** The hour in which a signature was created, counted from the epoch; `createdS` in seconds. */
export function epochHourOf(createdS: number): number {
  return Math.floor(createdS / 3600);
}

/**
 * The 32-byte HMAC key of two endpoints for one epoch hour, equal at both ends:
 * HKDF-SHA256 (RFC 5869) with ikm = X25519(own, peer) (RFC 7748), salt = "infoseg-wire-v1" and
 * info = context LF lower key id LF higher key id LF epoch hour in decimal, ids in ASCII order, all in UTF-8.
 * `context` keeps environments apart (for example `demo`). Throws KeyError KEY_AGREEMENT_REFUSED for a low-order peer key.
 */
export function sharedKey(
  ownPrivate: ExchangePrivateKey,
  peerPublic: ExchangePublicKey,
  epochHour: number,
  context: string,
): KeyObject {
  const slot = `${context}\n${ownPrivate.id}\n${peerPublic.id}\n${epochHour}`;
  const known = derivedKeys.get(slot);
  if (known !== undefined) return known;

  if (!Number.isSafeInteger(epochHour) || epochHour < 0) throw new RangeError('epochHour is a count of hours');
  if (!/^[a-z0-9.-]{1,64}$/.test(context)) throw new RangeError('context is 1 to 64 of a-z, 0-9, dot and hyphen');
  const [lower, higher] = [ownPrivate.id, peerPublic.id].sort();
  const info = `${context}\n${lower}\n${higher}\n${epochHour}`;
  const key = createSecretKey(
    Buffer.from(hkdfSync('sha256', agree(ownPrivate, peerPublic), 'infoseg-wire-v1', info, 32)),
  );

  // Hours pass, so the oldest entry is the one that nobody will ask for again.
  if (derivedKeys.size >= derivedKeysMax) derivedKeys.delete(derivedKeys.keys().next().value as string);
  derivedKeys.set(slot, key);
  return key;
}

function agree(ownPrivate: ExchangePrivateKey, peerPublic: ExchangePublicKey): Buffer {
  try {
    return diffieHellman({ privateKey: ownPrivate.key, publicKey: peerPublic.key });
  } catch {
    // RFC 7748 section 6.1: an all-zero result means a peer key of low order, with which anybody could compute the agreement.
    throw new KeyError('KEY_AGREEMENT_REFUSED', 'the exchange key of the peer is of low order');
  }
}

function privateKey<Kind extends KeyKind>(kind: Kind, key: KeyObject): PrivateKey<Kind> {
  const half = publicKey(kind, createPublicKey(key));
  return Object.freeze({ kind, id: half.id, key, publicKey: half });
}

function publicKey<Kind extends KeyKind>(kind: Kind, key: KeyObject): PublicKey<Kind> {
  return Object.freeze({ kind, id: thumbprint(kind, key.export({ format: 'jwk' }).x as string), key });
}

function thumbprint(kind: KeyKind, x: string): string {
  return hash('sha256', JSON.stringify({ crv: curves[kind], kty: 'OKP', x }), 'base64url');
}

function jwkMembers<Name extends 'x' | 'd'>(
  kind: KeyKind,
  jwk: unknown,
  names: readonly Name[],
  setting: string,
): Record<Name, string> {
  if (typeof jwk !== 'object' || jwk === null || Array.isArray(jwk)) {
    throw new KeyError('KEY_MALFORMED', `${setting}: a JWK object is expected`);
  }
  const members = new Map<string, unknown>(Object.entries(jwk));
  if (members.get('kty') !== 'OKP' || members.get('crv') !== curves[kind]) {
    throw new KeyError('KEY_MALFORMED', `${setting}: a JWK of kty OKP and crv ${curves[kind]} is expected`);
  }
  const found = {} as Record<Name, string>;
  for (const name of names) {
    const value = members.get(name);
    if (typeof value !== 'string' || !isCanonical32Bytes(value)) {
      throw new KeyError('KEY_MALFORMED', `${setting}: "${name}" is 32 bytes in base64url without padding`);
    }
    found[name] = value;
  }
  const expected = new Set<string>(['kty', 'crv', 'kid', ...names]);
  for (const name of members.keys()) {
    if (!expected.has(name)) {
      throw new KeyError('KEY_MALFORMED', `${setting}: a JWK with only ${[...expected].join(', ')} is expected`);
    }
  }
  if (members.has('kid') && members.get('kid') !== thumbprint(kind, members.get('x') as string)) {
    throw new KeyError('KEY_MALFORMED', `${setting}: "kid" is not the RFC 7638 thumbprint of the key`);
  }
  return found;
}

function isCanonical32Bytes(text: string): boolean {
  if (!/^[A-Za-z0-9_-]{43}$/.test(text)) return false;
  return Buffer.from(text, 'base64url').toString('base64url') === text;
}
