// Tokens that open nothing: unsigned, signed with what is no key, pointing at keys of their own, out of their time and place. Nobody who
// holds one learns anything, so every refusal is of one shape and has no data.
import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { demoAudience, demoEnvironment, demoIssuer } from '../../demo/issuer.ts';
import { answered, cut, either, equals, refused } from './case.ts';
import type { Family, HostileCase, Right, World } from './case.ts';
import { plainBody, post, rawRequest } from './requests.ts';

const bad = refused('BAD_TOKEN');
const none = refused('NO_TOKEN');
const expired = refused('TOKEN_EXPIRED');
const me = answered(equals({ me: { profile: 'investigator' } }));
const tooLarge = refused('HEADERS_TOO_LARGE');

type Members = Readonly<Record<string, unknown>>;

const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

function token(header: unknown, claims: unknown, signer: (input: string) => string): string {
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${signer(input)}`;
}

const signedBy =
  (key: KeyObject) =>
  (input: string): string =>
    sign(null, Buffer.from(input), key).toString('base64url');

const keyedBy =
  (algorithm: string, secret: string | Buffer) =>
  (input: string): string =>
    createHmac(algorithm, secret).update(input).digest('base64url');

const unsigned = (): string => '';

export const tokens: Family = {
  name: 'tokens',
  cases(world) {
    const { key, id: kid, publicKey } = world.issuerKey;
    const nowS = Math.floor(Date.now() / 1000);
    const header: Members = { alg: 'EdDSA', typ: 'at+jwt', kid };
    const claims: Members = {
      iss: demoIssuer,
      aud: demoAudience,
      sub: 'someone',
      jti: randomUUID(),
      iat: nowS,
      exp: nowS + 600,
      env: demoEnvironment,
      profile: 'investigator',
      body: 'PCSP',
      state: 'SP',
      unit: '1ª Delegacia',
      aal: 2,
      entitlements: [],
    };
    const good = (changed: Members = {}) => token(header, { ...claims, ...changed }, signedBy(key));
    const headed = (changed: Members) => token({ ...header, ...changed }, claims, signedBy(key));
    const without = (name: string) => {
      const { [name]: _gone, ...rest } = claims;
      return token(header, rest, signedBy(key));
    };
    const stranger = generateKeyPairSync('ed25519');
    const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = publicKey.key.export({ type: 'spki', format: 'pem' }) as string;
    const der = publicKey.key.export({ type: 'spki', format: 'der' }) as Buffer;
    const jwk = publicKey.key.export({ format: 'jwk' });
    const strangerJwk = stranger.publicKey.export({ format: 'jwk' });
    const [head = '', payload = '', signature = ''] = good().split('.');
    const flipped = (text: string, at: number) =>
      `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;

    const bearer = (name: string, text: string, right: Right = bad): HostileCase => ({
      name,
      sent: post(world, plainBody, { headers: { authorization: `Bearer ${text}` } }),
      right,
    });
    const header_ = (name: string, value: string, right: Right = none): HostileCase => ({
      name,
      sent: post(world, plainBody, { headers: { authorization: value } }),
      right,
    });
    const onTheWire = (name: string, lines: readonly string[], right: Right): HostileCase => ({
      name,
      sent: withoutToken(world, lines),
      right,
    });

    const noAlgorithms = ['none', 'None', 'NONE', 'nOnE', 'n\u043ene', 'none ', ' none', '', 'null', 'false'].flatMap(
      (alg) => [
        bearer(`the algorithm ${JSON.stringify(alg)}`, token({ ...header, alg }, claims, unsigned)),
        bearer(
          `the algorithm ${JSON.stringify(alg)} with a signature`,
          token({ ...header, alg }, claims, signedBy(key)),
        ),
      ],
    );
    const oddAlgorithms = [undefined, null, 0, true, ['EdDSA'], { alg: 'EdDSA' }].map((alg) =>
      bearer(`an algorithm that is no text: ${JSON.stringify(alg)}`, token({ ...header, alg }, claims, signedBy(key))),
    );
    const secrets: readonly (readonly [string, string | Buffer])[] = [
      ['PEM', pem],
      ['PEM without its end', pem.trim()],
      ['PEM with carriage returns', pem.replaceAll('\n', '\r\n')],
      ['DER', der],
      ['JWK', JSON.stringify(jwk)],
      ['JWK with its id', JSON.stringify({ ...jwk, kid, alg: 'EdDSA', use: 'sig' })],
      ['bytes', Buffer.from(String(jwk['x']), 'base64url')],
      ['x', String(jwk['x'])],
      ['id', kid],
      ['nothing', ''],
      ['the word secret', 'secret'],
    ];
    const confused = secrets.flatMap(([what, secret]) =>
      (['HS256', 'HS384', 'HS512'] as const)
        .slice(0, what === 'PEM' || what === 'JWK' ? 3 : 1)
        .map((alg) =>
          bearer(
            `${alg} with the public key as its secret: ${what}`,
            token({ ...header, alg }, claims, keyedBy(`sha${alg.slice(2)}`, secret)),
          ),
        ),
    );
    const otherAlgorithms = [
      'RS256',
      'PS256',
      'ES384',
      'ES512',
      'ES256K',
      'Ed448',
      'eddsa',
      'A128KW',
      'dir',
      'RSA-OAEP',
      '__proto__',
      'constructor',
      'toString',
    ].map((alg) => bearer(`the algorithm ${alg}`, headed({ alg })));
    const kids = [
      '../../../../etc/passwd',
      '/dev/null',
      'file:///etc/passwd',
      'http://169.254.169.254/latest/meta-data/',
      "x' union select 'secret' --",
      '"; drop table keys; --',
      '__proto__',
      'constructor',
      'hasOwnProperty',
      '| cat /etc/passwd',
      '$(id)',
      '\u0000',
      `${kid}\u0000`,
      ` ${kid}`,
      `${kid}/`,
      'k'.repeat(2000),
      '',
      '*',
      'EdDSA x',
    ].map((one) => bearer(`a key id ${JSON.stringify(one).slice(0, 48)}`, headed({ kid: one })));
    const oddKids = [undefined, null, 5, [kid], { kid }].map((one) =>
      bearer(`a key id that is no text: ${JSON.stringify(one)?.slice(0, 8)}`, headed({ kid: one })),
    );
    const pointers = [
      bearer('an address of keys', headed({ jku: 'http://127.0.0.1:9/jwks.json' })),
      bearer('an address of keys at the metadata service', headed({ jku: 'http://169.254.169.254/jwks.json' })),
      bearer('an address of certificates', headed({ x5u: 'https://evil.example/cert.pem' })),
      bearer('certificates of its own', headed({ x5c: ['MIIB'] })),
      bearer(
        'a key of its own, signed with it',
        token({ ...header, jwk: strangerJwk }, claims, signedBy(stranger.privateKey)),
      ),
      bearer(
        'a key of its own under a new id',
        token({ ...header, kid: 'mine', jwk: strangerJwk }, claims, signedBy(stranger.privateKey)),
      ),
      bearer('the issuer’s own key brought along', headed({ jwk })),
      bearer('a critical extension that nobody knows', headed({ crit: ['evil'], evil: true })),
      bearer('a critical extension that is known elsewhere', headed({ crit: ['b64'], b64: false })),
      bearer('critical extensions that are none', headed({ crit: [] })),
      bearer('critical extensions that are a text', headed({ crit: 'exp' })),
      bearer('a header that means nothing here', headed({ zip: 'DEF' }), me),
      bearer('the type of an identity token', headed({ typ: 'JWT' })),
      bearer('the type of a log-out', headed({ typ: 'logout+jwt' })),
      bearer('no type', headed({ typ: undefined })),
      bearer('a content type of a nested token', headed({ cty: 'JWT' }), either(bad, me)),
    ];
    const signatures = [
      bearer(
        'the signature of a stranger under the id of the issuer',
        token(header, claims, signedBy(stranger.privateKey)),
      ),
      bearer(
        'the signature of another curve',
        token({ ...header, alg: 'ES256' }, claims, (input) =>
          sign('sha256', Buffer.from(input), { key: elliptic.privateKey, dsaEncoding: 'ieee-p1363' }).toString(
            'base64url',
          ),
        ),
      ),
      bearer('no signature', `${head}.${payload}.`),
      bearer('two parts', `${head}.${payload}`),
      bearer('one part', head),
      bearer('four parts', `${head}.${payload}.${signature}.${signature}`),
      bearer('five parts, as an encrypted token has', `${head}.${payload}.${signature}.AAAA.AAAA`),
      bearer('three parts of nothing', '..'),
      bearer('a signature of zeros', `${head}.${payload}.${'A'.repeat(86)}`),
      bearer('a cut signature', `${head}.${payload}.${signature.slice(0, -4)}`),
      bearer('a longer signature', `${head}.${payload}.${signature}AAAA`),
      bearer('another last bit of the signature', `${head}.${payload}.${flipped(signature, 85)}`, either(bad, me)),
      bearer('a changed signature', `${head}.${payload}.${flipped(signature, 10)}`),
      bearer('a changed payload', `${head}.${flipped(payload, 40)}.${signature}`),
      bearer('a changed header', `${flipped(head, 10)}.${payload}.${signature}`),
      bearer('the payload of another', `${head}.${encode({ ...claims, profile: 'judge' })}.${signature}`),
      bearer('the same token twice', `${good()}${good()}`),
      bearer('the same token twice, with a comma', `${good()}, Bearer ${good()}`),
      bearer('ordinary base64', good().replaceAll('-', '+').replaceAll('_', '/').concat('=')),
      bearer('a header that is no JSON', `${encode('{')}.${payload}.${signature}`),
      bearer('a header that is a list', `${encode([])}.${payload}.${signature}`),
      bearer('a header that is null', `${encode(null)}.${payload}.${signature}`),
      bearer('a payload that is no JSON', token(header, '{', signedBy(key))),
      bearer('a payload that is a list', token(header, [claims], signedBy(key))),
      bearer('a payload that is null', token(header, 'null', signedBy(key))),
      bearer(
        'a payload with members twice',
        token(header, JSON.stringify(claims).replace('{', '{"profile":"judge",'), signedBy(key)),
        either(bad, me),
      ),
      bearer(
        'a nested depth of three hundred',
        token({ ...header, x: JSON.parse(`${'['.repeat(300)}${']'.repeat(300)}`) as unknown }, claims, signedBy(key)),
        either(bad, me),
      ),
    ];
    const times = [
      bearer('expired', good({ exp: nowS - 60, iat: nowS - 600 }), expired),
      bearer('expired beyond the leeway', good({ exp: nowS - 32, iat: nowS - 600 }), expired),
      bearer('expired long ago', good({ exp: 1, iat: 0 }), expired),
      bearer('no expiry', without('exp')),
      bearer('an expiry in words', good({ exp: String(nowS + 600) })),
      bearer('an expiry of null', good({ exp: null })),
      bearer('an expiry of a list', good({ exp: [nowS + 600] })),
      bearer('an expiry in milliseconds', good({ exp: (nowS + 600) * 1000 })),
      bearer(
        'an expiry beyond every number',
        token(header, JSON.stringify(claims).replace(/"exp":\d+/, '"exp":1e400'), signedBy(key)),
      ),
      bearer('a negative expiry', good({ exp: -1 }), either(bad, expired)),
      bearer('not yet valid', good({ nbf: nowS + 60 })),
      bearer('not valid until words', good({ nbf: 'tomorrow' })),
      bearer('issued in the future', good({ iat: nowS + 600, exp: nowS + 900 })),
      bearer('no time of issue', without('iat')),
      bearer('a time of issue in words', good({ iat: 'now' })),
      bearer('a life of a year', good({ exp: nowS + 31_536_000 })),
    ];
    const places = [
      bearer('another issuer', good({ iss: 'https://evil.example' })),
      bearer('the issuer with a slash', good({ iss: `${demoIssuer}/` })),
      bearer('the issuer in a list', good({ iss: [demoIssuer] })),
      bearer('no issuer', without('iss')),
      bearer('another audience', good({ aud: 'other' })),
      bearer('other audiences', good({ aud: ['other', 'another'] })),
      bearer('an audience that begins as ours', good({ aud: `${demoAudience}-test` })),
      bearer('no audience', without('aud')),
      bearer('another environment', good({ env: 'production' })),
      bearer('an environment in a list', good({ env: [demoEnvironment] })),
      bearer('no environment', without('env')),
      bearer('bound to a key that is not shown', good({ cnf: { jkt: 'x' } })),
      bearer('bound to nothing', good({ cnf: null })),
      bearer('no subject', without('sub')),
      bearer('no id', without('jti')),
    ];
    const persons = [
      bearer('an unknown profile', good({ profile: 'root' })),
      bearer('a profile of prototypes', good({ profile: '__proto__' })),
      bearer('a profile in a list', good({ profile: ['judge'] })),
      bearer('two profiles', good({ profile: 'judge,investigator' })),
      bearer('no profile', without('profile')),
      bearer('a level in words', good({ aal: '3' })),
      bearer('a level that is none', good({ aal: 99 })),
      bearer('a state that is none', good({ state: 'XX' })),
      bearer('a body of two lines', good({ body: 'PCSP\nadmin' })),
      bearer('a body written from right to left', good({ body: 'PCSP\u202e' })),
      bearer('a subject with a slash', good({ sub: '../admin' })),
      bearer('a subject that is a number', good({ sub: 1 })),
      bearer('entitlements that are a text', good({ entitlements: 'all' })),
      bearer('a hundred entitlements', good({ entitlements: Array.from({ length: 100 }, (_, n) => `E${n}`) })),
      bearer('a unit that is an object', good({ unit: { toString: 'x' } })),
    ];
    const strange = [
      bearer('a token of 4097 letters', `${head}.${payload}.${'A'.repeat(4097 - head.length - payload.length - 2)}`),
      bearer('a token of 12 kB', `${head}.${'A'.repeat(12_000)}.${signature}`),
      bearer('a token of 40 kB', `${head}.${'A'.repeat(40_000)}.${signature}`, tooLarge),
      bearer('a word', 'undefined'),
      bearer('null', 'null'),
      bearer('a basic password', 'dXNlcjpwYXNz'),
      bearer('SQL', "' or '1'='1"),
      bearer('a line of a log', 'x%0d%0aset-cookie: a=b'),
      bearer('letters beyond ASCII', 'é\xff'),
      bearer('spaces within', `${head} .${payload}.${signature}`),
      bearer('a space before', ` ${good()}`),
      bearer('a tab before', `\t${good()}`),
      bearer('a comma behind', `${good()},`),
      bearer('a parameter behind', `${good()};x=1`),
      bearer('quotes', `"${good()}"`),
      header_('nothing', ''),
      header_('the scheme alone', 'Bearer', none),
      header_('the scheme and a space', 'Bearer ', either(none, bad)),
      header_('no scheme', good()),
      header_('Basic', 'Basic dXNlcjpwYXNz'),
      header_('Digest', 'Digest username="x"'),
      header_('DPoP', `DPoP ${good()}`),
      header_('Token', `Token ${good()}`),
      header_('Bearer with a colon', `Bearer: ${good()}`),
      header_('Bearer with a tab', `Bearer\t${good()}`),
      header_('Bearer twice', `Bearer Bearer ${good()}`, bad),
      header_('the scheme in small letters', `bearer ${good()}`, me),
      header_('the scheme in capitals', `BEARER ${good()}`, me),
      onTheWire('no header', [], none),
      onTheWire(
        'two headers, the first good',
        [`authorization: Bearer ${good()}`, 'authorization: Bearer x'],
        either(me, bad, refused('BAD_REQUEST')),
      ),
      onTheWire(
        'two headers, the second good',
        ['authorization: Bearer x', `authorization: Bearer ${good()}`],
        either(bad, refused('BAD_REQUEST')),
      ),
      onTheWire('the token in a cookie', [`cookie: token=${good()}`], none),
      onTheWire(
        'the token in another header',
        [`x-access-token: ${good()}`, `proxy-authorization: Bearer ${good()}`],
        none,
      ),
      onTheWire(
        'the token over two lines',
        [`authorization: Bearer\r\n ${good()}`],
        either(none, bad, cut, refused('BAD_REQUEST'), me),
      ),
      onTheWire('a token with a NUL', [`authorization: Bearer ${good()}\0`], refused('BAD_REQUEST')),
      {
        name: 'the token in the address',
        sent: {
          ...post(world, plainBody, { headers: { authorization: '' } }),
          path: `/graphql?access_token=${good()}`,
        },
        right: none,
      },
      {
        name: 'the token in the body',
        sent: post(world, JSON.stringify({ query: '{ me { id } }', access_token: good() }), {
          headers: { authorization: '' },
        }),
        right: none,
      },
      {
        name: 'the schema without a token',
        sent: post(world, JSON.stringify({ query: '{ __schema { types { name } } }' }), {
          headers: { authorization: '' },
        }),
        right: none,
      },
      {
        name: 'a document that does not parse without a token',
        sent: post(world, '{"query":"{"}', { headers: { authorization: '' } }),
        right: none,
      },
      {
        name: 'a body that is no JSON without a token',
        sent: post(world, '{', { headers: { authorization: '' } }),
        right: none,
      },
    ];
    return [
      bearer('the token that the others are made of', good(), me),
      ...noAlgorithms,
      ...oddAlgorithms,
      ...confused,
      ...otherAlgorithms,
      ...kids,
      ...oddKids,
      ...pointers,
      ...signatures,
      ...times,
      ...places,
      ...persons,
      ...strange,
    ];
  },
};

function withoutToken(world: World, lines: readonly string[]): HostileCase['sent'] {
  const sent = rawRequest(
    world,
    'POST /graphql HTTP/1.1',
    ['content-type: application/json', `content-length: ${plainBody.length}`],
    plainBody,
  );
  const text = sent.bytes
    .toString('latin1')
    .replace(/authorization: .*\r\n/, lines.map((one) => `${one}\r\n`).join(''));
  return { ...sent, bytes: Buffer.from(text, 'latin1') };
}
