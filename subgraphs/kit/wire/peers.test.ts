import { describe, expect, it } from 'vitest';
import type { Directory, EndpointEntry } from '../directory.ts';
import { exportPublicKey, generateExchangeKey } from './keys.ts';
import type { ExchangePrivateKey } from './keys.ts';
import { createAnsweringSide, createAskingSide, publicationKey } from './peers.ts';

const keys = {
  gateway: generateExchangeKey(),
  index: generateExchangeKey(),
  holder: generateExchangeKey(),
  other: generateExchangeKey(),
};

function directoryWith(changed: Partial<Record<keyof typeof keys, ExchangePrivateKey>> = {}): Directory {
  const jwk = (name: keyof typeof keys) => ({ ...exportPublicKey((changed[name] ?? keys[name]).publicKey) });
  const endpoint = (source: string, holder: string, name: keyof typeof keys) => ({
    source,
    holder,
    exchangeKey: jwk(name),
  });
  return {
    environment: 'test',
    gateway: { exchangeKey: jwk('gateway') },
    endpoints: [
      endpoint('individuals', 'SP', 'holder'),
      endpoint('individuals', 'RJ', 'other'),
      endpoint('national-index', 'SENASP', 'index'),
    ],
  } as unknown as Directory;
}

const [holderEntry, otherEntry] = directoryWith().endpoints as [EndpointEntry, EndpointEntry];
const body = '{"query":"{a}"}';
const request = { path: '/graphql', body };

function ends(directory: () => Directory = directoryWith) {
  return {
    gateway: createAskingSide(keys.gateway, 'test'),
    index: createAskingSide(keys.index, 'test'),
    holder: createAnsweringSide(keys.holder, directory),
  };
}

describe('an endpoint', () => {
  it('knows the gateway and the index apart by their keys', () => {
    const { gateway, index, holder } = ends();
    const asked = gateway.sign(holderEntry, request);
    const followed = index.sign(holderEntry, request);
    expect(holder.verify('/graphql', asked, Buffer.from(body))).toEqual({
      peer: 'gateway',
      keyId: keys.gateway.id,
      signature: asked.signature,
    });
    expect(holder.verify('/graphql', followed, Buffer.from(body))).toEqual({
      peer: 'index',
      keyId: keys.index.id,
      signature: followed.signature,
    });
  });

  it('listens to no other endpoint, though the directory lists its key', () => {
    const { holder } = ends();
    const neighbour = createAskingSide(keys.other, 'test').sign(holderEntry, request);
    expect(holder.verify('/graphql', neighbour, Buffer.from(body))).toEqual({ problem: 'UNKNOWN_KEY' });
  });

  it('refuses what was signed for another endpoint, in another environment, or twice', () => {
    const { gateway, holder } = ends();
    const verify = (headers: Record<string, string>) => holder.verify('/graphql', headers, Buffer.from(body));
    expect(verify(gateway.sign(otherEntry, request))).toEqual({ problem: 'SIGNATURE_MISMATCH' });
    expect(verify(createAskingSide(keys.gateway, 'production').sign(holderEntry, request))).toEqual({
      problem: 'SIGNATURE_MISMATCH',
    });
    const once = gateway.sign(holderEntry, request);
    expect(verify(once)).toMatchObject({ peer: 'gateway' });
    expect(verify(once)).toEqual({ problem: 'REPLAYED' });
  });

  it('goes by the directory in force when a key is replaced', () => {
    let directory = directoryWith();
    const { gateway, holder } = ends(() => directory);
    const next = generateExchangeKey();
    directory = directoryWith({ gateway: next });
    const verify = (headers: Record<string, string>) => holder.verify('/graphql', headers, Buffer.from(body));
    expect(verify(gateway.sign(holderEntry, request))).toEqual({ problem: 'UNKNOWN_KEY' });
    expect(verify(createAskingSide(next, 'test').sign(holderEntry, request))).toMatchObject({ peer: 'gateway' });
  });

  it('answers under the key that asked, though the directory has another one by then', () => {
    let directory = directoryWith();
    const { gateway, holder } = ends(() => directory);
    const signed = gateway.sign(holderEntry, request);
    const verdict = holder.verify('/graphql', signed, Buffer.from(body));
    if ('problem' in verdict) throw new Error(verdict.problem);
    directory = directoryWith({ gateway: generateExchangeKey() });
    const headers = holder.sign(200, '{}', verdict);
    const answer = { status: 200, headers, body: Buffer.from('{}'), requestSignature: signed.signature };
    expect(gateway.verify(holderEntry, answer)).toBe(true);
  });
});

describe('an answer', () => {
  const { gateway, index, holder } = ends();
  const signed = gateway.sign(holderEntry, request);
  const verdict = holder.verify('/graphql', signed, Buffer.from(body));
  if ('problem' in verdict) throw new Error(verdict.problem);
  const answer = {
    status: 200,
    headers: holder.sign(200, '{"data":1}', verdict),
    body: Buffer.from('{"data":1}'),
    requestSignature: signed.signature,
  };

  it('is the endpoint’s own and belongs to its question', () => {
    expect(gateway.verify(holderEntry, answer)).toBe(true);
  });

  it.each([
    ['another question', { requestSignature: gateway.sign(holderEntry, request).signature }],
    ['another status', { status: 503 }],
    ['another body', { body: Buffer.from('{"data":2}') }],
    ['no signature', { headers: {} }],
  ])('does not pass with %s', (_what, changed) => {
    expect(gateway.verify(holderEntry, { ...answer, ...changed })).toBe(false);
  });

  it('does not pass for another endpoint’s, nor to another peer', () => {
    expect(gateway.verify(otherEntry, answer)).toBe(false);
    expect(index.verify(holderEntry, answer)).toBe(false);
  });
});

describe('the key of keyed identifiers', () => {
  it('is the same at both ends, and another for another endpoint, another environment and the wire', () => {
    const hex = (...parts: Parameters<typeof publicationKey>) =>
      publicationKey(...parts)
        .export()
        .toString('hex');
    const ours = hex(keys.holder, keys.index.publicKey, 'test');
    expect(hex(keys.index, keys.holder.publicKey, 'test')).toBe(ours);
    const others = [
      hex(keys.other, keys.index.publicKey, 'test'),
      hex(keys.holder, keys.gateway.publicKey, 'test'),
      hex(keys.holder, keys.index.publicKey, 'demo'),
    ];
    expect(others).not.toContain(ours);
  });
});
