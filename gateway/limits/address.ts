// Under which address a request is counted: the other end of its connection or, behind proxies of ours, whom they say it came from.
import { createHmac } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { ConfigError } from '#kit/errors.ts';

export interface AddressRanges {
  readonly isEmpty: boolean;
  /** `address` as `canonicalAddress` writes it. */
  has(address: string): boolean;
}

/** `10.0.0.0/8,192.0.2.7,2001:db8::/32`, or nobody. @throws ConfigError naming the setting */
export function addressRanges(setting: string, text: string | undefined): AddressRanges {
  const list = new BlockList();
  const parts = text === undefined || text === '' ? [] : text.split(',').map((part) => part.trim());
  for (const part of parts) {
    const [, address = '', length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(part) ?? [];
    const canonical = canonicalAddress(address);
    const bits = canonical?.includes(':') ? 128 : 32;
    const prefix = length === undefined ? bits : Number(length);
    // Whoever trusts everybody lets everybody choose under which address to be counted; two halves are everybody, too.
    if (canonical === undefined || isIP(address) === 0 || prefix < prefixMin[familyOf(canonical)] || prefix > bits)
      throw new ConfigError(
        setting,
        'must be addresses or ranges (10.0.0.0/8, 2001:db8::/32; IPv4 from /8, IPv6 from /16) parted by commas',
      );
    list.addSubnet(canonical, prefix, familyOf(canonical));
  }
  return {
    isEmpty: parts.length === 0,
    has: (address) => parts.length > 0 && isIP(address) !== 0 && list.check(address, familyOf(address)),
  };
}

/** The widest range: 10.0.0.0/8 is the largest private network (RFC 1918), and no proxies of ours need more of IPv6. */
const prefixMin = Object.freeze({ ipv4: 8, ipv6: 16 });

/** A request whose connection has already gone is counted with others of its kind. */
const unknown = 'unknown';
/** Proxies in a row that are followed. */
const hopsMax = 16;

/**
 * The client's address in canonical form. X-Forwarded-For is believed as far as proxies of ours wrote it: from the right, up to the
 * first that is none of them. What stands left of that one is the client's own text.
 */
export function clientAddress(request: IncomingMessage, trusted: AddressRanges): string {
  let address = canonicalAddress(request.socket.remoteAddress ?? '') ?? unknown;
  const header = request.headers['x-forwarded-for'];
  const forwarded = typeof header === 'string' ? header : '';
  let end = forwarded.length;
  for (let hop = 0; hop < hopsMax && end > 0 && trusted.has(address); hop++) {
    const start = forwarded.lastIndexOf(',', end - 1);
    const named = canonicalAddress(withoutPort(forwarded.slice(start + 1, end).trim()));
    // A proxy that forwards what is no address is counted itself.
    if (named === undefined) break;
    address = named;
    end = start;
  }
  return address;
}

/** Somebody who is no proxy of ours passed the request on, so that the other end of the connection tells nothing about the client. */
export function isForwardedByStranger(request: IncomingMessage, trusted: AddressRanges): boolean {
  const { headers, socket } = request;
  const forwarded = ['x-forwarded-for', 'forwarded', 'via'].some((name) => headers[name] !== undefined);
  return forwarded && !trusted.has(canonicalAddress(socket.remoteAddress ?? '') ?? unknown);
}

/**
 * What is counted together: one address of IPv4; of IPv6 the /56. One site is given more than one /64, as a rule a /56 or a /48 (RFC 6177
 * section 2): counted by /64 a home would have 256 limits. By /48 as many homes of providers that give a /56 would share one.
 */
export function countedAddress(canonical: string): string {
  if (!canonical.includes(':')) return canonical;
  const [first, second, third, fourth = '0'] = canonical.split(':');
  return `${[first, second, third, (parseInt(fourth, 16) & 0xff00).toString(16)].join(':')}::/56`;
}

/** IPv4 in dots, also where it is written as IPv6 (`::ffff:192.0.2.1`); IPv6 in eight groups without its zone; undefined for other text. */
export function canonicalAddress(text: string): string | undefined {
  const address = text.split('%')[0] ?? '';
  switch (isIP(address)) {
    case 4:
      return address;
    case 6:
      return canonicalIpv6(address);
    default:
      return undefined;
  }
}

/** What the journal holds of an address that was refused: one that is known can be searched for, and none can be read. */
export function addressDigest(key: KeyObject, address: string): string {
  return createHmac('sha256', key).update(`ADDRESS\n${address}`).digest('base64url');
}

function canonicalIpv6(address: string): string {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const plain = dotted ? `${dotted[1]}${hexPair(dotted[2], dotted[3])}:${hexPair(dotted[4], dotted[5])}` : address;
  const [head = '', tail] = plain.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: tail === undefined ? 0 : 8 - left.length - right.length }, () => '0');
  const groups = [...left, ...zeros, ...right].map((group) => parseInt(group, 16));
  const [high = 0, low = 0] = groups.slice(6);
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  return groups.map((group) => group.toString(16)).join(':');
}

function hexPair(high: string | undefined, low: string | undefined): string {
  return ((Number(high) << 8) | Number(low)).toString(16);
}

/** `192.0.2.1:4711` and `[2001:db8::1]:4711`, as some proxies write. */
function withoutPort(text: string): string {
  const [, bracketed, dotted] = /^\[([^\]]*)\](?::\d+)?$|^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text) ?? [];
  return bracketed ?? dotted ?? text;
}

function familyOf(canonical: string): 'ipv4' | 'ipv6' {
  return canonical.includes(':') ? 'ipv6' : 'ipv4';
}
