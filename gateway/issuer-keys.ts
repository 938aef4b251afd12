// The public keys of the token issuer (RFC 7517), fetched from the one configured address and from nowhere else. A token can name a
// key of this set and nothing more; what it cannot do is make the gateway fetch at its pleasure.
import { importJWK } from 'jose';
import type { CryptoKey } from 'jose';

/** Every algorithm that a token may use, and the key it needs. Symmetric ones and "none" are absent, so they are refused. */
export const tokenAlgorithms = Object.freeze({
  EdDSA: { kty: 'OKP', crv: 'Ed25519' },
  ES256: { kty: 'EC', crv: 'P-256' },
} as const);
export type TokenAlgorithm = keyof typeof tokenAlgorithms;

export interface IssuerKeys {
  /** The key of that id for that algorithm, or undefined. Throws IssuerUnavailableError when the issuer could not be asked. */
  find(kid: string, algorithm: TokenAlgorithm): Promise<CryptoKey | undefined>;
}

export class IssuerUnavailableError extends Error {
  override readonly name = 'IssuerUnavailableError';
  readonly code = 'ISSUER_UNAVAILABLE';
}

const keysMax = 32;
const bytesMax = 65_536;
const fetchTimeoutMs = 3_000;
const refreshAfterMs = 5 * 60_000;
// An issuer that is down must not stop the network at once; one that stays silent for an hour can no longer vouch for its keys.
const trustedForMs = 60 * 60_000;
const unknownKeyPauseMs = 60_000;
const failurePauseMs = 1_000;
const kidPattern = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Keys are refreshed every 5 minutes in the background and trusted for at most an hour without the issuer. A key id that is not known
 * causes at most one fetch a minute, so a rotated key is found at once while invented ids cost nothing.
 */
export function createIssuerKeys({
  jwksUrl,
  fetchImpl = fetch,
  clock = Date.now,
}: {
  readonly jwksUrl: URL;
  readonly fetchImpl?: typeof fetch;
  readonly clock?: () => number;
}): IssuerKeys {
  let keys: ReadonlyMap<string, CryptoKey> | undefined;
  let fetchedAtMs = -Infinity;
  let failedAtMs = -Infinity;
  let unknownAtMs = -Infinity;
  let running: Promise<void> | undefined;

  function refresh(): Promise<void> {
    running ??= fetchKeys(jwksUrl, fetchImpl)
      .then(
        (fetched) => {
          keys = fetched;
          fetchedAtMs = clock();
        },
        () => {
          failedAtMs = clock();
          throw new IssuerUnavailableError('the issuer did not give its keys');
        },
      )
      .finally(() => {
        running = undefined;
      });
    return running;
  }

  async function current(): Promise<ReadonlyMap<string, CryptoKey>> {
    const ageMs = clock() - fetchedAtMs;
    const mayFetch = running !== undefined || clock() - failedAtMs >= failurePauseMs;
    if (keys === undefined || ageMs >= trustedForMs) {
      if (!mayFetch) throw new IssuerUnavailableError('the issuer did not give its keys');
      await refresh();
    } else if (ageMs >= refreshAfterMs && mayFetch) {
      refresh().catch(() => undefined);
    }
    return keys as ReadonlyMap<string, CryptoKey>;
  }

  return {
    async find(kid, algorithm) {
      if (!kidPattern.test(kid)) return undefined;
      const slot = `${algorithm} ${kid}`;
      const found = (await current()).get(slot);
      if (found !== undefined) return found;
      if (running === undefined) {
        if (clock() - unknownAtMs < unknownKeyPauseMs) return undefined;
        unknownAtMs = clock();
      }
      await refresh();
      return keys?.get(slot);
    },
  };
}

async function fetchKeys(jwksUrl: URL, fetchImpl: typeof fetch): Promise<ReadonlyMap<string, CryptoKey>> {
  const response = await fetchImpl(jwksUrl, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(fetchTimeoutMs),
  });
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel();
    throw new Error('the key set was not answered with 200');
  }
  const set: unknown = JSON.parse(await boundedText(response.body));
  const list = typeof set === 'object' && set !== null && 'keys' in set ? set.keys : undefined;
  if (!Array.isArray(list) || list.length > keysMax)
    throw new Error(`a key set of at most ${keysMax} keys is expected`);

  const keys = new Map<string, CryptoKey>();
  for (const item of list as readonly unknown[]) {
    const known = await importVerificationKey(item);
    if (known !== undefined) keys.set(`${known.algorithm} ${known.kid}`, known.key);
  }
  return keys;
}

/** Only what verifies a token is taken over: unsuited, private and malformed keys are passed by, without harm to their neighbours. */
async function importVerificationKey(
  item: unknown,
): Promise<{ kid: string; algorithm: TokenAlgorithm; key: CryptoKey } | undefined> {
  if (typeof item !== 'object' || item === null) return undefined;
  const { kid, kty, crv, x, y, alg, use, d } = item as Record<string, unknown>;
  if (typeof kid !== 'string' || !kidPattern.test(kid) || typeof x !== 'string') return undefined;
  if (d !== undefined || (use !== undefined && use !== 'sig')) return undefined;
  for (const algorithm of Object.keys(tokenAlgorithms) as TokenAlgorithm[]) {
    const needed = tokenAlgorithms[algorithm];
    if (kty !== needed.kty || crv !== needed.crv || (alg !== undefined && alg !== algorithm)) continue;
    try {
      const jwk = { ...needed, x, ...(typeof y === 'string' ? { y } : {}) };
      const key = await importJWK(jwk, algorithm);
      return key instanceof Uint8Array ? undefined : { kid, algorithm, key };
    } catch {
      return undefined;
    }
  }
  return undefined;
}

async function boundedText(body: ReadableStream<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > bytesMax) throw new Error(`a key set of at most ${bytesMax} bytes is expected`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
