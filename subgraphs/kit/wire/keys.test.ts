import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  epochHourOf,
  exportPrivateKey,
  exportPublicKey,
  generateExchangeKey,
  generateIdentityKey,
  importPrivateKey,
  importPublicKey,
  KeyError,
  readPrivateKeyFile,
  sharedKey,
  writePrivateKeyFile,
} from './keys.ts';

const folder = mkdtempSync(join(tmpdir(), 'wire-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));

// Computed with another library (pyca/cryptography), so that any implementation can be checked against it.
const gatewayJwk = {
  kty: 'OKP',
  crv: 'X25519',
  x: '-KlTWi0v9gXo4UTVT071xiMTogVduyH93T_ZwpnrAV0',
  d: 'dwdtCnMYpX08FsFyUbJmRd9ML5LrwJkqwXf7pR25LCo',
  kid: '8DpJKXplozPieSznwFOuZYueJVFULmoOqmI7gJyZ43A',
};
const holderJwk = {
  kty: 'OKP',
  crv: 'X25519',
  x: '3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08',
  d: 'XasIfmJKikt54X-Lg4AO5m87sSkmGLb9HC-LJ_-I4Os',
  kid: 'giQqigT_IKcuzHl0FVJ3k5ts3_TWNAxvsC08UZsfcM8',
};
const sharedHex = 'ba92239b9aa2c00b5550ca9824d564dd22d8b7f6de449876cbbaece3d7a65b56'; // context demo, epoch hour 490896

function codeOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error instanceof KeyError ? error.code : error;
  }
  return undefined;
}

