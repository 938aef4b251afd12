import { diffieHellman } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { askersMax, profiles, purposes, representationsMax } from '#kit/caller.ts';
import { feedLimitMax, feedWaitMaxMs, keyedHash } from '#kit/feed.ts';
import { maskKinds } from '#kit/rules/harvest.ts';
import { importPrivateKey, importPublicKey, sharedKey } from '#kit/wire/keys.ts';
import { publicationKey } from '#kit/wire/peers.ts';
import { signatureProblems, signRequest, signResponse, verifyRequest, verifyResponse } from '#kit/wire/signature.ts';
import { entryLimits } from './national-index/entry-check.ts';

const text = readFileSync(new URL('PROTOCOL.md', import.meta.url), 'utf8');
const example = text.slice(text.indexOf('## 10.'), text.indexOf('## 11.'));
const blocks = [...example.matchAll(/```text\n([\s\S]*?)\n```/g)].map(([, block]) => block as string);
const [keyBlock, body, base, headerBlock, answerBody, answerBase, answerHeaderBlock, hashBlock] = blocks as [
  ...[string, string, string, string, string, string, string, string],
];

const values = (block: string) =>
  Object.fromEntries(block.split('\n').map((line) => line.split(/ {2,}/) as [string, string]));
const headers = (block: string) =>
  Object.fromEntries(
    block.split('\n').map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
  );

describe('the worked example of PROTOCOL.md', () => {
  const given = values(keyBlock);
  const keyOf = (name: string) =>
    importPrivateKey('exchange', { kty: 'OKP', crv: 'X25519', x: given[`${name} x`], d: given[`${name} d`] }, name);
  const [gateway, endpoint] = [keyOf('gateway'), keyOf('endpoint')];
  const hour = Number(given['epoch hour']);
  const key = sharedKey(gateway, endpoint.publicKey, hour, 'demo');
  const createdMs = Date.parse('2026-01-01T00:00:00Z');
  const signed = headers(headerBlock);
  const signedAnswer = headers(answerHeaderBlock);

  it('names the keys by their thumbprints and agrees on the key', () => {
    expect([gateway.id, endpoint.id]).toEqual([given['gateway kid'], given['endpoint kid']]);
    const agreed = diffieHellman({ privateKey: gateway.key, publicKey: endpoint.publicKey.key });
    expect(agreed.toString('hex')).toBe(given['X25519']);
    expect(hour).toBe(Math.floor(createdMs / 3_600_000));
    expect(key.export().toString('hex')).toBe(given['key']);
    expect(sharedKey(endpoint, gateway.publicKey, hour, 'demo').equals(key)).toBe(true);
  });

  it('signs the request', () => {
    expect(Buffer.byteLength(body)).toBe(172);
    const nonce = /nonce="([^"]+)"/.exec(base)?.[1] as string;
    const made = signRequest({
      ...{ method: 'POST', path: '/graphql', body, key, keyId: gateway.id },
      ...{ now: createdMs, nonce },
    });
    expect(made).toEqual(signed);
    const verdict = verifyRequest({
      ...{ method: 'POST', path: '/graphql', body, headers: signed, now: createdMs },
      keyFor: (id) => (id === gateway.id ? key : undefined),
    });
    expect(verdict.ok).toBe(true);
    expect(linesOf(base)).toEqual(
      linesOf(
        ['"@method": POST', '"@path": /graphql', `"content-digest": ${made['content-digest']}`].join('\n'),
        made['signature-input'],
      ),
    );
  });

  it('signs the answer to it', () => {
    const made = signResponse({
      ...{ status: 200, body: answerBody, requestSignature: signed['signature'] as string },
      ...{ key, keyId: endpoint.id, now: createdMs + 1000 },
    });
    expect(made).toEqual(signedAnswer);
    const verdict = verifyResponse({
      ...{ status: 200, body: answerBody, headers: signedAnswer, now: createdMs + 1000 },
      requestSignature: signed['signature'] as string,
      keyFor: (id) => (id === endpoint.id ? key : undefined),
    });
    expect(verdict.ok).toBe(true);
    expect(linesOf(answerBase)).toEqual(
      linesOf(
        [
          '"@status": 200',
          `"content-digest": ${made['content-digest']}`,
          `"signature";req: ${signed['signature']}`,
        ].join('\n'),
        made['signature-input'],
      ),
    );
  });

  it('hashes an identifier', () => {
    const { key: hex, WEAPON_SERIAL: serial, value } = values(hashBlock);
    const hashKey = publicationKey(
      endpoint,
      importPublicKey('exchange', { kty: 'OKP', crv: 'X25519', x: given['gateway x'] }, 'x'),
      'demo',
    );
    expect(hashKey.export().toString('hex')).toBe(hex);
    expect(keyedHash(hashKey, 'WEAPON_SERIAL', serial as string)).toBe(value);
  });
});

describe('PROTOCOL.md', () => {
  it.each([
    ['signature problem', signatureProblems],
    ['profile', profiles],
    ['purpose', purposes],
    ['mask', maskKinds],
    ['verdict', ['MASK', 'DENY', 'WITHHOLD', 'HIDE', 'GONE']],
    ['publication', ['FULL', 'KEYS', 'NONE']],
  ] as const)('names every %s', (_what, words) => {
    expect(words.filter((word) => !text.includes(`\`${word}\``))).toEqual([]);
  });

  it('gives the limits that are in force', () => {
    expect(text).toContain(`| askers in a request | ${askersMax} |`);
    expect(text).toContain(`| positions that an asker names | ${representationsMax} |`);
    expect(text).toContain(`| events in a page | ${feedLimitMax} |`);
    expect(text).toContain(`| wait for an event | ${feedWaitMaxMs} ms |`);
    expect(text).toContain(`\`recordId\` of at most ${entryLimits.recordIdCharsMax} characters`);
    expect(text).toContain(`at most ${entryLimits.textCharsMax} visible characters`);
    expect(text).toContain(`| \`audience\` | at most ${entryLimits.audienceMax} of`);
    expect(text).toContain(`| \`identifiers\` | at most ${entryLimits.identifiersMax} of`);
    expect(text).toContain(`| \`edges\` | at most ${entryLimits.edgesMax} of`);
    expect(text).toContain(`\`names\` (at most ${entryLimits.namesMax})`);
    expect(text).toContain(`\`plates\` (at most ${entryLimits.platesMax})`);
    expect(text).toContain(`\`declaredIdentities\` (at most ${entryLimits.declaredIdentitiesMax} of`);
  });

  it('has examples that are JSON', () => {
    const examples = [...text.matchAll(/```json\n([\s\S]*?)\n```/g)].map(
      ([, block]) => JSON.parse(block as string) as unknown,
    );
    expect(examples).toHaveLength(4);
  });
});

function linesOf(lines: string, input?: string): readonly string[] {
  const all = lines.split('\n');
  return input === undefined ? all : [...all, `"@signature-params": ${input.slice('infoseg='.length)}`];
}
