// A road to one endpoint that can be blocked: it carries requests and answers unchanged (they are signed) and keeps them back on demand.
import { createServer, request as httpRequest } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** `held`: requests wait at the road, and answers under way too, until it opens. `cut`: the connection is reset. */
export type RoadState = 'open' | 'held' | 'cut';

export interface Relay {
  readonly url: string;
  /** Questions, `/graphql`. */
  questions: RoadState;
  /** The feed, `/feed`. */
  feed: RoadState;
  /** Questions that are held now. */
  readonly waiting: number;
  stop(): Promise<void>;
}

/** Opens a road on a free loopback port to the endpoint at `target`. */
export async function startRelay(target: string): Promise<Relay> {
  const state: Record<'questions' | 'feed', RoadState> = { questions: 'open', feed: 'open' };
  const held: Record<'questions' | 'feed', Set<() => void>> = { questions: new Set(), feed: new Set() };

  /** Resolves when the road is no longer held; false where it is cut. */
  async function passage(road: 'questions' | 'feed'): Promise<boolean> {
    while (state[road] === 'held') await new Promise<void>((resolve) => held[road].add(resolve));
    return state[road] === 'open';
  }

  function change(road: 'questions' | 'feed', next: RoadState): void {
    state[road] = next;
    for (const pass of held[road]) pass();
    held[road].clear();
  }

  async function carry(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const road = incoming.url === '/feed' ? 'feed' : 'questions';
    const body = await bytesOf(incoming);
    if (!(await passage(road))) return void incoming.socket.resetAndDestroy();
    const answer = await send(new URL(incoming.url ?? '/', target), incoming, body);
    if (!(await passage(road))) return void incoming.socket.resetAndDestroy();
    outgoing.writeHead(answer.status, answer.headers).end(answer.body);
  }

  const server = createServer((incoming, outgoing) => {
    carry(incoming, outgoing).catch(() => incoming.socket.resetAndDestroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get questions() {
      return state.questions;
    },
    set questions(next) {
      change('questions', next);
    },
    get feed() {
      return state.feed;
    },
    set feed(next) {
      change('feed', next);
    },
    get waiting() {
      return held.questions.size;
    },
    stop() {
      change('questions', 'cut');
      change('feed', 'cut');
      return new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

async function bytesOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

interface Carried {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

function send(url: URL, { method, headers }: IncomingMessage, body: Buffer): Promise<Carried> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers, agent: false }, (response) => {
      bytesOf(response).then(
        (bytes) => resolve({ status: response.statusCode ?? 502, headers: response.headers, body: bytes }),
        reject,
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}
