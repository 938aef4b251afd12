import { createHmac, createSecretKey } from 'node:crypto';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { epochHourOf, generateExchangeKey, sharedKey } from './keys.ts';
import {
  NonceMemory,
  signatureProblems,
  signRequest,
  signResponse,
  SignatureUsageError,
  verifyRequest,
  verifyResponse,
} from './signature.ts';
import type { HeaderValues, KeyLookup, Verdict } from './signature.ts';

// The worked example. Every value below was computed with OpenSSL from the lines as they stand here, so that an implementation in any
// language can be checked against it: HMAC-SHA256 over the signature base, key of 32 bytes 00 01 02 … 1f.
const keyHex = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';
const key = createSecretKey(Buffer.from(keyHex, 'hex'));
const atMs = 1767225600_000; // 2026-01-01T00:00:00Z, the first second of epoch hour 490896

const question = {
  body: '{"query":"{ a }"}',
  base: [
    '"@method": POST',
    '"@path": /graphql',
    '"content-digest": sha-256=:4jTxpZy//eGVlJHm9IWlpFKqOLvuiz8ce0H8/LQOpyg=:',
    '"@signature-params": ("@method" "@path" "content-digest");created=1767225600;nonce="AAECAwQFBgcICQoLDA0ODw";keyid="gateway-1";alg="hmac-sha256"',
  ].join('\n'),
  headers: {
    'content-digest': 'sha-256=:4jTxpZy//eGVlJHm9IWlpFKqOLvuiz8ce0H8/LQOpyg=:',
    'signature-input':
      'infoseg=("@method" "@path" "content-digest");created=1767225600;nonce="AAECAwQFBgcICQoLDA0ODw";keyid="gateway-1";alg="hmac-sha256"',
    signature: 'infoseg=:EsatGWaERMfodjb3gT33HvT2bvXzToRPwCy1IoJcBlM=:',
  },
};

const answer = {
  body: '{"data":{"a":1}}',
  base: [
    '"@status": 200',
    '"content-digest": sha-256=:EphJftWg442q+p9hI002EHsgJA6d6GPYVnDPbMcGU/E=:',
    '"signature";req: infoseg=:EsatGWaERMfodjb3gT33HvT2bvXzToRPwCy1IoJcBlM=:',
    '"@signature-params": ("@status" "content-digest" "signature";req);created=1767225601;keyid="holder-1";alg="hmac-sha256"',
  ].join('\n'),
  headers: {
    'content-digest': 'sha-256=:EphJftWg442q+p9hI002EHsgJA6d6GPYVnDPbMcGU/E=:',
    'signature-input':
      'infoseg=("@status" "content-digest" "signature";req);created=1767225601;keyid="holder-1";alg="hmac-sha256"',
    signature: 'infoseg=:iMSG2YPfwrVIRALboANXYx/eUCa47Bqbf1QXwZJXXRw=:',
  },
};

const gatewayKey: KeyLookup = (keyId) => (keyId === 'gateway-1' ? key : undefined);
const holderKey: KeyLookup = (keyId) => (keyId === 'holder-1' ? key : undefined);

function checkQuestion(changed: Partial<Parameters<typeof verifyRequest>[0]> = {}): Verdict {
  return verifyRequest({
    method: 'POST',
    path: '/graphql',
    body: question.body,
    headers: question.headers,
    keyFor: gatewayKey,
    now: atMs,
    ...changed,
  });
}

function checkAnswer(changed: Partial<Parameters<typeof verifyResponse>[0]> = {}): Verdict {
  return verifyResponse({
    status: 200,
    body: answer.body,
    headers: answer.headers,
    requestSignature: question.headers.signature,
    keyFor: holderKey,
    now: atMs,
    ...changed,
  });
}

const withHeader = (name: string, value: string | string[] | undefined): { headers: HeaderValues } => ({
  headers: { ...question.headers, [name]: value },
});
const withInput = (from: string, to: string) =>
  withHeader('signature-input', question.headers['signature-input'].replace(from, to));

function refusedAs(code: (typeof signatureProblems)[number]) {
  return { ok: false, code };
}

/** Signs what a hostile sender with a good key would sign: any components, any parameters. */
function signedByHand(input: string, base: string): HeaderValues {
  const mac = createHmac('sha256', key).update(base).digest('base64');
  return { ...question.headers, 'signature-input': `infoseg=${input}`, signature: `infoseg=:${mac}:` };
}

