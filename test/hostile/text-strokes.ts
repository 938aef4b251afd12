// Mutations of a document as a row of tokens: most of them break it, and it must break in the right place.
import { Lexer, Source, TokenKind } from 'graphql';
import type { Random } from '../../demo/nation/random.ts';
import { hostileLiterals, hostileNames } from './hostile-values.ts';

export interface TextStock {
  /** Names of the graph. */
  readonly names: readonly string[];
  /** Other documents, to take pieces of. */
  readonly others: readonly string[];
}

interface Token {
  readonly kind: string;
  readonly text: string;
}

const tokensMax = 3000;

/** The tokens of a text that lexes, or its words. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  try {
    const lexer = new Lexer(new Source(text));
    for (let next = lexer.advance(); next.kind !== TokenKind.EOF && tokens.length < tokensMax; next = lexer.advance())
      tokens.push({ kind: next.kind, text: text.slice(next.start, next.end) });
    return tokens;
  } catch {
    return text.split(/\s+/).map((word) => ({ kind: TokenKind.NAME, text: word }));
  }
}

type Stroke = (tokens: readonly Token[], at: number, random: Random, stock: TextStock) => readonly Token[];

const name = (text: string): Token => ({ kind: TokenKind.NAME, text });
const splice = (tokens: readonly Token[], at: number, gone: number, ...put: readonly Token[]): readonly Token[] =>
  tokens.toSpliced(at, gone, ...put);

const values: readonly string[] = [TokenKind.STRING, TokenKind.BLOCK_STRING, TokenKind.INT, TokenKind.FLOAT];
const punctuation = ['{', '}', '(', ')', '[', ']', ':', '...', '@', '$', '!', '=', '|', '&', '#', ','];
const directives = [
  '@include(if: true)',
  '@skip(if: false)',
  '@skip(if: true)',
  '@include(if: $x)',
  '@defer',
  '@stream',
];

const strokes: readonly Stroke[] = [
  (tokens, at) => splice(tokens, at, 1),
  (tokens, at) => splice(tokens, at, 0, tokens[at] as Token),
  (tokens, at) => [...tokens.slice(0, at), ...tokens.slice(at, at + 2).toReversed(), ...tokens.slice(at + 2)],
  (tokens, at, random) => {
    const other = random.between(0, tokens.length - 1);
    return tokens.with(at, tokens[other] as Token).with(other, tokens[at] as Token);
  },
  (tokens, at, random, { names }) => tokens.with(nearest(tokens, at, TokenKind.NAME), name(random.pick(names))),
  (tokens, at, random, { names }) => tokens.with(nearest(tokens, at, TokenKind.NAME), name(random.pick(names))),
  (tokens, at, random) => tokens.with(nearest(tokens, at, TokenKind.NAME), name(random.pick(hostileNames))),
  (tokens, at, random) => tokens.with(nearest(tokens, at, ...values), name(random.pick(hostileLiterals))),
  (tokens, at, random) => splice(tokens, at, 0, name(random.pick(punctuation))),
  (tokens, at, random) => splice(tokens, nearest(tokens, at, TokenKind.NAME) + 1, 0, name(random.pick(directives))),
  (tokens, at, random) =>
    splice(tokens, nearest(tokens, at, TokenKind.NAME), 0, name(random.pick(hostileNames)), name(':')),
  (tokens, at, random) => splice(tokens, at, random.between(1, 20)),
  (tokens, at, random) => {
    const piece = tokens.slice(at, at + random.between(1, 12));
    const times = random.chance(0.1) ? random.between(20, 400) : random.between(1, 4);
    return splice(tokens, at, 0, ...Array.from({ length: times }, () => piece).flat()).slice(0, tokensMax);
  },
  (tokens, at, random, { others }) => {
    const other = tokensOf(random.pick(others));
    const from = random.between(0, Math.max(0, other.length - 1));
    return splice(tokens, at, random.between(0, 4), ...other.slice(from, from + random.between(1, 40)));
  },
  (tokens, at) => tokens.slice(0, at),
];

/** One mutation of the text. */
export function mutateText(text: string, random: Random, stock: TextStock): string {
  const tokens = tokensOf(text);
  if (tokens.length === 0) return random.pick(stock.others);
  const stroke = random.pick(strokes);
  return stroke(tokens, random.between(0, tokens.length - 1), random, stock)
    .map((token) => token.text)
    .join(' ');
}

/** The place of the next token of these kinds, going round; the same place where there is none. */
function nearest(tokens: readonly Token[], at: number, ...kinds: readonly string[]): number {
  for (let step = 0; step < tokens.length; step++) {
    const place = (at + step) % tokens.length;
    if (kinds.includes(tokens[place]?.kind ?? '')) return place;
  }
  return at;
}
