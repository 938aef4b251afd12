// The oracle of every case and every mutation: what an answer may be, whatever was sent.
import type { GraphQLSchema } from 'graphql';
import { fieldCodes, refusalCodes, statusOf } from '../../gateway/errors.ts';
import type { FieldCode } from '../../gateway/errors.ts';
import { invalidity, misfit } from './answer-fits.ts';
import type { Document } from './answer-fits.ts';
import type { HostileCase, Right, Sent } from './case.ts';
import type { Outcome, Reply } from './send.ts';
import { typedValues } from './typed-values.ts';

/** No answer may take longer. */
export const answerMaxMs = 10_000;

const inside: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a file', /file:\/\/|node_modules|\/srv\/|\/opt\/|\/home\/|\/root\/|\/etc\/passwd|\w\.[cm]?[jt]s\b/],
  ['a line of a stack', /\bat \S+ \([^)\s]*:\d+|:\d+:\d+\)/],
  ['an address', /127\.0\.0\.1|localhost|\[?::1\]?/],
  ['SQL', /\bselect .+ from |\binsert into|\bSQLSTATE|\bpg_|postgres|syntax error at/i],
  ['the name of an error', /\b(Type|Range|Syntax|Reference|GraphQL)?Error\b:|ECONN|FST_ERR|HPE_|ERR_[A-Z]/],
  ['a suggestion', /did you mean/i],
  ['an object unwritten', /\[object |\bundefined\b|\bNaN\b/],
];

interface GraphQLError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string };
}

interface Body {
  readonly errors?: readonly GraphQLError[];
  readonly data?: Readonly<Record<string, unknown>>;
  readonly extensions?: { readonly sources?: readonly { readonly status: string }[] };
}

/** Statuses of a source that a busy machine explains. */
const late = ['TIMED_OUT', 'BUSY'];

/** Whether some source did not answer in time, so that the answer may lack what it would have said. */
export function isCutByLoad({ replies }: Outcome): boolean {
  return replies.some(({ text }) => isLate(parsed(text)));
}

function isLate(body: Body | undefined): boolean {
  return (body?.extensions?.sources ?? []).some(({ status }) => late.includes(status));
}

/** A healthy network has none of these for an answer that came in time: something broke and was covered up. */
const covered: readonly FieldCode[] = ['INDEX_UNAVAILABLE', 'HOLDER_INVALID_ANSWER', 'HOLDER_REFUSED'];

/** A record whose holder did not answer keeps what the index knows of it. */
const partial: readonly FieldCode[] = ['HOLDER_TIMED_OUT', 'HOLDER_UNAVAILABLE', 'HOLDER_BUSY', 'RECORD_GONE'];

const errorMembers = new Set(['message', 'path', 'locations', 'extensions']);
const bodyMembers = new Set(['errors', 'data', 'extensions']);

/** All that is wrong with what came for a case; empty where all is right. */
export function judgeCase(
  { sent, right, unsaid = [] }: HostileCase,
  outcome: Outcome,
  schema: GraphQLSchema,
): readonly string[] {
  const problems = [...judgeAny(sent, outcome, schema)];
  const whole = outcome.replies.map(({ text }) => text).join('\n');
  for (const text of unsaid) if (whole.includes(text)) problems.push('what must not be said is in the answer');
  const rights = 'kind' in right ? [right] : right;
  if (!('kind' in right) && outcome.replies.length !== rights.length)
    problems.push(`${outcome.replies.length} answers instead of ${rights.length}`);
  for (const [at, one] of rights.entries()) {
    const reply = outcome.replies[at];
    const wrong = wrongness(one, reply);
    if (wrong !== undefined) problems.push(wrong);
  }
  return problems;
}

/** What holds for every answer to anything; empty where all is right. */
export function judgeAny(sent: Sent, outcome: Outcome, schema: GraphQLSchema): readonly string[] {
  const problems: string[] = [];
  if (outcome.broken !== undefined) problems.push(`no answer: ${outcome.broken}`);
  if (outcome.tookMs > answerMaxMs) problems.push(`an answer after ${Math.round(outcome.tookMs)} ms`);
  const typed = typedValues(sent);
  const bytes = sent.kind === 'raw' ? sent.bytes : (sent.body ?? Buffer.alloc(0));
  // The explorer and the holders have codes of their own.
  const isGraphql = sent.kind === 'raw' || (sent.origin === undefined && !sent.path.startsWith('/graphiql'));
  for (const reply of outcome.replies) problems.push(...judgeReply(reply, { typed, sent: bytes, isGraphql }));
  const [only] = outcome.replies;
  if (sent.kind === 'request' && only && sent.origin === undefined && sent.path.split('?')[0] === '/graphql')
    problems.push(...judgeAnswer(sent.body, only, schema));
  return problems;
}

interface Context {
  /** What no error may repeat. */
  readonly typed: readonly string[];
  readonly sent: Buffer;
  readonly isGraphql: boolean;
}

