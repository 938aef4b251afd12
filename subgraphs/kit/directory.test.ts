import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isLoopback, loadDirectory, parseDirectory, watchDirectory } from './directory.ts';
import type { Directory } from './directory.ts';
import { ConfigError } from './errors.ts';
import { exportPublicKey, generateExchangeKey, generateIdentityKey } from './wire/keys.ts';

const exchangeKey = () => exportPublicKey(generateExchangeKey().publicKey);
const contact = { unit: 'PLANTÃO' };

function entry(source: string, holder: string) {
  return {
    source,
    holder,
    url: 'http://127.0.0.1:4101',
    connection: 'https',
    exchangeKey: exchangeKey(),
    schemaVersion: 1,
    fieldsNotHeld: ['IndividualRecord.photos'],
    publication: 'FULL',
    probes: ['cpf'],
    environment: 'demo',
    deadlineMs: 1500,
    maxConcurrent: 64,
    perSecond: 1000,
    maintenance: [{ from: '2026-01-01T00:00:00Z', to: '2026-01-01T01:00:00Z', reason: 'troca de servidor' }],
    agreement: { basis: 'Decreto 6.138/2007', validTo: '2030-12-31T23:59:59-03:00' },
    contact,
  };
}

const good = {
  version: 1,
  environment: 'demo',
  gateway: { exchangeKey: exchangeKey() },
  holders: {
    SP: { name: 'São Paulo', identityKey: exportPublicKey(generateIdentityKey().publicKey), contact },
    PF: {
      name: 'Polícia Federal',
      contact: { ...contact, phone: '(61) 0000-0000', municipality: 'BRASÍLIA', uf: 'DF' },
    },
  },
  sources: { individuals: { indexLagMaxMs: 30_000, deadlineMs: 1500, schemaVersion: 1 } },
  endpoints: [entry('individuals', 'SP'), entry('individuals', 'PF')],
};

/** A copy with one member, reached by its path, replaced; undefined takes it away. */
function withMember(path: string, value: unknown): string {
  const copy = JSON.parse(JSON.stringify(good)) as Record<string, unknown>;
  const names = path.split('.');
  const last = names.pop() as string;
  let at = copy;
  for (const name of names) at = at[name] as Record<string, unknown>;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return JSON.stringify(copy);
}

