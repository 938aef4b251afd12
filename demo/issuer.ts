// An issuer of tokens for the demo network only, apart from the gateway, which never holds a signing key. It hands a token to whoever
// asks on this machine: no person stands behind it, and `env: demo` makes its tokens worthless to any other network.
import { hash, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { profiles, stateCodes } from '#kit/caller.ts';
import type { Profile } from '#kit/caller.ts';
import { isPlainText } from '#kit/intent.ts';
import {
  exportPublicKey,
  generateIdentityKey,
  KeyError,
  readPrivateKeyFile,
  writePrivateKeyFile,
} from '#kit/wire/keys.ts';
import type { IdentityPrivateKey } from '#kit/wire/keys.ts';

/** Fixed, so that a token outlives a restart on another port. */
export const demoIssuer = 'https://issuer.demo.infoseg.example';
export const demoAudience = 'infoseg';
export const demoEnvironment = 'demo';

const tokenLifeS = 8 * 3600; // one shift
const setting = 'DATA_DIR/issuer/key.json';

/** Who the token speaks for; what is left out takes the demo's default for the profile. */
export interface TokenRequest {
  readonly profile: Profile;
  readonly state?: string;
  readonly body?: string;
  readonly unit?: string;
  readonly court?: string;
  readonly level?: 1 | 2 | 3;
}

/** The message is one sentence that names the argument. */
export class TokenRequestError extends Error {
  override readonly name = 'TokenRequestError';
  readonly code = 'BAD_TOKEN_REQUEST';
}

interface Defaults {
  readonly state?: string;
  readonly body: (state: string | undefined) => string;
  readonly unit?: string;
  readonly shift?: string;
  readonly court?: (state: string | undefined) => string | undefined;
  readonly entitlements?: readonly string[];
}

const defaults: Readonly<Record<Profile, Defaults>> = Object.freeze({
  patrol: { state: 'SP', body: (state) => `PM${state}`, unit: '1º Batalhão', shift: 'A' },
  'municipal-guard': { state: 'SP', body: (state) => `GCM-${state}`, unit: 'Inspetoria Centro', shift: 'A' },
  investigator: { state: 'SP', body: (state) => `PC${state}`, unit: '1ª Delegacia', entitlements: ['SINIVEM'] },
  prosecutor: { state: 'SP', body: justice('MP'), unit: '1ª Promotoria', court: firstCourt },
  judge: { state: 'SP', body: justice('TJ'), unit: '1ª Vara Criminal', court: firstCourt },
  inspector: { state: 'SP', body: (state) => `SEFAZ-${state}`, unit: 'Posto Fiscal 1' },
  military: { body: () => 'EB', unit: '1º Batalhão de Polícia do Exército', shift: 'A' },
  auditor: { body: () => 'SENASP', unit: 'Corregedoria' },
  'help-desk': { body: () => 'SENASP', unit: 'Central de Atendimento' },
  'holder-operator': { body: (state) => state ?? 'SENATRAN', unit: 'Operação' },
});

/** A signed JWT (at+jwt, EdDSA) of 8 hours. Throws TokenRequestError; `now` in milliseconds. */
export async function mintToken(key: IdentityPrivateKey, request: unknown, now = Date.now()): Promise<string> {
  const asked = parseTokenRequest(request);
  const chosen = defaults[asked.profile];
  const state = asked.state ?? chosen.state;
  const body = asked.body ?? chosen.body(state);
  const nowS = Math.floor(now / 1000);
  const claims = {
    env: demoEnvironment,
    profile: asked.profile,
    body,
    state,
    unit: asked.unit ?? chosen.unit,
    shift: chosen.shift,
    court: asked.court ?? chosen.court?.(state),
    aal: asked.level ?? 2,
    entitlements: chosen.entitlements ?? [],
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: key.id })
    .setIssuer(demoIssuer)
    .setAudience(demoAudience)
    .setSubject(
      hash('sha256', JSON.stringify(['infoseg-demo', asked.profile, body, state ?? null]), 'base64url').replace(
        /^[_-]/,
        '0',
      ),
    )
    .setJti(randomUUID())
    .setIssuedAt(nowS)
    .setExpirationTime(nowS + tokenLifeS)
    .sign(key.key);
}

/** Reads the issuer's key under `dataDir`. Throws KeyError KEY_FILE_UNREADABLE when there is none yet. */
export function readIssuerKey(dataDir: string): IdentityPrivateKey {
  return readPrivateKeyFile('identity', keyPath(dataDir), setting);
}

/**
 * Starts the issuer on 127.0.0.1 (`port` 0 takes a free one); its key is made at the first start and kept under `dataDir`.
 * `GET /.well-known/jwks.json`, `GET /health`, `POST /token` (JSON in, the token as text out).
 */
