// Counted while lexing, so that a long text is refused before anything is built from it.
import { Lexer, Source, TokenKind } from 'graphql';
import { RequestRefused } from '../errors.ts';

/** Throws TOO_MANY_TOKENS. A text that does not even lex passes: the parser says where it is wrong. */
export function checkTokens(text: string, tokensMax: number): void {
  const lexer = new Lexer(new Source(text));
  for (let tokens = 0; ; tokens++) {
    if (tokens > tokensMax) throw new RequestRefused('TOO_MANY_TOKENS', { limit: tokensMax });
    try {
      if (lexer.advance().kind === TokenKind.EOF) return;
    } catch {
      return;
    }
  }
}
