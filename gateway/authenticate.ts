// Bearer token (RFC 6750, RFC 9068) to Caller. The gateway verifies and never signs. A verified token is remembered for a minute at
// most; its expiry and its revocation are looked at on every request, remembered or not.
import { hash } from 'node:crypto';
import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { JWTPayload, JWTVerifyOptions } from 'jose';
import { parseCaller } from '#kit/caller.ts';
import type { Caller } from '#kit/caller.ts';
import { ConfigError } from '#kit/errors.ts';
import { createIssuerKeys, IssuerUnavailableError, tokenAlgorithms } from './issuer-keys.ts';
import type { TokenAlgorithm } from './issuer-keys.ts';
import { tokenLifetimeMaxS } from './revocations.ts';
import type { Revocations } from './revocations.ts';

const problems = {
  NO_TOKEN: { status: 401, message: 'Apresente um token de acesso (Authorization: Bearer).' },
  BAD_TOKEN: { status: 401, message: 'O token de acesso não é aceito.' },
  TOKEN_EXPIRED: { status: 401, message: 'O token de acesso expirou; entre novamente.' },
  TOKEN_REVOKED: { status: 401, message: 'O token de acesso foi revogado; entre novamente.' },
  ISSUER_UNAVAILABLE: { status: 503, message: 'O emissor de tokens não responde; tente em instantes.' },
  REVOCATIONS_UNAVAILABLE: {
    status: 503,
    message: 'Não há como conferir se o token foi revogado; tente em instantes.',
  },
} as const;

export type AuthenticationCode = keyof typeof problems;

/** `status` is the HTTP status to answer with; the message is the same for every cause of one code, so that nothing is revealed. */
export class AuthenticationError extends Error {
  override readonly name = 'AuthenticationError';
  readonly code: AuthenticationCode;
  readonly status: 401 | 503;

  constructor(code: AuthenticationCode, options?: ErrorOptions) {
    super(problems[code].message, options);
    this.code = code;
    this.status = problems[code].status;
  }
}

export interface AuthenticatorOptions {
  /** The `iss` of every token. */
  readonly issuer: string;
  /** This network's `aud`. */
  readonly audience: string;
  /** The `env` of every token: a token of the training network opens nothing here. */
  readonly environment: string;
  /** Where the issuer publishes its keys: https, or http on the loopback. */
  readonly jwksUrl: string;
  readonly revocations: Revocations;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
  readonly fetchImpl?: typeof fetch;
  /** How long a verified token is remembered, 0 to 60 seconds. */
  readonly cacheMaxS?: number;
  /** How many verified tokens are remembered. */
  readonly cacheEntriesMax?: number;
  /** How far the issuer's clock may be from ours, 0 to 30 seconds. */
  readonly leewayS?: number;
}

export type Authenticate = (authorizationHeader: string | undefined) => Promise<Caller>;

interface Verified {
  readonly caller: Caller;
  readonly issuedAtS: number;
  readonly expiresAtMs: number;
  readonly verifiedAtMs: number;
}

const tokenBytesMax = 4096;
const tokenPattern = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;
// A header that brings or points at its own key has no honest use here (RFC 8725 section 3.10).
const refusedHeaders = ['jku', 'jwk', 'x5u', 'x5c'] as const;

