import { createSecretKey } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import {
  addressDigest,
  addressRanges,
  canonicalAddress,
  clientAddress,
  countedAddress,
  isForwardedByStranger,
} from './address.ts';

function request(remoteAddress: string | undefined, headers: Readonly<Record<string, string>> = {}): IncomingMessage {
  return { socket: { remoteAddress }, headers } as unknown as IncomingMessage;
}

const proxies = addressRanges('TRUSTED_PROXIES', '10.0.0.0/8, 2001:db8:ffff::/48,192.0.2.7');
const nobody = addressRanges('TRUSTED_PROXIES', undefined);
const through = (forwarded: string, peer = '10.0.0.1') =>
  clientAddress(request(peer, { 'x-forwarded-for': forwarded }), proxies);

describe('an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::ffff:c000:0201', '192.0.2.1'],
    ['0:0:0:0:0:FFFF:192.0.2.1', '192.0.2.1'],
    ['2001:DB8::1', '2001:db8:0:0:0:0:0:1'],
    ['2001:db8:0:0:0:0:0:1', '2001:db8:0:0:0:0:0:1'],
    ['2001:0db8::0001:0', '2001:db8:0:0:0:0:1:0'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0:0:0:c000:201'],
    ['fe80::1%eth0', 'fe80:0:0:0:0:0:0:1'],
    ['::', '0:0:0:0:0:0:0:0'],
    ['::1', '0:0:0:0:0:0:0:1'],
    ['1::', '1:0:0:0:0:0:0:0'],
  ])('has one form however it is written: %s', (text, canonical) => {
    expect(canonicalAddress(text)).toBe(canonical);
    expect(canonicalAddress(canonical)).toBe(canonical);
  });

  it.each(['', 'localhost', '192.0.2', '192.0.2.256', '192.0.2.1:80', '[::1]', ':::', '1:2', '__proto__'])(
    'is not %j',
    (text) => {
      expect(canonicalAddress(text)).toBeUndefined();
    },
  );

  it('of IPv6 is counted with the whole /56 that one site is given, and with no other', () => {
    const counted = (text: string) => countedAddress(canonicalAddress(text) ?? '');
    expect(counted('2001:db8:1:2:3:4:5:6')).toBe(counted('2001:db8:1:2::1'));
    expect(counted('2001:db8:1:12ff::1')).toBe(counted('2001:db8:1:1200::1'));
    expect(counted('2001:db8:1:12ff::1')).not.toBe(counted('2001:db8:1:1300::1'));
    expect(counted('2001:db8:1:ff::1')).toBe(counted('2001:db8:1::1'));
    expect(counted('2001:db8:1::1')).not.toBe(counted('2001:db8:2::1'));
    expect(counted('192.0.2.1')).not.toBe(counted('192.0.2.2'));
  });

  it('is a keyed hash in the journal, and no two addresses of the same digits are one', () => {
    const key = createSecretKey(Buffer.alloc(32, 1));
    expect(addressDigest(key, '10.1.11.1')).toBe(addressDigest(key, '10.1.11.1'));
    expect(addressDigest(key, '10.1.11.1')).not.toBe(addressDigest(key, '10.11.1.1'));
    expect(addressDigest(key, '10.1.11.1')).not.toBe(addressDigest(createSecretKey(Buffer.alloc(32, 2)), '10.1.11.1'));
  });
});

describe('behind proxies', () => {
  it('the other end of the connection counts where nobody is trusted, whatever the header says', () => {
    expect(clientAddress(request('198.51.100.1', { 'x-forwarded-for': '203.0.113.9' }), nobody)).toBe('198.51.100.1');
    expect(through('203.0.113.9', '198.51.100.1')).toBe('198.51.100.1');
  });

  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['203.0.113.9, 10.9.9.9', '203.0.113.9'],
    ['203.0.113.9,10.9.9.9,192.0.2.7', '203.0.113.9'],
    ['203.0.113.9:4711', '203.0.113.9'],
    ['[2001:db8::1]:4711', '2001:db8:0:0:0:0:0:1'],
    ['2001:db8::1, 2001:db8:ffff::2', '2001:db8:0:0:0:0:0:1'],
  ])('whom they name is counted: %s', (forwarded, address) => {
    expect(through(forwarded)).toBe(address);
  });

  it.each([
    ['1.1.1.1, 203.0.113.9', '203.0.113.9'],
    ['10.1.1.1, 203.0.113.9, 10.9.9.9', '203.0.113.9'],
    ['1.1.1.1, 203.0.113.9, , 10.9.9.9', '10.9.9.9'],
  ])('what the client wrote itself is not believed: %s', (forwarded, address) => {
    expect(through(forwarded)).toBe(address);
  });

  it.each(['unknown', '_hidden', 'evil\tname', ',,,,', '   ', '999.1.1.1'])(
    'text that is no address counts against the proxy: %j',
    (forwarded) => {
      expect(through(forwarded)).toBe('10.0.0.1');
    },
  );

  it('a header of thousands of proxies costs no more than a few', () => {
    expect(through(Array.from({ length: 4000 }, () => '10.1.1.1').join(','))).toBe('10.1.1.1');
  });

  it('a connection that is gone has an address too', () => {
    expect(clientAddress(request(undefined), proxies)).toBe('unknown');
  });

  it('a request that a stranger passed on is known as such', () => {
    expect(isForwardedByStranger(request('127.0.0.1', { 'x-forwarded-for': '1.1.1.1' }), proxies)).toBe(true);
    expect(isForwardedByStranger(request('127.0.0.1', { forwarded: 'for=1.1.1.1' }), proxies)).toBe(true);
    expect(isForwardedByStranger(request('10.0.0.1', { 'x-forwarded-for': '1.1.1.1' }), proxies)).toBe(false);
    expect(isForwardedByStranger(request('127.0.0.1'), proxies)).toBe(false);
  });
});

describe('the setting', () => {
  it.each([
    'everybody',
    '10.0.0.0/33',
    '10.0.0.0/0',
    '::/0',
    '10.0.0.0/7',
    '0.0.0.0/1,128.0.0.0/1',
    '2001::/15',
    '2001:db8::/129',
    '10.0.0.0/',
    '10.0.0.0/8,',
    '10.0.0/8',
    '*',
  ])('is refused by its name and not repeated: %s', (text) => {
    expect(() => addressRanges('TRUSTED_PROXIES', text)).toThrow(/^TRUSTED_PROXIES: must be/);
  });

  it('takes single addresses and ranges of both kinds', () => {
    expect(proxies.has('10.255.0.1')).toBe(true);
    expect(proxies.has('192.0.2.7')).toBe(true);
    expect(proxies.has('192.0.2.8')).toBe(false);
    expect(proxies.has(canonicalAddress('2001:db8:ffff:1::9') ?? '')).toBe(true);
    expect(proxies.has('unknown')).toBe(false);
    expect(nobody.has('10.0.0.1')).toBe(false);
  });
});