describe('the worked example', () => {
  it('is what a request signs to', () => {
    expect(
      signRequest({
        method: 'POST',
        path: '/graphql',
        body: question.body,
        key,
        keyId: 'gateway-1',
        now: atMs,
        nonce: 'AAECAwQFBgcICQoLDA0ODw',
      }),
    ).toEqual(question.headers);
  });

  it('is the HMAC of the signature base as written out', async () => {
    const input = question.headers['signature-input'].slice('infoseg='.length);
    expect(signedByHand(input, question.base)).toEqual(question.headers);
    const mac = createHmac('sha256', key).update(answer.base).digest('base64');
    expect(`infoseg=:${mac}:`).toBe(answer.headers.signature);
  });

  it.each([32, 63, 64, 65, 131])('is the same HMAC with a key of %d bytes, wrapped or not', (bytes) => {
    const long = Buffer.alloc(bytes, 0xaa);
    for (const path of ['/graphql', `/${'p'.repeat(2047)}`]) {
      const asked = { method: 'POST', path, body: question.body, keyId: 'gateway-1', now: atMs };
      const nonce = 'AAECAwQFBgcICQoLDA0ODw';
      const signed = signRequest({ ...asked, nonce, key: createSecretKey(long) });
      const base = question.base.replace('/graphql', path);
      expect(signed.signature).toBe(`infoseg=:${createHmac('sha256', long).update(base).digest('base64')}:`);
      expect(signRequest({ ...asked, nonce, key: long })).toEqual(signed);
    }
  });

  it('is accepted, with the key id and the signature that the answer covers', () => {
    expect(checkQuestion()).toEqual({ ok: true, keyId: 'gateway-1', signature: question.headers.signature });
  });

  it('is what a response signs to, and is accepted', () => {
    const headers = signResponse({
      status: 200,
      body: answer.body,
      requestSignature: question.headers.signature,
      key,
      keyId: 'holder-1',
      now: atMs + 1000,
    });
    expect(headers).toEqual(answer.headers);
    expect(checkAnswer()).toEqual({ ok: true, keyId: 'holder-1', signature: answer.headers.signature });
  });

  it('signs a body of bytes as its text', () => {
    expect(checkQuestion({ body: Buffer.from(question.body) })).toMatchObject({ ok: true });
  });
});

describe('a request that is not the one signed', () => {
  it.each([
    ['another method', { method: 'PUT' }, 'SIGNATURE_MISMATCH'],
    ['another path', { path: '/feed' }, 'SIGNATURE_MISMATCH'],
    ['a changed body', { body: '{"query":"{ b }"}' }, 'DIGEST_MISMATCH'],
    ['a body cut short', { body: question.body.slice(0, -1) }, 'DIGEST_MISMATCH'],
    ['an empty body', { body: '' }, 'DIGEST_MISMATCH'],
    [
      'the digest of another body',
      withHeader('content-digest', answer.headers['content-digest']),
      'SIGNATURE_MISMATCH',
    ],
    ['the signature of the answer', withHeader('signature', answer.headers.signature), 'SIGNATURE_MISMATCH'],
    ['another nonce', withInput('AAECAw', 'AAECAx'), 'SIGNATURE_MISMATCH'],
    ['another created', withInput('1767225600', '1767225601'), 'SIGNATURE_MISMATCH'],
    ['another key id', withInput('gateway-1', 'holder-1'), 'UNKNOWN_KEY'],
    ['the key of another pair', { keyFor: () => Buffer.alloc(32, 7) }, 'SIGNATURE_MISMATCH'],
  ] as const)('is refused with %s', (_what, changed, code) => {
    expect(checkQuestion(changed)).toEqual(refusedAs(code));
  });

  it('is refused when a changed body brings its own digest', () => {
    const { 'content-digest': digest } = signRequest({ method: 'POST', path: '/graphql', body: '{}', key, keyId: 'x' });
    expect(checkQuestion({ body: '{}', ...withHeader('content-digest', digest) })).toEqual(
      refusedAs('SIGNATURE_MISMATCH'),
    );
  });
});

