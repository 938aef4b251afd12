// Short words for the requests of the corpus.
import type { Profile } from '#kit/caller.ts';
import type { Headers, Raw, Request, World } from './case.ts';

/** Harmless, and answered without asking a holder. */
export const plainQuery = '{ me { profile } }';
export const plainBody = JSON.stringify({ query: plainQuery });

export const searchQuery =
  'query Q($text: String!) { search(text: $text) { readings { kind } hits { edges { node { matchedOn } } } } }';

/** Who asks and why; the default is an investigator with a case, who may ask the most. */
export interface As {
  readonly profile?: Profile;
  readonly purpose?: string | null;
  readonly case?: string | null;
  readonly headers?: Headers;
}

export const inquiryCase = 'IP-2026-000123';

export function headersOf(world: World, as: As = {}): Headers {
  const { profile = 'investigator' } = as;
  const inquiry = profile === 'investigator';
  const purpose = as.purpose === undefined ? (inquiry ? 'INVESTIGATION' : null) : as.purpose;
  const caseNumber = as.case === undefined ? (inquiry && purpose === 'INVESTIGATION' ? inquiryCase : null) : as.case;
  return {
    authorization: `Bearer ${world.tokens[profile]}`,
    'content-type': 'application/json',
    ...(purpose !== null && { 'x-infoseg-purpose': purpose }),
    ...(caseNumber !== null && { 'x-infoseg-case': caseNumber }),
    ...as.headers,
  };
}

export function post(world: World, body: Buffer | string, as: As = {}): Request {
  return {
    kind: 'request',
    method: 'POST',
    path: '/graphql',
    headers: headersOf(world, as),
    body: typeof body === 'string' ? Buffer.from(body) : body,
  };
}

export function ask(world: World, query: string, variables?: unknown, as: As = {}): Request {
  return post(world, JSON.stringify({ query, ...(variables !== undefined && { variables }) }), as);
}

/** One request on a connection of its own: the lines of the head without `host`, and the body. */
export function rawRequest(
  world: World,
  line: string,
  headers: readonly string[] = [],
  body: Buffer | string = '',
  options: { readonly host?: string | null; readonly close?: boolean } = {},
): Raw {
  const { host = 'gateway', close = true } = options;
  const head = [
    line,
    ...(host === null ? [] : [`host: ${host}`]),
    ...(close ? ['connection: close'] : []),
    `authorization: Bearer ${world.tokens.investigator}`,
    ...headers,
    '',
    '',
  ].join('\r\n');
  return raw(Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body as string)]));
}

export function raw(bytes: Buffer | string, endsAfterMs = Infinity): Raw {
  return { kind: 'raw', bytes: typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes, endsAfterMs };
}

/** Says at once that nothing more comes. */
export function ended({ bytes }: Raw): Raw {
  return raw(bytes, 0);
}

/** A whole and valid request with these further headers. */
export function rawPost(world: World, headers: readonly string[] = [], body: Buffer | string = plainBody): Raw {
  const length = Buffer.byteLength(body);
  return rawRequest(
    world,
    'POST /graphql HTTP/1.1',
    ['content-type: application/json', `content-length: ${length}`, ...headers],
    body,
  );
}

export const repeat = (count: number, make: (at: number) => string, between = ' '): string =>
  Array.from({ length: count }, (_, at) => make(at)).join(between);

/** The data of an answer, to be compared with that of another: records say at what instant they were read. */
export function dataOf(text: string): string {
  const { data = null } = JSON.parse(text) as { readonly data?: unknown };
  return JSON.stringify(data).replace(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '"(instant)"');
}
