// HTTP Message Signatures (RFC 9421) with content-digest (RFC 9530), in one strict profile: one label, fixed components in a fixed
// order, fixed parameters, hmac-sha256. Whatever is not spelled exactly so is refused, which leaves no room for a parser to differ.
//
//   request    "@method" "@path" "content-digest"          created, nonce, keyid, alg
//   response   "@status" "content-digest" "signature";req  created, keyid, alg
//
// The response covers the request's signature, so an answer cannot be moved to another question. Bodies are covered as they travel.
import { createHmac, hash, randomFillSync, timingSafeEqual } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { epochHourOf } from './keys.ts';

export const signatureProblems = [
  'MISSING',
  'MALFORMED',
  'UNKNOWN_KEY',
  'EXPIRED',
  'FUTURE',
  'REPLAYED',
  'DIGEST_MISMATCH',
  'SIGNATURE_MISMATCH',
] as const;
export type SignatureProblem = (typeof signatureProblems)[number];

export type Verdict =
  | { readonly ok: true; readonly keyId: string; readonly signature: string }
  | { readonly ok: false; readonly code: SignatureProblem };

/** Header names in lower case, as Node and undici give them. A header that came as a list is refused. */
export type HeaderValues = Readonly<Record<string, string | readonly string[] | undefined>>;

/** 32 bytes or more. A KeyObject is the fast form: bytes are wrapped anew for every signature. */
export type MacKey = KeyObject | Uint8Array;

/** A key, or how to get the one of an epoch hour: the second form cannot be a tick behind the hour of `created`. */
export type SigningKey = MacKey | ((epochHour: number) => MacKey);

/** The key shared with the sender named by `keyId` in that hour, or undefined if no such sender is known here. */
export type KeyLookup = (keyId: string, epochHour: number) => MacKey | undefined;

/** A caller's mistake in what it asks to sign or in an option; never thrown for what a peer sent. */
export class SignatureUsageError extends Error {
  override readonly name = 'SignatureUsageError';
  readonly code = 'SIGNATURE_USAGE';
}

const label = 'infoseg';
const requestComponents = '("@method" "@path" "content-digest")';
const responseComponents = '("@status" "content-digest" "signature";req)';

const keyIdForm = '[A-Za-z0-9_.:/-]{1,128}';
const nonceForm = '[A-Za-z0-9_-]{22}'; // 128 bits
const createdForm = '[1-9][0-9]{9}'; // seconds, until the year 2286
const macForm = '[A-Za-z0-9+/]{43}='; // 256 bits

const requestInputPattern = new RegExp(
  `^${label}=(${escaped(requestComponents)};created=(${createdForm});nonce="(${nonceForm})";keyid="(${keyIdForm})";alg="hmac-sha256")$`,
);
const responseInputPattern = new RegExp(
  `^${label}=(${escaped(responseComponents)};created=(${createdForm});keyid="(${keyIdForm})";alg="hmac-sha256")$`,
);
const signaturePattern = new RegExp(`^${label}=:(${macForm}):$`);
const digestPattern = new RegExp(`^sha-256=:(${macForm}):$`);
const keyIdPattern = new RegExp(`^${keyIdForm}$`);
const noncePattern = new RegExp(`^${nonceForm}$`);
const methodPattern = /^[A-Z]{3,16}$/;
// "@path" leaves the query out (RFC 9421 section 2.2.6): a path with one would be signed only in part, so it is refused.
const pathPattern = /^\/[\x21\x22\x24-\x3e\x40-\x7e]{0,2047}$/;

/**
 * Headers that sign a request: content-digest, signature-input, signature. `path` is the target as sent, without a query;
 * `keyId` names the sender's key; `now` in milliseconds. A retry is signed anew: the same nonce twice is a replay.
 */
export function signRequest(request: {
  readonly method: string;
  readonly path: string;
  readonly body: Buffer | string;
  readonly key: SigningKey;
  readonly keyId: string;
  readonly now?: number;
  readonly nonce?: string;
}): Record<'content-digest' | 'signature-input' | 'signature', string> {
  const { method, path, body, keyId, now = Date.now(), nonce = newNonce() } = request;
  if (!methodPattern.test(method)) throw new SignatureUsageError('method is an HTTP method in capitals');
  if (!pathPattern.test(path)) throw new SignatureUsageError('path begins with "/" and has no query and no fragment');
  if (!keyIdPattern.test(keyId)) throw new SignatureUsageError('keyId is 1 to 128 of A-Z, a-z, 0-9, _ . : / -');
  if (!noncePattern.test(nonce)) throw new SignatureUsageError('nonce is 128 bits in base64url');

  const createdS = Math.floor(now / 1000);
  const digest = digestOf(body);
  const params = `${requestComponents};created=${createdS};nonce="${nonce}";keyid="${keyId}";alg="hmac-sha256"`;
  const mac = macOf(requestBase(method, path, digest, params), signingKey(request.key, createdS));
  return { 'content-digest': digest, 'signature-input': `${label}=${params}`, signature: `${label}=:${mac}:` };
}