describe('a request that strays from the profile', () => {
  const input = question.headers['signature-input'];
  const mac = question.headers.signature.slice('infoseg=:'.length, -1);

  it.each(['content-digest', 'signature-input', 'signature'])('is MISSING without %s', (name) => {
    expect(checkQuestion(withHeader(name, undefined))).toEqual(refusedAs('MISSING'));
  });

  it('is MISSING when the header stands only on the prototype', () => {
    const headers = Object.create(question.headers) as HeaderValues;
    expect(checkQuestion({ headers })).toEqual(refusedAs('MISSING'));
  });

  it.each([
    ['an empty header', withHeader('signature', '')],
    [
      'a header given twice, as a list',
      withHeader('signature', [question.headers.signature, question.headers.signature]),
    ],
    ['a list of one', withHeader('signature-input', [input])],
    [
      'a header given twice, as Node joins it',
      withHeader('signature', `${question.headers.signature}, ${question.headers.signature}`),
    ],
    ['two labels', withHeader('signature-input', `${input}, other=("@method");created=1767225600`)],
    ['two digests', withHeader('content-digest', `${question.headers['content-digest']}, sha-512=:AAAA:`)],
    ['another label', withHeader('signature', `sig1=:${mac}:`)],
    ['another label in the input', withInput('infoseg=', 'sig1=')],
    ['a truncated signature', withHeader('signature', `infoseg=:${mac.slice(0, 20)}:`)],
    ['a truncated input', withHeader('signature-input', input.slice(0, -1))],
    [
      'a signature in lower-case hex',
      withHeader('signature', `infoseg=:${Buffer.from(mac, 'base64').toString('hex')}:`),
    ],
    [
      'a signature in upper-case hex',
      withHeader('signature', `infoseg=:${Buffer.from(mac, 'base64').toString('hex').toUpperCase()}:`),
    ],
    [
      'a signature in base64url without padding',
      withHeader('signature', `infoseg=:${Buffer.from(mac, 'base64').toString('base64url')}:`),
    ],
    ['components in another order', withInput('"@method" "@path"', '"@path" "@method"')],
    ['a component added', withInput('"@method" ', '"@method" "@authority" ')],
    ['a component left out', withInput(' "content-digest"', '')],
    ['a component with a parameter', withInput('"@path"', '"@path";req')],
    [
      'parameters in another order',
      withInput(
        ';created=1767225600;nonce="AAECAwQFBgcICQoLDA0ODw"',
        ';nonce="AAECAwQFBgcICQoLDA0ODw";created=1767225600',
      ),
    ],
    ['a parameter added', withInput(';alg=', ';expires=1999999999;alg=')],
    ['no nonce', withInput(';nonce="AAECAwQFBgcICQoLDA0ODw"', '')],
    ['a short nonce', withInput('AAECAwQFBgcICQoLDA0ODw', 'AAECAw')],
    ['another algorithm', withInput('hmac-sha256', 'ed25519')],
    ['the algorithm in capitals', withInput('hmac-sha256', 'HMAC-SHA256')],
    ['created as text', withInput('created=1767225600', 'created="1767225600"')],
    ['a negative created', withInput('created=1767225600', 'created=-1767225600')],
    ['a leading blank', withHeader('signature-input', ` ${input}`)],
    ['a line break at the end', withHeader('signature', `${question.headers.signature}\n`)],
    [
      'a digest by another name',
      withHeader('content-digest', question.headers['content-digest'].replace('sha-256', 'SHA-256')),
    ],
    ['a path with a query, which "@path" would not cover', { path: '/graphql?a=1' }],
    ['a path with a fragment', { path: '/graphql#a' }],
    ['a path in absolute form', { path: 'http://127.0.0.1/graphql' }],
  ])('is MALFORMED with %s', (_what, changed) => {
    expect(checkQuestion(changed)).toEqual(refusedAs('MALFORMED'));
  });

  it('is MALFORMED even when the stray form is correctly signed', async () => {
    const params =
      '("@path" "@method" "content-digest");created=1767225600;nonce="AAECAwQFBgcICQoLDA0ODw";keyid="gateway-1";alg="hmac-sha256"';
    const digest = question.headers['content-digest'];
    const base = `"@path": /graphql\n"@method": POST\n"content-digest": ${digest}\n"@signature-params": ${params}`;
    expect(checkQuestion({ headers: signedByHand(params, base) })).toEqual(refusedAs('MALFORMED'));
  });

  it('is refused when the last character of the base64 spells the same bytes otherwise', () => {
    // 256 bits leave two bits of the 43rd character unused: "M=" and "N=" decode alike.
    const respelled = `infoseg=:${mac.slice(0, -2)}N=:`;
    expect(Buffer.from(respelled.slice(9, -1), 'base64')).toEqual(Buffer.from(mac, 'base64'));
    expect(checkQuestion(withHeader('signature', respelled))).toEqual(refusedAs('SIGNATURE_MISMATCH'));
  });

  it('is refused whichever single character of a header is changed', () => {
    for (const [name, value] of Object.entries(question.headers)) {
      for (let at = 0; at < value.length; at += 1) {
        const changed = value.slice(0, at) + (value[at] === 'A' ? 'B' : 'A') + value.slice(at + 1);
        expect(checkQuestion(withHeader(name, changed)), `${name} at ${at}`).toMatchObject({ ok: false });
      }
    }
  });
});

