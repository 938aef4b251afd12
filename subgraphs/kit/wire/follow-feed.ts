// The index's side of a feed: one signed page request, answered by the endpoint and nobody else.
import { Agent, request } from 'undici';
import type { EndpointEntry } from '../directory.ts';
import type { Authorities } from './authorities.ts';
import type { AskingSide } from './peers.ts';
import type { FeedPage, FeedRequest } from './protocol.ts';

export type PageErrorCode = 'FEED_UNREACHABLE' | 'FEED_REFUSED' | 'FEED_FORGED' | 'FEED_MALFORMED';

/** The message names the fault, never an address or what the page held. */
export class PageError extends Error {
  override readonly name = 'PageError';
  readonly code: PageErrorCode;

  constructor(code: PageErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

const pageMaxBytes = 64 * 1024 * 1024;
/** Beyond the wait that was asked for. */
const graceMs = 10_000;

/** @throws PageError */
export interface FeedReader {
  read(endpoint: EndpointEntry, wanted: FeedRequest, signal?: AbortSignal): Promise<FeedPage>;
  close(): Promise<void>;
}

/** One keep-alive connection an authority; an endpoint over https is met with its own authority and no other. */
export function createFeedReader(side: AskingSide, authorities: Authorities): FeedReader {
  const agents = new Map<string, Agent>();
  const agentOf = ({ caPin = '' }: EndpointEntry): Agent => {
    const ca = authorities.get(caPin);
    let agent = agents.get(caPin);
    if (!agent) agents.set(caPin, (agent = new Agent({ connect: ca === undefined ? {} : { ca } })));
    return agent;
  };
  return {
    async read(endpoint, wanted, signal) {
      if (new URL(endpoint.url).protocol === 'https:' && !authorities.has(endpoint.caPin ?? ''))
        throw new PageError('FEED_UNREACHABLE', 'the pinned authority of the endpoint is not among CA_CERTIFICATES');
      return fetchFeedPage(side, endpoint, wanted, agentOf(endpoint), signal);
    },
    async close() {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
    },
  };
}

async function fetchFeedPage(
  side: AskingSide,
  endpoint: EndpointEntry,
  wanted: FeedRequest,
  dispatcher: Agent,
  signal?: AbortSignal,
): Promise<FeedPage> {
  const url = new URL(`${endpoint.url.replace(/\/$/, '')}/feed`);
  const path = url.pathname;
  const body = JSON.stringify(wanted);
  const signed = side.sign(endpoint, { path, body });
  const timeoutMs = wanted.waitMs + graceMs;
  const timeout = AbortSignal.timeout(timeoutMs);
  let status: number;
  let headers: Record<string, string | string[] | undefined>;
  let bytes: Buffer;
  try {
    const answer = await request(url, {
      method: 'POST',
      dispatcher,
      body,
      headers: { 'content-type': 'application/json', ...signed },
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    ({ statusCode: status, headers } = answer);
    bytes = await readAtMost(answer.body, pageMaxBytes);
  } catch (error) {
    if (error instanceof PageError) throw error;
    throw new PageError('FEED_UNREACHABLE', 'the feed could not be read');
  }
  if (!side.verify(endpoint, { status, headers, body: bytes, requestSignature: signed.signature }))
    throw new PageError(status === 401 ? 'FEED_REFUSED' : 'FEED_FORGED', 'the page is not signed by the endpoint');
  if (status !== 200) throw new PageError('FEED_REFUSED', `the endpoint answered ${status}`);
  return parsePage(bytes);
}

async function readAtMost(body: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw new PageError('FEED_MALFORMED', `a page is at most ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Its members are the reader's to check, against what it asked for. */
function parsePage(bytes: Buffer): FeedPage {
  try {
    return JSON.parse(bytes.toString('utf8')) as FeedPage;
  } catch {
    throw new PageError('FEED_MALFORMED', 'a page is JSON');
  }
}