/**
 * Checks a request against the profile. `path` and `headers` as they arrived, `body` as received bytes; `now` in milliseconds;
 * `created` may differ from it by `toleranceS` (60). With `nonces`, a request is accepted once. `signature` is what the answer signs.
 */
export function verifyRequest(request: {
  readonly method: string;
  readonly path: string;
  readonly headers: HeaderValues;
  readonly body: Buffer | string;
  readonly keyFor: KeyLookup;
  readonly now?: number;
  readonly nonces?: NonceMemory;
  readonly toleranceS?: number;
}): Verdict {
  const { method, path, now = Date.now(), nonces, toleranceS = 60 } = request;
  if (nonces !== undefined && nonces.windowS <= 2 * toleranceS) {
    throw new SignatureUsageError('the window of nonces is longer than twice toleranceS');
  }
  const signed = readHeaders(request.headers);
  if ('code' in signed) return signed;
  const input = requestInputPattern.exec(signed.input);
  if (input === null || !methodPattern.test(method) || !pathPattern.test(path)) return refused('MALFORMED');
  const [, params = '', created = '', nonce = '', keyId = ''] = input;

  const key = keyInTime(Number(created), now, toleranceS, keyId, request.keyFor);
  if ('refusal' in key) return key.refusal;
  // The cheap check comes first: a stranger cannot make us hash a large body, nor fill the memory of nonces.
  if (!isMac(requestBase(method, path, signed.digest, params), key.found, signed.mac))
    return refused('SIGNATURE_MISMATCH');
  if (!isDigest(request.body, signed.digest)) return refused('DIGEST_MISMATCH');
  if (nonces !== undefined && !nonces.remember(`${keyId} ${nonce}`, now)) return refused('REPLAYED');
  return Object.freeze({ ok: true, keyId, signature: signed.signature });
}

/** Headers that sign a response to the request whose `signature` header was `requestSignature`; `status` is the HTTP status. */
export function signResponse(response: {
  readonly status: number;
  readonly body: Buffer | string;
  readonly requestSignature: string;
  readonly key: SigningKey;
  readonly keyId: string;
  readonly now?: number;
}): Record<'content-digest' | 'signature-input' | 'signature', string> {
  const { status, body, requestSignature, keyId, now = Date.now() } = response;
  if (!isStatus(status)) throw new SignatureUsageError('status is an HTTP status of three digits');
  if (!signaturePattern.test(requestSignature))
    throw new SignatureUsageError('requestSignature is the signature header');
  if (!keyIdPattern.test(keyId)) throw new SignatureUsageError('keyId is 1 to 128 of A-Z, a-z, 0-9, _ . : / -');

  const createdS = Math.floor(now / 1000);
  const digest = digestOf(body);
  const params = `${responseComponents};created=${createdS};keyid="${keyId}";alg="hmac-sha256"`;
  const mac = macOf(responseBase(status, digest, requestSignature, params), signingKey(response.key, createdS));
  return { 'content-digest': digest, 'signature-input': `${label}=${params}`, signature: `${label}=:${mac}:` };
}

/**
 * Checks an answer to the request whose `signature` header was `requestSignature`. `keyFor` should know only the endpoint that was
 * asked. There is no nonce: the answer is bound to a request that has one.
 */
export function verifyResponse(response: {
  readonly status: number;
  readonly headers: HeaderValues;
  readonly body: Buffer | string;
  readonly requestSignature: string;
  readonly keyFor: KeyLookup;
  readonly now?: number;
  readonly toleranceS?: number;
}): Verdict {
  const { status, requestSignature, now = Date.now(), toleranceS = 60 } = response;
  const signed = readHeaders(response.headers);
  if ('code' in signed) return signed;
  const input = responseInputPattern.exec(signed.input);
  if (input === null || !isStatus(status) || !signaturePattern.test(requestSignature)) return refused('MALFORMED');
  const [, params = '', created = '', keyId = ''] = input;

  const key = keyInTime(Number(created), now, toleranceS, keyId, response.keyFor);
  if ('refusal' in key) return key.refusal;
  const base = responseBase(status, signed.digest, requestSignature, params);
  if (!isMac(base, key.found, signed.mac)) return refused('SIGNATURE_MISMATCH');
  if (!isDigest(response.body, signed.digest)) return refused('DIGEST_MISMATCH');
  return Object.freeze({ ok: true, keyId, signature: signed.signature });
}

/**
 * The nonces accepted lately, at most `entriesMax`, each for `windowS` seconds (more than twice the tolerance, since `created` may lie
 * that far on either side). When full it accepts nothing: a request that cannot be remembered cannot be shown to be new.
 * One memory serves one process; replicas behind a balancer each accept a request once.
 */
export class NonceMemory {
  readonly windowS: number;
  readonly #entriesMax: number;
  readonly #acceptedAtMs = new Map<string, number>();
  #refusedFull = 0;

