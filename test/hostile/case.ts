// What a case of the corpus is: what is sent, and what is right. Data only: sending and judging stand elsewhere.
import type { Profile } from '#kit/caller.ts';
import type { IdentityPrivateKey } from '#kit/wire/keys.ts';
import type { Story } from '../../demo/nation/story.ts';
import type { FieldCode, RefusalCode } from '../../gateway/errors.ts';

/** The network under attack, as an attacker with a token knows it. */
export interface World {
  readonly url: string;
  readonly story: Story;
  /** Tokens of every profile, as the issuer gives them. */
  readonly tokens: Readonly<Record<Profile, string>>;
  /** For tokens that the issuer would never give. */
  readonly issuerKey: IdentityPrivateKey;
  /** Addresses of endpoints behind the gateway, by `source/holder`. */
  readonly holders: ReadonlyMap<string, string>;
}

export type Headers = Readonly<Record<string, string | readonly string[]>>;

/** A request that a library would send. */
export interface Request {
  readonly kind: 'request';
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: Buffer | null;
  /** Another server than the gateway. */
  readonly origin?: string;
}

/** Bytes as they are, for what no library would send. */
export interface Raw {
  readonly kind: 'raw';
  readonly bytes: Buffer;
  /** The sender says that nothing more comes (a half-closed connection) after this time; Infinity: it waits for the other side. */
  readonly endsAfterMs: number;
}

export type Sent = Request | Raw;

/** Looks at the data of an answer and says what is wrong with it, if anything is. */
export type Look = (data: Readonly<Record<string, unknown>>) => string | undefined;

export type Right =
  /** The whole request, with one of these codes and the status of that code. */
  | { readonly kind: 'refused'; readonly codes: readonly RefusalCode[] }
  /** 200; errors of exactly these codes, none where there are none. */
  | { readonly kind: 'answered'; readonly errors: readonly FieldCode[]; readonly look?: Look }
  /** What is no GraphQL: a page, a preflight, a bare status. */
  | { readonly kind: 'page'; readonly status: number; readonly body: RegExp }
  /** No HTTP, so no answer is owed: closed without a word, or a refusal of the broken. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'either'; readonly of: readonly Right[] };

export interface HostileCase {
  /** A statement in the present, unique in its family. */
  readonly name: string;
  readonly sent: Sent;
  /** A list: one for each answer on the connection, in order. */
  readonly right: Right | readonly Right[];
  /** Texts that must appear nowhere in the answer, besides the values of body and headers that no error may repeat. */
  readonly unsaid?: readonly string[];
}

export interface Family {
  readonly name: string;
  /** Each document is its own, so that only a second asking meets what the first one compiled. */
  readonly isAskedAgain?: boolean;
  readonly cases: (world: World) => readonly HostileCase[];
}

export const refused = (...codes: readonly RefusalCode[]): Right => ({ kind: 'refused', codes });
export const answered = (look?: Look): Right => ({ kind: 'answered', errors: [], ...(look && { look }) });
export const fails = (...errors: readonly FieldCode[]): Right => ({ kind: 'answered', errors });
export const page = (status: number, body: RegExp = /^/): Right => ({ kind: 'page', status, body });
export const cut: Right = { kind: 'cut' };
export const either = (...of: readonly Right[]): Right => ({ kind: 'either', of });

/** Every list of results in the answer is empty, whatever it is called. */
export const findsNothing: Look = (data) => {
  const left: unknown[] = [data];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    for (const [name, value] of Object.entries(next)) {
      if (['edges', 'subjects', 'probes'].includes(name) && Array.isArray(value) && value.length > 0)
        return `${name} holds ${value.length}`;
      left.push(value);
    }
  }
  return undefined;
};

/** The data is this and nothing else. */
export const equals =
  (expected: unknown): Look =>
  (data) =>
    JSON.stringify(data) === JSON.stringify(expected) ? undefined : 'the data is another';
