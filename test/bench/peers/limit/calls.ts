// One pool of connections per source, whole bodies, no streams.
import type { IncomingMessage } from 'node:http';
import { Pool } from 'undici';

export type Data = Record<string, unknown>;
/** Posts the body to the source and gives `data` of its answer. */
export type Call = (source: string, body: string) => Promise<Data>;

const headers = { 'content-type': 'application/json', accept: 'application/json' };

export function callerOf(urls: ReadonlyMap<string, string>): Call {
  const lines = new Map(
    [...urls].map(([source, text]) => {
      const url = new URL(text);
      return [source, { path: url.pathname, pool: new Pool(url.origin, { connections: 64, pipelining: 1 }) }];
    }),
  );
  return (source, body) =>
    new Promise((resolve, reject) => {
      const line = lines.get(source);
      if (!line) throw new TypeError(`no URL for ${source}`);
      let first: Buffer | undefined;
      let more: Buffer[] | undefined;
      line.pool.dispatch(
        { path: line.path, method: 'POST', headers, body },
        {
          onRequestStart() {},
          onResponseStart() {},
          onResponseData(_controller, chunk) {
            if (first === undefined) first = chunk;
            else (more ??= [first]).push(chunk);
          },
          onResponseEnd() {
            const bytes = more === undefined ? (first ?? Buffer.alloc(0)) : Buffer.concat(more);
            try {
              resolve((JSON.parse(bytes.toString('utf8')) as { data: Data }).data);
            } catch (error) {
              reject(error as Error);
            }
          },
          onResponseError: (_controller, error) => reject(error),
        },
      );
    });
}

/** The whole body of a request, as text. */
export function buffered(request: IncomingMessage, done: (body: string) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => done((chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)).toString('utf8')));
}
