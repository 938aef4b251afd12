// JSON can carry what no text is (a NUL, half of a surrogate pair) and no database takes, and nesting that nobody needs.
import { Kind, visit } from 'graphql';
import type { DocumentNode } from 'graphql';
import { RequestRefused } from './errors.ts';

/** The deepest input of the graph has three levels. */
const depthMax = 16;

/** Checks every text and key of a parsed body. @throws RequestRefused BAD_TEXT or VALUES_TOO_DEEP */
export function checkPlainValues(body: unknown): void {
  // A list instead of recursion: a body may nest deeper than the stack.
  const left: { readonly value: unknown; readonly depth: number }[] = [{ value: body, depth: 0 }];
  for (let next = left.pop(); next; next = left.pop()) {
    const { value, depth } = next;
    if (typeof value === 'string') checkText(value);
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= depthMax) throw new RequestRefused('VALUES_TOO_DEEP', { limit: depthMax });
    if (!Array.isArray(value)) for (const key of Object.keys(value)) checkText(key);
    for (const one of Object.values(value)) left.push({ value: one, depth: depth + 1 });
  }
}

/** An escape of GraphQL can write a NUL where the body has none. @throws RequestRefused BAD_TEXT */
export function checkPlainLiterals(document: DocumentNode): void {
  visit(document, { [Kind.STRING]: (node: { readonly value: string }) => checkText(node.value) });
}

function checkText(text: string): void {
  if (text.includes('\0') || !text.isWellFormed()) throw new RequestRefused('BAD_TEXT');
}