  constructor({
    entriesMax = 262_144,
    windowS = 121,
  }: { readonly entriesMax?: number; readonly windowS?: number } = {}) {
    if (!Number.isSafeInteger(entriesMax) || entriesMax < 1)
      throw new SignatureUsageError('entriesMax is a positive integer');
    if (!Number.isFinite(windowS) || windowS <= 0)
      throw new SignatureUsageError('windowS is a positive number of seconds');
    this.#entriesMax = entriesMax;
    this.windowS = windowS;
  }

  /** True the first time within the window; false for a repetition and whenever the memory is full. */
  remember(nonce: string, nowMs: number): boolean {
    this.#forgetBefore(nowMs - this.windowS * 1000);
    if (this.#acceptedAtMs.has(nonce)) return false;
    if (this.#acceptedAtMs.size >= this.#entriesMax) {
      this.#refusedFull += 1;
      return false;
    }
    this.#acceptedAtMs.set(nonce, nowMs);
    return true;
  }

  get size(): number {
    return this.#acceptedAtMs.size;
  }

  /** How many requests were refused only because the memory was full; an operator who sees this rise raises `entriesMax`. */
  get refusedFull(): number {
    return this.#refusedFull;
  }

  #forgetBefore(limitMs: number): void {
    // Insertion order is order of arrival, so the first entry that is young enough ends the sweep.
    for (const [nonce, atMs] of this.#acceptedAtMs) {
      if (atMs >= limitMs) return;
      this.#acceptedAtMs.delete(nonce);
    }
  }
}

// Asking the operating system for 16 bytes at a time would cost as much as the hash.
const randomPool = Buffer.alloc(4096);
let randomAt = randomPool.length;

function newNonce(): string {
  if (randomAt === randomPool.length) {
    randomFillSync(randomPool);
    randomAt = 0;
  }
  return randomPool.toString('base64url', randomAt, (randomAt += 16));
}

function requestBase(method: string, path: string, digest: string, params: string): string {
  return `"@method": ${method}\n"@path": ${path}\n"content-digest": ${digest}\n"@signature-params": ${params}`;
}

function responseBase(status: number, digest: string, requestSignature: string, params: string): string {
  return `"@status": ${status}\n"content-digest": ${digest}\n"signature";req: ${requestSignature}\n"@signature-params": ${params}`;
}

function readHeaders(
  headers: HeaderValues,
): Extract<Verdict, { ok: false }> | { input: string; signature: string; mac: string; digest: string } {
  const input = own(headers, 'signature-input');
  const signature = own(headers, 'signature');
  const digest = own(headers, 'content-digest');
  if (input === undefined || signature === undefined || digest === undefined) return refused('MISSING');
  if (typeof input !== 'string' || typeof signature !== 'string' || typeof digest !== 'string')
    return refused('MALFORMED');
  const mac = signaturePattern.exec(signature)?.[1];
  if (mac === undefined || !digestPattern.test(digest)) return refused('MALFORMED');
  return { input, signature, mac, digest };
}

function keyInTime(
  createdS: number,
  nowMs: number,
  toleranceS: number,
  keyId: string,
  keyFor: KeyLookup,
): { readonly found: MacKey } | { readonly refusal: Verdict } {
  const nowS = Math.floor(nowMs / 1000);
  if (createdS < nowS - toleranceS) return { refusal: refused('EXPIRED') };
  if (createdS > nowS + toleranceS) return { refusal: refused('FUTURE') };
  const found = keyFor(keyId, epochHourOf(createdS));
  return found === undefined ? { refusal: refused('UNKNOWN_KEY') } : { found };
}

function signingKey(key: SigningKey, createdS: number): MacKey {
  return typeof key === 'function' ? key(epochHourOf(createdS)) : key;
}

function macOf(base: string, key: MacKey): string {
  const keyBytes = (key instanceof Uint8Array ? key.byteLength : key.symmetricKeySize) ?? 0;
  if (keyBytes < 32) throw new SignatureUsageError('a key of at least 32 bytes is needed');
  return createHmac('sha256', key).update(base).digest('base64');
}

// Texts are compared, not bytes: base64 has several spellings of one value, and only the canonical one is accepted.
function isMac(base: string, key: MacKey, mac: string): boolean {
  return timingSafeEqual(Buffer.from(macOf(base, key), 'latin1'), Buffer.from(mac, 'latin1'));
}

function isDigest(body: Buffer | string, digest: string): boolean {
  return digestOf(body) === digest;
}

function digestOf(body: Buffer | string): string {
  return `sha-256=:${hash('sha256', body, 'base64')}:`;
}

function isStatus(status: number): boolean {
  return Number.isInteger(status) && status >= 100 && status <= 599;
}

function own(headers: HeaderValues, name: string): string | readonly string[] | undefined {
  return Object.hasOwn(headers, name) ? headers[name] : undefined;
}

function refused(code: SignatureProblem): Extract<Verdict, { ok: false }> {
  return Object.freeze({ ok: false, code });
}

function escaped(text: string): string {
  return text.replace(/[()]/g, '\\$&');
}
