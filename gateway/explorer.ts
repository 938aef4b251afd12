import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** What the page is told of the gateway: it holds no profile, purpose or query of its own. */
export interface ExplorerConfig {
  /** Whether tokens are issued by the page's own route; otherwise the analyst pastes one. */
  readonly demo: boolean;
  /** The first is the one that the page opens as. */
  readonly profiles: readonly ExplorerProfile[];
  readonly purposes: readonly ExplorerPurpose[];
  /** One GraphiQL tab each; the first is active. */
  readonly tabs: readonly ExplorerTab[];
}

export interface ExplorerProfile {
  readonly id: string;
  readonly label: string;
  /** What the profile may state, the usual one first; absent: anything is offered. */
  readonly purposes?: readonly string[];
}

export interface ExplorerPurpose {
  readonly id: string;
  readonly label: string;
  readonly needsCase: boolean;
  /** An example of the case's form: shown in the empty field, and taken when the picked profile brings the purpose with it. */
  readonly caseHint?: string;
}

export interface ExplorerTab {
  readonly title: string;
  readonly query: string;
  /** JSON text. */
  readonly variables?: string;
  /** What the tab is asked for; taken over by the fields when the tab is chosen. */
  readonly headers?: { readonly purpose?: string; readonly case?: string; readonly justification?: string };
  /** The profile that the tab is asked as, in the demonstration. */
  readonly profile?: string;
}

export interface ExplorerOptions {
  /** Read on every request of the page's configuration. */
  readonly config: () => ExplorerConfig;
  /** Returns a token of a profile named by `config`. Given in the demonstration only: without it there is no token route. */
  readonly issueDemoToken?: (profile: string) => Promise<string>;
}

export type ExplorerErrorCode =
  | 'EXPLORER_OPTION_INVALID'
  | 'EXPLORER_NOT_BUILT'
  | 'FOREIGN_ORIGIN'
  | 'BODY_TOO_LARGE'
  | 'BODY_NOT_JSON'
  | 'UNKNOWN_PROFILE'
  | 'TOKEN_NOT_ISSUED';

/** Thrown at registration, or turned into the answer of the token route. */
export class ExplorerError extends Error {
  readonly code: ExplorerErrorCode;
  readonly statusCode: number;
  constructor(code: ExplorerErrorCode, message: string, statusCode = 500) {
    super(message);
    this.name = 'ExplorerError';
    this.code = code;
    this.statusCode = statusCode;
  }
}

const DIST = fileURLToPath(new URL('./graphiql/dist', import.meta.url));
const TOKEN_BODY_BYTES_MAX = 1024;

// Monaco writes style elements and inlines its icon font: hence 'unsafe-inline' for styles and data: for fonts, and for nothing else.
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'none'",
].join('; ');

/**
 * Serves GraphiQL at /graphiql/ from the built folder: page, configuration and, in the demonstration, tokens.
 * Throws ExplorerError when an option is wrong or the page was not built.
 */
export async function registerExplorer(app: FastifyInstance, options: ExplorerOptions): Promise<void> {
  checkOptions(options);
  await app.register(async (scope) => {
    scope.addHook('onRequest', setSecurityHeaders);
    scope.get('/graphiql', (_request, reply) => reply.header('cache-control', 'no-cache').redirect('/graphiql/', 302));
    scope.get('/graphiql/config.json', (_request, reply) =>
      reply.header('cache-control', 'no-store').send(options.config()),
    );
    if (options.issueDemoToken) registerTokenRoute(scope, options.config, options.issueDemoToken);
    await scope.register(fastifyStatic, {
      root: DIST,
      prefix: '/graphiql/',
      // One route a file: no path of the request is ever joined to a folder.
      wildcard: false,
      decorateReply: false,
      cacheControl: false,
      setHeaders: (reply: FastifyReply, path: string) => void reply.header('cache-control', cacheControlOf(path)),
    });
  });
}

function registerTokenRoute(
  scope: FastifyInstance,
  config: ExplorerOptions['config'],
  issueDemoToken: NonNullable<ExplorerOptions['issueDemoToken']>,
): void {
  // The gateway around reads every body as bytes; here it is JSON, in this scope only.
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, scope.getDefaultJsonParser('error', 'error'));
  scope.post('/graphiql/token', {
    bodyLimit: TOKEN_BODY_BYTES_MAX,
    onRequest: async (request, reply) => {
      reply.header('cache-control', 'no-store');
      refuseForeignOrigin(request);
    },
    handler: async (request, reply) => {
      const profile = profileOf(request.body);
      if (!config().profiles.some(({ id }) => id === profile)) {
        throw new ExplorerError('UNKNOWN_PROFILE', 'O campo profile não nomeia um perfil da demonstração.', 400);
      }
      const token = await issueDemoToken(profile).catch(() => {
        throw new ExplorerError('TOKEN_NOT_ISSUED', 'O acesso de demonstração não pôde ser emitido.', 503);
      });
      return reply.type('text/plain; charset=utf-8').send(token);
    },
    errorHandler: (error, _request, reply) => {
      const { code, message, statusCode } = asExplorerError(error);
      return reply.code(statusCode).send({ errors: [{ message, extensions: { code } }] });
    },
  });
}

/** A browser names the page that asks in `origin`; only our own may have a token. Other clients send none. */
function refuseForeignOrigin(request: FastifyRequest): void {
  const { origin } = request.headers;
  if (origin === undefined) return;
  const host = URL.parse(origin)?.host;
  if (!host || host !== request.host) {
    throw new ExplorerError('FOREIGN_ORIGIN', 'O cabeçalho origin não é o deste endereço.', 403);
  }
}

function profileOf(body: unknown): string {
  const profile = typeof body === 'object' && body !== null && 'profile' in body ? body.profile : undefined;
  return typeof profile === 'string' ? profile : '';
}

/** Fastify's own refusals of a body, in our codes; its messages may quote the body. */
function asExplorerError(error: unknown): ExplorerError {
  if (error instanceof ExplorerError) return error;
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  if (status === 413) {
    return new ExplorerError('BODY_TOO_LARGE', `O corpo passa de ${TOKEN_BODY_BYTES_MAX} bytes.`, 413);
  }
  if (status === 400 || status === 415) {
    return new ExplorerError('BODY_NOT_JSON', 'O corpo não é JSON (application/json).', status);
  }
  return new ExplorerError('TOKEN_NOT_ISSUED', 'O acesso de demonstração não pôde ser emitido.', 500);
}

async function setSecurityHeaders(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.headers({
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
}

/** The name of a built asset holds the hash of its content; the page itself is asked for anew each time. */
function cacheControlOf(path: string): string {
  return /[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
}

function checkOptions(options: ExplorerOptions): void {
  if (typeof options.config !== 'function') {
    throw new ExplorerError(
      'EXPLORER_OPTION_INVALID',
      'config must be a function that returns the explorer’s configuration.',
    );
  }
  if (options.issueDemoToken !== undefined && typeof options.issueDemoToken !== 'function') {
    throw new ExplorerError('EXPLORER_OPTION_INVALID', 'issueDemoToken must be a function, or absent.');
  }
  if (options.config().demo !== (options.issueDemoToken !== undefined)) {
    throw new ExplorerError(
      'EXPLORER_OPTION_INVALID',
      'issueDemoToken must be given when config says demo, and only then.',
    );
  }
  if (!existsSync(`${DIST}/index.html`)) {
    throw new ExplorerError(
      'EXPLORER_NOT_BUILT',
      'gateway/graphiql/dist is missing: npm ci && npm run build in gateway/graphiql.',
    );
  }
}