describe('time', () => {
  it.each([
    [-60_000, 'accepts a request from 60 s ahead', { ok: true }],
    [-61_000, 'refuses one from 61 s ahead', refusedAs('FUTURE')],
    [60_999, 'accepts one 60 s old', { ok: true }],
    [61_000, 'refuses one 61 s old', refusedAs('EXPIRED')],
  ])('%i ms from created: %s', (offset, _what, verdict) => {
    expect(checkQuestion({ now: atMs + offset })).toMatchObject(verdict);
    const answered = checkAnswer({ now: atMs + 1000 + offset });
    expect(answered).toMatchObject(verdict);
  });

  it('keeps to another tolerance when told', () => {
    expect(checkQuestion({ now: atMs + 6_000, toleranceS: 5 })).toEqual(refusedAs('EXPIRED'));
  });

  it('takes the key of the hour of created on either side of an hour boundary', () => {
    const [gateway, holder] = [generateExchangeKey(), generateExchangeKey()];
    const hours: number[] = [];
    const keyFor: KeyLookup = (keyId, epochHour) => {
      hours.push(epochHour);
      return keyId === gateway.id ? sharedKey(holder, gateway.publicKey, epochHour, 'test') : undefined;
    };
    const hour = epochHourOf(atMs / 1000);
    for (const [signedAt, readAt] of [
      [atMs - 1, atMs + 1], // signed in the old hour, read in the new one
      [atMs + 1, atMs - 1], // signed by a clock that is ahead
    ] as const) {
      const headers = signRequest({
        method: 'POST',
        path: '/graphql',
        body: question.body,
        key: (epochHour) => sharedKey(gateway, holder.publicKey, epochHour, 'test'),
        keyId: gateway.id,
        now: signedAt,
      });
      expect(checkQuestion({ headers, keyFor, now: readAt })).toMatchObject({ ok: true });
      // The key of the reader's own hour would not have done.
      const readersHour: KeyLookup = () => sharedKey(holder, gateway.publicKey, epochHourOf(readAt / 1000), 'test');
      expect(checkQuestion({ headers, keyFor: readersHour, now: readAt })).toEqual(refusedAs('SIGNATURE_MISMATCH'));
    }
    expect(hours).toEqual([hour - 1, hour]);
  });
});

describe('an answer', () => {
  const other = signRequest({
    method: 'POST',
    path: '/graphql',
    body: question.body,
    key,
    keyId: 'gateway-1',
    now: atMs,
  });

  it.each([
    ['another request with the same body', { requestSignature: other.signature }, 'SIGNATURE_MISMATCH'],
    ['another status', { status: 503 }, 'SIGNATURE_MISMATCH'],
    ['another body', { body: '{"data":{"a":2}}' }, 'DIGEST_MISMATCH'],
    ['a holder that was not asked', { keyFor: gatewayKey }, 'UNKNOWN_KEY'],
    [
      'the headers of the request, sent back',
      { headers: question.headers, body: question.body, keyFor: () => key },
      'MALFORMED',
    ],
    ['no headers', { headers: {} }, 'MISSING'],
    ['a request signature that is none', { requestSignature: 'infoseg=:AAAA:' }, 'MALFORMED'],
    ['a status that is none', { status: 20 }, 'MALFORMED'],
  ] as const)('is refused for %s', (_what, changed, code) => {
    expect(checkAnswer(changed)).toEqual(refusedAs(code));
  });

  it('does not pass as a request', () => {
    expect(checkQuestion({ headers: answer.headers, body: answer.body, keyFor: () => key })).toEqual(
      refusedAs('MALFORMED'),
    );
  });
});