export async function startIssuer({
  dataDir,
  port = 0,
}: {
  readonly dataDir: string;
  readonly port?: number;
}): Promise<{ readonly url: string; readonly jwksUrl: string; close(): Promise<void> }> {
  const key = keepIssuerKey(dataDir);
  const jwks = JSON.stringify({ keys: [{ ...exportPublicKey(key.publicKey), alg: 'EdDSA', use: 'sig' }] });
  const server = createServer((request, response) => {
    void answer(request, response, key, jwks).catch(() => send(response, 500, 'internal error'));
  });
  server.requestTimeout = 5_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve(void server.off('error', reject)));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    jwksUrl: `${url}/.well-known/jwks.json`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  key: IdentityPrivateKey,
  jwks: string,
): Promise<void> {
  // A page on the web can make a browser here send requests (also by pointing its own name at 127.0.0.1): it shows in these headers.
  if (request.headers.origin !== undefined || !isLoopbackHost(request.headers.host)) {
    return send(response, 403, 'only programs on this machine are answered');
  }
  const route = `${request.method} ${request.url}`;
  if (route === 'GET /health') return send(response, 200, 'ok');
  if (route === 'GET /.well-known/jwks.json') return send(response, 200, jwks, 'application/json');
  if (route !== 'POST /token') return send(response, 404, 'no such address');
  if (!/^application\/json(?:;\s*charset=utf-8)?$/i.test(request.headers['content-type'] ?? '')) {
    return send(response, 415, 'content-type: application/json is expected');
  }
  const text = await boundedText(request);
  if (text === undefined) return send(response, 413, `at most ${bodyBytesMax} bytes are read`);
  try {
    return send(response, 200, await mintToken(key, parseJson(text)));
  } catch (error) {
    if (error instanceof TokenRequestError) return send(response, 400, error.message);
    throw error;
  }
}

const bodyBytesMax = 4096;

async function boundedText(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > bodyBytesMax) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, status: number, text: string, type = 'text/plain'): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(status === 413 ? { connection: 'close' } : {}),
  });
  response.end(text);
}

function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && /^(?:127\.0\.0\.1|localhost)(?::\d{1,5})?$/.test(host);
}

function keepIssuerKey(dataDir: string): IdentityPrivateKey {
  mkdirSync(join(dataDir, 'issuer'), { recursive: true, mode: 0o700 });
  try {
    writePrivateKeyFile(keyPath(dataDir), generateIdentityKey(), setting);
  } catch (error) {
    // The usual case: it was made at an earlier start.
    if (!(error instanceof KeyError && error.code === 'KEY_FILE_EXISTS')) throw error;
  }
  return readIssuerKey(dataDir);
}

function keyPath(dataDir: string): string {
  return join(dataDir, 'issuer', 'key.json');
}

const requestMembers = ['profile', 'state', 'body', 'unit', 'court', 'level'];

function parseTokenRequest(value: unknown): TokenRequest {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TokenRequestError('an object with at least "profile" is expected');
  }
  const members = new Map<string, unknown>(Object.entries(value));
  for (const name of members.keys()) {
    if (!requestMembers.includes(name)) throw new TokenRequestError(`only ${requestMembers.join(', ')} are known`);
  }
  const profile = profiles.find((known) => known === members.get('profile'));
  if (profile === undefined) throw new TokenRequestError(`profile is one of ${profiles.join(', ')}`);
  const state = members.get('state');
  if (state !== undefined && !stateCodes.some((known) => known === state)) {
    throw new TokenRequestError('state is the two-letter code of a Brazilian state');
  }
  const level = ([1, 2, 3] as const).find((known) => known === members.get('level'));
  if (members.has('level') && level === undefined) throw new TokenRequestError('level is 1, 2 or 3');
  return {
    profile,
    ...(typeof state === 'string' ? { state } : {}),
    ...shortText(members, 'body'),
    ...shortText(members, 'unit'),
    ...shortText(members, 'court'),
    ...(level === undefined ? {} : { level }),
  };
}

function shortText<Name extends string>(members: ReadonlyMap<string, unknown>, name: Name): { [Key in Name]?: string } {
  const value = members.get(name);
  if (value === undefined) return {};
  if (typeof value !== 'string' || value.trim() === '' || !isPlainText(value, 120)) {
    throw new TokenRequestError(`${name} is one line of 1 to 120 visible characters`);
  }
  return { [name]: value } as { [Key in Name]?: string };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new TokenRequestError('the body is not JSON');
  }
}

// The Federal District's justice serves the territories too, and its bodies are named so.
function justice(prefix: 'MP' | 'TJ'): (state: string | undefined) => string {
  return (state) => (state === 'DF' ? `${prefix}DFT` : `${prefix}${state}`);
}

/** The first court of a state as the tail J.TR.OOOO of a CNJ number; TR counts the states by the order of their names (Res. CNJ 65/2008). */
function firstCourt(state: string | undefined): string | undefined {
  if (state === undefined) return undefined;
  if (state === 'SP') return '8.26.0100';
  return `8.${String(statesByName.indexOf(state) + 1).padStart(2, '0')}.0001`;
}

const statesByName = 'AC AL AP AM BA CE DF ES GO MA MT MS MG PA PB PR PE PI RJ RN RS RO RR SC SE SP TO'.split(' ');
