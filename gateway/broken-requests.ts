// What is not HTTP, or comes too slowly, is answered before it is a request: in our words and not the library's.
import type { Socket } from 'node:net';
import { formatRefusal, RequestRefused } from './errors.ts';
import type { RefusalCode } from './errors.ts';

const headersMaxMs = 10_000;
/** What a connection may take nothing for of an answer that is on its way out: no network that still works stands still for so long. */
export const unreadMaxMsDefault = 30_000;
/** The last words to a connection that is closed anyway. */
const lastWordsMaxMs = 1000;

/** Headers are short: they have less time than the whole request. */
export function headersTimeoutMs(requestTimeoutMs: number): number {
  return Math.min(headersMaxMs, requestTimeoutMs);
}

const codes: Readonly<Record<string, RefusalCode>> = {
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMED_OUT',
};
const reasons: Readonly<Partial<Record<RefusalCode, string>>> = {
  HEADERS_TOO_LARGE: '431 Request Header Fields Too Large',
  REQUEST_TIMED_OUT: '408 Request Timeout',
};

/** The listener of node's `clientError`. */
export function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const code = codes[error.code ?? ''] ?? 'BAD_REQUEST';
  const timer = setTimeout(() => socket.destroy(), lastWordsMaxMs).unref();
  const body = JSON.stringify(formatRefusal(new RequestRefused(code)).body);
  socket.end(
    [
      `HTTP/1.1 ${reasons[code] ?? '400 Bad Request'}`,
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      'cache-control: no-store',
      'connection: close',
      '',
      body,
    ].join('\r\n'),
    () => {
      clearTimeout(timer);
      socket.destroy();
    },
  );
}
