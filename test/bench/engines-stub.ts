// The process of the stubs: every source of the measures of engines on a port of its own, cheap enough not to be what is measured.
// Started by engines.ts, which asks for the ports and for how many calls there were.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { join } from 'node:path';
import { endpointName, indexSource, parseDirectory } from '#kit/directory.ts';
import { readPrivateKeyFile } from '#kit/wire/keys.ts';
import { createAnsweringSide } from '#kit/wire/peers.ts';
import type { AnsweringSide } from '#kit/wire/peers.ts';
import type { SignedStubs } from './engines-everything.ts';
import { answerBytes, headerOf, MessageReader } from './engines-http.ts';
import type { HttpMessage } from './engines-http.ts';
import { holderOf, sourceNames } from './engines-people.ts';
import { StubSource } from './engines-source.ts';

export type StubReport =
  | { readonly event: 'ready'; readonly urls: Readonly<Record<string, string>> }
  | { readonly event: 'calls'; readonly calls: number }
  | { readonly event: 'signing' }
  | { readonly event: 'behaving' };

export type StubCommand =
  /** Say how many calls there were since the last time. */
  | { readonly command: 'calls' }
  /** Listen as holders of this network, too. */
  | { readonly command: 'sign'; readonly network: SignedStubs; readonly ports: Readonly<Record<string, number>> }
  /** As a holder of the network: answer only after ten seconds, or not be there at all. */
  | { readonly command: 'behave'; readonly source: string; readonly as: 'healthy' | 'slow' | 'dead' };

const slowMs = 10_000;
const slow = new Set<string>();
const listeners = new Map<string, Listening>();
const reopen = new Map<string, () => Promise<void>>();

let calls = 0;
const sources = new Map(sourceNames.map((name) => [name, new StubSource(name)]));

const urls: Record<string, string> = {};
for (const [name, source] of sources)
  urls[name] =
    `http://127.0.0.1:${(await listen(0, (socket, message) => respond(socket, source, message))).port}/graphql`;

type Respond = (socket: Socket, message: HttpMessage) => void;

interface Listening {
  readonly port: number;
  /** Closes the listener and breaks its connections. */
  close(): Promise<void>;
}

function listen(port: number, onMessage: Respond): Promise<Listening> {
  const sockets = new Set<Socket>();
  const server: Server = createServer({ noDelay: true }, (socket) => {
    const reader = new MessageReader((message) => {
      calls += 1;
      onMessage(socket, message);
    });
    sockets.add(socket);
    socket.on('data', (chunk) => reader.push(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  return new Promise((resolve) =>
    server.listen(port, '127.0.0.1', () =>
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            for (const socket of sockets) socket.destroy();
          }),
      }),
    ),
  );
}

function respond(socket: Socket, source: StubSource, { head, body }: HttpMessage): void {
  if (!head.startsWith('POST ')) {
    socket.write(answerBytes('{}'));
    return;
  }
  const answer = source.answer(body, head.startsWith('POST /federation1'), answerBytes);
  if (answer instanceof Promise) void answer.then((bytes) => socket.write(bytes), refused(socket));
  else socket.write(answer);
}

function refused(socket: Socket): (error: unknown) => void {
  return (error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    socket.write(answerBytes('{"data":null,"errors":[{"message":"the stub cannot answer this"}]}'));
  };
}

/** The same sources as holders of the network: they listen only to whom the directory knows, and sign what they say. */
async function sign({ directory: path, keysDir }: SignedStubs, ports: Readonly<Record<string, number>>): Promise<void> {
  const directory = parseDirectory(readFileSync(path, 'utf8'));
  const asOf = new Date().toISOString();
  const states = directory.endpoints
    .filter(({ source, publication }) => source !== indexSource && publication !== 'NONE')
    .map(({ source, holder }) => ({ source, holder, asOf, behind: false }));
  for (const [name, source] of sources) {
    const entry = directory.endpoints.find((one) => endpointName(one) === `${name}/${holderOf[name]}`);
    if (!entry) throw new TypeError(`${name} is not in the directory`);
    const key = readPrivateKeyFile('exchange', join(keysDir, `${name}-${entry.holder}.jwk`), 'KEYS_DIR');
    const side = createAnsweringSide(key, () => directory);
    const extensions = JSON.stringify(name === indexSource ? { asOf, index: states } : { asOf });
    const onMessage: Respond = (socket, message) => {
      const answer = () =>
        respondSigned(source, side, extensions, message).then((bytes) => void socket.write(bytes), refused(socket));
      if (slow.has(name)) setTimeout(answer, slowMs);
      else void answer();
    };
    const open = async () => void listeners.set(name, await listen(ports[name] ?? 0, onMessage));
    reopen.set(name, open);
    await open();
  }
}

async function behave(source: string, as: 'healthy' | 'slow' | 'dead'): Promise<void> {
  slow.delete(source);
  if (as === 'slow') slow.add(source);
  if (as === 'dead') {
    await listeners.get(source)?.close();
    listeners.delete(source);
  } else if (!listeners.has(source)) await reopen.get(source)?.();
}

async function respondSigned(
  source: StubSource,
  side: AnsweringSide,
  extensions: string,
  { head, body }: HttpMessage,
): Promise<Buffer> {
  const names = ['content-digest', 'signature-input', 'signature'];
  const asked = side.verify('/graphql', Object.fromEntries(names.map((name) => [name, headerOf(head, name)])), body);
  if ('problem' in asked) throw new TypeError(`a question is not signed as it must be: ${asked.problem}`);
  const data = await source.dataFor(JSON.parse(body.toString('utf8')) as Parameters<StubSource['dataFor']>[0]);
  const answer = `{"data":${data},"extensions":${extensions}}`;
  const signed = Object.entries(side.sign(200, answer, asked)).map(([name, value]) => `${name}: ${value}\r\n`);
  return answerBytes(answer, signed.join(''));
}

process.on('message', (message: StubCommand) => {
  if (message.command === 'sign') {
    void sign(message.network, message.ports).then(() => report({ event: 'signing' }));
    return;
  }
  if (message.command === 'behave') {
    void behave(message.source, message.as).then(() => report({ event: 'behaving' }));
    return;
  }
  report({ event: 'calls', calls });
  calls = 0;
});
process.on('disconnect', () => process.exit(0));
report({ event: 'ready', urls });

function report(message: StubReport): void {
  process.send?.(message);
}