function judgeReply({ status, headers, text }: Reply, { typed, sent, isGraphql }: Context): readonly string[] {
  const problems: string[] = [];
  if (status >= 500) problems.push(`status ${status}`);
  for (const name of ['server', 'x-powered-by', 'access-control-allow-credentials'])
    if (headers[name] !== undefined) problems.push(`a header ${name}`);
  if (isGraphql && /eyJ[A-Za-z0-9_-]{10}/.test(text)) problems.push('a token is named');
  if (text === '' || !/^application\/(graphql-response\+)?json/.test(headers['content-type'] ?? '')) return problems;
  const body = parsed(text);
  if (!body) return [...problems, 'the body is not JSON'];
  if (!isGraphql || (!('errors' in body) && !('data' in body))) return problems;
  for (const member of Object.keys(body)) if (!bodyMembers.has(member)) problems.push(`a member ${member}`);
  const { errors = [], data } = body;
  const said = status === 200 ? JSON.stringify([errors, body.extensions]) : text;
  for (const [what, pattern] of inside) {
    const [found] = pattern.exec(said) ?? [];
    // A name that the client itself wrote may be said to it.
    if (found !== undefined && !sent.includes(found)) problems.push(`${what} is named`);
  }
  const words = JSON.stringify(errors.map(({ message, extensions }) => [message, extensions]));
  for (const value of typed)
    if (words.includes(JSON.stringify(value).slice(1, -1))) problems.push('a typed value is repeated');
  for (const error of errors) {
    for (const member of Object.keys(error))
      if (!errorMembers.has(member)) problems.push(`an error with a member ${member}`);
    const { code } = error.extensions;
    if (status !== 200) {
      const known = refusalCodes.find((one) => one === code);
      if (!known || statusOf(known) !== status) problems.push(`${status} with the code ${code}`);
      if (code === 'INTERNAL') problems.push('an internal failure');
    } else {
      const known = fieldCodes.find((one) => one === code);
      if (!known) problems.push(`200 with the code ${code}`);
      else if (covered.includes(known) && !isLate(body)) problems.push(`a failure covered up as ${code}`);
      const isPartial = known !== undefined && partial.includes(known);
      if (!isAtNull(data, error.path, isPartial)) problems.push('an error at a value that is there');
    }
  }
  for (const { status: word } of body.extensions?.sources ?? [])
    if (word === 'INVALID_ANSWER' || word === 'REFUSED') problems.push(`a source is said to be ${word}`);
  if (status !== 200 && data !== undefined) problems.push('a refusal with data');
  if (status !== 200 && errors.length === 0) problems.push('a refusal without a code');
  if (status === 200 && (typeof data !== 'object' || data === null)) problems.push('200 without data');
  return problems;
}

/** What the document deserved, by graphql-js itself: nothing invalid is answered, nothing valid refused as invalid. */
function judgeAnswer(sent: Buffer | null, reply: Reply, schema: GraphQLSchema): readonly string[] {
  const body = parsed(reply.text);
  const codes = (body?.errors ?? []).map(({ extensions }) => extensions.code);
  const faulted = codes.some((code) => code === 'GRAPHQL_PARSE_FAILED' || code === 'GRAPHQL_VALIDATION_FAILED');
  if (reply.status !== 200 && !faulted) return [];
  const document = documentIn(sent);
  if (!document) return reply.status === 200 ? ['200 to what is no request'] : [];
  const invalid = invalidity(schema, document);
  if (reply.status !== 200) return invalid === undefined ? [`a valid document is refused (${codes[0]})`] : [];
  if (invalid !== undefined) return ['an invalid document is answered'];
  const wrong = misfit(schema, document, body?.data);
  return wrong === undefined ? [] : [`the data does not fit: ${wrong}`];
}

function documentIn(sent: Buffer | null): Document | undefined {
  try {
    const { query, variables, operationName } = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(sent ?? undefined),
    ) as Readonly<Record<string, unknown>>;
    if (typeof query !== 'string') return undefined;
    return {
      query,
      variables: (variables ?? {}) as Document['variables'],
      operationName: typeof operationName === 'string' && operationName !== '' ? operationName : undefined,
    };
  } catch {
    return undefined;
  }
}

/** The path of an error ends at a null, its own or one above (GraphQL section 6.4.4), or at a record of which only the keys are known. */
function isAtNull(data: unknown, path: readonly (string | number)[] = [], isPartial = false): boolean {
  let at = data;
  for (const step of path) {
    if (at === null) return true;
    if (typeof at !== 'object' || !Object.hasOwn(at, step)) return false;
    at = (at as Readonly<Record<string, unknown>>)[step];
  }
  return at === null || (isPartial && typeof at === 'object');
}

function wrongness(right: Right, reply: Reply | undefined): string | undefined {
  if (right.kind === 'either') {
    const tried = right.of.map((one) => wrongness(one, reply));
    return tried.includes(undefined) ? undefined : tried.join('; nor: ');
  }
  if (right.kind === 'cut') {
    if (reply === undefined || [400, 408, 431].includes(reply.status)) return undefined;
    return `${describe(reply)} where the connection is to be cut`;
  }
  if (reply === undefined) return 'no answer';
  if (right.kind === 'page') {
    return reply.status === right.status && right.body.test(reply.text)
      ? undefined
      : `${describe(reply)} instead of ${right.status}`;
  }
  const { errors = [], data } = parsed(reply.text) ?? {};
  const codes = new Set(errors.map(({ extensions }) => extensions.code));
  if (right.kind === 'refused') {
    const fitting = right.codes.some((code) => reply.status === statusOf(code) && codes.size === 1 && codes.has(code));
    return fitting ? undefined : `${describe(reply)} instead of ${right.codes.join(' or ')}`;
  }
  if (reply.status !== 200) return `${describe(reply)} instead of an answer`;
  if (codes.size !== right.errors.length || right.errors.some((code) => !codes.has(code)))
    return `${describe(reply)} instead of ${right.errors.join(' and ') || 'no error'}`;
  return data ? right.look?.(data) : 'no data';
}

/** Status and codes: what may be printed of an answer. */
export function describe({ status, text }: Reply): string {
  const codes = new Set((parsed(text)?.errors ?? []).map(({ extensions }) => extensions.code));
  return [status, ...codes].join(' ');
}

function parsed(text: string): Body | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? body : undefined;
  } catch {
    return undefined;
  }
}
