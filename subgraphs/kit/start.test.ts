import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { afterAll, describe, expect, it } from 'vitest';
import type { EndpointEntry } from './directory.ts';
import { directoryInForce } from './directory-in-force.ts';
import { databaseName } from './endpoint-database.ts';
import { entryOf, sourceSettings } from './start.ts';
import { exportPublicKey, generateExchangeKey, writePrivateKeyFile } from './wire/keys.ts';

const folder = mkdtempSync(join(tmpdir(), 'start-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const keysDir = join(folder, 'keys');
mkdirSync(keysDir);
const key = generateExchangeKey();
writePrivateKeyFile(join(keysDir, 'individuals-SP.jwk'), key, 'KEYS_DIR');

const contact = { unit: 'PLANTÃO' };
const endpoint = (source: string, holder: string, exchange = generateExchangeKey()) => ({
  ...{
    source,
    holder,
    url: 'http://127.0.0.1:0',
    connection: 'https',
    exchangeKey: exportPublicKey(exchange.publicKey),
  },
  ...{ schemaVersion: 1, fieldsNotHeld: [], publication: 'FULL', probes: [], environment: 'test', deadlineMs: 1500 },
  ...{ maxConcurrent: 1, perSecond: 1, maintenance: [], agreement: { basis: 'Decreto 6.138/2007' }, contact },
});
const directoryPath = join(folder, 'directory.json');
const directory = {
  version: 1,
  environment: 'test',
  gateway: { exchangeKey: exportPublicKey(generateExchangeKey().publicKey) },
  holders: { SP: { name: 'SP', contact }, RJ: { name: 'RJ', contact } },
  sources: {
    individuals: { indexLagMaxMs: 1000, deadlineMs: 1500, schemaVersion: 1 },
    vehicles: { indexLagMaxMs: 1000, deadlineMs: 1500, schemaVersion: 1 },
  },
  endpoints: [endpoint('individuals', 'SP', key), endpoint('individuals', 'RJ'), endpoint('vehicles', 'SP')],
};
writeFileSync(directoryPath, JSON.stringify(directory));

const env = { DIRECTORY: directoryPath, KEYS_DIR: keysDir };
const sp = directory.endpoints[0] as unknown as EndpointEntry;
const rj = directory.endpoints[1] as unknown as EndpointEntry;
const url = 'postgres://role:secret@db.example:5433/base';

describe('the settings of a source', () => {
  it('take every holder of the source that the directory lists, or those that are named', () => {
    expect(sourceSettings('individuals', env).holders).toEqual(['SP', 'RJ']);
    expect(sourceSettings('vehicles', env).holders).toEqual(['SP']);
    expect(sourceSettings('individuals', { ...env, HOLDERS: 'RJ' }).holders).toEqual(['RJ']);
  });

  it.each([
    ['DIRECTORY: is required and not set', { DIRECTORY: undefined }],
    ['DIRECTORY: the directory file cannot be read', { DIRECTORY: join(folder, 'none.json') }],
    ['KEYS_DIR: is required and not set', { KEYS_DIR: '' }],
    ['HOLDERS: must match ^[A-Z0-9_]+(,[A-Z0-9_]+)*$', { HOLDERS: 'sp' }],
    ['HOLDERS: must name holders that the directory lists for individuals', { HOLDERS: 'SP,MG' }],
  ])('are refused in one sentence: %s', (sentence, changed) => {
    expect(() => sourceSettings('individuals', { ...env, ...changed })).toThrow(
      expect.objectContaining({ code: 'BAD_SETTING', message: sentence }),
    );
  });

  it('are refused for a source that the directory does not list', () => {
    expect(() => sourceSettings('warrants', env)).toThrow(
      'HOLDERS: must name holders that the directory lists for warrants',
    );
  });

  it('find the key of an endpoint, and say in one sentence that there is none', () => {
    expect(sourceSettings('individuals', env).key(sp).id).toBe(key.id);
    expect(() => sourceSettings('individuals', env).key(rj)).toThrow('KEYS_DIR: the key file cannot be read');
  });

  it.each([
    ['{"version":', 'OVERLAYS_DIR: individuals-SP.json of individuals/SP: is not a file of JSON'],
    [
      '{"version":0,"rules":[]}',
      'OVERLAYS_DIR: individuals-SP.json of individuals/SP: overlay.version is a number from 1',
    ],
  ])('name the holder whose own rules cannot be read: %s', (text, sentence) => {
    const overlaysDir = join(folder, 'overlays');
    mkdirSync(overlaysDir, { recursive: true });
    writeFileSync(join(overlaysDir, 'individuals-SP.json'), text);
    const { overlay } = sourceSettings('individuals', { ...env, OVERLAYS_DIR: overlaysDir });
    const source = { schema: buildSchema('type Query { a: Int }'), rules: new Map() };
    const log = () => undefined;
    const without = overlay(rj, source, log);
    expect(without.overlay()).toBeUndefined();
    without.stop();
    expect(() => overlay(sp, source, log)).toThrow(expect.objectContaining({ code: 'BAD_SETTING', message: sentence }));
  });

  it('name the holder whose own rules were in force and are not there, the setting too', async () => {
    const overlaysDir = join(folder, 'overlays-lost');
    mkdirSync(overlaysDir);
    const source = { schema: buildSchema('type Query { a: Int }'), rules: new Map() };
    const memory = { last: async () => ({ version: 3, digest: 'd' }), keep: async () => undefined };
    for (const settings of [env, { ...env, OVERLAYS_DIR: overlaysDir }]) {
      const own = sourceSettings('individuals', settings).overlay(rj, source, () => undefined);
      await expect(own.remember(memory)).rejects.toMatchObject({
        code: 'BAD_SETTING',
        message: expect.stringMatching(
          /^OVERLAYS_DIR: individuals-RJ\.json of individuals\/RJ: the file is missing .* version 3/,
        ) as string,
      });
      own.stop();
    }
  });

  it('take no folder of holders’ rules that is not there for one without rules', () => {
    const overlaysDir = join(folder, 'moved-away');
    expect(() => sourceSettings('individuals', { ...env, OVERLAYS_DIR: overlaysDir })).toThrow(
      expect.objectContaining({ code: 'BAD_SETTING', message: 'OVERLAYS_DIR: is not a folder' }),
    );
  });

  it('lead to the database of each holder, the one of its own name first', async () => {
    const both = sourceSettings('individuals', { ...env, DATABASE_URL_SP: url });
    expect(await both.connection(sp)).toMatchObject({ host: 'db.example', port: 5433, database: 'base' });
    const one = sourceSettings('individuals', { ...env, HOLDERS: 'RJ', DATABASE_URL: url });
    expect(await one.connection(rj)).toMatchObject({ host: 'db.example' });
    const other = 'postgres://role:secret@other.example/base';
    const named = sourceSettings('individuals', { ...env, HOLDERS: 'RJ', DATABASE_URL: url, DATABASE_URL_RJ: other });
    expect(await named.connection(rj)).toMatchObject({ host: 'other.example' });
    await Promise.all([both, one, named].map((settings) => settings.stop()));
  });

  it('never share one database among holders, and say what is missing', async () => {
    const shared = sourceSettings('individuals', { ...env, DATABASE_URL: url });
    await expect(shared.connection(sp)).rejects.toThrow(
      'DATABASE_URL_SP: is required: set it, or DATA_DIR for a private server',
    );
    const wrong = sourceSettings('individuals', { ...env, DATABASE_URL_SP: 'mysql://role:secret@db.example/base' });
    await expect(wrong.connection(sp)).rejects.toThrow(/^DATABASE_URL_SP: the database URL must begin with postgres/);
    await expect(wrong.connection(sp)).rejects.not.toThrow('secret');
  });
});

describe('names and entries', () => {
  it('give each endpoint a database and a role of its own', () => {
    expect(databaseName({ source: 'national-index', holder: 'SENASP' })).toBe('national_index_senasp');
    expect(databaseName(sp)).not.toBe(databaseName(rj));
  });

  it('are found in the directory in force, or named as missing', () => {
    const inForce = directoryInForce(directoryPath, () => undefined);
    try {
      expect(entryOf(inForce.directory(), 'individuals', 'RJ').holder).toBe('RJ');
      expect(() => entryOf(inForce.directory(), 'vehicles', 'RJ')).toThrow('DIRECTORY: lists no vehicles/RJ');
    } finally {
      inForce.stop();
    }
  });
});
