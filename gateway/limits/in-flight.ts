// How many requests are held at once, from their headers to the last byte of the answer, and how many of one connection: what bounds memory
// before anybody is known.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { RequestRefused } from '../errors.ts';

export interface InFlight {
  readonly count: number;
  /** Counts one; the function that it returns, called once the request is over, counts it off. @throws RequestRefused OVERLOADED */
  enter(address: string): () => void;
}

const retryAfterS = 1;
/** No single address may hold more than this part: the others get in while one sends its bodies byte by byte. */
const addressesAtLeast = 4;
const recordedEveryMs = 60_000;

/** `clock` gives milliseconds that only grow. */
export function createInFlight(max: number, clock: () => number = () => performance.now()): InFlight {
  const perAddressMax = Math.ceil(max / addressesAtLeast);
  const byAddress = new Map<string, number>();
  let count = 0;
  let recordedAtMs = -Infinity;

  return {
    get count() {
      return count;
    },
    enter(address) {
      const ofAddress = byAddress.get(address) ?? 0;
      if (count >= max || ofAddress >= perAddressMax) {
        // One line a minute tells that it happened; a line each would turn the flood on the journal.
        const recorded = clock() - recordedAtMs >= recordedEveryMs;
        if (recorded) recordedAtMs = clock();
        throw new RequestRefused('OVERLOADED', { retryAfterS, recorded });
      }
      count += 1;
      byAddress.set(address, ofAddress + 1);
      let here = true;
      return () => {
        if (!here) return;
        here = false;
        count -= 1;
        const left = (byAddress.get(address) ?? 1) - 1;
        if (left > 0) byAddress.set(address, left);
        else byAddress.delete(address);
      };
    },
  };
}

/**
 * Exchanges of one connection that have no answer yet. HTTP/1.1 lets a client send further requests without waiting (RFC 9112 section
 * 9.3.2), and no browser or proxy does: one sees the answer before the server has noted that it is out, which makes two.
 */
const unansweredMax = 2;

export interface Connections {
  /** Counts an exchange until it is over; false where its connection had too many, and has been cut. */
  enter(request: IncomingMessage, response: ServerResponse): boolean;
}

export function createConnections(): Connections {
  const unanswered = new WeakMap<Socket, number>();
  return {
    enter({ socket }, response) {
      const count = (unanswered.get(socket) ?? 0) + 1;
      // What one packet brought is still handed over after the cut.
      if (count > unansweredMax || socket.destroyed) {
        socket.destroy();
        return false;
      }
      unanswered.set(socket, count);
      whenOver(response, socket, () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1));
      return true;
    },
  };
}

/** Once, when the answer is out or can no longer be. An answer that waits behind another of its connection is not told of the end. */
export function whenOver(response: ServerResponse, socket: Socket, done: () => void): void {
  const end = () => {
    response.off('close', end);
    socket.off('close', end);
    done();
  };
  if (response.closed || socket.closed) return done();
  response.once('close', end);
  socket.once('close', end);
}
