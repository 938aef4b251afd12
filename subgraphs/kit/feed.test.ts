// What a feed lets out at each publication level. Rows and head come from a stand-in: order and waiting are the sequencer's, with a database.
import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Publication } from './directory.ts';
import { keyedHash, outboxFeed } from './feed.ts';
import type { EntryFacts } from './records.ts';
import type { Sequencer } from './sequencer.ts';
import type { Database } from './storage/database.ts';

const hashKey = createSecretKey(Buffer.alloc(32, 7));
const otherKey = createSecretKey(Buffer.alloc(32, 8));
const cpf = '52998224725';

const facts: EntryFacts = {
  audience: [{ token: 'profile:patrol', shows: 'OPEN' }],
  contactUnit: { unit: 'SFPC/RS' },
  identifiers: [
    { kind: 'WEAPON_REGISTRATION', value: '0000001', place: 'SIGMA' },
    { kind: 'WEAPON_SERIAL', value: 'KDT12345' },
  ],
  edges: [{ role: 'WEAPON_OWNER', kind: 'individual', identifier: { kind: 'CPF', value: cpf }, since: '2020-01-01' }],
  basics: {
    weapon: { system: 'SIGMA', registration: '0000001', serial: 'KDT12345', make: 'TAURUS', calibre: '.380 ACP' },
  },
};
const at = new Date('2026-11-21T12:00:00Z');
const rows = [
  { position: 5, record_id: 'r1', version: 2, entry: facts, at },
  { position: 6, record_id: 'r2', version: 3, entry: null, at },
];

/** Counts what is asked of the database, and how long the head is waited for. */
function feedOf(publication: Publication, key?: typeof hashKey, { current = true, found = rows } = {}) {
  const asked = { queries: 0, waitedMs: -1 };
  const sql = (() => {
    asked.queries += 1;
    return Promise.resolve(found);
  }) as unknown as Database;
  const sequencer: Sequencer = {
    head: 6,
    levelAt: 0,
    current,
    async waitBeyond(_position, waitMs) {
      asked.waitedMs = waitMs;
      return true;
    },
    async stop() {},
  };
  const feed = outboxFeed({
    sql,
    sequencer,
    source: 'weapons',
    holder: 'EB',
    publication,
    ...(key && { hashKey: key }),
  });
  return { feed, asked };
}
const request = { after: 4, limit: 100, waitMs: 1000 };

describe('a holder that publishes FULL', () => {
  it('lets out the entry with its identifiers, edges and basics', async () => {
    const { events } = await feedOf('FULL').feed.read(request);
    expect(events[0]?.entry).toEqual({
      schema: 1,
      source: 'weapons',
      holder: 'EB',
      recordId: 'r1',
      version: 2,
      asOf: at.toISOString(),
      ...facts,
    });
  });

  it('says of a removed record that it is gone, and no more', async () => {
    const { events, head } = await feedOf('FULL').feed.read(request);
    expect(events[1]).toEqual({ position: 6, recordId: 'r2', version: 3, entry: null });
    expect(head).toBe(6);
  });
});

describe('a feed whose outbox is not moved on', () => {
  it('gives what there is, and promises more than it gives', async () => {
    const { events, head } = await feedOf('FULL', undefined, { current: false }).feed.read(request);
    expect(events).toHaveLength(2);
    expect(head).toBeGreaterThan(events.at(-1)?.position ?? 0);
  });

  it('does not pass its silence for the state of the base', async () => {
    const { feed } = feedOf('FULL', undefined, { current: false, found: [] });
    await expect(feed.read(request)).rejects.toThrow('behind its outbox');
  });
});

describe('a holder that publishes KEYS', () => {
  it('lets out keyed hashes in place of identifiers, and no basics, places or dates', async () => {
    const { events } = await feedOf('KEYS', hashKey).feed.read(request);
    expect(events[0]?.entry).toEqual({
      schema: 1,
      source: 'weapons',
      holder: 'EB',
      recordId: 'r1',
      version: 2,
      asOf: at.toISOString(),
      audience: facts.audience,
      contactUnit: facts.contactUnit,
      identifiers: [
        { kind: 'WEAPON_REGISTRATION', value: keyedHash(hashKey, 'WEAPON_REGISTRATION', '0000001') },
        { kind: 'WEAPON_SERIAL', value: keyedHash(hashKey, 'WEAPON_SERIAL', 'KDT12345') },
      ],
      edges: [
        {
          role: 'WEAPON_OWNER',
          kind: 'individual',
          identifier: { kind: 'CPF', value: keyedHash(hashKey, 'CPF', cpf) },
        },
      ],
      basics: {},
      keyed: true,
    });
  });

  it('lets no value through in the clear', async () => {
    const page = JSON.stringify(await feedOf('KEYS', hashKey).feed.read(request));
    for (const value of ['0000001', 'KDT12345', cpf, 'TAURUS', '.380', '2020-01-01', 'SIGMA'])
      expect(page).not.toContain(value);
  });

  it('does not start without the key', () => {
    expect(() => feedOf('KEYS')).toThrow(/^hashKey: publication KEYS/);
  });
});

describe('a holder that publishes NONE', () => {
  it('lets out nothing, not even how much there is, and asks no database', async () => {
    const { feed, asked } = feedOf('NONE');
    expect(await feed.read(request)).toMatchObject({ head: 0, events: [] });
    expect(asked).toEqual({ queries: 0, waitedMs: 0 });
  });
});

describe('a keyed hash', () => {
  it('is HMAC-SHA256 of kind and value, base64url', () => {
    // Made with: printf 'CPF\n52998224725' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0707… (32 bytes)
    expect(keyedHash(hashKey, 'CPF', cpf)).toBe('ljNN6T_2UW5WnBUm2_paFLolkGLsVRThHRHT7CNUaQU');
  });

  it('is equal for equal values, so that the index can join them', () => {
    expect(keyedHash(hashKey, 'CPF', cpf)).toBe(keyedHash(createSecretKey(Buffer.alloc(32, 7)), 'CPF', cpf));
  });

  it('differs by key, by kind and by value', () => {
    const hashes = [
      keyedHash(hashKey, 'CPF', cpf),
      keyedHash(otherKey, 'CPF', cpf),
      keyedHash(hashKey, 'RG', cpf),
      keyedHash(hashKey, 'CPF', '11144477735'),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
