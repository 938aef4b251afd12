import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthenticator } from '../gateway/authenticate.ts';
import type { Authenticate } from '../gateway/authenticate.ts';
import { createMemoryRevocations } from '../gateway/revocations.ts';
import { profiles, stateCodes } from '#kit/caller.ts';
import { generateIdentityKey } from '#kit/wire/keys.ts';
import { demoAudience, demoEnvironment, demoIssuer, mintToken, readIssuerKey, startIssuer } from './issuer.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'demo-issuer-'));
let issuer: Awaited<ReturnType<typeof startIssuer>>;
let authenticate: Authenticate;

beforeAll(async () => {
  issuer = await startIssuer({ dataDir });
  authenticate = createAuthenticator({
    issuer: demoIssuer,
    audience: demoAudience,
    environment: demoEnvironment,
    jwksUrl: issuer.jwksUrl,
    revocations: createMemoryRevocations(),
  });
});

afterAll(async () => {
  await issuer.close();
  rmSync(dataDir, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Record<string, unknown>;
}

function send(method: string, path: string, body = '', headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(issuer.url);
    const sent = { 'content-type': 'application/json', ...headers };
    const request = httpRequest({ hostname, port, method, path, headers: sent }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
    });
    request.on('error', reject).end(body);
  });
}

const askToken = (request: unknown, headers = {}) => send('POST', '/token', JSON.stringify(request), headers);

describe('a token of the issuer', () => {
  it.each(profiles)('for %s is accepted by the gateway', async (profile) => {
    const { status, text, headers } = await askToken({ profile });
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(await authenticate(`Bearer ${text}`)).toMatchObject({ profile, level: 2 });
  });

  it.each(stateCodes)('for a judge of %s names the court of that state', async (state) => {
    const caller = await authenticate(`Bearer ${(await askToken({ profile: 'judge', state })).text}`);
    expect(caller).toMatchObject({ state, body: state === 'DF' ? 'TJDFT' : `TJ${state}` });
    expect(caller.court).toMatch(/^8\.(0[1-9]|1\d|2[0-7])\.\d{4}$/);
  });

  it('carries what was asked for', async () => {
    const request = { profile: 'judge', state: 'RJ', body: 'TJRJ', unit: '2ª Vara', court: '8.19.0001', level: 3 };
    expect(await authenticate(`Bearer ${(await askToken(request)).text}`)).toMatchObject(request);
  });

  it('gives a patrol its unit and its shift, which stand in place of a case', async () => {
    const caller = await authenticate(`Bearer ${(await askToken({ profile: 'patrol' })).text}`);
    expect(caller).toMatchObject({ state: 'SP', body: 'PMSP', unit: expect.any(String), shift: expect.any(String) });
  });

  it('lives 8 hours, names the fixed issuer, and has an id of its own for one stable person', async () => {
    const key = readIssuerKey(dataDir);
    const [a, b] = [
      await mintToken(key, { profile: 'patrol' }),
      await mintToken(key, { profile: 'patrol', unit: 'x' }),
    ];
    const [first, second] = [decodeJwt(a), decodeJwt(b)];
    expect(first).toMatchObject({ iss: 'https://issuer.demo.infoseg.example', aud: 'infoseg', env: 'demo', aal: 2 });
    expect((first.exp ?? 0) - (first.iat ?? 0)).toBe(8 * 3600);
    expect(first.sub).toBe(second.sub);
    expect(first.jti).not.toBe(second.jti);
    expect(decodeJwt(await mintToken(key, { profile: 'patrol', state: 'RJ' })).sub).not.toBe(first.sub);
    expect(decodeProtectedHeader(a)).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: key.id });
  });

  it('says nothing of the person in its subject', async () => {
    const key = readIssuerKey(dataDir);
    for (const profile of profiles) {
      for (const state of stateCodes) {
        expect(decodeJwt(await mintToken(key, { profile, state })).sub).toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]{42}$/);
      }
    }
  });

  it('signed by another demo key is refused', async () => {
    const token = await mintToken(generateIdentityKey(), { profile: 'judge' });
    await expect(authenticate(`Bearer ${token}`)).rejects.toMatchObject({ code: 'BAD_TOKEN' });
  });
});