/** Checks every option, then gives the function that turns an Authorization header into a Caller or throws AuthenticationError. */
export function createAuthenticator(options: AuthenticatorOptions): Authenticate {
  const { revocations, clock = Date.now, cacheMaxS = 60, cacheEntriesMax = 10_000, leewayS = 30 } = options;
  const issuer = nonEmpty('issuer', options.issuer);
  const audience = nonEmpty('audience', options.audience);
  const environment = nonEmpty('environment', options.environment);
  const jwksUrl = secureUrl('jwksUrl', options.jwksUrl);
  inRange('cacheMaxS', cacheMaxS, 0, 60);
  inRange('cacheEntriesMax', cacheEntriesMax, 1, 1_000_000);
  inRange('leewayS', leewayS, 0, 30);

  const keys = createIssuerKeys({ jwksUrl, clock, ...(options.fetchImpl ? { fetchImpl: options.fetchImpl } : {}) });
  const remembered = new Map<string, Verified>();

  async function verify(token: string): Promise<Verified> {
    const nowMs = clock();
    const checks: JWTVerifyOptions = {
      algorithms: Object.keys(tokenAlgorithms),
      typ: 'at+jwt',
      issuer,
      audience,
      requiredClaims: ['exp', 'iat', 'sub', 'jti'],
      clockTolerance: leewayS,
      currentDate: new Date(nowMs),
    };
    const key = await findKey(token);
    const { payload } = await jwtVerify(token, key, checks);
    const { expiresAtS, issuedAtS } = lifetimeOf(payload, Math.floor(nowMs / 1000) + leewayS);
    // A bound token (RFC 9449, RFC 8705) without its proof is a stolen one until proofs are checked here.
    if (payload['env'] !== environment || payload['cnf'] !== undefined) throw new AuthenticationError('BAD_TOKEN');
    return { caller: callerOf(payload), issuedAtS, expiresAtMs: (expiresAtS + leewayS) * 1000, verifiedAtMs: nowMs };
  }

  async function findKey(token: string) {
    const header = decodeProtectedHeader(token);
    if (
      refusedHeaders.some((name) => name in header) ||
      typeof header.kid !== 'string' ||
      !isTokenAlgorithm(header.alg)
    ) {
      throw new AuthenticationError('BAD_TOKEN');
    }
    const key = await keys.find(header.kid, header.alg);
    if (key === undefined) throw new AuthenticationError('BAD_TOKEN');
    return key;
  }

  function recall(slot: string): Verified | undefined {
    const known = remembered.get(slot);
    if (known === undefined) return undefined;
    remembered.delete(slot);
    const ageMs = clock() - known.verifiedAtMs;
    if (ageMs < 0 || ageMs >= cacheMaxS * 1000) return undefined;
    remembered.set(slot, known); // to the end: the first entry is then the least recently used one
    return known;
  }

  function remember(slot: string, verified: Verified): void {
    if (cacheMaxS === 0) return;
    if (remembered.size >= cacheEntriesMax) remembered.delete(remembered.keys().next().value as string);
    remembered.set(slot, verified);
  }

  return async function authenticate(authorizationHeader) {
    const token = bearerToken(authorizationHeader);
    const slot = hash('sha256', token, 'base64url');
    let verified = recall(slot);
    if (verified === undefined) {
      verified = await verify(token).catch((error: unknown) => {
        throw asAuthenticationError(error);
      });
      remember(slot, verified);
    }
    if (clock() >= verified.expiresAtMs) throw new AuthenticationError('TOKEN_EXPIRED');
    if (await isRevoked(revocations, verified)) throw new AuthenticationError('TOKEN_REVOKED');
    return verified.caller;
  };
}

async function isRevoked(revocations: Revocations, { caller, issuedAtS }: Verified): Promise<boolean> {
  try {
    return await revocations.isRevoked(caller.tokenId, caller.id, issuedAtS);
  } catch (error) {
    throw new AuthenticationError('REVOCATIONS_UNAVAILABLE', { cause: error });
  }
}

function bearerToken(header: string | undefined): string {
  if (header === undefined || !/^bearer /i.test(header)) throw new AuthenticationError('NO_TOKEN');
  const token = header.slice('bearer '.length);
  if (token.length > tokenBytesMax || !tokenPattern.test(token)) throw new AuthenticationError('BAD_TOKEN');
  return token;
}

function lifetimeOf(
  payload: JWTPayload,
  latestIssueS: number,
): { readonly expiresAtS: number; readonly issuedAtS: number } {
  const { exp, iat } = payload;
  if (typeof exp !== 'number' || typeof iat !== 'number' || iat > latestIssueS || exp - iat > tokenLifetimeMaxS) {
    throw new AuthenticationError('BAD_TOKEN');
  }
  return { expiresAtS: exp, issuedAtS: iat };
}

function callerOf(payload: JWTPayload): Caller {
  const { sub, jti, body, state, unit, shift, court, profile, aal, entitlements, agreements } = payload;
  return parseCaller(
    { id: sub, tokenId: jti, body, state, unit, shift, court, profile, level: aal, entitlements, agreements },
    'token',
  );
}

/** Whatever a token provokes is an answer about the token: nothing that a stranger sends ends as an internal error. */
function asAuthenticationError(error: unknown): AuthenticationError {
  if (error instanceof AuthenticationError) return error;
  if (error instanceof IssuerUnavailableError) return new AuthenticationError('ISSUER_UNAVAILABLE', { cause: error });
  if (error instanceof errors.JWTExpired) return new AuthenticationError('TOKEN_EXPIRED');
  return new AuthenticationError('BAD_TOKEN', { cause: error });
}

function isTokenAlgorithm(alg: unknown): alg is TokenAlgorithm {
  return typeof alg === 'string' && Object.hasOwn(tokenAlgorithms, alg);
}

function nonEmpty(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new ConfigError(name, 'must be a text that is not empty');
}

function inRange(name: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new ConfigError(name, `must be a whole number from ${min} to ${max}`);
}

function secureUrl(name: string, value: string): URL {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const loopback = url !== undefined && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url === undefined || !(url.protocol === 'https:' || (url.protocol === 'http:' && loopback))) {
    throw new ConfigError(name, 'must be an https address, or an http address on the loopback');
  }
  if (url.username !== '' || url.password !== '') {
    throw new ConfigError(name, 'must be an address without user and password');
  }
  return url;
}
