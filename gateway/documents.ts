// From text to a document that may be walked: tokens counted before it is parsed, shape measured before it is validated. The same text
// gives the same document again, so that what was found out about it once need not be found out twice.
import { GraphQLError, parse, printSchema } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { createDocumentCheck, problemsOf } from './document-check.ts';
import type { DocumentCheck } from './document-check.ts';
import { RequestRefused } from './errors.ts';
import type { Problem } from './errors.ts';
import { ClientLeft } from './limits/fair-queue.ts';
import { checkShape } from './limits/limits.ts';
import { checkPlainLiterals } from './plain-values.ts';

export interface Documents {
  /**
   * @throws RequestRefused for a text that is too large, no GraphQL, or does not fit the schema; OVERLOADED when it is not known in time
   * @throws ClientLeft
   */
  read(text: string, patience?: Patience): Promise<DocumentNode>;
  /** Texts that were read, the last first. */
  recent(count: number): readonly string[];
  stop(): Promise<void>;
}

/** For how long whoever asks waits. */
export interface Patience {
  readonly left: AbortSignal;
  readonly waitMs: number;
}

export interface DocumentsOptions {
  /** What the kept documents may take, the longest unused going first. */
  readonly keptMaxBytes?: number;
  /** A document with more tokens is validated by a thread beside this one. */
  readonly tokensHereMax?: number;
  readonly check?: DocumentCheck;
}

const keptMaxBytesDefault = 64 * 2 ** 20;
/** The stored operations have half as many; a hostile document of this size takes 10 ms. */
const tokensHereMaxDefault = 600;
/** Refusals that are remembered: whoever sends one text again and again is answered at once. */
const refusalsMaxCharacters = 2_000_000;

export function createDocuments(
  schema: GraphQLSchema,
  { keptMaxBytes = keptMaxBytesDefault, tokensHereMax = tokensHereMaxDefault, ...options }: DocumentsOptions = {},
): Documents {
  const check = options.check ?? createDocumentCheck(() => printSchema(schema));
  // By what they take and not by their number: one within the limits may be a thousand times as large as another.
  const kept = new LRUCache<string, DocumentNode>({ maxSize: keptMaxBytes });
  const invalid = new LRUCache<string, readonly Problem[]>({
    maxSize: refusalsMaxCharacters,
    sizeCalculation: (_problems, text) => 2000 + text.length,
  });
  const coming = new Map<string, Coming>();

  async function readNew(text: string, isWanted: () => boolean): Promise<DocumentNode> {
    checkShape(text);
    const document = parseText(text);
    checkShape(document);
    checkPlainLiterals(document);
    const tokens = unlinkTokens(document);
    let problems = invalid.get(text);
    if (problems === undefined) {
      const isSmall = tokens <= tokensHereMax;
      problems = isSmall ? problemsOf(schema, document) : await check.problemsOf(text, isWanted);
    }
    if (problems.length > 0) {
      invalid.set(text, problems);
      throw new RequestRefused('GRAPHQL_VALIDATION_FAILED', { problems });
    }
    kept.set(text, document, { size: text.length * bytesPerCharacter + tokens * bytesPerToken });
    return document;
  }

  return {
    async read(text, patience) {
      const known = kept.get(text);
      if (known) return known;
      if (patience?.left.aborted) throw new ClientLeft();
      // However many send it at once, it is read once.
      const one = coming.get(text);
      if (one !== undefined) return waitFor(one, patience);
      const waiting = new Set([patience]);
      const document = readNew(text, () => waiting.size > 0).finally(() => coming.delete(text));
      // Everybody may have left.
      document.catch(() => undefined);
      coming.set(text, { document, waiting });
      return waitFor({ document, waiting }, patience);
    },
    recent: (count) => [...kept.keys()].slice(0, count),
    stop: () => check.stop(),
  };
}

interface Coming {
  readonly document: Promise<DocumentNode>;
  /** Whoever is still there. */
  readonly waiting: Set<Patience | undefined>;
}

/** Whoever sent it waits no longer than he said, nor after he has left; others may. */
async function waitFor({ document, waiting }: Coming, patience: Patience | undefined): Promise<DocumentNode> {
  waiting.add(patience);
  if (patience === undefined) return document;
  const { left, waitMs } = patience;
  const over = Promise.withResolvers<never>();
  const leave = () => over.reject(new ClientLeft());
  const late = setTimeout(() => over.reject(new RequestRefused('OVERLOADED', { retryAfterS })), waitMs);
  left.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([document, over.promise]);
  } finally {
    clearTimeout(late);
    left.removeEventListener('abort', leave);
    waiting.delete(patience);
  }
}

const retryAfterS = 1;
const bytesPerCharacter = 2;
/** With the part of the tree that is built from it, as measured; comments are tokens, too, although no limit counts them. */
const bytesPerToken = 380;

/**
 * Their number. A token knows its neighbours, so that whoever keeps one node of a document would keep the tokens of all of it; nothing
 * that comes after the parser goes from one to the next.
 */
function unlinkTokens({ loc }: DocumentNode): number {
  let tokens = 0;
  for (let token = loc?.startToken as Linked | null | undefined; token; tokens += 1) {
    const { next } = token;
    token.prev = null;
    token.next = null;
    token = next;
  }
  return tokens;
}

interface Linked {
  prev: Linked | null;
  next: Linked | null;
}

function parseText(text: string): DocumentNode {
  try {
    return parse(text);
  } catch (error) {
    throw new RequestRefused(
      'GRAPHQL_PARSE_FAILED',
      error instanceof GraphQLError && error.locations ? { locations: error.locations } : {},
    );
  }
}
