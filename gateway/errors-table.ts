// The README's table of errors: the closed list of codes as a reader sees it.
import { fieldCodes, messageOf, refusalCodes, statusOf } from './errors.ts';
import type { ErrorCode } from './errors.ts';

/** Markdown: code, HTTP status (or that the error stands in an answer), sentence in Portuguese. */
export function errorsTable(): string {
  const rows = [...refusalCodes, ...fieldCodes].map((code) => [`\`${code}\``, statusIn(code), sentenceOf(code)]);
  return [['code', 'HTTP', 'sentence'], ['---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function statusIn(code: ErrorCode): string {
  return statusOf(code)?.toString() ?? 'in the answer';
}

/** `N` stands for the number of the limit that was passed. */
function sentenceOf(code: ErrorCode): string {
  return messageOf(code, 'pt-BR').replace(/(?<= )-(?= )/, 'N');
}
