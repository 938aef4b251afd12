// What somebody typed: the values in a request, which no error and no log line may repeat. Names (of fields, variables, operations) are not
// values: an error may say them.
import { Lexer, Source, TokenKind } from 'graphql';
import type { Sent } from './case.ts';

const lengthMin = 6;
const valuesMax = 400;
const valuedHeaders = ['x-infoseg-case', 'x-infoseg-justification', 'authorization', 'cookie'];

/** Long enough not to stand in a sentence by chance; the token without its scheme. */
export function typedValues(sent: Sent): readonly string[] {
  const found = new Set<string>();
  const add = (value: unknown) => {
    if (typeof value === 'string' && value.length >= lengthMin && found.size < valuesMax) found.add(value);
  };
  if (sent.kind === 'request') {
    for (const name of valuedHeaders)
      for (const value of [sent.headers[name] ?? []].flat()) add(value.replace(/^bearer\s+/i, ''));
    addBody(sent.body?.toString('utf8') ?? '', add);
  } else {
    const text = sent.bytes.toString('latin1');
    add(/^authorization: bearer (\S+)/im.exec(text)?.[1]);
    addBody(bodyOf(text), add);
  }
  const names = namesIn(sent);
  return [...found].filter((value) => !isWord(value) && !names.some((name) => name.includes(value)));
}

/** The query of a body, read as far as it can be. */
function queryOf(text: string): string {
  try {
    const { query } = JSON.parse(text) as { readonly query?: unknown };
    return typeof query === 'string' ? query : '';
  } catch {
    return '';
  }
}

/** What the client itself called something, and an error may call so too. */
function namesIn(sent: Sent): readonly string[] {
  const text = sent.kind === 'request' ? (sent.body?.toString('utf8') ?? '') : bodyOf(sent.bytes.toString('latin1'));
  return [...tokensIn(queryOf(text))].flatMap(({ kind, value }) => (kind === TokenKind.NAME ? [value] : []));
}

function bodyOf(text: string): string {
  return text.slice(text.indexOf('\r\n\r\n') + 4);
}

/** Words of the graph itself are in its own sentences too. */
function isWord(value: string): boolean {
  return /^[A-Za-z_]{1,24}$/.test(value);
}

function addBody(text: string, add: (value: unknown) => void): void {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return;
  }
  if (typeof body !== 'object' || body === null) return;
  const { query, variables } = body as Readonly<Record<string, unknown>>;
  const left: unknown[] = [variables];
  for (let next = left.pop(), seen = 0; next !== undefined && seen < valuesMax; next = left.pop(), seen++) {
    if (typeof next === 'object' && next !== null) left.push(...Object.values(next).slice(0, valuesMax));
    else if (typeof next === 'number') add(String(next));
    else add(next);
  }
  if (typeof query === 'string') for (const { kind, value } of tokensIn(query)) if (literals.includes(kind)) add(value);
}

const literals: readonly string[] = [TokenKind.STRING, TokenKind.BLOCK_STRING, TokenKind.INT, TokenKind.FLOAT];

function* tokensIn(query: string): Generator<{ readonly kind: string; readonly value: string }> {
  const lexer = new Lexer(new Source(query));
  for (let tokens = 0; tokens < 2000; tokens++) {
    try {
      const { kind, value } = lexer.advance();
      if (kind === TokenKind.EOF) return;
      yield { kind, value };
    } catch {
      return;
    }
  }
}
