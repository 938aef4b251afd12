import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SignJWT } from 'jose';
import type { JWTHeaderParameters, JWTPayload } from 'jose';
import { AuthenticationError, createAuthenticator } from './authenticate.ts';
import type { Authenticate, AuthenticatorOptions } from './authenticate.ts';
import { createMemoryRevocations, RevocationsUnavailableError } from './revocations.ts';

const issuer = 'https://issuer.test.example';
const startS = 1_800_000_000;
let nowMs = startS * 1000;
const clock = () => nowMs;

interface SigningKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const newKey = (kid: string): SigningKey => ({ kid, alg: 'EdDSA', ...generateKeyPairSync('ed25519') });
const newEcKey = (kid: string): SigningKey => ({
  kid,
  alg: 'ES256',
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }),
});
const newRsaKey = (kid: string): SigningKey => ({
  kid,
  alg: 'RS256',
  ...generateKeyPairSync('rsa', { modulusLength: 2048 }),
});
const jwk = ({ kid, alg, publicKey }: SigningKey) => ({ ...publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' });

const known = newKey('known');
const elliptic = newEcKey('elliptic');
const rsa = newRsaKey('rsa');
const stranger = newKey('known'); // same id, other material

// A real issuer: it counts what is fetched, and every address but the right one is a trap.
let keySet: unknown;
let status = 200;
let keyFetches = 0;
let otherFetches = 0;
let server: Server;
let origin: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/jwks.json') {
      keyFetches += 1;
      response.writeHead(status, { 'content-type': 'application/json', location: '/elsewhere' });
      response.end(typeof keySet === 'string' ? keySet : JSON.stringify(keySet));
    } else {
      otherFetches += 1;
      response.end(JSON.stringify({ keys: [jwk(stranger)] }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  nowMs = startS * 1000;
  keySet = { keys: [jwk(known), jwk(elliptic), jwk(rsa)] };
  status = 200;
  keyFetches = 0;
  otherFetches = 0;
});

function authenticator(changed: Partial<AuthenticatorOptions> = {}): Authenticate {
  return createAuthenticator({
    issuer,
    audience: 'infoseg',
    environment: 'test',
    jwksUrl: `${origin}/jwks.json`,
    revocations: createMemoryRevocations({ clock }),
    clock,
    ...changed,
  });
}

const claims = (): JWTPayload => ({
  iss: issuer,
  aud: 'infoseg',
  sub: 'opaque-1',
  jti: randomUUID(),
  iat: startS,
  exp: startS + 3600,
  env: 'test',
  profile: 'patrol',
  body: 'PMSP',
  state: 'SP',
  unit: '1º Batalhão',
  aal: 2,
  entitlements: [],
});

async function token(
  changed: JWTPayload = {},
  header: Partial<JWTHeaderParameters> = {},
  key = known,
): Promise<string> {
  return new SignJWT({ ...claims(), ...changed })
    .setProtectedHeader({ alg: key.alg, typ: 'at+jwt', kid: key.kid, ...header })
    .sign(key.privateKey);
}

/** A token put together by hand, for what no library signs. */
function handmade(header: object, signature: (input: string) => Buffer): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const input = `${part(header)}.${part(claims())}`;
  return `${input}.${signature(input).toString('base64url')}`;
}

async function codeOf(authenticate: Authenticate, given: string | undefined): Promise<string> {
  try {
    await authenticate(given);
    return 'ACCEPTED';
  } catch (error) {
    if (!(error instanceof AuthenticationError)) throw error;
    if (given !== undefined && given.length > 20)
      expect(`${error.message} ${String(error.cause)}`).not.toContain(given.slice(-20));
    return `${error.status} ${error.code}`;
  }
}

const bearer = (text: string): string => `Bearer ${text}`;

describe('a good token', () => {
  it('becomes a frozen caller, with the token id and without the claims that say nothing of the person', async () => {
    const jti = randomUUID();
    const caller = await authenticator()(bearer(await token({ jti, sid: 'x', shift: 'B' })));
    expect(caller).toEqual({
      id: 'opaque-1',
      tokenId: jti,
      body: 'PMSP',
      state: 'SP',
      unit: '1º Batalhão',
      shift: 'B',
      profile: 'patrol',
      level: 2,
      entitlements: [],
    });
    expect(Object.isFrozen(caller)).toBe(true);
  });

  it('may be signed with ES256 as well, and the scheme may be in any case', async () => {
    expect(await codeOf(authenticator(), `bEARER ${await token({}, {}, elliptic)}`)).toBe('ACCEPTED');
  });

  it('may be for several audiences of which this is one', async () => {
    expect(await codeOf(authenticator(), bearer(await token({ aud: ['other', 'infoseg'] })))).toBe('ACCEPTED');
  });

  it('is verified once, and the second time comes from memory', async () => {
    const authenticate = authenticator();
    const text = bearer(await token());
    const first = await authenticate(text);
    keySet = { keys: [] };
    expect(await authenticate(text)).toBe(first);
    expect(keyFetches).toBe(1);
  });
});

describe('no token', () => {
  it.each([undefined, '', 'Bearer', 'Basic dXNlcjpwYXNz', 'bearer'])('is 401 NO_TOKEN as %j', async (header) => {
    expect(await codeOf(authenticator(), header)).toBe('401 NO_TOKEN');
  });

  it.each([
    ['Bearer ', 'nothing'],
    ['Bearer a.b', 'two parts'],
    ['Bearer a.b.c.d.e', 'five parts'],
    ['Bearer a.b.c, Bearer a.b.c', 'two tokens'],
    ['Bearer  a.b.c', 'two blanks'],
    ['Bearer a.b.ç', 'letters beyond the alphabet'],
    ['Bearer a.b.c', 'three parts that are nothing'],
  ])('%j is 401 BAD_TOKEN: %s', async (header) => {
    expect(await codeOf(authenticator(), header)).toBe('401 BAD_TOKEN');
  });

  it('is more than 4096 characters long, whatever it says', async () => {
    const text = await token({ padding: 'a'.repeat(4096) });
    expect(await codeOf(authenticator(), bearer(text))).toBe('401 BAD_TOKEN');
    expect(keyFetches).toBe(0);
  });
});

describe('an algorithm', () => {
  it.each(['none', 'None', 'NoNe', 'NONE', '', undefined, null, 0])(
    'called %j is refused, signed or not',
    async (alg) => {
      const header = { alg, typ: 'at+jwt', kid: 'known' };
      expect(await codeOf(authenticator(), bearer(handmade(header, () => Buffer.from('a'))))).toBe('401 BAD_TOKEN');
      const unsigned = handmade(header, () => Buffer.alloc(0));
      expect(await codeOf(authenticator(), bearer(unsigned))).toBe('401 BAD_TOKEN');
    },
  );

  it.each([
    ['the PEM of the public key', rsa, () => rsa.publicKey.export({ format: 'pem', type: 'spki' })],
    ['the JWK of the public key', known, () => JSON.stringify(jwk(known))],
    ['the raw public key', known, () => Buffer.from(String(known.publicKey.export({ format: 'jwk' }).x), 'base64url')],
  ] as const)('HS256 with %s as the secret is refused', async (_what, { kid }, secret) => {
    const header = { alg: 'HS256', typ: 'at+jwt', kid };
    const text = handmade(header, (input) => createHmac('sha256', secret()).update(input).digest());
    expect(await codeOf(authenticator(), bearer(text))).toBe('401 BAD_TOKEN');
  });

  it('that is sound but not on the list is refused, though the issuer publishes the key', async () => {
    expect(await codeOf(authenticator(), bearer(await token({}, {}, rsa)))).toBe('401 BAD_TOKEN');
  });

  it('that is not the one of the named key is refused', async () => {
    const text = handmade({ alg: 'ES256', typ: 'at+jwt', kid: 'known' }, () => Buffer.alloc(64, 1));
    expect(await codeOf(authenticator(), bearer(text))).toBe('401 BAD_TOKEN');
  });
});

describe('a key id', () => {
  it.each([
    '../../../../dev/null',
    '/etc/passwd',
    "x' OR '1'='1",
    "known'; DROP TABLE keys; --",
    '__proto__',
    'constructor',
    'toString',
    'known\u0000',
    'a'.repeat(65),
    '',
    'http://127.0.0.1/jwks.json',
  ])('%j opens nothing', async (kid) => {
    const authenticate = authenticator();
    await authenticate(bearer(await token()));
    expect(await codeOf(authenticate, bearer(await token({}, { kid })))).toBe('401 BAD_TOKEN');
    expect(otherFetches).toBe(0);
  });

  it.each([undefined, null, 5, ['known'], { known: 1 }])('%j, which is no text, opens nothing', async (kid) => {
    const text = handmade({ alg: 'EdDSA', typ: 'at+jwt', kid }, () => Buffer.alloc(64, 1));
    expect(await codeOf(authenticator(), bearer(text))).toBe('401 BAD_TOKEN');
    expect(keyFetches).toBe(0);
  });
});

describe('a key that the token brings or points at', () => {
  it.each([
    ['jku', () => `${origin}/stranger.json`],
    ['x5u', () => `${origin}/stranger.pem`],
    ['jwk', () => jwk(stranger)],
    ['x5c', () => ['AAAA']],
  ])('in %s is neither fetched nor trusted', async (name, value) => {
    for (const key of [stranger, known]) {
      expect(await codeOf(authenticator(), bearer(await token({}, { [name]: value() }, key)))).toBe('401 BAD_TOKEN');
    }
    expect(otherFetches).toBe(0);
  });

  it('is not trusted under the id of a known one', async () => {
    expect(await codeOf(authenticator(), bearer(await token({}, {}, stranger)))).toBe('401 BAD_TOKEN');
  });
});

describe('time', () => {
  it.each([
    ['expired 31 s ago', { exp: startS - 31, iat: startS - 3600 }, '401 TOKEN_EXPIRED'],
    ['expired 30 s ago', { exp: startS - 30, iat: startS - 3600 }, '401 TOKEN_EXPIRED'],
    ['expired 29 s ago, within the leeway', { exp: startS - 29, iat: startS - 3600 }, 'ACCEPTED'],
    ['valid from 31 s hence', { nbf: startS + 31 }, '401 BAD_TOKEN'],
    ['valid from 30 s hence, within the leeway', { nbf: startS + 30 }, 'ACCEPTED'],
    ['without exp', { exp: undefined }, '401 BAD_TOKEN'],
    ['with exp as text', { exp: String(startS + 3600) as unknown as number }, '401 BAD_TOKEN'],
    ['with exp as null', { exp: null as unknown as number }, '401 BAD_TOKEN'],
    ['with nbf as text', { nbf: '1' as unknown as number }, '401 BAD_TOKEN'],
    ['without iat', { iat: undefined }, '401 BAD_TOKEN'],
    ['issued 31 s hence', { iat: startS + 31 }, '401 BAD_TOKEN'],
    ['of more than 12 hours', { exp: startS + 12 * 3600 + 1 }, '401 BAD_TOKEN'],
    ['that never ends', { exp: 1e300 }, '401 BAD_TOKEN'],
  ])('a token %s', async (_what, changed, code) => {
    expect(await codeOf(authenticator(), bearer(await token(changed)))).toBe(code);
  });

  it('ends a remembered token as it ends any other', async () => {
    const authenticate = authenticator({ leewayS: 0 });
    const text = bearer(await token({ exp: startS + 10 }));
    expect(await codeOf(authenticate, text)).toBe('ACCEPTED');
    nowMs += 9_999;
    expect(await codeOf(authenticate, text)).toBe('ACCEPTED');
    nowMs += 1;
    expect(await codeOf(authenticate, text)).toBe('401 TOKEN_EXPIRED');
  });

  it('makes a token be verified anew after a minute, and so notices that its key is gone', async () => {
    const authenticate = authenticator();
    const text = bearer(await token());
    expect(await codeOf(authenticate, text)).toBe('ACCEPTED');
    keySet = { keys: [jwk(elliptic)] };
    nowMs += 6 * 60_000; // beyond the age at which keys are refreshed, beside the request that notices it
    expect(await codeOf(authenticate, text)).toBe('ACCEPTED');
    const aMinuteLater = () => {
      nowMs += 61_000;
      return codeOf(authenticate, text);
    };
    await expect.poll(aMinuteLater).toBe('401 BAD_TOKEN');
  });
});

describe('a token meant for others', () => {
  it.each([
    ['issuer', { iss: 'https://issuer.other.example' }],
    ['issuer, by a slash', { iss: `${issuer}/` }],
    ['issuer, left out', { iss: undefined }],
    ['audience', { aud: 'payroll' }],
    ['audience, left out', { aud: undefined }],
    ['environment', { env: 'production' }],
    ['environment, left out', { env: undefined }],
    ['holder of a proof key, which a bearer has not shown', { cnf: { jkt: 'abc' } }],
  ])('of another %s is refused', async (_what, changed) => {
    expect(await codeOf(authenticator(), bearer(await token(changed)))).toBe('401 BAD_TOKEN');
  });

  it.each(['JWT', 'id+jwt', 'logout+jwt', undefined])('of type %j is refused: it is no access token', async (typ) => {
    expect(await codeOf(authenticator(), bearer(await token({}, { typ })))).toBe('401 BAD_TOKEN');
  });

  it('with a critical extension that is not understood is refused', async () => {
    const text = await token();
    const header = { alg: 'EdDSA', typ: 'at+jwt', kid: 'known', crit: ['exp'], exp: 1 };
    const parts = text.split('.');
    parts[0] = Buffer.from(JSON.stringify(header)).toString('base64url');
    expect(await codeOf(authenticator(), bearer(parts.join('.')))).toBe('401 BAD_TOKEN');
  });
});

describe('a token that does not say who asks', () => {
  it.each([
    ['sub', undefined],
    ['sub', ''],
    ['sub', { toString: 'x' }],
    ['jti', undefined],
    ['profile', 'root'],
    ['profile', '__proto__'],
    ['body', ''],
    ['state', 'XX'],
    ['aal', 4],
    ['aal', '2'],
    ['entitlements', 'all'],
    ['entitlements', undefined],
    ['unit', 'a\nb'],
  ])('is refused for %s = %j', async (name, value) => {
    expect(await codeOf(authenticator(), bearer(await token({ [name]: value })))).toBe('401 BAD_TOKEN');
  });
});

describe('a token that was tampered with', () => {
  it('is refused whichever character of it is changed', async () => {
    const authenticate = authenticator();
    const text = await token();
    for (let at = 0; at < text.length; at += 7) {
      const changed = text.slice(0, at) + (text[at] === 'A' ? 'Q' : 'A') + text.slice(at + 1);
      expect(await codeOf(authenticate, bearer(changed)), `at ${at}`).toMatch(/^401/);
    }
  });

  it('is refused while the good one is remembered', async () => {
    const authenticate = authenticator();
    const [header, , signature] = (await token()).split('.');
    const good = await token();
    await authenticate(bearer(good));
    expect(await codeOf(authenticate, bearer(`${header}.${good.split('.')[1]}.${signature}`))).toBe('401 BAD_TOKEN');
  });
});

describe('revocation', () => {
  it('of the token is seen on the next request, remembered or not', async () => {
    const revocations = createMemoryRevocations({ clock });
    const authenticate = authenticator({ revocations });
    const [jti, other] = [randomUUID(), randomUUID()];
    const text = bearer(await token({ jti }));
    expect(await codeOf(authenticate, text)).toBe('ACCEPTED');
    await revocations.revoke({ tokenId: jti });
    expect(await codeOf(authenticate, text)).toBe('401 TOKEN_REVOKED');
    expect(await codeOf(authenticate, bearer(await token({ jti: other })))).toBe('ACCEPTED');
  });

  it('of the person ends the tokens issued until then, and spares the later ones', async () => {
    const revocations = createMemoryRevocations({ clock });
    const authenticate = authenticator({ revocations });
    const before = bearer(await token());
    await authenticate(before);
    nowMs += 5_000;
    await revocations.revoke({ subject: 'opaque-1' });
    expect(await codeOf(authenticate, before)).toBe('401 TOKEN_REVOKED');
    nowMs += 5_000;
    expect(await codeOf(authenticate, bearer(await token({ iat: startS + 10 })))).toBe('ACCEPTED');
    expect(await codeOf(authenticate, bearer(await token({ sub: 'opaque-2' })))).toBe('ACCEPTED');
  });

  it('that cannot be looked up lets nobody in', async () => {
    const authenticate = authenticator({
      revocations: {
        ...createMemoryRevocations({ clock }),
        isRevoked: () => {
          throw new RevocationsUnavailableError('REVOCATIONS_STALE', 'REDIS_URL');
        },
      },
    });
    expect(await codeOf(authenticate, bearer(await token()))).toBe('503 REVOCATIONS_UNAVAILABLE');
  });

  it('may be answered later', async () => {
    const authenticate = authenticator({
      revocations: { ...createMemoryRevocations({ clock }), isRevoked: async () => true },
    });
    expect(await codeOf(authenticate, bearer(await token()))).toBe('401 TOKEN_REVOKED');
  });
});

describe('key rotation', () => {
  it('accepts the new key at once, and the old one until the issuer drops it', async () => {
    const authenticate = authenticator();
    expect(await codeOf(authenticate, bearer(await token()))).toBe('ACCEPTED');
    const next = newKey('next');
    keySet = { keys: [jwk(known), jwk(next)] };
    expect(await codeOf(authenticate, bearer(await token({}, {}, next)))).toBe('ACCEPTED');
    expect(await codeOf(authenticate, bearer(await token()))).toBe('ACCEPTED');
    keySet = { keys: [jwk(next)] };
    nowMs += 61_000;
    await codeOf(authenticate, bearer(await token({}, { kid: 'unheard-of' })));
    expect(await codeOf(authenticate, bearer(await token()))).toBe('401 BAD_TOKEN');
    expect(await codeOf(authenticate, bearer(await token({}, {}, next)))).toBe('ACCEPTED');
  });

  it('costs the issuer one fetch a minute for a thousand invented key ids', async () => {
    const authenticate = authenticator();
    await authenticate(bearer(await token()));
    expect(keyFetches).toBe(1);
    const invented = await Promise.all(Array.from({ length: 1000 }, () => token({}, { kid: randomUUID() })));
    const codes = await Promise.all(invented.map((text) => codeOf(authenticate, bearer(text))));
    expect(new Set(codes)).toEqual(new Set(['401 BAD_TOKEN']));
    expect(keyFetches).toBe(2);
    nowMs += 59_000;
    await codeOf(authenticate, bearer(await token({}, { kid: randomUUID() })));
    expect(keyFetches).toBe(2);
    nowMs += 1_000;
    await codeOf(authenticate, bearer(await token({}, { kid: randomUUID() })));
    expect(keyFetches).toBe(3);
  });
});

describe('the issuer', () => {
  it.each([
    ['answers with an error', 500, undefined],
    ['sends elsewhere', 302, undefined],
    ['answers with no JSON', 200, '<html>'],
    ['answers with another JSON', 200, '[]'],
    [
      'answers with too many keys',
      200,
      { keys: Array.from({ length: 33 }, (_, at) => ({ ...jwk(known), kid: `k${at}` })) },
    ],
    ['answers without end', 200, `{"keys":[],"padding":"${'a'.repeat(70_000)}"}`],
  ])('that %s is 503 ISSUER_UNAVAILABLE, and is asked again a second later', async (_what, wrongStatus, wrongSet) => {
    const authenticate = authenticator();
    const [goodSet, text] = [keySet, bearer(await token())];
    [status, keySet] = [wrongStatus, wrongSet ?? keySet];
    expect(await codeOf(authenticate, text)).toBe('503 ISSUER_UNAVAILABLE');
    expect(await codeOf(authenticate, text)).toBe('503 ISSUER_UNAVAILABLE');
    expect(keyFetches).toBe(1);
    expect(otherFetches).toBe(0);
    [status, keySet] = [200, goodSet];
    nowMs += 1_000;
    expect(await codeOf(authenticate, text)).toBe('ACCEPTED');
  });

  it('that goes away stops nobody for an hour, and everybody after it', async () => {
    const authenticate = authenticator({ cacheMaxS: 0 });
    const text = bearer(await token({ exp: startS + 4 * 3600 }));
    expect(await codeOf(authenticate, text)).toBe('ACCEPTED');
    status = 500;
    nowMs += 59 * 60_000;
    expect(await codeOf(authenticate, text)).toBe('ACCEPTED');
    await expect.poll(() => keyFetches).toBe(2);
    nowMs += 61_000;
    expect(await codeOf(authenticate, text)).toBe('503 ISSUER_UNAVAILABLE');
  });

  it('that publishes keys of other kinds is read for those that serve', async () => {
    const secret = { ...jwk(stranger), ...stranger.privateKey.export({ format: 'jwk' }), kid: 'leaked' };
    keySet = {
      keys: [
        null,
        5,
        {},
        { kty: 'oct', k: 'AAAA', kid: 'oct', alg: 'HS256' },
        { ...jwk(known), x: '!' },
        { ...jwk(known), use: 'enc' },
        secret,
        jwk(elliptic),
      ],
    };
    const authenticate = authenticator();
    expect(await codeOf(authenticate, bearer(await token({}, {}, elliptic)))).toBe('ACCEPTED');
    expect(await codeOf(authenticate, bearer(await token()))).toBe('401 BAD_TOKEN');
    expect(await codeOf(authenticate, bearer(await token({}, { kid: 'leaked' }, stranger)))).toBe('401 BAD_TOKEN');
  });

  it('is asked by the fetch that was passed in', async () => {
    const asked: string[] = [];
    const fetchImpl: typeof fetch = async (input) => {
      asked.push(String(input));
      return Response.json({ keys: [jwk(known)] });
    };
    const authenticate = authenticator({ fetchImpl, jwksUrl: 'https://issuer.test.example/jwks.json' });
    expect(await codeOf(authenticate, bearer(await token()))).toBe('ACCEPTED');
    expect(asked).toEqual(['https://issuer.test.example/jwks.json']);
  });
});

describe('memory', () => {
  it('holds as many tokens as it was told, and drops the one used longest ago', async () => {
    const authenticate = authenticator({ cacheEntriesMax: 2 });
    const [a, b, c] = [bearer(await token()), bearer(await token()), bearer(await token())];
    const callers = [await authenticate(a), await authenticate(b)];
    expect(await authenticate(a)).toBe(callers[0]);
    await authenticate(c);
    expect(await authenticate(a)).toBe(callers[0]);
    expect(await authenticate(b)).not.toBe(callers[1]);
  });
});

describe('options', () => {
  it.each([
    ['issuer', { issuer: '' }],
    ['audience', { audience: '' }],
    ['environment', { environment: '' }],
    ['jwksUrl', { jwksUrl: 'jwks.json' }],
    ['jwksUrl', { jwksUrl: 'http://issuer.test.example/jwks.json' }],
    ['jwksUrl', { jwksUrl: 'file:///etc/passwd' }],
    ['jwksUrl', { jwksUrl: 'https://user:secret@issuer.test.example/' }],
    ['cacheMaxS', { cacheMaxS: 61 }],
    ['cacheEntriesMax', { cacheEntriesMax: 0 }],
    ['leewayS', { leewayS: 31 }],
  ])('that are wrong stop the start with a sentence naming %s', (name, changed) => {
    expect(() => authenticator(changed)).toThrow(name);
    expect(() => authenticator(changed)).not.toThrow('secret');
  });
});