describe('the shared key', () => {
  const gateway = importPrivateKey('exchange', gatewayJwk, 'GATEWAY_KEY');
  const holder = importPrivateKey('exchange', holderJwk, 'HOLDER_KEY');

  it('is the worked example, at both ends', () => {
    expect(sharedKey(gateway, holder.publicKey, 490_896, 'demo').export().toString('hex')).toBe(sharedHex);
    expect(sharedKey(holder, gateway.publicKey, 490_896, 'demo').export().toString('hex')).toBe(sharedHex);
  });

  it('is another one for another hour, another context and another peer', () => {
    const stranger = generateExchangeKey();
    const keys = [
      sharedKey(gateway, holder.publicKey, 490_896, 'demo'),
      sharedKey(gateway, holder.publicKey, 490_897, 'demo'),
      sharedKey(gateway, holder.publicKey, 490_896, 'production'),
      sharedKey(gateway, stranger.publicKey, 490_896, 'demo'),
      sharedKey(stranger, holder.publicKey, 490_896, 'demo'),
    ].map((key) => key.export().toString('hex'));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('is derived once an hour and peer, and in bounded memory', () => {
    const first = sharedKey(gateway, holder.publicKey, 7, 'demo');
    expect(sharedKey(gateway, holder.publicKey, 7, 'demo')).toBe(first);
    for (let hour = 10_000; hour < 10_000 + 4096; hour += 1) sharedKey(gateway, holder.publicKey, hour, 'demo');
    const again = sharedKey(gateway, holder.publicKey, 7, 'demo');
    expect(again).not.toBe(first);
    expect(again.equals(first)).toBe(true);
  });

  it('is refused for a peer key of low order, with which anybody could compute it', () => {
    const zero = importPublicKey('exchange', { kty: 'OKP', crv: 'X25519', x: 'A'.repeat(43) }, 'PEER');
    expect(codeOf(() => sharedKey(gateway, zero, 1, 'demo'))).toBe('KEY_AGREEMENT_REFUSED');
  });

  it('is refused for a context or an hour that could be read as something else', () => {
    expect(() => sharedKey(gateway, holder.publicKey, 1, 'de\nmo')).toThrow('context');
    expect(() => sharedKey(gateway, holder.publicKey, 1.5, 'demo')).toThrow('epochHour');
  });

  it('counts hours from the epoch', () => {
    expect([3599, 3600, 1_767_225_599, 1_767_225_600].map(epochHourOf)).toEqual([0, 1, 490_895, 490_896]);
  });
});

describe('a JWK', () => {
  it('comes back as the same key, named by its thumbprint', () => {
    for (const key of [generateIdentityKey(), generateExchangeKey()]) {
      const back = importPrivateKey(key.kind, exportPrivateKey(key), 'KEY');
      expect(back.id).toBe(key.id);
      expect(back.key.equals(key.key)).toBe(true);
      expect(importPublicKey(key.kind, exportPublicKey(key.publicKey), 'KEY').id).toBe(key.id);
    }
    expect(importPublicKey('exchange', { kty: 'OKP', crv: 'X25519', x: holderJwk.x }, 'KEY').id).toBe(holderJwk.kid);
  });

  it('shows no private part when public', () => {
    expect(Object.keys(exportPublicKey(generateExchangeKey().publicKey)).sort()).toEqual(['crv', 'kid', 'kty', 'x']);
  });

  const { d: _d, ...publicJwk } = holderJwk;
  it.each([
    ['a private part where a public key belongs', holderJwk],
    ['the other curve', { ...publicJwk, crv: 'Ed25519' }],
    ['another key type', { ...publicJwk, kty: 'EC' }],
    ['a key id of its own choosing', { ...publicJwk, kid: gatewayJwk.kid }],
    ['a short x', { ...publicJwk, x: 'AAAA' }],
    ['x spelled otherwise in its unused bits', { ...publicJwk, kid: undefined, x: publicJwk.x.replace(/8$/, '9') }],
    ['an unknown member', { ...publicJwk, x5u: 'https://example.org' }],
    ['a member called __proto__', JSON.parse(`{"kty":"OKP","crv":"X25519","x":"${publicJwk.x}","__proto__":{}}`)],
    ['null', null],
    ['a list', [publicJwk]],
    ['text', JSON.stringify(publicJwk)],
  ])('is refused with %s, naming the setting and no value', (_what, jwk) => {
    expect(codeOf(() => importPublicKey('exchange', jwk, 'PEER_KEY'))).toBe('KEY_MALFORMED');
    try {
      importPublicKey('exchange', jwk, 'PEER_KEY');
    } catch (error) {
      expect(String(error)).toContain('PEER_KEY');
      expect(String(error)).not.toContain(publicJwk.x.slice(0, 12));
    }
  });

  it('is refused when its public part belongs to another private part', () => {
    const mixed = { ...holderJwk, x: gatewayJwk.x, kid: gatewayJwk.kid };
    expect(codeOf(() => importPrivateKey('exchange', mixed, 'KEY'))).toBe('KEY_MALFORMED');
  });
});

describe('a key file', () => {
  const key = generateExchangeKey();
  const path = join(folder, 'key.json');

  it('is written for its owner alone, read back, and never overwritten', () => {
    writePrivateKeyFile(path, key, 'KEY_FILE');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readPrivateKeyFile('exchange', path, 'KEY_FILE').id).toBe(key.id);
    expect(codeOf(() => writePrivateKeyFile(path, generateExchangeKey(), 'KEY_FILE'))).toBe('KEY_FILE_EXISTS');
    expect(readPrivateKeyFile('exchange', path, 'KEY_FILE').id).toBe(key.id);
    expect(readdirSync(folder)).toEqual(['key.json']);
  });

  it('is refused when others can read it', () => {
    chmodSync(path, 0o640);
    expect(codeOf(() => readPrivateKeyFile('exchange', path, 'KEY_FILE'))).toBe('KEY_FILE_EXPOSED');
    chmodSync(path, 0o600);
  });

  it('is refused when absent, a folder, too large, not JSON, or for another use, naming the setting and not the path', () => {
    const write = (name: string, text: string) => {
      writeFileSync(join(folder, name), text, { mode: 0o600 });
      return join(folder, name);
    };
    chmodSync(folder, 0o700);
    const cases = [
      [join(folder, 'none.json'), 'KEY_FILE_UNREADABLE'],
      [folder, 'KEY_FILE_UNREADABLE'],
      [write('large.json', ' '.repeat(5000)), 'KEY_FILE_UNREADABLE'],
      [write('text.json', 'no key'), 'KEY_MALFORMED'],
      [write('identity.json', JSON.stringify(exportPrivateKey(generateIdentityKey()))), 'KEY_MALFORMED'],
    ] as const;
    for (const [file, code] of cases) {
      expect(codeOf(() => readPrivateKeyFile('exchange', file, 'KEY_FILE'))).toBe(code);
      expect(() => readPrivateKeyFile('exchange', file, 'KEY_FILE')).toThrow('KEY_FILE');
      expect(() => readPrivateKeyFile('exchange', file, 'KEY_FILE')).not.toThrow(folder);
    }
  });
});
