// A holder that does everything wrong and signs it correctly: the checks must find it out.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { indexSource, parseDirectory } from '#kit/directory.ts';
import type { Directory, EndpointEntry } from '#kit/directory.ts';
import { exportPublicKey, generateExchangeKey } from '#kit/wire/keys.ts';
import { createAnsweringSide } from '#kit/wire/peers.ts';

export interface WrongHolder {
  readonly endpoint: EndpointEntry;
  readonly directory: Directory;
  stop(): Promise<void>;
}

/** In place of an endpoint of the directory, under a key and a URL of its own; the source must be individuals. */
export async function startWrongHolder(directory: Directory, source: string, holder: string): Promise<WrongHolder> {
  const key = generateExchangeKey();
  let ours = directory;
  const wire = createAnsweringSide(key, () => ours);
  const index = directory.endpoints.find((entry) => entry.source === indexSource);
  const peers = [directory.gateway.exchangeKey.kid, index?.exchangeKey.kid];
  const sdl = readFileSync(new URL('../subgraphs/individuals/schema.graphql', import.meta.url), 'utf8');

  const server = createServer({ keepAliveTimeout: 5000 }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const signature = String(request.headers['signature'] ?? '');
      const [status, answer] =
        request.method === 'GET' ? [request.url === '/health' ? 200 : 500, {}] : [200, answerTo(request.url, body)];
      const text = JSON.stringify(answer);
      // What it finds out about the signature changes nothing: whoever asks gets an answer, signed where there is a key for it.
      wire.verify(request.url ?? '', request.headers, Buffer.concat(chunks));
      const keyId = /keyid="([^"]+)"/.exec(String(request.headers['signature-input'] ?? ''))?.[1] ?? '';
      const known = peers.includes(keyId) && /^infoseg=:[A-Za-z0-9+/]{43}=:$/.test(signature);
      const signed = known ? wire.sign(status, text, { peer: 'gateway', keyId, signature }) : {};
      response.writeHead(status, { 'content-type': 'application/json', ...signed }).end(text);
    });
  });

  function answerTo(url: string | undefined, body: string): unknown {
    if (url === '/feed') return page(JSON.parse(body === '{' ? '{}' : body) as { after?: number } | null);
    if (!body.includes('_entities'))
      return body.includes('sdl')
        ? { data: { _service: { sdl } } }
        : { data: { _service: { __typename: '_Service' } }, errors: [stack] };
    // One person for every representation, whole, with no verdict and no date.
    return { data: { _entities: [person, person] }, errors: [stack] };
  }

  function page(wanted: { readonly after?: number } | null) {
    const entry = (recordId: string) => ({
      ...{ schema: 1, source, holder, recordId, version: 1, asOf: '2026-11-21T12:00:00Z' },
      audience: [{ token: 'all', shows: 'OPEN' }],
      identifiers: [{ kind: 'CPF', value: '52998224725' }],
      edges: [],
      basics: { person: { names: ['ANA'], wanted: true } },
    });
    const closed = { ...entry('c'), audience: [{ token: 'court:X', shows: 'OPEN' }] };
    const events = [
      { position: 7 + Math.round(performance.now() * 1000), recordId: 'a', version: 1, entry: entry('a') },
      { position: 3, recordId: 'b', version: 1, entry: entry('b') },
      { position: 4, recordId: 'c', version: 1, entry: closed },
    ];
    return { source, holder, head: 2, asOf: '2026-11-21T12:00:00Z', events: (wanted?.after ?? 0) === 2 ? [] : events };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { readonly port: number };
  const changed = structuredClone(directory) as { endpoints: EndpointEntry[] } & Omit<Directory, 'endpoints'>;
  changed.endpoints = changed.endpoints.map((entry) =>
    entry.source === source && entry.holder === holder
      ? { ...entry, url: `http://127.0.0.1:${port}`, exchangeKey: { ...exportPublicKey(key.publicKey) } }
      : entry,
  );
  ours = parseDirectory(JSON.stringify(changed));
  const endpoint = ours.endpoints.find((entry) => entry.source === source && entry.holder === holder) as EndpointEntry;
  return {
    endpoint,
    directory: ours,
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const person = {
  __typename: 'IndividualRecord',
  holder: 'SP',
  recordId: 'b',
  cpf: '52998224725',
  healthNotes: ['DIABETES'],
  records: [],
};
const stack = { message: 'failed\n    at answer (/srv/holder/answer.js:12:3)', path: ['_entities'] };
