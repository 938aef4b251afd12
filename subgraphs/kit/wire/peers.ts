// The two ends of a question: who signs with which key, and whom an endpoint listens to.
import type { KeyObject } from 'node:crypto';
import type { Directory, EndpointEntry } from '../directory.ts';
import { indexSource } from '../directory.ts';
import { importPublicKey, sharedKey } from './keys.ts';
import type { ExchangePrivateKey, ExchangePublicKey } from './keys.ts';
import { NonceMemory, signRequest, signResponse, verifyRequest, verifyResponse } from './signature.ts';
import type { HeaderValues, SignatureProblem } from './signature.ts';

/** Who may knock at an endpoint: the gateway asks, the index follows. */
export type Peer = 'gateway' | 'index';

export interface AskingSide {
  /** Headers that sign a POST of `body` to `path` at the endpoint. */
  sign(endpoint: EndpointEntry, request: { readonly path: string; readonly body: string }): SignedHeaders;
  /** True when the answer is the endpoint's own and belongs to the question. */
  verify(
    endpoint: EndpointEntry,
    answer: {
      readonly status: number;
      readonly headers: HeaderValues;
      readonly body: Buffer;
      readonly requestSignature: string;
    },
  ): boolean;
}

export type SignedHeaders = ReturnType<typeof signRequest>;

export interface AnsweringSide {
  verify(path: string, headers: HeaderValues, body: Buffer): Asked | { readonly problem: SignatureProblem };
  /** Headers that sign the answer to a request that was verified here. */
  sign(status: number, body: string, request: Asked): Record<string, string>;
}

/** Who signed a request, and with what: its answer is signed for the same key, whatever the directory says by then. */
export interface Asked {
  readonly peer: Peer;
  readonly keyId: string;
  readonly signature: string;
}

export function createAskingSide(own: ExchangePrivateKey, environment: string): AskingSide {
  const peers = new Map<string, SharedWith>();
  const peerOf = (endpoint: EndpointEntry): SharedWith => {
    const kid = endpoint.exchangeKey.kid as string;
    let peer = peers.get(kid);
    if (!peer) {
      peer = sharedWith(own, importPublicKey('exchange', endpoint.exchangeKey, 'directory.exchangeKey'), environment);
      peers.set(kid, peer);
    }
    return peer;
  };
  return {
    sign(endpoint, { path, body }) {
      return signRequest({ method: 'POST', path, body, keyId: own.id, key: peerOf(endpoint).keyIn });
    },
    verify(endpoint, { status, headers, body, requestSignature }) {
      return verifyResponse({ status, headers, body, requestSignature, keyFor: peerOf(endpoint).keyFor }).ok;
    },
  };
}

/** The keys of one's own end and another. */
interface SharedWith {
  keyIn(epochHour: number): KeyObject;
  /** The other end's alone. */
  keyFor(keyId: string, epochHour: number): KeyObject | undefined;
}

function sharedWith(own: ExchangePrivateKey, peer: ExchangePublicKey, environment: string): SharedWith {
  let latest: { readonly epochHour: number; readonly key: KeyObject } | undefined;
  const keyIn = (epochHour: number): KeyObject => {
    if (latest?.epochHour !== epochHour) latest = { epochHour, key: sharedKey(own, peer, epochHour, environment) };
    return latest.key;
  };
  return { keyIn, keyFor: (keyId, epochHour) => (keyId === peer.id ? keyIn(epochHour) : undefined) };
}

export function createAnsweringSide(own: ExchangePrivateKey, directory: () => Directory): AnsweringSide {
  const nonces = new NonceMemory();
  const imported = new Map<string, ExchangePublicKey>();

  // The directory may be replaced at any time, so the peers are looked up in the one in force.
  function peerKey(peer: Peer): ExchangePublicKey | undefined {
    const jwk =
      peer === 'gateway'
        ? directory().gateway.exchangeKey
        : directory().endpoints.find((endpoint) => endpoint.source === indexSource)?.exchangeKey;
    if (!jwk) return undefined;
    const kid = jwk.kid as string;
    let key = imported.get(kid);
    if (!key) imported.set(kid, (key = importPublicKey('exchange', jwk, 'directory.exchangeKey')));
    return key;
  }

  return {
    verify(path, headers, body) {
      let peer: Peer | undefined;
      const verdict = verifyRequest({
        method: 'POST',
        path,
        headers,
        body,
        nonces,
        keyFor(keyId, hour) {
          for (const candidate of ['gateway', 'index'] as const) {
            const key = peerKey(candidate);
            if (key?.id !== keyId) continue;
            peer = candidate;
            return sharedKey(own, key, hour, directory().environment);
          }
          return undefined;
        },
      });
      if (!verdict.ok) return { problem: verdict.code };
      return { peer: peer as Peer, keyId: verdict.keyId, signature: verdict.signature };
    },
    sign(status, body, request) {
      const key = imported.get(request.keyId);
      if (!key) throw new TypeError('an answer is signed for a request that was verified here');
      return signResponse({
        status,
        body,
        requestSignature: request.signature,
        keyId: own.id,
        key: (hour) => sharedKey(own, key, hour, directory().environment),
      });
    },
  };
}

/** The key under which an endpoint that publishes KEYS hashes identifiers: of the two ends, and of no hour. */
export function publicationKey(own: ExchangePrivateKey, peer: ExchangePublicKey, environment: string): KeyObject {
  return sharedKey(own, peer, 0, `${environment}.index-keys`);
}
