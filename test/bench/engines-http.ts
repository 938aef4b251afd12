// Just enough HTTP/1.1 for both ends of a measure: node:http at the stubs and in the load would cost more than some of what is measured.

export interface HttpMessage {
  /** The start line and the headers, as they came. */
  readonly head: string;
  readonly body: Buffer;
}

const headEnd = Buffer.from('\r\n\r\n');
const none = Buffer.alloc(0);

/** Takes the bytes of one connection apart into messages; lengths and chunks are understood, nothing else is. */
export class MessageReader {
  readonly #onMessage: (message: HttpMessage) => void;
  #chunks: Buffer[] = [];
  #bytes = 0;
  /** How many bytes there must be before it is worth looking again. */
  #needed = 0;

  constructor(onMessage: (message: HttpMessage) => void) {
    this.#onMessage = onMessage;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes < this.#needed) return;
    let rest = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks, this.#bytes);
    for (;;) {
      const used = this.#read(rest);
      if (used === 0) break;
      rest = rest.subarray(used);
    }
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#bytes = rest.length;
  }

  /** Bytes of the message that was read; 0 when it is not all there yet. */
  #read(bytes: Buffer): number {
    this.#needed = 0;
    const at = bytes.length === 0 ? -1 : bytes.indexOf(headEnd);
    if (at === -1) return 0;
    const head = bytes.toString('latin1', 0, at);
    const bodyAt = at + headEnd.length;
    const length = headerOf(head, 'content-length');
    if (length !== undefined) {
      const end = bodyAt + Number(length);
      if (bytes.length < end) {
        this.#needed = end;
        return 0;
      }
      this.#onMessage({ head, body: bytes.subarray(bodyAt, end) });
      return end;
    }
    if (headerOf(head, 'transfer-encoding')?.toLowerCase() !== 'chunked') {
      this.#onMessage({ head, body: none });
      return bodyAt;
    }
    const parts: Buffer[] = [];
    for (let from = bodyAt; ;) {
      const lineEnd = bytes.indexOf('\r\n', from);
      if (lineEnd === -1) return 0;
      const size = Number.parseInt(bytes.toString('latin1', from, lineEnd), 16);
      const end = lineEnd + 2 + size + 2;
      if (!Number.isInteger(size) || bytes.length < end) return 0;
      if (size === 0) {
        this.#onMessage({ head, body: Buffer.concat(parts) });
        return end;
      }
      parts.push(bytes.subarray(lineEnd + 2, end - 2));
      from = end;
    }
  }
}

/** The value of a header, whatever the case of its name. */
export function headerOf(head: string, name: string): string | undefined {
  const pattern = (patterns[name] ??= new RegExp(`\\r\\n${name}:[ \\t]*([^\\r]*)`, 'i'));
  return pattern.exec(head)?.[1]?.trim();
}
const patterns: Record<string, RegExp> = {};

/** A POST of JSON, ready to be written to a socket as often as wanted. */
export function postBytes(path: string, body: string, headers: Readonly<Record<string, string>> = {}): Buffer {
  const lines = Object.entries({
    host: '127.0.0.1',
    accept: 'application/json',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
}

/** An answer with status 200. */
export function answerBytes(body: Buffer | string, headers = ''): Buffer {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${headers}content-length: ${bytes.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes]);
}