describe('the issuer', () => {
  it.each([
    ['profile', {}],
    ['profile', { profile: 'root' }],
    ['profile', { profile: '__proto__' }],
    ['profile', { profile: ['patrol'] }],
    ['state', { profile: 'patrol', state: 'XX' }],
    ['state', { profile: 'patrol', state: null }],
    ['body', { profile: 'patrol', body: '' }],
    ['body', { profile: 'patrol', body: 'a'.repeat(121) }],
    ['unit', { profile: 'patrol', unit: 'a\nb' }],
    ['court', { profile: 'judge', court: 5 }],
    ['level', { profile: 'patrol', level: 4 }],
    ['level', { profile: 'patrol', level: '2' }],
    ['known', { profile: 'patrol', aud: 'other' }],
    ['object', [{ profile: 'patrol' }]],
    ['object', null],
  ])('refuses a wrong %s in a sentence that names it', async (name, request) => {
    const { status, text } = await askToken(request);
    expect([status, text]).toEqual([400, expect.stringContaining(name)]);
  });

  it('refuses members that would come by a prototype', async () => {
    expect((await send('POST', '/token', '{"profile":"patrol","__proto__":{"level":3}}')).status).toBe(400);
  });

  it('answers programs on this machine and no page of the web', async () => {
    const request = { profile: 'judge' };
    expect((await askToken(request, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await askToken(request, { origin: 'null' })).status).toBe(403);
    expect((await askToken(request, { host: 'rebound.evil.example' })).status).toBe(403);
    expect((await askToken(request, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await send('OPTIONS', '/token', '', { origin: 'https://evil.example' })).status).toBe(403);
    const { headers } = await askToken(request);
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(headers['cache-control']).toBe('no-store');
  });

  it.each([
    ['GET', '/token', '', 404],
    ['GET', '/', '', 404],
    ['GET', '/.well-known/../key.json', '', 404],
    ['POST', '/token?profile=judge', '{"profile":"judge"}', 404],
    ['POST', '/token', 'profile=judge', 400],
    ['POST', '/token', `{"profile":"patrol","unit":"${'a'.repeat(5000)}"}`, 413],
    ['GET', '/health', '', 200],
  ])('answers %s %s with its status', async (method, path, body, status) => {
    expect((await send(method, path, body)).status).toBe(status);
  });

  it('publishes its public key only', async () => {
    const { keys } = JSON.parse((await send('GET', '/.well-known/jwks.json')).text) as { keys: object[] };
    expect(keys.map((key) => Object.keys(key).sort())).toEqual([['alg', 'crv', 'kid', 'kty', 'use', 'x']]);
  });

  it('keeps its key in a file for its owner alone, and over restarts', async () => {
    expect(statSync(join(dataDir, 'issuer', 'key.json')).mode & 0o777).toBe(0o600);
    const again = await startIssuer({ dataDir, port: 0 });
    try {
      expect(again.url).not.toBe(issuer.url);
      const token = await mintToken(readIssuerKey(dataDir), { profile: 'patrol' });
      expect(await authenticate(`Bearer ${token}`)).toMatchObject({ profile: 'patrol' });
    } finally {
      await again.close();
    }
  });

  it('makes one key when two start at once', async () => {
    const fresh = join(dataDir, 'fresh');
    const both = await Promise.all([startIssuer({ dataDir: fresh }), startIssuer({ dataDir: fresh })]);
    try {
      const sets = await Promise.all(both.map(async ({ jwksUrl }) => (await fetch(jwksUrl)).text()));
      expect(sets[0]).toBe(sets[1]);
    } finally {
      await Promise.all(both.map((one) => one.close()));
    }
  });

  it('does not start on a port that is taken', async () => {
    const port = Number(new URL(issuer.url).port);
    await expect(startIssuer({ dataDir, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('the command that prints a token', () => {
  const script = fileURLToPath(new URL('token.ts', import.meta.url));

  function run(args: readonly string[], folder = dataDir): Promise<{ code: number | null; out: string; err: string }> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [script, ...args], {
        env: { ...process.env, DATA_DIR: folder, NODE_NO_WARNINGS: '1' },
      });
      let [out, err] = ['', ''];
      child.stdout.on('data', (text: Buffer) => (out += text.toString()));
      child.stderr.on('data', (text: Buffer) => (err += text.toString()));
      child.once('error', reject).once('close', (code) => resolve({ code, out, err }));
    });
  }

  it('prints a good token and nothing else', async () => {
    const { code, out, err } = await run(['--profile', 'judge', '--state=RJ', '--unit', '2ª Vara', '--level', '3']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(await authenticate(`Bearer ${out.trim()}`)).toMatchObject({
      profile: 'judge',
      state: 'RJ',
      unit: '2ª Vara',
      level: 3,
    });
  });

  it.each([
    [[], '--profile is needed'],
    [['--profile'], '--profile needs a value'],
    [['--profile', '--state'], '--profile needs a value'],
    [['--profile='], '--profile needs a value'],
    [['--profile', 'root'], '--profile is one of'],
    [['--profile', 'patrol', '--profile', 'judge'], '--profile is given twice'],
    [['--profile', 'patrol', '--state', 'XX'], '--state is the two-letter code'],
    [['--profile', 'patrol', '--level', 'high'], '--level is 1, 2 or 3'],
    [['--profile', 'patrol', '--admin', 'yes'], 'argument 3 is unknown'],
    [['patrol'], 'argument 1 is unknown'],
  ])('answers %j with one sentence and status 1', async (args, sentence) => {
    const { code, out, err } = await run(args);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(sentence);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  it('says to start the network first when there is no key yet, and to close a key that others can read', async () => {
    const missing = await run(['--profile', 'patrol'], join(dataDir, 'nowhere'));
    expect(missing).toMatchObject({ code: 1, out: '', err: expect.stringContaining('run npm start first') });
    const exposed = mkdtempSync(join(dataDir, 'exposed-'));
    await (await startIssuer({ dataDir: exposed })).close();
    chmodSync(join(exposed, 'issuer', 'key.json'), 0o644);
    expect(await run(['--profile', 'patrol'], exposed)).toMatchObject({
      code: 1,
      err: expect.stringContaining('0600'),
    });
    writeFileSync(join(exposed, 'issuer', 'key.json'), '{}');
    chmodSync(join(exposed, 'issuer', 'key.json'), 0o600);
    expect(await run(['--profile', 'patrol'], exposed)).toMatchObject({ code: 1, err: expect.stringContaining('JWK') });
  });
});