describe('replay', () => {
  it('accepts a request once', () => {
    const nonces = new NonceMemory();
    expect(checkQuestion({ nonces })).toMatchObject({ ok: true });
    expect(checkQuestion({ nonces })).toEqual(refusedAs('REPLAYED'));
    expect(checkQuestion({ nonces, now: atMs + 60_000 })).toEqual(refusedAs('REPLAYED'));
  });

  it('refuses a request from a clock ahead for as long as it could be accepted', () => {
    const nonces = new NonceMemory();
    for (const [now, verdict] of [
      [atMs - 60_000, { ok: true }],
      [atMs, refusedAs('REPLAYED')],
      [atMs + 60_999, refusedAs('REPLAYED')],
      [atMs + 61_000, refusedAs('EXPIRED')],
    ] as const) {
      expect(checkQuestion({ nonces, now })).toMatchObject(verdict);
    }
  });

  it('keeps the nonces of two senders apart', () => {
    const nonces = new NonceMemory();
    const nonce = 'AAECAwQFBgcICQoLDA0ODw';
    for (const keyId of ['gateway-1', 'gateway-2']) {
      const headers = signRequest({
        method: 'POST',
        path: '/graphql',
        body: question.body,
        key,
        keyId,
        now: atMs,
        nonce,
      });
      expect(checkQuestion({ headers, nonces, keyFor: () => key })).toMatchObject({ ok: true });
    }
  });

  it('remembers nothing of a request that is refused', () => {
    const nonces = new NonceMemory();
    checkQuestion({ nonces, keyFor: () => Buffer.alloc(32) });
    checkQuestion({ nonces, body: 'other' });
    expect(nonces.size).toBe(0);
    expect(checkQuestion({ nonces })).toMatchObject({ ok: true });
  });

  it('refuses everything when full, and serves again when the window has passed', () => {
    const nonces = new NonceMemory({ entriesMax: 2, windowS: 121 });
    const send = (now: number) =>
      checkQuestion({
        nonces,
        now,
        headers: signRequest({ method: 'POST', path: '/graphql', body: question.body, key, keyId: 'gateway-1', now }),
      });
    expect([send(atMs), send(atMs + 1), send(atMs + 2)]).toMatchObject([
      { ok: true },
      { ok: true },
      refusedAs('REPLAYED'),
    ]);
    expect(nonces.refusedFull).toBe(1);
    expect(send(atMs + 121_001)).toMatchObject({ ok: true });
    expect(nonces.size).toBe(2);
  });

  it('gives every request a nonce of its own', () => {
    const sign = () =>
      signRequest({ method: 'POST', path: '/', body: '', key, keyId: 'a', now: atMs })['signature-input'];
    expect(new Set(Array.from({ length: 1000 }, sign)).size).toBe(1000);
  });
});

describe('misuse', () => {
  const good = { method: 'POST', path: '/graphql', body: '', key, keyId: 'gateway-1' };

  it.each([
    ['method', { method: 'post' }],
    ['path', { path: '/a?b' }],
    ['path', { path: '/a b' }],
    ['path', { path: '/a\r\nx: y' }],
    ['keyId', { keyId: 'a"b' }],
    ['nonce', { nonce: 'short' }],
    ['key', { key: Buffer.alloc(16) }],
  ])('names %s', (name, changed) => {
    expect(() => signRequest({ ...good, ...changed })).toThrow(SignatureUsageError);
    expect(() => signRequest({ ...good, ...changed })).toThrow(name);
  });

  it('refuses a memory of nonces shorter than the window in which a request is accepted', () => {
    expect(() => checkQuestion({ nonces: new NonceMemory({ windowS: 120 }) })).toThrow('toleranceS');
    expect(() => new NonceMemory({ entriesMax: 0 })).toThrow('entriesMax');
    expect(() => new NonceMemory({ windowS: 0 })).toThrow('windowS');
  });
});

describe('over HTTP', () => {
  it('holds for what Node hands over, and refuses headers that Node has joined', async () => {
    const verdicts: Verdict[] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        const verdict = verifyRequest({
          method,
          path: url,
          headers,
          body: Buffer.concat(chunks),
          keyFor: gatewayKey,
          now: atMs,
        });
        verdicts.push(verdict);
        const signed = verdict.ok
          ? signResponse({
              status: 200,
              body: 'né',
              requestSignature: verdict.signature,
              key,
              keyId: 'holder-1',
              now: atMs,
            })
          : {};
        response.writeHead(verdict.ok ? 200 : 401, signed).end('né');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const post = (headers: Record<string, string | string[]>) =>
      new Promise<Verdict>((resolve, reject) => {
        const request = httpRequest(
          { port, host: '127.0.0.1', method: 'POST', path: '/graphql', headers },
          (response) => {
            const chunks: Buffer[] = [];
            response.on('data', (chunk: Buffer) => chunks.push(chunk));
            response.on('end', () =>
              resolve(
                verifyResponse({
                  status: response.statusCode ?? 0,
                  headers: response.headers,
                  body: Buffer.concat(chunks),
                  requestSignature: question.headers.signature,
                  keyFor: holderKey,
                  now: atMs,
                }),
              ),
            );
          },
        );
        request.on('error', reject).end(question.body);
      });
    try {
      expect(await post(question.headers)).toMatchObject({ ok: true, keyId: 'holder-1' });
      const twice = [question.headers.signature, question.headers.signature];
      expect(await post({ ...question.headers, signature: twice })).toEqual(refusedAs('MISSING'));
      expect(verdicts).toMatchObject([{ ok: true }, refusedAs('MALFORMED')]);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
