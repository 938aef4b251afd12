// A request of GraphQL over HTTP (draft of the GraphQL foundation) as what it asks, and the media type that its answer is to have.
import type { IncomingMessage } from 'node:http';

export interface Parameters {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Refused before any GraphQL is read. */
export class HttpRefused extends Error {
  override readonly name = 'HttpRefused';
  readonly code: 'BAD_REQUEST' | 'NOT_ACCEPTABLE' | 'UNSUPPORTED_MEDIA_TYPE' | 'TOO_LARGE' | 'METHOD_NOT_ALLOWED';
  readonly status: number;

  constructor(code: HttpRefused['code'], message: string) {
    super(message);
    this.code = code;
    this.status = statuses[code];
  }
}

const statuses = {
  BAD_REQUEST: 400,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
} as const satisfies Readonly<Record<HttpRefused['code'], number>>;

export type MediaType = 'application/json' | 'application/graphql-response+json';

/** The first of the two that the client takes; `*` is the older one. @throws HttpRefused */
export function mediaTypeFor(accept: string | undefined): MediaType {
  if (accept === undefined || accept === '' || accept === 'application/json') return 'application/json';
  for (const item of accept.slice(0, 2048).split(',')) {
    const type = item.split(';', 1)[0]?.trim().toLowerCase();
    if (type === 'application/graphql-response+json') return type;
    if (type === 'application/json' || type === '*/*' || type === 'application/*') return 'application/json';
  }
  throw new HttpRefused('NOT_ACCEPTABLE', 'Answers are application/json or application/graphql-response+json.');
}

/** @throws HttpRefused */
export function checkContentType(contentType: string | undefined): void {
  if (contentType === 'application/json') return;
  const [type, ...parameters] = (contentType ?? '').toLowerCase().split(';');
  const charset = parameters.map((one) => one.trim()).find((one) => one.startsWith('charset='));
  if (type?.trim() !== 'application/json')
    throw new HttpRefused('UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json.');
  if (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset))
    throw new HttpRefused('UNSUPPORTED_MEDIA_TYPE', 'The body must be UTF-8.');
}

/** The whole body. @throws HttpRefused when it is larger */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const tooLarge = () => reject(new HttpRefused('TOO_LARGE', `A body has at most ${maxBytes} bytes.`));
    if (Number(request.headers['content-length']) > maxBytes) return tooLarge();
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        request.removeAllListeners('data');
        tooLarge();
      } else chunks.push(chunk);
    });
    request.on('end', () => {
      const [only] = chunks;
      resolve((chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks)).toString('utf8'));
    });
    request.on('error', () => reject(new HttpRefused('BAD_REQUEST', 'The body did not come whole.')));
  });
}

/** @throws HttpRefused */
export function parametersOfBody(text: string): Parameters {
  const body = parsedJson(text, 'The body');
  if (!isRecord(body)) throw bad('The body must be a JSON object.');
  return parametersOf(body.query, body.operationName, body.variables, body.extensions);
}

/** @throws HttpRefused */
export function parametersOfQuery(search: URLSearchParams): Parameters {
  const variables = search.get('variables');
  const extensions = search.get('extensions');
  return parametersOf(
    search.get('query') ?? undefined,
    search.get('operationName') ?? undefined,
    variables === null ? undefined : parsedJson(variables, 'variables'),
    extensions === null ? undefined : parsedJson(extensions, 'extensions'),
  );
}

function parametersOf(query: unknown, operationName: unknown, variables: unknown, extensions: unknown): Parameters {
  if (typeof query !== 'string') throw bad('query must be a text.');
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string')
    throw bad('operationName must be a text.');
  if (variables !== undefined && variables !== null && !isRecord(variables)) throw bad('variables must be an object.');
  if (extensions !== undefined && extensions !== null && !isRecord(extensions))
    throw bad('extensions must be an object.');
  return { query, operationName: operationName || undefined, variables: variables ?? {} };
}

function parsedJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw bad(`${what} must be JSON.`);
  }
}

function bad(message: string): HttpRefused {
  return new HttpRefused('BAD_REQUEST', message);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
