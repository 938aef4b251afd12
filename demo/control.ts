// How another terminal stops and starts holders of a running network: HTTP on loopback, with a secret that only its owner can read.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { DemoError } from './demo-error.ts';

export type HolderAction = 'start' | 'stop' | 'list';

export interface Control {
  close(): Promise<void>;
}

/** `act` answers with the lines to print. */
export async function openControl(
  dataDir: string,
  act: (action: HolderAction, code: string | undefined) => Promise<readonly string[]>,
): Promise<Control> {
  const secret = randomBytes(24).toString('base64url');
  const path = join(dataDir, 'control.json');
  const server = createServer((request, response) => {
    const url = URL.parse(request.url ?? '', 'http://127.0.0.1');
    const action = url?.pathname.slice(1);
    if (!isSame(request.headers.authorization ?? '', `Bearer ${secret}`) || !isAction(action)) {
      response.writeHead(403).end();
      return;
    }
    act(action, url?.searchParams.get('code') ?? undefined).then(
      (lines) => response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(lines.join('\n')),
      (error: unknown) => response.writeHead(400).end(error instanceof Error ? error.message : 'failed'),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { readonly port: number };
  rmSync(path, { force: true });
  writeFileSync(path, JSON.stringify({ url: `http://127.0.0.1:${port}`, secret }), { mode: 0o600 });
  return {
    async close() {
      rmSync(path, { force: true });
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Resolves with what the running network says. @throws DemoError when there is none, or it refuses */
export async function askControl(dataDir: string, action: HolderAction, code?: string): Promise<string> {
  let address: { readonly url: string; readonly secret: string };
  try {
    address = JSON.parse(readFileSync(join(dataDir, 'control.json'), 'utf8')) as typeof address;
  } catch {
    throw new DemoError('no network is running here: npm start');
  }
  const target = `${address.url}/${action}${code === undefined ? '' : `?code=${encodeURIComponent(code)}`}`;
  const response = await fetch(target, {
    method: 'POST',
    headers: { authorization: `Bearer ${address.secret}` },
  }).catch(() => {
    throw new DemoError('the network does not answer: npm start');
  });
  const text = await response.text();
  if (!response.ok) throw new DemoError(text || 'refused');
  return text;
}

export function isAction(text: string | undefined): text is HolderAction {
  return text === 'start' || text === 'stop' || text === 'list';
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