function refusalOf(text: string): ConfigError {
  try {
    parseDirectory(text);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('the directory was not refused');
}

describe('a directory', () => {
  it('is read whole and frozen to its leaves', () => {
    const directory = parseDirectory(JSON.stringify(good));
    expect(directory).toEqual(good);
    for (const part of [
      directory,
      directory.endpoints,
      directory.endpoints[0]?.probes,
      directory.holders['SP']?.contact,
    ])
      expect(Object.isFrozen(part)).toBe(true);
  });

  it('may let an endpoint be asked a second time when it is slow', () => {
    for (const hedgeAfterMs of [10, 1500])
      expect(parseDirectory(withMember('endpoints.0.hedgeAfterMs', hedgeAfterMs)).endpoints[0]).toMatchObject({
        hedgeAfterMs,
      });
  });

  it('may pause an endpoint, and may hold no endpoint at all', () => {
    const paused = { since: '2026-01-01T00:00:00Z', reason: 'pedido do detentor' };
    expect(parseDirectory(withMember('endpoints.0.paused', paused)).endpoints[0]?.paused).toEqual(paused);
    expect(parseDirectory(withMember('endpoints', [])).endpoints).toEqual([]);
  });

  const privateKey = { ...exchangeKey(), d: 'A'.repeat(43) };
  it.each<readonly [path: string, setting: string, value: unknown]>([
    ['version', 'directory.version', 0],
    ['version', 'directory.version', '1'],
    ['environment', 'directory.environment', 'Demo 1'],
    ['environment', 'directory.environment', undefined],
    ['gateway', 'directory.gateway', undefined],
    ['gateway.exchangeKey', 'directory.gateway.exchangeKey', privateKey],
    ['gateway.exchangeKey', 'directory.gateway.exchangeKey', { ...exchangeKey(), crv: 'Ed25519' }],
    ['gateway.exchangeKey.kid', 'directory.gateway.exchangeKey', exchangeKey().kid],
    ['holders', 'directory.holders', []],
    ['holders.sp', 'directory.holders.sp', { name: 'minúsculas', contact }],
    ['holders.SP.name', 'directory.holders.SP.name', ''],
    ['holders.SP.identityKey', 'directory.holders.SP.identityKey', exchangeKey()],
    ['holders.SP.contact', 'directory.holders.SP.contact', undefined],
    ['holders.SP.contact.unit', 'directory.holders.SP.contact.unit', undefined],
    ['holders.SP.contact.phone', 'directory.holders.SP.contact.phone', 190],
    ['sources.individuals.indexLagMaxMs', 'directory.sources.individuals.indexLagMaxMs', 99],
    ['sources.individuals.deadlineMs', 'directory.sources.individuals.deadlineMs', 60_001],
    ['sources.individuals.schemaVersion', 'directory.sources.individuals.schemaVersion', 1.5],
    ['endpoints', 'directory.endpoints', {}],
    ['endpoints.1', 'directory.endpoints[1]', null],
    ['endpoints.1', 'directory.endpoints[1]', entry('individuals', 'SP')],
    ['endpoints.1.source', 'directory.endpoints[1].source', 'vehicles'],
    ['endpoints.1.source', 'directory.endpoints[1].source', '../individuals'],
    ['endpoints.1.holder', 'directory.endpoints[1].holder', 'RJ'],
    ['endpoints.1.holder', 'directory.endpoints[1].holder', 'pf'],
    ['endpoints.1.url', 'directory.endpoints[1].url', 'http://holder.example:4000'],
    ['endpoints.1.url', 'directory.endpoints[1].url', 'http://127.0.0.1.evil.example'],
    ['endpoints.1.url', 'directory.endpoints[1].url', 'ftp://127.0.0.1'],
    ['endpoints.1.url', 'directory.endpoints[1].url', 'http://user:secret@127.0.0.1'],
    ['endpoints.1.url', 'directory.endpoints[1].url', 'http://:secret@127.0.0.1'],
    ['endpoints.1.url', 'directory.endpoints[1].url', 'http://127.0.0.1/?a=1'],
    ['endpoints.1.url', 'directory.endpoints[1].url', 'http://127.0.0.1/#a'],
    ['endpoints.1.url', 'directory.endpoints[1].url', 'no url'],
    ['endpoints.1.url', 'directory.endpoints[1].caPin', 'https://holder.example'],
    ['endpoints.1.connection', 'directory.endpoints[1].connection', 'link'],
    ['endpoints.1.exchangeKey', 'directory.endpoints[1].exchangeKey', good.gateway.exchangeKey],
    ['endpoints.1.exchangeKey', 'directory.endpoints[1].exchangeKey', good.endpoints[0]?.exchangeKey],
    ['endpoints.1.exchangeKey', 'directory.endpoints[1].exchangeKey', privateKey],
    ['endpoints.1.exchangeKey.x', 'directory.endpoints[1].exchangeKey', 'AAAA'],
    ['endpoints.1.schemaVersion', 'directory.endpoints[1].schemaVersion', 0],
    ['endpoints.1.schemaHash', 'directory.endpoints[1].schemaHash', 'abc'],
    ['endpoints.1.fieldsNotHeld', 'directory.endpoints[1].fieldsNotHeld[0]', ['photos']],
    ['endpoints.1.fieldsNotHeld', 'directory.endpoints[1].fieldsNotHeld', 'IndividualRecord.photos'],
    ['endpoints.1.publication', 'directory.endpoints[1].publication', 'SOME'],
    ['endpoints.1.probes', 'directory.endpoints[1].probes[0]', ['plate:BO']],
    ['endpoints.1.environment', 'directory.endpoints[1].environment', ''],
    ['endpoints.1.deadlineMs', 'directory.endpoints[1].deadlineMs', 0],
    ['endpoints.1.hedgeAfterMs', 'directory.endpoints[1].hedgeAfterMs', 9],
    ['endpoints.1.hedgeAfterMs', 'directory.endpoints[1].hedgeAfterMs', 1501],
    ['endpoints.1.hedgeAfterMs', 'directory.endpoints[1].hedgeAfterMs', 10.5],
    ['endpoints.1.hedgeAfterMs', 'directory.endpoints[1].hedgeAfterMs', null],
    ['endpoints.1.maxConcurrent', 'directory.endpoints[1].maxConcurrent', 0],
    ['endpoints.1.perSecond', 'directory.endpoints[1].perSecond', '5'],
    ['endpoints.1.maintenance', 'directory.endpoints[1].maintenance', undefined],
    ['endpoints.1.maintenance.0.from', 'directory.endpoints[1].maintenance[0].from', 'amanhã'],
    ['endpoints.1.maintenance.0.to', 'directory.endpoints[1].maintenance[0].to', '2026'],
    ['endpoints.1.maintenance.0.reason', 'directory.endpoints[1].maintenance[0].reason', undefined],
    ['endpoints.1.paused', 'directory.endpoints[1].paused', true],
    ['endpoints.1.paused', 'directory.endpoints[1].paused.reason', { since: '2026-01-01T00:00:00Z' }],
    ['endpoints.1.agreement', 'directory.endpoints[1].agreement', undefined],
    ['endpoints.1.agreement.basis', 'directory.endpoints[1].agreement.basis', ''],
    ['endpoints.1.agreement.validTo', 'directory.endpoints[1].agreement.validTo', 2030],
    ['endpoints.1.contact.unit', 'directory.endpoints[1].contact.unit', 'x'.repeat(501)],
    ['endpoints.1.trusted', 'directory.endpoints[1]', true],
    ['extra', 'directory', 1],
  ])('is refused with another %s: the refusal names %s', (path, setting, value) => {
    const refusal = refusalOf(withMember(path, value));
    expect(refusal.setting).toBe(setting);
    expect(refusal.message.startsWith(`${setting}: `)).toBe(true);
    if (typeof value === 'string' && value.length > 4) expect(refusal.message).not.toContain(value);
  });

  it('is refused when it is no JSON, no object, or no file', () => {
    for (const text of ['', '{', 'null', '[]', '"a"']) expect(refusalOf(text)).toBeInstanceOf(ConfigError);
    expect(() => loadDirectory('/no/such/file')).toThrow('DIRECTORY: the directory file cannot be read');
  });

  it('takes nothing from a member called __proto__', () => {
    const text = JSON.stringify(good).replace('{"version":1', '{"__proto__":{"endpoints":[]},"version":1');
    expect(refusalOf(text).setting).toBe('directory');
  });
});

describe('loopback', () => {
  it('is 127.0.0.0/8, ::1 and localhost, and nothing that begins so', () => {
    expect(['127.0.0.1', '127.9.9.9', '[::1]', 'localhost'].filter((name) => !isLoopback(name))).toEqual([]);
    const others = ['127.0.0.1.example', 'localhost.example', '128.0.0.1', '10.0.0.1', '[::2]', '0.0.0.0', ''];
    expect(others.filter(isLoopback)).toEqual([]);
  });
});

describe('a watched directory', () => {
  function watched() {
    const folder = mkdtempSync(join(tmpdir(), 'directory-'));
    const path = join(folder, 'directory.json');
    const write = (text: string) => {
      writeFileSync(`${path}.new`, text);
      renameSync(`${path}.new`, path);
    };
    write(JSON.stringify(good));
    const seen: (Directory | ConfigError)[] = [];
    let wake = () => undefined as void;
    const note = (one: Directory | ConfigError) => {
      seen.push(one);
      wake();
    };
    const stop = watchDirectory(path, note, note);
    onTestFinished(() => {
      stop();
      rmSync(folder, { recursive: true });
    });
    const next = async () => {
      while (seen.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return seen.shift() as Directory | ConfigError;
    };
    return { write, next };
  }

  it('comes anew when the file is replaced, and stays as it was when the new one is broken', async () => {
    const { write, next } = watched();
    write(withMember('version', 2));
    expect(await next()).toMatchObject({ version: 2 });
    write(withMember('endpoints.1.deadlineMs', 0));
    expect(await next()).toMatchObject({ setting: 'directory.endpoints[1].deadlineMs' });
    write(withMember('version', 3));
    expect(await next()).toMatchObject({ version: 3 });
  });
});
